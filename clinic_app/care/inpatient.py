"""What a hospital writes beside a referral: call-backs after discharge, and what a day cost."""

from __future__ import annotations

from clinic_app.care.entry import Entry, EntryProblem
from clinic_app.records.field import FieldError
from clinic_app.store.unit_of_work import Unit

RECORDED = ("call_back", "inpatient_cost")


def record(unit: Unit, entry: Entry) -> str:
    """A new one, under a referral on this laptop."""
    if not unit.fields("referral", str(entry.fields.get("referral_id") or "")):
        raise EntryProblem(FieldError("referral_id", "本机没有这张转诊单"))
    return unit.create(entry.type, entry.fields, entry.id)


def amend(unit: Unit, entry: Entry) -> str:
    """A corrected one."""
    assert entry.id
    return unit.amend(entry.type, entry.id, entry.fields, entry.reason or "")
