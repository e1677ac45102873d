"""A time of day out of those that a desk can give: typed, or taken with the arrows from the free ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from clinic_app.desktop.forms.editor import LineEditor
from clinic_app.desktop.hover import hover_words
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import column, label, row
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.line import COMMANDS
from clinic_app.records.field import Field
from clinic_app.store.queries.slot_choice import SlotChoice

TIME = re.compile(r"(\d{1,2})(?:[:点时.]?(\d{2}))?")


class SlotEditor(LineEditor):
    """The line holds the time; under it stand the times of the day, the taken ones greyed."""

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent, characters=6)
        self.choices: Sequence[SlotChoice] = ()
        self.inner.removeWidget(self.line)
        self.words = label("", "muted", wrap=True)
        holder = QWidget()
        self._flow = FlowLayout(holder, spacing=theme().lengths.tiny)
        first = row(self.line, self.words)
        first.setStretch(1, 1)
        self.inner.addLayout(column(first, holder, spacing=theme().lengths.tiny))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._buttons: list[QPushButton] = []
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._paint)

    def show_choices(self, choices: Sequence[SlotChoice]) -> None:
        """The times of the day that stands in the form; a time that was chosen before stays."""
        self.choices = choices
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons = [self._button(each) for each in choices]
        for button in self._buttons:
            self._flow.addWidget(button)
        published = any(each.capacity is not None for each in choices)
        hint = self.tr("↑↓ 选空闲的时段") if published else self.tr("当天没有公布号源，按常规时段排；↑↓ 选")
        self.words.setText(hint if choices else "")
        self._paint()

    def value(self) -> Any:
        """`08:20`; what was typed when it is no time."""
        text = self.line.text().strip()
        return read_time(text) or text or None

    @property
    def minutes(self) -> int | None:
        """How long the chosen time is; None for one that the desk does not offer."""
        chosen = self.value()
        return next((each.minutes for each in self.choices if each.starts == chosen), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down go through the free times."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers() & COMMANDS and self._step(step):
                return True
        return super().eventFilter(watched, event)

    def _step(self, step: int) -> bool:
        free = [each.starts for each in self.choices if not each.full]
        if not free:
            return False
        chosen = self.value()
        if chosen in free:
            place = min(max(free.index(chosen) + step, 0), len(free) - 1)
        else:
            place = 0 if step > 0 else len(free) - 1
        self._take(free[place])
        return True

    def _take(self, starts: str) -> None:
        self.line.setText(starts)
        self.changed.emit()

    def _left(self) -> None:
        found = read_time(self.line.text())
        if found:
            self.line.setText(found)
        super()._left()

    def _button(self, choice: SlotChoice) -> QPushButton:
        if choice.full:
            words = self.tr("{time} 满").format(time=choice.starts)
        elif choice.free is not None:
            words = self.tr("{time} 余{count}").format(time=choice.starts, count=choice.free)
        elif choice.taken:
            words = self.tr("{time} 已约{count}").format(time=choice.starts, count=choice.taken)
        else:
            words = choice.starts
        button = QPushButton(words)
        button.setProperty("role", "option")
        button.setProperty("starts", choice.starts)
        button.setCheckable(True)
        button.setEnabled(not choice.full)
        button.setToolTip(hover_words(choice.doctor))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAutoDefault(False)
        button.clicked.connect(self._clicked)
        return button

    @Slot()
    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton):
            self._take(str(sender.property("starts")))
            self.take_focus()

    @Slot()
    def _paint(self) -> None:
        chosen = self.value()
        for button in self._buttons:
            button.setChecked(button.property("starts") == chosen)


def read_time(text: str) -> str | None:
    """`08:20` for 0820, 8:20, 8点20, 8; None for what is no time of day."""
    written = unicodedata.normalize("NFKC", text).strip().replace(" ", "").rstrip("分点时")
    if re.fullmatch(r"\d{3}", written):
        written = f"0{written}"
    found = TIME.fullmatch(written)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None
