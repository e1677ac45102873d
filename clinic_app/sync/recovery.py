"""The laptop's recovery code reaches the county: sealed to its escrow key, once, and again after each change."""

from __future__ import annotations

import msgspec

from clinic_app.protocol import wire
from clinic_app.store import recovery
from clinic_app.store.database import Database
from clinic_app.store.device import Device
from clinic_app.sync.transport import Transport


def keep_recovery_code(database: Database, line: Transport, device: Device) -> bool:
    """Make a code where there is none, and send the county what it has not got; returns whether something was sent.

    Raises SyncProblem.
    """
    if not device.escrow_key:
        return False
    waiting = recovery.provide(database, device.escrow_key)
    if waiting is None:
        return False
    line.post("/escrow", msgspec.json.encode(waiting), wire.EscrowReply)
    recovery.delivered(database, waiting.number)
    return True
