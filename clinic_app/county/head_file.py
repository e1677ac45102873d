"""The head of the county's own audit chain, signed, once a day in a file that lies elsewhere.

Whoever rules over the database can write the whole chain anew; the lines of this file they cannot, when its folder
belongs to somebody else: another machine's share, a write-once medium, a printer's tray.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from clinic_app.county import audit, keys
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.problems import CountyProblem, Refusal
from clinic_app.protocol import signing

WHAT = "county-audit-head/1"
EVERY_SECONDS = 600.0
log = logging.getLogger(__name__)


class HeadLine(msgspec.Struct):
    """One day's line. `key` is the id of the county's signing key, `hash` lower-case hex."""

    county: str
    day: str
    seq: int
    hash: str
    at: str
    key: str
    signature: str

    def message(self) -> bytes:
        """The bytes that are signed."""
        return "\n".join((WHAT, self.county, self.day, str(self.seq), self.hash, self.at)).encode()


def head_file(database: CountyDatabase, folder: Path) -> Path:
    """Where the lines of this county are."""
    return folder / f"audit-heads-{database.county}.ndjson"


def write_head(database: CountyDatabase, folder: Path) -> HeadLine | None:
    """Add today's line; None when it is there already, or nothing has been audited yet. Raises OSError."""
    path, day = head_file(database, folder), database.clock.today().isoformat()
    if any(each.day == day for each in _lines(path)):
        return None
    with database.transaction() as connection:
        head = audit.head(connection, database.county)
        if head is None:
            return None
        key = keys.current_key(database, connection, keys.SIGNING)
    line = HeadLine(database.county, day, head.seq, head.hash, database.now_text(), key.id, "")
    line.signature = signing.sign(key.private, line.message())
    with open(path, "ab") as out:
        out.write(msgspec.json.encode(line) + b"\n")
        out.flush()
    return line


@contextmanager
def keeping_heads(database: CountyDatabase, folder: Path | None) -> Iterator[None]:
    """Write each day's line while the block runs, the first at once. Raises CountyProblem when it cannot begin."""
    if folder is None:
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_head(database, folder)
    except OSError:
        raise CountyProblem(f"审计链头写不进 {folder}，没有启动，检查 --audit-heads 的文件夹") from None
    ended = threading.Event()

    def keep() -> None:
        while not ended.wait(EVERY_SECONDS):
            try:
                write_head(database, folder)
            except (OSError, Refusal) as problem:
                # The next turn tries again; `county status` and a missing day show it.
                log.error("no audit head written: %s", type(problem).__name__)

    thread = threading.Thread(target=keep, name="audit-heads", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def compare_heads(database: CountyDatabase, folder: Path) -> tuple[int, str]:
    """Hold the chain against the file: how many lines agree, and a sentence on the first that does not, or nothing."""
    path = head_file(database, folder)
    if not path.exists():
        raise CountyProblem(f"没有审计链头文件 {path}，没有核对，核对 --heads 的文件夹")
    good = 0
    with database.snapshot() as connection:
        for number, line in enumerate(_lines(path), 1):
            if not _is_signed(connection, database.county, line):
                return good, f"审计链头文件第{number}行（{line.day}）不是本县签的，文件被改过"
            present = audit.hash_at(connection, database.county, line.seq)
            if present is None:
                return (
                    good,
                    f"{line.day}的审计链头是第{line.seq}条，数据库里没有这一条：末尾被删过，或县平台从更早的备份恢复过",
                )
            if present != line.hash:
                return good, f"{line.day}的审计链头是第{line.seq}条，数据库里的这一条和当时不同，审计链被改写过"
            good += 1
    return good, ""


def _is_signed(connection: Connection, county: str, line: HeadLine) -> bool:
    key = keys.key_named(connection, county, keys.SIGNING, line.key)
    return key is not None and line.county == county and signing.verifies(key.public, line.signature, line.message())


def _lines(path: Path) -> Iterator[HeadLine]:
    """The lines of the file; one that cannot be read stands as a line that nobody signed."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return
    for raw in text.splitlines():
        try:
            yield msgspec.json.decode(raw, type=HeadLine)
        except (msgspec.DecodeError, RecursionError):
            yield HeadLine("", "", 0, "", "", "", "")
