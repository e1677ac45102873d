"""The rows of the quick entry: who, what is typed so far, and how the row stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clinic_app.care.quick_entry import COLUMNS
from clinic_app.desktop.hover import for_role
from clinic_app.desktop.theme import theme

Index = QModelIndex | QPersistentModelIndex
NUMBER, NAME, DUE = 0, 1, 2
FIRST = 3
"""The first column that is typed into; the last one says how the row stands."""
MEDICINES = "medicines"
NAMES = (*(name for _, name in COLUMNS[:-1]), MEDICINES, COLUMNS[-1][1])
"""Field names of the typed columns in order; unchanged medicines stand before the outcome."""
LAST = FIRST + len(NAMES) - 1
STATE = LAST + 1
_NOWHERE = QModelIndex()


class RowState(StrEnum):
    """How a row stands."""

    OPEN = "open"
    SAVING = "saving"
    SAVED = "saved"
    WRONG = "wrong"
    BEFORE = "before"
    """The person already has a visit of that day."""


@dataclass
class GridRow:
    """One person. `words` say what was saved or what is wrong; `number` is the one on paper, and is given where there
    is none."""

    resident_id: str
    name: str
    due: str
    programmes: tuple[str, ...] = ()
    medicines: Sequence[Mapping[str, Any]] = ()
    values: dict[str, str] = field(default_factory=dict)
    state: RowState = RowState.OPEN
    words: str = ""
    number: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it can be typed into."""
        return self.state in (RowState.OPEN, RowState.WRONG)


COLOURS = {RowState.SAVED: "good", RowState.WRONG: "danger", RowState.BEFORE: "muted", RowState.SAVING: "muted"}


class GridModel(QAbstractTableModel):
    """At most some hundred rows."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = list(headers)
        self.rows: list[GridRow] = []

    def show_rows(self, rows: Sequence[GridRow]) -> None:
        """Replace all rows; whoever has no number gets the next."""
        self.beginResetModel()
        self.rows = list(rows)
        last = max((each.number for each in self.rows), default=0)
        for number, each in enumerate((each for each in self.rows if not each.number), last + 1):
            each.number = number
        self.endResetModel()

    def add(self, row: GridRow) -> int:
        """A person more; returns the row."""
        place = len(self.rows)
        row.number = max((each.number for each in self.rows), default=0) + 1
        self.beginInsertRows(_NOWHERE, place, place)
        self.rows.append(row)
        self.endInsertRows()
        return place

    def row_of(self, resident_id: str) -> int:
        """Where a person stands, -1 when not here."""
        return next((place for place, row in enumerate(self.rows) if row.resident_id == resident_id), -1)

    def type_into(self, place: int, column: int, text: str) -> None:
        """Change what is typed in a cell; a row that was wrong is open again."""
        row, name = self.rows[place], NAMES[column - FIRST]
        row.values[name] = text
        if not text:
            del row.values[name]
        row.state, row.words = RowState.OPEN, ""
        self.show_again(place)

    def show_again(self, place: int) -> None:
        """A row has changed."""
        self.dataChanged.emit(self.index(place, 0), self.index(place, STATE))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many people."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Number, name, what is due, the typed columns and the state."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words over a column."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self._headers[section] if 0 <= section < len(self._headers) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, colours and what a reader says."""
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return for_role(self._text(index.row(), column), role)
        if role == Qt.ItemDataRole.ForegroundRole:
            name = COLOURS.get(row.state) if column == STATE or not row.is_open else None
            return theme().colour(name) if name else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name} {self._headers[column]} {self._text(index.row(), column)}"
        return None

    def _text(self, place: int, column: int) -> str:
        row = self.rows[place]
        fixed = {NUMBER: str(row.number), NAME: row.name, DUE: row.due, STATE: row.words}
        return fixed[column] if column in fixed else row.values.get(NAMES[column - FIRST], "")
