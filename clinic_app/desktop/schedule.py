"""When to sync: two seconds after a save, else every five minutes as the line allows, at once when there is news for a
referral desk, and when asked. Offline is a state, not an error."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from clinic_app.clock import parse_instant
from clinic_app.desktop.changes import ATTACHED, EVERYTHING, Changes
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.due_counts import Counted, count_due
from clinic_app.desktop.lease_watch import LeaseWatch
from clinic_app.desktop.listener import Listener
from clinic_app.guidelines.indicator_definitions import default_indicator_book
from clinic_app.guidelines.referral_rules import default_referral_rules
from clinic_app.store.backup import daily_backup
from clinic_app.store.errors import StoreError
from clinic_app.store.queries.conflict import count_open
from clinic_app.store.queries.identity import open_candidates
from clinic_app.store.queries.inbox import unread
from clinic_app.store.queries.quarantine import refused_saves
from clinic_app.store.queries.referral import inbox
from clinic_app.store.queries.referral_desk import call_backs_due, call_days, overdue_answers
from clinic_app.store.queries.referral_waiting import returns_awaiting
from clinic_app.store.second_place import carry_to_second_place
from clinic_app.sync.pacing import next_wait
from clinic_app.sync.session import SyncReport, sync_once
from clinic_app.sync.status import SyncStatus, sync_status

AFTER_SAVE = 2_000
EVERY = 5 * 60_000
FIRST_COPY = 20_000
"""Whoever has come in waits for the first list; a copy reads and writes the whole file."""
SLOW, REST = 0.3, 60.0
"""Where counting the day's list takes longer than this (seconds), saves make it counted again after so many seconds."""
LEFT = 3
"""A sync that could not finish, by its exit code."""


@dataclass(frozen=True)
class Known:
    """What the window knows of the line: the status, the last problem's words, whether our own server answered."""

    status: SyncStatus
    problem: str | None = None
    online: bool = False
    paused: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class _State:
    """What the status line and the rail say; `state` is that of DueCounts when the reading began."""

    status: SyncStatus
    counts: dict[str, int]
    unread: tuple[str, ...]
    work: Counted | None
    state: int


