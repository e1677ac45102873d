"""A form: sections of lines of cells. It moves the focus on, shows errors beside the field and keeps everything."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from clinic_app.desktop.forms.cell import Cell, FormLine, belongs
from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.forms.help import HelpPanel, help_lines
from clinic_app.desktop.forms.history import History
from clinic_app.desktop.forms.measured import MeasuredEditor
from clinic_app.desktop.forms.number import NumberEditor, doubt, problem
from clinic_app.desktop.forms.part import OTHER, Part, caption_of, wants_companion
from clinic_app.desktop.forms.section import Key, Line, Section, Told, lines
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_title
from clinic_app.desktop.widgets.line import KEEPS_HISTORY
from clinic_app.guidelines.rule_card import rule_cards
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Kind
from clinic_app.records.validation import check_values

__all__ = ["Cell", "Form", "FormLine", "Key", "Line", "Section", "Told", "lines"]

FIRST_SLICE, SLICE = 0.008, 0.008
"""Seconds of making lines before the form is first seen, and in each turn afterwards: laying out and painting what is
there takes the rest of the 50 ms that a window may stand still."""
CAPTION = 9
"""Characters of the longest caption on one line; longer ones wrap."""
SKIP_KEYS = {
    (Qt.Key.Key_PageDown, False): 1, (Qt.Key.Key_Down, True): 1,
    (Qt.Key.Key_PageUp, False): -1, (Qt.Key.Key_Up, True): -1,
}  # fmt: skip


class Form(QWidget):
    """All cells of one or several records. Keys are (record type, field).

    A `lazy` form makes its first lines at once and the others in short turns of the event loop, in their order; what
    is asked of a line that is not there yet is kept for it, or makes the form up to that line.
    """

    changed = Signal(object)
    """The key of the field that the person changed."""
    finished = Signal()
    """Enter in the last field."""
    own_asked = Signal(object)
    """The key of a field that was answered elsewhere and that the person wants to answer here."""
    built = Signal()
    """Every line is there."""

    def __init__(
        self, sections: Sequence[Section], today: date, parent: QWidget | None = None, *, lazy: bool = False
    ) -> None:
        super().__init__(parent)
        self._today = today
        self.programmes: Collection[str] | None = None
        """Whose rules F1 shows at a field of the common block; None for all."""
        self.cells: dict[Key, Cell] = {}
        """Those that are made."""
        self._order: list[Cell] = []
        self._by_editor: dict[Editor, Cell] = {}
        self._lines: dict[Key, FormLine] = {}
        self._home: dict[Key, Section] = {}
        self._waiting: dict[Key, Any] = {}
        self._waiting_marks: dict[Key, Mapping[str, str]] = {}
        self._asides: dict[Key, str] = {}
        self._hidden: set[Key] = set()
        self._followers: dict[Key, list[Key]] = {}
        self._leader: dict[Key, Key] = {}
        self.history = History(self)
        self.setProperty(KEEPS_HISTORY, True)
        self.body = QVBoxLayout(self)
        lengths = theme().lengths
        self.body.setContentsMargins(lengths.wide, lengths.gap, lengths.wide, lengths.gap)
        self.body.setSpacing(lengths.tiny)
        self.parts = [Part(number, each, today, self.tr("其他")) for number, each in enumerate(sections)]
        for part in self.parts:
            self._register(part.section)
            for told in part.told.values():
                told.own_asked.connect(self.own_asked)
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._next_part = 0
        self._builder = QTimer(self)
        self._builder.setSingleShot(True)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._go_on)
        self._caption_width = self._widest_caption()
        self._make(FIRST_SLICE if lazy else float("inf"))
        self._align_captions()
        theme().changed.connect(self._align_captions)

    @property
    def complete(self) -> bool:
        """Whether every line is made."""
        return self._next_part >= len(self.parts)

    def cell(self, record_type: str, name: str) -> Cell:
        """The cell of a field; the form is made up to it."""
        key = (record_type, name)
        while key not in self.cells and not self.complete:
            self._make_line()
        return self.cells[key]

    def line_of(self, record_type: str, name: str) -> FormLine:
        """The line on which a field stands."""
        return self._lines[self.cell(record_type, name).key]

    def has(self, record_type: str, name: str) -> bool:
        """Whether the form asks a field."""
        return (record_type, name) in self._home

    @property
    def keys(self) -> list[Key]:
        """Every field that the form asks, in its order."""
        return list(self._home)

    def values(self) -> dict[str, dict[str, Any]]:
        """What is filled in, by record type; empty fields are left out: not asked."""
        found: dict[str, dict[str, Any]] = {}
        for key in self._home:
            value = self.value(*key)
            if value not in (None, "", []):
                found.setdefault(key[0], {})[key[1]] = value
        return found

    def value(self, record_type: str, name: str) -> Any:
        """What stands in one field; None where nothing does or the form does not ask."""
        cell = self.cells.get((record_type, name))
        return cell.editor.value() if cell is not None else self._waiting.get((record_type, name))

    def set_values(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        """Fill in stored values."""
        for record_type, fields in values.items():
            for name, value in fields.items():
                key = (record_type, name)
                if key in self.cells:
                    self.cells[key].editor.set_value(value)
                    self.history.note(key)
                elif key in self._home:
                    self._waiting[key] = value
        for key in self._followers:
            self._follow(key)

    def enter(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        """Fill in as if the person had typed it: it can be taken back, and the page hears of it."""
        for record_type, fields in values.items():
            for name, value in fields.items():
                cell = self.cell(record_type, name)
                cell.editor.set_value(value)
                with self.history.change(cell):
                    self.tell_changed(cell.key)

    def marks(self) -> dict[Key, Mapping[str, str]]:
        """Where measured values come from, or why there is none."""
        found = {key: marks for key, cell in self.cells.items() if (marks := cell.editor.marks())}
        return {**found, **{key: marks for key, marks in self._waiting_marks.items() if key not in self.cells}}

    def set_marks(self, marks: Mapping[Key, Mapping[str, str]]) -> None:
        """Show stored marks."""
        for key, each in marks.items():
            if key in self.cells:
                self.cells[key].editor.set_marks(each)
                self.history.note(key)
            elif key in self._home:
                self._waiting_marks[key] = each

    def check(self) -> list[tuple[str, str, str]]:
        """What is refused by the declarations: `(type, field, sentence)`; the words also stand beside the field."""
        found = [
            (record_type, error.field, error.message)
            for record_type, fields in self.values().items()
            for error in check_values(RECORD_TYPES[record_type], _each_alone(record_type, fields)).errors
        ]
        self.show_errors(found)
        return found

    def show_errors(self, errors: Iterable[tuple[str, str, str]]) -> list[str]:
        """Put sentences beside their fields and begin at the first; returns those that have no field here."""
        self.clear_errors()
        homeless, first = [], None
        for record_type, name, message in errors:
            if not self.has(record_type, name):
                homeless.append(message)
                continue
            cell = self.cell(record_type, name)
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
        key = (record_type, name)
        self._asides[key] = words
        cell = self.cells.get(key)
        if cell is not None:
            cell.aside.setText(words)
            cell.aside.setVisible(bool(words))

    def set_shown(self, record_type: str, name: str, *, shown: bool) -> None:
        """Show or hide one field; a hidden one keeps its value but is not asked."""
        key = (record_type, name)
        self._hidden.discard(key) if shown else self._hidden.add(key)
        cell = self.cells.get(key)
        if cell is not None:
            cell.setVisible(shown)
            self._lines[key].fit()

    def show_parts(self, names: Iterable[str], *, shown: bool) -> None:
        """Show or hide sections by their names."""
        wanted = set(names)
        for part in self.parts:
            if part.section.name in wanted:
                part.setProperty("hidden", not shown)
                part.setVisible(shown)

    def tell(self, name: str, words: str, hint: str = "") -> None:
        """Say in its line what is not asked because it was answered elsewhere."""
        for part in self.parts:
            if name in part.told:
                part.tell(name, words, hint)

    def told(self, name: str) -> str:
        """What a line says."""
        return next((part.told[name].words.text() for part in self.parts if name in part.told), "")

    def begin(self, record_type: str = "", name: str = "") -> None:
        """Put the focus on a field, or on the first."""
        if self.has(record_type, name):
            self.cell(record_type, name).editor.take_focus()
        elif self._order:
            self._order[0].editor.take_focus()

    def focused_cell(self) -> Cell | None:
        """The cell that has the focus."""
        focused = self.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return None
        return next((each for each in self._order if each.isAncestorOf(focused)), None)

    def show_help(self) -> bool:
        """F1: help at the field that has the focus."""
        cell = self.focused_cell()
        if cell is None:
            return False
        words = help_lines(cell.declared, measured=isinstance(cell.editor, MeasuredEditor))
        cards = rule_cards(default_rule_books(), *cell.key, self._today, self.programmes)
        HelpPanel(record_title(cell.declared.label), words, self.window(), cards).open()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PageDown and Ctrl+Down go to the next titled section, PageUp and Ctrl+Up back."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step = SKIP_KEYS.get((Qt.Key(event.key()), control), 0)
        if not step or not self.skip(step):
            super().keyPressEvent(event)

    def skip(self, step: int) -> bool:
        """To the next or the previous section with a title; whether there is one."""
        here = self.focused_cell()
        current = next((place for place, part in enumerate(self.parts) if here and part.isAncestorOf(here)), 0)
        places = range(current + 1, len(self.parts)) if step > 0 else range(current - 1, -1, -1)
        for place in places:
            part = self.parts[place]
            if not part.section.title or part.property("hidden"):
                continue
            self._make_up_to(place)
            target = next((each for line in part.made for each in line.cells if each.isVisibleTo(self)), None)
            if target is not None:
                target.editor.take_focus()
                return True
        return False

    def _register(self, section: Section) -> None:
        for line in section.lines:
            for name in line.names:
                self._home[(section.type, name)] = section
        for line in section.lines:
            for name in line.names:
                if leader := self._leader_of(section, name):
                    self._leader[(section.type, name)] = (section.type, leader)
                    self._followers.setdefault((section.type, leader), []).append((section.type, name))

    def _leader_of(self, section: Section, name: str) -> str:
        """The field whose answer decides whether this one is asked; empty when it always is."""
        if name in section.shown_when:
            return section.shown_when[name][0]
        base = name.removesuffix(OTHER)
        asked = base != name and (section.type, base) in self._home
        return base if asked and section.declared(base).kind is Kind.CODE else ""

    def _make(self, seconds: float) -> None:
        ends = time.perf_counter() + seconds
        while not self.complete and time.perf_counter() < ends:
            self._make_line()
        if not self.complete:
            self._builder.start()

    def _make_up_to(self, place: int) -> None:
        """All lines of the sections up to this one: the order in which Tab goes is the order of making."""
        while self._next_part <= place:
            self._make_line()

    @Slot()
    def _go_on(self) -> None:
        self._make(SLICE)
        if self.complete:
            self.built.emit()

    def _make_line(self) -> None:
        part = self.parts[self._next_part]
        if not part.complete:
            line = part.make_line(self._finish)
            line.caption.setFixedWidth(self._caption_width)
            for cell in line.cells:
                self._lines[cell.key] = line
            if not part.property("hidden"):
                part.show()
        if part.complete:
            self._next_part += 1

    def _finish(self, cell: Cell) -> None:
        key = cell.key
        self.cells[key] = cell
        self._order.append(cell)
        self._by_editor[cell.editor] = cell
        if key in self._waiting:
            cell.editor.set_value(self._waiting.pop(key))
        if key in self._waiting_marks:
            cell.editor.set_marks(self._waiting_marks.pop(key))
        if self._asides.get(key):
            cell.aside.setText(self._asides[key])
            cell.aside.show()
        if key in self._leader and not self._asked(self._leader[key], key):
            self._hidden.add(key)
        if key in self._hidden:
            cell.hide()
        self.history.note(key)
        cell.editor.changed.connect(self._cell_changed)
        cell.editor.done.connect(self._cell_done)
        cell.editor.entered.connect(self._cell_entered)
        cell.editor.left.connect(self._cell_left)

    def _follow(self, leader: Key) -> None:
        """Show what only this field's answer asks for."""
        for key in self._followers.get(leader, ()):
            self.set_shown(*key, shown=self._asked(leader, key))
            self._follow(key)

    def _asked(self, leader: Key, key: Key) -> bool:
        if leader in self._hidden:
            return False
        section = self._home[key]
        value = self.value(*leader)
        if key[1] in section.shown_when:
            codes = section.shown_when[key[1]][1]
            chosen = value if isinstance(value, (list, tuple)) else [value]
            return any(str(each) in codes for each in chosen if each is not None)
        return wants_companion(section.declared(leader[1]), value)

    def _sender_cell(self) -> Cell | None:
        sender = self.sender()
        return self._by_editor.get(sender) if isinstance(sender, Editor) else None

    @Slot()
    def _cell_changed(self) -> None:
        cell = self._sender_cell()
        if cell is None:
            return
        with self.history.change(cell):
            self.tell_changed(cell.key)

    def tell_changed(self, key: Key) -> None:
        """A field has another value: its marks go, what only it asks for comes or goes, and the page hears of it."""
        self.cells[key].editor.mark(wrong=False)
        self._lines[key].tell(key, "", "")
        self._follow(key)
        self.changed.emit(key)

    @Slot()
    def _cell_done(self) -> None:
        cell = self._sender_cell()
        if cell is None:
            return
        place = self._order.index(cell) + 1
        while True:
            target = next((each for each in self._order[place:] if self._is_next(cell, each)), None)
            if target is not None:
                target.editor.take_focus()
                return
            if self.complete:
                self.finished.emit()
                return
            self._make_line()

    def _is_next(self, cell: Cell, following: Cell) -> bool:
        """Hidden fields are passed over, lines to be passed, and the words of an option that was not chosen."""
        if not following.isVisibleTo(self) or not following.isEnabled():
            return False
        if (following.passed and not cell.passed) or not following.editor.waits_for_answer:
            return False
        if isinstance(cell.editor, ChoiceEditor) and belongs(following, cell):
            return wants_companion(cell.declared, cell.editor.value())
        return True

    @Slot()
    def _cell_left(self) -> None:
        self.history.rest()
        cell = self._sender_cell()
        if cell is None or not isinstance(cell.editor, (NumberEditor, MeasuredEditor)):
            return
        text = cell.editor.value() or ""
        words = (problem(cell.declared, text) or doubt(cell.declared, text)) if text else ""
        self._lines[cell.key].tell(cell.key, words, "watch")

    @Slot()
    def _cell_entered(self) -> None:
        cell = self._sender_cell()
        if cell is not None:
            self.history.note(cell.key)
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
            area.horizontalScrollBar().setValue(0)

    def _widest_caption(self) -> int:
        """As wide as the widest caption of the form, up to nine characters."""
        metrics = self.fontMetrics()
        captions = (caption_of(part.section, line) for part in self.parts for line in part.section.lines)
        widest = max((metrics.horizontalAdvance(each) for each in captions), default=0) + 4
        return min(widest, metrics.horizontalAdvance("国" * CAPTION))

    @Slot()
    def _align_captions(self) -> None:
        self._caption_width = width = self._widest_caption()
        for line in set(self._lines.values()):
            line.caption.setFixedWidth(width)
        for told in (told for part in self.parts for told in part.told.values()):
            told.caption.setFixedWidth(width)


def _each_alone(record_type: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Where a form asks for several codes and makes a record of each, one of them is checked: all are its options."""
    declared = RECORD_TYPES[record_type].fields
    return {
        name: value[0] if isinstance(value, list) and name in declared and declared[name].kind is Kind.CODE else value
        for name, value in fields.items()
    }
