"""A column of a list, declared once: the table, the menu, the paper and the file all read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """`key` is what a person's choice is kept under and never gets another meaning; `width` is in Chinese characters,
    0 stretches.

    `gives_way`: where there is no room the columns with a number are left out, the smallest first. `shown`: whether
    it is there before anybody has chosen. `sorts`: whether the list can stand in its order.
    """

    key: str
    words: str
    width: float
    gives_way: int = 0
    right: bool = False
    shown: bool = True
    sorts: bool = True


@dataclass(frozen=True)
class Order:
    """In which order a list stands; no `key` is the list's own."""

    key: str = ""
    descending: bool = False


def arranged(columns: Sequence[Column], kept: Sequence[str]) -> list[int]:
    """The places of the columns in the order that a person gave them by their keys. The first stays the first: it says
    whose row it is; one that the person has not seen yet stands behind its declared neighbour."""
    place_of = {each.key: place for place, each in enumerate(columns)}
    found = [place_of[key] for key in dict.fromkeys(kept) if place_of.get(key)]
    for place in range(1, len(columns)):
        if place not in found:
            found.insert(found.index(place - 1) + 1 if place - 1 in found else 0, place)
    return [0, *found] if columns else []


def optional_columns(columns: Sequence[Column]) -> list[int]:
    """The places of the columns that give way, the first to go first."""
    found = [(each.gives_way, place) for place, each in enumerate(columns) if each.gives_way]
    return [place for _, place in sorted(found)]
