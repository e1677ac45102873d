"""All record types by name. Importing this module declares them all."""

from __future__ import annotations

from clinic_app.records import (
    alliance,
    attachment,
    conflict,
    contact_attempt,
    contract,
    copd,
    diabetes,
    elderly,
    encounter,
    health_examination,
    household,
    hypertension,
    identity,
    mental,
    organisation,
    referral,
    resident,
    safety,
    staff,
    tour,
    tuberculosis,
    visit,
    yearly_base,
)
from clinic_app.records.field import RECORD_TYPES, Merge, RecordType

__all__ = [
    "PLACED",
    "PROGRAMME_SECTION",
    "RECORD_TYPES",
    "SECTION_PROGRAMME",
    "county_types",
    "record_type",
    "reference_types",
]

# Order: parents first, as the first sync and the applier need them.
_MODULES = (
    organisation, staff, yearly_base, household, resident, safety, mental, contract, tour, identity, visit,
    hypertension, diabetes, elderly, tuberculosis, copd, health_examination, encounter, contact_attempt, referral,
    alliance, attachment, conflict,
)  # fmt: skip
PLACED = ("resident", "household", "tour")
"""Records with a village of their own: who holds the village holds them and what stands under them. They can move."""
PROGRAMME_SECTION = {
    "hypertension": "hypertension_followup",
    "diabetes": "diabetes_followup",
    "elderly": "elderly_assessment",
    "mental": "mental_followup",
    "tuberculosis": "tuberculosis_followup",
    "copd": "copd_followup",
}
"""Each programme's follow-up, a section of a visit."""
SECTION_PROGRAMME = {
    **{section: programme for programme, section in PROGRAMME_SECTION.items()},
    "tuberculosis_first_visit": "tuberculosis",
    "health_examination": "",
}
"""Every section of a visit and the programme that it belongs to; the yearly examination belongs to several."""


def record_type(name: str) -> RecordType:
    """The declaration of a type; raises KeyError for an unknown name."""
    return RECORD_TYPES[name]


def reference_types() -> tuple[str, ...]:
    """Types that only the county writes."""
    return tuple(name for name, each in RECORD_TYPES.items() if each.merge is Merge.REFERENCE)


def county_types() -> tuple[str, ...]:
    """Types that the county finds and a person decides about; nobody writes them down at a clinic."""
    return tuple(name for name, each in RECORD_TYPES.items() if each.merge is Merge.COUNTY)
