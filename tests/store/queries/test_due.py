"""What is due besides follow-ups, from facts written as a sync leaves them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from clinic_app.store.queries import due
from clinic_app.store.queries.due import Wanted, YearlyRow
from tests.store.queries.clinic import FIRST, SECOND, Clinic

TODAY = date(2026, 11, 22)
EVERYBODY = Wanted()


def yearly(connection: Connection, wanted: Wanted = EVERYBODY, on: date = TODAY) -> list[YearlyRow]:
    return list(
        due.yearly(
            connection,
            on,
            wanted,
            elder_born=on.replace(year=on.year - 65),
            examination=(date(2025, 12, 6), ("hypertension", "diabetes", "mental")),
            assessed_before=date(2025, 12, 6),
        )
    )


def service(clinic: Clinic, person: str, day: str, section: str = "health_examination", **more: Any) -> None:
    clinic.write(section, visit_id=clinic.visit(person, day, **more))


def medicine(on: str | None = "2026-11-01", days: int | None = 28) -> dict[str, Any]:
    return {"name": "演示药", "dispensed_on": on, "days_supplied": days}


def link(clinic: Clinic, file: str, canonical: str) -> None:
    clinic.write("identity_link", resident_id=file, canonical_id=canonical, reason="同一人")


def test_the_elderly_are_asked_for_from_their_sixty_fifth_birthday(connection: Connection, clinic: Clinic) -> None:
    clinic.resident(birth_date="1961-11-23")
    old = clinic.resident(birth_date="1961-11-22")
    assert [row.person.resident_id for row in yearly(connection)] == [old]


def test_before_the_birthday_of_the_year_nobody_unknown_is_asked_for(connection: Connection, clinic: Clinic) -> None:
    clinic.resident(birth_date="1950-11-23")
    old = clinic.resident(birth_date="1950-11-22")
    assert [row.person.resident_id for row in yearly(connection)] == [old]


@pytest.mark.parametrize(("examined", "count"), [("2025-12-06", 1), ("2025-12-07", 0)])
def test_one_examination_serves_every_programme_for_a_year(
    connection: Connection, clinic: Clinic, examined: str, count: int
) -> None:
    person = clinic.resident(birth_date="1980-01-01")
    for programme in ("hypertension", "diabetes", "mental"):
        clinic.register(person, programme, on="2020-01-01")
    service(clinic, person, "2024-05-01")
    service(clinic, person, examined)
    rows = yearly(connection)
    assert [row.examined_on for row in rows] == [date.fromisoformat(examined)] * count


def test_copd_and_tuberculosis_ask_for_no_examination(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident(birth_date="1980-01-01")
    clinic.register(person, "copd", on="2020-01-01")
    clinic.register(person, "tuberculosis", on="2020-01-01")
    assert yearly(connection) == []


def test_void_services_do_not_count_and_the_newest_pressure_is_told(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident(birth_date="1950-01-01")
    visit_id = clinic.visit(person, "2026-05-01", sbp=141, dbp=85)
    clinic.write("health_examination", None, True, visit_id=visit_id)
    clinic.write("elderly_assessment", visit_id=clinic.visit(person, "2026-04-01", void=True))
    (row,) = yearly(connection)
    assert (row.examined_on, row.assessed_on) == (None, None)
    assert (row.sbp, row.dbp, row.pressure_date) == (141, 85, date(2026, 5, 1))


@pytest.mark.parametrize("outcome", ["6", "7"])
def test_the_dead_and_those_who_moved_away_have_no_duties(connection: Connection, clinic: Clinic, outcome: str) -> None:
    person = clinic.resident(birth_date="1950-01-01")
    clinic.visit(person, "2026-10-01", medicines=[medicine()])
    clinic.write("contract", resident_id=person, starts_on="2025-12-01", ends_on="2026-11-30")
    assert len(yearly(connection)) == 1
    assert len(due.refills(connection, TODAY, EVERYBODY)) == 1
    assert len(due.contracts_ending(connection, TODAY, EVERYBODY, date(2026, 12, 22))) == 1
    clinic.visit(person, "2026-11-01", outcome=outcome)
    assert yearly(connection) == []
    assert due.refills(connection, TODAY, EVERYBODY) == []
    assert due.contracts_ending(connection, TODAY, EVERYBODY, date(2026, 12, 22)) == []
    assert due.people(connection, TODAY, [person]) == {}


def test_a_village_or_some_people_only(connection: Connection, clinic: Clinic) -> None:
    one = clinic.resident(birth_date="1950-01-01")
    two = clinic.resident(birth_date="1950-01-01", village_code=SECOND)
    for person in (one, two):
        clinic.visit(person, "2026-10-01", medicines=[medicine()])
    for wanted, person in ((Wanted(FIRST), one), (Wanted(SECOND), two), (Wanted(resident_ids=[two]), two)):
        assert [row.person.resident_id for row in yearly(connection, wanted)] == [person]
        assert [row.person.resident_id for row in due.refills(connection, TODAY, wanted)] == [person]
    assert yearly(connection, Wanted(resident_ids=[])) == []


def test_a_later_visit_confirms_other_medicines(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.visit(person, "2026-10-01", medicines=[medicine()])
    clinic.visit(person, "2026-10-20")
    (row,) = due.refills(connection, TODAY, EVERYBODY)
    assert row.medicines == (medicine(),)
    clinic.visit(person, "2026-10-25", medicines=[])
    assert due.refills(connection, TODAY, EVERYBODY) == []
    clinic.visit(person, "2026-10-26", medicines=[{"name": "演示药"}])
    assert due.refills(connection, TODAY, EVERYBODY) == []


@pytest.mark.parametrize(
    "more",
    [
        {"renews": "2"},
        {"terminated_on": "2026-11-01", "termination_reason": "迁出"},
        {"starts_on": "2026-11-25"},
    ],
)
def test_contracts_that_renew_themselves_were_ended_or_have_not_begun_are_left_alone(
    connection: Connection, clinic: Clinic, more: dict[str, Any]
) -> None:
    fields = {"starts_on": "2025-12-01", "ends_on": "2026-11-30", **more}
    clinic.write("contract", resident_id=clinic.resident(), **fields)
    assert due.contracts_ending(connection, TODAY, EVERYBODY, date(2026, 12, 22)) == []


def test_the_last_contract_of_a_person_speaks(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    old = clinic.write("contract", resident_id=person, starts_on="2024-12-01", ends_on="2025-11-30")
    (row,) = due.contracts_ending(connection, TODAY, EVERYBODY, date(2026, 12, 22))
    assert (row.contract_id, row.ends_on) == (old, date(2025, 11, 30))
    clinic.write("contract", resident_id=person, starts_on="2026-12-01", ends_on="2027-11-30")
    assert due.contracts_ending(connection, TODAY, EVERYBODY, date(2026, 12, 22)) == []


def test_attempts_count_since_the_last_visit_that_took_place(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    for day in ("2026-11-01", "2026-11-10", "2026-11-12"):
        clinic.write("contact_attempt", resident_id=person, attempted_on=day, channel="1", result="2")
    clinic.visit(person, "2026-11-05", outcome="1")
    clinic.visit(person, "2026-11-11", outcome="2")
    found = due.attempts(connection, TODAY)[person]
    assert [each.attempted_on.day for each in found] == [10, 12]
    clinic.visit(person, "2026-11-12")
    assert due.attempts(connection, TODAY) == {}


def test_files_of_one_person_have_their_duties_once(connection: Connection, clinic: Clinic) -> None:
    kept, other = clinic.resident(birth_date="1950-01-01"), clinic.resident(birth_date="1950-01-01")
    service(clinic, other, "2026-03-01")
    service(clinic, other, "2026-03-01", "elderly_assessment")
    clinic.visit(other, "2026-10-01", medicines=[medicine()])
    clinic.write("contact_attempt", resident_id=other, attempted_on="2026-11-01", channel="1", result="2")
    assert [row.person.resident_id for row in yearly(connection)] == [kept]
    link(clinic, other, kept)
    assert yearly(connection) == []
    assert yearly(connection, Wanted(resident_ids=[kept])) == []
    for wanted in (EVERYBODY, Wanted(resident_ids=[kept])):
        assert [row.person.resident_id for row in due.refills(connection, TODAY, wanted)] == [kept]
    assert list(due.attempts(connection, TODAY)) == [kept]


def test_what_a_newer_peer_wrote_as_medicines_is_passed_over(connection: Connection, clinic: Clinic) -> None:
    clinic.visit(clinic.resident(), "2026-10-01", medicines=["days_supplied", {"days_supplied": "无"}])
    (row,) = due.refills(connection, TODAY, EVERYBODY)
    assert row.medicines == ({"days_supplied": "无"},)
