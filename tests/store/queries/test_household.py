"""Households as a doctor walks them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from clinic_app.store.queries.household import groups_of, household_row, households, members
from tests.store.queries.clinic import FIRST, SECOND, Clinic

TODAY = date(2026, 11, 22)


def test_the_list_walks_from_door_to_door(connection: Connection, clinic: Clinic) -> None:
    clinic.village()
    far = clinic.household(house_no="12号", head_name="王甲子")
    near = clinic.household(house_no="2号")
    other = clinic.household(group_name="1组", house_no="40号")
    away = clinic.household(village_code=SECOND)
    clinic.write("household", None, True, village_code=FIRST)
    clinic.resident(household_id=far)
    clinic.resident(household_id=far, void=True)
    rows = households(connection)
    assert [row.id for row in rows] == [other, near, far, away]
    assert (rows[2].village_name, rows[2].head_name, rows[2].members) == ("演示甲村", "王甲子", 1)
    assert rows[3].village_name == SECOND


def test_the_list_narrows_by_village_group_and_text(connection: Connection, clinic: Clinic) -> None:
    one = clinic.household(head_name="王甲子", phone="0999-1234567")
    two = clinic.household(group_name="5组", house_no="7号")
    three = clinic.household(village_code=SECOND, house_no="9号")
    assert [row.id for row in households(connection, SECOND)] == [three]
    assert [row.id for row in households(connection, FIRST, "5组")] == [two]
    assert [row.id for row in households(connection, text="王甲")] == [one]
    assert [row.id for row in households(connection, text="4567")] == [one]
    assert [row.id for row in households(connection, text="5组7号")] == [two]
    assert households(connection, text="没有") == []


def test_one_household_by_its_id(connection: Connection, clinic: Clinic) -> None:
    household = clinic.household()
    row = household_row(connection, household)
    assert row
    assert row.house_no == "12号"
    assert household_row(connection, "nothing") is None


def test_groups_are_those_of_the_county_and_those_lived_in(connection: Connection, clinic: Clinic) -> None:
    clinic.write("village", FIRST, code=FIRST, name="演示甲村", groups=["2组", "1组"])
    clinic.household(group_name="9组")
    clinic.household(group_name="1组")
    assert groups_of(connection, FIRST) == ["2组", "1组", "9组"]


def test_members_come_head_first_with_what_is_due(connection: Connection, clinic: Clinic) -> None:
    household = clinic.household()
    child = clinic.resident("安丙", household_id=household, relation_to_head="3", birth_date="2015-01-01")
    head = clinic.resident("王甲", household_id=household, relation_to_head="1", birth_date="1958-03-07")
    clinic.resident("别家", household_id=clinic.household(house_no="13号"))
    clinic.register(head, "hypertension")
    clinic.register(head, "diabetes")
    found = members(connection, household, TODAY)
    assert [each.resident.id for each in found] == [head, child]
    assert [each.age for each in found] == [68, 11]
    assert [each.programme for each in found[0].due] == ["hypertension", "diabetes"]
    assert found[1].due == ()
