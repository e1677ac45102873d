"""The backup file: a zip, stored, of an encrypted copy of the database, its key file and a manifest.

Nothing in it is readable without a password and the device secret. The manifest carries sizes and SHA-256 sums; the
copy's own authentication codes are checked each time it is written or restored.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec

from clinic_app import __version__
from clinic_app.clock import Clock, instant_text
from clinic_app.progress import Step, Stopped, Unit, Watch, unwatched
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.engine import connect
from clinic_app.store.errors import BackupProblem, DamagedDatabase, StoreError, translate
from clinic_app.store.header import DATABASE_NAME, HEADER_NAME, flush_folder
from clinic_app.store.keys import DataKey

MANIFEST_NAME = "manifest.json"
FORMAT = "clinic-backup-1"
CHUNK = 1 << 20
# Steps of the library's machine between two looks at the copy that it writes.
LOOK_EVERY = 50_000
MOST_SMALL = 1 << 20
_NOT_A_BACKUP = "这个文件不是本程序的备份，没有恢复，数据没有改动，换一个备份文件"
_BROKEN = "备份文件已损坏，没有恢复，数据没有改动，换一个备份文件"
# What a damaged zip brings up on its way to its bytes: also places before the file's beginning, encryption that was
# never there, newer formats.
_UNREADABLE = (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, struct.error)


class Part(msgspec.Struct, forbid_unknown_fields=True):
    """One member of the zip."""

    size: int
    sha256: str


class Manifest(msgspec.Struct):
    """What a backup says of itself. `counts` is rows for each record type, `county` where the laptop was enrolled
    (empty before that); a newer program may add to it."""

    format: str
    schema: str
    app_version: str
    created_at: str
    counts: dict[str, int]
    parts: dict[str, Part]
    county: str = ""


def write_archive(folder: Path, key: DataKey, clock: Clock, out: Path, watch: Watch | None = None) -> Manifest:
    """Copy the live database of `folder` into the file `out`, check the copy, then put it in place in one step.

    Raises StoreError, OSError and, when its watch says so, Stopped; `out` is then as it was before.
    """
    watch = watch or unwatched()
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".clinic-backup-", dir=out.parent) as room:
        copy = Path(room) / DATABASE_NAME
        header = Path(room) / HEADER_NAME
        header.write_bytes((folder / HEADER_NAME).read_bytes())
        begun = header.stat().st_mtime_ns
        copy_database(folder / DATABASE_NAME, key, copy, watch)
        watch.tell(Step.CHECK)
        schema, counts = check_copy(copy, key, watch)
        parts = {path.name: _part(path) for path in (copy, header)}
        now, county = instant_text(clock.now()), county_of_copy(copy, key)
        manifest = Manifest(FORMAT, schema, __version__, now, counts, parts, county)
        finished = Path(room) / "finished.zip"
        _pack(finished, manifest, [copy, header])
        with opened_archive(finished) as (_, members):
            drained = _Drained(watch, Step.PACK, sum(each.size for each in parts.values()))
            for name in parts:
                _drain(members, name, parts[name], drained)
        # As old as what it holds: what was saved while it was written is newer than the copy.
        os.utime(finished, ns=(begun, begun))
        os.replace(finished, out)
    flush_folder(out.parent)
    return manifest


def copy_database(source: Path, key: DataKey, target: Path, watch: Watch | None = None) -> None:
    """A compact encrypted copy of a live database as it stands now; copying the file would miss its log."""
    watch = watch or unwatched()
    connection = connect(source, key, writes=False)
    try:
        total = _used_bytes(connection)
        connection.execute("PRAGMA query_only = OFF")

        def look() -> bool:
            """The library ends its work when the answer is true."""
            written = target.stat().st_size if target.exists() else 0
            watch.tell(Step.COPY, min(written, total), total, Unit.BYTES)
            return watch.stopped

        connection.set_progress_handler(look, LOOK_EVERY)
        watch.check()
        watch.tell(Step.COPY, 0, total, Unit.BYTES)
        connection.execute("VACUUM INTO ?", (str(target),))
    except Exception as error:
        raise _reason(error, watch, BackupProblem()) from None
    finally:
        connection.close()


def _used_bytes(connection: Any) -> int:
    """Of a file, without its free pages: what a compact copy has at most."""
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _reason(error: Exception, watch: Watch, otherwise: StoreError) -> Exception:
    """Why the library ended: somebody asked for it, or the file, in the clinic's words."""
    return Stopped() if watch.stopped else translate(error) or otherwise


def check_copy(path: Path, key: DataKey, watch: Watch | None = None) -> tuple[str, dict[str, int]]:
    """Schema revision and row counts of a copy that passes every check; raises DamagedDatabase, Stopped."""
    watch = watch or unwatched()
    connection = connect(path, key, writes=False)
    connection.set_progress_handler(lambda: watch.stopped, LOOK_EVERY)
    try:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise DamagedDatabase()
        if connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
            raise DamagedDatabase()
        schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        present = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        tables = sorted(each.sql_table.name for each in RECORD_TYPES.values() if each.sql_table.name in present)
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
    except StoreError:
        raise
    except Exception as error:
        raise _reason(error, watch, DamagedDatabase()) from None
    finally:
        connection.close()
    return str(schema[0]), counts


