"""The rows of 今日工作, made when they are painted: a township has more than ten thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

from PySide6.QtCore import QObject

from clinic_app.care.work_item import WorkItem
from clinic_app.desktop.models.list_model import ListModel
from clinic_app.desktop.models.order import by_name, is_empty, sort_key
from clinic_app.desktop.models.rows import Row, RowsModel

HOUSEHOLD = "household:"
"""Before the id of a household's own row."""


ORDERS: Mapping[str, Callable[[WorkItem], Any]] = {
    "door": lambda item: "　".join((item.village_name, item.group_name, item.house_no)),
    "name": lambda item: by_name(item.name),
    "until": lambda item: item.due_date,
    "last": lambda item: item.last_reading,
}
"""What the people are put in order by for a column."""


def people_in_order(items: Sequence[WorkItem], key: str, *, descending: bool) -> list[WorkItem]:
    """The people by a column, whoever has nothing there last."""
    told = ORDERS[key]
    known = sorted((each for each in items if not is_empty(told(each))), key=lambda each: sort_key(told(each)),
                   reverse=descending)  # fmt: skip
    return [*known, *(each for each in items if is_empty(told(each)))]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row stands for: a group's heading, a household with several people due, or a person."""

    items: tuple[WorkItem, ...]
    id: str = ""
    first_of_door: bool = True

    @property
    def is_person(self) -> bool:
        """Whether it is one person's row."""
        return bool(self.id) and not self.id.startswith(HOUSEHOLD)


class _MadeRows(Sequence[Row]):
    """Rows that are made when they are asked for, and kept."""

    def __init__(self, entries: Sequence[Entry], make: Callable[[Entry], Row]) -> None:
        self._entries, self._make = entries, make
        self._made: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place not in self._made:
            self._made[place] = self._make(self._entries[place])
        return self._made[place]


class WorkModel(RowsModel):
    """Entries in, rows out."""

    def __init__(self, headers: Sequence[str], make: Callable[[Entry], Row], parent: QObject | None = None) -> None:
        super().__init__(headers, parent)
        self._make = make
        self.entries: list[Entry] = []
        self._places: dict[str, int] = {}
        self.reread: Callable[[Sequence[WorkItem]], Sequence[WorkItem]] = list
        """In a lane: the same people as far as the role may print or let them out, with what is due for them then."""

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.entries = list(entries)
        self._places = {each.id: place for place, each in enumerate(self.entries) if each.id}
        self.rows = _MadeRows(self.entries, self._make)  # type: ignore[assignment]
        self.endResetModel()

    def arrange(self, column: int, descending: bool) -> bool:
        """The page puts the people in order before it groups them."""
        return ListModel.arrange(self, column, descending)

    @property
    def shown_ids(self) -> list[str]:
        """The people, and the households that have a row of their own."""
        return list(self._places)

    @property
    def total(self) -> int:
        """As many as are shown: the page narrows."""
        return len(self._places)

    def taken_out(self, ids: Sequence[str]) -> Callable[[Any], Iterable[Row]]:
        """The people's rows, each with its door, read again and made in the reading pool."""
        people, reread = self.people_of(ids), self.reread

        def read(connection: Any) -> Iterator[Row]:
            return (self._on_paper(each) for each in reread(people))

        return read

    def _on_paper(self, item: WorkItem) -> Row:
        """There are no headings on a plain list: the door says its group."""
        row = self._make(Entry((item,), item.resident_id))
        return replace(row, texts=(f"{item.group_name}{item.house_no}", *row.texts[1:]))

    def people_of(self, ids: Sequence[str]) -> list[WorkItem]:
        """Who stands behind rows, each once; behind a household's row its people."""
        found = (self.entries[self._places[each]].items for each in ids if each in self._places)
        return list({item.resident_id: item for items in found for item in items}.values())

    def row_of(self, record_id: str) -> int:
        """Where an id stands, -1 when it does not."""
        return self._places.get(record_id, -1)

    def id_at(self, row: int) -> str:
        """The id of a row; empty for a heading or for no row."""
        return self.entries[row].id if 0 <= row < len(self.entries) else ""

    def first_person(self) -> int:
        """The first row that is a person, -1 for none."""
        found = (place for place, each in enumerate(self.entries) if each.is_person)
        return next(found, -1)
