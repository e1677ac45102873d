"""A laptop's audit chain and the county: the head that goes with a push, and the county's signature under it.

The laptop names its newest entry, and what its chain has now at the place that the county signed last. The county signs
a head when that place is as it remembers it; else it answers with what it remembers, signed as well, so that a laptop
whose chain was cut, edited or put back learns it from an answer that nobody but the county can write.
"""

from __future__ import annotations

import base64
import binascii

from clinic_app.protocol import signing
from clinic_app.protocol.wire import AuditHead, AuditReceipt

WHAT = "audit-head/1"
DIGITS = frozenset("0123456789abcdef")
LENGTH = 64


def receipt_message(county: str, device: str, seq: int, digest: str, at: str) -> bytes:
    """The bytes that the county signs: `digest` is the hash of the entry `seq` in the chain of `device`."""
    return "\n".join((WHAT, county, device, str(seq), digest, at)).encode()


def is_signed(receipt: AuditReceipt, county: str, device: str, county_key: str) -> bool:
    """Whether the county's key (base64 of the raw Ed25519 key) has signed this receipt for this device."""
    try:
        key = base64.b64decode(county_key, validate=True)
    except (ValueError, binascii.Error):
        return False
    signed = receipt_message(county, device, receipt.seq, receipt.hash, receipt.at)
    return bool(key) and signing.verifies(key, receipt.signature, signed)


def is_head(head: AuditHead) -> bool:
    """Whether this is the head of a chain at all: a number, and a hash as chains write it."""
    return 0 < head.seq < 2**53 and is_digest(head.hash) and 0 <= head.base_seq < 2**53


def is_digest(text: str) -> bool:
    """Lower-case hex of a SHA-256."""
    return len(text) == LENGTH and DIGITS.issuperset(text)
