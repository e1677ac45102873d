"""What one programme's rules make of a follow-up, before the door adds what all verdicts carry; calendar days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

ROUTINE, URGENT = "routine", "urgent"


@dataclass(frozen=True)
class Judgement:
    """The programme's part of a verdict. `interval_days` None: there is no next follow-up (the case is closed)."""

    interval_days: int | None
    classification: int | None = None
    referral: str | None = None
    meets_assessment_target: bool | None = None
    meets_clinical_target: bool | None = None
    assessment_target: str = ""
    clinical_target: str = ""
    consecutive: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)


def days_after(day: date, days: int) -> date:
    """`days` later, held at the end of the calendar."""
    return day + timedelta(days=min(days, (date.max - day).days))
