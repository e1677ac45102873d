"""What was copied in this window does not wait in the clipboard for the next person."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT = 60_000
"""Milliseconds for which a copied value can be pasted."""
MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class ClipboardGuard(QObject):
    """Empties the clipboard a minute after something was copied here, and at a lock; only while it is still ours.

    Whatever is copied in a window of this program may be of a person. What another program puts there is left alone.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._ours: dict[QClipboard.Mode, bytes] = {}
        self._clearing = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(KEPT)
        self.timer.timeout.connect(self.clear)
        self._clipboard.changed.connect(self._changed)

    @Slot()
    def clear(self) -> None:
        """Empty it where it still holds what was copied here."""
        self.timer.stop()
        ours, self._ours = self._ours, {}
        self._clearing = True
        for mode, mark in ours.items():
            if self._mark(mode) == mark:
                self._clipboard.clear(mode)
        self._clearing = False

    @Slot(object)
    def _changed(self, mode: QClipboard.Mode) -> None:
        if self._clearing or mode not in MODES:
            return
        self._ours.pop(mode, None)
        # With a window of ours in front the copy was made here; otherwise it is another program's.
        if QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive:
            self._ours[mode] = self._mark(mode)
            self.timer.start()

    def _mark(self, mode: QClipboard.Mode) -> bytes:
        """What to know the text by, without keeping it."""
        return hashlib.sha256(self._clipboard.text(mode).encode("utf-8", "surrogatepass")).digest()
