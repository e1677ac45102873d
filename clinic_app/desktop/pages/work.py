"""今日工作: who is due, by village group and household, those to see first on top or in the order of the walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from clinic_app.care.work_item import INCOMPLETE, SLIP, WorkItem
from clinic_app.care.worklist import day_sheet_order
from clinic_app.desktop.changes import FOUND, PEOPLE, REFERRALS, VISITS, WORK, Changes
from clinic_app.desktop.day_list import DUE, OVERDUE, RETURNED, Answer, ChangedPeople, is_counted, read_again, read_all
from clinic_app.desktop.day_words import long_day
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.lists.column import Column, Order
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.lists.outgoing import Taken, Write
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.models.worklist import HOUSEHOLD, Entry, WorkModel, people_in_order
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.widgets.basic import Button, column, keep_lines, label, shortcut
from clinic_app.desktop.widgets.figure import FigureButton
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.widgets.panes import TwoPanes
from clinic_app.desktop.widgets.person_card import PersonCard
from clinic_app.desktop.widgets.work_filters import Choices, Narrowing, WorkFilters, choices, totals
from clinic_app.desktop.work_words import attempt_line, group_entries, household_row, person_row, reason_words
from clinic_app.exchange.list_file import Format
from clinic_app.gathered.work import export_worklist, shown_again
from clinic_app.store.database import Database
from clinic_app.store.queries.reference import Village

ALL = "all"
AT_ONCE = 400
"""A list of so many people is narrowed faster than the eye sees."""


@dataclass(frozen=True)
class Filled:
    """The list as it is shown, ready to be painted."""

    entries: list[Entry]
    headings: list[int]
    shown: list[WorkItem]
    totals: tuple[int, int, int]
    choices: Choices


class WorkPage(Page):
    """The morning's list. Enter begins the visit of the person chosen, on a household's row that of the family."""

    watched = PEOPLE | VISITS | REFERRALS | WORK | FOUND
    counted = Signal(int)
    """How many people there is something to do for, in all villages."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("今日工作"))
        self.day = label(long_day(desk.today), "muted")
        self.head.insertWidget(1, self.day)
        self._items: list[WorkItem] = []
        self._people = ChangedPeople()
        self._read_on: date | None = None
        self._shown: list[WorkItem] = []
        self._places: Sequence[Village] = ()
        self._filter = ALL
        self.walking = False
        self._filters_asked = False
        self._actions()
        self.figures = {name: self._figure(name) for name in (DUE, OVERDUE, RETURNED)}
        self.attention = FigureButton()
        self.attention.clicked.connect(self._open_sync)
        self.attention_count = 0
        self.narrowing = Button(self.tr("筛选　Ctrl+F"), clicked=self._show_filters)
        shortcut(self, "Ctrl+F", self._show_filters, self.tr("在名单里找"))
        self.narrowing.hide()
        figures = folding(*self.figures.values(), self.attention, self.narrowing)
        self.body.addLayout(figures)
        self.filters = WorkFilters()
        self.filters.changed.connect(self._filters_changed)
        self.filters.done.connect(self._to_list)
        self.body.addWidget(self.filters)
        self.list = self._list()
        self.table, self.empty = self.list.table, self.list.empty
        self.head.insertWidget(2, self.list.totals)
        figures.addWidget(self.list.menu_button)
        self.first_step = Button(self.tr("登记第一位居民"), "Ctrl+N", role="main", clicked=self._new_resident)
        self.empty.put(self.first_step)
        self.panes = TwoPanes(self.list, self._right(), shares=(5, 2))
        self.panes.narrow_changed.connect(self._fit)
        self.body.addWidget(self.panes, 1)
        self._empty_state()

    def _list(self) -> ListFrame:
        columns = (
            Column("door", self.tr("门牌"), 3, gives_way=2),
            Column("name", self.tr("姓名"), 9.3),
            Column("due", self.tr("该做"), 8, sorts=False),
            Column("until", self.tr("期限"), 7),
            Column("last", self.tr("上次"), 4, gives_way=1),
            Column("why", self.tr("先看的原因"), 0, sorts=False),
        )
        self.model = WorkModel([each.words for each in columns], self._row, self)
        desk = self.desk
        self.model.reread = lambda people: shown_again(desk.database, people, desk.today)
        # Ctrl+P is the day sheet, with room to write.
        made = ListFrame(
            self.desk, "work", self.tr("今日工作名单"), columns, self.model,
            of="visit", unit="", bar=False, print_key="Ctrl+Shift+P", symbol="work",
        )  # fmt: skip
        made.about = self._filter_words
        made.outgoing.writer = self._writer
        made.outgoing.count_of = self._count_of
        made.chosen.connect(self._chosen)
        made.opened.connect(self._start)
        made.order_asked.connect(self._fill)
        return made

    def _filter_words(self) -> str:
        figure = self.figures.get(self._filter)
        parts = [figure.accessibleName() if figure is not None else "", self.filters.words]
        return "　".join(part for part in (long_day(self.desk.today), *parts) if part)

    def _count_of(self, ids: Sequence[str]) -> int:
        return len(self.model.people_of(ids))

    def _writer(self, taken: Taken) -> Write:
        """The columns of the day's list, in the order of the screen."""
        people, today = self.model.people_of(taken.ids), self.desk.today

        def write(database: Database, path: Path, reason: str, form: Format) -> None:
            export_worklist(database, people, path, today, reason, form)

        return write

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        """Whose work was changed is worked out at once, also while the page is not seen: its number stands in the
        rail."""
        if changes.touches(self.watched):
            self._people.note(changes.residents)
            if self.follows:
                self._settle.start()
        super()._changed(changes)

    @property
    def follows(self) -> bool:
        """Whether it is known whose work has changed since the list was read: then it is worked out, seen or not."""
        return self._people.few

    @Slot()
    def refresh(self) -> None:
        """Bring the list up to date."""
        self._read(begin=not self._items)

    def _read(self, *, begin: bool) -> None:
        """All of it; or, to begin with, the first of several villages; or only whose work was changed."""
        desk, today, known = self.desk, self.desk.today, self._items
        self.day.setText(long_day(today))
        if today != self._read_on:
            self._people.note(None)
        self._read_on = today
        people, state = self._people.take(), desk.due_counts.state
        if people is None:
            read = partial(read_all, desk.database, today, desk.own_villages, state, begin=begin)
        else:
            read = partial(read_again, desk.database, today, state, known, people)
        desk.work.read(self, read, self._show, key="worklist")

    def take_focus(self) -> None:
        """The list, or the first step when it is empty."""
        target: QWidget = self.table if self._shown else self.first_step
        if self._items and not self._shown:
            target = self.filters.text
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

    def _actions(self) -> None:
        self.attempt = Button(self.tr("没联系上"), "F4", clicked=self._open_attempt)
        self.order = Button(self.tr("先急"), "F3", clicked=self._turn_order)
        self.printing = Button(self.tr("打印"), "Ctrl+P", clicked=self._print)
        self.grid = Button(self.tr("录入"), "Ctrl+G", clicked=self._open_grid)
        self.tours = Button(self.tr("巡诊"), "F7", clicked=self._open_tours)
        for button in (self.attempt, self.order, self.printing, self.grid, self.tours):
            self.head.addWidget(button)

    def _right(self) -> QWidget:
        self.card = PersonCard(self.desk, self.tr("选一位，这里显示最近的血压、用药和电话"))
        self.card.visit_asked.connect(self._begin)
        self.card.file_asked.connect(self._file)
        self.told = label("", "muted", wrap=True)
        self.told.hide()
        right = QWidget()
        whole = column(self.card, self.told)
        whole.setStretch(0, 1)
        right.setLayout(whole)
        keep_lines(right)
        return right

    @Slot(bool)
    def _fit(self, narrow: bool) -> None:
        """The list needs the height."""
        self.card.set_compact(narrow)
        self.filters.set_narrow(narrow)
        self.narrowing.setVisible(narrow)
        self._empty_state()
        self._tell_attempts(self._first(self.table.row))
        self.day.setHidden(narrow)

    def _figure(self, name: str) -> FigureButton:
        button = FigureButton()
        button.setCheckable(True)
        button.setProperty("filter", name)
        button.clicked.connect(self._filter_clicked)
        return button

    def _show(self, answer: Answer) -> None:
        self._items, self._places = list(answer.items), self.desk.own_villages(answer.places)
        if not answer.whole:
            self.day.setText("　".join((long_day(self.desk.today), self.tr("其余各村正在列出"))))
            self._fill()
            self._read(begin=False)
            return
        self._people.read()
        self.desk.due_counts.tell(answer.due, answer.state)
        self.counted.emit(len(self._items))
        words = {DUE: self.tr("今日可办"), OVERDUE: self.tr("已逾期"), RETURNED: self.tr("待回访")}
        for name, button in self.figures.items():
            button.tell(answer.counts[name], words[name])
        self.set_attention(self.attention_count)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        """Narrow, order and group the list; a long one in the reading lane."""
        items, chosen = self._items, self._filter
        narrowing, walking, order = self.filters.narrowing, self.walking, self.list.order
        if len(items) <= AT_ONCE:
            self._show_filled(_filled(items, chosen, narrowing, walking, order))
        else:
            work = partial(_filled, items, chosen, narrowing, walking, order)
            self.desk.work.read(self, work, self._show_filled, key="fill")

    def _show_filled(self, found: Filled) -> None:
        kept = self.model.id_at(self.table.row)
        self.filters.offer(found.choices, self._places)
        self._shown = found.shown
        self.model.show_entries(found.entries)
        self.table.clearSpans()
        for place in found.headings:
            self.table.setSpan(place, 0, 1, self.model.columnCount())
        self.filters.tell(found.totals, len(self._items))
        self._empty_state()
        place = self.model.row_of(kept) if kept else -1
        place = place if place >= 0 else self.model.first_person()
        if place >= 0:
            self.table.go_to(place)
        else:
            self.card.show_resident("")
            self._tell_attempts(None)
        self.filled()

    def _row(self, entry: Entry) -> Row:
        if not entry.id:
            name = "　".join(part for part in (entry.items[0].village_name, _group(entry)) if part)
            return Row("", (self.tr("{name}　{count}人").format(name=name, count=len(entry.items)),))
        if entry.id.startswith(HOUSEHOLD):
            return household_row(entry)
        return person_row(entry, self.desk.today)

    def _empty_state(self) -> None:
        nobody = not self._items
        self.first_step.setVisible(nobody)
        # Where there is little height the filters are shown when they are asked for or narrow something.
        self.filters.setVisible(
            not nobody and (not self.panes.narrow or self._filters_asked or not self.filters.narrowing.plain)
        )
        if nobody:
            self.list.set_empty(
                self.tr("到期该随访的人会列在这里，按村民小组和门牌排好。登记居民并做第一次随访后就有了。")
            )
        else:
            self.list.set_empty(self.tr("没有符合条件的人。再按一次上面的数字看全部，或清掉条件。"))

    @Slot(int)
    def _chosen(self, place: int) -> None:
        item = self._first(place)
        self.card.show_resident(item.resident_id if item else "")
        self._tell_attempts(item)

    def _first(self, place: int) -> WorkItem | None:
        """The person of a row, the first of a household's."""
        return self.model.entries[place].items[0] if self.model.id_at(place) else None

    def _tell_attempts(self, item: WorkItem | None) -> None:
        self.card.tell_why(reason_words(item, self.desk.today) if item else "")
        words = {SLIP: self.tr("补全急救单"), INCOMPLETE: self.tr("补充转诊单")}
        self.card.set_start(words.get(_first_kind(item), "") if _slip_of(item) else "")
        self.attempt.setEnabled(item is not None)
        lines = [attempt_line(each, self.desk.today) for each in item.attempts[-3:]] if item else []
        self.told.setText("\n".join(lines))
        self.told.setVisible(bool(lines) and not self.panes.narrow)

    @Slot(int)
    def _start(self, place: int) -> None:
        found = self.model.id_at(place)
        if found.startswith(HOUSEHOLD):
            self.desk.open("bundle", found.removeprefix(HOUSEHOLD), households=self._households())
        else:
            self._begin(found)

    @Slot(str)
    def _begin(self, resident_id: str) -> None:
        """The visit, or the slip that waits to be completed."""
        item = next((each for each in self._shown if each.resident_id == resident_id), None)
        slip = _slip_of(item)
        if slip:
            self.desk.open("complete", slip)
        else:
            self._visit(resident_id)

    def _households(self) -> list[str]:
        return list(dict.fromkeys(item.household_id for item in self._shown if item.household_id))

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
    def _open_attempt(self) -> None:
        chosen = [each.resident_id for each in self.model.people_of(self.list.chosen_ids)]
        item = self._first(self.table.row)
        if item is not None:
            self.desk.open("attempt", chosen[0] if chosen else item.resident_id, together=chosen)

    @Slot()
    def _print(self) -> None:
        village = self.filters.village.currentData() or ""
        self.desk.open("paper", f"{self.desk.today.isoformat()} {village}".rstrip(), kind="day-sheet")

    @Slot()
    def _open_grid(self) -> None:
        self.desk.open("grid", self.desk.today.isoformat(), village=self.filters.narrowing.village)

    @Slot()
    def _open_tours(self) -> None:
        self.desk.open("tours")

    @Slot()
    def _open_sync(self) -> None:
        self.desk.open("sync")

    @Slot()
    def _turn_order(self) -> None:
        self.walking = not self.walking
        self.order.set_words(self.tr("路线") if self.walking else self.tr("先急"))
        self._fill()
        self.take_focus()

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
    def _show_filters(self) -> None:
        self._filters_asked = True
        self._empty_state()
        self.filters.begin_search()

    @Slot()
    def _to_list(self) -> None:
        """What was typed last counts at once."""
        self._fill()
        self.take_focus()

    @Slot()
    def _filters_changed(self) -> None:
        self._fill()


