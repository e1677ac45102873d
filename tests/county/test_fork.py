"""A restored or copied laptop becomes a device of its own and loses nothing by it; a laptop that ends is signed for."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from clinic_app.clock import FrozenClock
from clinic_app.county import devices
from clinic_app.county.database import CountyDatabase
from clinic_app.county.fork import MOST_FORKS
from clinic_app.protocol import signing, wire
from tests.county.conftest import Enrolled
from tests.county.laptop import Laptop, mid_of, resident, visit

Ids = Callable[[], str]


def asking(public_key: bytes) -> bytes:
    return msgspec.json.encode(wire.ForkRequest(base64.b64encode(public_key).decode()))


def forked(laptop: Laptop) -> tuple[Laptop, wire.EnrolReply]:
    """A copy of a laptop that has become a device of its own."""
    copy = Laptop(laptop.server, laptop.session, laptop.clock)
    reply: wire.EnrolReply = laptop.request("POST", "/fork", asking(copy.public_key)).read(wire.EnrolReply)
    copy.id, copy.account, copy.cursor, copy.sent = reply.device, laptop.account, laptop.cursor, laptop.sent
    return copy, reply


def test_a_copy_gets_an_id_and_number_of_its_own_and_the_same_people_and_scope(enrolled: Enrolled) -> None:
    laptop = enrolled()
    copy, reply = forked(laptop)
    assert (reply.number, reply.organisation, reply.role) == (2, "V1", "village_doctor")
    assert [(each.id, each.staff) for each in reply.accounts] == [(laptop.account, "D1")]
    assert copy.id != laptop.id
    for each in (laptop, copy):
        assert each.request("GET", "/hello").read(wire.HelloReply).scope.villages == reply.scope.villages


def test_what_a_copy_saved_is_taken_and_what_it_sends_again_is_known(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    saved = laptop.line(resident(person))
    laptop.push(saved)
    laptop.pull()
    copy, _ = forked(laptop)
    states = [(each.state, each.repeat) for each in copy.push(saved, copy.line(visit(ids(), person)))]
    assert states == [("applied", True), ("applied", False)]
    # Its cursor goes on where it stood.
    assert [each.type for each in copy.pull()] == ["visit"]


def test_what_is_told_to_the_ancestor_reaches_the_copy(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    waiting = laptop.line(visit(ids(), person))
    assert laptop.push(waiting)[0].state == "deferred"
    copy, _ = forked(laptop)
    second, _ = forked(copy)
    laptop.push(laptop.line(resident(person)))
    for each in (laptop, copy, second):
        each.pull()
        assert each.outcomes[mid_of(waiting)].state == "applied"


def test_a_repeat_makes_no_second_device(county: CountyDatabase, enrolled: Enrolled) -> None:
    laptop = enrolled()
    _, key = signing.new_key_pair()
    replies = [laptop.request("POST", "/fork", asking(key)).read(wire.EnrolReply) for _ in range(2)]
    assert replies[0].device == replies[1].device
    with county.transaction() as connection:
        assert len(devices.all_devices(connection, county.county)) == 2


@pytest.mark.parametrize("whose", ["own", "another's"])
def test_a_key_that_is_in_use_makes_no_device(enrolled: Enrolled, whose: str) -> None:
    laptop, other = enrolled(), enrolled("V2")
    key = laptop.public_key if whose == "own" else other.public_key
    assert laptop.request("POST", "/fork", asking(key)).status == 400


def test_forking_without_end_is_slowed(enrolled: Enrolled, clock: FrozenClock) -> None:
    laptop = enrolled()
    for _ in range(MOST_FORKS):
        forked(laptop)
    _, key = signing.new_key_pair()
    refused = laptop.request("POST", "/fork", asking(key))
    assert (refused.status, refused.failure.code) == (429, "fork_rate")
    clock.advance(timedelta(days=1, minutes=1))
    assert laptop.request("POST", "/fork", asking(key)).status == 200


def retire(laptop: Laptop, last: int) -> Any:
    return laptop.request("POST", "/retire", msgspec.json.encode(wire.RetireRequest(last)))


def test_a_laptop_of_which_the_county_has_everything_ends_with_a_signed_word(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())), laptop.line(resident(ids())))
    key = base64.b64decode(laptop.request("GET", "/hello").read(wire.HelloReply).county_key)
    proof = retire(laptop, 2).read(wire.RetireReply).proof
    payload, _, signature = proof.partition(".")
    assert signing.verifies(key, signature, base64.b64decode(payload))
    said = msgspec.json.decode(base64.b64decode(payload))
    assert (said["what"], said["device"], said["last_seq"]) == ("retire", laptop.id, 2)
    # A lost answer is asked for again; everything else is over.
    assert retire(laptop, 2).read(wire.RetireReply).proof == proof
    for path in ("/pull", "/hello"):
        answered = laptop.request("GET", path)
        assert (answered.status, answered.failure.code) == (403, "retired")


def test_while_something_is_missing_waiting_or_refused_nothing_ends(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    laptop.push(laptop.line(resident(ids())))
    missing = retire(laptop, 2)
    assert (missing.status, missing.failure.code) == (409, "unsettled")
    laptop.push(laptop.line(visit(ids(), person)))
    assert retire(laptop, 2).status == 409
    laptop.push(laptop.line(resident(person)))
    wrong = laptop.line(visit(ids(), person, sbp=9999))
    assert laptop.push(wrong)[0].state == "quarantined"
    assert retire(laptop, 4).status == 409
    laptop.push(laptop.line(visit(ids(), person), supersedes=mid_of(wrong)))
    assert retire(laptop, 5).status == 200


def test_a_copys_numbers_are_those_before_the_fork_and_its_own(
    enrolled: Enrolled, ids: Ids, clock: FrozenClock
) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())))
    clock.advance(timedelta(minutes=1))
    copy, _ = forked(laptop)
    clock.advance(timedelta(minutes=1))
    # The original goes on with the same numbers: its second save is not the copy's second.
    laptop.push(laptop.line(resident(ids())))
    assert retire(copy, 2).status == 409
    copy.push(copy.line(resident(ids())))
    assert retire(copy, 2).status == 200
    assert laptop.request("GET", "/hello").status == 200
