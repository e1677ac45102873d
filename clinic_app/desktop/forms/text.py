"""Free text: one line, or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from clinic_app.desktop.forms.editor import Editor, LineEditor
from clinic_app.desktop.forms.suggest import Suggestions
from clinic_app.desktop.widgets.line import COMMANDS, ENTER, is_undo
from clinic_app.records.field import Field

WIDTHS = ((12, 14), (20, 14), (40, 16), (100, 18))
"""Half-width characters shown for a longest text of so many; more than the last gets WIDEST."""
WIDEST = 26
SKIPS = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Down, Qt.Key.Key_Up)


class TextEditor(LineEditor):
    """One line; its width shows how much is expected."""

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        longest = declared.max_length or WIDTHS[-1][0]
        shown = next((width for limit, width in WIDTHS if longest <= limit), WIDEST)
        super().__init__(declared, parent, characters=20 if declared.name == "id_no" else shown)


class NameEditor(TextEditor):
    """A line that offers known words; any other text is taken too."""

    def __init__(self, declared: Field, known: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        if known:
            self._suggestions = Suggestions(known, self.line)
            self._suggestions.activated.connect(self._taken)

    @Slot()
    def _taken(self) -> None:
        self.changed.emit()


class TextArea(QPlainTextEdit):
    """Several lines. Enter goes on, Shift+Enter makes a new line, Tab leaves."""

    entered = Signal()
    left = Signal()
    done = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell `entered`."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell `left`."""
        super().focusOutEvent(event)
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the form's."""
        return not is_undo(event, self) and super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on unless Shift is held."""
        plain_enter = event.key() in ENTER and not event.modifiers() & (COMMANDS | Qt.KeyboardModifier.ShiftModifier)
        paging = event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        if plain_enter:
            self.done.emit()
        elif event.key() in SKIPS and (paging or event.modifiers() & COMMANDS):
            # The form goes to another section; within the text the plain arrows move.
            event.ignore()
        else:
            super().keyPressEvent(event)


class LongTextEditor(Editor):
    """A few lines of free text."""

    def __init__(self, declared: Field, parent: QWidget | None = None, *, lines: int = 2) -> None:
        super().__init__(declared, parent)
        self.area = TextArea()
        self.area.setTabChangesFocus(True)
        self.area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.area.setFixedHeight(self.area.fontMetrics().lineSpacing() * lines + 18)
        self.inner.addWidget(self.area)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.area)
        self._setting = False
        self.area.textChanged.connect(self._edited)
        self.area.entered.connect(self.entered)
        self.area.left.connect(self.left)
        self.area.done.connect(self.done)

    def value(self) -> Any:
        """The text, trimmed."""
        return self.area.toPlainText().strip() or None

    def set_value(self, value: Any) -> None:
        """Show a stored value."""
        self._setting = True
        self.area.setPlainText("" if value is None else str(value))
        self._setting = False

    def _edited(self) -> None:
        if not self._setting:
            self.changed.emit()
