"""What the rules make of a follow-up, from what is stored and what is being typed."""

from __future__ import annotations

from typing import Any

import pytest

from clinic_app.care.judge import judge
from clinic_app.care.save import save
from clinic_app.guidelines.finding import Verdict
from clinic_app.store.database import Database
from tests.care.people import resident, section, visit

WELL: dict[str, Any] = {
    "risk_level": "0",
    "insight": "1",
    **{f"sf_{name}": "1" for name in ("selfcare", "housework", "work", "learning", "social")},
}


@pytest.fixture
def patient(database: Database) -> str:
    return save(database, [resident()]).ids[0]


def judged(
    database: Database, patient: str, programme: str, answers: dict[str, Any], day: str = "2026-11-20", **more: Any
) -> Verdict:
    with database.read() as connection:
        return judge(connection, programme, visit(patient, day, **more)["fields"], answers)


def test_basically_stable_twice_is_read_from_what_is_stored(database: Database, patient: str) -> None:
    first = judged(database, patient, "mental", {**WELL, "risk_level": "1"})
    assert (first.classification, first.interval_days) == (2, 14)
    seen = visit(patient, "2026-11-06")
    save(database, [seen, section("mental_followup", seen, **{**WELL, "risk_level": "1"})])
    second = judged(database, patient, "mental", {**WELL, "risk_level": "1"})
    assert (second.classification, second.interval_days, second.consecutive) == (2, 30, 2)
    assert judged(database, patient, "mental", WELL).interval_days == 90


def test_the_doctors_class_and_not_the_proposal_is_the_first_step(database: Database, patient: str) -> None:
    seen = visit(patient, "2026-11-06")
    decided = {**WELL, "risk_level": "1", "classification": "3", "decision_reason": "近半年平稳"}
    save(database, [seen, section("mental_followup", seen, **decided)])
    assert judged(database, patient, "mental", {**WELL, "risk_level": "1"}).interval_days == 14


def test_a_stored_visit_that_is_corrected_is_not_its_own_predecessor(database: Database, patient: str) -> None:
    seen = visit(patient, "2026-11-06")
    save(database, [seen, section("mental_followup", seen, **{**WELL, "risk_level": "1"})])
    moved = {**seen["fields"], "visit_date": "2026-11-20"}
    with database.read() as connection:
        answers = {**WELL, "risk_level": "1"}
        assert judge(connection, "mental", moved, answers, except_visit=seen["id"]).consecutive == 1


def test_values_that_follow_come_with_the_verdict(database: Database, patient: str) -> None:
    scores = {"eating": "3", "grooming": "3", "dressing": "3", "toileting": "0", "mobility": "0"}
    assert judged(database, patient, "elderly", scores).values == {"self_care_score": 9, "self_care_grade": "3"}
    doses = {"doses_due": 180, "doses_done": 171, "supervisor": "1"}
    assert judged(database, patient, "tuberculosis", doses).values == {"dose_rate": "95.0"}
    assert judged(database, patient, "hypertension", {}, sbp=130, dbp=80).values == {}


def test_the_doctors_grade_of_copd_gives_the_interval(database: Database, patient: str) -> None:
    assert judged(database, patient, "copd", {"classification": "1"}).interval_days == 90
    assert judged(database, patient, "copd", {"classification": "3"}).referral == "routine"


def test_a_birth_after_the_visit_is_no_age_and_the_stricter_target_holds(database: Database) -> None:
    child = save(database, [resident(birth_date="2026-11-10")]).ids[0]
    verdict = judged(database, child, "hypertension", {}, "2026-11-01", sbp=145, dbp=80)
    assert verdict.assessment_target == "<140/90"
    assert "没有年龄，按较严的目标 <140/90 判断（H-08）" in verdict.reasons
