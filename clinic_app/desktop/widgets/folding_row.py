"""A row that goes on in the next line where the width is used up: titles with their buttons, the foot of a form."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QHBoxLayout, QLayoutItem, QWidget

from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import TitleLabel


class FoldingRow(QHBoxLayout):
    """An ordinary row, stretches and all, while everything has its room; else lines, broken like words. No button is
    ever cut: with large type on a small screen the row grows downwards."""

    def __init__(self, spacing: int) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def hasHeightForWidth(self) -> bool:
        """Its height follows its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its lines."""
        edges = self.contentsMargins()
        if self._fits(width):
            return super().heightForWidth(width) if super().hasHeightForWidth() else super().sizeHint().height()
        return self._arrange(QRect(0, 0, width, 0), move=False) + edges.top() + edges.bottom()

    def minimumHeightForWidth(self, width: int) -> int:
        """No line is squeezed."""
        return self.heightForWidth(width)

    def minimumSize(self) -> QSize:
        """The widest thing; lines are as high as they are."""
        edges = self.contentsMargins()
        widest = max((_least(item) for item in self._shown()), default=0)
        return QSize(widest + edges.left() + edges.right(), super().minimumSize().height())

    def setGeometry(self, rectangle: QRect) -> None:
        """In one line, or in several."""
        if self._fits(rectangle.width()):
            super().setGeometry(rectangle)
            return
        super().setGeometry(QRect(rectangle.topLeft(), QSize(self._wanted(), rectangle.height())))
        self._arrange(rectangle, move=True)

    def _fits(self, width: int) -> bool:
        return self._wanted() <= width

    def _wanted(self) -> int:
        """The least width of one line in which no word is cut."""
        return super().minimumSize().width()

    def _shown(self) -> list[QLayoutItem]:
        items = [self.itemAt(index) for index in range(self.count())]
        return [item for item in items if item is not None and not item.isEmpty() and item.spacerItem() is None]

    def _arrange(self, rectangle: QRect, *, move: bool) -> int:
        """Line by line, each thing in the middle of its line; returns the height."""
        edges = self.contentsMargins()
        room = rectangle.width() - edges.left() - edges.right()
        y = rectangle.y() + edges.top()
        for line in self._lines(room):
            height = max(size.height() for _, size in line)
            x = rectangle.x() + edges.left()
            for item, size in line:
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += height + self.spacing()
        return max(y - self.spacing() - rectangle.y() - edges.top(), 0)

    def _lines(self, room: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._shown():
            size = self._size(item, room)
            if not lines or used + self.spacing() + size.width() > room:
                lines.append([])
                used = 0
            used += size.width() + (self.spacing() if lines[-1] else 0)
            lines[-1].append((item, size))
        return lines

    def _size(self, item: QLayoutItem, room: int) -> QSize:
        width = min(max(item.sizeHint().width(), item.minimumSize().width()), room)
        return QSize(width, item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height())


def _least(item: QLayoutItem) -> int:
    """A title that is wider than the page folds too."""
    words = item.widget()
    return words.folded_width if isinstance(words, TitleLabel) else item.minimumSize().width()


def folding(*items: QWidget | None) -> FoldingRow:
    """Things side by side that go on in the next line; None stretches."""
    made = FoldingRow(theme().lengths.small)
    for item in items:
        if item is None:
            made.addStretch(1)
        else:
            made.addWidget(item)
    return made
