"""Referring: issue with a frozen identity block and record pack, move, return."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clinic_app.care import emergency
from clinic_app.care.entry import Entry, EntryProblem
from clinic_app.care.referral_former import frozen_from, with_former
from clinic_app.care.referral_step import file_of, own_organisation, write_step
from clinic_app.care.referral_supplement import supplement
from clinic_app.care.referral_terms import frozen_terms
from clinic_app.care.resident import known_resident
from clinic_app.guidelines.body import age_on
from clinic_app.protocol.slip_number import slip_number
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import FieldError
from clinic_app.records.referral import MOVES
from clinic_app.store.device import next_serial
from clinic_app.store.queries import reference
from clinic_app.store.queries.referral import ReferralFile
from clinic_app.store.queries.residents import ResidentCard, resident_card
from clinic_app.store.unit_of_work import Unit

SERIAL = "slip_serial"
READINGS = 3
RETURN_KEYS = frozenset(RECORD_TYPES["return"].fields) - {"referral_id"}
EVENT_KEYS = frozenset(RECORD_TYPES["referral_event"].fields)


def issue(unit: Unit, entry: Entry) -> str:
    """A new referral, issued at once: valid on paper from now on, with or without a network."""
    entry, former = with_former(unit, emergency.with_patient(unit, entry))
    frozen, patient = _patient(unit, entry, former)
    to_org = _known_receiver(unit, entry.fields)
    referral_id = entry.id or unit.new_id()
    fields = {**frozen, **_sender(unit)}
    fields |= {name: value for name, value in entry.fields.items() if value not in (None, "")}
    fields |= {"to_org": to_org, "from_org": own_organisation(unit)}
    fields |= frozen_terms(unit.connection, fields, unit.clock.today(), patient.get("payment") or ())
    number = unit.device.number if unit.device else 0
    fields["slip_no"] = slip_number(number, next_serial(unit.connection, SERIAL), referral_id)
    unit.create("referral", fields, referral_id)
    write_step(unit, {"referral_id": referral_id, "event": "issue"})
    return referral_id


def move(unit: Unit, entry: Entry) -> str:
    """One step in a referral's life.

    A step that the table does not take is kept as a visible note and said in the save's notices. A `send_back`
    may carry the return slip's own fields.
    """
    fields = dict(entry.fields)
    file = file_of(unit, str(fields.get("referral_id") or ""))
    slip = {name: fields.pop(name) for name in list(fields) if name in RETURN_KEYS - EVENT_KEYS}
    if fields.get("event") == "send_back":
        fields["return_id"] = _return_of(unit, file, slip) or fields.get("return_id") or file.return_id
    elif slip:
        fields |= slip
    if fields.get("event") == "complete":
        added = supplement(unit, file, fields.pop("supplement", None))
        fields |= {"supplement": added} if added else {}
    if fields.get("event") in MOVES:
        fields["to_org"] = _directed(unit, file, fields)
    return write_step(unit, fields, entry.id)


def send_back(unit: Unit, entry: Entry) -> str:
    """A return slip; the referral moves to 已回转 in the same save."""
    file = file_of(unit, str(entry.fields.get("referral_id") or ""))
    return_id = _write_return(unit, file, entry.fields, entry.id)
    write_step(unit, {"referral_id": file.id, "event": "send_back", "return_id": return_id})
    return return_id


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


def _return_of(unit: Unit, file: ReferralFile, slip: Mapping[str, Any]) -> str | None:
    """The return slip whose fields a step carries."""
    answered = slip.get("diagnosis") or slip.get("opinion")
    return _write_return(unit, file, slip, None) if answered else None


def _write_return(unit: Unit, file: ReferralFile, fields: Mapping[str, Any], return_id: str | None) -> str:
    state, referral = file.state, file.fields
    values: dict[str, Any] = {"return_date": unit.clock.today().isoformat(), **_sender(unit)}
    # The patient goes back to who follows up now; the doctor who signed is at the clinic that issued the slip.
    values["to_org"] = state.sender or referral.get("from_org")
    if values["to_org"] == referral.get("from_org"):
        values["to_doctor"] = referral.get("from_doctor_sign")
    values |= {name: value for name, value in fields.items() if value not in (None, "")}
    values |= {"referral_id": file.id, "from_org": own_organisation(unit)}
    return unit.create("return", values, return_id)


def _sender(unit: Unit) -> dict[str, Any]:
    person = reference.staff_member(unit.connection, unit.actor.staff) if unit.actor.staff else None
    home = reference.organisation(unit.connection, own_organisation(unit))
    phone = (person.phone if person else None) or (home.phone if home else None)
    return {
        "from_doctor_sign": person.name if person else unit.actor.name,
        **({"from_phone": phone} if phone else {}),
    }


def _patient(unit: Unit, entry: Entry, former: ReferralFile | None) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """The identity block with the record pack, and the resident's file; where there is none here, what the former
    referral says."""
    if former is not None and not unit.fields("resident", str(entry.fields["resident_id"])):
        return frozen_from(former, unit.clock.today()), {}
    patient = known_resident(unit, entry.fields)
    return _frozen(unit, str(entry.fields["resident_id"]), patient), patient


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


def _directed(unit: Unit, file: ReferralFile, step: Mapping[str, Any]) -> str | None:
    """Where a step sends the patient: another place, or another department of the receiver's own."""
    given = str(step.get("to_org") or "").strip()
    if not given:
        return file.state.receiver if step.get("event") == "redirect" and step.get("to_dept") else None
    return _organisation_code(unit, given)


def _known_receiver(unit: Unit, fields: Mapping[str, Any]) -> str:
    """The receiving organisation by code or name."""
    given = str(fields.get("to_org") or "").strip()
    if not given:
        raise EntryProblem(FieldError("to_org", "缺少转入单位"))
    code = _organisation_code(unit, given)
    if reference.has_organisations(unit.connection) and code == own_organisation(unit):
        raise EntryProblem(FieldError("to_org", "转入单位不能是本单位"))
    return code


def _organisation_code(unit: Unit, given: str) -> str:
    """Before the first sync there is no directory to hold a name against."""
    if not reference.has_organisations(unit.connection):
        return given
    code = reference.organisation_code(unit.connection, given)
    if code is None:
        raise EntryProblem(FieldError("to_org", f"机构目录里没有“{given[:40]}”"))
    return code
