"""What a sender adds to a slip that is under way: the rest of an emergency, what the receiver asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clinic_app.care.emergency import UNKNOWN
from clinic_app.care.entry import EntryProblem
from clinic_app.guidelines.body import age_on
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import FieldError
from clinic_app.records.referral import FIXED_AT_ISSUE
from clinic_app.records.validation import check_values
from clinic_app.store.queries.referral import ReferralFile
from clinic_app.store.queries.residents import resident_card
from clinic_app.store.unit_of_work import Unit

IDENTITY = {
    "patient_name": "name",
    "sex": "sex",
    "birth_date": "birth_date",
    "id_no": "id_no",
    "record_no": "record_no",
    "patient_phone": "phone",
}
"""A slip's name of a value -> the resident's."""


def supplement(unit: Unit, file: ReferralFile, given: object) -> dict[str, Any]:
    """The supplement of a `complete` step in the shape that is stored.

    `given` holds names of the slip and their new values. When the slip says that nobody knew who the patient was, and
    the file knows by now, the identity comes from there. Raises EntryProblem for a name or a value that cannot be.
    """
    if given is not None and not isinstance(given, Mapping):
        raise EntryProblem(FieldError("supplement", "补充内容应为名称和值的对照"))
    return {**_identity(unit, file), **_checked(given or {})}


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    declared = RECORD_TYPES["referral"]
    errors = []
    for name in given:
        if name not in declared.fields:
            errors.append(FieldError("supplement", f"转诊单没有“{str(name)[:40]}”这一项"))
        elif name in FIXED_AT_ISSUE:
            errors.append(FieldError("supplement", f"“{declared.fields[name].label}”开具后不能改"))
    checked = check_values(declared, {name: value for name, value in given.items() if name in declared.fields})
    errors += [FieldError("supplement", error.message) for error in checked.errors]
    if errors:
        raise EntryProblem(*errors)
    return {name: value for name, value in checked.values.items() if value is not None}


def _identity(unit: Unit, file: ReferralFile) -> dict[str, Any]:
    """What the resident's file knows of a patient whom the slip could not name."""
    shown = file.shown
    patient = unit.fields("resident", str(file.fields["resident_id"]))
    if not shown.get("identity_unknown") or not patient or str(patient.get("name")).startswith(UNKNOWN):
        return {}
    today = unit.clock.today()
    known = {name: patient.get(own) for name, own in IDENTITY.items()}
    card = resident_card(unit.connection, str(file.fields["resident_id"]), today)
    known["home_address"] = card.address if card else patient.get("current_address")
    if patient.get("birth_date"):
        known["age"] = age_on(date.fromisoformat(patient["birth_date"]), today)
    found = {name: value for name, value in known.items() if value not in (None, "") and value != shown.get(name)}
    return {**found, "identity_unknown": False}
