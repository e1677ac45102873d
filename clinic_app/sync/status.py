"""What the status line says: last sync, what waits, what needs a person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from clinic_app.protocol.mutation import decode
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, read_setting
from clinic_app.store.local_tables import outbox

REFUSED = ("quarantined", "malformed", "mid_reuse")


@dataclass(frozen=True)
class SyncStatus:
    """The state of the line as last known; counts are of this laptop's own saves."""

    enrolled: bool
    server: str
    last_success: str | None
    last_contact: str | None
    pending: int
    oldest_pending: str | None
    deferred: int
    quarantined: int
    conflicts: int

    @property
    def needs_attention(self) -> int:
        """How many saves wait for a person."""
        return self.quarantined + self.conflicts


@dataclass(frozen=True)
class OutboxLine:
    """One own save on its way, for the sync page. `message` is the county's word on a refused one."""

    mid: str
    saved_at: str
    state: str
    rows: tuple[tuple[str, str], ...]
    message: str


def sync_status(database: Database) -> SyncStatus:
    """Counts and times for the status line."""
    with database.read() as connection:
        device = load_device(connection)
        query = select(outbox.c.state, func.count().label("number"), func.min(outbox.c.saved_at).label("oldest"))
        by_state = {row.state: row for row in connection.execute(query.group_by(outbox.c.state))}
        last_success = read_setting(connection, "last_success")
        last_contact = read_setting(connection, "last_contact")

    def number(*states: str) -> int:
        return sum(by_state[state].number for state in states if state in by_state)

    return SyncStatus(
        enrolled=device is not None,
        server=device.server if device else "",
        last_success=last_success,
        last_contact=last_contact,
        pending=number("pending"),
        oldest_pending=by_state["pending"].oldest if "pending" in by_state else None,
        deferred=number("deferred"),
        quarantined=number(*REFUSED),
        conflicts=number("conflict"),
    )


def outbox_lines(database: Database, limit: int = 200) -> list[OutboxLine]:
    """Own saves that are not settled, refused ones first, then oldest first."""
    with database.read() as connection:
        query = select(outbox).where(outbox.c.state != "applied")
        found = connection.execute(query.order_by(outbox.c.state.in_(REFUSED).desc(), outbox.c.seq).limit(limit))
        return [
            OutboxLine(
                mid=row.mid,
                saved_at=row.saved_at,
                state=row.state,
                rows=tuple((each.type, each.id) for each in decode(row.line).ops),
                message=(row.outcome or {}).get("message") or "",
            )
            for row in found
        ]
