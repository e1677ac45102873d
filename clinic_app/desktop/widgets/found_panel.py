"""The panel under the search box: groups, rows with a masked number, and the keys that work on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from clinic_app.desktop.found import FoundRow, Kind
from clinic_app.desktop.icons import icon
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import label

AnyIndex = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
WIDEST = 46
"""Chinese characters."""
ROW = Qt.ItemDataRole.UserRole


class FoundRows(QAbstractListModel):
    """The rows; heads and notes are not chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[FoundRow] = ()

    def show_rows(self, rows: Sequence[FoundRow]) -> None:
        """Another answer."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NO_PARENT) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself for the painter, its words for everybody else."""
        if role == ROW:
            return self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].words
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Only what Enter does something with can be chosen."""
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable if self.rows[index.row()].chosen else flags.NoItemFlags


class FoundDelegate(QStyledItemDelegate):
    """Icon, name, where, and the number with what was found at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """A head is lower than a row."""
        row: FoundRow = index.data(ROW)
        lengths = theme().lengths
        return QSize(0, lengths.compact_row * 3 // 4 if row.kind is Kind.HEAD else lengths.compact_row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """What has no room loses its end, the name last."""
        row: FoundRow = index.data(ROW)
        worn, space = theme(), theme().lengths.small
        painter.save()
        area = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, worn.colour("soft"))
            painter.fillRect(QRect(area.topLeft(), QSize(4, area.height())), worn.colour("accent"))
        area.adjust(2 * space, 0, -space, 0)
        if row.kind is Kind.HEAD:
            _draw(painter, area, row.title, worn.font(), "muted")
        else:
            self._paint_row(painter, area, row)
        painter.restore()

    def _paint_row(self, painter: QPainter, area: QRect, row: FoundRow) -> None:
        worn, space = theme(), theme().lengths.small
        size = QFontMetrics(worn.font()).height()
        if row.symbol:
            corner = QPoint(area.left(), area.center().y() - size // 2)
            icon(row.symbol, "muted").paint(painter, QRect(corner, QSize(size, size)))
        area.setLeft(area.left() + size + space)
        bold = worn.font(bold=row.hit is not None)
        side = QFontMetrics(worn.font()).horizontalAdvance(row.side) + space if row.side else 0
        title = min(QFontMetrics(bold).horizontalAdvance(row.title) + 2 * space, area.width())
        side = side if title + side <= area.width() else 0
        _draw(painter, QRect(area.topLeft(), QSize(title, area.height())), row.title, bold, "text")
        middle = area.adjusted(title, 0, -side, 0)
        _draw(painter, middle, row.subtitle, worn.font(), "muted")
        if side:
            right = QRect(area.right() - side + space, area.top(), side, area.height())
            _draw(painter, right, row.side, worn.font(), "muted")


def _draw(painter: QPainter, area: QRect, words: str, font: QFont, colour: str) -> None:
    if words and area.width() > 0:
        painter.setFont(font)
        painter.setPen(theme().colour(colour))
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class FoundPanel(QFrame):
    """Lies over the page under the search box; the keys stay in the box."""

    opened = Signal(object)
    """A row was clicked."""
    deeds_asked = Signal(object)
    """A row was clicked with the other button."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "card")
        self.model = FoundRows(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(FoundDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("查找结果"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._other_button)
        self.list.clicked.connect(self._clicked)
        self.foot = label("", "muted")
        self.foot.setContentsMargins(2 * theme().lengths.small, 0, theme().lengths.small, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, theme().lengths.tiny)
        layout.setSpacing(theme().lengths.tiny)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.foot)
        self.hide()
        window.installEventFilter(self)
        theme().changed.connect(self.list.reset)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window takes another size: the panel would stand beside the box."""
        if event.type() == QEvent.Type.Resize:
            self.hide()
        return False

    @property
    def row(self) -> FoundRow | None:
        """The row that Enter is for."""
        place = self.list.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def show_rows(self, rows: Sequence[FoundRow], at: int = 0) -> None:
        """Other rows; the first that can be chosen from `at` on is current."""
        self.model.show_rows(rows)
        for place, each in enumerate(rows):
            if place >= at and each.chosen:
                self._go_to(place)
                break
        self.foot.setText(self._keys())

    def step(self, by: int) -> None:
        """To the next row that can be chosen, around the ends."""
        able = [place for place, each in enumerate(self.model.rows) if each.chosen]
        if able:
            here = self.list.currentIndex().row()
            self._go_to(able[(able.index(here) + by) % len(able)] if here in able else able[0])

    def leap(self, step: int) -> None:
        """To the first row of the next group."""
        heads = [place + 1 for place, each in enumerate(self.model.rows) if each.kind is Kind.HEAD]
        here = self.list.currentIndex().row()
        group = max((each for each in range(len(heads)) if heads[each] <= here), default=0)
        if heads:
            self._go_to(heads[(group + step) % len(heads)])

    def place_under(self, box: QWidget) -> None:
        """As wide as a line of a person needs, as high as the rows need and the window has."""
        window = box.window()
        one = box.fontMetrics().horizontalAdvance("国")
        space = theme().lengths.wide
        corner = box.mapTo(window, QPoint(0, box.height() + 2))
        width = min(max(box.width(), one * WIDEST), window.width() - 2 * space)
        wanted = sum(self.list.sizeHintForRow(each) for each in range(len(self.model.rows)))
        height = wanted + self.foot.sizeHint().height() + 4 * theme().lengths.tiny
        left = max(space, min(corner.x(), window.width() - width - space))
        self.setGeometry(left, corner.y(), width, min(height, window.height() - corner.y() - space))
        self.show()
        self.raise_()
        self._in_sight()

    def _in_sight(self) -> None:
        """The current row; the first together with the head above it."""
        if self.list.currentIndex().row() <= 1:
            self.list.scrollToTop()
        else:
            self.list.scrollTo(self.list.currentIndex())

    def _go_to(self, place: int) -> None:
        self.list.setCurrentIndex(self.model.index(place, 0))
        self._in_sight()

    def _keys(self) -> str:
        """The keys that do something here."""
        row = self.row
        if row is None:
            return self.tr("Esc 关闭")
        parts = [self.tr("↑↓ 选　Enter 打开")]
        if any(each.visit for each in self.model.rows):
            parts.append(self.tr("Ctrl+Enter 开始随访"))
        if any(each.hit for each in self.model.rows):
            parts.append(self.tr("→ 转诊、打印等"))
        if row.kind is Kind.DEED:
            parts.append(self.tr("← 返回"))
        return "　".join([*parts, self.tr("Esc 关闭")])

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        row: FoundRow = index.data(ROW)
        if row.chosen:
            self.opened.emit(row)

    @Slot(QPoint)
    def _other_button(self, where: QPoint) -> None:
        index = self.list.indexAt(where)
        if index.isValid() and index.data(ROW).hit is not None:
            self.list.setCurrentIndex(index)
            self.deeds_asked.emit(index.data(ROW))
