"""Labels, cards, hairlines and buttons that carry their key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clinic_app.desktop.icons import icon
from clinic_app.desktop.theme import theme


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A text in one of the style sheet's roles."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class FoldingLabel(QLabel):
    """Words on one line where there is room, on several where there is not; never wider than what holds them."""

    NARROWEST = 6
    """Chinese characters that fit on a line at the least."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        """All on one line."""
        margins = self.contentsMargins()
        metrics = self.fontMetrics()
        width = metrics.size(0, self.text()).width() + margins.left() + margins.right() + 2
        return QSize(width, metrics.lineSpacing() + margins.top() + margins.bottom())

    def minimumSizeHint(self) -> QSize:
        """A few characters; the height follows the width."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self.fontMetrics().horizontalAdvance("国") * self.NARROWEST), hint.height())


class TitleLabel(FoldingLabel):
    """A title stays on one line beside its buttons; only one that is wider than the page itself goes on below."""

    @property
    def folded_width(self) -> int:
        """Of a few characters on a line, where it has to fold."""
        return super().minimumSizeHint().width()

    def minimumSizeHint(self) -> QSize:
        """Whole."""
        return self.sizeHint()


def set_role(widget: QWidget, role: str, name: str = "role") -> None:
    """Change what the style sheet makes of a widget."""
    if widget.property(name) == role:
        return
    widget.setProperty(name, role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def row(*items: QWidget | QLayout | int | None, spacing: int | None = None) -> QHBoxLayout:
    """Things side by side; a number is a fixed gap, None stretches."""
    made = QHBoxLayout()
    _fill(made, items, spacing)
    return made


def column(*items: QWidget | QLayout | int | None, spacing: int | None = None) -> QVBoxLayout:
    """Things under each other; a number is a fixed gap, None stretches."""
    made = QVBoxLayout()
    _fill(made, items, spacing)
    return made


def _fill(layout: QBoxLayout, items: tuple[QWidget | QLayout | int | None, ...], spacing: int | None) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme().lengths.small if spacing is None else spacing)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)


