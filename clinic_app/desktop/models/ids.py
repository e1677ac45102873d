"""A model over ids only: rows are read a page at a time, in the reading pool, when they are painted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.hover import for_role
from clinic_app.desktop.models.list_model import ID_ROLE, NOWHERE, Index, ListModel, Row, in_order

PAGE = 200
Fetch = Callable[[Any, Sequence[str]], Sequence[Any]]
Shape = Callable[[Any], Row]
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.TextAlignmentRole, ID_ROLE)


class IdModel(ListModel):
    """`fetch(connection, ids)` reads records with an `id`; `shape(record)` makes each a Row, once: in the main thread
    where it is painted, in the reading pool where it is taken out."""

    def __init__(
        self,
        desk: Desk,
        headers: Sequence[str],
        fetch: Fetch,
        shape: Shape,
        parent: Any = None,
        *,
        page: int = PAGE,
        right: Sequence[int] = (),
    ) -> None:
        super().__init__(headers, parent, right=right)
        self._page = page
        self.desk = desk
        self.ids: list[str] = []
        self._fetch, self._shape = fetch, shape
        self._rows: dict[str, Row] = {}
        self._asked: set[int] = set()
        self._wanted: set[int] = set()
        self._generation = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)

    @property
    def shown_ids(self) -> list[str]:
        """All ids, in their order."""
        return self.ids

    def taken_out(self, ids: Sequence[str]) -> Callable[[Any], Iterable[Row]]:
        """Read a page at a time and shaped where it is read."""
        return partial(_every, self._fetch, self._shape, list(ids), self._page)

    def ordered(self, ids: Sequence[str]) -> Callable[[Any], list[str]]:
        """A reader that puts ids in the order of the chosen column by reading their rows: for lists whose query cannot,
        and that one person can still look through."""
        column, descending, every = self.sorted_by, self.descending, self.taken_out(ids)

        def read(connection: Any) -> list[str]:
            return list(ids) if column < 0 else [row.id for row in in_order(every(connection), column, descending)]

        return read

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

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many ids."""
        return 0 if parent.isValid() else len(self.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is known of a row; asks for its page when it is not."""
        if role not in _ROLES:
            return None
        if not index.isValid() or not 0 <= index.row() < len(self.ids):
            return None
        record_id = self.ids[index.row()]
        if role == ID_ROLE:
            return record_id
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = index.column() in self._right
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) if right else None
        row = self._rows.get(record_id)
        if row is None:
            self._want(index.row() // self._page)
            return "…" if index.column() == 0 else ""
        return for_role(row.text_of(index.column()), role)

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


def _every(fetch: Fetch, shape: Shape, ids: list[str], page: int, connection: Any) -> Iterator[Row]:
    """In the reading pool."""
    for start in range(0, len(ids), page):
        for record in fetch(connection, ids[start : start + page]):
            yield shape(record)
