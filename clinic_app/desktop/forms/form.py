"""A form: sections of lines of cells. It moves the focus on, shows errors beside the field and keeps everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.factory import editor_for
from clinic_app.desktop.forms.help import HelpPanel, help_lines
from clinic_app.desktop.forms.number import NumberEditor, doubt, problem
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import IconLabel, label
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field
from clinic_app.records.validation import check_values

Key = tuple[str, str]
"""Record type and field name."""


@dataclass(frozen=True)
class Line:
    """Fields that stand side by side. `label` replaces the first field's own; `joined` stands between them."""

    names: tuple[str, ...]
    label: str = ""
    joined: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """One record type's part of a form.

    `fields` replaces declarations (options that the rules give), `editors` the widgets (lists from the directory).
    """

    type: str
    lines: tuple[Line, ...]
    title: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    editors: Mapping[str, Callable[[Field], Editor]] = field(default_factory=dict)

    def declared(self, name: str) -> Field:
        """The declaration in force for this form."""
        return self.fields.get(name) or RECORD_TYPES[self.type].fields[name]


def lines(*names: str) -> tuple[Line, ...]:
    """One field a line; `a b` puts two on one."""
    return tuple(Line(tuple(each.split())) for each in names)


class Cell(QWidget):
    """One field: its editor, unit and the quiet words beside it."""

    def __init__(self, key: Key, declared: Field, editor: Editor, caption: str) -> None:
        super().__init__()
        self.key, self.declared, self.editor = key, declared, editor
        self.aside = label("", "muted")
        self.aside.hide()
        self.caption: QLabel | None = label(caption, "muted") if caption else None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().lengths.small)
        if self.caption:
            self.caption.setBuddy(editor)
            layout.addWidget(self.caption)
        layout.addWidget(editor)
        self.unit = label(record_word(declared.unit), "muted")
        if not declared.unit:
            self.unit.hide()
        layout.addWidget(self.unit)
        if isinstance(editor, ChoiceEditor):
            editor.add_trailing(self.aside)
        else:
            layout.addWidget(self.aside)
        editor.name_for_reader(" ".join(part for part in map(record_word, (declared.label, declared.unit)) if part))

    @property
    def spreads(self) -> bool:
        """Whether the cell wants the whole width."""
        return self.editor.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding


