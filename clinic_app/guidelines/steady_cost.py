"""A hint that an inpatient may go down: the daily cost has been steady for some days. The doctor decides. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from clinic_app.guidelines.referral_book import ReferralRules, SteadyRule


@dataclass(frozen=True)
class SteadyCost:
    """What the last days say. `steady` is the hint; `reasons` explain it either way."""

    steady: bool
    days: tuple[date, ...]
    mean: Decimal
    spread_percent: Decimal
    rule: str
    version: str
    reasons: tuple[str, ...]


def steady_cost(rules: ReferralRules, amounts: Mapping[date, Decimal], disease: str = "") -> SteadyCost | None:
    """Whether the cost per day (yuan, by day) was steady on the last days entered; None before there are enough.

    Steady: on so many days in a row, the last one entered included, the highest and the lowest lie no further apart
    than the tolerance in percent of their mean. Days and tolerance are those of the disease in the rule file.
    """
    rule = rules.steady_rule(disease)
    if not amounts:
        return None
    last = max(amounts)
    days = tuple(last - timedelta(days=back) for back in reversed(range(rule.days)))
    missing = [day for day in days if day not in amounts]
    if missing:
        return None
    costs = [amounts[day] for day in days]
    mean = sum(costs, Decimal(0)) / len(costs)
    exact = (max(costs) - min(costs)) / mean * 100 if mean else Decimal(0)
    # Upwards, so that what is a little too much never reads like the tolerance itself.
    spread = exact.quantize(Decimal("0.1"), ROUND_CEILING)
    steady = exact <= rule.tolerance_percent
    return SteadyCost(
        steady=steady,
        days=days,
        mean=mean.quantize(Decimal("0.01"), ROUND_HALF_UP),
        spread_percent=spread,
        rule=rule.rule,
        version=rules.version,
        reasons=_reasons(rules, rule, days, costs, mean, spread, steady),
    )


def _reasons(
    rules: ReferralRules,
    rule: SteadyRule,
    days: tuple[date, ...],
    costs: list[Decimal],
    mean: Decimal,
    spread: Decimal,
    steady: bool,
) -> tuple[str, ...]:
    disease = rules.diseases[rule.disease].name if rule.disease else "各病种通用"
    shown = "、".join(f"{cost:f}" for cost in costs)
    within = "不超过" if steady else "超过"
    return (
        f"{days[0]:%m-%d}至{days[-1]:%m-%d}连续{rule.days}天日费用：{shown}元，平均{mean:.2f}元",
        f"最高与最低相差平均数的{spread}%，{within}{rule.tolerance_percent:f}%（{disease}，规则{rule.rule}）",
        "费用平稳，可考虑下转，由医生决定" if steady else "费用还不平稳",
    )
