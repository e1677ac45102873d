"""The tolerant line for a date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from clinic_app.desktop.forms.day import read_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20261122", TODAY),
        ("2026-11-22", TODAY),
        ("2026.11.22", TODAY),
        ("2026年11月22日", TODAY),
        ("２０２６．１１．２２", TODAY),
        ("1122", TODAY),
        ("11.22", TODAY),
        ("11月3日", date(2026, 11, 3)),
        ("22", TODAY),
        ("3", date(2026, 11, 3)),
        ("今天", TODAY),
        ("昨天", date(2026, 11, 21)),
        ("+14", date(2026, 12, 6)),
        ("+14天", date(2026, 12, 6)),
        ("1958.3.7", date(1958, 3, 7)),
        ("31", None),
        ("20260230", None),
        ("", None),
        ("李", None),
    ],
)
def test_people_write_dates_in_many_ways(typed: str, meant: date | None) -> None:
    assert read_day(typed, TODAY) == meant


@given(some.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_eight_digits_and_the_iso_form_always_mean_that_day(day: date) -> None:
    assert read_day(f"{day:%Y%m%d}", TODAY) == day
    assert read_day(day.isoformat(), TODAY) == day


@given(some.text(max_size=20))
def test_any_text_is_a_date_or_nothing(text: str) -> None:
    assert read_day(text, TODAY) is None or isinstance(read_day(text, TODAY), date)
