"""What can be done with a list: print it, let it out, its order, its columns. All of it by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from clinic_app.desktop.lists.column import Column, Order
from clinic_app.desktop.widgets.table import Table

MOST_DIGITS = 9
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TickMenu(QMenu):
    """A tick does not close it: several columns are chosen in one go."""

    ticked = Signal(int, bool)
    moved = Signal(int, int)
    """A column and by how many places: -1 to the left."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or the space bar ticks, Ctrl and an arrow moves the column."""
        action, step = self.activeAction(), STEPS.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if action is not None:
                self.moved.emit(action.property("column"), step)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._tick(self.activeAction()):
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """So does a click."""
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isEnabled():
            return False
        action.setChecked(not action.isChecked())
        self.ticked.emit(action.property("column"), action.isChecked())
        return True


class ListMenu(QMenu):
    """Filled anew each time it drops."""

    order_asked = Signal(int)
    shown_asked = Signal(int, bool)
    move_asked = Signal(int, int)
    reset_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("名单"))
        self.orders = QMenu(self.tr("排序"), self)
        self.ticks = TickMenu(self.tr("显示的列"), self)
        self.ticks.ticked.connect(self.shown_asked)
        self.ticks.moved.connect(self.move_asked)

    def fill(self, actions: Sequence[QAction], columns: Sequence[Column], table: Table, order: Order) -> None:
        """What can be done with this table."""
        seen = table.columns_seen
        for menu in (self, self.orders, self.ticks):
            menu.clear()
        self.addActions([each for each in actions if each.isVisible()])
        self.addSeparator()
        self.addMenu(self.orders)
        self.addMenu(self.ticks)
        self.addAction(self.tr("恢复列和次序")).triggered.connect(self.reset_asked)
        self._order(self.tr("原来的次序"), -1, "Ctrl+0", chosen=not order.key)
        for place, each in enumerate(columns):
            if each.sorts:
                digit = seen.index(place) + 1 if place in seen else 0
                words = each.words
                if order.key == each.key:
                    words += self.tr("（从大到小）") if order.descending else self.tr("（从小到大）")
                key = f"Ctrl+{digit}" if 0 < digit <= MOST_DIGITS else ""
                self._order(words, place, key, chosen=order.key == each.key)
        for place in table.columns_placed:
            self._column(columns[place].words, place, chosen=place in seen, last=seen == [place])
        self.ticks.addSeparator()
        self._told = self.ticks.addAction(self.tr("Ctrl+← → 换位置，鼠标可拖"))
        self._told.setEnabled(False)

    def place(self, placed: Sequence[int]) -> None:
        """The columns in another order, while the menu is open."""
        actions = {each.property("column"): each for each in self.ticks.actions() if each.isCheckable()}
        active, end = self.ticks.activeAction(), self.ticks.actions()[len(actions)]
        for each in placed:
            self.ticks.insertAction(end, actions[each])
        self.ticks.setActiveAction(active)

    def _order(self, words: str, place: int, key: str, *, chosen: bool) -> None:
        action = _add(self.orders, f"{words}\t{key}" if key else words)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.setProperty("place", place)
        action.triggered.connect(self._ask_order)

    def _ask_order(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.order_asked.emit(sender.property("place"))

    def _column(self, words: str, place: int, *, chosen: bool, last: bool) -> None:
        action = _add(self.ticks, words)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.setProperty("column", place)
        # A list keeps one column.
        action.setEnabled(not last)


def _add(menu: QMenu, words: str) -> QAction:
    # A menu takes an ampersand for the mark of a key.
    return menu.addAction(words.replace("&", "&&"))
