"""Limits on measurements and the targets of an age band, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Limit(StrEnum):
    """How a bound compares: `below` excludes its limit, `from` and `to` include it."""

    BELOW = "below"
    FROM = "from"
    TO = "to"


SIGN_WHEN_HELD = {Limit.BELOW: "<", Limit.FROM: "≥", Limit.TO: "≤"}
SIGN_WHEN_BROKEN = {Limit.BELOW: "≥", Limit.FROM: "<", Limit.TO: ">"}


@dataclass(frozen=True)
class Bound:
    """One limit on one measurement (`sbp`, `dbp` in mmHg, `fbg` in mmol/L)."""

    field: str
    limit: Limit
    value: Decimal

    def holds(self, measured: Decimal) -> bool:
        """Whether the measured value lies on the stated side of the limit."""
        if self.limit is Limit.BELOW:
            return measured < self.value
        return measured >= self.value if self.limit is Limit.FROM else measured <= self.value


@dataclass(frozen=True)
class Bounds:
    """Limits of one rule, in the order they are spoken of."""

    rule: str
    limits: tuple[Bound, ...]


@dataclass(frozen=True)
class Target:
    """What is aimed at in one age band, from `age_from` years on."""

    rule: str
    age_from: int
    bounds: tuple[Bound, ...]
    tolerated: tuple[Bound, ...] = ()
    where_given: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """As a clinician writes it: `<150/90`, `4.4-7.0，血压<130/80`."""
        return bounds_in_words(self.bounds)

    @property
    def tolerated_words(self) -> str:
        """The lower aim for whoever bears it, or an empty text."""
        return bounds_in_words(self.tolerated)


def target_for(targets: Sequence[Target], age: int | None) -> Target:
    """The target of an age in full years; the strictest one when the age is not known."""
    if age is None:
        return min(targets, key=lambda target: tuple(bound.value for bound in target.bounds))
    reached = [target for target in targets if target.age_from <= age]
    return reached[-1] if reached else targets[0]


def bounds_in_words(bounds: tuple[Bound, ...]) -> str:
    """Limits as a clinician writes them: `<150/90`, `4.4-7.0，血压<130/80`; empty without limits."""
    below = {bound.field: bound.value for bound in bounds if bound.limit is Limit.BELOW}
    glucose = {bound.limit: bound.value for bound in bounds if bound.field == "fbg"}
    pressure = f"<{below['sbp']}/{below['dbp']}" if "sbp" in below and "dbp" in below else ""
    if not glucose:
        return pressure
    sugar = f"<{glucose[Limit.BELOW]}" if Limit.BELOW in glucose else f"{glucose[Limit.FROM]}-{glucose[Limit.TO]}"
    return f"{sugar}，血压{pressure}" if pressure else sugar
