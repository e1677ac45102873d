"""巡诊: the tours and free clinics of a month, a row for each village with how many people are due there."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from clinic_app.desktop.day_words import full_day
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.due_counts import MADE_OF, Counted, count_due
from clinic_app.desktop.models.tours import FIXED, MARK, TourModel
from clinic_app.desktop.pages.month_page import MonthPage
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.basic import Button, label, row
from clinic_app.desktop.widgets.kept_columns import KeptColumns
from clinic_app.records.tour import KIND, STATE
from clinic_app.store.queries.reference import Village, villages
from clinic_app.store.queries.tour import TourRow, tours

HELD = "2"
NAME_CHARACTERS, FEWEST_CHARACTERS = 8, 5


@dataclass(frozen=True)
class _Read:
    villages: Sequence[Village]
    tours: Sequence[TourRow]


class TourTable(QTableView):
    """Arrows go from day to day and from village to village."""

    def __init__(self, page: ToursPage) -> None:
        super().__init__()
        self._page = page
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setProperty("role", "days")
        self.doubleClicked.connect(page.open_cell)
        self.setModel(page.model)
        self.kept = KeptColumns(self, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the day."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._page.open_cell()
        else:
            super().keyPressEvent(event)

    def fit(self) -> None:
        """Day columns as wide as there is room; the village takes what is left."""
        header = self.horizontalHeader()
        one, lengths = self.fontMetrics().horizontalAdvance("国"), theme().lengths
        header.setMinimumSectionSize(one)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        due = one * 2 + lengths.small * 2
        self.setColumnWidth(1, due)
        days = max(header.count() - FIXED, 1)
        room = (self.viewport().width() - one * NAME_CHARACTERS - due) // days
        day = max(one + lengths.tiny, min(room, lengths.button))
        if self.viewport().width() - due - day * days < one * FEWEST_CHARACTERS:
            # With large type a month is wider than the window: then the days scroll, and stand apart.
            day = self.fontMetrics().horizontalAdvance("30") + 2 * lengths.small
        for column in range(FIXED, header.count()):
            self.setColumnWidth(column, day)
        self.setColumnWidth(0, max(self.viewport().width() - due - day * days, one * FEWEST_CHARACTERS))
        self.verticalHeader().setDefaultSectionSize(lengths.compact_row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The days share another width."""
        super().resizeEvent(event)
        self.fit()


class ToursPage(MonthPage):
    """Enter plans a tour on the day and in the village of the cell, or opens the one that is there."""

    watched = MADE_OF

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("巡诊计划"))
        self.model = TourModel([self.tr("村"), self.tr("待办")], self)
        self.table = TourTable(self)
        self.table.setAccessibleName(self.tr("巡诊月历"))
        self.table.setAccessibleDescription(self.tr("左右键换日子，上下键换村，Enter 安排"))
        self.table.selectionModel().currentChanged.connect(self._moved)
        self.body.addWidget(self.table, 1)
        self.legend = label("", "muted", wrap=True)
        self.told = label("", wrap=True)
        self.plan = Button(self.tr("安排"), "Enter", role="main", clicked=self.open_cell)
        line = row(self.told, self.plan)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.legend)

    def more_buttons(self) -> tuple[Button, ...]:
        """The month as a list, and on paper."""
        return (
            Button(self.tr("清单"), "Ctrl+G", clicked=self._open_list),
            Button(self.tr("打印"), "Ctrl+P", clicked=self._print),
        )

    def refresh(self) -> None:
        """Read the month; who is due in each village follows where that is not known yet."""
        first = self.month
        last = first.replace(day=monthrange(first.year, first.month)[1])

        def read(connection: Any) -> _Read:
            return _Read(villages(connection), tours(connection, first, last))

        self.desk.read(self, read, self._show, key="tours")
        known, state = self.desk.due_counts.on(self.desk.today), self.desk.due_counts.state
        if known is not None:
            self.model.show_due(known.due)
        else:
            count = partial(count_due, self.desk.database, self.desk.today)
            self.desk.work.read(self, count, partial(self._show_due, state), key="due")

    def take_focus(self) -> None:
        """The calendar."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, answer: _Read) -> None:
        places = self.desk.own_villages(answer.villages)
        kept = self.table.currentIndex()
        before = (max(kept.row(), 0), kept.column())
        self.model.show_month(self.month, places, answer.tours)
        self.table.fit()
        self.name_month()
        self.legend.setText(self._legend(answer.tours))
        column = before[1] if before[1] >= FIXED else FIXED + self._first_day() - 1
        self.table.setCurrentIndex(self.model.index(before[0], min(column, self.model.columnCount() - 1)))
        self.filled()

    def _show_due(self, state: int, counted: Counted) -> None:
        self.desk.due_counts.tell(counted, state)
        self.model.show_due(counted.due)
        self._moved(self.table.currentIndex(), QModelIndex())

    def _first_day(self) -> int:
        today = self.desk.today
        return today.day if (today.year, today.month) == (self.month.year, self.month.month) else 1

    def _legend(self, found: Sequence[TourRow]) -> str:
        words = record_words(STATE)
        counts = Counter(each.state for each in found)
        marks = [f"{mark} {words[code]} {counts[code]}" for code, mark in MARK.items()]
        held = [each for each in found if each.state == HELD]
        people = sum(each.attendance or 0 for each in held)
        served = sum(each.served or 0 for each in held)
        told = self.tr("到场 {people}人　服务 {served}人次").format(people=people, served=served)
        return "　".join([*marks, told])

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        day = self.model.day_of(current.column()) if current.isValid() else None
        self.plan.setEnabled(day is not None)
        if day is None or not current.isValid():
            self.told.setText("")
            return
        village = self.model.villages[current.row()]
        found = self.model.tours_at(current)
        due = self.model.due_in(village)
        told = "" if due is None else self.tr("{count}人待办").format(count=due)
        parts = [village.name, full_day(day), told, *(self._line(each) for each in found)]
        self.told.setText("　".join(part for part in parts if part))
        self.plan.set_words(self.tr("打开") if found else self.tr("安排"))

    def _line(self, tour: TourRow) -> str:
        kinds, states = record_words(KIND), record_words(STATE)
        parts = [kinds.get(tour.kind, ""), states.get(tour.state, ""), tour.place]
        if tour.attendance is not None:
            parts.append(self.tr("到场{count}人").format(count=tour.attendance))
        return " ".join(part for part in parts if part)

    @Slot()
    def open_cell(self) -> None:
        """The tour of the current cell, or a new one there."""
        current = self.table.currentIndex()
        day = self.model.day_of(current.column()) if current.isValid() else None
        if day is None:
            return
        found = self.model.tours_at(current)
        village = self.model.villages[current.row()]
        due = self.model.due_in(village)
        self.desk.open("tour_form", found[0].id if found else "", village=village.code, day=day.isoformat(), due=due)

    @Slot()
    def _open_list(self) -> None:
        self.desk.open("tour_list", f"{self.month:%Y-%m}")

    @Slot()
    def _print(self) -> None:
        self.desk.open("paper", f"{self.month:%Y-%m}", kind="tour-plan")
