"""The day's list as 今日工作 reads it: all of it once, and after a save the people whom the save was about.

A township's list takes a second or two to work out; what one visit changes in it takes some milliseconds.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinic_app.care.work_item import CALLS_BACK, SLIP, WorkItem
from clinic_app.care.worklist import most_urgent_first, worklist
from clinic_app.desktop.due_counts import Counted
from clinic_app.guidelines.due import DueState
from clinic_app.store.database import Database
from clinic_app.store.queries.identity import canonical_ids
from clinic_app.store.queries.reference import Village, villages

DUE, OVERDUE, RETURNED = "due", "overdue", "returned"
"""The three figures over the list."""
Own = Callable[[Sequence[Village]], list[Village]]


@dataclass(frozen=True)
class Answer:
    """The list, the villages, the three figures over it, and the people of each village for DueCounts."""

    items: Sequence[WorkItem]
    places: Sequence[Village]
    counts: Mapping[str, int]
    due: Counted
    state: int
    whole: bool = True
    """Not so: one village of several, so that there is something to begin with."""


class ChangedPeople:
    """Whose duties may have changed since the list was read. None stands for everybody, as before the first reading."""

    def __init__(self) -> None:
        self._since: frozenset[str] | None = None
        self._asked: frozenset[str] | None = frozenset()

    @property
    def few(self) -> bool:
        """Whether it is known who they are."""
        return self._since is not None and self._asked is not None

    def note(self, residents: frozenset[str] | None) -> None:
        """Something was saved about these."""
        self._since = _both(self._since, residents)

    def take(self) -> frozenset[str] | None:
        """A reading begins: of these, and of those whom a reading that has not come back was about."""
        self._asked = _both(self._asked, self._since)
        self._since = frozenset()
        return self._asked

    def read(self) -> None:
        """The reading has come back."""
        self._asked = frozenset()


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or other is None else one | other


def read_all(database: Database, on: date, own: Own, state: int, *, begin: bool) -> Answer:
    """The whole list. `begin`: where there are several villages, the first that has something to do."""
    with database.shown() as connection:
        places = villages(connection)
    mine = own(places)
    first = mine[0].code if begin and len(mine) > 1 else None
    items = worklist(database, on, first)
    if first is not None and not items:
        # A village without work is nothing to begin with.
        first, items = None, worklist(database, on)
    return _answer(items, places, on, state, whole=first is None)


def read_again(database: Database, on: date, state: int, known: Sequence[WorkItem], people: frozenset[str]) -> Answer:
    """The list that is known, with these people worked out again, and those whose time runs by the hour."""
    with database.shown() as connection:
        places, linked = villages(connection), canonical_ids(connection)
    people |= {item.resident_id for item in known if any(reason.kind == SLIP for reason in item.reasons)}
    wanted = {linked.get(each, each) for each in people}
    items = [item for item in known if item.resident_id not in people and item.resident_id not in wanted]
    for item in worklist(database, on, residents=sorted(wanted)) if wanted else ():
        insort(items, item, key=lambda each: most_urgent_first(each, on))
    return _answer(items, places, on, state)


def _answer(
    items: Sequence[WorkItem], places: Sequence[Village], on: date, state: int, *, whole: bool = True
) -> Answer:
    counts = {name: sum(is_counted(item, name) for item in items) for name in (DUE, OVERDUE, RETURNED)}
    return Answer(items, places, counts, Counted(on, Counter(item.village_code for item in items)), state, whole)


def is_counted(item: WorkItem, name: str) -> bool:
    """Whether one of the three figures counts a person."""
    if name == RETURNED:
        return any(reason.kind in CALLS_BACK for reason in item.reasons)
    return item.state is (DueState.OVERDUE if name == OVERDUE else DueState.DUE)
