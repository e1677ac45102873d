"""How the values of records read on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from clinic_app.records.code_list import URGENCY
from clinic_app.records.field import Option


def words_of(value: object) -> str:
    """A value as text, nothing for an absent one."""
    return "" if value is None else str(value)


def label_of(options: Sequence[Option], code: object) -> str:
    """The words of a code; an unknown code stays as it is."""
    return next((option.label for option in options if option.code == str(code)), words_of(code))


def age_of(age: object) -> str:
    """`67岁`; text is kept."""
    return f"{age}岁" if isinstance(age, int) else words_of(age)


def urgency_word(code: object) -> str:
    """紧急 or 急救; a routine referral bears no word."""
    return "" if code in (None, "", "routine") else label_of(URGENCY, code)


def as_date(value: object) -> date | None:
    """A date of a record's ISO text; None where there is none."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)) if value else None
