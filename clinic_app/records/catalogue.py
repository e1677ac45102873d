"""All record types by name. Importing this module declares them all."""

from __future__ import annotations

from clinic_app.records import (
    attachment,
    conflict,
    diabetes,
    household,
    hypertension,
    identity,
    organisation,
    referral,
    resident,
    safety,
    staff,
    visit,
)
from clinic_app.records.field import RECORD_TYPES, Merge, RecordType

__all__ = ["PROGRAMME_SECTION", "RECORD_TYPES", "county_types", "record_type", "reference_types"]

# Order: parents first, as the first sync and the applier need them.
_MODULES = (
    organisation, staff, household, resident, safety, identity, visit, hypertension, diabetes, referral, attachment,
    conflict,
)  # fmt: skip
PROGRAMME_SECTION = {"hypertension": "hypertension_followup", "diabetes": "diabetes_followup"}


def record_type(name: str) -> RecordType:
    """The declaration of a type; raises KeyError for an unknown name."""
    return RECORD_TYPES[name]


def reference_types() -> tuple[str, ...]:
    """Types that only the county writes."""
    return tuple(name for name, each in RECORD_TYPES.items() if each.merge is Merge.REFERENCE)


def county_types() -> tuple[str, ...]:
    """Types that the county finds and a person decides about; nobody writes them down at a clinic."""
    return tuple(name for name, each in RECORD_TYPES.items() if each.merge is Merge.COUNTY)
