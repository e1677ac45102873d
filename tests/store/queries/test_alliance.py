"""What a laptop holds offline for choosing where to send a patient."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from clinic_app.guidelines.referral_rules import CostRule, OwnDisease, RecognisedItem
from clinic_app.store.queries import alliance
from tests.store.queries.clinic import FIRST, SECOND, Clinic

MONDAY = date(2026, 11, 23)


def slot(clinic: Clinic, day: str, starts: str, void: bool = False, **more: Any) -> None:
    given = {"organisation": "H1", "department": "01", "kind": "clinic", "minutes": 20, "capacity": 1, **more}
    given |= {"slot_date": day, "starts": starts}
    clinic.write("care_slot", f"{given['organisation']}:{given['department']}:{day}:{starts}", void, **given)


def able(clinic: Clinic, organisation: str, area: str | None, minutes: int | None, **more: str) -> None:
    given = {"centre": "stroke", "level": "centre", "phone": "8120", **more}
    number = f"{organisation}:{given['centre']}:{area or ''}"
    clinic.write("capability", number, organisation=organisation, area=area, minutes=minutes, **given)


def test_slots_are_those_of_the_days_asked_for_by_time(connection: Connection, clinic: Clinic) -> None:
    slot(clinic, "2026-11-24", "08:00")
    slot(clinic, "2026-11-23", "14:00", doctor="钱主任", capacity=2)
    slot(clinic, "2026-11-23", "08:20", ends="09:00")
    slot(clinic, "2026-11-23", "09:00", department="05", kind="examination", item="CT", minutes=30)
    slot(clinic, "2026-11-23", "11:40", capacity=0)
    slot(clinic, "2026-11-23", "10:00", void=True)
    slot(clinic, "2026-11-23", "08:00", organisation="H2")

    def times(*days: date, **narrow: str) -> list[str]:
        return [each.starts for each in alliance.care_slots(connection, "H1", *days, **narrow)]  # type: ignore[arg-type]

    assert times(MONDAY) == ["08:20", "08:40", "09:00", "14:00"]
    assert times(MONDAY, date(2026, 11, 24)) == ["08:20", "08:40", "09:00", "14:00", "08:00"]
    assert times(MONDAY, kind="clinic") == ["08:20", "08:40", "14:00"]
    assert times(MONDAY, department="05", item="CT") == ["09:00"]
    assert times(date(2026, 11, 25)) == []
    last = alliance.care_slots(connection, "H1", MONDAY)[-1]
    assert (last.doctor, last.minutes, last.capacity, last.day) == ("钱主任", 20, 2, MONDAY)


def test_free_beds_carry_the_day_on_which_they_were_counted(connection: Connection, clinic: Clinic) -> None:
    clinic.write("bed_count", "T1:02", organisation="T1", department="02", free=0, counted_on="2026-11-20")
    clinic.write("bed_count", "T1:01", organisation="T1", department="01", free=3, counted_on="2026-11-22", phone="81")
    assert alliance.beds_of(connection, "T1") == [
        alliance.BedCount("T1", "01", 3, date(2026, 11, 22), "81"),
        alliance.BedCount("T1", "02", 0, date(2026, 11, 20), ""),
    ]


def test_the_nearest_unit_is_counted_from_the_village_then_the_clinic_then_the_township(
    connection: Connection, clinic: Clinic
) -> None:
    for code, kind, parent in (("H1", "county_hospital", None), ("T1", "township_centre", "H1"),
                               ("V1", "village_clinic", "T1"), ("T2", "township_centre", "H1")):  # fmt: skip
        clinic.write("organisation", code, code=code, name=f"演示{code}", kind=kind, parent_code=parent)
    able(clinic, "H1", FIRST, 35)
    able(clinic, "H1", "T1", 20)
    able(clinic, "H1", None, 60)
    able(clinic, "T1", FIRST, 12, level="unit")
    able(clinic, "T2", "T2", 5, level="unit")
    able(clinic, "X9", None, 90)
    able(clinic, "H1", None, 1, centre="chest_pain")

    def units(village: str, organisation: str = "V1") -> list[tuple[str, int | None]]:
        found = alliance.capable_units(connection, "stroke", village=village, organisation=organisation)
        return [(each.name, each.minutes) for each in found]

    assert units(FIRST) == [("演示T1", 12), ("演示H1", 35), ("X9", 90), ("演示T2", None)]
    assert units(SECOND) == [("演示H1", 20), ("X9", 90), ("演示T1", None), ("演示T2", None)]
    assert units("", "") == [("演示H1", 60), ("X9", 90), ("演示T1", None), ("演示T2", None)]
    (heart,) = alliance.capable_units(connection, "chest_pain", organisation="V1")
    assert (heart.phone, heart.level, heart.note) == ("8120", "centre", "")
    assert alliance.capable_units(connection, "trauma") == []


def test_the_cost_table_comes_with_every_line_that_has_begun(connection: Connection, clinic: Clinic) -> None:
    for day, rate in (("2026-01-01", "75"), ("2026-12-01", "80")):
        fields = {"scheme": "城乡居民", "level": "county", "deductible": "600", "rate": rate}
        clinic.write("cost_rule", f"城乡居民:{day}:county", valid_from=day, **fields)
    before = CostRule("城乡居民", date(2026, 1, 1), "county", "600", "75")
    assert alliance.cost_rules(connection, date(2026, 11, 30)) == [before]
    assert len(alliance.cost_rules(connection, date(2026, 12, 1))) == 2


def test_own_lists_and_recognised_tests(connection: Connection, clinic: Clinic) -> None:
    clinic.write("disease_list", "township_centre:J18.9", kind="township_centre", code="J18.9", name="肺炎")
    clinic.write("disease_list", "county_hospital:I63", kind="county_hospital", code="I63", name="脑梗死")
    clinic.write("disease_list", "township_centre:X", True, kind="township_centre", code="X", name="旧项")
    clinic.write("recognised_item", "CT-T", code="CT-T", name="头颅CT", valid_days=30)
    assert alliance.own_list(connection, "township_centre") == [OwnDisease("J18.9", "肺炎")]
    assert alliance.own_list(connection, "village_clinic") == []
    assert alliance.recognised_items(connection) == [RecognisedItem("CT-T", "头颅CT", 30)]
