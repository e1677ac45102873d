"""What a visit tells of diseases that nobody has diagnosed yet, from what is stored and what is being typed."""

from __future__ import annotations

from typing import Any

import pytest

from clinic_app.care.save import save
from clinic_app.care.screening import screen
from clinic_app.store.database import Database
from tests.care.people import record, resident, visit


@pytest.fixture
def young(database: Database) -> str:
    return save(database, [resident(birth_date="1990-05-05")]).ids[0]


def told(database: Database, patient: str, day: str = "2026-11-20", fbg: str | None = None, **more: Any) -> list[str]:
    with database.read() as connection:
        return list(screen(connection, visit(patient, day, **more)["fields"], fbg=fbg))


def rules(sentences: list[str]) -> list[str]:
    return [each.rsplit("（", 1)[1].rstrip("）") for each in sentences]


def test_the_third_raised_day_is_a_suspicion(database: Database, young: str) -> None:
    assert rules(told(database, young, sbp=150, dbp=85)) == ["HN-03"]
    save(database, [visit(young, "2026-11-01", sbp=152, dbp=84)])
    save(database, [visit(young, "2026-11-10", sbp=128, dbp=92)])
    (sentence,) = told(database, young, sbp=150, dbp=85)
    assert sentence.startswith("2026-11-01、2026-11-10、2026-11-20 三天血压均高")
    assert told(database, young, sbp=120, dbp=70) == []


def test_pressures_after_the_visit_and_the_corrected_visit_itself_do_not_count(database: Database, young: str) -> None:
    first = visit(young, "2026-11-01", sbp=152, dbp=84)
    save(database, [first])
    save(database, [visit(young, "2026-11-21", sbp=152, dbp=84)])
    assert rules(told(database, young, sbp=150, dbp=85)) == ["HN-03"]
    with database.read() as connection:
        (sentence,) = screen(connection, {**first["fields"], "sbp": 141}, except_visit=first["id"])
    assert "再测 2 天" in sentence


def test_who_is_registered_is_told_nothing_of_that_disease(database: Database, young: str) -> None:
    registration = {"resident_id": young, "registered_on": "2026-10-01"}
    save(database, [record("chronic_registration", **registration, programme="hypertension")])
    assert told(database, young, sbp=150, dbp=95) == []
    assert rules(told(database, young, sbp=150, dbp=95, fbg="7.2")) == ["DN-02"]
    save(database, [record("chronic_registration", **registration, programme="diabetes")])
    assert told(database, young, sbp=150, dbp=95, fbg="7.2") == []


def test_high_risk_is_told_only_when_no_pressure_was_taken_for_half_a_year(database: Database) -> None:
    family = {"family_father": ["2"], "birth_date": "1971-11-21"}
    patient = save(database, [resident(**family)]).ids[0]
    (sentence,) = told(database, patient, weight="70", bmi="25.0", waist="86", drinking="2")
    factors = "超重或肥胖、腹型肥胖、高血压家族史、长期过量饮酒"
    assert sentence == f"高血压高危（{factors}），180 天内没有测血压，建议每半年至少测一次（H-04）"
    save(database, [visit(patient, "2026-05-24", sbp=120, dbp=80)])
    assert told(database, patient, "2026-11-20", waist="86") == []
    assert rules(told(database, patient, "2026-11-21", waist="86")) == ["H-04"]


def test_age_alone_is_a_risk_from_fifty_five(database: Database) -> None:
    patient = save(database, [resident(birth_date="1971-11-21")]).ids[0]
    assert told(database, patient, "2026-11-20") == []
    assert rules(told(database, patient, "2026-11-21")) == ["H-04"]
