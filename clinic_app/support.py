"""打包日志: what somebody who helps needs to know of this program, without anything of a patient or of a person.

Everything that goes in is listed and shown before it is written. Each line goes through the same scrubbing as the logs,
also those that were scrubbed when they were written: Chinese text, numbers of people, keys and codes become `*`. No
record, no draft, no name of a person, no file of the data is in it.
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from clinic_app import __version__
from clinic_app.clock import Clock, instant_text
from clinic_app.diagnostics import CRASH_FILE, LOG_FILE, scrub
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.progress import Step, Watch, unwatched
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.self_check import GIGABYTE, self_check
from clinic_app.settings import load_window_settings
from clinic_app.store.backup import backups_folder, disk_words
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.errors import StoreError
from clinic_app.store.header import DATABASE_NAME, HEADER_NAME, flush_folder
from clinic_app.store.recent_work import recent_work
from clinic_app.sync.status import sync_status

README = "README.txt"
README_WORDS = """这个压缩包是给帮忙解决问题的人看的，由程序里的“打包日志”或 clinic-app support 生成。

里面只有：程序和系统的版本，各项自检的结果代号，各类记录的条数，程序自己的日志和错误位置。
里面没有：居民的姓名、号码、电话、地址、病情，账户名和密码，任何钥匙和验证码，数据文件和备份。
日志里的中文、长数字、钥匙和代码在写下时就换成了 *，打包时又换了一次。

about.txt     程序、系统、磁盘
check.txt     自检：项目、结果、数字
counts.txt    条数、待传、最近的后台工作
settings.txt  字号、颜色、语言
program*.log  程序日志
crash.log     程序错误的类型和位置
"""
MOST_BYTES = 1 << 20
"""Of one log; of a longer one the end."""
INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z)")
"""When the program did something stays; a day of birth is never written so."""


@dataclass(frozen=True)
class Member:
    """One file of the packet."""

    name: str
    text: str

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self.text.count("\n")


def gather(folder: Path, clock: Clock, database: Database | None = None, qt: str = "") -> list[Member]:
    """What would go into a packet. Without an open database what needs one is left out; `qt` is the window's version.

    Never fails: it is asked for when something is broken.
    """
    parts = [
        ("about.txt", _about(folder, clock.now(), qt)),
        ("settings.txt", _settings(folder)),
        *((name, _log(folder / name)) for name in (f"{LOG_FILE}.1", LOG_FILE, f"{CRASH_FILE}.1", CRASH_FILE)),
    ]
    if database is not None:
        parts[1:1] = [("check.txt", _check(database)), ("counts.txt", _counts(database))]
    members = [Member(name, "".join(f"{_scrubbed(line)}\n" for line in _safely(lines))) for name, lines in parts]
    return [Member(README, README_WORDS), *(each for each in members if each.text)]


def pack(members: list[Member], out: Path, watch: Watch | None = None) -> None:
    """Write the packet in one step. Raises DiskFull, BackupProblem, Stopped; `out` is then as it was before."""
    watch = watch or unwatched()
    unfinished = out.with_name(f".{out.name}.part")
    with disk_words():
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as packet:
                for place, member in enumerate(members, 1):
                    watch.check()
                    packet.writestr(member.name, member.text)
                    watch.tell(Step.PACK, place, len(members))
            os.replace(unfinished, out)
        finally:
            unfinished.unlink(missing_ok=True)
        flush_folder(out.parent)


def _scrubbed(line: str) -> str:
    return "".join(part if place % 2 else scrub(part) for place, part in enumerate(INSTANT.split(line)))


def _safely(lines: Iterator[str]) -> Iterator[str]:
    """What can be said; a part that fails says what kind of failure it was."""
    try:
        yield from lines
    except Exception as error:
        yield f"failed: {type(error).__name__}"


def _about(folder: Path, now: datetime, qt: str) -> Iterator[str]:
    yield f"written {instant_text(now)}"
    yield f"clinic_app {__version__}"
    for book in default_rule_books().books:
        # With points: a number with dashes is scrubbed as one of a person.
        yield f"rules {book.programme} {book.version.replace('-', '.')}"
    yield f"python {platform.python_version()} frozen={bool(getattr(sys, 'frozen', False))}"
    yield f"system {platform.system()} {platform.release()} {platform.machine()} cpus={os.cpu_count()}"
    if qt:
        yield f"qt {qt}"
    yield f"sqlite {sqlcipher.sqlite_version}"
    usage = shutil.disk_usage(folder)
    yield f"disk total_gb={usage.total / GIGABYTE:.1f} free_gb={usage.free / GIGABYTE:.1f}"
    for name in (DATABASE_NAME, f"{DATABASE_NAME}-wal", HEADER_NAME, LOG_FILE, CRASH_FILE, "ballast"):
        with contextlib.suppress(OSError):
            yield f"file {name} kb={(folder / name).stat().st_size >> 10}"
    for path in sorted(backups_folder(folder).glob("*")):
        kind = path.name.split("-")[0] if path.name.startswith(("daily-", "as-found-")) else "other"
        yield f"backup kind={kind} kb={path.stat().st_size >> 10}"


def _settings(folder: Path) -> Iterator[str]:
    settings = load_window_settings(folder)
    yield f"text_step={settings.text_step} look={settings.look} language={settings.language}"


def _check(database: Database) -> Iterator[str]:
    for each in self_check(database):
        # Words among the values are names that somebody chose: of a printer, of a folder.
        numbers = " ".join(f"{name}={value}" for name, value in each.values.items() if isinstance(value, int))
        yield f"{each.state.value} {each.code} {numbers}".rstrip()


def _counts(database: Database) -> Iterator[str]:
    with database.read() as connection:
        device = load_device(connection)
        if device is not None:
            yield f"device number={device.number} county={device.county} kind={device.kind} role={device.role}"
        schema = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        yield f"schema {schema}"
        for name, declaration in sorted(RECORD_TYPES.items()):
            yield f"records {name} {_count(connection, declaration.sql_table.name)}"
        for name in ("outbox", "audit", "draft", "history", "shadow"):
            yield f"local {name} {_count(connection, name)}"
        for row in connection.exec_driver_sql("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state"):
            yield f"outbox {row[0]} {row[1]}"
        for work in recent_work(connection):
            yield f"work {work.kind} {work.state} began={work.began_at} ended={work.ended_at}"
    status = sync_status(database)
    yield f"sync pending={status.pending} deferred={status.deferred} parked={status.parked}"
    yield f"sync last_success={status.last_success} last_contact={status.last_contact} clock={status.clock_offset}"


def _count(connection: Any, table: str) -> int:
    try:
        return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar())
    except StoreError:
        return -1


def _log(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - MOST_BYTES))
            raw = file.read()
    except OSError:
        return
    yield from raw.decode("utf-8", "replace").splitlines()
