"""A resident has one family-doctor contract in force; what is given under it lies in its term."""

from __future__ import annotations

from typing import Any

import pytest

from clinic_app.care.save import save
from clinic_app.store.database import Database
from tests.care.people import amended, how_many, record, refused, resident, stored, visit
from tests.conftest import USER


@pytest.fixture
def patient(database: Database) -> str:
    return save(database, [resident()]).ids[0]


def contract(patient: str, begins: str = "2026-01-01", ends: str = "2026-12-31", **fields: Any) -> dict[str, Any]:
    return record("contract", resident_id=patient, starts_on=begins, ends_on=ends, **fields)


def test_a_contract_names_who_signed_it_for_the_clinic(database: Database, patient: str) -> None:
    signed = contract(patient, packages=["基本包", "高血压包"], categories=["2", "3"], signed_on="2025-12-20")
    save(database, [signed])
    kept = stored(database, signed)
    assert (kept["doctor"], kept["packages"]) == (USER, ["基本包", "高血压包"])


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-12-31", "2027-12-30"),
        ("2025-01-01", "2026-01-01"),
        ("2026-03-01", "2026-04-01"),
        ("2025-01-01", "2027-01-01"),
    ],
)
def test_terms_that_overlap_are_refused_in_words(database: Database, patient: str, begins: str, ends: str) -> None:
    save(database, [contract(patient)])
    words = "这位居民2026-01-01至2026-12-31已有签约协议，期限不能重叠，先解约或改生效日期"
    assert refused(database, contract(patient, begins, ends)) == [(0, "starts_on", words)]


def test_terms_beside_each_other_are_taken(database: Database, patient: str) -> None:
    save(database, [contract(patient), contract(patient, "2025-01-01", "2025-12-31")])
    save(database, [contract(patient, "2027-01-01", "2027-12-31")])
    other = save(database, [resident(name="王某乙")]).ids[0]
    save(database, [contract(other)])
    assert how_many(database, "contract") == 4


def test_an_ended_contract_makes_room_from_that_day_on(database: Database, patient: str) -> None:
    first = contract(patient)
    save(database, [first])
    ended = {**first, "fields": {"terminated_on": "2026-06-01"}}
    assert [each[1] for each in refused(database, ended)] == ["termination_reason"]
    save(database, [{**first, "fields": {"terminated_on": "2026-06-01", "termination_reason": "迁出"}}])
    assert [each[1] for each in refused(database, contract(patient, "2026-05-31", "2026-08-01"))] == ["starts_on"]
    save(database, [contract(patient, "2026-06-01", "2027-05-31")])


def test_a_longer_term_must_not_run_into_the_next_contract(database: Database, patient: str) -> None:
    first = contract(patient)
    save(database, [first, contract(patient, "2027-01-01", "2027-12-31")])
    found = refused(database, {**first, "fields": {"ends_on": "2027-01-01"}})
    assert [each[:2] for each in found] == [(0, "starts_on")]
    save(database, [{**first, "fields": {"ends_on": "2026-11-30", "signature_checked": True}}])
    kept = stored(database, first)
    assert (kept["starts_on"], kept["ends_on"], kept["signature_checked"]) == ("2026-01-01", "2026-11-30", True)


def test_a_void_contract_is_not_in_the_way(database: Database, patient: str) -> None:
    first = contract(patient)
    save(database, [first])
    save(database, [{"void": first["id"], "reason": "重复录入"}])
    second = contract(patient)
    assert save(database, [second]).ids == (second["id"],)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"ends_on": ""}, "ends_on"),
        ({"signed_on": "2026-11-23"}, "signed_on"),
        ({"fee": "-1"}, "fee"),
        ({"categories": ["12"]}, "categories"),
        ({"signed_by": "4"}, "signed_by"),
    ],
)
def test_what_a_contract_cannot_be(database: Database, patient: str, fields: dict[str, Any], named: str) -> None:
    bad = contract(patient)
    bad["fields"] |= fields
    assert [each[:2] for each in refused(database, bad)] == [(0, named)]


def test_a_service_lies_in_the_term_of_its_contract(database: Database, patient: str) -> None:
    signed = contract(patient)
    save(database, [signed])
    for day, words in (
        ("2025-12-31", "服务日期不在协议期内（2026-01-01至2026-12-31）"),
        ("2026-11-23", "日期晚于今天"),
    ):
        given = record("contract_service", contract_id=signed["id"], item="上门测血压", given_on=day)
        assert refused(database, given) == [(0, "given_on", words)]
    given = record("contract_service", contract_id=signed["id"], item="上门测血压", given_on="2026-01-01")
    save(database, [given])
    assert [each[1] for each in refused(database, amended(given, given_on="2025-12-31"))] == ["given_on"]
    save(database, [amended(given, given_on="2026-11-22")])


def test_a_service_names_a_contract_and_a_visit_of_the_same_person(database: Database, patient: str) -> None:
    signed = contract(patient)
    other = save(database, [resident(name="王某乙")]).ids[0]
    own, theirs = visit(patient), visit(other)
    save(database, [signed, own, theirs])
    service = {"contract_id": signed["id"], "item": "健康评估", "given_on": "2026-11-20"}
    assert refused(database, record("contract_service", **{**service, "contract_id": own["id"]}))[0][1] == "contract_id"
    assert refused(database, record("contract_service", **service, visit_id=theirs["id"]))[0][1] == "visit_id"
    save(database, [record("contract_service", **service, visit_id=own["id"])])
