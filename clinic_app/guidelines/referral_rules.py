"""The referral rules in force, and what they say of one choice: levels, own lists, windows, recognised results. Pure.

Criteria, check-lists and numbers of days are in `resources/guidelines/referral-*.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clinic_app.guidelines.indicator_definitions import default_indicator_book
from clinic_app.guidelines.referral_book import (
    ChecklistItem,
    Criterion,
    Disease,
    ReferralRules,
    SteadyRule,
    Window,
)
from clinic_app.guidelines.referral_cost import (
    CostEstimate,
    CostRule,
    cost_estimate,
    cost_estimates,
    cost_levels,
    estimate_of,
)
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.guidelines.steady_cost import SteadyCost, steady_cost

__all__ = [
    "ChecklistItem",
    "CostEstimate",
    "CostRule",
    "Criterion",
    "Disease",
    "LevelSkip",
    "OwnDisease",
    "RecognisedItem",
    "ReferralRules",
    "SteadyCost",
    "SteadyRule",
    "Window",
    "answer_hours",
    "cost_estimate",
    "cost_estimates",
    "cost_levels",
    "default_referral_rules",
    "estimate_of",
    "in_own_list",
    "recognised",
    "skips_level",
    "steady_cost",
    "time_left",
]

OUTSIDE = "outside"
EMERGENCY = "emergency"


@dataclass(frozen=True)
class LevelSkip:
    """The kinds of organisation that a referral passes over, why that is asked about, and the rule's number."""

    skipped: tuple[str, ...]
    words: str
    rule: str


@dataclass(frozen=True)
class OwnDisease:
    """A disease that a kind of organisation is expected to treat itself (本机构病种)."""

    code: str
    name: str


@dataclass(frozen=True)
class RecognisedItem:
    """A test whose result counts at every organisation of the alliance for some days (互认)."""

    code: str
    name: str
    valid_days: int


def default_referral_rules(on: date | None = None) -> ReferralRules:
    """The shipped rules in force on a day, the newest edition when no day is given."""
    return default_rule_books().referral_in_force(on or date.max)


def answer_hours(urgency: str) -> int:
    """Within how many hours a receiver is expected to answer; the same limit that the indicators count by."""
    hours = default_indicator_book().parameters.answer_hours
    return hours.get(urgency, hours["routine"])


def time_left(window: Window, onset: datetime, now: datetime) -> timedelta:
    """What is left of the window at this moment; negative once it has closed."""
    return onset + window.length - now


def skips_level(
    rules: ReferralRules, own_kind: str, target_kind: str, *, outside: bool = False, urgency: str = "routine"
) -> LevelSkip | None:
    """The levels that an upward referral passes over (逐级转诊), to be asked about and never refused.

    None for one level up, for level and downward referrals, for kinds that the rules do not place, and in an
    emergency, where the way is the shortest one.
    """
    target = OUTSIDE if outside else target_kind
    if urgency == EMERGENCY or own_kind not in rules.levels or target not in rules.levels:
        return None
    skipped = rules.levels[rules.levels.index(own_kind) + 1 : rules.levels.index(target)]
    if not skipped:
        return None
    names = "、".join(rules.level_words[kind] for kind in skipped)
    return LevelSkip(skipped, f"越过{names}，请写明原因", rules.level_rule)


def in_own_list(diseases: Iterable[OwnDisease], impression: str) -> tuple[OwnDisease, ...]:
    """The diseases of the own list that an impression names, the longest name first; asked about, never refused.

    A shorter name inside a longer one that was found too is not told again (肺炎 beside 支气管肺炎).
    """
    found: list[OwnDisease] = []
    for disease in sorted(diseases, key=lambda each: (-len(each.name), each.code)):
        inside = any(disease.name in longer.name and disease.name != longer.name for longer in found)
        if disease.name and disease.name in impression and not inside:
            found.append(disease)
    return tuple(found)


def recognised(items: Iterable[RecognisedItem], item: str, examined_on: date, on: date) -> RecognisedItem | None:
    """The entry by which a result of that day is recognised on `on` (both days included); None when it is not."""
    wanted = item.strip()
    for each in items:
        if wanted in (each.code, each.name) and timedelta() <= on - examined_on <= timedelta(days=each.valid_days):
            return each
    return None
