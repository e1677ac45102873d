"""The rules of one programme as values: targets, crisis limits, danger signs, intervals, sentences, sources."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class UnknownProgramme(LookupError):
    """No rule file speaks of this programme."""


class Limit(StrEnum):
    """How a bound compares: `below` excludes its limit, `from` and `to` include it."""

    BELOW = "below"
    FROM = "from"
    TO = "to"


SIGN_WHEN_HELD = {Limit.BELOW: "<", Limit.FROM: "≥", Limit.TO: "≤"}
SIGN_WHEN_BROKEN = {Limit.BELOW: "≥", Limit.FROM: "<", Limit.TO: ">"}


@dataclass(frozen=True)
class Rule:
    """One numbered rule in words, where it is from and how far that was verified (V1, V2, U+)."""

    id: str
    words: str
    source: str
    verified: str
    note: str = ""


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


@dataclass(frozen=True)
class DangerSign:
    """One danger sign that the form asks by name."""

    code: str
    rule: str
    words: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intervals:
    """Days from a visit (or registration) to what follows, and the yearly count of visits in person."""

    controlled_days: int
    recheck_days: int
    referral_followup_days: int
    first_visit_days: int
    face_to_face_per_year: int
    face_to_face_modes: frozenset[str]


@dataclass(frozen=True)
class Sentence:
    """A reason's words with named gaps; without a rule of its own it takes the target's."""

    words: str
    rule: str = ""


@dataclass(frozen=True)
class RuleBook:
    """One programme's rules, as they stood from `valid_from` on."""

    programme: str
    name: str
    version: str
    valid_from: date
    valid_until: date | None
    specification: str
    labels: Mapping[str, str]
    classifications: tuple[str, ...]
    intervals: Intervals
    assessment_targets: tuple[Target, ...]
    clinical_targets: tuple[Target, ...]
    crisis: Bounds
    never_controlled: Bounds
    danger_signs: tuple[DangerSign, ...]
    no_danger_sign: DangerSign
    sentences: Mapping[str, Sentence]
    rules: Mapping[str, Rule]

    def danger_sign_code(self, text: str) -> str | None:
        """The code of a danger sign given as code or in words; None when the rules know no such sign.

        Full and half width, spaces and stops do not matter. "无" has a code too (`no_danger_sign.code`).
        """
        wanted = _plain(text)
        for sign in (*self.danger_signs, self.no_danger_sign):
            if wanted in (sign.code, *map(_plain, (sign.words, *sign.also))):
                return sign.code
        return None

    def classification_words(self, classification: int) -> str:
        """`2 控制不满意`."""
        return f"{classification} {self.classifications[classification - 1]}"


@dataclass(frozen=True)
class PossibleRange:
    """What a measurement can be at all, both ends included."""

    label: str
    unit: str
    low: Decimal
    high: Decimal
    whole: bool


@dataclass(frozen=True)
class GeneralBook:
    """Rules that belong to no single programme."""

    version: str
    valid_from: date
    underweight_below: Decimal
    overweight_from: Decimal
    obese_from: Decimal
    central_obesity_from_male_cm: Decimal
    central_obesity_from_female_cm: Decimal
    liang_of_beer: Decimal
    liang_of_red_wine: Decimal
    liang_of_yellow_wine: Decimal
    referral_followup_days: int
    first_day: date
    last_day: date
    possible: Mapping[str, PossibleRange]
    rules: Mapping[str, Rule]


@dataclass(frozen=True)
class RuleBooks:
    """Every edition at hand, each list sorted by `valid_from`."""

    books: tuple[RuleBook, ...]
    general: tuple[GeneralBook, ...]

    @property
    def programmes(self) -> tuple[str, ...]:
        """Programmes that can be judged."""
        return tuple(dict.fromkeys(book.programme for book in self.books))

    def in_force(self, programme: str, on: date) -> RuleBook:
        """The edition by which a visit on this day is judged.

        The last one that had begun. An older visit is judged by the earliest edition at hand, and an edition
        past its last day stays until the next arrives, because a laptop without a line must go on judging; the
        verdict names the version. Raises UnknownProgramme.
        """
        editions = [book for book in self.books if book.programme == programme]
        if not editions:
            raise UnknownProgramme(programme)
        begun = [book for book in editions if book.valid_from <= on]
        return begun[-1] if begun else editions[0]

    def general_in_force(self, on: date) -> GeneralBook:
        """The general rules on this day, chosen like `in_force`."""
        begun = [book for book in self.general if book.valid_from <= on]
        return begun[-1] if begun else self.general[0]


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in normal if not letter.isspace() and letter not in "、,。.;")


def bounds_in_words(bounds: tuple[Bound, ...]) -> str:
    """Limits as a clinician writes them: `<150/90`, `4.4-7.0，血压<130/80`; empty without limits."""
    below = {bound.field: bound.value for bound in bounds if bound.limit is Limit.BELOW}
    glucose = {bound.limit: bound.value for bound in bounds if bound.field == "fbg"}
    pressure = f"<{below['sbp']}/{below['dbp']}" if "sbp" in below and "dbp" in below else ""
    if not glucose:
        return pressure
    sugar = f"<{glucose[Limit.BELOW]}" if Limit.BELOW in glucose else f"{glucose[Limit.FROM]}-{glucose[Limit.TO]}"
    return f"{sugar}，血压{pressure}" if pressure else sugar
