"""A damaged file is mended: kept as it was found, the newest good backup put in its place, and what the damaged file
still gives of later work laid on top. Nothing that this laptop saved is given up as long as it can be read.

1. The files are kept byte for byte (`as_found`); from here on nothing is lost whatever happens.
2. The newest backup that passes every check is unpacked into a room of its own; without one, the rows that can be read.
3. Saves that the backup does not have yet, drafts, photos not sent and the audit chain come out of the damaged file.
4. The result is checked and takes the place of the damaged file in one step.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from clinic_app.clock import Clock, instant_text, local_time_text, parse_instant
from clinic_app.protocol.mutation import Mutation, decode, line_hash
from clinic_app.records.field import Record
from clinic_app.store import audit, blobs, lease, migrate, recovery, second_place
from clinic_app.store.archive import check_copy
from clinic_app.store.as_found import keep_files
from clinic_app.store.backup import backups_folder, disk_words, restore
from clinic_app.store.database import Actor, open_with_key
from clinic_app.store.device import load_device, write_setting
from clinic_app.store.engine import migration_engine, settle
from clinic_app.store.errors import BackupProblem, DamagedDatabase, DatabaseBusy, NoDatabase, StoreError
from clinic_app.store.header import DATABASE_NAME, HEADER_NAME, flush_folder
from clinic_app.store.integrity import Finding, check
from clinic_app.store.keys import DataKey, unlock
from clinic_app.store.local_tables import account, blob, blob_chunk, draft, local_metadata, outbox, outbox_row, setting
from clinic_app.store.local_tables import audit as audit_table
from clinic_app.store.lock import file_lock
from clinic_app.store.log_marker import LogMarker
from clinic_app.store.overlay import SETTLED
from clinic_app.store.salvage import Row, Salvage
from clinic_app.sync.apply import bring_back
from clinic_app.sync.digest import CHECKED

CARRIED = (recovery.SETTING, lease.SETTING, second_place.SETTING)
"""Settings of which the later word counts; what the county's log is read by stays the backup's."""
NOTHING_LEFT = "没有完好的备份，损坏的文件也读不出来，没有修复；文件已原样留底，报告管理员，换一个备份文件再试"


@dataclass(frozen=True)
class Mended:
    """What became of it: the backup that was used (None: the rows that could be read), what came on top of it, how many
    saves could not be read (None: the file does not even tell how many there were), what the check says now, and
    where the damaged files lie."""

    backup: Path | None
    created_at: datetime | None
    saves: int
    drafts: int
    contents: int
    unreadable: int | None
    findings: tuple[Finding, ...]
    kept: Path

    @property
    def sentences(self) -> list[str]:
        """What a person has to know: what came back, what did not, and where the damaged files are kept."""
        if self.created_at is None:
            said = ["没有完好的备份，用的是损坏文件里读得出的记录，同步时会与县平台核对补齐"]
        else:
            when = local_time_text(instant_text(self.created_at))
            counts = (self.saves, "次保存"), (self.drafts, "张没写完的表"), (self.contents, "个附件")
            more = "、".join(f"{count}{what}" for count, what in counts if count)
            said = [f"用的是{when}的备份" + (f"，备份以后的救回{more}" if more else "")]
        if self.unreadable is None:
            said.append("损坏的文件打不开，备份以后的保存没有救回：传到县平台的会同步回来，没传的对照纸质记录补录")
        elif self.unreadable:
            said.append(f"有{self.unreadable}次保存读不出来：传到县平台的会同步回来，没传的对照纸质记录补录")
        return [*said, *(each.sentence for each in self.findings), f"损坏的文件原样留在 {self.kept}"]


def mend(folder: Path, user: str, password: str, clock: Clock, file: Path | None = None) -> Mended:
    """Mend the data folder of which nobody else has the file open; `file` is a backup to use before all others.

    Raises what `unlock` raises, NoDatabase, DatabaseBusy, DamagedDatabase when nothing is left, DiskFull,
    BackupProblem. After an exception the folder is as it was.
    """
    if not (folder / DATABASE_NAME).exists():
        raise NoDatabase()
    account_id, key = unlock(folder, user, password)
    with disk_words(), file_lock(folder / "setup.lock") as held:
        if not held:
            raise DatabaseBusy("另一个程序正在新建或修复数据，没有修复，过一会儿再试")
        kept = keep_files(folder, clock.today())
        with tempfile.TemporaryDirectory(prefix=".mending-", dir=folder) as name:
            room = Path(name)
            damaged = _copied(kept, room / "damaged")
            with Salvage(damaged / DATABASE_NAME, key) as salvage:
                mended = _mended(folder, room, salvage, key, clock, Actor(account_id, user), kept, file)
            _take_place(folder, room / "whole", key)
    return mended


def _mended(
    folder: Path, room: Path, salvage: Salvage, key: DataKey, clock: Clock, actor: Actor, kept: Path, file: Path | None
) -> Mended:
    whole = room / "whole"
    base = _unpacked(folder, whole, key, file, _county(salvage))
    if base is None:
        _rebuilt(whole, salvage, key)
        shutil.copyfile(folder / HEADER_NAME, whole / HEADER_NAME)
    database = open_with_key(whole, key, clock, account.c.disabled.is_(False))
    try:
        database.actor = actor
        with database.write() as connection:
            carried = _carry(connection, salvage, instant_text(clock.now()), rebuilt=base is None)
            device = load_device(connection)
            audit.append(
                connection, actor.account, "repair", f"saves:{carried.saves} unreadable:{carried.unreadable}",
                at=instant_text(clock.now()), device=device.id if device else "",
                detail=base[0].name if base else None,
            )  # fmt: skip
        findings = tuple(check(database))
    finally:
        database.close()
    path, created = base or (None, None)
    return Mended(path, created, carried.saves, carried.drafts, carried.contents, carried.unreadable, findings, kept)


def _copied(kept: Path, target: Path) -> Path:
    """What is read is a copy of the copy: reading folds the log, and what was found stays as it was found."""
    shutil.copytree(kept, target)
    return target


def _unpacked(folder: Path, whole: Path, key: DataKey, file: Path | None, county: str) -> tuple[Path, datetime] | None:
    """The newest backup that comes back whole, and when it was made."""
    for path in _backups(folder, file):
        shutil.rmtree(whole, ignore_errors=True)
        try:
            manifest = restore(path, whole, county=county)
            if check_copy(whole / DATABASE_NAME, key) == (manifest.schema, manifest.counts):
                return path, parse_instant(manifest.created_at)
        except (StoreError, ValueError):
            continue
    shutil.rmtree(whole, ignore_errors=True)
    return None


def _county(salvage: Salvage) -> str:
    """Where the laptop is enrolled, as far as the damaged file tells."""
    value = next((row["value"] for row in salvage.rows(setting) if row["name"] == "device"), None)
    return str(value.get("county", "")) if isinstance(value, dict) else ""


def _backups(folder: Path, file: Path | None) -> list[Path]:
    """The one that was named, then those of the folder, the newest first."""
    if file is not None and not file.is_file():
        raise BackupProblem("找不到备份文件，没有修复，核对文件位置")
    own = backups_folder(folder).glob("*.clinicbackup")
    newest_first = sorted(own, key=lambda path: path.stat().st_mtime, reverse=True)
    return [*([file] if file is not None else []), *newest_first]


def _rebuilt(whole: Path, salvage: Salvage, key: DataKey) -> None:
    """A new file of the rows that can be read. Raises DamagedDatabase when not even an account can."""
    whole.mkdir(mode=0o700)
    if not salvage.rows(account):
        raise DamagedDatabase(NOTHING_LEFT)
    engine = migration_engine(whole / DATABASE_NAME, key)
    try:
        with engine.connect() as connection:
            migrate.upgrade(connection)
        with engine.connect() as connection, connection.begin():
            for table in (*Record.metadata.sorted_tables, *local_metadata.sorted_tables):
                _insert(connection, table, salvage.rows(table))
    finally:
        engine.dispose()
    settle(whole / DATABASE_NAME, key)


@dataclass(frozen=True)
class _Carried:
    saves: int
    drafts: int
    contents: int
    unreadable: int | None


def _carry(connection: Connection, salvage: Salvage, now: str, *, rebuilt: bool) -> _Carried:
    """What the damaged file has and the base has not."""
    _put(connection, account, salvage.rows(account), ("id",))
    _continue_audit(connection, salvage.rows(audit_table))
    later = [each for each in salvage.rows(setting) if each["name"] in CARRIED]
    _put(connection, setting, later, ("name",))
    unreadable, mids = _carry_saves(connection, salvage)
    if rebuilt:
        # Rows of own saves may have lain in what could not be read; the county's come with the next digest check.
        mids = list(connection.scalars(select(outbox.c.mid).where(outbox.c.passed.is_(False), _is_under_way())))
        write_setting(connection, CHECKED, None)
    bring_back(connection, mids)
    drafts, contents = _carry_drafts(connection, salvage), _carry_contents(connection, salvage, now)
    return _Carried(len(mids), drafts, contents, unreadable)


def _is_under_way() -> Any:
    return outbox.c.state.not_in(SETTLED)


def _carry_saves(connection: Connection, salvage: Salvage) -> tuple[int | None, list[str]]:
    """Saves the base does not have, in their own places of the order; how many are lost, and which have to be sent."""
    rows = salvage.rows(outbox)
    known = set(connection.scalars(select(outbox.c.mid)))
    last = connection.scalar(select(func.max(outbox.c.seq))) or 0
    sound = [(row, mutation) for row in rows if (mutation := _sound(row)) is not None]
    new = [(row, mutation) for row, mutation in sound if row["mid"] not in known]
    taken = set(connection.scalars(select(outbox.c.seq)))
    for row, mutation in new:
        values = dict(row) if row["seq"] not in taken else {name: row[name] for name in row if name != "seq"}
        connection.execute(insert(outbox).values(**values))
        touched = dict.fromkeys((each.type, each.id) for each in mutation.ops)
        connection.execute(insert(outbox_row), [{"mid": row["mid"], "type": t, "id": i} for t, i in touched])
        _note_save(connection, mutation, " ".join(f"{t}:{i}" for t, i in touched))
    for row, _ in sound:
        if row["superseded_by"] and row["mid"] in known:
            chosen = update(outbox).where(outbox.c.mid == row["mid"])
            connection.execute(chosen.values(state=row["state"], superseded_by=row["superseded_by"]))
    # Saves are counted one after another: a number that cannot be read any more was a save.
    read = {row["seq"] for row, _ in sound}
    highest = salvage.last_number(outbox)
    lost = None if highest is None else sum(number not in read for number in range(last + 1, highest + 1))
    return lost, [row["mid"] for row, _ in new if row["state"] not in SETTLED]


def _sound(row: Mapping[str, Any]) -> Mutation | None:
    """The save that a line is, where it is still the line that was written."""
    try:
        line = bytes(row["line"])
        return decode(line) if line_hash(line) == row["hash"] else None
    except (TypeError, ValueError):
        return None


def _note_save(connection: Connection, mutation: Mutation, target: str) -> None:
    """Each save has its entry; one whose entry was lost gets it now."""
    there = select(audit_table.c.seq).where(audit_table.c.mid == mutation.mid, audit_table.c.action == "save")
    if connection.execute(there).first() is None:
        device = load_device(connection)
        audit.append(
            connection, mutation.author, "save", target, mid=mutation.mid, at=mutation.authored_at,
            device=device.id if device else "", detail="repair",
        )  # fmt: skip


def _continue_audit(connection: Connection, rows: Iterable[Row]) -> None:
    """Entries that follow on the base's last one, as long as each fits the one before."""
    end = audit.head(connection)
    seq, prev = (end.seq, end.hash) if end else (0, audit.GENESIS)
    for row in rows:
        if row["seq"] <= seq:
            continue
        if (row["seq"], row["prev"]) != (seq + 1, prev) or audit.entry_hash(row) != row["hash"]:
            return
        connection.execute(insert(audit_table).values(**row))
        seq, prev = row["seq"], row["hash"]


