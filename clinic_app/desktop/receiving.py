"""A first sync among the long works: its numbers under every page, 停下 pauses it, words when all is here."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.long_work import Ended, Job, Kind
from clinic_app.desktop.schedule import SyncSchedule
from clinic_app.progress import Step, Watch
from clinic_app.store.queries.wording import type_word
from clinic_app.sync.session import SyncReport
from clinic_app.sync.snapshot import Progress


class Receiving(QObject):
    """Listens to the schedule; the schedule knows nothing of it."""

    def __init__(self, desk: Desk, schedule: SyncSchedule) -> None:
        super().__init__(schedule)
        self.desk, self.schedule = desk, schedule
        self.job: Job | None = None
        self._paused = False
        schedule.progressed.connect(self._progressed)
        schedule.finished.connect(self._finished)
        schedule.running_changed.connect(self._running)
        desk.long_work.changed.connect(self._look)

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        if self.job is None:
            self._paused = False
            self.job = self.desk.long_work.follow(Kind.RECEIVE, self.tr("接收居民档案"), Watch())
        total = max(progress.total, progress.rows)
        self.job.watch.tell(Step.RECEIVE, progress.rows, total, about=type_word(progress.type))

    @Slot()
    def _look(self) -> None:
        """停下 was pressed: it stops after the page that is under way."""
        if self.job is not None and self.job.watch.stopped and not self._paused:
            self._paused = True
            self.schedule.pause()

    @Slot(object)
    def _finished(self, report: SyncReport) -> None:
        if self.schedule.paused:
            words = self.tr("已暂停接收，收到的都在本机，可以先用；在同步页接着收")
            self._leave(Ended(words, "stopped", self.tr("同步"), Place("sync")))
        elif report.problem is not None:
            words = self.tr("居民档案还没有收齐，收到的都在本机，可以先用；联网后自动接着收")
            self._leave(Ended(words, "watch", self.tr("同步"), Place("sync")))
        else:
            words = self.tr("居民档案收齐了，这次收到 {count} 条").format(count=f"{report.received:,}")
            self._leave(Ended(words))

    @Slot(bool)
    def _running(self, running: bool) -> None:
        if not running:
            # The report of a sync that ended comes right after this; of one that broke none comes.
            QTimer.singleShot(0, self, self._broken)

    @Slot()
    def _broken(self) -> None:
        self._leave(Ended(self.tr("接收断了，收到的都在本机，可以先用；稍后自动接着收"), "watch"))

    def _leave(self, ended: Ended) -> None:
        job, self.job = self.job, None
        if job is not None:
            self.desk.long_work.leave(job, ended)
