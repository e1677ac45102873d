"""Packages by USB stick: any laptop brings them, the county takes them like a push and answers for their writer."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_app.clock import FrozenClock
from clinic_app.county import audit
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import revoke
from clinic_app.protocol import package, wire
from clinic_app.protocol.package import Contents, Receipt
from clinic_app.protocol.signing import new_key_pair
from clinic_app.records.identifiers import new_id
from tests.county.laptop import OTHER_VILLAGE, Laptop, mid_of, resident, visit

Enrolled = Callable[..., Laptop]
AT = "2026-11-22T02:30:00.000Z"


class Writer:
    """A laptop without a line: it seals packages and opens receipts."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        hello: wire.HelloReply = laptop.request("GET", "/hello").read(wire.HelloReply)
        self.relay_key = package.read_key(hello.relay_key)
        self.county_key = package.read_key(hello.county_key)
        self.private, self.public = package.new_sealing_pair()

    def package(self, number: int, *lines: bytes, first: int = 1, **more: Any) -> bytes:
        contents = Contents(list(range(first, first + len(lines))), AT, base64.b64encode(self.public).decode())
        content = package.write_contents(msgspec.structs.replace(contents, **more), lines)
        return self.sealed(number, content)

    def sealed(self, number: int, content: bytes, **more: Any) -> bytes:
        values = {
            "kind": package.PACKAGE, "county": "990101", "device": self.laptop.id, "to": self.relay_key,
            "signed_by": self.laptop.private_key, **more,
        }  # fmt: skip
        return package.write_item(number=number, content=content, **values)

    def read(self, raw: bytes) -> Receipt:
        item = package.read_item(raw)
        assert (item.header.kind, item.header.device) == (package.RECEIPT, self.laptop.id)
        package.verify(item, self.county_key)
        return package.read_receipt(package.open_item(item, self.private))


@pytest.fixture
def writer(enrolled: Enrolled) -> Writer:
    return Writer(enrolled())


@pytest.fixture
def carrier(enrolled: Enrolled) -> Laptop:
    return enrolled("T1", "township_clinician")


def brought(carrier: Laptop, raw: bytes) -> bytes:
    """The receipt's bytes for a package that the county takes."""
    reply: wire.RelayReply = carrier.request("POST", "/relay", raw).read(wire.RelayReply)
    assert (reply.code, reply.message) == ("", "")
    return base64.b64decode(reply.receipt)


def refused(carrier: Laptop, raw: bytes) -> str:
    """Why the county does not take a package."""
    reply: wire.RelayReply = carrier.request("POST", "/relay", raw).read(wire.RelayReply)
    assert reply.receipt == ""
    assert "没有导入任何内容" in reply.message
    return reply.code


def states(receipt: Receipt) -> list[str]:
    return [each.state for each in receipt.outcomes]


def stored(county: CountyDatabase) -> int:
    with county.transaction() as connection:
        row = connection.execute("SELECT count(*) FROM applied WHERE device IN (SELECT id FROM device)").fetchone()
    assert row is not None
    return int(row[0])


def test_what_a_stick_brings_stands_in_the_log_and_the_writer_alone_can_read_the_answer(
    writer: Writer, carrier: Laptop, ids: Callable[[], str]
) -> None:
    person, seen = ids(), ids()
    lines = [writer.laptop.line(resident(person)), writer.laptop.line(visit(seen, person))]
    raw = writer.package(1, *lines)
    answer = brought(carrier, raw)
    receipt = writer.read(answer)
    assert [(each.mid, each.state) for each in receipt.outcomes] == [(mid_of(line), "applied") for line in lines]
    assert (receipt.number, receipt.missing, receipt.fork) == (1, [], False)
    assert receipt.digest == package.read_item(raw).digest
    assert receipt.head.seq >= max(each.seqs[1] for each in receipt.outcomes if each.seqs)
    assert {"resident", "visit"} <= {change.type for change in carrier.pull()}
    for canary in ("王𬎆", person, mid_of(lines[0])):
        assert canary.encode() not in raw
        assert canary.encode() not in answer


def test_a_push_of_the_same_saves_later_is_a_repeat(writer: Writer, carrier: Laptop, ids: Callable[[], str]) -> None:
    line = writer.laptop.line(resident(ids()))
    first = writer.read(brought(carrier, writer.package(1, line))).outcomes[0]
    again = writer.laptop.push(line)[0]
    assert again.repeat
    assert again.seqs == first.seqs


