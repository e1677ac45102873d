"""`GET /pull`: what is new in a device's scope, in commit order, whole commit groups at a time."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from clinic_app.county import change_log
from clinic_app.county.applied import AppliedStore
from clinic_app.county.database import ZERO, Connection, CountyDatabase
from clinic_app.county.delivery import deliver_referrals
from clinic_app.county.devices import Device
from clinic_app.county.intake import OUTCOME, device_key
from clinic_app.county.problems import Refusal
from clinic_app.county.scope import scope_of, version_of
from clinic_app.protocol.audience import Scope
from clinic_app.protocol.wire import PULL_LIMIT, Head, Outcome

PAGE = 1000
# Bodies of one page, so that an answer with its framing stays below wire.MAX_BODY.
MOST_BYTES = 4 << 20
EPOCH_CHANGED = "县平台的数据恢复过或本机的同步位置不对，本机数据没有丢失，联系县管理员重新对齐"


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

    changes: list[RawChange]
    cursor: str
    more: bool
    head: Head
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
    """URL-safe text."""
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode().rstrip("=")


def decode_cursor(text: str) -> Cursor:
    """The cursor in `text`; raises Refusal 409 for anything that this server did not write."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return msgspec.json.decode(raw, type=Cursor)
    except (ValueError, binascii.Error, RecursionError):
        raise Refusal(409, "epoch_changed", EPOCH_CHANGED) from None


def pull(database: CountyDatabase, device: Device, cursor: str | None, limit: int = PAGE) -> Page:
    """One page after `cursor` (None: from the beginning). Raises Refusal 409 when the cursor is not of this log."""
    limit = max(1, min(limit, PULL_LIMIT))
    with database.snapshot() as connection:
        head = change_log.read_head(connection, database.county)
        scope = scope_of(connection, database.county, device)
        after = _start(connection, database.county, cursor, head, scope)
        page = _page(connection, database.county, device, scope, head, after, limit)
    deliver_referrals(database, device, [each.id for each in page.changes if each.type == "referral"])
    return page


def _start(connection: Connection, county: str, text: str | None, head: Head, scope: Scope) -> int:
    if text is None:
        return 0
    cursor = decode_cursor(text)
    known = cursor.epoch == head.epoch and 0 <= cursor.seq <= head.seq
    if not known or change_log.h_at(connection, county, cursor.seq) != cursor.h:
        raise Refusal(409, "epoch_changed", EPOCH_CHANGED)
    # A device whose scope changed hears the log again from the start; what it has is skipped by revision.
    return cursor.seq if cursor.scope == version_of(scope) else 0


def _page(
    connection: Connection, county: str, device: Device, scope: Scope, head: Head, after: int, limit: int
) -> Page:
    audiences = [*scope.audiences(), device_key(device.id)]
    while True:
        seqs, last, more = _select(connection, county, audiences, after, limit, head.seq)
        changes = _changes(connection, county, seqs)
        outcomes = _outcomes(connection, county, [each.id for each in changes if each.type == OUTCOME])
        changes = [each for each in changes if each.type != OUTCOME]
        if changes or not more:
            break
        # Outcomes alone make no page as long as more follows: a page with more to come ends at its last change.
        limit = min(limit * 2, PULL_LIMIT)
        if limit == PULL_LIMIT:
            break
    h = head.h if last == head.seq else change_log.h_at(connection, county, last)
    cursor = Cursor(head.epoch, last, h or ZERO.hex(), version_of(scope))
    return Page(changes, encode_cursor(cursor), more, head, outcomes)


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


def _changes(connection: Connection, county: str, seqs: Sequence[int]) -> list[RawChange]:
    if not seqs:
        return []
    rows = connection.execute(
        "SELECT seq, mid, type, id, rev, op, body FROM change WHERE county = %s AND seq = ANY(%s) ORDER BY seq",
        (county, list(seqs)),
        binary=True,
    )
    return [RawChange(seq, mid, kind, id_, rev, op, msgspec.Raw(raw)) for seq, mid, kind, id_, rev, op, raw in rows]


def _outcomes(connection: Connection, county: str, mids: Iterable[str]) -> list[Outcome]:
    store = AppliedStore(connection, county)
    wanted = list(dict.fromkeys(mids))
    store.want(wanted)
    return [entry.outcome for mid in wanted if (entry := store.get(mid)) is not None]
