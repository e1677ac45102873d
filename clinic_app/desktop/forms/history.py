"""Undo and redo over all fields of a form: one step is what a person did at one field, with what followed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from clinic_app.desktop.forms.cell import Cell
from clinic_app.desktop.forms.choice import ChoiceEditor
from clinic_app.desktop.forms.section import Key
from clinic_app.desktop.widgets.basic import SHORTCUT_WORDS

if TYPE_CHECKING:
    from clinic_app.desktop.forms.form import Form

UNDO_KEYS, REDO_KEYS = ("Ctrl+Z",), ("Ctrl+Y", "Ctrl+Shift+Z")
MOST = 200
"""Steps that are kept: more than a form has fields."""


@dataclass(frozen=True)
class State:
    """What stands in a field, with the marks of a measured value."""

    value: Any = None
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Step:
    """Before and after of the field that was written in, and of those that followed it."""

    key: Key
    before: dict[Key, State]
    after: dict[Key, State]


class History(QObject):
    """Belongs to a form, which tells it of every change. Ctrl+Z and Ctrl+Y work while the focus is in the form."""

    moved = Signal()
    """There is something else to take back or to do again than before."""

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._form = form
        self._known: dict[Key, State] = {}
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._typing: Key | None = None
        """The field in which one word after the other belongs to the same step."""
        self._replaying = False
        self._offered: dict[Key, State] = {}
        self._keys = [_key(form, key, self.undo, self.tr("撤销")) for key in UNDO_KEYS]
        self._keys += [_key(form, key, self.redo, self.tr("重做")) for key in REDO_KEYS]

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._done or self._offered)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return bool(self._undone)

    def leave_keys(self) -> None:
        """The page has buttons with these keys, which work wherever the focus is."""
        for each in self._keys:
            each.setEnabled(False)

    def offer(self, values: Mapping[str, Mapping[str, Any]], marks: Mapping[Key, Mapping[str, str]]) -> None:
        """What was thrown away as a whole: the first thing to be taken back."""
        found = {(kind, name): value for kind, fields in values.items() for name, value in fields.items()}
        self._offered = {key: State(value, marks.get(key, {})) for key, value in found.items()}
        self.moved.emit()

    def note(self, key: Key) -> None:
        """What stands there now is how it was before the next change."""
        if not self._replaying:
            self._known[key] = self._state(key)

    @contextmanager
    def change(self, cell: Cell) -> Iterator[None]:
        """A person changed a field; what else is different at the end of the block followed from it."""
        if self._replaying:
            yield
            return
        key, now = cell.key, self._state(cell.key)
        before = self._known.get(key, State())
        self._known[key] = now
        if before == now:
            yield
            return
        step = self._write(cell, before, now)
        yield
        self._follow(step)
        self.moved.emit()

    def rest(self) -> None:
        """The field was left: what is written next is a step of its own."""
        self._typing = None

    @Slot()
    def undo(self) -> None:
        """Take back the last step and go to its field."""
        if not self._done and self._offered:
            self._bring_back()
            return
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._put(step.key, step.before)

    @Slot()
    def redo(self) -> None:
        """Do the step again that was taken back last."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._put(step.key, step.after)

    def _follow(self, step: Step) -> None:
        """Pages write into the editors themselves, so all that are made are looked at: less than a millisecond."""
        for key in self._form.cells:
            before, now = self._known.get(key), self._state(key)
            if before is not None and before != now:
                self._known[key] = now
                step.before.setdefault(key, before)
                step.after[key] = now

    def _write(self, cell: Cell, before: State, now: State) -> Step:
        self._undone.clear()
        key = cell.key
        if self._typing == key and self._done and self._done[-1].key == key:
            self._done[-1].after[key] = now
        else:
            # A step may begin inside another one: the field that a choice filled in tells of its change too.
            self._done.append(Step(key, {key: before}, {key: now}))
            del self._done[:-MOST]
        self._typing = None if isinstance(cell.editor, ChoiceEditor) else key
        return self._done[-1]

    def _bring_back(self) -> None:
        after = {key: state for key, state in self._offered.items() if self._form.has(*key)}
        before = {key: self._state(key) for key in after}
        self._offered = {}
        first = next(iter(after), None)
        if first is not None:
            # Taken back once more, the form is as it was read.
            self._undone.append(Step(first, after, before))
            self._put(first, after)

    def _put(self, first: Key, states: Mapping[Key, State]) -> None:
        self._typing = None
        self._replaying = True
        try:
            self._write_all(states)
            for key in states:
                self._form.tell_changed(key)
            # What the pages made of it meanwhile is not what stood there.
            self._write_all(states)
        finally:
            self._replaying = False
        for key in self._form.cells:
            self.note(key)
        self._form.begin(*first)
        self.moved.emit()

    def _write_all(self, states: Mapping[Key, State]) -> None:
        for key, state in states.items():
            editor = self._form.cell(*key).editor
            if self._state(key) != state:
                editor.set_value(state.value)
                editor.set_marks(state.marks)

    def _state(self, key: Key) -> State:
        editor = self._form.cell(*key).editor
        return State(deepcopy(editor.value()), dict(editor.marks()))


def _key(form: Form, key: str, slot: Any, words: str) -> QShortcut:
    made = QShortcut(QKeySequence(key), form)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.setProperty(SHORTCUT_WORDS, words)
    made.activated.connect(slot)
    return made
