"""A large figure with its word; pressing it filters the list below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy

from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import label


class FigureButton(QPushButton):
    """Tabular figure left, word right."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setProperty("role", "filter")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._number, self._words = label("", "figure"), label("", "muted")
        layout = self._inside = QHBoxLayout(self)
        lengths = theme().lengths
        layout.setContentsMargins(lengths.gap, 0, lengths.gap, 0)
        layout.setSpacing(lengths.small)
        for part in (self._number, self._words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)
        layout.addStretch(1)

    def tell(self, number: int, words: str) -> None:
        """Show a count."""
        self._number.setText(str(number))
        self._words.setText(words)
        self.setAccessibleName(f"{words} {number}")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As its labels need."""
        inside = self._inside.sizeHint()
        return QSize(inside.width() + 4, max(inside.height() + 12, theme().lengths.button))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()
