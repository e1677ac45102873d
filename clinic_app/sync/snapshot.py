"""The first sync: not the log from its beginning but the records as they are now, the most needed first.

Pages by type and id go into the live database by revision, so a save made meanwhile is there at the end. Each page and
its place are one transaction: after a break, at whatever page, the next sync goes on there. The cursor was taken before
the first page; what happened since comes by the log. Taking villages over and realigning with a restored county are
the same with another end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urlencode

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from clinic_app.crashpoint import crashpoint
from clinic_app.protocol.body import encode
from clinic_app.records.catalogue import RECORD_TYPES, reference_types
from clinic_app.store import overlay
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.integrity import children_without_parents
from clinic_app.store.local_tables import snapshot_position, snapshot_row
from clinic_app.store.overlay import own_rows
from clinic_app.store.projection import OUT_OF_SCOPE, read_bodies
from clinic_app.sync.apply import CURSOR, CURSOR_SEQ, apply_versions, keep_history, note_head, unconfirm
from clinic_app.sync.digest import CHECKED
from clinic_app.sync.errors import SyncProblem
from clinic_app.sync.evict import with_what_is_above
from clinic_app.sync.received import Change, Page, Rows
from clinic_app.sync.transport import Transport

FIRST, VILLAGES, WHOLE = "first", "villages", "whole"
PEOPLE = (
    "household", "resident", "identity_link", "allergy", "diagnosis", "chronic_registration", "duplicate_candidate",
)  # fmt: skip
RECENT = timedelta(days=366)
FEWEST, START, MOST, AIM_SECONDS = 200, 1000, 1000, 3.0
"""Rows of a page. Two pages are in memory at once; more than MOST costs a small laptop memory and gains no speed."""
RUN, INCOMPLETE = "snapshot", "incomplete"


@dataclass(frozen=True)
class Progress:
    """How far it is: of the part (stage 1 to 4, and record type) rows so far and in all, and bytes of this sync."""

    stage: int
    type: str
    rows: int
    total: int
    bytes: int


Report = Callable[[Progress], object]
Cancelled = Callable[[], bool]


class Stopped(SyncProblem):
    """A person stopped it between two pages; the next sync goes on there."""

    def __init__(self) -> None:
        super().__init__("已暂停接收，收到的都保存在本机；下次同步接着收")


class Run(msgspec.Struct):
    """One snapshot from its first page to its last, remembered as the setting `snapshot`.

    `cursor` and `seq` are the place in the log before the first page; `floor` the least id of the last 12 months.
    """

    kind: str
    cursor: str
    seq: int
    floor: str
    villages: list[str] = []


@dataclass(frozen=True)
class _Part:
    """One type of a stage, asked for in pages: `after` is the last id that is here, `rows` how many are."""

    stage: int
    type: str
    asked: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    rows: int = 0
    counted: bool = False


def first_sync(
    database: Database, line: Transport, progress: Report | None = None, cancelled: Cancelled | None = None
) -> int:
    """Everything in scope onto a laptop that has no cursor yet; returns how many rows came. Raises SyncProblem."""
    with database.read() as connection:
        if read_setting(connection, CURSOR) is not None:
            return 0
    return _follow(database, line, _begin(database, line, FIRST), progress, cancelled)


def snapshot_villages(
    database: Database,
    line: Transport,
    villages: Iterable[str],
    progress: Report | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Everything of villages that came into scope; the cursor stays as it is. Raises SyncProblem."""
    return _follow(database, line, _begin(database, line, VILLAGES, sorted(villages)), progress, cancelled)


def resnapshot(
    database: Database, line: Transport, progress: Report | None = None, cancelled: Cancelled | None = None
) -> int:
    """Everything in scope again, after the county was restored: its rows count whatever their revision.

    What they take the place of goes to history under the timeline before this one, and so does what the county no
    longer has; where own work is under way it stays. The setting `timeline` was raised before. Raises SyncProblem.
    """
    return _follow(database, line, _begin(database, line, WHOLE), progress, cancelled)


def _begin(database: Database, line: Transport, kind: str, villages: list[str] | None = None) -> Run:
    """The run that was broken off, or a new one from where the county stands now."""
    with database.read() as connection:
        stored = read_setting(connection, RUN)
    run = msgspec.convert(stored, Run) if stored else None
    if run is not None and (run.kind, run.villages) == (kind, villages or []):
        return run
    page = line.get("/pull?limit=0", Page)
    since = int((database.clock.now() - RECENT).timestamp() * 1000)
    # A prefix of an id comes before all ids that begin with it.
    floor = f"{since:012x}"
    run = Run(kind, page.cursor, page.head.seq, f"{floor[:8]}-{floor[8:]}", villages or [])
    with database.write() as connection:
        write_setting(connection, RUN, msgspec.to_builtins(run))
        connection.execute(delete(snapshot_position))
        connection.execute(delete(snapshot_row))
        note_head(connection, page.head)
    return run


