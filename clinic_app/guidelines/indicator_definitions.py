"""What each indicator counts, in words, with its source and how far that was verified: a dated file, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = "indicators"
OURS = "OURS"
MARKS: Mapping[str, str] = {
    "V1": "已核实", "V2": "间接核实", "U+": "未核实", "U?": "未核实", OURS: "本平台定义",
}  # fmt: skip
THINGS = frozenset({"resident", "household", "visit", "referral", "attempt"})
QUALITY = "quality"


class IndicatorFileError(ValueError):
    """A file of definitions is missing something; the text names the file and the place."""


@dataclass(frozen=True)
class Definition:
    """One indicator in words. `base` names a yearly figure of the county that is its denominator, `of` what the ids
    behind it are; one that is a `count` has no denominator at all."""

    key: str
    group: str
    label: str
    numerator: str
    of: str
    source: str
    verified: str
    denominator: str = ""
    base: str = ""
    count: bool = False
    note: str = ""

    @property
    def mark(self) -> str:
        """How far the definition was verified, in words."""
        return MARKS[self.verified]

    @property
    def is_quality(self) -> bool:
        """Whether it is shown for review beside the rates, and never as a penalty."""
        return self.group == QUALITY

    @property
    def words(self) -> str:
        """The formula in one sentence."""
        return self.numerator if self.count else f"{self.numerator} ÷ {self.denominator}"


@dataclass(frozen=True)
class Parameters:
    """The limits that the computation takes from the file; days, hours, percent, counts."""

    visits_per_year: int
    visits_per_quarter: int
    face_to_face_modes: frozenset[str]
    elderly_age: int
    child_below_age: int
    dynamic_days: int
    examination_days: int
    dose_percent: int
    answer_hours: Mapping[str, int]
    return_followup_days: int
    late_days: int
    pace_per_day: int
    pace_per_hour: int
    digit_share_percent: int
    digit_least_readings: int
    digit_chi_square: float


@dataclass(frozen=True)
class IndicatorBook:
    """One dated edition of all definitions."""

    version: str
    valid_from: date
    parameters: Parameters
    bases: Mapping[str, str]
    groups: Mapping[str, str]
    indicators: tuple[Definition, ...]

    def __getitem__(self, key: str) -> Definition:
        return next(each for each in self.indicators if each.key == key)

    @property
    def words(self) -> list[str]:
        """Labels that a screen shows."""
        return [*self.groups.values(), *self.bases.values(), *(each.label for each in self.indicators), *MARKS.values()]


def load_indicator_book(path: Path) -> IndicatorBook:
    """Read one file of definitions. Raises IndicatorFileError; OSError when it cannot be read."""
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
        groups = table["groups"]
        definitions = tuple(_definition(each, table["bases"], groups) for each in table["indicator"])
        book = IndicatorBook(
            version=table["version"],
            valid_from=table["valid_from"],
            parameters=_parameters(table["parameters"]),
            bases=MappingProxyType(table["bases"]),
            groups=MappingProxyType(groups),
            indicators=definitions,
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise IndicatorFileError(f"{path.name}: {problem}") from problem
    keys = [each.key for each in definitions]
    if len(set(keys)) != len(keys):
        raise IndicatorFileError(f"{path.name}: a key stands twice")
    return book


def _definition(values: Mapping[str, Any], bases: Mapping[str, str], groups: Mapping[str, str]) -> Definition:
    made = Definition(**values)
    if made.verified not in MARKS or made.group not in groups or made.of not in THINGS:
        raise ValueError(f"{made.key}: an unknown mark, group or thing")
    if made.base and made.base not in bases:
        raise ValueError(f"{made.key}: no yearly figure is called {made.base}")
    if made.count == bool(made.denominator):
        raise ValueError(f"{made.key}: a rate has a denominator and a count has none")
    return made


def _parameters(values: Mapping[str, Any]) -> Parameters:
    given = dict(values)
    hours = {name: given.pop(f"answer_hours_{name}") for name in ("routine", "urgent", "emergency")}
    modes = frozenset(given.pop("face_to_face_modes"))
    return Parameters(answer_hours=MappingProxyType(hours), face_to_face_modes=modes, **given)


@cache
def default_indicator_book() -> IndicatorBook:
    """The newest definitions that ship with the program."""
    # Imported here so that the rules themselves depend on no other room.
    from clinic_app.paths import resources_folder

    books = [load_indicator_book(path) for path in (resources_folder() / "guidelines" / FOLDER).glob("*.toml")]
    return max(books, key=lambda book: book.valid_from)
