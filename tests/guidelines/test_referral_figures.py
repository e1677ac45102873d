"""Tables of referrals by hand at their edges: hours, days, months, who is counted and who is not, diseases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from clinic_app.guidelines.indicator_definitions import default_indicator_book
from clinic_app.guidelines.indicator_facts import BaseFact, Period, ReferralFact
from clinic_app.guidelines.referral_figures import (
    DIMENSIONS,
    ReferralStatistics,
    disease_of,
    referral_definitions,
)
from clinic_app.guidelines.referral_rules import answer_hours, default_referral_rules
from clinic_app.protocol.referral_times import disease_names, referral_fact

NOW = datetime(2026, 12, 20, 4, tzinfo=UTC)
YEAR = Period(2026, None, date(2026, 12, 20), NOW)
RULES = default_referral_rules()


def slip(name: str = "s", **values: Any) -> ReferralFact:
    """A referral from V1 up to H1, issued on 2 March at ten in the morning there, with nothing since."""
    given = {"id": name, "direction": "up", "urgency": "routine", "referral_date": "2026-03-02", "sender": "V1",
             "receiver": "H1", "issued_at": "2026-03-02T02:00:00.000Z", "state": "issued", **values}  # fmt: skip
    return ReferralFact(**{**{name: "" for name in ReferralFact._fields}, **given})  # type: ignore[arg-type]


def base(year: int, area: str, discharges: int | None) -> BaseFact:
    """The yearly figures of an area with nothing but its discharges."""
    given = {"id": f"{year}:{area}", "year": year, "area": area, "hospital_discharges": discharges}
    return BaseFact(**{**{name: None for name in BaseFact._fields}, **given})  # type: ignore[arg-type]


def counted(
    *facts: ReferralFact, key: str, by: str = "month", line: str = "", period: Period = YEAR, **more: Any
) -> Any:
    """Numerator and denominator of a figure: of a line, or of the total."""
    table = ReferralStatistics(period, facts, **more).table(by)
    found = next(each for each in table.lines if each.key == line) if line else table.total
    return found[key].numerator, found[key].denominator


@pytest.mark.parametrize(
    ("urgency", "answered", "expected"),
    [
        ("routine", "2026-03-04T02:00:00.000Z", (1, 1)), ("routine", "2026-03-04T02:00:01.000Z", (0, 1)),
        ("urgent", "2026-03-03T02:00:00.000Z", (1, 1)), ("urgent", "2026-03-03T02:00:01.000Z", (0, 1)),
        ("emergency", "2026-03-02T04:00:00.000Z", (1, 1)), ("emergency", "2026-03-02T04:00:01.000Z", (0, 1)),
        ("routine", "", (0, 1)),
    ],
)  # fmt: skip
def test_an_answer_is_in_time_to_the_second_of_its_hours(urgency: str, answered: str, expected: Any) -> None:
    assert counted(slip(urgency=urgency, answered_at=answered), key="referral_answered") == expected


def test_who_still_has_time_and_what_ended_unanswered_is_not_counted() -> None:
    today = slip(referral_date="2026-12-19", issued_at="2026-12-18T05:00:00.000Z")
    assert counted(today, key="referral_answered") == (0, 0)
    for state in ("refused", "died"):
        assert counted(slip(state=state), key="referral_answered") == (0, 0)
    assert counted(slip(state="refused", answered_at="2026-03-02T03:00:00.000Z"), key="referral_answered") == (1, 1)
    assert {counted(slip(state="withdrawn"), key=each.key)[0] for each in referral_definitions()} == {0}


def test_the_hours_of_the_figures_are_those_that_the_rules_warn_by() -> None:
    hours = default_indicator_book().parameters.answer_hours
    assert {urgency: answer_hours(urgency) for urgency in hours} == hours


@pytest.mark.parametrize(
    ("followed", "today", "expected"),
    [("2026-03-24T15:59:00.000Z", date(2026, 12, 20), (1, 1)), ("2026-03-24T16:00:00.000Z", date(2026, 12, 20), (0, 1)),
     ("", date(2026, 3, 24), (0, 0)), ("", date(2026, 3, 25), (0, 1))],
)  # fmt: skip
def test_a_follow_up_within_fourteen_local_days_of_the_return(followed: str, today: date, expected: Any) -> None:
    # 22:00 UTC on the 9th is the 10th in the village; the 24th is the last day.
    fact = slip(state="returned", returned_at="2026-03-09T22:00:00.000Z", followed_up_at=followed)
    period = Period(2026, None, today, NOW)
    assert counted(fact, key="referral_followed_up", period=period) == expected


def test_the_loop_is_closed_by_arrival_result_and_follow_up_of_what_was_accepted() -> None:
    whole = {"accepted_at": "2026-03-02T03:00:00.000Z", "arrived_at": "2026-03-02T04:00:00.000Z",
             "returned_at": "2026-03-05T03:00:00.000Z", "followed_up_at": "2026-03-06T03:00:00.000Z"}  # fmt: skip
    assert counted(slip(**whole), key="referral_closed") == (1, 1)
    for missing in ("arrived_at", "returned_at", "followed_up_at"):
        assert counted(slip(**{**whole, missing: ""}), key="referral_closed") == (0, 1), missing
    assert counted(slip(returned_at=whole["returned_at"]), key="referral_closed") == (0, 0), "nobody accepted it"


def test_a_patient_goes_down_once_from_the_hospital_to_whom_sent_them() -> None:
    up = slip("up", state="returned", arrived_at="2026-03-02T04:00:00.000Z", returned_at="2026-04-01T02:00:00.000Z",
              sent_back_at="2026-04-01T02:00:00.000Z")  # fmt: skip
    down = slip("down", direction="down", sender="H1", receiver="T1", previous_id="up", referral_date="2026-04-02")
    assert counted(up, key="referrals_down") == (1, None)
    assert counted(up, key="referrals_down", by="sender", line="H1") == (1, None)
    assert counted(up, key="referrals_down", by="receiver", line="V1") == (1, None)
    assert counted(up, key="referrals_down", by="month", line="2026-04") == (1, None)
    assert counted(up, down, key="referrals_down") == (1, None), "the slip and the return are one journey"
    assert counted(up, down._replace(state="withdrawn"), key="referrals_down") == (1, None)
    assert counted(up, down._replace(previous_id=""), key="referrals_down") == (2, None)
    assert counted(up._replace(sent_back_at=""), key="referrals_down") == (0, None), "heard by telephone is not back"
    assert counted(up, down, key="referral_down_share") == (1, 1)


def test_shares_by_path_take_no_path_for_the_alliance_and_leave_out_who_does_not_travel() -> None:
    away = {"path": "outside"}
    facts = [slip("a"), slip("b", **away), slip("c", path="self", direction="level"),
             slip("d", request="consultation", **away), slip("e", direction="down", **away)]  # fmt: skip
    assert counted(*facts, key="referral_outside") == (1, 3)
    assert counted(*facts, key="referral_precise") == (0, 0)
    insured = [each._replace(insurance_registered=True) for each in facts]
    assert counted(*insured, key="referral_precise") == (1, 5)
    assert counted(*facts, key="referral_remote") == (1, None)
    assert counted(*facts, key="referrals_up") == (2, None)


def test_the_down_rate_is_divided_by_the_discharges_of_its_own_area_and_year_only() -> None:
    known = ((2026, "H1", 40), (2025, "C", 9), (2026, "C", 50), (2026, "T1", None))
    bases = [base(*each) for each in known]
    down = slip(direction="down", sender="H1", receiver="T1")
    shown = {"bases": bases, "area": "C"}
    assert counted(down, key="referral_down_rate", **shown) == (1, 50)
    assert counted(down, key="referral_down_rate", by="sender", line="H1", **shown) == (1, 40)
    assert counted(down, key="referral_down_rate", by="receiver", line="T1", **shown) == (1, None)
    received = {"bases": [base(2026, "T1", 9)], "by": "receiver", "line": "T1"}
    assert counted(down, key="referral_down_rate", **received) == (1, None), "who receives has not discharged them"
    assert counted(down, key="referral_down_rate") == (1, None)


def test_months_stand_in_order_up_to_today_and_a_quarter_has_its_own() -> None:
    found = ReferralStatistics(Period(2026, 4, date(2026, 11, 3), NOW), [slip(), slip("n", referral_date="2026-10-31")])
    table = found.table("month")
    assert [line.key for line in table.lines] == ["2026-10", "2026-11"]
    assert (table.lines[0]["referrals_up"].numerator, table.total["referrals_up"].numerator) == (1, 1)
    assert ReferralStatistics(Period(2027, None, date(2026, 12, 20), NOW), []).table("month").lines == ()


def test_every_referral_is_in_one_line_of_each_dimension_and_lines_sum_to_the_total() -> None:
    facts = [slip("a"), slip("b", sender="", disease="stroke"), slip("c", receiver="H2", disease="hypertension")]
    found = ReferralStatistics(YEAR, facts, names={"H1": "演示县医院", **disease_names()})
    for by in DIMENSIONS:
        table = found.table(by)
        assert sum(line["referrals_up"].numerator for line in table.lines) == table.total["referrals_up"].numerator == 3
    assert {line.name for line in found.table("sender").lines} == {"V1", "未登记"}
    assert {line.name for line in found.table("disease").lines} == {"未归类", "脑卒中", "高血压"}


@pytest.mark.parametrize(
    ("fields", "disease"),
    [
        ({"suspicion": "stroke", "initial_impression": "高血压"}, "emergency:stroke"),
        ({"initial_impression": "高血压3级"}, "hypertension"), ({"initial_impression": "低血糖"}, "diabetes"),
        ({"initial_impression": "骨折"}, ""), ({}, ""),
        ({"criteria": ["unknown"], "initial_impression": "中风"}, "stroke"),
    ],
)  # fmt: skip
def test_a_slip_is_counted_under_its_emergency_its_criterion_or_what_its_impression_names(
    fields: dict[str, Any], disease: str
) -> None:
    assert disease_of(fields, RULES) == disease


def test_a_ticked_criterion_names_the_disease_before_the_words_do() -> None:
    criterion = next(each for each in RULES.criteria_list if each.disease == "diabetes")
    assert disease_of({"criteria": [criterion.code], "initial_impression": "高血压"}, RULES) == "diabetes"


def test_a_fact_takes_what_the_sender_added_later_and_the_receiver_after_a_redirect() -> None:
    referral = {"from_org": "V1", "to_org": "H1", "direction": "up", "initial_impression": "待查", "path": "alliance"}
    events = [
        {"event": "issue", "organisation": "V1", "happened_at": "2026-03-02T02:00:00.000Z"},
        {"event": "redirect", "organisation": "H1", "to_org": "H2", "happened_at": "2026-03-02T03:00:00.000Z"},
        {"event": "complete", "organisation": "V1", "happened_at": "2026-03-02T04:00:00.000Z",
         "supplement": {"initial_impression": "脑梗死", "path": "outside", "insurance_registered": True}},
    ]  # fmt: skip
    fact = referral_fact("r", referral, events)
    assert (fact.sender, fact.receiver, fact.disease, fact.path) == ("V1", "H2", "stroke", "outside")
    assert fact.insurance_registered
    assert fact.sent_back_at == ""
