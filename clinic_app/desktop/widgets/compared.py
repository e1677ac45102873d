"""What stands side by side where two files are compared: a fact of each, and whether they agree."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QLabel, QWidget

from clinic_app.desktop.hover import hover_words
from clinic_app.desktop.icons import icon
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import label, row
from clinic_app.desktop.widgets.panes import TwoPanes


@dataclass(frozen=True)
class Fact:
    """One line of a side. `known` is False for a side whose file is elsewhere."""

    value: str
    known: bool = True


class Sign(QWidget):
    """Whether a line agrees: a sign where it does not, with its word where the panes have room."""

    def __init__(self, verdict: str, panes: TwoPanes, *, differs: bool) -> None:
        super().__init__()
        size = self.fontMetrics().height()
        sign = QLabel()
        sign.setFixedWidth(size)
        if differs:
            sign.setPixmap(icon("differs", "watch").pixmap(size, size))
        sign.setAccessibleName(verdict)
        sign.setToolTip(hover_words(verdict))
        words = label(verdict, "strong" if differs else "muted")
        self.setLayout(row(sign, words, spacing=theme().lengths.tiny))
        # Where there is little room it is for what is compared.
        words.setVisible(not panes.narrow)
        panes.narrow_changed.connect(words.setHidden)


def breakable(number: str) -> str:
    """A masked number that goes on below in a narrow pane: nothing is seen of the sign that allows it."""
    return number.replace("*", "\u200b*", 1)
