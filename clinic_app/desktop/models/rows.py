"""A model over rows that are ready: a list of texts for each, an id, and perhaps a heading row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt

from clinic_app.desktop.hover import for_role
from clinic_app.desktop.models.list_model import ID_ROLE, NOWHERE, Index, ListModel, Row, in_order
from clinic_app.desktop.models.order import holds, queries
from clinic_app.desktop.theme import theme
from clinic_app.store.haystack import Query

__all__ = ["ID_ROLE", "Row", "RowsModel"]


class RowsModel(ListModel):
    """At most some thousand rows; longer lists use IdModel. Headings stand only in the list's own order."""

    has_other_rows = True

    def __init__(self, headers: Sequence[str], parent: QObject | None = None, *, right: Sequence[int] = ()) -> None:
        super().__init__(headers, parent, right=right)
        self.rows: list[Row] = []
        self.allowed: Callable[[Any], Iterable[str]] | None = None
        """Which ids a connection shows that knows what the role may print or let out; the page's own query."""
        self._all: list[Row] = []
        self._wanted: list[Query] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace all rows; what is looked for and the order stay."""
        self._all = list(rows)
        self._lay_out()

    def arrange(self, column: int, descending: bool) -> bool:
        """At once: the rows are here."""
        super().arrange(column, descending)
        self._lay_out()
        return True

    def find(self, text: str) -> None:
        """Show the rows in which every word of `text` stands, as it is written or as it is spelled."""
        self._wanted = queries(text)
        self._lay_out()

    def _lay_out(self) -> None:
        self.beginResetModel()
        rows = self._all
        if self._wanted:
            rows = [each for each in rows if not each.is_heading and holds(each.texts, self._wanted)]
        self.rows = list(rows) if self.sorted_by < 0 else in_order(rows, self.sorted_by, self.descending)
        self.endResetModel()

    @property
    def shown_ids(self) -> list[str]:
        """The ids of the rows, from the top, without headings."""
        return [row.id for row in self.rows if row.id]

    @property
    def total(self) -> int:
        """How many rows there are, those that were not found among them."""
        return sum(not row.is_heading for row in self._all)

    def taken_out(self, ids: Sequence[str]) -> Callable[[Any], Iterable[Row]]:
        """The rows that are ready, of them those that may go out."""
        wanted = set(ids)
        return partial(_ready, [row for row in self.rows if row.id in wanted], self.allowed)

    def row_of(self, record_id: str) -> int:
        """Where an id stands, -1 when it does not."""
        return next((place for place, row in enumerate(self.rows) if row.id == record_id), -1)

    def id_at(self, row: int) -> str:
        """The id of a row; empty for a heading or for no row."""
        return self.rows[row].id if 0 <= row < len(self.rows) else ""

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if not index.isValid() or self.rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Ready texts and colours."""
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole or role == Qt.ItemDataRole.ToolTipRole:
            return for_role(row.text_of(column), role)
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


def _ready(rows: Sequence[Row], allowed: Callable[[Any], Iterable[str]] | None, connection: Any) -> Sequence[Row]:
    """In a lane."""
    if allowed is None:
        return rows
    kept = set(allowed(connection))
    return [row for row in rows if row.id in kept]
