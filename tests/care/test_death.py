"""Nobody is visited after death, whichever of the two was written down first."""

from __future__ import annotations

import pytest

from clinic_app.care.save import save
from clinic_app.store.database import Database
from tests.care.people import amended, how_many, record, refused, resident, stored, visit


@pytest.fixture
def patient(database: Database) -> str:
    return save(database, [resident()]).ids[0]


def death(patient: str, day: str, died: str, **fields: object) -> dict[str, object]:
    return visit(patient, day, outcome="6", death_date=died, outcome_reason="脑卒中", **fields)


def test_after_a_death_no_later_visit_is_taken_and_the_words_say_why(database: Database, patient: str) -> None:
    save(database, [death(patient, "2026-11-10", "2026-11-08")])
    words = "这位居民已于2026-11-08死亡（见2026-11-10的随访），日期不能晚于死亡日期"
    assert refused(database, visit(patient, "2026-11-09")) == [(0, "visit_date", words)]
    assert refused(database, record("encounter", resident_id=patient, encounter_date="2026-11-09")) == [
        (0, "encounter_date", words)
    ]


@pytest.mark.parametrize("day", ["2026-11-07", "2026-11-08"])
def test_a_visit_before_or_on_the_day_of_death_can_still_be_entered(database: Database, patient: str, day: str) -> None:
    save(database, [death(patient, "2026-11-10", "2026-11-08")])
    save(database, [visit(patient, day), record("encounter", resident_id=patient, encounter_date=day)])
    assert how_many(database, "visit") == 2


def test_a_death_before_a_visit_that_met_the_person_is_refused(database: Database, patient: str) -> None:
    save(database, [visit(patient, "2026-11-09", sbp=140, dbp=90)])
    found = refused(database, death(patient, "2026-11-10", "2026-11-08"))
    assert found == [(0, "death_date", "2026-11-09还有这位居民的随访，死亡日期不能早于它，核对两处日期")]
    save(database, [death(patient, "2026-11-10", "2026-11-09")])


@pytest.mark.parametrize("outcome", ["2", "3", "4"])
def test_a_visit_that_met_nobody_may_lie_after_the_death(database: Database, patient: str, outcome: str) -> None:
    save(database, [visit(patient, "2026-11-09", outcome=outcome)])
    save(database, [death(patient, "2026-11-10", "2026-11-08")])
    assert how_many(database, "visit", outcome="6") == 1


def test_nobody_dies_twice_and_a_wrong_death_is_corrected_or_voided(database: Database, patient: str) -> None:
    first = death(patient, "2026-11-10", "2026-11-08")
    save(database, [first])
    assert [each[1] for each in refused(database, death(patient, "2026-11-11", "2026-11-09"))] == ["outcome"]
    save(database, [amended(first, death_date="2026-11-09")])
    assert stored(database, first)["death_date"] == "2026-11-09"
    save(database, [{"void": first["id"], "reason": "同名另一人"}])
    save(database, [visit(patient, "2026-11-20")])


def test_a_correction_is_held_against_the_others_too(database: Database, patient: str) -> None:
    early, late = visit(patient, "2026-11-01"), visit(patient, "2026-11-15")
    save(database, [early, late])
    found = refused(database, amended(early, outcome="6", death_date="2026-11-01", outcome_reason="不详"))
    assert [each[1] for each in found] == ["death_date"]
    save(database, [amended(late, outcome="6", death_date="2026-11-14", outcome_reason="不详")])
    assert [each[1] for each in refused(database, amended(early, visit_date="2026-11-16"))] == ["visit_date"]


def test_a_death_counts_in_all_files_of_the_person(database: Database, patient: str) -> None:
    other = save(database, [resident()]).ids[0]
    save(database, [record("identity_link", resident_id=other, canonical_id=patient, reason="同一人")])
    save(database, [death(patient, "2026-11-10", "2026-11-08")])
    assert [each[1] for each in refused(database, visit(other, "2026-11-09"))] == ["visit_date"]


def test_one_save_with_a_death_and_a_later_visit_is_refused(database: Database, patient: str) -> None:
    found = refused(database, death(patient, "2026-11-10", "2026-11-08"), visit(patient, "2026-11-12"))
    assert [each[:2] for each in found] == [(1, "visit_date")]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"outcome": "6", "outcome_reason": "不详"}, "death_date"),
        ({"outcome": "6", "death_date": "2026-11-08"}, "death_date"),
        ({"outcome": "6", "death_date": "2026-11-21", "death_cause": "2"}, "death_date"),
        ({"outcome": "6", "death_date": "1950-03-06", "death_cause": "2"}, "death_date"),
        ({"outcome": "6", "death_date": "2026-11-08", "death_cause": "2", "death_somatic": "3"}, "death_somatic"),
        ({"outcome": "5"}, "outcome_reason"),
        ({"outcome": "5", "lost_reason": "6"}, "lost_reason"),
    ],
)
def test_a_death_names_its_day_and_cause_and_a_loss_its_reason(
    database: Database, patient: str, fields: dict[str, str], named: str
) -> None:
    assert [each[:2] for each in refused(database, visit(patient, **fields))] == [(0, named)]


def test_a_coded_cause_or_reason_is_enough(database: Database, patient: str) -> None:
    save(database, [visit(patient, outcome="5", lost_reason="1")])
    save(database, [visit(patient, outcome="6", death_date="2026-11-20", death_cause="1", death_somatic="4")])
