"""修复: at the door, when the data file is damaged: what will be done, one button, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_app.clock import Clock
from clinic_app.desktop.widgets.basic import Button, IconLabel, column, label, row
from clinic_app.desktop.work import Work
from clinic_app.store.errors import StoreError

if TYPE_CHECKING:
    from clinic_app.sync.mend import Mended


class Mending(QWidget):
    """For somebody whose password opens the key. Emits `tried` with name and password when the data are whole again."""

    tried = Signal(str, str)
    refused = Signal(str)

    def __init__(self, folder: Path, clock: Clock, work: Work, settled: Callable[[], object]) -> None:
        """`settled` waits until whoever had the file open has closed it."""
        super().__init__()
        self._folder, self._clock, self._work, self._settled = folder, clock, work, settled
        self._who = ("", "")
        self.about = label(
            self.tr(
                "数据文件有损坏。修复分四步：①把损坏的文件原样留底；②取最近的完好备份；"
                "③从损坏文件里救回备份以后的保存、没写完的表、没传的照片；④核对。原文件不会删除，哪一步不成都退回原样。"
            ),
            wrap=True,
        )
        self.button = Button(self.tr("开始修复"), role="main", clicked=self._begin)
        self.other = Button(self.tr("用另一份备份…"), clicked=self._choose)
        self.result = IconLabel()
        self.result.tell("")
        self.enter = Button(self.tr("登录"), role="main", clicked=self._enter)
        layout = column(self.about, row(self.button, self.other, None), self.result, row(self.enter, None))
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)

    def begin(self, name: str, password: str) -> None:
        """Say what will be done; nothing is done yet."""
        self._who = (name, password)
        self.result.tell("")
        self._ask(True)
        self.button.setFocus()

    def again(self) -> None:
        """After a refusal: another backup may help."""
        self.other.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """The password is wanted no longer."""
        self._who = ("", "")
        super().hideEvent(event)

    @Slot()
    def _begin(self) -> None:
        self.mend_with(None)

    @Slot()
    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("选备份文件"), "", "*.clinicbackup")
        if chosen:
            self.mend_with(Path(chosen))

    def mend_with(self, file: Path | None) -> None:
        """Mend off the GUI thread; a named backup is tried before those of this laptop."""
        folder, clock, settled, (name, password) = self._folder, self._clock, self._settled, self._who
        self.setEnabled(False)

        def act() -> Mended:
            # What a door needs once in years is not read in at each start.
            from clinic_app.sync.mend import mend

            settled()
            return mend(folder, name, password, clock, file)

        self.result.tell(self.tr("正在修复：留底、取备份、救回、核对…"), "note")
        self._work.read(self, act, self._mended, self._failed)

    def _mended(self, done: Mended) -> None:
        self.setEnabled(True)
        words = "\n".join([self.tr("修复好了。"), *done.sentences])
        self.result.tell(words, "watch" if done.findings or done.unreadable != 0 else "good")
        self._ask(False)
        self.enter.setFocus()

    def _failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        if not isinstance(error, StoreError):
            self.result.tell(self.tr("没有修复，文件没有改动，重新启动程序再试"), "danger")
            raise error
        self.result.tell(str(error), "danger")
        self.again()

    def _ask(self, asking: bool) -> None:
        for each in (self.about, self.button, self.other):
            each.setVisible(asking)
        self.enter.setVisible(not asking)

    @Slot()
    def _enter(self) -> None:
        self.tried.emit(*self._who)
