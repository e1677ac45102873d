"""Self-care of the elderly (form 4.10, E-01..E-03): the sum, its bands, the hint at home service."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.guidelines import Finding, RuleBooks, Verdict, assess, default_rule_books
from clinic_app.guidelines.elderly import ElderlyBook

TODAY = date(2026, 11, 24)
ITEMS = ("eating", "grooming", "dressing", "toileting", "mobility")


@pytest.fixture(scope="module")
def book(books: RuleBooks) -> ElderlyBook:
    return books.of_kind(ElderlyBook, TODAY)


def judge(book: ElderlyBook, *scores: object, age: int | None = 70) -> Verdict:
    return assess(book, Finding("elderly", TODAY, age=age, answers=dict(zip(ITEMS, scores, strict=True))))


@pytest.mark.parametrize(
    ("scores", "total", "grade", "words"),
    [
        (("0", "0", "0", "0", "0"), 0, "1", "可自理"),
        (("0", "1", "0", "1", "1"), 3, "1", "可自理"),
        (("3", "0", "0", "0", "1"), 4, "2", "轻度依赖"),
        (("0", "3", "0", "5", "0"), 8, "2", "轻度依赖"),
        (("3", "0", "0", "5", "1"), 9, "3", "中度依赖"),
        (("3", "3", "0", "1", "1"), 8, "2", "轻度依赖"),
        (("5", "0", "3", "10", "0"), 18, "3", "中度依赖"),
        (("5", "0", "3", "10", "1"), 19, "4", "不能自理"),
        (("0", "0", "0", "10", "10"), 20, "4", "不能自理"),
        (("5", "7", "5", "10", "10"), 37, "4", "不能自理"),
        ((3, 3, 3, 5, 5), 19, "4", "不能自理"),
    ],
)
def test_the_five_scores_make_a_total_and_a_grade(
    book: ElderlyBook, scores: tuple[object, ...], total: int, grade: str, words: str
) -> None:
    verdict = judge(book, *scores)
    assert verdict.values == {"self_care_score": total, "self_care_grade": grade}
    assert f"自理能力总分 {total} 分，{words}（E-03）" in verdict.reasons
    assert (f"{words}，安排上门服务（E-03）" in verdict.reasons) is (grade in ("3", "4"))


def test_every_printed_combination_falls_into_its_band(book: ElderlyBook) -> None:
    bands = {"1": range(0, 4), "2": range(4, 9), "3": range(9, 19), "4": range(19, 38)}
    for scores in product(*book.scores.values()):
        values = judge(book, *scores).values
        assert values["self_care_score"] == sum(scores)
        assert sum(scores) in bands[values["self_care_grade"]]


def test_the_bands_meet_without_gap(book: ElderlyBook) -> None:
    edges = {0: "1", 3: "1", 4: "2", 8: "2", 9: "3", 18: "3", 19: "4", 37: "4"}
    assert {score: book.grade(score).code for score in edges} == edges


@pytest.mark.parametrize("missing", range(5))
def test_without_all_five_answers_nothing_is_counted(book: ElderlyBook, missing: int) -> None:
    scores: list[str | None] = ["0"] * 5
    scores[missing] = None
    verdict = judge(book, *scores)
    assert verdict.values == {"self_care_score": None, "self_care_grade": None}
    label = ("进餐", "梳洗", "穿衣", "如厕", "活动")[missing]
    assert f"没有{label}，五项答全才计总分（E-03）" in verdict.reasons
    assert verdict.interval_days == 365


@pytest.mark.parametrize(("item", "score"), [(0, "1"), (1, "5"), (2, "7"), (3, "3"), (4, "7"), (0, "50")])
def test_a_score_that_the_form_does_not_print_is_said_and_not_counted(book: ElderlyBook, item: int, score: str) -> None:
    scores = ["0"] * 5
    scores[item] = score
    verdict = judge(book, *scores)
    assert verdict.values["self_care_score"] is None
    assert any(f"没有 {score} 分这一项" in reason for reason in verdict.reasons)


def test_the_service_is_yearly_and_has_neither_class_nor_referral(book: ElderlyBook) -> None:
    verdict = judge(book, "5", "7", "5", "10", "10")
    assert (verdict.classification, verdict.referral, verdict.interval_days) == (None, None, 365)
    assert verdict.next_visit_date == date(2027, 11, 24)
    assert book.followup_days(None) == book.days("yearly_days") == book.days("first_visit_days") == 365


@pytest.mark.parametrize(("age", "said"), [(64, True), (65, False), (66, False), (None, False)])
def test_below_sixty_five_it_is_said_that_the_service_is_not_meant(
    book: ElderlyBook, age: int | None, said: bool
) -> None:
    verdict = judge(book, "0", "0", "0", "0", "0", age=age)
    assert (f"{age} 岁，不到 65 岁，不属老年人健康管理对象（E-01）" in verdict.reasons) is said
    assert verdict.values["self_care_grade"] == "1"


value = st.none() | st.integers(-3, 40) | st.sampled_from(["0", "1", "3", "5", "7", "10", "", "x"]) | st.booleans()


@given(st.dictionaries(st.sampled_from(ITEMS), value | st.lists(value, max_size=2)), st.none() | st.integers(0, 130))
def test_every_finding_has_one_well_formed_verdict(answers: dict[str, Any], age: int | None) -> None:
    book = default_rule_books().of_kind(ElderlyBook, TODAY)
    verdict = assess(book, Finding("elderly", TODAY, age=age, answers=answers))
    assert verdict.interval_days == 365
    score, grade = verdict.values["self_care_score"], verdict.values["self_care_grade"]
    assert (score is None) is (grade is None)
    assert score is None or 0 <= score <= 37


@given(st.data())
def test_more_help_needed_never_gives_a_better_grade(data: st.DataObject) -> None:
    book = default_rule_books().of_kind(ElderlyBook, TODAY)
    steps = {key: data.draw(st.integers(0, len(scores) - 1)) for key, scores in book.scores.items()}
    worsened = data.draw(st.sampled_from(ITEMS))
    worse = {**steps, worsened: min(steps[worsened] + 1, len(book.scores[worsened]) - 1)}

    def grade(steps: dict[str, int]) -> str:
        return str(judge(book, *(book.scores[key][step] for key, step in steps.items())).values["self_care_grade"])

    assert grade(worse) >= grade(steps)
