"""A referral as ServiceRequest (what was asked) and Task (where it stands), with all that was frozen in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from clinic_app.exchange.fhir.codes import DIRECTION, PATH, PRIORITY, REQUEST, SLIP_NO, STATE
from clinic_app.exchange.fhir.condition import found_disease, impression
from clinic_app.exchange.fhir.encounter import care_encounter, care_id
from clinic_app.exchange.fhir.observation import Measured, observations
from clinic_app.exchange.fhir.patient import frozen_patient
from clinic_app.exchange.fhir.values import Resource, coding, concept, day, fhir_id, moment, reference, tidy
from clinic_app.protocol.referral_events import ReferralState, Step, fold
from clinic_app.records import referral as declared

Fields = Mapping[str, Any]
TASK_CODE = "http://hl7.org/fhir/CodeSystem/task-code"
VITALS = ("sbp", "dbp", "heart_rate", "respiratory_rate", "spo2", "temperature", "glucose")
TASK_STATUS = {
    "": "requested", "issued": "requested", "delivered": "received", "accepted": "accepted", "declined": "rejected",
    "arrived": "in-progress", "in_treatment": "in-progress", "onward": "in-progress", "no_show": "on-hold",
    "returned": "completed", "closed": "completed", "withdrawn": "cancelled", "refused": "cancelled", "died": "failed",
}  # fmt: skip
"""Task.status of each of our states; two more rules are in `task_status`."""
REQUEST_STATUS = {
    "returned": "completed", "closed": "completed", "declined": "revoked", "withdrawn": "revoked",
    "refused": "revoked", "died": "revoked",
}  # fmt: skip
"""ServiceRequest.status; whatever is not here is `active`."""
_REQUEST_WORDS = {option.code: option.label for option in declared.REQUEST}
_DIRECTION_WORDS = {option.code: option.label for option in declared.DIRECTION}
_PATH_WORDS = {option.code: option.label for option in declared.PATH}
_WITH_REASON = ("decline", "return_incomplete", "withdraw", "refuse", "die", "no_show")


@dataclass(frozen=True)
class ReferralSource:
    """A referral with its steps in the order in which they count, its return slips by id, oldest first, and the names
    of organisations by code."""

    id: str
    fields: Fields
    events: Sequence[Fields] = ()
    returns: Sequence[tuple[str, Fields]] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def state(self) -> ReferralState:
        """Where it stands."""
        return fold(self.fields, self.events)

    @cached_property
    def shown(self) -> Fields:
        """The slip with what the sender added later laid over."""
        return {**self.fields, **self.state.supplement}

    @cached_property
    def issued_at(self) -> str | None:
        """When it was issued: the step's instant, else the day on the slip."""
        issue = next((step.at for step in self.state.steps if step.event == "issue" and step.counts), None)
        return moment(issue) or day(self.fields.get("referral_date"))

    @property
    def answer(self) -> tuple[str, Fields] | None:
        """The newest return slip."""
        return self.returns[-1] if self.returns else None

    @property
    def resident_id(self) -> str:
        """Whose it is."""
        return str(self.fields.get("resident_id") or "")

    def organisation(self, code: object) -> Resource | None:
        """A reference to an organisation with its name."""
        return reference("Organization", code, self.names.get(str(code), ""))


def service_request(source: ReferralSource) -> Resource:
    """What the sender asks for, of whom, and why."""
    shown, state = source.shown, source.state
    request, direction = str(shown.get("request") or "clinic"), str(shown.get("direction") or "")
    path = str(shown.get("path") or "alliance")
    words = "　".join(each for each in (_REQUEST_WORDS.get(request, request), shown.get("requested_item")) if each)
    found: Resource = tidy({
        "resourceType": "ServiceRequest",
        "id": fhir_id(source.id),
        "contained": [_requester(source)],
        "identifier": _slip_no(source),
        "basedOn": [reference("ServiceRequest", shown.get("previous_id"))] if shown.get("previous_id") else [],
        "status": REQUEST_STATUS.get(state.state, "active"),
        "intent": "order",
        "category": [
            concept(_DIRECTION_WORDS.get(direction, direction), coding(DIRECTION, direction,
                                                                       _DIRECTION_WORDS.get(direction, ""))),
            concept(_PATH_WORDS.get(path, path), coding(PATH, path, _PATH_WORDS.get(path, ""))),
        ],
        "priority": PRIORITY.get(str(shown.get("urgency")), "routine"),
        "code": concept(words, coding(REQUEST, request, _REQUEST_WORDS.get(request, ""))),
        "subject": reference("Patient", source.resident_id, shown.get("patient_name")),
        "encounter": reference("Encounter", shown.get("visit_id")),
        "occurrenceDateTime": appointment(state) or day(shown.get("requested_day")),
        "authoredOn": source.issued_at,
        "requester": {"reference": "#sender", "display": shown.get("from_doctor_sign")},
        "performer": [source.organisation(state.receiver)],
        "reasonCode": [concept(shown.get("present_illness"))] if shown.get("present_illness") else [],
        "reasonReference": [reference("Condition", fhir_id(source.id, "impression"))]
        if shown.get("initial_impression") else [],
        "supportingInfo": [reference("Observation", each["id"]) for each in vitals(source)],
        "note": [{"text": shown[name]} for name in ("past_history", "treatment_course") if shown.get(name)],
    })  # fmt: skip
    return found


