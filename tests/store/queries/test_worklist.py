"""Who is due, from the registrations and the newest follow-ups."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from clinic_app.guidelines.control import consecutive_uncontrolled
from clinic_app.guidelines.finding import PreviousVerdict
from clinic_app.records.identifiers import new_id
from clinic_app.store.queries.worklist import DueRow, due_followups, due_of_residents
from tests.conftest import NOW
from tests.store.queries.clinic import FIRST, SECOND, Clinic

TODAY = date(2026, 11, 22)


def only(connection: Connection, on: date = TODAY) -> DueRow:
    (row,) = due_followups(connection, on)
    return row


def test_before_the_first_visit_the_registration_speaks(connection: Connection, clinic: Clinic) -> None:
    clinic.village()
    person = clinic.resident(household_id=clinic.household(head_name="王甲子"), phone="19900000001")
    clinic.register(person, on="2026-01-05")
    row = only(connection)
    assert (row.resident_id, row.programme, row.registered_on) == (person, "hypertension", date(2026, 1, 5))
    assert (row.last_visit_date, row.next_visit_date, row.classification, row.consecutive) == (None, None, None, 0)
    assert (row.name, row.sex, row.birth_date, row.phone) == ("王甲子", "2", date(1958, 3, 7), "19900000001")
    assert (row.village_name, row.group_name, row.house_no, row.head_name) == ("演示甲村", "3组", "12号", "王甲子")


def test_the_newest_followup_of_the_programme_speaks(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.register(person)
    newest, _ = clinic.followup(person, "2026-08-01", "2", section={"next_visit_date": "2026-08-15"}, sbp=152, dbp=96)
    clinic.followup(person, "2026-05-01", "1", section={"next_visit_date": "2026-12-31"}, sbp=120, dbp=80)
    clinic.followup(person, "2026-09-01", "4", "diabetes", {"next_visit_date": "2027-01-01"})
    row = only(connection)
    assert (row.last_visit_id, row.last_visit_date, row.next_visit_date) == (
        newest,
        date(2026, 8, 1),
        date(2026, 8, 15),
    )
    assert (row.classification, row.consecutive) == (2, 1)
    assert (row.sbp, row.dbp, row.pressure_date) == (152, 96, date(2026, 8, 1))


def test_the_pressure_is_the_newest_of_any_visit(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.register(person)
    clinic.followup(person, "2026-05-01", sbp=152, dbp=96)
    clinic.visit(person, "2026-06-01", sbp=131, dbp=81)
    clinic.visit(person, "2026-07-01", outcome="2")
    row = only(connection)
    assert (row.sbp, row.dbp, row.pressure_date) == (131, 81, date(2026, 6, 1))


def test_the_glucose_is_the_newest_that_was_measured(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.register(person, "diabetes")
    clinic.followup(person, "2026-05-01", "1", "diabetes", {"fbg": "6.4"})
    clinic.followup(person, "2026-07-01", "1", "diabetes")
    row = only(connection)
    assert (row.fbg, row.fbg_date, row.last_visit_date) == ("6.4", date(2026, 5, 1), date(2026, 7, 1))


def test_void_visits_sections_and_registrations_do_not_speak(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.register(person)
    gone = clinic.visit(person, "2026-08-01", sbp=199, dbp=99, void=True)
    clinic.write("hypertension_followup", visit_id=gone, classification="2")
    kept = clinic.visit(person, "2026-09-01")
    clinic.write("hypertension_followup", None, True, visit_id=kept, classification="2")
    row = only(connection)
    assert (row.last_visit_date, row.sbp) == (None, None)
    other = clinic.resident()
    clinic.write(
        "chronic_registration", None, True, resident_id=other, programme="diabetes", registered_on="2026-01-01"
    )
    assert [each.resident_id for each in due_followups(connection, TODAY)] == [person]


def test_a_registration_made_twice_gives_one_row_from_the_earlier(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.register(person, on="2026-03-01")
    clinic.register(person, on="2026-02-01")
    assert only(connection).registered_on == date(2026, 2, 1)


@pytest.mark.parametrize("outcome", ["6", "7"])
def test_the_dead_and_those_who_moved_away_are_left_alone(connection: Connection, clinic: Clinic, outcome: str) -> None:
    person = clinic.resident()
    clinic.register(person)
    clinic.visit(person, "2026-08-01", outcome=outcome)
    assert due_followups(connection, TODAY) == []


def test_whoever_comes_back_is_on_the_list_again(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.register(person)
    clinic.visit(person, "2026-08-01", outcome="7")
    clinic.visit(person, "2026-09-01")
    assert only(connection).resident_id == person


@pytest.mark.parametrize("outcome", ["1", "2", "3", "4", "5", None])
def test_other_outcomes_keep_a_person_on_the_list(connection: Connection, clinic: Clinic, outcome: str | None) -> None:
    clinic.register(person := clinic.resident())
    clinic.visit(person, "2026-08-01", outcome=outcome)
    assert only(connection).resident_id == person


def test_void_residents_are_left_out(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.register(person)
    clinic.resident(record_id=person, void=True)
    assert due_followups(connection, TODAY) == []


def test_an_earlier_day_is_seen_as_it_was(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.register(person, on="2026-01-05")
    clinic.followup(person, "2026-05-01", "2", sbp=150, dbp=90)
    clinic.followup(person, "2026-08-01", "1", sbp=130, dbp=80)
    row = only(connection, date(2026, 7, 31))
    assert (row.last_visit_date, row.sbp, row.classification) == (date(2026, 5, 1), 150, 2)
    assert due_followups(connection, date(2026, 1, 4)) == []


def test_the_list_walks_by_village_group_and_door(connection: Connection, clinic: Clinic) -> None:
    doors = [(SECOND, "1组", "1号"), (FIRST, "3组", "12号"), (FIRST, "3组", "2号"), (FIRST, "1组", "40号")]
    for village, group, door in doors:
        household = clinic.household(village_code=village, group_name=group, house_no=door)
        clinic.register(clinic.resident(village_code=village, household_id=household))
    rows = due_followups(connection, TODAY)
    assert [(row.village_code, row.house_no) for row in rows] == [
        (FIRST, "40号"), (FIRST, "2号"), (FIRST, "12号"), (SECOND, "1号"),
    ]  # fmt: skip
    assert [row.house_no for row in due_followups(connection, TODAY, SECOND)] == ["1号"]


def test_some_residents_only(connection: Connection, clinic: Clinic) -> None:
    people = [clinic.resident() for _ in range(3)]
    for person in people:
        clinic.register(person)
        clinic.register(person, "diabetes")
    rows = due_of_residents(connection, TODAY, people[:1])
    assert [(row.resident_id, row.programme) for row in rows] == [
        (people[0], "hypertension"), (people[0], "diabetes"),
    ]  # fmt: skip
    assert due_of_residents(connection, TODAY, []) == []


@given(verdicts=st.lists(st.sampled_from(["1", "2", "3", "4", None]), max_size=8))
def test_consecutive_counts_as_the_rules_count(
    connection: Connection, clinic: Clinic, verdicts: list[str | None]
) -> None:
    person = clinic.resident(record_id=new_id(NOW))
    clinic.register(person)
    days = [date(2026, 1, 10) + timedelta(days=14 * number) for number in range(len(verdicts))]
    assert all(one < two for one, two in pairwise(days))
    for day, verdict in zip(days, verdicts, strict=True):
        clinic.followup(person, day.isoformat(), verdict)
    judged = [
        PreviousVerdict(day, int(verdict) if verdict else None) for day, verdict in zip(days, verdicts, strict=True)
    ]
    (row,) = due_of_residents(connection, TODAY, [person])
    assert row.consecutive == consecutive_uncontrolled(judged, TODAY)


def test_two_visits_on_one_day_count_once(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.register(person)
    for verdict in ("2", "3", "2"):
        clinic.followup(person, "2026-08-01", verdict)
    assert only(connection).consecutive == 1
