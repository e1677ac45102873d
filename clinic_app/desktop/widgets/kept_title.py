"""Whose page it is stays in sight where the page is scrolled: its title in one line at the top."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QLabel, QScrollArea

from clinic_app.desktop.theme import theme


class KeptTitle(QLabel):
    """Lies over the top of `area` while `title`, which stands in it, is scrolled out of sight."""

    def __init__(self, area: QScrollArea, title: QLabel) -> None:
        super().__init__(area)
        self._area, self._title = area, title
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "kept-title")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        area.viewport().installEventFilter(self)
        area.verticalScrollBar().valueChanged.connect(self._follow)

    @property
    def room(self) -> int:
        """How much of the area it takes when it is seen."""
        return self.fontMetrics().height() + 2 * theme().lengths.tiny + 1 if self._title.text() else 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It is as wide as the area."""
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return False

    @Slot()
    def _follow(self) -> None:
        content = self._area.widget()
        gone = self._area.verticalScrollBar().value()
        middle = self._title.mapTo(content, QPoint(0, self._title.height() // 2)).y() if content is not None else 0
        self.setVisible(bool(self._title.text()) and gone > middle)
        if self.isHidden():
            return
        width = self._area.viewport().width()
        self.setGeometry(0, 0, width, self.room)
        room = width - 2 * theme().lengths.wide
        self.setText(self.fontMetrics().elidedText(self._title.text(), Qt.TextElideMode.ElideRight, room))
        self.raise_()
