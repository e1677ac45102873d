"""After an unclean exit the data are checked, and what is wrong is kept as it was found."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from clinic_app.clock import FrozenClock
from clinic_app.store.as_found import check_when_due, keep_as_found
from clinic_app.store.backup import backups_folder
from clinic_app.store.database import Database, open_database
from clinic_app.store.integrity import Severity
from tests.conftest import PASSWORD, USER
from tests.store.people import add_residents, resident_names


def test_sound_data_are_checked_when_due_and_no_copy_is_made(database: Database) -> None:
    found = check_when_due(database)
    assert (found.findings, found.copy) == ((), None)
    assert not database.unclean
    assert not backups_folder(database.folder).exists()
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE audit SET target = 'x' WHERE seq = 1")
    # A week has not passed and the last exit was clean.
    assert check_when_due(database).findings == ()


def test_what_is_wrong_after_an_unclean_exit_is_said_and_kept_as_it_was_found(
    database: Database, clock: FrozenClock, tmp_path: Path
) -> None:
    check_when_due(database)
    add_residents(database, 3)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE audit SET target = 'x' WHERE seq = 1")
    database.unclean = True
    found = check_when_due(database)
    assert [each.severity for each in found.findings] == [Severity.ERROR]
    assert found.copy == backups_folder(database.folder) / "as-found-2026-11-22"
    assert found.copy.stat().st_mode & 0o777 == 0o700
    add_residents(database, 1)
    again = check_when_due(database)
    assert (again.copy, len(again.findings)) == (found.copy, 1)
    assert [each.name for each in backups_folder(database.folder).iterdir()] == ["as-found-2026-11-22"]
    with open_database(found.copy, USER, PASSWORD, clock) as copy:
        assert len(resident_names(copy)) == 3


def test_of_many_copies_the_first_and_the_latest_two_are_kept(database: Database, clock: FrozenClock) -> None:
    for _ in range(5):
        keep_as_found(database)
        clock.advance(timedelta(days=1))
    kept = sorted(each.name for each in backups_folder(database.folder).iterdir())
    assert kept == ["as-found-2026-11-22", "as-found-2026-11-25", "as-found-2026-11-26"]
