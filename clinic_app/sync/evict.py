"""Residents that leave this laptop's scope: what is theirs goes from it, but never before own work is settled.

Leaving is not voiding: the county keeps everything. Part of the applier: with sync/apply.py the only place outside the
unit of work that writes record tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from clinic_app.protocol.body import Body, decode
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import findable
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.local_tables import departed, outbox, outbox_row, shadow
from clinic_app.store.overlay import DEPARTING, made_by, own_rows
from clinic_app.store.projection import OUT_OF_SCOPE, as_json, read_bodies, read_shadows
from clinic_app.sync.received import Change

Key = tuple[str, str]
Rows = dict[str, set[str]]
CANDIDATE = "duplicate_candidate"
MOVED, SCOPE = "moved", "scope"
_THESE = "IN (SELECT value FROM json_each(?))"


def apply_evictions(connection: Connection, changes: Sequence[Change], now: str) -> None:
    """Let those go whose eviction is newer than what is here; part of the caller's transaction."""
    device = load_device(connection)
    villages = set(device.scope.villages) if device else set()
    for type_name in DEPARTING:
        named = {change.id: change for change in changes if change.type == type_name}
        here = _server_versions(connection, type_name, list(named))
        leaving = []
        for record_id, (body, rev) in here.items():
            change = named[record_id]
            village = body.fields.get("village_code")
            # Older than the membership that this laptop knows, or a move between two of its own villages.
            if rev > change.rev or (rev == change.rev and village in villages):
                continue
            target = msgspec.json.decode(change.body, type=Body).fields.get("village_code")
            gone = _leaving(record_id, body, change.rev, target, MOVED, now)
            if not rev:
                gone["from_village"] = _first_village(connection, type_name, record_id, body)
            leaving.append(gone)
        _let_go(connection, type_name, leaving)
    _let_candidates_go(connection, {each.id: each.rev for each in changes if each.type == CANDIDATE})


def _let_candidates_go(connection: Connection, told: Mapping[str, int]) -> None:
    """Likely duplicates that others look at now; a version that came since keeps them."""
    here = _server_versions(connection, CANDIDATE, list(told)) if told else {}
    remove_records(connection, CANDIDATE, [each for each, (_, rev) in here.items() if rev <= told[each]])


def let_untold_go(connection: Connection, keys: Iterable[Key], now: str) -> None:
    """Whom own saves that the cursor has passed are of, and of whom the county has told this laptop nothing: others
    answer for them now, and that they left may have been said before the place from which this laptop hears."""
    by_type: Rows = defaultdict(set)
    for type_name, record_id in keys:
        by_type[type_name].add(record_id)
    concerned = with_what_is_above(connection, by_type)
    for type_name in DEPARTING:
        chosen = f'SELECT id FROM "{type_name}" WHERE rev = 0 AND id {_THESE}'
        ids = connection.exec_driver_sql(chosen, (as_json(concerned.get(type_name, ())),)).scalars().all()
        leaving = []
        for record_id, (body, rev) in _server_versions(connection, type_name, ids).items():
            here, home = body.fields.get("village_code"), _first_village(connection, type_name, record_id, body)
            gone = _leaving(record_id, body, rev, None if here == home else here, MOVED, now)
            leaving.append(gone | {"from_village": home})
        _let_go(connection, type_name, leaving)


def _first_village(connection: Connection, type_name: str, record_id: str, body: Body) -> Any:
    """Where somebody lived of whom the county has told nothing: the body may have own moves in it."""
    query = select(outbox.c.line).join(outbox_row, outbox_row.c.mid == outbox.c.mid)
    mine = query.where(outbox_row.c.type == type_name, outbox_row.c.id == record_id).order_by(outbox.c.seq).limit(1)
    made = made_by((type_name, record_id), [bytes(line) for line in connection.scalars(mine)])
    return (made or body).fields.get("village_code")


