"""Shares as bars: in a column of a table, and side by side under each other. The figure stands beside each bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from clinic_app.desktop.models.rows import RowsModel
from clinic_app.desktop.theme import theme

SHARE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_NARROW, _NAME = 0.32, 8


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, how full it is (0 to 1, None: nothing to divide by), and the figure in words."""

    name: str
    share: float | None
    words: str


class SharesModel(RowsModel):
    """Ready rows with a share for the bar of the last column."""

    def __init__(self, headers: Sequence[str], parent: QWidget | None = None, *, right: Sequence[int] = ()) -> None:
        super().__init__(headers, parent, right=right)
        self.shares: dict[str, float] = {}

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words over a column; over numbers they stand right, as these do."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._right:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The share besides what every row has."""
        if role == SHARE_ROLE and index.isValid():
            return self.shares.get(self.id_at(index.row()))
        return super().data(index, role)


class ShareDelegate(QStyledItemDelegate):
    """Paints a share as a bar in its cell; nothing where there is none."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell, then the bar in it."""
        super().paint(painter, option, index)
        share = index.data(SHARE_ROLE)
        if share is not None:
            cell = QRectF(option.rect)
            height = min(cell.height() / 2.6, 14.0)
            _paint_bar(
                painter, QRectF(cell.left() + 6, cell.center().y() - height / 2, cell.width() - 12, height), share
            )


class BarsChart(QWidget):
    """Bars under each other, the name left and the figure right of each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._measured)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Draw these, or nothing."""
        self._bars = tuple(bars)
        self.setVisible(bool(bars))
        self.setAccessibleName("；".join(f"{each.name} {each.words}" for each in bars))
        self._measured()

    def sizeHint(self) -> QSize:
        """A line for each bar."""
        return QSize(240, self._line() * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        """The same height, less wide."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, bar, figure."""
        painter = QPainter(self)
        painter.setFont(theme().font())
        metrics = painter.fontMetrics()
        line, gap = self._line(), theme().lengths.small
        names = max((metrics.horizontalAdvance(each.name) for each in self._bars), default=0)
        names = min(names, round(self.width() * _NARROW), metrics.horizontalAdvance("国" * _NAME))
        figures = max((metrics.horizontalAdvance(each.words) for each in self._bars), default=0)
        for place, each in enumerate(self._bars):
            top = place * line
            painter.setPen(theme().colour("text"))
            shown = metrics.elidedText(each.name, Qt.TextElideMode.ElideMiddle, names)
            vertical = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, names, line), Qt.AlignmentFlag.AlignLeft | vertical, shown)
            right = QRectF(self.width() - figures, top, figures, line)
            painter.drawText(right, Qt.AlignmentFlag.AlignRight | vertical, each.words)
            room = QRectF(names + gap, top + line * 0.3, self.width() - names - figures - 2 * gap, line * 0.4)
            if each.share is not None and room.width() > gap:
                _paint_bar(painter, room, each.share)
        painter.end()

    def _line(self) -> int:
        return round(self.fontMetrics().height() * 1.35)

    def _measured(self) -> None:
        self.updateGeometry()
        self.update()


def _paint_bar(painter: QPainter, room: QRectF, share: float) -> None:
    """An outline that says how long the whole is, and the share filled in it."""
    painter.save()
    painter.setPen(theme().colour("line"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(room)
    full = QRectF(room.left(), room.top(), room.width() * min(max(share, 0.0), 1.0), room.height())
    painter.fillRect(full, theme().colour("accent"))
    painter.restore()
