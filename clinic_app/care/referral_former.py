"""A referral that carries an earlier one on: who the patient is, is taken from the slip that brought them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from clinic_app.care.entry import Entry, EntryProblem
from clinic_app.guidelines.body import age_on
from clinic_app.records.field import FieldError
from clinic_app.store.queries.identity import files_of
from clinic_app.store.queries.referral import ReferralFile, referral_with_events
from clinic_app.store.unit_of_work import Unit

KEPT = (
    "patient_name", "sex", "age", "birth_date", "id_no", "record_no", "home_address", "patient_phone", "village_code",
    "allergy_text", "past_history", "pack", "identity_unknown",
)  # fmt: skip
"""What a hospital knows of a patient who came with a slip: it has no file of the resident."""


def with_former(unit: Unit, entry: Entry) -> tuple[Entry, ReferralFile | None]:
    """The entry with the resident of the referral that `previous_id` names, and that referral.

    Raises EntryProblem when it is not on this laptop, or of somebody else.
    """
    previous = entry.fields.get("previous_id")
    if not previous:
        return entry, None
    former = referral_with_events(unit.connection, str(previous))
    if former is None:
        raise EntryProblem(FieldError("previous_id", "本机没有上一张转诊单"))
    resident_id = str(former.fields["resident_id"])
    given = entry.fields.get("resident_id") or resident_id
    if given != resident_id and given not in files_of(unit.connection, resident_id):
        raise EntryProblem(FieldError("previous_id", "上一张转诊单是另一位居民的"))
    return replace(entry, fields={**entry.fields, "resident_id": given}), former


def frozen_from(former: ReferralFile, today: date) -> dict[str, Any]:
    """The identity block and the record pack of a former referral, as of today."""
    shown = former.shown
    frozen = {name: shown[name] for name in KEPT if name in shown}
    born = frozen.get("birth_date")
    if born:
        frozen["age"] = age_on(date.fromisoformat(born), today)
    return {"referral_date": today.isoformat(), **frozen}
