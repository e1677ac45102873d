"""One tolerant line for a date: 20261122, 2026.11.22, 1122, 22 (this month), 今天, +14."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from clinic_app.desktop.forms.editor import LineEditor
from clinic_app.records.field import Field

_NAMED = {"今天": 0, "今日": 0, "昨天": -1, "前天": -2, "明天": 1, "后天": 2}


class DateEditor(LineEditor):
    """A date typed in any of the ways people write it. It never jumps between its parts."""

    def __init__(self, declared: Field, today: date, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent, characters=12)
        self._today = today

    def value(self) -> Any:
        """`2026-11-22`; what was typed when it is no date."""
        text = self.line.text().strip()
        found = read_day(text, self._today)
        return found.isoformat() if found else text or None

    def _left(self) -> None:
        found = read_day(self.line.text(), self._today)
        if found:
            self.line.setText(found.isoformat())
        super()._left()


def read_day(text: str, today: date) -> date | None:
    """The date that a person means, or None. Two digits are a day of this month, four a month and day of this year."""
    written = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    if written in _NAMED:
        return today + timedelta(days=_NAMED[written])
    if ahead := re.fullmatch(r"\+(\d{1,3})天?", written):
        return today + timedelta(days=int(ahead[1]))
    parts = _parts(written, today)
    if parts is None:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _parts(written: str, today: date) -> tuple[int, int, int] | None:
    if found := re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", written):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", written):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(r"(\d{1,2})[-./月](\d{1,2})日?", written) or re.fullmatch(r"(\d{2})(\d{2})", written):
        return today.year, int(found[1]), int(found[2])
    if found := re.fullmatch(r"(\d{1,2})日?", written):
        return today.year, today.month, int(found[1])
    return None