def evict_villages(connection: Connection, villages: Iterable[str], now: str) -> None:
    """This laptop no longer answers for `villages`: their residents and households go, and whoever was here for the
    sake of a link with one of them; who is linked with somebody that stays, stays."""
    codes = as_json(villages)
    for type_name in DEPARTING:
        found = connection.exec_driver_sql(f'SELECT id FROM "{type_name}" WHERE village_code {_THESE}', (codes,))
        going = {row[0] for row in found}
        if type_name == "resident":
            lent, staying = _linked(connection)
            going = (going | lent) - staying
        here = _server_versions(connection, type_name, sorted(going))
        leaving = [_leaving(record_id, body, rev, None, SCOPE, now) for record_id, (body, rev) in here.items()]
        _let_go(connection, type_name, leaving)


def _linked(connection: Connection) -> tuple[set[str], set[str]]:
    """Of all linked residents here: those of others' villages that nothing keeps here, and those that a link with
    somebody of an own village keeps."""
    device = load_device(connection)
    villages = set(device.scope.villages) if device else set()
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in connection.exec_driver_sql("SELECT resident_id, canonical_id FROM identity_link WHERE NOT void"):
        near[one].add(other)
        near[other].add(one)
    rows = connection.exec_driver_sql(f"SELECT id, village_code FROM resident WHERE id {_THESE}", (as_json(near),))
    homes = {row[0]: row[1] for row in rows}
    staying = {each for each, home in homes.items() if home in villages}
    ahead = list(staying)
    while ahead:
        more = near[ahead.pop()] - staying
        staying |= more
        ahead += more
    return {each for each, home in homes.items() if home not in villages} - staying, staying


def settle_departed(database: Database) -> None:
    """What waited for own work goes, where that work is settled now."""
    with database.write() as connection:
        settle(connection)


def settle(connection: Connection) -> None:
    """The same inside the caller's transaction."""
    waiting = connection.exec_driver_sql("SELECT resident_id FROM departed WHERE pending").scalars().all()
    if not waiting:
        return
    busy = _with_own_work(connection)
    done = [record_id for record_id in waiting if record_id not in busy]
    for type_name in DEPARTING:
        _remove(connection, type_name, done)
    marks = update(departed).where(departed.c.resident_id.in_(done)).values(pending=False)
    connection.execute(marks)


def wait_for_own_work(connection: Connection) -> None:
    """Who has left and has own work under way again stays readable until it is settled again."""
    busy = _with_own_work(connection)
    chosen = f"UPDATE departed SET pending = 1 WHERE resident_id {_THESE}"
    connection.exec_driver_sql(chosen, (as_json(busy),))


def returned(connection: Connection, ids: Sequence[str]) -> bool:
    """Who is in scope again has not departed; whether anybody had."""
    if connection.exec_driver_sql("SELECT 1 FROM departed LIMIT 1").first() is None:
        return False
    chosen = f"DELETE FROM departed WHERE resident_id {_THESE}"
    return connection.exec_driver_sql(chosen, (as_json(ids),)).rowcount > 0


def _server_versions(connection: Connection, type_name: str, ids: Sequence[str]) -> dict[str, tuple[Body, int]]:
    return read_bodies(connection, type_name, ids) | read_shadows(connection, type_name, ids)


def _leaving(record_id: str, body: Body, rev: int, target: Any, why: str, now: str) -> dict[str, Any]:
    return {
        "resident_id": record_id,
        "rev": rev,
        "name": body.fields.get("name"),
        "from_village": body.fields.get("village_code"),
        "to_village": target,
        "why": why,
        "at": now,
    }


def _let_go(connection: Connection, type_name: str, leaving: Sequence[Mapping[str, Any]]) -> None:
    """Remove them, or what has own work under way later; a person is told of each resident by name. That they left is
    remembered of all: what was saved for them may have to be sent to a restored county again."""
    if not leaving:
        return
    busy = _with_own_work(connection)
    waiting = [each["resident_id"] for each in leaving if each["resident_id"] in busy]
    # Nobody is told of a file that was here for a link's sake only: its person has not moved.
    rows = []
    for each in leaving:
        pending = each["resident_id"] in busy
        told = type_name == "resident" and (pending or each["from_village"] != each["to_village"])
        rows.append({**each, "name": each["name"] if told else None, "pending": pending, "seen": not told})
    statement = upsert(departed)
    again = {name: statement.excluded[name] for name in rows[0] if name != "resident_id"}
    connection.execute(statement.on_conflict_do_update(index_elements=["resident_id"], set_=again), rows)
    _remove(connection, type_name, [each["resident_id"] for each in leaving if each["resident_id"] not in busy])
    for kind, ids in _belongings(connection, type_name, waiting).items():
        # What stays for the work's sake is no longer compared with the county's sums.
        connection.exec_driver_sql(f'UPDATE "{kind}" SET digest = {OUT_OF_SCOPE} WHERE id {_THESE}', (as_json(ids),))
        connection.exec_driver_sql(
            f"UPDATE shadow SET digest = {OUT_OF_SCOPE} WHERE type = ? AND id {_THESE}", (kind, as_json(ids))
        )


