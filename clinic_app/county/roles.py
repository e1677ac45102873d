"""Which role wrote and which role reads, by the county's own knowledge: the table of roles on the server's side.

What a laptop holds goes by the role that it was enrolled for; what a person writes by the role that the county's list
gave that person at the time of writing. Nothing of either comes from a request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from clinic_app.clock import parse_instant
from clinic_app.county.database import Connection
from clinic_app.county.devices import Device
from clinic_app.protocol import body as record_body
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.permission import Act, may, withheld_types
from clinic_app.records.staff import ROLE

ROLE_WORDS = {option.code: option.label for option in ROLE}
ACTS = {"void": Act.VOID, "remove": Act.VOID}
MAKING = ("create", "add")
# A conflict shows the values of what it is about: whoever may not read that may not read the conflict.
HIDDEN = (
    "(r.type = ANY(%(withheld)s) OR (r.type = 'conflict' AND EXISTS (SELECT 1 FROM record about"
    " WHERE about.county = r.county AND about.type = ANY(%(withheld)s) AND about.id = r.parent_id)))"
)
READABLE = f"(NOT {HIDDEN})"


@dataclass(frozen=True)
class Roles:
    """The roles of a device's people: `device` is the device's own, `people` has the roles of an account by when the
    county listed them, the oldest first."""

    device: str = ""
    people: Mapping[str, tuple[tuple[datetime, str], ...]] = field(default_factory=dict)

    def at(self, account: str, when: datetime) -> str:
        """The role of a person at a time; the device's for somebody whom the county does not list."""
        listed = self.people.get(account, ())
        before = [role for since, role in listed if since <= when]
        return before[-1] if before else listed[0][1] if listed else self.device


def roles_of(connection: Connection, county: str, device: Device) -> Roles:
    """What the lists have said of the device's people."""
    codes = {staff for staff in device.accounts.values() if staff}
    if not codes:
        return Roles(device.role)
    listed: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    rows = connection.execute(
        "SELECT id, body FROM change WHERE county = %s AND type = 'staff' AND id = ANY(%s) ORDER BY seq",
        (county, sorted(codes)),
    )
    for code, raw in rows:
        body = record_body.decode(bytes(raw))
        role = str(body.fields.get("role") or "")
        # Somebody who is listed no more keeps the last role: what is still on its way must arrive.
        if role and body.authored_at and not body.void:
            listed[code].append((parse_instant(body.authored_at), role))
    return Roles(device.role, {each: tuple(listed[code]) for each, code in device.accounts.items() if code in listed})


def forbidden(role: str, operation: str, record_type: str) -> str:
    """Why a person of `role` may not do an operation, in a sentence for who sent it; empty where it is allowed.

    A type that only a newer program knows is kept as data and in no table.
    """
    act = ACTS.get(operation, Act.SAVE)
    if record_type not in RECORD_TYPES or may(role, act, record_type):
        return ""
    if operation in MAKING and may(role, Act.IMPORT, record_type):
        return ""
    label, verb = RECORD_TYPES[record_type].label, "作废" if act is Act.VOID else "填写"
    who = ROLE_WORDS.get(role, role)
    return f"{label}不归“{who}”{verb}，这次保存没有并入县平台，内容都在，已交县管理员核对"


def withheld_from(device: Device) -> list[str]:
    """Types that the county never sends to this device."""
    return sorted(withheld_types(device.role))
