"""The one clock. Instants are UTC, local dates are China Standard Time (UTC+8, no summer time)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

LOCAL_ZONE = timezone(timedelta(hours=8), "CST")


class Clock(Protocol):
    """What every room asks for the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """The present local date (UTC+8)."""
        ...


class SystemClock:
    """The operating system's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().astimezone(LOCAL_ZONE).date()


@dataclass
class FrozenClock:
    """A clock that stands still until it is moved; for tests, the demo and what-if lists."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.instant.astimezone(LOCAL_ZONE).date()

    def advance(self, step: timedelta) -> None:
        """Move the clock by `step`."""
        self.instant += step


def instant_text(instant: datetime) -> str:
    """`2026-11-22T02:30:05.123Z`: how an instant is stored and sent."""
    moment = instant.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def parse_instant(text: str) -> datetime:
    """The instant written by `instant_text`; raises ValueError on anything without a zone."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(UTC)


def local_time_text(text: str) -> str:
    """`2026-11-22 10:30` in local time, for screens and paper, from a stored instant."""
    return parse_instant(text).astimezone(LOCAL_ZONE).strftime("%Y-%m-%d %H:%M")
