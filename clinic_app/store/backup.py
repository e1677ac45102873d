"""Backups by hand and by the day, and the way back from them."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clinic_app.clock import instant_text, parse_instant
from clinic_app.progress import Watch
from clinic_app.store import audit, migrate
from clinic_app.store.archive import (
    Manifest,
    check_copy,
    opened_archive,
    read_part,
    refuse_other_county,
    unpack_part,
    write_archive,
)
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.errors import AlreadyExists, BackupProblem, DiskFull, NewerDatabase, StoreError
from clinic_app.store.header import DATABASE_NAME, HEADER_NAME, flush_folder, parse_header
from clinic_app.store.keys import unlock
from clinic_app.store.lock import file_lock

DAILY_KEPT = 3
_DAILY = "daily-*.clinicbackup"
UNFINISHED = (".clinic-backup-*", ".rehearsal-*")


@dataclass(frozen=True)
class LastBackup:
    """The newest whole daily copy of a data folder."""

    path: Path
    created_at: datetime


def backup(database: Database, out: Path, watch: Watch | None = None) -> Manifest:
    """Write everything into one encrypted file, checked before it gets its name; an audited act.

    Raises BackupProblem, DiskFull or another StoreError, or Stopped; nothing is left behind then.
    """
    with disk_words():
        manifest = write_archive(database.folder, database.data_key, database.clock, out, watch)
    with database.write() as connection:
        device = load_device(connection)
        audit.append(
            connection,
            database.actor.account,
            "backup",
            manifest.parts[DATABASE_NAME].sha256,
            at=instant_text(database.clock.now()),
            device=device.id if device else "",
        )
    return manifest


def restore(
    file: Path,
    folder: Path,
    user: str | None = None,
    password: str | None = None,
    *,
    county: str = "",
    watch: Watch | None = None,
) -> Manifest:
    """Put a backup into a folder without clinic data; the folder becomes a clinic's only when all is in place.

    With a user and a password the copy is opened and checked before that; with a county a backup of another one is
    refused. Raises AlreadyExists, BackupProblem,
    NewerDatabase, DiskFull; with a password WrongPassword, NoDeviceSecret and DamagedDatabase too.
    """
    with disk_words():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with file_lock(folder / "setup.lock") as held:
            if not held or (folder / DATABASE_NAME).exists():
                raise AlreadyExists("数据文件夹里已经有诊所数据，没有恢复，原有数据没有改动，恢复到一个空文件夹")
            with tempfile.TemporaryDirectory(prefix=".restoring-", dir=folder) as name:
                room = Path(name)
                manifest = _unpack(file, room, county, watch)
                if user is not None and password is not None:
                    _try_password(room, manifest, user, password)
                return _put_in_place(room, folder, manifest)


def accounts_in(file: Path) -> list[str]:
    """The account names of a backup; raises BackupProblem for what is no backup."""
    with opened_archive(file) as (manifest, members):
        return [entry.name for entry in parse_header(read_part(members, manifest, HEADER_NAME)).accounts]


def _unpack(file: Path, room: Path, county: str, watch: Watch | None) -> Manifest:
    with opened_archive(file) as (manifest, members):
        refuse_other_county(manifest, county)
        if manifest.schema not in migrate.known_revisions():
            raise NewerDatabase("这份备份由更新版本的程序保存，没有恢复，升级程序后再恢复")
        for name in (HEADER_NAME, DATABASE_NAME):
            unpack_part(members, manifest, name, room / name, watch)
    return manifest


def _try_password(room: Path, manifest: Manifest, user: str, password: str) -> None:
    _, key = unlock(room, user, password)
    if check_copy(room / DATABASE_NAME, key) != (manifest.schema, manifest.counts):
        raise BackupProblem("备份文件的内容和它的清单不一致，没有恢复，换一个备份文件")


def _put_in_place(room: Path, folder: Path, manifest: Manifest) -> Manifest:
    for suffix in ("-wal", "-shm"):
        (folder / (DATABASE_NAME + suffix)).unlink(missing_ok=True)
    os.replace(room / HEADER_NAME, folder / HEADER_NAME)
    os.replace(room / DATABASE_NAME, folder / DATABASE_NAME)
    flush_folder(folder)
    return manifest


def daily_backup(database: Database, keep: int = DAILY_KEPT) -> Path | None:
    """Today's copy in `backups/` of the data folder, once a local day; None when it is there already.

    Raises BackupProblem, DiskFull or another StoreError.
    """
    return None if _todays(database).exists() else _keep_today(database, keep)


def closing_backup(database: Database, keep: int = DAILY_KEPT, watch: Watch | None = None) -> Path | None:
    """Today's copy anew when something was written since it was made; None when it is up to date. Raises StoreError."""
    out = _todays(database)
    with contextlib.suppress(OSError):
        written = [database.path.stat().st_mtime_ns]
        with contextlib.suppress(FileNotFoundError):
            written.append(database.path.with_name(DATABASE_NAME + "-wal").stat().st_mtime_ns)
        if max(written) < out.stat().st_mtime_ns:
            return None
    return _keep_today(database, keep, watch)


def _todays(database: Database) -> Path:
    return backups_folder(database.folder) / f"daily-{database.clock.today().isoformat()}.clinicbackup"


def _keep_today(database: Database, keep: int, watch: Watch | None = None) -> Path | None:
    """None when another program is writing the copy."""
    folder, out = backups_folder(database.folder), _todays(database)
    with disk_words():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with file_lock(backup_lock(database.folder)) as held:
            if not held:
                return None
            _sweep(folder)
            write_archive(database.folder, database.data_key, database.clock, out, watch)
    rotate(database.folder, keep)
    return out


def backup_lock(data: Path) -> Path:
    """Held while a copy is made or tried: a folder below `backups/` that nobody works in was left by a kill."""
    return data / "backup.lock"


def _sweep(folder: Path) -> None:
    """Remove what a program that was killed left half written; the lock of the folder is held."""
    for pattern in UNFINISHED:
        for left in folder.glob(pattern):
            shutil.rmtree(left, ignore_errors=True)


def rotate(folder: Path, keep: int = DAILY_KEPT) -> list[Path]:
    """Remove all but the newest `keep` daily copies; returns what was removed. Other backups stay."""
    return keep_newest(backups_folder(folder), keep)


def keep_newest(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest `keep` daily copies that lie in a folder; returns what was removed."""
    copies = sorted(folder.glob(_DAILY))
    removed = copies[:-keep] if keep > 0 else copies
    for path in removed:
        path.unlink(missing_ok=True)
    return removed


def last_backup(folder: Path) -> LastBackup | None:
    """The newest daily copy that can be read, for the status line."""
    return newest_copy(backups_folder(folder))


def newest_copy(folder: Path) -> LastBackup | None:
    """The newest daily copy in a folder that can be read."""
    for path in sorted(folder.glob(_DAILY), reverse=True):
        with contextlib.suppress(BackupProblem, OSError, ValueError), opened_archive(path) as (manifest, _):
            return LastBackup(path, parse_instant(manifest.created_at))
    return None


def backups_folder(folder: Path) -> Path:
    """Where the program's own copies of a data folder lie."""
    return folder / "backups"


@contextmanager
def disk_words() -> Iterator[None]:
    """A full disk and a place that cannot be written, in the clinic's words."""
    try:
        yield
    except StoreError:
        raise
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull("磁盘已满，备份没有写成，数据没有改动，腾出空间后再试") from None
        raise BackupProblem("备份文件的位置读写不了，数据没有改动，检查文件夹权限或换一个位置") from None
