"""U盘接力: saves leave on a stick when there is no line, and what came on a stick is taken in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from clinic_app.desktop.changes import EVERYTHING, Changes
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.widgets.basic import Button, Card, IconLabel, label
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.protocol.package import SUFFIX
from clinic_app.store.errors import StoreError
from clinic_app.sync.errors import SyncProblem
from clinic_app.sync.relay import Exported, Imported, export_package, import_file


class RelayCard(Card):
    """Two buttons and what came of them. Sticks are slow: the work runs beside the saves, not among them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.export_button = Button(self.tr("导出到U盘…"), clicked=self._choose_target)
        self.import_button = Button(self.tr("从U盘导入…"), clicked=self._choose_source)
        title = label(self.tr("U盘接力"), "section")
        self.body.addLayout(folding(title, None, self.export_button, self.import_button))
        about = self.tr(
            "没有网络时，把待传的记录加密写到U盘，拿到任何一台能上网的电脑上导入；别人打不开，回执也这样带回来。"
        )
        self.body.addWidget(label(about, "muted", wrap=True))
        self.state = IconLabel()
        self.body.addWidget(self.state)
        self.state.tell("")

    def export_to(self, path: Path) -> None:
        """Write a stick's file off the GUI thread; a folder gets a file of its own name."""
        self._rest(self.tr("正在写入U盘…写完再拔"))
        database = self.desk.database
        self.desk.work.network(self, lambda: export_package(database, path), self._exported, self._failed)

    def import_from(self, path: Path) -> None:
        """Take a stick's file in, off the GUI thread."""
        self._rest(self.tr("正在读取U盘…"))
        database = self.desk.database
        self.desk.work.network(self, lambda: import_file(database, path), self._imported, self._failed)

    @Slot()
    def _choose_target(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("写到哪个U盘"))
        if chosen:
            self.export_to(Path(chosen))

    @Slot()
    def _choose_source(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("选U盘上的文件"), "", f"*{SUFFIX}")
        if chosen:
            self.import_from(Path(chosen))

    def _rest(self, words: str) -> None:
        self.state.tell(words, "note")
        self._enable(False)

    def _enable(self, enabled: bool) -> None:
        self.export_button.setEnabled(enabled)
        self.import_button.setEnabled(enabled)

    def _exported(self, exported: Exported) -> None:
        self._enable(True)
        self.state.tell(exported.words, "good" if exported.file else "note")

    def _imported(self, imported: Imported) -> None:
        self._enable(True)
        attention = imported.fork or imported.full or imported.missing
        self.state.tell(imported.words, "watch" if attention else "good")
        self.desk.changes.tell(Changes(EVERYTHING, self, from_sync=True))

    def _failed(self, error: BaseException) -> None:
        self._enable(True)
        if isinstance(error, (SyncProblem, StoreError)):
            self.state.tell(str(error), "danger")
        else:
            self.state.tell("")
            self.desk.work.bug_found.emit(error)