def _carry_drafts(connection: Connection, salvage: Salvage) -> int:
    kept = {(row.account, row.key): row.saved_at for row in connection.execute(select(draft))}
    newer = []
    for row in salvage.rows(draft):
        row.setdefault("account", "")
        if row["saved_at"] > kept.get((row["account"], row["key"]), ""):
            newer.append(row)
    _put(connection, draft, newer, ("account", "key"))
    return len(newer)


def _carry_contents(connection: Connection, salvage: Salvage, now: str) -> int:
    """Photos and papers of this laptop that are whole and that the base does not have."""
    number = 0
    for row in salvage.rows(blob):
        sha256 = row["sha256"]
        if row["state"] != blobs.LOCAL or blobs.is_here(connection, sha256):
            continue
        pieces = {each["start"]: bytes(each["data"]) for each in salvage.rows(blob_chunk, ("sha256", [sha256]))}
        raw = b"".join(pieces[start] for start in sorted(pieces))
        if hashlib.sha256(raw).hexdigest() == sha256:
            blobs.keep(connection, raw, now)
            number += 1
    return number


def _put(connection: Connection, table: Table, rows: Iterable[Row], key: Sequence[str]) -> None:
    for row in rows:
        rest = {name: value for name, value in row.items() if name not in key}
        connection.execute(upsert(table).values(**row).on_conflict_do_update(index_elements=list(key), set_=rest))


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    for part in _parts(rows, 500):
        connection.execute(insert(table).prefix_with("OR IGNORE"), part)


def _parts(rows: Sequence[Row], most: int) -> Iterator[list[Row]]:
    for start in range(0, len(rows), most):
        yield list(rows[start : start + most])


def _take_place(folder: Path, whole: Path, key: DataKey) -> None:
    """The log of the damaged file must not be read over the new one: it goes first, its copy is kept."""
    settle(whole / DATABASE_NAME, key)
    for suffix in ("-wal", "-shm"):
        (folder / (DATABASE_NAME + suffix)).unlink(missing_ok=True)
    os.replace(whole / DATABASE_NAME, folder / DATABASE_NAME)
    LogMarker(folder / DATABASE_NAME).clear()
    flush_folder(folder)
