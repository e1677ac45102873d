"""Whether this laptop and the county hold the same rows, and what is done about those that differ.

Compared are sums of 256 buckets for each type, over the county's versions here (docs/protocol.md), and only while the
cursor stands where the county's sums were taken. Of a bucket that differs ids and revisions are compared, and only the
rows in question travel.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert

from clinic_app.clock import instant_text
from clinic_app.protocol import wire
from clinic_app.protocol.digest import different_buckets, packed
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.integrity import COUNTY_SUMS, digest_sums, fill_digests, versions_of_bucket
from clinic_app.store.local_tables import repair
from clinic_app.store.overlay import own_rows
from clinic_app.store.projection import as_json
from clinic_app.sync.apply import CURSOR_SEQ, apply_versions, unconfirm
from clinic_app.sync.evict import remove_records, with_what_is_above
from clinic_app.sync.received import Change, Rows
from clinic_app.sync.transport import Transport

NOTHING = packed({})
ASKED_AT_ONCE = 100
CHECKED = "digest_checked_at"


@dataclass(frozen=True)
class Repair:
    """Rows of one type that differed and were put right: received again, or taken off this laptop."""

    type: str
    rows: int


def check_and_repair(database: Database, line: Transport) -> list[Repair]:
    """Compare with the county and mend what differs; says what was mended, which is also kept in `repair`.

    Does nothing when something new came meanwhile: the next check compares again. Raises SyncProblem.
    """
    with database.write() as connection:
        fill_digests(connection)
        seq = read_setting(connection, CURSOR_SEQ)
    if seq is None:
        return []
    reply = line.get(f"/digest?seq={seq}", wire.DigestReply)
    with database.read() as connection:
        if reply.head.seq != seq or read_setting(connection, CURSOR_SEQ) != seq:
            return []
        differing = _differing(digest_sums(connection), reply.sums)
    repairs: list[Repair] = []
    for type_name, buckets in differing.items():
        rows = 0
        for bucket in buckets:
            mended = _mend(database, line, type_name, bucket, seq)
            if mended is None:
                return repairs
            rows += mended
        repairs += _note(database, type_name, rows)
    with database.write() as connection:
        write_setting(connection, COUNTY_SUMS, {"seq": seq, "sums": reply.sums})
        write_setting(connection, CHECKED, instant_text(database.clock.now()))
    return repairs


def _differing(own: Mapping[str, Mapping[int, int]], theirs: Mapping[str, str]) -> dict[str, list[int]]:
    found = {}
    for type_name in sorted(own.keys() | theirs.keys()):
        buckets = list(different_buckets(packed(own.get(type_name, {})), theirs.get(type_name, NOTHING)))
        if buckets:
            found[type_name] = buckets
    return found


def _mend(database: Database, line: Transport, type_name: str, bucket: int, seq: int) -> int | None:
    """Make one bucket what the county has; returns how many rows it took, None when the county has moved on."""
    reply = line.get(f"/digest/{type_name}/{bucket}", wire.BucketReply)
    if reply.head.seq != seq:
        return None
    with database.read() as connection:
        own = versions_of_bucket(connection, type_name, bucket)
    wanted = sorted(record_id for record_id, version in reply.rows.items() if own.get(record_id) != version)
    received: list[Change] = []
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        ids = ",".join(wanted[start : start + ASKED_AT_ONCE])
        page = line.get(f"/snapshot/{type_name}?ids={ids}", Rows)
        received += [Change(row.seq, "", type_name, row.id, row.rev, "repair", row.body) for row in page.rows]
    surplus = own.keys() - reply.rows.keys()
    # Damaged: it says that it is as new as what the county has, and is not.
    damaged = [each.id for each in received if own.get(each.id, (0, 0))[0] >= each.rev]
    with database.write() as connection:
        if read_setting(connection, CURSOR_SEQ) != seq:
            return None
        _forget(connection, type_name, damaged)
        apply_versions(connection, received)
        take_off(connection, type_name, surplus)
    return len(received) + len(surplus)


def _forget(connection: Connection, type_name: str, ids: Iterable[str]) -> None:
    """These rows count as older than any version that comes, whatever revision they name."""
    these = as_json(ids)
    chosen = "id IN (SELECT value FROM json_each(?))"
    if type_name in RECORD_TYPES:
        connection.exec_driver_sql(f'UPDATE "{type_name}" SET rev = 0 WHERE {chosen}', (these,))
    connection.exec_driver_sql(f"UPDATE shadow SET rev = 0 WHERE type = ? AND {chosen}", (type_name, these))


def take_off(connection: Connection, type_name: str, ids: Iterable[str]) -> None:
    """What the county does not count among this laptop's goes; own work stays, with what it stands under, as not
    confirmed: the county may have been restored, and whoever registered them brings them back."""
    own = with_what_is_above(connection, own_rows(connection)).get(type_name, set())
    surplus = set(ids)
    remove_records(connection, type_name, surplus - own)
    unconfirm(connection, type_name, sorted(surplus & own))


def _note(database: Database, type_name: str, rows: int) -> list[Repair]:
    if not rows:
        return []
    with database.write() as connection:
        at = instant_text(database.clock.now())
        connection.execute(insert(repair).values(at=at, type=type_name, rows=rows))
    return [Repair(type_name, rows)]
