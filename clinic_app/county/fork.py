"""`POST /fork`: a laptop that was restored from an old copy, or is a copy of another, becomes a device of its own.

Its saves keep their ids, so sending them again is harmless; what the county tells its ancestors reaches it too.
"""

from __future__ import annotations

from datetime import timedelta

from clinic_app.county import audit
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device, add_device, find_device, take_number
from clinic_app.county.enrolment import decode_key, optional_key, reply
from clinic_app.county.problems import Refusal
from clinic_app.county.scope import note_scope, scope_of
from clinic_app.protocol.wire import Account, EnrolReply, ForkRequest
from clinic_app.records.identifiers import new_id

MOST_FORKS = 10
DAY = timedelta(days=1)
TOO_OFTEN = Refusal(
    429,
    "fork_rate",
    "这台电脑的数据一天内被恢复或复制了太多次，本机数据没有丢失，联系县管理员",
    int(DAY.total_seconds()),
)
SAME_KEY = Refusal(400, "bad_request", "新设备的密钥不能用旧的，本机没有改动")


def fork(database: CountyDatabase, device: Device, asked: ForkRequest) -> EnrolReply:
    """The new device of the same organisation, role and people. The same key again gets the same answer."""
    key, sealing_key = decode_key(asked.public_key), optional_key(asked.sealing_key)
    with database.transaction() as connection:
        # The old device's row is held, so that a repeat waits for the first.
        connection.execute(
            "SELECT 1 FROM device WHERE county = %s AND id = %s FOR UPDATE", (database.county, device.id)
        )
        found = _made_before(connection, database.county, device, key)
        if found is None:
            found = _new_device(database, connection, device, key, sealing_key)
        people = [Account(each, "", staff) for each, staff in found.accounts.items()]
        return reply(database, connection, found, people)


def _made_before(connection: Connection, county: str, device: Device, key: bytes) -> Device | None:
    row = connection.execute(
        "SELECT id, forked_from FROM device WHERE county = %s AND public_key = %s", (county, key)
    ).fetchone()
    if row is None:
        return None
    if row[1] != device.id:
        raise SAME_KEY
    return find_device(connection, county, row[0])


def _new_device(
    database: CountyDatabase, connection: Connection, device: Device, key: bytes, sealing_key: bytes | None
) -> Device:
    county, now = database.county, database.clock.now()
    row = connection.execute(
        "SELECT count(*) FROM device WHERE county = %s AND forked_from = %s AND forked_at > %s",
        (county, device.id, now - DAY),
    ).fetchone()
    if row is not None and row[0] >= MOST_FORKS:
        raise TOO_OFTEN
    number = take_number(connection, county)
    made = Device(
        new_id(now), number, device.organisation, device.role, device.staff, key, device.accounts, now,
        forked_from=device.id, sealing_key=sealing_key,
    )  # fmt: skip
    add_device(connection, county, made)
    # What was signed last under the old name may be the copy's: the next head of whoever keeps the name begins anew.
    connection.execute("UPDATE device SET audit_from = %s WHERE county = %s AND id = %s", (now, county, device.id))
    connection.execute(
        "INSERT INTO device_scope (county, device, version, villages, since, until)"
        " SELECT county, %s, version, villages, since, until FROM device_scope WHERE county = %s AND device = %s",
        (made.id, county, device.id),
    )
    note_scope(database, connection, made, scope_of(connection, county, made))
    audit.append(
        connection, county, f"device:{device.id}", "fork", f"device:{made.id}", database.now_text(), str(number)
    )
    return made
