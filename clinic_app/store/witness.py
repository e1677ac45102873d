"""What the county has signed of this laptop's audit chain, and whether the chain still has it.

A file that was put back, cut or rewritten may be whole in itself; it no longer has the entry that the county signed.
The receipt cannot be made here, and one that is deleted comes back with the next push.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, select

from clinic_app.clock import instant_text, parse_instant
from clinic_app.protocol.audit_head import is_signed
from clinic_app.protocol.wire import AuditHead, AuditReceipt
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.device import Device, load_device, read_setting, write_setting
from clinic_app.store.local_tables import audit as audit_table

NEWEST, LAST, PROBLEM, SHOWN = "audit_receipt", "audit_last_receipt", "audit_problem", "audit_shown_at"
SHORTER, OTHER = "shorter", "other"
EVERY = timedelta(days=1)


class Witnessed(msgspec.Struct):
    """A receipt with the device and the county that it was written for: a fork changes the one, not the chain."""

    county: str
    device: str
    receipt: AuditReceipt


@dataclass(frozen=True)
class Disagreement:
    """The county signed entry `seq`, and the chain here has something else there, or ends before it (`here`)."""

    kind: str
    seq: int
    here: int

    @property
    def sentence(self) -> str:
        """In words, for the person."""
        if self.kind == SHORTER:
            return (
                f"县平台留底的审计记录到第{self.seq}条，本机只到第{self.here}条：数据文件被换回过旧的，或末尾被删过；"
                "已保存的记录没有改动，照常使用和上传，报告县管理员"
            )
        return (
            f"本机第{self.seq}条审计记录和县平台留底的不一样：审计记录被改过，或数据文件被换过；"
            "已保存的记录没有改动，照常使用和上传，报告县管理员"
        )


def told(connection: Connection, device: Device) -> AuditHead | None:
    """What a push says of the chain: its newest entry, and what it has where the county signed last."""
    head = audit.head(connection)
    if head is None:
        return None
    last = _stored(connection, LAST)
    if last is None or last.device != device.id:
        return AuditHead(head.seq, head.hash)
    return AuditHead(head.seq, head.hash, last.receipt.seq, hash_at(connection, last.receipt.seq) or "")


def heard(connection: Connection, database: Database, device: Device, receipt: AuditReceipt | None) -> None:
    """Take the county's answer, in the caller's transaction: keep it, and note once when the chain does not have it.

    What the county's key has not signed for this laptop is no answer.
    """
    if receipt is None or not is_signed(receipt, device.county, device.id, device.county_key):
        return
    witnessed = Witnessed(device.county, device.id, receipt)
    write_setting(connection, LAST, msgspec.to_builtins(witnessed))
    newest = _stored(connection, NEWEST)
    # A county that was restored signs an older entry: that takes nothing from what it signed before.
    kept = newest is not None and newest.receipt.seq >= receipt.seq and _fits(connection, newest)
    if not kept or not _fits(connection, witnessed):
        write_setting(connection, NEWEST, msgspec.to_builtins(witnessed))
    found = disagreement(connection)
    note_shown(connection, database.clock.now())
    if found is None:
        write_setting(connection, PROBLEM, None)
    elif read_setting(connection, PROBLEM) != asdict(found):
        write_setting(connection, PROBLEM, asdict(found))
        write_setting(connection, SHOWN, None)
        detail = f"{found.kind} seq:{found.seq}"
        audit.note_in(connection, database, "head_broken", f"device:{device.id}", detail=detail)


def is_due(connection: Connection, now: datetime, device: Device) -> bool:
    """Whether the county should see the chain although nothing was saved: once a day while it has grown, and once more
    as soon as something was found wrong."""
    shown, found = read_setting(connection, SHOWN), disagreement(connection)
    if found is not None and read_setting(connection, PROBLEM) is None:
        return True
    if shown and timedelta(0) <= now - parse_instant(shown) < EVERY:
        return False
    last, head = _stored(connection, LAST), audit.head(connection)
    if head is None or last is None or last.device != device.id:
        return head is not None
    return head.seq > last.receipt.seq or found is not None


def note_shown(connection: Connection, now: datetime) -> None:
    """The county has been shown the chain for today."""
    write_setting(connection, SHOWN, instant_text(now))


def disagreement(connection: Connection) -> Disagreement | None:
    """Whether the chain lacks what the county has signed of it: a few keyed reads."""
    newest = _stored(connection, NEWEST)
    if newest is None or _fits(connection, newest):
        return None
    noted = read_setting(connection, PROBLEM)
    if noted is not None and noted["seq"] == newest.receipt.seq:
        # As it was found: the chain has grown since, by the very note of it.
        return Disagreement(**noted)
    head = audit.head(connection)
    here = head.seq if head else 0
    return Disagreement(SHORTER if here < newest.receipt.seq else OTHER, newest.receipt.seq, here)


def known_head(connection: Connection) -> audit.Head | None:
    """The newest entry that the county has signed, for a check of the whole chain; None without one.

    A stored receipt that the county did not sign counts for nothing.
    """
    newest, device = _stored(connection, NEWEST), load_device(connection)
    if newest is None or device is None:
        return None
    if not is_signed(newest.receipt, newest.county, newest.device, device.county_key):
        return None
    return audit.Head(newest.receipt.seq, newest.receipt.hash)


def hash_at(connection: Connection, seq: int) -> str | None:
    """The hash of an entry as it stands in the chain."""
    return connection.execute(select(audit_table.c.hash).where(audit_table.c.seq == seq)).scalar()


def _fits(connection: Connection, witnessed: Witnessed) -> bool:
    return hash_at(connection, witnessed.receipt.seq) == witnessed.receipt.hash


def _stored(connection: Connection, name: str) -> Witnessed | None:
    found = read_setting(connection, name)
    return None if found is None else msgspec.convert(found, Witnessed)
