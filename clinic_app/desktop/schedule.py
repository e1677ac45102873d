"""When to sync: two seconds after a save, every five minutes, when asked. Offline is a state, not an error."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from clinic_app.desktop.changes import EVERYTHING, Changes
from clinic_app.desktop.desk import Desk
from clinic_app.sync.session import SyncReport, sync_once
from clinic_app.sync.status import SyncStatus, sync_status

AFTER_SAVE = 2_000
EVERY = 5 * 60_000


class SyncSchedule(QObject):
    """Keeps the status line true and the outbox moving."""

    status_known = Signal(object, object)
    """SyncStatus, and the last problem's sentence or None."""
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
        desk.saved.connect(self._after_save)
        desk.sync_asked.connect(self.sync)

    def start(self) -> None:
        """Begin: read the state, then sync soon."""
        self._regular.start()
        self.read_status()
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
        database = self.desk.database
        self.desk.work.read(self, lambda: sync_status(database), self._status, self._unread, key="status")

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

    def _status(self, status: SyncStatus) -> None:
        self.status_known.emit(status, self.problem)

    def _unread(self, error: Any) -> None:
        """The status is read again after the next save or sync."""
