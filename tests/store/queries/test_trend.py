"""Readings over the years and what may explain them."""

from __future__ import annotations

from sqlalchemy import Connection

from clinic_app.store.queries.trend import MEDICINE, REFERRED, Measured, trend
from tests.store.queries.clinic import Clinic

ONE = [{"name": "演示平片", "dose": "5mg", "times_per_day": 1}]
MORE = [*ONE, {"name": "演示糖片", "dose": "0.5g", "times_per_day": 2}]


def test_pressure_and_glucose_come_oldest_first_with_nothing_invented(connection: Connection, clinic: Clinic) -> None:
    resident = clinic.resident()
    clinic.followup(resident, "2026-05-01", programme="diabetes", section={"fbg": "6.4"}, sbp=140, dbp=85)
    clinic.visit(resident, "2026-04-01", sbp=150, dbp=90)
    clinic.visit(resident, "2026-03-01", weight="60")
    clinic.visit(resident, "2026-06-01", sbp=200, dbp=120, void=True)
    assert trend(connection, resident).measured == (
        Measured("2026-04-01", 150, 90, None), Measured("2026-05-01", 140, 85, "6.4"),
    )  # fmt: skip


def test_the_examination_has_a_glucose_too(connection: Connection, clinic: Clinic) -> None:
    resident = clinic.resident()
    visit = clinic.visit(resident, "2026-05-01")
    clinic.write("health_examination", visit_id=visit, fbg="7.2")
    assert trend(connection, resident).measured == (Measured("2026-05-01", None, None, "7.2"),)


def test_a_day_cuts_off_what_was_before(connection: Connection, clinic: Clinic) -> None:
    resident = clinic.resident()
    clinic.visit(resident, "2025-11-21", sbp=150, dbp=90)
    clinic.visit(resident, "2025-11-22", sbp=140, dbp=85)
    assert [each.day for each in trend(connection, resident, "2025-11-22").measured] == ["2025-11-22"]


def test_changed_medicines_are_a_turn_and_the_same_ones_are_none(connection: Connection, clinic: Clinic) -> None:
    resident = clinic.resident()
    clinic.visit(resident, "2026-01-01", medicines=ONE)
    clinic.visit(resident, "2026-02-01", medicines=[{**ONE[0], "source": "演示镇卫生院", "dispensed_on": "2026-02-01"}])
    clinic.visit(resident, "2026-03-01")
    clinic.visit(resident, "2026-04-01", medicines=MORE)
    found = trend(connection, resident).turns
    assert [(turn.kind, turn.day) for turn in found] == [(MEDICINE, "2026-04-01")]
    assert [row["name"] for row in found[0].after] == ["演示平片", "演示糖片"]


def test_referrals_are_turns_and_void_ones_are_not(connection: Connection, clinic: Clinic) -> None:
    resident = clinic.resident()
    clinic.write("referral", resident_id=resident, referral_date="2026-03-01", initial_impression="控制不满意")
    clinic.write("referral", None, True, resident_id=resident, referral_date="2026-04-01")
    found = trend(connection, resident).turns
    assert [(turn.kind, turn.day, turn.words) for turn in found] == [(REFERRED, "2026-03-01", "控制不满意")]
