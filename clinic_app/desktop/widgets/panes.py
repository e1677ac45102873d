"""A list and its detail, or a form and what goes with it, in wide and in narrow windows."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from clinic_app.desktop.theme import theme

QWIDGETSIZE_MAX = 16777215
"""Qt's own "no limit"."""

TIGHT = 0.7
"""Of the width at which panes are narrow: two no longer have room side by side."""


class WhenNarrow(StrEnum):
    """What becomes of the right pane where there is no room for both."""

    STACK = "stack"
    """It goes under the left one, and shows less."""
    BESIDE = "beside"
    """It stays; both get narrower, until words would be cut."""
    SWAP = "swap"
    """One of the two is seen at a time."""


class TwoPanes(QWidget):
    """Left and right where there is room."""

    narrow_changed = Signal(bool)

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        *,
        shares: tuple[int, int] = (3, 2),
        narrow: int = 940,
        when_narrow: WhenNarrow = WhenNarrow.STACK,
        under: float = 1.0,
    ) -> None:
        """`under` is the most of the height that the right pane takes when it stands under the left one."""
        super().__init__()
        self._left, self._right = left, right
        self._limit, self._shares, self._when, self._under = narrow, shares, when_narrow, under
        self.narrow = False
        self._tight = False
        self._alone = False
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme().lengths.gap)
        self._layout.addWidget(left, shares[0])
        self._layout.addWidget(right, shares[1])
        theme().changed.connect(self._fit)

    @property
    def _stacks(self) -> bool:
        """Whether the right pane stands under the left one; with large type also one that stays beside it else."""
        beside = self._when is WhenNarrow.BESIDE
        return (self.narrow and self._when is WhenNarrow.STACK) or (self._tight and beside)

    @property
    def swaps(self) -> bool:
        """Whether only one pane can be seen now."""
        return self.narrow and self._when is WhenNarrow.SWAP

    @Slot(bool)
    def leave_alone(self, alone: bool) -> None:
        """Nothing stands in the left pane that the right one could show: the left one takes the whole room."""
        if alone != self._alone:
            self._alone = alone
            self._right.setVisible(not alone and not self.swaps)

    def show_right(self, shown: bool) -> None:
        """Where panes swap: see the right one, or the left."""
        if self.swaps:
            self._left.setVisible(not shown)
            self._right.setVisible(shown)

    @property
    def right_shown(self) -> bool:
        """Whether the right pane can be seen."""
        return not self._right.isHidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn when the width crosses the limit."""
        super().resizeEvent(event)
        self._fit()
        self._bound()

    def _bound(self) -> None:
        if self._under == 1.0:
            return
        stacked = self._stacks
        self._right.setMaximumHeight(int(self.height() * self._under) if stacked else QWIDGETSIZE_MAX)

    @Slot()
    def _fit(self) -> None:
        room = self.width() * 100 / theme().step
        narrow, tight = room < self._limit, room < self._limit * TIGHT
        if (narrow, tight) == (self.narrow, self._tight):
            return
        self.narrow, self._tight = narrow, tight
        directions = QBoxLayout.Direction
        stacked = self._stacks
        self._layout.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        self._layout.setStretch(1, 0 if stacked else self._shares[1])
        self._left.setVisible(True)
        self._right.setVisible(not self.swaps and not self._alone)
        self.narrow_changed.emit(narrow)
