"""Whose password it is: a button for each person where there are few, a list where there are many."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QWidget

from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, column
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.line import WheelGuard

FEW = 6
STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class PersonChoice(QWidget):
    """One of the names is chosen; arrows move on to the next one."""

    chosen = Signal()
    """Somebody chose with the mouse, or moved on: the password is next."""

    def __init__(self, names: list[str], first: str) -> None:
        super().__init__()
        self.buttons: list[Button] = []
        self.names: QComboBox | None = None
        if 1 < len(names) <= FEW:
            self._lay_out_buttons(names)
        else:
            self.names = QComboBox()
            self.names.addItems(names)
            self._guard = WheelGuard(self)
            self.names.installEventFilter(self._guard)
            self.names.activated.connect(self._chosen)
            self.setLayout(column(self.names, spacing=0))
            self.setFocusProxy(self.names)
        self.setCurrentText(first if first in names else names[0])

    def currentText(self) -> str:
        """The name."""
        if self.names is not None:
            return self.names.currentText()
        return next(str(each.property("name")) for each in self.buttons if each.isChecked())

    def setCurrentText(self, name: str) -> None:
        """Choose somebody; a name that is not there changes nothing."""
        if self.names is not None:
            self.names.setCurrentText(name)
        for each in self.buttons:
            if each.property("name") == name:
                each.setChecked(True)

    def setAccessibleName(self, name: str) -> None:
        """Said before each name."""
        super().setAccessibleName(name)
        if self.names is not None:
            self.names.setAccessibleName(name)
        for each in self.buttons:
            each.setAccessibleName(f"{name} {each.property('name')}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose the person before or after this one, and the focus stays with the names."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() not in STEPS:
            return False
        place = next(place for place, each in enumerate(self.buttons) if each.isChecked())
        chosen = self.buttons[(place + STEPS[Qt.Key(event.key())]) % len(self.buttons)]
        chosen.setChecked(True)
        chosen.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _lay_out_buttons(self, names: list[str]) -> None:
        group = QButtonGroup(self)
        flow = FlowLayout(self, spacing=theme().lengths.small)
        for name in names:
            button = Button(name.replace("&", "&&"), role="option", symbol="person", clicked=self._chosen)
            button.setCheckable(True)
            button.setProperty("name", name)
            group.addButton(button)
            button.installEventFilter(self)
            flow.addWidget(button)
            self.buttons.append(button)

    @Slot()
    def _chosen(self) -> None:
        self.chosen.emit()
