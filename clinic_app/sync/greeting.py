"""`GET /hello`: the county's clock, limits and keys, this laptop's scope, who may still work on it."""

from __future__ import annotations

import base64
from datetime import timedelta

import msgspec
from sqlalchemy import Connection, update

from clinic_app.clock import instant_text, parse_instant
from clinic_app.protocol import authorities, package, wire
from clinic_app.protocol import lease as leases
from clinic_app.store import lease
from clinic_app.store.database import Database
from clinic_app.store.device import Device, read_setting, save_device, write_setting
from clinic_app.store.local_tables import account
from clinic_app.sync.push import LIMIT_SETTING
from clinic_app.sync.transport import Transport

EVERY = timedelta(hours=1)
GREETED, CLOCK_OFFSET, DURABLE = "greeted_at", "clock_offset", "durable_seq"


def greet(database: Database, line: Transport, device: Device, *, anyway: bool = False) -> int:
    """Once an hour, on the first sync and `anyway`, ask how things stand and remember it; returns for how many seconds
    a busy county asks everybody to stay away. Raises SyncProblem."""
    now = database.clock.now()
    with database.read() as connection:
        greeted = read_setting(connection, GREETED)
    if greeted and not anyway and timedelta(0) <= now - parse_instant(greeted) < EVERY:
        return 0
    reply = line.get("/hello", wire.HelloReply)
    offset = round((parse_instant(reply.server_time) - now).total_seconds())
    known = msgspec.structs.replace(
        device,
        scope=reply.scope,
        relay_key=reply.relay_key or device.relay_key,
        county_key=reply.county_key or device.county_key,
        escrow_key=reply.escrow_key or device.escrow_key,
        certificate=_pinned(device, reply.authorities),
        sealing_key=device.sealing_key or base64.b64encode(package.new_sealing_pair()[0]).decode(),
    )
    with database.write() as connection:
        write_setting(connection, CLOCK_OFFSET, offset)
        write_setting(connection, GREETED, instant_text(now))
        write_setting(connection, DURABLE, reply.durable_seq)
        write_setting(connection, LIMIT_SETTING, reply.push_limit)
        if known != device:
            save_device(connection, known)
        _disable(connection, reply.disabled)
        take_lease(database, connection, reply.lease, known)
    return reply.back_off


def take_lease(database: Database, connection: Connection, said: str, device: Device) -> None:
    """Begin the lease anew, when it is this county that says so to this device."""
    grant = leases.heard(said, device.county_key, device.id)
    if grant is not None:
        lease.take(database, connection, grant)


def _pinned(device: Device, said: str) -> str | None:
    """The authorities to pin from now on: those that the county says, when its key signed them and one of the present
    ones is among them. A laptop that pins none was set up so."""
    found = authorities.announced(said, device.county_key)
    if device.certificate is None or not found or not authorities.succeed(device.certificate, found):
        return device.certificate
    return "".join(found)


def _disable(connection: Connection, accounts: list[str]) -> None:
    """Whom the county has disabled does not log in any more; what they wrote stays, and so does everybody else."""
    gone = account.c.id.in_(accounts)
    connection.execute(update(account).where(gone, account.c.disabled.is_(False)).values(disabled=True))
    connection.execute(update(account).where(~gone, account.c.disabled.is_(True)).values(disabled=False))
