"""The three lists of referrals, read in the pool: received, sent, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from clinic_app.desktop.emergency_words import short_completion
from clinic_app.desktop.models.rows import Row
from clinic_app.desktop.referral_rows import desk_rows, sent_row
from clinic_app.guidelines.indicator_definitions import default_indicator_book
from clinic_app.guidelines.referral_rules import default_referral_rules
from clinic_app.store.queries.emergency import unfinished_slips
from clinic_app.store.queries.referral import ReferralFilter, ReferralRow, referrals
from clinic_app.store.queries.referral_desk import desk_inbox, overdue_answers

RECEIVED, SENT, DONE = "received", "sent", "done"
ENDED_FOR = timedelta(days=92)
"""How far back a hospital's list of ended referrals goes: it has thousands a year. Older ones are found by the search
and in the register."""


@dataclass(frozen=True)
class Reader:
    """Whose lists, and when."""

    organisation: str
    receives: bool
    now: datetime
    today: date


@dataclass(frozen=True)
class Read:
    """The lines of a list, and how many of one's own referrals wait too long for an answer."""

    rows: Sequence[Row]
    overdue: int = 0


def read_list(connection: Any, shown: str, reader: Reader) -> Read:
    """One of the lists, in its order."""
    own, now, today = reader.organisation, reader.now, reader.today
    hours = default_indicator_book().parameters.answer_hours
    if shown == RECEIVED:
        unread_hours = default_referral_rules(today).days("unread_hours")
        return Read(desk_rows(desk_inbox(connection, own, now, unread_hours, hours), now, today))
    overdue = len(overdue_answers(connection, own, now, hours))
    if shown == DONE:
        since = today - ENDED_FOR if reader.receives else None
        rows = referrals(connection, ReferralFilter(since=since))
        ended = [each for each in rows if _ended(each, own)]
        return Read(
            [sent_row(each, today, handed_on=each.is_open and own in each.former_senders) for each in ended], overdue
        )
    rows = referrals(connection, ReferralFilter(sent_by=own) if own else ReferralFilter())
    kept = [each for each in rows if each.is_open and own not in each.former_senders]
    clocks = {each.referral_id: short_completion(each, now, today) for each in unfinished_slips(connection, own)}
    kept.sort(key=lambda each: each.id not in clocks)
    return Read([sent_row(each, today, handed_on=False, clock=clocks.get(each.id, ("", ""))) for each in kept], overdue)


def _ended(row: ReferralRow, own: str) -> bool:
    """Nothing to do here any more: closed, taken over by another clinic, or answered by this house."""
    answered = row.state == "returned" and row.to_org == own != row.sender
    return not row.is_open or own in row.former_senders or answered
