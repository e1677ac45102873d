"""What a stay in hospital may cost a patient, from the county's dated table; always an estimate. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

LEVEL_WORD = {"township": "乡镇", "county": "县级", "city": "市级", "outside": "统筹区外"}
LEVEL_OF_KIND = {"village_clinic": "township", "township_centre": "township", "county_hospital": "county"}
OUTSIDE_LEVELS = ("city", "outside")


@dataclass(frozen=True)
class CostRule:
    """One line of the county's table: yuan and percent as decimal texts, in force from a day on."""

    scheme: str
    valid_from: date
    level: str
    deductible: str
    rate: str
    source: str = ""


@dataclass(frozen=True)
class CostEstimate:
    """Deductible (起付线, yuan) and reimbursement (报销比例, %) of a stay at a level, with the table's date."""

    scheme: str
    level: str
    deductible: str
    rate: str
    valid_from: str
    source: str = ""

    def as_fields(self) -> dict[str, str]:
        """What a referral freezes as `cost_hint`; `estimate_of` reads it again."""
        return asdict(self)

    @property
    def words(self) -> str:
        """`县级住院：起付线600元，报销75%（城乡居民，2026-01-01起执行的费用表，估算）`."""
        level = LEVEL_WORD.get(self.level, self.level)
        return (
            f"{level}住院：起付线{self.deductible}元，报销{self.rate}%"
            f"（{self.scheme}，{self.valid_from}起执行的费用表，估算）"
        )


def estimate_of(cost_hint: Mapping[str, Any]) -> CostEstimate | None:
    """The estimate that a referral carries; None where it carries none."""
    if not cost_hint.get("level") or not cost_hint.get("valid_from"):
        return None
    names = CostEstimate.__dataclass_fields__
    return CostEstimate(**{name: str(cost_hint.get(name) or "") for name in names})


def cost_levels(target_kind: str, *, outside: bool = False) -> tuple[str, ...]:
    """The levels of the table at which a referral to this kind of organisation may be settled.

    Outside the alliance nobody knows which of two it will be, so both are told.
    """
    if outside:
        return OUTSIDE_LEVELS
    level = LEVEL_OF_KIND.get(target_kind)
    return (level,) if level else ()


def cost_estimates(rules: Iterable[CostRule], level: str, on: date) -> tuple[CostEstimate, ...]:
    """The estimate of each insurance scheme for a stay at `level` beginning on a day; empty without a table."""
    newest: dict[str, CostRule] = {}
    for rule in rules:
        known = newest.get(rule.scheme)
        begun = rule.level == level and rule.valid_from <= on
        if begun and (known is None or known.valid_from < rule.valid_from):
            newest[rule.scheme] = rule
    return tuple(_estimate(newest[scheme]) for scheme in sorted(newest))


def cost_estimate(rules: Iterable[CostRule], level: str, on: date, scheme: str = "") -> CostEstimate | None:
    """The estimate of one scheme, or of the first where none is named; None when the table does not have it."""
    found = cost_estimates(rules, level, on)
    return next((each for each in found if scheme in ("", each.scheme)), None)


def _estimate(rule: CostRule) -> CostEstimate:
    return CostEstimate(rule.scheme, rule.level, rule.deductible, rule.rate, rule.valid_from.isoformat(), rule.source)
