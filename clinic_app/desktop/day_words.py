"""Days in the words that screens show. `words.py` says the rest; the door needs no more than this."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""For translations that name months."""


def _tr(text: str) -> str:
    """A sentence of this module in the language of the window."""
    return QCoreApplication.translate("words", text)


def month_day(day: date) -> str:
    """8月3日."""
    return _tr("{month}月{day}日").format(month=day.month, day=day.day, name=_MONTHS[day.month - 1])


def full_day(day: date) -> str:
    """2025年8月3日."""
    words = _tr("{year}年{month}月{day}日")
    return words.format(year=day.year, month=day.month, day=day.day, name=_MONTHS[day.month - 1])


def month_words(day: date, with_year: bool) -> str:
    """3月, or 2026年3月 where the year is new."""
    words = _tr("{year}年{month}月") if with_year else _tr("{month}月")
    return words.format(year=day.year, month=day.month, name=_MONTHS[day.month - 1])


def long_day(day: str | date) -> str:
    """2026年11月22日 星期日."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{full_day(found)} {_tr(_WEEKDAYS[found.weekday()])}"


def window(start: date, end: date) -> str:
    """3月3日–17日."""
    if start == end:
        return month_day(end)
    same_month = (start.year, start.month) == (end.year, end.month)
    tail = _tr("{day}日").format(day=end.day, name=_MONTHS[end.month - 1]) if same_month else month_day(end)
    return _tr("{start}–{end}").format(start=month_day(start), end=tail)
