"""What an empty page or pane says: what it is for, and the first step, where there is one to take here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from clinic_app.desktop.icons import icon
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Button, label, row

WIDEST = 32
"""Chinese characters on a line: a sentence is read at a glance."""
TIMES = 2
"""How many lines of text the icon is high."""


class EmptyState(QWidget):
    """Stands where the content would: an icon, a sentence, a button. `setText` and `text` are those of a label."""

    def __init__(self, symbol: str = "note") -> None:
        super().__init__()
        self._symbol = symbol
        self._step: Callable[[], object] | None = None
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._words = label("", "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = Button("", role="main", clicked=self._take)
        self.button.hide()
        whole = self._whole = QVBoxLayout(self)
        gap = theme().lengths.gap
        whole.setContentsMargins(gap, gap, gap, gap)
        whole.setSpacing(gap)
        self._above = QSpacerItem(0, 0)
        whole.addItem(self._above)
        whole.addWidget(self._icon)
        whole.addLayout(row(None, self._words, None))
        self._steps = row(None, self.button, None)
        whole.addLayout(self._steps)
        whole.addStretch(1)
        theme().changed.connect(self._paint)
        self._paint()

    def minimumSizeHint(self) -> QSize:
        """It is never what makes a pane wide."""
        return QSize(self.fontMetrics().horizontalAdvance("国" * 6), super().minimumSizeHint().height())

    def setText(self, words: str) -> None:
        """What the page is for, and what to do; ends like a sentence."""
        self._words.setText(words)
        self._paint()

    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def set_step(self, words: str, step: Callable[[], object] | None) -> None:
        """The first step on a button; None takes the button away. The key of the step is that of the page."""
        self._step = step
        self.button.set_words(words)
        self.button.setVisible(step is not None and bool(words))

    def put(self, button: QWidget) -> None:
        """A button of the page itself, with its key, as the first step."""
        self._steps.insertWidget(1, button)

    @Slot()
    def _take(self) -> None:
        if self._step is not None:
            self._step()

    @Slot()
    def _paint(self) -> None:
        line = self.fontMetrics()
        size = TIMES * line.height()
        self._icon.setPixmap(icon(self._symbol, "muted").pixmap(size, size))
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As wide as the sentence, as the room allows."""
        super().resizeEvent(event)
        self._raise()
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        """Where it stands is known."""
        super().showEvent(event)
        self._raise()

    def _raise(self) -> None:
        """In the upper third of what is seen, also on a page that goes on below the window."""
        window = self.window()
        # A page that is still scrolled elsewhere comes back to its head.
        seen = min(self.height(), window.height() - max(self.mapTo(window, QPoint()).y(), 0))
        rest = max(seen - self._whole.minimumSize().height() + self._above.sizeHint().height(), 0)
        above = min(rest // 3, max(self.height(), 0))
        if above != self._above.sizeHint().height():
            self._above.changeSize(0, above, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum)
            self._whole.invalidate()
            self._whole.activate()

    def _measure(self) -> None:
        """A wrapped label has no width of its own: the sentence's, up to a line that is read at a glance."""
        line, edges = self.fontMetrics(), self._whole.contentsMargins()
        longest = max((line.horizontalAdvance(each) for each in self.text().split("\n")), default=0)
        room = min(self.width() - edges.left() - edges.right(), line.horizontalAdvance("国" * WIDEST))
        if longest > room > 0:
            # Lines of the same length; none of one word.
            longest = longest // -(-longest // room) + line.horizontalAdvance("国国")
        self._words.setFixedWidth(max(min(longest + 4, room), 1))
