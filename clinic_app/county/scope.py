"""What a device may hold and write: its organisation's referrals, and the residents of its villages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device
from clinic_app.county.problems import Refusal
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import Scope

# Whoever follows residents up sees their villages; the others see referrals of their organisation only.
VILLAGE_ROLES = ("village_doctor", "township_clinician", "public_health")
# Looks after accounts and devices of a place and reads nothing of patients.
ADMINISTRATOR = "administrator"
VERSION_DIGITS = 10

NO_CARE = Refusal(403, "scope", "管理员的电脑不看患者资料，没有查找，换一台看病用的电脑")


def scope_of(connection: Connection, county: str, device: Device) -> Scope:
    """The device's scope as the reference records stand now. Nothing a device says enters it."""
    organisation = _fields(connection, county, "organisation", device.organisation)
    kind = str(organisation.get("kind") or "")
    if device.role not in VILLAGE_ROLES:
        return Scope("" if device.role == ADMINISTRATOR else device.organisation, kind)
    return Scope(device.organisation, kind, _villages(connection, county, device, kind, organisation))


def require_care(device: Device) -> None:
    """Raises Refusal 403 for a device that nobody treats or follows up patients with."""
    if device.role == ADMINISTRATOR:
        raise NO_CARE


def version_of(scope: Scope) -> str:
    """A short name of what the scope holds; a cursor remembers it."""
    text = "\n".join(sorted(scope.audiences()))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:VERSION_DIGITS]


def note_scope(database: CountyDatabase, connection: Connection, device: Device, scope: Scope) -> None:
    """Remember that the device's scope is this from now on; the one before it ends now. Says nothing twice."""
    county, version, now = database.county, version_of(scope), database.clock.now()
    connection.execute(
        "UPDATE device_scope SET until = %s WHERE county = %s AND device = %s AND until IS NULL AND version <> %s",
        (now, county, device.id, version),
    )
    connection.execute(
        "INSERT INTO device_scope (county, device, version, villages, since) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (county, device, version) DO UPDATE SET since = excluded.since, until = NULL"
        " WHERE device_scope.until IS NOT NULL",
        (county, device.id, version, msgspec.json.encode(scope.villages), now),
    )


def villages_then(connection: Connection, county: str, device: Device, version: str) -> list[str]:
    """The villages of the device's scope `version`; none when the county does not know it."""
    row = connection.execute(
        "SELECT villages FROM device_scope WHERE county = %s AND device = %s AND version = %s",
        (county, device.id, version),
    ).fetchone()
    return [] if row is None else msgspec.json.decode(bytes(row[0]), type=list[str])


def _villages(
    connection: Connection, county: str, device: Device, kind: str, organisation: dict[str, object]
) -> list[str]:
    own = _codes(organisation.get("villages"))
    if kind == "village_clinic":
        return own
    if kind != "township_centre":
        return []
    if device.staff:
        named = _codes(_fields(connection, county, "staff", device.staff).get("villages"))
        if named:
            return named
    rows = connection.execute(
        "SELECT body FROM record WHERE county = %s AND type = 'organisation' AND parent_id = %s AND NOT void",
        (county, device.organisation),
    )
    below = [code for row in rows for code in _codes(record_body.decode(bytes(row[0])).fields.get("villages"))]
    return sorted({*own, *below})


def _codes(value: object) -> list[str]:
    return sorted({str(each) for each in value}) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _fields(connection: Connection, county: str, type_name: str, record_id: str) -> dict[str, object]:
    row = connection.execute(
        "SELECT body FROM record WHERE county = %s AND type = %s AND id = %s AND NOT void",
        (county, type_name, record_id),
    ).fetchone()
    return {} if row is None else record_body.decode(bytes(row[0])).fields
