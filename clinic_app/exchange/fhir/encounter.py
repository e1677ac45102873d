"""Contacts as Encounters: a visit, a consultation at the clinic, and the care that a referral led to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clinic_app.exchange.fhir.codes import ACT_CODE, VISIT_CLASS
from clinic_app.exchange.fhir.values import Resource, coding, concept, day, fhir_id, moment, reference, tidy
from clinic_app.protocol.referral_events import ReferralState
from clinic_app.records.code_list import VISIT_MODE
from clinic_app.records.visit import OUTCOME

DONE = (None, "", "1")
_MODES = {option.code: option.label for option in VISIT_MODE}
_OUTCOMES = {option.code: option.label for option in OUTCOME}
_ARRIVED = ("arrive", "treat", "send_back")


def visit_encounter(record_id: str, fields: Mapping[str, Any]) -> Resource:
    """A follow-up visit. One at which nobody was met is `cancelled`, with what came of it."""
    mode, outcome = str(fields.get("visit_mode") or ""), fields.get("outcome")
    done = outcome in DONE
    return _encounter(
        record_id,
        "finished" if done else "cancelled",
        VISIT_CLASS.get(mode, VISIT_CLASS["1"]),
        str(fields.get("resident_id") or ""),
        {
            "type": [concept(f"随访：{_MODES.get(mode, mode)}")],
            "period": {"start": day(fields.get("visit_date")), "end": day(fields.get("visit_date"))},
            "participant": _doctor(fields),
            "reasonCode": [] if done else [concept(_OUTCOMES.get(str(outcome), str(outcome)))],
        },
    )


def clinic_encounter(record_id: str, fields: Mapping[str, Any]) -> Resource:
    """A consultation at the clinic (接诊记录)."""
    seen = day(fields.get("encounter_date"))
    more = {
        "type": [concept("接诊")],
        "period": {"start": seen, "end": seen},
        "participant": _doctor(fields),
        "reasonCode": [concept(fields.get("subjective"))] if fields.get("subjective") else [],
    }
    return _encounter(record_id, "finished", VISIT_CLASS["1"], str(fields.get("resident_id") or ""), more)


def care_encounter(
    referral_id: str, referral: Mapping[str, Any], state: ReferralState, slip: Mapping[str, Any] | None
) -> Resource | None:
    """The care at the receiver, from the arrival on; None before it. A stay where a discharge or its number says so."""
    arrived = next((step.at for step in state.steps if step.counts and step.event in _ARRIVED), "")
    if not arrived:
        return None
    inpatient = bool(slip and (slip.get("discharged_on") or slip.get("inpatient_no")))
    more = {
        "basedOn": [reference("ServiceRequest", referral_id)],
        "period": {"start": moment(arrived), "end": _end(state, slip)},
        "serviceProvider": reference("Organization", state.receiver),
        "type": [concept(state.department)] if state.department else [],
    }
    kind = ("IMP", "inpatient encounter") if inpatient else VISIT_CLASS["1"]
    status = "finished" if state.returned_at or not state.is_open else "in-progress"
    return _encounter(care_id(referral_id), status, kind, str(referral.get("resident_id") or ""), more)


def care_id(referral_id: str) -> str:
    """The id of the Encounter that a referral led to."""
    return fhir_id(referral_id, "care")


def _end(state: ReferralState, slip: Mapping[str, Any] | None) -> str | None:
    return day(slip.get("discharged_on")) if slip and slip.get("discharged_on") else moment(state.returned_at)


def _doctor(fields: Mapping[str, Any]) -> list[Resource]:
    return [{"individual": {"display": fields.get("doctor_sign")}}] if fields.get("doctor_sign") else []


def _encounter(
    record_id: str, status: str, kind: tuple[str, str], resident_id: str, more: Mapping[str, Any]
) -> Resource:
    found: Resource = tidy({
        "resourceType": "Encounter",
        "id": fhir_id(record_id),
        "status": status,
        "class": coding(ACT_CODE, *kind),
        "subject": reference("Patient", resident_id),
        **more,
    })  # fmt: skip
    return found
