"""What the program keeps in memory: little is kept for nothing, and it is looked over when nobody works.

A full look of Python for what is no longer needed stops everything for a third of a second, so that it does not come by
itself in the middle of a word. What a long count took goes back to the system when it ends.
"""

from __future__ import annotations

import ctypes
import gc
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

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
    _keep_no_sources()
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(M_ARENA_MAX, ARENAS)


def _keep_no_sources() -> None:
    """PySide looks through the text of every module that is imported for a `__feature__` that nobody here asks for, and
    Python keeps each of those texts: 34 MiB. Where PySide does that otherwise one day, this does nothing."""
    names = vars(sys.modules["shibokensupport.feature"]) if "shibokensupport.feature" in sys.modules else {}
    if "_mod_uses_pyside" in names:
        names["_mod_uses_pyside"] = lambda module: False


def give_back() -> None:
    """From any thread: on Linux what is free goes back to the system, which it does not by itself."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


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
    """Everything is looked over once, and what is free goes back."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    give_back()