class Card(QFrame):
    """A panel on the page. No card stands inside another."""

    def __init__(self, role: str = "card", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.body = QVBoxLayout(self)
        self._set_gaps()
        theme().room_changed.connect(self._set_gaps)

    @Slot()
    def _set_gaps(self) -> None:
        lengths = theme().lengths
        self.body.setContentsMargins(lengths.wide, lengths.gap, lengths.wide, lengths.gap)
        self.body.setSpacing(lengths.small)


def hairline() -> QFrame:
    """A thin line across."""
    made = QFrame()
    made.setProperty("role", "hairline")
    return made


WAY_BACK = "Esc"


class Button(QPushButton):
    """A verb with its key written behind it: 保存 Ctrl+S. The key works while the button can be seen."""

    def __init__(
        self, text: str, key: str = "", *, role: str = "", symbol: str = "", clicked: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self.setAutoDefault(False)
        self._key = key
        self._symbol = symbol
        self.setProperty("role", role)
        self.set_words(text)
        self._shortcuts = [QShortcut(QKeySequence(each), self) for each in _sequences(key)]
        for shortcut in self._shortcuts:
            shortcut.activated.connect(self.click)
        if key == WAY_BACK:
            # The window has this key too, for pages without such a button: the page's own comes first.
            self._shortcuts[0].activatedAmbiguously.connect(self.click)
        if symbol:
            self._paint_symbol()
            theme().changed.connect(self._paint_symbol)
        if clicked is not None:
            self.clicked.connect(clicked)

    @property
    def key(self) -> str:
        """The key that does the same; empty for none."""
        return self._key

    def sizeHint(self) -> QSize:
        """With room for the bold words of a pressed button, which the style does not count."""
        hint = super().sizeHint()
        if self.isCheckable():
            bold = QFont(self.font())
            bold.setWeight(QFont.Weight.DemiBold)
            more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
            hint.setWidth(hint.width() + max(more, 0))
        return hint

    def minimumSizeHint(self) -> QSize:
        """No word is cut."""
        return self.sizeHint()

    def set_words(self, text: str) -> None:
        """Change the verb; the key stays."""
        self.setText(f"{text}　{self._key}" if self._key else text)
        self.setAccessibleName(text)
        if self._key:
            self.setAccessibleDescription(self.tr("按 {key}").format(key=self._key))

    def _paint_symbol(self) -> None:
        main = self.property("role") == "main"
        size = self.fontMetrics().height()
        self.setIconSize(QSize(size, size))
        self.setIcon(icon(self._symbol, "on_accent" if main else "text"))


def _sequences(key: str) -> list[str]:
    if not key:
        return []
    return [key.replace("Enter", "Return"), key] if "Enter" in key else [key]


class IconLabel(QWidget):
    """An icon with its word: states are never told by colour alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self.words = label(wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._name, self._colour = "note", "text"
        line = row(self._icon, self.words, spacing=theme().lengths.tiny)
        line.setStretch(1, 1)
        line.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        theme().changed.connect(self._paint)

    def tell(self, text: str, state: str = "note") -> None:
        """Say something; `state` is note, good, watch or danger. An empty text hides it."""
        self._name, self._colour = state, {"note": "muted"}.get(state, state)
        self.words.setText(text)
        set_role(self.words, self._colour)
        self._paint()
        if not text:
            self.hide()
        elif self.parentWidget() is not None:
            self.show()

    def text(self) -> str:
        """What it says."""
        return self.words.text()

    def _paint(self) -> None:
        size = self.fontMetrics().height()
        self._icon.setPixmap(icon(self._name, self._colour).pixmap(size, size))


class UprightArea(QScrollArea):
    """Scrolls up and down, never sideways: not even to a field that is wider than the pane and has the focus."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalScrollBar().rangeChanged.connect(self._hold)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell it: there may be more room now."""
        super().resizeEvent(event)
        self.resized.emit()

    @Slot()
    def _hold(self) -> None:
        self.horizontalScrollBar().setRange(0, 0)


def scrolled(content: QWidget, place: QBoxLayout | None = None) -> QScrollArea:
    """Content that scrolls up and down, never sideways. It takes the room there is in `place`: Qt measures, and so
    dresses, the content when it is put in, and would do it once more when the area comes to its place."""
    content.setProperty("role", "scrolled")
    area = UprightArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if place is not None:
        place.addWidget(area, 1)
    area.setWidget(content)
    return area


def in_the_middle(card: QWidget) -> QVBoxLayout:
    """A card in the middle of a window; one that is higher than the window is scrolled."""
    content = QWidget()
    around = column(None, row(None, card, None), None)
    gap = theme().lengths.gap
    around.setContentsMargins(gap, gap, gap, gap)
    content.setLayout(around)
    return column(scrolled(content))


def keep_lines(content: QWidget) -> None:
    """Wrapped texts inside keep all their lines: what holds them scrolls instead of squeezing them."""
    for each in content.findChildren(QLabel):
        if each.wordWrap():
            policy = each.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
            each.setSizePolicy(policy)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


SHORTCUT_WORDS = "words"
"""What a shortcut does, for the cheat sheet."""


def shortcut(owner: QWidget, key: str, slot: Callable[[], object], words: str = "") -> QShortcut:
    """A key that works while `owner` can be seen. `words` stand in the cheat sheet; none where a button says them."""
    made = QShortcut(QKeySequence(key), owner)
    made.setProperty(SHORTCUT_WORDS, words)
    made.activated.connect(slot)
    return made


class _Width(QObject):
    """Holds a widget to a width in characters, also when the type size changes."""

    def __init__(self, widget: QWidget, characters: int) -> None:
        super().__init__(widget)
        self._widget, self._characters = widget, characters
        self._measure()
        theme().changed.connect(self._measure)

    @Slot()
    def _measure(self) -> None:
        self._widget.setMinimumWidth(self._widget.fontMetrics().horizontalAdvance("国" * self._characters))


def keep_width(widget: QWidget, characters: int) -> None:
    """A minimum width of so many Chinese characters."""
    _Width(widget, characters)


def expanding(widget: QWidget) -> QWidget:
    """Let a widget take the room there is."""
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return widget


__all__ = [
    "SHORTCUT_WORDS",
    "Button",
    "Card",
    "FoldingLabel",
    "IconLabel",
    "TitleLabel",
    "UprightArea",
    "clear",
    "column",
    "expanding",
    "hairline",
    "in_the_middle",
    "keep_lines",
    "keep_width",
    "label",
    "row",
    "scrolled",
    "set_role",
    "shortcut",
]
