"""A laptop restored from a backup, or copied, becomes a device of its own: it counts on under a number of its own.

What it saved stays as it is and is sent again under the new identity; a save's own id makes repeats harmless.
"""

from __future__ import annotations

import base64

import msgspec

from clinic_app.clock import instant_text
from clinic_app.protocol import package, signing, wire
from clinic_app.store import audit, incarnation
from clinic_app.store.database import Database
from clinic_app.store.device import Device, read_setting, save_device, write_setting
from clinic_app.sync.accounts import ANNOUNCED
from clinic_app.sync.greeting import take_lease
from clinic_app.sync.transport import Transport, json_body

KEYS = "fork_keys"


def fork(database: Database, line: Transport, device: Device) -> Device:
    """Ask the county for a new device id and number, signed by the old key; returns the new device.

    The new keys are kept before they are sent, so a lost answer makes no third device. Raises SyncProblem.
    """
    private_key, public_key, sealing_key = _new_keys(database)
    request = wire.ForkRequest(public_key, package.public_half(sealing_key))
    # Whether the county was put back as well is found by the new device's first push or pull.
    line.seen = None
    reply = line.post("/fork", json_body(request), wire.EnrolReply)
    forked = msgspec.structs.replace(
        device,
        id=reply.device,
        number=reply.number,
        organisation=reply.organisation,
        organisation_name=reply.organisation_name,
        kind=reply.scope.kind,
        role=reply.role,
        scope=reply.scope,
        private_key=private_key,
        sealing_key=sealing_key,
        relay_key=reply.relay_key or device.relay_key,
        county_key=reply.county_key or device.county_key,
    )
    with database.write() as connection:
        save_device(connection, forked)
        take_lease(database, connection, reply.lease, forked)
        write_setting(connection, KEYS, None)
        write_setting(connection, ANNOUNCED, [])
        now = instant_text(database.clock.now())
        audit.append(
            connection, database.actor.account, "fork", f"device:{device.id} device:{forked.id}", at=now,
            device=forked.id,
        )  # fmt: skip
    incarnation.renew(database)
    return forked


def _new_keys(database: Database) -> tuple[str, str, str]:
    """Signing key, its public half, and the key that opens what the county seals; all base64."""
    with database.write() as connection:
        stored = read_setting(connection, KEYS)
        if stored is None:
            raw = [*signing.new_key_pair(), package.new_sealing_pair()[0]]
            stored = [base64.b64encode(each).decode() for each in raw]
            write_setting(connection, KEYS, stored)
    return str(stored[0]), str(stored[1]), str(stored[2])
