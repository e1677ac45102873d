"""The line under a page that says what was done or what is wrong. It stays until the next act."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from clinic_app.desktop.desk import Message, Place
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, IconLabel, row


class MessageBar(QFrame):
    """One message at a time, with at most one place to go."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self._place: Place | None = None
        self._line = IconLabel()
        self._action = Button("", role="link", clicked=self._go)
        self._close = Button(self.tr("知道了"), role="quiet", clicked=self.clear)
        layout = row(self._line, self._action, self._close)
        layout.setStretch(0, 1)
        layout.setAlignment(self._line, Qt.AlignmentFlag.AlignVCenter)
        lengths = theme().lengths
        layout.setContentsMargins(lengths.wide, lengths.tiny, lengths.gap, lengths.tiny)
        self.setLayout(layout)
        self.hide()

    def show_message(self, message: Message) -> None:
        """Replace what stands there."""
        self._place = message.place
        self._line.tell(message.text, message.state)
        self._action.set_words(message.action)
        self._action.setVisible(bool(message.action))
        self.setAccessibleName(message.text)
        self.show()

    def text(self) -> str:
        """What it says now; empty when it is not shown."""
        return "" if self.isHidden() else self._line.text()

    @Slot()
    def clear(self) -> None:
        """The next act has begun."""
        self.hide()

    @Slot()
    def _go(self) -> None:
        if self._place is not None:
            self.chosen.emit(self._place)
        self.clear()
