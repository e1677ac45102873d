"""One person may be found outside the scope, by the whole number and the whole name, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import msgspec
import pytest

from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.lookup import MOST_A_DAY
from clinic_app.protocol import wire
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, Answered, Laptop, resident

Ids = Callable[[], str]
NUMBER, NAME = "11010519491231002X", "王𬎆"
PERSON = {"id_no": NUMBER, "name": NAME, "sex": "2", "birth_date": "1949-12-31", "village_code": OTHER_VILLAGE}


def ask(laptop: Laptop, id_no: str = NUMBER, name: str = NAME) -> Answered:
    return laptop.request("POST", "/residents/lookup", msgspec.json.encode(wire.LookupRequest(id_no, name)))


def found(laptop: Laptop, id_no: str = NUMBER, name: str = NAME) -> wire.LookupReply:
    reply: wire.LookupReply = ask(laptop, id_no, name).read(wire.LookupReply)
    return reply


@pytest.fixture
def person(enrolled: Enrolled, ids: Ids) -> str:
    owner, record_id = enrolled("V2"), ids()
    assert owner.push(owner.line(resident(record_id, **PERSON)))[0].state == "applied"
    return record_id


def test_number_and_name_find_the_person_and_where(enrolled: Enrolled, person: str) -> None:
    reply = found(enrolled("V1"))
    assert (reply.resident_id, reply.name, reply.sex, reply.birth_date) == (person, NAME, "2", "1949-12-31")
    assert (reply.village_code, reply.organisation_name, reply.rev) == (OTHER_VILLAGE, "演示二村卫生室", 1)


@pytest.mark.parametrize(("id_no", "name"), [("11010519491231002x", " 王 𬎆"), ("110105491231002", NAME)])
def test_the_number_may_be_written_as_people_write_it(enrolled: Enrolled, person: str, id_no: str, name: str) -> None:
    assert found(enrolled("V1"), id_no, name).resident_id == person


@pytest.mark.parametrize(("id_no", "name"), [(NUMBER, "王"), (NUMBER, "王某"), ("110105194912310038", NAME),
                                            ("002X", NAME), ("1" * 18, NAME)])  # fmt: skip
@pytest.mark.usefixtures("person")
def test_nothing_is_said_of_who_does_not_match_both(enrolled: Enrolled, id_no: str, name: str) -> None:
    assert ask(enrolled("V1"), id_no, name).body == b"{}"


def test_who_was_withdrawn_is_not_found(enrolled: Enrolled, person: str) -> None:
    owner = enrolled("V2")
    owner.push(owner.line(Operation("void", "resident", person, base=1, reason="重复")))
    assert ask(enrolled("V1")).body == b"{}"


def test_each_question_is_remembered_and_audited_without_the_number(
    county: CountyDatabase, enrolled: Enrolled, person: str, clock: FrozenClock
) -> None:
    laptop = enrolled("V1")
    ask(laptop)
    ask(laptop, name="王某")
    with county.transaction() as connection:
        asked = connection.execute("SELECT device, resident_id, at FROM looked_up ORDER BY resident_id").fetchall()
        noted = connection.execute("SELECT * FROM audit WHERE action = 'lookup' ORDER BY seq").fetchall()
    assert asked == [(laptop.id, person, clock.now()), (laptop.id, None, clock.now())]
    assert [row[6] for row in noted] == [f"resident:{person}", "resident:"]
    assert NUMBER not in str(noted)
    assert NAME not in str(noted)


@pytest.mark.usefixtures("person")
def test_questions_are_few(enrolled: Enrolled, clock: FrozenClock) -> None:
    laptop, other = enrolled("V1"), enrolled("V1")
    for _ in range(MOST_A_DAY):
        assert ask(laptop).status == 200
    refused = ask(laptop)
    assert (refused.status, refused.failure.code) == (429, "lookup_rate")
    assert int(refused.headers["Retry-After"]) == 24 * 3600
    assert ask(other).status == 200
    clock.advance(timedelta(days=1, seconds=1))
    assert ask(laptop).status == 200


@pytest.mark.usefixtures("person")
def test_who_has_no_villages_has_nobody_to_look_for(enrolled: Enrolled) -> None:
    assert ask(enrolled("H1", "hospital_receiver")).status == 403


@pytest.mark.parametrize(("id_no", "name"), [("", NAME), (NUMBER, ""), (NUMBER, " "), (NUMBER, "\0"),
                                            ("1" * 101, NAME)])  # fmt: skip
def test_half_a_question_is_refused(enrolled: Enrolled, id_no: str, name: str) -> None:
    assert ask(enrolled("V1"), id_no, name).status == 400


@pytest.mark.usefixtures("person")
def test_no_number_and_no_name_stands_in_an_address(enrolled: Enrolled) -> None:
    query = urlencode({"id_no": NUMBER, "name": NAME})
    assert enrolled("V1").request("GET", f"/residents/lookup?{query}").status == 405


def test_people_whom_an_older_program_wrote_down_are_found_too(
    county: CountyDatabase, enrolled: Enrolled, person: str, fresh_url: str, clock: FrozenClock
) -> None:
    with county.transaction() as connection:
        connection.execute("DELETE FROM person_key")
        connection.execute("UPDATE record SET digest = NULL, village = NULL")
    laptop = enrolled("V1")
    assert found(laptop).resident_id == ""
    open_county(fresh_url, clock=clock).close()
    assert found(laptop).resident_id == person
