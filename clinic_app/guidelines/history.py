"""Earlier verdicts of a programme, read as follow-up days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from clinic_app.guidelines.finding import PreviousVerdict


def days_in_a_row(previous: Iterable[PreviousVerdict], before: date, counts: Callable[[frozenset[int]], bool]) -> int:
    """How many follow-up days in a row, ending just before `before`, have classifications of which `counts` is true.

    A visit that was not judged neither breaks nor lengthens the row; those of one day are looked at together.
    """
    days: dict[date, set[int]] = {}
    for verdict in previous:
        if verdict.visit_date < before and verdict.classification is not None:
            days.setdefault(verdict.visit_date, set()).add(verdict.classification)
    count = 0
    for day in sorted(days, reverse=True):
        if not counts(frozenset(days[day])):
            break
        count += 1
    return count
