"""The values of a conflict side by side: who wrote each, where and when, and which parts differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.icons import icon
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.widgets.basic import hairline, keep_lines, label, row
from clinic_app.desktop.words import moment, stored_words
from clinic_app.store.queries.conflict import VOID, Conflict, Contender

CAPTION = 6
"""Width of a caption, in characters."""


class Contenders(QWidget):
    """A column for each value; differing fields first, marked by a sign and a word as well as by weight."""

    def __init__(self, desk: Desk, found: Conflict, villages: Mapping[str, str]) -> None:
        super().__init__()
        self.desk = desk
        self.found = found
        self._villages = villages
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().lengths.wide)
        self._grid.setVerticalSpacing(theme().lengths.small)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, theme().lengths.small, 0)
        whole.addLayout(self._grid)
        whole.addStretch(1)
        self._place_heads(found)
        self._fill()
        keep_lines(self)

    def _place_heads(self, found: Conflict) -> None:
        for place, each in enumerate(found.contenders, 1):
            self._grid.setColumnStretch(place, 1)
            self._grid.addWidget(self._head(each), 0, place)
        self._grid.addWidget(hairline(), 1, 0, 1, len(found.contenders) + 1)

    def who(self, each: Contender) -> str:
        """Who wrote a value: a name, or that it was somebody at another laptop."""
        return each.author_name or self.tr("另一台电脑上的人")

    def where(self, each: Contender) -> str:
        """On which laptop."""
        own = self.desk.device
        if own is not None and own.id == each.device:
            return self.tr("这台电脑")
        return self.tr("电脑尾号 {tail}").format(tail=each.device[-4:].upper()) if each.device else ""

    def _head(self, each: Contender) -> QWidget:
        head = QWidget()
        shown = label(self.tr("现在显示"), "chip") if each.mid and each.mid == self.found.shown else None
        lines = QVBoxLayout(head)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        first = [label(each.key, "section"), *([shown] if shown else []), None]
        lines.addLayout(row(*first))
        lines.addWidget(label(self.who(each), "strong", wrap=True))
        when = moment(each.authored_at, self.desk.today) if each.authored_at else ""
        lines.addWidget(label("　".join(part for part in (self.where(each), when) if part), "muted", wrap=True))
        lines.addStretch(1)
        return head

    def _fill(self) -> None:
        line = 2
        if any(each.withdraws for each in self.found.contenders):
            words = [self.tr("作废") if each.withdraws else self.tr("保留") for each in self.found.contenders]
            self._line(line, self.tr("这条记录"), words, differs=True)
            line += 1
        differing = set(self.found.differing)
        names = [name for name in self.found.names if name != VOID]
        for name in sorted(names, key=lambda each: each not in differing):
            words = [self._words(name, each) for each in self.found.contenders]
            caption = record_word(self.found.labels.get(name, name))
            self._line(line, caption, words, differs=name in differing)
            line += 1
        base = [
            f"{record_word(self.found.labels.get(name, name))} {self._value(name, value)}"
            for name, value in self.found.base.items()
            if value is not None
        ]
        if base:
            last = label(self.tr("两边改之前：{values}").format(values="；".join(base)), "muted", wrap=True)
            self._grid.addWidget(last, line, 0, 1, len(self.found.contenders) + 1)

    def _line(self, line: int, caption: str, words: list[str], *, differs: bool) -> None:
        self._grid.addWidget(self._caption(caption, differs=differs), line, 0, Qt.AlignmentFlag.AlignTop)
        for place, each in enumerate(words, 1):
            value = label(each, "strong" if differs else "muted", wrap=True, selectable=True)
            self._grid.addWidget(value, line, place, Qt.AlignmentFlag.AlignTop)

    def _caption(self, caption: str, *, differs: bool) -> QWidget:
        place = QWidget()
        sign = QLabel()
        size = self.fontMetrics().height()
        if differs:
            sign.setPixmap(icon("differs", "watch").pixmap(size, size))
        sign.setFixedWidth(size)
        words = label(caption, "muted", wrap=True)
        if differs:
            words.setAccessibleName(self.tr("{name}（不同）").format(name=caption))
            sign.setToolTip(self.tr("两边不同"))
        words.setFixedWidth(self.fontMetrics().horizontalAdvance("国" * CAPTION))
        line = row(sign, words, spacing=theme().lengths.tiny)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        place.setLayout(line)
        return place

    def _words(self, name: str, each: Contender) -> str:
        if each.withdraws:
            return "—"
        return self._value(name, each.value.get(name))

    def _value(self, name: str, value: Any) -> str:
        if name == "village_code" and value:
            return self._villages.get(str(value), str(value))
        return stored_words(self.found.subject_type, name, value)