class SyncSchedule(QObject):
    """Keeps the status line true and the outbox moving."""

    status_known = Signal(object)
    """What is Known."""
    running_changed = Signal(bool)
    finished = Signal(object)
    """The SyncReport of a sync that ended."""
    progressed = Signal(object)
    """How far a first sync is; told by the network's thread."""
    news = Signal(object)
    """The ids of referrals that have come and that nobody knew of."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.problem: str | None = None
        self.online = False
        self.running = False
        self.paused = False
        self._again = False
        self._stop = threading.Event()
        self._outage: datetime | None = None
        self._quiet_until: datetime | None = None
        self._heard: set[str] | None = None
        self._told: tuple[date, str] | None = None
        self._count_from = 0.0
        """From when on the day's list may be counted again; of the steady clock."""
        self.counts_work: Callable[[], bool] = lambda: False
        """Whether the page of the day's work says its count itself: working it out takes a second."""
        self._soon = self._timer(AFTER_SAVE, self.sync)
        self._regular = self._timer(EVERY, self.sync)
        self.copies = QTimer(self)
        self.copies.timeout.connect(self._keep_copy)
        self.lease = LeaseWatch(desk, self)
        self.listener = Listener(desk.database, self)
        self.listener.heard.connect(self.sync)
        desk.saved.connect(self._after_save)
        desk.sync_asked.connect(self._asked)

    def start(self) -> None:
        """Begin: read the state, then sync soon."""
        self.copies.start(FIRST_COPY)
        self.lease.start()
        self.read_status()
        if self.desk.connects:
            self._soon.start()

    def stop(self) -> None:
        """No sync begins any more; a first sync under way stops after its page."""
        self._stop.set()
        self.listener.stop()
        self.lease.stop()
        for timer in (self._soon, self._regular, self.copies):
            timer.stop()

    @Slot()
    def sync(self) -> None:
        """Sync now; while one runs, once more after it."""
        if self.desk.device is None:
            self.read_status()
            return
        if self.running:
            self._again = True
            return
        self.running = True
        self.running_changed.emit(True)
        self._regular.stop()
        database, stopped = self.desk.database, self._stop.is_set
        begun = self.desk.clock.now()

        def run() -> tuple[datetime, SyncReport]:
            return begun, sync_once(database, progress=self.progressed.emit, cancelled=stopped)

        self.desk.work.network(self, run, self._ended, self._broke)

    @Slot()
    def pause(self) -> None:
        """Receive nothing more for now: a first sync stops after its page. What was saved is still sent."""
        self.paused = True
        self._stop.set()
        self.read_status()

    @Slot()
    def _asked(self) -> None:
        """A person asks: what was paused goes on."""
        self.paused = False
        self._stop.clear()
        self.sync()

    def read_status(self) -> None:
        """Bring the status line up to date."""
        database, own = self.desk.database, self.desk.organisation
        receives, today = self.desk.receives, self.desk.today
        known, state = self.desk.due_counts.on(today), self.desk.due_counts.state
        counts_itself = receives or self.counts_work()
        uncounted = counts_itself or known is not None or time.monotonic() < self._count_from
        listens = self.desk.listens
        levels = call_days(default_referral_rules(today))
        hours = default_indicator_book().parameters.answer_hours

        def read() -> _State:
            with database.read() as connection:
                waiting = len(inbox(connection, own)) if own else 0
                if own and not receives:
                    waiting += len(returns_awaiting(connection, own))
                    # Somebody should take the telephone.
                    waiting += len(overdue_answers(connection, own, database.clock.now(), hours))
                conflicts, refused = count_open(connection), len(refused_saves(connection, database.clock.now()))
                twice = open_candidates(connection)
                calls = len(call_backs_due(connection, own, today, levels)) if own and listens else 0
                new = unread(connection, own) if own and listens else ()
            counts = {"referrals": waiting, "conflicts": conflicts, "quarantine": refused}
            counts["duplicates"] = twice
            counts["call_backs"] = calls
            due = known if uncounted else count_due(database, today)
            return _State(sync_status(database), counts, new, None if counts_itself else due, state)

        self.desk.work.read(self, read, self._status, self._unread, key="status")

    def _timer(self, interval: int, slot: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    @Slot()
    def _after_save(self) -> None:
        self.read_status()
        busy = self._quiet_until is not None and self.desk.clock.now() < self._quiet_until
        if self.desk.connects and not busy:
            self._soon.start()

    def _ended(self, answer: tuple[datetime, SyncReport]) -> None:
        begun, report = answer
        self._stopped()
        self.problem = report.problem
        self._note_line(begun, report)
        if report.received or report.realigned:
            self.desk.reload_device()
            self.desk.changes.tell(Changes(EVERYTHING, self, from_sync=True))
        elif report.contents:
            self.desk.changes.tell(Changes(ATTACHED, self, from_sync=True))
        self.read_status()
        self.finished.emit(report)
        if self.online and self.desk.listens:
            self.listener.listen()

    def _note_line(self, begun: datetime, report: SyncReport) -> None:
        """Online is what our own server's answer says, not the network icon; then when to try again."""
        now = self.desk.clock.now()
        fine = report.problem is None or report.unfinished or self.paused
        self.online = fine or report.exit_code != LEFT
        if fine:
            self._outage = None
        elif self._outage is None:
            self._outage = parse_instant(report.ended_at) if report.ended_at else now
        asked = report.retry_after or (report.back_off if fine else 0)
        self._quiet_until = now + timedelta(seconds=asked) if asked else None
        wait = int(next_wait(report, self._outage, random.random) * 1000)
        if not self._stop.is_set() or self.paused:
            self._regular.start(wait)

    def _broke(self, error: BaseException) -> None:
        self._stopped()
        self.problem = str(error)
        self.online = False
        self._regular.start(EVERY)
        self.read_status()
        self.desk.work.bug_found.emit(error)

    def _stopped(self) -> None:
        self.running = False
        self.running_changed.emit(False)
        if self._again:
            self._again = False
            self._soon.start()

    @Slot()
    def _keep_copy(self) -> None:
        """Once a day, an encrypted copy beside the data and one at the second place."""
        self.copies.setInterval(EVERY)
        database = self.desk.database

        def keep() -> None:
            daily_backup(database)
            carry_to_second_place(database)

        self.desk.work.network(self, keep, None, self._not_kept)

    def _not_kept(self, error: BaseException) -> None:
        if isinstance(error, StoreError):
            # Once a day in the same words: a stick that is away for long is no news.
            told = (self.desk.today, str(error))
            if told != self._told:
                self.desk.say(str(error), "watch")
            self._told = told
        else:
            self.desk.work.bug_found.emit(error)

    def _status(self, answer: _State) -> None:
        status, counts, new = answer.status, answer.counts, answer.unread
        if answer.work is not None:
            counts["work"] = sum(answer.work.due.values())
            self._keep_count(answer.work, answer.state)
        counts["sync"] = status.parked + status.departed
        self.status_known.emit(Known(status, self.problem, self.online, self.paused, counts, new))
        if self._heard is not None and (unheard := set(new) - self._heard):
            self.news.emit(unheard)
        self._heard = (self._heard or set()) | set(new)

    def _keep_count(self, counted: Counted, state: int) -> None:
        known = self.desk.due_counts.on(counted.on)
        self.desk.due_counts.tell(counted, state)
        if known is None and counted.took > SLOW:
            self._count_from = time.monotonic() + REST

    def _unread(self, error: Any) -> None:
        """The status is read again after the next save or sync."""
