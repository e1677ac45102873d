"""What the rules make of a follow-up: boundary values by hand (third edition, HN-04, DN-04), then properties."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.guidelines import (
    Finding,
    PreviousVerdict,
    RuleBook,
    RuleBooks,
    Verdict,
    assess,
    consecutive_uncontrolled,
    default_rule_books,
)

TODAY = date(2026, 11, 22)
IN_TWO_WEEKS = date(2026, 12, 6)
IN_NINETY_DAYS = date(2027, 2, 20)


def pressure(book: RuleBook, sbp: int | None, dbp: int | None, age: int | None = 60, **more: Any) -> Verdict:
    return assess(book, Finding("hypertension", TODAY, age=age, sbp=sbp, dbp=dbp, **more))


def glucose(book: RuleBook, fbg: str | None, **more: Any) -> Verdict:
    number = None if fbg is None else Decimal(fbg)
    more.setdefault("age", 60)
    return assess(book, Finding("diabetes", TODAY, fbg=number, **more))


def earlier(*classifications: int | None) -> tuple[PreviousVerdict, ...]:
    """Verdicts ten days apart, the last one given ten days ago."""
    count = len(classifications)
    return tuple(
        PreviousVerdict(TODAY - timedelta(days=10 * (count - index)), each)
        for index, each in enumerate(classifications)
    )


@pytest.mark.parametrize(
    ("age", "sbp", "dbp", "met"),
    [
        (64, 139, 89, True),
        (64, 140, 89, False),
        (64, 141, 89, False),
        (64, 139, 90, False),
        (64, 139, 91, False),
        (65, 140, 89, True),
        (65, 149, 89, True),
        (65, 150, 89, False),
        (65, 151, 89, False),
        (65, 149, 90, False),
        (90, 149, 89, True),
        (0, 139, 89, True),
        (0, 140, 89, False),
    ],
)
def test_the_hypertension_assessment_target_depends_on_age_65(
    hypertension: RuleBook, age: int, sbp: int, dbp: int, met: bool
) -> None:
    verdict = pressure(hypertension, sbp, dbp, age)
    assert verdict.meets_assessment_target is met
    assert verdict.classification == (1 if met else 2)
    assert verdict.referral is None
    assert verdict.next_visit_date == (IN_NINETY_DAYS if met else IN_TWO_WEEKS)


@pytest.mark.parametrize(
    ("age", "sbp", "dbp", "met"),
    [
        (79, 129, 79, True),
        (79, 130, 79, False),
        (79, 129, 80, False),
        (80, 130, 80, True),
        (80, 149, 89, True),
        (80, 150, 89, False),
        (80, 149, 90, False),
    ],
)
def test_the_hypertension_clinical_target_depends_on_age_80(
    hypertension: RuleBook, age: int, sbp: int, dbp: int, met: bool
) -> None:
    assert pressure(hypertension, sbp, dbp, age).meets_clinical_target is met


def test_the_two_targets_are_judged_apart(hypertension: RuleBook) -> None:
    verdict = pressure(hypertension, 135, 85, 70)
    assert (verdict.meets_assessment_target, verdict.meets_clinical_target) == (True, False)
    assert (verdict.assessment_target, verdict.clinical_target) == ("<150/90", "<130/80")
    assert verdict.classification == 1
    assert "收缩压 135 ≥ 130，未达临床目标 <130/80（HN-04）" in verdict.reasons


def test_from_eighty_on_the_lower_tolerated_aim_is_named_while_it_is_not_reached(hypertension: RuleBook) -> None:
    note = "能耐受时，血压可再降到 <140/90（HN-04）"
    assert note in pressure(hypertension, 140, 80, 80).reasons
    assert note not in pressure(hypertension, 139, 80, 80).reasons
    assert note not in pressure(hypertension, 129, 79, 79).reasons


@pytest.mark.parametrize(
    ("sbp", "dbp", "referral"),
    [(179, 109, None), (180, 109, "urgent"), (181, 80, "urgent"), (179, 110, "urgent"), (150, 111, "urgent")],
)
def test_crisis_pressure_proposes_an_urgent_referral(
    hypertension: RuleBook, sbp: int, dbp: int, referral: str | None
) -> None:
    verdict = pressure(hypertension, sbp, dbp)
    assert verdict.referral == referral
    assert verdict.classification == 2
    assert verdict.next_visit_date == IN_TWO_WEEKS
    assert ("H-06" in verdict.rule_ids) is (referral == "urgent")


def test_each_danger_sign_alone_proposes_an_urgent_referral(books: RuleBooks) -> None:
    for book in books.books:
        for sign in book.danger_signs:
            finding = Finding(book.programme, TODAY, age=60, sbp=120, dbp=70, fbg=Decimal("6.0"))
            verdict = assess(book, dataclasses.replace(finding, danger_signs=(sign.code,)))
            assert verdict.referral == "urgent", sign.words
            assert verdict.next_visit_date == IN_TWO_WEEKS
            assert any(sign.words in reason for reason in verdict.reasons)


def test_a_danger_sign_with_pressure_on_target_stays_controlled_and_is_urgent(hypertension: RuleBook) -> None:
    verdict = pressure(hypertension, 120, 70, danger_signs=("7",))
    assert (verdict.classification, verdict.referral) == (1, "urgent")
    assert verdict.next_visit_date == IN_TWO_WEEKS
    assert "分类只看血压控制；危急情况不因控制满意而减轻，仍紧急转诊（H-06）" in verdict.reasons


def test_the_answer_none_is_no_danger_sign(hypertension: RuleBook) -> None:
    assert pressure(hypertension, 120, 70, danger_signs=("0",)).referral is None


def test_a_danger_sign_of_a_newer_rule_file_counts_as_danger(hypertension: RuleBook) -> None:
    verdict = pressure(hypertension, 120, 70, danger_signs=("77",))
    assert verdict.referral == "urgent"
    assert "危急情况代码 77 不在本版规则内，按危急情况处理，紧急转诊（H-06）" in verdict.reasons


def test_symptoms_never_imply_a_danger_sign(hypertension: RuleBook, diabetes: RuleBook) -> None:
    every = tuple(str(code) for code in range(1, 11))
    assert pressure(hypertension, 120, 70, symptoms=every) == pressure(hypertension, 120, 70)
    assert glucose(diabetes, "6.0", symptoms=every) == glucose(diabetes, "6.0")


@pytest.mark.parametrize(
    ("adr", "new_complication", "sbp", "classification"),
    [
        ("1", False, 120, 1),
        ("1", False, 150, 2),
        ("2", False, 120, 3),
        ("2", False, 150, 3),
        ("1", True, 120, 4),
        ("2", True, 150, 4),
    ],
)
def test_of_several_classes_the_most_severe_is_taken(
    hypertension: RuleBook, adr: str, new_complication: bool, sbp: int, classification: int
) -> None:
    verdict = pressure(hypertension, sbp, 80, adr=adr, new_complication=new_complication)
    assert verdict.classification == classification
    assert verdict.next_visit_date == (IN_NINETY_DAYS if classification == 1 else IN_TWO_WEEKS)


def test_coexisting_classes_are_explained(hypertension: RuleBook) -> None:
    verdict = pressure(hypertension, 150, 80, adr="2")
    assert "几种情况并存，取最严重的一种，记为 3 不良反应（H-13）" in verdict.reasons
    assert "收缩压 150 ≥ 140，血压未达考核目标（H-08）" in verdict.reasons


def test_a_complication_proposes_a_routine_referral_and_danger_makes_it_urgent(hypertension: RuleBook) -> None:
    assert pressure(hypertension, 120, 70, new_complication=True).referral == "routine"
    assert pressure(hypertension, 180, 70, new_complication=True).referral == "urgent"


@pytest.mark.parametrize(
    ("before", "consecutive", "referral"),
    [
        ((), 1, None),
        ((1,), 1, None),
        ((2,), 2, "routine"),
        ((3,), 2, "routine"),
        ((2, 1), 1, None),
        ((1, 2), 2, "routine"),
        ((2, 3), 3, "routine"),
        ((2, 2, 2), 4, "routine"),
        ((4,), 1, None),
        ((2, 4), 1, None),
        ((2, None), 2, "routine"),
        ((None,), 1, None),
    ],
)
def test_the_second_and_later_consecutive_bad_follow_up_proposes_a_referral(
    hypertension: RuleBook, before: tuple[int | None, ...], consecutive: int, referral: str | None
) -> None:
    bad_pressure = pressure(hypertension, 150, 80, previous=earlier(*before))
    bad_drug = pressure(hypertension, 120, 70, adr="2", previous=earlier(*before))
    for verdict in (bad_pressure, bad_drug):
        assert (verdict.consecutive, verdict.referral) == (consecutive, referral)


def test_a_controlled_follow_up_ends_the_row(hypertension: RuleBook) -> None:
    verdict = pressure(hypertension, 120, 70, previous=earlier(2, 2, 3))
    assert (verdict.consecutive, verdict.referral, verdict.next_visit_date) == (0, None, IN_NINETY_DAYS)


def test_the_row_does_not_depend_on_the_order_given() -> None:
    row = earlier(2, 1, 3, 2)
    assert consecutive_uncontrolled(row, TODAY) == 2
    assert consecutive_uncontrolled(reversed(row), TODAY) == 2


def test_follow_ups_on_the_day_itself_or_later_are_not_before_it() -> None:
    later = (PreviousVerdict(TODAY, 2), PreviousVerdict(TODAY + timedelta(days=1), 2))
    assert consecutive_uncontrolled(later, TODAY) == 0
    assert consecutive_uncontrolled(later, TODAY + timedelta(days=1)) == 1


def test_several_follow_ups_on_one_day_count_once_and_any_bad_one_counts() -> None:
    day = TODAY - timedelta(days=14)
    assert consecutive_uncontrolled((PreviousVerdict(day, 2), PreviousVerdict(day, 1)), TODAY) == 1
    assert consecutive_uncontrolled((PreviousVerdict(day, 1), PreviousVerdict(day, 2)), TODAY) == 1
    assert consecutive_uncontrolled((PreviousVerdict(day, 2), PreviousVerdict(day, 3)), TODAY) == 1


def test_the_second_bad_follow_up_says_why_it_refers(hypertension: RuleBook) -> None:
    verdict = pressure(hypertension, 152, 96, 67, previous=earlier(2))
    assert verdict.reasons == (
        "收缩压 152 ≥ 150，血压未达考核目标（H-08）",
        "舒张压 96 ≥ 90，血压未达考核目标（H-08）",
        "记为 2 控制不满意（H-10）",
        "连续第 2 次控制不满意或不良反应，建议转诊（H-11）",
        "收缩压 152 ≥ 130，未达临床目标 <130/80（HN-04）",
        "舒张压 96 ≥ 80，未达临床目标 <130/80（HN-04）",
        "转诊后 14 天内主动随访转诊情况（H-11）",
    )
    assert verdict.rule_ids == ("H-08", "H-10", "H-11", "HN-04")
    assert verdict.rule_version == "hypertension-2026-03"


def test_without_an_age_the_stricter_target_is_used_and_named(hypertension: RuleBook) -> None:
    assert pressure(hypertension, 139, 89, None).classification == 1
    verdict = pressure(hypertension, 140, 89, None)
    assert (verdict.classification, verdict.meets_clinical_target) == (2, False)
    assert (verdict.assessment_target, verdict.clinical_target) == ("<140/90", "<130/80")
    assert "没有年龄，按较严的目标 <140/90 判断（H-08）" in verdict.reasons


@pytest.mark.parametrize(
    ("sbp", "dbp", "label"), [(120, None, "舒张压"), (None, 70, "收缩压"), (None, None, "收缩压、舒张压")]
)
def test_half_a_pressure_on_target_cannot_be_judged(
    hypertension: RuleBook, sbp: int | None, dbp: int | None, label: str
) -> None:
    verdict = pressure(hypertension, sbp, dbp)
    assert verdict.classification is None
    assert verdict.meets_assessment_target is None
    assert verdict.meets_clinical_target is None
    assert (verdict.referral, verdict.next_visit_date) == (None, IN_TWO_WEEKS)
    assert f"没有{label}，不能判断是否达到考核目标（H-08）" in verdict.reasons
    assert "不能判为控制满意，补测后再分类（H-09）" in verdict.reasons


def test_half_a_pressure_off_target_is_enough_to_be_uncontrolled(hypertension: RuleBook) -> None:
    verdict = pressure(hypertension, 140, None)
    assert (verdict.classification, verdict.meets_assessment_target) == (2, False)
    assert pressure(hypertension, None, 110).referral == "urgent"


def test_without_measurements_reaction_complication_and_danger_still_count(hypertension: RuleBook) -> None:
    assert pressure(hypertension, None, None, adr="2").classification == 3
    assert pressure(hypertension, None, None, new_complication=True).classification == 4
    danger = pressure(hypertension, None, None, danger_signs=("1",))
    assert (danger.classification, danger.referral) == (None, "urgent")


@pytest.mark.parametrize(
    ("fbg", "classification", "assessment", "clinical", "referral"),
    [
        ("3.8", 2, True, False, "urgent"),
        ("3.9", 2, True, False, "urgent"),
        ("4.0", 1, True, False, None),
        ("4.3", 1, True, False, None),
        ("4.4", 1, True, True, None),
        ("6.9", 1, True, True, None),
        ("6.99", 1, True, True, None),
        ("7.0", 2, False, True, None),
        ("7.1", 2, False, False, None),
        ("16.6", 2, False, False, None),
        ("16.7", 2, False, False, "urgent"),
        ("16.8", 2, False, False, "urgent"),
    ],
)
def test_fasting_glucose_at_each_limit(
    diabetes: RuleBook, fbg: str, classification: int, assessment: bool, clinical: bool, referral: str | None
) -> None:
    verdict = glucose(diabetes, fbg)
    assert verdict.classification == classification
    assert verdict.meets_assessment_target is assessment
    assert verdict.meets_clinical_target is clinical
    assert verdict.referral == referral
    assert verdict.next_visit_date == (IN_NINETY_DAYS if classification == 1 else IN_TWO_WEEKS)


def test_low_glucose_says_why_it_is_not_controlled(diabetes: RuleBook) -> None:
    verdict = glucose(diabetes, "3.9")
    assert "空腹血糖 3.9 ≤ 3.9，是低血糖，虽低于考核目标也不能算控制满意（D-04）" in verdict.reasons
    assert "空腹血糖 3.9 ≤ 3.9，属危急情况，处理后紧急转诊（D-04）" in verdict.reasons


@pytest.mark.parametrize(
    ("sbp", "dbp", "clinical"),
    [(129, 79, True), (130, 79, False), (129, 80, False), (None, None, True), (129, None, None), (None, 80, False)],
)
def test_the_diabetes_clinical_target_takes_pressure_where_it_was_given(
    diabetes: RuleBook, sbp: int | None, dbp: int | None, clinical: bool | None
) -> None:
    verdict = glucose(diabetes, "6.0", sbp=sbp, dbp=dbp)
    assert verdict.meets_clinical_target is clinical
    assert (verdict.classification, verdict.meets_assessment_target) == (1, True)


def test_a_clinical_target_met_without_a_pressure_does_not_speak_of_pressure(diabetes: RuleBook) -> None:
    assert "达到临床目标 4.4-7.0（DN-04）" in glucose(diabetes, "6.0").reasons
    assert "达到临床目标 4.4-7.0，血压<130/80（DN-04）" in glucose(diabetes, "6.0", sbp=120, dbp=70).reasons


@pytest.mark.parametrize(("sbp", "dbp", "referral"), [(179, 109, None), (180, 90, "urgent"), (150, 110, "urgent")])
def test_crisis_pressure_of_a_diabetic_is_urgent_and_leaves_the_glucose_class(
    diabetes: RuleBook, sbp: int, dbp: int, referral: str | None
) -> None:
    verdict = glucose(diabetes, "6.0", sbp=sbp, dbp=dbp)
    assert (verdict.classification, verdict.referral) == (1, referral)
    assert verdict.next_visit_date == (IN_TWO_WEEKS if referral else IN_NINETY_DAYS)


def test_a_diabetic_without_glucose_cannot_be_judged(diabetes: RuleBook) -> None:
    verdict = glucose(diabetes, None, sbp=120, dbp=70)
    assert (verdict.classification, verdict.meets_assessment_target) == (None, None)
    assert "没有空腹血糖，不能判断是否达到考核目标（D-07）" in verdict.reasons


def test_age_plays_no_part_in_diabetes(diabetes: RuleBook) -> None:
    assert glucose(diabetes, "6.0", age=None) == glucose(diabetes, "6.0", age=90)


def test_the_second_bad_glucose_proposes_a_referral(diabetes: RuleBook) -> None:
    verdict = glucose(diabetes, "7.0", previous=earlier(1, 3))
    assert verdict.referral == "routine"
    assert "连续第 2 次控制不满意或不良反应，建议转诊（D-09）" in verdict.reasons


def test_an_expired_edition_still_judges_and_says_so(hypertension: RuleBook) -> None:
    until_yesterday = dataclasses.replace(hypertension, valid_until=TODAY - timedelta(days=1))
    until_today = dataclasses.replace(hypertension, valid_until=TODAY)
    note = "规则 hypertension-2026-03 的有效期到 2026-11-21，新版未到之前仍按它判断"
    assert note in pressure(until_yesterday, 120, 70).reasons
    assert pressure(until_today, 120, 70) == pressure(hypertension, 120, 70)


def test_rules_of_another_programme_do_not_judge(diabetes: RuleBook) -> None:
    with pytest.raises(ValueError, match="diabetes"):
        assess(diabetes, Finding("hypertension", TODAY))


def test_the_end_of_the_calendar_is_not_passed(hypertension: RuleBook) -> None:
    verdict = assess(hypertension, Finding("hypertension", date.max, age=60, sbp=120, dbp=70))
    assert verdict.next_visit_date == date.max


days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
findings = st.builds(
    Finding,
    programme=st.sampled_from(["hypertension", "diabetes"]),
    visit_date=days,
    age=st.none() | st.integers(-5, 150),
    sbp=st.none() | st.integers(0, 400),
    dbp=st.none() | st.integers(0, 300),
    fbg=st.none() | st.decimals(allow_nan=True, allow_infinity=True),
    symptoms=st.lists(st.text(max_size=3), max_size=3).map(tuple),
    danger_signs=st.lists(st.sampled_from(["0", "1", "5", "12", "99", "x"]), max_size=3).map(tuple),
    adr=st.sampled_from([None, "1", "2", "9"]),
    new_complication=st.booleans(),
    previous=st.lists(
        st.builds(PreviousVerdict, visit_date=days, classification=st.none() | st.integers(1, 4)), max_size=4
    ).map(tuple),
)


def verdict_of(finding: Finding) -> Verdict:
    return assess(default_rule_books().in_force(finding.programme, finding.visit_date), finding)


@given(findings)
def test_every_finding_has_one_well_formed_verdict(finding: Finding) -> None:
    verdict = verdict_of(finding)
    assert verdict == verdict_of(finding)
    assert verdict.classification in (None, 1, 2, 3, 4)
    assert verdict.next_visit_date is not None
    interval = (verdict.next_visit_date - finding.visit_date).days
    assert interval == (90 if verdict.classification == 1 and verdict.referral is None else 14)
    assert verdict.reasons
    assert all(reason.endswith("）") for reason in verdict.reasons)
    if verdict.classification == 4:
        assert verdict.referral is not None
    if verdict.classification == 1:
        assert verdict.meets_assessment_target is True


def severity(verdict: Verdict) -> tuple[int, int]:
    return verdict.classification or 0, (None, "routine", "urgent").index(verdict.referral)


@given(findings, st.integers(40, 300), st.integers(20, 200), st.integers(0, 150), st.integers(0, 150))
def test_a_higher_pressure_never_lowers_the_severity(
    finding: Finding, sbp: int, dbp: int, more_sbp: int, more_dbp: int
) -> None:
    low = verdict_of(dataclasses.replace(finding, sbp=sbp, dbp=dbp))
    high = verdict_of(dataclasses.replace(finding, sbp=sbp + more_sbp, dbp=dbp + more_dbp))
    assert all(after >= before for before, after in zip(severity(low), severity(high), strict=True))


@given(findings, st.decimals("4.0", "60", places=1), st.decimals("0", "30", places=1))
def test_above_the_hypoglycaemic_range_a_higher_glucose_never_lowers_the_severity(
    finding: Finding, fbg: Decimal, more: Decimal
) -> None:
    diabetic = dataclasses.replace(finding, programme="diabetes", danger_signs=(), sbp=120, dbp=70)
    low = verdict_of(dataclasses.replace(diabetic, fbg=fbg))
    high = verdict_of(dataclasses.replace(diabetic, fbg=fbg + more))
    assert all(after >= before for before, after in zip(severity(low), severity(high), strict=True))


@given(findings)
def test_the_order_of_earlier_verdicts_does_not_matter(finding: Finding) -> None:
    turned = dataclasses.replace(finding, previous=tuple(reversed(finding.previous)))
    assert verdict_of(turned) == verdict_of(finding)
