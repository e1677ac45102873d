"""Type 2 diabetes: the book, and what a glucose value says of somebody without the diagnosis (DN-02)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clinic_app.guidelines.control import ControlBook
from clinic_app.guidelines.control_file import read_control_book
from clinic_app.guidelines.reasons import Reasons
from clinic_app.guidelines.rule_table import Gaps, Table

SCREENING_SENTENCES: Gaps = {
    "glucose_impaired": frozenset({"value", "words"}),
    "glucose_diabetes": frozenset({"value"}),
}


@dataclass(frozen=True)
class GlucoseLimits:
    """Lower ends in mmol/L: fasting, and two hours after the load of the tolerance test."""

    diabetes_fasting_from: Decimal
    impaired_fasting_from: Decimal
    diabetes_two_hours_from: Decimal
    impaired_two_hours_from: Decimal


@dataclass(frozen=True, kw_only=True)
class DiabetesBook(ControlBook):
    """The rules of follow-up and the classes of glucose."""

    glucose: GlucoseLimits


class GlucoseClass(StrEnum):
    """What glucose says, the gravest last."""

    NORMAL = "normal"
    IMPAIRED_FASTING = "impaired_fasting"
    IMPAIRED_TOLERANCE = "impaired_tolerance"
    DIABETES = "diabetes"


GLUCOSE_WORDS: Mapping[GlucoseClass, str] = {
    GlucoseClass.NORMAL: "血糖正常",
    GlucoseClass.IMPAIRED_FASTING: "空腹血糖受损",
    GlucoseClass.IMPAIRED_TOLERANCE: "糖耐量减低",
    GlucoseClass.DIABETES: "达到糖尿病诊断标准",
}


def glucose_class(
    book: DiabetesBook, fasting: Decimal | None = None, two_hours: Decimal | None = None
) -> GlucoseClass | None:
    """The gravest class of the values given, in mmol/L; None without a value. A class is no diagnosis."""
    limits, found = book.glucose, []
    if fasting is not None:
        steps = (limits.impaired_fasting_from, limits.diabetes_fasting_from)
        found.append(_step(fasting, steps, GlucoseClass.IMPAIRED_FASTING))
    if two_hours is not None:
        steps = (limits.impaired_two_hours_from, limits.diabetes_two_hours_from)
        found.append(_step(two_hours, steps, GlucoseClass.IMPAIRED_TOLERANCE))
    return max(found, key=list(GlucoseClass).index, default=None)


def _step(value: Decimal, steps: tuple[Decimal, Decimal], impaired: GlucoseClass) -> GlucoseClass:
    if value < steps[0]:
        return GlucoseClass.NORMAL
    return impaired if value < steps[1] else GlucoseClass.DIABETES


def screening_reasons(book: DiabetesBook, fasting: Decimal | None) -> tuple[str, ...]:
    """What a fasting glucose asks for in somebody without diabetes, with the rule's number; nothing when normal."""
    reasons, found = Reasons(book), glucose_class(book, fasting)
    if found is GlucoseClass.DIABETES:
        reasons.add("glucose_diabetes", value=fasting)
    elif found is GlucoseClass.IMPAIRED_FASTING:
        reasons.add("glucose_impaired", value=fasting, words=GLUCOSE_WORDS[found])
    return tuple(reasons.sentences)


def read_diabetes_book(table: Table) -> DiabetesBook:
    """The book of one file. Raises RuleFileError."""
    return read_control_book(table, DiabetesBook, SCREENING_SENTENCES, glucose=_limits(table.table("glucose")))


def _limits(table: Table) -> GlucoseLimits:
    limits = GlucoseLimits(
        diabetes_fasting_from=table.number("diabetes_fasting_from"),
        impaired_fasting_from=table.number("impaired_fasting_from"),
        diabetes_two_hours_from=table.number("diabetes_two_hours_from"),
        impaired_two_hours_from=table.number("impaired_two_hours_from"),
    )
    if limits.impaired_fasting_from >= limits.diabetes_fasting_from:
        raise table.refuse("impaired_fasting_from", "is not below diabetes_fasting_from")
    if limits.impaired_two_hours_from >= limits.diabetes_two_hours_from:
        raise table.refuse("impaired_two_hours_from", "is not below diabetes_two_hours_from")
    return limits
