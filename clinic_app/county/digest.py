"""`GET /digest`: sums over what a device should hold, so that it can tell whether it does; and the way down to the
rows that differ (protocol/digest.py)."""

from __future__ import annotations

from collections import defaultdict

from clinic_app.county import change_log
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device
from clinic_app.county.problems import Refusal
from clinic_app.county.roles import READABLE, withheld_from
from clinic_app.county.scope import scope_of
from clinic_app.county.snapshot import TYPE_NAME, Holding
from clinic_app.protocol.audience import Scope
from clinic_app.protocol.digest import BUCKETS, bucket_of, packed
from clinic_app.protocol.wire import BucketReply, DigestReply, Head

UNREADABLE = Refusal(400, "bad_request", "要核对的内容没有写清楚，本机没有改动，更新程序后再试")
# Three parts without overlap: the villages' records, referrals and linked files from elsewhere, what everybody has.
IN_SCOPE = (
    f"SELECT {{columns}} FROM record r WHERE r.county = %(county)s AND r.village = ANY(%(villages)s) AND {READABLE}"
    "{more}"
    " UNION ALL SELECT {columns} FROM (SELECT DISTINCT county, type, id FROM record_party"
    " WHERE county = %(county)s AND organisation = ANY(%(parties)s)) AS p JOIN record r USING (county, type, id)"
    f" WHERE (r.village = ANY(%(villages)s)) IS NOT TRUE AND {READABLE}{{more}}"
    " UNION ALL SELECT {columns} FROM record r WHERE r.county = %(county)s AND r.type = ANY(%(reference)s){more}"
)


def digest(database: CountyDatabase, device: Device, seq: int | None = None) -> DigestReply:
    """The sums of each type. They hold at the reply's head.

    With `seq`, the place where the laptop stands: the answer is for that place when nothing in its scope changed
    since; else it has no sums, and the laptop pulls first.
    """
    with database.snapshot() as connection:
        head = change_log.read_head(connection, database.county)
        scope = scope_of(connection, database.county, device)
        if seq is not None and seq != head.seq:
            there = _quiet_since(connection, database.county, scope, head, seq)
            if there is None:
                return DigestReply(head, {})
            head = there
        holding = Holding(database.county, scope.villages, scope.organisation, withheld_from(device))
        return DigestReply(head, _sums(connection, holding))


def bucket(database: CountyDatabase, device: Device, type_name: str, number: int) -> BucketReply:
    """Id, revision and digest of every record in scope of one bucket."""
    if not TYPE_NAME.fullmatch(type_name) or not 0 <= number < BUCKETS:
        raise UNREADABLE
    # Ids of all but reference records are UUIDs; what has another end is in bucket 0 or told apart below.
    more = " AND r.type = %(type)s AND (lower(right(r.id, 2)) = %(tail)s OR right(r.id, 2) !~ '^[0-9a-f]{2}$')"
    query = IN_SCOPE.replace("{columns}", "r.id, r.rev, r.digest").replace("{more}", more)
    with database.snapshot() as connection:
        head = change_log.read_head(connection, database.county)
        scope = scope_of(connection, database.county, device)
        holding = Holding(database.county, scope.villages, scope.organisation, withheld_from(device))
        rows = connection.execute(
            query.encode(), {**holding.names, "type": type_name, "tail": f"{number:02x}"}
        ).fetchall()
    return BucketReply(head, {row[0]: (row[1], row[2] or 0) for row in rows if bucket_of(row[0]) == number})


def _quiet_since(connection: Connection, county: str, scope: Scope, head: Head, seq: int) -> Head | None:
    """The place `seq`, when the log has it and holds nothing later for this scope."""
    h = change_log.h_at(connection, county, seq) if seq < head.seq else None
    news = connection.execute(
        "SELECT 1 FROM unnest(%s::text[]) AS wanted (audience) CROSS JOIN LATERAL (SELECT 1 FROM change_audience a"
        " WHERE a.county = %s AND a.audience = wanted.audience AND a.seq > %s LIMIT 1) AS news LIMIT 1",
        (scope.audiences(), county, seq),
    ).fetchone()
    return Head(head.epoch, seq, h) if h is not None and news is None else None


def _sums(connection: Connection, holding: Holding) -> dict[str, str]:
    query = (
        "SELECT type, tail, sum(digest)::text FROM ("
        + IN_SCOPE.replace("{columns}", "r.type, right(r.id, 2) AS tail, r.digest").replace("{more}", "")
        + ") AS held GROUP BY type, tail"
    )
    sums: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for type_name, tail, total in connection.execute(query.encode(), holding.names):
        sums[type_name][bucket_of(tail)] += int(total or 0)
    return {type_name: packed(buckets) for type_name, buckets in sums.items()}
