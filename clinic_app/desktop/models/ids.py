"""A model over ids only: rows are read a page at a time, in the reading pool, when they are painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Slot

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.hover import for_role
from clinic_app.desktop.models.rows import ID_ROLE, Row

Index = QModelIndex | QPersistentModelIndex
PAGE = 200
_NOWHERE = QModelIndex()
Fetch = Callable[[Any, Sequence[str]], Sequence[Any]]


class IdModel(QAbstractTableModel):
    """`fetch(connection, ids)` reads records with an `id`; `shape(record)` makes each a Row, once."""

    def __init__(
        self,
        desk: Desk,
        headers: Sequence[str],
        fetch: Fetch,
        shape: Callable[[Any], Row],
        parent: Any = None,
        *,
        page: int = PAGE,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self.desk = desk
        self.ids: list[str] = []
        self._headers = list(headers)
        self._fetch, self._shape = fetch, shape
        self._rows: dict[str, Row] = {}
        self._asked: set[int] = set()
        self._wanted: set[int] = set()
        self._generation = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)

    def show_ids(self, ids: Sequence[str]) -> None:
        """A new answer to a search: only ids."""
        self.beginResetModel()
        self.ids = list(ids)
        self._rows.clear()
        self._asked.clear()
        self._wanted.clear()
        self._generation += 1
        self.endResetModel()

    def id_at(self, row: int) -> str:
        """The id of a row, empty for none."""
        return self.ids[row] if 0 <= row < len(self.ids) else ""

    def row_of(self, record_id: str) -> int:
        """Where an id stands, -1 when it does not."""
        return self.ids.index(record_id) if record_id in self.ids else -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many ids."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words over a column."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self._headers[section] if 0 <= section < len(self._headers) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is known of a row; asks for its page when it is not."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, ID_ROLE):
            return None
        if not index.isValid() or not 0 <= index.row() < len(self.ids):
            return None
        record_id = self.ids[index.row()]
        if role == ID_ROLE:
            return record_id
        row = self._rows.get(record_id)
        if row is None:
            self._want(index.row() // self._page)
            return "…" if index.column() == 0 else ""
        return for_role(row.texts[index.column()], role)

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self._wanted.add(page)
            self._soon.start()

    @Slot()
    def _ask(self) -> None:
        for page in sorted(self._wanted):
            ids = self.ids[page * self._page : (page + 1) * self._page]
            self.desk.read(self, partial(_read_page, self._fetch, self._generation, page, ids), self._arrived)
        self._wanted.clear()

    def _arrived(self, answer: tuple[int, int, list[str], Sequence[Any]]) -> None:
        generation, page, ids, records = answer
        if generation != self._generation:
            return
        for record in records:
            self._rows[record.id] = self._shape(record)
        gone = tuple(("（已不在本机）" if column == 0 else "") for column in range(len(self._headers)))
        for record_id in ids:
            self._rows.setdefault(record_id, Row(record_id, gone))
        first = self.index(page * self._page, 0)
        last = self.index(min((page + 1) * self._page, len(self.ids)) - 1, len(self._headers) - 1)
        self.dataChanged.emit(first, last)


def _read_page(
    fetch: Fetch, generation: int, page: int, ids: list[str], connection: Any
) -> tuple[int, int, list[str], Sequence[Any]]:
    """In the reading pool."""
    return generation, page, ids, fetch(connection, ids)
