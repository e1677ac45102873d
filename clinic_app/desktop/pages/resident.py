"""一个人的一览: who it is and what must not be overlooked, what is due, how it went, everything that was written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from clinic_app.care.worklist import WorkItem, worklist
from clinic_app.desktop.allowed import may_open
from clinic_app.desktop.changes import ATTACHED, FOUND, PEOPLE, REFERRALS, VISITS
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.pages.paper import paper_title
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word, record_words
from clinic_app.desktop.widgets.basic import Button, column, expanding, label, row, set_role
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.widgets.glance_pane import GlancePane
from clinic_app.desktop.widgets.own_record import OwnRecord
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.widgets.timeline import TimelineView
from clinic_app.desktop.widgets.trend_card import TrendCard
from clinic_app.desktop.words import person_line, short_day
from clinic_app.paper import kinds
from clinic_app.records.catalogue import SECTION_PROGRAMME
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.permission import Act
from clinic_app.store.queries.overview import Overview, overview
from clinic_app.store.queries.residents import DEAD, GONE_WORD, MOVED
from clinic_app.store.queries.timeline import SOURCES
from clinic_app.store.queries.trend import trend

OF_A_PERSON = ("cover", "basic-information", "information-card", "summary")
"""Papers that are asked for by the resident's id and need no visit."""
URGENT = "urgent"
DANGEROUS = ("3", "4", "5")
"""Risk levels of severe mental disorder that are unstable (P-09)."""
Opening = tuple[str, str, str]
"""Words, key, page."""


@dataclass(frozen=True)
class _Read:
    """The person, and what is due for them."""

    shown: Overview | None
    items: Sequence[WorkItem]


