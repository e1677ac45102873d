"""The times that a desk can give: as published, else a plain grid; what is taken is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from clinic_app.store.queries.slot_choice import slot_choices
from tests.store.queries.clinic import Clinic
from tests.store.queries.test_referral import RECEIVER, Desk

DAY = date(2026, 11, 25)


@pytest.fixture
def desk(clinic: Clinic) -> Desk:
    return Desk(clinic)


def offer(desk: Desk, department: str, starts: str, capacity: int, **more: Any) -> None:
    fields = {"kind": "clinic", "minutes": 20, **more}
    desk.clinic.write(
        "care_slot", f"{RECEIVER}:{department}:{starts}:{more.get('item', '')}:{more.get('doctor', '')}",
        organisation=RECEIVER, department=department, slot_date=DAY.isoformat(), starts=starts, capacity=capacity,
        **fields,
    )  # fmt: skip


def give(desk: Desk, time: str, department: str, item: str = "") -> str:
    slip = desk.issue(request="examination" if item else "clinic")
    desk.move(
        slip, "accept", RECEIVER, "2026-11-20T01:00:00.000Z", dept=department, slot=item or None,
        slot_date=DAY.isoformat(), slot_time=time,
    )  # fmt: skip
    return slip


def test_published_times_say_how_many_are_left(connection: Connection, desk: Desk) -> None:
    desk.clinic.write("department", f"{RECEIVER}:01", code="01", organisation=RECEIVER, name="心内科")
    offer(desk, "01", "08:20", 2, doctor="丁医生")
    offer(desk, "01", "08:20", 1, doctor="戊医生")
    offer(desk, "01", "08:40", 1)
    offer(desk, "02", "09:00", 5)
    offer(desk, "09", "10:00", 1, kind="examination", item="CT", minutes=30)
    first = give(desk, "08:20", "心内科")
    give(desk, "08:40", "心内科")
    found = slot_choices(connection, RECEIVER, DAY, minutes=20, department="心内科")
    assert [(each.starts, each.free, each.full) for each in found] == [("08:20", 2, False), ("08:40", 0, True)]
    assert slot_choices(connection, RECEIVER, DAY, minutes=20, department="心内科", but=first)[0].free == 3
    give(desk, "10:00", "心内科", "头颅CT")
    (scan,) = slot_choices(connection, RECEIVER, DAY, minutes=30, item="胸部CT")
    assert (scan.starts, scan.minutes, scan.full) == ("10:00", 30, True)


def test_without_published_times_there_is_a_grid_of_twenty_minutes_and_thirty_for_a_scan(
    connection: Connection, desk: Desk
) -> None:
    give(desk, "08:20", "心内科")
    plain = slot_choices(connection, RECEIVER, DAY, minutes=20, department="心内科")
    assert [each.starts for each in plain[:3]] == ["08:00", "08:20", "08:40"]
    assert [each.starts for each in plain][11:13] == ["11:40", "14:00"]
    assert plain[-1].starts == "17:20"
    assert [each.taken for each in plain[:3]] == [0, 1, 0]
    assert not plain[1].full
    scans = slot_choices(connection, RECEIVER, DAY, minutes=30, item="CT")
    assert [each.starts for each in scans[:2]] == ["08:00", "08:30"]
    assert {each.minutes for each in scans} == {30}
