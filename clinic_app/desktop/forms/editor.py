"""What every editor of a field is: a value in, a value out, and three signals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from clinic_app.desktop.forms.help import help_lines
from clinic_app.desktop.widgets.basic import set_role
from clinic_app.desktop.widgets.line import QWIDGETSIZE_MAX, Line
from clinic_app.records.field import Field


class Editor(QWidget):
    """The widget of one field. The value is as typed; validation brings it to its stored shape."""

    changed = Signal()
    """The person changed the value."""
    done = Signal()
    """The person is ready for the next field."""
    entered = Signal()
    left = Signal()

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declared = declared
        self.inner = QHBoxLayout(self)
        self.inner.setContentsMargins(0, 0, 0, 0)

    def value(self) -> Any:
        """What stands in the field; None when nothing."""
        raise TypeError("each editor says its own value")

    def set_value(self, value: Any) -> None:
        """Put a stored value in, without telling `changed`."""
        raise TypeError("each editor takes its own value")

    def marks(self) -> Mapping[str, str]:
        """What belongs to a measured value besides itself (forms/measured.py); empty for everything else."""
        return {}

    def set_marks(self, marks: Mapping[str, str]) -> None:
        """Show stored marks; a field that has none forgets them."""

    @property
    def waits_for_answer(self) -> bool:
        """Whether Enter from the field before stops here; what was confirmed already is passed over."""
        return True

    def has_value(self) -> bool:
        """Whether something stands in the field."""
        return self.value() not in (None, "", [])

    def name_for_reader(self, name: str) -> None:
        """What a screen reader says on entering."""
        target = self.focusProxy() or self
        target.setAccessibleName(name)
        if not target.accessibleDescription():
            target.setAccessibleDescription("；".join(help_lines(self.declared)))

    def mark(self, *, wrong: bool) -> None:
        """Show or clear the frame of a refused value."""
        set_role(self.focusProxy() or self, "error" if wrong else "", "state")

    def take_focus(self) -> None:
        """Begin here."""
        (self.focusProxy() or self).setFocus(Qt.FocusReason.TabFocusReason)


LEAST = 12
"""Half-width characters that a box keeps where there is little room: a day is seen whole."""


class LineEditor(Editor):
    """An editor around one line."""

    def __init__(self, declared: Field, parent: QWidget | None = None, *, characters: int = 12) -> None:
        super().__init__(declared, parent)
        self.line = Line()
        self.inner.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._characters = characters
        self._fixed = True
        self._measure()
        self.line.textEdited.connect(self._edited)
        self.line.entered.connect(self.entered)
        self.line.left.connect(self._left)
        self.line.done.connect(self.done)

    def value(self) -> Any:
        """The text, trimmed."""
        return self.line.text().strip() or None

    def set_value(self, value: Any) -> None:
        """Show a stored value."""
        self.line.setText("" if value is None else str(value))
        if not self.line.hasFocus():
            # A long text shows how it begins.
            self.line.setCursorPosition(0)

    def stretch(self) -> None:
        """Take the room there is instead of a fixed width."""
        self._fixed = False
        self.line.setMaximumWidth(QWIDGETSIZE_MAX)
        self.line.setMinimumWidth(_width(self.line, min(self._characters, LEAST)))

    def changeEvent(self, event: QEvent) -> None:
        """A larger type needs a wider box."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and getattr(self, "_fixed", False):
            self._measure()

    def _measure(self) -> None:
        """Its own width; less where a form has no room for it."""
        self.line.setMinimumWidth(_width(self.line, min(self._characters, LEAST)))
        self.line.setMaximumWidth(_width(self.line, self._characters))

    def _edited(self, text: str) -> None:
        self.changed.emit()

    def _left(self) -> None:
        self.left.emit()


def _width(line: QLineEdit, characters: int) -> int:
    """Room for so many half-width characters and the frame."""
    return line.fontMetrics().horizontalAdvance("0" * characters) + 26
