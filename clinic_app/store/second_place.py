"""A second place for the daily copies: a stick, another disk, a share. What happens to the laptop does not reach it."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from sqlalchemy import Connection

from clinic_app.clock import instant_text
from clinic_app.progress import Step, Unit, Watch, unwatched
from clinic_app.store import audit
from clinic_app.store.archive import CHUNK, opened_archive
from clinic_app.store.backup import DAILY_KEPT, LastBackup, disk_words, keep_newest, last_backup, newest_copy
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, read_setting, write_setting
from clinic_app.store.errors import BackupProblem
from clinic_app.store.header import flush_folder, read_header

SETTING = "second_backup_place"
NO_PLACE = "第二处备份的位置现在没有（U盘没插或共享断了），本机的备份照常，接上后会自动补"


def second_place(connection: Connection) -> Path | None:
    """The folder that was chosen, whether it is there now or not; None where none was chosen."""
    stored = read_setting(connection, SETTING)
    return Path(stored) if stored else None


def set_second_place(database: Database, place: Path | None) -> None:
    """Choose the folder, or none; an audited act. Raises BackupProblem for one that cannot help."""
    if place is not None:
        place = place.absolute()
        if not place.is_dir() or not os.access(place, os.W_OK):
            raise BackupProblem("这个位置不是可以写的文件夹，没有改，换一个文件夹")
        if place.resolve().is_relative_to(database.folder.resolve()):
            raise BackupProblem("这个文件夹就在数据文件夹里，电脑坏了会一起没有，没有改，换U盘或另一块磁盘")
    with database.write() as connection:
        write_setting(connection, SETTING, str(place) if place else None)
        device = load_device(connection)
        audit.append(
            connection, database.actor.account, "backup_place", "set" if place else "none",
            at=instant_text(database.clock.now()), device=device.id if device else "",
        )  # fmt: skip


def folder_at(place: Path, data: Path) -> Path:
    """This laptop's own folder at the place, where several laptops may keep theirs; `data` is the data folder."""
    return place / f"clinic-{read_header(data).device_key.id[:12]}"


def carry_to_second_place(database: Database, keep: int = DAILY_KEPT, watch: Watch | None = None) -> Path | None:
    """Bring the newest daily copy to the second place; None when it is there or nothing is to do.

    Raises BackupProblem when the place is not there or the copy did not arrive whole; DiskFull; Stopped, and then
    nothing of it is left there.
    """
    with database.read() as connection:
        place = second_place(connection)
    newest = last_backup(database.folder)
    if place is None or newest is None:
        return None
    if not place.is_dir():
        raise BackupProblem(NO_PLACE)
    folder = folder_at(place, database.folder)
    out = folder / newest.path.name
    if _same(newest.path, out):
        return None
    with disk_words():
        folder.mkdir(exist_ok=True, mode=0o700)
        _copy_whole(newest.path, out, watch or unwatched())
    keep_newest(folder, keep)
    return out


def last_at_second_place(place: Path, data: Path) -> LastBackup | None:
    """The newest copy of this laptop at the place; None also while the place is not there."""
    return newest_copy(folder_at(place, data))


def _same(one: Path, other: Path) -> bool:
    with contextlib.suppress(BackupProblem), opened_archive(one) as (here, _), opened_archive(other) as (there, _):
        return here == there
    return False


def _copy_whole(source: Path, target: Path, watch: Watch) -> None:
    """Copy, flush, read back, and only then give it its name: a stick may swallow what it cannot keep."""
    unfinished = target.with_name(target.name + ".part")
    sent, done, total = hashlib.sha256(), 0, source.stat().st_size
    try:
        with open(source, "rb") as reading, open(unfinished, "wb") as writing:
            while chunk := reading.read(CHUNK):
                watch.check()
                sent.update(chunk)
                writing.write(chunk)
                done += len(chunk)
                watch.tell(Step.CARRY, done, total, Unit.BYTES)
            writing.flush()
            os.fsync(writing.fileno())
        with open(unfinished, "rb") as reading:
            arrived = hashlib.file_digest(reading, "sha256")
        if arrived.digest() != sent.digest():
            raise BackupProblem("备份写到第二处后读回来不一样，没有留下，换一个U盘或位置")
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    flush_folder(target.parent)
