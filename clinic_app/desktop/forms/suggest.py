"""Known words offered while one types: drugs of the catalogue, doctors of the directory. Any other text goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

SEPARATOR = "　"
"""Between a word and what else finds it: 氨氯地平　alxdp."""
SHOWN = 8


class Suggestions(QCompleter):
    """Found by any part of the word, or by its initials behind the separator; only the word itself is filled in."""

    def __init__(self, words: Sequence[str], line: QLineEdit) -> None:
        super().__init__(QStringListModel(list(words), line), line)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(SHOWN)
        line.setCompleter(self)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """What is filled in."""
        return super().pathFromIndex(index).partition(SEPARATOR)[0]
