"""The box for a measured value: any digits a person types, full when no further digit can give a possible value."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from clinic_app.desktop.forms.editor import LineEditor
from clinic_app.desktop.translation import record_word
from clinic_app.records.field import Field, Kind
from clinic_app.records.validation import Refused, check_value


class NumberEditor(LineEditor):
    """Whole and decimal numbers. No wheel, no arrows, no default."""

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent, characters=max(_longest(declared), 3) + 1)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)

    def value(self) -> Any:
        """The number as typed, in plain digits."""
        return plain(self.line.text()) or None

    def _left(self) -> None:
        number = _number(self.line.text())
        if number is not None:
            self.line.setText(f"{number:f}")
        super()._left()

    def _edited(self, text: str) -> None:
        tidy = plain(text)
        if tidy != text:
            place = self.line.cursorPosition()
            self.line.setText(tidy)
            self.line.setCursorPosition(min(place, len(tidy)))
        super()._edited(tidy)
        at_end = self.line.cursorPosition() == len(tidy)
        if at_end and is_full(self.declared, tidy) and not problem(self.declared, tidy):
            self.done.emit()


def plain(text: str) -> str:
    """Full-width digits and stops made plain; spaces dropped."""
    return unicodedata.normalize("NFKC", text).replace("。", ".").replace(" ", "").strip()


def is_full(declared: Field, text: str) -> bool:
    """Whether no further digit could give a possible value of this field."""
    if _number(text) is None:
        return False
    continuations = [text + digit for digit in "0123456789"]
    if declared.kind is Kind.DECIMAL and "." not in text and declared.decimals:
        continuations += [f"{text}.{digit}" for digit in "0123456789"]
    return not any(_can_become(declared, each) for each in continuations)


def _can_become(declared: Field, text: str) -> bool:
    """Whether `text`, or `text` with more digits behind it, is a possible value."""
    whole, _, fraction = text.partition(".")
    if len(fraction) > declared.decimals or (len(whole) > 1 and whole.startswith("0")):
        return False
    number = Decimal(text)
    highest = Decimal(declared.maximum) if declared.maximum is not None else None
    return highest is None or number <= highest


def problem(declared: Field, text: str) -> str:
    """Why the number cannot be, in words; empty when it can."""
    try:
        check_value(declared, text)
    except Refused as refusal:
        return str(refusal)
    return ""


def doubt(declared: Field, text: str) -> str:
    """Quiet words about a number outside the usual range; empty when it is inside."""
    number = _number(text)
    if number is None or declared.usual is None:
        return ""
    low, high = (Decimal(each) for each in declared.usual)
    if low <= number <= high:
        return ""
    words = QCoreApplication.translate("forms", "{label} {value} 少见（常见 {low}-{high}），再核对一次")
    return words.format(label=record_word(declared.label), value=text, low=low, high=high)


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text) if text and text.isascii() else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def _longest(declared: Field) -> int:
    longest = len(declared.maximum or "0000")
    return longest + 1 + declared.decimals if declared.kind is Kind.DECIMAL else longest
