"""Windows from–to: their first and last day, by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.guidelines import GeneralBook
from clinic_app.guidelines.due import (
    WINDOW_DAYS,
    DueState,
    DueWindow,
    LastVisit,
    birthday,
    days_left,
    discharge_window,
    interval_name,
    next_window,
    refill_window,
    renewal_window,
    return_window,
    yearly_window,
)
from clinic_app.guidelines.rule_files import default_rule_books

DAY = date(2026, 3, 1)
BOOKS = default_rule_books()


def window_after(programme: str, last: LastVisit | None, registered: date = DAY) -> DueWindow:
    return next_window(BOOKS.in_force(programme, DAY), registered, last)


@pytest.mark.parametrize(
    ("programme", "last", "opens", "closes", "rule"),
    [
        ("hypertension", LastVisit(DAY, classification=1), date(2026, 5, 16), date(2026, 5, 30), "H-09"),
        ("hypertension", LastVisit(DAY, classification=2), date(2026, 3, 8), date(2026, 3, 15), "H-10"),
        ("diabetes", LastVisit(DAY, classification=1), date(2026, 5, 16), date(2026, 5, 30), "D-07"),
        ("diabetes", LastVisit(DAY, classification=4), date(2026, 3, 8), date(2026, 3, 15), "D-08"),
        ("mental", LastVisit(DAY, classification=1), date(2026, 3, 8), date(2026, 3, 15), "P-09"),
        ("mental", LastVisit(DAY, classification=2), date(2026, 3, 8), date(2026, 3, 15), "P-10"),
        ("mental", LastVisit(DAY, classification=3), date(2026, 5, 16), date(2026, 5, 30), "P-11"),
        ("mental", LastVisit(DAY), date(2026, 3, 8), date(2026, 3, 15), "P-09"),
        ("tuberculosis", None, DAY, date(2026, 3, 4), "T-03"),
        (
            "tuberculosis",
            LastVisit(DAY, supervisor="2", intensive=True),
            date(2026, 3, 6),
            date(2026, 3, 11),
            "T-06",
        ),
        ("tuberculosis", LastVisit(DAY, supervisor="2"), date(2026, 3, 17), date(2026, 3, 31), "T-06"),
        (
            "tuberculosis",
            LastVisit(DAY, supervisor="1", intensive=True),
            date(2026, 3, 17),
            date(2026, 3, 31),
            "T-06",
        ),
        ("elderly", LastVisit(DAY), date(2027, 2, 15), date(2027, 3, 1), "E-02"),
        ("hypertension", None, DAY, date(2026, 3, 15), ""),
    ],
)
def test_each_interval_has_its_window_and_its_rule(
    programme: str, last: LastVisit | None, opens: date, closes: date, rule: str
) -> None:
    assert window_after(programme, last) == DueWindow(opens, closes, rule)


def test_an_agreed_day_before_the_visit_is_a_window_of_one_day() -> None:
    found = window_after("hypertension", LastVisit(DAY, date(2026, 2, 20)))
    assert (found.opens, found.closes) == (date(2026, 2, 20), date(2026, 2, 20))


@given(
    visited=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    agreed=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    programme=st.sampled_from(["hypertension", "diabetes", "mental", "tuberculosis", "copd", "elderly"]),
)
def test_a_window_opens_before_it_closes_and_never_longer_than_two_weeks(
    visited: date, agreed: date, programme: str
) -> None:
    for last in (LastVisit(visited), LastVisit(visited, agreed)):
        found = window_after(programme, last)
        assert found.opens <= found.closes
        assert (found.closes - found.opens).days <= WINDOW_DAYS


def test_the_state_of_a_window_day_by_day() -> None:
    found = DueWindow(date(2026, 3, 3), date(2026, 3, 17))
    days = (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 17), date(2026, 3, 18))
    expected = [DueState.UPCOMING, DueState.DUE, DueState.DUE, DueState.OVERDUE]
    assert [found.state(day) for day in days] == expected


@pytest.mark.parametrize(
    ("last", "registered", "today", "expected"),
    [
        (date(2025, 11, 20), None, DAY, (date(2026, 11, 6), date(2026, 11, 20))),
        (date(2025, 11, 20), date(2020, 1, 1), DAY, (date(2026, 11, 6), date(2026, 11, 20))),
        (None, date(2025, 6, 1), DAY, (date(2026, 5, 18), date(2026, 6, 1))),
        (None, date(2025, 1, 1), date(2026, 11, 22), (date(2025, 12, 18), date(2026, 1, 1))),
        (None, date(2026, 11, 10), date(2026, 11, 22), (date(2026, 5, 5), date(2026, 12, 31))),
        (None, None, date(2026, 5, 4), None),
        (None, None, date(2026, 5, 5), (date(2026, 5, 5), date(2026, 12, 31))),
        (None, None, date(2026, 12, 31), (date(2026, 5, 5), date(2026, 12, 31))),
    ],
)
def test_a_yearly_service(
    last: date | None, registered: date | None, today: date, expected: tuple[date, date] | None
) -> None:
    found = yearly_window(365, "E-02", today, last=last, registered_on=registered, born=date(1950, 5, 5))
    assert (found and (found.opens, found.closes)) == expected


def test_without_a_birth_date_and_a_registration_no_yearly_service_is_known() -> None:
    assert yearly_window(365, "E-02", DAY, last=None, registered_on=None, born=None) is None


def test_a_leap_day_birthday_is_on_the_first_of_march_in_common_years() -> None:
    assert birthday(date(1960, 2, 29), 2026) == date(2026, 3, 1)
    assert birthday(date(1960, 2, 29), 2028) == date(2028, 2, 29)


def test_medicines_contracts_returns_and_discharges(general: GeneralBook) -> None:
    assert refill_window(general, DAY, 28) == DueWindow(date(2026, 3, 22), date(2026, 3, 29))
    assert refill_window(general, DAY, 3) == DueWindow(DAY, date(2026, 3, 4))
    assert [days_left(DAY, 28, day) for day in (DAY, date(2026, 3, 29), date(2026, 3, 30))] == [28, 0, -1]
    assert renewal_window(general, date(2026, 3, 31)) == DueWindow(DAY, date(2026, 3, 31))
    assert return_window(general, DAY) == DueWindow(DAY, date(2026, 3, 15), "G-07")
    assert discharge_window(general, DAY) == DueWindow(DAY, date(2026, 3, 8))


def test_an_interval_name_is_always_one_of_the_book() -> None:
    for book in BOOKS.books:
        for classification in (None, 1, 2, 3, 4, 9):
            assert book.days(interval_name(book.programme, LastVisit(DAY, None, classification))) > 0
