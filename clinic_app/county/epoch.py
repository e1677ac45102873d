"""Whether a laptop and this county speak of one log. A county restored from a backup does not have what came after."""

from __future__ import annotations

from clinic_app.county import change_log
from clinic_app.county.database import Connection
from clinic_app.county.problems import Refusal
from clinic_app.protocol.wire import Head

EPOCH_CHANGED = Refusal(
    409, "epoch_changed", "县平台的数据恢复过或本机的同步位置不对，本机数据没有丢失，程序会自动重新对齐"
)


def has_place(connection: Connection, county: str, head: Head, seen: Head) -> bool:
    """Whether the log that stands at `head` has the place `seen`."""
    if seen.epoch != head.epoch or not 0 <= seen.seq <= head.seq:
        return False
    h = head.h if seen.seq == head.seq else change_log.h_at(connection, county, seen.seq)
    # A laptop of before today remembers the whole chain value.
    return h == seen.h[: change_log.H_DIGITS]


def require_same_log(connection: Connection, county: str, head: Head, seen: Head | None) -> None:
    """Raises Refusal 409 `epoch_changed` unless the log has the place that a laptop has seen."""
    if seen is not None and not has_place(connection, county, head, seen):
        raise EPOCH_CHANGED


def read_seen(text: str | None) -> Head | None:
    """The place in a `Clinic-Seen` header; None without one. Raises Refusal 409 for what is no place."""
    if not text:
        return None
    parts = text.split(".")
    if len(parts) != 3 or not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 19):
        raise EPOCH_CHANGED
    return Head(parts[0], int(parts[1]), parts[2])
