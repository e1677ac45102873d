"""Applying what the county sends: the second and last door to the record tables.

What the screen shows of a record is the server's version with this laptop's own unconfirmed changes on top. A
mutation stays in that overlay until the pull cursor has passed its changes, so nothing jumps back between the answer
to a push and the pull that brings the change itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from clinic_app.clock import instant_text
from clinic_app.protocol import body as record_body
from clinic_app.protocol import wire
from clinic_app.protocol.body import Body, NotApplicable
from clinic_app.protocol.mutation import decode
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.local_tables import event_order, history, outbox, outbox_row, shadow
from clinic_app.store.projection import (
    CHUNK,
    read_bodies,
    read_shadow,
    read_shadows,
    write_bodies,
    write_shadow,
)

Key = tuple[str, str]
OVERLAID = ("pending", "applied", "deferred", "conflict")


def apply_page(database: Database, page: wire.PullReply) -> None:
    """Rows, outcomes and the cursor in one transaction; applying a page twice is the same as once."""
    with database.write() as connection:
        store_outcomes(connection, page.outcomes)
        write_setting(connection, "cursor", page.cursor)
        last = page.changes[-1].seq if page.more and page.changes else page.head.seq
        # First: rows that nothing own overlays any more are then written like everybody's, all at once.
        still_own = _pass_mutations(connection, last)
        apply_changes(connection, page.changes)
        for key in sorted(still_own):
            project(connection, key)
        note_head(connection, page.head)
        write_setting(connection, "last_contact", instant_text(database.clock.now()))


def apply_changes(connection: Connection, changes: Sequence[wire.Change]) -> None:
    """Write the server's versions; rows with own unconfirmed changes keep them on top."""
    touched: dict[Key, None] = {}
    latest: dict[Key, wire.Change] = {}
    own = _own_rows(connection, {(change.type, change.id) for change in changes})
    known = _known_versions(connection, changes, own)
    for change in changes:
        key = (change.type, change.id)
        present = known.get(key)
        if present is not None and present[1] >= change.rev:
            continue
        body = msgspec.convert(change.body, Body)
        if present is not None and present[1] > 0:
            _keep_history(connection, key, present)
        known[key] = (body, change.rev)
        latest[key] = change
        touched[key] = None
    _write(connection, touched, known, own)
    _keep_order(connection, changes)


def _keep_order(connection: Connection, changes: Sequence[wire.Change]) -> None:
    """Referral events count in the county's order."""
    rows = [{"id": change.id, "seq": change.seq} for change in changes if change.type == "referral_event"]
    if rows:
        connection.execute(upsert(event_order).on_conflict_do_nothing(), rows)


def note_head(connection: Connection, head: wire.Head) -> None:
    """Keep the highest place in the log that any answer showed."""
    seen = read_setting(connection, "head")
    if seen is None or seen["seq"] <= head.seq or seen["epoch"] != head.epoch:
        write_setting(connection, "head", msgspec.to_builtins(head))


def _own_rows(connection: Connection, keys: Iterable[Key]) -> set[Key]:
    """Those of `keys` that own unpassed mutations touch."""
    query = (
        select(outbox_row.c.type, outbox_row.c.id)
        .join(outbox, outbox.c.mid == outbox_row.c.mid)
        .where(outbox.c.passed.is_(False))
    )
    return {(row.type, row.id) for row in connection.execute(query)} & set(keys)


def _known_versions(
    connection: Connection, changes: Sequence[wire.Change], own: set[Key]
) -> dict[Key, tuple[Body, int]]:
    """The server versions that this laptop has of the changed rows."""
    keys = dict.fromkeys((change.type, change.id) for change in changes)
    known: dict[Key, tuple[Body, int]] = {}
    for read, chosen in ((read_shadows, own), (read_bodies, keys.keys() - own)):
        for type_name, ids in _by_type(chosen).items():
            found = read(connection, type_name, ids)
            known |= {(type_name, record_id): version for record_id, version in found.items()}
    return known


