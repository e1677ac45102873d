"""What a visit needs to know before it begins, and the newest pressures of a family."""

from __future__ import annotations

from datetime import date

import pytest

from clinic_app.care.save import save
from clinic_app.store.database import Database
from clinic_app.store.queries.bundle import family
from clinic_app.store.queries.visit_start import is_due, visit_start
from tests.desktop.people import household, id_of, resident, visit

TODAY = date(2026, 11, 22)


@pytest.fixture
def home(database: Database) -> Database:
    save(database, [household(), resident("李某甲", "1957-03-02", "1"), resident("王某乙", "1959-08-14", "2")])
    return database


def assessed(name: str, day: str) -> list[dict[str, object]]:
    visit_id = id_of(f"{name} {day}")
    fields = {"resident_id": id_of(name), "visit_date": day, "visit_mode": "1"}
    answers = dict.fromkeys(("eating", "grooming", "dressing", "toileting", "mobility"), "0")
    return [
        {"type": "visit", "id": visit_id, "fields": fields},
        {"type": "elderly_assessment", "fields": {"visit_id": visit_id, **answers}},
    ]


def test_the_newest_day_counts_and_a_void_visit_does_not(home: Database) -> None:
    save(home, assessed("李某甲", "2025-11-21"))
    save(home, assessed("李某甲", "2026-02-01"))
    with home.read() as connection:
        assert visit_start(connection, id_of("李某甲")).assessment == date(2026, 2, 1)
        assert visit_start(connection, id_of("王某乙")).assessment is None
    save(home, [{"void": id_of("李某甲 2026-02-01"), "reason": "错人"}])
    with home.read() as connection:
        start = visit_start(connection, id_of("李某甲"))
    assert (start.assessment, start.examination, start.first_tuberculosis) == (date(2025, 11, 21), None, None)


@pytest.mark.parametrize(("last", "due"), [("2025-11-23", False), ("2025-11-22", True), ("2025-11-21", True)])
def test_a_yearly_service_is_due_on_the_day_itself(last: str, due: bool) -> None:
    assert is_due(date.fromisoformat(last), TODAY, 365) is due
    assert is_due(None, TODAY, 365)


def test_a_family_knows_the_newest_pressure_of_each(home: Database) -> None:
    save(home, visit("李某甲", "2026-08-03", sbp=148, dbp=92))
    save(home, visit("李某甲", "2026-09-03", sbp=138, dbp=88))
    with home.read() as connection:
        found = family(connection, id_of("household"), TODAY)
        nobody = family(connection, id_of("elsewhere"), TODAY)
    assert found.household is not None
    assert [each.resident.name for each in found.members] == ["李某甲", "王某乙"]
    newest = found.pressures[id_of("李某甲")]
    assert (newest.sbp, newest.dbp, newest.day) == (138, 88, date(2026, 9, 3))
    assert id_of("王某乙") not in found.pressures
    assert nobody.household is None
