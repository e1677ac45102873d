"""When the next service is due: windows from–to of follow-ups, yearly services, refills, returns and contracts.

A window is worked out from facts each time it is asked for; nothing of it is stored. Every interval is a number of the
rule books; which number applies is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from clinic_app.guidelines.control import CONTROLLED
from clinic_app.guidelines.judgement import days_after
from clinic_app.guidelines.rule_book import Book, GeneralBook, RuleBook

WINDOW_DAYS = 14
"""A routine follow-up may be made this many days before its last day. Ours: no source fixes it."""
ELDERLY_FROM = 65
"""E-01: residents of 65 and more."""
TUBERCULOSIS, MENTAL, ELDERLY = "tuberculosis", "mental", "elderly"
FAMILY = "2"
"""督导人员 家属 on both tuberculosis forms."""
_MENTAL_INTERVAL = {1: "unstable_days", 2: "basic_recheck_days", 3: "stable_days"}
_RULES = {
    ("hypertension", "controlled_days"): "H-09",
    ("hypertension", "recheck_days"): "H-10",
    ("diabetes", "controlled_days"): "D-07",
    ("diabetes", "recheck_days"): "D-08",
    (MENTAL, "unstable_days"): "P-09",
    (MENTAL, "basic_recheck_days"): "P-10",
    (MENTAL, "stable_days"): "P-11",
    (TUBERCULOSIS, "first_visit_days"): "T-03",
    (TUBERCULOSIS, "family_intensive_days"): "T-06",
    (TUBERCULOSIS, "monthly_days"): "T-06",
    (ELDERLY, "yearly_days"): "E-02",
}
"""Programme and interval -> the number of the rule that it is from; others have none (decision 0008)."""


class DueState(StrEnum):
    """Where a due date stands on a given day."""

    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The latest follow-up of a programme, as it was saved; supervision is asked for tuberculosis only."""

    visit_date: date
    next_visit_date: date | None = None
    classification: int | None = None
    supervisor: str | None = None
    intensive: bool = False


@dataclass(frozen=True, slots=True)
class DueWindow:
    """From the first day on which something may be done to the last on which it is in time, both included."""

    opens: date
    closes: date
    rule: str = ""

    def state(self, today: date) -> DueState:
        """Upcoming before the window, due inside it, overdue from the day after."""
        if today > self.closes:
            return DueState.OVERDUE
        return DueState.DUE if today >= self.opens else DueState.UPCOMING


def next_window(book: RuleBook, registered_on: date, last: LastVisit | None = None) -> DueWindow:
    """The window of the next follow-up.

    It closes on the day that the doctor agreed with the patient; without one, by the interval that the last visit
    calls for; before any visit, the first interval from registration. It opens WINDOW_DAYS before it closes, but
    not in the first half of the time, so that whoever has just been seen is not due again on the same day.
    """
    if last is None:
        name = "first_visit_days"
        return DueWindow(registered_on, days_after(registered_on, book.days(name)), _rule(book, name))
    name = interval_name(book.programme, last)
    closes = last.next_visit_date or days_after(last.visit_date, book.days(name))
    halfway = last.visit_date + (closes - last.visit_date) // 2
    opens = min(closes, max(closes - timedelta(days=WINDOW_DAYS), halfway))
    return DueWindow(opens, closes, _rule(book, name))


def next_due(book: RuleBook, registered_on: date, last: LastVisit | None = None) -> date:
    """The last day on which the next follow-up is in time."""
    return next_window(book, registered_on, last).closes


def interval_name(programme: str, last: LastVisit) -> str:
    """Which of a programme's intervals follows a visit.

    A classification that was not judged is followed up like the one that calls for an early visit. Tuberculosis:
    ten days while a relative supervises the intensive phase, else a month (T-06).
    """
    if programme == ELDERLY:
        return "yearly_days"
    if programme == MENTAL:
        return _MENTAL_INTERVAL.get(last.classification or 0, "unstable_days")
    if programme == TUBERCULOSIS:
        return "family_intensive_days" if last.supervisor == FAMILY and last.intensive else "monthly_days"
    return "controlled_days" if last.classification == CONTROLLED else "recheck_days"