class ResidentPage(Page):
    """Opened for a resident's id."""

    watched = PEOPLE | VISITS | REFERRALS | FOUND | ATTACHED | frozenset(SOURCES) | frozenset(SECTION_PROGRAMME)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: Overview | None = None
        self._waiting: set[str] = set()
        self.start = Button(self.tr("开始随访　Enter"), role="main", clicked=self._visit)
        self.refer = Button(self.tr("转诊"), "F8", clicked=self._refer)
        self.file = Button(self.tr("档案"), "Ctrl+D", clicked=self._file)
        self.printing = Button(self.tr("打印"), "Ctrl+P", symbol="print", clicked=self._drop_papers)
        self.more = Button(self.tr("更多"), "F9", clicked=self._drop_more)
        for button in (self.start, self.refer, self.file, self.printing, self.more):
            self.head.addWidget(button)
        self.papers, self.others = QMenu(self), QMenu(self)
        self._actions = self._more_actions()
        self.own_record = OwnRecord(desk, self)
        self.own_action = QAction(self.tr("导出本人档案"), self)
        self.own_action.setShortcut(QKeySequence("Ctrl+Shift+O"))
        self.own_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.own_action.triggered.connect(self._own_record)
        self.others.addAction(self.own_action)
        self.addAction(self.own_action)
        self.alerts = QWidget()
        self._alerts = FlowLayout(self.alerts, spacing=theme().lengths.small)
        self.glance = GlancePane(desk)
        self.trend = TrendCard(desk)
        self.timeline = TimelineView(desk)
        self.timeline.opened.connect(self._visit)
        self.timeline.filled.connect(self._timeline_filled)
        self.timeline.detail.print_asked.connect(self._print_one)
        self.timeline.detail.open_asked.connect(self._open_one)
        self.trend.range_changed.connect(self._read_trend)
        self.views = [
            Button(words, key, clicked=self._switch)
            for words, key in ((self.tr("概况"), "F2"), (self.tr("趋势"), "F3"), (self.tr("时间线"), "F4"))
        ]
        for number, button in enumerate(self.views):
            button.setProperty("view", number)
        self.switch = QWidget()
        self.switch.setLayout(row(*self.views))
        under = folding(expanding(self.alerts), self.switch)
        under.setStretch(0, 1)
        self.body.addLayout(under)
        right = QWidget()
        stacked = column(self.trend, self.timeline, spacing=theme().lengths.gap)
        stacked.setStretch(0, 3)
        stacked.setStretch(1, 4)
        right.setLayout(stacked)
        self.panes = TwoPanes(self.glance, right, shares=(2, 5), when_narrow=WhenNarrow.SWAP)
        self.panes.narrow_changed.connect(self._fit)
        self.body.addWidget(self.panes, 1)
        self._view = 2
        self._fit(False)

    def arrive(self, place: Place) -> None:
        """Another person begins at the timeline."""
        if place.of != self.place.of:
            self.shown = None
            self.title.setText("")
            self.trend.show_trend(None, None, ())
            self.glance.show_overview(None, ())
        super().arrive(place)

    def refresh(self) -> None:
        """Three readings beside each other: the person, the lines of the chart, the keys of the timeline."""
        resident_id, today, now = self.place.of, self.desk.today, self.desk.clock.now()
        self._waiting = {"person", "timeline"}
        database = self.desk.database

        # What is due is for whoever does it: of a file that is seen in part it would be said wrongly.
        works = may_open(self.desk, "work")

        def read() -> _Read:
            with database.shown() as connection:
                shown = overview(connection, resident_id, today, now)
            return _Read(shown, worklist(database, today, residents=[shown.card.id]) if shown and works else [])

        self.desk.work.read(self, read, self._show, key="person")
        self._read_trend()
        self.timeline.show_resident(resident_id)

    @property
    def is_waiting(self) -> bool:
        """Whether something that was asked for is not there yet."""
        return bool(self._waiting)

    def take_focus(self) -> None:
        """The timeline: arrows look around, Enter begins the visit."""
        if not self.panes.narrow or self._view == 2:
            if not self.timeline.take_focus():
                self.start.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.views[self._view].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, else begins the visit."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~KEYPAD:
            focused = QApplication.focusWidget()
            if isinstance(focused, QPushButton) and self.isAncestorOf(focused):
                focused.click()
            else:
                self._visit()
            return
        super().keyPressEvent(event)

    def _show(self, read: _Read) -> None:
        shown = read.shown
        if shown is None:
            self.desk.say(self.tr("本机没有这位居民，先建档或同步"), "watch")
            self.desk.back.emit()
            return
        self.shown = shown
        card = shown.card
        self._show_person(shown)
        self.glance.show_overview(shown, read.items)
        self.timeline.person = card.name
        self.trend.set_person(card.age, card.programmes)
        self.refer.setVisible(may_open(self.desk, "refer"))
        self.start.setVisible(may_open(self.desk, "visit"))
        self.own_action.setVisible(self.desk.may(Act.EXPORT, "resident"))
        mental = "mental" in card.programmes or bool(shown.supplement)
        for action in self._actions.values():
            page = str(action.property("page"))
            action.setVisible(may_open(self.desk, page) and (page != "mental_supplement" or mental))
        self._arrived("person")

    def _show_person(self, shown: Overview) -> None:
        """The name, and beneath it what must not be overlooked: allergies first, danger only where it endangers."""
        card, narrow = shown.card, self.panes.narrow
        self.title.setText(card.name if narrow else person_line(card.name, card.sex, card.age))
        while (item := self._alerts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if narrow:
            self._alerts.addWidget(label(person_line("", card.sex, card.age)))
        for words, role in self._alert_words(shown):
            self._alerts.addWidget(label(words, role))
        for count, words, page in (
            (shown.marks.conflicts, self.tr("填得不同 {count}　去选"), "conflicts"),
            (shown.marks.refused, self.tr("没有接收 {count}　去改"), "quarantine"),
        ):
            if count:
                symbol = "conflict" if page == "conflicts" else "refused"
                button = Button(words.format(count=count), role="link", symbol=symbol, clicked=self._open_mark)
                button.setProperty("page", page)
                self._alerts.addWidget(button)

    def _alert_words(self, shown: Overview) -> list[tuple[str, str]]:
        card, found = shown.card, []
        if card.allergies.codes and not card.allergies.is_none:
            found.append((self.tr("⚠ 药物过敏：{words}").format(words=card.allergies.words), "chip-danger"))
        else:
            found.append((self.tr("无药物过敏") if card.allergies.is_none else self.tr("过敏史未问"), "chip"))
        found += [
            (self.tr("⚠ 危险性评估 {level}级").format(level=state.value("risk_level")), "chip-danger")
            for state in shown.states
            if str(state.value("risk_level") or "") in DANGEROUS
        ]
        newest = card.visits[0] if card.visits else None
        if newest is not None and newest.outcome in (DEAD, MOVED):
            day = short_day(newest.visit_date, self.desk.today)
            words = self.tr("{word}（{day}登记）").format(word=record_word(GONE_WORD[newest.outcome]), day=day)
            found.append((words, "chip-watch"))
        if card.died_under_referral is not None:
            day = short_day(card.died_under_referral.isoformat(), self.desk.today)
            found.append((self.tr("已死亡（{day}转诊单登记）").format(day=day), "chip-watch"))
        if self._urgent(shown):
            found.append((self.tr("⚠ 上次随访建议紧急转诊，还没有转诊单"), "chip-danger"))
        if any(each.state == "returned" for each in card.open_referrals):
            found.append((self.tr("转诊已回转，等待随访"), "chip-watch"))
        if shown.marks.moved:
            found.append((self.tr("已迁出待处理"), "chip-watch"))
        names = record_words(PROGRAMME)
        found += [(names.get(each, each), "chip") for each in card.programmes]
        return found

    def _urgent(self, shown: Overview) -> bool:
        """The newest follow-up proposed an urgent referral, nobody declined it, and none is under way."""
        newest = max((state.visit_date for state in shown.states), default="")
        urgent = any(
            state.visit_date == newest
            and state.value("proposed_referral") == URGENT
            and not state.value("referral_declined")
            for state in shown.states
        )
        return bool(newest) and urgent and not shown.card.open_referrals

    @Slot()
    def _read_trend(self) -> None:
        resident_id, since = self.place.of, self.trend.since(self.desk.today)
        self.desk.read(
            self, lambda connection: trend(connection, resident_id, since), self.trend.show_read, key="trend"
        )

    @Slot()
    def _timeline_filled(self) -> None:
        self._arrived("timeline")

    def _arrived(self, part: str) -> None:
        """Once all that the person waits for is there."""
        self._waiting.discard(part)
        if not self._waiting:
            self.filled()

    # what can be done

    def _more_actions(self) -> dict[str, QAction]:
        openings: dict[str, Opening] = {
            "contract": (self.tr("签约与履约"), "Ctrl+G", "contract"),
            "encounter": (self.tr("接诊记录"), "Ctrl+J", "encounter"),
            "consultation": (self.tr("会诊记录"), "Ctrl+H", "consultation"),
            "programmes": (self.tr("病种登记"), "Ctrl+B", "programmes"),
            "attempt": (self.tr("没联系上"), "Ctrl+T", "attempt"),
            "mental": (self.tr("严重精神障碍补充信息"), "Ctrl+I", "mental_supplement"),
        }
        found = {}
        for name, (words, key, page) in openings.items():
            action = QAction(words, self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setProperty("page", page)
            action.triggered.connect(self._open_action)
            self.others.addAction(action)
            self.addAction(action)
            found[name] = action
        return found

    @Slot()
    def _visit(self) -> None:
        if self.place.of:
            self.desk.open("visit", self.place.of)

    @Slot()
    def _refer(self) -> None:
        self.desk.open("refer", self.place.of)

    @Slot()
    def _file(self) -> None:
        self.desk.open("resident_form", self.place.of)

    @Slot()
    def _own_record(self) -> None:
        if self.shown is not None:
            self.own_record.ask(self.shown.card.id, self.shown.card.name)

    @Slot()
    def _open_action(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.desk.open(str(sender.property("page")), self.place.of)

    @Slot()
    def _open_mark(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.desk.open(str(sender.property("page")), "", resident=self.place.of)

    @Slot()
    def _drop_more(self) -> None:
        self.others.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    @Slot()
    def _drop_papers(self) -> None:
        """Every paper that there is something for; the arrows choose, Enter prints."""
        self.papers.clear()
        for kind, of, words in self.paper_choices():
            action = self.papers.addAction(words)
            action.setData((kind, of))
            action.triggered.connect(self._print_chosen)
        first = next(iter(self.papers.actions()), None)
        self.papers.popup(self.printing.mapToGlobal(self.printing.rect().bottomLeft()))
        if first is not None:
            self.papers.setActiveAction(first)

    def paper_choices(self) -> list[tuple[str, str, str]]:
        """Kind, record and words of each paper of this person: forms that were filled in, and those of the file."""
        if self.shown is None:
            return []
        can, person = kinds(), self.place.of
        found = [
            (kind, person if kind in SECTION_PROGRAMME else record_id, paper_title(kind))
            for kind, record_id in self.shown.forms.items()
            if kind in can
        ]
        if self.shown.supplement and "mental_supplement" in can:
            found.append(("mental_supplement", self.shown.supplement, paper_title("mental_supplement")))
        found += [(kind, person, paper_title(kind)) for kind in OF_A_PERSON if kind in can]
        return found

    @Slot()
    def _print_chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            kind, of = sender.data()
            self._print_one(kind, of)

    @Slot(str, str)
    def _print_one(self, kind: str, record_id: str) -> None:
        self.desk.open("paper", record_id, kind=kind)

    @Slot(str, str)
    def _open_one(self, page: str, record_id: str) -> None:
        self.desk.open(page, record_id)

    # which part is seen

    @Slot()
    def _switch(self) -> None:
        sender = self.sender()
        self._view = int(sender.property("view")) if sender is not None else 0
        self._fit(self.panes.narrow)
        focus: Sequence[Callable[[], Any]] = (self.glance.take_focus, self.trend.take_focus, self.timeline.take_focus)
        focus[self._view]()

    @Slot(bool)
    def _fit(self, narrow: bool) -> None:
        """Where there is no room for all, one of the three is seen at a time."""
        for number, button in enumerate(self.views):
            set_role(button, "current" if number == self._view else "", "state")
        self.trend.setVisible(not narrow or self._view == 1)
        self.timeline.setVisible(not narrow or self._view == 2)
        if narrow:
            self.panes.show_right(self._view != 0)
        self.switch.setVisible(narrow)
        self.start.set_words(self.tr("随访　Enter") if narrow else self.tr("开始随访　Enter"))
        if self.shown is not None:
            self._show_person(self.shown)


KEYPAD = Qt.KeyboardModifier.KeypadModifier
