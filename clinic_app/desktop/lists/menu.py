"""What can be done with a list: print it, let it out, its order, its columns. All of it by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from clinic_app.desktop.lists.column import Column, Order

MOST_DIGITS = 9


class ListMenu(QMenu):
    """Made anew each time it drops. A tick on a column does not close it: several are chosen in one go."""

    order_asked = Signal(int)
    shown_asked = Signal(int, bool)
    reset_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("名单"))

    def fill(self, actions: Sequence[QAction], columns: Sequence[Column], seen: Sequence[int], order: Order) -> None:
        """`seen` are the places of the columns that are shown."""
        self.clear()
        for action in actions:
            if action.isVisible():
                self.addAction(action)
        self._heading(self.tr("排序"))
        self._order(self.tr("原来的次序"), -1, "Ctrl+0", chosen=not order.key)
        for place, each in enumerate(columns):
            if each.sorts:
                digit = seen.index(place) + 1 if place in seen else 0
                words = each.words
                if order.key == each.key:
                    words += self.tr("（从大到小）") if order.descending else self.tr("（从小到大）")
                key = f"Ctrl+{digit}" if 0 < digit <= MOST_DIGITS else ""
                self._order(words, place, key, chosen=order.key == each.key)
        self._heading(self.tr("显示的列"))
        for place, each in enumerate(columns):
            self._column(each.words, place, chosen=place in seen, last=list(seen) == [place])
        self.addSeparator()
        self._add(self.tr("恢复列和次序")).triggered.connect(self.reset_asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or the space bar on a column ticks it and leaves the menu open."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._tick(self.activeAction()):
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """So does a click."""
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isEnabled() or action.property("column") is None:
            return False
        action.setChecked(not action.isChecked())
        self.shown_asked.emit(action.property("column"), action.isChecked())
        return True

    def _heading(self, words: str) -> None:
        self.addSeparator()
        self._add(words).setEnabled(False)

    def _order(self, words: str, place: int, key: str, *, chosen: bool) -> None:
        action = self._add(f"{words}\t{key}" if key else words)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.setProperty("place", place)
        action.triggered.connect(self._ask_order)

    def _ask_order(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.order_asked.emit(sender.property("place"))

    def _column(self, words: str, place: int, *, chosen: bool, last: bool) -> None:
        action = self._add(words)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.setProperty("column", place)
        # A list keeps one column.
        action.setEnabled(not last)

    def _add(self, words: str) -> QAction:
        # A menu takes an ampersand for the mark of a key.
        return self.addAction(words.replace("&", "&&"))
