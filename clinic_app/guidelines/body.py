"""Body measures by the general rules: body mass index, waist, alcohol (G-01 to G-04), and age."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from clinic_app.guidelines.rule_book import GeneralBook

MALE, FEMALE = "1", "2"


class BodyWeight(StrEnum):
    """What a body mass index says."""

    UNDERWEIGHT = "underweight"
    NORMAL = "normal"
    OVERWEIGHT = "overweight"
    OBESE = "obese"


BODY_WEIGHT_WORDS = {
    BodyWeight.UNDERWEIGHT: "体重过低",
    BodyWeight.NORMAL: "体重正常",
    BodyWeight.OVERWEIGHT: "超重",
    BodyWeight.OBESE: "肥胖",
}


def bmi(weight_kg: Decimal | int, height_cm: Decimal | int) -> Decimal:
    """Body mass index in kg/m², one decimal, half up (G-01). Raises ValueError unless both are above zero."""
    weight, height = Decimal(weight_kg), Decimal(height_cm)
    if not (weight.is_finite() and height.is_finite() and weight > 0 and height > 0):
        raise ValueError("weight and height must be above zero")
    return (weight * 10_000 / (height * height)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def bmi_category(book: GeneralBook, index: Decimal) -> BodyWeight:
    """The category of an index as shown, that is rounded: 24.0 on the page is overweight (G-02)."""
    if index < book.underweight_below:
        return BodyWeight.UNDERWEIGHT
    if index < book.overweight_from:
        return BodyWeight.NORMAL
    return BodyWeight.OVERWEIGHT if index < book.obese_from else BodyWeight.OBESE


def central_obesity(book: GeneralBook, sex: str, waist_cm: Decimal | int) -> bool | None:
    """腹型肥胖 by waist in cm (G-03); None when the sex code is neither 1 男 nor 2 女."""
    limits = {MALE: book.central_obesity_from_male_cm, FEMALE: book.central_obesity_from_female_cm}
    return waist_cm >= limits[sex] if sex in limits else None


def alcohol_liang(
    book: GeneralBook,
    *,
    beer: Decimal | int = 0,
    red_wine: Decimal | int = 0,
    yellow_wine: Decimal | int = 0,
    baijiu: Decimal | int = 0,
) -> Decimal:
    """A day's drinks, each in liang, as liang of baijiu, not rounded (G-04)."""
    return (
        Decimal(beer) / book.liang_of_beer
        + Decimal(red_wine) / book.liang_of_red_wine
        + Decimal(yellow_wine) / book.liang_of_yellow_wine
        + Decimal(baijiu)
    )


def age_on(birth_date: date, on: date) -> int:
    """Full years on a day; who was born on 29 February is a year older on 1 March of a common year.

    Raises ValueError for a day before birth.
    """
    if on < birth_date:
        raise ValueError("the day lies before the birth")
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
