"""Reading the dated rule files (`resources/guidelines/*.toml`) into rule books, checked once on load."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any

from clinic_app.guidelines.rule_book import (
    Bound,
    Bounds,
    DangerSign,
    GeneralBook,
    Intervals,
    Limit,
    PossibleRange,
    Rule,
    RuleBook,
    RuleBooks,
    Sentence,
    Target,
)

# Sentence of a verdict -> the gaps the evaluator fills in it.
SENTENCES: Mapping[str, frozenset[str]] = {
    "crisis_value": frozenset({"label", "value", "sign", "limit"}),
    "danger_sign": frozenset({"words"}),
    "unknown_sign": frozenset({"code"}),
    "complication": frozenset(),
    "adverse_reaction": frozenset(),
    "missed": frozenset({"label", "value", "sign", "limit"}),
    "assessment_met": frozenset({"target"}),
    "never_controlled": frozenset({"label", "value", "sign", "limit"}),
    "uncontrolled": frozenset(),
    "controlled": frozenset(),
    "controlled_but_urgent": frozenset(),
    "most_severe": frozenset({"classification"}),
    "repeated": frozenset({"count"}),
    "clinical_met": frozenset({"target"}),
    "clinical_missed": frozenset({"label", "value", "sign", "limit", "target"}),
    "tolerated": frozenset({"target"}),
    "age_missing": frozenset({"target"}),
    "value_missing": frozenset({"label"}),
    "not_judged": frozenset(),
    "next_controlled": frozenset({"days"}),
    "next_recheck": frozenset({"days"}),
    "next_referred": frozenset({"days"}),
    "next_urgent": frozenset({"days"}),
    "expired": frozenset({"version", "until"}),
}
# Said only by books that have such limits.
OPTIONAL_SENTENCES = frozenset({"never_controlled", "tolerated", "age_missing"})
MEASUREMENTS = ("fbg", "sbp", "dbp")
VERIFICATION_MARKS = frozenset({"V1", "V2", "U+"})


class RuleFileError(ValueError):
    """A rule file is missing something or contradicts itself; the text names the file and the place."""


def load_rule_books(folder: Path) -> RuleBooks:
    """Read every `*.toml` of a folder. Raises RuleFileError, and OSError when the folder cannot be read."""
    books: list[RuleBook] = []
    general: list[GeneralBook] = []
    for path in sorted(folder.glob("*.toml")):
        table = _Table(_parse(path), path.name)
        if table.has("programme"):
            books.append(_rule_book(table))
        else:
            general.append(_general_book(table))
    if not books or not general:
        raise RuleFileError(f"{folder}: no rule files, or no general rules among them")
    _refuse_twins((book.programme, book.valid_from) for book in books)
    _refuse_twins(("general", book.valid_from) for book in general)
    return RuleBooks(
        books=tuple(sorted(books, key=lambda book: book.valid_from)),
        general=tuple(sorted(general, key=lambda book: book.valid_from)),
    )


@cache
def default_rule_books() -> RuleBooks:
    """The rule files that ship with the program, read once."""
    # Imported here so that the rules themselves depend on no other room.
    from clinic_app.paths import resources_folder

    return load_rule_books(resources_folder() / "guidelines")


class _Table:
    """One table of a rule file; every getter says which key of which file is wrong."""

    def __init__(self, values: Any, place: str) -> None:
        if not isinstance(values, dict):
            raise RuleFileError(f"{place}: expected a table")
        self._values: dict[str, Any] = values
        self.place = place

    def has(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def refuse(self, key: str, problem: str) -> RuleFileError:
        return RuleFileError(f"{self.place}: {key} {problem}")

    def _get(self, key: str) -> Any:
        if key not in self._values:
            raise self.refuse(key, "is missing")
        return self._values[key]

    def text(self, key: str, default: str | None = None) -> str:
        value = self._values.get(key, default) if default is not None else self._get(key)
        if not isinstance(value, str) or (not value and default is None):
            raise self.refuse(key, "is not a text")
        return value

    def whole(self, key: str) -> int:
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.refuse(key, "is not a whole number")
        return value

    def number(self, key: str) -> Decimal:
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            raise self.refuse(key, "is not a number")
        return Decimal(value)

    def truth(self, key: str) -> bool:
        value = self._get(key)
        if not isinstance(value, bool):
            raise self.refuse(key, "is not true or false")
        return value

    def day(self, key: str) -> date:
        value = self._get(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refuse(key, "is not a date")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            raise self.refuse(key, "is not a list of texts")
        return tuple(value)

    def table(self, key: str) -> _Table:
        return _Table(self._get(key), f"{self.place}: {key}")

    def tables(self, key: str) -> tuple[_Table, ...]:
        value = self._get(key)
        if not isinstance(value, list) or not value:
            raise self.refuse(key, "is not a list of tables")
        return tuple(_Table(each, f"{self.place}: {key}[{index}]") for index, each in enumerate(value))


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise RuleFileError(f"{path.name}: {problem}") from problem


def _refuse_twins(keys: Iterable[tuple[str, date]]) -> None:
    seen: set[tuple[str, date]] = set()
    for key in keys:
        if key in seen:
            raise RuleFileError(f"two rule files of {key[0]} begin on {key[1]}")
        seen.add(key)


def _rule_book(table: _Table) -> RuleBook:
    rules = _rules(table)
    book = RuleBook(
        programme=table.text("programme"),
        name=table.text("name"),
        version=table.text("version"),
        valid_from=table.day("valid_from"),
        valid_until=table.day("valid_until") if table.has("valid_until") else None,
        specification=table.text("specification"),
        labels=_labels(table.table("labels")),
        classifications=table.texts("classifications"),
        intervals=_intervals(table.table("intervals")),
        assessment_targets=_targets(table, "assessment_targets"),
        clinical_targets=_targets(table, "clinical_targets"),
        crisis=_bounds_of(table.table("crisis")),
        never_controlled=_never_controlled(table),
        danger_signs=tuple(_danger_sign(each, each.text("rule")) for each in table.tables("danger_signs")),
        no_danger_sign=_danger_sign(table.table("no_danger_sign"), ""),
        sentences=_sentences(table.table("reasons")),
        rules=rules,
    )
    _check_book(book, table)
    return book


def _check_book(book: RuleBook, table: _Table) -> None:
    """What one table alone cannot see: cited rules exist, sentences suffice, codes are unique."""
    if len(book.classifications) != 4:
        raise table.refuse("classifications", "are not four")
    if book.valid_until is not None and book.valid_until < book.valid_from:
        raise table.refuse("valid_until", "lies before valid_from")
    targets = (*book.assessment_targets, *book.clinical_targets)
    cited = {target.rule for target in targets} | {sign.rule for sign in book.danger_signs}
    cited |= {sentence.rule for sentence in book.sentences.values()}
    cited |= {book.crisis.rule, book.never_controlled.rule}
    unknown = cited - book.rules.keys() - {""}
    if unknown:
        raise table.refuse("rules", f"do not hold {', '.join(sorted(unknown))}")
    limits = [bound for target in targets for bound in target.bounds + target.tolerated]
    limits += [*book.crisis.limits, *book.never_controlled.limits]
    if not {bound.field for bound in limits} <= book.labels.keys():
        raise table.refuse("labels", "do not name every measurement used")
    needed = set(SENTENCES) - OPTIONAL_SENTENCES
    needed |= {"never_controlled"} if book.never_controlled.limits else set()
    needed |= {"tolerated"} if any(target.tolerated for target in targets) else set()
    needed |= {"age_missing"} if len(book.assessment_targets) > 1 else set()
    if needed - book.sentences.keys():
        raise table.refuse("reasons", f"lack {', '.join(sorted(needed - book.sentences.keys()))}")
    codes = [sign.code for sign in (*book.danger_signs, book.no_danger_sign)]
    if len(codes) != len(set(codes)):
        raise table.refuse("danger_signs", "use a code twice")


def _labels(table: _Table) -> Mapping[str, str]:
    return MappingProxyType({key: table.text(key) for key in table})


def _rules(table: _Table) -> Mapping[str, Rule]:
    rules: dict[str, Rule] = {}
    for each in table.tables("rules"):
        rule = Rule(
            id=each.text("id"),
            words=each.text("words"),
            source=each.text("source"),
            verified=each.text("verified"),
            note=each.text("note", ""),
        )
        if rule.verified not in VERIFICATION_MARKS:
            raise each.refuse("verified", f"is none of {', '.join(sorted(VERIFICATION_MARKS))}")
        if rule.id in rules:
            raise each.refuse("id", f"{rule.id} stands twice")
        rules[rule.id] = rule
    return MappingProxyType(rules)


def _intervals(table: _Table) -> Intervals:
    return Intervals(
        controlled_days=table.whole("controlled_days"),
        recheck_days=table.whole("recheck_days"),
        referral_followup_days=table.whole("referral_followup_days"),
        first_visit_days=table.whole("first_visit_days"),
        face_to_face_per_year=table.whole("face_to_face_per_year"),
        face_to_face_modes=frozenset(table.texts("face_to_face_modes")),
    )


def _targets(table: _Table, key: str) -> tuple[Target, ...]:
    """Age bands in order, without gap or overlap, the first from birth, the last without end."""
    targets: list[Target] = []
    end: int | None = 0
    for each in table.tables(key):
        target = Target(
            rule=each.text("rule"),
            age_from=each.whole("age_from"),
            bounds=_bounds(each),
            tolerated=_bounds(each, "tolerated_"),
            where_given=frozenset(each.texts("where_given")),
        )
        if target.age_from != end:
            raise each.refuse("age_from", "leaves a gap to the band before or overlaps it")
        if not target.bounds:
            raise each.refuse("bounds", "are missing")
        end = each.whole("age_below") if each.has("age_below") else None
        targets.append(target)
    if end is not None:
        raise table.refuse(key, "do not reach the oldest")
    return tuple(targets)


def _bounds(table: _Table, prefix: str = "") -> tuple[Bound, ...]:
    return tuple(
        Bound(name, limit, table.number(f"{prefix}{name}_{limit.value}"))
        for name in MEASUREMENTS
        for limit in (Limit.BELOW, Limit.FROM, Limit.TO)
        if table.has(f"{prefix}{name}_{limit.value}")
    )


def _bounds_of(table: _Table) -> Bounds:
    limits = _bounds(table)
    if not limits:
        raise table.refuse("limits", "are missing")
    return Bounds(table.text("rule"), limits)


def _never_controlled(table: _Table) -> Bounds:
    return _bounds_of(table.table("never_controlled")) if table.has("never_controlled") else Bounds("", ())


def _danger_sign(table: _Table, rule: str) -> DangerSign:
    return DangerSign(table.text("code"), rule, table.text("words"), table.texts("also"))


def _sentences(table: _Table) -> Mapping[str, Sentence]:
    sentences: dict[str, Sentence] = {}
    for key in table:
        each = table.table(key)
        words = each.text("words")
        if key not in SENTENCES:
            raise table.refuse(key, "is no sentence of a verdict")
        try:
            gaps = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
        except ValueError as problem:
            raise each.refuse("words", str(problem)) from problem
        if not gaps <= SENTENCES[key]:
            raise each.refuse("words", f"may only name {', '.join(sorted(SENTENCES[key])) or 'nothing'}")
        sentences[key] = Sentence(words, each.text("rule", ""))
    return MappingProxyType(sentences)


def _general_book(table: _Table) -> GeneralBook:
    bmi, waist, alcohol = table.table("bmi"), table.table("waist"), table.table("alcohol")
    return GeneralBook(
        version=table.text("version"),
        valid_from=table.day("valid_from"),
        underweight_below=bmi.number("underweight_below"),
        overweight_from=bmi.number("overweight_from"),
        obese_from=bmi.number("obese_from"),
        central_obesity_from_male_cm=waist.number("central_obesity_from_male_cm"),
        central_obesity_from_female_cm=waist.number("central_obesity_from_female_cm"),
        liang_of_beer=alcohol.number("beer"),
        liang_of_red_wine=alcohol.number("red_wine"),
        liang_of_yellow_wine=alcohol.number("yellow_wine"),
        referral_followup_days=table.table("referral").whole("followup_days"),
        first_day=table.table("possible_days").day("first"),
        last_day=table.table("possible_days").day("last"),
        possible=_possible(table.table("possible")),
        rules=_rules(table),
    )


def _possible(table: _Table) -> Mapping[str, PossibleRange]:
    ranges = {}
    for key in table:
        each = table.table(key)
        ranges[key] = PossibleRange(
            each.text("label"), each.text("unit"), each.number("low"), each.number("high"), each.truth("whole")
        )
    return MappingProxyType(ranges)
