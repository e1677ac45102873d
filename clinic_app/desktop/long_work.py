"""Long work of the window: it goes on in the background while one works, is watched, can be stopped, ends in words.

What it does is a function below the desktop that takes a `Watch` (clinic_app/progress.py). It runs in a lane of its
own, so that saves and readings go on between its commits. At a lock and at the program's end it is asked to stop at
the next place where nothing is half done; the list of recent work says so.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from clinic_app.desktop.changes import Changes
from clinic_app.desktop.work import Failed, Then
from clinic_app.progress import Stopped, Watch
from clinic_app.store.errors import StoreError
from clinic_app.store.recent_work import RecentWork, note_begun, note_ended, note_over, untold_works

if TYPE_CHECKING:
    from clinic_app.desktop.desk import Desk, Place

log = logging.getLogger(__name__)
LOOK_EVERY = 200
"""Milliseconds between two looks at how far the works are."""
PATIENCE = 5.0
"""Seconds in which a work that was asked to stop at a lock finds a place to do so; then the file closes under it."""


class Kind(StrEnum):
    """What is done; two of one kind never run at once."""

    IMPORT = "import"
    UNDO = "undo"
    EXPORT = "export"
    BACKUP = "backup"
    REHEARSAL = "rehearsal"
    RECEIVE = "receive"
    SUPPORT = "support"
    CHECK = "check"


class State(StrEnum):
    """Where a work stands. `watch`: it is done, and something in it needs a look."""

    RUNNING = "running"
    DONE = "done"
    WATCH = "watch"
    STOPPED = "stopped"
    CUT_OFF = "cut_off"
    FAILED = "failed"


@dataclass(frozen=True)
class Ended:
    """How a work ended, for the message bar and the list of recent work; `state` as in a Message, or `stopped`."""

    words: str
    state: str = "good"
    action: str = ""
    place: Place | None = None


_STATES = {"watch": State.WATCH, "danger": State.FAILED, "stopped": State.STOPPED}


@dataclass(eq=False)
class Job:
    """One long work of this window."""

    kind: Kind
    title: str
    watch: Watch
    began_at: datetime
    state: State = State.RUNNING
    ended: Ended | None = None
    noted: str = ""
    """Its id in the list of recent work."""

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return self.state is State.RUNNING

    def stop(self) -> None:
        """Ask it to end at the next place where nothing is half done."""
        self.watch.stop()

    def close(self, ended: Ended) -> None:
        """It is over."""
        self.ended, self.state = ended, _STATES.get(ended.state, State.DONE)


@dataclass(frozen=True)
class _Asked:
    """Who wants to hear how it went."""

    owner: QObject
    then: Then | None
    failed: Failed | None
    types: frozenset[str]


class LongWork(QObject):
    """All long works of one login. Lives in the main thread; its methods are called there."""

    changed = Signal()
    """A work began, went on or ended."""
    over = Signal(object)
    """A Job has ended."""

    def __init__(self, desk: Desk, list_place: Place) -> None:
        """`list_place` is where the recent works are listed."""
        super().__init__(desk)
        self.list_place = list_place
        self.desk = desk
        self.jobs: list[Job] = []
        """Under way, oldest first."""
        self.leaving = False
        """Whether the window goes: nobody is told any more."""
        self._inside = 0
        self._quiet = threading.Condition()
        self._look = QTimer(self)
        self._look.setInterval(LOOK_EVERY)
        self._look.timeout.connect(self.changed)

    def running(self, kind: Kind) -> Job | None:
        """The work of this kind that is under way."""
        return next((each for each in self.jobs if each.kind is kind), None)

    def start(self) -> None:
        """The window opens: say how a work ended of which nobody could be told, at a lock or by a kill."""
        database = self.desk.database
        self.desk.work.write(self, lambda: untold_works(database), self._tell_untold)

    def _tell_untold(self, works: list[RecentWork]) -> None:
        if not works:
            return
        newest = works[0]
        if newest.state == State.CUT_OFF:
            words = self.tr("上次“{title}”没做完就断了（程序关了或断电），已经做完的部分都在")
        else:
            words = self.tr("上次离开时“{title}”：{words}")
        told = words.format(title=newest.title, words=newest.words)
        state = "good" if newest.state == State.DONE else "watch"
        self.desk.say(told, state, self.tr("去看"), self.list_place)

    def begin(
        self,
        owner: QObject,
        kind: Kind,
        title: str,
        function: Callable[[Watch], Any],
        summarise: Callable[[Any], Ended],
        *,
        then: Then | None = None,
        failed: Failed | None = None,
        types: frozenset[str] = frozenset(),
        known: tuple[type[Exception], ...] = (),
    ) -> Job:
        """Begin a work in the background; of a kind that is under way that one is returned and nothing begins.

        `function` raises Stopped, or returns what it got done, when its watch says stop. `summarise` puts the result
        into words, in the work's thread. `then` and `failed` (Stopped too) are methods of `owner`; the window is told
        that records of `types` have changed. Exceptions of `known` say in their words what a person does.
        """
        under_way = self.running(kind)
        if under_way is not None:
            words = self.tr("“{title}”还在做，做完或停下再来")
            self.desk.say(words.format(title=under_way.title), "watch")
            return under_way
        job = Job(kind, title, Watch(), self.desk.clock.now())
        self._add(job)
        run = _Run(self, job, function, summarise, (StoreError, *known))
        asked = _Asked(owner, then, failed, types)
        self.desk.work.long(self, run, lambda answer: self._end(job, asked, answer))
        return job

    def follow(self, kind: Kind, title: str, watch: Watch) -> Job:
        """Show a work that somebody else runs (a first sync), until `leave`."""
        job = Job(kind, title, watch, self.desk.clock.now())
        self._add(job)
        return job

    def leave(self, job: Job, ended: Ended) -> None:
        """A followed work has ended."""
        job.close(ended)
        self._remove(job)
        database, words = self.desk.database, ended.words
        self.desk.work.write(self, lambda: note_over(database, job.kind, job.title, job.began_at, job.state, words))
        self._say(ended)

    def stop_all(self) -> None:
        """Ask every work to stop: the window goes."""
        self.leaving = True
        self._look.stop()
        for job in self.jobs:
            job.stop()

    def settle(self, seconds: float = PATIENCE) -> bool:
        """From any thread, after `stop_all`: until no work runs any more; False when one still does."""
        with self._quiet:
            return self._quiet.wait_for(lambda: not self._inside, seconds)

    @contextlib.contextmanager
    def counted(self) -> Any:
        """Around a work, in its thread."""
        with self._quiet:
            self._inside += 1
        try:
            yield
        finally:
            with self._quiet:
                self._inside -= 1
                self._quiet.notify_all()

    def _add(self, job: Job) -> None:
        self.jobs.append(job)
        self._look.start()
        self.changed.emit()

    def _remove(self, job: Job) -> None:
        self.jobs.remove(job)
        if not self.jobs:
            self._look.stop()
        self.changed.emit()
        self.over.emit(job)

    def _end(self, job: Job, asked: _Asked, answer: _Answer) -> None:
        """In the main thread."""
        ended = answer.ended
        job.close(ended)
        self._remove(job)
        if answer.error is None and asked.types:
            self.desk.changes.tell(Changes(asked.types, asked.owner))
            self.desk.saved.emit()
        self._say(ended)
        if answer.bug and answer.error is not None:
            self.desk.work.bug_found.emit(answer.error)
        if not shiboken6.isValid(asked.owner):
            return
        if answer.error is None and asked.then is not None:
            asked.then(answer.result)
        elif answer.error is not None and asked.failed is not None:
            asked.failed(answer.error)

    def _say(self, ended: Ended) -> None:
        self.desk.say(ended.words, {"stopped": "note"}.get(ended.state, ended.state), ended.action, ended.place)

    def words_of(self, error: Exception, known: tuple[type[Exception], ...]) -> Ended:
        """How a work ended that did not come to its end."""
        if isinstance(error, Stopped):
            return Ended(self.tr("已按要求停下，没有留下做了一半的东西"), "stopped")
        if isinstance(error, known):
            return Ended(str(error), "danger")
        if isinstance(error, OSError):
            return Ended(self.tr("文件或磁盘读写不了，没有做完；诊所数据没有改动，检查U盘和剩余空间后再试"), "danger")
        return Ended(self.tr("程序出了错，没有做完；已保存的记录都在，再试一次，还不行就打包日志给管理员"), "danger")


@dataclass(frozen=True)
class _Answer:
    ended: Ended
    result: Any = None
    error: Exception | None = None
    bug: bool = False


@dataclass(frozen=True)
class _Run:
    """In the work's thread: the list of recent work knows of it from its first moment to its last."""

    work: LongWork
    job: Job
    function: Callable[[Watch], Any]
    summarise: Callable[[Any], Ended]
    known: tuple[type[Exception], ...]

    def __call__(self) -> _Answer:
        database = self.work.desk.database
        with self.work.counted():
            noted = ""
            with contextlib.suppress(StoreError):
                noted = self.job.noted = note_begun(database, self.job.kind, self.job.title)
            answer = self._done()
            # Where the file has been closed meanwhile the list says that it was cut off, which is so.
            with contextlib.suppress(StoreError):
                if noted:
                    state = _STATES.get(answer.ended.state, State.DONE)
                    note_ended(database, noted, state, answer.ended.words, untold=self.work.leaving)
            return answer

    def _done(self) -> _Answer:
        try:
            result = self.function(self.job.watch)
            return _Answer(self.summarise(result), result)
        except Exception as error:
            told = isinstance(error, (Stopped, OSError, *self.known))
            if not isinstance(error, (Stopped, *self.known)):
                log.exception("long work %s failed", self.job.kind.value)
            return _Answer(self.work.words_of(error, self.known), None, error, not told)
