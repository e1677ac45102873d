"""COPD: nothing is claimed that was not seen. The doctor decides; what is a placeholder says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.guidelines import Finding, RuleBooks, Verdict, assess, default_rule_books
from clinic_app.guidelines.copd import CopdBook

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def book(books: RuleBooks) -> CopdBook:
    return books.of_kind(CopdBook, TODAY)


def judge(book: CopdBook, **answers: Any) -> Verdict:
    return assess(book, Finding("copd", TODAY, answers=answers))


@pytest.mark.parametrize(
    ("grade", "referral", "days"),
    [("1", None, 90), ("2", None, 90), ("3", "routine", 14), (None, None, 14), ("9", None, 14), (3, "routine", 14)],
)
def test_the_doctors_grade_gives_the_interval_and_the_hint(
    book: CopdBook, grade: object, referral: str | None, days: int
) -> None:
    verdict = judge(book, classification=grade)
    assert (verdict.classification, verdict.referral, verdict.interval_days) == (None, referral, days)


def test_every_sentence_beyond_the_doctors_says_that_it_is_not_verified(book: CopdBook) -> None:
    verdict = judge(book, classification="3", exacerbations=4)
    assert verdict.reasons == (
        "没有见到国家规范正文，管理等级由医生决定（C-02）",
        "急性加重期，请考虑转诊（未核实）（C-04）",
        "14 天内随访（间隔未核实，医生可改）（C-03）",
    )


def test_nothing_but_whom_it_is_for_claims_to_be_verified(book: CopdBook) -> None:
    assert {rule.id for rule in book.rules.values() if rule.verified != "U?"} == {"C-01"}


@pytest.mark.parametrize(("classification", "days"), [(1, 90), (2, 90), (3, 14), (None, 14)])
def test_without_an_agreed_date_the_grade_gives_the_interval(
    book: CopdBook, classification: int | None, days: int
) -> None:
    assert book.followup_days(classification) == days
    assert [book.days(name) for name in ("controlled_days", "recheck_days", "first_visit_days")] == [90, 14, 14]


@given(
    st.dictionaries(st.text(max_size=5) | st.just("classification"), st.none() | st.integers() | st.text(max_size=3))
)
def test_nothing_is_ever_classified(answers: dict[str, Any]) -> None:
    verdict = assess(default_rule_books().of_kind(CopdBook, TODAY), Finding("copd", TODAY, answers=answers))
    assert verdict.classification is None
    assert verdict.interval_days in (14, 90)
