"""When to sync: two seconds after a save, every five minutes, when asked. Offline is a state, not an error."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from clinic_app.care.worklist import worklist
from clinic_app.desktop.changes import EVERYTHING, Changes
from clinic_app.desktop.desk import Desk
from clinic_app.store.backup import daily_backup
from clinic_app.store.errors import StoreError
from clinic_app.store.queries.conflict import count_open
from clinic_app.store.queries.quarantine import refused_saves
from clinic_app.store.queries.referral import inbox, returns_awaiting
from clinic_app.sync.session import SyncReport, sync_once
from clinic_app.sync.status import SyncStatus, sync_status

AFTER_SAVE = 2_000
EVERY = 5 * 60_000


class SyncSchedule(QObject):
    """Keeps the status line true and the outbox moving."""

    status_known = Signal(object, object)
    """SyncStatus, and the last problem's sentence or None."""
    counts_known = Signal(object)
    """How many things of a page need a person, by page."""
    running_changed = Signal(bool)
    finished = Signal(object)
    """The SyncReport of a sync that ended."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.problem: str | None = None
        self.running = False
        self._again = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_SAVE)
        self._soon.timeout.connect(self.sync)
        self._regular = QTimer(self)
        self._regular.setInterval(EVERY)
        self._regular.timeout.connect(self.sync)
        self._regular.timeout.connect(self._keep_copy)
        desk.saved.connect(self._after_save)
        desk.sync_asked.connect(self.sync)

    def start(self) -> None:
        """Begin: read the state, then sync soon."""
        self._regular.start()
        self.read_status()
        self._keep_copy()
        if self.desk.device is not None:
            self._soon.start()

    def stop(self) -> None:
        """No sync begins any more."""
        self._soon.stop()
        self._regular.stop()

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
        database = self.desk.database
        self.desk.work.network(self, lambda: sync_once(database), self._ended, self._broke)

    def read_status(self) -> None:
        """Bring the status line up to date."""
        database, own = self.desk.database, self.desk.organisation
        receives, today = self.desk.receives, self.desk.today

        def read() -> tuple[SyncStatus, dict[str, int]]:
            with database.read() as connection:
                waiting = len(inbox(connection, own)) if own else 0
                waiting += len(returns_awaiting(connection, own)) if own and not receives else 0
                conflicts, refused = count_open(connection), len(refused_saves(connection, database.clock.now()))
            due = 0 if receives else len(worklist(database, today))
            counts = {"referrals": waiting, "work": due, "conflicts": conflicts, "quarantine": refused}
            return sync_status(database), counts

        self.desk.work.read(self, read, self._status, self._unread, key="status")

    @Slot()
    def _after_save(self) -> None:
        self.read_status()
        if self.desk.device is not None:
            self._soon.start()

    def _ended(self, report: SyncReport) -> None:
        self._stopped()
        self.problem = report.problem
        if report.received:
            self.desk.reload_device()
            self.desk.changes.tell(Changes(EVERYTHING, self, from_sync=True))
        self.read_status()
        self.finished.emit(report)

    def _broke(self, error: BaseException) -> None:
        self._stopped()
        self.problem = str(error)
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
        """Once a day, an encrypted copy beside the data."""
        database = self.desk.database
        self.desk.work.network(self, lambda: daily_backup(database), None, self._not_kept)

    def _not_kept(self, error: BaseException) -> None:
        if isinstance(error, StoreError):
            self.desk.say(str(error), "watch")
        else:
            self.desk.work.bug_found.emit(error)

    def _status(self, answer: tuple[SyncStatus, dict[str, int]]) -> None:
        status, counts = answer
        self.status_known.emit(status, self.problem)
        self.counts_known.emit({**counts, "sync": status.needs_attention})

    def _unread(self, error: Any) -> None:
        """The status is read again after the next save or sync."""
