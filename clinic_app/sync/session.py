"""One sync: send what waits, receive what is new, say how it went. Ends within its deadline whatever the line does."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from clinic_app.clock import instant_text, parse_instant
from clinic_app.protocol import wire
from clinic_app.store.database import Database
from clinic_app.store.device import Device, load_device, read_setting, save_device, write_setting
from clinic_app.store.lock import sync_lock
from clinic_app.sync.accounts import announce_accounts
from clinic_app.sync.errors import NotEnrolled, SyncProblem
from clinic_app.sync.pull import pull
from clinic_app.sync.push import push
from clinic_app.sync.status import sync_status
from clinic_app.sync.transport import Identity, Transport, ca_file

# A `sync` ends within 90 seconds, start-up and key derivation included.
DEADLINE = 80.0
GREETING_EVERY = timedelta(hours=24)
QUARANTINED, CONFLICTS = 4, 5
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SyncReport:
    """What a sync did and what is left. `problem` is a Chinese sentence, None when all went well."""

    sent: int
    received: int
    pending: int
    quarantined: int
    conflicts: int
    last_success: str | None
    problem: str | None
    exit_code: int

    def as_json(self) -> dict[str, Any]:
        """The object of `clinic-app sync --json`."""
        names = ("sent", "received", "pending", "quarantined", "conflicts", "last_success")
        return {name: getattr(self, name) for name in names}


def sync_once(database: Database, *, deadline: float = DEADLINE) -> SyncReport:
    """Synchronise now. Never raises for what the line or the server does; the report says it."""
    sent, received = 0, 0
    problem: SyncProblem | None = None
    with sync_lock(database.folder) as free:
        if not free:
            problem = SyncProblem("本机正在同步，这一次不重复进行")
        else:
            sent, received, problem = _lanes(database, deadline)
    return _report(database, sent, received, problem)


def _lanes(database: Database, deadline: float) -> tuple[int, int, SyncProblem | None]:
    """Push, then pull; a stuck push does not keep news from coming in."""
    sent, received = 0, 0
    problem: SyncProblem | None = None
    try:
        device = _device(database)
        with _line(database, device, deadline) as line:
            _greet(database, line, device)
            try:
                announce_accounts(database, line, device)
                sent = push(database, line, device)
            except SyncProblem as failure:
                problem = failure
            received = pull(database, line)
    except SyncProblem as failure:
        problem = problem or failure
    if problem is None:
        with database.write() as connection:
            write_setting(connection, "last_success", instant_text(database.clock.now()))
    else:
        log.info("sync ended early: %s", type(problem).__name__)
    return sent, received, problem


def _device(database: Database) -> Device:
    with database.read() as connection:
        device = load_device(connection)
    if device is None:
        raise NotEnrolled
    return device


def _line(database: Database, device: Device, deadline: float) -> Transport:
    identity = Identity(device.id, device.signing_key)
    ca = ca_file(database.folder, device.certificate)
    return Transport(device.server, identity, database.clock, ca=ca, deadline=deadline)


def _greet(database: Database, line: Transport, device: Device) -> None:
    """Once a day, and on the first sync: the county's clock and this laptop's scope."""
    now = database.clock.now()
    with database.read() as connection:
        greeted = read_setting(connection, "greeted_at")
    if greeted and timedelta(0) <= now - parse_instant(greeted) < GREETING_EVERY:
        return
    reply = line.get("/hello", wire.HelloReply)
    offset = round((parse_instant(reply.server_time) - now).total_seconds())
    with database.write() as connection:
        write_setting(connection, "clock_offset", offset)
        write_setting(connection, "greeted_at", instant_text(now))
        save_device(connection, msgspec.structs.replace(device, scope=reply.scope))


def _report(database: Database, sent: int, received: int, problem: SyncProblem | None) -> SyncReport:
    status = sync_status(database)
    code = problem.exit_code if problem else QUARANTINED if status.quarantined else CONFLICTS if status.conflicts else 0
    return SyncReport(
        sent,
        received,
        status.pending,
        status.quarantined,
        status.conflicts,
        status.last_success,
        str(problem) if problem else None,
        code,
    )
