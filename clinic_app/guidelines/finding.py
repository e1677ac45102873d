"""What a follow-up found, and what the rules make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class PreviousVerdict:
    """An earlier follow-up of the same programme: its day and its classification (None: was not judged)."""

    visit_date: date
    classification: int | None


@dataclass(frozen=True)
class Finding:
    """One follow-up of one programme. None means not asked or not measured.

    Pressures in mmHg, fasting glucose in mmol/L, age in full years on the visit date. `danger_signs` holds codes of
    the rule book; `symptoms` is carried for the record and never judged. `adr`: "1" none, "2" adverse reaction.
    `answers` holds the programme's own questions as the section keeps them, by record key; the books of mental health,
    tuberculosis, the elderly and COPD read it.
    """

    programme: str
    visit_date: date
    age: int | None = None
    sbp: int | None = None
    dbp: int | None = None
    fbg: Decimal | None = None
    symptoms: tuple[str, ...] = ()
    danger_signs: tuple[str, ...] = ()
    adr: str | None = None
    new_complication: bool = False
    previous: tuple[PreviousVerdict, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What the rules propose; the doctor decides.

    `classification` is None when what was found cannot tell, or the programme has none. `referral` is None, "routine"
    or "urgent". `next_visit_date` and `interval_days` are None when there is no next follow-up. `consecutive` counts
    follow-ups in a row that were not well, this one included. The two target texts (`<150/90`) are those the
    measurements were compared with, empty where a programme has none. `reasons` are sentences, each with its rule's
    number. `values` are fields of the section that follow from what was found (`self_care_score`, `dose_rate`).
    """

    classification: int | None
    meets_assessment_target: bool | None
    meets_clinical_target: bool | None
    referral: str | None
    next_visit_date: date | None
    reasons: tuple[str, ...]
    rule_version: str
    rule_ids: tuple[str, ...]
    assessment_target: str
    clinical_target: str
    consecutive: int
    interval_days: int | None
    values: Mapping[str, Any] = field(default_factory=dict)
