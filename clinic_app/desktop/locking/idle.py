"""Locks after some minutes without a key, a click or a movement, and at once when the computer was asleep.

Input is seen where it comes in: at the window that has the keyboard and, for what an input method composes, at the
widget that has the focus. Nothing else of the program passes through here.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QMouseEvent

from clinic_app.desktop.locking.cause import Cause

LOOK_EVERY = 5_000
"""Milliseconds between two looks at the clocks."""
SLEPT = 60.0
"""A look that comes so many seconds after the last one: the computer slept in between, or the program stood still."""
INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress, QEvent.Type.InputMethod,
})  # fmt: skip
Seconds = Callable[[], float]


def time_with_sleep() -> float:
    """Seconds that go on while the computer sleeps: the time since the start on Linux, the clock elsewhere."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.time()


class IdleWatch(QObject):
    """Begins with a login and ends with a lock. `awake` and `always` are clocks in seconds; tests set them."""

    away = Signal(object)
    """A Cause: nobody is there, or nobody was for a while."""

    def __init__(
        self,
        minutes: int,
        parent: QObject | None = None,
        *,
        awake: Seconds = time.monotonic,
        always: Seconds = time_with_sleep,
    ) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self._awake, self._always = awake, always
        self._touched, self._looked = awake(), always()
        self._pointer = QPointF()
        self._watched: dict[str, QObject] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Watch from now on."""
        application = _application()
        application.focusWindowChanged.connect(self._watch_window)
        application.focusObjectChanged.connect(self._watch_object)
        self._watch_window(application.focusWindow())
        self._watch_object(application.focusObject())
        self._touched, self._looked = self._awake(), self._always()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        application = _application()
        application.focusWindowChanged.disconnect(self._watch_window)
        application.focusObjectChanged.disconnect(self._watch_object)
        for place in list(self._watched):
            self._watch(place, None)

    @Slot()
    def look(self) -> None:
        """Compare the clocks; the timer does it every few seconds."""
        before, self._looked = self._looked, self._always()
        if self._looked - before >= SLEPT:
            self.away.emit(Cause.SLEEP)
        elif self._awake() - self._touched >= self.minutes * 60:
            self.away.emit(Cause.IDLE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there; every event goes on."""
        if event.type() in INPUT and not self._stands_still(event):
            self._touched = self._awake()
        return False

    def _stands_still(self, event: QEvent) -> bool:
        """A window that opens under the pointer is told of a movement that nobody made."""
        if not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseMove:
            return False
        before, self._pointer = self._pointer, event.globalPosition()
        return before == self._pointer

    @Slot(object)
    def _watch_window(self, window: QObject | None) -> None:
        self._watch("window", window)

    @Slot(object)
    def _watch_object(self, found: QObject | None) -> None:
        self._watch("focus", found)

    def _watch(self, place: str, found: QObject | None) -> None:
        former = self._watched.pop(place, None)
        if former is not None and shiboken6.isValid(former):
            former.removeEventFilter(self)
        if found is not None:
            found.installEventFilter(self)
            self._watched[place] = found


def _application() -> QGuiApplication:
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    return application
