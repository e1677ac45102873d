"""Loading what the county publishes: villages, organisations, departments, staff, slots, beds, costs, lists.

A file is taken whole or not at all; a row that says what is known already makes no change, and what a file does not
speak of stays. A row is taken out of force by its column `retired`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from clinic_app.clock import LOCAL_ZONE
from clinic_app.county import audit, change_log
from clinic_app.county.applied import AppliedStore, Entry
from clinic_app.county.change_log import CommitGroup, PlannedChange
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.record_bodies import Stored
from clinic_app.county.record_store import RecordStore
from clinic_app.county.reference_file import TABLES, Row, Table, read_rows
from clinic_app.county.reference_places import check_places
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import EVERYBODY
from clinic_app.protocol.body import Body
from clinic_app.protocol.mutation import SCHEMA, Mutation, Operation, encode, line_hash
from clinic_app.protocol.referral_events import SERVER
from clinic_app.protocol.wire import Outcome
from clinic_app.records.identifiers import new_id

GROUP_SIZE = 500
RETIRED_WORDS = "县里停用"


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
    notices = check_places(records, table, rows, path)
    planned = [planned for row in rows if (planned := _plan(records, table, row, database.now_text()))]
    records.keep()
    records.write()
    _log(database, connection, [planned[start : start + GROUP_SIZE] for start in range(0, len(planned), GROUP_SIZE)])
    if planned:
        audit.append(connection, database.county, actor, "load", table.type, database.now_text(), str(len(planned)))
    return Loaded(len(rows), len(planned), tuple(notices))


def _plan(records: RecordStore, table: Table, row: Row, now: str) -> tuple[PlannedChange, Operation] | None:
    key = (table.type, row.id)
    before = records.get(key)
    if row.retired:
        return _retired(records, key, before)
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


def _retired(
    records: RecordStore, key: tuple[str, str], before: Stored | None
) -> tuple[PlannedChange, Operation] | None:
    """Out of force: kept, and no longer offered."""
    if before is None or before.body.void:
        return None
    body = replace(before.body, void=True, reason=RETIRED_WORDS)
    records.put(key, Stored(before.rev + 1, body))
    change = PlannedChange(*key, before.rev + 1, "void", record_body.encode(body), (EVERYBODY,))
    return change, Operation("void", *key, reason=RETIRED_WORDS)


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
