"""How long a supply lasts, when the refill is due, how long a prescription may be (LP-01, LP-02, LP-04)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.guidelines import GeneralBook, default_rule_books
from clinic_app.guidelines.medicine_supply import (
    PRESCRIPTION_RULE,
    PrescriptionLength,
    prescription_length,
    supply_on,
)

DISPENSED = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("days", "length"),
    [
        (-1, PrescriptionLength.REFUSED),
        (0, PrescriptionLength.REFUSED),
        (1, PrescriptionLength.ORDINARY),
        (27, PrescriptionLength.ORDINARY),
        (28, PrescriptionLength.ORDINARY),
        (29, PrescriptionLength.LONG),
        (83, PrescriptionLength.LONG),
        (84, PrescriptionLength.LONG),
        (85, PrescriptionLength.REFUSED),
    ],
)
def test_four_weeks_are_ordinary_and_twelve_the_limit(
    general: GeneralBook, days: int, length: PrescriptionLength
) -> None:
    assert prescription_length(general, days) is length
    assert PRESCRIPTION_RULE[length] in general.rules


@pytest.mark.parametrize(
    ("after", "left", "due"),
    [(-3, 31, False), (0, 28, False), (20, 8, False), (21, 7, True), (22, 6, True), (28, 0, True), (30, -2, True)],
)
def test_the_refill_is_due_a_week_before_the_supply_is_gone(
    general: GeneralBook, after: int, left: int, due: bool
) -> None:
    supply = supply_on(general, DISPENSED, 28, DISPENSED + timedelta(days=after))
    assert (supply.days_left, supply.refill_due) == (left, due)
    assert (supply.gone_on, supply.refill_from) == (date(2026, 11, 29), date(2026, 11, 22))


@pytest.mark.parametrize("days", [1, 6, 7])
def test_a_short_supply_is_due_for_refill_from_its_first_day(general: GeneralBook, days: int) -> None:
    supply = supply_on(general, DISPENSED, days, DISPENSED)
    assert supply.refill_from == DISPENSED
    assert supply.refill_due
    assert supply.days_left == days


@given(st.dates(), st.integers(1, 84), st.dates())
def test_any_dates_have_an_answer(dispensed: date, days: int, on: date) -> None:
    supply = supply_on(default_rule_books().general[0], dispensed, days, on)
    assert dispensed <= supply.refill_from <= supply.gone_on
    assert supply.refill_due is (on >= supply.refill_from)
