"""Contents of attachments in the encrypted file: with their record in one commit, whole or not at all."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from clinic_app.care.attachment import attach
from clinic_app.care.entry import Refused
from clinic_app.care.export import exported_records
from clinic_app.care.quarantine import fix
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.protocol import wire
from clinic_app.protocol.body import Body
from clinic_app.protocol.mutation import decode
from clinic_app.records.content import ContentRefused
from clinic_app.records.identifiers import new_id
from clinic_app.store import blobs
from clinic_app.store.backup import backup, restore
from clinic_app.store.blobs import PIECE, Stored
from clinic_app.store.database import Database, open_database
from clinic_app.store.local_tables import blob, blob_chunk, outbox
from clinic_app.store.projection import write_body
from clinic_app.store.queries.attachment import attachments_of, attachments_of_resident
from clinic_app.sync.apply import store_outcomes
from tests.conftest import NOW, PASSWORD, USER
from tests.contents import HOSTILE, document, photo, picture

SOON = "2026-11-22T02:30:00.000Z"


@pytest.fixture
def visit(database: Database) -> str:
    person = {"name": "李某甲", "sex": "2", "birth_date": "1958-03-07", "village_code": "990101100201"}
    resident = save(database, [{"type": "resident", "fields": person}]).ids[0]
    return save(
        database,
        [{"type": "visit", "fields": {"resident_id": resident, "visit_date": "2026-11-20", "visit_mode": "1"}}],
    ).ids[0]


def saves(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(outbox)).scalar_one())


def contents(database: Database) -> dict[str, str]:
    with database.read() as connection:
        return {row.sha256: row.state for row in connection.execute(select(blob))}


def named_elsewhere(database: Database, raw: bytes, visit_id: str, size: int | None = None) -> Stored:
    """What a pull leaves of an attachment whose content is still on its way."""
    sha256 = hashlib.sha256(raw).hexdigest()
    fields = {"visit_id": visit_id, "sha256": sha256, "media_type": "image/jpeg", "size": size or len(raw)}
    with database.write() as connection:
        body = Body(fields, "somebody", "2026-11-22T02:00:00.000Z")
        write_body(connection, "visit_attachment", new_id(NOW), body, 1)
        blobs.note_missing(connection, SOON)
        found = blobs.stored(connection, sha256)
    assert found is not None
    return found


def test_a_photo_and_its_record_are_one_save(database: Database, visit: str) -> None:
    raw = photo(PIECE + 1000)
    before = saves(database)
    attached = attach(database, "visit", visit, raw, "心电图.jpg")
    assert saves(database) == before + 1
    with database.read() as connection:
        line = connection.execute(select(outbox.c.line).where(outbox.c.mid == attached.mid)).scalar_one()
        [row] = attachments_of(connection, "visit", visit)
        assert blobs.read_content(connection, attached.sha256) == raw
        assert connection.execute(select(func.count()).select_from(blob_chunk)).scalar_one() == 2
    [operation] = decode(line).ops
    assert (operation.op, operation.type, operation.id) == ("attach", "visit_attachment", attached.id)
    assert (row.title, row.state, row.size, row.media_type) == ("心电图.jpg", "local", len(raw), "image/jpeg")


def test_a_save_that_fails_keeps_no_content(database: Database, visit: str) -> None:
    for parent, parent_id in (("visit", new_id(NOW)), ("referral", new_id(NOW)), ("resident", visit)):
        with pytest.raises(Refused, match=r"本机没有这|附件只能"):
            attach(database, parent, parent_id, photo())
    assert contents(database) == {}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_photo_and_no_pdf_is_refused_and_not_kept(database: Database, visit: str, name: str) -> None:
    before = saves(database)
    with pytest.raises(Refused, match=r"[\u4e00-\u9fff]"):
        attach(database, "visit", visit, HOSTILE[name], "验单.pdf")
    assert contents(database) == {}
    assert saves(database) == before


def test_a_name_is_a_word_and_never_a_place(database: Database, visit: str, tmp_path: Path) -> None:
    name = "../../../etc/passwd\0\r\n" + "长" * 200
    attached = attach(database, "visit", visit, document(), name)
    with database.read() as connection:
        [row] = attachments_of(connection, "visit", visit)
    assert row.title.startswith("../../../etc/passwd")
    assert "\0" not in row.title
    assert "\n" not in row.title
    assert len(row.title) <= 100
    assert not [each for each in tmp_path.rglob("*") if each.name in ("passwd", attached.sha256)]


def test_the_same_content_is_kept_once_and_not_added_twice_to_one_visit(database: Database, visit: str) -> None:
    attach(database, "visit", visit, photo())
    with pytest.raises(Refused, match="已经加过"):
        attach(database, "visit", visit, photo())
    with database.read() as connection:
        resident = connection.exec_driver_sql("SELECT id FROM resident").scalar()
    other = save(
        database,
        [{"type": "visit", "fields": {"resident_id": resident, "visit_date": "2026-11-21", "visit_mode": "1"}}],
    )
    attach(database, "visit", other.ids[0], photo())
    assert len(contents(database)) == 1
    with database.read() as connection:
        assert [row.day for row in attachments_of_resident(connection, str(resident))] == ["2026-11-21", "2026-11-20"]


def test_a_record_alone_is_refused_in_words_unless_its_content_is_here(database: Database, visit: str) -> None:
    fields = {"visit_id": visit, "sha256": "0" * 64, "media_type": "image/jpeg", "size": 5}
    with pytest.raises(Refused, match="不在本机"):
        save(database, [{"type": "visit_attachment", "fields": fields}])
    attached = attach(database, "visit", visit, photo())
    save(database, [{"void": attached.id, "reason": "拍错了"}])
    with pytest.raises(Refused, match="大小"):
        save(database, [{"type": "visit_attachment", "fields": {**fields, "sha256": attached.sha256}}])
    again = {"visit_id": visit, "sha256": attached.sha256}
    save(database, [{"type": "visit_attachment", "fields": again}])
    with database.read() as connection:
        [row] = attachments_of(connection, "visit", visit)
    assert (row.media_type, row.size) == ("image/jpeg", len(photo()))


def test_a_title_can_be_corrected_and_a_content_cannot(database: Database, visit: str) -> None:
    attached = attach(database, "visit", visit, photo(), "血糖仪")
    change = {"type": "visit_attachment", "id": attached.id, "amends": True, "reason": "写错"}
    save(database, [{**change, "fields": {"title": "血压计"}}])
    with pytest.raises(Refused, match="不能更换"):
        save(database, [{**change, "fields": {"sha256": "1" * 64}}])
    with database.read() as connection:
        assert [row.title for row in attachments_of(connection, "visit", visit)] == ["血压计"]


def test_an_export_has_the_records_and_no_content(database: Database, visit: str) -> None:
    attached = attach(database, "visit", visit, photo())
    [record] = exported_records(database, "visit_attachment")
    assert record.fields["sha256"] == attached.sha256
    assert set(record.fields) == {"visit_id", "sha256", "media_type", "size"}


def test_backups_hold_the_contents(database: Database, visit: str, clock: FrozenClock, tmp_path: Path) -> None:
    attached = attach(database, "visit", visit, picture(20, 20))
    backup(database, tmp_path / "kept.clinicbackup")
    restore(tmp_path / "kept.clinicbackup", tmp_path / "back", USER, PASSWORD)
    with open_database(tmp_path / "back", USER, PASSWORD, clock) as back, back.read() as connection:
        assert blobs.read_content(connection, attached.sha256) == picture(20, 20)


def test_a_content_on_its_way_is_missing_until_it_is_whole(database: Database, visit: str) -> None:
    raw = photo(PIECE + 10)
    content = named_elsewhere(database, raw, visit)
    with database.read() as connection:
        assert [row.state for row in attachments_of(connection, "visit", visit)] == ["missing"]
    with database.write() as connection:
        assert not blobs.add_piece(connection, content, raw[:PIECE], SOON)
        assert blobs.read_content(connection, content.sha256) is None
    with database.write() as connection:
        [content] = blobs.to_fetch(connection, NOW)
        assert content.moved == PIECE
        assert blobs.add_piece(connection, content, raw[PIECE:], SOON)
        assert blobs.read_content(connection, content.sha256) == raw
        assert blobs.states(connection, [content.sha256]) == {content.sha256: "present"}


@pytest.mark.parametrize("flipped", [0, 1500, 2999])
def test_a_flipped_byte_in_what_came_is_refused(database: Database, visit: str, flipped: int) -> None:
    raw = photo(3000)
    content = named_elsewhere(database, raw, visit)
    bad = raw[:flipped] + bytes([raw[flipped] ^ 1]) + raw[flipped + 1 :]
    with pytest.raises(ContentRefused, match="指纹"), database.write() as connection:
        blobs.add_piece(connection, content, bad, SOON)
    assert contents(database) == {content.sha256: "missing"}


@pytest.mark.parametrize("name", [name for name, raw in HOSTILE.items() if raw])
def test_what_came_is_looked_at_like_what_is_added(database: Database, visit: str, name: str) -> None:
    content = named_elsewhere(database, HOSTILE[name], visit)
    with pytest.raises(ContentRefused), database.write() as connection:
        blobs.add_piece(connection, content, HOSTILE[name], SOON)
    with database.read() as connection:
        assert blobs.read_content(connection, content.sha256) is None


def test_a_content_that_did_not_come_rests_and_the_older_its_record_the_longer(
    database: Database, visit: str, clock: FrozenClock
) -> None:
    content = named_elsewhere(database, photo(), visit)
    waits = []
    for _ in range(20):
        with database.write() as connection:
            blobs.ask_later(connection, content.sha256, clock.now())
            assert blobs.to_fetch(connection, clock.now()) == []
            due = connection.execute(select(blob.c.at)).scalar_one()
            step = timedelta(0)
            while not blobs.to_fetch(connection, clock.now() + step):
                step += timedelta(minutes=5)
        waits.append(step)
        assert due
        clock.advance(step)
    assert waits[0] <= timedelta(minutes=20)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(days=1)
    with database.write() as connection:
        blobs.ask_later(connection, content.sha256, clock.now())
        blobs.ask_now(connection, content.sha256, "2026-11-22T02:30:00.000Z")
        assert blobs.to_fetch(connection, clock.now())


def test_a_clock_that_is_put_back_stops_nothing(database: Database, visit: str) -> None:
    content = named_elsewhere(database, photo(), visit)
    with database.write() as connection:
        connection.execute(update(blob).values(at="2031-01-01T00:00:00.000Z"))
        assert [each.sha256 for each in blobs.to_fetch(connection, NOW)] == [content.sha256]


def test_what_no_record_names_any_more_goes(database: Database, visit: str) -> None:
    attached = attach(database, "visit", visit, photo())
    with database.write() as connection:
        other = blobs.keep(connection, picture(), SOON)
    with database.write() as connection:
        assert blobs.drop_unreferenced(connection) == 1
        assert blobs.stored(connection, other.sha256) is None
        rows = connection.execute(select(blob_chunk.c.sha256)).scalars().all()
        assert rows == [attached.sha256]


def test_somebodys_photo_added_here_too_is_whole_at_once(database: Database, visit: str) -> None:
    raw = photo(PIECE + 10)
    content = named_elsewhere(database, raw, visit)
    with database.write() as connection:
        blobs.add_piece(connection, content, raw[:PIECE], SOON)
    with database.write() as connection:
        assert blobs.keep(connection, raw, SOON).state == "local"
        assert blobs.read_content(connection, content.sha256) == raw


def test_the_photo_of_a_save_that_was_declined_stays_for_its_correction(database: Database, visit: str) -> None:
    attached = attach(database, "visit", visit, photo())
    declined = wire.Outcome(attached.mid, "declined", message="不是本人")
    with database.write() as connection:
        store_outcomes(connection, [declined])
    with database.read() as connection:
        assert attachments_of(connection, "visit", visit) == []
        assert blobs.unreferenced(connection) == []
    fix(database, attached.mid)
    with database.read() as connection:
        assert [row.sha256 for row in attachments_of(connection, "visit", visit)] == [attached.sha256]
    save(database, [{"void": attached.id, "reason": "拍错了"}])
    with database.write() as connection:
        assert blobs.drop_unreferenced(connection) == 0
