"""What a lock leaves behind the closed window: the last saves are made, the database closes, the key goes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from clinic_app.desktop.desk import Desk


class Ending(QObject):
    """Ends one login off the GUI thread, while the door is shown already.

    A save under way is waited for, and a long work until the next place where nothing is half done. A sync under way is
    cut off at the next thing that it asks of the file, which is what a power cut would do to it: it goes on at the next
    login.
    """

    closed = Signal()
    """The database is closed and its key dropped."""
    _over = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        desk.setParent(self)
        self._desk = desk
        self._shut = threading.Event()
        self._over.connect(self._dispose, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="clinic-ending")

    def begin(self) -> None:
        """Start; returns at once."""
        self._desk.long_work.stop_all()
        self._desk.readings.flush()
        self._desk.work.stop()
        self._thread.start()

    def wait(self) -> None:
        """From any thread: until the database is closed."""
        self._shut.wait()

    def join(self) -> None:
        """At the end of the program: until nothing runs any more."""
        self._thread.join()

    def _run(self) -> None:
        work = self._desk.work
        try:
            work.wait_for_saves()
            self._desk.long_work.settle()
            self._desk.database.close()
        finally:
            self._shut.set()
            self.closed.emit()
            work.wait()
            self._over.emit()

    @Slot()
    def _dispose(self) -> None:
        self._thread.join()
        self.deleteLater()
