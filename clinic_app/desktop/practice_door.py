"""The door of the practice data: no name and no password; what is behind it is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from clinic_app.desktop.warming import with_what_is_behind
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, in_the_middle, keep_width, label, row
from clinic_app.desktop.widgets.practice_frame import practice_title
from clinic_app.desktop.work import Work
from clinic_app.store.errors import StoreError

if TYPE_CHECKING:
    from clinic_app.store.database import Database


@dataclass(frozen=True)
class PracticeData:
    """How practice data are opened (made first where there are none), and how they begin anew."""

    open: Callable[[], Database]
    anew: Callable[[], Database]


class PracticeDoor(QWidget):
    """Opens the practice data off the GUI thread and hands them over with `opened`."""

    opened = Signal(object)
    """The open Database."""
    left = Signal()
    """Back to the clinic's own data."""
    closed = Signal()

    def __init__(self, data: PracticeData, note: str = "") -> None:
        super().__init__()
        self.created = False
        self._data = data
        self.work = Work(self)
        self.setWindowTitle(practice_title(self.tr("登录")))
        self.setProperty("role", "practice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.trouble = IconLabel()
        self.door = Button(self.tr("进入练习"), role="main", clicked=self.enter)
        self.anew = Button(self.tr("重新开始练习"), clicked=self.begin_anew)
        self.leave = Button(self.tr("回到正式数据"), clicked=self.left.emit)
        self._lay_out()
        self.trouble.tell(note, "note")
        self.resize(960, 600)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let a running start end."""
        self.work.close()
        super().closeEvent(event)
        self.closed.emit()

    def _lay_out(self) -> None:
        card = Card()
        card.body.addWidget(label(self.tr("练习"), "page-title"))
        words = self.tr(
            "这里的居民、记录、转诊都是虚构的，随便试、填错也没关系。练习数据单独存放，不上传县平台，"
            "印出的纸和导出的表都写着“练习”。正式数据不受影响。"
        )
        card.body.addWidget(label(words, wrap=True))
        card.body.addWidget(self.door)
        anew = self.tr("重新开始：练习里保存过的都去掉，回到第一天的样子。")
        card.body.addWidget(label(anew, "muted", wrap=True))
        card.body.addLayout(row(self.anew, self.leave, None))
        card.body.addWidget(self.trouble)
        keep_width(card, 30)
        self.setLayout(in_the_middle(card))

    @Slot()
    def enter(self) -> None:
        """Open them; the first time they are made."""
        self._start(self._data.open, self.tr("正在准备练习数据，第一次要几秒钟…"))

    @Slot()
    def begin_anew(self) -> None:
        """As on the first day."""
        self._start(self._data.anew, self.tr("正在重新准备练习数据…"))

    def _start(self, act: Callable[[], Database], words: str) -> None:
        for button in (self.door, self.anew, self.leave):
            button.setEnabled(False)
        self.trouble.tell(words, "note")
        self.work.read(self, partial(with_what_is_behind, act), self._opened, self._refused)

    def _opened(self, database: Database) -> None:
        self.opened.emit(database)

    def _refused(self, error: BaseException) -> None:
        for button in (self.door, self.anew, self.leave):
            button.setEnabled(True)
        self.door.setFocus()
        if not isinstance(error, StoreError):
            self.trouble.tell(self.tr("练习数据打不开，正式数据没有改动，可以重新开始练习"), "danger")
            raise error
        self.trouble.tell(str(error), "danger")
