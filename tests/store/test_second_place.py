"""Backup when the program ends and at a second place; the way back is rehearsed, and leaves nothing."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from clinic_app.clock import FrozenClock
from clinic_app.store import audit
from clinic_app.store.accounts import add_account
from clinic_app.store.backup import (
    backup,
    backup_lock,
    backups_folder,
    closing_backup,
    daily_backup,
    last_backup,
    restore,
)
from clinic_app.store.database import Database, open_database
from clinic_app.store.drafts import list_drafts, save_draft
from clinic_app.store.errors import BackupProblem, DamagedDatabase
from clinic_app.store.header import HEADER_NAME, read_header, write_header
from clinic_app.store.lock import file_lock
from clinic_app.store.rehearsal import rehearse
from clinic_app.store.second_place import (
    NO_PLACE,
    carry_to_second_place,
    folder_at,
    last_at_second_place,
    second_place,
    set_second_place,
)
from tests.conftest import PASSWORD, USER, DatabaseFactory
from tests.store.people import CANARY, add_residents, resident_names


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "U盘"
    place.mkdir()
    return place


def age(path: Path) -> None:
    """As if it had been written a minute ago."""
    os.utime(path, (path.stat().st_atime - 60, path.stat().st_mtime - 60))


def test_the_copy_at_the_end_holds_the_days_last_work_and_is_made_only_when_there_is_any(
    database: Database, tmp_path: Path, clock: FrozenClock
) -> None:
    out = daily_backup(database)
    assert out is not None
    age(out)
    add_residents(database, 2)
    assert daily_backup(database) is None
    assert closing_backup(database) == out
    assert closing_backup(database) is None
    restore(out, tmp_path / "again", USER, PASSWORD)
    with open_database(tmp_path / "again", USER, PASSWORD, clock) as again:
        assert len(resident_names(again)) == 2
    left = backups_folder(database.folder) / ".clinic-backup-killed"
    left.mkdir()
    (left / "clinic.db").write_bytes(b"half")
    age(out)
    save_draft(database, "visit:1", {"note": "x"})
    with file_lock(backup_lock(database.folder)):
        assert closing_backup(database) is None
    assert closing_backup(database) == out
    assert not left.exists()


class SavesMeanwhile(FrozenClock):
    """Somebody saves while a copy is written: the copy asks for the time after it has read the database."""

    database: Database | None = None

    def now(self) -> datetime:
        if (database := self.database) is not None:
            self.database = None
            save_draft(database, "visit:meanwhile", {"note": "x"})
        return super().now()


def test_what_was_saved_while_the_days_copy_was_written_is_in_the_one_at_the_end(
    database: Database, tmp_path: Path, clock: FrozenClock
) -> None:
    database.clock = slow = SavesMeanwhile(clock.instant)
    slow.database = database
    out = daily_backup(database)
    assert out is not None
    assert slow.database is None
    assert closing_backup(database) == out
    restore(out, tmp_path / "again", USER, PASSWORD)
    with open_database(tmp_path / "again", USER, PASSWORD, clock) as again:
        assert [each.key for each in list_drafts(again)] == ["visit:meanwhile"]


def test_the_second_place_gets_each_days_copy_three_are_kept_and_it_opens(
    database: Database, stick: Path, tmp_path: Path, clock: FrozenClock
) -> None:
    add_residents(database, 3)
    assert carry_to_second_place(database) is None
    set_second_place(database, stick)
    daily_backup(database)
    for day in range(4):
        out = carry_to_second_place(database)
        assert out is not None
        assert carry_to_second_place(database) is None
        if day < 3:
            clock.advance(timedelta(days=1))
            daily_backup(database)
    folder = folder_at(stick, database.folder)
    assert [each.name for each in stick.iterdir()] == [folder.name]
    names = sorted(each.name for each in folder.iterdir())
    assert names == [f"daily-2026-11-{day}.clinicbackup" for day in (23, 24, 25)]
    restore(folder / names[-1], tmp_path / "again", USER, PASSWORD)
    raw = (folder / names[-1]).read_bytes()
    assert CANARY.encode() not in raw
    # The same day's later copy replaces the earlier one.
    clock.advance(timedelta(hours=1))
    copy = last_backup(database.folder)
    assert copy is not None
    age(copy.path)
    add_residents(database, 1)
    closing_backup(database)
    assert carry_to_second_place(database) == folder / names[-1]
    again = last_at_second_place(stick, database.folder)
    assert again is not None
    assert again.created_at == clock.now()


def test_a_stick_that_is_away_is_said_and_made_up_for_when_it_is_back(database: Database, stick: Path) -> None:
    set_second_place(database, stick)
    daily_backup(database)
    away = stick.rename(stick.with_name("away"))
    with pytest.raises(BackupProblem, match=NO_PLACE):
        carry_to_second_place(database)
    assert last_at_second_place(stick, database.folder) is None
    away.rename(stick)
    assert carry_to_second_place(database) is not None


def test_a_place_that_cannot_help_is_not_taken_and_a_choice_is_audited(database: Database, stick: Path) -> None:
    for place in (stick / "missing", database.folder, database.folder / "backups"):
        (database.folder / "backups").mkdir(exist_ok=True)
        with pytest.raises(BackupProblem, match="没有改"):
            set_second_place(database, place)
    set_second_place(database, stick)
    with database.read() as connection:
        assert second_place(connection) == stick
        entry = connection.execute(text("SELECT action, target FROM audit ORDER BY seq DESC")).first()
        assert tuple(entry or ()) == ("backup_place", "set")
    set_second_place(database, None)
    with database.read() as connection:
        assert second_place(connection) is None
        assert audit.verify(connection) is None


def test_a_rehearsal_brings_everything_back_row_by_row_and_leaves_nothing(database: Database) -> None:
    add_residents(database, 30)
    save_draft(database, "visit:1", {"note": CANARY})
    found = rehearse(database)
    assert (found.rows, found.rows_here, found.same) == (30, 30, True)
    names = [each.name for each in backups_folder(database.folder).iterdir()]
    assert names == ["daily-2026-11-22.clinicbackup"]
    with database.read() as connection:
        action = connection.execute(text("SELECT action, target, detail FROM audit ORDER BY seq DESC")).first()
        assert tuple(action or ()) == ("rehearsal", "rows:30", "same")
        assert audit.verify(connection) is None


def test_a_rehearsal_of_an_older_copy_says_that_there_is_more_now(database: Database, tmp_path: Path) -> None:
    add_residents(database, 3)
    backup(database, tmp_path / "old.clinicbackup")
    add_residents(database, 2)
    found = rehearse(database, tmp_path / "old.clinicbackup")
    assert (found.rows, found.rows_here, found.same) == (3, 5, False)


def test_a_rehearsal_finds_a_spoilt_copy_one_of_another_laptop_and_one_without_the_person(
    database: Database, make_database: DatabaseFactory, tmp_path: Path
) -> None:
    spoilt = tmp_path / "a.clinicbackup"
    backup(database, spoilt)
    raw = bytearray(spoilt.read_bytes())
    raw[len(raw) // 2] ^= 1
    spoilt.write_bytes(raw)
    with pytest.raises(BackupProblem, match="已损坏"):
        rehearse(database, spoilt)
    other = make_database("other", "别人", PASSWORD)
    backup(other, tmp_path / "b.clinicbackup")
    with pytest.raises(DamagedDatabase):
        rehearse(database, tmp_path / "b.clinicbackup")
    add_account(database, "乙护士", "another password", None)
    header = read_header(database.folder)
    write_header(database.folder, type(header)(header.format, header.device_key, header.accounts[1:]))
    assert (database.folder / HEADER_NAME).exists()
    with pytest.raises(BackupProblem, match="没有你的账户"):
        rehearse(database)
    write_header(database.folder, header)
    assert [each for each in backups_folder(database.folder).iterdir() if each.name.startswith(".")] == []