def _keep_history(connection: Connection, key: Key, version: tuple[Body, int]) -> None:
    row = {"type": key[0], "id": key[1], "rev": version[1], "body": record_body.encode(version[0])}
    connection.execute(upsert(history).values(row).on_conflict_do_nothing())


def _write(connection: Connection, touched: Iterable[Key], known: dict[Key, tuple[Body, int]], own: set[Key]) -> None:
    plain = defaultdict(list)
    for key in touched:
        body, rev = known[key]
        if key in own:
            write_shadow(connection, *key, body, rev)
            project(connection, key)
        else:
            plain[key[0]].append((key[1], body, rev))
    for type_name, records in plain.items():
        write_bodies(connection, type_name, records)


def project(connection: Connection, key: Key) -> None:
    """Recompute what the screen shows of one row: server version, then own changes not yet passed."""
    server = read_shadow(connection, *key)
    shown, rev = server if server else (None, 0)
    # State and place are judged here: the planner would walk all unpassed lines rather than those of one record.
    query = (
        select(outbox.c.line, outbox.c.state, outbox.c.passed)
        .join(outbox_row, outbox_row.c.mid == outbox.c.mid)
        .where(outbox_row.c.type == key[0], outbox_row.c.id == key[1])
        .order_by(outbox.c.seq)
    )
    for row in connection.execute(query).all():
        if row.passed or row.state not in OVERLAID:
            continue
        mutation = decode(row.line)
        for operation in mutation.ops:
            if (operation.type, operation.id) != key:
                continue
            try:
                shown = record_body.apply(shown, operation, mutation.author, mutation.authored_at)
            except NotApplicable:
                # The server's version already holds it, or it cannot be laid over; the server's version stands.
                continue
    if shown is not None:
        write_bodies(connection, key[0], [(key[1], shown, rev)])


def _pass_mutations(connection: Connection, seq: int) -> set[Key]:
    """Own mutations whose changes the cursor has passed leave the overlay; returns their rows that others overlay."""
    query = select(outbox.c.mid).where(
        outbox.c.passed.is_(False), outbox.c.state.in_(("applied", "conflict")), outbox.c.last_seq <= seq
    )
    mids = connection.scalars(query).all()
    if not mids:
        return set()
    passing = update(outbox).where(outbox.c.mid == bindparam("own")).values(passed=True)
    connection.execute(passing, [{"own": mid} for mid in mids])
    rows: set[Key] = set()
    for start in range(0, len(mids), CHUNK):
        part = mids[start : start + CHUNK]
        touched = select(outbox_row.c.type, outbox_row.c.id).where(outbox_row.c.mid.in_(part))
        rows |= {(row.type, row.id) for row in connection.execute(touched)}
    still_own = _own_rows(connection, rows)
    _show_server_versions(connection, rows - still_own)
    return still_own


def _show_server_versions(connection: Connection, keys: Iterable[Key]) -> None:
    """Rows that nothing own overlays any more show what the county has; their shadows are done with."""
    done = delete(shadow).where(shadow.c.type == bindparam("kind"), shadow.c.id == bindparam("record"))
    for type_name, ids in _by_type(keys).items():
        # Records of types that this program does not know live in their shadows.
        if type_name in RECORD_TYPES and (found := read_shadows(connection, type_name, ids)):
            write_bodies(connection, type_name, [(record_id, *version) for record_id, version in found.items()])
            connection.execute(done, [{"kind": type_name, "record": record_id} for record_id in found])


def _by_type(keys: Iterable[Key]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for type_name, record_id in keys:
        grouped[type_name].append(record_id)
    return grouped


def store_outcomes(connection: Connection, outcomes: Sequence[wire.Outcome]) -> None:
    """Remember what became of own mutations; their rows stay overlaid until the pull has passed them."""
    values = [
        {
            "answered": outcome.mid,
            "state": outcome.state,
            "outcome": msgspec.to_builtins(outcome),
            "last_seq": outcome.seqs[1] if outcome.seqs else None,
        }
        for outcome in outcomes
    ]
    if values:
        statement = update(outbox).where(outbox.c.mid == bindparam("answered"), outbox.c.passed.is_(False))
        connection.execute(statement, values)
