"""A referral desk waits for news on the line, so that a patient who was sent is seen at once.

The waiting is a plain thread of its own that nobody waits for: closing the window does not stand still for it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from clinic_app.store.database import Database
from clinic_app.store.errors import StoreError
from clinic_app.sync.errors import SyncProblem
from clinic_app.sync.news import wait_for_news

WAIT_SECONDS = 50
REST = 3_000
"""Milliseconds between two waits that brought nothing; longer after a failure."""
AFTER_FAILURE = 60_000
log = logging.getLogger(__name__)
Wait = Callable[[Database, int], bool]


class Listener(QObject):
    """Asks the county to answer when something comes; `heard` when it did."""

    heard = Signal()
    _ended = Signal(object)

    def __init__(self, database: Database, parent: QObject, wait: Wait = wait_for_news) -> None:
        super().__init__(parent)
        self.database = database
        self._wait = wait
        self._waiting = False
        self._stopped = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.listen)
        self._ended.connect(self._done, Qt.ConnectionType.QueuedConnection)

    @property
    def waiting(self) -> bool:
        """Whether the county is being asked."""
        return self._waiting

    @Slot()
    def listen(self) -> None:
        """Wait for news, unless that is under way."""
        if self._waiting or self._stopped:
            return
        self._waiting = True
        threading.Thread(target=self._run, name="news", daemon=True).start()

    def stop(self) -> None:
        """Nothing is asked any more; a wait under way ends by itself and is not heard."""
        self._stopped = True
        self._again.stop()

    def _run(self) -> None:
        """In a thread of its own."""
        found: bool | None
        try:
            found = bool(self._wait(self.database, WAIT_SECONDS))
        except (SyncProblem, StoreError):
            found = None
        except Exception as error:
            log.error("waiting for news: %s", type(error).__name__)
            found = None
        if not self._stopped and shiboken6.isValid(self):
            self._ended.emit(found)

    @Slot(object)
    def _done(self, found: bool | None) -> None:
        self._waiting = False
        if self._stopped:
            return
        if found:
            # The sync that follows begins the next wait.
            self.heard.emit()
        else:
            self._again.start(REST if found is False else AFTER_FAILURE)
