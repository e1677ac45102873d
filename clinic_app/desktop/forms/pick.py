"""A list to pick from where the choices come from the directory: villages, organisations, departments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.widgets.line import COMMANDS, ENTER, WheelGuard
from clinic_app.records.field import Field, Option

WIDEST = 16
"""Characters of a choice that are not cut, also where other words stand beside the box."""


class Picker(QComboBox):
    """Arrows and first letters choose, Enter goes on, the wheel changes nothing."""

    entered = Signal()
    left = Signal()
    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on."""
        if event.key() in ENTER and not event.modifiers() & COMMANDS:
            self.done.emit()
            return
        paging = event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        if paging or (event.modifiers() & COMMANDS and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell `entered`."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell `left`."""
        super().focusOutEvent(event)
        self.left.emit()


class PickEditor(Editor):
    """One of a list; nothing is chosen until somebody chooses."""

    def __init__(
        self,
        declared: Field,
        options: Sequence[Option],
        parent: QWidget | None = None,
        *,
        blank: str = "",
        characters: int = 10,
    ) -> None:
        super().__init__(declared, parent)
        self.box = Picker()
        self._blank = blank or self.tr("选择…")
        self._guard = WheelGuard(self)
        self.box.installEventFilter(self._guard)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._characters = characters
        self.box.currentTextChanged.connect(self._fit)
        self._fit()
        self.inner.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.set_options(options)
        self.box.activated.connect(self._chosen)
        self.box.entered.connect(self.entered)
        self.box.left.connect(self.left)
        self.box.done.connect(self.done)

    def set_options(self, options: Sequence[Option]) -> None:
        """Replace the list; the chosen one stays when it is still there."""
        kept = self.value()
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItem(self._blank, None)
        for option in options:
            self.box.addItem(option.label, option.code)
        self.box.blockSignals(False)
        self.set_value(kept)

    @Slot()
    def _fit(self) -> None:
        """What is chosen is read whole; a longer choice does not make the form wider than a page."""
        metrics = self.fontMetrics()
        around = self.box.sizeHint().width() - max(map(metrics.horizontalAdvance, self._words()), default=0)
        chosen = min(metrics.horizontalAdvance(self.box.currentText()), metrics.horizontalAdvance("国" * WIDEST))
        self.box.setMinimumWidth(max(chosen + max(around, 0), metrics.horizontalAdvance("国" * self._characters)))

    def _words(self) -> list[str]:
        return [self.box.itemText(place) for place in range(self.box.count())]

    def value(self) -> Any:
        """The chosen code."""
        return self.box.currentData()

    def text(self) -> str:
        """The chosen words; empty when nothing is chosen."""
        return self.box.currentText() if self.value() is not None else ""

    def set_value(self, value: Any) -> None:
        """Choose a stored code; one that the list lacks is added as it is."""
        place = self.box.findData(value) if value is not None else 0
        if place < 0:
            self.box.addItem(str(value), value)
            place = self.box.count() - 1
        self.box.setCurrentIndex(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys belong to the box."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _chosen(self, place: int) -> None:
        self.changed.emit()
