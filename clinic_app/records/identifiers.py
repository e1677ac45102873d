"""Record ids (UUIDv7, RFC 9562) and the check digit of human numbers."""

from __future__ import annotations

import re
import secrets
import threading
import uuid
from datetime import UTC, datetime

_WRITTEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_lock = threading.Lock()
_last = 0


def new_id(now: datetime) -> str:
    """A UUIDv7 for the instant `now`; ids of one process rise strictly."""
    global _last
    stamp = int(now.timestamp() * 1000) & 0xFFFFFFFFFFFF
    with _lock:
        # 12 bits of counter space after the millisecond keep ids of one process in order.
        _last = max(_last + 1, stamp << 12)
        value = _last
    number = (value >> 12) << 80 | 0x7 << 76 | (value & 0xFFF) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))


def made_at(record_id: str) -> datetime | None:
    """The instant that a UUIDv7 was made at; None for another kind of id."""
    if not is_id(record_id) or record_id[14] != "7":
        return None
    return datetime.fromtimestamp(int(record_id.replace("-", "")[:12], 16) / 1000, UTC)


def is_id(text: object) -> bool:
    """Whether `text` is a UUID in its usual lower-case writing."""
    return isinstance(text, str) and _WRITTEN.fullmatch(text) is not None


def luhn_digit(digits: str) -> str:
    """The Luhn check digit that follows `digits` (ISO/IEC 7812-1)."""
    total = 0
    for place, figure in enumerate(reversed(digits)):
        value = int(figure) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
