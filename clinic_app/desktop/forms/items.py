"""A small table of rows to type into: medicines, insulin, operations. A fresh row waits below the last one.

A table of many columns would be wider than a small screen: its rows wrap, each cell behind its own caption.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from clinic_app.desktop.forms.day import DateEditor
from clinic_app.desktop.forms.editor import Editor, LineEditor
from clinic_app.desktop.forms.number import NumberEditor
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.forms.text import NameEditor
from clinic_app.desktop.icons import icon
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_title, record_word
from clinic_app.desktop.widgets.basic import FoldingLabel, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.records.field import Field, Kind, Option

COLUMNS, LARGE = 4, 150
"""More than these wrap; with type as large as this (percent) those of every table."""
NARROW = (Kind.INTEGER, Kind.DECIMAL, Kind.CODE, Kind.DATE, Kind.BOOLEAN)


class ItemsEditor(Editor):
    """Rows of cells. Enter goes from cell to cell; Enter in the first cell of the empty row goes on."""

    def __init__(
        self,
        declared: Field,
        parent: QWidget | None = None,
        *,
        today: date | None = None,
        suggestions: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(declared, parent)
        self._today, self._suggestions = today, suggestions or {}
        self._wraps = len(declared.items) > (COLUMNS if theme().step < LARGE else 1)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme().lengths.tiny)
        self.inner.addLayout(self._grid)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        for column, part in enumerate(() if self._wraps else declared.items):
            self._grid.addWidget(label(record_title(part.label), "muted"), 0, column)
            self._grid.setColumnStretch(column, 0 if part.kind in NARROW else min(part.max_length or 100, 60))
        self._rows: list[list[Editor]] = []
        self._kept: list[dict[str, Any]] = []
        self._name = record_word(declared.label)
        self._add_row({})

    def value(self) -> Any:
        """The filled rows; values that have no cell here are kept."""
        found = []
        for kept, cells in zip(self._kept, self._rows, strict=True):
            typed = {cell.declared.name: cell.value() for cell in cells}
            if any(value not in (None, "") for value in typed.values()):
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
        cells: list[Editor] = []
        place = self._grid.rowCount()
        strip = QWidget() if self._wraps else None
        flow = FlowLayout(strip, spacing=theme().lengths.small) if strip else None
        for column, part in enumerate(self.declared.items):
            cell = self._cell(part)
            cell.set_value(values.get(part.name))
            cell.name_for_reader(f"{self._name} {len(self._rows) + 1} {record_word(part.label)}")
            cell.changed.connect(self._edited)
            cell.entered.connect(self.entered)
            cell.left.connect(self.left)
            cell.done.connect(self._cell_done)
            if flow is not None:
                flow.addWidget(_captioned(cell, part))
            else:
                self._grid.addWidget(cell, place, column)
            cells.append(cell)
        remover = QToolButton()
        remover.setProperty("role", "quiet")
        remover.setIcon(icon("remove", "muted"))
        remover.setAccessibleName(self.tr("去掉这一行"))
        remover.setToolTip(self.tr("去掉这一行"))
        remover.clicked.connect(self._remove)
        if strip is not None:
            self._grid.addWidget(strip, place, 0)
            self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(remover, place, self._last_column)
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
            item = self._grid.itemAtPosition(self._grid_row(cells), self._last_column)
            if item is not None and item.widget() is sender:
                self._take_out(cells)
                del self._rows[number], self._kept[number]
                break
        if not self._rows:
            self._add_row({})
        self._rows[0][0].take_focus()
        self.changed.emit()

    @property
    def _last_column(self) -> int:
        return 1 if self._wraps else len(self.declared.items)

    def _grid_row(self, cells: list[Editor]) -> int:
        holder: QWidget = cells[0]
        while (parent := holder.parentWidget()) is not None and parent is not self:
            holder = parent
        found = self._grid.getItemPosition(self._grid.indexOf(holder))
        assert isinstance(found, tuple)
        return int(found[0])

    def _take_out(self, cells: list[Editor]) -> None:
        place = self._grid_row(cells)
        for column in range(self._last_column + 1):
            item = self._grid.itemAtPosition(place, column)
            widget = item.widget() if item else None
            if widget is not None:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()

    def _cell(self, part: Field) -> Editor:
        if part.kind in (Kind.INTEGER, Kind.DECIMAL):
            return NumberEditor(part)
        if part.kind is Kind.DATE and self._today is not None:
            return DateEditor(part, self._today)
        if part.kind is Kind.BOOLEAN:
            return YesNoCell(
                part, [Option("1", record_word("是")), Option("0", record_word("否"))], blank="—", characters=3
            )
        if part.kind is Kind.CODE:
            options = [Option(each.code, _numbered(each)) for each in part.options]
            return PickEditor(part, options, blank="—", characters=6)
        known = self._suggestions.get(part.name, ())
        cell = NameEditor(part, known) if known else LineEditor(part, characters=6)
        if not self._wraps:
            cell.stretch()
        return cell


class YesNoCell(PickEditor):
    """是 or 否; nothing until somebody says so."""

    def value(self) -> Any:
        """True, False or None."""
        chosen = super().value()
        return None if chosen is None else chosen == "1"

    def set_value(self, value: Any) -> None:
        """Show a stored value."""
        super().set_value(None if value is None else "1" if value in (True, "1") else "0")


def _numbered(option: Option) -> str:
    """Its digit chooses it: lists are searched by their first character."""
    words = record_title(option.label)
    return f"{option.code} {words}" if option.code.isdigit() else words


def _captioned(cell: Editor, part: Field) -> QWidget:
    whole = QWidget()
    unit = record_word(part.unit)
    caption = FoldingLabel(record_title(part.label), "muted")
    whole.setLayout(row(caption, cell, *([label(unit, "muted")] if unit else [])))
    return whole
