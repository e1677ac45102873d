"""One line of text as every page and the door have it, and what keeps a wheel from changing anything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
QWIDGETSIZE_MAX = 16777215
"""Qt's own "no limit"."""
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
KEEPS_HISTORY = "keeps_history"
"""Property of a form: undo and redo go over all its fields."""


def is_undo(event: QEvent, box: QWidget) -> bool:
    """Whether a key asks to undo or redo in a form: its boxes of text leave that to the form, and ignore it."""
    if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        return False
    if not (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)):
        return False
    holder: QWidget | None = box
    while holder is not None and not holder.property(KEEPS_HISTORY):
        holder = holder.parentWidget()
    if holder is None:
        return False
    event.ignore()
    return True


class Line(QLineEdit):
    """One line of text that says when it is entered, left and finished with Enter."""

    entered = Signal()
    left = Signal()
    done = Signal()

    def sizeHint(self) -> QSize:
        """As wide as it may become."""
        hint = super().sizeHint()
        return hint if self.maximumWidth() == QWIDGETSIZE_MAX else QSize(self.maximumWidth(), hint.height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select what is there, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell `left`, unless only a menu or another window took over."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the form's."""
        return not is_undo(event, self) and super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on."""
        if event.key() in ENTER and not event.modifiers() & COMMANDS:
            self.done.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and event.modifiers() & COMMANDS:
            # The form goes to another section.
            event.ignore()
        else:
            super().keyPressEvent(event)


class WheelGuard(QObject):
    """Keeps the mouse wheel from changing a value nobody is editing."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel go to the page instead."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)
