"""`POST /report`: how a laptop fares, for the county's status page. Counts and times only, nothing of people."""

from __future__ import annotations

import msgspec

from clinic_app.clock import parse_instant
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import Device, write_sealing_key
from clinic_app.county.enrolment import optional_key
from clinic_app.county.problems import Refusal
from clinic_app.protocol.wire import Report, Reported

LONGEST_VERSION = 40
UNREADABLE = Refusal(400, "bad_request", "本机情况的报告无法读取，数据没有丢失，更新程序后再试")


def report(database: CountyDatabase, device: Device, told: Report) -> Reported:
    """Remember the report; a laptop sends it at the end of a sync that went well."""
    counts = (told.pending, told.quarantined, told.conflicts, abs(told.clock_offset or 0))
    if len(told.version) > LONGEST_VERSION or not all(0 <= each < 2**53 for each in counts):
        raise UNREADABLE
    try:
        if told.oldest is not None:
            parse_instant(told.oldest)
    except (ValueError, OverflowError):
        raise UNREADABLE from None
    sealing_key = optional_key(told.sealing_key)
    kept = msgspec.json.encode(msgspec.structs.replace(told, sealing_key=""))
    with database.transaction() as connection:
        connection.execute(
            "UPDATE device SET report = %s, last_success = %s WHERE county = %s AND id = %s",
            (kept, database.clock.now(), database.county, device.id),
        )
        if sealing_key is not None:
            write_sealing_key(connection, database.county, device.id, sealing_key)
    return Reported(database.now_text())
