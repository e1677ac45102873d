"""What the models of all lists share: the words over the columns, with the order in which the list stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clinic_app.desktop.models.order import is_empty, sort_key

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole)
NOWHERE = QModelIndex()
RISING, FALLING = " ↑", " ↓"
"""Behind the name of the column that the list is ordered by: words, so that a reader says them too."""


@dataclass(frozen=True)
class Row:
    """One line. `colours` names a token for a column; a heading has an empty id.

    `sorts` is what a column is put in order by where its words do not tell; `full` what a file says where the screen
    masks.
    """

    id: str
    texts: tuple[str, ...]
    colours: dict[int, str] = field(default_factory=dict)
    spoken: str = ""
    sorts: Mapping[int, Any] = field(default_factory=dict)
    full: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_heading(self) -> bool:
        """Whether this line only names the lines under it."""
        return not self.id

    def text_of(self, column: int) -> str:
        """The words of a column; a heading has only its first."""
        return self.texts[column] if column < len(self.texts) else ""

    def value_of(self, column: int) -> Any:
        """What the column is put in order by."""
        return self.sorts[column] if column in self.sorts else self.text_of(column)


class ListModel(QAbstractTableModel):
    """Texts in columns; `arrange` puts the rows in the order of one of them."""

    has_other_rows = False
    """Whether there may be rows that are no records: headings, or one for several records."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None, *, right: Sequence[int] = ()) -> None:
        super().__init__(parent)
        self._headers = list(headers)
        self._right = frozenset(right)
        self.sorted_by, self.descending = -1, False

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words over a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._headers):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._right:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        mark = "" if section != self.sorted_by else FALLING if self.descending else RISING
        return self._headers[section] + mark

    def arrange(self, column: int, descending: bool) -> bool:
        """Stand in the order of a column, -1 for the list's own. Whether it was done; else the rows are asked for
        again, in that order."""
        self.sorted_by, self.descending = column, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(self._headers) - 1, 0))
        return False

    def find(self, text: str) -> None:
        """Show only the rows in which `text` stands; models that hold no rows are asked for others."""

    @property
    def shown_ids(self) -> list[str]:
        """The ids of the rows, from the top, without headings."""
        raise TypeError("each model knows its rows")

    def id_at(self, row: int) -> str:
        """The id of a row; empty for a heading or for no row."""
        raise TypeError("each model knows its rows")

    def row_of(self, record_id: str) -> int:
        """Where an id stands, -1 when it does not."""
        raise TypeError("each model knows its rows")

    @property
    def total(self) -> int:
        """How many rows there are, those that were not found among them."""
        return len(self.shown_ids)

    def taken_out(self, ids: Sequence[str]) -> Callable[[Any], Iterable[Row]]:
        """A reader of these rows in full, over a connection in the reading pool."""
        raise TypeError("each model knows its rows")


def in_order(rows: Iterable[Row], column: int, descending: bool) -> list[Row]:
    """Rows by a column; those with an empty cell stand last either way."""
    kept = [each for each in rows if not each.is_heading]
    empty = [each for each in kept if is_empty(each.value_of(column))]
    told = [each for each in kept if not is_empty(each.value_of(column))]
    return [*sorted(told, key=lambda each: sort_key(each.value_of(column)), reverse=descending), *empty]
