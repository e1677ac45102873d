"""What comes behind the door is read in while somebody types the password, so that the door itself is there at once.

And memory is tidied when nobody works: a full look for what is no longer needed stops everything for a third of a
second, so that it does not come by itself in the middle of a word.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import sys
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

BEHIND_THE_DOOR = "clinic_app.desktop.rooms"
SOON = 60
"""Milliseconds: first the door is painted."""
LOOK_EVERY = 5_000
STILL = 20.0
"""Seconds without a key or a click after which nobody is kept waiting."""
SELDOM = 300.0
"""Seconds between two full looks."""
YOUNG, MIDDLE, NEVER = 700, 10, 1_000_000
"""Collections of what is young go on by themselves and take a few milliseconds; full ones are asked for."""
ARENAS = 2
M_ARENA_MAX = -8
"""glibc's own name for it."""
INPUT = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.InputMethod})


def begin_quietly() -> None:
    """Before anything large is read in: what a program is made of is never thrown away, and need not be looked over.

    On Linux the threads also share two rooms of memory instead of eight each, most of which stayed empty.
    """
    gc.disable()
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(M_ARENA_MAX, ARENAS)


def read_in_behind_the_door() -> None:
    """Import the pages in a thread, once the door has been painted. A second time costs nothing."""
    if BEHIND_THE_DOOR not in sys.modules:
        QTimer.singleShot(SOON, _begin)


def _begin() -> None:
    threading.Thread(target=_read_in, name="reading in").start()


def _read_in() -> None:
    importlib.import_module(BEHIND_THE_DOOR)
    # The first list needs the rules; they are read from their files once.
    from clinic_app.guidelines.indicator_definitions import default_indicator_book
    from clinic_app.guidelines.rule_files import default_rule_books

    default_rule_books()
    default_indicator_book()


class Tidying(QObject):
    """Looks for what is no longer needed when nobody has touched anything for a while."""

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._touched = self._tidied = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """After each login: what there is now stays."""
        gc.set_threshold(YOUNG, MIDDLE, NEVER)
        gc.freeze()
        gc.enable()
        if not self._timer.isActive():
            application = QGuiApplication.instance()
            assert isinstance(application, QGuiApplication)
            application.focusWindowChanged.connect(self._watch)
            self._timer.start()

    @Slot(object)
    def _watch(self, window: QObject | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there."""
        if event.type() in INPUT:
            self._touched = self._clock()
        return False

    @Slot()
    def look(self) -> None:
        """Tidy, when nobody is kept waiting by it."""
        now = self._clock()
        if now - self._touched >= STILL and now - self._tidied >= SELDOM:
            self._tidied = now
            tidy()


def tidy() -> None:
    """Everything is looked over once, and on Linux what is free goes back to the system."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
