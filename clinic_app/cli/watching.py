"""Long work on a terminal: its numbers on one line of stderr, and Ctrl+C stops it where nothing is half done."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from clinic_app.cli.session import CommandProblem
from clinic_app.progress import Point, Stopped, Watch

EVERY = 0.2
"""Seconds between two lines."""
CLEAR = "\r\x1b[K"


@contextmanager
def watched() -> Iterator[Watch]:
    """A watch for the block. The first Ctrl+C asks the work to stop, the second ends the program at once.

    Raises CommandProblem when it was stopped. Numbers are shown on a terminal only.
    """
    line = _Line(sys.stderr.isatty())
    watch = Watch(line.tell)
    before = signal.getsignal(signal.SIGINT)

    def ask(number: int, frame: Any) -> None:
        signal.signal(signal.SIGINT, before)
        watch.stop()

    catches = threading.current_thread() is threading.main_thread()
    if catches:
        signal.signal(signal.SIGINT, ask)
    try:
        yield watch
    except Stopped:
        raise CommandProblem("已停下，没有留下做了一半的东西，诊所数据没有改动") from None
    finally:
        line.clear()
        if catches:
            signal.signal(signal.SIGINT, before)


class _Line:
    """One line that is written over."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._last = 0.0
        self._dirty = False

    def tell(self, point: Point) -> None:
        """Say where the work is, now and then."""
        now = time.monotonic()
        if self._shown and now - self._last >= EVERY:
            self._last, self._dirty = now, True
            print(f"{CLEAR}{point.sentence}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """What follows begins on a clean line."""
        if self._dirty:
            print(CLEAR, end="", file=sys.stderr, flush=True)
