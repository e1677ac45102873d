"""What the status line says: last sync, what waits, what needs a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select

from clinic_app.clock import instant_text
from clinic_app.protocol.mutation import decode
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, read_setting
from clinic_app.store.local_tables import account, departed, outbox, repair
from clinic_app.store.queries.conflict import count_open
from clinic_app.store.witness import disagreement

REFUSED = ("quarantined", "malformed", "mid_reuse")
DAY, LONG = timedelta(days=1), timedelta(days=5)


@dataclass(frozen=True)
class Waiting:
    """Saves of one kind that the county has not answered for; `oldest` is when the first was made."""

    kind: str
    label: str
    count: int
    oldest: str


@dataclass(frozen=True)
class Repair:
    """What the last comparison with the county put right."""

    at: str
    rows: int


@dataclass(frozen=True)
class SyncStatus:
    """The state of the line as last known; counts are of this laptop's own saves, of conflicts all that are here.

    `waiting` is `pending` by kind; `parked` are those of them that fail alone and rest before the next try. Of
    `deferred`, which wait at the county for something else, `deferred_day` do so for over 24 hours and `deferred_long`
    for over 5 days. `departed` are people who left this laptop's scope and whom somebody should know of. `clock_offset`
    is how many seconds the county's clock is ahead. `locked_out`: the county has disabled the account at the keyboard.
    """

    enrolled: bool
    server: str
    last_success: str | None
    last_contact: str | None
    pending: int
    oldest_pending: str | None
    deferred: int
    quarantined: int
    conflicts: int
    waiting: tuple[Waiting, ...] = ()
    parked: int = 0
    deferred_day: int = 0
    deferred_long: int = 0
    departed: int = 0
    clock_offset: int | None = None
    server_name: str = ""
    realigning: bool = False
    last_repair: Repair | None = None
    locked_out: bool = False
    audit_problem: str = ""
    """A sentence when the audit chain here lacks what the county has signed of it."""

    @property
    def needs_attention(self) -> int:
        """How many things wait for a person."""
        return self.quarantined + self.conflicts + self.parked + self.deferred_day + self.departed


@dataclass(frozen=True)
class OutboxLine:
    """One own save on its way, for the sync page. `message` is the county's word on a refused one; `parked_until` when
    one that fails alone is tried again."""

    mid: str
    saved_at: str
    state: str
    rows: tuple[tuple[str, str], ...]
    message: str
    parked_until: str | None = None


def sync_status(database: Database) -> SyncStatus:
    """Counts and times for the status line."""
    now = database.clock.now()
    with database.read() as connection:
        device = load_device(connection)
        query = select(outbox.c.state, func.count().label("number"), func.min(outbox.c.saved_at).label("oldest"))
        by_state = {row.state: row for row in connection.execute(query.group_by(outbox.c.state))}

        def number(*states: str) -> int:
            return sum(by_state[state].number for state in states if state in by_state)

        return SyncStatus(
            enrolled=device is not None,
            server=device.server if device else "",
            last_success=read_setting(connection, "last_success"),
            last_contact=read_setting(connection, "last_contact"),
            pending=number("pending"),
            oldest_pending=by_state["pending"].oldest if "pending" in by_state else None,
            deferred=number("deferred"),
            quarantined=number(*REFUSED),
            conflicts=count_open(connection),
            waiting=_waiting(connection) if number("pending") else (),
            parked=_count(connection, (outbox.c.state == "pending") & outbox.c.parked_until.is_not(None)),
            deferred_day=_deferred(connection, instant_text(now - DAY)) if number("deferred") else 0,
            deferred_long=_deferred(connection, instant_text(now - LONG)) if number("deferred") else 0,
            departed=_departed(connection),
            clock_offset=read_setting(connection, "clock_offset"),
            server_name=(urlsplit(device.server).hostname or "") if device else "",
            realigning=read_setting(connection, "realign") is not None,
            last_repair=_last_repair(connection),
            locked_out=_is_disabled(connection, database.actor.account),
            audit_problem=found.sentence if (found := disagreement(connection)) else "",
        )


def outbox_lines(database: Database, limit: int = 200) -> list[OutboxLine]:
    """Own saves that are not settled, refused ones first, then oldest first."""
    settled = ("applied", "conflict", "superseded", "declined")
    with database.read() as connection:
        query = select(outbox).where(outbox.c.state.not_in(settled))
        found = connection.execute(query.order_by(outbox.c.state.in_(REFUSED).desc(), outbox.c.seq).limit(limit))
        return [
            OutboxLine(
                mid=row.mid,
                saved_at=row.saved_at,
                state=row.state,
                rows=tuple((each.type, each.id) for each in decode(row.line).ops),
                message=(row.outcome or {}).get("message") or "",
                parked_until=row.parked_until,
            )
            for row in found
        ]


def _waiting(connection: Connection) -> tuple[Waiting, ...]:
    """By the first record that a save touches: a visit with its sections is a visit."""
    rows = connection.exec_driver_sql(
        "SELECT r.type, count(*), min(o.saved_at) FROM outbox o JOIN outbox_row r ON r.mid = o.mid"
        " WHERE o.state = 'pending' AND r.rowid = (SELECT min(rowid) FROM outbox_row WHERE mid = o.mid)"
        " GROUP BY r.type ORDER BY count(*) DESC, r.type"
    )
    return tuple(
        Waiting(kind, RECORD_TYPES[kind].label if kind in RECORD_TYPES else kind, number, oldest)
        for kind, number, oldest in rows
    )


def _count(connection: Connection, condition: object) -> int:
    return int(connection.execute(select(func.count()).select_from(outbox).where(condition)).scalar_one())  # type: ignore[arg-type]


def _deferred(connection: Connection, before: str) -> int:
    since = func.coalesce(outbox.c.answered_at, outbox.c.saved_at)
    return _count(connection, (outbox.c.state == "deferred") & (since < before))


def _departed(connection: Connection) -> int:
    query = select(func.count()).select_from(departed).where(departed.c.pending | departed.c.seen.is_(False))
    return int(connection.execute(query).scalar_one())


def _last_repair(connection: Connection) -> Repair | None:
    query = select(repair.c.at, func.sum(repair.c.rows)).group_by(repair.c.at).order_by(repair.c.at.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else Repair(row[0], int(row[1]))


def _is_disabled(connection: Connection, account_id: str) -> bool:
    return bool(connection.execute(select(account.c.disabled).where(account.c.id == account_id)).scalar())
