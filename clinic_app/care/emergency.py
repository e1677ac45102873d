"""An emergency referral: written in a minute; who has no file gets one in the same save; the rest follows in hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clinic_app.care import resident
from clinic_app.care.entry import Entry, EntryProblem
from clinic_app.protocol.slip_number import slip_tail
from clinic_app.records.field import FieldError
from clinic_app.store.queries import reference
from clinic_app.store.unit_of_work import Unit

EMERGENCY = "emergency"
UNKNOWN = "不详"
"""The name of somebody who cannot say it; the digits behind it are those of the slip."""


def with_patient(unit: Unit, entry: Entry) -> Entry:
    """The referral with a patient: an emergency of somebody without a file opens one in the same save.

    The file has the name, sex and age of the slip (born on 1 January, as many years ago as the person looks) and the
    clinic's own village; without a name it is 不详 with three digits of the slip's number, and the slip says
    `identity_unknown`. Any other referral comes back as it is. Raises EntryProblem without sex or age.
    """
    if entry.fields.get("resident_id") or entry.fields.get("urgency") != EMERGENCY:
        return entry
    referral_id = entry.id or unit.new_id()
    named = str(entry.fields.get("patient_name") or "").strip()
    name = named or f"{UNKNOWN}{slip_tail(referral_id)}"
    filed = _file(unit, entry.fields, name)
    resident_id = resident.register(unit, Entry(entry.index, "resident", None, filed))
    patient: dict[str, Any] = {"resident_id": resident_id, "patient_name": name}
    if not named:
        patient["identity_unknown"] = True
    return replace(entry, id=referral_id, fields={**entry.fields, **patient})


def _file(unit: Unit, fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    missing = [
        FieldError(key, words)
        for key, words in (("sex", "缺少性别"), ("age", "缺少年龄，不清楚的写大约岁数"))
        if fields.get(key) in (None, "")
    ]
    if missing:
        raise EntryProblem(*missing)
    try:
        born = unit.clock.today().year - int(fields["age"])
    except (TypeError, ValueError):
        raise EntryProblem(FieldError("age", "年龄应为整数")) from None
    filed = {
        "name": name,
        "sex": fields["sex"],
        "birth_date": f"{born:04d}-01-01",
        "village_code": fields.get("village_code") or _own_village(unit),
        "phone": fields.get("patient_phone"),
        "current_address": fields.get("home_address"),
        "id_no": fields.get("id_no"),
    }
    return {key: value for key, value in filed.items() if value not in (None, "")}


def _own_village(unit: Unit) -> str:
    """The first village of this laptop: where the person was found, until somebody knows better."""
    scope = unit.device.scope.villages if unit.device else []
    known = [each.code for each in reference.villages(unit.connection)]
    found = next(iter([*scope, *known]), "")
    if not found:
        raise EntryProblem(FieldError("village_code", "缺少村代码"))
    return found
