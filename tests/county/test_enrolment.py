from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
import requests

from clinic_app.clock import FrozenClock
from clinic_app.county import audit, devices
from clinic_app.county.database import CountyDatabase
from clinic_app.county.enrolment import MOST_REFUSALS, code_hash, issue_code
from clinic_app.county.problems import CountyProblem
from clinic_app.protocol import wire
from clinic_app.protocol.mutation import decode
from tests.county.conftest import Enrolled
from tests.county.laptop import Laptop, resident

Ids = Callable[[], str]


@pytest.fixture
def laptop(server: str, line: requests.Session, clock: FrozenClock) -> Laptop:
    return Laptop(server, line, clock)


@pytest.fixture
def other(server: str, line: requests.Session, clock: FrozenClock) -> Laptop:
    return Laptop(server, line, clock)


def code(
    county: CountyDatabase, organisation: str = "V1", role: str = "village_doctor", staff: str | None = None
) -> str:
    return issue_code(county, organisation, role, staff, "test")


def test_a_code_makes_a_device_with_number_organisation_and_scope(county: CountyDatabase, laptop: Laptop) -> None:
    reply = laptop.enrol(code(county))
    assert (reply.number, reply.county, reply.organisation_name) == (1, "990101", "演示村卫生室")
    assert (reply.role, reply.scope.kind, reply.scope.villages) == (
        "village_doctor",
        "village_clinic",
        ["990101001001"],
    )
    assert laptop.request("GET", "/hello").status == 200


def test_the_first_account_becomes_the_only_person_of_the_role_and_never_whom_it_claims(
    county: CountyDatabase, laptop: Laptop
) -> None:
    assert [each.staff for each in laptop.enrol(code(county)).accounts] == ["D1"]


def test_the_first_account_becomes_the_person_of_the_code(county: CountyDatabase, laptop: Laptop) -> None:
    reply = laptop.enrol(code(county, "T1", "township_clinician", "C2"))
    assert [each.staff for each in reply.accounts] == ["C2"]


def test_of_several_people_of_a_role_the_account_becomes_none(county: CountyDatabase, laptop: Laptop) -> None:
    reply = laptop.enrol(code(county, "T1", "township_clinician"))
    assert [each.staff for each in reply.accounts] == [None]


def test_numbers_rise_by_one_for_each_device(county: CountyDatabase, laptop: Laptop, other: Laptop) -> None:
    assert (laptop.enrol(code(county)).number, other.enrol(code(county)).number) == (1, 2)


def test_a_code_has_128_bits_and_only_its_hash_is_kept(county: CountyDatabase, fresh_url: str) -> None:
    text = code(county)
    assert len(base64.b32decode(text.replace("-", "") + "======")) == 16
    with county.transaction() as connection:
        row = connection.execute("SELECT hash, county::text || organisation || role FROM enrol_code").fetchone()
    assert row is not None
    assert bytes(row[0]) == code_hash(text)


@pytest.mark.parametrize("change", [str.lower, lambda text: text.replace("-", " "), lambda text: f"  {text}\n",
                                    lambda text: text.translate(str.maketrans("OIB", "018"))])  # fmt: skip
def test_a_code_may_be_typed_sloppily(county: CountyDatabase, laptop: Laptop, change: Callable[[str], str]) -> None:
    assert laptop.try_enrol(change(code(county))).status == 200


def test_a_code_is_good_once_and_a_second_key_is_refused(county: CountyDatabase, laptop: Laptop, other: Laptop) -> None:
    text = code(county)
    laptop.enrol(text)
    refused = other.try_enrol(text)
    assert (refused.status, refused.failure.code) == (403, "enrol_code")


def test_a_lost_answer_burns_nothing_for_the_same_key(
    county: CountyDatabase, laptop: Laptop, clock: FrozenClock
) -> None:
    text = code(county)
    first = laptop.enrol(text)
    clock.advance(timedelta(minutes=14))
    again = laptop.enrol(text)
    assert (again.device, again.number) == (first.device, first.number)
    clock.advance(timedelta(minutes=2))
    assert laptop.try_enrol(text).status == 403


@pytest.mark.parametrize(("minutes", "status"), [(15, 200), (16, 403)])
def test_a_code_lives_for_a_quarter_of_an_hour(
    county: CountyDatabase, laptop: Laptop, clock: FrozenClock, minutes: int, status: int
) -> None:
    text = code(county)
    clock.advance(timedelta(minutes=minutes))
    assert laptop.try_enrol(text).status == status


def test_wrong_expired_and_used_codes_are_refused_in_the_same_words(
    county: CountyDatabase, laptop: Laptop, other: Laptop, clock: FrozenClock
) -> None:
    used = code(county)
    other.enrol(used)
    old = code(county)
    words = {laptop.try_enrol(used).body, laptop.try_enrol("AAAAA-AAAAA").body}
    clock.advance(timedelta(minutes=16))
    words.add(laptop.try_enrol(old).body)
    assert len(words) == 1


