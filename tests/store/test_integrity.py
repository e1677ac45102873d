from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from clinic_app.clock import FrozenClock
from clinic_app.protocol.mutation import line_hash
from clinic_app.store import audit
from clinic_app.store.database import Database, open_database
from clinic_app.store.integrity import Severity, check, check_due
from clinic_app.store.local_tables import audit as audit_table
from clinic_app.store.local_tables import outbox, outbox_row, shadow
from tests.conftest import PASSWORD, USER
from tests.store.people import RESIDENT, add_residents

AT = "2026-11-22T02:30:00.000Z"


@pytest.fixture
def saved(database: Database) -> Database:
    """Two saves as the unit of work leaves them: a resident each, and a row of a type unknown here."""
    ids = add_residents(database, 2)
    with database.write() as connection:
        for number, record_id in enumerate(ids):
            mid, line = f"mid-{number}", f'{{"mid":"mid-{number}"}}'.encode()
            connection.execute(insert(outbox).values(mid=mid, line=line, hash=line_hash(line), saved_at=AT))
            connection.execute(insert(outbox_row).values(mid=mid, type="resident", id=record_id))
            audit.append(connection, "a", "save", f"resident:{record_id}", mid=mid, at=AT, device="d")
        connection.execute(insert(shadow).values(type="later", id="x", rev=1, body=b"{}"))
        connection.execute(insert(outbox_row).values(mid="mid-1", type="later", id="x"))
    return database


def the_finding(database: Database) -> str:
    [finding] = check(database)
    assert finding.severity is Severity.ERROR
    return finding.sentence


def test_sound_data_have_no_findings(saved: Database) -> None:
    assert check(saved) == []


def test_a_changed_line_waiting_to_be_sent_is_found(saved: Database) -> None:
    with saved.write() as connection:
        connection.execute(update(outbox).where(outbox.c.mid == "mid-1").values(line=b"{}"))
    assert "第2次保存和保存时不一致" in the_finding(saved)


def test_a_save_without_its_audit_entry_is_found(saved: Database) -> None:
    with saved.write() as connection:
        line = b'{"mid":"mid-9"}'
        connection.execute(insert(outbox).values(mid="mid-9", line=line, hash=line_hash(line), saved_at=AT))
        connection.execute(insert(outbox_row).values(mid="mid-9", type="later", id="x"))
    assert "第3次保存没有审计记录" in the_finding(saved)


def test_a_save_with_two_audit_entries_is_found(saved: Database) -> None:
    with saved.write() as connection:
        audit.append(connection, "a", "save", "x", mid="mid-1", at=AT, device="d")
    assert "第2次保存有2条审计记录" in the_finding(saved)


def test_other_audit_entries_may_name_a_save(saved: Database) -> None:
    with saved.write() as connection:
        audit.append(connection, "a", "print", "x", mid="mid-1", at=AT, device="d")
    assert check(saved) == []


def test_a_saved_record_that_is_gone_is_found(saved: Database) -> None:
    with saved.write() as connection:
        connection.execute(delete(RESIDENT))
    sentence = the_finding(saved)
    assert "有2条" in sentence
    assert "居民" in sentence


def test_a_gone_record_of_an_unknown_type_is_found(saved: Database) -> None:
    with saved.write() as connection:
        connection.execute(delete(shadow))
    assert "有1条已保存的later记录" in the_finding(saved)


def test_a_save_that_names_no_record_is_found(saved: Database) -> None:
    with saved.write() as connection:
        connection.execute(delete(outbox_row).where(outbox_row.c.mid == "mid-0"))
    assert "有1次保存没有记下" in the_finding(saved)


def test_a_broken_audit_chain_is_found_and_named(saved: Database) -> None:
    with saved.write() as connection:
        connection.execute(update(audit_table).where(audit_table.c.seq == 2).values(actor="别人"))
    assert "审计记录第2条的内容被改过" in the_finding(saved)


def test_a_flipped_byte_is_found_in_words(saved: Database, clock: FrozenClock) -> None:
    add_residents(saved, 1000)
    saved.close()
    raw = bytearray(saved.path.read_bytes())
    raw[len(raw) // 2] ^= 1
    saved.path.write_bytes(raw)
    with open_database(saved.folder, USER, PASSWORD, clock) as again:
        findings = check(again)
        assert check_due(again)
    assert any("1处和写入时不一致" in finding.sentence for finding in findings)
    assert all(finding.severity is Severity.ERROR for finding in findings)


def test_a_check_is_due_at_first_and_then_after_a_week(database: Database, clock: FrozenClock) -> None:
    assert check_due(database)
    assert check(database) == []
    assert not check_due(database)
    clock.advance(timedelta(days=7) - timedelta(seconds=1))
    assert not check_due(database)
    clock.advance(timedelta(seconds=1))
    assert check_due(database)


def test_a_check_is_due_after_an_unclean_exit(database: Database) -> None:
    check(database)
    database.unclean = True
    assert check_due(database)
    check(database)
    assert not check_due(database)


def test_settled_saves_of_people_who_have_left_are_no_finding(saved: Database) -> None:
    with saved.write() as connection:
        connection.execute(delete(RESIDENT))
        connection.execute(update(outbox).where(outbox.c.mid == "mid-0").values(state="conflict", passed=True))
        connection.execute(update(outbox).where(outbox.c.mid == "mid-1").values(state="superseded"))
    assert check(saved) == []


@pytest.mark.parametrize(
    "state", ["pending", "deferred", "quarantined", "malformed", "mid_reuse", "applied", "conflict"]
)
def test_a_save_under_way_in_any_state_must_have_its_records_here(saved: Database, state: str) -> None:
    with saved.write() as connection:
        connection.execute(delete(RESIDENT))
        connection.execute(update(outbox).values(state=state))
    assert "有2条" in the_finding(saved)
