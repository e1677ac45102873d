"""Referring: issue with a frozen identity block and record pack, move, return, close."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clinic_app.care import emergency
from clinic_app.care.entry import Entry, EntryProblem
from clinic_app.care.referral_terms import frozen_terms
from clinic_app.care.resident import known_resident
from clinic_app.guidelines.body import age_on
from clinic_app.protocol.referral_events import ReferralState, missing_outcome, refusal
from clinic_app.protocol.slip_number import slip_number
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import FieldError
from clinic_app.store.device import next_serial
from clinic_app.store.queries import reference
from clinic_app.store.queries.referral import referral_with_events, returned_referrals_of
from clinic_app.store.queries.residents import ResidentCard, resident_card
from clinic_app.store.unit_of_work import Unit

SERIAL = "slip_serial"
READINGS = 3
RETURN_KEYS = frozenset(RECORD_TYPES["return"].fields) - {"referral_id"}
EVENT_KEYS = frozenset(RECORD_TYPES["referral_event"].fields)


def issue(unit: Unit, entry: Entry) -> str:
    """A new referral, issued at once: valid on paper from now on, with or without a network."""
    entry = emergency.with_patient(unit, entry)
    patient = known_resident(unit, entry.fields)
    to_org = _known_receiver(unit, entry.fields)
    referral_id = entry.id or unit.new_id()
    fields = {**_frozen(unit, str(entry.fields["resident_id"]), patient), **_sender(unit)}
    fields |= {name: value for name, value in entry.fields.items() if value not in (None, "")}
    fields |= {"to_org": to_org, "from_org": _own_organisation(unit)}
    fields |= frozen_terms(unit.connection, fields, unit.clock.today(), patient.get("payment") or ())
    number = unit.device.number if unit.device else 0
    fields["slip_no"] = slip_number(number, next_serial(unit.connection, SERIAL), referral_id)
    unit.create("referral", fields, referral_id)
    _event(unit, {"referral_id": referral_id, "event": "issue"})
    return referral_id


def move(unit: Unit, entry: Entry) -> str:
    """One step in a referral's life.

    A step that the table does not take is kept as a visible note and said in the save's notices. A `send_back`
    may carry the return slip's own fields.
    """
    fields = dict(entry.fields)
    referral_id = str(fields.get("referral_id") or "")
    if not unit.fields("referral", referral_id):
        raise EntryProblem(FieldError("referral_id", "本机没有这张转诊单"))
    slip = {name: fields.pop(name) for name in list(fields) if name in RETURN_KEYS - EVENT_KEYS}
    if fields.get("event") == "send_back" and slip.get("diagnosis"):
        fields["return_id"] = _write_return(unit, referral_id, slip, None)
    elif slip:
        fields |= slip
    return _event(unit, fields, entry.id)


def send_back(unit: Unit, entry: Entry) -> str:
    """A return slip; the referral moves to 已回转 in the same save."""
    referral_id = str(entry.fields.get("referral_id") or "")
    if not unit.fields("referral", referral_id):
        raise EntryProblem(FieldError("referral_id", "本机没有这张转诊单"))
    return_id = _write_return(unit, referral_id, entry.fields, entry.id)
    _event(unit, {"referral_id": referral_id, "event": "send_back", "return_id": return_id})
    return return_id


def close_answered(unit: Unit) -> None:
    """A visit on or after the day of a return answers it: the referral closes in the same save."""
    for operation in unit.operations:
        if operation.op != "create" or operation.type != "visit":
            continue
        if operation.fields.get("outcome") not in (None, "1"):
            continue
        visited = date.fromisoformat(operation.fields["visit_date"])
        for waiting in returned_referrals_of(unit.connection, operation.fields["resident_id"]):
            if waiting.returned_on is not None and visited < waiting.returned_on:
                continue
            referral_id = waiting.referral_id
            state, referral = _state(unit, referral_id)
            step = {"event": "followed_up", "organisation": _own_organisation(unit)}
            if not refusal(referral, state, step):
                _event(unit, {"referral_id": referral_id, "event": "followed_up", "outcome": "seen"})


def record_pack(unit: Unit, resident_id: str) -> dict[str, Any]:
    """What the receiver needs and may see: recent readings, medicines, allergies, diseases; as of now."""
    card = resident_card(unit.connection, resident_id, unit.clock.today())
    return {} if card is None else pack_of(card)


def pack_of(card: ResidentCard) -> dict[str, Any]:
    """The record pack of a person as the card has it; the sender may leave parts of it at home."""
    readings = [
        {
            name: value
            for name, value in (
                ("visit_date", each.visit_date),
                ("sbp", each.sbp),
                ("dbp", each.dbp),
                ("fbg", each.fbg),
                ("weight", each.weight),
            )
            if value is not None
        }
        for each in card.readings[:READINGS]
    ]
    return {
        "readings": readings,
        "medicines": list(card.medicines),
        "allergies": card.allergy_text,
        "diagnoses": card.diagnosis_text,
    }


def _event(unit: Unit, fields: Mapping[str, Any], event_id: str | None = None) -> str:
    """Write an event with the desk that made it; whether the table takes it is said, never silently dropped."""
    state, referral = _state(unit, str(fields["referral_id"]))
    stamped = {**fields, "happened_at": unit.authored_at, "organisation": _own_organisation(unit)}
    if unit.actor.staff:
        stamped["staff"] = unit.actor.staff
    problem = refusal(referral, state, stamped) or missing_outcome(stamped)
    event_id = unit.create("referral_event", stamped, event_id)
    if problem:
        unit.notices.append(FieldError("event", f"{problem}；已记为备注"))
    return event_id


def _state(unit: Unit, referral_id: str) -> tuple[ReferralState, dict[str, Any]]:
    found = referral_with_events(unit.connection, referral_id)
    if found is None:
        raise EntryProblem(FieldError("referral_id", "本机没有这张转诊单"))
    return found.state, dict(found.fields)


def _write_return(unit: Unit, referral_id: str, fields: Mapping[str, Any], return_id: str | None) -> str:
    state, referral = _state(unit, referral_id)
    values: dict[str, Any] = {"return_date": unit.clock.today().isoformat(), **_sender(unit)}
    # The patient goes back to who follows up now; the doctor who signed is at the clinic that issued the slip.
    values["to_org"] = state.sender or referral.get("from_org")
    if values["to_org"] == referral.get("from_org"):
        values["to_doctor"] = referral.get("from_doctor_sign")
    values |= {name: value for name, value in fields.items() if value not in (None, "")}
    values |= {"referral_id": referral_id, "from_org": _own_organisation(unit)}
    return unit.create("return", values, return_id)


def _sender(unit: Unit) -> dict[str, Any]:
    person = reference.staff_member(unit.connection, unit.actor.staff) if unit.actor.staff else None
    home = reference.organisation(unit.connection, _own_organisation(unit))
    phone = (person.phone if person else None) or (home.phone if home else None)
    return {
        "from_doctor_sign": person.name if person else unit.actor.name,
        **({"from_phone": phone} if phone else {}),
    }


def _frozen(unit: Unit, resident_id: str, patient: Mapping[str, Any]) -> dict[str, Any]:
    """The identity block as it stands on the day of issue."""
    today = unit.clock.today()
    pack = record_pack(unit, resident_id)
    card = resident_card(unit.connection, resident_id, today)
    frozen = {
        "referral_date": today.isoformat(),
        "patient_name": patient.get("name"),
        "sex": patient.get("sex"),
        "birth_date": patient.get("birth_date"),
        "age": age_on(date.fromisoformat(patient["birth_date"]), today) if patient.get("birth_date") else None,
        "id_no": patient.get("id_no"),
        "record_no": patient.get("record_no"),
        "home_address": card.address if card else patient.get("current_address"),
        "patient_phone": patient.get("phone"),
        "village_code": patient.get("village_code"),
        "allergy_text": pack.get("allergies"),
        "past_history": pack.get("diagnoses"),
        "pack": pack,
    }
    return {name: value for name, value in frozen.items() if value not in (None, "")}


def _known_receiver(unit: Unit, fields: Mapping[str, Any]) -> str:
    """The receiving organisation by code or name. Before the first sync there is no directory to hold it against."""
    given = str(fields.get("to_org") or "").strip()
    if not given:
        raise EntryProblem(FieldError("to_org", "缺少转入单位"))
    if not reference.has_organisations(unit.connection):
        return given
    code = reference.organisation_code(unit.connection, given)
    if code is None:
        raise EntryProblem(FieldError("to_org", f"机构目录里没有“{given[:40]}”"))
    if code == _own_organisation(unit):
        raise EntryProblem(FieldError("to_org", "转入单位不能是本单位"))
    return code


def _own_organisation(unit: Unit) -> str:
    return unit.device.organisation if unit.device else ""