def task(source: ReferralSource) -> Resource:
    """Where the referral stands, who has it, and every step with its time."""
    state = source.state
    counted = [step for step in state.steps if step.counts]
    reason = next((each.remark for each in reversed(counted) if each.event in _WITH_REASON), "")
    status = task_status(state)
    found: Resource = tidy({
        "resourceType": "Task",
        "id": fhir_id(source.id),
        "identifier": _slip_no(source),
        "basedOn": [reference("ServiceRequest", source.id)],
        "status": status,
        "statusReason": concept(reason) if reason and status in ("rejected", "failed", "cancelled", "on-hold") else {},
        "businessStatus": concept(state.word, coding(STATE, state.state, state.word)) if state.state else {},
        "intent": "order",
        "priority": PRIORITY.get(str(source.shown.get("urgency")), "routine"),
        "code": concept("", coding(TASK_CODE, "fulfill", "Fulfill the focal request")),
        "focus": reference("ServiceRequest", source.id),
        "for": reference("Patient", source.resident_id),
        "encounter": reference("Encounter", care_id(source.id)) if care(source) else None,
        "authoredOn": source.issued_at,
        "lastModified": next((at for step in reversed(state.steps) if (at := moment(step.at))), None),
        "requester": source.organisation(state.sender),
        "owner": source.organisation(state.receiver),
        "note": [_note(source, step) for step in state.steps],
        "output": [{"type": concept("回转单"), "valueReference": reference("Composition", return_id)}
                   for return_id, _ in source.returns],
    })  # fmt: skip
    return found


def task_status(state: ReferralState) -> str:
    """Task.status of a state: a slip that waits for more is on hold, one declined after it was accepted has failed."""
    if state.incomplete and state.is_open:
        return "on-hold"
    accepted = any(step.event == "accept" and step.counts for step in state.steps)
    if state.state == "declined" and accepted:
        return "failed"
    return TASK_STATUS.get(state.state, "requested")


def referral_resources(source: ReferralSource) -> Iterator[Resource]:
    """Everything that a referral itself says, besides its patient: request, task, readings, diseases, care."""
    yield service_request(source)
    yield task(source)
    yield from vitals(source)
    suspected = impression(source.id, source.shown)
    if suspected is not None:
        yield suspected
    cared = care(source)
    if cared is not None:
        yield cared
    for return_id, slip in source.returns:
        encounter = care_id(source.id) if cared is not None else ""
        found = found_disease(return_id, slip, source.resident_id, encounter)
        if found is not None:
            yield found


def slip_patient(source: ReferralSource) -> Resource:
    """The Patient as the slip says it."""
    return frozen_patient(source.shown)


def vitals(source: ReferralSource) -> list[Resource]:
    """What was measured for the slip itself: the emergency's readings, at their onset's contact."""
    values = {name: source.shown.get(name) for name in VITALS}
    of = Measured(
        source.id, source.resident_id, source.issued_at or "", performer=str(source.fields.get("from_org") or "")
    )
    return list(observations(of, values))


def pack_readings(source: ReferralSource) -> list[Resource]:
    """The readings of the record pack as they were frozen, newest first: the receiver has no others."""
    pack = source.shown.get("pack")
    readings = pack.get("readings") if isinstance(pack, Mapping) else None
    found: list[Resource] = []
    for place, each in enumerate(readings or (), 1):
        if isinstance(each, Mapping) and day(each.get("visit_date")):
            of = Measured(fhir_id(source.id, f"r{place}"), source.resident_id, str(each["visit_date"]))
            found += observations(of, each)
    return found


def care(source: ReferralSource) -> Resource | None:
    """The care at the receiver, once the patient is there."""
    return care_encounter(source.id, source.fields, source.state, source.answer[1] if source.answer else None)


def appointment(state: ReferralState) -> str | None:
    """Day and time of the appointment in the county's zone; the day alone where no time was given."""
    on, at = state.slot
    if not day(on):
        return None
    return moment(f"{on}T{at}:00+08:00") or on if at else on


def _requester(source: ReferralSource) -> Resource:
    phone = source.shown.get("from_phone")
    return {
        "resourceType": "PractitionerRole",
        "id": "sender",
        "practitioner": {"display": source.shown.get("from_doctor_sign")},
        "organization": source.organisation(source.fields.get("from_org")),
        "telecom": [{"system": "phone", "value": phone, "use": "work"}] if phone else [],
    }


def _slip_no(source: ReferralSource) -> list[Resource]:
    number = source.fields.get("slip_no")
    return [{"use": "official", "system": SLIP_NO, "value": number}] if number else []


def _note(source: ReferralSource, step: Step) -> Resource:
    """One step as a line; one that did not count says why."""
    words = "　".join(each for each in (step.word, step.remark) if each)
    author = source.names.get(step.organisation, step.organisation)
    return {"authorString": author, "time": moment(step.at), "text": words or step.event}
