"""Who is behind a figure: those who count and the rest, by name. Enter opens the person, or the slip of one who has
no file here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.indicator_words import area_words, count_words, rate_words, rest_words
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.models.ids import IdModel
from clinic_app.desktop.models.order import by_name
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, label, row
from clinic_app.desktop.widgets.figure import FigureButton
from clinic_app.desktop.widgets.line import WheelGuard
from clinic_app.desktop.words import age, person_line
from clinic_app.guidelines.indicators import Figure, figure
from clinic_app.store.queries.indicators import BehindRow, behind_rows


class IndicatorPeoplePage(Page):
    """The place's id is the indicator's key; `counted` and `area` say which figure. A `line` of the tables of
    referrals with its `name` shows any figure of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        self.words = label("", "muted", wrap=True)
        self._guard = WheelGuard(self)
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("指标"))
        self.which.installEventFilter(self._guard)
        self.which.currentIndexChanged.connect(self._show_figure)
        self.body.addWidget(self.which)
        self.body.addWidget(self.words)
        self.counted, self.rest = FigureButton(), FigureButton()
        self.counted.tell(0, self.tr("计入"))
        self.rest.tell(0, self.tr("其余"))
        for button, slot in ((self.counted, self._show_counted), (self.rest, self._show_rest)):
            button.setCheckable(True)
            button.clicked.connect(slot)
        self.turn = Button(self.tr("换另一边"), "Ctrl+Tab", clicked=self._turn)
        self.body.addLayout(row(self.counted, self.rest, self.turn))
        self._figure: Figure | None = None
        self._reader = _Reader()
        self.list = self._list()
        self.table, self.empty = self.list.table, self.list.empty
        self.body.addWidget(self.list, 1)
        self._people: dict[str, str] = {}

    def _list(self) -> ListFrame:
        columns = (
            Column("person", self.tr("姓名"), 14),
            Column("place", self.tr("村组门牌"), 14),
            Column("what", self.tr("日期或医生"), 0, gives_way=1),
        )
        self.model = IdModel(self.desk, [each.words for each in columns], self._reader, self._row, self)
        of = "referral" if self.desk.receives else "resident"
        made = ListFrame(self.desk, "behind", self.tr("名单"), columns, self.model, of=of, unit=self.tr("{count} 人"))
        made.about = self._about
        made.set_empty(self.tr("这一边没有人。"))
        made.opened.connect(self._open_row)
        made.order_asked.connect(self._put_in_order)
        return made

    def _about(self) -> str:
        side = self.rest if self.rest.isChecked() else self.counted
        return "　".join(part for part in (self.title.text(), side.accessibleName()) if part)

    @Slot()
    def _put_in_order(self) -> None:
        """Each name is read once: whoever is behind one figure."""
        found = self._figure
        if found is not None:
            ids = found.rest if self.rest.isChecked() else found.counted
            self.desk.read(self, self.model.ordered(ids), self._show_ids, key="order")

    def arrive(self, place: Place) -> None:
        """A line of referrals brings its own choice of figures."""
        line = place.more.get("line")
        self.which.blockSignals(True)
        self.which.clear()
        for each in line.figures if line is not None else ():
            self.which.addItem(record_word(each.definition.label), each)
        self.which.blockSignals(False)
        self.which.setVisible(line is not None)
        super().arrive(place)

    def refresh(self) -> None:
        """Take the ids out of what is counted already, in the reading pool: there may be many."""
        if self.which.count():
            self._show_figure()
            return
        counted, area, key = self.place.more.get("counted"), self.place.more.get("area"), self.place.of
        if counted is None or area is None:
            return
        self.desk.work.read(self, lambda: figure(counted, counted.book[key], area.scope), self._taken, key="behind")

    @Slot()
    def _show_figure(self) -> None:
        found = self.which.currentData()
        if isinstance(found, Figure):
            self._taken(found)

    def _taken(self, found: Figure) -> None:
        self._figure = found
        definition = found.definition
        self.title.setText(record_word(definition.label))
        more = self.place.more
        whose = more["name"] if "line" in more else area_words(more["area"])
        parts = (whose, rate_words(found), count_words(found), definition.words if "line" in more else "")
        self.words.setText("　".join(part for part in parts if part))
        self.counted.tell(len(found.counted), self.tr("计入") if not definition.is_quality else self.tr("看一看"))
        self.rest.tell(len(found.rest), rest_words(found))
        self._reader.of = definition.of
        # Of a rate the side where work remains comes first.
        work = bool(found.rest) and not definition.is_quality
        self._show(rest=work or not found.counted)
        self.filled()

    def take_focus(self) -> None:
        """The list."""
        target = self.table if self.model.ids else self.turn
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, *, rest: bool) -> None:
        found = self._figure
        if found is None:
            return
        self.counted.setChecked(not rest)
        self.rest.setChecked(rest)
        ids = found.rest if rest else found.counted
        self._people = {}
        self._show_ids(ids)
        if self.list.order.key:
            self._put_in_order()

    def _show_ids(self, ids: Sequence[str]) -> None:
        self.model.show_ids(ids)
        self.table.choose_first()
        self.take_focus()

    def _row(self, record: BehindRow) -> Row:
        self._people[record.id] = record.resident_id
        person = person_line(record.name, record.sex, age(record.birth_date, self.desk.today))
        return Row(record.id, (person, record.place, record.what), sorts={0: by_name(record.name)})

    @Slot(int)
    def _open_row(self, place: int) -> None:
        record_id = self.model.id_at(place)
        resident_id = self._people.get(record_id)
        if resident_id:
            self.desk.open("resident", resident_id)
        elif resident_id is not None and self._figure is not None and self._figure.definition.of == "referral":
            self.desk.open("referrals", record_id)

    @Slot()
    def _show_counted(self) -> None:
        self._show(rest=False)

    @Slot()
    def _show_rest(self) -> None:
        self._show(rest=True)

    @Slot()
    def _turn(self) -> None:
        self._show(rest=not self.rest.isChecked())


class _Reader:
    """Reads what stands behind ids; `of` says what they are."""

    def __init__(self) -> None:
        self.of = "resident"

    def __call__(self, connection: Any, ids: Sequence[str]) -> list[BehindRow]:
        """In the reading pool."""
        return behind_rows(connection, self.of, ids)
