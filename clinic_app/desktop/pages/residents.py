"""居民: everybody of the service area, found, sorted and filtered by the store; the card of the one chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout

from clinic_app.desktop.allowed import may_open
from clinic_app.desktop.changes import FOUND, PEOPLE, VISITS
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.models.ids import IdModel
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.translation import record_words
from clinic_app.desktop.widgets.basic import Button, row
from clinic_app.desktop.widgets.line import Line, WheelGuard
from clinic_app.desktop.widgets.panes import TwoPanes
from clinic_app.desktop.widgets.person_card import PersonCard
from clinic_app.desktop.words import age, listed, masked_phone, short_day, short_person_line
from clinic_app.desktop.work_words import short_programmes
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.resident import RELATION
from clinic_app.store.queries.marks import NONE, Marks, marks
from clinic_app.store.queries.reference import Village, villages
from clinic_app.store.queries.residents import ResidentFilter, ResidentRow, resident_ids, resident_rows

TYPED = 200
PHONE = 4
"""The column of the phone, which the screen masks."""
Answer = tuple[list[str], Sequence[Village], Mapping[str, Marks]]
ORDERS = {
    "": "address", "person": "name", "address": "address", "head": "head", "age": "birth_date", "born": "birth_date",
    "visited": "visited", "phone": "phone",
}  # fmt: skip
"""What the store orders by for a column; the list's own order is by doors."""


