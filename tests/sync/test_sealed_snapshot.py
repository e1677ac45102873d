"""A first sync from a stick: whole, for this laptop, of this county, and not older than what is here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from clinic_app.care.save import save
from clinic_app.protocol import package, wire
from clinic_app.protocol.audience import Scope
from clinic_app.protocol.package import Records
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.device import Device, load_device, read_setting, write_setting
from clinic_app.store.local_tables import outbox, snapshot_row
from clinic_app.sync.relay import Imported, RelayProblem, import_file
from clinic_app.sync.snapshot import RUN
from tests.conftest import NOW, DatabaseFactory
from tests.sync.pages import VILLAGE, answer, file_of, is_here, last_line, shown
from tests.sync.sticks import County, written

SCOPE = Scope("V1", "village_clinic", [VILLAGE])
TYPES = ("village", "resident", "visit")


class Stick:
    """Writes snapshots for one laptop."""

    def __init__(self, county: County, device: Device, path: Path) -> None:
        self.county = county
        self.device = device
        self.path = path

    def items(self, *rows: wire.SnapshotRow, seq: int = 20, epoch: str = "epoch", **changed: Any) -> list[bytes]:
        head = wire.Head(epoch, seq, "0" * 16)
        by_type = {"resident": rows}
        key = package.read_key(package.public_half(self.device.sealing_key))
        parts = []
        for number, name in enumerate(TYPES, 1):
            encoded = msgspec.Raw(msgspec.json.encode(by_type.get(name, ())))
            records = Records(head, f"{epoch}.{seq}", SCOPE, "2026-11-22T02:30:00.000Z", name, encoded)
            values = {
                "kind": package.SNAPSHOT, "county": self.device.county, "device": self.device.id, "number": 1,
                "content": msgspec.json.encode(records), "to": key, "signed_by": self.county.signing_private,
                "part": number, "last": number == len(TYPES), **changed,
            }  # fmt: skip
            parts.append(package.write_item(**values))
        return parts

    def write(self, *rows: wire.SnapshotRow, **more: Any) -> Path:
        return written(self.path, *self.items(*rows, **more))


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def village(make_database: DatabaseFactory) -> Database:
    return make_database("village")


@pytest.fixture
def stick(village: Database, county: County, tmp_path: Path) -> Stick:
    return Stick(county, county.enrol(village), tmp_path / "first.clinicrelay")


def row(record_id: str, rev: int = 1, **fields: Any) -> wire.SnapshotRow:
    body = {"fields": file_of(**fields), "author": "a", "authored_at": "2026-11-20T02:30:00.000Z"}
    return wire.SnapshotRow(record_id, rev, body)


def setting(database: Database, name: str) -> Any:
    with database.read() as connection:
        return read_setting(connection, name)


def refused(database: Database, path: Path) -> str:
    with pytest.raises(RelayProblem) as caught:
        import_file(database, path)
    assert "没有导入任何内容" in str(caught.value)
    return str(caught.value)


def test_people_places_scope_and_cursor_come_from_the_stick(village: Database, stick: Stick) -> None:
    known = new_id(NOW)
    result = import_file(village, stick.write(row(known, 3, phone="1")))
    assert result == Imported(rows=1)
    assert result.words == "首次同步数据 1 条已导入"
    assert shown(village, known) == (file_of(phone="1"), 3)
    assert (setting(village, "cursor"), setting(village, "cursor_seq")) == ("epoch.20", 20)
    assert setting(village, "head")["seq"] == 20
    with village.read() as connection:
        device = load_device(connection)
        assert connection.execute(select(func.count()).select_from(snapshot_row)).scalar() == 0
    assert device
    assert device.scope == SCOPE


def test_importing_twice_is_the_same_as_once(village: Database, stick: Stick) -> None:
    known = new_id(NOW)
    path = stick.write(row(known))
    assert import_file(village, path).rows == import_file(village, path).rows == 1
    assert shown(village, known)[1] == 1


def test_own_work_stays_on_top_and_what_the_snapshot_has_passed_leaves_the_overlay(
    village: Database, stick: Stick
) -> None:
    own = save(village, [{"type": "resident", "fields": file_of(name="新某")}])
    import_file(village, stick.write(row(new_id(NOW))))
    fields, rev = shown(village, own.ids[0])
    assert (fields["name"], rev) == ("新某", 0)
    answer(village, own.mid, "applied", 25, 25)
    import_file(village, stick.write(row(own.ids[0], name="新某"), seq=25))
    assert shown(village, own.ids[0])[1] == 1
    assert last_line(village).passed


def test_a_later_stick_takes_away_who_has_left_the_scope_but_not_own_work(village: Database, stick: Stick) -> None:
    stays, leaves, mine = (new_id(NOW) for _ in range(3))
    import_file(village, stick.write(row(stays), row(leaves), row(mine)))
    save(village, [{"type": "resident", "id": mine, "fields": {"phone": "2"}}])
    import_file(village, stick.write(row(stays, 2, phone="9"), seq=30))
    assert shown(village, stays) == (file_of(phone="9"), 2)
    assert not is_here(village, leaves)
    assert shown(village, mine)[0]["phone"] == "2"


def test_a_first_sync_that_was_broken_off_is_ended_by_the_stick(village: Database, stick: Stick) -> None:
    with village.write() as connection:
        write_setting(connection, RUN, {"kind": "first", "cursor": "c", "seq": 1, "floor": ""})
    import_file(village, stick.write(row(new_id(NOW))))
    assert setting(village, RUN) is None


def test_an_older_stick_is_refused(village: Database, stick: Stick) -> None:
    import_file(village, stick.write(row(new_id(NOW))))
    before = new_id(NOW)
    assert "比这个文件新" in refused(village, stick.write(row(before), seq=19))
    assert not is_here(village, before)


def test_a_stick_of_another_time_of_the_county_waits_for_a_sync(village: Database, stick: Stick) -> None:
    import_file(village, stick.write(row(new_id(NOW))))
    assert "县平台恢复过数据" in refused(village, stick.write(row(new_id(NOW)), epoch="other", seq=50))


def test_another_laptops_stick_is_refused(
    make_database: DatabaseFactory, county: County, village: Database, stick: Stick
) -> None:
    other = make_database("other")
    county.enrol(other, 9)
    assert refused(other, stick.write(row(new_id(NOW)))) == package.OTHER_DEVICE


@pytest.mark.parametrize("forged", [
    {"signed_by": County().signing_private},
    {"to": package.new_sealing_pair()[1]},
    {"county": "990102"},
    {"kind": package.RECEIPT},
    {"last": False},
    {"last": True},
    {"part": 2},
    {"content": b"{}"},
    {"content": b"[" * 100_000},
])  # fmt: skip
def test_a_stick_that_is_not_whole_or_not_the_countys_is_refused(
    village: Database, stick: Stick, forged: dict[str, Any]
) -> None:
    known = new_id(NOW)
    refused(village, stick.write(row(known), **forged))
    assert not is_here(village, known)
    assert setting(village, "cursor") is None


def test_parts_left_out_moved_mixed_or_beside_other_things_are_refused(village: Database, stick: Stick) -> None:
    one, two = stick.items(row(new_id(NOW))), stick.items(row(new_id(NOW)), seq=21)
    receipt = stick.items(row(new_id(NOW)), kind=package.PACKAGE)[0]
    for parts in (
        one[:2],
        one[1:],
        one[::-1],
        [one[0], two[1], one[2]],
        [*one, *two],
        [receipt, *one],
        [*one, receipt],
    ):
        refused(village, written(stick.path, *parts))
    assert setting(village, "cursor") is None


def test_a_page_that_is_none_in_a_sound_part_is_refused(village: Database, stick: Stick) -> None:
    records = Records(wire.Head("epoch", 1, "0" * 16), "c", SCOPE, "t", "resident", msgspec.Raw(b'[{"id":5}]'))
    refused(village, stick.write(content=msgspec.json.encode(records)))


def test_nobody_reads_a_name_in_it(stick: Stick) -> None:
    raw = stick.write(row(new_id(NOW))).read_bytes()
    for canary in ("李某甲", "1958-03-07", VILLAGE, "resident"):
        assert canary.encode() not in raw


def test_saves_keep_waiting_for_their_own_answer(village: Database, stick: Stick) -> None:
    save(village, [{"type": "resident", "fields": file_of()}])
    import_file(village, stick.write(row(new_id(NOW))))
    with village.read() as connection:
        assert connection.execute(select(outbox.c.state)).scalar() == "pending"
