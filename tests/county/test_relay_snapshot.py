"""A device's scope on a stick: the rows that a first sync would bring, for that device's eyes alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import revoke, write_sealing_key
from clinic_app.county.problems import CountyProblem
from clinic_app.county.relay_snapshot import write_relay_snapshot
from clinic_app.protocol import package, wire
from clinic_app.protocol.package import Records
from clinic_app.records.catalogue import RECORD_TYPES
from tests.county.laptop import OTHER_VILLAGE, Laptop, referral, resident, visit

Enrolled = Callable[..., Laptop]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "first.clinicrelay"


def with_key(county: CountyDatabase, laptop: Laptop) -> bytes:
    """Give the laptop a sealing key; returns the private half."""
    private, public = package.new_sealing_pair()
    with county.transaction() as connection:
        write_sealing_key(connection, county.county, laptop.id, public)
    return private


def read(path: Path, laptop: Laptop, private: bytes) -> list[Records]:
    hello: wire.HelloReply = laptop.request("GET", "/hello").read(wire.HelloReply)
    parts = []
    items = list(package.read_bundle(io.BytesIO(path.read_bytes())))
    for number, item in enumerate(items, 1):
        package.verify(item, package.read_key(hello.county_key))
        header = item.header
        assert (header.kind, header.device, header.part) == (package.SNAPSHOT, laptop.id, number)
        assert header.last == (number == len(items))
        parts.append(package.read_records(package.open_item(item, private)))
    return parts


def ids_of(parts: list[Records], type_name: str) -> list[str]:
    rows = [msgspec.json.decode(each.rows, type=list[wire.SnapshotRow]) for each in parts if each.type == type_name]
    return [row.id for page in rows for row in page]


def test_the_stick_holds_the_scope_and_no_more(
    enrolled: Enrolled, county: CountyDatabase, ids: Callable[[], str], out: Path
) -> None:
    own, foreign = enrolled(), enrolled("V2")
    person, seen, stranger = ids(), ids(), ids()
    own.push(own.line(resident(person)), own.line(visit(seen, person)))
    foreign.push(foreign.line(resident(stranger, village_code=OTHER_VILLAGE)))
    private = with_key(county, own)
    count = write_relay_snapshot(county, own.id, out, "test")
    parts = read(out, own, private)
    assert (ids_of(parts, "resident"), ids_of(parts, "visit")) == ([person], [seen])
    assert {"H1", "T1", "V1", "V2"} <= set(ids_of(parts, "organisation"))
    assert {each.type for each in parts} == set(RECORD_TYPES)
    assert count == sum(len(ids_of(parts, name)) for name in RECORD_TYPES)
    assert len({(each.cursor, each.head.seq) for each in parts}) == 1
    for canary in ("王𬎆", person, "1960-01-02"):
        assert canary.encode() not in out.read_bytes()


def test_the_laptop_goes_on_from_the_sticks_place(
    enrolled: Enrolled, county: CountyDatabase, ids: Callable[[], str], out: Path
) -> None:
    own = enrolled()
    own.push(own.line(resident(ids())))
    private = with_key(county, own)
    write_relay_snapshot(county, own.id, out, "test")
    later = ids()
    own.push(own.line(resident(later)))
    own.cursor = read(out, own, private)[0].cursor
    assert [change.id for change in own.pull()] == [later]


def test_pages_follow_each_other_in_parts(
    enrolled: Enrolled, county: CountyDatabase, ids: Callable[[], str], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = enrolled()
    people = [ids() for _ in range(5)]
    own.push(*(own.line(resident(each)) for each in people))
    private = with_key(county, own)
    monkeypatch.setattr("clinic_app.county.snapshot.MOST_BYTES", 400)
    write_relay_snapshot(county, own.id, out, "test")
    parts = read(out, own, private)
    assert ids_of(parts, "resident") == people
    assert sum(each.type == "resident" for each in parts) > 1


def test_a_referral_on_a_stick_is_not_delivered_by_being_written(
    enrolled: Enrolled, county: CountyDatabase, ids: Callable[[], str], out: Path
) -> None:
    own, hospital = enrolled(), enrolled("H1", "hospital_receiver")
    person, sent = ids(), ids()
    own.push(own.line(resident(person)), own.line(referral(sent, person)))
    private = with_key(county, hospital)
    write_relay_snapshot(county, hospital.id, out, "test")
    assert ids_of(read(out, hospital, private), "referral") == [sent]
    own.pull()
    assert "deliver" not in [each["event"] for each in own.held("referral_event").values()]


def test_who_cannot_have_one_is_told_why(enrolled: Enrolled, county: CountyDatabase, out: Path) -> None:
    own = enrolled()
    with pytest.raises(CountyProblem, match="没有编号"):
        write_relay_snapshot(county, "4711", out, "test")
    with pytest.raises(CountyProblem, match="封装钥匙"):
        write_relay_snapshot(county, own.id, out, "test")
    with_key(county, own)
    with pytest.raises(CountyProblem, match="文件写不进去"):
        write_relay_snapshot(county, "1", out.parent / "no" / "x", "test")
    assert write_relay_snapshot(county, "1", out, "test")
    revoke(county, own.id, "test")
    with pytest.raises(CountyProblem, match="已停用"):
        write_relay_snapshot(county, "1", out, "test")
    assert [each.name for each in out.parent.iterdir() if each.name.startswith("first")] == [out.name]


def test_the_trail_says_whose_file_left_the_county(enrolled: Enrolled, county: CountyDatabase, out: Path) -> None:
    own = enrolled()
    with_key(county, own)
    count = write_relay_snapshot(county, own.id, out, "karl")
    with county.transaction() as connection:
        query = "SELECT actor, target, detail FROM audit WHERE action = 'relay_snapshot'"
        assert connection.execute(query).fetchall() == [("karl", f"device:{own.id}", str(count))]
