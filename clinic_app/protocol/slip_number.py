"""Referral slip numbers: device number, serial, three digits of the record id, check digit. Unique offline."""

from __future__ import annotations

import hashlib
import re

from clinic_app.records.identifiers import luhn_digit


def slip_number(device_number: int, serial: int, referral_id: str) -> str:
    """`0012-00034-567-8`. The id digits keep numbers apart after a restored backup counts again."""
    digits = f"{device_number:04d}{serial:05d}{slip_tail(referral_id)}"
    return f"{digits[:-8]}-{digits[-8:-3]}-{digits[-3:]}-{luhn_digit(digits)}"


def slip_tail(referral_id: str) -> str:
    """The three digits of the number that come from the id: known before the serial is."""
    spread = int.from_bytes(hashlib.sha256(referral_id.encode()).digest()[:4], "big") % 1000
    return f"{spread:03d}"


def is_slip_number(text: str) -> bool:
    """Whether a scanned or typed number is whole; dashes and spaces do not matter."""
    digits = re.sub(r"[-\s]", "", text)
    return digits.isascii() and digits.isdigit() and len(digits) >= 13 and luhn_digit(digits[:-1]) == digits[-1]
