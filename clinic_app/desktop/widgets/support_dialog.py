"""打包日志: what would go into the packet, file by file, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot, qVersion
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QPlainTextEdit, QWidget

from clinic_app.clock import Clock
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, column, keep_width, label, row
from clinic_app.desktop.work import Work
from clinic_app.store.database import Database
from clinic_app.support import Member, gather


class SupportDialog(QDialog):
    """Emits `chosen`; closing it writes nothing. Without a database (at the door) it shows the logs alone."""

    chosen = Signal(object, object)
    """The members that were shown, and the path to write them to."""

    def __init__(self, work: Work, folder: Path, clock: Clock, database: Database | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._work, self._folder, self._clock, self._database = work, folder, clock, database
        self.members: Sequence[Member] = ()
        self.setWindowTitle(self.tr("打包日志"))
        title = label(self.tr("打包给帮忙的人看的日志"), "section", wrap=True)
        about = self.tr(
            "里面没有居民的姓名、号码、电话、地址、病情，没有账户名、密码和钥匙；中文和长数字都换成了 *。"
            "先在这里逐个看，再决定打不打包。"
        )
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("包里的文件"))
        keep_width(self.list, 9)
        self.list.setMaximumWidth(self.list.minimumWidth() * 2)
        self.list.currentRowChanged.connect(self._look)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("文件的内容"))
        panes = row(self.list, self.text)
        panes.setStretch(1, 1)
        self.pack_button = Button(self.tr("打包到…"), "Ctrl+Enter", role="main", symbol="save", clicked=self._choose)
        self.pack_button.setEnabled(False)
        self.cancel_button = Button(self.tr("不打包"), "Esc", clicked=self.reject)
        buttons = row(self.pack_button, self.cancel_button, None)
        body = column(title, label(about, wrap=True), panes, buttons, spacing=theme().lengths.gap)
        body.setStretch(2, 1)
        lengths = theme().lengths
        body.setContentsMargins(lengths.section, lengths.wide, lengths.section, lengths.wide)
        self.setLayout(body)
        window, grown = parent.window(), theme().step / 100
        self.resize(min(round(900 * grown), window.width() - 40), min(round(620 * grown), window.height() - 40))

    def load(self) -> None:
        """Gather what there is, off the GUI thread."""
        folder, clock, database = self._folder, self._clock, self._database
        self._work.read(self, lambda: gather(folder, clock, database, qVersion() or ""), self._show, key="support")

    def pack_to(self, path: Path) -> None:
        """Write what is shown, and nothing else."""
        self.chosen.emit(list(self.members), path)
        self.accept()

    def _show(self, members: Sequence[Member]) -> None:
        self.members = members
        self.list.clear()
        for member in members:
            self.list.addItem(self.tr("{name}　{count} 行").format(name=member.name, count=member.lines))
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self.pack_button.setEnabled(True)

    @Slot(int)
    def _look(self, place: int) -> None:
        self.text.setPlainText(self.members[place].text if 0 <= place < len(self.members) else "")

    @Slot()
    def _choose(self) -> None:
        name = f"clinic-support-{self._clock.today():%Y%m%d}.zip"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("打包到"), name, "*.zip")
        if chosen:
            self.pack_to(Path(chosen))
