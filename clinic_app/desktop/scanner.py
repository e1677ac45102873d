"""A scanner or card reader is a keyboard that types fast and ends with Enter: on any page it finds what it read.

A box for text that took the whole number keeps it: somebody scans a card into the identity number. Everything else
(lists, buttons, options, boxes for a pressure) is put back as it was before the first character.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from clinic_app.desktop.forms.editor import Editor
from clinic_app.protocol.slip_number import is_slip_number
from clinic_app.protocol.slip_pack import is_slip_pack

FASTEST_PERSON = 0.06
"""Seconds between two keys: nobody types a number faster."""
BURST, PAUSE = 30, 0.6
"""A code of a thousand digits comes in bursts: behind so many characters a scanner may rest for so many seconds."""
SHORTEST = 6
"""Characters of the shortest number worth finding."""
TAKES_CODES = "takes_codes"
"""Property of a box that is for slips: what is scanned stays in it."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Scanner(QObject):
    """Watches the keys that reach whatever has the focus in one window; `read` brings what was scanned."""

    read = Signal(str)

    def __init__(self, window: QWidget, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(window)
        self._window = window
        self.clock = clock
        """Seconds that run on; a program that presses keys has another pace than a scanner."""
        self._kept = ""
        self._last = 0.0
        self._before: dict[QWidget, Any] = {}
        """What stood in the boxes that the characters fell into."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focused)

    @Slot(QWidget, QWidget)
    def _focused(self, before: QWidget | None, now: QWidget | None) -> None:
        """Only what has the focus is listened to."""
        if before is not None and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if now is not None and now.window() is self._window:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The Enter behind a fast number is the scanner's and opens no row, saves nothing, moves nowhere."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget):
            return False
        now = self.clock()
        fast = now - self._last <= (PAUSE if len(self._kept) >= BURST else FASTEST_PERSON)
        self._last = now
        if event.key() in ENTER and fast and len(self._kept) >= SHORTEST:
            return self._ended(watched)
        text = event.text()
        if not text or event.modifiers() & COMMANDS or not (text.isascii() and (text.isalnum() or text == "-")):
            self._forget()
            return False
        if not fast:
            self._forget()
        self._kept += text
        self._remember(watched)
        # From the second fast character on it is no person looking for a row by its first letter. What belongs to a
        # field goes on to it: an answer that somebody gave quickly is never lost, and a scanner's end puts it back.
        return len(self._kept) > 1 and _box(watched) is None and not isinstance(watched, QPlainTextEdit)

    def _ended(self, watched: QWidget) -> bool:
        scanned, before = self._kept, self._before
        self._kept, self._before = "", {}
        if _keeps(watched, scanned):
            return False
        for widget, value in before.items():
            if shiboken6.isValid(widget):
                _put_back(widget, value)
        self.read.emit(scanned)
        return True

    def _forget(self) -> None:
        self._kept, self._before = "", {}

    def _remember(self, watched: QWidget) -> None:
        box = _box(watched)
        if box is not None and box not in self._before:
            self._before[box] = _content(box)


def _keeps(watched: QWidget, scanned: str) -> bool:
    """Whether the box with the focus is where it belongs."""
    if not isinstance(watched, QLineEdit):
        return isinstance(watched, QPlainTextEdit)
    if watched.property(TAKES_CODES):
        return True
    took_it_all = watched.text().replace(" ", "").lower().endswith(scanned.lower())
    return took_it_all and not (is_slip_pack(scanned) or is_slip_number(scanned))


def _box(watched: QWidget) -> QWidget | None:
    """What the value belongs to: the editor of a field, else the box itself."""
    found: QWidget | None = watched if isinstance(watched, QLineEdit) else None
    widget: QWidget | None = watched
    while widget is not None:
        if isinstance(widget, Editor):
            # The outermost: a measured value with its marks, a list with its rows.
            found = widget
        widget = widget.parentWidget()
    return found


def _content(box: QWidget) -> Any:
    if isinstance(box, Editor):
        return box.value(), dict(box.marks())
    return box.text() if isinstance(box, QLineEdit) else None


def _put_back(box: QWidget, before: Any) -> None:
    if _content(box) == before:
        return
    if isinstance(box, Editor):
        value, marks = before
        box.set_value(value)
        box.set_marks(marks)
        box.changed.emit()
    elif isinstance(box, QLineEdit):
        box.setText(before)
