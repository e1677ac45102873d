"""Reading one rule file: typed access that names the wrong key, and the parts that every rule file has."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any, TypeVar

from clinic_app.guidelines.rule_book import DangerSign, Rule, Sentence

Value = TypeVar("Value")
VERIFICATION_MARKS = frozenset({"V1", "V2", "U+", "U?"})
NO_SIGN = DangerSign("0", "", "无")
Gaps = Mapping[str, frozenset[str]]
"""Sentence of a verdict -> the gaps that the evaluator fills in it."""
COMMON_SENTENCES: Gaps = {"expired": frozenset({"version", "until"})}


class RuleFileError(ValueError):
    """A rule file is missing something or contradicts itself; the text names the file and the place."""


class Table:
    """One table of a rule file; every getter says which key of which file is wrong."""

    def __init__(self, values: Any, place: str) -> None:
        if not isinstance(values, dict):
            raise RuleFileError(f"{place}: expected a table")
        self._values: dict[str, Any] = values
        self.place = place

    def has(self, key: str) -> bool:
        """Whether the key stands in the table."""
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def refuse(self, key: str, problem: str) -> RuleFileError:
        """The error that names this place."""
        return RuleFileError(f"{self.place}: {key} {problem}")

    def _get(self, key: str) -> Any:
        if key not in self._values:
            raise self.refuse(key, "is missing")
        return self._values[key]

    def text(self, key: str, default: str | None = None) -> str:
        """A text, not empty unless the default is given."""
        value = self._values.get(key, default) if default is not None else self._get(key)
        if not isinstance(value, str) or (not value and default is None):
            raise self.refuse(key, "is not a text")
        return value

    def whole(self, key: str) -> int:
        """A whole number from 0 on."""
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.refuse(key, "is not a whole number")
        return value

    def number(self, key: str) -> Decimal:
        """A finite number."""
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            raise self.refuse(key, "is not a number")
        return Decimal(value)

    def truth(self, key: str) -> bool:
        """true or false."""
        value = self._get(key)
        if not isinstance(value, bool):
            raise self.refuse(key, "is not true or false")
        return value

    def day(self, key: str) -> date:
        """A date without time."""
        value = self._get(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refuse(key, "is not a date")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when absent."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            raise self.refuse(key, "is not a list of texts")
        return tuple(value)

    def some_texts(self, key: str) -> tuple[str, ...]:
        """A list of at least one text."""
        value = self.texts(key)
        if not value:
            raise self.refuse(key, "is empty")
        return value

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers from 0 on."""
        value = self._get(key)
        if not isinstance(value, list) or not all(type(each) is int and each >= 0 for each in value):
            raise self.refuse(key, "is not a list of whole numbers")
        return tuple(value)

    def table(self, key: str) -> Table:
        """A table inside."""
        return Table(self._get(key), f"{self.place}: {key}")

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of at least one table."""
        value = self._get(key)
        if not isinstance(value, list) or not value:
            raise self.refuse(key, "is not a list of tables")
        return tuple(Table(each, f"{self.place}: {key}[{index}]") for index, each in enumerate(value))

    def mapping(self, key: str, read: Callable[[Table, str], Value]) -> Mapping[str, Value]:
        """A table inside whose values are all of one kind: `mapping("labels", Table.text)`."""
        inside = self.table(key)
        return MappingProxyType({each: read(inside, each) for each in inside})

    def by_code(self, key: str, read: Callable[[Table], Value]) -> Mapping[str, Value]:
        """A list of tables by their `code`, each code once."""
        found: dict[str, Value] = {}
        for each in self.tables(key):
            code = each.text("code")
            if code in found:
                raise each.refuse("code", f"{code} stands twice")
            found[code] = read(each)
        return MappingProxyType(found)


def parse(path: Path) -> Table:
    """A rule file as a table. Raises RuleFileError, and OSError when it cannot be read."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise RuleFileError(f"{path.name}: {problem}") from problem
    return Table(values, path.name)


def header(table: Table, intervals: Iterable[str]) -> dict[str, Any]:
    """What every rule file says of itself (`Book`), but for its programme; `intervals` are those it must give."""
    begins, ends = table.day("valid_from"), table.day("valid_until") if table.has("valid_until") else None
    if ends is not None and ends < begins:
        raise table.refuse("valid_until", "lies before valid_from")
    for name in intervals:
        table.table("intervals").whole(name)
    return {
        "name": table.text("name"),
        "version": table.text("version"),
        "valid_from": begins,
        "valid_until": ends,
        "specification": table.text("specification"),
        "intervals": _intervals(table.table("intervals")),
        "rules": _rules(table),
    }


