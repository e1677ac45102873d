"""今日工作: who is due, overdue or waiting after a return; computed on read, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from clinic_app.guidelines.body import age_on
from clinic_app.guidelines.due import DueState, due_state, referral_followup_due
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.code_list import CLASSIFICATION, PROGRAMME
from clinic_app.records.field import Option
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.queries.worklist import DueRow, ReturnRow, due_followups, returns_awaiting

WINDOW_DAYS = 14
RETURN, FOLLOWUP = "return", "followup"


@dataclass(frozen=True)
class DueReason:
    """One thing that is due for a person."""

    kind: str
    programme: str
    words: str
    due_date: date
    state: DueState
    referral_id: str | None = None


@dataclass(frozen=True)
class WorkItem:
    """A person with everything that is due for them. `risk` is higher for those to see first."""

    resident_id: str
    name: str
    sex: str
    age: int | None
    phone: str
    village_code: str
    group_name: str
    household_id: str
    house_no: str
    reasons: tuple[DueReason, ...]
    due_date: date
    state: DueState
    risk: int
    why: str
    last_reading: str = ""
    programmes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def place(self) -> str:
        """Group and door, as people say it."""
        return f"{self.group_name}{self.house_no}"

    def as_json(self) -> dict[str, Any]:
        """The object of `clinic-app worklist --json`."""
        return {
            "resident_id": self.resident_id,
            "name": self.name,
            "sex": self.sex,
            "age": self.age,
            "village_code": self.village_code,
            "group_name": self.group_name,
            "household_id": self.household_id,
            "house_no": self.house_no,
            "due_date": self.due_date.isoformat(),
            "state": self.state.value,
            "risk": self.risk,
            "why": self.why,
            "last_reading": self.last_reading,
            "reasons": [
                {
                    "kind": each.kind,
                    "programme": each.programme,
                    "words": each.words,
                    "due_date": each.due_date.isoformat(),
                    "state": each.state.value,
                    "referral_id": each.referral_id,
                }
                for each in self.reasons
            ],
        }


def worklist(
    database: Database, on: date, village: str | None = None, *, ahead_days: int = WINDOW_DAYS
) -> list[WorkItem]:
    """Everybody with something due by `on` + `ahead_days`, the most urgent first, then by village and household."""
    with database.read() as connection:
        device = load_device(connection)
        rows = due_followups(connection, on + timedelta(days=ahead_days), village)
        returns = returns_awaiting(connection, device.organisation if device else "", village)
    gathered: dict[str, list[DueRow | ReturnRow]] = {}
    for row in (*returns, *rows):
        gathered.setdefault(row.resident_id, []).append(row)
    items = [_item(rows_of, on) for rows_of in gathered.values()]
    return sorted(items, key=lambda item: (-item.risk, item.due_date, item.village_code, item.group_name, item.house_no))


def _item(rows: list[DueRow | ReturnRow], on: date) -> WorkItem:
    reasons = tuple(sorted((_reason(row, on) for row in rows), key=lambda each: each.due_date))
    person = rows[0]
    followups = [row for row in rows if isinstance(row, DueRow)]
    risk, why = _risk(reasons, followups)
    return WorkItem(
        resident_id=person.resident_id,
        name=person.name,
        sex=person.sex,
        age=age_on(date.fromisoformat(person.birth_date), on) if person.birth_date else None,
        phone=person.phone,
        village_code=person.village_code,
        group_name=person.group_name,
        household_id=person.household_id,
        house_no=person.house_no,
        reasons=reasons,
        due_date=reasons[0].due_date,
        state=min((each.state for each in reasons), key=_STATES.index),
        risk=risk,
        why=why,
        last_reading=next((row.last_reading for row in followups if row.last_reading), ""),
        programmes=tuple(row.programme for row in followups),
    )


_STATES = (DueState.OVERDUE, DueState.DUE, DueState.UPCOMING)


def _reason(row: DueRow | ReturnRow, on: date) -> DueReason:
    if isinstance(row, ReturnRow):
        returned = date.fromisoformat(row.returned_on)
        due = referral_followup_due(default_rule_books().general_in_force(on), returned)
        return DueReason(RETURN, "", "转诊已回转，待随访", due, due_state(due, on, window_days=WINDOW_DAYS), row.referral_id)
    due = date.fromisoformat(row.due_date)
    words = _label(PROGRAMME, row.programme) + "随访"
    return DueReason(FOLLOWUP, row.programme, words, due, due_state(due, on, window_days=WINDOW_DAYS))


def _risk(reasons: Iterable[DueReason], followups: list[DueRow]) -> tuple[int, str]:
    """How much before others, and why in words: returns, danger last time, uncontrolled in a row, overdue."""
    overdue = max((each for each in reasons), key=lambda each: each.state is DueState.OVERDUE)
    points, words = 0, []
    if any(each.kind == RETURN for each in reasons):
        points, words = points + 40, [*words, "转诊已回转"]
    worst = max((row.consecutive_uncontrolled for row in followups), default=0)
    if any(row.proposed_referral == "urgent" for row in followups):
        points, words = points + 30, [*words, "上次有危急情况"]
    if worst >= 2:
        points, words = points + 20, [*words, f"连续{worst}次未达标"]
    elif worst == 1:
        last = next(row.classification for row in followups if row.consecutive_uncontrolled)
        points, words = points + 10, [*words, f"上次{_label(CLASSIFICATION, last)}"]
    if overdue.state is DueState.OVERDUE:
        points, words = points + 5, [*words, "已逾期"]
    return points, "、".join(words)


def _label(options: Iterable[Option], code: str | None) -> str:
    return next((option.label for option in options if option.code == code), code or "")
