"""How long a supply of medicine lasts and how long a prescription may be (LP-01 to LP-04).

Which classes of medicine may not be prescribed for long (LP-03) is not known here and never judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinic_app.guidelines.due import days_left, refill_window
from clinic_app.guidelines.rule_book import GeneralBook

__all__ = ["PrescriptionLength", "Supply", "days_left", "prescription_length", "supply_on"]


class PrescriptionLength(StrEnum):
    """What the length of a prescription asks for."""

    ORDINARY = "ordinary"
    LONG = "long"
    """Assessment, education, a note in the record and the patient's signature (LP-02)."""
    REFUSED = "refused"


PRESCRIPTION_RULE = {
    PrescriptionLength.ORDINARY: "LP-01",
    PrescriptionLength.LONG: "LP-02",
    PrescriptionLength.REFUSED: "LP-01",
}
"""The number of the rule behind each answer."""


def prescription_length(book: GeneralBook, days_supplied: int) -> PrescriptionLength:
    """Up to 4 weeks ordinary, up to 12 long, beyond that refused; no days at all are refused as well."""
    if not 0 < days_supplied <= book.days("long_prescription_days"):
        return PrescriptionLength.REFUSED
    ordinary = days_supplied <= book.days("prescription_days")
    return PrescriptionLength.ORDINARY if ordinary else PrescriptionLength.LONG


@dataclass(frozen=True)
class Supply:
    """How a supply stands on a day. `gone_on` is the first day without; `days_left` counts the day itself."""

    days_left: int
    gone_on: date
    refill_from: date
    refill_due: bool


def supply_on(book: GeneralBook, dispensed_on: date, days_supplied: int, on: date) -> Supply:
    """A supply as it stands on a day; the refill is due from some days before it is gone (LP-04)."""
    window = refill_window(book, dispensed_on, days_supplied)
    return Supply(
        days_left=days_left(dispensed_on, days_supplied, on),
        gone_on=window.closes,
        refill_from=window.opens,
        refill_due=on >= window.opens,
    )
