"""How a list is put in order and looked through: figures by their size, Chinese by its pinyin, empty cells last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from clinic_app.store.haystack import Query, fold, parse_query, spelled_like
from clinic_app.store.pinyin import reading, spell

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)")
Key = tuple[tuple[int, float, str], ...]


def natural(text: str) -> Key:
    """2号 before 10号, 李 before 王."""
    found = []
    for place, part in enumerate(_NUMBER.split(text)):
        if place % 2:
            found.append((0, float(part), ""))
        elif part:
            found.append((1, 0.0, " ".join(reading(each) or each for each in part.casefold())))
    return tuple(found)


def by_name(name: str | None) -> str:
    """The order of a person's name, surnames read as surnames."""
    return spell(name).sort if name else ""


def sort_key(value: Any) -> Any:
    """What a cell is put in order by: words in their natural order, anything else as it is."""
    return natural(value) if isinstance(value, str) else value


def is_empty(value: Any) -> bool:
    """Whether a cell has nothing to be put in order by."""
    return value is None or value == ""


NAMES_IN = 2
"""Of a row the first so many cells may hold a person's name, which is found by its pinyin and initials too."""


def queries(text: str) -> list[Query]:
    """What is looked for in a list: each word by itself."""
    return [found for found in map(parse_query, text.split()) if found.words]


def holds(texts: Sequence[str], wanted: Sequence[Query]) -> bool:
    """Whether every word stands somewhere in a row, as it is written or as a name is spelled."""
    text = " ".join(map(fold, texts))
    return all(each.joined in text or (each.is_latin and _named(texts, each)) for each in wanted)


def _named(texts: Sequence[str], query: Query) -> bool:
    names = [words[0] for each in texts[:NAMES_IN] if (words := each.split())]
    return any(spelled_like(name, query) for name in names)
