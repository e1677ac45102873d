from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clinic_app.guidelines import BodyWeight, GeneralBook, age_on, alcohol_liang, bmi, bmi_category, central_obesity


@pytest.mark.parametrize(
    ("weight", "height", "index"),
    [
        ("61.5", "158", "24.6"),
        ("60", "160", "23.4"),  # 23.4375
        ("24.05", "100", "24.1"),  # exactly 24.05: half goes up
        ("24.15", "100", "24.2"),
        ("24.04", "100", "24.0"),
        ("70", "175", "22.9"),
    ],
)
def test_bmi_is_shown_with_one_decimal_half_up(weight: str, height: str, index: str) -> None:
    assert str(bmi(Decimal(weight), Decimal(height))) == index


@pytest.mark.parametrize(("weight", "height"), [("0", "160"), ("60", "0"), ("-1", "160"), ("NaN", "160")])
def test_bmi_needs_a_weight_and_a_height(weight: str, height: str) -> None:
    with pytest.raises(ValueError, match="above zero"):
        bmi(Decimal(weight), Decimal(height))


@pytest.mark.parametrize(
    ("index", "category"),
    [
        ("18.4", BodyWeight.UNDERWEIGHT),
        ("18.5", BodyWeight.NORMAL),
        ("23.9", BodyWeight.NORMAL),
        ("24.0", BodyWeight.OVERWEIGHT),
        ("27.9", BodyWeight.OVERWEIGHT),
        ("28.0", BodyWeight.OBESE),
        ("28.1", BodyWeight.OBESE),
    ],
)
def test_bmi_categories_begin_at_their_limit(general: GeneralBook, index: str, category: BodyWeight) -> None:
    assert bmi_category(general, Decimal(index)) is category


@pytest.mark.parametrize(
    ("sex", "waist", "obese"),
    [
        ("1", "89.9", False),
        ("1", "90", True),
        ("2", "84.9", False),
        ("2", "85", True),
        ("9", "120", None),
        ("0", "120", None),
    ],
)
def test_central_obesity_begins_at_90_cm_for_men_and_85_cm_for_women(
    general: GeneralBook, sex: str, waist: str, obese: bool | None
) -> None:
    assert central_obesity(general, sex, Decimal(waist)) is obese


def test_drinks_are_turned_into_liang_of_baijiu(general: GeneralBook) -> None:
    assert alcohol_liang(general, beer=10) == 1
    assert alcohol_liang(general, red_wine=4) == 1
    assert alcohol_liang(general, yellow_wine=5) == 1
    assert alcohol_liang(general, baijiu=Decimal("1.5")) == Decimal("1.5")
    assert alcohol_liang(general, beer=5, red_wine=1, yellow_wine=1, baijiu=2) == Decimal("2.95")
    assert alcohol_liang(general) == 0


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(1960, 5, 20), date(2026, 5, 19), 65),
        (date(1960, 5, 20), date(2026, 5, 20), 66),
        (date(1960, 5, 20), date(2026, 5, 21), 66),
        (date(1960, 2, 29), date(2025, 2, 28), 64),
        (date(1960, 2, 29), date(2025, 3, 1), 65),
        (date(1960, 2, 29), date(2024, 2, 28), 63),
        (date(1960, 2, 29), date(2024, 2, 29), 64),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_age_turns_on_the_birthday(born: date, on: date, age: int) -> None:
    assert age_on(born, on) == age


def test_there_is_no_age_before_birth() -> None:
    with pytest.raises(ValueError, match="before the birth"):
        age_on(date(2026, 1, 2), date(2026, 1, 1))
