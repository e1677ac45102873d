"""打包日志: what would go into the packet, file by file, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot, qVersion
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QPlainTextEdit, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.long_work import Ended, Kind
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, column, keep_width, label, row
from clinic_app.support import Member, gather, pack


class SupportDialog(QDialog):
    """Emits `packed` when the packet has been asked for; closing it writes nothing."""

    packed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
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
        window = parent.window()
        self.resize(min(900, window.width() - 40), min(620, window.height() - 40))

    def load(self) -> None:
        """Gather what there is, off the GUI thread."""
        folder, clock, database = self.desk.folder, self.desk.clock, self.desk.database
        self.desk.work.read(self, lambda: gather(folder, clock, database, qVersion() or ""), self._show, key="support")

    def pack_to(self, path: Path) -> None:
        """Write what is shown, and nothing else."""
        members = list(self.members)
        done = Ended(self.tr("日志打包好了，把这个文件交给管理员：{name}").format(name=path.name))
        self.desk.long_work.begin(
            self.desk, Kind.SUPPORT, self.tr("打包日志"), lambda watch: pack(members, path, watch), lambda nothing: done
        )
        self.packed.emit()
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
        name = f"clinic-support-{self.desk.today:%Y%m%d}.zip"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("打包到"), name, "*.zip")
        if chosen:
            self.pack_to(Path(chosen))