def test_a_package_that_comes_twice_or_late_is_answered_the_same(
    writer: Writer, carrier: Laptop, county: CountyDatabase, clock: FrozenClock, ids: Callable[[], str]
) -> None:
    one = writer.package(1, writer.laptop.line(resident(ids())))
    two = writer.package(2, writer.laptop.line(resident(ids())), first=2)
    early = writer.read(brought(carrier, two))
    assert early.missing == [1]
    clock.advance(timedelta(days=1))
    late = writer.read(brought(carrier, one))
    assert late.missing == []
    clock.advance(timedelta(days=1))
    assert writer.read(brought(carrier, one)) == late
    settled = writer.read(brought(carrier, two))
    assert (settled.missing, settled.outcomes) == ([], early.outcomes)
    assert writer.read(brought(carrier, two)) == settled
    assert stored(county) == 2


def test_numbers_that_never_came_are_told_as_far_as_they_help(writer: Writer, carrier: Laptop) -> None:
    assert writer.read(brought(carrier, writer.package(4))).missing == [1, 2, 3]
    assert writer.read(brought(carrier, writer.package(2))).missing == [1, 3]
    far = writer.read(brought(carrier, writer.package(package.MOST_NUMBER)))
    assert far.missing[:4] == [1, 3, 5, 6]
    assert len(far.missing) == 1000


def test_one_number_with_two_contents_is_a_fork_and_both_are_taken(
    writer: Writer, carrier: Laptop, county: CountyDatabase, ids: Callable[[], str]
) -> None:
    one = writer.package(1, writer.laptop.line(resident(ids())))
    other = writer.package(1, writer.laptop.line(resident(ids())), first=2)
    assert not writer.read(brought(carrier, one)).fork
    receipt = writer.read(brought(carrier, other))
    assert (states(receipt), receipt.fork) == (["applied"], True)
    assert not writer.read(brought(carrier, one)).fork
    assert stored(county) == 2


def test_two_laptops_with_one_count_of_saves_are_both_heard(
    writer: Writer, carrier: Laptop, ids: Callable[[], str]
) -> None:
    writer.laptop.push(writer.laptop.line(resident(ids())))
    copy = writer.package(1, writer.laptop.line(resident(ids())), first=1)
    assert states(writer.read(brought(carrier, copy))) == ["applied"]


def test_what_waits_or_is_refused_is_said_and_asked_after_by_the_next_package(
    writer: Writer, carrier: Laptop, ids: Callable[[], str]
) -> None:
    person, seen = ids(), ids()
    waits = writer.laptop.line(visit(seen, person))
    wrong = writer.laptop.line(resident(ids(), village_code=OTHER_VILLAGE))
    first = writer.read(brought(carrier, writer.package(1, waits, wrong, b"{", first=1)))
    assert states(first) == ["deferred", "quarantined", "malformed"]
    asks = [mid_of(waits), mid_of(wrong), ids(), "no id"]
    parent = writer.laptop.line(resident(person))
    second = writer.read(brought(carrier, writer.package(2, parent, first=4, asks=asks)))
    assert states(second) == ["applied", "applied", "quarantined", "unknown"]
    # The first one's words are the county's words of today.
    assert states(writer.read(brought(carrier, writer.package(3)))) == []


def test_a_revoked_laptops_package_is_kept_for_the_supervisor(
    writer: Writer, carrier: Laptop, county: CountyDatabase, ids: Callable[[], str]
) -> None:
    raw = writer.package(1, writer.laptop.line(resident(ids())))
    revoke(county, writer.laptop.id, "test")
    receipt = writer.read(brought(carrier, raw))
    assert [(each.state, each.code) for each in receipt.outcomes] == [("quarantined", "revoked")]


