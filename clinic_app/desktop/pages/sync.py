"""同步: how the line stands, what waits, what the county refused and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.desktop.changes import EVERYTHING
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.pages.enrolment import Enrolment
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, clear, column, label, row, scrolled
from clinic_app.desktop.words import moment, waiting
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.sync.session import SyncReport
from clinic_app.sync.status import OutboxLine, SyncStatus, outbox_lines, sync_status

STATE_WORDS = {
    "pending": "待传",
    "deferred": "县平台在等前面的记录",
    "conflict": "两处填得不同",
    "quarantined": "县平台没有接收",
    "malformed": "县平台没有接收",
    "mid_reuse": "县平台没有接收",
}
SHOWN = 200


class SyncPage(Page):
    """Read by the person only when something is wrong; says in words what to do."""

    watched = EVERYTHING

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("同步"))
        self.button = Button(self.tr("立即同步　F5"), role="main", symbol="sync", clicked=self._sync)
        self.head.addWidget(self.button)
        self.state = Card()
        self.headline = IconLabel()
        self.details = label("", "muted", wrap=True)
        self.problem = IconLabel()
        for widget in (self.headline, self.details, self.problem):
            self.state.body.addWidget(widget)
        self.enrolment = Enrolment(desk)
        self.enrolment.enrolled.connect(self._enrolled)
        self.lines = QVBoxLayout()
        self._last: SyncReport | None = None
        content = QWidget()
        content.setLayout(column(self.state, self.enrolment, self.lines, None, spacing=12))
        self.body.addWidget(scrolled(content), 1)

    def refresh(self) -> None:
        """Read the state and what waits."""
        database = self.desk.database
        self.desk.work.read(
            self, lambda: (sync_status(database), outbox_lines(database, SHOWN)), self._show, key="status"
        )

    def take_focus(self) -> None:
        """The code before enrolment, else the button."""
        target = self.enrolment.server if self.desk.device is None else self.button
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def show_running(self, running: bool) -> None:
        """The button rests while a sync runs."""
        self.button.setEnabled(not running)
        self.button.set_words(self.tr("正在同步…") if running else self.tr("立即同步　F5"))

    def show_report(self, report: SyncReport) -> None:
        """How the last sync ended."""
        self._last = report
        self.refresh()

    @Slot()
    def _sync(self) -> None:
        self.desk.sync_asked.emit()

    @Slot()
    def _enrolled(self) -> None:
        self.desk.enrolled.emit()

    def _show(self, answer: tuple[SyncStatus, Sequence[OutboxLine]]) -> None:
        status, waiting_lines = answer
        self.enrolment.setVisible(not status.enrolled)
        self.button.setVisible(status.enrolled)
        words, state = self._headline(status)
        self.headline.tell(words, state)
        self.details.setText(self._details(status))
        self.problem.tell((self._last.problem or "") if self._last else "", "watch")
        clear(self.lines)
        for title, states in (
            (self.tr("需要处理"), ("quarantined", "malformed", "mid_reuse", "conflict")),
            (self.tr("待传"), ("pending", "deferred")),
        ):
            chosen = [line for line in waiting_lines if line.state in states]
            if chosen:
                self.lines.addWidget(self._list(title, chosen))

    def _headline(self, status: SyncStatus) -> tuple[str, str]:
        if not status.enrolled:
            return self.tr("这台电脑还没有入网，记录都保存在本机"), "note"
        if status.needs_attention:
            return self.tr("有 {count} 条记录需要处理").format(count=status.needs_attention), "watch"
        if self._last is not None and self._last.problem:
            return self.tr("未联网 · 已保存在本机 · 待传 {count}").format(count=status.pending), "note"
        if status.pending:
            return self.tr("待传 {count}").format(count=status.pending), "note"
        return self.tr("全部已传到县平台"), "good"

    def _details(self, status: SyncStatus) -> str:
        today, now = self.desk.today, self.desk.clock.now()
        parts = [
            self.tr("上次同步 {time}").format(time=moment(status.last_success, today) or self.tr("还没有")),
            self.tr("上次联系县平台 {time}").format(time=moment(status.last_contact, today) or self.tr("还没有")),
        ]
        if status.pending:
            age = waiting(status.oldest_pending, now)
            parts.append(self.tr("待传 {count} 条，最早 {age}").format(count=status.pending, age=age))
        if self._last is not None:
            words = self.tr("刚才送出 {sent} 条，收到 {received} 条")
            parts.append(words.format(sent=self._last.sent, received=self._last.received))
        return "　".join(parts)

    def _list(self, title: str, chosen: Sequence[OutboxLine]) -> Card:
        card = Card()
        card.body.addWidget(label(title, "section"))
        for line in chosen:
            types = dict.fromkeys(_type_word(type_name) for type_name, _ in line.rows)
            head = row(
                label("、".join(types), "strong"),
                label(moment(line.saved_at, self.desk.today), "muted"),
                label(self.tr(STATE_WORDS.get(line.state, line.state)), "muted"),
                None,
            )
            card.body.addLayout(head)
            if line.message:
                card.body.addWidget(label(self.tr("县平台的话：{words}").format(words=line.message), wrap=True))
        return card


def _type_word(type_name: str) -> str:
    return record_word(RECORD_TYPES[type_name].label) if type_name in RECORD_TYPES else type_name
