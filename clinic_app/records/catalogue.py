"""All record types by name. Importing this module declares them all."""

from __future__ import annotations

from clinic_app.records import (
    diabetes,
    household,
    hypertension,
    organisation,
    referral,
    resident,
    safety,
    staff,
    visit,
)
from clinic_app.records.field import RECORD_TYPES, Merge, RecordType

__all__ = ["PROGRAMME_SECTION", "RECORD_TYPES", "record_type", "reference_types"]

# Order: parents first, as the first sync and the applier need them.
_MODULES = (organisation, staff, household, resident, safety, visit, hypertension, diabetes, referral)
PROGRAMME_SECTION = {"hypertension": "hypertension_followup", "diabetes": "diabetes_followup"}


def record_type(name: str) -> RecordType:
    """The declaration of a type; raises KeyError for an unknown name."""
    return RECORD_TYPES[name]


def reference_types() -> tuple[str, ...]:
    """Types that only the county writes."""
    return tuple(name for name, each in RECORD_TYPES.items() if each.merge is Merge.REFERENCE)