def test_a_revoked_laptop_carries_nothing(writer: Writer, carrier: Laptop, county: CountyDatabase) -> None:
    revoke(county, carrier.id, "test")
    assert carrier.request("POST", "/relay", writer.package(1)).failure.code == "revoked"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"county": "990102"}, "county"),
        ({"device": "01931b7e-0000-7000-8000-000000000001"}, "device"),
        ({"kind": package.RECEIPT}, "format"),
        ({"signed_by": new_key_pair()[0]}, "signature"),
        ({"to": package.new_sealing_pair()[1]}, "key"),
    ],
)
def test_a_package_that_is_not_its_writers_or_not_the_countys_is_refused_whole(
    writer: Writer, carrier: Laptop, county: CountyDatabase, ids: Callable[[], str], changed: dict[str, Any], code: str
) -> None:
    line = writer.laptop.line(resident(ids()))
    content = package.write_contents(Contents([1], AT, base64.b64encode(writer.public).decode()), [line])
    assert refused(carrier, writer.sealed(1, content, **changed)) == code
    assert stored(county) == 0


def test_a_carrier_cannot_pass_a_package_off_as_its_own(
    writer: Writer, carrier: Laptop, county: CountyDatabase
) -> None:
    raw = writer.package(1, writer.laptop.line(resident(new_id(writer.laptop.clock.now()))))
    item = package.read_item(raw)
    start = len(package.ITEM) + 4
    header = {**msgspec.json.decode(item.bound[start:]), "device": carrier.id}
    encoded = msgspec.json.encode(header)
    unsigned = package.ITEM + len(encoded).to_bytes(4, "big") + encoded + item.sealed
    forged = unsigned + Ed25519PrivateKey.from_private_bytes(carrier.private_key).sign(unsigned)
    assert refused(carrier, forged) == "damaged"
    assert stored(county) == 0


def test_bytes_changed_on_the_way_change_nothing(
    writer: Writer, carrier: Laptop, county: CountyDatabase, ids: Callable[[], str]
) -> None:
    raw = writer.package(1, writer.laptop.line(resident(ids())))
    for place in (0, 20, 60, len(raw) // 2, len(raw) - 100, len(raw) - 1):
        changed = bytearray(raw)
        changed[place] ^= 4
        assert refused(carrier, bytes(changed)) in ("damaged", "signature", "newer", "key", "device", "county")
    for length in (0, 10, len(raw) // 2, len(raw) - 1):
        refused(carrier, raw[:length])
    assert stored(county) == 0


def test_a_content_that_is_none_is_refused(writer: Writer, carrier: Laptop, county: CountyDatabase) -> None:
    key = base64.b64encode(writer.public).decode()
    bad = (
        b"",
        b"[" * 100_000,
        package.write_contents(Contents([1, 2], AT, key), [b"{}"]),
        package.write_contents(Contents([], AT, "no key"), []),
        bytes(package.MOST_CONTENT + 1),
    )
    for content in bad:
        refused(carrier, writer.sealed(1, content))
    with county.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM relay_package").fetchone() == (0,)


def test_numbers_of_saves_that_fit_no_column_are_not_kept(
    writer: Writer, carrier: Laptop, ids: Callable[[], str]
) -> None:
    lines = [writer.laptop.line(resident(ids())) for _ in range(2)]
    raw = writer.package(1, *lines, seqs=[-5, 2**63])
    assert states(writer.read(brought(carrier, raw))) == ["applied", "applied"]


def test_a_package_of_more_saves_than_a_push_may_have(writer: Writer, carrier: Laptop, ids: Callable[[], str]) -> None:
    lines = [writer.laptop.line(resident(ids())) for _ in range(wire.PUSH_LIMIT + 20)]
    receipt = writer.read(brought(carrier, writer.package(1, *lines)))
    assert states(receipt) == ["applied"] * len(lines)
    assert [each.mid for each in receipt.outcomes] == [mid_of(line) for line in lines]


def test_the_trail_says_who_brought_whose_package_once(writer: Writer, carrier: Laptop, county: CountyDatabase) -> None:
    raw = writer.package(1)
    brought(carrier, raw)
    brought(carrier, raw)
    with county.transaction() as connection:
        rows = connection.execute("SELECT actor, target, detail FROM audit WHERE action = 'relay'").fetchall()
        assert rows == [(f"device:{carrier.id}", f"device:{writer.laptop.id}", "1")]
        assert audit.first_broken(connection, county.county) is None


def test_the_county_learns_where_to_seal_what_it_sends(writer: Writer, carrier: Laptop, county: CountyDatabase) -> None:
    brought(carrier, writer.package(1))
    with county.transaction() as connection:
        rows = connection.execute("SELECT sealing_key FROM device WHERE id = %s", (writer.laptop.id,)).fetchall()
    assert [bytes(row[0]) for row in rows] == [writer.public]
