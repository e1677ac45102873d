"""Where chance comes from: one seed decides the actions, the faults and every id; a trace tells what happened."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest import mock

from clinic_app.county import database as county_database
from clinic_app.records import identifiers

CLEAN = "clean"
FAULTS = (
    "lost request",
    "lost reply",
    "sent twice",
    "repeated later",
    "cut body",
    "cut body with its new length",
    "flipped byte",
    "flipped byte on the way up",
    "wrong status",
    "captive portal",
    "redirect to a portal",
    "busy",
    "server dies before commit",
    "server dies after commit",
    "answer of another request",
)


class Trace:
    """What happened, line by line, and how often. Two runs of one seed have the same digest."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.counts: Counter[str] = Counter()

    def note(self, kind: str, *words: object) -> None:
        """Remember one event."""
        self.counts[kind] += 1
        self.lines.append(" ".join([kind, *map(str, words)]))

    @property
    def digest(self) -> str:
        """One value for the whole story."""
        return hashlib.sha256("\n".join(self.lines).encode("utf-8", "surrogatepass")).hexdigest()


class FaultPlan:
    """What the line does to each request. `rate` is the share of requests that meet a fault."""

    def __init__(self, chance: random.Random, rate: float = 0.0, kinds: Sequence[str] = FAULTS) -> None:
        self.chance = chance
        self.rate = rate
        self.kinds = tuple(kinds)
        self._next: list[str] = []

    def ahead(self, *kinds: str) -> None:
        """Set what happens to the next requests, one after another."""
        self._next += kinds

    def nothing_ahead(self) -> None:
        """What was set and has not happened yet does not happen."""
        self._next.clear()

    def draw(self) -> str:
        """The fate of one request."""
        if self._next:
            return self._next.pop(0)
        if self.chance.random() >= self.rate:
            return CLEAN
        return self.chance.choice(self.kinds)


class SeededSecrets:
    """Stands in for the module `secrets` where ids and names are made."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def randbits(self, bits: int) -> int:
        return self.chance.getrandbits(bits)

    def choice(self, letters: Sequence[Any]) -> Any:
        return self.chance.choice(letters)

    def randbelow(self, limit: int) -> int:
        return self.chance.randrange(limit)


@contextmanager
def seeded_ids(chance: random.Random) -> Iterator[None]:
    """Ids and epochs from `chance` instead of the system's randomness."""
    drawn = SeededSecrets(chance)
    with mock.patch.object(identifiers, "secrets", drawn), mock.patch.object(county_database, "secrets", drawn):
        yield
