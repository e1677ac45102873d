"""Applying what the county sends: the second and last door to the record tables.

What the screen shows of a record is the server's version with this laptop's own unconfirmed changes on top
(store/overlay.py). A mutation stays in that overlay until the pull cursor has passed its changes, so nothing jumps
back between the answer to a push and the pull that brings the change itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, String, and_, bindparam, case, delete, exists, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from clinic_app.clock import instant_text
from clinic_app.crashpoint import crashpoint
from clinic_app.protocol import wire
from clinic_app.protocol.body import encode
from clinic_app.protocol.digest import row_digest
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import overlay
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.local_tables import event_order, history, outbox, outbox_row, shadow
from clinic_app.store.overlay import SETTLED, own_rows
from clinic_app.store.projection import (
    CHUNK,
    Received,
    as_json,
    read_bodies,
    read_shadow,
    read_shadows,
    read_versions,
    write_received,
    write_shadow,
    write_shadows,
)
from clinic_app.sync import evict, received

Key = tuple[str, str]
CURSOR, CURSOR_SEQ, HEAD, HEADS, TIMELINE = "cursor", "cursor_seq", "head", "heads", "timeline"
MOST_HEADS = 32
STANDING = ("applied", "conflict")
EVICT = "evict"
# What others are looked up by comes first: a resident's search line names the household.
FIRST = ("organisation", "village", "department", "staff", "household", "resident")


def apply_page(database: Database, page: received.Page | wire.PullReply) -> None:
    """Rows, outcomes and the cursor in one transaction; applying a page twice is the same as once."""
    if isinstance(page, wire.PullReply):
        page = received.as_received(page)
    now = instant_text(database.clock.now())
    with database.write() as connection:
        store_outcomes(connection, page.outcomes, now)
        last = _place(connection, page)
        if page.cursor:
            write_setting(connection, CURSOR, page.cursor)
        write_setting(connection, CURSOR_SEQ, last)
        # First: rows that nothing own overlays any more are then written like everybody's, all at once.
        still_own, settled = _pass_mutations(connection, last)
        apply_changes(connection, page.changes, now)
        crashpoint("apply.half")
        for key in sorted(still_own):
            project(connection, key)
        evict.let_untold_go(connection, [*still_own, *settled], now)
        evict.settle(connection)
        note_head(connection, page.head)
        write_setting(connection, "last_contact", now)


def _place(connection: Connection, page: received.Page) -> int:
    """The place in the log where the cursor stands after a page."""
    if not page.more:
        return page.head.seq
    return page.changes[-1].seq if page.changes else int(read_setting(connection, CURSOR_SEQ, 0))


def apply_changes(connection: Connection, changes: Sequence[received.Change], now: str) -> None:
    """Write the server's versions in their order; rows with own unconfirmed changes keep them on top."""
    if not any(change.op == EVICT for change in changes):
        apply_versions(connection, changes)
        return
    for leaving, part in groupby(changes, lambda change: change.op == EVICT):
        if leaving:
            evict.apply_evictions(connection, list(part), now)
        else:
            apply_versions(connection, list(part))


def apply_versions(connection: Connection, changes: Sequence[received.Change], *, force: bool = False) -> None:
    """Write the versions that are newer than what is here; with `force` (another timeline) whatever is here."""
    own = own_rows(connection)
    by_type: dict[str, list[received.Change]] = defaultdict(list)
    for change in changes:
        by_type[change.type].append(change)
    for name in sorted(by_type, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST)):
        mine = own.get(name)
        others = [change for change in by_type[name] if change.id not in mine] if mine else by_type[name]
        _write(connection, name, _newer(connection, name, others, False, force), False)
        if mine and len(others) < len(by_type[name]):
            own_ones = [change for change in by_type[name] if change.id in mine]
            _write(connection, name, _newer(connection, name, own_ones, True, force), True)
    _keep_order(connection, by_type.get("referral_event", ()), force)