class ResidentsPage(Page):
    """The whole register; rows are read when they are painted."""

    watched = PEOPLE | VISITS | FOUND

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("居民"))
        if may_open(desk, "import"):
            self.head.addWidget(Button(self.tr("从表格导入"), symbol="import", clicked=self._import))
        self.claim = Button(self.tr("从别村迁入"), clicked=self._claim)
        self.head.addWidget(self.claim)
        if may_open(desk, "resident_form"):
            self.head.addWidget(Button(self.tr("新建居民"), "Ctrl+N", role="main", symbol="add", clicked=self._new))
        self.wanted = ResidentFilter(sort="address")
        self._marks: Mapping[str, Marks] = {}
        self._guard = WheelGuard(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPED)
        self._timer.timeout.connect(self._filter_changed)
        self._several_villages = False
        self.list = self._list()
        self.table, self.count, self.empty = self.list.table, self.list.totals, self.list.empty
        self.head.insertWidget(1, self.count)
        self.body.addLayout(self._filters())
        self.card = PersonCard(desk, self.tr("选一位，这里显示卡片。Enter 开始随访，Ctrl+D 看档案"))
        self.card.visit_asked.connect(self._visit)
        self.card.file_asked.connect(self._file)
        self.panes = TwoPanes(self.list, self.card, shares=(2, 1))
        self.panes.narrow_changed.connect(self.card.set_compact)
        self.body.addWidget(self.panes, 1)

    def arrive(self, place: Place) -> None:
        """With an id, that person is shown whatever the filters say."""
        if place.of:
            self._reset_filters()
        super().arrive(place)

    def _list(self) -> ListFrame:
        columns = (
            Column("person", self.tr("姓名"), 11.5),
            Column("address", self.tr("村组门牌"), 6),
            Column("programmes", self.tr("病种"), 0, sorts=False),
            Column("visited", self.tr("最近随访"), 7.5, gives_way=2),
            Column("phone", self.tr("电话"), 6, gives_way=1),
            Column("age", self.tr("年龄"), 3, right=True, shown=False),
            Column("born", self.tr("出生日期"), 6, shown=False),
            Column("head", self.tr("户主"), 4, shown=False),
            Column("relation", self.tr("与户主关系"), 5, shown=False, sorts=False),
        )
        headers = [each.words for each in columns]
        right = [place for place, each in enumerate(columns) if each.right]
        self.model = IdModel(self.desk, headers, resident_rows, self._row, self, right=right)
        made = ListFrame(
            self.desk, "residents", self.tr("居民名单"), columns, self.model,
            of="resident", unit=self.tr("{count} 人"), bar=False, symbol="residents",
        )  # fmt: skip
        made.about = self._filter_words
        made.chosen.connect(self._chosen)
        made.opened.connect(self._open_row)
        made.order_asked.connect(self._filter_changed)
        return made

    def _filter_words(self) -> str:
        parts = [box.currentText() for box in (self.village, self.programme) if box.currentData()]
        text = self.text.text().strip()
        return "　".join([*parts, self.tr("找“{text}”").format(text=text)] if text else parts)

    def refresh(self) -> None:
        """Ask for the ids again."""
        # Who has joined no county has nobody to ask.
        self.claim.setVisible(may_open(self.desk, "claim") and self.desk.device is not None)
        wanted, now = self.wanted, self.desk.clock.now()

        def read(connection: Any) -> Answer:
            return resident_ids(connection, wanted), villages(connection), marks(connection, now)

        self.desk.read(self, read, self._show, key="ids")

    def take_focus(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _filters(self) -> QHBoxLayout:
        self.text = Line()
        self.text.setPlaceholderText(self.tr("在名单里找：姓名、拼音、门牌、号码尾数　Ctrl+F"))
        self.list.search_in(self.text)
        self.text.setAccessibleName(self.tr("在名单里找"))
        self.text.textChanged.connect(self._typed)
        self.text.done.connect(self.take_focus)
        self.village = self._combo(self.tr("村"), [("", self.tr("全部村"))])
        programmes = [("", self.tr("全部病种")), *record_words(PROGRAMME).items()]
        self.programme = self._combo(self.tr("病种"), programmes)
        line = row(self.text, self.village, self.programme, self.list.menu_button)
        line.setStretch(0, 1)
        return line

    def _combo(self, name: str, options: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.installEventFilter(self._guard)
        for code, words in options:
            box.addItem(words, code)
        box.currentIndexChanged.connect(self._filter_changed)
        return box

    def _row(self, record: ResidentRow) -> Row:
        names = short_programmes()
        today = self.desk.today
        village = record.village_name if self._several_villages else ""
        years = age(record.birth_date, today)
        person = short_person_line(record.name, record.sex, years)
        texts = (
            "　".join(part for part in (person, self._mark(record.id)) if part),
            "".join(part for part in (village, record.group_name, record.house_no) if part),
            listed(names.get(each, each) for each in record.programmes),
            short_day(record.last_visit_date, today),
            masked_phone(record.phone),
            "" if years is None else str(years),
            record.birth_date or "",
            record.head_name or "",
            record_words(RELATION).get(record.relation_to_head or "", ""),
        )
        return Row(record.id, texts, full={PHONE: record.phone or ""})

    def _mark(self, resident_id: str) -> str:
        """A word behind the name where a person must look."""
        mark = self._marks.get(resident_id, NONE)
        if mark.conflicts or mark.refused:
            return self.tr("待处理")
        return self.tr("已迁出待处理") if mark.moved else ""

    def _show(self, answer: Answer) -> None:
        ids, places, self._marks = answer
        self._show_villages(self.desk.own_villages(places))
        kept = self.place.of or self.model.id_at(self.table.row)
        self.model.show_ids(ids)
        plain = self.wanted == ResidentFilter(sort=self.wanted.sort, descending=self.wanted.descending)
        first_step = self.tr("居民名册是空的。按 Ctrl+N 登记第一位，或从表格导入。")
        if plain:
            self.list.set_empty(
                first_step, self.tr("新建居民"), self._new if may_open(self.desk, "resident_form") else None
            )
        else:
            self.list.set_empty(self.tr("没有符合条件的人，改一改上面的条件。"))
        place = self.model.row_of(kept) if kept else -1
        self.place = Place(self.place.page)
        if place >= 0:
            self.table.go_to(place)
        elif ids:
            self.table.choose_first()
        else:
            self.card.show_resident(kept if kept and not plain else "")
        self.filled()

    def _show_villages(self, places: Sequence[Village]) -> None:
        if self.village.count() != len(places) + 1:
            self.village.blockSignals(True)
            self.village.clear()
            self.village.addItem(self.tr("全部村"), "")
            for each in places:
                self.village.addItem(each.name, each.code)
            self.village.blockSignals(False)
        self._several_villages = len(places) > 1
        self.village.setVisible(self._several_villages)

    def _reset_filters(self) -> None:
        for box in (self.village, self.programme):
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self.wanted = ResidentFilter(sort=self.wanted.sort, descending=self.wanted.descending)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._timer.start()

    @Slot()
    def _filter_changed(self) -> None:
        order = self.list.order
        self.wanted = replace(
            self.wanted,
            text=self.text.text().strip(),
            village=self.village.currentData() or "",
            programme=self.programme.currentData() or "",
            sort=ORDERS.get(order.key, "address"),
            # Who is young was born late.
            descending=order.descending != (order.key == "age"),
        )
        self.refresh()

    @Slot(int)
    def _chosen(self, place: int) -> None:
        self.card.show_resident(self.model.id_at(place))

    @Slot(int)
    def _open_row(self, place: int) -> None:
        self._visit(self.model.id_at(place))

    @Slot(str)
    def _visit(self, resident_id: str) -> None:
        if resident_id:
            self.desk.open("visit", resident_id)

    @Slot(str)
    def _file(self, resident_id: str) -> None:
        self.desk.open("resident_form", resident_id)

    @Slot()
    def _new(self) -> None:
        self.desk.open("resident_form")

    @Slot()
    def _claim(self) -> None:
        self.desk.open("claim")

    @Slot()
    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("选一份表格"), "", self.tr("表格 (*.xlsx *.csv)"))
        if name:
            self.desk.open("import", str(Path(name)))
