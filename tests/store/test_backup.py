from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from clinic_app.clock import FrozenClock
from clinic_app.progress import Point, Step, Stopped, Unit, Watch
from clinic_app.records.field import Record
from clinic_app.store import audit
from clinic_app.store.archive import MANIFEST_NAME
from clinic_app.store.backup import backup, backups_folder, daily_backup, last_backup, restore, rotate
from clinic_app.store.database import Database, open_database
from clinic_app.store.drafts import save_draft
from clinic_app.store.errors import (
    AlreadyExists,
    BackupProblem,
    NewerDatabase,
    NoDeviceSecret,
    StoreError,
    WrongPassword,
)
from clinic_app.store.header import DATABASE_NAME, HEADER_NAME
from clinic_app.store.local_tables import local_metadata
from clinic_app.store.rehearsal import rehearse
from tests.conftest import PASSWORD, USER
from tests.store.people import CANARY, CANARY_NUMBER, add_residents, contents, entropy, resident_names
from tests.sync.pages import VILLAGE, enlist

RESTORES = """
import os, sys
from pathlib import Path
from clinic_app.store import backup
real = os.replace
def dies(source, target):
    if str(target).endswith("clinic.db"):
        os._exit(9)
    real(source, target)
os.replace = dies
backup.restore(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def every_row(database: Database) -> dict[str, list[tuple[object, ...]]]:
    tables = [*Record.metadata.sorted_tables, *local_metadata.sorted_tables]
    with database.read() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in tables}


@pytest.fixture
def full(database: Database) -> Database:
    add_residents(database, 50)
    save_draft(database, "visit:1", {"note": CANARY})
    return database


@pytest.fixture
def file(full: Database, tmp_path: Path) -> Path:
    out = tmp_path / "usb stick" / "演示.clinicbackup"
    backup(full, out)
    return out


def rewritten(file: Path, name: str, content: bytes, compression: int = zipfile.ZIP_STORED) -> None:
    """Replace one member of a backup."""
    with zipfile.ZipFile(file) as members:
        parts = {each: members.read(each) for each in members.namelist()}
    parts[name] = content
    with zipfile.ZipFile(file, "w", compression) as members:
        for each, raw in parts.items():
            members.writestr(each, raw)


def test_what_comes_back_is_what_went_in(full: Database, tmp_path: Path, clock: FrozenClock) -> None:
    before = every_row(full)
    manifest = backup(full, tmp_path / "out")
    assert manifest.counts["resident"] == 50
    assert manifest.created_at == "2026-11-22T02:30:00.000Z"
    restored = restore(tmp_path / "out", tmp_path / "again", USER, PASSWORD)
    assert restored == manifest
    with open_database(tmp_path / "again", USER, PASSWORD, clock) as again:
        assert every_row(again) == before
        with again.write() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_backup_holds_what_is_committed_but_still_in_the_log(full: Database, tmp_path: Path) -> None:
    assert (full.folder / "clinic.db-wal").stat().st_size > 0
    with full.read() as connection:
        connection.exec_driver_sql("SELECT 1 FROM resident").first()
        manifest = backup(full, tmp_path / "out")
    assert manifest.counts["resident"] == 50


def test_a_backup_is_an_audited_act_and_leaves_no_litter(file: Path, full: Database) -> None:
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    with full.read() as connection:
        assert audit.verify(connection) is None
        assert connection.exec_driver_sql("SELECT action FROM audit ORDER BY seq DESC").scalar() == "backup"


def test_nothing_in_a_backup_can_be_read_without_the_key(full: Database, tmp_path: Path) -> None:
    add_residents(full, 2000)
    backup(full, tmp_path / "out")
    raw = (tmp_path / "out").read_bytes()
    for secret in (CANARY.encode(), CANARY_NUMBER.encode(), full.data_key.raw, full.data_key.raw.hex().encode()):
        assert secret not in raw
    assert PASSWORD.encode() not in raw
    with zipfile.ZipFile(tmp_path / "out") as members:
        assert entropy(members.read(DATABASE_NAME)) >= 7.9


def test_a_folder_with_clinic_data_is_not_restored_over(file: Path, full: Database) -> None:
    add_residents(full)
    with pytest.raises(AlreadyExists, match="已经有诊所数据"):
        restore(file, full.folder)
    assert len(resident_names(full)) == 51


def test_other_files_in_the_folder_do_not_stand_in_the_way(file: Path, tmp_path: Path, clock: FrozenClock) -> None:
    folder = tmp_path / "again"
    folder.mkdir()
    (folder / "说明.txt").write_text("留着", "utf-8")
    (folder / HEADER_NAME).write_text("left by a restore that was cut off")
    restore(file, folder)
    assert (folder / "说明.txt").read_text("utf-8") == "留着"
    with open_database(folder, USER, PASSWORD, clock) as again:
        assert len(resident_names(again)) == 50


def test_a_restore_that_is_cut_off_leaves_no_clinic_and_can_be_repeated(
    file: Path, tmp_path: Path, clock: FrozenClock
) -> None:
    folder = tmp_path / "again"
    died = subprocess.run([sys.executable, "-c", RESTORES, str(file), str(folder)], check=False)
    assert died.returncode == 9
    with pytest.raises(StoreError, match="没有诊所数据"):
        open_database(folder, USER, PASSWORD, clock)
    restore(file, folder)
    open_database(folder, USER, PASSWORD, clock).close()


def test_the_wrong_password_restores_nothing(file: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongPassword):
        restore(file, tmp_path / "again", USER, "不对")
    assert not (tmp_path / "again" / DATABASE_NAME).exists()
    assert not (tmp_path / "again" / HEADER_NAME).exists()


def test_on_another_computer_a_backup_does_not_open(
    file: Path, tmp_path: Path, secrets_home: Path, full: Database
) -> None:
    full.close()
    shutil.rmtree(secrets_home / "config")
    with pytest.raises(NoDeviceSecret):
        restore(file, tmp_path / "again", USER, PASSWORD)
    assert not (tmp_path / "again" / DATABASE_NAME).exists()


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_flipped_byte_is_found_before_anything_is_restored(file: Path, tmp_path: Path, place: float) -> None:
    raw = bytearray(file.read_bytes())
    raw[int(len(raw) * place)] ^= 1
    file.write_bytes(raw)
    with pytest.raises(BackupProblem, match="备份文件已损坏"):
        restore(file, tmp_path / "again")
    assert list((tmp_path / "again").glob("*clinic*")) == []


def test_a_forged_copy_with_a_fitting_sum_does_not_pass_the_key(file: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(file) as members:
        manifest = json.loads(members.read(MANIFEST_NAME))
    manifest["counts"]["resident"] = 51
    rewritten(file, MANIFEST_NAME, json.dumps(manifest).encode())
    with pytest.raises(BackupProblem, match="不一致"):
        restore(file, tmp_path / "again", USER, PASSWORD)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (MANIFEST_NAME, b"{}"),
        (MANIFEST_NAME, b"\xff"),
        (MANIFEST_NAME, b" " * (2 << 20)),
        ("../escape", b"x"),
        (DATABASE_NAME, b"short"),
    ],
)
def test_a_strange_file_is_no_backup(file: Path, tmp_path: Path, name: str, content: bytes) -> None:
    rewritten(file, name, content)
    with pytest.raises(BackupProblem, match="没有恢复"):
        restore(file, tmp_path / "again")
    assert not (tmp_path / "escape").exists()
    assert not (tmp_path / "again" / DATABASE_NAME).exists()


def test_a_compressed_file_is_no_backup_so_that_none_can_swell(file: Path, tmp_path: Path) -> None:
    rewritten(file, DATABASE_NAME, b"\0" * (64 << 20), zipfile.ZIP_DEFLATED)
    with pytest.raises(BackupProblem, match="不是本程序的备份"):
        restore(file, tmp_path / "again")


def test_a_cut_file_and_a_missing_file_are_said_in_words(file: Path, tmp_path: Path) -> None:
    file.write_bytes(file.read_bytes()[:-500])
    with pytest.raises(BackupProblem, match="备份文件已损坏"):
        restore(file, tmp_path / "again")
    with pytest.raises(BackupProblem, match="找不到"):
        restore(tmp_path / "nowhere", tmp_path / "again")


def test_a_backup_of_a_newer_program_is_refused(file: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(file) as members:
        manifest = json.loads(members.read(MANIFEST_NAME))
    manifest["schema"] = "9999"
    rewritten(file, MANIFEST_NAME, json.dumps(manifest).encode())
    with pytest.raises(NewerDatabase, match="升级程序"):
        restore(file, tmp_path / "again")


def test_a_backup_of_another_county_is_refused_and_one_from_before_enrolment_is_not(
    full: Database, file: Path, tmp_path: Path
) -> None:
    enlist(full, VILLAGE)
    assert backup(full, tmp_path / "enrolled").county == "c"
    restore(tmp_path / "enrolled", tmp_path / "own", USER, PASSWORD, county="c")
    restore(file, tmp_path / "earlier", USER, PASSWORD, county="c")
    with pytest.raises(BackupProblem, match="另一个县平台（c）"):
        restore(tmp_path / "enrolled", tmp_path / "again", USER, PASSWORD, county="990202")
    assert not (tmp_path / "again" / DATABASE_NAME).exists()
    # The rehearsal asks the same before anything is unpacked.
    manifest = json.loads(zipfile.ZipFile(tmp_path / "enrolled").read(MANIFEST_NAME))
    rewritten(tmp_path / "enrolled", MANIFEST_NAME, json.dumps(manifest | {"county": "990202"}).encode())
    with pytest.raises(BackupProblem, match="另一个县平台"):
        rehearse(full, tmp_path / "enrolled")


def test_a_backup_that_cannot_be_written_leaves_the_older_one(file: Path, full: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupProblem):
        backup(full, file / "below a file")
    assert contents(tmp_path / "usb stick")[file.name]
    folder = tmp_path / "a folder"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(BackupProblem):
        backup(full, folder)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".clinic")] == []


def test_one_copy_a_day_and_three_are_kept(full: Database, clock: FrozenClock) -> None:
    assert last_backup(full.folder) is None
    for _ in range(5):
        assert daily_backup(full) is not None
        assert daily_backup(full) is None
        clock.advance(timedelta(days=1))
    names = sorted(path.name for path in backups_folder(full.folder).iterdir())
    assert names == [f"daily-2026-11-{day}.clinicbackup" for day in (24, 25, 26)]
    last = last_backup(full.folder)
    assert last is not None
    assert last.created_at == datetime(2026, 11, 26, 2, 30, tzinfo=UTC)


def test_a_day_begins_at_midnight_in_the_village(full: Database, clock: FrozenClock) -> None:
    clock.instant = datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)
    first = daily_backup(full)
    clock.advance(timedelta(seconds=1))
    second = daily_backup(full)
    assert first is not None
    assert second is not None
    assert (first.name, second.name) == ("daily-2026-11-22.clinicbackup", "daily-2026-11-23.clinicbackup")


def test_rotation_touches_daily_copies_only(full: Database) -> None:
    daily_backup(full)
    before = backups_folder(full.folder) / "before-0001-20260101000000.clinicbackup"
    before.write_bytes(b"x")
    assert len(rotate(full.folder, keep=0)) == 1
    assert before.exists()
    assert last_backup(full.folder) is None


def test_a_spoilt_daily_copy_is_not_called_the_last_backup(full: Database, clock: FrozenClock) -> None:
    daily_backup(full)
    clock.advance(timedelta(days=1))
    spoilt = daily_backup(full)
    assert spoilt is not None
    spoilt.write_bytes(b"x")
    last = last_backup(full.folder)
    assert last is not None
    assert last.path.name == "daily-2026-11-22.clinicbackup"


def test_a_backup_says_how_far_it_is_and_one_that_is_stopped_leaves_nothing(database: Database, tmp_path: Path) -> None:
    points: list[Point] = []
    backup(database, tmp_path / "whole.clinicbackup", Watch(points.append))
    steps = list(dict.fromkeys(each.step for each in points))
    assert steps == [Step.COPY, Step.CHECK, Step.PACK]
    assert (points[-1].done, points[-1].unit) == (points[-1].total, Unit.BYTES)
    for stopping in (Step.COPY, Step.CHECK, Step.PACK):
        watch = Watch(lambda point: watch.stop() if point.step is stopping else None)  # noqa: B023
        with pytest.raises(Stopped):
            backup(database, tmp_path / "stopped" / "half.clinicbackup", watch)
        assert not list((tmp_path / "stopped").iterdir())
    with pytest.raises(Stopped):
        rehearse(database, watch=Watch(cancelled=lambda: True))
    assert not list(backups_folder(database.folder).glob(".rehearsal-*"))
