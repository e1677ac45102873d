"""Loading what the county publishes: villages, organisations, departments, staff.

A file is taken whole or not at all; a row that says what is known already makes no change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic_app.clock import LOCAL_ZONE
from clinic_app.county import audit, change_log
from clinic_app.county.applied import AppliedStore, Entry
from clinic_app.county.change_log import CommitGroup, PlannedChange
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.record_bodies import Stored
from clinic_app.county.record_store import RecordStore
from clinic_app.county.reference_file import TABLES, Row, Table, read_rows, refused
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import EVERYBODY
from clinic_app.protocol.body import Body
from clinic_app.protocol.mutation import SCHEMA, Mutation, Operation, encode, line_hash
from clinic_app.protocol.referral_events import SERVER
from clinic_app.protocol.wire import Outcome
from clinic_app.records.identifiers import new_id

GROUP_SIZE = 500


@dataclass(frozen=True)
class Loaded:
    """What a load did: rows read, rows that were new or different, and remarks in words."""

    rows: int
    changed: int
    notices: tuple[str, ...] = ()


def load_reference(database: CountyDatabase, kind: str, path: Path, actor: str) -> Loaded:
    """Load a file of `kind` (a key of TABLES); raises CountyProblem with every wrong line."""
    table = TABLES[kind]
    rows = read_rows(table, path, database.clock.now().astimezone(LOCAL_ZONE).date())

    def work(connection: Connection, alone: bool) -> Loaded:
        database.lock(connection, (), alone=True)
        return _load(database, connection, table, rows, path, actor)

    return database.retried(work)


def _load(
    database: CountyDatabase, connection: Connection, table: Table, rows: Sequence[Row], path: Path, actor: str
) -> Loaded:
    records = RecordStore(connection, database.county)
    records.want((table.type, row.id) for row in rows)
    notices = _check_organisations(records, table, rows, path)
    planned = [planned for row in rows if (planned := _plan(records, table, row, database.now_text()))]
    records.keep()
    records.write()
    _log(database, connection, [planned[start : start + GROUP_SIZE] for start in range(0, len(planned), GROUP_SIZE)])
    if planned:
        audit.append(connection, database.county, actor, "load", table.type, database.now_text(), str(len(planned)))
    return Loaded(len(rows), len(planned), tuple(notices))


def _check_organisations(records: RecordStore, table: Table, rows: Sequence[Row], path: Path) -> list[str]:
    """Departments and staff belong to known organisations; an unknown parent is only remarked."""
    column = "parent_code" if table.type == "organisation" else "organisation"
    named = {str(row.fields[column]) for row in rows if row.fields.get(column)}
    records.want(("organisation", code) for code in named)
    known = {code for code in named if records.get(("organisation", code))}
    if table.type == "organisation":
        known |= {row.id for row in rows}
    wrong = [
        f"第{row.line}行：机构表里没有“{row.fields[column]}”"
        for row in rows
        if row.fields.get(column) and row.fields[column] not in known
    ]
    if wrong and table.type != "organisation":
        raise refused(path, wrong)
    return wrong


def _plan(records: RecordStore, table: Table, row: Row, now: str) -> tuple[PlannedChange, Operation] | None:
    key = (table.type, row.id)
    before = records.get(key)
    merged = {**(before.fields if before else {}), **row.fields}
    fields = {name: value for name, value in merged.items() if value is not None}
    if before is not None and before.fields == fields and not before.body.void:
        return None
    rev = before.rev + 1 if before else 1
    body = Body(fields=fields, author=SERVER, authored_at=now)
    records.put(key, Stored(rev, body))
    name = "patch" if before else "create"
    change = PlannedChange(*key, rev, name, record_body.encode(body), (EVERYBODY,))
    return change, Operation(name, *key, fields)


def _log(
    database: CountyDatabase, connection: Connection, parts: Sequence[Sequence[tuple[PlannedChange, Operation]]]
) -> None:
    """Each part is a mutation of the county's own, kept like any other."""
    applied = AppliedStore(connection, database.county)
    groups, lines = [], []
    for part in parts:
        mid = new_id(database.clock.now())
        operations = [operation for _, operation in part]
        lines.append(encode(Mutation(mid, SCHEMA, SERVER, database.now_text(), operations)))
        groups.append(CommitGroup(mid, [change for change, _ in part]))
    change_log.append(connection, database.county, groups)
    for group, line in zip(groups, lines, strict=True):
        outcome = Outcome(group.mid, "applied", seqs=[group.first, group.last])
        digest = bytes.fromhex(line_hash(line))
        applied.put(Entry(group.mid, digest, SERVER, None, outcome, line, database.clock.now()))
    applied.write()
