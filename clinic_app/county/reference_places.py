"""Whether what a reference file names is known: its organisations, departments, and where a way begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from clinic_app.county.record_store import RecordStore
from clinic_app.county.reference_file import VILLAGE_CODE, Row, Table, refused
from clinic_app.guidelines.referral_rules import default_referral_rules
from clinic_app.records.alliance import slot_times

WITH_DEPARTMENT = ("care_slot", "bed_count")


def check_places(records: RecordStore, table: Table, rows: Sequence[Row], path: Path) -> list[str]:
    """Remarks about a file whose rows belong to known organisations and departments; raises CountyProblem for others.

    An organisation's unknown parent, an unknown start of a way and a slot longer than the rules have it are remarked.
    """
    if table.type == "organisation":
        known = _known(records, "organisation", rows, _parent) | {row.id for row in rows}
        return _unknown(rows, _parent, known, "机构表里没有")
    wrong = _unknown(rows, _organisation, _known(records, "organisation", rows, _organisation), "机构表里没有")
    if table.type in WITH_DEPARTMENT and not wrong:
        wrong = _unknown(rows, _department, _known(records, "department", rows, _department), "科室表里没有")
    if table.type == "care_slot":
        wrong += _overlaps(rows)
    if wrong:
        raise refused(path, wrong)
    if table.type == "capability":
        return _unknown(rows, _start, _known(records, "organisation", rows, _start), "不认识的出发地")
    return _long_slots(rows) if table.type == "care_slot" else []


Named = Callable[[Row], str]


def _organisation(row: Row) -> str:
    return str(row.fields.get("organisation") or "")


def _parent(row: Row) -> str:
    return str(row.fields.get("parent_code") or "")


def _department(row: Row) -> str:
    return f"{row.fields['organisation']}:{row.fields['department']}"


def _start(row: Row) -> str:
    """The organisation that a way begins at; a village need not have been described by anybody."""
    area = str(row.fields.get("area") or "")
    return "" if VILLAGE_CODE.fullmatch(area) else area


def _known(records: RecordStore, type_name: str, rows: Sequence[Row], named: Named) -> set[str]:
    wanted = {named(row) for row in rows} - {""}
    records.want((type_name, each) for each in wanted)
    return {each for each in wanted if records.get((type_name, each))}


def _unknown(rows: Sequence[Row], named: Named, known: set[str], words: str) -> list[str]:
    found = (f"第{row.line}行：{words}“{named(row)}”" for row in rows if named(row) and named(row) not in known)
    return list(dict.fromkeys(found))


def _overlaps(rows: Sequence[Row]) -> list[str]:
    """Two sessions of one doctor or machine at one time would give each of their slots twice."""
    found, taken = [], dict[tuple[object, ...], int]()
    for row in rows:
        if row.retired:
            continue
        given = row.fields
        of = tuple(given.get(name) for name in ("organisation", "department", "slot_date", "item", "doctor"))
        for time in slot_times(given["starts"], given.get("ends"), given["minutes"]):
            other = taken.setdefault((*of, time), row.line)
            if other != row.line:
                found.append(f"第{row.line}行：{time}和第{other}行重复")
                break
    return found


def _long_slots(rows: Sequence[Row]) -> list[str]:
    rules = default_referral_rules()
    found = []
    for row in rows:
        most = rules.slot_minutes(row.fields["kind"], str(row.fields.get("item") or ""))
        if most is not None and row.fields["minutes"] > most:
            found.append(f"第{row.line}行：时段{row.fields['minutes']}分钟，规定不超过{most}分钟（二级以上医院）")
    return found
