"""Encounters, consultations, attempts to reach people and tours: signed, dated, corrected with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from clinic_app.care.save import save
from clinic_app.store.database import Database
from tests.care.people import amended, record, refused, resident, stored
from tests.conftest import USER


@pytest.fixture
def patient(database: Database) -> str:
    return save(database, [resident()]).ids[0]


def of(kind: str, patient: str, **fields: Any) -> dict[str, Any]:
    own = {
        "encounter": {"encounter_date": "2026-11-20", "subjective": "咳嗽三天"},
        "consultation": {"consult_date": "2026-11-20", "reason": "血糖控制差"},
        "contact_attempt": {"attempted_on": "2026-11-20", "channel": "1", "result": "2"},
    }[kind]
    return record(kind, **{"resident_id": patient, **own, **fields})


@pytest.mark.parametrize(
    ("kind", "signed"),
    [("encounter", "doctor_sign"), ("consultation", "responsible_doctor"), ("contact_attempt", "by")],
)
def test_whoever_writes_it_down_signs_unless_another_is_named(
    database: Database, patient: str, kind: str, signed: str
) -> None:
    own, another = of(kind, patient), of(kind, patient, **{signed: "演示医生"})
    save(database, [own, another])
    assert (stored(database, own)[signed], stored(database, another)[signed]) == (USER, "演示医生")


@pytest.mark.parametrize(
    ("kind", "day"),
    [("encounter", "encounter_date"), ("consultation", "consult_date"), ("contact_attempt", "attempted_on")],
)
def test_nothing_is_dated_tomorrow_and_a_correction_needs_a_reason(
    database: Database, patient: str, kind: str, day: str
) -> None:
    assert [each[:2] for each in refused(database, of(kind, patient, **{day: "2026-11-23"}))] == [(0, day)]
    own = of(kind, patient)
    save(database, [own])
    assert refused(database, {**amended(own, **{day: "2026-11-19"}), "reason": ""})[0][1] == "reason"
    assert refused(database, amended(own, **{day: "2026-11-23"}))[0][1] == day
    save(database, [amended(own, **{day: "2026-11-19"})])
    assert stored(database, own)[day] == "2026-11-19"


@pytest.mark.parametrize("kind", ["encounter", "consultation", "contact_attempt"])
def test_somebody_who_is_not_here_is_told(database: Database, patient: str, kind: str) -> None:
    stranger = record("visit")["id"]
    assert [each[1] for each in refused(database, of(kind, stranger))] == ["resident_id"]


def test_consultants_stand_by_their_hospitals(database: Database, patient: str) -> None:
    own = of("consultation", patient, consultants=[{"organisation": "演示县医院", "doctors": "甲医生 乙医生"}])
    save(database, [own])
    assert stored(database, own)["consultants"][0]["doctors"] == "甲医生 乙医生"
    bad = of("consultation", patient, consultants=[{"doctors": "甲医生"}])
    assert [each[1] for each in refused(database, bad)] == ["consultants"]


def test_the_next_try_is_not_before_this_one(database: Database, patient: str) -> None:
    bad = of("contact_attempt", patient, next_try_on="2026-11-19")
    assert [each[1] for each in refused(database, bad)] == ["next_try_on"]
    save(database, [of("contact_attempt", patient, purpose=["mental", "discharge"], next_try_on="2026-11-20")])


def test_a_tour_is_of_a_village_and_says_why_it_was_not_held(database: Database) -> None:
    own = record("tour", village_code="990101100201", tour_date="2026-11-25", kind="1", staff="演示医生")
    save(database, [own])
    for fields, named in (
        ({"state": "2"}, "tour_date"),
        ({"state": "3"}, "note"),
        ({"village_code": "99010110"}, "village_code"),
        ({"attendance": -1}, "attendance"),
    ):
        assert [each[1] for each in refused(database, {**own, "fields": fields})] == [named]
    save(database, [{**own, "fields": {"state": "3", "note": "下雪封路"}}])
    assert stored(database, own)["state"] == "3"
