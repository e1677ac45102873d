"""Values in the words that screens show."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from clinic_app.desktop.day_words import window
from clinic_app.desktop.words import masked_identity, masked_phone, moment, person_line, pressure, short_day, waiting

TODAY = date(2026, 11, 22)


def test_near_days_have_names_and_far_ones_a_year() -> None:
    assert short_day("2026-11-22", TODAY) == "今天"
    assert short_day("2026-11-21", TODAY) == "昨天"
    assert short_day("2026-08-03", TODAY) == "8月3日"
    assert short_day("2025-08-03", TODAY) == "2025年8月3日"
    assert short_day(None, TODAY) == ""


def test_a_window_says_the_month_once() -> None:
    assert window(date(2026, 3, 3), date(2026, 3, 17)) == "3月3日–17日"
    assert window(date(2026, 3, 20), date(2026, 4, 3)) == "3月20日–4月3日"
    assert window(date(2026, 3, 3), date(2026, 3, 3)) == "3月3日"


def test_an_instant_is_told_in_local_time() -> None:
    assert moment("2026-11-22T02:42:00.000Z", TODAY) == "10:42"
    assert moment("2026-11-21T16:05:00.000Z", TODAY) == "0:05"
    assert moment("2026-11-20T01:20:00.000Z", TODAY) == "11月20日 9:20"


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("2026-11-22T02:29:30.000Z", "刚刚"),
        ("2026-11-22T02:00:00.000Z", "30分钟前"),
        ("2026-11-21T03:00:00.000Z", "23小时前"),
        ("2026-11-15T02:30:00.000Z", "7天前"),
        (None, ""),
    ],
)
def test_waiting_is_told_in_the_largest_unit(since: str | None, words: str) -> None:
    assert waiting(since, datetime(2026, 11, 22, 2, 30, tzinfo=UTC)) == words


def test_numbers_of_people_are_masked() -> None:
    assert masked_phone("13900008888") == "139****8888"
    assert "0000" not in masked_phone("0571-8888000012")
    assert masked_phone("123") == "****"
    assert masked_identity("990101195703020012") == "990101********0012"


def test_a_person_and_a_pressure_in_one_line() -> None:
    assert person_line("䶮某甲", "2", 67) == "䶮某甲　女　67岁"
    assert person_line("李某", "1", None) == "李某　男"
    assert pressure({"sbp": 152, "dbp": 96}) == "152/96"
    assert pressure({"sbp": 152}) == "152/—"
    assert pressure({}) == ""