def _with_own_work(connection: Connection) -> set[str]:
    """Residents and households of whom something own is not settled: a save under way, a photo not sent."""
    keys = {(name, record_id) for name, ids in own_rows(connection).items() for record_id in ids}
    for kind in ("visit_attachment", "referral_attachment"):
        unsent = f"SELECT id FROM {kind} WHERE sha256 IN (SELECT sha256 FROM blob WHERE state = 'local')"
        keys |= {(kind, row[0]) for row in connection.exec_driver_sql(unsent)}
    found: set[str] = set()
    seen: set[Key] = set()
    while keys:
        seen |= keys
        found |= {record_id for type_name, record_id in keys if type_name in DEPARTING}
        keys = above(connection, keys) - seen
    return found


def with_what_is_above(connection: Connection, rows: Mapping[str, Collection[str]]) -> Rows:
    """Rows and everything that they stand under: a visit is not shown without its person."""
    found = {name: set(ids) for name, ids in rows.items()}
    keys = {(name, record_id) for name, ids in rows.items() for record_id in ids}
    while keys:
        keys = {key for key in above(connection, keys) if key[1] not in found.get(key[0], ())}
        for name, record_id in keys:
            found.setdefault(name, set()).add(record_id)
    return found


def above(connection: Connection, keys: Iterable[Key]) -> set[Key]:
    """What records stand under; of the county's own records those whom they are about."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for type_name, record_id in keys:
        by_type[type_name].append(record_id)
    found: set[Key] = set()
    for type_name, ids in by_type.items():
        declared = RECORD_TYPES.get(type_name)
        if declared is None:
            continue
        if type_name == CANDIDATE:
            column, kind = "people", ""
        elif type_name == "conflict":
            column, kind = "resident_id", "resident"
        elif declared.parent:
            column, kind = declared.parent.name, declared.parent.reference
        else:
            continue
        rows = connection.exec_driver_sql(f'SELECT "{column}" FROM "{type_name}" WHERE id {_THESE}', (as_json(ids),))
        for (value,) in rows:
            if kind:
                found.add((kind, value))
            else:
                found |= {("resident", person) for person in _people(value)}
    return {key for key in found if key[1]}


def _people(raw: str | None) -> list[str]:
    people = msgspec.json.decode(raw) if raw else []
    return [str(each.get("resident_id")) for each in people if isinstance(each, dict)]


def _belongings(connection: Connection, type_name: str, ids: Sequence[str]) -> Rows:
    """Everything that goes with residents or households, but for referrals in which the own organisation takes part."""
    found: Rows = {type_name: set(ids)} if ids else {}
    if not ids or type_name != "resident":
        return found
    kept = _own_referrals(connection, ids)
    level: Rows = {"resident": set(ids)}
    while level:
        below: Rows = defaultdict(set)
        for kind, declared in RECORD_TYPES.items():
            parent = declared.parent
            if parent is not None and level.get(parent.reference):
                above = as_json(level[parent.reference])
                rows = connection.exec_driver_sql(f'SELECT id FROM "{kind}" WHERE "{parent.name}" {_THESE}', (above,))
                below[kind] |= {row[0] for row in rows} - (kept if kind == "referral" else set())
        level = {kind: more for kind, records in below.items() if (more := records - found.get(kind, set()))}
        for kind, records in level.items():
            found[kind] = found.get(kind, set()) | records
    found["conflict"] = _conflicts(connection, found)
    found[CANDIDATE] = _candidates(connection, found["resident"])
    return {kind: records for kind, records in found.items() if records}


def _own_referrals(connection: Connection, residents: Sequence[str]) -> set[str]:
    device = load_device(connection)
    if device is None:
        return set()
    own = device.organisation
    rows = connection.exec_driver_sql(
        f"SELECT id FROM referral WHERE resident_id {_THESE} AND (from_org = ? OR to_org = ? OR id IN"
        " (SELECT referral_id FROM referral_event WHERE organisation = ? OR to_org = ?"
        " AND event IN ('redirect', 'retarget', 'hand_over')))",
        (as_json(residents), own, own, own, own),
    )
    return {row[0] for row in rows}


def _conflicts(connection: Connection, leaving: Rows) -> set[str]:
    query = f"SELECT id, subject_type, subject_id FROM conflict WHERE resident_id {_THESE} OR subject_id {_THESE}"
    people = as_json(leaving["resident"])
    rows = connection.exec_driver_sql(query, (people, people))
    return {row[0] for row in rows if row[1] not in RECORD_TYPES or row[2] in leaving.get(row[1], ())}


def _candidates(connection: Connection, leaving: set[str]) -> set[str]:
    """Likely duplicates in which nobody is left whom this laptop has."""
    found = set()
    for row in connection.exec_driver_sql("SELECT id, people FROM duplicate_candidate"):
        people = set(_people(row[1]))
        if people & leaving:
            there = connection.exec_driver_sql(
                f"SELECT 1 FROM resident WHERE id {_THESE}", (as_json(people - leaving),)
            )
            found |= set() if there.first() else {row[0]}
    return found


def _remove(connection: Connection, type_name: str, ids: Sequence[str]) -> None:
    """Take records and all that hangs on them off this laptop: rows, search lines, older versions, content, drafts."""
    going = _belongings(connection, type_name, ids)
    if not going:
        return
    every = set().union(*going.values())
    unknown = _unknown_below(connection, every)
    for kind, records in [*going.items(), *unknown.items()]:
        remove_records(connection, kind, records)
    drafts = "DELETE FROM draft WHERE substr(key, instr(key, ':') + 1) " + _THESE
    connection.exec_driver_sql(drafts, (as_json(every),))


def remove_records(connection: Connection, type_name: str, ids: Iterable[str]) -> None:
    """Take records of one type off this laptop, and whatever else here speaks of them."""
    these = as_json(ids)
    content = []
    if type_name in RECORD_TYPES:
        if type_name.endswith("_attachment"):
            named = f'SELECT DISTINCT sha256 FROM "{type_name}" WHERE id {_THESE}'
            content = [row[0] for row in connection.exec_driver_sql(named, (these,))]
        connection.exec_driver_sql(f'DELETE FROM "{type_name}" WHERE id {_THESE}', (these,))
    for table in ("shadow", "history", "snapshot_row"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE type = ? AND id {_THESE}", (type_name, these))
    connection.exec_driver_sql(f"DELETE FROM printed_paper WHERE record_id {_THESE}", (these,))
    connection.exec_driver_sql(f"DELETE FROM import_row WHERE record_id {_THESE}", (these,))
    findable.forget(connection, type_name, list(ids))
    if type_name == "referral_event":
        connection.exec_driver_sql(f"DELETE FROM event_order WHERE id {_THESE}", (these,))
    _forget_content(connection, content)


def _forget_content(connection: Connection, hashes: Sequence[str]) -> None:
    """Content that no record here names any more."""
    if not hashes:
        return
    rest = " ".join(
        f"AND sha256 NOT IN (SELECT sha256 FROM {kind} WHERE sha256 IS NOT NULL)"
        for kind in ("visit_attachment", "referral_attachment")
    )
    for table in ("blob_chunk", "blob"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE sha256 {_THESE} {rest}", (as_json(hashes),))


def _unknown_below(connection: Connection, leaving: set[str]) -> Rows:
    """Records of types that a newer peer knows and this program does not, which name somebody that goes."""
    found: Rows = defaultdict(set)
    query = select(shadow.c.type, shadow.c.id, shadow.c.body).where(shadow.c.type.not_in(list(RECORD_TYPES)))
    for row in connection.execute(query):
        named = decode(row.body).fields.items()
        if any(name.endswith("_id") and isinstance(value, str) and value in leaving for name, value in named):
            found[row.type].add(row.id)
    return found
