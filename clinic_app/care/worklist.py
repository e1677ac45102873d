"""今日工作: who is due, overdue or waiting after a return; computed on read, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from clinic_app.guidelines.body import age_on
from clinic_app.guidelines.due import DueState, LastVisit, due_state, next_due, referral_followup_due
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.code_list import CLASSIFICATION, PROGRAMME
from clinic_app.records.field import Option
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.queries.referral import ReturnAwaiting, returns_awaiting
from clinic_app.store.queries.residents import ResidentRow, resident_rows
from clinic_app.store.queries.stored import day
from clinic_app.store.queries.worklist import DueRow, due_followups

WINDOW_DAYS = 14
RETURN, FOLLOWUP = "return", "followup"
UNCONTROLLED = (2, 3)
COMPLICATION = 4


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
        rows = due_followups(connection, on, village)
        returns = returns_awaiting(connection, device.organisation if device else "", village)
        people = {row.id: row for row in resident_rows(connection, [each.resident_id for each in returns])}
    last_day = on + timedelta(days=ahead_days)
    reasons: dict[str, list[DueReason]] = {}
    followups: dict[str, list[DueRow]] = {}
    for waiting in returns:
        if waiting.resident_id in people:
            reasons.setdefault(waiting.resident_id, []).append(_return_reason(waiting, on))
    for row in rows:
        reason = _followup_reason(row, on)
        if reason.due_date <= last_day or row.resident_id in reasons:
            reasons.setdefault(row.resident_id, []).append(reason)
            followups.setdefault(row.resident_id, []).append(row)
    items = [_item(found, followups.get(key, []), people.get(key), on) for key, found in reasons.items()]
    return sorted(items, key=_most_urgent_first)


def _most_urgent_first(item: WorkItem) -> tuple[int, date, str, str, str]:
    return -item.risk, item.due_date, item.village_code, item.group_name, item.house_no


def _item(found: list[DueReason], followups: list[DueRow], row: ResidentRow | None, on: date) -> WorkItem:
    reasons = tuple(sorted(found, key=lambda each: (each.kind != RETURN, each.due_date)))
    risk, why = _risk(reasons, followups)
    person = followups[0] if followups else row
    assert person is not None
    born = day(person.birth_date) if isinstance(person.birth_date, str) else person.birth_date
    return WorkItem(
        resident_id=person.resident_id if isinstance(person, DueRow) else person.id,
        name=person.name,
        sex=person.sex or "",
        age=age_on(born, on) if born else None,
        phone=person.phone or "",
        village_code=person.village_code or "",
        group_name=person.group_name or "",
        household_id=person.household_id or "",
        house_no=person.house_no or "",
        reasons=reasons,
        due_date=min(each.due_date for each in reasons),
        state=min((each.state for each in reasons), key=_STATES.index),
        risk=risk,
        why=why,
        last_reading=_last_reading(followups),
        programmes=tuple(each.programme for each in followups),
    )


_STATES = (DueState.OVERDUE, DueState.DUE, DueState.UPCOMING)


def _return_reason(waiting: ReturnAwaiting, on: date) -> DueReason:
    general = default_rule_books().general_in_force(on)
    due = referral_followup_due(general, waiting.returned_on or on)
    state = due_state(due, on, window_days=WINDOW_DAYS)
    return DueReason(RETURN, "", "转诊已回转，待随访", due, state, waiting.referral_id)


def _followup_reason(row: DueRow, on: date) -> DueReason:
    last = None
    if row.last_visit_date:
        last = LastVisit(row.last_visit_date, row.next_visit_date, row.classification)
    due = next_due(default_rule_books().in_force(row.programme, on), row.registered_on, last)
    words = _label(PROGRAMME, row.programme) + "随访"
    return DueReason(FOLLOWUP, row.programme, words, due, due_state(due, on, window_days=WINDOW_DAYS))


def _risk(reasons: Iterable[DueReason], followups: list[DueRow]) -> tuple[int, str]:
    """How much before others, and why in words: a return, a complication, uncontrolled in a row, overdue."""
    points, words = 0, []
    kinds = {each.kind for each in reasons}
    if RETURN in kinds:
        points, words = 40, ["转诊已回转"]
    if any(row.classification == COMPLICATION for row in followups):
        points, words = points + 30, [*words, "上次有并发症"]
    worst = max((row for row in followups if row.classification in UNCONTROLLED), key=_in_a_row, default=None)
    if worst is not None and worst.consecutive >= 2:
        points, words = points + 20, [*words, f"连续{worst.consecutive}次未达标"]
    elif worst is not None:
        points, words = points + 10, [*words, "上次" + _label(CLASSIFICATION, str(worst.classification))]
    if any(each.state is DueState.OVERDUE for each in reasons):
        points, words = points + 5, [*words, "已逾期"]
    return points, "、".join(words)


def _in_a_row(row: DueRow) -> int:
    return row.consecutive


def _last_reading(followups: list[DueRow]) -> str:
    """`152/96 · 血糖 6.4（8月3日）`: the newest known readings in words."""
    pressure = next((row for row in followups if row.sbp and row.dbp), None)
    glucose = next((row for row in followups if row.fbg), None)
    parts = []
    if pressure and pressure.pressure_date:
        parts.append(f"血压 {pressure.sbp}/{pressure.dbp}（{_month_day(pressure.pressure_date)}）")
    if glucose and glucose.fbg_date:
        parts.append(f"血糖 {glucose.fbg}（{_month_day(glucose.fbg_date)}）")
    return " ".join(parts)


def _month_day(on: date) -> str:
    return f"{on.month}月{on.day}日"


def _label(options: Iterable[Option], code: str | None) -> str:
    return next((option.label for option in options if option.code == code), code or "")
