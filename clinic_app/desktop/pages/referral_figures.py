"""双向转诊统计: the figures of referrals by month, by either side and by disease; Enter names who is behind a line."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout

from clinic_app.desktop.day_words import full_day
from clinic_app.desktop.desk import Desk, Place
from clinic_app.desktop.indicator_words import quarter_words
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.referral_figure_words import (
    cell_words,
    dimension_words,
    figure_lines,
    line_words,
    short_words,
)
from clinic_app.desktop.widgets.bars import SharesModel
from clinic_app.desktop.widgets.basic import Button, label, scrolled
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.widgets.line import WheelGuard
from clinic_app.desktop.widgets.table import Table
from clinic_app.exchange.referral_figures_file import referral_csv, write_referral_figures
from clinic_app.exchange.spreadsheet import write_in_one_step
from clinic_app.gathered.outgoing import note_outgoing, watermark
from clinic_app.guidelines.referral_figures import (
    DIMENSIONS,
    MONTH,
    RECEIVER,
    SENDER,
    ReferralLine,
    ReferralStatistics,
    ReferralTable,
    referral_definitions,
)
from clinic_app.store.queries.indicators import referral_statistics

YEARS = 5
TOTAL = "total"
NAME_WIDTH, FIGURE_WIDTH = 0, 3.5
FIRST_TO_GO = ("referral_down_rate", "referral_remote", "referral_down_share", "referral_outside", "referral_precise")
"""Columns that a narrow window leaves to the words under the table."""


class ReferralFiguresPage(Page):
    """What this laptop holds: its own line is the county's, a line of another organisation shows what came by here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("转诊统计"))
        self._until = ""
        self.head.addWidget(Button(self.tr("打印"), "Ctrl+P", symbol="print", clicked=self._print))
        self.head.addWidget(Button(self.tr("存为 Excel"), "Ctrl+E", symbol="file", clicked=self._export))
        self.head.addWidget(Button(self.tr("返回"), "Esc", symbol="back", clicked=self.desk.back.emit))
        self._guard = WheelGuard(self)
        self._found: ReferralStatistics | None = None
        self._table: ReferralTable | None = None
        self._by = MONTH
        self._path = Path()
        self.body.addLayout(self._choices())
        keys = [each.key for each in referral_definitions()]
        headers = [self.tr("分组"), *(short_words()[key] for key in keys)]
        self.model = SharesModel(headers, self, right=range(1, len(headers)))
        optional = [keys.index(key) + 1 for key in FIRST_TO_GO]
        widths = [NAME_WIDTH, *(FIGURE_WIDTH for _ in keys)]
        self.table = Table(widths, self.tr("转诊统计"), optional=optional)
        self.table.setModel(self.model)
        self.table.fit()
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._open_row)
        self.words = label("", wrap=True, selectable=True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        under = scrolled(self.words)
        self.body.addWidget(self.table, 2)
        self.body.addWidget(under, 1)

    def _choices(self) -> QHBoxLayout:
        this_year = self.desk.today.year
        self.year = self._combo(self.tr("年度"))
        for each in range(this_year, this_year - YEARS, -1):
            self.year.addItem(self.tr("{year}年").format(year=each), each)
        self.quarter = self._combo(self.tr("季度"))
        for quarter in (None, 1, 2, 3, 4):
            self.quarter.addItem(quarter_words(quarter), quarter)
        for box in (self.year, self.quarter):
            box.currentIndexChanged.connect(self.refresh)
        self.dimensions: dict[str, Button] = {}
        for number, (by, words) in enumerate(dimension_words().items(), 1):
            button = Button(words, f"Ctrl+{number}", clicked=partial(self.show_by, by))
            button.setCheckable(True)
            button.setProperty("role", "option")
            button.setChecked(by == MONTH)
            self.dimensions[by] = button
        return folding(self.year, self.quarter, *self.dimensions.values(), None)

    def _combo(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.installEventFilter(self._guard)
        return box

    def arrive(self, place: Place) -> None:
        """`year` and `quarter` of the place are what the page before showed."""
        for box, name in ((self.year, "year"), (self.quarter, "quarter")):
            if name in place.more:
                box.blockSignals(True)
                box.setCurrentIndex(max(box.findData(place.more[name]), 0))
                box.blockSignals(False)
        super().arrive(place)

    @Slot()
    def refresh(self) -> None:
        """Count in the reading pool."""
        year, quarter = self.year.currentData(), self.quarter.currentData()
        today, now = self.desk.today, self.desk.clock.now()

        def read(connection: Any) -> tuple[ReferralStatistics, dict[str, ReferralTable]]:
            found = referral_statistics(connection, year, quarter, today, now)
            return found, {by: found.table(by) for by in DIMENSIONS}

        self.words.setText(self.tr("正在统计……"))
        self.desk.read(self, read, self._show, key="referral_figures")

    def take_focus(self) -> None:
        """The table."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, answer: tuple[ReferralStatistics, dict[str, ReferralTable]]) -> None:
        self._found, self._tables = answer
        day = full_day(date.fromisoformat(self._found.period.until))
        self._until = self.tr("截至 {day}").format(day=day)
        self._fill()
        self.filled()

    def show_by(self, by: str) -> None:
        """Turn to another dimension."""
        self._by = by
        for each, button in self.dimensions.items():
            button.setChecked(each == by)
        self._fill()
        self.take_focus()

    def _fill(self) -> None:
        if self._found is None:
            return
        kept = self.model.id_at(self.table.row)
        table = self._tables[self._by]
        self._table = table
        rows = [self._row(table, line) for line in (table.total, *table.lines)]
        self.model.show_rows(rows)
        place = self.model.row_of(kept) if kept else -1
        # A year is read from its end, where the running month stands.
        self.table.go_to(place if place > 0 else len(rows) - 1 if self._by == MONTH else min(len(rows) - 1, 1))
        if self._by != MONTH and place <= 0:
            self.table.scrollToTop()

    def _row(self, table: ReferralTable, line: ReferralLine) -> Row:
        name = line_words(table, line)
        texts = (name, *(cell_words(each) for each in line.figures))
        spoken = "　".join((name, *(words for words, _ in figure_lines(line))))
        return Row(TOTAL if line is table.total else f"of:{line.key}", texts, spoken=spoken)

    def _line_at(self, place: int) -> ReferralLine | None:
        key, table = self.model.id_at(place), self._table
        if table is None or not key:
            return None
        if key == TOTAL:
            return table.total
        return next((each for each in table.lines if f"of:{each.key}" == key), None)

    @Slot(int)
    def _chosen(self, place: int) -> None:
        line = self._line_at(place)
        if line is not None and self._table is not None:
            told = (f"{words}　{counts}" for words, counts in figure_lines(line))
            head = line_words(self._table, line)
            if self._is_partly_known(line):
                head += self.tr("　本机只有见到的部分，全数看县平台")
            self.words.setText("\n".join([f"{head}　{self._until}", *told]))

    def _is_partly_known(self, line: ReferralLine) -> bool:
        """Only the line of the own organisation is whole on a laptop."""
        own = self.desk.organisation
        return bool(own) and self._by in (SENDER, RECEIVER) and line.key not in ("", own)

    @Slot(int)
    def _open_row(self, place: int) -> None:
        line = self._line_at(place)
        if line is not None and self._table is not None:
            self.desk.open("indicator_people", line.key, line=line, name=line_words(self._table, line))

    @Slot()
    def _print(self) -> None:
        if self._found is not None:
            period = self._found.period
            of = f"{period.year}Q{period.quarter}" if period.quarter else f"{period.year}"
            self.desk.open("paper", of, kind="referral-statistics")

    @Slot()
    def _export(self) -> None:
        if self._found is None:
            return
        name = self.tr("转诊统计 {year}{quarter}.xlsx").format(
            year=self._found.period.year,
            quarter=quarter_words(self._found.period.quarter) if self._found.period.quarter else "",
        )
        kinds = self.tr("表格 (*.xlsx);;CSV (*.csv)")
        path, kind = QFileDialog.getSaveFileName(self, self.tr("存为 Excel"), name, kinds)
        if path:
            suffix = ".csv" if "csv" in kind else ".xlsx"
            self.export_to(Path(path).with_suffix(suffix))

    def export_to(self, path: Path) -> None:
        """Write a workbook, or one CSV where the name says so, in the writing lane: an audited act."""
        assert self._found is not None
        found, database = self._found, self.desk.database

        def write() -> None:
            if path.suffix == ".csv":
                write_in_one_step(path, referral_csv(found))
            else:
                write_referral_figures(found, path, watermark(database, None))
            note_outgoing(database, f"referral_figures:{found.period.year}Q{found.period.quarter or 0}", None)

        self._path = path
        self.desk.work.write(self, write, self._exported, self._unexported)

    def _exported(self, answer: object) -> None:
        self.desk.say(self.tr("已存到 {path}").format(path=self._path))

    def _unexported(self, error: BaseException) -> None:
        if isinstance(error, OSError):
            self.desk.say(self.tr("文件写不进去，没有存：{path}").format(path=self._path), "watch")
        else:
            self.desk.work.bug_found.emit(error)
