"""What the county's status page is told of this laptop: counts and times, nothing of people."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from clinic_app import __version__
from clinic_app.clock import instant_text, parse_instant
from clinic_app.protocol import package, wire
from clinic_app.store.database import Database
from clinic_app.store.device import Device, read_setting, write_setting
from clinic_app.sync.status import sync_status
from clinic_app.sync.transport import Transport

REPORTED = "reported"
EVERY = timedelta(days=1)


def send_report(database: Database, line: Transport, device: Device) -> bool:
    """Tell the county how this laptop fares, once a day and when a count has changed; returns whether it was told.

    Raises SyncProblem.
    """
    status, now = sync_status(database), database.clock.now()
    report = wire.Report(
        version=__version__,
        pending=status.pending,
        oldest=status.oldest_pending,
        quarantined=status.quarantined,
        conflicts=status.conflicts,
        clock_offset=status.clock_offset,
        sealing_key=package.public_half(device.sealing_key) if device.sealing_key else "",
    )
    counts = [report.version, report.pending, report.quarantined, report.conflicts]
    with database.read() as connection:
        last = read_setting(connection, REPORTED)
    if last and last["counts"] == counts and timedelta(0) <= now - parse_instant(last["at"]) < EVERY:
        return False
    line.post("/report", msgspec.json.encode(report), wire.Reported)
    with database.write() as connection:
        write_setting(connection, REPORTED, {"at": instant_text(now), "counts": counts})
    return True
