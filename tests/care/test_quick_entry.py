"""A row of the quick entry: what it saves, and what it leaves alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from clinic_app.care.quick_entry import ON_PAPER, QuickEntry, problems, records_of
from clinic_app.care.save import save
from clinic_app.store.database import Database
from clinic_app.store.projection import read_body
from clinic_app.store.queries.quick_entry import quick_people, resident_by_number
from tests.county.laptop import RESIDENT

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def entry(**more: Any) -> QuickEntry:
    given: dict[str, Any] = {
        "resident_id": "p",
        "visit_date": "2026-11-22",
        "mode": "2",
        "programmes": ("hypertension",),
    }
    return QuickEntry(**{**given, **more})


def test_a_row_with_a_pressure_is_a_visit_and_a_follow_up() -> None:
    visit, section = records_of(entry(values={"sbp": "152", "dbp": "96", "adherence": "1"}), NOW)
    assert visit["fields"] == {
        "resident_id": "p", "visit_date": "2026-11-22", "visit_mode": "2", "sbp": "152", "dbp": "96",
        "provenance": {"sbp": "typed", "dbp": "typed"},
    }  # fmt: skip
    assert section["type"] == "hypertension_followup"
    assert section["fields"] == {"visit_id": visit["id"], "adherence": "1"}


def test_a_returned_sheet_says_that_its_readings_were_on_paper() -> None:
    (visit, *_) = records_of(entry(values={"sbp": "152", "dbp": "96"}, source=ON_PAPER), NOW)
    assert visit["fields"]["provenance"] == {"sbp": "paper", "dbp": "paper"}


def test_a_programme_whose_reading_is_missing_was_not_followed_up() -> None:
    both = ("hypertension", "diabetes")
    assert [each["type"] for each in records_of(entry(programmes=both, values={"fbg": "6.4"}), NOW)] == [
        "visit",
        "diabetes_followup",
    ]
    assert [each["type"] for each in records_of(entry(programmes=both, values={"sbp": "152"}), NOW)] == ["visit"]


def test_a_programme_that_asks_more_than_a_row_gets_the_visit_alone() -> None:
    assert len(records_of(entry(programmes=("mental",), values={"sbp": "120", "dbp": "80"}), NOW)) == 1


def test_somebody_not_met_has_no_follow_up() -> None:
    (visit,) = records_of(entry(values={"outcome": "4"}), NOW)
    assert visit["fields"]["outcome"] == "4"


def test_a_rows_own_mode_goes_before_the_pages() -> None:
    (visit, *_) = records_of(entry(values={"visit_mode": "3", "sbp": "120", "dbp": "80"}), NOW)
    assert visit["fields"]["visit_mode"] == "3"


@pytest.mark.parametrize("values", [{}, {"visit_mode": "2"}, {"sbp": ""}])
def test_a_row_in_which_nothing_was_found_out_is_empty(values: dict[str, str]) -> None:
    assert entry(values=values).is_empty


def test_impossible_values_are_said_in_words_and_nothing_else_is() -> None:
    assert [each.field for each in problems({"sbp": "301", "dbp": "96", "visit_mode": "7"})] == ["visit_mode", "sbp"]
    assert problems({"sbp": "300", "fbg": "60", "weight": "61.5"}) == ()


def test_unchanged_medicines_are_copied_from_the_newest_visit_that_named_any(database: Database) -> None:
    person = save(database, [{"type": "resident", "fields": {**RESIDENT}}]).ids[0]
    taken = [{"name": "氨氯地平片", "times_per_day": 1, "dose": "5mg"}]
    day = {"visit_mode": "1", "resident_id": person}
    save(database, [{"type": "visit", "fields": {**day, "visit_date": "2026-08-03", "medicines": taken}}])
    save(database, [{"type": "visit", "fields": {**day, "visit_date": "2026-09-03"}}])
    with database.read() as connection:
        (found,) = quick_people(connection, [person, "nobody"], "2026-11-22")
        assert (found.medicines, found.seen) == (tuple(taken), False)
        (again,) = quick_people(connection, [person], "2026-09-03")
        assert again.seen
    row = entry(resident_id=person, values={"sbp": "152", "dbp": "96"}, medicines=found.medicines)
    visit_id = save(database, records_of(row, database.clock.now())).ids[0]
    with database.read() as connection:
        stored = read_body(connection, "visit", visit_id)
        assert stored is not None
        assert stored[0].fields["medicines"] == taken


def test_a_scanned_number_finds_its_one_owner(database: Database) -> None:
    number = "99010119600102007X"
    person = save(database, [{"type": "resident", "fields": {**RESIDENT, "id_no": number}}]).ids[0]
    with database.read() as connection:
        assert resident_by_number(connection, f" {number.lower()}\n") == person
        assert resident_by_number(connection, "990101") is None
