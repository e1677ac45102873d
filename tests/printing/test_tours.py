"""The tours of a month on paper, read back."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.printing.tours import TourLine, tour_plan_pdf

from .reading import assert_calm, pages_of, text_of


def test_a_month_stands_on_one_page_with_its_tours_in_their_days() -> None:
    tours = [
        TourLine(date(2026, 11, 3), "演示甲村 巡诊（已完成，到场12人）"),
        TourLine(date(2026, 11, 30), "演示乙村 义诊"),
    ]
    pages = pages_of(tour_plan_pdf(2026, 11, tours, "演示村甲卫生室"))
    assert len(pages) == 1
    for words in (
        "演示村甲卫生室2026年11月巡诊计划",
        "星期一",
        "演示甲村巡诊（已完成，到场12人）",
        "演示乙村义诊",
        "共2次",
    ):
        assert words in "".join(pages[0].split())


def test_days_of_the_months_before_and_after_are_left_empty() -> None:
    found = text_of(tour_plan_pdf(2026, 2, [TourLine(date(2026, 3, 1), "下月")], "甲"))
    assert "下月" not in found
    assert "28" in found
    assert "29" not in found


def test_many_tours_on_one_day_are_printed_to_the_last() -> None:
    tours = [TourLine(date(2026, 11, 3), f"演示{number}村 巡诊※") for number in range(40)]
    pdf = tour_plan_pdf(2026, 11, tours, "甲")
    assert_calm(pdf)
    for number in range(40):
        assert f"演示{number}村巡诊" in text_of(pdf)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=60), max_size=4), st.integers(1, 12), st.text(max_size=40))
def test_any_words_stay_inside_the_page(words: list[str], month: int, place: str) -> None:
    tours = [TourLine(date(2026, month, 9), each) for each in words]
    assert_calm(tour_plan_pdf(2026, month, tours, place))
