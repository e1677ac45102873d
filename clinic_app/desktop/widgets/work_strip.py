"""The long works that are under way, one line each with numbers and a button to stop: below every page."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QProgressBar, QVBoxLayout, QWidget

from clinic_app.desktop.long_work import Job, LongWork
from clinic_app.desktop.long_work_words import point_words
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, keep_width, label, row


class WorkLine(QWidget):
    """One work: its title, how far it is in numbers, a bar, 停下."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self.title = label(job.title, "strong")
        self.words = label("", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        keep_width(self.bar, 6)
        self.bar.setMaximumWidth(self.bar.minimumWidth() * 2)
        self.bar.setAccessibleName(self.tr("{work}的进度").format(work=job.title))
        self.stop_button = Button(self.tr("停下"), clicked=self.stop)
        self.stop_button.setAccessibleName(self.tr("停下{work}").format(work=job.title))
        line = row(self.title, self.words, self.bar, self.stop_button, spacing=theme().lengths.gap)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.show_point()

    @Slot()
    def show_point(self) -> None:
        """Read how far it is."""
        point = self.job.watch.point
        words = point_words(point, self.job.watch.seconds)
        stopping = self.job.watch.stopped
        self.words.setText(self.tr("正在停下，做到一处完整的地方") if stopping else words)
        self.stop_button.setEnabled(not stopping)
        # Without a total the bar only says that something goes on; of many bytes the bar wants small numbers.
        self.bar.setMaximum(1000 if point.total else 0)
        if point.total:
            self.bar.setValue(min(1000, round(1000 * point.done / point.total)))
        self.setAccessibleName(f"{self.job.title} {self.words.text()}")

    @Slot()
    def stop(self) -> None:
        """Ask it to stop."""
        self.job.stop()
        self.show_point()


class WorkLines(QWidget):
    """A line for each work that is under way, the `most` oldest; not there while there is none."""

    def __init__(self, work: LongWork, parent: QWidget | None = None, *, most: int = 99) -> None:
        super().__init__(parent)
        self.work, self.most = work, most
        self.lines: dict[Job, WorkLine] = {}
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(theme().lengths.tiny)
        work.changed.connect(self.follow)
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Lines come and go with the works."""
        shown = self.work.jobs[: self.most]
        for job in [each for each in self.lines if each not in shown]:
            line = self.lines.pop(job)
            self._body.removeWidget(line)
            line.hide()
            line.deleteLater()
        for job in shown:
            if job not in self.lines:
                self.lines[job] = WorkLine(job)
                self._body.addWidget(self.lines[job])
            self.lines[job].show_point()
        self.setVisible(bool(self.lines))


class WorkStrip(QFrame):
    """The oldest work under every page; where there are more, how many, and the way to the list of all."""

    more_asked = Signal()

    def __init__(self, work: LongWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self.work = work
        self.lines = WorkLines(work, most=1)
        self.more = Button("", role="link", clicked=self.more_asked.emit)
        lengths = theme().lengths
        body = row(self.lines, self.more)
        body.setStretch(0, 1)
        body.setContentsMargins(lengths.wide, lengths.tiny, lengths.gap, lengths.tiny)
        self.setLayout(body)
        work.changed.connect(self._fit)
        work.over.connect(self._call)
        self._fit()

    @Slot(object)
    def _call(self, job: Job) -> None:
        """Whoever went to another program meanwhile sees it in the taskbar."""
        QApplication.alert(self.window())

    @Slot()
    def _fit(self) -> None:
        jobs = len(self.work.jobs)
        self.setVisible(bool(jobs))
        self.more.setVisible(jobs > 1)
        if jobs > 1:
            self.more.set_words(self.tr("另有 {count} 项").format(count=jobs - 1))
