"""One tolerant line for a time of day: 0830, 8:30, 昨2300, -30 (half an hour ago), a full stop for now."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from clinic_app.clock import LOCAL_ZONE, instant_text, parse_instant
from clinic_app.desktop.forms.editor import LineEditor
from clinic_app.records.field import Field

NOW = (".", "现在", "刚刚")


class MomentEditor(LineEditor):
    """An instant, typed and shown as local time. Four digits that are a time are all there is to type."""

    def __init__(self, declared: Field, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(declared, parent, characters=12)
        self._now = now
        self._read: tuple[str, str] = ("", "")
        """The text that stands in the line, and the instant that it was read as: later it would mean another day."""

    def value(self) -> Any:
        """The instant as it is stored; what was typed when it is no time."""
        text = self.line.text().strip()
        if not text:
            return None
        if text == self._read[0]:
            return self._read[1]
        found = read_moment(text, self._now())
        return instant_text(found) if found else text

    def set_value(self, value: Any) -> None:
        """Show a stored instant, or a text that is none."""
        try:
            found = parse_instant(str(value)) if value else None
        except ValueError:
            found = None
        if found is None:
            super().set_value(value)
            return
        self._show(found, str(value))

    def take_now(self) -> None:
        """It is now; the person says so with one key of the page."""
        self._show(self._now(), instant_text(self._now()))
        self.changed.emit()

    def _edited(self, text: str) -> None:
        self._read = ("", "")
        super()._edited(text)
        written = unicodedata.normalize("NFKC", text).strip()
        four = re.fullmatch(r"\d{4}", written) is not None
        if (four or written in NOW or written == "。") and read_moment(written, self._now()):
            self._settle()
            self.done.emit()

    def _left(self) -> None:
        self._settle()
        super()._left()

    def _settle(self) -> None:
        text = self.line.text().strip()
        if text and text != self._read[0]:
            found = read_moment(text, self._now())
            if found:
                self._show(found, instant_text(found))

    def _show(self, found: datetime, stored: str) -> None:
        local, today = found.astimezone(LOCAL_ZONE), self._now().astimezone(LOCAL_ZONE).date()
        text = f"{local:%H:%M}" if local.date() == today else f"{local:%Y-%m-%d %H:%M}"
        self.line.setText(text)
        self._read = (text, stored)


def read_moment(text: str, now: datetime) -> datetime | None:
    """The instant that a person means, or None. A time of day later than now is yesterday's."""
    written = unicodedata.normalize("NFKC", text).replace("。", ".").strip()
    if written in NOW:
        return now
    if ago := re.fullmatch(r"-(\d{1,4})(分|分钟|小时)?", written):
        count = int(ago[1])
        return now - (timedelta(hours=count) if ago[2] == "小时" else timedelta(minutes=count))
    found = re.fullmatch(r"(?:(.*?)[\sT日]*)?(\d{1,2})[:点时]?(\d{2})分?", written)
    if found is None:
        return None
    return _on_day(found[1] or "", int(found[2]), int(found[3]), now)


def _on_day(day: str, hour: int, minute: int, now: datetime) -> datetime | None:
    local = now.astimezone(LOCAL_ZONE)
    if hour > 23 or minute > 59:
        return None
    if day in ("昨", "昨天", "昨日", "昨晚"):
        return local.replace(hour=hour, minute=minute, second=0, microsecond=0) - timedelta(days=1)
    if day in ("", "今", "今天"):
        meant = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return meant if meant <= local or day else meant - timedelta(days=1)
    written = re.fullmatch(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})", day)
    if written is None:
        return None
    try:
        year = int(written[1]) if written[1] else local.year
        return datetime(year, int(written[2]), int(written[3]), hour, minute, tzinfo=LOCAL_ZONE)
    except ValueError:
        return None
