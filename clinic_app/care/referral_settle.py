"""What a save means for referrals besides what it says: a visit answers a return and a down-referral, a new referral
carries an earlier one on, a death ends what is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from clinic_app.care.referral_step import own_organisation, state_of, write_if_taken
from clinic_app.protocol.referral_events import BEFORE_ARRIVAL, SENDER, sides_of
from clinic_app.store.queries.referral import open_referrals_of
from clinic_app.store.queries.referral_waiting import returned_referrals_of, sent_down_to
from clinic_app.store.queries.visit import DIED
from clinic_app.store.unit_of_work import Unit

DOWN = "down"
SEEN = "seen"
REPLACED = "另开转诊单 {number}"
FOUND_DEAD = "随访得知死亡"
ELSEWHERE = "另一张转诊单记有死亡"


def settle(unit: Unit) -> None:
    """Add the steps that follow from the records of a save, in the same save."""
    for fields in list(_created(unit, "referral", "create")):
        _carry_on(unit, fields)
    for visit in list(_created(unit, "visit", "create")):
        if visit.get("outcome") in (None, "1"):
            _close_answered(unit, visit)
            _register_first_seen(unit, visit)
        elif visit.get("outcome") == DIED:
            _end_open(unit, visit["resident_id"], FOUND_DEAD)
    for step in list(_created(unit, "referral_event", "event")):
        if step.get("event") == "die":
            state, referral = state_of(unit, step["referral_id"])
            if state.state == "died":
                _end_open(unit, referral["resident_id"], ELSEWHERE)


def _created(unit: Unit, type_name: str, op: str) -> Iterator[dict[str, Any]]:
    for operation in unit.operations:
        if (operation.type, operation.op) == (type_name, op):
            yield operation.fields


def _carry_on(unit: Unit, fields: dict[str, Any]) -> None:
    """A receiver that sends a patient on says so in the referral that brought the patient; going down is no such step:
    the stay there ends with its own return slip. A sender's new slip takes the place of one that has not arrived."""
    previous = str(fields.get("previous_id") or "")
    if not previous or not unit.fields("referral", previous):
        return
    if fields.get("direction") != DOWN and write_if_taken(unit, previous, "onward", to_org=fields.get("to_org")):
        return
    state, referral = state_of(unit, previous)
    if SENDER in sides_of(referral, state, own_organisation(unit)) and state.state in BEFORE_ARRIVAL:
        reason = REPLACED.format(number=fields.get("slip_no") or "")
        if not write_if_taken(unit, previous, "withdraw", reason=reason):
            write_if_taken(unit, previous, "request_withdrawal", reason=reason)


def _close_answered(unit: Unit, visit: dict[str, Any]) -> None:
    """A visit on or after the day of a return answers it."""
    visited = date.fromisoformat(visit["visit_date"])
    for waiting in returned_referrals_of(unit.connection, visit["resident_id"]):
        if waiting.returned_on is not None and visited < waiting.returned_on:
            continue
        if not write_if_taken(unit, waiting.referral_id, "followed_up", outcome=SEEN) and waiting.return_id:
            # What only went on is closed by the slip of the place above.
            write_if_taken(unit, waiting.referral_id, "followed_up", outcome=SEEN, return_id=waiting.return_id)


def _register_first_seen(unit: Unit, visit: dict[str, Any]) -> None:
    """A visit by the place that a patient was sent down to is the first follow-up, and the arrival."""
    visited = date.fromisoformat(visit["visit_date"])
    for waiting in sent_down_to(unit.connection, own_organisation(unit), visit["resident_id"]):
        since = waiting.accepted_on or waiting.sent_on
        if since is not None and visited >= since:
            write_if_taken(unit, waiting.referral_id, "arrive", note="首次随访")


def _end_open(unit: Unit, resident_id: str, reason: str) -> None:
    for row in open_referrals_of(unit.connection, resident_id):
        write_if_taken(unit, row.id, "die", reason=reason)
