"""The slow-operation log: every turn of the window's loop that a person may feel, with the page that was open.

A turn is what lies between two moments at which the loop waits for something to happen. It holds the name of a page and
two durations, nothing of anybody. In a dialog of the operating system's own (choosing a file) the loop stands still
although nothing blocks: the time that the processor worked tells the two apart.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Slot

log = logging.getLogger(__name__)
FELT = 50.0
"""Milliseconds; longer ones are written down."""
KEPT = 200
IDLE_SHARE, SURELY = 0.2, 2_000.0
"""Of a turn of more than `SURELY` milliseconds the processor worked at least this share, or it stood in a dialog."""


@dataclass(frozen=True)
class Turn:
    """One slow turn: the page's name, milliseconds in all and of the processor."""

    page: str
    milliseconds: float
    worked: float

    @property
    def blocked(self) -> bool:
        """Whether the window stood still, as far as can be told."""
        return self.milliseconds < SURELY or self.worked >= self.milliseconds * IDLE_SHARE


class SlowTurns(QObject):
    """Listens to the loop of the main thread while its window lives.

    Qt says when the loop begins a turn and when it is about to wait; timers and sockets run after the wait and before
    the next turn begins, so that the time in between cannot tell waiting from work. The processor's time of the thread
    can; a turn that waits for a disk is seen in the part before the wait.
    """

    def __init__(self, page: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._began, self._worked = time.perf_counter(), time.thread_time()
        self._before_wait = 0.0
        self.turns: deque[Turn] = deque(maxlen=KEPT)
        self.count = 0
        """Of this window's life, also of those no longer kept."""
        loop = QAbstractEventDispatcher.instance()
        if loop is not None:
            loop.awake.connect(self.begin)
            loop.aboutToBlock.connect(self.wait)

    @property
    def longest(self) -> Turn | None:
        """The longest that is kept."""
        return max((each for each in self.turns if each.blocked), key=lambda each: each.milliseconds, default=None)

    @Slot()
    def wait(self) -> None:
        """The loop is about to wait."""
        self._before_wait = (time.perf_counter() - self._began) * 1000

    @Slot()
    def begin(self) -> None:
        """A turn ends and the next begins."""
        worked = time.thread_time()
        spent = (worked - self._worked) * 1000
        took = max(spent, self._before_wait)
        if took > FELT:
            self._note(Turn(self._page(), took, spent))
        self._began, self._worked, self._before_wait = time.perf_counter(), worked, 0.0

    def _note(self, turn: Turn) -> None:
        self.turns.append(turn)
        self.count += 1
        log.info("slow turn page=%s ms=%.0f worked=%.0f", turn.page, turn.milliseconds, turn.worked)
