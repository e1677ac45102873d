"""A first sync reads records as they stand, in scope, by id; and what a digest found different is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from clinic_app.county.database import CountyDatabase
from clinic_app.protocol import wire
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, Laptop, referral, resident, step, visit
from tests.county.test_scope import with_villages

Ids = Callable[[], str]


def read(laptop: Laptop, type_name: str, **asked: object) -> wire.SnapshotReply:
    query = "?" + urlencode(asked) if asked else ""
    reply: wire.SnapshotReply = laptop.request("GET", f"/snapshot/{type_name}{query}").read(wire.SnapshotReply)
    return reply


def all_rows(laptop: Laptop, type_name: str, **asked: object) -> Iterator[wire.SnapshotRow]:
    after = str(asked.pop("after", ""))
    while True:
        page = read(laptop, type_name, after=after, **asked)
        yield from page.rows
        after = page.next
        if not after:
            return


def ids_of(laptop: Laptop, type_name: str, **asked: object) -> list[str]:
    return [each.id for each in all_rows(laptop, type_name, **asked)]


@pytest.mark.parametrize("limit", [1, 2, 3, 4000])
def test_pages_hold_every_record_once_in_order(enrolled: Enrolled, ids: Ids, limit: int) -> None:
    laptop, people = enrolled(), sorted(ids() for _ in range(7))
    laptop.push(*(laptop.line(resident(person)) for person in people))
    assert ids_of(laptop, "resident", limit=limit) == people
    assert read(laptop, "resident", limit=3, count=1).total == 7


def test_a_row_is_the_record_as_it_stands_now(enrolled: Enrolled, ids: Ids) -> None:
    laptop, person = enrolled(), ids()
    laptop.push(laptop.line(resident(person)))
    laptop.push(laptop.line(Operation("patch", "resident", person, {"phone": "1"}, base=1)))
    laptop.pull()
    (row,) = read(laptop, "resident").rows
    assert (row.id, row.rev, row.body) == (person, 2, laptop.records["resident", person].body)


def test_the_scope_decides_whatever_is_asked(enrolled: Enrolled, ids: Ids) -> None:
    desks = {name: enrolled(name) for name in ("V1", "V2")}
    centre, hospital = enrolled("T1", "public_health"), enrolled("H1", "hospital_receiver")
    people = {"V1": ids(), "V2": ids()}
    slip, village = ids(), {"V1": VILLAGE, "V2": OTHER_VILLAGE}
    for name, desk in desks.items():
        desk.push(desk.line(resident(people[name], village_code=village[name])))
    desks["V2"].push(desks["V2"].line(referral(slip, people["V2"]), step(ids(), slip, "issue")))
    for name, desk in desks.items():
        assert ids_of(desk, "resident") == [people[name]]
        assert ids_of(desk, "resident", villages=f"{VILLAGE},{OTHER_VILLAGE}") == [people[name]]
        assert ids_of(desk, "resident", ids=",".join(people.values())) == [people[name]]
    assert set(ids_of(centre, "resident")) == set(people.values())
    assert ids_of(centre, "resident", villages=VILLAGE) == [people["V1"]]
    assert ids_of(hospital, "resident") == []
    assert ids_of(hospital, "referral") == [slip]
    assert ids_of(desks["V1"], "referral") == []


def test_what_everybody_has_is_read_by_everybody(enrolled: Enrolled) -> None:
    hospital = enrolled("H1", "hospital_receiver")
    assert ids_of(hospital, "organisation", limit=2) == ["H1", "H2", "T1", "V1", "V2"]
    assert read(hospital, "organisation", count=1).total == 5
    assert ids_of(hospital, "organisation", ids="H2,X") == ["H2"]
    assert ids_of(hospital, "organisation", villages=VILLAGE) == []


def test_the_recent_and_the_older_part_have_nothing_in_common_and_miss_nothing(enrolled: Enrolled, ids: Ids) -> None:
    laptop, people = enrolled(), sorted(ids() for _ in range(6))
    laptop.push(*(laptop.line(resident(person)) for person in people))
    recent = ids_of(laptop, "resident", after=people[2], limit=2)
    older = ids_of(laptop, "resident", until=people[2], limit=2)
    assert (older, recent) == (people[:3], people[3:])
    assert read(laptop, "resident", until=people[2], count=1, limit=1).total == 3


def test_large_bodies_end_a_page_early(enrolled: Enrolled, ids: Ids) -> None:
    laptop, people = enrolled(), sorted(ids() for _ in range(6))
    for person in people:
        laptop.push(laptop.line(resident(person, future="长" * 300_000)))
    assert 0 < len(read(laptop, "resident").rows) < 6
    assert ids_of(laptop, "resident") == people


def test_rows_and_place_are_of_one_moment_and_the_log_goes_on_from_there(enrolled: Enrolled, ids: Ids) -> None:
    laptop, first, later = enrolled(), ids(), ids()
    laptop.push(laptop.line(resident(first)))
    start = laptop.page(limit=0)
    laptop.push(laptop.line(resident(later)))
    assert set(ids_of(laptop, "resident")) == {first, later}
    assert [each.id for each in laptop.pull()] == [later]
    assert read(laptop, "resident").head.seq > start.head.seq


def test_events_keep_the_countys_order(enrolled: Enrolled, ids: Ids) -> None:
    sender, receiver = enrolled("V1"), enrolled("H1", "hospital_receiver")
    person, slip = ids(), ids()
    accepted, issued = ids(), ids()
    sender.push(sender.line(resident(person), referral(slip, person)))
    sender.push(sender.line(step(issued, slip, "issue")))
    receiver.push(receiver.line(step(accepted, slip, "accept")))
    seqs = {row.id: row.seq for row in all_rows(sender, "referral_event")}
    assert 0 < seqs[issued] < seqs[accepted]


def test_a_receivers_first_sync_delivers(enrolled: Enrolled, ids: Ids) -> None:
    sender, receiver = enrolled("V1"), enrolled("H1", "hospital_receiver")
    person, slip = ids(), ids()
    sender.push(sender.line(resident(person), referral(slip, person), step(ids(), slip, "issue")))
    assert ids_of(sender, "referral") == [slip]
    sender.pull()
    assert {each["event"] for each in sender.held("referral_event").values()} == {"issue"}
    assert ids_of(receiver, "referral") == [slip]
    sender.pull()
    assert {each["event"] for each in sender.held("referral_event").values()} == {"issue", "deliver"}


def test_villages_that_came_are_read_alone(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, tmp_path: Path
) -> None:
    other, laptop, own, new = enrolled("V2"), enrolled("V1"), ids(), ids()
    visited = ids()
    laptop.push(laptop.line(resident(own)))
    other.push(other.line(resident(new, village_code=OTHER_VILLAGE), visit(visited, new)))
    laptop.pull()
    with_villages(county, tmp_path, VILLAGE, OTHER_VILLAGE)
    refused = laptop.request("GET", f"/pull?cursor={laptop.cursor}").failure
    added = ",".join(refused.added)
    assert ids_of(laptop, "resident", villages=added) == [new]
    assert ids_of(laptop, "visit", villages=added) == [visited]
    assert ids_of(laptop, "organisation", villages=added) == []


def test_after_a_move_the_whole_file_is_read_in_the_new_village_only(enrolled: Enrolled, ids: Ids) -> None:
    old, new, person, visited, slip = enrolled("V1"), enrolled("V2"), ids(), ids(), ids()
    old.push(old.line(resident(person), visit(visited, person), referral(slip, person)))
    old.push(old.line(Operation("patch", "resident", person, {"village_code": OTHER_VILLAGE}, base=1)))
    assert (ids_of(old, "resident"), ids_of(old, "visit")) == ([], [])
    assert (ids_of(new, "resident"), ids_of(new, "visit")) == ([person], [visited])
    # The organisation that referred keeps its referral.
    assert (ids_of(old, "referral"), ids_of(new, "referral")) == ([slip], [slip])
    assert read(new, "referral", count=1).total == 1


@pytest.mark.parametrize("path", ["/snapshot/Resident", "/snapshot/x;y", "/snapshot/resident?limit=x",
                                  "/snapshot/resident?ids=", "/snapshot/resident?after=%00",
                                  "/snapshot/resident?ids=" + ",".join(["x"] * 201)])  # fmt: skip
def test_what_cannot_be_meant_is_refused(enrolled: Enrolled, path: str) -> None:
    assert enrolled().request("GET", path).status == 400


def test_an_unknown_type_has_no_rows(enrolled: Enrolled) -> None:
    assert read(enrolled(), "future_thing", count=1).total == 0
