"""How long a laptop may work without its county: the county's signed word, and the code that renews it by telephone.

A code is a day's link of a hash chain that the county alone can walk forwards: hashing a later day's link gives the
earlier ones, never the other way round. So 128 bits, which fit on the telephone, are proof of the device and of the
day, a used code is worth nothing any more, and nobody who has the laptop alone can make one (docs/decisions/0033).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from clinic_app.protocol import escrow, signing

KIND = "lease"
DAYS, FEWEST_DAYS, MOST_DAYS = 60, 7, 365
"""Without contact, until a laptop asks for a code: by default, and what a county may set."""
FIRST_DAY = date(2026, 1, 1)
CHAIN_DAYS = 7305
"""Of one chain: twenty years. A laptop that was away while one ended takes the next one at its next contact."""
LINK_BYTES = escrow.CODE_BYTES
_USE = b"clinic-lease-1"


class Grant(msgspec.Struct, frozen=True):
    """What the county says: at `at` (an instant) it spoke to `device`, which may work for `days` from then on.

    `day` is the local date of `at`, `link` that day's link of the device's chain (base64).
    """

    kind: str
    device: str
    at: str
    days: int
    day: date
    link: str


def link_on(secret: bytes, device: str, day: date) -> bytes:
    """The link of a day by the county's secret; also the code that renews the lease on that day."""
    chain, place = divmod((day - FIRST_DAY).days, CHAIN_DAYS)
    return _link(secret, device, chain, place)


def renewed_on(device: str, grant: Grant, link: bytes) -> date | None:
    """The day whose link this is; None when it is none of a day after the grant's own."""
    known, day = base64.b64decode(grant.link), grant.day
    left = CHAIN_DAYS - 1 - (grant.day - FIRST_DAY).days % CHAIN_DAYS
    for _ in range(left):
        link, day = _earlier(device, link), day + timedelta(days=1)
        if hmac.compare_digest(link, known):
            return day
    return None


def said(grant: Grant) -> bytes:
    """The bytes that the county signs."""
    return msgspec.json.encode(grant)


def heard(words: str, county_key: str, device: str) -> Grant | None:
    """The grant in the county's signed words (`base64.signature`); None when it is not the county's, or of another
    device."""
    raw = signing.opened(words, county_key)
    try:
        grant = msgspec.json.decode(raw, type=Grant) if raw else None
        sound = grant is not None and len(base64.b64decode(grant.link, validate=True)) == LINK_BYTES
    except (msgspec.DecodeError, binascii.Error, ValueError, RecursionError):
        return None
    if grant is None or not sound or (grant.kind, grant.device) != (KIND, device) or grant.days < 1:
        return None
    return grant


@lru_cache(maxsize=4096)
def _link(secret: bytes, device: str, chain: int, place: int) -> bytes:
    seed = hmac.digest(secret, _USE + f"|{device}|{chain}".encode(), hashlib.sha256)
    link = seed[:LINK_BYTES]
    for _ in range(CHAIN_DAYS - 1 - place):
        link = _earlier(device, link)
    return link


def _earlier(device: str, link: bytes) -> bytes:
    return hashlib.sha256(_USE + device.encode() + link).digest()[:LINK_BYTES]
