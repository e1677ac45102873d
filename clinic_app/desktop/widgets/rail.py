"""The rail of pages on the left: words, an icon, and a count of what needs a person. Narrow windows get two words.

Where there is no room for all, it scrolls, and the page that is open is in sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from clinic_app.desktop.icons import icon
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import column, scrolled, set_role, shortcut

BETWEEN = 2
"""Logical pixels between two buttons."""

ICON = 0.8
"""Of the height of the text, where the rail is narrow."""


@dataclass(frozen=True)
class RailItem:
    """A page of the rail: its name, its words, two characters for narrow windows, its icon.

    One that comes `on_demand` is seen while something on it needs a person; its key comes after those of the others.
    """

    page: str
    words: str
    short: str
    symbol: str
    on_demand: bool = False


class Rail(QFrame):
    """One button for each page; Alt+1 … Alt+9, Alt+0 press them."""

    chosen = Signal(str)

    def __init__(self, items: Sequence[RailItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.items = tuple(items)
        self._counts: dict[str, int] = {}
        self._new: dict[str, int] = {}
        self._narrow = False
        self._low = False
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, theme().lengths.small, 0, theme().lengths.small)
        layout.setSpacing(BETWEEN)
        self._buttons: dict[str, QToolButton] = {}
        self._shortcuts: list[QShortcut] = []
        numbers = {item.page: number for number, item in enumerate(sorted(items, key=lambda each: each.on_demand), 1)}
        for item in items:
            button = self._button(item, numbers[item.page])
            layout.addWidget(button)
            self._buttons[item.page] = button
            if key := _key(numbers[item.page]):
                self._shortcuts.append(shortcut(button, key, button.click, item.words))
        layout.addStretch(1)
        self._area = scrolled(inside)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(self._area))
        theme().changed.connect(self._paint)
        self._paint()

    def set_current(self, page: str) -> None:
        """Mark the page that is open."""
        for name, button in self._buttons.items():
            button.setChecked(name == page)
        self._show_needed()
        self._follow()

    def set_count(self, page: str, count: int) -> None:
        """How many things of a page need a person; none shows nothing."""
        if page in self._buttons and self._counts.get(page) != count:
            self._counts[page] = count
            self._paint()

    def set_new(self, page: str, count: int) -> None:
        """How many of them nobody has opened yet."""
        if page in self._buttons and self._new.get(page, 0) != count:
            self._new[page] = count
            self._paint()

    def set_narrow(self, narrow: bool) -> None:
        """Icon over a two-character word."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._paint()

    def button(self, page: str) -> QToolButton:
        """The button of a page."""
        return self._buttons[page]

    def _button(self, item: RailItem, number: int) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "rail")
        button.setProperty("page", item.page)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setToolTip("　".join(part for part in (item.words, _key(number)) if part))
        button.clicked.connect(self._clicked)
        return button

    @Slot()
    def _clicked(self) -> None:
        sender = self.sender()
        page = sender.property("page") if sender else None
        if page:
            self.set_current(str(page))
            self.chosen.emit(str(page))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for the icon over the word, it stands before it."""
        super().resizeEvent(event)
        self._fit()
        self._follow()

    def _follow(self) -> None:
        """The page that is open is in sight, with a neighbour where there is one: that the rail goes on is seen."""
        for button in self._buttons.values():
            if button.isChecked():
                self._area.ensureWidgetVisible(button, 0, button.height())

    def _fit(self) -> None:
        size = self.fontMetrics().height()
        seen = sum(not each.isHidden() for each in self._buttons.values())
        each_takes = size * 5 // 2 + 6 + BETWEEN
        low = self._narrow and seen * each_takes + 2 * theme().lengths.small > self.height()
        if low != self._low:
            self._low = low
            self._paint()

    def _upright(self) -> int:
        """How high an icon over a word is."""
        size = self.fontMetrics().height()
        return size + round(size * ICON) + theme().lengths.tiny

    def _beside(self) -> int:
        """How high an icon before a word is: as any button, or less where the rail has no room for all."""
        seen = max(sum(not each.isHidden() for each in self._buttons.values()), 1)
        room = (self.height() - 2 * theme().lengths.small) // seen - BETWEEN
        least = self.fontMetrics().height() + theme().lengths.tiny
        return max(min(theme().lengths.compact_row, room), least)

    @Slot()
    def _paint(self) -> None:
        styles = Qt.ToolButtonStyle
        size = self.fontMetrics().height()
        for item in self.items:
            button = self._buttons[item.page]
            count = self._counts.get(item.page, 0)
            words = item.short if self._narrow else item.words
            new = self.tr("新{count}").format(count=self._new[item.page]) if self._new.get(item.page) else ""
            shown = [words, str(count) if count else "", "" if self._narrow else new]
            button.setText("  ".join(part for part in shown if part))
            button.setAccessibleName(" ".join(part for part in (item.words, str(count) if count else "", new) if part))
            button.setIcon(icon(item.symbol, "accent" if count else "text"))
            side = round(size * ICON) if self._narrow else size
            button.setIconSize(QSize(side, side))
            upright = self._narrow and not self._low
            button.setToolButtonStyle(styles.ToolButtonTextUnderIcon if upright else styles.ToolButtonTextBesideIcon)
            set_role(button, "true" if self._narrow else "", "narrow")
            low = self._beside() if self._narrow else theme().lengths.button
            button.setMinimumHeight(self._upright() if upright else low)
        self._show_needed()
        characters = 8 if not self._narrow else 5 if self._low else 4
        usual = self.fontMetrics().horizontalAdvance("国" * characters) + 2 * theme().lengths.wide
        self.setFixedWidth(max(usual, self._widest()))

    def _widest(self) -> int:
        """What the longest word needs with its icon: words of other languages are longer than two characters."""
        font = QFont(self.font())
        font.setBold(True)
        words = max(QFontMetrics(font).horizontalAdvance(each.text()) for each in self._buttons.values())
        beside = not self._narrow or self._low
        side = max(each.iconSize().width() for each in self._buttons.values()) if beside else 0
        return words + side + 3 * theme().lengths.gap

    def _show_needed(self) -> None:
        for item in self.items:
            if item.on_demand:
                button = self._buttons[item.page]
                button.setVisible(bool(self._counts.get(item.page)) or button.isChecked())
        self._fit()


def _key(number: int) -> str:
    """Alt+1 … Alt+9, Alt+0; none for a page that comes after the tenth."""
    return f"Alt+{number % 10}" if number <= 10 else ""
