"""The self-check in the background: what is urgent is said once a day, and the rail counts it beside 设置."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.widgets.finding_line import finding_words
from clinic_app.self_check import Finding, State, self_check

FIRST, EVERY = 20_000, 60 * 60_000
"""Milliseconds after the window opened, when nobody waits for the disk any more; then hourly."""


class CheckWatch(QObject):
    """Looks while the window is open, off the GUI thread."""

    counted = Signal(int)
    """How many things are urgent."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self._told: tuple[date, str] | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Soon, and every hour."""
        self._timer.start(FIRST)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Without the printers, which one may have to wait for."""
        self._timer.setInterval(EVERY)
        database = self.desk.database
        self.desk.work.read(self, lambda: self_check(database), self._seen, self._unseen, key="check")

    def _seen(self, found: Sequence[Finding]) -> None:
        urgent = [each for each in found if each.state is State.DANGER]
        self.counted.emit(len(urgent))
        if not urgent or self._told == (self.desk.today, urgent[0].code):
            return
        self._told = self.desk.today, urgent[0].code
        words, advice = finding_words(urgent[0])
        told = self.tr("{words}。{advice}").format(words=words, advice=advice) if advice else words
        self.desk.say(told, "danger", self.tr("自检"), Place("self_check"))

    def _unseen(self, error: BaseException) -> None:
        """A file that cannot be read is said where it is read for work."""
