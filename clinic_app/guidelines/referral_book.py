"""The referral rule file as values: criteria, emergency check-lists and windows, levels, steady costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from clinic_app.guidelines.rule_book import Book

ANY_DISEASE = ""


@dataclass(frozen=True)
class Disease:
    """A disease that the file has criteria or cost rules of, and the words by which a diagnosis names it."""

    code: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Criterion:
    """One reason for a referral that the sender may tick; `disease` "" holds for every disease.

    `rule` is the number of the rule that it comes from (`HN-10`), in this file or in a programme's.
    """

    code: str
    disease: str
    direction: str
    words: str
    rule: str

    @property
    def label(self) -> str:
        """`连续两次控制不满意（H-11）`, as the check-list shows it."""
        return f"{self.words}（{self.rule}）"


@dataclass(frozen=True)
class ChecklistItem:
    """One thing to do or to ask in an emergency; `time_field` is the referral's time that it goes with, or ""."""

    code: str
    words: str
    rule: str
    time_field: str = ""


@dataclass(frozen=True)
class Window:
    """How long after the onset a treatment is promised to help."""

    centre: str
    length: timedelta
    words: str
    rule: str


@dataclass(frozen=True)
class SteadyRule:
    """How many days in a row, and how far apart in percent of their mean, make daily costs steady for a disease."""

    disease: str
    days: int
    tolerance_percent: Decimal
    rule: str


@dataclass(frozen=True, kw_only=True)
class ReferralRules(Book):
    """The referral rules as they stood from `valid_from` on; its `version` is what a referral stores."""

    levels: tuple[str, ...]
    """Kinds of organisation from the village up, and last `outside` for whatever is not of the alliance."""
    level_words: Mapping[str, str]
    level_rule: str
    diseases: Mapping[str, Disease]
    criteria_list: tuple[Criterion, ...]
    checklists: Mapping[str, tuple[ChecklistItem, ...]]
    windows: Mapping[str, Window]
    steady_rules: Mapping[str, SteadyRule]
    scan_words: tuple[str, ...]
    """Words by which a slot's item is a CT or an MR scan."""

    def disease_of(self, text: str) -> str:
        """The code of the disease that an impression or diagnosis names first; "" when it names none of the file's."""
        return next(iter(self.diseases_of(text)), ANY_DISEASE)

    def diseases_of(self, text: str) -> tuple[str, ...]:
        """The codes of all diseases of the file that an impression names, in the order of the words."""
        found = sorted(
            (at, -len(word), disease.code)
            for disease in self.diseases.values()
            for word in disease.words
            if (at := text.find(word)) >= 0
        )
        return tuple(dict.fromkeys(code for _, _, code in found))

    def criteria(self, disease: str, direction: str = "up") -> tuple[Criterion, ...]:
        """The check-list of a disease (a programme's name or a code of the file), then what holds for every disease."""
        return self._check_list((disease,), direction)

    def criteria_for(self, impression: str, direction: str = "up") -> tuple[Criterion, ...]:
        """The check-lists of all diseases that an impression names, then what holds for every disease."""
        return self._check_list(self.diseases_of(impression), direction)

    def _check_list(self, diseases: Iterable[str], direction: str) -> tuple[Criterion, ...]:
        wanted = dict.fromkeys((*(each for each in diseases if each), ANY_DISEASE))
        return tuple(
            each
            for name in wanted
            for each in self.criteria_list
            if each.disease == name and each.direction == direction
        )

    def criterion(self, code: str) -> Criterion | None:
        """A criterion by the code that a referral stores; None for one of another edition."""
        return next((each for each in self.criteria_list if each.code == code), None)

    def checklist(self, centre: str) -> tuple[ChecklistItem, ...]:
        """What to do in a suspected emergency (`chest_pain`, `stroke`, …), then what holds for all of them."""
        return (*self.checklists.get(centre, ()), *self.checklists[""])

    def checklist_item(self, code: str) -> ChecklistItem | None:
        """An item by the code that a referral stores; None for one of another edition."""
        return next((each for items in self.checklists.values() for each in items if each.code == code), None)

    def window(self, centre: str) -> Window | None:
        """The treatment window of an emergency; None where the file has none."""
        return self.windows.get(centre)

    def steady_rule(self, disease: str) -> SteadyRule:
        """How steadiness is judged for a disease; the general rule where the file has none of its own."""
        return self.steady_rules.get(disease) or self.steady_rules[ANY_DISEASE]

    def slot_minutes(self, kind: str, item: str = "") -> int | None:
        """How long a slot may be at most, in minutes: of a clinic, of a CT or MR scan; None for other examinations."""
        if kind == "clinic":
            return self.intervals["clinic_slot_minutes"]
        scan = any(word in item.upper() for word in self.scan_words)
        return self.intervals["scan_slot_minutes"] if scan else None
