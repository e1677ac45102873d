"""A scanner or card reader is a keyboard that types fast and ends with Enter: in any list it finds what it read."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.desktop.widgets.table import Table

FASTEST_PERSON = 0.06
"""Seconds between two keys: nobody types a number faster."""
BURST, PAUSE = 30, 0.6
"""A code of a thousand digits comes in bursts: behind so many characters a scanner may rest for so many seconds."""
SHORTEST = 6
"""Characters of the shortest number worth finding."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Scanner(QObject):
    """Watches the keys that reach the lists of one window; `read` brings what was scanned."""

    read = Signal(str)

    def __init__(self, window: QWidget, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(window)
        self._window = window
        self._clock = clock
        self._kept = ""
        self._last = 0.0
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focused)

    @Slot(QWidget, QWidget)
    def _focused(self, before: QWidget | None, now: QWidget | None) -> None:
        """Only the list that has the focus is listened to."""
        if isinstance(before, Table):
            before.removeEventFilter(self)
        if isinstance(now, Table) and now.window() is self._window:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of a list: the Enter behind a fast number is the scanner's and opens no row."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        now = self._clock()
        fast = now - self._last <= (PAUSE if len(self._kept) >= BURST else FASTEST_PERSON)
        self._last = now
        if event.key() in ENTER and fast and len(self._kept) >= SHORTEST:
            scanned, self._kept = self._kept, ""
            self.read.emit(scanned)
            return True
        text = event.text()
        if not text or not (text.isascii() and (text.isalnum() or text == "-")):
            self._kept = ""
            return False
        self._kept = self._kept + text if fast else text
        # From the second fast character on it is no person looking for a row by its first letter.
        return fast and len(self._kept) > 1
