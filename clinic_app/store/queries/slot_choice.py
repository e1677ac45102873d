"""The times that a receiving desk can give a patient on a day, with how many are taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from clinic_app.store.queries.alliance import CareSlot, care_slots
from clinic_app.store.queries.reference import departments
from clinic_app.store.queries.referral_desk import taken_slots

SESSIONS = (("08:00", "12:00"), ("14:00", "17:40"))
"""When a house that publishes no slots is taken to be open."""


@dataclass(frozen=True)
class SlotChoice:
    """One time. `capacity` is None where the county published none: then nothing is ever full."""

    starts: str
    minutes: int
    taken: int = 0
    capacity: int | None = None
    doctor: str = ""

    @property
    def full(self) -> bool:
        """Whether nobody else can be given this time."""
        return self.capacity is not None and self.taken >= self.capacity

    @property
    def free(self) -> int | None:
        """How many more can come; None where that is not known."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


def slot_choices(
    connection: Connection,
    organisation: str,
    on: date,
    *,
    minutes: int,
    department: str = "",
    item: str = "",
    but: str = "",
) -> list[SlotChoice]:
    """The times of a department (its name) or for an examination on a day; `but` is the referral that is being moved.

    As published; where nothing is published for that day, a plain grid of `minutes` (referral rules, slot_minutes).
    """
    code = next((each.code for each in departments(connection, organisation) if each.name == department), "")
    offered = [
        each
        for each in care_slots(connection, organisation, on, department="" if item else code)
        if (_same(item, each.item) if item else each.kind == "clinic")
    ]
    # 头颅CT and 胸部CT take the same times where the county offers times for a CT.
    what = offered[0].item if item and offered else item
    taken = _taken_at(taken_slots(connection, organisation, on, but), department, what)
    if offered:
        return _published(offered, taken)
    return [SlotChoice(time, minutes, taken[time]) for time in _grid(minutes)]


def _taken_at(taken: dict[tuple[str, str, str], int], department: str, item: str) -> Counter[str]:
    """By time: an examination is taken by whoever has the same one, whichever department sent for it."""
    found: Counter[str] = Counter()
    for (name, time, what), count in taken.items():
        if (_same(item, what) or _same(what, item)) if item else (name == department and not what):
            found[time] += count
    return found


def _published(slots: list[CareSlot], taken: Counter[str]) -> list[SlotChoice]:
    """Two doctors of one department at the same time are one time with room for both."""
    found: dict[str, SlotChoice] = {}
    for each in slots:
        known = found.get(each.starts)
        room = each.capacity + ((known.capacity or 0) if known else 0)
        doctor = "" if known else each.doctor
        found[each.starts] = SlotChoice(each.starts, each.minutes, taken[each.starts], room, doctor)
    return [found[time] for time in sorted(found)]


def _same(asked: str, offered: str) -> bool:
    """头颅CT is a CT."""
    return bool(offered) and (asked == offered or offered.upper() in asked.upper())


def _grid(minutes: int) -> list[str]:
    found = []
    for opens, closes in SESSIONS:
        at, end = _minutes(opens), _minutes(closes)
        while at + minutes <= end:
            found.append(f"{at // 60:02d}:{at % 60:02d}")
            at += minutes
    return found


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)
