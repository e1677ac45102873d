"""The lines that a search is helped by: quicker, never another answer, gone with the key."""

from __future__ import annotations

import random
from typing import Any

from sqlalchemy import Connection, event

from clinic_app.protocol.body import Body
from clinic_app.store.database import Actor, Database
from clinic_app.store.findable import MOST_CHANGED, forget, index_households
from clinic_app.store.lines import MOST_LOOKED, Lines
from clinic_app.store.projection import write_body
from clinic_app.store.remembered import Remembered
from clinic_app.store.search import remember, search_groups
from clinic_app.store.sought import Sought
from tests.store.queries.clinic import FIRST, Clinic

TEXTS = (
    "王", "王甲", "甲", "w", "j", "wj", "wang", "wangjia", "an", "x", "q", "购", "路", "不详",
    "1", "12", "12号", "3组12号", "组", "号", "199", "1990", "19900000", "0001", "0012", "19900000012", "1234567",
    "990101", "99010119800101001x", "王1", "王甲 乙", "wj 12", "甲 199", "演示", "演示甲村",
    "王 12", "甲 组", "乙 号 3组", "12 王甲",
)  # fmt: skip


def a_village(clinic: Clinic, seed: int) -> list[str]:
    """Names that are like each other, doors and numbers that begin alike."""
    drawn = random.Random(seed)
    clinic.village(FIRST, "演示甲村")
    homes = [
        clinic.household(head_name=f"{drawn.choice('王李仇')}{drawn.choice('甲乙')}", house_no=f"{number}号",
                         phone=f"0999-12345{number:02}")
        for number in range(1, 14)
    ]  # fmt: skip
    return [
        clinic.resident(
            drawn.choice("王李单仇") + drawn.choice(("甲", "乙", "甲乙", "丙·甲", "")),
            household_id=drawn.choice([*homes, None]),
            phone=f"199{number:08}" if number % 3 else None,
            id_no=f"9901011980010100{number:02}" if number % 2 else "99010119800101001X",
            current_address=drawn.choice(("演示县乙路7号", "", "王甲路")),
        )
        for number in range(80)
    ]


def some_slips(clinic: Clinic, seed: int) -> list[str]:
    """Newer ones and older ones, one of somebody whom nobody could name."""
    drawn = random.Random(seed)
    return [
        clinic.write(
            "referral", resident_id="r", slip_no=f"0012-{number:05}-567-8", to_org="H1", village_code=FIRST,
            patient_name=drawn.choice(("王甲", "单乙", "王·甲乙", "不详567")), identity_unknown=number % 9 == 0,
            patient_phone=f"199-0000-00{number:02}", referral_date=f"2026-11-{drawn.randint(1, 20):02}",
        )
        for number in range(30)
    ]  # fmt: skip


def same(connection: Connection, held: Remembered) -> bool:
    """Whether every text has the same answer with the lines and without them."""
    return all(
        search_groups(connection, text, most, held=held) == search_groups(connection, text, most)
        for text in TEXTS for most in (1, 60)
    )  # fmt: skip


def test_the_answer_is_the_same_before_and_after_whatever_changes(database: Database) -> None:
    held = database.remembered
    with database.write() as connection:
        clinic = Clinic(connection)
        people, slips = a_village(clinic, 1), some_slips(clinic, 1)
        remember(connection, held)
        assert same(connection, held)
        # Somebody new, another name, somebody void, a link, a door that moved, a household and a person that went.
        clinic.resident("王甲", record_id="new", phone="19900000012")
        clinic.resident("李乙", record_id=people[0])
        clinic.resident("王甲", record_id=people[1], void=True)
        clinic.write("identity_link", resident_id=people[2], canonical_id=people[3])
        home = clinic.household(head_name="王甲", house_no="12号", record_id="home")
        clinic.resident("王甲", record_id=people[4], household_id=home)
        fields = {"village_code": FIRST, "group_name": "3组", "house_no": "1号", "head_name": "李乙"}
        write_body(connection, "household", home, Body(fields=fields), 2)
        index_households(connection, [home])
        forget(connection, "resident", [people[5]])
        # A slip that is void, one more, and the name that was learnt later.
        clinic.write("referral", slips[0], True, patient_name="王甲")
        clinic.write("referral", patient_name="王甲", slip_no="0012-00099-567-8", referral_date="2026-11-21")
        told = {"patient_name": "王甲", "id_no": "99010119800101001X"}
        event = clinic.write("referral_event", referral_id=slips[9], event="complete", supplement=told)
        assert same(connection, held)
        assert not held.is_due
        # What a supplement told goes with it; whose that was is not asked.
        connection.exec_driver_sql("DELETE FROM referral_event WHERE id = ?", (event,))
        forget(connection, "referral_event", [event])
        assert held.current(connection) is None
        assert same(connection, held)
        remember(connection, held)
        # More than are named: the lines are no help until they are read in again.
        for number in range(MOST_CHANGED + 1):
            clinic.resident("王甲", record_id=f"crowd{number}")
        assert held.current(connection) is None
        assert held.is_due
        assert same(connection, held)
        remember(connection, held)
        assert not held.is_due
        assert same(connection, held)


def test_sqlite_looks_only_at_those_that_the_lines_name(database: Database) -> None:
    with database.write() as connection:
        a_village(Clinic(connection), 3)
    asked: list[tuple[str, tuple[str, ...]]] = []
    with database.read() as connection:
        remember(connection, database.remembered)

        @event.listens_for(connection, "before_cursor_execute")
        def _note(connection: Connection, cursor: object, statement: str, parameters: Any, *more: object) -> None:
            asked.append((statement, parameters))

        search_groups(connection, "1990", 6, held=database.remembered)
        event.remove(connection, "before_cursor_execute", _note)
        for table in ("resident_search", "household"):
            statement, parameters = next(each for each in asked if f"FROM {table}" in each[0] and "rank" in each[0])
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters).scalars("detail").all()
            assert not [each for each in plan if each.startswith(f"SCAN {table}")], plan


def test_whoever_may_not_see_everything_is_not_helped(database: Database) -> None:
    with database.write() as connection:
        a_village(Clinic(connection), 4)
    with database.read() as connection:
        remember(connection, database.remembered)
    database.actor = Actor("x", "甲", role="administrator")
    with database.shown() as connection:
        assert database.remembered.current(connection) is None
        assert search_groups(connection, "王甲", 6, held=database.remembered) == []


def test_lines_find_the_best_and_are_overwritten_when_the_database_closes(database: Database) -> None:
    lines = Lines([("a", "\x01王甲\x1f"), ("b", "\x01王乙\x1f\x0519900000001\x1f")])
    asked = Sought((("王",),), ())
    assert lines.best(asked, 6) == ["a", "b"]
    assert lines.best(asked, 6, ["a", "gone"]) == ["b"]
    # Words that are everywhere, but not together, are left to SQLite.
    crowd = Lines((str(number), "\x01王甲\x1f") for number in range(MOST_LOOKED + 1))
    assert crowd.best(Sought((("王",), ("乙",)), ()), 6) is None
    database.remembered.take(0, {"resident": lines})
    database.close()
    assert lines.best(asked, 6) == []
    assert lines.size > 0
