"""What was found at a resident's visits."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection

from clinic_app.store.queries.visit import last_values, previous_followups, visits_of
from tests.store.queries.clinic import Clinic

TODAY = date(2026, 11, 22)


def test_visits_come_newest_first_with_their_programmes(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    old, _ = clinic.followup(person, "2026-05-01", "2", sbp=152, dbp=96)
    new, section = clinic.followup(
        person, "2026-08-01", "1", "diabetes", {"fbg": "6.4", "next_visit_date": "2026-11-01"}
    )
    rows = visits_of(connection, person)
    assert [row.id for row in rows] == [new, old]
    assert (rows[1].sbp, rows[1].dbp) == (152, 96)
    assert rows[0].programmes == ("diabetes",)
    assert rows[0].fbg == "6.4"
    (part,) = rows[0].parts
    assert (part.section_id, part.classification, part.next_visit_date) == (section, "1", "2026-11-01")


def test_a_limit_keeps_the_newest_and_none_keeps_all(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    ids = [clinic.visit(person, f"2026-01-{day:02d}") for day in range(1, 26)]
    assert [row.id for row in visits_of(connection, person, 2)] == [ids[-1], ids[-2]]
    assert len(visits_of(connection, person)) == 20
    assert len(visits_of(connection, person, None)) == 25


def test_void_visits_are_hidden_unless_asked_for(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    gone = clinic.visit(person, "2026-05-01", void=True)
    assert visits_of(connection, person) == []
    assert [(row.id, row.void) for row in visits_of(connection, person, with_void=True)] == [(gone, True)]


def test_last_values_take_each_field_from_the_newest_visit_that_has_it(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.followup(person, "2025-05-01", "1", "diabetes", {"fbg": "7.1"}, sbp=140, height="162")
    clinic.followup(person, "2026-05-01", "1", sbp=150, weight="61.5")
    clinic.visit(person, "2026-06-01", sbp=199, void=True)
    values = last_values(connection, person)
    assert values["sbp"] == (150, "2026-05-01")
    assert values["height"] == ("162", "2025-05-01")
    assert values["fbg"] == ("7.1", "2025-05-01")
    assert values["weight"] == ("61.5", "2026-05-01")


def test_last_values_keep_the_programmes_symptoms_apart(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.followup(person, "2026-05-01", "1", "hypertension", {"symptoms": ["2"]})
    clinic.followup(person, "2026-06-01", "1", "diabetes", {"symptoms": ["3"]})
    values = last_values(connection, person)
    assert values["hypertension_followup.symptoms"] == (["2"], "2026-05-01")
    assert values["diabetes_followup.symptoms"] == (["3"], "2026-06-01")
    assert "symptoms" not in values


def test_last_values_say_nothing_of_verdicts_and_signatures(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.followup(person, "2026-05-01", "1", section={"rule_version": "x"}, doctor_sign="甲医生", outcome="1")
    names = set(last_values(connection, person))
    assert names.isdisjoint({"rule_version", "doctor_sign", "outcome", "visit_date", "resident_id"})


def test_previous_followups_are_those_before_the_day_of_that_programme(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.followup(person, "2026-02-01", "1")
    clinic.followup(person, "2026-05-01", "2")
    clinic.followup(person, "2026-06-01", None)
    clinic.followup(person, "2026-07-01", "3", "diabetes")
    clinic.followup(person, "2026-11-22", "2")
    assert previous_followups(connection, person, "hypertension", TODAY) == [
        (date(2026, 6, 1), None),
        (date(2026, 5, 1), 2),
        (date(2026, 2, 1), 1),
    ]


def test_previous_followups_leave_out_the_visit_that_is_corrected(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    visit_id, _ = clinic.followup(person, "2026-02-01", "2")
    assert previous_followups(connection, person, "hypertension", TODAY, except_visit=visit_id) == []


def test_previous_followups_forget_void_visits_and_void_sections(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    gone = clinic.visit(person, "2026-02-01", void=True)
    clinic.write("hypertension_followup", visit_id=gone, classification="2")
    kept = clinic.visit(person, "2026-03-01")
    clinic.write("hypertension_followup", None, True, visit_id=kept, classification="2")
    assert previous_followups(connection, person, "hypertension", TODAY) == []


def test_an_unknown_programme_is_a_mistake_of_the_caller(connection: Connection) -> None:
    with pytest.raises(KeyError):
        previous_followups(connection, "x", "gout", TODAY)
