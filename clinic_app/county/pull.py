"""`GET /pull`: what is new in a device's scope, in commit order, whole commit groups at a time."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from clinic_app.county import change_log
from clinic_app.county.applied import AppliedStore
from clinic_app.county.audiences import EVICT
from clinic_app.county.database import ZERO, Connection, CountyDatabase
from clinic_app.county.delivery import deliver_referrals
from clinic_app.county.devices import Device, lineage
from clinic_app.county.epoch import EPOCH_CHANGED, require_same_log
from clinic_app.county.intake import OUTCOME, device_key
from clinic_app.county.problems import Refusal
from clinic_app.county.roles import READABLE, withheld_from
from clinic_app.county.scope import VERSION_DIGITS, note_scope, scope_of, version_of, villages_then
from clinic_app.county.snapshot import parties_of
from clinic_app.protocol.audience import Scope
from clinic_app.protocol.wire import PULL_LIMIT, Head, Outcome
from clinic_app.records.catalogue import reference_types

PAGE = 1000
# Bodies of one page, so that an answer with its framing stays below wire.MAX_BODY.
MOST_BYTES = 4 << 20
SCOPE_CHANGED = "本单位负责的村有变化，程序会接收新增村的居民，移出不再负责的村"


class Cursor(msgspec.Struct, array_like=True):
    """A device's place in the log and the scope it had then; opaque to the device."""

    epoch: str
    seq: int
    h: str
    scope: str


class RawChange(msgspec.Struct, omit_defaults=True):
    """wire.Change with the body as stored."""

    seq: int
    mid: str
    type: str
    id: str
    rev: int
    op: str
    body: msgspec.Raw


class Page(msgspec.Struct, omit_defaults=True):
    """wire.PullReply with raw bodies."""

    head: Head
    cursor: str = ""
    changes: list[RawChange] = []
    more: bool = False
    outcomes: list[Outcome] = []

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.changes and not self.outcomes


@dataclass(frozen=True)
class _Row:
    seq: int
    group_last: int
    size: int


def encode_cursor(cursor: Cursor) -> str:
    """`epoch.seq.h.scope`: as short as it can be, since every request carries it."""
    return f"{cursor.epoch}.{cursor.seq}.{cursor.h}.{cursor.scope}"


def decode_cursor(text: str) -> Cursor:
    """The cursor in `text`; raises Refusal 409 for anything that this server did not write."""
    parts = text.split(".")
    if len(parts) == 4 and parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 19:
        return Cursor(parts[0], int(parts[1]), parts[2], parts[3])
    return _first_writing(text)


