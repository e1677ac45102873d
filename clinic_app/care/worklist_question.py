"""The question that 今日工作 asks, and one thing that is due in its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from clinic_app.care.work_item import DueReason
from clinic_app.guidelines.due import DueWindow
from clinic_app.guidelines.rule_book import GeneralBook, RuleBooks
from clinic_app.store.queries.due import Wanted


@dataclass(frozen=True)
class Asked:
    """The question: on which day, of whom, by which rules."""

    connection: Connection
    on: date
    wanted: Wanted
    books: RuleBooks
    general: GeneralBook
    now: datetime


def due_reason(
    asked: Asked, kind: str, programme: str, words: str, window: DueWindow, *,
    referral_id: str | None = None, days_left: int | None = None,
) -> DueReason:  # fmt: skip
    """A duty with where its window stands on the day that is asked about."""
    state = window.state(asked.on)
    return DueReason(kind, programme, words, window.closes, state, referral_id, window.opens, window.rule, days_left)
