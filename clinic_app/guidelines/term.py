"""Where a contract stands, from its dates."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class TermState(StrEnum):
    """A contract's state; it follows from its dates and is never stored."""

    COMING = "coming"
    IN_FORCE = "in_force"
    ENDING = "ending"
    """In force, and it is time to speak of the next one."""
    EXPIRED = "expired"
    TERMINATED = "terminated"


TERM_WORD = {
    TermState.COMING: "未生效",
    TermState.IN_FORCE: "已签约",
    TermState.ENDING: "即将到期",
    TermState.EXPIRED: "已过期",
    TermState.TERMINATED: "已解约",
}


def term_state(
    starts_on: date, ends_on: date, on: date, *, terminated_on: date | None = None, renewal_days: int = 0
) -> TermState:
    """The state on a day, both ends of the term included; `renewal_days` before the last day it is ENDING.

    A contract that was ended is over from that very day (national-forms 4.16).
    """
    if terminated_on is not None and on >= terminated_on:
        return TermState.TERMINATED
    if on < starts_on:
        return TermState.COMING
    if on > ends_on:
        return TermState.EXPIRED
    return TermState.ENDING if on >= ends_on - timedelta(days=renewal_days) else TermState.IN_FORCE
