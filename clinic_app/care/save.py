"""One user-level save: what the forms and `records put` both call. Atomic: all records of it, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.care import attachment, contract, encounter, inpatient, referral, referral_settle, resident, visit
from clinic_app.care.entry import Entry, EntryProblem, RecordError, Refused
from clinic_app.protocol.body import Body
from clinic_app.records.attachment import PARENT as ATTACHMENTS
from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.records.edition import ORIGINAL, EditionError, Translated, edition
from clinic_app.records.field import FieldError, Merge
from clinic_app.records.identifiers import is_id
from clinic_app.store.database import Actor, Database
from clinic_app.store.second_person import Eyes, standing
from clinic_app.store.unit_of_work import InvalidRecord, Unit, unit_of_work

# Parents before children, whatever the order of the records in a save.
ORDER = (
    "household",
    "resident",
    "allergy",
    "diagnosis",
    "chronic_registration",
    "identity_link",
    "mental_supplement",
    "contract",
    "tour",
    "visit",
    "hypertension_followup",
    "diabetes_followup",
    "mental_followup",
    "tuberculosis_first_visit",
    "tuberculosis_followup",
    "copd_followup",
    # The examination takes the grade of the self-assessment.
    "elderly_assessment",
    "health_examination",
    "visit_attachment",
    "contract_service",
    "encounter",
    "consultation",
    "contact_attempt",
    "referral",
    "return",
    "referral_event",
    "referral_attachment",
    "call_back",
    "inpatient_cost",
)
MOST_RECORDS = 500


@dataclass(frozen=True)
class SaveResult:
    """What was committed. `ids` answer the given records in their order; `notices` are words worth showing."""

    mid: str | None
    ids: tuple[str, ...]
    notices: tuple[RecordError, ...] = ()


def save(
    database: Database,
    records: Sequence[Mapping[str, Any]],
    *,
    actor: Actor | None = None,
    typist: str | None = None,
    imports: bool = False,
    also: Callable[[Unit], object] | None = None,
) -> SaveResult:
    """Save records given as in `records put`.

    Each is `{"type", "id"?, "fields", "amends"?, "reason"?, "edition"?}` or `{"void", "reason"}`. `edition` names the
    edition or system whose codes the fields are in (records/edition.py). `imports`: the records come from a list of
    residents, which more roles may bring in than write them down. `also` writes what belongs to the same commit.

    Fills what the rules derive. Returns after the commit. Raises Refused when any record is refused; then nothing
    is stored.
    """
    entries = read_entries(records)
    _refuse_lone_links(database, entries)
    with unit_of_work(database, actor, typist, imports=imports) as unit:
        ids, notices = save_entries(unit, entries)
        referral_settle.settle(unit)
        if also is not None:
            also(unit)
    return SaveResult(unit.saved.mid if unit.saved else None, ids, notices)


def _refuse_lone_links(database: Database, entries: Sequence[Entry]) -> None:
    """Two files become one person's with two people's word (care/identity), not in passing among other records."""
    links = [each for each in entries if each.type == "identity_link" and not each.void]
    if links and standing(database).eyes is Eyes.TWO:
        words = "把两份档案认作同一人要由另一个人确认，没有保存；用“疑似重复”页或 duplicates link --second"
        raise Refused([RecordError(each.index, "", words) for each in links])


def read_entries(records: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """The records as entries; raises Refused when the shape is wrong."""
    if not records:
        raise Refused([RecordError(0, "", "这一次保存里没有记录")])
    if len(records) > MOST_RECORDS:
        raise Refused([RecordError(0, "", f"一次保存最多{MOST_RECORDS}条记录")])
    entries, errors = [], []
    for index, record in enumerate(records):
        try:
            entries.append(_entry(index, record))
        except EntryProblem as problem:
            errors += [RecordError(index, error.field, error.message) for error in problem.errors]
    if errors:
        raise Refused(errors)
    return entries


def _entry(index: int, record: Mapping[str, Any]) -> Entry:
    if not isinstance(record, Mapping):
        raise EntryProblem(FieldError("", "记录应为名称和值的对照"))
    reason = record.get("reason")
    if reason is not None and not isinstance(reason, str):
        raise EntryProblem(FieldError("reason", "原因应为文字"))
    if "void" in record:
        if not is_id(record["void"]):
            raise EntryProblem(FieldError("void", "要作废的记录编号格式不对"))
        return Entry(index, "", record["void"], reason=reason, void=True)
    name, fields, record_id = record.get("type"), record.get("fields", {}), record.get("id")
    if not isinstance(name, str) or name not in RECORD_TYPES:
        raise EntryProblem(FieldError("type", f"没有“{str(name)[:40]}”这种记录"))
    if RECORD_TYPES[name].merge is Merge.REFERENCE:
        raise EntryProblem(FieldError("type", f"{RECORD_TYPES[name].label}由县平台发布，不能在这里填写"))
    if RECORD_TYPES[name].merge is Merge.COUNTY:
        raise EntryProblem(FieldError("type", f"{RECORD_TYPES[name].label}由县平台查出，在相应的页面或命令里处理"))
    if not isinstance(fields, Mapping):
        raise EntryProblem(FieldError("fields", "fields应为名称和值的对照"))
    if record_id is not None and not is_id(record_id):
        raise EntryProblem(FieldError("id", "记录编号应为小写的UUID"))
    translated = _in_third_edition(name, fields, record.get("edition"))
    return Entry(
        index, name, record_id, translated.fields, bool(record.get("amends")), reason, notices=translated.notices
    )


def _in_third_edition(name: str, fields: Mapping[str, Any], written_in: Any) -> Translated:
    """The fields in the codes that are stored; raises EntryProblem for an unknown edition or a refused code."""
    if written_in is None:
        return Translated(dict(fields))
    try:
        translated = edition(str(written_in)).translate(name, fields)
    except EditionError as problem:
        raise EntryProblem(FieldError("edition", str(problem))) from None
    if translated.errors:
        raise EntryProblem(*translated.errors)
    return translated


def save_entries(unit: Unit, entries: Sequence[Entry]) -> tuple[tuple[str, ...], tuple[RecordError, ...]]:
    """Write records into an open save; returns their ids and notices. Raises Refused with every error."""
    ids: dict[int, str] = {}
    errors: list[RecordError] = []
    notices: list[RecordError] = []
    for entry in sorted(entries, key=_rank):
        before = len(unit.notices)
        try:
            ids[entry.index] = _save_entry(unit, entry)
        except (InvalidRecord, EntryProblem) as problem:
            errors += [RecordError(entry.index, error.field, error.message) for error in problem.errors]
        said = (*entry.notices, *unit.notices[before:])
        notices += [RecordError(entry.index, each.field, each.message) for each in said]
    if errors:
        raise Refused(sorted(errors, key=lambda error: error.record))
    return tuple(ids[index] for index in sorted(ids)), tuple(notices)


def _rank(entry: Entry) -> int:
    return len(ORDER) if entry.void else ORDER.index(entry.type)


def _save_entry(unit: Unit, entry: Entry) -> str:
    if entry.void:
        return _void(unit, entry)
    known = unit.body(entry.type, entry.id) if entry.id else None
    if known is not None:
        return _change(unit, entry)
    if entry.amends:
        raise EntryProblem(FieldError("id", "要更正的记录不在本机"))
    return _NEW.get(entry.type, _create)(unit, entry)


def _create(unit: Unit, entry: Entry) -> str:
    return unit.create(entry.type, entry.fields, entry.id)


def _change(unit: Unit, entry: Entry) -> str:
    """A known profile is patched; a known event is amended, with a reason."""
    assert entry.id
    record_type = RECORD_TYPES[entry.type]
    body = unit.body(entry.type, entry.id)
    if body and body.void:
        raise EntryProblem(FieldError("id", f"这条{record_type.label}已经作废，不能再改"))
    if record_type.merge is Merge.PROFILE:
        return _PATCH.get(entry.type, _patch)(unit, _with_older_originals(entry, body))
    if record_type.merge is not Merge.EVENT:
        raise EntryProblem(FieldError("id", f"这条{record_type.label}已经存在，不能改写"))
    if not entry.amends:
        raise EntryProblem(FieldError("id", f"这条{record_type.label}已经存在；更正要注明 amends 和原因"))
    return _AMEND[entry.type](unit, _with_older_originals(entry, body))


def _patch(unit: Unit, entry: Entry) -> str:
    assert entry.id
    return unit.patch(entry.type, entry.id, entry.fields)


def _with_older_originals(entry: Entry, body: Body | None) -> Entry:
    """Codes kept from an earlier import stay beside those of this one."""
    new, old = entry.fields.get(ORIGINAL), body.fields.get(ORIGINAL) if body else None
    if not isinstance(new, Mapping) or not isinstance(old, Mapping):
        return entry
    return replace(entry, fields={**entry.fields, ORIGINAL: {**old, **new}})


def _void(unit: Unit, entry: Entry) -> str:
    assert entry.id
    name = type_of(unit.connection, entry.id)
    if name is None or RECORD_TYPES[name].merge in (Merge.REFERENCE, Merge.COUNTY):
        raise EntryProblem(FieldError("void", "要作废的记录不在本机"))
    body = unit.body(name, entry.id)
    if body and body.void:
        raise EntryProblem(FieldError("void", "这条记录已经作废"))
    return unit.void(name, entry.id, entry.reason or "")


def type_of(connection: Connection, record_id: str) -> str | None:
    """The type of the record with this id on this laptop."""
    for name, record_type in RECORD_TYPES.items():
        table = record_type.sql_table
        if connection.execute(select(table.c.id).where(table.c.id == record_id)).first():
            return name
    return None


_NEW: Mapping[str, Callable[[Unit, Entry], str]] = {
    "resident": resident.register,
    "allergy": resident.add_safety_entry,
    "diagnosis": resident.add_safety_entry,
    "chronic_registration": resident.register_programme,
    "mental_supplement": encounter.supplement,
    "contract": contract.sign,
    "contract_service": contract.give,
    "visit": visit.record,
    **dict.fromkeys(SECTION_PROGRAMME, visit.record_section),
    **dict.fromkeys(encounter.SIGNED, encounter.record),
    "referral": referral.issue,
    "referral_event": referral.move,
    "return": referral.send_back,
    **dict.fromkeys(ATTACHMENTS, attachment.record),
    **dict.fromkeys(inpatient.RECORDED, inpatient.record),
}
_PATCH: Mapping[str, Callable[[Unit, Entry], str]] = {"resident": resident.patch, "contract": contract.change}
_AMEND: Mapping[str, Callable[[Unit, Entry], str]] = {
    "visit": visit.amend_visit,
    **dict.fromkeys(SECTION_PROGRAMME, visit.amend_section),
    **dict.fromkeys(encounter.SIGNED, encounter.amend),
    "contract_service": contract.amend_service,
    **dict.fromkeys(ATTACHMENTS, attachment.amend),
    **dict.fromkeys(inpatient.RECORDED, inpatient.amend),
}
