"""Watches over an open window: nobody there, the computer asleep or locked, and what lies in the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from clinic_app.desktop.locking.clipboard import ClipboardGuard
from clinic_app.desktop.locking.idle import IdleWatch
from clinic_app.desktop.locking.system import SystemSignals

if TYPE_CHECKING:
    from clinic_app.desktop.window import MainWindow


class Guard(QObject):
    """One for the program; it watches from each login to the lock."""

    away = Signal(object)
    """A Cause to lock the window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.clipboard = ClipboardGuard(self)
        self.idle: IdleWatch | None = None
        self._system: SystemSignals | None = None

    def listen_to_system(self) -> None:
        """Hear of sleep and of the screen lock as well."""
        self._system = SystemSignals(self)
        self._system.away.connect(self.away)

    def watch(self, window: MainWindow) -> None:
        """A window has opened. Practice data are nobody's: they are not locked."""
        self.rest()
        if window.desk.practice:
            return
        self.idle = IdleWatch(window.desk.idle_minutes, self)
        self.idle.away.connect(self.away)
        self.idle.start()
        window.desk.idle_changed.connect(self._set_minutes)
        if self._system is not None:
            self._system.follow(int(window.winId()))

    def rest(self) -> None:
        """The window closes: nothing of it stays in the clipboard."""
        self.clipboard.clear()
        if self.idle is not None:
            self.idle.stop()
            self.idle.deleteLater()
            self.idle = None

    @Slot()
    def ready(self) -> None:
        """The data are closed: the computer may go to sleep."""
        if self._system is not None:
            self._system.ready()

    def close(self) -> None:
        """The program ends."""
        self.rest()
        if self._system is not None:
            self._system.close()

    @Slot(int)
    def _set_minutes(self, minutes: int) -> None:
        if self.idle is not None:
            self.idle.minutes = minutes
