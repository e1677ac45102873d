"""从表格导入: a dry run first; what would be saved and what is refused, line by line; then the import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot

from clinic_app.desktop.changes import PEOPLE, Changes
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.widgets.basic import Button, IconLabel, label
from clinic_app.desktop.widgets.table import Table
from clinic_app.resident_import import ImportSummary, import_residents
from clinic_app.store.errors import StoreError


class ImportPage(Page):
    """The place's id is the file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("从表格导入"))
        self.button = Button(self.tr("导入"), "Ctrl+S", role="main", symbol="import", clicked=self.run)
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        self.head.addWidget(self.button)
        self.file = label("", "strong", wrap=True)
        self.state = IconLabel()
        self.model = RowsModel([self.tr("行"), self.tr("列"), self.tr("为什么退回")], self)
        self.table = Table([4, 8, 0], self.tr("退回的行"))
        self.table.setModel(self.model)
        self.table.fit()
        for widget in (self.file, self.state, self.table):
            self.body.addWidget(widget)
        self.body.setStretch(3, 1)
        self._done = False

    def arrive(self, place: Place) -> None:
        """Look through the file without saving."""
        self._done = False
        self.button.setVisible(True)
        super().arrive(place)

    def refresh(self) -> None:
        """The dry run."""
        if self._done or not self.place.of:
            return
        path, database = Path(self.place.of), self.desk.database
        self.file.setText(path.name)
        self.state.tell(self.tr("正在检查…"), "note")
        self.button.setEnabled(False)
        self.desk.work.read(
            self, lambda: import_residents(database, path, dry_run=True), self._looked, self._failed, key="dry"
        )

    def take_focus(self) -> None:
        """The import."""
        self.button.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def run(self) -> None:
        """Import what is good, in the writing lane."""
        path, database = Path(self.place.of), self.desk.database
        self.button.setEnabled(False)
        self.state.tell(self.tr("正在导入…可以去别的页面"), "note")
        self.desk.work.write(
            self, lambda: import_residents(database, path, dry_run=False), self._imported, self._failed
        )

    def _looked(self, summary: ImportSummary) -> None:
        if summary.problem:
            self.state.tell(summary.problem, "danger")
            self.table.setVisible(False)
            return
        self._show(summary, self.tr("共 {rows} 行，可导入 {residents} 人、{households} 户，退回 {refused} 行"))
        self.button.setEnabled(summary.residents > 0)
        self.take_focus()

    def _imported(self, summary: ImportSummary) -> None:
        self._done = True
        self.button.setVisible(False)
        self._show(summary, self.tr("共 {rows} 行，已导入 {residents} 人、{households} 户，退回 {refused} 行"))
        self.desk.changes.tell(Changes(PEOPLE, self))
        self.desk.saved.emit()

    def _show(self, summary: ImportSummary, words: str) -> None:
        text = words.format(
            rows=summary.rows, residents=summary.residents, households=summary.households, refused=summary.refused
        )
        self.state.tell(text, "watch" if summary.refused else "good")
        self.model.show_rows(
            [
                Row(f"{place}", (str(each.line), each.column, each.message))
                for place, each in enumerate(summary.problems)
            ]
        )
        self.table.setVisible(bool(summary.problems))

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(False)
        if isinstance(error, (StoreError, ValueError, OSError)):
            words = str(error) if not isinstance(error, OSError) else self.tr("这个文件打不开，核对后再试")
            self.state.tell(words, "danger")
        else:
            self.desk.work.bug_found.emit(error)
