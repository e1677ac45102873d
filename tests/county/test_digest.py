"""Laptop and county find out whether they hold the same rows without sending the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest

from clinic_app.county.database import CountyDatabase
from clinic_app.protocol import body as record_body
from clinic_app.protocol import wire
from clinic_app.protocol.digest import BUCKETS, bucket_of, different_buckets, packed, row_digest, unpacked
from clinic_app.protocol.mutation import Operation
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, VILLAGE, Laptop, referral, resident, step, visit
from tests.county.test_scope import with_villages
from tests.county.test_snapshot import all_rows

Ids = Callable[[], str]
TYPES = ("organisation", "staff", "household", "resident", "visit", "referral", "referral_event")


def digest(laptop: Laptop, seq: int | None = None) -> wire.DigestReply:
    path = "/digest" if seq is None else f"/digest?seq={seq}"
    reply: wire.DigestReply = laptop.request("GET", path).read(wire.DigestReply)
    return reply


def own_sums(laptop: Laptop, types: Iterable[str] = TYPES) -> dict[str, str]:
    """What a laptop that holds exactly what the snapshots say adds up itself."""
    sums: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for type_name in types:
        for row in all_rows(laptop, type_name):
            raw = record_body.encode(record_body.decode(msgspec.json.encode(row.body)))
            sums[type_name][bucket_of(row.id)] += row_digest(row.id, row.rev, raw)
    return {type_name: packed(buckets) for type_name, buckets in sums.items()}


def filled(enrolled: Enrolled, ids: Ids) -> dict[str, Laptop]:
    desks = {name: enrolled(name) for name in ("V1", "V2")}
    desks |= {"T1": enrolled("T1", "public_health"), "H1": enrolled("H1", "hospital_receiver")}
    for name, village in (("V1", VILLAGE), ("V2", OTHER_VILLAGE)):
        for _ in range(5):
            person, slip = ids(), ids()
            saved = [resident(person, village_code=village), visit(ids(), person), referral(slip, person)]
            desks[name].push(desks[name].line(*saved, step(ids(), slip, "issue")))
            desks[name].push(desks[name].line(Operation("patch", "resident", person, {"phone": "1"}, base=1)))
    return desks


def test_the_sums_are_of_what_each_device_may_hold(enrolled: Enrolled, ids: Ids) -> None:
    for desk in filled(enrolled, ids).values():
        desk.pull()
        own = own_sums(desk)
        assert digest(desk).sums == own


def test_the_sums_stay_right_through_moves_and_redirects(enrolled: Enrolled, ids: Ids) -> None:
    desks, other = filled(enrolled, ids), enrolled("H2", "hospital_receiver")
    person, slip = ids(), ids()
    village = desks["V1"]
    village.push(village.line(resident(person), referral(slip, person), step(ids(), slip, "issue")))
    village.push(village.line(Operation("patch", "resident", person, {"village_code": OTHER_VILLAGE}, base=1)))
    desks["H1"].push(desks["H1"].line(step(ids(), slip, "redirect", to_org="H2")))
    for desk in (*desks.values(), other):
        own = own_sums(desk)
        assert digest(desk).sums == own


def test_one_different_row_is_found_by_its_bucket(enrolled: Enrolled, ids: Ids) -> None:
    laptop, people = enrolled(), [ids() for _ in range(20)]
    laptop.push(*(laptop.line(resident(person)) for person in people))
    before = digest(laptop).sums["resident"]
    laptop.push(laptop.line(Operation("patch", "resident", people[3], {"phone": "1"}, base=1)))
    after = digest(laptop).sums["resident"]
    assert list(different_buckets(before, after)) == [bucket_of(people[3])]
    reply = laptop.request("GET", f"/digest/resident/{bucket_of(people[3])}").read(wire.BucketReply)
    assert reply.rows[people[3]][0] == 2
    assert set(reply.rows) == {each for each in people if bucket_of(each) == bucket_of(people[3])}
    assert sum(each[1] for each in reply.rows.values()) % 2**64 == unpacked(after)[bucket_of(people[3])]


def test_codes_that_are_no_numbers_are_in_their_buckets(enrolled: Enrolled) -> None:
    laptop = enrolled()
    found = {}
    for number in range(0, BUCKETS):
        if number in {0, *map(bucket_of, ("D1", "D2", "C1", "C2"))}:
            found.update(laptop.request("GET", f"/digest/staff/{number}").read(wire.BucketReply).rows)
    assert set(found) == {"D1", "D2", "C1", "C2", "R1"}


def test_the_answer_is_for_the_place_where_the_laptop_stands_when_nothing_in_its_scope_came_since(
    enrolled: Enrolled, ids: Ids
) -> None:
    laptop, other = enrolled("V1"), enrolled("V2")
    laptop.push(laptop.line(resident(ids())))
    here = laptop.page().head
    other.push(other.line(resident(ids(), village_code=OTHER_VILLAGE)))
    there = digest(laptop, here.seq)
    assert there.head == here
    assert there.sums["resident"]
    laptop.push(laptop.line(resident(ids())))
    moved = digest(laptop, here.seq)
    assert moved.head.seq > here.seq
    assert moved.sums == {}
    assert digest(laptop, moved.head.seq).sums["resident"] != there.sums["resident"]
    assert digest(laptop, moved.head.seq + 5).sums == {}


def test_a_changed_scope_changes_the_sums(county: CountyDatabase, enrolled: Enrolled, ids: Ids, tmp_path: Path) -> None:
    laptop, other = enrolled("V1"), enrolled("V2")
    other.push(other.line(resident(ids(), village_code=OTHER_VILLAGE)))
    assert "resident" not in digest(laptop).sums
    with_villages(county, tmp_path, VILLAGE, OTHER_VILLAGE)
    assert digest(laptop).sums == own_sums(laptop)
    assert digest(laptop).sums["resident"] == digest(other).sums["resident"]


@pytest.mark.parametrize("path", ["/digest?seq=x", "/digest?seq=-1", "/digest/resident/256", "/digest/resident/x",
                                  "/digest/Resident/1"])  # fmt: skip
def test_what_cannot_be_meant_is_refused(enrolled: Enrolled, path: str) -> None:
    assert enrolled().request("GET", path).status == 400
