"""Why the window was locked: for the door, which says it, and for the audit chain."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication


class Cause(StrEnum):
    """The value is the detail of the audit entry."""

    HAND = "hand"
    """Somebody locked it."""
    SWITCH = "switch"
    """Another person takes over."""
    IDLE = "idle"
    """Nobody typed or moved the mouse for the minutes of the setting."""
    SLEEP = "sleep"
    """The computer goes to sleep, or was asleep."""
    SESSION = "session"
    """The computer's own screen was locked, or the person left the session."""


def cause_words(cause: Cause, minutes: int) -> str:
    """Why the door is shut, in a sentence. `minutes` is the setting that an idle lock goes by."""
    if cause is Cause.IDLE:
        why = _tr("{minutes}分钟没有操作，已自动锁定").format(minutes=minutes)
    else:
        why = {
            Cause.HAND: _tr("已锁定"),
            Cause.SWITCH: _tr("换人登录"),
            Cause.SLEEP: _tr("电脑休眠，已自动锁定"),
            Cause.SESSION: _tr("电脑锁屏，已自动锁定"),
        }[cause]
    return _tr("{why}。填到一半的表已保留，本人登录后接着填。").format(why=why)


def _tr(text: str) -> str:
    return QCoreApplication.translate("lock", text)
