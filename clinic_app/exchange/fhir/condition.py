"""Diseases as Conditions: from a resident's safety set, a referral's impression, a return's diagnosis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clinic_app.exchange.fhir.codes import (
    CONDITION_CATEGORY,
    CONDITION_CLINICAL,
    CONDITION_STATUS,
    CONFIDENTIALITY,
    DISEASE,
    ICD10,
    ICD_OF_PAST_DISEASE,
    PAST_DISEASE,
    RESTRICTED,
)
from clinic_app.exchange.fhir.values import Resource, coding, concept, day, fhir_id, reference, tidy
from clinic_app.guidelines.referral_figures import disease_of
from clinic_app.guidelines.referral_rules import default_referral_rules
from clinic_app.records.safety import Diagnosis

NO_DISEASE = "1"
"""无: somebody was asked and has none of them."""
_PROBLEM = ("problem-list-item", "Problem List Item")
_MET = ("encounter-diagnosis", "Encounter Diagnosis")
_RESTRICTED = coding(CONFIDENTIALITY, "R", "restricted")
_WORDS = {option.code: option.label for option in Diagnosis.declaration.fields["code"].options}


@dataclass(frozen=True)
class _Certainty:
    """Whether it is sure, and whether it is present."""

    status: tuple[str, str]
    category: tuple[str, str]


_KNOWN = _Certainty(("unconfirmed", "Unconfirmed"), _PROBLEM)
_SUSPECTED = _Certainty(("provisional", "Provisional"), _MET)
_FOUND = _Certainty(("confirmed", "Confirmed"), _MET)


def is_restricted(resource: Mapping[str, Any]) -> bool:
    """Whether a resource is marked so."""
    return _RESTRICTED in resource.get("meta", {}).get("security", ())


def known_disease(record_id: str, fields: Mapping[str, Any]) -> Resource | None:
    """A disease on file, as told by the resident or a doctor; None for the answer that there is none. Mental and
    notifiable diseases are marked as restricted."""
    code = str(fields.get("code") or "")
    if not code or code == NO_DISEASE:
        return None
    words = _WORDS.get(code, code)
    codings = [coding(PAST_DISEASE, code, words)]
    if code in ICD_OF_PAST_DISEASE:
        codings.insert(0, coding(ICD10, *ICD_OF_PAST_DISEASE[code]))
    told = str(fields.get("text") or "")
    onset = day(fields.get("diagnosed_on"))
    more = {"meta": {"security": [_RESTRICTED]} if code in RESTRICTED else {},
            "recordedDate": day(fields.get("noted_on")), "onsetDateTime": onset,
            "onsetString": None if onset else fields.get("diagnosed_on")}  # fmt: skip
    subject = str(fields.get("resident_id") or "")
    return _condition(record_id, subject, concept(f"{words}：{told}" if told else words, *codings), _KNOWN, more)


def impression(referral_id: str, referral: Mapping[str, Any]) -> Resource | None:
    """What the sender takes it for; None where nothing was written. Words are not turned into a diagnosis: the coding
    is the group that the figures count it under."""
    words = referral.get("initial_impression")
    if not words:
        return None
    rules = default_referral_rules()
    group = rules.diseases.get(disease_of({"initial_impression": words}, rules))
    codings = [coding(DISEASE, group.code, group.name)] if group else []
    more = {"recordedDate": day(referral.get("referral_date"))}
    return _condition(fhir_id(referral_id, "impression"), str(referral.get("resident_id") or ""),
                      concept(words, *codings), _SUSPECTED, more)  # fmt: skip


def found_disease(return_id: str, slip: Mapping[str, Any], resident_id: str, encounter: str) -> Resource | None:
    """What the receiver found, in its own words; None for a consultation without a diagnosis."""
    if not slip.get("diagnosis"):
        return None
    more = {"recordedDate": day(slip.get("return_date")), "encounter": reference("Encounter", encounter)}
    return _condition(fhir_id(return_id, "diagnosis"), resident_id, concept(slip["diagnosis"]), _FOUND, more)


def _condition(
    record_id: str, resident_id: str, code: Resource, certainty: _Certainty, more: Mapping[str, Any]
) -> Resource:
    found: Resource = tidy({
        "resourceType": "Condition",
        "id": fhir_id(record_id),
        "clinicalStatus": concept("", coding(CONDITION_CLINICAL, "active", "Active")),
        "verificationStatus": concept("", coding(CONDITION_STATUS, *certainty.status)),
        "category": [concept("", coding(CONDITION_CATEGORY, *certainty.category))],
        "code": code,
        "subject": reference("Patient", resident_id),
        **more,
    })  # fmt: skip
    return found
