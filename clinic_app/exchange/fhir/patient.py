"""A resident, or the identity block that was frozen in a referral, as a Patient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clinic_app.exchange.fhir.codes import GENDER, IDENTIFIER_TYPE, IDENTITY_CARD, IDENTITY_TYPE, RECORD_NO
from clinic_app.exchange.fhir.values import Resource, coding, concept, day, fhir_id, narrative, tidy
from clinic_app.records.code_list import SEX
from clinic_app.records.resident import ID_TYPE, RESIDENT_CARD

_ID_WORDS = {option.code: option.label for option in ID_TYPE}
_SEX_WORDS = {option.code: option.label for option in SEX}
FROZEN = {
    "name": "patient_name", "sex": "sex", "birth_date": "birth_date", "id_no": "id_no", "phone": "patient_phone",
    "current_address": "home_address", "record_no": "record_no",
}  # fmt: skip
"""Where a referral holds what a resident's file calls so."""


def patient(record_id: str, fields: Mapping[str, Any], *, active: bool = True) -> Resource:
    """The Patient of a resident's file. A name of `不详` is a text like any other."""
    address = fields.get("current_address") or fields.get("registered_address")
    phones = [{"system": "phone", "value": fields.get("phone"), "use": "mobile"}] if fields.get("phone") else []
    found: Resource = tidy({
        "resourceType": "Patient",
        "id": fhir_id(record_id),
        "text": narrative([("姓名", fields.get("name")), ("性别", _SEX_WORDS.get(str(fields.get("sex")), "")),
                           ("出生日期", day(fields.get("birth_date")))]),
        "identifier": [*_card(fields), *_record_no(fields)],
        "active": active,
        "name": [{"use": "official", "text": fields.get("name")}],
        "telecom": phones,
        "gender": GENDER.get(str(fields.get("sex")), "unknown"),
        "birthDate": day(fields.get("birth_date")),
        "address": [{"use": "home", "text": address, "country": "CN"}] if address else [],
        "contact": [{"name": {"text": fields.get("contact_name")},
                     "telecom": [{"system": "phone", "value": fields.get("contact_phone")}]
                     if fields.get("contact_phone") else []}],
    })  # fmt: skip
    return found


def frozen_patient(referral: Mapping[str, Any]) -> Resource:
    """The Patient as a slip says it: the receiver has no access to the living file."""
    block = {own: referral.get(name) for own, name in FROZEN.items()}
    return patient(str(referral.get("resident_id") or ""), block)


def _card(fields: Mapping[str, Any]) -> list[Resource]:
    value, kind = fields.get("id_no"), str(fields.get("id_type") or RESIDENT_CARD)
    if not value:
        return []
    if kind == RESIDENT_CARD:
        types = concept(_ID_WORDS[kind], coding(IDENTIFIER_TYPE, "NI", "National unique individual identifier"))
        return [{"use": "official", "type": types, "system": IDENTITY_CARD, "value": value}]
    return [{"use": "official", "type": concept(_ID_WORDS.get(kind, kind)), "system": f"{IDENTITY_TYPE}:{kind}",
             "value": value}]  # fmt: skip


def _record_no(fields: Mapping[str, Any]) -> list[Resource]:
    value = fields.get("record_no")
    return [{"use": "usual", "type": concept("健康档案编号"), "system": RECORD_NO, "value": value}] if value else []
