"""When the next follow-up is due, how a due date stands today, and the yearly visits in person (H-05, D-03)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from clinic_app.guidelines.judgement import days_after
from clinic_app.guidelines.rule_book import GeneralBook, RuleBook


class DueState(StrEnum):
    """Where a due date stands on a given day."""

    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"


@dataclass(frozen=True)
class LastVisit:
    """The latest follow-up of a programme, as it was saved."""

    visit_date: date
    next_visit_date: date | None = None
    classification: int | None = None


def next_due(book: RuleBook, registered_on: date, last: LastVisit | None = None) -> date:
    """The last day on which the next follow-up is in time.

    The date the doctor agreed with the patient; without one, the interval of the classification; before any visit, the
    first-visit interval from registration. A classification that was not judged is followed up like 控制不满意.
    """
    if last is None:
        return days_after(registered_on, book.days("first_visit_days"))
    if last.next_visit_date is not None:
        return last.next_visit_date
    return days_after(last.visit_date, book.followup_days(last.classification))


def due_state(due: date, today: date, *, window_days: int = 0) -> DueState:
    """Overdue from the day after; due on the day and for `window_days` before it; upcoming earlier."""
    if today > due:
        return DueState.OVERDUE
    return DueState.DUE if due - today <= timedelta(days=window_days) else DueState.UPCOMING


def days_overdue(due: date, today: date) -> int:
    """Full days past the due date, 0 when not overdue."""
    return max(0, (today - due).days)


def referral_followup_due(book: GeneralBook, returned_on: date) -> date:
    """The last day to follow up a returned referral: two weeks after the return (G-07)."""
    return days_after(returned_on, book.referral_followup_days)


def face_to_face_count(book: RuleBook, visits: Iterable[tuple[date, str]], year: int) -> int:
    """Visits of a calendar year that were in person, from pairs of date and mode code; the telephone does not count."""
    modes = book.face_to_face_modes
    return sum(1 for day, mode in visits if day.year == year and mode in modes)


def face_to_face_missing(book: RuleBook, count: int) -> int:
    """How many visits in person the year still lacks."""
    return max(0, book.face_to_face_per_year - count)
