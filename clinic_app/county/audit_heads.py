"""What the county remembers of each laptop's audit chain: the newest head of each day, signed for the laptop.

A head is taken when the laptop's chain still has what the county signed last. A chain that has something else there,
or ends before it, was put back, cut or rewritten: the device is marked until an administrator has looked at it
(`county audit --accept DEVICE`). An answer that was lost, and a request that came twice, mark nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clinic_app.clock import LOCAL_ZONE, instant_text
from clinic_app.county import audit, keys
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device, device_named
from clinic_app.protocol import signing
from clinic_app.protocol.audit_actions import HEAD_BROKEN
from clinic_app.protocol.audit_head import is_head, receipt_message
from clinic_app.protocol.wire import AuditHead, AuditReceipt

SHORTER, OTHER = "shorter", "other"
AUDIT_WORDS = {SHORTER: "比县平台留底的短", OTHER: "和县平台留底的不一样"}
"""What an administrator reads of a device that was marked."""


@dataclass(frozen=True)
class _Known:
    """The newest head that stands for a device, and whether something was found wrong with it."""

    seq: int
    hash: str
    at: datetime
    problem: str | None


def witness(database: CountyDatabase, connection: Connection, device: Device, told: AuditHead) -> AuditReceipt | None:
    """Remember the head of a push in its transaction; the signed answer names what the county remembers then.

    None for what is no head: the saves of a push are taken whatever stands beside them.
    """
    if not is_head(told):
        return None
    known, now = _known(connection, database.county, device.id), database.clock.now()
    if known is not None and told.base_seq == known.seq and told.base_hash != known.hash:
        _mark(database, connection, device, known, SHORTER if told.seq < known.seq else OTHER)
    elif known is None or (told.base_seq, told.base_hash) == (known.seq, known.hash):
        if known is None or told.seq > known.seq:
            problem = known.problem if known else None
            known = _Known(told.seq, told.hash, now, problem)
            _keep(connection, database.county, device.id, known)
        if known.problem:
            _clear(connection, database.county, device.id)
    return _signed(database, connection, device.id, known)


def accept(database: CountyDatabase, name: str, actor: str, reason: str) -> Device:
    """An administrator has looked at a device (id or number) whose chain did not fit: its next head begins anew.

    Audited, with what was known until then. Raises CountyProblem for an unknown device.
    """
    with database.transaction() as connection:
        device = device_named(connection, database.county, name)
        known = _known(connection, database.county, device.id)
        connection.execute(
            "UPDATE device SET audit_from = %s, audit_problem = NULL, audit_problem_at = NULL"
            " WHERE county = %s AND id = %s",
            (database.clock.now(), database.county, device.id),
        )
        detail = f"{f'{known.seq}:{known.hash}' if known else ''} {reason}".strip()
        audit.append(
            connection, database.county, actor, "head_accept", f"device:{device.id}", database.now_text(), detail
        )
    return device


def _known(connection: Connection, county: str, device: str) -> _Known | None:
    row = connection.execute(
        "SELECT h.seq, h.hash, h.at, d.audit_problem FROM audit_head h JOIN device d USING (county)"
        " WHERE h.county = %s AND h.device = %s AND d.id = h.device AND (d.audit_from IS NULL OR h.at > d.audit_from)"
        " ORDER BY h.day DESC LIMIT 1",
        (county, device),
    ).fetchone()
    return None if row is None else _Known(row[0], bytes(row[1]).hex(), row[2], row[3])


def _keep(connection: Connection, county: str, device: str, head: _Known) -> None:
    connection.execute(
        "INSERT INTO audit_head (county, device, day, seq, hash, at) VALUES (%s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (county, device, day) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at",
        (county, device, head.at.astimezone(LOCAL_ZONE).date(), head.seq, bytes.fromhex(head.hash), head.at),
    )


def _mark(database: CountyDatabase, connection: Connection, device: Device, known: _Known, problem: str) -> None:
    """Once for each thing that is found."""
    if known.problem == problem:
        return
    connection.execute(
        "UPDATE device SET audit_problem = %s, audit_problem_at = %s WHERE county = %s AND id = %s",
        (problem, database.clock.now(), database.county, device.id),
    )
    audit.append(
        connection, database.county, f"device:{device.id}", HEAD_BROKEN, f"device:{device.id}", database.now_text(),
        f"{problem} seq:{known.seq}",
    )  # fmt: skip


def _clear(connection: Connection, county: str, device: str) -> None:
    """The chain has what was signed last: a mark of before, of a file put back and forth for instance, ends."""
    connection.execute(
        "UPDATE device SET audit_problem = NULL, audit_problem_at = NULL WHERE county = %s AND id = %s",
        (county, device),
    )


def _signed(database: CountyDatabase, connection: Connection, device: str, known: _Known) -> AuditReceipt:
    key, at = keys.current_key(database, connection, keys.SIGNING), instant_text(known.at)
    signed = receipt_message(database.county, device, known.seq, known.hash, at)
    return AuditReceipt(known.seq, known.hash, at, signing.sign(key.private, signed))