def _first_writing(text: str) -> Cursor:
    """Cursors were base64 of JSON once, with the whole chain value and more digits of the scope."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        found = msgspec.json.decode(raw, type=Cursor)
    except (ValueError, binascii.Error, RecursionError):
        raise EPOCH_CHANGED from None
    return Cursor(found.epoch, found.seq, found.h[: change_log.H_DIGITS], found.scope[:VERSION_DIGITS])


def pull(
    database: CountyDatabase, device: Device, cursor: str | None, limit: int = PAGE, seen: Head | None = None
) -> Page:
    """One page after `cursor` (None: from the beginning); `limit` 0 asks for the newest place only, for a first sync.

    Raises Refusal 409: `epoch_changed` when the log does not have the place of the cursor or the one the laptop has
    `seen`, `scope_changed` when the scope is not the cursor's.
    """
    if limit == 0:
        return _newest(database, device)
    with database.snapshot() as connection:
        head = change_log.read_head(connection, database.county)
        require_same_log(connection, database.county, head, seen)
        start = decode_cursor(cursor) if cursor else None
        if start is not None:
            require_same_log(connection, database.county, head, Head(start.epoch, start.seq, start.h))
        scope = scope_of(connection, database.county, device)
        version = version_of(scope)
        if start is None or start.scope == version:
            page = _page(connection, database.county, device, scope, head, start, min(limit, PULL_LIMIT))
    if start is None or start.scope != version:
        _note(database, device, scope, start)
    deliver_referrals(database, device, [each.id for each in page.changes if each.type == "referral"])
    return page


def _newest(database: CountyDatabase, device: Device) -> Page:
    with database.transaction() as connection:
        head = change_log.read_head(connection, database.county)
        scope = scope_of(connection, database.county, device)
        note_scope(database, connection, device, scope)
    return Page(head, encode_cursor(Cursor(head.epoch, head.seq, head.h, version_of(scope))))


def _note(database: CountyDatabase, device: Device, scope: Scope, start: Cursor | None) -> None:
    """Remember the scope, and say what came and went when a cursor of another one was given: Refusal 409."""
    with database.transaction() as connection:
        note_scope(database, connection, device, scope)
        if start is None:
            return
        before = set(villages_then(connection, database.county, device, start.scope))
    now = set(scope.villages)
    start.scope = version_of(scope)
    raise Refusal(409, "scope_changed", SCOPE_CHANGED, added=sorted(now - before), removed=sorted(before - now),
                  cursor=encode_cursor(start))  # fmt: skip


def _page(
    connection: Connection, county: str, device: Device, scope: Scope, head: Head, start: Cursor | None, limit: int
) -> Page:
    audiences = [*scope.audiences(), *map(device_key, lineage(connection, county, device))]
    after = start.seq if start else 0
    while True:
        seqs, last, more = _select(connection, county, audiences, after, limit, head.seq)
        changes = _changes(connection, county, device, scope, seqs)
        outcomes = _outcomes(connection, county, [each.id for each in changes if each.type == OUTCOME])
        changes = [each for each in changes if each.type != OUTCOME]
        if changes or not more:
            break
        # Outcomes alone make no page as long as more follows: a page with more to come ends at its last change.
        limit = min(limit * 2, PULL_LIMIT)
        if limit == PULL_LIMIT:
            break
    h = head.h if last == head.seq else change_log.h_at(connection, county, last)
    cursor = Cursor(head.epoch, last, h or change_log.short(ZERO), version_of(scope))
    # Where nothing moved, the laptop keeps the cursor that it has.
    return Page(head, "" if cursor == start else encode_cursor(cursor), changes, more, outcomes)


def _select(
    connection: Connection, county: str, audiences: Sequence[str], after: int, limit: int, head: int
) -> tuple[list[int], int, bool]:
    """The seqs of a page, the place where it ends, and whether more follows."""
    rows = _rows(connection, county, audiences, after, limit + 1)
    taken: list[_Row] = []
    size = 0
    for row in rows:
        size += row.size
        starts_group = not taken or row.seq > taken[-1].group_last
        if starts_group and taken and (len(taken) >= limit or size > MOST_BYTES):
            return [each.seq for each in taken], taken[-1].group_last, True
        taken.append(row)
    if len(rows) <= limit:
        return [each.seq for each in taken], head, False
    # The last group may go on beyond what was read: it is sent whole.
    end = taken[-1].group_last
    rest = _rest(connection, county, audiences, taken[-1].seq, end)
    return [*(each.seq for each in taken), *rest], end, end < head


def _rows(connection: Connection, county: str, audiences: Sequence[str], after: int, limit: int) -> list[_Row]:
    # One index range for each audience, so a page costs what it holds and not what the log holds.
    found = connection.execute(
        "SELECT c.seq, c.group_last, octet_length(c.body) FROM (SELECT DISTINCT near.seq FROM unnest(%s::text[]) AS"
        " wanted (audience) CROSS JOIN LATERAL (SELECT a.seq FROM change_audience a WHERE a.county = %s"
        " AND a.audience = wanted.audience AND a.seq > %s ORDER BY a.seq LIMIT %s) AS near ORDER BY near.seq LIMIT %s)"
        " AS page JOIN change c ON c.county = %s AND c.seq = page.seq ORDER BY c.seq",
        (list(audiences), county, after, limit, limit, county),
    )
    return [_Row(*row) for row in found]


def _rest(connection: Connection, county: str, audiences: Sequence[str], after: int, end: int) -> list[int]:
    rows = connection.execute(
        "SELECT DISTINCT seq FROM change_audience WHERE county = %s AND audience = ANY(%s) AND seq > %s AND seq <= %s"
        " ORDER BY seq",
        (county, list(audiences), after, end),
    )
    return [row[0] for row in rows]


def _changes(connection: Connection, county: str, device: Device, scope: Scope, seqs: Sequence[int]) -> list[RawChange]:
    """The changes at `seqs` of records that are in scope now, and what tells the device of those that left; nothing of
    types that the device's role does not read.

    A change may have been for this scope once, of a resident who has moved away since: what it says is no longer the
    device's business, and the leaving comes later in the log.
    """
    if not seqs:
        return []
    rows = connection.execute(
        "SELECT c.seq, c.mid, c.type, c.id, c.rev, c.op, c.body FROM change c"
        " LEFT JOIN record r ON r.county = c.county AND r.type = c.type AND r.id = c.id"
        " WHERE c.county = %(county)s AND c.seq = ANY(%(seqs)s) AND (r.village = ANY(%(villages)s)"
        " OR c.type = ANY(%(open)s) OR c.op = %(evict)s OR EXISTS (SELECT 1 FROM record_party p WHERE"
        " p.county = c.county AND p.organisation = ANY(%(parties)s) AND p.type = c.type AND p.id = c.id))"
        f" AND {READABLE} IS NOT FALSE AND c.type <> ALL(%(withheld)s)"
        " ORDER BY c.seq",
        {
            "county": county, "seqs": list(seqs), "villages": scope.villages,
            "parties": parties_of(scope.villages, scope.organisation),
            "open": [OUTCOME, *reference_types()], "evict": EVICT, "withheld": withheld_from(device),
        },
        binary=True,
    )  # fmt: skip
    return [RawChange(seq, mid, kind, id_, rev, op, msgspec.Raw(raw)) for seq, mid, kind, id_, rev, op, raw in rows]


def _outcomes(connection: Connection, county: str, mids: Iterable[str]) -> list[Outcome]:
    store = AppliedStore(connection, county)
    wanted = list(dict.fromkeys(mids))
    store.want(wanted)
    return [entry.outcome for mid in wanted if (entry := store.get(mid)) is not None]
