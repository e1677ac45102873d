"""Tuberculosis (T-02, T-06..T-09): missed doses, referral, supervision and phase, the account of the course."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.guidelines import Finding, RuleBooks, Verdict, assess, default_rule_books
from clinic_app.guidelines.tuberculosis import TuberculosisBook, dose_rate

TODAY = date(2026, 11, 24)
USUAL: dict[str, Any] = {
    "supervisor": "1",
    "intensive": True,
    "treatment_month": 1,
    "usage": "1",
    "missed_doses": 0,
    "adr": "1",
    "complication": "1",
    "symptoms": ["0"],
}


@pytest.fixture(scope="module")
def book(books: RuleBooks) -> TuberculosisBook:
    return books.of_kind(TuberculosisBook, TODAY)


def judge(book: TuberculosisBook, **changes: Any) -> Verdict:
    return assess(book, Finding("tuberculosis", TODAY, answers={**USUAL, **changes}))


def test_a_usual_month_under_a_doctor_has_no_class_and_no_referral(book: TuberculosisBook) -> None:
    verdict = judge(book)
    assert (verdict.classification, verdict.referral, verdict.interval_days) == (None, None, 30)
    assert verdict.next_visit_date == date(2026, 12, 24)
    assert verdict.reasons == ("30 天内随访（T-06）",)
    assert verdict.values == {"dose_rate": None}


@pytest.mark.parametrize(
    ("supervisor", "intensive", "days"),
    [
        ("1", True, 30),
        ("1", False, 30),
        ("2", True, 10),
        ("2", False, 30),
        ("3", True, 10),
        ("3", False, 30),
        ("4", True, 10),
        (None, True, 10),
        (None, False, 30),
        ("9", True, 10),
    ],
)
def test_only_medical_staff_and_the_continuation_phase_wait_a_month(
    book: TuberculosisBook, supervisor: str | None, intensive: bool, days: int
) -> None:
    verdict = judge(book, supervisor=supervisor, intensive=intensive)
    assert verdict.interval_days == days
    assert ("没有督导人员，按家属督导安排（T-06）" in verdict.reasons) is (supervisor is None)


@pytest.mark.parametrize(("month", "days"), [(1, 10), (2, 10), (3, 30), (None, 10)])
def test_a_phase_not_recorded_follows_the_month_of_treatment(
    book: TuberculosisBook, month: int | None, days: int
) -> None:
    verdict = judge(book, supervisor="2", intensive=None, treatment_month=month)
    assert verdict.interval_days == days
    assert any("没有记录是否强化期" in reason for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("usage", "missed", "reported"),
    [
        ("1", 6, False),
        ("1", 7, True),
        ("1", 8, True),
        ("2", 2, False),
        ("2", 3, True),
        ("2", 4, True),
        (None, 2, False),
        (None, 3, True),
        ("9", 3, True),
    ],
)
def test_a_week_of_missed_doses_is_reported(
    book: TuberculosisBook, usage: str | None, missed: int, reported: bool
) -> None:
    verdict = judge(book, usage=usage, missed_doses=missed)
    assert any("及时报告上级专业机构（T-07）" in reason for reason in verdict.reasons) is reported
    assert any("督促按时服药（T-07）" in reason for reason in verdict.reasons) is not reported
    assert verdict.referral is None


@pytest.mark.parametrize("missed", [0, None])
def test_nothing_missed_is_not_spoken_of(book: TuberculosisBook, missed: int | None) -> None:
    assert "T-07" not in judge(book, missed_doses=missed).rule_ids


@pytest.mark.parametrize(
    ("changes", "referral", "days"),
    [
        ({"adr": "2"}, "urgent", 14),
        ({"complication": "2"}, "urgent", 14),
        ({"adr": "2", "complication": "2"}, "urgent", 14),
        ({"adr": "1", "complication": "1"}, None, 30),
        ({"adr": None, "complication": None}, None, 30),
        ({"adr": "2", "supervisor": "2"}, "urgent", 14),
    ],
)
def test_an_adverse_reaction_or_complication_is_referred_at_once(
    book: TuberculosisBook, changes: dict[str, Any], referral: str | None, days: int
) -> None:
    verdict = judge(book, **changes)
    assert (verdict.referral, verdict.interval_days) == (referral, days)
    assert ("转诊后 14 天内随访（T-07）" in verdict.reasons) is (referral is not None)


def test_the_end_of_treatment_has_no_next_follow_up(book: TuberculosisBook) -> None:
    verdict = judge(book, stop_date="2026-11-24", stop_reason="1", doses_due=180, doses_done=175)
    assert (verdict.next_visit_date, verdict.interval_days, verdict.referral) == (None, None, None)
    assert verdict.values == {"dose_rate": "97.2"}
    assert "服药率 97.2%，达到 90%，为规则服药（T-09）" in verdict.reasons
    assert "T-08" in verdict.rule_ids


def test_an_adverse_reaction_at_the_end_is_still_referred_and_followed(book: TuberculosisBook) -> None:
    verdict = judge(book, stop_date="2026-11-24", stop_reason="4", adr="2")
    assert (verdict.referral, verdict.interval_days) == ("urgent", 14)
    assert "没有应服药次数或实际服药次数，或两者矛盾，不能算服药率（T-09）" in verdict.reasons


def test_nobody_who_died_is_referred(book: TuberculosisBook) -> None:
    verdict = judge(book, stop_reason="2", adr="2", complication="2", doses_due=100, doses_done=50)
    assert (verdict.referral, verdict.next_visit_date) == (None, None)
    assert verdict.reasons == ("患者已死亡，填写停止时间和全程管理情况，不再安排随访（T-08）",)
    assert verdict.values == {"dose_rate": "50.0"}


@pytest.mark.parametrize(
    ("done", "due", "rate", "regular"),
    [
        (90, 100, "90.0", True),
        (91, 100, "91.0", True),
        (89, 100, "89.0", False),
        (1799, 2000, "89.9", False),
        (1800, 2000, "90.0", True),
        (180, 180, "100.0", True),
        (0, 180, "0.0", False),
    ],
)
def test_regular_taking_begins_at_ninety_per_cent(
    book: TuberculosisBook, done: int, due: int, rate: str, regular: bool
) -> None:
    verdict = judge(book, doses_done=done, doses_due=due)
    assert verdict.values == {"dose_rate": rate}
    words = (
        f"服药率 {rate}%，达到 90%，为规则服药（T-09）"
        if regular
        else f"服药率 {rate}%，不到 90%，不是规则服药（T-09）"
    )
    assert words in verdict.reasons


@pytest.mark.parametrize(("done", "due"), [(None, 10), (10, None), (0, 0), (11, 10), (None, None)])
def test_a_rate_needs_two_numbers_that_agree(done: int | None, due: int | None) -> None:
    assert dose_rate(done, due) is None


def test_the_rate_is_cut_so_that_ninety_is_ninety() -> None:
    assert dose_rate(8999, 10000) == Decimal("89.9")
    assert dose_rate(2, 3) == Decimal("66.6")


def test_the_first_home_visit_is_judged_without_phase_and_month(book: TuberculosisBook) -> None:
    first = Finding("tuberculosis", TODAY, answers={"supervisor": "2", "usage": "1", "symptoms": ["1", "6"]})
    assert assess(book, first).interval_days == 10
    assert assess(book, Finding("tuberculosis", TODAY, answers={"supervisor": "1"})).interval_days == 30


@pytest.mark.parametrize(
    ("signs", "cough_days", "words"),
    [
        ((), 13, ()),
        ((), 14, ("咳嗽、咳痰 14 天",)),
        ((), 15, ("咳嗽、咳痰 15 天",)),
        ((), None, ()),
        (("1",), None, ("咯血、血痰",)),
        (("3", "2"), 20, ("咳嗽、咳痰 20 天", "发热", "盗汗")),
        (("99", ""), 0, ()),
    ],
)
def test_two_weeks_of_cough_or_any_named_sign_is_suspicious(
    book: TuberculosisBook, signs: tuple[str, ...], cough_days: int | None, words: tuple[str, ...]
) -> None:
    assert book.suspected(signs, cough_days) == words


def test_the_intervals_are_those_of_the_specification(book: TuberculosisBook) -> None:
    names = ("first_home_visit_days", "first_visit_days", "family_intensive_days", "monthly_days")
    assert [book.days(name) for name in (*names, "suspect_call_days", "referral_followup_days")] == [
        3,
        3,
        10,
        30,
        7,
        14,
    ]
    assert book.followup_days(None) == 30
    assert book.classifications == ()


value = st.none() | st.booleans() | st.integers(-5, 3000) | st.sampled_from(["1", "2", "3", "x", "", "2026-11-24"])
keys = (*USUAL, "doses_due", "doses_done", "stop_date", "stop_reason")


@given(
    st.dictionaries(st.sampled_from(keys), value | st.lists(value, max_size=2)),
    st.dates(date(1990, 1, 1), date.max),
)
def test_every_finding_has_one_well_formed_verdict(answers: dict[str, Any], day: date) -> None:
    verdict = assess(
        default_rule_books().of_kind(TuberculosisBook, TODAY), Finding("tuberculosis", day, answers=answers)
    )
    assert verdict.classification is None
    assert verdict.interval_days in (None, 10, 14, 30)
    assert (verdict.next_visit_date is None) is (verdict.interval_days is None)
    assert verdict.referral is None or verdict.interval_days == 14
    assert verdict.reasons
    rate = verdict.values["dose_rate"]
    assert rate is None or 0 <= Decimal(rate) <= 100


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_more_doses_never_lower_the_rate(done: int, due: int) -> None:
    lower, higher = dose_rate(min(done, due - 1), due), dose_rate(min(done, due - 1) + 1, due)
    assert lower is not None
    assert higher is not None
    assert lower <= higher
