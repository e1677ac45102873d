"""同步: how the line stands, what waits and since when, what needs a person, and who has moved away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from clinic_app.desktop.changes import EVERYTHING
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.lease_watch import near_words
from clinic_app.desktop.pages.enrolment import Enrolment
from clinic_app.desktop.pages.page import SCROLLS_ITSELF, Page
from clinic_app.desktop.schedule import Known
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, clear, column, keep_lines, label, row, scrolled
from clinic_app.desktop.widgets.departed_list import DepartedList
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.widgets.relay_card import RelayCard
from clinic_app.desktop.words import WRONG_CLOCK, clock_words, moment, waiting
from clinic_app.store.device import read_setting
from clinic_app.store.lease import Lease, lease_of
from clinic_app.store.queries.conflict import count_open
from clinic_app.store.queries.identity import open_candidates
from clinic_app.store.queries.quarantine import DEFERRED, refused_saves
from clinic_app.store.queries.reference import villages
from clinic_app.store.queries.wording import type_word
from clinic_app.sync.departed import Departed, departed_people, mark_seen
from clinic_app.sync.session import SyncReport
from clinic_app.sync.snapshot import RUN, Progress
from clinic_app.sync.status import SyncStatus, sync_status

STAGES = 4
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class _Opened:
    status: SyncStatus
    people: Sequence[Departed]
    villages: Mapping[str, str]
    refused: int
    conflicts: int
    twice: int
    receiving: bool
    """A first sync or a realignment has begun and is not done."""
    lease: Lease | None


class SyncPage(Page):
    """Read by the person only when something is wrong; says in words what to do."""

    least_rows = SCROLLS_ITSELF

    watched = EVERYTHING
    pause_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("同步"))
        self.button = Button(self.tr("立即同步　F5"), role="main", symbol="sync", clicked=self._sync)
        self.head.addWidget(self.button)
        self.state = Card()
        self.headline, self.problem, self.clock = IconLabel(), IconLabel(), IconLabel()
        self.details = label("", "muted", wrap=True)
        for widget in (self.headline, self.details, self.problem, self.clock):
            self.state.body.addWidget(widget)
        self.enrolment = Enrolment(desk)
        self.enrolment.enrolled.connect(self._enrolled)
        self.receiving = self._receiving_card()
        self.attention, self.attention_lines = self._card(self.tr("需要处理"))
        self.waiting, self.waiting_lines = self._card(self.tr("待传"))
        self.departed = DepartedList(desk)
        self.departed.seen.connect(self._seen)
        self.relay = RelayCard(desk)
        self.server, self.server_lines = self._card(self.tr("县平台"))
        self._last: SyncReport | None = None
        self._known: Known | None = None
        self._running = False
        self._opened: _Opened | None = None
        parts = (self.state, self.enrolment, self.receiving, self.attention, self.waiting, self.departed, self.relay)
        content = QWidget()
        content.setLayout(column(*parts, self.server, None, spacing=12))
        keep_lines(content)
        scrolled(content, self.body)

    def refresh(self) -> None:
        """Read the state and what waits."""
        database = self.desk.database

        def read() -> _Opened:
            with database.shown() as connection:
                names = {each.code: each.name for each in villages(connection)}
                refused = [each for each in refused_saves(connection, database.clock.now()) if each.state != DEFERRED]
                conflicts, twice = count_open(connection), open_candidates(connection)
                receiving = read_setting(connection, RUN) is not None
            status = sync_status(database)
            people, lease = departed_people(database), lease_of(database)
            return _Opened(status, people, names, len(refused), conflicts, twice, receiving, lease)

        self.desk.work.read(self, read, self._show, key="status")

    def take_focus(self) -> None:
        """The code before enrolment, else the button."""
        target = self.enrolment.server if self.desk.device is None else self.button
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def show_running(self, running: bool) -> None:
        """The button rests while a sync runs."""
        self._running = running
        self.button.setEnabled(not running)
        self.button.set_words(self.tr("正在同步…") if running else self.tr("立即同步　F5"))
        self._offer_receiving()

    def show_known(self, known: Known) -> None:
        """What the window knows of the line."""
        self._known = known
        if self.isVisible():
            self.refresh()

    def show_report(self, report: SyncReport) -> None:
        """How the last sync ended."""
        self._last = report
        self.refresh()

    def show_progress(self, progress: Progress) -> None:
        """How far a first sync is, page by page."""
        self.receiving.show()
        total = max(progress.total, progress.rows, 1)
        self.bar.setMaximum(total)
        self.bar.setValue(progress.rows)
        words = self.tr("第 {stage} 步（共 {stages} 步）：{what} {rows} / {total} 条　这次收到 {size} MB")
        self.receiving_words.setText(
            words.format(
                stage=progress.stage,
                stages=STAGES,
                what=record_word(type_word(progress.type)),
                rows=f"{progress.rows:,}",
                total=f"{total:,}",
                size=f"{progress.bytes / MEGABYTE:.1f}",
            )
        )
        self._offer_receiving()

    def _card(self, title: str) -> tuple[Card, QVBoxLayout]:
        card, lines = Card(), QVBoxLayout()
        lines.setSpacing(theme().lengths.small)
        card.body.addWidget(label(title, "section"))
        card.body.addLayout(lines)
        card.hide()
        return card, lines

    def _receiving_card(self) -> Card:
        card = Card()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("接收进度"))
        self.receiving_words = label(self.tr("已收到的可以先用；断网或关机后接着收，不从头开始。"), "muted", wrap=True)
        self.pause = Button(self.tr("暂停接收"), "F6", clicked=self.pause_asked.emit)
        self.resume = Button(self.tr("接着收"), "F6", role="main", clicked=self._sync)
        card.body.addLayout(folding(label(self.tr("接收居民档案"), "section"), None, self.pause, self.resume))
        card.body.addWidget(self.bar)
        card.body.addWidget(self.receiving_words)
        card.hide()
        return card

    def _offer_receiving(self) -> None:
        self.pause.setVisible(self._running)
        self.resume.setVisible(not self._running)

    @Slot()
    def _sync(self) -> None:
        self.desk.sync_asked.emit()

    @Slot()
    def _enrolled(self) -> None:
        self.desk.enrolled.emit()

    @Slot(object)
    def _seen(self, resident_ids: list[str]) -> None:
        database = self.desk.database
        self.desk.act(self, lambda: mark_seen(database, resident_ids), self._noted, self._not_noted)

    def _noted(self, nothing: object) -> None:
        self.refresh()
        self.take_focus()

    def _not_noted(self, error: BaseException) -> None:
        self.desk.work.bug_found.emit(error)

    def _show(self, opened: _Opened) -> None:
        self._opened, status = opened, opened.status
        self.enrolment.setVisible(not status.enrolled)
        self.button.setVisible(status.enrolled)
        self.headline.tell(*self._headline(opened))
        self.details.setText(self._details(status))
        problem = (self._last.problem or "") if self._last else ""
        self.problem.tell(problem, "watch")
        offset = status.clock_offset
        wrong = offset is not None and abs(offset) > WRONG_CLOCK
        self.clock.tell(clock_words(offset or 0, self.desk.clock.now()) if wrong else "", "watch")
        self.receiving.setVisible(opened.receiving)
        self._offer_receiving()
        self._show_attention(opened)
        self._show_waiting(status)
        self.departed.show_people(opened.people, opened.villages)
        self._show_server(status, opened.lease)

    def _headline(self, opened: _Opened) -> tuple[str, str]:
        status = opened.status
        if self.desk.practice:
            words = self.tr("练习数据不上传。正式数据保存时先加密存在本机，有网时自己上传，没有网照常工作")
            return words, "note"
        if not status.enrolled:
            return self.tr("这台电脑还没有入网，记录都保存在本机"), "note"
        count = opened.refused + opened.conflicts
        if count:
            return self.tr("有 {count} 处需要处理，其他记录照常上传").format(count=count), "watch"
        online = self._known is not None and self._known.online
        if not online and (self._last is not None or self._known is not None):
            return self.tr("未联网 · 已保存在本机 · 待传 {count}").format(count=status.pending), "note"
        if status.pending:
            return self.tr("待传 {count}").format(count=status.pending), "note"
        return self.tr("全部已传到县平台"), "good"

    def _details(self, status: SyncStatus) -> str:
        today, now = self.desk.today, self.desk.clock.now()
        parts = [self.tr("上次同步 {time}").format(time=moment(status.last_success, today) or self.tr("还没有"))]
        if status.pending:
            age = waiting(status.oldest_pending, now)
            parts.append(self.tr("待传 {count} 条，最早 {age}").format(count=status.pending, age=age))
        if self._last is not None:
            words = self.tr("刚才送出 {sent} 条，收到 {received} 条")
            parts.append(words.format(sent=self._last.sent, received=self._last.received))
        return "　".join(parts)

    def _show_attention(self, opened: _Opened) -> None:
        """What a person must look at, each with the way there."""
        clear(self.attention_lines)
        status = opened.status
        if opened.refused:
            words = self.tr("县平台没有接收 {count} 次保存").format(count=opened.refused)
            self._line(words, "watch", self.tr("去改正"), "quarantine")
        if opened.conflicts:
            words = self.tr("{count} 处两边填得不同，要人来选").format(count=opened.conflicts)
            self._line(words, "watch", self.tr("去选"), "conflicts")
        if opened.twice:
            words = self.tr("{count} 对档案可能是同一人，要人来认").format(count=opened.twice)
            self._line(words, "note", self.tr("去认"), "duplicates")
        if status.deferred_long:
            words = self.tr("{count} 次保存在县平台等了五天以上，核对前面的记录，或联系县平台")
            self._line(words.format(count=status.deferred_long), "danger", self.tr("去看"), "quarantine")
        if later := status.deferred_day - status.deferred_long:
            words = self.tr("{count} 次保存在县平台等前面的记录，已经一天以上").format(count=later)
            self._line(words, "watch", self.tr("去看"), "quarantine")
        if status.parked:
            words = self.tr("{count} 次保存单独传也传不上去，先放在一边，稍后再试；其他照常传")
            self._line(words.format(count=status.parked), "watch")
        if status.audit_problem:
            self._line(status.audit_problem, "danger")
        if opened.lease is not None and opened.lease.is_near:
            self._line(near_words(self, opened.lease), "watch")
        if status.locked_out:
            self._line(self.tr("县平台已停用这个账户，找管理员核对；已保存的都在本机"), "danger")
        self.attention.setVisible(self.attention_lines.count() > 0)

    def _line(self, words: str, state: str, action: str = "", page: str = "") -> None:
        told = IconLabel()
        line = row(told)
        line.setStretch(0, 1)
        line.setAlignment(told, Qt.AlignmentFlag.AlignVCenter)
        if action:
            button = Button(action, clicked=self._go)
            button.setProperty("page", page)
            button.setAccessibleName(f"{words} {action}")
            line.addWidget(button)
        self.attention_lines.addLayout(line)
        told.tell(words, state)
        told.show()

    @Slot()
    def _go(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.desk.open(str(sender.property("page")))

    def _show_waiting(self, status: SyncStatus) -> None:
        clear(self.waiting_lines)
        now = self.desk.clock.now()
        for each in status.waiting:
            words = self.tr("{kind} {count} 条").format(kind=record_word(each.label), count=each.count)
            age = self.tr("最早 {age}").format(age=waiting(each.oldest, now))
            self.waiting_lines.addLayout(row(label(words), label(age, "muted"), None, spacing=16))
        if status.deferred:
            words = self.tr("已到县平台、在等前面的记录 {count} 条").format(count=status.deferred)
            self.waiting_lines.addWidget(label(words, "muted", wrap=True))
        self.waiting.setVisible(self.waiting_lines.count() > 0)

    def _show_server(self, status: SyncStatus, lease: Lease | None) -> None:
        clear(self.server_lines)
        self.server.setVisible(status.enrolled)
        self.relay.setVisible(status.enrolled)
        if not status.enrolled:
            return
        for words in self._server_words(status):
            self.server_lines.addWidget(label(words, "muted", wrap=True))
        if lease is not None:
            words = self.tr("可以离线工作 {days} 天，还有 {left} 天，每次联系县平台重新起算")
            lines = words.format(days=lease.days, left=lease.days_left)
            self.server_lines.addWidget(label(lines, "muted", wrap=True))

    def _server_words(self, status: SyncStatus) -> list[str]:
        today = self.desk.today
        contact = moment(status.last_contact, today) or self.tr("还没有")
        found = [self.tr("服务器 {name}　上次联系 {time}").format(name=status.server_name, time=contact)]
        if status.clock_offset is not None and abs(status.clock_offset) <= WRONG_CLOCK:
            found.append(self.tr("电脑的时钟和县平台一致"))
        if status.realigning:
            found.append(self.tr("县平台从备份恢复过，正在重新核对；本机的记录一条不少"))
        if status.last_repair is not None:
            words = self.tr("{time} 与县平台核对，补正 {count} 条")
            found.append(words.format(time=moment(status.last_repair.at, today), count=status.last_repair.rows))
        return found
