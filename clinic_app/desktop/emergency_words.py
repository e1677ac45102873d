"""The clocks of an emergency in words: what is left of a treatment window, until when a slip is to be completed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from clinic_app.clock import instant_text, parse_instant
from clinic_app.desktop.translation import record_word
from clinic_app.desktop.words import listed, moment
from clinic_app.guidelines.referral_rules import Window, default_referral_rules, time_left
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.queries.emergency import UnfinishedSlip

SHORT = timedelta(minutes=60)
"""From here on what is left is said in red."""
Said = tuple[str, str]
"""Words and a role of the style sheet."""


def tr(text: str) -> str:
    """A sentence of this module in the language of the window."""
    return QCoreApplication.translate("emergency", text)


def span_words(span: timedelta) -> str:
    """2小时5分, 40分钟; of a negative span how much it is over."""
    hours, minutes = divmod(abs(int(span.total_seconds())) // 60, 60)
    if not hours:
        return tr("{minutes}分钟").format(minutes=minutes)
    return tr("{hours}小时{minutes}分").format(hours=hours, minutes=minutes)


def window_words(window: Window, onset: str, now: datetime) -> Said:
    """What is left of a treatment window at this moment; why it cannot be said without an onset."""
    try:
        begun = parse_instant(onset) if onset else None
    except ValueError:
        begun = None
    if begun is None:
        return tr("没有发病时间，算不出还剩多少"), "watch"
    left = time_left(window, begun, now)
    if left <= timedelta():
        return tr("时间窗已过，照样尽快送"), "danger"
    return tr("时间窗还剩 {left}").format(left=span_words(left)), "danger" if left < SHORT else "section"


def completion_length(on: date) -> timedelta:
    """How long after the issue an emergency slip may be completed, by the rules in force."""
    return timedelta(hours=default_referral_rules(on).days("completion_hours"))


def completion_words(slip: UnfinishedSlip, now: datetime, today: date) -> Said:
    """限14:20前补全，还剩2小时; 补全已超时 40分钟."""
    due = slip.due_at(completion_length(today))
    if due is None:
        return tr("待补全"), "watch"
    if due <= now:
        return tr("补全已超时 {span}").format(span=span_words(now - due)), "danger"
    words = tr("限{time}前补全，还剩{span}")
    return words.format(time=moment(instant_text(due), today), span=span_words(due - now)), "watch"


def short_completion(slip: UnfinishedSlip, now: datetime, today: date) -> Said:
    """补全剩1:52, for a column; 补全超时."""
    due = slip.due_at(completion_length(today))
    if due is None or due <= now:
        return (tr("补全超时"), "danger") if due else (tr("待补全"), "watch")
    hours, minutes = divmod(int((due - now).total_seconds()) // 60, 60)
    return tr("补全剩{hours}:{minutes}").format(hours=hours, minutes=f"{minutes:02d}"), "watch"


def missing_words(slip: UnfinishedSlip) -> str:
    """主要既往史、治疗经过: what the slip still lacks."""
    declared = RECORD_TYPES["referral"].fields
    return listed(record_word(declared[name].label) for name in slip.missing)
