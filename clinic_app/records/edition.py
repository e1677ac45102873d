"""Codes of older editions and of other systems in those of the third edition (2017), item by item.

The tables are data (`resources/codes/edition-*.toml`), each with its source and how well that is verified. A code that
may mean two things is never guessed: its value is left out with a notice, or the record is refused. What was written
before stays readable in `original_codes`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from clinic_app.paths import resources_folder
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, FieldError, Kind

THIRD = "2017"
"""The edition that everything is stored in."""
ORIGINAL = "original_codes"
JOINED = "+"
"""Several tables for one file: `2011+rh-reversed`."""
_PARTS = re.compile(r"[/,，、;；|\s]+")
_NUMBER = re.compile(r"\d+")


class EditionError(ValueError):
    """No such edition, or a broken table; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Item:
    """One question's old codes. A code mapped to an empty text is dropped; `text` says what is written for it."""

    label: str
    source: str
    mark: str
    codes: Mapping[str, str]
    words: Mapping[str, str]
    unclear: Mapping[str, str]
    refused: Mapping[str, str]
    sets: Mapping[str, Mapping[str, str]]
    text: Mapping[str, str]
    same: bool


@dataclass(frozen=True)
class Translated:
    """Fields in the third edition's codes. `notices` say what was left out; with `errors` the record is not taken."""

    fields: dict[str, Any]
    notices: tuple[FieldError, ...] = ()
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class Edition:
    """One table, or several joined."""

    name: str
    title: str
    valid_from: date
    source: str
    mark: str
    items: Mapping[tuple[str, str], Item]

    def translate(self, type_name: str, fields: Mapping[str, Any]) -> Translated:
        """A record's fields in the third edition's codes, the old ones beside them."""
        found = _Translation(dict(fields))
        for name, raw in fields.items():
            item = self.items.get((type_name, name))
            if item is not None and raw not in (None, "", []):
                found.take(self.title, RECORD_TYPES[type_name].fields[name], item, raw)
        if found.originals:
            found.fields[ORIGINAL] = {**(fields.get(ORIGINAL) or {}), **found.originals}
        return Translated(found.fields, tuple(found.notices), tuple(found.errors))


class _Unclear(ValueError):
    """A code that is not guessed."""


class _Refused(ValueError):
    """A code with which the record cannot be taken."""


class _Translation:
    """One record on its way."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields = fields
        self.originals: dict[str, Any] = {}
        self.notices: list[FieldError] = []
        self.errors: list[FieldError] = []

    def take(self, title: str, declared: Field, item: Item, raw: Any) -> None:
        """Put one value into the third edition's codes."""
        many = declared.kind is Kind.CODES
        old = _parts(raw) if many else [raw]
        try:
            new = [_code(title, item, each) for each in old]
        except _Unclear as problem:
            self._leave_out(declared, raw, str(problem))
            return
        except _Refused as problem:
            self.errors.append(FieldError(declared.name, str(problem)))
            return
        kept = [code for code in new if code != ""]
        if kept == [_plain(each) for each in old]:
            return
        self.originals[declared.name] = raw
        if many and kept:
            self.fields[declared.name] = kept
        elif kept:
            self.fields[declared.name] = kept[0]
        else:
            del self.fields[declared.name]
        self._along(declared, item, [_plain(each) for each in old], kept)

    def _leave_out(self, declared: Field, raw: Any, message: str) -> None:
        if declared.required:
            self.errors.append(FieldError(declared.name, message))
            return
        del self.fields[declared.name]
        self.originals[declared.name] = raw
        self.notices.append(FieldError(declared.name, f"{message}；没有导入这一项"))

    def _along(self, declared: Field, item: Item, old: list[str], kept: list[str]) -> None:
        """What a code says of other fields: the side of a pulse, the text of 其他."""
        for code in old:
            for name, value in item.sets.get(code, {}).items():
                if self.fields.get(name) in (None, ""):
                    self.fields[name] = value
                elif str(self.fields[name]) != value:
                    self.errors.append(FieldError(name, f"{declared.label}的旧代码{code}与这里填的不一致，核对"))
            if code in item.text:
                if alone := [each for each in kept if each in declared.exclusive]:
                    message = f"{declared.label}选了“{declared.label_of(alone[0])}”，不能再选别项"
                    self.errors.append(FieldError(declared.name, message))
                name = f"{declared.name}_other"
                self.fields[name] = self.fields.get(name) or item.text[code]


