"""Choosing between values that no rule can choose between: keep one, write another, take the choice back.

A decision is one save: the chosen values on the record, the closing of the conflict, and the same for what is decided
along (the programme sections of a visit). It names every value that the person saw; one that comes later keeps the
conflict open at the county.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clinic_app.care import visit
from clinic_app.care.entry import EntryProblem, RecordError, Refused
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.conflict import CLOSED, OPEN
from clinic_app.records.field import FieldError, Merge
from clinic_app.records.validation import check_values
from clinic_app.store.database import Actor, Database
from clinic_app.store.queries.conflict import VOID, Conflict, conflict, followers
from clinic_app.store.unit_of_work import InvalidRecord, Unit, unit_of_work

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Decided:
    """What was committed: the save's id and the conflicts that it closed or opened again."""

    mid: str
    conflicts: tuple[str, ...]


def keep(database: Database, conflict_id: str, which: str, reason: str, *, actor: Actor | None = None) -> Decided:
    """Let the value A, B, … (or of a save's mid) stand. Raises Refused; then nothing is stored."""

    def act(unit: Unit) -> list[str]:
        found = _waiting(unit, conflict_id)
        chosen = found.contender(which)
        if chosen is None:
            keys = "、".join(each.key for each in found.contenders)
            raise EntryProblem(FieldError("keep", f"这处冲突里没有“{which[:40]}”，可选 {keys}"))
        return _decide(unit, found, chosen.value, chosen.mid, reason)

    return _commit(database, act, reason, actor)


def write(database: Database, conflict_id: str, values: Values, reason: str, *, actor: Actor | None = None) -> Decided:
    """Let neither stand but `values`; fields that they do not name stay as shown. Raises Refused."""

    def act(unit: Unit) -> list[str]:
        found = _waiting(unit, conflict_id)
        strange = [name for name in values if name not in found.names and name != VOID]
        if strange or not values:
            labels = "、".join(found.labels.values())
            raise EntryProblem(FieldError(strange[0] if strange else "", f"这处冲突只涉及：{labels}"))
        return _decide(unit, found, _completed(unit, found, values), "", reason)

    return _commit(database, act, reason, actor)


def reopen(database: Database, conflict_id: str, reason: str, *, actor: Actor | None = None) -> Decided:
    """Take a decision back: what was shown before it is shown again, and the choice is open. Raises Refused."""

    def act(unit: Unit) -> list[str]:
        found = _on_file(unit, conflict_id)
        if found.is_open:
            raise EntryProblem(FieldError("id", "这处冲突还没有处理，不用撤销"))
        return _take_back(unit, found, reason)

    return _commit(database, act, reason, actor)


def _commit(database: Database, act: Callable[[Unit], list[str]], reason: str, actor: Actor | None) -> Decided:
    """Everything in one save; refusals in the one shape that forms and commands show."""
    try:
        if not reason.strip():
            raise EntryProblem(FieldError("reason", "写明原因后再保存"))
        with unit_of_work(database, actor) as unit:
            touched = act(unit)
    except (EntryProblem, InvalidRecord) as problem:
        raise Refused([RecordError(0, each.field, each.message) for each in problem.errors]) from None
    assert unit.saved
    return Decided(unit.saved.mid, tuple(touched))


def _on_file(unit: Unit, conflict_id: str) -> Conflict:
    found = conflict(unit.connection, conflict_id)
    if found is None:
        raise EntryProblem(FieldError("id", "本机没有这处冲突，同步后再看"))
    if found.subject_type not in RECORD_TYPES:
        raise EntryProblem(FieldError("id", "这种记录要更新程序后才能处理"))
    if not _is_here(unit, found):
        raise EntryProblem(FieldError("id", "冲突所在的记录不在本机，同步后再处理"))
    return found


def _is_here(unit: Unit, found: Conflict) -> bool:
    return found.subject_type in RECORD_TYPES and unit.body(found.subject_type, found.subject_id) is not None


def _waiting(unit: Unit, conflict_id: str) -> Conflict:
    found = _on_file(unit, conflict_id)
    if not found.is_open:
        raise EntryProblem(FieldError("id", "这处冲突已经处理过；要改，先撤销原来的处理"))
    return found


