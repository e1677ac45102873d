"""Printed options as a row of buttons with their numbers: a digit chooses, arrows move, Space toggles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from clinic_app.desktop.forms.editor import Editor
from clinic_app.desktop.icons import icon
from clinic_app.desktop.theme import theme
from clinic_app.desktop.translation import record_title, record_word
from clinic_app.desktop.widgets.basic import set_role
from clinic_app.desktop.widgets.flow import FlowLayout
from clinic_app.desktop.widgets.line import COMMANDS, ENTER
from clinic_app.desktop.words import listed
from clinic_app.records.field import Field, Kind, Option

_MORE_KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FEW = 10
NARROWEST = 8
"""Chinese characters that a line of a folded option holds at the least."""
YES_NO = (Option("false", "否"), Option("true", "是"))


def keys_of(options: Sequence[Option]) -> dict[str, str]:
    """The one key that chooses each option: its digit where it has one, its place where there are few (a score of 10),
    else the next free letter."""
    codes = {option.code for option in options}
    taken: dict[str, str] = {}
    letters = iter(_MORE_KEYS)
    for place, option in enumerate(options, 1):
        digit = option.code.lstrip("0") or "0"
        if not digit.isdigit():
            digit = str(place)
        elif digit == "99" and "9" not in taken:
            digit = "9"
        if len(digit) > 1 and len(options) < FEW and str(place) not in codes:
            digit = str(place)
        key = digit if len(digit) == 1 and digit not in taken else next(letters)
        taken[key] = option.code
    return {code: key for key, code in taken.items()}


class OptionButton(QPushButton):
    """As wide as its words are when it is chosen and they turn bold; words too long for the form go on below."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._words = words
        self._single = QSize()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """The room of the bold words on one line."""
        words = self._words
        more = QFontMetrics(self._bold()).horizontalAdvance(words) - self.fontMetrics().horizontalAdvance(words)
        return self._plain_hint() + QSize(max(more, 0), 0)

    def minimumSizeHint(self) -> QSize:
        """The room of a few words."""
        hint = self.sizeHint()
        least = self._frame_width() + self.fontMetrics().horizontalAdvance("国") * NARROWEST
        return QSize(min(hint.width(), least), hint.height())

    def hasHeightForWidth(self) -> bool:
        """Long words fold."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One line's height, and that of the lines below it."""
        height = self._plain_hint().height()
        lines = 1 if width >= self.sizeHint().width() else len(self._folded(width))
        return height + (lines - 1) * self.fontMetrics().lineSpacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the words into the width there is."""
        super().resizeEvent(event)
        self._fold()

    def changeEvent(self, event: QEvent) -> None:
        """A larger type folds anew."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and "\n" in self.text():
            self.setText(self._words)
            self._fold()

    def _fold(self) -> None:
        fits = self.width() >= self.sizeHint().width()
        self.setText(self._words if fits else "\n".join(self._folded(self.width())))

    def _folded(self, width: int) -> list[str]:
        layout = QTextLayout(self._words, self._bold())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        found = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width - self._frame_width(), 1))
            found.append(self._words[line.textStart() : line.textStart() + line.textLength()].strip())
        layout.endLayout()
        return found

    def _plain_hint(self) -> QSize:
        """What Qt asks for the unfolded words."""
        if "\n" not in self.text():
            self._single = super().sizeHint()
        return QSize(self._single)

    def _frame_width(self) -> int:
        """What the circle and the frame take."""
        return self._plain_hint().width() - self.fontMetrics().horizontalAdvance(self._words)

    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return bold


