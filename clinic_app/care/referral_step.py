"""One step of a referral, written down: who made it and when, and whether the table takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clinic_app.care.entry import EntryProblem
from clinic_app.protocol.referral_events import ReferralState, missing_outcome, refusal
from clinic_app.records.field import FieldError
from clinic_app.store.queries.referral import ReferralFile, referral_with_events
from clinic_app.store.unit_of_work import Unit


def own_organisation(unit: Unit) -> str:
    """The code of this laptop's organisation; empty before enrolment."""
    return unit.device.organisation if unit.device else ""


def file_of(unit: Unit, referral_id: str) -> ReferralFile:
    """A referral on this laptop with its steps, those of this save included; raises EntryProblem without it."""
    found = referral_with_events(unit.connection, referral_id)
    if found is None:
        raise EntryProblem(FieldError("referral_id", "本机没有这张转诊单"))
    return found


def state_of(unit: Unit, referral_id: str) -> tuple[ReferralState, dict[str, Any]]:
    """Where a referral stands, and the values of its slip."""
    found = file_of(unit, referral_id)
    return found.state, dict(found.fields)


def write_step(unit: Unit, fields: Mapping[str, Any], event_id: str | None = None) -> str:
    """Write an event with the desk that made it; whether the table takes it is said, never silently dropped."""
    state, referral = state_of(unit, str(fields["referral_id"]))
    stamped = {**fields, "happened_at": unit.authored_at, "organisation": own_organisation(unit)}
    if unit.actor.staff:
        stamped["staff"] = unit.actor.staff
    problem = refusal(referral, state, stamped) or missing_outcome(stamped)
    event_id = unit.create("referral_event", stamped, event_id)
    if problem:
        unit.notices.append(FieldError("event", f"{problem}；已记为备注"))
    return event_id


def write_if_taken(unit: Unit, referral_id: str, event: str, **fields: Any) -> bool:
    """Add a step that follows from something else, where the table takes it; says whether it did."""
    state, referral = state_of(unit, referral_id)
    step = {"referral_id": referral_id, "event": event, "organisation": own_organisation(unit), **fields}
    if refusal(referral, state, step) or missing_outcome(step):
        return False
    write_step(unit, step)
    return True
