"""The stick on the laptop: what waits goes out sealed, receipts of any age settle it, foreign items stay sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select, update

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock, instant_text
from clinic_app.protocol import package, wire
from clinic_app.protocol.package import Item, Receipt
from clinic_app.store.database import Database
from clinic_app.store.device import Device, load_device, read_setting, write_setting
from clinic_app.store.local_tables import audit, outbox, relay_carried, relay_package
from clinic_app.sync import packing, stick
from clinic_app.sync.errors import NotEnrolled, Unreachable
from clinic_app.sync.relay import RelayProblem, export_package, import_file, relay, relay_status
from tests.conftest import NOW, DatabaseFactory
from tests.sync.sticks import COUNTY, NAME, PERSON, County, items, text_of, written


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def village(make_database: DatabaseFactory, county: County) -> Database:
    database = make_database("village")
    county.enrol(database)
    return database


@pytest.fixture
def carrier(make_database: DatabaseFactory, county: County) -> Database:
    database = make_database("carrier")
    county.enrol(database, 8)
    return database


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "u.clinicrelay"


def saved(database: Database, **more: str) -> str:
    mid = save(database, [{"type": "resident", "fields": {**PERSON, **more}}]).mid
    assert mid
    return mid


def exported(database: Database, path: Path) -> Item:
    assert export_package(database, path).packages
    return items(path)[0]


def states(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.scalars(select(outbox.c.state).order_by(outbox.c.seq)))


def count(database: Database, table: Any) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def setting(database: Database, name: str, *value: Any) -> Any:
    if value:
        with database.write() as connection:
            write_setting(connection, name, value[0])
    with database.read() as connection:
        return read_setting(connection, name)


# Export


def test_an_export_holds_what_waits_byte_for_byte_and_changes_nothing(
    village: Database, county: County, file: Path
) -> None:
    mids = [saved(village), saved(village, phone="13800000000")]
    result = export_package(village, file)
    assert (result.file, result.packages, result.saves, result.carried) == (file, (1,), 2, 0)
    assert states(village) == ["pending", "pending"]
    item = items(file)[0]
    contents, lines = county.opened(item)
    with village.read() as connection:
        rows = connection.execute(select(outbox).order_by(outbox.c.seq)).all()
        package.verify(item, public_key(load_device(connection)))
    assert lines == [bytes(row.line) for row in rows]
    assert contents.seqs == [row.seq for row in rows]
    assert [row.mid for row in rows] == mids


def public_key(device: Device | None) -> bytes:
    assert device
    return Ed25519PrivateKey.from_private_bytes(device.signing_key).public_key().public_bytes_raw()


def test_nobody_who_finds_the_stick_reads_a_name(village: Database, file: Path) -> None:
    saved(village, phone="13800000000", id_number="")
    export_package(village, file)
    raw = file.read_bytes()
    for canary in (NAME, "13800000000", "990101001001", "1960-01-02", "resident", village.actor.name):
        assert canary.encode() not in raw
        assert canary not in file.name


def test_a_folder_gets_a_file_whose_name_tells_the_device_number_only(village: Database, tmp_path: Path) -> None:
    saved(village)
    found = export_package(village, tmp_path).file
    assert found == tmp_path / "0007-20261122023000.clinicrelay"
    assert items(found)[0].header.number == 1


def test_packages_are_numbered_and_each_brings_all_that_still_waits(
    village: Database, county: County, file: Path
) -> None:
    saved(village)
    first = exported(village, file)
    saved(village)
    second = exported(village, file)
    assert (first.header.number, second.header.number) == (1, 2)
    assert [len(county.opened(each)[1]) for each in (first, second)] == [1, 2]


def test_nothing_to_bring_writes_no_file(village: Database, file: Path) -> None:
    result = export_package(village, file)
    assert (result.file, result.words) == (None, "没有要带走的内容，没有写文件")
    assert not file.exists()
    assert count(village, relay_package) == 0


def test_refused_and_parked_saves_stay_and_the_refused_are_asked_after(
    village: Database, county: County, file: Path
) -> None:
    refused, waiting, parked, gone = saved(village), saved(village), saved(village), saved(village)
    with village.write() as connection:
        for mid, values in (
            (refused, {"state": "quarantined"}),
            (waiting, {"state": "deferred"}),
            (parked, {"parked_until": "2026-11-23T02:30:00.000Z"}),
            (gone, {"state": "superseded"}),
        ):
            connection.execute(update(outbox).where(outbox.c.mid == mid).values(values))
    contents, lines = county.opened(exported(village, file))
    assert lines == []
    assert sorted(contents.asks) == sorted([refused, waiting])


def test_more_than_one_package_takes_goes_into_several(
    village: Database, county: County, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        saved(village)
    monkeypatch.setattr(package, "MOST_LINES", 2)
    assert export_package(village, file).packages == (1, 2, 3)
    assert [len(county.opened(each)[1]) for each in items(file)] == [2, 2, 1]
    monkeypatch.setattr(packing, "MOST_PACKAGES", 2)
    assert export_package(village, file).saves == 4


def test_saves_from_before_a_restore_of_the_county_travel_apart_with_the_common_place(
    village: Database, county: County, file: Path
) -> None:
    saved(village)
    setting(village, "realigned", {"common": 40, "until": 1})
    saved(village)
    export_package(village, file)
    assert [county.opened(each)[0].common for each in items(file)] == [40, None]


def test_a_file_that_cannot_be_written_leaves_none_behind(village: Database, tmp_path: Path) -> None:
    saved(village)
    with pytest.raises(RelayProblem, match="记录都还保存在本机"):
        export_package(village, tmp_path / "no" / "u.clinicrelay")
    folder = tmp_path / "taken"
    (folder / "x.part").mkdir(parents=True)
    with pytest.raises(RelayProblem):
        export_package(village, folder / "x")
    assert states(village) == ["pending"]
    assert exported(village, tmp_path / "u").header.number == 3


def test_a_laptop_without_the_countys_keys_says_what_to_do(make_database: DatabaseFactory, file: Path) -> None:
    database = make_database("new")
    for act in (export_package, import_file):
        with pytest.raises(NotEnrolled):
            act(database, file)
    County().enrol(database, county_key="", relay_key="")
    for act in (export_package, import_file):
        with pytest.raises(RelayProblem, match="联网同步一次"):
            act(database, file)


def test_a_laptop_of_an_older_program_makes_its_sealing_key_when_it_first_exports(
    make_database: DatabaseFactory, county: County, file: Path
) -> None:
    database = make_database("old")
    county.enrol(database, sealing_key="")
    saved(database)
    item = exported(database, file)
    import_file(database, written(file, county.receipt(item, "applied")))
    assert states(database) == ["applied"]


# Receipts


def test_a_receipt_settles_the_saves(village: Database, county: County, file: Path) -> None:
    saved(village)
    saved(village)
    item = exported(village, file)
    result = import_file(village, written(file, county.receipt(item, "applied", "quarantined", missing=[])))
    assert (result.receipts, dict(result.outcomes)) == (1, {"applied": 1, "quarantined": 1})
    assert states(village) == ["applied", "quarantined"]
    status = relay_status(village)
    assert [(each.number, each.saves, each.waiting) for each in status.packages] == [(1, 2, 0)]
    assert status.packages[0].receipt_at == instant_text(NOW)
    assert setting(village, "last_contact") == instant_text(NOW)
    assert setting(village, "head")["seq"] == 9


def test_a_line_that_the_county_could_not_read_is_known_by_its_place(
    village: Database, county: County, file: Path
) -> None:
    saved(village)
    saved(village)
    item = exported(village, file)
    import_file(village, written(file, county.receipt(item, "malformed", "applied")))
    assert states(village) == ["malformed", "applied"]


def test_receipts_twice_late_and_in_any_order_never_take_back_a_last_word(
    village: Database, county: County, file: Path
) -> None:
    saved(village)
    first = exported(village, file)
    second = exported(village, file)
    early = county.receipt(first, "deferred")
    late = county.receipt(second, "applied", issued_at="2026-11-23T02:30:00.000Z")
    import_file(village, written(file, late))
    import_file(village, written(file, early))
    import_file(village, written(file, late, early, late))
    assert states(village) == ["applied"]
    assert setting(village, "last_contact") == "2026-11-23T02:30:00.000Z"


def test_a_refused_save_does_not_go_back_to_waiting_and_a_supervisors_word_comes_through(
    village: Database, county: County, file: Path
) -> None:
    mid = saved(village)
    item = exported(village, file)
    import_file(village, written(file, county.receipt(item, "quarantined")))
    import_file(village, written(file, county.receipt(item, "deferred")))
    assert states(village) == ["quarantined"]
    question = exported(village, file)
    said = county.receipt(question, outcomes=[wire.Outcome(mid, "applied", [12, 12])])
    import_file(village, written(file, said))
    assert states(village) == ["applied"]


def test_a_save_that_the_county_has_lost_waits_to_be_sent_again(village: Database, county: County, file: Path) -> None:
    mid = saved(village)
    import_file(village, written(file, county.receipt(exported(village, file), "deferred")))
    question = exported(village, file)
    import_file(village, written(file, county.receipt(question, outcomes=[wire.Outcome(mid, "unknown")])))
    assert states(village) == ["pending"]


def test_a_receipt_from_before_the_county_was_restored_settles_nothing(
    village: Database, county: County, file: Path
) -> None:
    saved(village)
    item = exported(village, file)
    setting(village, "timeline", 1)
    import_file(village, written(file, county.receipt(item, "applied")))
    assert states(village) == ["pending"]
    assert setting(village, "head") is None
    setting(village, "timeline", 0)
    setting(village, "realign", {"state": "push", "common": 3})
    import_file(village, written(file, county.receipt(item, "applied")))
    assert states(village) == ["pending"]


def test_missing_numbers_and_a_fork_are_said(village: Database, county: County, file: Path) -> None:
    saved(village)
    exported(village, file)
    second = exported(village, file)
    result = import_file(village, written(file, county.receipt(second, "applied", missing=[1], fork=True)))
    assert (result.missing, result.fork) == ([1], True)
    assert "第 1 包" in result.words
    status = relay_status(village)
    assert status.missing == (1,)
    assert [each.fork for each in status.packages] == [True, False]


def test_a_receipt_for_a_package_that_this_copy_never_wrote_still_settles_by_mid(
    village: Database, county: County, file: Path
) -> None:
    saved(village)
    item = exported(village, file)
    with village.write() as connection:
        connection.execute(relay_package.delete())
    import_file(village, written(file, county.receipt(item, "applied")))
    assert states(village) == ["applied"]


def forged_by_another_county(county: County, item: Item) -> bytes:
    other = County()
    other.relay_private = county.relay_private
    return other.receipt(item, "applied")


def for_another_key(county: County, item: Item) -> bytes:
    raw = county.receipt(item, "applied")
    assert raw
    return county.sealed(said_of(item), package.new_sealing_pair()[1])


def of_another_number(county: County, item: Item) -> bytes:
    key = package.read_key(county.opened(item)[0].sealing_key)
    return county.sealed(said_of(item), key, number=item.header.number + 1)


def of_another_county(county: County, item: Item) -> bytes:
    key = package.read_key(county.opened(item)[0].sealing_key)
    return county.sealed(said_of(item), key, county="990102")


def of_no_sense(county: County, item: Item) -> bytes:
    key = package.read_key(county.opened(item)[0].sealing_key)
    return county.sealed(said_of(item), key, content=b"[" * 100_000)


def said_of(item: Item) -> Receipt:
    return Receipt(COUNTY, item.header.device, item.header.number, item.digest, "t", wire.Head("e", 1, "0" * 16))


@pytest.mark.parametrize(
    "forge", [forged_by_another_county, for_another_key, of_another_number, of_another_county, of_no_sense]
)
def test_a_receipt_that_is_not_the_countys_word_to_this_laptop_takes_the_whole_file_down(
    village: Database, carrier: Database, county: County, file: Path, forge: Callable[[County, Item], bytes]
) -> None:
    saved(village)
    saved(carrier)
    foreign = exported(carrier, file).raw
    item = exported(village, file)
    good = county.receipt(item, "applied")
    written(file, foreign, good, forge(county, item))
    with pytest.raises(RelayProblem, match="没有导入任何内容"):
        import_file(village, file)
    assert states(village) == ["pending"]
    assert count(village, relay_carried) == 0


def test_a_file_cut_or_changed_anywhere_changes_nothing(village: Database, county: County, file: Path) -> None:
    saved(village)
    whole = written(file, county.receipt(exported(village, file), "applied")).read_bytes()
    for length in range(0, len(whole), 97):
        file.write_bytes(whole[:length])
        with pytest.raises(RelayProblem, match="没有导入任何内容"):
            import_file(village, file)
    for place in range(0, len(whole), 41):
        changed = bytearray(whole)
        changed[place] ^= 8
        file.write_bytes(changed)
        with pytest.raises(RelayProblem, match="没有导入任何内容"):
            import_file(village, file)
    assert states(village) == ["pending"]


def test_a_file_that_is_not_there_is_said_so(village: Database, tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path, Path("a\0b")):
        with pytest.raises(RelayProblem, match="文件打不开"):
            import_file(village, path)


# Carrying


def test_foreign_items_are_kept_sealed_and_go_on_with_the_next_export(
    village: Database, carrier: Database, county: County, file: Path
) -> None:
    saved(village)
    item = exported(village, file)
    result = import_file(carrier, file)
    assert (result.carried, result.receipts) == (1, 0)
    assert import_file(carrier, file).known == 1
    assert export_package(carrier, file).carried == 1
    assert [each.raw for each in items(file)] == [item.raw]
    assert import_file(village, file).own == 1


def test_a_receipt_for_another_is_carried_if_the_county_signed_it(
    village: Database, carrier: Database, county: County, file: Path
) -> None:
    saved(village)
    item = exported(village, file)
    with pytest.raises(RelayProblem):
        import_file(carrier, written(file, forged_by_another_county(county, item)))
    receipt = county.receipt(item, "applied")
    assert import_file(carrier, written(file, receipt)).carried == 1
    export_package(carrier, file)
    import_file(village, file)
    assert states(village) == ["applied"]


def test_what_is_carried_is_bounded_in_number_size_and_age(
    village: Database,
    carrier: Database,
    clock: FrozenClock,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    saved(village)
    files = [exported(village, file).raw for _ in range(3)]
    monkeypatch.setattr(stick, "MOST_CARRIED", 2)
    result = import_file(carrier, written(file, *files))
    assert (result.carried, result.full) == (2, 1)
    assert "放不下" in result.words
    clock.advance(timedelta(days=91))
    assert import_file(carrier, written(file, files[2])).carried == 1
    assert count(carrier, relay_carried) == 1
    monkeypatch.setattr(stick, "CARRIED_BYTES", len(files[2]))
    assert import_file(carrier, written(file, files[0])).full == 1


class Line:
    """A county that answers as it is told."""

    seconds_left = 60.0

    def __init__(self, *answers: wire.RelayReply | Exception) -> None:
        self.answers = list(answers)
        self.sent: list[bytes] = []

    def post(self, path: str, body: bytes, reply: object, content_type: str) -> wire.RelayReply:
        assert (path, content_type) == ("/relay", "application/octet-stream")
        self.sent.append(body)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def answered(receipt: bytes) -> wire.RelayReply:
    return wire.RelayReply(text_of(receipt))


def test_a_carried_package_goes_to_the_county_and_its_receipt_takes_its_place(
    village: Database, carrier: Database, county: County, file: Path
) -> None:
    saved(village)
    item = exported(village, file)
    import_file(carrier, file)
    line = Line(answered(county.receipt(item, "applied")))
    assert relay(carrier, line) == 1  # type: ignore[arg-type]
    assert relay(carrier, line) == 0  # type: ignore[arg-type]
    assert line.sent == [item.raw]
    assert relay_status(carrier).carried[0].sent_at
    export_package(carrier, file)
    assert [each.header.kind for each in items(file)] == [package.RECEIPT]
    import_file(village, file)
    assert states(village) == ["applied"]


def test_a_line_that_breaks_leaves_the_package_for_the_next_time(
    village: Database, carrier: Database, county: County, file: Path
) -> None:
    saved(village)
    item = exported(village, file)
    import_file(carrier, file)
    with pytest.raises(Unreachable):
        relay(carrier, Line(Unreachable("没有网")))  # type: ignore[arg-type]
    for bad in (b"", b"no item", forged_by_another_county(county, item), of_another_number(county, item)):
        with pytest.raises(Unreachable):
            relay(carrier, Line(answered(bad)))  # type: ignore[arg-type]
    assert relay(carrier, Line(answered(county.receipt(item, "applied")))) == 1  # type: ignore[arg-type]


def test_a_package_that_the_county_refuses_is_said_and_tried_again_when_it_is_brought_again(
    village: Database, carrier: Database, county: County, file: Path
) -> None:
    saved(village)
    item = exported(village, file)
    import_file(carrier, file)
    assert relay(carrier, Line(wire.RelayReply(code="key", message=package.OTHER_KEY))) == 1  # type: ignore[arg-type]
    assert relay_status(carrier).carried[0].problem == package.OTHER_KEY
    assert relay(carrier, Line()) == 0  # type: ignore[arg-type]
    assert export_package(carrier, written(file.with_name("v"))).file is None
    import_file(carrier, written(file, item.raw))
    assert relay(carrier, Line(answered(county.receipt(item, "applied")))) == 1  # type: ignore[arg-type]
    assert relay_status(carrier).carried[0].problem is None


def test_a_sync_that_has_no_time_left_brings_nothing(village: Database, carrier: Database, file: Path) -> None:
    saved(village)
    export_package(village, file)
    import_file(carrier, file)
    line = Line()
    line.seconds_left = 1.0
    assert relay(carrier, line) == 0  # type: ignore[arg-type]


def test_the_trail_says_what_left_and_came_by_stick(village: Database, county: County, file: Path) -> None:
    saved(village)
    item = exported(village, file)
    import_file(village, written(file, county.receipt(item, "applied")))
    with village.read() as connection:
        rows = connection.execute(select(audit.c.action, audit.c.target).where(audit.c.action.like("relay%")))
        assert [tuple(row) for row in rows] == [("relay_export", "packages:1"), ("relay_import", "packages:1")]
