from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from clinic_app.guidelines.referral_rules import (
    CostEstimate,
    CostRule,
    ReferralRules,
    cost_estimate,
    cost_estimates,
    cost_levels,
    default_referral_rules,
    estimate_of,
    steady_cost,
)

DAY = date(2026, 11, 20)
TABLE = [
    CostRule("城乡居民", date(2025, 1, 1), "county", "500", "75", "旧表"),
    CostRule("城乡居民", date(2026, 7, 1), "county", "600", "72.5", "新表"),
    CostRule("城乡居民", date(2026, 7, 1), "township", "300", "80"),
    CostRule("职工", date(2026, 1, 1), "county", "400", "85"),
    CostRule("职工", date(2027, 1, 1), "county", "300", "88"),
]


@pytest.fixture(scope="module")
def rules() -> ReferralRules:
    return default_referral_rules(DAY)


def amounts(*costs: str, last: date = DAY) -> dict[date, Decimal]:
    return {last - timedelta(days=back): Decimal(cost) for back, cost in enumerate(reversed(costs))}


def test_the_line_in_force_on_the_day_is_the_estimate_of_each_scheme() -> None:
    found = cost_estimates(TABLE, "county", DAY)
    assert [(each.scheme, each.deductible, each.rate, each.valid_from) for each in found] == [
        ("城乡居民", "600", "72.5", "2026-07-01"),
        ("职工", "400", "85", "2026-01-01"),
    ]
    before = cost_estimate(TABLE, "county", date(2026, 6, 30))
    assert before is not None
    assert (before.deductible, before.source) == ("500", "旧表")
    assert cost_estimate(TABLE, "county", date(2026, 7, 1)) == found[0]
    assert cost_estimate(TABLE, "county", DAY, "职工") == found[1]
    assert cost_estimate(TABLE, "county", DAY, "没有的") is None
    assert cost_estimate(TABLE, "city", DAY) is None
    assert cost_estimates([], "county", DAY) == ()


def test_an_estimate_says_its_date_and_that_it_is_one_and_is_frozen_in_the_referral() -> None:
    found = cost_estimate(TABLE, "county", DAY)
    assert found is not None
    assert found.words == "县级住院：起付线600元，报销72.5%（城乡居民，2026-07-01起执行的费用表，估算）"
    assert estimate_of(found.as_fields()) == found
    assert estimate_of({}) is None
    kept = estimate_of({"level": "county", "valid_from": "2026-07-01", "rate": 75, "of_a_newer_peer": 1})
    assert kept == CostEstimate("", "county", "", "75", "2026-07-01")


@pytest.mark.parametrize(
    ("kind", "outside", "levels"),
    [
        ("township_centre", False, ("township",)),
        ("village_clinic", False, ("township",)),
        ("county_hospital", False, ("county",)),
        ("bureau", False, ()),
        ("county_hospital", True, ("city", "outside")),
        ("", True, ("city", "outside")),
    ],
)
def test_where_a_patient_goes_says_at_which_level_the_stay_is_settled(
    kind: str, outside: bool, levels: tuple[str, ...]
) -> None:
    assert cost_levels(kind, outside=outside) == levels


def test_three_days_within_a_fifth_of_their_mean_are_steady(rules: ReferralRules) -> None:
    found = steady_cost(rules, amounts("900", "400", "440", "360"))
    assert found is not None
    assert found.steady
    assert (found.mean, found.spread_percent) == (Decimal("400.00"), Decimal("20.0"))
    assert found.days == (date(2026, 11, 18), date(2026, 11, 19), DAY)
    assert found.reasons == (
        "11-18至11-20连续3天日费用：400、440、360元，平均400.00元",
        "最高与最低相差平均数的20.0%，不超过20%（各病种通用，规则RF-15）",
        "费用平稳，可考虑下转，由医生决定",
    )
    assert (found.rule, found.version) == ("RF-15", "referral-2026-11")


def test_a_little_more_than_the_tolerance_is_not_steady(rules: ReferralRules) -> None:
    found = steady_cost(rules, amounts("400", "440.01", "359.99"))
    assert found is not None
    assert not found.steady
    assert found.reasons[1] == "最高与最低相差平均数的20.1%，超过20%（各病种通用，规则RF-15）"
    assert found.reasons[2] == "费用还不平稳"


def test_a_disease_has_days_and_tolerance_of_its_own(rules: ReferralRules) -> None:
    steady = amounts("400", "400", "400", "400", "400")
    assert steady_cost(rules, {day: cost for day, cost in steady.items() if day > min(steady)}, "stroke") is None
    found = steady_cost(rules, steady, "stroke")
    assert found is not None
    assert found.steady
    assert "脑卒中" in found.reasons[1]
    uneven = steady_cost(rules, amounts("430", "400", "400", "400", "369.99"), "stroke")
    assert uneven is not None
    assert not uneven.steady


def test_a_day_that_nobody_entered_gives_no_hint(rules: ReferralRules) -> None:
    given = amounts("400", "400", "400")
    del given[DAY - timedelta(days=1)]
    assert steady_cost(rules, given) is None
    assert steady_cost(rules, {}) is None
    assert steady_cost(rules, amounts("400", "400")) is None


def test_days_that_cost_nothing_are_steady_and_divide_nothing(rules: ReferralRules) -> None:
    found = steady_cost(rules, amounts("0", "0", "0"))
    assert found is not None
    assert found.steady
    assert found.spread_percent == Decimal("0.0")