def _decide(unit: Unit, found: Conflict, value: Values, mid: str, reason: str) -> list[str]:
    """The record, its conflict, then what is decided along."""
    along = [each for each in followers(unit.connection, found.id) if each.is_open and _is_here(unit, each)]
    _close(unit, found, value, mid, reason)
    for each in along:
        side = each.contender(mid) if mid else None
        chosen = side.value if side else _judged(unit, each)
        _close(unit, each, chosen, side.mid if side else "", reason)
    _judge_others(unit, found, along, reason)
    return [found.id, *(each.id for each in along)]


def _close(unit: Unit, found: Conflict, value: Values, mid: str, reason: str) -> None:
    before = {"shown": found.shown, "value": _shown(unit, found)}
    _set(unit, found, value, reason)
    decision = {
        "kept": mid,
        "value": dict(value),
        "before": before,
        "by": unit.actor.account,
        "name": unit.actor.name,
        "at": unit.authored_at,
        "reason": reason,
    }
    saw = [each.mid for each in found.contenders]
    unit.resolve("conflict", found.id, {"state": CLOSED, "shown": mid, "saw": saw, "decision": decision}, reason)


def _take_back(unit: Unit, found: Conflict, reason: str) -> list[str]:
    along = [
        each
        for each in followers(unit.connection, found.id)
        if not each.is_open and each.decision.get("at") == found.decision.get("at")
    ]
    for each in (found, *along):
        before = each.decision.get("before")
        before = before if isinstance(before, Mapping) else {}
        value = before.get("value") if isinstance(before.get("value"), Mapping) else _shown(unit, each)
        # First: a change with it brings back a record that the decision had withdrawn.
        fields = {"state": OPEN, "shown": before.get("shown") or "", "decision": None}
        unit.reopen("conflict", each.id, fields, reason)
        _set(unit, each, value or {}, reason)
    _judge_others(unit, found, along, reason)
    return [found.id, *(each.id for each in along)]


def _set(unit: Unit, found: Conflict, value: Values, reason: str) -> None:
    """Put the chosen values on the record, also when they are shown already: the choice is what is new."""
    if value.get(VOID) is True:
        unit.void(found.subject_type, found.subject_id, reason)
        return
    names = [name for name in (value if _is_void_group(found) else found.names) if name != VOID]
    fields = {name: value.get(name) for name in names}
    if RECORD_TYPES[found.subject_type].merge is Merge.PROFILE:
        unit.patch(found.subject_type, found.subject_id, fields, always=True)
    else:
        unit.amend(found.subject_type, found.subject_id, fields, reason)


def _shown(unit: Unit, found: Conflict) -> dict[str, Any]:
    """The group as the screen has it now."""
    body = unit.body(found.subject_type, found.subject_id)
    if body is None or body.void:
        return {VOID: True}
    return {name: body.fields.get(name) for name in found.names if name != VOID}


def _is_void_group(found: Conflict) -> bool:
    return any(each.withdraws for each in found.contenders)


def _completed(unit: Unit, found: Conflict, values: Values) -> dict[str, Any]:
    """What was written, with the fields that were not mentioned as they are shown; the index follows the weight."""
    if values.get(VOID) is True:
        return {VOID: True}
    checked = check_values(RECORD_TYPES[found.subject_type], {k: v for k, v in values.items() if k != VOID})
    if checked.errors:
        raise InvalidRecord(checked.errors)
    whole = {**_shown(unit, found), **checked.values}
    whole.pop(VOID, None)
    if found.subject_type == "visit" and "bmi" in found.names and "bmi" not in values:
        whole["bmi"] = visit.index_of(unit, {**unit.fields("visit", found.subject_id), **whole})
    return whole


def _judged(unit: Unit, section: Conflict) -> dict[str, Any]:
    """A section that nobody chose a value of: as shown, judged again by the rules over the visit as it now is."""
    shown = _shown(unit, section)
    if shown.get(VOID) is True or section.subject_type not in visit.SECTION_PROGRAMME:
        return shown
    judged = visit.rejudged(unit, section.subject_type, section.subject_id, {})
    return {**shown, **{name: value for name, value in judged.items() if name in section.names}}


def _judge_others(unit: Unit, found: Conflict, along: list[Conflict], reason: str) -> None:
    """Sections of a changed visit that were no part of the clash follow it, as they do after any correction."""
    if found.subject_type == "visit" and not unit.fields("visit", found.subject_id):
        return
    if found.subject_type == "visit":
        visit.judge_sections(unit, found.subject_id, reason, {each.subject_id for each in along})
