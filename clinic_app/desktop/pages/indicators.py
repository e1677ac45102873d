"""统计: the figures of a year or quarter, each with its definition beside it and the people behind it one key away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QWidget

from clinic_app.desktop.day_words import full_day
from clinic_app.desktop.desk import Desk
from clinic_app.desktop.indicator_words import area_words, count_words, quarter_words, rate_words, share_of
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.bars import ShareDelegate, SharesModel
from clinic_app.desktop.widgets.basic import Button, column, label
from clinic_app.desktop.widgets.figure_card import FigureCard
from clinic_app.desktop.widgets.folding_row import folding
from clinic_app.desktop.widgets.line import WheelGuard
from clinic_app.desktop.widgets.panes import TwoPanes
from clinic_app.desktop.widgets.table import Table
from clinic_app.exchange.indicators_file import write_indicators
from clinic_app.gathered.outgoing import note_outgoing, watermark
from clinic_app.guidelines.indicators import Figure, Scope, figures
from clinic_app.store.queries.indicators import Area, Statistics, statistics

YEARS = 5
UNVERIFIED = ("U+", "U?")
BAR = 3
OUTCOMES = "contacts"


class IndicatorsPage(Page):
    """One list for the rates, one for what is there to be looked at; Enter opens who is behind a figure."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.title.setText(self.tr("统计"))
        self.state = label("", "muted")
        self.head.insertWidget(1, self.state)
        self.head.addWidget(Button(self.tr("打印"), "Ctrl+P", symbol="print", clicked=self._print))
        self.head.addWidget(Button(self.tr("存为 Excel"), "Ctrl+E", symbol="file", clicked=self._export))
        self._guard = WheelGuard(self)
        self._found: Statistics | None = None
        self._shown: list[Figure] = []
        self._quality = False
        self.body.addLayout(self._choices())
        headers = [self.tr("指标"), self.tr("分子/分母"), self.tr("率"), ""]
        self.model = SharesModel(headers, self, right=(1, 2))
        self.table = Table([0, 7, 6, 7], self.tr("指标"), optional=(BAR,))
        self.table.setModel(self.model)
        self._delegate = ShareDelegate(self.table)
        self.table.setItemDelegateForColumn(BAR, self._delegate)
        self.table.fit()
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._open_row)
        self.empty = label(self.tr("正在统计……"), "muted", wrap=True)
        left = QWidget()
        left.setLayout(column(self.empty, self.table))
        self.card = FigureCard()
        self.card.people_asked.connect(self._open_people)
        self.panes = TwoPanes(left, self.card, shares=(3, 2))
        self.panes.narrow_changed.connect(self.card.set_compact)
        self.body.addWidget(self.panes, 1)

    def _choices(self) -> QHBoxLayout:
        this_year = self.desk.today.year
        self.year = self._combo(self.tr("年度"))
        for each in range(this_year, this_year - YEARS, -1):
            self.year.addItem(self.tr("{year}年").format(year=each), each)
        self.quarter = self._combo(self.tr("季度"))
        for quarter in (None, 1, 2, 3, 4):
            self.quarter.addItem(quarter_words(quarter), quarter)
        self.scope = self._combo(self.tr("范围"))
        for box in (self.year, self.quarter):
            box.currentIndexChanged.connect(self.refresh)
        self.scope.currentIndexChanged.connect(self._fill)
        self.rates = Button(self.tr("指标"), "Ctrl+1", clicked=self._show_rates)
        self.quality = Button(self.tr("质量查看"), "Ctrl+2", clicked=self._show_quality)
        for button, checked in ((self.rates, True), (self.quality, False)):
            button.setCheckable(True)
            button.setProperty("role", "option")
            button.setChecked(checked)
        self.referrals = Button(self.tr("转诊"), "Ctrl+3", clicked=self._open_referrals)
        self.referrals.setProperty("role", "option")
        line = folding(self.year, self.quarter, self.scope, self.rates, self.quality, self.referrals)
        line.setStretch(2, 1)
        return line

    def _combo(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.installEventFilter(self._guard)
        return box

    @Slot()
    def refresh(self) -> None:
        """Count again, in the reading pool: some seconds for a township."""
        year, quarter = self.year.currentData(), self.quarter.currentData()
        today, now = self.desk.today, self.desk.clock.now()

        def read(connection: Any) -> Statistics:
            return statistics(connection, year, quarter, today, now)

        self.state.setText(self.tr("正在统计……"))
        self.desk.read(self, read, self._show, key="statistics")

    def take_focus(self) -> None:
        """The list; the year while nothing is counted."""
        target = self.table if self._shown else self.year
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, found: Statistics) -> None:
        self._found = found
        period = found.counted.period
        self.state.setText(self.tr("截至 {day}").format(day=full_day(date.fromisoformat(period.until))))
        self._show_scopes(found)
        self._fill()
        self.filled()

    def _show_scopes(self, found: Statistics) -> None:
        doctors = [Area(Scope(found.whole.scope.villages, doctor=each), each)
                   for each in found.counted.doctors(found.whole.scope)]  # fmt: skip
        areas = [*found.areas, *doctors]
        kept = self.scope.currentText()
        self.scope.blockSignals(True)
        self.scope.clear()
        for each in areas:
            self.scope.addItem(area_words(each), each)
        self.scope.setCurrentIndex(max(self.scope.findText(kept), 0))
        self.scope.blockSignals(False)

    @property
    def area(self) -> Area | None:
        """Whose figures are shown."""
        found = self.scope.currentData()
        return found if isinstance(found, Area) else None

    @Slot()
    def _fill(self) -> None:
        area = self.area
        if self._found is None or area is None:
            return
        kept = self.model.id_at(self.table.row)
        wanted = [each for each in figures(self._found.counted, area.scope, with_ids=False) if self._belongs(each)]
        self._shown = wanted
        self.model.shares = {each.key: share for each in wanted if (share := share_of(each)) is not None}
        rows = self._rows(wanted)
        self.model.show_rows(rows)
        self.table.clearSpans()
        for place, line in enumerate(rows):
            if line.is_heading:
                self.table.setSpan(place, 0, 1, self.model.columnCount())
        self.empty.setVisible(self._quality)
        self.empty.setText(self.tr("这一页供自己和带教的人查看，不作扣分：未测写了原因、补录写了日期，都是正当的。"))
        place = self.model.row_of(kept) if kept else -1
        if place >= 0:
            self.table.go_to(place)
            self._chosen(place)
        else:
            self.table.choose_first()

    def _belongs(self, found: Figure) -> bool:
        """Which list a figure is in: what came of each contact stands beside the rates and beside the quality."""
        if not self._quality:
            return not found.definition.is_quality
        return found.definition.is_quality or found.definition.group == OUTCOMES

    def _rows(self, wanted: Sequence[Figure]) -> list[Row]:
        assert self._found is not None
        groups = self._found.counted.book.groups
        rows: list[Row] = []
        group = ""
        for each in wanted:
            if each.definition.group != group:
                group = each.definition.group
                rows.append(Row("", (record_word(groups[group]),)))
            rows.append(self._row(each))
        return rows

    def _row(self, found: Figure) -> Row:
        name = record_word(found.definition.label)
        if found.definition.verified in UNVERIFIED:
            name = self.tr("{name}（{mark}）").format(name=name, mark=record_word(found.definition.mark))
        texts = (name, count_words(found), rate_words(found), "")
        return Row(
            found.key, texts, {2: "muted"} if found.lacks_base else {}, "　".join(each for each in texts if each)
        )

    @Slot(int)
    def _chosen(self, place: int) -> None:
        found, area = self._figure_at(place), self.area
        if found is not None and area is not None and self._found is not None:
            self.card.show_figure(self._found, found, area)

    def _figure_at(self, place: int) -> Figure | None:
        key = self.model.id_at(place)
        return next((each for each in self._shown if each.key == key), None)

    @Slot(int)
    def _open_row(self, place: int) -> None:
        found = self._figure_at(place)
        if found is not None:
            self._open_people(found.key)

    @Slot(str)
    def _open_people(self, key: str) -> None:
        if self._found is not None and self.area is not None:
            self.desk.open("indicator_people", key, counted=self._found.counted, area=self.area)

    @Slot()
    def _show_rates(self) -> None:
        self._turn(quality=False)

    @Slot()
    def _show_quality(self) -> None:
        self._turn(quality=True)

    @Slot()
    def _open_referrals(self) -> None:
        year, quarter = self.year.currentData(), self.quarter.currentData()
        self.desk.open("referral_figures", year=year, quarter=quarter)

    def _turn(self, *, quality: bool) -> None:
        self._quality = quality
        self.rates.setChecked(not quality)
        self.quality.setChecked(quality)
        self._fill()
        self.take_focus()

    @Slot()
    def _print(self) -> None:
        if self._found is not None and self.area is not None:
            self.desk.open("indicators_paper", statistics=self._found, area=self.area)

    @Slot()
    def _export(self) -> None:
        if self._found is None or self.area is None:
            return
        period = self._found.counted.period
        name = self.tr("统计 {year}{quarter}.xlsx").format(
            year=period.year, quarter=quarter_words(period.quarter) if period.quarter else ""
        )
        path, _ = QFileDialog.getSaveFileName(self, self.tr("存为 Excel"), name, self.tr("表格 (*.xlsx)"))
        if path:
            self.export_to(Path(path))

    def export_to(self, path: Path) -> None:
        """Write the figures of the chosen scope and of its parts to a workbook, in the writing lane: an audited act."""
        assert self._found is not None
        counted = self._found.counted
        areas = [self.scope.itemData(place) for place in range(self.scope.count())]
        chosen = self.area
        parts = [(area_words(each), each.scope) for each in (chosen, *(each for each in areas if each is not chosen))
                 if each is not None]  # fmt: skip
        database, period = self.desk.database, counted.period

        def write() -> None:
            write_indicators(counted, parts, path, watermark(database, None))
            note_outgoing(database, f"indicators:{period.year}Q{period.quarter or 0}", None)

        self.desk.work.write(self, write, self._exported, self._unexported)
        self._exporting = path

    def _exported(self, answer: object) -> None:
        self.desk.say(self.tr("已存到 {path}").format(path=self._exporting))

    def _unexported(self, error: BaseException) -> None:
        if isinstance(error, OSError):
            self.desk.say(self.tr("文件写不进去，没有存：{path}").format(path=self._exporting), "watch")
        else:
            self.desk.work.bug_found.emit(error)