def _rule(book: RuleBook, interval: str) -> str:
    return _RULES.get((book.programme, interval), "")


def yearly_window(
    days: int, rule: str, today: date, *, last: date | None, registered_on: date | None, born: date | None
) -> DueWindow | None:
    """The window of a service that is given once a year: the examination, the assessment of the elderly.

    `days` after the last one; it opens WINDOW_DAYS before. Of whom no last one is known: `days` after registration,
    and for the elderly (`born` is given for them only) at the latest by the end of the calendar year, from the birthday
    on, which spreads the work over the year. None before that.
    """
    if last is not None:
        return _yearly(last, days, rule)
    known = [] if registered_on is None else [_yearly(registered_on, days, rule)]
    if born is not None and (opens := birthday(born, today.year)) <= today:
        known.append(DueWindow(opens, date(today.year, 12, 31), rule))
    return min(known, key=lambda each: each.closes, default=None)


def _yearly(begun: date, days: int, rule: str) -> DueWindow:
    closes = days_after(begun, days)
    return DueWindow(closes - timedelta(days=WINDOW_DAYS), closes, rule)


def birthday(born: date, year: int) -> date:
    """The birthday in a year; who was born on 29 February has it on 1 March of a common year."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def refill_window(book: GeneralBook, dispensed_on: date, days_supplied: int) -> DueWindow:
    """A medicine lasts `days_supplied` days from the day it was dispensed; on the last day of the window it is gone."""
    gone = days_after(dispensed_on, days_supplied)
    return DueWindow(max(dispensed_on, gone - timedelta(days=book.days("refill_ahead_days"))), gone)


def days_left(dispensed_on: date, days_supplied: int, today: date) -> int:
    """For how many days from today on a medicine suffices; negative when it has been gone so long."""
    return (days_after(dispensed_on, days_supplied) - today).days


def renewal_window(book: GeneralBook, ends_on: date) -> DueWindow:
    """A contract is renewed in the last days of its term."""
    return DueWindow(ends_on - timedelta(days=book.days("contract_renewal_days")), ends_on)


def return_window(book: GeneralBook, returned_on: date) -> DueWindow:
    """A returned referral is followed up within two weeks of the return (G-07)."""
    return DueWindow(returned_on, referral_followup_due(book, returned_on), "G-07")


def discharge_window(book: GeneralBook, discharged_on: date) -> DueWindow:
    """A patient is visited within a week of the discharge."""
    return DueWindow(discharged_on, days_after(discharged_on, book.days("discharge_days")))


def first_follow_up_window(rules: Book, accepted_on: date) -> DueWindow:
    """A patient who was sent down is seen soon after the place below has taken them; the referral rules say when."""
    return DueWindow(accepted_on, days_after(accepted_on, rules.days("first_follow_up_days")))


def sender_acts_window(rules: Book, answered_on: date) -> DueWindow:
    """A referral that was declined or sent back for more leaves a patient waiting for the sender."""
    return DueWindow(answered_on, days_after(answered_on, rules.days("sender_acts_days")))


def due_state(due: date, today: date, *, window_days: int = 0) -> DueState:
    """Overdue from the day after; due on the day and for `window_days` before it; upcoming earlier."""
    return DueWindow(due - timedelta(days=window_days), due).state(today)


def days_overdue(due: date, today: date) -> int:
    """Full days past the due date, 0 when not overdue."""
    return max(0, (today - due).days)


def referral_followup_due(book: GeneralBook, returned_on: date) -> date:
    """The last day to follow up a returned referral: two weeks after the return (G-07)."""
    return days_after(returned_on, book.days("return_followup_days"))


def face_to_face_count(book: RuleBook, visits: Iterable[tuple[date, str]], year: int) -> int:
    """Visits of a calendar year that were in person, from pairs of date and mode code; the telephone does not count."""
    modes = book.face_to_face_modes
    return sum(1 for day, mode in visits if day.year == year and mode in modes)


def face_to_face_missing(book: RuleBook, count: int) -> int:
    """How many visits in person the year still lacks."""
    return max(0, book.face_to_face_per_year - count)
