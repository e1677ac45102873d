"""How long laptops may work without the county: the word at every contact, and the code that renews by telephone.

The secret behind the codes never leaves the county; every device has a chain of its own (protocol/lease.py).
"""

from __future__ import annotations

import base64
import secrets
from datetime import date

from clinic_app.county import audit, keys
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device, device_named
from clinic_app.county.problems import CountyProblem
from clinic_app.protocol import escrow, lease
from clinic_app.protocol.lease import Grant

KEY_KIND = "lease"
SECRET_BYTES = 32


def granted(database: CountyDatabase, connection: Connection, device: Device) -> str:
    """The county's signed word to a device that it has just heard of; empty for one that may not work any more."""
    if device.is_barred:
        return ""
    today = database.clock.today()
    link = base64.b64encode(lease.link_on(_secret(connection, database.county), device.id, today)).decode()
    days = lease_days(connection, database.county)
    grant = Grant(lease.KIND, device.id, database.now_text(), days, today, link)
    return keys.signed(database, connection, lease.said(grant))


def renewal_code(database: CountyDatabase, name: str, actor: str) -> tuple[Device, date, str]:
    """The device (id or number), the day and the code that renews its lease on that day, as it is read out; audited.

    Raises CountyProblem for an unknown device and for one that may not work any more.
    """
    with database.transaction() as connection:
        device, today = device_named(connection, database.county, name), database.clock.today()
        if device.is_barred:
            raise CountyProblem(f"设备 {device.number:04d} 已停用或退役，没有给出续期码")
        link = lease.link_on(_secret(connection, database.county), device.id, today)
        audit.append(
            connection, database.county, actor, "lease_code", f"device:{device.id}", database.now_text(), str(today)
        )
    return device, today, escrow.spoken(link)


def lease_days(connection: Connection, county: str) -> int:
    """For how many days a laptop may work without contact."""
    row = connection.execute("SELECT lease_days FROM county WHERE county = %s", (county,)).fetchone()
    return int(row[0]) if row else lease.DAYS


def set_days(database: CountyDatabase, days: int, actor: str) -> None:
    """Change it; each laptop hears of it at its next contact. Raises CountyProblem."""
    if not lease.FEWEST_DAYS <= days <= lease.MOST_DAYS:
        raise CountyProblem(f"离线期限是{lease.FEWEST_DAYS}到{lease.MOST_DAYS}天，没有改动")
    with database.transaction() as connection:
        connection.execute("UPDATE county SET lease_days = %s WHERE county = %s", (days, database.county))
        audit.append(connection, database.county, actor, "settings", "lease_days", database.now_text(), str(days))


def _secret(connection: Connection, county: str) -> bytes:
    """The county's own secret, made when first asked for."""
    query = "SELECT private_key FROM county_key WHERE county = %s AND kind = %s AND id = 'first'"
    row = connection.execute(query, (county, KEY_KIND)).fetchone()
    if row is None:
        connection.execute(
            "INSERT INTO county_key (county, kind, id, public_key, private_key, created_at)"
            " VALUES (%s, %s, 'first', '', %s, now()) ON CONFLICT DO NOTHING",
            (county, KEY_KIND, secrets.token_bytes(SECRET_BYTES)),
        )
        row = connection.execute(query, (county, KEY_KIND)).fetchone()
    assert row is not None
    return bytes(row[0])