class ChoiceEditor(Editor):
    """One option (CODE, BOOLEAN) or several (CODES). One stop for Tab; the arrows move inside."""

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.several = declared.kind is Kind.CODES
        self.options = YES_NO if declared.kind is Kind.BOOLEAN else declared.options
        self.keys = keys_of(self.options) if declared.kind is not Kind.BOOLEAN else {"false": "1", "true": "2"}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setProperty("role", "options")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._chosen: list[str] = []
        self._current = 0
        self._buttons = [self._button(option) for option in self.options]
        self._lay_out()
        theme().changed.connect(self._paint)
        self._paint()

    def value(self) -> Any:
        """The code, the codes in printed order, or True / False."""
        if self.several:
            order = [option.code for option in self.options]
            return sorted(self._chosen, key=lambda code: order.index(code) if code in order else 99) or None
        if not self._chosen:
            return None
        return self._chosen[0] == "true" if self.declared.kind is Kind.BOOLEAN else self._chosen[0]

    def set_value(self, value: Any) -> None:
        """Show a stored value; unknown codes of a newer peer are kept."""
        if value is None or value == "":
            self._chosen = []
        elif isinstance(value, bool):
            self._chosen = ["true" if value else "false"]
        elif isinstance(value, (list, tuple)):
            self._chosen = [str(each) for each in value]
        else:
            self._chosen = [str(value)]
        self._paint()

    def text(self) -> str:
        """The chosen words."""
        return listed(record_word(option.label) for option in self.options if option.code in self._chosen)

    def add_trailing(self, widget: QWidget) -> None:
        """Something that stands behind the last option: the last value, or the text of 其他."""
        self._flow.addWidget(widget)

    def choose(self, code: str) -> None:
        """A person picks an option; picking a chosen one takes it back."""
        if code in self._chosen:
            self._chosen.remove(code)
        elif not self.several or code in self.declared.exclusive:
            self._chosen = [code]
        else:
            self._chosen = [each for each in self._chosen if each not in self.declared.exclusive] + [code]
        self._current = next((i for i, option in enumerate(self.options) if option.code == code), 0)
        self._paint()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and letters choose; arrows and Space work inside; Enter goes on."""
        if event.modifiers() & COMMANDS:
            super().keyPressEvent(event)
            return
        key = event.key()
        pressed = event.text().upper()
        code = next((code for code, each in self.keys.items() if each == pressed), None) if pressed else None
        if code is not None:
            self._press(code)
        elif key in ENTER:
            self.done.emit()
        elif key == Qt.Key.Key_Space:
            self.choose(self.options[self._current].code)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._chosen = []
            self._paint()
            self.changed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the arrows stand."""
        super().focusInEvent(event)
        self._paint()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark away."""
        super().focusOutEvent(event)
        self._paint()
        self.left.emit()

    def hasHeightForWidth(self) -> bool:
        """Options wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped options."""
        return self._flow.heightForWidth(width)

    def _press(self, code: str) -> None:
        """A key that leaves nothing else to choose also goes on."""
        self.choose(code)
        chosen = code in self._chosen
        if chosen and (not self.several or code in self.declared.exclusive):
            self.done.emit()

    def _button(self, option: Option) -> QPushButton:
        key = self.keys[option.code]
        printed = option.code if option.code.isdigit() else key
        hint = "" if printed.lstrip("0") in (key, "") or printed == key else f" ({key})"
        words = record_title(option.label)
        # 0级 says its number itself.
        button = OptionButton(f"{words}{hint}" if words.startswith(printed) else f"{printed} {words}{hint}")
        button.setProperty("role", "option")
        button.setProperty("code", option.code)
        button.setProperty("current", "false")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(words)
        button.setAccessibleDescription(self.tr("按 {key}").format(key=key))
        button.clicked.connect(self._clicked)
        return button

    def _lay_out(self) -> None:
        holder = QWidget()
        self._flow = FlowLayout(holder, spacing=theme().lengths.tiny)
        for button in self._buttons:
            self._flow.addWidget(button)
        self.inner.addWidget(holder)

    @Slot()
    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.choose(str(sender.property("code")))

    def _move(self, step: int) -> None:
        self._current = (self._current + step) % len(self.options)
        self._paint()

    @Slot()
    def _paint(self) -> None:
        size = self.fontMetrics().height() * 3 // 4
        yes, no = ("chosen", "open") if self.several else ("chosen_one", "open_one")
        for place, button in enumerate(self._buttons):
            chosen = button.property("code") in self._chosen
            button.setChecked(chosen)
            button.setIconSize(QSize(size, size))
            button.setIcon(icon(yes, "accent") if chosen else icon(no, "muted"))
            current = "true" if self.hasFocus() and place == self._current else "false"
            set_role(button, current, "current")
        chosen_words = self.text()
        self.setAccessibleDescription(chosen_words)
