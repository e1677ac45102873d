"""The tours of a month: a row for each village, a column for each day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clinic_app.desktop.hover import for_role
from clinic_app.desktop.theme import theme
from clinic_app.store.queries.reference import Village
from clinic_app.store.queries.tour import TourRow

Index = QModelIndex | QPersistentModelIndex
MARK = {"1": "○", "2": "●", "3": "×"}
COLOUR = {"1": "accent", "2": "good", "3": "watch"}
FIXED = 2
"""Columns before the days: the village and how many people are due there."""
SATURDAY = 5
_NOWHERE = QModelIndex()


class TourModel(QAbstractTableModel):
    """Marks: ○ planned, ● held, × cancelled; a figure where there are several."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = list(headers)
        self.month = date.min
        self.villages: list[Village] = []
        self.due: Mapping[str, int] | None = None
        """None while it is still being counted."""
        self._tours: dict[tuple[str, date], list[TourRow]] = {}

    def show_month(self, month: date, villages: Sequence[Village], tours: Sequence[TourRow]) -> None:
        """Replace everything but what is due; `month` is its first day."""
        self.beginResetModel()
        self.month, self.villages = month, list(villages)
        self._tours = {}
        for each in tours:
            self._tours.setdefault((each.village_code, each.tour_date), []).append(each)
        self.endResetModel()

    def show_due(self, due: Mapping[str, int] | None) -> None:
        """How many people have something due in each village."""
        self.due = due
        if self.villages:
            self.dataChanged.emit(self.index(0, FIXED - 1), self.index(len(self.villages) - 1, FIXED - 1))

    def due_in(self, village: Village) -> int | None:
        """People with something due in a village; None while they are being counted."""
        return None if self.due is None else self.due.get(village.code, 0)

    def day_of(self, column: int) -> date | None:
        """The day of a column; None for the columns before the days."""
        return self.month.replace(day=column - FIXED + 1) if column >= FIXED else None

    def tours_at(self, index: Index) -> list[TourRow]:
        """The tours of a cell."""
        day = self.day_of(index.column()) if index.isValid() else None
        return self._tours.get((self.villages[index.row()].code, day), []) if day else []

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """A row for each village."""
        return 0 if parent.isValid() else len(self.villages)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The village, what is due, the days."""
        if parent.isValid() or self.month == date.min:
            return 0 if parent.isValid() else FIXED
        return FIXED + monthrange(self.month.year, self.month.month)[1]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Day numbers; Saturdays and Sundays are muted."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        day = self.day_of(section) if self.month != date.min else None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(day.day) if day else self._headers[section]
        if role == Qt.ItemDataRole.ForegroundRole and day is not None:
            return theme().colour("muted" if day.weekday() >= SATURDAY else "text")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Ready marks and colours."""
        if not index.isValid():
            return None
        village = self.villages[index.row()]
        if index.column() < FIXED:
            due = self.due_in(village)
            words = (village.name, "…" if due is None else str(due))[index.column()]
            return for_role(words, role) if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None
        found = self.tours_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if not found else MARK.get(found[0].state, "○") if len(found) == 1 else str(len(found))
        if role == Qt.ItemDataRole.ForegroundRole and found:
            return theme().colour(COLOUR.get(found[0].state, "text"))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            day = self.day_of(index.column())
            return f"{village.name} {day.month}月{day.day}日" if day else village.name
        return None
