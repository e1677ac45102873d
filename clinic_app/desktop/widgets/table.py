"""The one table: whole rows, fixed heights, keys of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from clinic_app.desktop.theme import theme

AnyIndex = QModelIndex | QPersistentModelIndex
BAR = 3
"""Pixels, as on the rail."""


class ColouredWhenChosen(QStyledItemDelegate):
    """A cell keeps its colour when its row is chosen: an overdue day stays red."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The colour of the cell also for chosen text."""
        super().initStyleOption(option, index)
        if index.data(Qt.ItemDataRole.ForegroundRole) is not None:
            palette = option.palette
            palette.setBrush(QPalette.ColorRole.HighlightedText, palette.brush(QPalette.ColorRole.Text))
            option.palette = palette

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """A chosen row has a bar at its left end: it is not told by its colour alone."""
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_Selected and option.rect.left() <= 0:
            bar = QRect(option.rect.topLeft(), QSize(BAR, option.rect.height()))
            painter.fillRect(bar, theme().colour("accent"))


class Table(QTableView):
    """Arrows choose, Enter opens. Widths are in Chinese characters; 0 stretches.

    `optional` columns go, in this order, where the width does not suffice. Of a list with `several` more rows than one
    can be chosen: Shift with the arrows, Ctrl+A for all.
    """

    chosen = Signal(int)
    """The current row; -1 for none."""
    opened = Signal(int)
    """Enter or a double click on a row."""
    order_asked = Signal(int)
    """The list shall stand in the order of a column; -1 for its own."""
    widened = Signal(int, float)
    """A column was drawn to another width, in Chinese characters."""
    moved = Signal(object)
    """The columns stand in another order: their places from the left, those that are left out too."""
    selected = Signal()
    """Other rows are chosen."""

    def __init__(
        self,
        widths: Sequence[float],
        name: str,
        parent: QWidget | None = None,
        *,
        optional: Sequence[int] = (),
        several: bool = False,
    ) -> None:
        super().__init__(parent)
        self._optional = list(optional)
        self._widths = list(widths)
        self._kept: dict[int, float] = {}
        self._put_away: frozenset[int] = frozenset()
        self._measuring = False
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.tr("上下键选一行，Enter 打开"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.sectionResized.connect(self._resized)
        self.setItemDelegate(ColouredWhenChosen(self))
        self.doubleClicked.connect(self._open_index)
        theme().changed.connect(self._measure)

    def fit(self) -> None:
        """After the model is set: column widths and row height."""
        self._measure()
        # The header asks of each column whether all of its rows are chosen: of a township's list that takes a second.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(self.model(), self.horizontalHeader()))
        self.selectionModel().currentRowChanged.connect(self._row_changed)
        self.selectionModel().selectionChanged.connect(self._selection_changed)

    def sort_by_header(self) -> None:
        """A click on the name of a column asks for its order, Ctrl and a digit for that of the column at this place;
        drawn aside it stands elsewhere. The first column says whose row it is and stays."""
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self.order_asked)
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.sectionMoved.connect(self._moved)

    def choose_columns(
        self, put_away: Iterable[int], kept: Mapping[int, float], placed: Sequence[int] | None = None
    ) -> None:
        """Leave these columns out, give others the widths that a person drew, and put all in this order."""
        self._put_away, self._kept = frozenset(put_away), dict(kept)
        self._place(placed or ())
        self._measure()

    @property
    def columns_placed(self) -> list[int]:
        """All columns, from the left."""
        header = self.horizontalHeader()
        return [header.logicalIndex(each) for each in range(header.count())]

    @property
    def columns_seen(self) -> list[int]:
        """The columns that are shown, from the left."""
        return [each for each in self.columns_placed if not self.isColumnHidden(each)]

    @property
    def row(self) -> int:
        """The current row, -1 for none."""
        return self.currentIndex().row()

    @property
    def chosen_rows(self) -> list[int]:
        """All rows that are chosen, from the top; from the ranges, so that all of a long list cost no time."""
        ranges = self.selectionModel().selection().toList()
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})

    @property
    def chosen_count(self) -> int:
        """How many rows are chosen, at no cost: ranges of whole rows do not overlap."""
        return sum(each.height() for each in self.selectionModel().selection().toList())

    def go_to(self, row: int) -> None:
        """Make a row current and visible."""
        model = self.model()
        if model is not None and 0 <= row < model.rowCount():
            self.setCurrentIndex(model.index(row, 0))
            self.scrollTo(model.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            if self.row >= 0:
                self.opened.emit(self.row)
            return
        if self.horizontalHeader().sectionsClickable() and event.modifiers() & ~_KEYPAD == _CONTROL:
            digit, seen = event.key() - int(Qt.Key.Key_0), self.columns_seen
            if 0 <= digit <= min(len(seen), 9):
                self.order_asked.emit(seen[digit - 1] if digit else -1)
                return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Entering a table with rows chooses the first."""
        super().focusInEvent(event)
        if self.row < 0:
            self.choose_first()

    def choose_first(self) -> None:
        """Make the first row that can be chosen current."""
        model = self.model()
        for row in range(model.rowCount() if model is not None else 0):
            if model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsSelectable:
                self.go_to(row)
                return

    @Slot(QModelIndex, QModelIndex)
    def _row_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.chosen.emit(current.row())

    @Slot()
    def _selection_changed(self) -> None:
        self.selected.emit()

    @Slot(int, int, int)
    def _resized(self, column: int, before: int, now: int) -> None:
        """Only what a person drew: a column that stretches follows the others."""
        drawn = self.horizontalHeader().sectionResizeMode(column) is QHeaderView.ResizeMode.Interactive
        seen = self.columns_seen
        stretched = self.horizontalHeader().stretchLastSection() and seen[-1:] == [column]
        if self._measuring or not drawn or not now or not before or stretched:
            return
        one = self.fontMetrics().horizontalAdvance("国")
        self._kept[column] = max(round((now - self._pixels(one, 0)) / one, 1), LEAST)
        self.widened.emit(column, self._kept[column])

    @Slot(int, int, int)
    def _moved(self, column: int, before: int, now: int) -> None:
        """Only what a person moved."""
        if not self._measuring:
            self._leave_out()
            self.moved.emit(self.columns_placed)

    def _place(self, placed: Sequence[int]) -> None:
        header = self.horizontalHeader()
        self._measuring = True
        for place, column in enumerate(placed):
            header.moveSection(header.visualIndex(column), place)
        self._measuring = False

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        if self.model() is not None:
            self._leave_out()
            if event.size().height() < event.oldSize().height() and self.currentIndex().isValid():
                self.scrollTo(self.currentIndex())

    def _pixels(self, one: int, characters: float) -> int:
        """A column in which so many Chinese characters are not cut: the sheet's padding and the style's own."""
        margin = self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self) + 1
        return round(one * characters) + 2 * (theme().lengths.small + margin)

    def _leave_out(self) -> None:
        """Put optional columns away where the width does not suffice; then the widest of the others become narrower."""
        room = self.viewport().width()
        widths = [self._wanted(place) for place in range(len(self._widths))]
        self._measuring = True
        for column in self._put_away:
            self.setColumnHidden(column, True)
            widths[column] = 0
        for column in self._optional:
            if column not in self._put_away:
                left_out = sum(widths) > room
                self.setColumnHidden(column, left_out)
                if left_out:
                    widths[column] = 0
        # Where the column that stretches was left out, the last of the others does.
        seen = self.columns_seen
        self.horizontalHeader().setStretchLastSection(bool(seen) and all(self._widths[each] for each in seen))
        self._squeeze(widths, room)
        self._measuring = False

    def _squeeze(self, widths: Sequence[int], room: int) -> None:
        """Words with dots at their end, instead of columns that nobody sees; what a person drew stays."""
        fixed = [each for each in self.columns_seen if self._widths[each] and each not in self._kept]
        least = self._pixels(self.fontMetrics().horizontalAdvance("国"), LEAST)
        others = sum(widths) - sum(widths[each] for each in fixed)
        most = max((widths[each] for each in fixed), default=0)
        while most > least and others + sum(min(widths[each], most) for each in fixed) > room:
            most -= 1
        for each in fixed:
            self.setColumnWidth(each, min(widths[each], most))

    def _wanted(self, column: int) -> int:
        """As wide as was declared or drawn, and not narrower than the name of the column."""
        one = self.fontMetrics().horizontalAdvance("国")
        wanted = self._pixels(one, self._width(column) or _LEAST_STRETCH)
        drawn = column in self._kept or not self._widths[column]
        return wanted if drawn else max(wanted, self.horizontalHeader().sectionSizeHint(column))

    def _width(self, column: int) -> float:
        return self._kept.get(column, 0) or self._widths[column]

    @Slot()
    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().lengths.row)
        if self.model() is None:
            return
        header = self.horizontalHeader()
        self._measuring = True
        for column, width in enumerate(self._widths[: self.model().columnCount()]):
            self.setColumnHidden(column, column in self._put_away)
            if width:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(column, self._wanted(column))
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._measuring = False
        self._leave_out()


_LEAST_STRETCH = 5
LEAST = 2.0
"""Chinese characters that a column keeps."""
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
