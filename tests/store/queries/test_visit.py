"""What was found at a resident's visits."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection, event

from clinic_app.store.queries.visit import (
    RECENT,
    death_of,
    last_height,
    last_seen,
    last_values,
    previous_followups,
    visits_of,
)
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


def test_a_visit_names_every_section_and_the_record_type_that_holds_it(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    visit = clinic.visit(person, "2026-05-01")
    kinds = ("elderly_assessment", "tuberculosis_first_visit", "health_examination", "copd_followup")
    ids = {kind: clinic.write(kind, visit_id=visit, next_visit_date="2027-05-01") for kind in kinds}
    (row,) = visits_of(connection, person)
    assert {part.section: part.section_id for part in row.sections} == ids
    assert {part.programme for part in row.sections} == {"elderly", "tuberculosis", "", "copd"}
    assert [part.section for part in row.parts] == ["elderly_assessment", "copd_followup"]
    assert row.programmes == ("elderly", "copd")


def test_the_glucose_of_an_examination_is_not_that_of_a_follow_up(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    visit, _ = clinic.followup(person, "2026-05-01", "1", "diabetes", {"fbg": "6.4"})
    clinic.write("health_examination", visit_id=visit, fbg="7.7")
    assert visits_of(connection, person)[0].fbg == "6.4"
    values = last_values(connection, person)
    assert (values["fbg"][0], values["diabetes_followup.fbg"][0], values["health_examination.fbg"][0]) == (
        "6.4", "6.4", "7.7",
    )  # fmt: skip


def test_last_values_hold_questions_of_a_form_file(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.followup(person, "2026-05-01", "1", "copd", {"cat_score": 12, "symptoms": ["2"]})
    clinic.followup(person, "2026-06-01", "1", "copd", {"symptoms": ["3"], "form_version": "x"})
    values = last_values(connection, person)
    assert values["copd_followup.cat_score"] == (12, "2026-05-01")
    assert values["copd_followup.symptoms"] == (["3"], "2026-06-01")
    assert values["cat_score"] == (12, "2026-05-01")


def test_last_values_reach_back_behind_the_newest_visits(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    clinic.followup(person, "2020-01-01", "1", "diabetes", {"hba1c": "6.9"}, height="160")
    for number in range(RECENT + 3):
        clinic.followup(person, f"2026-01-{number + 1:02d}", "1", sbp=140 + number)
    values = last_values(connection, person)
    assert values["height"] == ("160", "2020-01-01")
    assert values["hba1c"] == ("6.9", "2020-01-01")
    assert values["sbp"] == (140 + RECENT + 2, f"2026-01-{RECENT + 3:02d}")


def test_the_last_height_is_that_of_the_newest_visit_that_measured_it(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    assert last_height(connection, person) is None
    clinic.visit(person, "2024-05-01", height="160")
    clinic.visit(person, "2025-05-01", height="159.5")
    clinic.visit(person, "2026-05-01", weight="60")
    clinic.visit(person, "2026-06-01", height="99", void=True)
    assert last_height(connection, person) == "159.5"


def test_only_the_kinds_of_sections_that_a_person_has_are_read(connection: Connection, clinic: Clinic) -> None:
    person = clinic.resident()
    for number in range(30):
        clinic.followup(person, f"2026-01-{number + 1:02d}", "1", sbp=140)
    asked: list[str] = []

    @event.listens_for(connection, "before_cursor_execute")
    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    last_values(connection, person)
    tables = [each for each in asked if "hypertension_followup" in each]
    assert len(tables) == 3  # which kinds there are, the newest visits, the older ones
    assert not any("FROM mental_followup" in each and "EXISTS" not in each for each in asked)
    asked.clear()
    visits_of(connection, person, 3)
    assert len(asked) <= 5


def test_previous_followups_of_programmes_that_classify_otherwise_or_not_at_all(
    connection: Connection, clinic: Clinic
) -> None:
    person = clinic.resident()
    clinic.followup(person, "2026-05-01", "3", "mental")
    clinic.followup(person, "2026-06-01", None, "tuberculosis")
    visit = clinic.visit(person, "2026-07-01")
    clinic.write("elderly_assessment", visit_id=visit)
    assert previous_followups(connection, person, "mental", TODAY) == [(date(2026, 5, 1), 3)]
    assert previous_followups(connection, person, "tuberculosis", TODAY) == [(date(2026, 6, 1), None)]
    assert previous_followups(connection, person, "elderly", TODAY) == [(date(2026, 7, 1), None)]
    assert previous_followups(connection, person, "copd", TODAY) == []


def test_a_death_is_told_by_its_day_and_the_last_meeting_by_visits_that_met_somebody(
    connection: Connection, clinic: Clinic
) -> None:
    person = clinic.resident()
    clinic.visit(person, "2026-05-01")
    clinic.visit(person, "2026-06-01", outcome="2")
    assert death_of(connection, person) is None
    died = clinic.visit(person, "2026-07-01", outcome="6", death_date="2026-06-15")
    found = death_of(connection, person)
    assert found is not None
    assert (found.visit_id, found.died_on) == (died, "2026-06-15")
    assert death_of(connection, person, except_visit=died) is None
    assert last_seen(connection, person) == "2026-05-01"
