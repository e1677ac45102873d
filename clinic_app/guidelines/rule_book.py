"""Rule books as values: what every programme's book holds, the general book, and which edition is in force."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from clinic_app.guidelines.finding import Finding
    from clinic_app.guidelines.judgement import Judgement
    from clinic_app.guidelines.reasons import Reasons
    from clinic_app.guidelines.referral_book import ReferralRules


class UnknownProgramme(LookupError):
    """No rule file speaks of this programme or subject."""


@dataclass(frozen=True)
class Rule:
    """One numbered rule in words, where it is from and how far that was verified (V1, V2, U+, U?).

    `fields` are keys of the records that the rule speaks of: plain (`sbp`), or of one record type only
    (`health_examination.waist`).
    """

    id: str
    words: str
    source: str
    verified: str
    note: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class DangerSign:
    """One danger sign that the form asks by name."""

    code: str
    rule: str
    words: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A reason's words with named gaps; without a rule of its own it takes the one given with it."""

    words: str
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Book:
    """What every rule file says of itself, its numbers and its numbered rules."""

    programme: str
    name: str
    version: str
    valid_from: date
    valid_until: date | None
    specification: str
    intervals: Mapping[str, int]
    rules: Mapping[str, Rule]

    def days(self, name: str) -> int:
        """A whole number of the file's `intervals`, in days unless its name says otherwise. Raises KeyError."""
        return self.intervals[name]


@dataclass(frozen=True, kw_only=True)
class RuleBook(Book, ABC):
    """One programme's rules, as they stood from `valid_from` on. Each programme's module adds what it judges by."""

    sections: tuple[str, ...]
    labels: Mapping[str, str]
    classifications: tuple[str, ...]
    sentences: Mapping[str, Sentence]
    face_to_face_per_year: int
    face_to_face_modes: frozenset[str]
    danger_signs: tuple[DangerSign, ...]
    no_danger_sign: DangerSign

    @abstractmethod
    def judge(self, finding: Finding, reasons: Reasons) -> Judgement:
        """What this edition makes of one follow-up; the sentences go into `reasons`."""

    @abstractmethod
    def followup_days(self, classification: int | None) -> int:
        """Days to the next follow-up when nobody agreed on a date; None was not classified."""

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


Kind = TypeVar("Kind", bound=RuleBook)


@dataclass(frozen=True)
class PossibleRange:
    """What a measurement can be at all, both ends included."""

    label: str
    unit: str
    low: Decimal
    high: Decimal
    whole: bool


@dataclass(frozen=True, kw_only=True)
class GeneralBook(Book):
    """Rules that belong to no single programme."""

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

    @property
    def attempts(self) -> int:
        """How many attempts in a row that met nobody count as lost (失访原因 4)."""
        return self.days("attempts")


@dataclass(frozen=True)
class RuleBooks:
    """Every edition at hand, each list sorted by `valid_from`."""

    books: tuple[RuleBook, ...]
    general: tuple[GeneralBook, ...]
    referral: tuple[ReferralRules, ...] = ()

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

    def of_kind(self, kind: type[Kind], on: date) -> Kind:
        """The edition in force of a kind of book, for what only that kind holds. Raises UnknownProgramme."""
        editions = [book for book in self.books if isinstance(book, kind)]
        if not editions:
            raise UnknownProgramme(kind.__name__)
        begun = [book for book in editions if book.valid_from <= on]
        return begun[-1] if begun else editions[0]

    def general_in_force(self, on: date) -> GeneralBook:
        """The general rules on this day, chosen like `in_force`."""
        begun = [book for book in self.general if book.valid_from <= on]
        return begun[-1] if begun else self.general[0]

    def referral_in_force(self, on: date) -> ReferralRules:
        """The referral rules on this day, chosen like `in_force`. Raises UnknownProgramme where no file has them."""
        if not self.referral:
            raise UnknownProgramme("referral")
        begun = [book for book in self.referral if book.valid_from <= on]
        return begun[-1] if begun else self.referral[0]


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in normal if not letter.isspace() and letter not in "、,。.;")
