"""How long this laptop may still work without its county. At the end the data are locked, never destroyed.

The county's last word lies in the encrypted file. How much of the time is used is counted beside it, under a seal of
the data key, by the clock and by the computer's uptime: setting the clock back does not lengthen it, and what was
counted stays counted (docs/decisions/0033). A laptop that was never enrolled has no lease.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection, select

from clinic_app.clock import parse_instant
from clinic_app.protocol.lease import Grant
from clinic_app.store import audit
from clinic_app.store.device import load_device, read_setting, write_setting
from clinic_app.store.errors import LeaseEnded
from clinic_app.store.header import read_header
from clinic_app.store.local_tables import audit as audit_table
from clinic_app.store.sealed_note import SealedNote

if TYPE_CHECKING:
    from clinic_app.store.database import Database

SETTING, NAME = "lease", "lease.json"
WARNED_DAYS = 14
DAY = timedelta(days=1).total_seconds()
# Between two notes of the time that is used, unless the clock was set back meanwhile.
NOTED_EVERY = 600.0
# Nobody stays away for so long: a clock that jumps further is wrong, and is not held against the person.
IMPLAUSIBLE = 5 * 366 * DAY
_MARK = b"clinic-lease-1"
Uptime = Callable[[], float]


class Used(msgspec.Struct):
    """How many seconds of the grant of `device` at `at` are used, and when that was counted: clock and uptime."""

    device: str
    at: str
    seconds: float
    clock: float
    uptime: float


@dataclass(frozen=True)
class Lease:
    """A laptop's lease as it stands. `number` is the device's at the county; `left` the seconds that are left."""

    number: int
    granted_at: str
    days: int
    left: float

    @property
    def is_over(self) -> bool:
        """Whether the data are locked."""
        return self.left <= 0

    @property
    def days_left(self) -> int:
        """Days begun that are left; 0 at the end."""
        return max(0, math.ceil(self.left / DAY))

    @property
    def is_near(self) -> bool:
        """Whether a person should hear of it."""
        return self.days_left <= WARNED_DAYS

    def last_day(self, today: date) -> date:
        """The day on which it ends, by the laptop's calendar."""
        return today + timedelta(seconds=self.left)


def lease_of(database: Database, uptime: Uptime = time.monotonic) -> Lease | None:
    """The lease as it stands now; None where there is none."""
    with database.read() as connection:
        grant, number = read_grant(connection), _number(connection)
        counted = None if grant is None else _count(database, connection, grant, uptime)
    if grant is None or counted is None:
        return None
    return Lease(number, grant.at, grant.days, grant.days * DAY - counted)


def observe(database: Database, uptime: Uptime = time.monotonic) -> Lease | None:
    """The lease as it stands now, with the time that is used noted for good; for each opening and now and then."""
    with database.read() as connection:
        grant, number = read_grant(connection), _number(connection)
        if grant is None:
            return None
        counted = _count(database, connection, grant, uptime)
    note, now, up = _note(database), database.clock.now().timestamp(), uptime()
    last = max((each for each in note.read() if each.at == grant.at), key=lambda each: each.clock, default=None)
    due = last is None or not 0 <= now - last.clock < NOTED_EVERY or counted - last.seconds > NOTED_EVERY
    if due and counted < IMPLAUSIBLE:
        note.write(Used(grant.device, grant.at, counted, now, up))
    return Lease(number, grant.at, grant.days, grant.days * DAY - counted)


def require(database: Database) -> None:
    """Raises LeaseEnded, and notes it in the audit chain, when the lease is over."""
    lease = observe(database)
    if lease is not None and lease.is_over:
        audit.note(database, "lease_ended", f"device:{lease.number}")
        raise LeaseEnded(lease)


def read_grant(connection: Connection) -> Grant | None:
    """The county's last word that counts here."""
    stored = read_setting(connection, SETTING)
    return None if stored is None else msgspec.convert(stored, Grant)


def take(
    database: Database, connection: Connection, grant: Grant, elapsed: float = 0.0, uptime: Uptime = time.monotonic
) -> bool:
    """Begin a lease anew from the county's word, of which `elapsed` seconds are over; part of the caller's transaction.

    False, and nothing changes, for a word that is older than the last one. The caller has checked whose word it is.
    """
    known = read_grant(connection)
    if known is not None and known.device == grant.device and grant.at < known.at:
        return False
    write_setting(connection, SETTING, msgspec.to_builtins(grant))
    _note(database).write(Used(grant.device, grant.at, elapsed, database.clock.now().timestamp(), uptime()))
    return True


def take_late(database: Database, connection: Connection, grant: Grant) -> bool:
    """The same for a word that was under way, as on a stick: how long ago it was said is told by this laptop's clock,
    and what would shorten the lease is left."""
    known = read_grant(connection)
    elapsed = max(0.0, database.clock.now().timestamp() - parse_instant(grant.at).timestamp())
    if known is not None and known.device == grant.device:
        left = known.days * DAY - _count(database, connection, known, time.monotonic)
        if grant.days * DAY - elapsed <= left:
            return False
    return take(database, connection, grant, elapsed)


def begin_anew(database: Database, connection: Connection) -> None:
    """The county has just let somebody in, by reading out the recovery code: the same word counts from now."""
    grant = read_grant(connection)
    if grant is not None:
        take(database, connection, grant)


def _count(database: Database, connection: Connection, grant: Grant, uptime: Uptime) -> float:
    """Seconds of the grant that are used, in doubt too many."""
    now, up, said = database.clock.now().timestamp(), uptime(), parse_instant(grant.at).timestamp()
    notes = [each for each in _note(database).read() if each.device == grant.device]
    counted = [each.seconds + _passed(each, now, up) for each in notes if each.at == grant.at]
    if counted:
        return max(counted)
    # Nothing was noted of this grant: a backup that was put back, or deleted notes. The clock, and what is known to
    # have happened since.
    known = [parse_instant(each.at).timestamp() for each in notes]
    last = connection.execute(select(audit_table.c.at).order_by(audit_table.c.seq.desc()).limit(1)).scalar()
    if last is not None:
        known.append(parse_instant(last).timestamp())
    return max(0.0, now - said, *(each - said for each in known))


def _passed(note: Used, now: float, up: float) -> float:
    """Seconds since a note, at least: by the clock, and by the uptime, which no setting of the clock changes."""
    return max(0.0, now - note.clock, up - note.uptime if up >= note.uptime else up)


def _note(database: Database) -> SealedNote[Used]:
    key = hmac.digest(database.data_key.raw, _MARK, hashlib.sha256)
    return SealedNote(database.folder, read_header(database.folder).device_key.id, NAME, key, Used)


def _number(connection: Connection) -> int:
    device = load_device(connection)
    return device.number if device is not None else 0
