"""A dialog that asks something: words and boxes that scroll where the window is low, the buttons always in sight."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QLayout, QScrollArea, QWidget

from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, column, row, scrolled

WIDEST = 560
"""Logical pixels at step 100: a question is read at a glance."""
AROUND = 40
"""Pixels of the window that stay seen, together."""


class Question(QDialog):
    """Over the window of `parent`, never larger than that; deleted when it is closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._area: QScrollArea | None = None
        self._inside = QWidget(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # When everything has its place.
        self._sight = QTimer(self)
        self._sight.setSingleShot(True)
        self._sight.setInterval(0)
        self._sight.timeout.connect(self._follow)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def showEvent(self, event: QShowEvent) -> None:
        """What has the focus is in sight from the beginning."""
        super().showEvent(event)
        self._sight.start()

    @Slot(QWidget, QWidget)
    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._inside.isAncestorOf(now):
            self._sight.start()

    @Slot()
    def _follow(self) -> None:
        now = self.focusWidget()
        if self._area is not None and now is not None and self._inside.isAncestorOf(now):
            self._area.ensureWidgetVisible(now, 0, theme().lengths.gap)

    def lay(self, *items: QWidget | QLayout | None, buttons: tuple[Button, ...], more: int = 0) -> None:
        """Put everything under each other; `more` is room for what is said later."""
        lengths = theme().lengths
        content = self._inside
        inside = column(*items, None, spacing=lengths.gap)
        inside.setContentsMargins(lengths.section, lengths.wide, lengths.section, lengths.small)
        content.setLayout(inside)
        foot = row(*buttons, None)
        foot.setContentsMargins(QMargins(lengths.section, lengths.small, lengths.section, lengths.wide))
        self._area = scrolled(content)
        whole = column(self._area, foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        parent = self.parentWidget()
        assert parent is not None
        window = parent.window()
        width = max(min(WIDEST * theme().step // 100, window.width() - AROUND), foot.minimumSize().width())
        height = max(inside.heightForWidth(width), inside.minimumSize().height()) + foot.sizeHint().height() + more
        self.resize(width, min(height, window.height() - AROUND))
