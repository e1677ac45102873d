"""How the values of records read on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from clinic_app.records.code_list import URGENCY
from clinic_app.records.field import Option
from clinic_app.records.visit import NOT_MEASURED_REASON

SHORT_NUMBER = 8
AT_ONCE = timedelta(days=1)
"""Within a day after the visit a record is written at once, not late."""


def words_of(value: object) -> str:
    """A value as text, nothing for an absent one."""
    return "" if value is None else str(value)


def label_of(options: Sequence[Option], code: object) -> str:
    """The words of a code; an unknown code stays as it is."""
    return next((option.label for option in options if option.code == str(code)), words_of(code))


def coded(option: Option) -> str:
    """`1门诊`; a choice with figures or spaces of its own stands in brackets, `0（0级）`, `1（GOLD1）`."""
    if option.label[:1].isdigit() or " " in option.label:
        return f"{option.code}（{option.label.replace(' ', '')}）"
    return option.code + option.label


def age_of(age: object) -> str:
    """`67岁`; text is kept."""
    return f"{age}岁" if isinstance(age, int) else words_of(age)


def urgency_word(code: object) -> str:
    """紧急 or 急救; a routine referral bears no word."""
    return "" if code in (None, "", "routine") else label_of(URGENCY, code)


def as_date(value: object) -> date | None:
    """A date of a record's ISO text; None where there is none."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)) if value else None


def short_number(record_no: object) -> str:
    """The last eight figures of a record number, as every form but the cover prints it."""
    return words_of(record_no)[-SHORT_NUMBER:]


def reading(values: Mapping[str, Any], name: str) -> str:
    """What was measured, or `未测：没带设备` where a visit says why it was not; empty where it says nothing."""
    if values.get(name) is not None:
        return words_of(values[name])
    reasons = values.get("not_measured")
    reason = reasons.get(name) if isinstance(reasons, Mapping) else None
    return f"未测：{label_of(NOT_MEASURED_REASON, reason)}" if reason else ""


def late_words(visit: Mapping[str, Any]) -> list[str]:
    """`补记：2026-11-25` of what was recorded more than a day after the visit; `代录：甲`, `看诊：乙`.

    `recorded_on` is the local day on which the record was made.
    """
    found = []
    visited, recorded = as_date(visit.get("visit_date")), as_date(visit.get("recorded_on"))
    if visited and recorded and recorded - visited > AT_ONCE:
        found.append(f"补记：{recorded.isoformat()}")
    if visit.get("typist"):
        found += [f"代录：{words_of(visit['typist'])}", f"看诊：{words_of(visit.get('doctor_sign'))}"]
    return found
