"""A model over rows that are ready: a list of texts for each, an id, and perhaps a heading row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clinic_app.desktop.hover import for_role
from clinic_app.desktop.theme import theme

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole)
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Row:
    """One line. `colours` names a token for a column; a heading has an empty id."""

    id: str
    texts: tuple[str, ...]
    colours: dict[int, str] = field(default_factory=dict)
    spoken: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether this line only names the lines under it."""
        return not self.id


class RowsModel(QAbstractTableModel):
    """At most some thousand rows; longer lists use IdModel."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None, *, right: Sequence[int] = ()) -> None:
        super().__init__(parent)
        self._headers = list(headers)
        self._right = frozenset(right)
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def row_of(self, record_id: str) -> int:
        """Where an id stands, -1 when it does not."""
        return next((place for place, row in enumerate(self.rows) if row.id == record_id), -1)

    def id_at(self, row: int) -> str:
        """The id of a row; empty for a heading or for no row."""
        return self.rows[row].id if 0 <= row < len(self.rows) else ""

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self._headers)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if not index.isValid() or self.rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words over a column."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self._headers[section] if 0 <= section < len(self._headers) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Ready texts and colours."""
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole or role == Qt.ItemDataRole.ToolTipRole:
            return for_role(row.texts[column], role) if column < len(row.texts) else ""
        if role == Qt.ItemDataRole.ForegroundRole:
            name = "muted" if row.is_heading else row.colours.get(column)
            return theme().colour(name) if name else None
        if role == Qt.ItemDataRole.FontRole:
            return theme().font(bold=True) if row.is_heading else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column in self._right:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 0 and row.spoken:
            return row.spoken
        if role == ID_ROLE:
            return row.id
        return None