def _newer(
    connection: Connection, type_name: str, changes: Sequence[received.Change], is_own: bool, force: bool
) -> list[Received]:
    """The last version of each record that is newer than what is here; what it takes the place of becomes history."""
    ids = {change.id: None for change in changes}
    here = read_versions(connection, type_name, list(ids), shadows=is_own)
    if not here and len(ids) == len(changes):
        # A first sync: everything is new, and comes once.
        return [Received(each.id, each.body, each.rev, row_digest(each.id, each.rev, each.body)) for each in changes]
    latest: dict[str, Received] = {}
    older: list[tuple[str, int, bytes]] = []
    replaced: list[str] = []
    for change in changes:
        digest = row_digest(change.id, change.rev, change.body)
        rev, present = here.get(change.id, (0, None))
        # The same revision with another digest: from before there were digests, damaged, or back in scope.
        if rev and ((rev, present) == (change.rev, digest) or (rev > change.rev and not force)):
            continue
        if before := latest.get(change.id):
            older.append((before.id, before.rev, bytes(before.body)))
        elif rev and (rev != change.rev or force):
            replaced.append(change.id)
        here[change.id] = (change.rev, digest)
        latest[change.id] = Received(change.id, change.body, change.rev, digest)
    if replaced:
        found = (read_shadows if is_own else read_bodies)(connection, type_name, replaced)
        older += [(record_id, rev, encode(body)) for record_id, (body, rev) in found.items()]
    keep_history(connection, type_name, older, force=force)
    return list(latest.values())


def keep_history(
    connection: Connection, type_name: str, versions: Iterable[tuple[str, int, bytes]], *, force: bool = False
) -> None:
    """Keep earlier versions of records, `(id, rev, body)` each; with `force` as of the timeline before this one."""
    rows = [{"type": type_name, "id": each[0], "rev": each[1], "body": each[2]} for each in versions]
    if rows:
        timeline = max(0, int(read_setting(connection, TIMELINE, 0)) - force)
        connection.execute(upsert(history).on_conflict_do_nothing(), [{**row, "timeline": timeline} for row in rows])


def unconfirm(connection: Connection, type_name: str, ids: Sequence[str]) -> None:
    """Rows that the county does not have (any more) and that own work needs stay as not confirmed: whatever version
    comes is newer, and the county's sums do not count them. What they were is history of the timeline before."""
    versions = read_bodies(connection, type_name, ids) | read_shadows(connection, type_name, ids)
    bodies = [(record_id, rev, encode(body)) for record_id, (body, rev) in versions.items() if rev]
    keep_history(connection, type_name, bodies, force=True)
    chosen, these = "id IN (SELECT value FROM json_each(?))", as_json(ids)
    if type_name in RECORD_TYPES:
        connection.exec_driver_sql(f'UPDATE "{type_name}" SET rev = 0, digest = NULL WHERE {chosen}', (these,))
    connection.exec_driver_sql(
        f"UPDATE shadow SET rev = 0, digest = NULL WHERE type = ? AND {chosen}", (type_name, these)
    )


def _write(connection: Connection, type_name: str, versions: list[Received], is_own: bool) -> None:
    if not versions:
        return
    if is_own:
        write_shadows(connection, type_name, versions)
        for each in versions:
            project(connection, (type_name, each.id))
        if type_name in RECORD_TYPES:
            # Under own work, too, a row's digest is the county's version's.
            digests = [(each.digest, each.id) for each in versions]
            connection.exec_driver_sql(f'UPDATE "{type_name}" SET digest = ? WHERE id = ?', digests)
    else:
        write_received(connection, type_name, versions)
    if type_name in overlay.DEPARTING and evict.returned(connection, [each.id for each in versions]):
        # What was saved for them and sent again meanwhile is on the screen again, too.
        for key in overlay.hidden(connection):
            project(connection, key)


def _keep_order(connection: Connection, changes: Iterable[received.Change], force: bool) -> None:
    """Referral events count in the county's order."""
    rows = [{"id": change.id, "seq": change.seq} for change in changes if change.seq]
    if rows:
        statement = upsert(event_order)
        again = {"seq": statement.excluded.seq}
        settled = statement.on_conflict_do_update(index_elements=["id"], set_=again)
        connection.execute(settled if force else statement.on_conflict_do_nothing(), rows)


