"""今日工作: who is due, grouped by village group and household, those to see first on top."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from clinic_app.care.worklist import RETURN, WINDOW_DAYS, WorkItem, worklist
from clinic_app.desktop.changes import PEOPLE, REFERRALS, VISITS
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.forms.editor import WheelGuard
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, column, label, row
from clinic_app.desktop.widgets.figure import FigureButton
from clinic_app.desktop.widgets.panes import TwoPanes
from clinic_app.desktop.widgets.person_card import PersonCard
from clinic_app.desktop.widgets.table import Table
from clinic_app.desktop.words import long_day, person_line, window
from clinic_app.guidelines.due import DueState
from clinic_app.store.queries.reference import Village, villages

ALL, DUE, OVERDUE, RETURNED = "all", "due", "overdue", "returned"
Answer = tuple[Sequence[WorkItem], Sequence[Village]]


class WorkPage(Page):
    """The morning's list. Enter begins the visit of the person chosen."""

    watched = PEOPLE | VISITS | REFERRALS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("今日工作"))
        self.day = label(long_day(desk.today), "muted")
        self.village = QComboBox()
        self.village.setAccessibleName(self.tr("村"))
        self._guard = WheelGuard(self)
        self.village.installEventFilter(self._guard)
        self.village.currentIndexChanged.connect(self._filter_changed)
        self.head.insertWidget(1, self.day)
        self.head.addWidget(self.village)
        self._items: list[WorkItem] = []
        self._shown: list[WorkItem] = []
        self._filter = ALL
        self.figures = {name: self._figure(name) for name in (DUE, OVERDUE, RETURNED)}
        self.attention = FigureButton()
        self.attention.clicked.connect(self._open_sync)
        self.attention_count = 0
        printing = Button(self.tr("打印清单"), "Ctrl+P", symbol="print", clicked=self._print)
        figures = row(*self.figures.values(), self.attention, printing, spacing=theme().lengths.gap)
        self.body.addLayout(figures)
        headers = (self.tr("门牌"), self.tr("姓名"), self.tr("该做"), self.tr("期限"), self.tr("上次"))
        self.model = RowsModel([*headers, self.tr("先看的原因")], self)
        self.table = Table([3, 10, 7, 6, 5, 0], self.tr("今日工作名单"), optional=(4, 0))
        self.table.setModel(self.model)
        self.table.fit()
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._start)
        self.empty = label("", "muted", wrap=True)
        self.first_step = Button(self.tr("登记第一位居民"), "Ctrl+N", role="main", clicked=self._new_resident)
        left = QWidget()
        left.setLayout(column(self.table, self.empty, row(self.first_step, None)))
        self.card = PersonCard(desk, self.tr("选一位，这里显示最近的血压、用药和电话"))
        self.card.visit_asked.connect(self._visit)
        self.card.file_asked.connect(self._file)
        self.panes = TwoPanes(left, self.card, shares=(2, 1))
        self.panes.narrow_changed.connect(self.card.set_compact)
        # The rail says which page this is; the list needs the height.
        self.panes.narrow_changed.connect(self.title.setHidden)
        self.panes.narrow_changed.connect(self.day.setHidden)
        self.body.addWidget(self.panes, 1)
        self._empty_state()

    def refresh(self) -> None:
        """Work out the list again."""
        database, today = self.desk.database, self.desk.today
        self.day.setText(long_day(today))
        village = self.village.currentData() or None

        def read() -> Answer:
            with database.read() as connection:
                return worklist(database, today, village), villages(connection)

        self.desk.work.read(self, read, self._show, key="worklist")

    def take_focus(self) -> None:
        """The list, or the first step when it is empty."""
        target: QWidget = self.table if self._shown else self.first_step
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def set_attention(self, count: int) -> None:
        """How many saves wait for a person."""
        self.attention_count = count
        self.attention.tell(count, self.tr("需处理"))

    def next_after(self, resident_id: str) -> str:
        """Whom to see after this person: the next of the list as it is shown."""
        ids = [item.resident_id for item in self._shown]
        if resident_id in ids[:-1]:
            return ids[ids.index(resident_id) + 1]
        return next((each for each in ids if each != resident_id), "")

    def _figure(self, name: str) -> FigureButton:
        button = FigureButton()
        button.setCheckable(True)
        button.setProperty("filter", name)
        button.clicked.connect(self._filter_clicked)
        return button

    def _show(self, answer: Answer) -> None:
        items, places = answer
        self._items = list(items)
        places = self.desk.own_villages(places)
        self._show_villages(places)
        words = {DUE: self.tr("今日可办"), OVERDUE: self.tr("已逾期"), RETURNED: self.tr("待回访")}
        for name, button in self.figures.items():
            count = sum(_matches(item, name) for item in self._items)
            button.tell(count, words[name])
        self.set_attention(self.attention_count)
        self._names = {village.code: village.name for village in places}
        self._fill()
        self.filled()

    def _show_villages(self, places: Sequence[Village]) -> None:
        self.village.setVisible(len(places) > 1)
        if self.village.count() == len(places) + 1:
            return
        chosen = self.village.currentData()
        self.village.blockSignals(True)
        self.village.clear()
        self.village.addItem(self.tr("全部村"), "")
        for place in places:
            self.village.addItem(place.name, place.code)
        self.village.setCurrentIndex(max(self.village.findData(chosen), 0))
        self.village.blockSignals(False)

    def _fill(self) -> None:
        kept = self.model.id_at(self.table.row)
        chosen = [item for item in self._items if self._filter == ALL or _matches(item, self._filter)]
        rows, self._shown = self._grouped(chosen)
        self.model.show_rows(rows)
        self.table.clearSpans()
        for place, line in enumerate(rows):
            if line.is_heading:
                self.table.setSpan(place, 0, 1, self.model.columnCount())
        self._empty_state()
        place = self.model.row_of(kept) if kept else -1
        if place >= 0:
            self.table.go_to(place)
        elif self._shown:
            self.table.choose_first()
        else:
            self.card.show_resident("")

    def _grouped(self, items: Sequence[WorkItem]) -> tuple[list[Row], list[WorkItem]]:
        """Groups and households in the order of their most urgent person."""
        groups: dict[tuple[str, str], dict[str, list[WorkItem]]] = {}
        for item in items:
            households = groups.setdefault((item.village_code, item.group_name), {})
            households.setdefault(item.household_id or item.resident_id, []).append(item)
        rows: list[Row] = []
        order: list[WorkItem] = []
        for (village, group), households in groups.items():
            people = sum(len(each) for each in households.values())
            name = self._names.get(village, village)
            heading = "　".join(part for part in (name, group or self.tr("未分组")) if part)
            rows.append(Row("", (self.tr("{name}　{count}人").format(name=heading, count=people),)))
            for members in households.values():
                rows += [self._row(item, first=place == 0) for place, item in enumerate(members)]
                order += members
        return rows, order

    def _row(self, item: WorkItem, *, first: bool) -> Row:
        person = person_line(item.name, item.sex, item.age)
        due = "、".join(dict.fromkeys(record_word(_short(reason.words)) for reason in item.reasons))
        when = window(item.due_date - timedelta(days=WINDOW_DAYS), item.due_date)
        overdue = item.state is DueState.OVERDUE
        if overdue:
            days = (self.desk.today - item.due_date).days
            when = self.tr("逾期{days}天").format(days=days)
        why = "、".join(self._reason(part) for part in item.why.split("、") if part != "已逾期")
        last = item.last_reading.removeprefix("血压 ").partition("（")[0]
        texts = (item.house_no if first else "", person, due, when, last, why)
        colours = {3: "danger"} if overdue else {}
        if why:
            colours[5] = "watch"
        return Row(item.resident_id, texts, colours, "　".join(part for part in texts if part))

    def _reason(self, words: str) -> str:
        """One reason of the worklist in the language of the window."""
        found = re.fullmatch(r"连续(\d+)次未达标", words)
        return self.tr("连续{count}次未达标").format(count=found[1]) if found else record_word(words)

    def _empty_state(self) -> None:
        nobody = not self._items
        self.table.setVisible(bool(self._shown))
        self.empty.setVisible(not self._shown)
        self.first_step.setVisible(nobody)
        if nobody:
            self.empty.setText(
                self.tr("到期该随访的人会列在这里，按村民小组和门牌排好。登记居民并做第一次随访后就有了。")
            )
        else:
            self.empty.setText(self.tr("这一类现在没有人。再按一次上面的数字，看全部。"))

    @Slot(int)
    def _chosen(self, place: int) -> None:
        self.card.show_resident(self.model.id_at(place))

    @Slot(int)
    def _start(self, place: int) -> None:
        self._visit(self.model.id_at(place))

    @Slot(str)
    def _visit(self, resident_id: str) -> None:
        if resident_id:
            self.desk.open("visit", resident_id, queue=[item.resident_id for item in self._shown])

    @Slot(str)
    def _file(self, resident_id: str) -> None:
        self.desk.open("resident_form", resident_id)

    @Slot()
    def _new_resident(self) -> None:
        self.desk.open("resident_form")

    @Slot()
    def _print(self) -> None:
        self.desk.open("paper", self.desk.today.isoformat(), kind="day-sheet")

    @Slot()
    def _open_sync(self) -> None:
        self.desk.open("sync")

    @Slot()
    def _filter_clicked(self) -> None:
        sender = self.sender()
        name = str(sender.property("filter")) if sender else ALL
        self._filter = ALL if self._filter == name else name
        for each, button in self.figures.items():
            button.setChecked(each == self._filter)
        self._fill()
        self.take_focus()

    @Slot()
    def _filter_changed(self) -> None:
        self.refresh()


def _short(words: str) -> str:
    """高血压随访 as the column 该做 has room for it."""
    return words.removesuffix("，待随访").removesuffix("随访").removeprefix("2型")


def _matches(item: WorkItem, name: str) -> bool:
    if name == RETURNED:
        return any(reason.kind == RETURN for reason in item.reasons)
    return item.state is (DueState.OVERDUE if name == OVERDUE else DueState.DUE)