def _filled(items: Sequence[WorkItem], chosen: str, narrowing: Narrowing, walking: bool, order: Order) -> Filled:
    kept = [item for item in items if chosen == ALL or is_counted(item, chosen)]
    kept = [item for item in kept if narrowing.lets_through(item)]
    if order.key:
        # In the order of a column there are no groups.
        people = people_in_order(kept, order.key, descending=order.descending)
        entries = [Entry((each,), each.resident_id) for each in people]
    else:
        entries = group_entries(day_sheet_order(kept) if walking else kept)
    shown = [each.items[0] for each in entries if each.is_person]
    headings = [place for place, each in enumerate(entries) if not each.id]
    return Filled(entries, headings, shown, totals(shown), choices(items, narrowing))


def _group(entry: Entry) -> str:
    return entry.items[0].group_name or QCoreApplication.translate("WorkPage", "未分组")


def _slip_of(item: WorkItem | None) -> str:
    """The slip that waits to be completed, of an emergency or for its receiver: before anything else with this
    person."""
    reason = item.reasons[0] if item is not None and item.reasons else None
    return reason.referral_id or "" if reason is not None and reason.kind in (SLIP, INCOMPLETE) else ""


def _first_kind(item: WorkItem | None) -> str:
    return item.reasons[0].kind if item is not None and item.reasons else ""