def note_head(connection: Connection, head: wire.Head) -> None:
    """Keep the highest place in the log that any answer showed, and some of those before it (`heads`)."""
    seen = read_setting(connection, HEAD)
    if seen is not None and seen["epoch"] == head.epoch and seen["seq"] >= head.seq:
        return
    write_setting(connection, HEAD, msgspec.to_builtins(head))
    ring = msgspec.convert(read_setting(connection, HEADS, []), list[wire.Head])
    # Places above a log that was put back are of no log any more.
    ring = [head, *(each for each in ring if each.seq < head.seq)]
    write_setting(connection, HEADS, msgspec.to_builtins(_thinned(ring)))


def _thinned(ring: Sequence[wire.Head]) -> list[wire.Head]:
    """The newest, and of each span of places, every one twice as long as the one before, the oldest."""
    spans = {(ring[0].seq - each.seq).bit_length(): each for each in ring}
    return list(spans.values())[:MOST_HEADS]


def project(connection: Connection, key: Key) -> None:
    """Recompute what the screen shows of one row: server version, then own changes not yet passed."""
    overlay.show(connection, key)


def _pass_mutations(connection: Connection, seq: int) -> tuple[list[Key], list[Key]]:
    """Own mutations whose changes the cursor has passed leave the overlay; returns their rows, those that others
    overlay and those that none does."""
    query = "SELECT mid FROM outbox WHERE passed IS 0 AND state IN (?, ?) AND last_seq <= ?"
    mids = connection.exec_driver_sql(query, (*STANDING, seq)).scalars().all()
    if not mids:
        return [], []
    passing = update(outbox).where(outbox.c.mid == bindparam("own")).values(passed=True)
    connection.execute(passing, [{"own": mid} for mid in mids])
    still_own, settled = _settled(connection, mids)
    _keep_own_making(connection, still_own)
    _show_server_versions(connection, settled)
    return still_own, settled


def _keep_own_making(connection: Connection, keys: Iterable[Key]) -> None:
    """Of rows that this laptop made and the county has not told of (they left the scope meanwhile), what their passed
    saves made is kept as what later own saves stand on."""
    for key in keys:
        if key[0] not in RECORD_TYPES or read_shadow(connection, *key) is not None:
            continue
        if overlay.has_left(connection, key):
            continue
        query = (
            select(outbox.c.line)
            .join(outbox_row, outbox_row.c.mid == outbox.c.mid)
            .where(outbox_row.c.type == key[0], outbox_row.c.id == key[1], outbox.c.passed.is_(True))
            .where(outbox.c.state.in_(STANDING))
            .order_by(outbox.c.seq)
        )
        made = overlay.made_by(key, [bytes(line) for line in connection.scalars(query)])
        if made is not None:
            write_shadow(connection, *key, encode(made), 0, None)


def _settled(connection: Connection, mids: Sequence[str]) -> tuple[list[Key], list[Key]]:
    """The rows of own saves: those that other own saves still overlay, and those that none does."""
    own = own_rows(connection)
    rows: set[Key] = set()
    for start in range(0, len(mids), CHUNK):
        part = mids[start : start + CHUNK]
        touched = select(outbox_row.c.type, outbox_row.c.id).where(outbox_row.c.mid.in_(part))
        rows |= {(row.type, row.id) for row in connection.execute(touched)}
    still_own = {key for key in rows if key[1] in own.get(key[0], ())}
    return sorted(still_own), sorted(rows - still_own)


def _show_server_versions(connection: Connection, keys: Iterable[Key]) -> set[Key]:
    """Rows that nothing own overlays any more show what the county has; their shadows are done with. Returns them."""
    shown: set[Key] = set()
    done = delete(shadow).where(shadow.c.type == bindparam("kind"), shadow.c.id == bindparam("record"))
    for type_name, part in groupby(sorted(keys), lambda key: key[0]):
        # Records of types that this program does not know live in their shadows.
        if type_name not in RECORD_TYPES:
            continue
        ids = [record_id for _, record_id in part]
        found = []
        for start in range(0, len(ids), CHUNK):
            query = select(shadow.c.id, shadow.c.body, shadow.c.rev, shadow.c.digest).where(
                shadow.c.type == type_name, shadow.c.id.in_(ids[start : start + CHUNK])
            )
            found += [Received(*row) for row in connection.execute(query)]
        if found:
            write_received(connection, type_name, found)
            connection.execute(done, [{"kind": type_name, "record": each.id} for each in found])
            shown |= {(type_name, each.id) for each in found}
    return shown