def programme_header(
    table: Table, sentences: Gaps, intervals: Iterable[str], *, optional: Collection[str] = ()
) -> dict[str, Any]:
    """What every programme's rule file holds (`RuleBook`).

    `sentences` are those that its evaluator may say, all of them needed but for the `optional` ones.
    """
    found = header(table, intervals)
    signs, no_sign = _danger_signs(table)
    known = {**sentences, **COMMON_SENTENCES}
    said = _sentences(table.table("reasons"), known)
    check_sentences(table, known.keys() - set(optional), said)
    cited = [sign.rule for sign in signs] + [sentence.rule for sentence in said.values()]
    check_cited(table, cited, found["rules"])
    return {
        **found,
        "programme": table.text("programme"),
        "sections": table.some_texts("sections"),
        "labels": table.mapping("labels", Table.text),
        "classifications": table.texts("classifications"),
        "sentences": said,
        "face_to_face_per_year": table.table("intervals").whole("face_to_face_per_year"),
        "face_to_face_modes": frozenset(table.table("intervals").texts("face_to_face_modes")),
        "danger_signs": signs,
        "no_danger_sign": no_sign,
    }


def check_apart(table: Table, key: str, *code_lists: Collection[str]) -> None:
    """No code stands in two of the lists, or twice in one."""
    codes = [code for codes in code_lists for code in codes]
    if len(codes) != len(set(codes)):
        raise table.refuse(key, "uses a code twice")


def check_cited(table: Table, cited: Iterable[str], rules: Mapping[str, Rule]) -> None:
    """Every rule number that the file leans on stands among its rules."""
    unknown = set(cited) - rules.keys() - {""}
    if unknown:
        raise table.refuse("rules", f"do not hold {', '.join(sorted(unknown))}")


def check_sentences(table: Table, needed: Iterable[str], sentences: Mapping[str, Sentence]) -> None:
    """Every sentence that the evaluator may need is there."""
    missing = set(needed) - sentences.keys()
    if missing:
        raise table.refuse("reasons", f"lack {', '.join(sorted(missing))}")


def _danger_signs(table: Table) -> tuple[tuple[DangerSign, ...], DangerSign]:
    if not table.has("danger_signs"):
        return (), NO_SIGN
    signs = tuple(_danger_sign(each, each.text("rule")) for each in table.tables("danger_signs"))
    no_sign = _danger_sign(table.table("no_danger_sign"), "")
    codes = [sign.code for sign in (*signs, no_sign)]
    if len(codes) != len(set(codes)):
        raise table.refuse("danger_signs", "use a code twice")
    return signs, no_sign


def _danger_sign(table: Table, rule: str) -> DangerSign:
    return DangerSign(table.text("code"), rule, table.text("words"), table.texts("also"))


def _intervals(table: Table) -> Mapping[str, int]:
    return MappingProxyType({key: table.whole(key) for key in table if not key.endswith("_modes")})


def _rules(table: Table) -> Mapping[str, Rule]:
    rules: dict[str, Rule] = {}
    for each in table.tables("rules"):
        rule = Rule(
            id=each.text("id"),
            words=each.text("words"),
            source=each.text("source"),
            verified=each.text("verified"),
            note=each.text("note", ""),
            fields=each.texts("fields"),
        )
        if rule.verified not in VERIFICATION_MARKS:
            raise each.refuse("verified", f"is none of {', '.join(sorted(VERIFICATION_MARKS))}")
        if rule.id in rules:
            raise each.refuse("id", f"{rule.id} stands twice")
        rules[rule.id] = rule
    return MappingProxyType(rules)


def _sentences(table: Table, known: Gaps) -> Mapping[str, Sentence]:
    sentences: dict[str, Sentence] = {}
    for key in table:
        each = table.table(key)
        words = each.text("words")
        if key not in known:
            raise table.refuse(key, "is no sentence of a verdict")
        try:
            gaps = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
        except ValueError as problem:
            raise each.refuse("words", str(problem)) from problem
        if not gaps <= known[key]:
            raise each.refuse("words", f"may only name {', '.join(sorted(known[key])) or 'nothing'}")
        sentences[key] = Sentence(words, each.text("rule", ""))
    return MappingProxyType(sentences)
