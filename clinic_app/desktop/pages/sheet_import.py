"""从表格导入: what each column means, a trial with every row's fate in words, then the import as a numbered batch."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_app.desktop.changes import PEOPLE, REFERRALS, VISITS
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.import_words import import_ended, report_words
from clinic_app.desktop.long_work import Ended, Job, Kind
from clinic_app.desktop.long_work_words import point_words
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import Button, IconLabel, column, label, row
from clinic_app.desktop.widgets.column_map import ColumnMap
from clinic_app.desktop.widgets.empty_state import EmptyState
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.panes import TwoPanes, WhenNarrow
from clinic_app.desktop.widgets.table import Table
from clinic_app.exchange.marked_copy import copy_name
from clinic_app.exchange.residents_file import RowError
from clinic_app.exchange.sheet_kinds import DEATHS, KINDS, MOVES, REGISTRATIONS, RESIDENTS
from clinic_app.exchange.sheet_table import SheetTable
from clinic_app.progress import Stopped, Watch
from clinic_app.records.code_list import VISIT_MODE
from clinic_app.records.edition import THIRD, edition_titles
from clinic_app.records.field import Field, Option
from clinic_app.records.field import Kind as FieldKind
from clinic_app.records.permission import Act
from clinic_app.sheet_import import (
    FILL,
    LEAVE,
    PHONE,
    SheetReport,
    Wish,
    import_sheet,
    look_at,
    try_sheet,
    write_result,
)
from clinic_app.sheet_plan import NEW
from clinic_app.store.errors import StoreError

SETTLE = 400
"""Milliseconds after the last choice until the sheet is tried again."""
TICK = 250
SHOWN = 2000
"""Rows told on the page; the copy of the sheet tells all."""


class SheetImportPage(Page):
    """The place's id is the file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("从表格导入"))
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        self.head.addWidget(Button(self.tr("导入记录"), "F4", clicked=self._batches))
        self.swap_button = Button(self.tr("各列是什么"), "F6", clicked=self._swap)
        self.swap_button.hide()
        self.head.addWidget(self.swap_button)
        self.copy_button = Button(self.tr("写回表格副本"), "Ctrl+E", clicked=self._ask_where)
        self.head.addWidget(self.copy_button)
        self.button = Button(self.tr("导入"), "Ctrl+S", role="main", symbol="import", clicked=self.run)
        self.head.addWidget(self.button)
        self.table: SheetTable | None = None
        self.report: SheetReport | None = None
        self._told: list[RowError] = []
        self._kind = ""
        self._done = False
        self._watch: Watch | None = None
        self._again = False
        self._settled = QTimer(self, singleShot=True, interval=SETTLE)
        self._settled.timeout.connect(self._try)
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self._tell_point)
        self.file = label("", "strong", wrap=True)
        self.state = IconLabel()
        self.body.addWidget(self.file)
        self.choices = self._choices()
        self.body.addWidget(self.choices)
        self.body.addWidget(self.state)
        self.columns = ColumnMap()
        self.columns.changed.connect(self._mapped)
        self.panes = TwoPanes(self._results(), self.columns, shares=(1, 1), narrow=1000, when_narrow=WhenNarrow.SWAP)
        self.panes.narrow_changed.connect(self._fit)
        self.body.addWidget(self.panes, 1)
        self.empty = EmptyState("import")
        self.empty.setText(self.tr("在导入记录里选一份 Excel 或 CSV 表格，先试一遍，再导入。"))
        self.empty.set_step(self.tr("导入记录"), self._batches)
        self.body.addWidget(self.empty, 1)

    @property
    def is_held(self) -> bool:
        """The columns of a sheet are being chosen, or what became of its rows is shown."""
        return self.table is not None

    def _choices(self) -> QWidget:
        self.kind = self._pick(self.tr("这是一份"), [Option(each.name, "") for each in KINDS.values()], 8)
        self.existing = self._pick(
            self.tr("已有的人"),
            [Option(LEAVE, self.tr("不动")), Option(FILL, self.tr("只补空着的项"))], 7,
        )  # fmt: skip
        self.mode = self._pick(self.tr("没写随访方式的按"), list(VISIT_MODE), 5)
        editions = [Option(name, record_word(title)) for name, title in edition_titles().items()]
        self.edition = self._pick(self.tr("表里的代码是"), editions, 12, blank=self.tr("国家表第三版（2017）"))
        strip = QWidget()
        flow = FlowLayout(strip)
        self._asked: dict[PickEditor, QWidget] = {}
        for editor in (self.kind, self.existing, self.mode, self.edition):
            pair = QWidget()
            pair.setLayout(row(label(editor.declared.label, "muted"), editor))
            self._asked[editor] = pair
            flow.addWidget(pair)
        return strip

    def _pick(self, words: str, options: list[Option], characters: int, *, blank: str = "") -> PickEditor:
        shown = [Option(each.code, record_word(each.label) or self._kind_word(each.code)) for each in options]
        made = PickEditor(Field(words, FieldKind.CODE, name=words), shown, blank=blank, characters=characters)
        made.box.setAccessibleName(words)
        made.changed.connect(self._chosen)
        made.done.connect(self.focusNextChild)
        return made

    def _kind_word(self, kind: str) -> str:
        return record_word(KINDS[kind].words)

    def _results(self) -> QWidget:
        self.model = RowsModel([self.tr("行"), self.tr("列"), self.tr("为什么退回，或哪一项没有导入")], self)
        self.rows = Table([4, 6, 0], self.tr("退回的行"))
        self.rows.setModel(self.model)
        self.rows.fit()
        self.rows_title = label("", "section")
        self.whole = label("", wrap=True)
        self.rows.chosen.connect(self._tell_whole)
        self.rows.opened.connect(self._claim)
        pane = QWidget()
        lines = column(self.rows_title, self.rows, self.whole)
        lines.setStretch(1, 1)
        pane.setLayout(lines)
        return pane

    @Slot(int)
    def _tell_whole(self, row: int) -> None:
        """The chosen row's sentence in full: a narrow table cuts it."""
        shown = self.model.index(row, 2).data() if row >= 0 else ""
        moves = 0 <= row < len(self._told) and self._told[row].moved_in is not None
        self.whole.setText(self.tr("{words}。按 Enter 去查找").format(words=shown) if moves else str(shown or ""))
        self.whole.setVisible(bool(shown))

    @Slot(int)
    def _claim(self, row: int) -> None:
        """Enter at somebody who moved in: to the page that looks the person up, number and name filled in."""
        found = self._told[row].moved_in if 0 <= row < len(self._told) else None
        if found is not None:
            number, name = found
            self.desk.open("claim", number=number, name=name)

    @Slot()
    def _swap(self) -> None:
        """Where there is room for one: the columns, or what became of the rows."""
        self.panes.show_right(not self.panes.right_shown)
        self._fit()

    @Slot()
    def _fit(self, *narrow: bool) -> None:
        self.swap_button.setVisible(self.panes.swaps)
        self.swap_button.set_words(self.tr("逐行结果") if self.panes.right_shown else self.tr("各列是什么"))

    def arrive(self, place: Place) -> None:
        """Look through the file without saving."""
        self._stop()
        self._done, self.table, self.report, self._kind = False, None, None, ""
        for editor in self._asked:
            editor.setEnabled(True)
            editor.set_value(None)
        self.existing.set_value(LEAVE)
        self.button.setVisible(True)
        super().arrive(place)

    def refresh(self) -> None:
        """Read the file; one that has been imported stays as it was told."""
        for part, shown in (
            (self.choices, self.place.of),
            (self.panes, self.place.of),
            (self.empty, not self.place.of),
        ):
            part.setVisible(bool(shown))
        if not self.place.of:
            self._wait("")
        if self._done or not self.place.of:
            return
        path, database, kind = Path(self.place.of), self.desk.database, self._kind
        self.file.setText(path.name)
        self._wait(self.tr("正在读文件…"))
        self.desk.work.read(self, lambda: look_at(database, path, kind), self._looked, self._failed, key="look")

    def _wait(self, words: str) -> None:
        self.state.tell(words, "note")
        self.button.setEnabled(False)
        self.copy_button.setEnabled(False)

    def _looked(self, found: tuple[SheetTable, str]) -> None:
        self.table, self._kind = found
        self.kind.set_value(self._kind)
        if self._kind in (DEATHS, MOVES) and self.mode.value() is None:
            self.mode.set_value(PHONE)
        for editor, kinds in self._where().items():
            self._asked[editor].setVisible(self._kind in kinds)
        if not self.table.readable:
            self.state.tell(self.table.problem, "danger")
            return
        self.columns.show_table(self.table, self._kind)
        self._try()

    def _where(self) -> dict[PickEditor, set[str]]:
        people = {RESIDENTS}
        return {self.existing: people, self.edition: people, self.mode: {*KINDS} - {RESIDENTS, REGISTRATIONS}}

    @property
    def wish(self) -> Wish:
        """As the boxes stand."""
        mode, written = self.mode.value(), self.edition.value()
        return Wish(self._kind, str(mode or ""), str(written or THIRD), str(self.existing.value() or LEAVE))

    @Slot()
    def _chosen(self) -> None:
        """Another kind is mapped anew; another choice is tried."""
        kind = str(self.kind.value() or self._kind)
        if kind != self._kind:
            self._kind = kind
            self.refresh()
        else:
            self._mapped()

    @Slot()
    def _mapped(self) -> None:
        self.button.setEnabled(False)
        self._settled.start()

    @Slot()
    def _try(self) -> None:
        """The trial, in the lane of long work; a newer choice stops it and begins anew."""
        if self.table is None or not self.table.readable or self._done:
            return
        self._settled.stop()
        if self._watch is not None:
            self._again = True
            self._watch.stop()
            return
        self.table = self.table.mapped(self.columns.mapping())
        database, table, wish, watch = self.desk.database, self.table, self.wish, Watch()
        self._watch = watch
        self._wait(self.tr("正在核对…"))
        self._tick.start()
        self.desk.work.long(self, lambda: try_sheet(database, table, wish, watch), self._tried, self._failed)

    @Slot()
    def _tell_point(self) -> None:
        if self._watch is not None and self._watch.point.total:
            self.state.tell(point_words(self._watch.point, self._watch.seconds), "note")

    def _ended(self) -> bool:
        """The trial is over; whether another is wanted, which has begun."""
        self._watch = None
        self._tick.stop()
        again, self._again = self._again, False
        if again:
            self._try()
        return again

    def _tried(self, report: SheetReport) -> None:
        if self._ended():
            return
        self._show(report)
        self.button.setEnabled(report.count(NEW) + report.count("changed") > 0)
        if self.button.isEnabled() and not self.columns.isAncestorOf(self.focusWidget() or self):
            self.take_focus()

    def take_focus(self) -> None:
        """The import."""
        self.button.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def run(self) -> None:
        """Import what is good; it goes on while one works."""
        if self.table is None or self._watch is not None:
            return
        self._settled.stop()
        database, table, wish = self.desk.database, self.table.mapped(self.columns.mapping()), self.wish
        self._enable(False)
        self._wait(self.tr("正在导入…可以去别的页面"))
        title = self.tr("导入{kind}").format(kind=self._kind_word(wish.kind))
        self.desk.long_work.begin(
            self, Kind.IMPORT, title, lambda watch: import_sheet(database, table, wish, watch), import_ended,
            then=partial(self._imported, table), failed=self._not_imported, types=PEOPLE | VISITS | REFERRALS,
        )  # fmt: skip

    def _enable(self, enabled: bool) -> None:
        self.columns.set_enabled(enabled)
        for editor in self._asked:
            editor.setEnabled(enabled)

    def _imported(self, table: SheetTable, report: SheetReport) -> None:
        if self.table is None or table.path != self.table.path:
            return
        self._done = not report.stopped
        self.button.setVisible(not self._done)
        self.button.setEnabled(not self._done)
        self._enable(not self._done)
        self._show(report)

    def _not_imported(self, error: BaseException) -> None:
        self._enable(True)
        self._failed(error)

    def _show(self, report: SheetReport) -> None:
        self.report = report
        self.copy_button.setEnabled(bool(report.states) and self.desk.may(Act.EXPORT, "resident"))
        if report.problem and not report.states:
            self.state.tell(report.problem, "danger")
            self.rows_title.setText("")
            self.model.show_rows([])
            self._tell_whole(-1)
            self.panes.show_right(True)
            self._fit()
            return
        told = self._told = sorted((*report.errors, *report.notices), key=lambda each: each.line)
        words = report_words(report)
        if report.notices:
            words += self.tr("，{count} 项没有导入").format(count=len(report.notices))
        self.state.tell(" ".join(part for part in (words, report.problem) if part), "watch" if told else "good")
        rows = [Row(f"{place}", (str(each.line), each.column, each.message)) for place, each in enumerate(told[:SHOWN])]
        self.model.show_rows(rows)
        self.rows.setVisible(bool(told))
        self._tell_whole(-1)
        nothing = self.tr("每一行都能导入") if not report.batch else self.tr("每一行都导入了")
        self.rows_title.setText(self.tr("逐行结果") if told else nothing)

    def _failed(self, error: BaseException) -> None:
        """A trial or a reading that did not get to its end."""
        if self._watch is not None and self._ended():
            return
        self.button.setEnabled(False)
        if isinstance(error, Stopped):
            return
        if isinstance(error, (StoreError, ValueError, OSError)):
            words = str(error) if not isinstance(error, OSError) else self.tr("这个文件打不开，核对后再试")
            self.state.tell(words, "danger")
        else:
            self.desk.work.bug_found.emit(error)

    @Slot()
    def _ask_where(self) -> None:
        if self.table is None or self.report is None:
            return
        name = str(self.table.path.with_name(copy_name(self.table.path)))
        path, _ = QFileDialog.getSaveFileName(self, self.tr("把逐行结果写进表格的副本"), name)
        if path:
            self.write_copy(Path(path))

    def write_copy(self, target: Path) -> Job | None:
        """The sheet again, each row with what became of it, wrong cells marked."""
        if self.table is None or self.report is None:
            return None
        database, table, report = self.desk.database, self.table, self.report
        done = Ended(self.tr("逐行结果写进了 {name}，改好标红的格再导入这一份").format(name=target.name))
        return self.desk.long_work.begin(
            self, Kind.EXPORT, self.tr("写回表格副本"),
            lambda watch: write_result(database, table, report, target), lambda nothing: done,
        )  # fmt: skip

    @Slot()
    def _batches(self) -> None:
        self.desk.open("imports")

    def _stop(self) -> None:
        self._settled.stop()
        self._again = False
        if self._watch is not None:
            self._watch.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """A trial that nobody watches ends; coming back begins it anew."""
        super().hideEvent(event)
        self._stop()