def adopt_known_types(database: Database) -> None:
    """Records that an older program could only keep beside come into their tables."""
    own = exists().where(outbox_row.c.mid == outbox.c.mid, outbox_row.c.type == shadow.c.type)
    own = own.where(outbox_row.c.id == shadow.c.id, outbox.c.passed.is_(False), outbox.c.state.not_in(SETTLED))
    query = select(shadow.c.type, shadow.c.id).where(shadow.c.type.in_(list(RECORD_TYPES)), ~own)
    with database.read() as connection:
        keys = [(row.type, row.id) for row in connection.execute(query)]
    if keys:
        with database.write() as connection:
            _show_server_versions(connection, keys)


def store_outcomes(connection: Connection, outcomes: Sequence[wire.Outcome], now: str | None = None) -> None:
    """Remember what became of own mutations; their rows stay overlaid until the pull has passed them.

    What a supervisor declined leaves the screen. A save that another took the place of stays so, unless the county
    has applied it after all.
    """
    values = [
        {
            "answered": outcome.mid,
            "new_state": outcome.state,
            "words": msgspec.to_builtins(outcome),
            "end": outcome.seqs[1] if outcome.seqs else None,
        }
        for outcome in outcomes
    ]
    if not values:
        return
    new: BindParameter[str] = bindparam("new_state", type_=String)
    replaced = and_(outbox.c.state == "superseded", *(new != state for state in STANDING))
    statement = update(outbox).where(outbox.c.mid == bindparam("answered"), outbox.c.passed.is_(False))
    changed: dict[str, Any] = {"state": case((replaced, outbox.c.state), else_=new)}
    changed |= {"outcome": bindparam("words"), "last_seq": bindparam("end")}
    connection.execute(statement.values(changed | ({"answered_at": now} if now else {})), values)
    if declined := [outcome.mid for outcome in outcomes if outcome.state == "declined"]:
        leave_screen(connection, declined)


def leave_screen(connection: Connection, mids: Sequence[str]) -> None:
    """Show the rows of own saves without them: other own ones on top, or the county's version, or nothing."""
    still_own, settled = _settled(connection, mids)
    shown = _show_server_versions(connection, settled)
    for key in [*still_own, *(key for key in settled if key not in shown)]:
        if key in still_own or _is_unconfirmed(connection, key):
            project(connection, key)


def _is_unconfirmed(connection: Connection, key: Key) -> bool:
    return key[0] in RECORD_TYPES and read_versions(connection, key[0], [key[1]]).get(key[1], (1, None))[0] == 0


def bring_back(connection: Connection, mids: Sequence[str]) -> None:
    """Own saves wait to be sent again and lie over the county's versions again: the county may have lost them."""
    for start in range(0, len(mids), CHUNK):
        part = mids[start : start + CHUNK]
        query = select(outbox_row.c.type, outbox_row.c.id).where(outbox_row.c.mid.in_(part)).distinct()
        keys = sorted((row.type, row.id) for row in connection.execute(query))
        _hold_server_versions(connection, keys)
        again = update(outbox).where(outbox.c.mid.in_(part))
        connection.execute(again.values(state="pending", passed=False, last_seq=None))
        for key in keys:
            project(connection, key)
    evict.wait_for_own_work(connection)


def _hold_server_versions(connection: Connection, keys: Iterable[Key]) -> None:
    """The county's versions of rows that own work comes to lie over, kept beside them."""
    for type_name, part in groupby(keys, lambda key: key[0]):
        if type_name not in RECORD_TYPES:
            continue
        ids = [record_id for _, record_id in part]
        held = read_versions(connection, type_name, ids, shadows=True)
        ids = [record_id for record_id in ids if record_id not in held]
        digests = read_versions(connection, type_name, ids)
        found = read_bodies(connection, type_name, ids)
        versions = [(each, encode(body), rev, digests[each][1]) for each, (body, rev) in found.items() if rev]
        write_shadows(connection, type_name, versions)