class FormLine(QWidget):
    """A label, its cells, and below them the words about what is doubtful or wrong."""

    def __init__(self, caption: str, cells: Sequence[Cell], joined: str) -> None:
        super().__init__()
        self.cells = list(cells)
        self.caption = label(caption, wrap=True)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.caption.setContentsMargins(0, theme().lengths.small, 0, 0)
        self.caption.setBuddy(cells[0].editor)
        self.note = IconLabel()
        self.note.tell("")
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(self._strip(joined))
        right.addWidget(self.note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(theme().lengths.gap)
        layout.addWidget(self.caption)
        layout.addLayout(right, 1)
        self._notes: dict[Key, tuple[str, str]] = {}

    def _strip(self, joined: str) -> QWidget:
        strip = QWidget()
        first, *others = self.cells
        if isinstance(first.editor, ChoiceEditor) and others and all(_belongs(each, first) for each in others):
            for each in others:
                first.editor.add_trailing(each)
            inner = QHBoxLayout(strip)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.addWidget(first, 1)
            return strip
        if len(self.cells) == 1 and self.cells[0].spreads:
            inner = QHBoxLayout(strip)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.addWidget(self.cells[0], 1)
            return strip
        flow = FlowLayout(strip, spacing=theme().lengths.small if joined else theme().lengths.wide)
        for place, cell in enumerate(self.cells):
            if joined and place:
                self.cells[place - 1].unit.hide()
                flow.addWidget(label(joined, "muted"))
            flow.addWidget(cell)
        return strip

    def tell(self, key: Key, words: str, state: str) -> None:
        """Say something about one of the cells; an empty text takes it back."""
        self._notes.pop(key, None)
        if words:
            self._notes[key] = (words, state)
        worst = "danger" if any(each == "danger" for _, each in self._notes.values()) else "watch"
        self.note.tell("；".join(words for words, _ in self._notes.values()), worst)


class Form(QWidget):
    """All cells of one or several records. Keys are (record type, field)."""

    changed = Signal(object)
    """The key of the field that the person changed."""
    finished = Signal()
    """Enter in the last field."""

    def __init__(self, sections: Sequence[Section], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.cells: dict[Key, Cell] = {}
        self._order: list[Cell] = []
        self._lines: dict[Key, FormLine] = {}
        self._titles: dict[int, QLabel] = {}
        self.body = QVBoxLayout(self)
        lengths = theme().lengths
        self.body.setContentsMargins(lengths.wide, lengths.gap, lengths.wide, lengths.gap)
        self.body.setSpacing(lengths.tiny)
        for number, section in enumerate(sections):
            self._add_section(number, section)
        self.body.addStretch(1)
        self._align_captions()
        theme().changed.connect(self._align_captions)

    def cell(self, record_type: str, name: str) -> Cell:
        """The cell of a field."""
        return self.cells[(record_type, name)]

    def line_of(self, record_type: str, name: str) -> FormLine:
        """The line on which a field stands."""
        return self._lines[(record_type, name)]

    def has(self, record_type: str, name: str) -> bool:
        """Whether the form asks a field."""
        return (record_type, name) in self.cells

    def values(self) -> dict[str, dict[str, Any]]:
        """What is filled in, by record type; empty fields are left out: not asked."""
        found: dict[str, dict[str, Any]] = {}
        for (record_type, name), cell in self.cells.items():
            value = cell.editor.value()
            if value not in (None, "", []):
                found.setdefault(record_type, {})[name] = value
        return found

    def set_values(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        """Fill in stored values."""
        for record_type, fields in values.items():
            for name, value in fields.items():
                if (record_type, name) in self.cells:
                    self.cells[(record_type, name)].editor.set_value(value)

    def check(self) -> list[tuple[str, str, str]]:
        """What is refused by the declarations: `(type, field, sentence)`; the words also stand beside the field."""
        found = [
            (record_type, error.field, error.message)
            for record_type, fields in self.values().items()
            for error in check_values(RECORD_TYPES[record_type], fields).errors
        ]
        self.show_errors(found)
        return found

    def show_errors(self, errors: Iterable[tuple[str, str, str]]) -> list[str]:
        """Put sentences beside their fields and begin at the first; returns those that have no field here."""
        self.clear_errors()
        homeless, first = [], None
        for record_type, name, message in errors:
            cell = self.cells.get((record_type, name))
            if cell is None:
                homeless.append(message)
                continue
            cell.editor.mark(wrong=True)
            self._lines[cell.key].tell(cell.key, message, "danger")
            first = first or cell
        if first is not None:
            first.editor.take_focus()
        return homeless

    def clear_errors(self) -> None:
        """Take all marks away."""
        for key, cell in self.cells.items():
            cell.editor.mark(wrong=False)
            self._lines[key].tell(key, "", "")

    def set_aside(self, record_type: str, name: str, words: str) -> None:
        """Quiet words beside a field: 上次 148/92 (8月3日)."""
        cell = self.cells.get((record_type, name))
        if cell is not None:
            cell.aside.setText(words)
            cell.aside.setVisible(bool(words))

    def set_shown(self, record_type: str, name: str, *, shown: bool) -> None:
        """Show or hide one field; a hidden one keeps its value but is not asked."""
        cell = self.cells[(record_type, name)]
        cell.setVisible(shown)
        line = self._lines[cell.key]
        line.setVisible(any(not each.isHidden() for each in line.cells))

    def begin(self, record_type: str = "", name: str = "") -> None:
        """Put the focus on a field, or on the first."""
        cell = self.cells.get((record_type, name)) or (self._order[0] if self._order else None)
        if cell is not None:
            cell.editor.take_focus()

    def show_help(self) -> bool:
        """F1: help at the field that has the focus."""
        focused = self.focusWidget()
        cell = next((each for each in self._order if focused is not None and each.isAncestorOf(focused)), None)
        if cell is None:
            return False
        HelpPanel(record_word(cell.declared.label), help_lines(cell.declared), self.window()).open()
        return True

    def show_section(self, number: int, *, shown: bool) -> None:
        """Show or hide a section with its title."""
        if number in self._titles:
            self._titles[number].setVisible(shown)
        for line in set(self._lines.values()):
            if line.property("section") == number:
                line.setVisible(shown)

    def _add_section(self, number: int, section: Section) -> None:
        if section.title:
            title = label(section.title, "section")
            title.setContentsMargins(0, theme().lengths.gap if number else 0, 0, theme().lengths.tiny)
            self._titles[number] = title
            self.body.addWidget(title)
        for spec in section.lines:
            cells = [self._cell(section, name, spec, place) for place, name in enumerate(spec.names)]
            caption = spec.label or spec.labels.get(spec.names[0]) or record_word(cells[0].declared.label)
            line = FormLine(caption, cells, spec.joined)
            line.setProperty("section", number)
            for cell in cells:
                self._lines[cell.key] = line
            self.body.addWidget(line)

    def _cell(self, section: Section, name: str, spec: Line, place: int) -> Cell:
        declared = section.declared(name)
        make = section.editors.get(name)
        editor = make(declared) if make else editor_for(declared, self._today)
        caption = spec.labels.get(name, record_word(declared.label)) if place and not spec.joined else ""
        if place and name == f"{spec.names[0]}_other":
            caption = self.tr("其他")
        cell = Cell((section.type, name), declared, editor, caption)
        self.cells[cell.key] = cell
        self._order.append(cell)
        editor.changed.connect(self._cell_changed)
        editor.done.connect(self._cell_done)
        editor.entered.connect(self._cell_entered)
        editor.left.connect(self._cell_left)
        return cell

    def _sender_cell(self) -> Cell | None:
        sender = self.sender()
        return next((cell for cell in self._order if cell.editor is sender), None)

    @Slot()
    def _cell_changed(self) -> None:
        cell = self._sender_cell()
        if cell is None:
            return
        cell.editor.mark(wrong=False)
        self._lines[cell.key].tell(cell.key, "", "")
        self.changed.emit(cell.key)

    @Slot()
    def _cell_done(self) -> None:
        cell = self._sender_cell()
        if cell is None:
            return
        following = self._order[self._order.index(cell) + 1 :]
        target = next((each for each in following if self._is_next(cell, each)), None)
        if target is not None:
            target.editor.take_focus()
        else:
            self.finished.emit()

    def _is_next(self, cell: Cell, following: Cell) -> bool:
        """Hidden fields are passed over, and the words of an option that was not chosen."""
        if not following.isVisibleTo(self) or not following.isEnabled():
            return False
        own_text = isinstance(cell.editor, ChoiceEditor) and _belongs(following, cell)
        return not own_text or (isinstance(cell.editor, ChoiceEditor) and cell.editor.wants_text)

    @Slot()
    def _cell_left(self) -> None:
        cell = self._sender_cell()
        if cell is None or not isinstance(cell.editor, NumberEditor):
            return
        text = cell.editor.value() or ""
        words = (problem(cell.declared, text) or doubt(cell.declared, text)) if text else ""
        self._lines[cell.key].tell(cell.key, words, "watch")

    @Slot()
    def _cell_entered(self) -> None:
        # After the layout has settled: the page scrolls so that the field and its note can be seen.
        QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        focused = self.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(focused, 0, theme().lengths.row)

    @Slot()
    def _align_captions(self) -> None:
        """All captions as wide as the widest, up to nine characters; longer ones wrap."""
        rows = set(self._lines.values())
        if not rows:
            return
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(line.caption.text()) for line in rows) + 4
        limit = metrics.horizontalAdvance("国" * 9)
        for line in rows:
            line.caption.setFixedWidth(min(widest, limit))


def _belongs(cell: Cell, choice: Cell) -> bool:
    """Whether a field holds the words of another field's option."""
    return cell.key == (choice.key[0], f"{choice.key[1]}_other")
