"""The health of the data on this laptop: file, audit chain, outbox, and whether it holds what the county holds.

Nothing here changes a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection, Table, exists, func, select, update

from clinic_app.clock import instant_text, local_time_text, parse_instant
from clinic_app.progress import Step, Unit, Watch, unwatched
from clinic_app.protocol.body import encode
from clinic_app.protocol.digest import bucket_of, packed, row_digest
from clinic_app.protocol.mutation import line_hash
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import audit, witness
from clinic_app.store.database import LOST_LOG, Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.errors import DamagedDatabase, StoreError
from clinic_app.store.local_tables import audit as audit_table
from clinic_app.store.local_tables import outbox, outbox_row, shadow
from clinic_app.store.overlay import SETTLED, has_left
from clinic_app.store.projection import OUT_OF_SCOPE, body_of

CHECKED = "integrity_checked_at"
CURSOR_SEQ, COUNTY_SUMS, FILLED = "cursor_seq", "county_sums", "digests_filled"
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


def check(database: Database, watch: Watch | None = None) -> list[Finding]:
    """Everything that is wrong; an empty list is a clean bill, whose time is remembered. Raises Stopped."""
    watch = watch or unwatched()
    # A page of the file may be torn where its good copy stands in the log: the log is folded in first.
    folded = database.checkpoint()
    findings = _lost_log(database)
    parts: tuple[Check, ...] = (
        _file if folded else _structure,
        _references,
        _audit_chain,
        _outbox_lines,
        _outbox_audit,
        _outbox_rows,
        _digests,
    )
    for place, part in enumerate(parts):
        watch.check()
        watch.tell(Step.CHECK, place, len(parts), Unit.PARTS)
        try:
            with database.read() as connection:
                findings += part(connection)
        except StoreError as error:
            findings.append(Finding(Severity.ERROR, str(error)))
        except ValueError:
            # A damaged page may come back as zeros where a document stood.
            findings.append(Finding(Severity.ERROR, str(DamagedDatabase())))
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


def _lost_log(database: Database) -> list[Finding]:
    """Said once: what the county has comes back by itself, what was not sent may be gone."""
    with database.read() as connection:
        at = read_setting(connection, LOST_LOG)
    if at is None:
        return []
    with database.write() as connection:
        write_setting(connection, LOST_LOG, None)
    words = f"{local_time_text(at)}打开时数据文件的日志不见了（可能被清理软件删除），此前最近的保存可能不在"
    return [
        Finding(
            Severity.ERROR, words + "；已传到县平台的会同步回来，没传的对照纸质记录补录，并把数据文件夹排除在清理之外"
        )
    ]


def _file(connection: Connection) -> Iterator[Finding]:
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    if pages:
        yield Finding(Severity.ERROR, f"数据文件有{len(pages)}处和写入时不一致，停止录入，用最近的备份恢复")
    yield from _structure(connection)


def _structure(connection: Connection) -> Iterator[Finding]:
    verdicts = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(20)")]
    if verdicts != ["ok"]:
        yield Finding(Severity.ERROR, f"数据文件结构有{len(verdicts)}处错误，停止录入，用最近的备份恢复")


def _references(connection: Connection) -> Iterator[Finding]:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        yield Finding(Severity.ERROR, f"有{len(broken)}行数据指向不存在的行，数据没有改动，联系管理员")


def _audit_chain(connection: Connection) -> Iterator[Finding]:
    broken = audit.verify(connection, witness.known_head(connection))
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
    """Of saves under way: those that are settled may be of somebody who has left this laptop's scope."""
    under_way = select(outbox.c.mid).where(outbox.c.passed.is_(False), outbox.c.state.not_in(SETTLED))
    theirs = outbox_row.c.mid.in_(under_way)
    kinds = connection.execute(select(outbox_row.c.type).where(theirs).distinct()).scalars().all()
    for kind in kinds:
        table: Table = RECORD_TYPES[kind].sql_table if kind in RECORD_TYPES else shadow
        there = exists().where(table.c.id == outbox_row.c.id)
        if table is shadow:
            there = there.where(shadow.c.type == kind)
        query = select(outbox_row.c.id).where(outbox_row.c.type == kind, theirs, ~there).distinct()
        # Whoever has left is sent to the county only.
        missing = sum(not has_left(connection, (kind, record_id)) for record_id in connection.scalars(query).all())
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


