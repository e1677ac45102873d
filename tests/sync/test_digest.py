"""Sums tell whether a laptop and the county hold the same, and what differs is put right."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select, update

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.integrity import Severity, check, digest_sums
from clinic_app.store.local_tables import history, repair
from clinic_app.sync.digest import Repair, check_and_repair
from tests.sync.conftest import Enrolled, line_of, synced
from tests.sync.pages import file_of, is_here

VILLAGE = "990101001001"
RESIDENT = RECORD_TYPES["resident"].sql_table


@pytest.fixture
def filled(laptop: Enrolled) -> Database:
    """A village laptop with five residents that the county has."""
    database = laptop("V1")
    for name in "甲乙丙丁戊":
        save(database, [{"type": "resident", "fields": file_of(name=f"李某{name}", village_code=VILLAGE)}])
    synced(database)
    synced(database)
    return database


def mended(database: Database) -> list[Repair]:
    with line_of(database) as line:
        return check_and_repair(database, line)


def names(database: Database) -> list[str]:
    return sorted(each.fields["name"] for each in exported_records(database, "resident"))


def test_what_is_the_same_is_left_alone(filled: Database) -> None:
    save(filled, [{"type": "resident", "fields": file_of(name="王某己", village_code=VILLAGE)}])
    assert mended(filled) == []
    assert check(filled) == []


def test_own_pending_changes_are_no_difference(filled: Database) -> None:
    known = next(iter(exported_records(filled, "resident"))).id
    save(filled, [{"type": "resident", "id": known, "fields": {"phone": "19900001111"}}])
    assert mended(filled) == []


@pytest.mark.parametrize("damage", ["lost", "older", "changed"])
def test_a_row_that_was_lost_or_damaged_comes_again_and_is_reported(filled: Database, damage: str) -> None:
    before = list(exported_records(filled))
    known = next(each.id for each in before if each.type == "resident")
    act = {
        "lost": delete(RESIDENT),
        "older": update(RESIDENT).values(rev=0, digest=None, name="赵某"),
        "changed": update(RESIDENT).values(digest=77, name="赵某"),
    }[damage]
    with filled.write() as connection:
        connection.execute(act.where(RESIDENT.c.id == known))
    assert mended(filled) == [Repair("resident", 1)]
    assert list(exported_records(filled)) == before
    assert mended(filled) == []
    with filled.read() as connection:
        assert [(row.type, row.rows) for row in connection.execute(select(repair))] == [("resident", 1)]


def test_a_row_that_the_county_does_not_count_among_this_laptops_goes(filled: Database) -> None:
    with filled.write() as connection:
        row = connection.execute(select(RESIDENT)).mappings().first()
        assert row
        connection.execute(insert(RESIDENT).values({**row, "id": "x" * 36, "digest": 5}))
    assert mended(filled) == [Repair("resident", 1)]
    assert not is_here(filled, "x" * 36)


def test_it_stays_while_own_work_lies_on_it(filled: Database) -> None:
    fresh = save(filled, [{"type": "resident", "fields": file_of(name="王某己", village_code=VILLAGE)}]).ids[0]
    with filled.write() as connection:
        connection.execute(update(RESIDENT).where(RESIDENT.c.id == fresh).values(rev=1, digest=5))
    assert mended(filled) == [Repair("resident", 1)]
    assert is_here(filled, fresh)
    assert mended(filled) == []


def test_whom_own_work_is_for_stays_and_any_version_that_comes_is_newer(filled: Database) -> None:
    """A county restored in between may not have them; what it gets back begins with its first revision again."""
    known = next(iter(exported_records(filled, "resident"))).id
    with filled.write() as connection:
        row = connection.execute(select(RESIDENT).where(RESIDENT.c.id == known)).mappings().one()
        lost = new_id(filled.clock.now())
        connection.execute(insert(RESIDENT).values({**row, "id": lost, "rev": 3, "digest": 5}))
    save(filled, [{"type": "allergy", "fields": {"resident_id": lost, "code": "2"}}])
    assert mended(filled) == [Repair("resident", 1)]
    assert is_here(filled, lost)
    with filled.read() as connection:
        assert connection.execute(select(RESIDENT.c.rev).where(RESIDENT.c.id == lost)).scalar() == 0
        assert connection.execute(select(history.c.rev).where(history.c.id == lost)).scalars().all() == [3]
    assert mended(filled) == []


def test_nothing_is_compared_while_the_county_is_further(filled: Database, laptop: Enrolled) -> None:
    second = laptop("V1", "second")
    synced(second)
    save(filled, [{"type": "resident", "fields": file_of(name="王某己", village_code=VILLAGE)}])
    synced(filled)
    assert mended(second) == []
    with second.read() as connection:
        assert read_setting(connection, "digest_checked_at") is None
    synced(second)
    assert mended(second) == []
    assert names(second) == names(filled)


def test_rows_that_an_older_program_received_are_compared_too(filled: Database) -> None:
    known = next(iter(exported_records(filled, "resident"))).id
    save(filled, [{"type": "resident", "id": known, "fields": {"phone": "19900001111"}}])
    with filled.write() as connection:
        for each in RECORD_TYPES.values():
            connection.execute(update(each.sql_table).values(digest=None))
        connection.exec_driver_sql("UPDATE shadow SET digest = NULL")
        write_setting(connection, "digests_filled", None)
    assert mended(filled) == []
    with filled.read() as connection:
        assert digest_sums(connection)["resident"]


def test_the_integrity_check_says_what_differs_since_the_last_comparison(filled: Database) -> None:
    assert mended(filled) == []
    with filled.write() as connection:
        connection.execute(update(RESIDENT).values(digest=77))
    [finding] = check(filled)
    assert finding.severity is Severity.WARNING
    assert "居民" in finding.sentence
