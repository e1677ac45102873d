"""巡诊清单: the tours of a month one under the other, for the report to the township; the calendar is for planning."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot

from clinic_app.desktop.changes import WORK
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.month_page import MonthPage
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.words import short_day
from clinic_app.records.tour import KIND, STATE
from clinic_app.store.queries.tour import TourRow, tours

DATE, STATE_COLUMN, ATTENDANCE, SERVED = 0, 3, 6, 7
COLOUR = {"2": "good", "3": "watch"}


class TourListPage(MonthPage):
    """Enter opens the tour."""

    watched = WORK

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("巡诊清单"))
        columns = (
            Column("date", self.tr("日期"), 5),
            Column("village", self.tr("村"), 6),
            Column("kind", self.tr("类别"), 4),
            Column("state", self.tr("状态"), 4),
            Column("place", self.tr("地点"), 0, gives_way=3),
            Column("staff", self.tr("人员"), 6, gives_way=2),
            Column("attendance", self.tr("到场"), 3, right=True),
            Column("served", self.tr("服务"), 3, right=True),
            Column("note", self.tr("备注"), 8, gives_way=1),
        )
        right = [place for place, each in enumerate(columns) if each.right]
        self.model = RowsModel([each.words for each in columns], self, right=right)
        self.list = ListFrame(
            desk, "tours", self.tr("巡诊清单"), columns, self.model,
            of="tour", unit=self.tr("{count} 次"), searched=True,
        )  # fmt: skip
        self.list.about = self.name.text
        self.list.set_empty(self.tr("这个月没有巡诊和义诊。在巡诊计划的月历上选村和日子，按 Enter 安排。"))
        self.list.opened.connect(self._open_row)
        self.body.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Read the month."""
        first = self.month
        last = first.replace(day=monthrange(first.year, first.month)[1])

        def read(connection: Any) -> list[TourRow]:
            return tours(connection, first, last)

        self.model.allowed = lambda connection: [each.id for each in read(connection)]
        self.desk.read(self, read, self._show, key="tours")

    def take_focus(self) -> None:
        """The list."""
        self.list.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, found: Sequence[TourRow]) -> None:
        self.name_month()
        kept = self.model.id_at(self.list.table.row)
        self.model.show_rows([self._row(each) for each in found])
        self.list.table.go_to(max(self.model.row_of(kept), 0))
        self.filled()

    def _row(self, each: TourRow) -> Row:
        texts = (
            short_day(each.tour_date, self.desk.today),
            each.village_name,
            record_words(KIND).get(each.kind, ""),
            record_words(STATE).get(each.state, ""),
            each.place,
            each.staff,
            "" if each.attendance is None else str(each.attendance),
            "" if each.served is None else str(each.served),
            each.note,
        )
        colours = {STATE_COLUMN: COLOUR[each.state]} if each.state in COLOUR else {}
        spoken = "　".join(part for part in texts if part)
        sorts = {DATE: each.tour_date, ATTENDANCE: each.attendance, SERVED: each.served}
        return Row(each.id, texts, colours, spoken, sorts, {DATE: each.tour_date.isoformat()})

    @Slot(int)
    def _open_row(self, place: int) -> None:
        tour_id = self.model.id_at(place)
        if tour_id:
            self.desk.open("tour_form", tour_id)