def _digests(connection: Connection) -> Iterator[Finding]:
    """The rows that are here against the county's last sums, while the cursor stands where those were taken."""
    theirs = read_setting(connection, COUNTY_SUMS)
    if theirs is None or theirs["seq"] != read_setting(connection, CURSOR_SEQ):
        return
    own = {type_name: packed(buckets) for type_name, buckets in digest_sums(connection).items()}
    nothing = packed({})
    different = [
        type_name
        for type_name in sorted(own.keys() | theirs["sums"].keys())
        if own.get(type_name, nothing) != theirs["sums"].get(type_name, nothing)
    ]
    if different:
        labels = "、".join(RECORD_TYPES[name].label if name in RECORD_TYPES else name for name in different)
        yield Finding(Severity.WARNING, f"本机的{labels}和县平台的不完全一致，没有丢失，下次同步时会重新核对并补齐")


def digest_sums(connection: Connection) -> dict[str, dict[int, int]]:
    """For each record type the sums of its 256 buckets, over the county's versions of what is here."""
    found: dict[str, dict[int, int]] = {}
    queries = [(name, declared.sql_table.name, "TRUE") for name, declared in RECORD_TYPES.items()]
    queries += [(name, "shadow", "type = ?") for name in _unknown_types(connection)]
    for type_name, table, chosen in queries:
        rows = connection.exec_driver_sql(
            f'SELECT substr(id, -2), sum(digest >> 32), sum(digest & 4294967295) FROM "{table}"'
            f" WHERE digest <> {OUT_OF_SCOPE} AND {chosen} GROUP BY 1",
            (type_name,) if table == "shadow" else (),
        )
        sums: dict[int, int] = {}
        for tail, high, low in rows:
            bucket = bucket_of(tail)
            sums[bucket] = (sums.get(bucket, 0) + (high << 32) + low) % (1 << 64)
        if sums:
            found[type_name] = sums
    return found


def versions_of_bucket(connection: Connection, type_name: str, bucket: int) -> dict[str, tuple[int, int]]:
    """Id to revision and digest of the county's versions here that fall into one bucket."""
    known = type_name in RECORD_TYPES
    table, chosen = (RECORD_TYPES[type_name].sql_table.name, "TRUE") if known else ("shadow", "type = ?")
    rows = connection.exec_driver_sql(
        f'SELECT id, rev, digest FROM "{table}" WHERE digest <> {OUT_OF_SCOPE} AND {chosen}',
        () if known else (type_name,),
    )
    return {row[0]: (row[1], row[2]) for row in rows if bucket_of(row[0]) == bucket}


def fill_digests(connection: Connection) -> None:
    """Rows that an older program received get their digest: the county writes bodies as this program encodes them."""
    if read_setting(connection, FILLED):
        return
    for shown in connection.execute(select(shadow).where(shadow.c.digest.is_(None), shadow.c.rev > 0)).all():
        digest = row_digest(shown.id, shown.rev, shown.body)
        chosen = (shadow.c.type == shown.type) & (shadow.c.id == shown.id)
        connection.execute(update(shadow).where(chosen).values(digest=digest))
        if shown.type in RECORD_TYPES:
            table = RECORD_TYPES[shown.type].sql_table
            connection.execute(update(table).where(table.c.id == shown.id).values(digest=digest))
    for name, declared in RECORD_TYPES.items():
        table = declared.sql_table
        query = select(table).where(table.c.rev > 0, table.c.digest.is_(None))
        digests = [
            (row_digest(row["id"], row["rev"], encode(body_of(name, row))), row["id"])
            for row in connection.execute(query).mappings()
        ]
        if digests:
            connection.exec_driver_sql(f'UPDATE "{table.name}" SET digest = ? WHERE id = ?', digests)
    write_setting(connection, FILLED, True)


def children_without_parents(connection: Connection) -> dict[str, int]:
    """For each record type how many live rows name a parent that is not here: not everything has come yet.

    What stands under residents is left out where this laptop has no residents (a hospital's desk).
    """
    found = {}
    people = connection.exec_driver_sql("SELECT 1 FROM resident LIMIT 1").first() is not None
    for name, declared in RECORD_TYPES.items():
        parent = declared.parent
        if parent is None or parent.reference not in RECORD_TYPES or (parent.reference == "resident" and not people):
            continue
        above = RECORD_TYPES[parent.reference].sql_table.name
        query = (
            f'SELECT count(*) FROM "{declared.sql_table.name}" AS child WHERE NOT void AND "{parent.name}" IS NOT NULL'
            f' AND NOT EXISTS (SELECT 1 FROM "{above}" WHERE id = child."{parent.name}")'
        )
        if number := connection.exec_driver_sql(query).scalar_one():
            found[name] = number
    return found


def _unknown_types(connection: Connection) -> list[str]:
    kinds = connection.scalars(select(shadow.c.type).distinct()).all()
    return sorted(kind for kind in kinds if kind not in RECORD_TYPES)
