"""A save that the county did not take: corrected and made again in its own place, or taken note of.

The refused save's operations are made again as they were, with the corrections on them; what the rules derive is
derived again where a correction touches it. Nothing else waits for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from clinic_app.care import examination, referral_settle, resident, visit
from clinic_app.care.entry import Entry, EntryProblem, RecordError, Refused
from clinic_app.care.save import SaveResult, read_entries, save_entries
from clinic_app.protocol.mutation import Operation
from clinic_app.records.field import FieldError
from clinic_app.store.database import Actor, Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.queries.quarantine import SEEN, RefusedSave, refused_save
from clinic_app.store.unit_of_work import InvalidRecord, Unit, unit_of_work

MADE = ("create", "add", "event")


def fix(
    database: Database,
    mid: str,
    records: Sequence[Mapping[str, Any]] = (),
    *,
    leave_out: Collection[str] = (),
    actor: Actor | None = None,
    typist: str | None = None,
) -> SaveResult:
    """Make a refused save again. `records` are in the shape of `records put`: their fields go over what the save said
    of that record (None clears), new records join it; `leave_out` are ids that it no longer touches. Without records
    it is made again as it was.

    Raises Refused when something is not good, NotReplaceable when the save is no longer refused; then nothing is
    stored.
    """
    with database.read() as connection:
        refused = refused_save(connection, mid, database.clock.now())
    entries = read_entries(records) if records else []
    if refused is not None and not refused.operations:
        raise Refused([RecordError(0, "", "那次保存的内容读不出来，没有改动；在原来的表里重新填一次再保存")])
    with unit_of_work(database, actor, typist, supersedes=mid) as unit:
        operations = [each for each in refused.operations if each.id not in leave_out] if refused else []
        notices = _make_again(unit, operations, entries)
    return SaveResult(unit.saved.mid if unit.saved else None, tuple(each.id or "" for each in entries), notices)


def _make_again(unit: Unit, operations: Sequence[Operation], entries: Sequence[Entry]) -> tuple[RecordError, ...]:
    known = {each.id for each in operations}
    changes = {each.id: each for each in entries if each.id in known and not each.void}
    withdrawn = {each.id for each in entries if each.void}
    added = [each for each in entries if each.id not in changes and not (each.void and each.id in known)]
    errors: list[RecordError] = []
    for operation in operations:
        if operation.id in withdrawn:
            continue
        entry = changes.get(operation.id)
        try:
            _repeat(unit, operation, operations, changes)
        except (InvalidRecord, EntryProblem) as problem:
            place = entry.index if entry else -1
            errors += [RecordError(place, each.field, each.message) for each in problem.errors]
    if errors:
        # What stands on a refused record is refused with it: the correction itself is what to look at.
        raise Refused([each for each in errors if each.record >= 0] or errors)
    _, notices = save_entries(unit, added)
    referral_settle.settle(unit)
    return notices


def _repeat(unit: Unit, operation: Operation, operations: Sequence[Operation], changes: Mapping[str, Entry]) -> None:
    entry = changes.get(operation.id)
    corrections = dict(entry.fields) if entry else {}
    views = {name: corrections.pop(name) for name in list(corrections) if _is_view(operation, name)}
    fields = {**operation.fields, **corrections}
    if operation.type == "visit" and {"weight", "height"} & set(corrections):
        stored = unit.fields("visit", operation.id)
        fields["bmi"] = visit.index_of(unit, {**stored, **fields})
    if operation.type in visit.SECTION_PROGRAMME and _touched(operation, operations, changes):
        fields = _judged(unit, operation, fields, operations)
    if operation.type == examination.EXAMINATION:
        fields = _with_grade(unit, operation, fields, operations)
    reason = (entry.reason if entry else None) or operation.reason
    unit.repeat(msgspec.structs.replace(operation, fields=fields, reason=reason))
    if views:
        resident.write_views(unit, operation.id, views)


def _is_view(operation: Operation, name: str) -> bool:
    return operation.type == "resident" and name in resident.COMPOSED


def _touched(section: Operation, operations: Sequence[Operation], changes: Mapping[str, Entry]) -> bool:
    """Whether a correction changes what the rules see of a section: its own fields or its visit's."""
    visits = {each.id for each in operations if each.type == "visit"}
    return section.id in changes or bool(visits & set(changes))


def _judged(
    unit: Unit, operation: Operation, fields: dict[str, Any], operations: Sequence[Operation]
) -> dict[str, Any]:
    """A section with what the rules say of it now; a decision of the doctor's own stays."""
    own = {name: value for name, value in fields.items() if name not in visit.PROPOSED}
    before = operation.fields
    followed = before.get("classification") == before.get("proposed_classification")
    filled_in: Sequence[str] = visit.DERIVED if followed else ()
    if before.get("proposed_classification") is None:
        filled_in = ("next_visit_date",) if _date_left_to_rules(unit, operation, operations) else ()
    if all(own.get(name) == before.get(name) for name in filled_in[:1]):
        # The rules had filled these in, and nobody has said otherwise.
        own = {name: value for name, value in own.items() if name not in filled_in}
    if operation.op in MADE:
        return visit.composed(unit, operation.type, own)
    return visit.rejudged(unit, operation.type, operation.id, own)


def _with_grade(
    unit: Unit, operation: Operation, fields: dict[str, Any], operations: Sequence[Operation]
) -> dict[str, Any]:
    """An examination whose grade was that of the save's own self-assessment takes the corrected one."""
    visit_id, taken = operation.fields.get("visit_id"), operation.fields.get(examination.SELF_CARE)
    graded = [
        each.fields.get("self_care_grade")
        for each in operations
        if each.type == examination.ASSESSMENT and each.fields.get("visit_id") == visit_id
    ]
    if taken is None or taken not in graded or fields.get(examination.SELF_CARE) != taken:
        return fields
    return {**fields, examination.SELF_CARE: examination.assessed_grade(unit, str(visit_id))}


def _date_left_to_rules(unit: Unit, section: Operation, operations: Sequence[Operation]) -> bool:
    """Whether the next date was the rules', for the section and its visit as the refused save had them."""
    before = {**unit.fields(section.type, section.id), **section.fields}
    visit_id = str(before.get("visit_id"))
    said = next((each.fields for each in operations if (each.type, each.id) == ("visit", visit_id)), {})
    seen = {**unit.fields("visit", visit_id), **said}
    return bool(seen) and visit.date_left_to_rules(unit, section.type, visit_id, seen, before)


def dismiss(database: Database, mid: str) -> None:
    """A person has read a supervisor's last word: the save leaves the list and stays in the outbox."""
    with database.write() as connection:
        seen = read_setting(connection, SEEN, [])
        write_setting(connection, SEEN, list(dict.fromkeys([*seen, mid])))


def fields_of(refused: RefusedSave) -> dict[str, dict[str, Any]]:
    """What the save says, by record id: what its form begins with."""
    return {each.id: dict(each.fields) for each in refused.operations}


def problem_of(refused: RefusedSave) -> FieldError:
    """The county's words at the field that it named."""
    return FieldError(refused.field, refused.words or "县平台没有接收这次保存")
