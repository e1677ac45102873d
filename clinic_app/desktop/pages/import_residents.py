"""从表格导入: a dry run first; what would be saved and what is refused, line by line; then the import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot

from clinic_app.desktop.changes import PEOPLE, Changes
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, IconLabel, label
from clinic_app.desktop.widgets.table import Table
from clinic_app.records.edition import THIRD, edition_titles
from clinic_app.records.field import Field, Kind, Option
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
        editions = [Option(name, record_word(title)) for name, title in edition_titles().items()]
        asked = Field(self.tr("表里的代码是哪一版的"), Kind.CODE, name="edition")
        self.edition = PickEditor(asked, editions, blank=self.tr("国家表第三版（2017）"), characters=16)
        self.edition.box.setAccessibleName(asked.label)
        self.edition.changed.connect(self._other_edition)
        self.model = RowsModel([self.tr("行"), self.tr("列"), self.tr("为什么退回，或哪一项没有导入")], self)
        self.table = Table([4, 8, 0], self.tr("退回的行"))
        self.table.setModel(self.model)
        self.table.fit()
        for widget in (self.file, label(asked.label, "muted"), self.edition, self.state, self.table):
            self.body.addWidget(widget)
        self.body.setStretch(5, 1)
        self._done = False

    def arrive(self, place: Place) -> None:
        """Look through the file without saving."""
        self._done = False
        self.edition.setEnabled(True)
        self.edition.set_value(None)
        self.button.setVisible(True)
        super().arrive(place)

    def refresh(self) -> None:
        """The dry run."""
        if self._done or not self.place.of:
            return
        path, database, written_in = Path(self.place.of), self.desk.database, self._written_in
        self.file.setText(path.name)
        self.state.tell(self.tr("正在检查…"), "note")
        self.button.setEnabled(False)
        self.desk.work.read(
            self,
            lambda: import_residents(database, path, dry_run=True, written_in=written_in),
            self._looked,
            self._failed,
            key="dry",
        )

    @property
    def _written_in(self) -> str:
        return str(self.edition.value() or THIRD)

    @Slot()
    def _other_edition(self) -> None:
        """What can be imported follows the codes that the file is said to be in."""
        self.refresh()

    def take_focus(self) -> None:
        """The import."""
        self.button.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def run(self) -> None:
        """Import what is good, in the writing lane."""
        path, database, written_in = Path(self.place.of), self.desk.database, self._written_in
        self.button.setEnabled(False)
        self.edition.setEnabled(False)
        self.state.tell(self.tr("正在导入…可以去别的页面"), "note")
        self.desk.work.write(
            self,
            lambda: import_residents(database, path, dry_run=False, written_in=written_in),
            self._imported,
            self._failed,
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
        if summary.notices:
            text += self.tr("，{count} 项没有导入").format(count=len(summary.notices))
        told = sorted((*summary.problems, *summary.notices), key=lambda each: each.line)
        self.state.tell(text, "watch" if told else "good")
        self.model.show_rows(
            [Row(f"{place}", (str(each.line), each.column, each.message)) for place, each in enumerate(told)]
        )
        self.table.setVisible(bool(told))

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(False)
        if isinstance(error, (StoreError, ValueError, OSError)):
            words = str(error) if not isinstance(error, OSError) else self.tr("这个文件打不开，核对后再试")
            self.state.tell(words, "danger")
        else:
            self.desk.work.bug_found.emit(error)
