"""The health of the data on this laptop: file, audit chain, outbox. Nothing here changes a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection, Table, exists, func, select

from clinic_app.clock import instant_text, parse_instant
from clinic_app.protocol.mutation import line_hash
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.errors import StoreError
from clinic_app.store.local_tables import audit as audit_table
from clinic_app.store.local_tables import outbox, outbox_row, shadow

CHECKED = "integrity_checked_at"
EVERY = timedelta(days=7)


class Severity(StrEnum):
    """How bad: `error` means that data may be lost or changed, `warning` that something needs a look."""

    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, as a Chinese sentence without personal data."""

    severity: Severity
    sentence: str


Check = Callable[[Connection], Iterable[Finding]]


def check(database: Database) -> list[Finding]:
    """Everything that is wrong; an empty list is a clean bill, whose time is remembered."""
    findings: list[Finding] = []
    for part in (_file, _references, _audit_chain, _outbox_lines, _outbox_audit, _outbox_rows):
        try:
            with database.read() as connection:
                findings += part(connection)
        except StoreError as error:
            findings.append(Finding(Severity.ERROR, str(error)))
    if not findings:
        with database.write() as connection:
            write_setting(connection, CHECKED, instant_text(database.clock.now()))
        database.unclean = False
    return list(dict.fromkeys(findings))


def check_due(database: Database) -> bool:
    """Whether to check now: after an unclean exit, or when a week has passed since the last clean check."""
    with database.read() as connection:
        last = read_setting(connection, CHECKED)
    return database.unclean or last is None or database.clock.now() - parse_instant(last) >= EVERY


def _file(connection: Connection) -> Iterator[Finding]:
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    if pages:
        yield Finding(Severity.ERROR, f"数据文件有{len(pages)}处和写入时不一致，停止录入，用最近的备份恢复")
    verdicts = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(20)")]
    if verdicts != ["ok"]:
        yield Finding(Severity.ERROR, f"数据文件结构有{len(verdicts)}处错误，停止录入，用最近的备份恢复")


def _references(connection: Connection) -> Iterator[Finding]:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        yield Finding(Severity.ERROR, f"有{len(broken)}行数据指向不存在的行，数据没有改动，联系管理员")


def _audit_chain(connection: Connection) -> Iterator[Finding]:
    broken = audit.verify(connection)
    if broken:
        yield Finding(Severity.ERROR, f"{broken.problem}，数据没有改动，报告管理员")


def _outbox_lines(connection: Connection) -> Iterator[Finding]:
    rows = connection.execution_options(yield_per=500).execute(
        select(outbox.c.seq, outbox.c.line, outbox.c.hash).order_by(outbox.c.seq)
    )
    for row in rows:
        if line_hash(row.line) != row.hash:
            yield Finding(Severity.ERROR, f"待发送的第{row.seq}次保存和保存时不一致，没有改动，报告管理员")


def _outbox_audit(connection: Connection) -> Iterator[Finding]:
    entries = (
        select(func.count())
        .where(audit_table.c.mid == outbox.c.mid, audit_table.c.action == "save")
        .correlate(outbox)
        .scalar_subquery()
    )
    for row in connection.execute(select(outbox.c.seq, entries.label("entries")).where(entries != 1)):
        words = "没有审计记录" if row.entries == 0 else f"有{row.entries}条审计记录"
        yield Finding(Severity.ERROR, f"第{row.seq}次保存{words}，应有1条，数据没有改动，报告管理员")


def _outbox_rows(connection: Connection) -> Iterator[Finding]:
    kinds = connection.execute(select(outbox_row.c.type).distinct()).scalars().all()
    for kind in kinds:
        table: Table = RECORD_TYPES[kind].sql_table if kind in RECORD_TYPES else shadow
        there = exists().where(table.c.id == outbox_row.c.id)
        if table is shadow:
            there = there.where(shadow.c.type == kind)
        missing = connection.execute(
            select(func.count(outbox_row.c.id.distinct())).where(outbox_row.c.type == kind, ~there)
        ).scalar_one()
        if missing:
            label = RECORD_TYPES[kind].label if kind in RECORD_TYPES else kind
            yield Finding(
                Severity.ERROR, f"有{missing}条已保存的{label}记录在本机找不到，同步后再检查，仍有则报告管理员"
            )
    empty = connection.execute(
        select(func.count()).where(~exists().where(outbox_row.c.mid == outbox.c.mid)).select_from(outbox)
    ).scalar_one()
    if empty:
        yield Finding(Severity.ERROR, f"有{empty}次保存没有记下涉及的记录，数据没有改动，报告管理员")
