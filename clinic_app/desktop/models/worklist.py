"""The rows of 今日工作, made when they are painted: a township has more than ten thousand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload

from PySide6.QtCore import QObject

from clinic_app.care.work_item import WorkItem
from clinic_app.desktop.models.rows import Row, RowsModel

HOUSEHOLD = "household:"
"""Before the id of a household's own row."""


@dataclass(frozen=True)
class Entry:
    """What one row stands for: a group's heading, a household with several people due, or a person."""

    items: tuple[WorkItem, ...]
    id: str = ""
    first_of_door: bool = True


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

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.entries = list(entries)
        self._places = {each.id: place for place, each in enumerate(self.entries) if each.id}
        self.rows = _MadeRows(self.entries, self._make)  # type: ignore[assignment]
        self.endResetModel()

    def row_of(self, record_id: str) -> int:
        """Where an id stands, -1 when it does not."""
        return self._places.get(record_id, -1)

    def id_at(self, row: int) -> str:
        """The id of a row; empty for a heading or for no row."""
        return self.entries[row].id if 0 <= row < len(self.entries) else ""

    def first_person(self) -> int:
        """The first row that is a person, -1 for none."""
        found = (place for place, each in enumerate(self.entries) if each.id and not each.id.startswith(HOUSEHOLD))
        return next(found, -1)