def _follow(database: Database, line: Transport, run: Run, progress: Report | None, cancelled: Cancelled | None) -> int:
    received, limit, total, before = 0, START, 0, line.bytes_received
    parts = _parts(database, run)
    part = next(parts, None)
    with ThreadPoolExecutor(1, "snapshot-ahead") as ahead:
        coming = ahead.submit(_ask, line, run, part, limit) if part else None
        while part is not None and coming is not None:
            reply, elapsed = coming.result()
            if cancelled is not None and cancelled():
                raise Stopped
            limit = round(min(max(limit * AIM_SECONDS / max(elapsed, 0.01), limit / 2, FEWEST), limit * 2, MOST))
            here = part.rows + len(reply.rows)
            more = replace(part, after=reply.next, rows=here, counted=True) if reply.next else next(parts, None)
            coming = ahead.submit(_ask, line, run, more, limit) if more else None
            _apply(database, run, part, reply)
            received += len(reply.rows)
            if reply.total is not None:
                total = part.rows + reply.total
            if progress is not None:
                progress(Progress(part.stage, part.type, here, max(total, here), line.bytes_received - before))
            part = more
    _finish(database, run)
    return received


def _parts(database: Database, run: Run) -> Iterator[_Part]:
    """What is still to be asked for, in order."""
    with database.read() as connection:
        places = {(row.stage, row.type): row for row in connection.execute(select(snapshot_position))}
    for part in _stages(run):
        place = places.get((part.stage, part.type))
        if place is None:
            yield part
        elif not place.done:
            yield replace(part, after=place.after, rows=place.rows)


def _stages(run: Run) -> list[_Part]:
    """Places and people first, so that people can be found; then what is recent, then the rest; parents first."""
    reference = reference_types()
    rest = sorted(set(RECORD_TYPES) - set(reference) - set(PEOPLE), key=lambda name: (_depth(name), name))
    stages = [] if run.kind == VILLAGES else [_Part(1, name) for name in reference]
    stages += [_Part(2, name) for name in PEOPLE]
    stages += [_Part(3, name, after=run.floor) for name in rest]
    return stages + [_Part(4, name, {"until": run.floor}) for name in rest]


def _depth(type_name: str) -> int:
    parent = RECORD_TYPES[type_name].parent
    return 1 + _depth(parent.reference) if parent else 0 if type_name == "resident" else 9


def _ask(line: Transport, run: Run, part: _Part, limit: int) -> tuple[Rows, float]:
    asked = {"limit": str(limit), **part.asked}
    if part.after:
        asked["after"] = part.after
    if run.villages:
        asked["villages"] = ",".join(run.villages)
    if not part.counted:
        asked["count"] = "1"
    began = time.monotonic()
    reply = line.get(f"/snapshot/{part.type}?{urlencode(asked)}", Rows)
    return reply, time.monotonic() - began


def _apply(database: Database, run: Run, part: _Part, reply: Rows) -> None:
    """A page and its place, in one transaction."""
    changes = [Change(row.seq, "", part.type, row.id, row.rev, "snapshot", row.body) for row in reply.rows]
    with database.write() as connection:
        apply_versions(connection, changes, force=run.kind == WHOLE)
        crashpoint("snapshot.page")
        if run.kind == WHOLE and changes:
            marks = [{"type": part.type, "id": change.id} for change in changes]
            connection.execute(upsert(snapshot_row).on_conflict_do_nothing(), marks)
        place = {"after": reply.next, "rows": part.rows + len(changes), "done": not reply.next}
        statement = upsert(snapshot_position).values(stage=part.stage, type=part.type, **place)
        connection.execute(statement.on_conflict_do_update(index_elements=["stage", "type"], set_=place))
        note_head(connection, reply.head)


def _finish(database: Database, run: Run) -> None:
    with database.write() as connection:
        if run.kind == WHOLE:
            _retire_unmarked(connection)
        if run.kind != VILLAGES:
            write_setting(connection, CURSOR, run.cursor)
            write_setting(connection, CURSOR_SEQ, run.seq)
        connection.execute(delete(snapshot_position))
        connection.execute(delete(snapshot_row))
        write_setting(connection, RUN, None)
        # The next sync compares sums whatever the day.
        write_setting(connection, CHECKED, None)
    note_incomplete(database)


def note_incomplete(database: Database) -> None:
    """Remember of which types children are here whose parents are not (setting `incomplete`; nothing when all fits)."""
    with database.read() as connection:
        found = children_without_parents(connection)
    with database.write() as connection:
        write_setting(connection, INCOMPLETE, found or None)


def _retire_unmarked(connection: Connection) -> None:
    """What the restored county no longer has becomes history; own work stays, with what it stands under, as not
    confirmed."""
    own = with_what_is_above(connection, own_rows(connection))
    for name in RECORD_TYPES:
        query = (
            f'SELECT id FROM "{name}" WHERE rev > 0 AND coalesce(digest, 1) <> {OUT_OF_SCOPE}'
            " AND id NOT IN (SELECT id FROM snapshot_row WHERE type = ?)"
        )
        ids = {row[0] for row in connection.exec_driver_sql(query, (name,))}
        kept = ids & own.get(name, set())
        gone = sorted(ids - kept)
        bodies = read_bodies(connection, name, gone)
        keep_history(connection, name, [(each, rev, encode(body)) for each, (body, rev) in bodies.items()], force=True)
        for record_id in gone:
            overlay.remove(connection, (name, record_id))
        unconfirm(connection, name, sorted(kept))
