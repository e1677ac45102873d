"""What the harness knows was saved: every mutation whose local commit returned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec


@dataclass
class Entry:
    """One save. `sure` is False when the power went between commit and return: it may or may not be there."""

    mid: str
    laptop: str
    line: bytes
    hash: str
    number: int
    sure: bool = True
    disk_lost: bool = False
    gone: bool = False
    mutation: dict[str, Any] = field(default_factory=dict)

    @property
    def ops(self) -> list[dict[str, Any]]:
        """Its operations."""
        return list(self.mutation["ops"])


class Ledger:
    """Every save of a world, in order."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def add(self, laptop: str, row: dict[str, Any]) -> Entry:
        """Remember an outbox line."""
        line = bytes(row["line"])
        known = self.entries.get(row["mid"])
        if known is None:
            known = Entry(row["mid"], laptop, line, row["hash"], len(self.entries), mutation=msgspec.json.decode(line))
            self.entries[known.mid] = known
        return known

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)

    def of(self, laptop: str) -> list[Entry]:
        """The saves of one laptop."""
        return [each for each in self if each.laptop == laptop]
