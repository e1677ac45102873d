"""The moments of a referral's life that figures are counted from: what the fold of its events counts, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clinic_app.clock import LOCAL_ZONE, parse_instant
from clinic_app.guidelines.indicator_facts import ReferralFact
from clinic_app.guidelines.referral_figures import EMERGENCY_PREFIX, disease_of
from clinic_app.guidelines.referral_rules import default_referral_rules
from clinic_app.protocol.referral_events import Step, fold
from clinic_app.records.referral import CENTRE

ANSWERS = frozenset({"accept", "decline", "return_incomplete", "redirect", "arrive", "treat", "send_back"})
ARRIVED = frozenset({"arrive", "treat", "send_back"})
"""A patient who is treated or sent back has been there, whether anybody registered the arrival or not."""
RETURNED = frozenset({"send_back", "outside_result"})


def referral_fact(record_id: str, referral: Mapping[str, Any], events: Iterable[Mapping[str, Any]]) -> ReferralFact:
    """A referral with its moments; `events` are the field values of its steps in the order in which they count."""
    state = fold(referral, events)
    steps = [step for step in state.steps if step.counts]
    issued = _first(steps, {"issue"})
    shown = {**referral, **state.supplement}
    return ReferralFact(
        id=record_id,
        resident_id=str(referral.get("resident_id") or ""),
        village_code=str(referral.get("village_code") or ""),
        direction=str(referral.get("direction") or ""),
        urgency=str(referral.get("urgency") or ""),
        referral_date=str(referral.get("referral_date") or _day(issued)),
        doctor=str(referral.get("from_doctor_sign") or ""),
        issued_at=issued,
        answered_at=_first(steps, ANSWERS),
        accepted_at=_first(steps, {"accept"}),
        arrived_at=_first(steps, ARRIVED),
        returned_at=state.returned_at,
        sent_back_at=_first(steps, {"send_back"}),
        followed_up_at=_first(steps, {"followed_up"}),
        state=state.state,
        sender=str(referral.get("from_org") or ""),
        receiver=state.receiver,
        request=str(shown.get("request") or ""),
        path=str(shown.get("path") or ""),
        insurance_registered=shown.get("insurance_registered") is True,
        disease=disease_of(shown, default_referral_rules()),
        previous_id=str(referral.get("previous_id") or ""),
    )


def disease_names() -> dict[str, str]:
    """The words for what `ReferralFact.disease` may hold."""
    emergencies = {f"{EMERGENCY_PREFIX}{option.code}": f"急症：{option.label}" for option in CENTRE}
    return emergencies | {code: each.name for code, each in default_referral_rules().diseases.items()}


def _first(steps: Iterable[Step], events: Iterable[str]) -> str:
    """When the first of these steps was; one without a readable time never was."""
    return next((step.at for step in steps if step.event in events and _day(step.at)), "")


def _day(instant: str) -> str:
    try:
        return parse_instant(instant).astimezone(LOCAL_ZONE).date().isoformat() if instant else ""
    except ValueError:
        return ""
