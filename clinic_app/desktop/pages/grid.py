"""快速录入: a clinic day or a returned day sheet, a row for each person, each row saved by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit

from clinic_app.care.entry import Refused
from clinic_app.care.quick_entry import ON_PAPER, TYPED, QuickEntry, problems, records_of
from clinic_app.care.save import SaveResult
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.day import DateEditor
from clinic_app.desktop.grid_reading import Opened, draft_key, read_sheet, read_whoever_comes
from clinic_app.desktop.models.grid import FIRST, LAST, MEDICINES, GridModel, GridRow, RowState
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.widgets.basic import Button, label
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.widgets.grid_table import UNCHANGED, GridTable, column_hint
from clinic_app.desktop.widgets.line import WheelGuard
from clinic_app.desktop.words import age, listed, short_person_line
from clinic_app.devices.reading import Reading
from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.records.code_list import CLASSIFICATION, PROGRAMME
from clinic_app.store.drafts import discard_draft, save_draft
from clinic_app.store.errors import StoreError
from clinic_app.store.projection import read_body
from clinic_app.store.queries.quick_entry import QuickPerson, quick_people, resident_by_number
from clinic_app.store.queries.reference import villages
from clinic_app.store.search import search

DRAFT_AFTER = 3_000
WIDTHS = [2, 9, 11, 3, 3, 3, 4, 3, 3, 3, 3, 3, 0]


class GridPage(Page):
    """Opened for a day: with the people of its day sheet, or empty for whoever comes. Of several villages one is shown,
    as the sheets of the villages are keyed back one after another."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("快速录入"))
        fields = RECORD_TYPES["visit"].fields
        self.day = DateEditor(fields["visit_date"], desk.today)
        self.mode = ChoiceEditor(fields["visit_mode"])
        self.day.name_for_reader(self.tr("日期"))
        self.mode.name_for_reader(self.tr("方式"))
        self.head.insertWidget(1, self.day)
        self.head.insertWidget(2, self.mode)
        self.villages = QComboBox()
        self.villages.setAccessibleName(self.tr("村"))
        self.villages.installEventFilter(WheelGuard(self.villages))
        self.villages.activated.connect(self._village_chosen)
        self.villages.hide()
        self.head.insertWidget(3, self.villages)
        self.day.done.connect(self._day_chosen)
        self.mode.done.connect(self.take_focus)
        self.finder = QLineEdit()
        self.finder.setPlaceholderText(self.tr("扫身份证，或输入姓名/拼音/证件尾号，回车加一行　F3"))
        self.finder.setAccessibleName(self.tr("加一个人"))
        self.finder.returnPressed.connect(self._find)
        self.full = Button(self.tr("打开这个人的随访"), "Ctrl+Enter", clicked=self._open_visit)
        self.save_button = Button(self.tr("保存这一行"), "Ctrl+S", role="main", symbol="save", clicked=self._save_here)
        self.search = Button(self.tr("加一个人"), "F3", clicked=self._focus_find)
        headers = (
            self.tr("号"), self.tr("姓名"), self.tr("该做"), self.tr("方式"), self.tr("高压"), self.tr("低压"),
            self.tr("空腹血糖"), self.tr("心率"), self.tr("体重"), self.tr("服药"), self.tr("药不变"), self.tr("结果"),
            self.tr("状态"),
        )  # fmt: skip
        self.model = GridModel(headers, self)
        self.table = GridTable(self.model, WIDTHS, self.tr("快速录入"))
        self.table.row_left.connect(self._save_row)
        self.table.find_asked.connect(self._focus_find)
        self.table.selectionModel().currentChanged.connect(self._tell_column)
        self.hint = label("", "muted", wrap=True)
        self.body.addLayout(folding(self.finder, self.search, self.full, self.save_button))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.hint)
        self._from_sheet = False
        self._village: str | None = None
        self._key = ""
        """The draft of what is shown; empty where nothing is."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(self._keep_draft)
        self.model.dataChanged.connect(self._edited)

    @property
    def on(self) -> str:
        """The day of these visits."""
        return str(self.day.value() or self.desk.today.isoformat())

    def arrive(self, place: Place) -> None:
        """A day in `place.of` brings the people of its day sheet, of the village `more["village"]` or the last one."""
        self.place = place
        self._village = place.more.get("village") or self._village
        self._from_sheet = bool(place.of)
        self.day.set_value(place.of or self.desk.today.isoformat())
        self.mode.set_value("2" if place.of else "1")
        self._load()

    def return_to(self) -> None:
        """As it was left; somebody's visit may have been recorded meanwhile."""
        self._load()

    def depart(self) -> None:
        """Keep what is typed."""
        if self._timer.isActive():
            self._keep_draft()

    def take_focus(self) -> None:
        """The first row that is still open, or the box to add somebody."""
        place = next((place for place, each in enumerate(self.model.rows) if each.is_open), -1)
        if place >= 0:
            self.table.begin(place)
        else:
            self.finder.setFocus()

    def take_reading(self, reading: Reading) -> bool:
        """Into the row with the focus."""
        place = self.table.currentIndex().row()
        if not (0 <= place < len(self.model.rows) and self.model.rows[place].is_open):
            return False
        self.model.rows[place].values |= {name: str(value) for name, value in reading.values().items()}
        self.model.show_again(place)
        return bool(reading.values())

    def _load(self) -> None:
        database, day, own, village = self.desk.database, self.on, self.desk.own_villages, self._village

        def read_day() -> Opened:
            with database.shown() as connection:
                places = own(villages(connection))
            return read_sheet(database, day, places, village)

        read = read_day if self._from_sheet else partial(read_whoever_comes, database, day)
        self.desk.work.read(self, read, partial(self._show, day), key="grid")

    def _show(self, day: str, opened: Opened) -> None:
        self._key = draft_key(day, opened.village)
        self._offer(opened)
        typed = (opened.draft.body.get("rows") or {}) if opened.draft else {}
        kept = {each.resident_id: each for each in self.model.rows if each.state is RowState.SAVED}
        names = record_words(PROGRAMME)
        rows = [
            kept.get(each.row.id)
            or self._row(each, opened.due.get(each.row.id, ""), typed.get(each.row.id) or {}, names)
            for each in opened.people
        ]
        for each in rows:
            each.number = opened.numbers.get(each.resident_id, 0)
        self.model.show_rows(rows)
        self.take_focus()

    def _offer(self, opened: Opened) -> None:
        """The villages to choose from, where there are several."""
        if len(opened.places) > 1:
            self._village = opened.village
        options = [*((each.name, each.code) for each in opened.places), (self.tr("全部村"), "")]
        self.villages.clear()
        for name, code in options:
            self.villages.addItem(name, code)
        self.villages.setCurrentIndex(self.villages.findData(opened.village))
        self.villages.setVisible(len(opened.places) > 1)

    def _row(self, person: QuickPerson, due: str, typed: dict[str, str], names: Mapping[str, str]) -> GridRow:
        found = person.row
        due = due or listed(names.get(each, each) for each in found.programmes)
        line = short_person_line(found.name, found.sex, age(found.birth_date, self.desk.today))
        made = GridRow(found.id, line, record_word(due), found.programmes, person.medicines, dict(typed))
        if person.seen:
            made.state, made.words = RowState.BEFORE, self.tr("当天已有随访")
        return made

    @Slot()
    def _day_chosen(self) -> None:
        self._leave_sheet()
        self._load()

    @Slot(int)
    def _village_chosen(self, place: int) -> None:
        self._leave_sheet()
        self._village = str(self.villages.itemData(place))
        self._load()

    def _leave_sheet(self) -> None:
        """Another day or village is read: what is typed for this one is kept first."""
        if self._timer.isActive():
            self._keep_draft()
        self._key = ""
        self.model.show_rows([])

    @Slot()
    def _focus_find(self) -> None:
        self.finder.setFocus()
        self.finder.selectAll()

    @Slot()
    def _find(self) -> None:
        wanted, day = self.finder.text().strip(), self.on
        if not wanted:
            return

        def read(connection: Any) -> list[QuickPerson]:
            scanned = resident_by_number(connection, wanted)
            ids = [scanned] if scanned else [
                hit.id for hit in search(connection, wanted, limit=2) if hit.type == "resident"
            ]  # fmt: skip
            return quick_people(connection, ids, day)

        self.desk.read(self, read, self._add_found, key="find")

    def _add_found(self, people: Sequence[QuickPerson]) -> None:
        if len(people) != 1:
            words = self.tr("没有找到这个人，先建档") if not people else self.tr("不止一位，多输几个字或扫身份证")
            self.desk.say(words, "watch")
            return
        place = self.model.row_of(people[0].row.id)
        if place < 0:
            place = self.model.add(self._row(people[0], "", {}, record_words(PROGRAMME)))
        self.finder.clear()
        self.table.begin(place)

    @Slot()
    def _tell_column(self) -> None:
        """What the cell takes, and last time's medicines."""
        column, place = self.table.currentIndex().column(), self.table.currentIndex().row()
        here = 0 <= place < len(self.model.rows) and FIRST <= column <= LAST
        self.hint.setText(column_hint(column, self.model.rows[place]) if here else "")

    @Slot(int)
    def _save_row(self, place: int) -> None:
        if not 0 <= place < len(self.model.rows):
            return
        line = self.model.rows[place]
        entry = self._entry(line)
        if not line.is_open or entry.is_empty:
            return
        wrong = problems(line.values)
        if wrong:
            self._wrong(line, "；".join(each.message for each in wrong))
            return
        self._mark(line, RowState.SAVING, self.tr("正在保存"))
        answer = _RowAnswer(self, line)
        self.desk.save(self, records_of(entry, self.desk.clock.now()), answer.saved, answer.refused)

    def _entry(self, line: GridRow) -> QuickEntry:
        unchanged = line.values.get(MEDICINES) == UNCHANGED
        return QuickEntry(
            line.resident_id, self.on, str(self.mode.value() or ""), line.programmes, line.values,
            line.medicines if unchanged else (), ON_PAPER if self._from_sheet else TYPED,
        )  # fmt: skip

    def _mark(self, line: GridRow, state: RowState, words: str) -> None:
        line.state, line.words = state, words
        place = self.model.row_of(line.resident_id)
        if place >= 0:
            self.model.show_again(place)

    def _wrong(self, line: GridRow, words: str) -> None:
        """The focus is on another row by now: the message bar says it too."""
        self._mark(line, RowState.WRONG, words)
        number = line.number
        told = self.tr("第{number}行 {name}：{words}，这一行还没有保存").format(
            number=number, name=line.name, words=words
        )
        self.desk.say(told, "danger")

    def row_saved(self, line: GridRow, result: SaveResult) -> None:
        """After the commit: 已保存 with what the rules made of it."""
        self._mark(line, RowState.SAVED, self.tr("已保存"))
        self._keep_draft()
        ids = list(result.ids)

        def read(connection: Any) -> list[str]:
            sections = [
                read_body(connection, section, each) for section in PROGRAMME_SECTION.values() for each in ids
            ]  # fmt: skip
            return [str(each[0].fields.get("classification") or "") for each in sections if each]

        names = record_words(CLASSIFICATION)
        answer = _Graded(self, line, names)
        self.desk.read(self, read, answer.tell)

    def row_graded(self, line: GridRow, grades: Sequence[str]) -> None:
        """The classifications beside 已保存."""
        self._mark(line, RowState.SAVED, "　".join([self.tr("已保存"), *grades]))

    def row_refused(self, line: GridRow, error: BaseException) -> None:
        """What is wrong stands in the row; everything typed stays."""
        if isinstance(error, Refused):
            self._wrong(line, "；".join(each.message for each in error.errors))
        elif isinstance(error, StoreError):
            self._wrong(line, str(error))
        else:
            self._mark(line, RowState.OPEN, "")
            self.desk.work.bug_found.emit(error)

    @Slot()
    def _save_here(self) -> None:
        self._save_row(self.table.currentIndex().row())

    @Slot()
    def _open_visit(self) -> None:
        place = self.table.currentIndex().row()
        if 0 <= place < len(self.model.rows):
            self.desk.open("visit", self.model.rows[place].resident_id)

    @Slot()
    def _edited(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _keep_draft(self) -> None:
        self._timer.stop()
        if not self._key:
            return
        rows = {each.resident_id: each.values for each in self.model.rows if each.is_open and each.values}
        body = {"order": [each.resident_id for each in self.model.rows], "rows": rows}
        database, key = self.desk.database, self._key
        left = any(each.is_open for each in self.model.rows)
        write = (lambda: save_draft(database, key, body)) if left else (lambda: discard_draft(database, key))
        self.desk.work.write(self, write)


@dataclass(frozen=True)
class _RowAnswer:
    """What comes of one row's save."""

    page: GridPage
    line: GridRow

    def saved(self, result: SaveResult) -> None:
        self.page.row_saved(self.line, result)

    def refused(self, error: BaseException) -> None:
        self.page.row_refused(self.line, error)


@dataclass(frozen=True)
class _Graded:
    """The classifications of a saved row, in words."""

    page: GridPage
    line: GridRow
    names: Mapping[str, str]

    def tell(self, codes: Sequence[str]) -> None:
        self.page.row_graded(self.line, [self.names[each] for each in codes if each in self.names])
