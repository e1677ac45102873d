"""Stored texts as values, where a newer peer may have written what this program cannot read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from clinic_app.clock import LOCAL_ZONE, parse_instant
from clinic_app.store.pinyin import spell

# SQLite takes 32,766 parameters in a statement; small lists keep the statement cache small.
CHUNK = 500


def day(text: str | None) -> date | None:
    """The local date that a column holds; None for none or for what is no date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def local_day(instant: str | None) -> date | None:
    """The local date (UTC+8) of a stored instant; None for none or for what is no instant."""
    try:
        return parse_instant(instant).astimezone(LOCAL_ZONE).date() if instant else None
    except ValueError:
        return None


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids in pieces that one statement takes."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def in_pinyin_order(rows: Iterable[Sequence[str]], *, descending: bool = False) -> list[str]:
    """The ids of (id, name), names by their pinyin, of which SQLite knows nothing; whoever has no name is last."""
    pairs = [(row[0], row[1] or "") for row in rows]
    named = sorted((each for each in pairs if each[1]), key=lambda each: spell(each[1]).sort, reverse=descending)
    return [each[0] for each in (*named, *(each for each in pairs if not each[1]))]