def test_guessing_is_slowed_and_a_quarter_of_an_hour_later_a_good_code_works(
    county: CountyDatabase, laptop: Laptop, clock: FrozenClock
) -> None:
    for guess in range(MOST_REFUSALS):
        assert laptop.try_enrol(f"GUESS-{guess}").status == 403
    blocked = laptop.try_enrol(code(county))
    assert (blocked.status, blocked.failure.code) == (429, "enrol_rate")
    assert int(blocked.headers["Retry-After"]) > 0
    clock.advance(timedelta(minutes=16))
    assert laptop.try_enrol(code(county)).status == 200


def test_an_enrolment_must_be_signed_by_the_key_it_brings(
    county: CountyDatabase, laptop: Laptop, other: Laptop
) -> None:
    laptop.public_key = other.public_key
    assert laptop.try_enrol(code(county)).status == 401


@pytest.mark.parametrize(
    ("organisation", "role", "staff", "words"),
    [("X", "village_doctor", None, "机构"), ("V1", "doctor", None, "角色"), ("V1", "village_doctor", "D2", "人员")],
)
def test_a_code_for_an_unknown_place_role_or_person_is_not_issued(
    county: CountyDatabase, organisation: str, role: str, staff: str | None, words: str
) -> None:
    with pytest.raises(CountyProblem, match=words):
        issue_code(county, organisation, role, staff, "test")


def test_a_revoked_device_reads_nothing_from_its_next_request_on_and_may_bring_what_it_has(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    laptop = enrolled()
    assert laptop.push(laptop.line(resident(ids())))[0].state == "applied"
    devices.revoke(county, laptop.id, "test")
    answered = laptop.request("GET", "/pull")
    assert (answered.status, answered.failure.code) == (403, "revoked")
    (outcome,) = laptop.push(laptop.line(resident(ids())))
    assert (outcome.state, outcome.code) == ("quarantined", "revoked")


def test_a_device_may_be_revoked_by_its_number_and_an_unknown_one_is_said(
    county: CountyDatabase, enrolled: Enrolled
) -> None:
    laptop = enrolled()
    devices.revoke(county, "1", "test")
    assert laptop.request("GET", "/hello").status == 403
    with pytest.raises(CountyProblem, match="没有编号为“2”的设备"):
        devices.revoke(county, "2", "test")


def test_a_captured_push_sent_by_another_device_is_refused_and_does_nothing(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids
) -> None:
    victim, thief, person = enrolled(), enrolled(), ids()
    captured = victim.line(resident(person))
    envelope = msgspec.json.encode(wire.PushEnvelope(victim.id, 1))
    replayed = thief.request("POST", "/push", envelope + b"\n" + captured)
    assert (replayed.status, replayed.failure.code) == (403, "device_mismatch")
    (rewrapped,) = thief.push(captured)
    assert (rewrapped.state, rewrapped.code) == ("quarantined", "author")
    thief.pull()
    assert person not in thief.held("resident")


def test_a_captured_request_does_not_serve_for_another_address_or_body(enrolled: Enrolled) -> None:
    laptop = enrolled()
    body = msgspec.json.encode(wire.PushEnvelope(laptop.id, 1))
    assert laptop.request("POST", "/push", body, sent=body + b"\n{}").status == 401
    assert laptop.request("GET", "/pull", headers={wire.NONCE_HEADER: "another"}).status == 401
    assert laptop.request("GET", "/pull", headers={wire.DEVICE_HEADER: ""}).status == 401


def test_unknown_device_and_wrong_key_get_the_same_words(enrolled: Enrolled, ids: Ids) -> None:
    laptop, other = enrolled(), enrolled()
    laptop.private_key = other.private_key
    wrong = laptop.request("GET", "/hello")
    laptop.id = ids()
    unknown = laptop.request("GET", "/hello")
    assert (wrong.status, wrong.body) == (unknown.status, unknown.body)
    assert wrong.status == 401


def test_acts_of_administration_stand_in_an_unbroken_audit_chain(
    county: CountyDatabase, enrolled: Enrolled, laptop: Laptop
) -> None:
    devices.revoke(county, enrolled().id, "test")
    laptop.try_enrol("WRONG")
    with county.transaction() as connection:
        actions = [row[0] for row in connection.execute("SELECT action FROM audit ORDER BY seq")]
        assert actions == ["load", "load", "enrol_code", "enrol", "revoke", "enrol_refused"]
        assert audit.first_broken(connection, county.county) is None
        connection.execute("ALTER TABLE audit DISABLE TRIGGER audit_is_kept")
        connection.execute("UPDATE audit SET target = 'x' WHERE seq = 4")
        assert audit.first_broken(connection, county.county) == 4


def test_the_county_keeps_its_own_loads_as_mutations(county: CountyDatabase) -> None:
    with county.transaction() as connection:
        lines = [bytes(row[0]) for row in connection.execute("SELECT line FROM applied ORDER BY mid")]
    assert [len(decode(line).ops) for line in lines] == [5, 5]
