"""When the county was put back to an older state: send again what it may have lost, then take what it has.

The steps are remembered (setting `realign`), so a laptop that is switched off half way goes on where it was:

1. `POST /align` with the places of the log that were seen: the newest that the county still has is common ground.
2. Own saves above it, and those that it no longer knows, wait to be sent again. They are harmless where it has them.
3. They are sent, with the common place: a revision above it says nothing.
4. Everything in scope is taken anew, whatever its revision; what it takes the place of is kept as history.

Nothing is received before step 4, and nothing that this laptop saved is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select

from clinic_app.clock import instant_text
from clinic_app.protocol import wire
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import Device, read_setting, write_setting
from clinic_app.store.local_tables import outbox, snapshot_position, snapshot_row
from clinic_app.sync.accounts import ANNOUNCED, announce_accounts
from clinic_app.sync.apply import HEAD, HEADS, STANDING, TIMELINE, bring_back, note_head, store_outcomes
from clinic_app.sync.digest import CHECKED
from clinic_app.sync.greeting import GREETED
from clinic_app.sync.proven import proven, restart
from clinic_app.sync.push import REALIGNED, UNSENT, push
from clinic_app.sync.snapshot import RUN, Cancelled, Report, resnapshot
from clinic_app.sync.transport import Transport, json_body

REALIGN = "realign"
UNANSWERED = ("deferred", "quarantined", "malformed", "mid_reuse")
"""States of saves that the county keeps without having taken them: a restored one may not have them any more."""
ASKED_AT_ONCE = 100
EVERYTHING = 1 << 62


def is_realigning(connection: Connection) -> bool:
    """Whether this laptop and a restored county are still coming together."""
    return read_setting(connection, REALIGN) is not None


def begin(database: Database, line: Transport, device: Device, *, doubted: bool) -> bool:
    """Find the common ground with the county and remember what is to be done; returns whether anything is.

    A county that has the newest proven place was only spoken for by a copy that lags behind, or is the one that this
    laptop is realigning with already: then nothing is done, unless the laptop's place is still refused (`doubted`).
    Raises SyncProblem; nothing has changed then.
    """
    with database.read() as connection:
        places = proven(connection)
    line.seen = None
    reply = line.post("/align", json_body(wire.AlignRequest(places)), wire.AlignReply)
    line.seen = reply.head
    if places and reply.common == places[0].seq and not doubted:
        return False
    unknown, known = _asked(database, line)
    with database.write() as connection:
        common = _earlier(connection, reply.common)
        _set_back(connection, reply.head, common)
        store_outcomes(connection, known)
        bring_back(connection, [*_above(connection, common), *unknown])
        write_setting(connection, REALIGN, {"state": "push", "common": common})
        # From now on until the last step each save stands on revisions of either timeline.
        write_setting(connection, REALIGNED, {"common": common, "until": EVERYTHING})
        now = instant_text(database.clock.now())
        audit.append(connection, database.actor.account, "realign", f"seq:{common}", at=now, device=device.id)
    return True


def go_on(
    database: Database,
    line: Transport,
    device: Device,
    answered: Callable[[int], object] | None = None,
    *,
    progress: Report | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """The steps that are left; returns how many records came. `answered` is told how many saves the county answered
    for, page by page. Raises SyncProblem.

    Returns early when the time for sending is over: the next sync goes on.
    """
    if _state(database) == "push":
        announce_accounts(database, line, device)
        push(database, line, device, answered)
        if not _begin_snapshot(database):
            return 0
    received = resnapshot(database, line, progress, cancelled)
    with database.write() as connection:
        write_setting(connection, REALIGN, None)
        write_setting(connection, CHECKED, None)
        last = connection.execute(select(func.max(outbox.c.seq))).scalar() or 0
        stored = read_setting(connection, REALIGNED)
        write_setting(connection, REALIGNED, {**stored, "until": last})
    return received


def _state(database: Database) -> str:
    with database.read() as connection:
        return str(read_setting(connection, REALIGN)["state"])


def _begin_snapshot(database: Database) -> bool:
    """Everything was answered: on to what the county has, as a timeline of its own. False while something waits."""
    with database.write() as connection:
        waiting = select(func.count()).where(outbox.c.state == UNSENT, outbox.c.parked_until.is_(None))
        if connection.execute(waiting.select_from(outbox)).scalar_one():
            return False
        stored: dict[str, Any] = read_setting(connection, REALIGN)
        write_setting(connection, REALIGN, {**stored, "state": "snapshot"})
        write_setting(connection, TIMELINE, int(read_setting(connection, TIMELINE, 0)) + 1)
        # A first sync or an earlier realignment that was broken off is of a log that is no more.
        write_setting(connection, RUN, None)
        connection.execute(delete(snapshot_position))
        connection.execute(delete(snapshot_row))
    return True


def _earlier(connection: Connection, common: int) -> int:
    """Of two realignments, one begun during the other, the lower common place."""
    under_way = read_setting(connection, REALIGN)
    return min(common, int(under_way["common"])) if under_way else common


def _set_back(connection: Connection, head: wire.Head, common: int) -> None:
    """What was seen above the common place is of no log any more; people and scope are asked for again."""
    restart(connection, head, common)
    write_setting(connection, HEADS, [])
    write_setting(connection, HEAD, None)
    note_head(connection, head)
    write_setting(connection, ANNOUNCED, [])
    write_setting(connection, GREETED, None)


def _above(connection: Connection, common: int) -> list[str]:
    """Own saves that the county took after the common place."""
    lost = or_(outbox.c.last_seq > common, outbox.c.last_seq.is_(None))
    query = select(outbox.c.mid).where(outbox.c.state.in_(STANDING), lost)
    return list(connection.scalars(query.order_by(outbox.c.seq)))


def check_unanswered(database: Database, line: Transport) -> int:
    """Whether the county still has the saves that it keeps without having taken them: a restored one may not, and its
    log does not tell. Those that it does not know wait to be sent again; returns how many. Raises SyncProblem."""
    unknown, known = _asked(database, line)
    if unknown or known:
        with database.write() as connection:
            store_outcomes(connection, known)
            bring_back(connection, unknown)
    return len(unknown)


def _asked(database: Database, line: Transport) -> tuple[list[str], list[wire.Outcome]]:
    """Of the saves that the county kept without taking them: those it does not know now, and what it says of others."""
    with database.read() as connection:
        query = select(outbox.c.mid).where(outbox.c.state.in_(UNANSWERED)).order_by(outbox.c.seq)
        mids = list(connection.scalars(query))
    outcomes = ask_outcomes(line, mids)
    unknown = [each.mid for each in outcomes if each.state == "unknown"]
    return unknown, [each for each in outcomes if each.state != "unknown"]


def ask_outcomes(
    line: Transport, mids: Sequence[str], enough: Callable[[], bool] = lambda: False
) -> list[wire.Outcome]:
    """What the county knows of saves; stops between two requests when `enough`. Raises SyncProblem."""
    found: list[wire.Outcome] = []
    for start in range(0, len(mids), ASKED_AT_ONCE):
        if enough():
            break
        part = mids[start : start + ASKED_AT_ONCE]
        found += line.get("/outcomes?mid=" + ",".join(part), wire.OutcomesReply).outcomes
    return found
