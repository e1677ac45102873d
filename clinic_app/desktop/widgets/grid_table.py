"""The table of the quick entry: what is typed goes into the cell, Enter moves on, the end of a row saves it.

A spreadsheet's editor would open and close for each number; here a cell is its text, as a cash desk's display is.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from clinic_app.care.quick_entry import COLUMNS
from clinic_app.desktop.forms.number import is_full, plain, problem
from clinic_app.desktop.models.grid import DUE, FIRST, LAST, MEDICINES, NAME, NAMES, GridModel, GridRow
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.kept_columns import KeptColumns
from clinic_app.desktop.words import medicine_line
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, Kind

FIELDS: dict[str, Field] = {name: RECORD_TYPES[kind].fields[name] for kind, name in COLUMNS}
UNCHANGED = "1"
STATE_WIDTH = 8
LEFT_OUT = (DUE, FIRST)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GridTable(QTableView):
    """Arrows and Enter move, digits fill, Backspace takes back, Delete empties."""

    row_left = Signal(int)
    """The focus has left a row, by its number."""
    find_asked = Signal()
    """Down or Enter at the end of the last row: another person."""

    def __init__(self, model: GridModel, widths: list[int], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = model
        self._widths = widths
        self.setModel(model)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.tr("上下左右键换格，直接打字填写"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.selectionModel().currentChanged.connect(self._moved)
        self.kept = KeptColumns(self, NAME + 1)
        theme().changed.connect(self._measure)
        self._measure()

    def begin(self, row: int, column: int = FIRST + 1) -> None:
        """Put the focus on a cell: the first reading, unless another is named."""
        if 0 <= row < len(self.grid.rows):
            self.setCurrentIndex(self.grid.index(row, column))
            self.scrollTo(self.grid.index(row, NAME))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and the point fill the cell; everything else moves or belongs to the page."""
        place, column = self.currentIndex().row(), self.currentIndex().column()
        typed = plain(event.text())
        here = 0 <= place < len(self.grid.rows) and FIRST <= column <= LAST
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._on()
        elif here and self.grid.rows[place].is_open and typed and typed in "0123456789.":
            self._type(place, column, typed)
        elif here and self.grid.rows[place].is_open and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            kept = self._cell(place, column)[:-1] if event.key() == Qt.Key.Key_Backspace else ""
            self.grid.type_into(place, column, kept)
        elif event.key() == Qt.Key.Key_Down and place == len(self.grid.rows) - 1:
            self.find_asked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window what is due and the row's own mode make room for the state."""
        super().resizeEvent(event)
        one = self.fontMetrics().horizontalAdvance("国")
        narrow = sum(one * (width or STATE_WIDTH) + 2 * theme().lengths.small for width in self._widths)
        for column in LEFT_OUT:
            self.setColumnHidden(column, self.viewport().width() < narrow)

    def _type(self, place: int, column: int, typed: str) -> None:
        name = NAMES[column - FIRST]
        declared = FIELDS.get(name)
        if name == MEDICINES or (declared is not None and declared.kind is Kind.CODE):
            self._choose(place, column, typed, declared)
            return
        assert declared is not None
        text = self._cell(place, column) + typed
        self.grid.type_into(place, column, text)
        if is_full(declared, text) and not problem(declared, text):
            self._on()

    def _choose(self, place: int, column: int, typed: str, declared: Field | None) -> None:
        """One digit is a whole answer; a digit that is no code changes nothing."""
        codes = declared.codes if declared is not None else {UNCHANGED}
        if typed in codes:
            self.grid.type_into(place, column, typed)
            self._on()

    def _cell(self, place: int, column: int) -> str:
        return self.grid.rows[place].values.get(NAMES[column - FIRST], "")

    def _on(self) -> None:
        """To the next cell, from the last one to the first reading of the next person."""
        place, column = self.currentIndex().row(), self.currentIndex().column()
        if place < 0:
            self.find_asked.emit()
        elif column < LAST:
            self.setCurrentIndex(self.grid.index(place, max(column + 1, FIRST)))
        elif place + 1 < len(self.grid.rows):
            self.setCurrentIndex(self.grid.index(place + 1, FIRST + 1))
        else:
            self.row_left.emit(place)
            self.find_asked.emit()

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        if previous.isValid() and current.row() != previous.row():
            self.row_left.emit(previous.row())

    @Slot()
    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().lengths.compact_row)
        one = self.fontMetrics().horizontalAdvance("国")
        header = self.horizontalHeader()
        for column, width in enumerate(self._widths):
            if width:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
                wanted = one * width + 2 * theme().lengths.small
                self.setColumnWidth(column, max(wanted, header.sectionSizeHint(column)))
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)


def column_hint(column: int, row: GridRow) -> str:
    """What a cell takes: the codes with their words, the range with its unit, last time's medicines."""
    name = NAMES[column - FIRST]
    if name == MEDICINES:
        taken = "；".join(medicine_line(each) for each in row.medicines)
        words = QCoreApplication.translate("grid", "1 与上次相同：{medicines}")
        none = QCoreApplication.translate("grid", "没有上次的用药，打开随访填写")
        return words.format(medicines=taken) if taken else none
    declared = FIELDS[name]
    if declared.options:
        return "　".join(f"{each.code} {record_word(each.label)}" for each in declared.options)
    usual = "–".join(declared.usual) if declared.usual else f"{declared.minimum}–{declared.maximum}"
    words = QCoreApplication.translate("grid", "{label}　常见 {usual} {unit}")
    return words.format(label=record_word(declared.label), usual=usual, unit=record_word(declared.unit))
