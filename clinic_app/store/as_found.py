"""After an unclean exit, and once a week, the data are checked; what is found wrong is kept as it is before anybody
mends it: a repair begins with a copy."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clinic_app.progress import Watch
from clinic_app.store.backup import backups_folder, disk_words
from clinic_app.store.database import Database
from clinic_app.store.header import DATABASE_NAME, HEADER_NAME, flush_folder
from clinic_app.store.integrity import Finding, Severity, check, check_due

KEPT = 3
"""Copies of as many days; of one whose mending never ends they would fill the disk."""
PREFIX = "as-found-"
FILES = (DATABASE_NAME, f"{DATABASE_NAME}-wal", HEADER_NAME)


@dataclass(frozen=True)
class Checked:
    """What the check found, and where the files lie as they were found; None where nothing is lost or changed."""

    findings: tuple[Finding, ...]
    copy: Path | None


def check_when_due(database: Database) -> Checked:
    """Check if it is due, else find nothing. Raises DiskFull and BackupProblem when the copy cannot be kept."""
    return check_now(database) if check_due(database) else Checked((), None)


def check_now(database: Database, watch: Watch | None = None) -> Checked:
    """The same when somebody asks for it. Raises Stopped too."""
    findings = tuple(check(database, watch))
    wrong = any(each.severity is Severity.ERROR for each in findings)
    return Checked(findings, keep_as_found(database) if wrong else None)


def keep_as_found(database: Database) -> Path:
    """Copy the encrypted files byte for byte into a folder of today's; the first copy of a day stays as it is."""
    folder = backups_folder(database.folder) / f"{PREFIX}{database.clock.today().isoformat()}"
    if folder.is_dir():
        return folder
    unfinished = folder.with_name(folder.name + ".part")
    # Nothing is written meanwhile; what lies in the log belongs to the copy.
    with disk_words(), database.write():
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True, mode=0o700)
        for name in FILES:
            if (database.folder / name).exists():
                shutil.copyfile(database.folder / name, unfinished / name)
        unfinished.rename(folder)
    flush_folder(folder.parent)
    _rotate(folder.parent)
    return folder


def keep_files(data: Path, today: date) -> Path:
    """The same for a file that nobody has open, always anew: what is kept now is what a repair begins with."""
    backups, number = backups_folder(data), 1
    while (folder := backups / f"{PREFIX}{today.isoformat()}-{number}").exists():
        number += 1
    unfinished = folder.with_name(folder.name + ".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    for name in FILES:
        if (data / name).exists():
            shutil.copyfile(data / name, unfinished / name)
    unfinished.rename(folder)
    flush_folder(backups)
    _rotate(backups)
    return folder


def _rotate(backups: Path) -> None:
    """The first copy stays, since it is the nearest to what was whole, and the latest ones; those between go."""
    kept = sorted(each for each in backups.glob(f"{PREFIX}*") if each.is_dir() and each.suffix != ".part")
    for each in kept[1 : 1 - KEPT]:
        shutil.rmtree(each)
