"""A contract's state follows from its dates."""

from __future__ import annotations

from datetime import date

import pytest

from clinic_app.guidelines.term import TermState, term_state

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2025, 12, 31), TermState.COMING),
        (date(2026, 1, 1), TermState.IN_FORCE),
        (date(2026, 11, 30), TermState.IN_FORCE),
        (date(2026, 12, 1), TermState.ENDING),
        (date(2026, 12, 31), TermState.ENDING),
        (date(2027, 1, 1), TermState.EXPIRED),
    ],
)
def test_both_days_belong_to_the_term_and_renewal_is_spoken_of_thirty_days_before(on: date, state: TermState) -> None:
    assert term_state(FIRST, LAST, on, renewal_days=30) is state


def test_an_ended_contract_is_over_from_that_day() -> None:
    ended = date(2026, 6, 1)
    assert term_state(FIRST, LAST, date(2026, 5, 31), terminated_on=ended) is TermState.IN_FORCE
    assert term_state(FIRST, LAST, ended, terminated_on=ended) is TermState.TERMINATED
    assert term_state(FIRST, LAST, date(2027, 6, 1), terminated_on=ended) is TermState.TERMINATED
