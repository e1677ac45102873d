"""A rehearsal of the way back: a backup is restored into a trial folder, compared with the data, and removed."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from clinic_app.clock import instant_text, parse_instant
from clinic_app.progress import Point, Step, Watch, unwatched
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import audit
from clinic_app.store.archive import Manifest, check_copy
from clinic_app.store.backup import backup_lock, backups_folder, closing_backup, disk_words, last_backup, restore
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.engine import connect
from clinic_app.store.errors import BackupProblem
from clinic_app.store.header import DATABASE_NAME, read_header
from clinic_app.store.lock import file_lock

OTHER_TABLES = ("audit", "outbox", "draft")
"""Beside the records: what nobody else has a copy of."""
ROWS = 2000
Sums = dict[str, tuple[int, int]]
"""For each table how many rows, and the sum of their digests, which does not depend on their order."""


@dataclass(frozen=True)
class Rehearsal:
    """What came back. `same` says that every row is as it is on this laptop; an older copy has fewer or other ones."""

    path: Path
    created_at: datetime
    rows: int
    rows_here: int
    same: bool


def rehearse(database: Database, file: Path | None = None, watch: Watch | None = None) -> Rehearsal:
    """Restore a backup, or a copy of this moment, into a trial folder and compare; an audited act.

    Raises BackupProblem when it would not come back whole, what `restore` raises, and Stopped, which leaves nothing.
    """
    watch = watch or unwatched()
    before = _sums_here(database, watch, Step.GATHER)
    if file is None:
        closing_backup(database, watch=watch)
        newest = last_backup(database.folder)
        if newest is None:
            raise BackupProblem("还没有可以演练的备份，过一会儿再试")
        file = newest.path
    manifest, copy = _restored(database, file, watch)
    after = _sums_here(database, watch, Step.CHECK)
    # What is saved meanwhile (a sync goes on) may be in the copy or not.
    same = all(copy.get(table) in (before[table], after[table]) for table in after)
    found = Rehearsal(file, parse_instant(manifest.created_at), _rows(copy), _rows(after), same)
    _note(database, found)
    return found


def _restored(database: Database, file: Path, watch: Watch) -> tuple[Manifest, Sums]:
    """What comes back from a file; the trial folder is gone then."""
    folder = backups_folder(database.folder)
    with disk_words():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (
            file_lock(backup_lock(database.folder)) as held,
            tempfile.TemporaryDirectory(prefix=".rehearsal-", dir=folder) as name,
        ):
            if not held:
                raise BackupProblem("另一个程序正在备份，没有演练，过一会儿再试")
            trial = Path(name)
            with database.read() as connection:
                device = load_device(connection)
            manifest = restore(file, trial, county=device.county if device else "", watch=watch)
            watch.tell(Step.CHECK)
            if check_copy(trial / DATABASE_NAME, database.data_key, watch) != (manifest.schema, manifest.counts):
                raise BackupProblem("演练：备份里的条数和它的清单不一致，这份备份不可靠，马上另做一份")
            if read_header(trial).find(database.actor.name) is None:
                raise BackupProblem("演练：这份备份里没有你的账户，恢复后你打不开它，马上另做一份")
            return manifest, _sums_of(trial / DATABASE_NAME, database, watch, Step.COMPARE)


def _rows(sums: Sums) -> int:
    return sum(sums[each.sql_table.name][0] for each in RECORD_TYPES.values() if each.sql_table.name in sums)


def _sums_here(database: Database, watch: Watch, step: Step) -> Sums:
    return _sums_of(database.path, database, watch, step)


def _sums_of(path: Path, database: Database, watch: Watch, step: Step) -> Sums:
    connection = connect(path, database.data_key, writes=False)
    try:
        connection.execute("BEGIN")
        present = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        tables = sorted({*(each.sql_table.name for each in RECORD_TYPES.values()), *OTHER_TABLES} & present)
        total = sum(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables)
        sums: Sums = {}
        for table in tables:
            before = sum(count for count, _ in sums.values())
            sums[table] = _sum(connection, table, watch, Point(step, before, total))
        return sums
    finally:
        connection.close()


def _sum(connection: Any, table: str, watch: Watch, begun: Point) -> tuple[int, int]:
    count, total = 0, 0
    rows = connection.execute(f'SELECT * FROM "{table}"')
    while some := rows.fetchmany(ROWS):
        watch.check()
        watch.tell(begun.step, begun.done + count, begun.total)
        count += len(some)
        for row in some:
            total += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest()[:8])
    return count, total % (1 << 64)


def _note(database: Database, found: Rehearsal) -> None:
    with database.write() as connection:
        device = load_device(connection)
        audit.append(
            connection, database.actor.account, "rehearsal", f"rows:{found.rows}",
            at=instant_text(database.clock.now()), device=device.id if device else "",
            detail="same" if found.same else f"here:{found.rows_here}",
        )  # fmt: skip
