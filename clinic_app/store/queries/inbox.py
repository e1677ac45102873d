"""What a receiving desk has not opened yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from clinic_app.store.queries.referral import inbox, ordered_events

OPENED = frozenset({"read", "accept", "return_incomplete", "decline", "redirect", "arrive", "treat"})
WAITING = ("issued", "delivered")


def unread(connection: Connection, organisation: str) -> tuple[str, ...]:
    """Ids of the referrals that were sent to an organisation and that nobody there has opened, most urgent first."""
    waiting = [each.id for each in inbox(connection, organisation) if each.state in WAITING]
    events = ordered_events(connection, waiting)
    return tuple(each for each in waiting if not opened_by(events.get(each, ()), organisation))


def opened_by(events: Iterable[Mapping[str, Any]], organisation: str) -> bool:
    """Whether an organisation has opened a referral: read it, or done more."""
    return any(event.get("event") in OPENED and event.get("organisation") == organisation for event in events)