def _code(title: str, item: Item, raw: Any) -> Any:
    """One old code or word in the third edition's; raises _Unclear or _Refused with a sentence."""
    written = _plain(raw)
    for known in dict.fromkeys((written, written.lstrip("0") or "0")):
        if known in item.refused:
            raise _Refused(item.refused[known])
        if known in item.unclear:
            raise _Unclear(item.unclear[known])
        if known in item.codes:
            return item.codes[known]
        if known in item.words:
            return item.words[known]
    if _NUMBER.fullmatch(written) and not item.same:
        raise _Unclear(f"{title}的{item.label}没有代码{written}")
    return written if item.same else raw


def _plain(raw: Any) -> str:
    return unicodedata.normalize("NFKC", str(raw)).strip()


def _parts(raw: Any) -> list[Any]:
    if isinstance(raw, str):
        return [part for part in _PARTS.split(raw) if part]
    return list(raw) if isinstance(raw, (list, tuple)) else [raw]


def edition_names() -> tuple[str, ...]:
    """The names that can be chosen, the third edition first."""
    return (THIRD, *sorted(_files()))


def edition_titles() -> dict[str, str]:
    """The tables besides the third edition by name, in words for a list to choose from."""
    return {name: read_edition(path).title for name, path in sorted(_files().items())}


def edition(name: str) -> Edition:
    """The table of a name, or of several joined with `+`. Raises EditionError with a sentence."""
    chosen = [part for part in name.split(JOINED) if part not in ("", THIRD)]
    if unknown := [part for part in chosen if part not in _files()]:
        raise EditionError(f"没有“{unknown[0][:40]}”这个版本，可选：{'、'.join(edition_names())}")
    tables = [read_edition(_files()[part]) for part in dict.fromkeys(chosen)]
    items: dict[tuple[str, str], Item] = {}
    for table in tables:
        if both := [key for key in table.items if key in items]:
            label = table.items[both[0]].label
            raise EditionError(f"所选的几个版本都改了“{label}”的代码，只能选一个")
        items |= table.items
    if len(tables) == 1:
        return tables[0]
    title = "、".join(table.title for table in tables) or "国家基本公共卫生服务规范（第三版）"
    first = max((table.valid_from for table in tables), default=date(2017, 2, 28))
    return Edition(name, title, first, "、".join(table.source for table in tables), "", items)


@cache
def _files() -> Mapping[str, Path]:
    found = {}
    for path in sorted((resources_folder() / "codes").glob("edition-*.toml")):
        found[path.stem.removeprefix("edition-")] = path
    return found


@cache
def read_edition(path: Path) -> Edition:
    """One table. Raises EditionError, and OSError when the file cannot be read."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        items = {
            (record, each["field"]): _item(record, each) for each in read["items"] for record in each["records"]
        }  # fmt: skip
        return Edition(read["name"], read["title"], read["valid_from"], read["source"], read["mark"], items)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as problem:
        raise EditionError(f"代码表读不出：{path.name}（{problem!r}）") from problem


def _item(record: str, each: Mapping[str, Any]) -> Item:
    declared = RECORD_TYPES[record].fields[each["field"]]
    item = Item(
        label=declared.label, source=each["source"], mark=each["mark"],
        codes=_texts(each, "codes"), words=_texts(each, "words"), unclear=_texts(each, "unclear"),
        refused=_texts(each, "refused"), sets=dict(each.get("sets", {})), text=_texts(each, "text"),
        same=bool(each.get("same", False)),
    )  # fmt: skip
    if strange := {*item.codes.values(), *item.words.values()} - declared.codes - {""}:
        raise ValueError(f"{record}.{declared.name}: {sorted(strange)}")
    return item


def _texts(each: Mapping[str, Any], name: str) -> dict[str, str]:
    return {str(code): str(value) for code, value in each.get(name, {}).items()}
