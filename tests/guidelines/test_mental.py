"""Severe mental disorder (P-02..P-11): every way to a class by hand, the intervals, the two steps of P-10."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.guidelines import Finding, PreviousVerdict, RuleBooks, Verdict, assess, default_rule_books
from clinic_app.guidelines.mental import MentalBook

TODAY = date(2026, 11, 24)
WELL: dict[str, Any] = {
    "risk_level": "0",
    "symptoms": [],
    "insight": "1",
    "sf_selfcare": "1",
    "sf_housework": "2",
    "sf_work": "9",
    "sf_learning": "1",
    "sf_social": "2",
    "dangerous_acts": [{"act": "7"}],
    "adr": "1",
}


@pytest.fixture(scope="module")
def book(books: RuleBooks) -> MentalBook:
    return books.of_kind(MentalBook, TODAY)


def judge(book: MentalBook, previous: tuple[PreviousVerdict, ...] = (), **changes: Any) -> Verdict:
    return assess(book, Finding("mental", TODAY, previous=previous, answers={**WELL, **changes}))


def earlier(*classifications: int | None) -> tuple[PreviousVerdict, ...]:
    """Verdicts ten days apart, the last one given ten days ago."""
    count = len(classifications)
    return tuple(
        PreviousVerdict(TODAY - timedelta(days=10 * (count - index)), each)
        for index, each in enumerate(classifications)
    )


def test_a_well_patient_is_stable_and_seen_in_three_months(book: MentalBook) -> None:
    verdict = judge(book)
    assert (verdict.classification, verdict.referral, verdict.interval_days) == (3, None, 90)
    assert verdict.next_visit_date == date(2027, 2, 22)
    assert verdict.rule_version == "mental-2026-03"
    assert verdict.rule_ids == ("P-03", "P-11")
    assert "90 天内随访（P-11）" in verdict.reasons


@pytest.mark.parametrize(
    ("level", "classification"), [("0", 3), ("1", 2), ("2", 2), ("3", 1), ("4", 1), ("5", 1), (2, 2), (3, 1)]
)
def test_the_risk_level_decides_the_class(book: MentalBook, level: object, classification: int) -> None:
    verdict = judge(book, risk_level=level)
    assert verdict.classification == classification
    assert verdict.referral == ("urgent" if classification == 1 else None)
    assert verdict.interval_days == (90 if classification == 3 else 14)


def test_the_reason_describes_the_level_with_its_rule(book: MentalBook) -> None:
    assert "危险性评估 2 级：打砸，局限在家里，针对财物，能被劝说制止（P-05）" in judge(book, risk_level="2").reasons


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"insight": "3"}, "自知力缺失（P-09）"),
        ({"severe_adr": True}, "有严重药物不良反应（P-09）"),
        ({"severe_illness": True}, "有严重躯体疾病（P-09）"),
        ({"symptoms": ["7"]}, "有症状“伤人毁物”，属症状明显（P-09）"),
        ({"symptoms": ["1", "3", "10"]}, "有 3 种症状，属症状明显（P-09）"),
        ({"symptoms": ["1", "3", "10", "12"]}, "有 4 种症状，属症状明显（P-09）"),
    ],
)
def test_each_sign_of_instability_alone_is_enough(book: MentalBook, changes: dict[str, Any], reason: str) -> None:
    verdict = judge(book, **changes)
    assert (verdict.classification, verdict.referral, verdict.interval_days) == (1, "urgent", 14)
    assert reason in verdict.reasons
    assert any("必要时报告当地公安部门" in each for each in verdict.reasons)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"symptoms": ["11"]}, "还有 1 种症状，症状没有基本消失（P-10）"),
        ({"symptoms": ["1", "3"]}, "还有 2 种症状，症状没有基本消失（P-10）"),
        ({"symptoms": ["1", "1", "3"]}, "还有 2 种症状，症状没有基本消失（P-10）"),
        ({"symptoms": ["77"]}, "还有 1 种症状，症状没有基本消失（P-10）"),
        ({"insight": "2"}, "自知力不全（P-10）"),
        ({"sf_selfcare": "3"}, "个人生活料理较差（P-10）"),
        ({"sf_housework": "3"}, "家务劳动较差（P-10）"),
        ({"sf_work": "3"}, "生产劳动及工作较差（P-10）"),
        ({"sf_learning": "3"}, "学习能力较差（P-10）"),
        ({"sf_social": "3"}, "社会人际交往较差（P-10）"),
    ],
)
def test_one_side_that_is_not_well_makes_it_basically_stable(
    book: MentalBook, changes: dict[str, Any], reason: str
) -> None:
    verdict = judge(book, **changes)
    assert (verdict.classification, verdict.referral, verdict.interval_days) == (2, None, 14)
    assert reason in verdict.reasons
    assert "14 天内随访，看处理后是否稳定（P-10）" in verdict.reasons


def test_instability_outweighs_what_is_only_not_well(book: MentalBook) -> None:
    assert judge(book, risk_level="1", insight="3", sf_social="3").classification == 1


def test_an_adverse_reaction_not_called_severe_changes_no_class(book: MentalBook) -> None:
    verdict = judge(book, adr="2", severe_adr=False)
    assert verdict.classification == 3
    assert "有药物不良反应，没有记为严重，查明原因对症治疗（P-10）" in verdict.reasons
    assert judge(book, adr="9").reasons == judge(book, adr="1").reasons


@pytest.mark.parametrize(("act", "words"), [("5", "自伤"), ("6", "自杀未遂")])
def test_self_harm_means_level_four_whatever_was_assessed(book: MentalBook, act: str, words: str) -> None:
    verdict = judge(book, risk_level="1", dangerous_acts=[{"act": act, "times": 1}])
    assert verdict.classification == 1
    assert f"两次随访之间有“{words}”，按 4 级看，核对危险性评估（P-07）" in verdict.reasons
    assert not any("按 4 级看" in each for each in judge(book, risk_level="5", dangerous_acts=[{"act": act}]).reasons)


@pytest.mark.parametrize("act", ["1", "2", "3", "4", "7"])
def test_other_acts_leave_the_risk_to_the_doctor(book: MentalBook, act: str) -> None:
    assert judge(book, dangerous_acts=[{"act": act}]).classification == 3


def test_who_is_in_hospital_is_not_referred_again(book: MentalBook) -> None:
    verdict = judge(book, risk_level="4", admission="1")
    assert (verdict.classification, verdict.referral, verdict.interval_days) == (1, None, 14)
    assert "目前正在住院，不再建议转诊（P-09）" in verdict.reasons
    assert judge(book, risk_level="4", admission="2").referral == "urgent"


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"risk_level": None}, "危险性评估"),
        ({"insight": None}, "自知力"),
        ({"risk_level": None, "insight": None}, "危险性评估、自知力"),
        ({"sf_work": None}, "生产劳动及工作"),
        ({"risk_level": "1", "insight": None}, "自知力"),
        ({"risk_level": None, "insight": "2"}, "危险性评估"),
    ],
)
def test_what_is_unanswered_and_could_be_worse_leaves_it_unclassified(
    book: MentalBook, changes: dict[str, Any], label: str
) -> None:
    verdict = judge(book, **changes)
    assert (verdict.classification, verdict.referral, verdict.interval_days) == (None, None, 14)
    assert f"没有{label}，不能排除更重的一类（P-11）" in verdict.reasons
    assert "14 天内补问并随访（P-02）" in verdict.reasons


def test_a_social_function_left_out_does_not_matter_when_one_side_is_not_well(book: MentalBook) -> None:
    assert judge(book, risk_level="1", sf_work=None).classification == 2


def test_instability_is_found_with_everything_else_unanswered(book: MentalBook) -> None:
    finding = Finding("mental", TODAY, answers={"insight": "3"})
    assert assess(book, finding).classification == 1


@pytest.mark.parametrize(
    ("key", "label", "code"),
    [("insight", "自知力", "8"), ("sf_social", "社会人际交往", "4"), ("sf_work", "生产劳动及工作", "x")],
)
def test_an_unknown_code_is_said_and_counts_as_unanswered(book: MentalBook, key: str, label: str, code: str) -> None:
    changes: dict[str, Any] = {key: code}
    verdict = judge(book, **changes)
    assert verdict.classification is None
    assert f"{label}代码 {code} 不在本版规则内，当作没有回答（P-11）" in verdict.reasons


def test_a_risk_above_all_known_levels_is_unstable_and_words_are_no_level(book: MentalBook) -> None:
    assert judge(book, risk_level="6").classification == 1
    assert judge(book, risk_level="-1").classification is None
    assert judge(book, risk_level="高").classification is None


@pytest.mark.parametrize(
    ("before", "consecutive", "days"),
    [
        ((), 1, 14),
        ((3,), 1, 14),
        ((1,), 1, 14),
        ((2,), 2, 30),
        ((2, 2), 3, 30),
        ((2, 3), 1, 14),
        ((2, 1), 1, 14),
        ((1, 2), 2, 30),
        ((2, None), 2, 30),
        ((None,), 1, 14),
    ],
)
def test_basically_stable_again_after_the_two_weeks_waits_a_month(
    book: MentalBook, before: tuple[int | None, ...], consecutive: int, days: int
) -> None:
    verdict = judge(book, earlier(*before), risk_level="1")
    assert (verdict.classification, verdict.consecutive, verdict.interval_days) == (2, consecutive, days)
    advised = f"连续第 {consecutive} 次基本稳定，调整后未达到稳定，请精神专科医师指导（P-10）"
    assert (advised in verdict.reasons) is (days == 30)


def test_of_two_earlier_visits_on_one_day_the_most_severe_counts(book: MentalBook) -> None:
    yesterday = TODAY - timedelta(days=1)
    same_day = (PreviousVerdict(yesterday, 2), PreviousVerdict(yesterday, 1))
    assert judge(book, same_day, risk_level="1").consecutive == 1
    same_day = (PreviousVerdict(yesterday, 3), PreviousVerdict(yesterday, 2))
    assert judge(book, same_day, risk_level="1").consecutive == 2


def test_later_and_same_day_verdicts_are_not_earlier_ones(book: MentalBook) -> None:
    later = (PreviousVerdict(TODAY, 2), PreviousVerdict(TODAY + timedelta(days=1), 2))
    assert judge(book, later, risk_level="1").consecutive == 1


def test_stable_after_the_two_weeks_is_seen_in_three_months(book: MentalBook) -> None:
    assert judge(book, earlier(2)).interval_days == 90


@pytest.mark.parametrize(("classification", "days"), [(1, 14), (2, 14), (3, 90), (None, 14), (9, 14)])
def test_without_an_agreed_date_the_class_gives_the_interval(
    book: MentalBook, classification: int | None, days: int
) -> None:
    assert book.followup_days(classification) == days


def test_the_plan_of_intervals_is_that_of_the_specification(book: MentalBook) -> None:
    names = ("unstable_days", "basic_recheck_days", "basic_unsettled_days", "stable_days", "visits_per_year")
    assert [book.days(name) for name in names] == [14, 14, 30, 90, 4]
    assert book.classification_words(1) == "1 不稳定"


codes = st.none() | st.sampled_from(["0", "1", "2", "3", "4", "5", "6", "7", "9", "12", "99", "", "无"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=5,
)
answers = st.fixed_dictionaries(
    {},
    optional={
        **{key: codes | anything for key in (*WELL, "admission") if key not in ("symptoms", "dangerous_acts")},
        "symptoms": st.lists(codes, max_size=5) | anything,
        "dangerous_acts": st.lists(st.fixed_dictionaries({"act": codes | anything}), max_size=3) | anything,
        "severe_adr": st.none() | st.booleans() | anything,
        "severe_illness": st.none() | st.booleans() | anything,
    },
)
findings = st.builds(
    Finding,
    programme=st.just("mental"),
    visit_date=st.dates(date(1990, 1, 1), date.max),
    age=st.none() | st.integers(0, 130),
    answers=answers,
    previous=st.lists(
        st.builds(PreviousVerdict, st.dates(date(1990, 1, 1), date.max), st.none() | st.integers(1, 9)), max_size=4
    ).map(tuple),
)


def verdict_of(finding: Finding) -> Verdict:
    return assess(default_rule_books().of_kind(MentalBook, TODAY), finding)


@given(findings)
def test_every_finding_has_one_well_formed_verdict(finding: Finding) -> None:
    verdict = verdict_of(finding)
    assert verdict == verdict_of(finding)
    assert verdict.classification in (None, 1, 2, 3)
    assert verdict.interval_days in (14, 30, 90)
    assert verdict.referral is None or verdict.classification == 1
    assert (verdict.interval_days == 90) is (verdict.classification == 3)
    assert verdict.reasons
    assert all(reason.endswith("）") for reason in verdict.reasons)


# Each answer from its best to its worst.
LADDERS: dict[str, list[Any]] = {
    "risk_level": ["0", "1", "2", "3", "4", "5"],
    "insight": ["1", "2", "3"],
    "sf_selfcare": ["1", "2", "3"],
    "sf_housework": ["1", "2", "3"],
    "sf_work": ["9", "1", "2", "3"],
    "sf_learning": ["1", "2", "3"],
    "sf_social": ["1", "2", "3"],
    "symptoms": [[], ["1"], ["1", "2"], ["1", "2", "3"], ["1", "2", "3", "7"]],
    "severe_adr": [False, True],
    "severe_illness": [False, True],
}
full_answers = st.fixed_dictionaries({key: st.integers(0, len(steps) - 1) for key, steps in LADDERS.items()})


@given(full_answers, st.sampled_from(sorted(LADDERS)))
def test_a_worse_answer_never_makes_the_class_milder(steps: dict[str, int], worsened: str) -> None:
    def classification(steps: dict[str, int]) -> int:
        given = {key: LADDERS[key][step] for key, step in steps.items()}
        found = verdict_of(Finding("mental", TODAY, answers=given)).classification
        assert found is not None
        return found

    last = len(LADDERS[worsened]) - 1
    worse = {**steps, worsened: min(steps[worsened] + 1, last)}
    assert classification(worse) <= classification(steps)


@given(findings)
def test_leaving_an_answer_out_never_makes_the_class_milder_to_stable(finding: Finding) -> None:
    whole = verdict_of(finding).classification
    for key in finding.answers:
        rest = {name: value for name, value in finding.answers.items() if name != key}
        if key in ("risk_level", "insight") or key.startswith("sf_"):
            part = verdict_of(dataclasses.replace(finding, answers=rest)).classification
            assert part != 3 or whole == 3
