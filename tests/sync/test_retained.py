"""A save that the county has taken is kept until the county says that it is in a backup, and for 30 days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase
from clinic_app.store.database import Database
from clinic_app.store.integrity import check
from clinic_app.store.local_tables import outbox, outbox_row
from clinic_app.sync.session import sync_once
from tests.county.laptop import OTHER_VILLAGE, RESIDENT
from tests.sync.conftest import Enrolled


def person(database: Database, **fields: str) -> None:
    save(database, [{"type": "resident", "fields": {**RESIDENT, **fields}}])


def kept(database: Database) -> tuple[int, int]:
    with database.read() as connection:
        counts = [connection.scalar(select(func.count()).select_from(each)) for each in (outbox, outbox_row)]
    return int(counts[0] or 0), int(counts[1] or 0)


def mark(county: CountyDatabase, back: int = 0) -> None:
    """As `county backup-mark` does after it has read a backup: everything so far is in it, but for the last `back`."""
    with county.transaction() as connection:
        connection.execute("UPDATE county SET durable_seq = head - %s", (back,))


@pytest.fixture
def database(laptop: Enrolled) -> Database:
    """A laptop with two saves that the county took."""
    found = laptop("V1")
    for name in ("甲", "乙"):
        person(found, name=name)
        assert sync_once(found).exit_code == 0
    assert kept(found) == (2, 2)
    return found


def later(database: Database, clock: FrozenClock, days: int) -> tuple[int, int]:
    clock.advance(timedelta(days=days))
    sync_once(database)
    return kept(database)


def test_nothing_goes_without_a_backup_however_old(database: Database, clock: FrozenClock) -> None:
    assert later(database, clock, 400) == (2, 2)


def test_nothing_goes_before_thirty_days_although_it_is_in_a_backup(
    database: Database, clock: FrozenClock, county: CountyDatabase
) -> None:
    mark(county)
    assert later(database, clock, 29) == (2, 2)
    assert later(database, clock, 2) == (0, 0)
    assert check(database) == []


def test_what_came_after_the_backup_stays(database: Database, clock: FrozenClock, county: CountyDatabase) -> None:
    mark(county, back=1)
    assert later(database, clock, 40) == (1, 1)


def test_the_countys_own_word_counts_and_not_what_the_laptop_remembers(
    database: Database, clock: FrozenClock, county: CountyDatabase
) -> None:
    mark(county)
    person(database, name="丙")
    with database.write() as connection:
        # As if the county had lost what it once confirmed.
        lost = update(outbox).where(outbox.c.state == "pending")
        connection.execute(lost.values(state="applied", passed=True, last_seq=1))
    assert later(database, clock, 40) == (1, 1)


def test_what_waits_for_a_person_stays(laptop: Enrolled, clock: FrozenClock, county: CountyDatabase) -> None:
    database = laptop("V1", "another")
    person(database, village_code=OTHER_VILLAGE)
    sync_once(database)
    mark(county)
    assert later(database, clock, 40) == (1, 1)
