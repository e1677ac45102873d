"""How much room the county takes and has left: its database, its logs, the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from clinic_app.county.database import CountyDatabase
from clinic_app.county.server_log import log_files
from clinic_app.county.status import database_bytes

SHORT = 2 << 30
"""Less than this many bytes left on a disk is too little for a day's work and a backup of it."""
MEGABYTE = 1 << 20


class Health(msgspec.Struct):
    """Sizes in bytes. Of a database on another machine the free room is not known here."""

    database_bytes: int
    free_bytes: int | None = None
    log_files: int = 0
    log_bytes: int = 0
    log_since: str | None = None
    log_free_bytes: int | None = None

    @property
    def words(self) -> str:
        """As a sentence."""
        told = [f"数据库 {self.database_bytes // MEGABYTE} MB{_room(self.free_bytes)}"]
        if self.log_free_bytes is not None:
            since = f"，最早 {self.log_since}" if self.log_since else ""
            told.append(
                f"日志 {self.log_files} 个文件 {self.log_bytes // MEGABYTE} MB{since}{_room(self.log_free_bytes)}"
            )
        return "；".join(told)


def read_health(database: CountyDatabase, data_folder: Path | None, log_folder: Path | None) -> Health:
    """`data_folder` is where PostgreSQL keeps its files, if that is on this machine."""
    with database.snapshot() as connection:
        found = Health(database_bytes(connection), _free(data_folder))
    if log_folder is not None:
        files = log_files(log_folder)
        found.log_files, found.log_bytes = len(files), sum(each.bytes for each in files)
        found.log_since = files[0].day.isoformat() if files else None
        found.log_free_bytes = _free(log_folder)
    return found


def _free(folder: Path | None) -> int | None:
    try:
        return None if folder is None else shutil.disk_usage(folder).free
    except OSError:
        return None


def _room(free: int | None) -> str:
    if free is None:
        return ""
    return f"，磁盘还有 {free // MEGABYTE} MB" + ("，太少，马上腾出空间" if free < SHORT else "")
