"""A small table of rows to type into: medicines, insulin, operations. A fresh row waits below the last one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from clinic_app.desktop.forms.editor import Editor, LineEditor
from clinic_app.desktop.forms.number import NumberEditor
from clinic_app.desktop.icons import icon
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import label
from clinic_app.records.field import Field, Kind


class ItemsEditor(Editor):
    """Rows of cells. Enter goes from cell to cell; Enter in the first cell of the empty row goes on."""

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme().lengths.tiny)
        self.inner.addLayout(self._grid)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        for column, part in enumerate(declared.items):
            self._grid.addWidget(label(record_word(part.label), "muted"), 0, column)
            self._grid.setColumnStretch(column, 0 if part.kind is Kind.INTEGER else min(part.max_length or 100, 60))
        self._rows: list[list[LineEditor]] = []
        self._kept: list[dict[str, Any]] = []
        self._name = record_word(declared.label)
        self._add_row({})

    def value(self) -> Any:
        """The filled rows; values that have no cell here are kept."""
        found = []
        for kept, cells in zip(self._kept, self._rows, strict=True):
            typed = {cell.declared.name: cell.value() for cell in cells}
            if any(typed.values()):
                shown = {part.name for part in self.declared.items}
                rest = {name: value for name, value in kept.items() if name not in shown}
                found.append({**rest, **{name: value for name, value in typed.items() if value is not None}})
        return found or None

    def set_value(self, value: Any) -> None:
        """Show stored rows."""
        for cells in self._rows:
            self._take_out(cells)
        self._rows, self._kept = [], []
        for each in value or []:
            self._add_row(each if isinstance(each, Mapping) else {})
        self._add_row({})

    def name_for_reader(self, name: str) -> None:
        """Each cell says the table's name and its own."""
        self._name = name
        for number, cells in enumerate(self._rows, 1):
            for cell in cells:
                cell.name_for_reader(f"{name} {number} {record_word(cell.declared.label)}")

    def mark(self, *, wrong: bool) -> None:
        """The frame of the first empty obligatory cell, or of the first cell."""
        for cells in self._rows:
            for cell in cells:
                cell.mark(wrong=wrong and cell.declared.required and not cell.value())

    def take_focus(self) -> None:
        """Begin at the first cell."""
        self._rows[0][0].take_focus()

    def _add_row(self, values: Mapping[str, Any]) -> None:
        cells: list[LineEditor] = []
        place = self._grid.rowCount()
        for column, part in enumerate(self.declared.items):
            cell = _cell(part)
            cell.set_value(values.get(part.name))
            cell.name_for_reader(f"{self._name} {len(self._rows) + 1} {record_word(part.label)}")
            cell.changed.connect(self._edited)
            cell.entered.connect(self.entered)
            cell.left.connect(self.left)
            cell.done.connect(self._cell_done)
            self._grid.addWidget(cell, place, column)
            cells.append(cell)
        remover = QToolButton()
        remover.setProperty("role", "quiet")
        remover.setIcon(icon("remove", "muted"))
        remover.setAccessibleName(self.tr("去掉这一行"))
        remover.setToolTip(self.tr("去掉这一行"))
        remover.clicked.connect(self._remove)
        self._grid.addWidget(remover, place, len(self.declared.items))
        self._rows.append(cells)
        self._kept.append(dict(values))

    @Slot()
    def _edited(self) -> None:
        if any(cell.value() for cell in self._rows[-1]):
            self._add_row({})
        self.changed.emit()

    @Slot()
    def _cell_done(self) -> None:
        flat = [cell for cells in self._rows for cell in cells]
        sender = self.sender()
        place = next((i for i, cell in enumerate(flat) if cell is sender), len(flat) - 1)
        at_empty_row = place == len(flat) - len(self.declared.items) and not flat[place].value()
        if at_empty_row or place + 1 >= len(flat):
            self.done.emit()
        else:
            flat[place + 1].take_focus()

    @Slot()
    def _remove(self) -> None:
        sender = self.sender()
        for number, cells in enumerate(self._rows):
            item = self._grid.itemAtPosition(self._grid_row(cells), len(self.declared.items))
            if item is not None and item.widget() is sender:
                self._take_out(cells)
                del self._rows[number], self._kept[number]
                break
        if not self._rows:
            self._add_row({})
        self._rows[0][0].take_focus()
        self.changed.emit()

    def _grid_row(self, cells: list[LineEditor]) -> int:
        index = self._grid.indexOf(cells[0])
        found = self._grid.getItemPosition(index)
        assert isinstance(found, tuple)
        return int(found[0])

    def _take_out(self, cells: list[LineEditor]) -> None:
        place = self._grid_row(cells)
        for column in range(len(self.declared.items) + 1):
            item = self._grid.itemAtPosition(place, column)
            widget = item.widget() if item else None
            if widget is not None:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()


def _cell(part: Field) -> LineEditor:
    if part.kind in (Kind.INTEGER, Kind.DECIMAL):
        return NumberEditor(part)
    cell = LineEditor(part, characters=6)
    cell.stretch()
    return cell