def county_of_copy(path: Path, key: DataKey) -> str:
    """The county at which the laptop of a whole copy was enrolled; empty where it was not."""
    connection = connect(path, key, writes=False)
    try:
        row = connection.execute("SELECT json_extract(value, '$.county') FROM setting WHERE name = 'device'").fetchone()
    finally:
        connection.close()
    return str(row[0] or "") if row else ""


def refuse_other_county(manifest: Manifest, county: str) -> None:
    """A backup of another county is none of this laptop. Raises BackupProblem; one from before enrolment is its own."""
    if manifest.county and county and manifest.county != county:
        raise BackupProblem(f"这份备份是另一个县平台（{manifest.county}）的，没有使用，数据没有改动，换本机自己的备份")


@contextmanager
def opened_archive(file: Path) -> Iterator[tuple[Manifest, zipfile.ZipFile]]:
    """The manifest and the members of a backup file; raises BackupProblem for anything else.

    Members are stored, never compressed, so that no small file can unpack into a large one.
    """
    try:
        members = zipfile.ZipFile(file)
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        raise BackupProblem("找不到备份文件，没有恢复，核对文件位置") from None
    except _UNREADABLE:
        raise BackupProblem(_BROKEN) from None
    with members:
        yield _manifest(members), members


def _manifest(members: zipfile.ZipFile) -> Manifest:
    entries = {entry.filename: entry for entry in members.infolist()}
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries.values()):
        raise BackupProblem(_NOT_A_BACKUP)
    if set(entries) != {DATABASE_NAME, HEADER_NAME, MANIFEST_NAME} or len(members.infolist()) != 3:
        raise BackupProblem(_NOT_A_BACKUP)
    if max(entries[MANIFEST_NAME].file_size, entries[HEADER_NAME].file_size) > MOST_SMALL:
        raise BackupProblem(_NOT_A_BACKUP)
    try:
        manifest = msgspec.json.decode(members.read(MANIFEST_NAME), type=Manifest)
    except _UNREADABLE:
        raise BackupProblem(_BROKEN) from None
    if manifest.format != FORMAT or set(manifest.parts) != {DATABASE_NAME, HEADER_NAME}:
        raise BackupProblem(_NOT_A_BACKUP)
    return manifest


def unpack_part(
    members: zipfile.ZipFile, manifest: Manifest, name: str, target: Path, watch: Watch | None = None
) -> None:
    """Write one member to `target`, flushed; raises Stopped, BackupProblem when it is not what the manifest names."""
    with open(target, "xb") as stream:
        drained = _Drained(watch or unwatched(), Step.RESTORE, manifest.parts[name].size, stream.write)
        _drain(members, name, manifest.parts[name], drained)
        stream.flush()
        os.fsync(stream.fileno())


def read_part(members: zipfile.ZipFile, manifest: Manifest, name: str) -> bytes:
    """One small member, in memory; raises BackupProblem when it is not what the manifest names."""
    found = bytearray()
    _drain(members, name, manifest.parts[name], found.extend)
    return bytes(found)


def _pack(target: Path, manifest: Manifest, files: list[Path]) -> None:
    with open(target, "xb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as members:
            members.writestr(MANIFEST_NAME, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
            for path in files:
                members.write(path, path.name)
        stream.flush()
        os.fsync(stream.fileno())


class _Drained:
    """Takes the bytes of a member on, and says how many they are by now. Raises Stopped."""

    def __init__(self, watch: Watch, step: Step, size: int, sink: Callable[[bytes], object] = len) -> None:
        self._watch, self._step, self._size, self._sink = watch, step, size, sink
        self._done = 0

    def __call__(self, chunk: bytes) -> None:
        self._watch.check()
        self._sink(chunk)
        self._done += len(chunk)
        self._watch.tell(self._step, self._done, self._size, Unit.BYTES)


def _drain(members: zipfile.ZipFile, name: str, part: Part, sink: Callable[[bytes], object] = len) -> None:
    digest, size = hashlib.sha256(), 0
    for chunk in _member(members, name):
        digest.update(chunk)
        size += len(chunk)
        sink(chunk)
    if (size, digest.hexdigest()) != (part.size, part.sha256):
        raise BackupProblem(_BROKEN)


def _member(members: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The bytes as they are stored. What the reader of them raises (a full disk) is not the backup's fault."""
    try:
        source = members.open(name)
    except _UNREADABLE:
        raise BackupProblem(_BROKEN) from None
    with source:
        while True:
            try:
                chunk = source.read(CHUNK)
            except _UNREADABLE:
                raise BackupProblem(_BROKEN) from None
            if not chunk:
                return
            yield chunk


def _part(path: Path) -> Part:
    digest = hashlib.sha256()
    with open(path, "rb") as source:
        for chunk in _chunks(source):
            digest.update(chunk)
    return Part(path.stat().st_size, digest.hexdigest())


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk
