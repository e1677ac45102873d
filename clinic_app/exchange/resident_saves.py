"""People of a sheet as saves: grouped into families, nobody twice, nobody who is on file already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clinic_app.exchange.residents_file import Row, RowError
from clinic_app.records.identifiers import new_id

MOST_RECORDS_IN_SAVE = 200
SOURCE = "表格导入"
HouseholdKey = tuple[str, ...]
Known = Callable[[Mapping[str, Any]], str | None]
KnownHousehold = Callable[[Mapping[str, Any]], str | None]


@dataclass(frozen=True)
class ImportPlan:
    """What an import saves: one list of records for each user-level save, and the file lines behind each.

    `errors` are rows left out because the person is already there.
    """

    saves: tuple[list[dict[str, Any]], ...]
    lines: tuple[tuple[int, ...], ...]
    errors: tuple[RowError, ...]
    residents: int
    households: int


def to_saves(
    rows: Iterable[Row],
    now: datetime,
    today: date,
    *,
    known: Known | None = None,
    known_household: KnownHousehold | None = None,
) -> ImportPlan:
    """The saves for the good rows: one for each family, one for each person without a family, in file order.

    `known(fields)` says in words who of the store a person already is (None: nobody); such a row is left out, as is
    the second row of one person in the file. `known_household(fields)` gives the id of a family that is already there,
    which the people then join.
    """
    kept, errors = _without_doubles(rows, known)
    families: dict[HouseholdKey, list[Row]] = {}
    for row in kept:
        families.setdefault(_household_key(row), []).append(row)
    saves: list[list[dict[str, Any]]] = []
    lines: list[tuple[int, ...]] = []
    made = 0
    for key, members in families.items():
        records, household_id, new = _family(key, members, now, known_household)
        made += new
        for part, save in _split(records, members, household_id, now, today):
            saves.append(save)
            lines.append(part)
    return ImportPlan(tuple(saves), tuple(lines), tuple(errors), len(kept), made)


def _without_doubles(rows: Iterable[Row], known: Known | None) -> tuple[list[Row], list[RowError]]:
    kept: list[Row] = []
    errors: list[RowError] = []
    first: dict[tuple[Any, ...], int] = {}
    for row in rows:
        if row.errors:
            continue
        identity = _identity_key(row)
        already = known(row.fields) if known else None
        if identity in first:
            errors.append(RowError(row.line, "", f"与第{first[identity]}行是同一个人，没有再导入"))
        elif already:
            errors.append(RowError(row.line, "", f"已有这位居民（{already}），没有再导入"))
        else:
            kept.append(row)
        first.setdefault(identity, row.line)
    return kept, errors


def _identity_key(row: Row) -> tuple[Any, ...]:
    number = row.fields.get("id_no")
    if number:
        return (number,)
    return tuple(row.fields.get(name) for name in ("name", "birth_date", "sex", "village_code"))


def _household_key(row: Row) -> HouseholdKey:
    """What makes rows one family: village and family number, else village, group and door; alone without either."""
    village = str(row.fields.get("village_code"))
    if row.household_no:
        return (village, "户", row.household_no)
    if row.household.get("house_no"):
        return (village, "门", str(row.household.get("group_name") or ""), str(row.household["house_no"]))
    return (village, "行", str(row.line))


def _family(
    key: HouseholdKey, members: Sequence[Row], now: datetime, known_household: KnownHousehold | None
) -> tuple[list[dict[str, Any]], str | None, int]:
    """The household record, if one is to be made, the household's id, if there is one, and how many are new."""
    if key[1] == "行":
        return [], None, 0
    fields: dict[str, Any] = {"village_code": key[0]}
    for row in members:
        for name, value in row.household.items():
            fields.setdefault(name, value)
    head = next((row.fields["name"] for row in members if row.fields.get("relation_to_head") == "1"), None)
    if head:
        fields.setdefault("head_name", head)
    found = known_household(fields) if known_household else None
    if found:
        return [], found, 0
    household_id = new_id(now)
    return [{"type": "household", "id": household_id, "fields": fields}], household_id, 1


def _split(
    records: list[dict[str, Any]], members: Sequence[Row], household_id: str | None, now: datetime, today: date
) -> list[tuple[tuple[int, ...], list[dict[str, Any]]]]:
    """The records of a family in saves of a size that one save may have; nearly always one."""
    found: list[tuple[tuple[int, ...], list[dict[str, Any]]]] = []
    lines: tuple[int, ...] = ()
    for row in members:
        if len(records) >= MOST_RECORDS_IN_SAVE:
            found.append((lines, records))
            lines, records = (), []
        records = records + _person_records(row, household_id, now, today)
        lines = (*lines, row.line)
    return [*found, (lines, records)]


def _person_records(row: Row, household_id: str | None, now: datetime, today: date) -> list[dict[str, Any]]:
    resident_id = new_id(now)
    fields = {**row.fields, **({"household_id": household_id} if household_id else {})}
    records: list[dict[str, Any]] = [{"type": "resident", "id": resident_id, "fields": fields}]
    for programme in row.programmes:
        registration = {"resident_id": resident_id, "programme": programme, "registered_on": today.isoformat()}
        registration["source"] = SOURCE
        records.append({"type": "chronic_registration", "id": new_id(now), "fields": registration})
    return records


def lines_of(records: Sequence[Mapping[str, Any]], lines: Sequence[int]) -> dict[str, int]:
    """The file line behind each record of a save; a family's record is of its first line."""
    found, waiting, line = {}, list(lines), lines[0]
    for record in records:
        if record["type"] == "resident":
            line = waiting.pop(0)
        found[str(record["id"])] = line
    return found
