"""When to sync next. Pure: a report, how long it has gone wrong, and a source of chance give a number of seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from clinic_app.clock import parse_instant

EVERY = 300.0
SOON = 2.0
FIRST_RETRY = 15.0
SPREAD = 600.0
"""After an outage laptops come back over 10 minutes, and while it lasts none asks more rarely than that."""
LONGEST = 6 * 3600.0


class Ended(Protocol):
    """What pacing reads of a SyncReport."""

    @property
    def ended_at(self) -> str:
        """When the sync ended."""
        ...

    @property
    def problem(self) -> str | None:
        """Why it ended early, None when all went well."""
        ...

    @property
    def retry_after(self) -> float | None:
        """What the county asked this laptop to wait."""
        ...

    @property
    def back_off(self) -> int:
        """What a busy county asks everybody to wait."""
        ...

    @property
    def unfinished(self) -> bool:
        """Whether it ended because its time was over, with a line that works."""
        ...


def next_wait(report: Ended, outage_since: datetime | None, random: Callable[[], float]) -> float:
    """Seconds until the next sync of its own accord. `outage_since` is when the first of the failures ended that this
    report is the last of, None when it succeeded; `random` gives numbers from 0 to below 1.

    Failures wait a random time of up to as long as the outage has lasted: that doubles by itself, and laptops that lost
    the county at one moment come back at different ones.
    """
    if report.retry_after is not None:
        return _at_most(report.retry_after + random() * max(FIRST_RETRY, report.retry_after / 2))
    if report.unfinished:
        return SOON
    if report.problem is None:
        calm = EVERY * (0.9 + 0.2 * random())
        return _at_most(max(calm, report.back_off * (1 + random()))) if report.back_off else calm
    lasted = parse_instant(report.ended_at) - outage_since if outage_since else timedelta(0)
    ceiling = min(SPREAD, max(FIRST_RETRY, lasted.total_seconds()))
    return max(SOON, random() * ceiling)


def _at_most(seconds: float) -> float:
    return min(seconds, LONGEST)
