"""What a referral freezes of the county's tables and rules at its issue: the cost hint, the criteria's edition."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from clinic_app.guidelines.referral_rules import CostEstimate, cost_estimates, cost_levels, default_referral_rules
from clinic_app.store.queries.alliance import cost_rules
from clinic_app.store.queries.reference import organisation

OUTSIDE = "outside"
EMPLOYEE = "1"
"""城镇职工基本医疗保险 in the resident's 医疗费用支付方式."""


def frozen_terms(
    connection: Connection, fields: Mapping[str, Any], on: date, payment: Collection[str] = ()
) -> dict[str, Any]:
    """`cost_hint` and `criteria_version` for the values of a referral; nothing where there is no table or no tick."""
    target = organisation(connection, str(fields.get("to_org") or ""))
    kind = target.kind if target else ""
    estimates = estimates_for(connection, kind, on, outside=fields.get("path") == OUTSIDE)
    found: dict[str, Any] = {}
    estimate = of_insurance(estimates, payment)
    if estimate is not None:
        found["cost_hint"] = estimate.as_fields()
    if fields.get("criteria"):
        found["criteria_version"] = default_referral_rules(on).version
    return found


def estimates_for(connection: Connection, kind: str, on: date, *, outside: bool = False) -> list[CostEstimate]:
    """What a stay may cost at an organisation of this kind, of each scheme; outside the alliance at both levels."""
    rules = cost_rules(connection, on)
    return [each for level in cost_levels(kind, outside=outside) for each in cost_estimates(rules, level, on)]


def of_insurance(estimates: Sequence[CostEstimate], payment: Collection[str]) -> CostEstimate | None:
    """The estimate of a person's insurance: 职工 for who is insured as an employee, 居民 for everybody else."""
    wanted = "职工" if EMPLOYEE in payment else "居民"
    return next((each for each in estimates if wanted in each.scheme), next(iter(estimates), None))
