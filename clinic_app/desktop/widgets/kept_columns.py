"""The first columns of a table that is wider than the window stand still while the others scroll under them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from clinic_app.desktop.theme import theme

EDGE = 1
"""Pixels of the line at their right."""


class KeptColumns(QTableView):
    """Lies over the first `count` columns of `table`, of which the model is set, and shows the same rows."""

    def __init__(self, table: QTableView, count: int) -> None:
        super().__init__(table)
        self._table, self._count = table, count
        self.setProperty("role", "kept")
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setSelectionMode(table.selectionMode())
        self.setSelectionBehavior(table.selectionBehavior())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(table.showGrid())
        self.setWordWrap(table.wordWrap())
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header, kept = table.horizontalHeader(), self.horizontalHeader()
        kept.setProperty("role", header.property("role"))
        kept.setDefaultAlignment(header.defaultAlignment())
        kept.setHighlightSections(False)
        kept.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        kept.setMinimumSectionSize(1)
        header.sectionResized.connect(self.lay)
        header.geometriesChanged.connect(self.lay)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        table.horizontalScrollBar().rangeChanged.connect(self.lay)
        table.horizontalScrollBar().valueChanged.connect(self.lay)
        table.selectionModel().currentChanged.connect(self._uncover)
        table.viewport().installEventFilter(self)
        self.lay()

    @property
    def room(self) -> int:
        """How wide they are together."""
        header = self._table.horizontalHeader()
        return sum(header.sectionSize(each) for each in range(self._count) if not header.isSectionHidden(each))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """They are as high as what they lie over."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.lay()
        return False

    @Slot()
    def lay(self) -> None:
        """Over the columns that they show; away while nothing is scrolled, or where they would cover everything."""
        table = self._table
        seen = table.viewport()
        self.setVisible(0 < self.room < seen.width() // 2 and table.horizontalScrollBar().value() > 0)
        if self.isHidden():
            return
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, column >= self._count or table.isColumnHidden(column))
            if column < self._count:
                self.setColumnWidth(column, table.columnWidth(column))
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        header = table.horizontalHeader()
        self.horizontalHeader().setFixedHeight(header.height())
        self.setGeometry(seen.x(), header.y(), self.room + EDGE, header.height() + seen.height())
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    @Slot(QModelIndex, QModelIndex)
    def _uncover(self, current: QModelIndex, previous: QModelIndex) -> None:
        """A cell that was gone to with an arrow key does not stay under them."""
        room = self.room
        if not current.isValid() or current.column() < self._count or room >= self._table.viewport().width() // 2:
            return
        left = self._table.columnViewportPosition(current.column())
        if left < room:
            bar = self._table.horizontalScrollBar()
            bar.setValue(bar.value() - (room - left) - theme().lengths.tiny)


__all__ = ["KeptColumns"]
