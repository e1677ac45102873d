"""Work off the GUI thread: a lane for writes, one for what is typed into the search box, one for the network, and small
pools for other reads and for long work.

Results come back to the main thread by one queued signal of an object that lives there, and only while the widget
that asked still exists. A later request of the same `key` and owner makes an earlier one's answer void.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from clinic_app.desktop.memory import give_back

log = logging.getLogger(__name__)

TAKING_TURNS = 0.0002
"""Seconds that a thread computes before Python gives another its turn; five milliseconds are usual. With each event and
each question that Qt has for Python the window waits so long for a thread that counts, and a page has a hundred."""
LONG = 0.3
"""Seconds of work after which what it took is worth giving back."""
Then = Callable[[Any], None]
Failed = Callable[[BaseException], None]


@dataclass(eq=False)
class Task:
    """One piece of work under way. `cancel` makes its answer void; what it does it still does."""

    owner: QObject
    then: Then | None
    failed: Failed | None
    key: str = ""
    waits: bool = False
    """It waits for a line more than it works."""
    cancelled: bool = False
    result: Any = None
    error: BaseException | None = None

    def cancel(self) -> None:
        """Nobody waits for this any more."""
        self.cancelled = True


@dataclass
class _Lanes:
    writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "clinic-writer"))
    readers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "clinic-reader"))
    finder: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "clinic-finder"))
    network: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "clinic-network"))
    long: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "clinic-long"))


class Work(QObject):
    """Lives in the main thread; every method is called there."""

    _finished = Signal(object)
    bug_found = Signal(object)
    """An exception that no `failed` took: ours to mend."""
    became_idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TAKING_TURNS)
        self._lanes = _Lanes()
        self._under_way: set[Task] = set()
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._under_way

    @property
    def calm(self) -> bool:
        """Whether no thread works beside the window's."""
        return all(each.waits for each in self._under_way)

    def concerns(self, page: QObject) -> bool:
        """Whether a page, or something on it, waits for an answer."""
        return any(_within(task.owner, page) for task in self._under_way)

    def read(
        self, owner: QObject, function: Callable[[], Any], then: Then, failed: Failed | None = None, *, key: str = ""
    ) -> Task:
        """Run a query in the reading pool. `then` and `failed` are methods of `owner` or of its children."""
        return self._start(self._lanes.readers, Task(owner, then, failed, key), function)

    def find(self, owner: QObject, function: Callable[[], Any], then: Then, failed: Failed | None = None) -> Task:
        """Run what somebody asks letter by letter: it stands behind no list and no count."""
        return self._start(self._lanes.finder, Task(owner, then, failed), function)

    def write(
        self, owner: QObject, function: Callable[[], Any], then: Then | None = None, failed: Failed | None = None
    ) -> Task:
        """Run a save; saves run one after another, in order."""
        return self._start(self._lanes.writer, Task(owner, then, failed), function)

    def network(
        self, owner: QObject, function: Callable[[], Any], then: Then | None = None, failed: Failed | None = None
    ) -> Task:
        """Run something that waits for a line."""
        return self._start(self._lanes.network, Task(owner, then, failed, waits=True), function)

    def long(
        self, owner: QObject, function: Callable[[], Any], then: Then | None = None, failed: Failed | None = None
    ) -> Task:
        """Run something that takes minutes and is watched (desktop/long_work.py)."""
        return self._start(self._lanes.long, Task(owner, then, failed), function)

    def close(self) -> None:
        """Let running work end, drop what has not begun, deliver nothing more."""
        self.stop()
        self.wait()
        self._under_way.clear()

    def stop(self) -> None:
        """Begin the end without waiting: saves that were asked for are still made, nothing else begins."""
        self._closed = True
        for task in self._under_way:
            task.cancel()
        for lane in vars(self._lanes).values():
            lane.shutdown(wait=False, cancel_futures=lane is not self._lanes.writer)

    def wait_for_saves(self) -> None:
        """After `stop`, from any thread: until the last save is made."""
        self._lanes.writer.shutdown(wait=True)

    def wait(self) -> None:
        """After `stop`, from any thread: until nothing runs any more."""
        for lane in vars(self._lanes).values():
            lane.shutdown(wait=True)

    def _start(self, lane: ThreadPoolExecutor, task: Task, function: Callable[[], Any]) -> Task:
        if self._closed:
            # A timer of a page that is going away; nobody waits for the answer.
            task.cancel()
            return task
        if task.key:
            for earlier in self._under_way:
                if earlier.owner is task.owner and earlier.key == task.key:
                    earlier.cancel()
        self._under_way.add(task)
        lane.submit(self._run, task, function)
        return task

    def _run(self, task: Task, function: Callable[[], Any]) -> None:
        """In a worker thread."""
        begun = time.thread_time()
        if task.cancelled and task.key:
            task.result = None
        else:
            try:
                task.result = function()
            except Exception as error:
                task.error = error
        if shiboken6.isValid(self):
            self._finished.emit(task)
        if time.thread_time() - begun > LONG:
            give_back()

    @Slot(object)
    def _deliver(self, task: Task) -> None:
        self._under_way.discard(task)
        if not task.cancelled and shiboken6.isValid(task.owner):
            self._hand_over(task)
        elif task.error is not None and not task.cancelled:
            log.error("work ended after its page: %s", type(task.error).__name__)
        if not self._under_way:
            self.became_idle.emit()

    def _hand_over(self, task: Task) -> None:
        if task.error is None:
            if task.then is not None:
                task.then(task.result)
        elif task.failed is not None:
            task.failed(task.error)
        else:
            self.bug_found.emit(task.error)


def _within(owner: QObject | None, page: QObject) -> bool:
    while owner is not None and shiboken6.isValid(owner):
        if owner is page:
            return True
        owner = owner.parent()
    return False
