from __future__ import annotations

from datetime import date

import pytest

from clinic_app.guidelines import (
    DueState,
    GeneralBook,
    LastVisit,
    RuleBook,
    days_overdue,
    due_state,
    face_to_face_count,
    face_to_face_missing,
    next_due,
    referral_followup_due,
)

REGISTERED = date(2026, 1, 1)


def test_the_agreed_date_is_the_due_date(hypertension: RuleBook) -> None:
    last = LastVisit(date(2026, 3, 1), next_visit_date=date(2026, 4, 15), classification=2)
    assert next_due(hypertension, REGISTERED, last) == date(2026, 4, 15)


@pytest.mark.parametrize(
    ("classification", "due"),
    [
        (1, date(2026, 5, 30)),
        (2, date(2026, 3, 15)),
        (3, date(2026, 3, 15)),
        (4, date(2026, 3, 15)),
        (None, date(2026, 3, 15)),
    ],
)
def test_without_an_agreed_date_the_classification_decides(
    diabetes: RuleBook, classification: int | None, due: date
) -> None:
    last = LastVisit(date(2026, 3, 1), classification=classification)
    assert next_due(diabetes, REGISTERED, last) == due


def test_before_any_visit_the_registration_decides(hypertension: RuleBook) -> None:
    assert next_due(hypertension, REGISTERED) == date(2026, 1, 15)


@pytest.mark.parametrize(
    ("today", "window", "state", "overdue"),
    [
        (date(2026, 3, 9), 0, DueState.UPCOMING, 0),
        (date(2026, 3, 10), 0, DueState.DUE, 0),
        (date(2026, 3, 11), 0, DueState.OVERDUE, 1),
        (date(2026, 3, 2), 7, DueState.UPCOMING, 0),
        (date(2026, 3, 3), 7, DueState.DUE, 0),
        (date(2026, 3, 20), 7, DueState.OVERDUE, 10),
    ],
)
def test_a_due_date_is_upcoming_then_due_then_overdue(today: date, window: int, state: DueState, overdue: int) -> None:
    due = date(2026, 3, 10)
    assert due_state(due, today, window_days=window) is state
    assert days_overdue(due, today) == overdue


def test_a_returned_referral_is_followed_up_within_two_weeks(general: GeneralBook) -> None:
    assert referral_followup_due(general, date(2026, 2, 20)) == date(2026, 3, 6)


def test_only_visits_in_person_of_the_year_count(hypertension: RuleBook) -> None:
    visits = [
        (date(2025, 12, 31), "1"),
        (date(2026, 1, 1), "1"),
        (date(2026, 4, 1), "2"),
        (date(2026, 7, 1), "3"),
        (date(2026, 12, 31), "2"),
    ]
    count = face_to_face_count(hypertension, visits, 2026)
    assert count == 3
    assert face_to_face_missing(hypertension, count) == 1
    assert face_to_face_missing(hypertension, 5) == 0
