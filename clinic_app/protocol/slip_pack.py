"""The referral that travels on its own slip: a minimal record pack as the digits of a QR code. Pure; both ends.

A pack holds the ids of the referral and of the save that issued it, and the values that fit, the most needed first.
It is sealed to the county's relay key and signed with the device's key, like an item of the USB relay (package.py), so
that nobody but the county reads it and only the laptop that issued the slip can have written it. In clear stand the
device's number and the name of the county's key. The same referral gives the same digits each time, so that a reprint
is the same paper.

Digits alone are the densest writing that a QR has (three in ten bits), and the one that a scanner types the same
whatever the keyboard layout, the input method or Caps Lock. See docs/protocol.md.
"""

from __future__ import annotations

import hashlib
import math
import struct
import uuid
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clinic_app import paths
from clinic_app.protocol.package import PackageProblem, derive, key_id

PREFIX = "9105"
"""How every pack begins; no identity number is as long as one, no slip number begins so and is."""
SHORTEST_TEXT = 250
MOST_DIGITS = 991
"""What a QR of version 15 (77 modules) holds at error correction M."""
USE = b"CLINIC-SLIP/1\n"
_VERSION = 1
_KEY, _SIGNATURE, _TAG, _ID, _STAMP, _ACCOUNT = 32, 64, 16, 16, 6, 4
_HEAD = struct.Struct(">BI4s32s")
_TEXT_LIMIT = 4000
_CHECK = 97

DAMAGED = "二维码没有读全，再扫一次；还不行就手工输入转诊单号"
NEWER = "这张转诊单的二维码是更新版本的程序印的，读不了，手工输入转诊单号"
OTHER_KEY = "这张转诊单的二维码封给了另一个县或旧的钥匙，打不开，手工输入转诊单号"
FORGED = "二维码的签名不对，不能作为转诊单，核对纸质单和患者，联系县管理员"

# In this order values go into a pack as long as there is room; a value is named by its place, so nothing is ever put
# in between. `readings` and `medicines` are of the record pack.
NAMES = (
    "slip_no", "direction", "urgency", "to_org", "patient_name", "sex", "birth_date", "age", "village_code",
    "referral_date", "identity_unknown", "suspicion", "onset_at", "sbp", "dbp", "heart_rate", "respiratory_rate",
    "spo2", "glucose", "temperature", "consciousness", "to_dept", "initial_impression", "id_no", "patient_phone",
    "allergy_text", "request", "requested_item", "present_illness", "medicines", "readings", "from_phone",
    "from_doctor_sign", "treatment_course", "past_history", "home_address", "requested_day", "record_no",
    "to_doctor", "left_at", "checklist", "consent", "path", "insurance_registered", "booked_by",
)  # fmt: skip
NEEDED = NAMES[:9]
"""Never left out and never shortened; a pack without room for them is none."""
READING = ("visit_date", "sbp", "dbp", "fbg", "weight")
_FIRST_NAME, _END, _CUT = 0x21, "\x1f", "…"


class NoRoom(ValueError):
    """Not even the patient and where they are sent fit into the code."""


@dataclass(frozen=True)
class SlipPack:
    """What a slip carries. `mid` and `event_id` are of the save that issued it, `author` the account's id or the first
    digits of its SHA-256; `fields` are values of the referral as text, by name."""

    referral_id: str
    mid: str
    event_id: str
    resident_id: str
    author: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Sealed:
    """A pack as scanned: its form is sound, nothing of it is believed yet."""

    device_number: int
    key: str
    ephemeral: bytes
    raw: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of what was scanned, lower-case hex."""
        return hashlib.sha256(self.raw).hexdigest()


def is_slip_pack(text: str) -> bool:
    """Whether something scanned is a pack: a scanner's whole input, or what a person pasted."""
    digits = "".join(text.split())
    return len(digits) >= SHORTEST_TEXT and digits.startswith(PREFIX) and digits.isascii() and digits.isdigit()


def write(pack: SlipPack, *, device_number: int, to: bytes, signed_by: bytes, most: int = MOST_DIGITS) -> str:
    """At most `most` digits for a QR code, sealed to the raw X25519 key `to` and signed by the raw Ed25519 private key
    `signed_by`. What does not fit is shortened or left out, the least needed first; raises NoRoom."""
    ids = _ids(pack)
    room = _bytes_in(most) - _HEAD.size - _TAG - _SIGNATURE - len(ids)
    plain = ids + _fitted(pack.fields, room)
    ephemeral = _ephemeral(signed_by, plain, to)
    public = ephemeral.public_key().public_bytes_raw()
    head = _HEAD.pack(_VERSION, device_number, bytes.fromhex(key_id(to)), public)
    key, nonce = derive(ephemeral, X25519PublicKey.from_public_bytes(to), public, to, use=USE)
    raw = head + AESGCM(key).encrypt(nonce, plain, head)
    return _as_digits(raw + Ed25519PrivateKey.from_private_bytes(signed_by).sign(raw))


def read(text: str) -> Sealed:
    """The pack in scanned digits; raises PackageProblem with words for the person at the desk."""
    raw = _as_bytes(text)
    if raw[:1] != bytes([_VERSION]):
        raise PackageProblem("newer", NEWER)
    if len(raw) <= _HEAD.size + _TAG + _SIGNATURE:
        raise PackageProblem("damaged", DAMAGED)
    _, number, key, ephemeral = _HEAD.unpack_from(raw)
    return Sealed(number, key.hex(), ephemeral, raw)


def verify(sealed: Sealed, public_key: bytes) -> None:
    """Raises PackageProblem unless the owner of the raw Ed25519 `public_key` signed the pack."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(sealed.raw[-_SIGNATURE:], sealed.raw[:-_SIGNATURE])
    except (InvalidSignature, ValueError):
        raise PackageProblem("signature", FORGED) from None


def open_pack(sealed: Sealed, private_key: bytes) -> SlipPack:
    """The content, by the county's raw X25519 private key; raises PackageProblem. Call `verify` first."""
    try:
        private = X25519PrivateKey.from_private_bytes(private_key)
        own = private.public_key().public_bytes_raw()
        if key_id(own) != sealed.key:
            raise PackageProblem("key", OTHER_KEY)
        peer = X25519PublicKey.from_public_bytes(sealed.ephemeral)
        key, nonce = derive(private, peer, sealed.ephemeral, own, use=USE)
        plain = AESGCM(key).decrypt(nonce, sealed.raw[_HEAD.size : -_SIGNATURE], sealed.raw[: _HEAD.size])
    except PackageProblem:
        raise
    except (InvalidTag, ValueError):
        raise PackageProblem("damaged", DAMAGED) from None
    return _unpacked(plain)


def account_mark(account: str) -> str:
    """How a pack names its author: the first digits of the account's SHA-256."""
    return hashlib.sha256(account.encode()).hexdigest()[: 2 * _ACCOUNT]


def values_of(referral: Mapping[str, Any]) -> dict[str, str]:
    """A referral's values as a pack writes them, by name."""
    found = {name: _text(referral[name]) for name in NAMES if referral.get(name) not in (None, "", [])}
    frozen = referral.get("pack")
    if isinstance(frozen, Mapping):
        readings = [_reading_text(each) for each in frozen.get("readings") or () if isinstance(each, Mapping)]
        found |= {"readings": ";".join(readings)} if readings else {}
        medicines = ";".join(str(each) for each in frozen.get("medicines") or ())
        found |= {"medicines": medicines} if medicines else {}
    return found


def record_pack(values: Mapping[str, str]) -> dict[str, Any]:
    """The record pack as far as the slip carries it, in the shape of the referral's own."""
    found: dict[str, Any] = {}
    if values.get("readings"):
        found["readings"] = [_reading(each) for each in values["readings"].split(";")]
    if values.get("medicines"):
        found["medicines"] = values["medicines"].split(";")
    if values.get("allergy_text"):
        found["allergies"] = values["allergy_text"]
    return found


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _reading_text(reading: Mapping[str, Any]) -> str:
    return ",".join(str(reading.get(name, "")) for name in READING).rstrip(",")


def _reading(text: str) -> dict[str, Any]:
    pairs = zip(READING, text.split(","), strict=False)
    return {name: int(value) if name in ("sbp", "dbp") and value.isdigit() else value for name, value in pairs if value}


def _ids(pack: SlipPack) -> bytes:
    """The four ids; those of one save share the stamp of their millisecond, which then stands once."""
    first = uuid.UUID(pack.referral_id).bytes
    shared, rest = 0, b""
    for place, each in enumerate((pack.mid, pack.event_id)):
        raw = uuid.UUID(each).bytes
        same = raw[:_STAMP] == first[:_STAMP]
        shared |= same << place
        rest += raw[_STAMP:] if same else raw
    return bytes([shared]) + first + rest + uuid.UUID(pack.resident_id).bytes + bytes.fromhex(account_mark(pack.author))


def _unpacked(plain: bytes) -> SlipPack:
    try:
        shared, first, at = plain[0], plain[1 : 1 + _ID], 1 + _ID
        ids = [first]
        for place in range(2):
            same = bool(shared >> place & 1)
            size = _ID - _STAMP if same else _ID
            ids.append((first[:_STAMP] if same else b"") + plain[at : at + size])
            at += size
        ids.append(plain[at : at + _ID])
        at += _ID
        referral_id, mid, event_id, resident_id = (str(uuid.UUID(bytes=each)) for each in ids)
        fields = _values(_inflated(plain[at + _ACCOUNT :]))
        author = plain[at : at + _ACCOUNT].hex()
    except (ValueError, IndexError, UnicodeDecodeError, zlib.error):
        raise PackageProblem("damaged", DAMAGED) from None
    return SlipPack(referral_id, mid, event_id, resident_id, author, fields)


def _fitted(values: Mapping[str, str], room: int) -> bytes:
    """The packed values within `room` bytes; raises NoRoom."""
    chosen = [(name, values[name]) for name in NEEDED if values.get(name)]
    packed = _deflated(_written(chosen))
    if len(packed) > room:
        raise NoRoom
    for name in NAMES[len(NEEDED) :]:
        whole = values.get(name, "")
        value = _longest(chosen, name, whole, room)
        if value:
            chosen.append((name, value))
            packed = _deflated(_written(chosen))
    return packed


def _longest(chosen: Sequence[tuple[str, str]], name: str, whole: str, room: int) -> str:
    """As much of a value as there is room for; a number, code or list of which a part would mislead goes whole."""

    def fits(value: str) -> bool:
        return len(_deflated(_written([*chosen, (name, value)]))) <= room

    if not whole or fits(whole):
        return whole
    if name in ("readings", "medicines"):
        parts = whole.split(";")
        kept = (";".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
        return next((each for each in kept if fits(each)), "")
    if name not in _SHORTENED:
        return ""
    low, high = 0, len(whole) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(whole[:middle] + _CUT) else (low, middle - 1)
    return whole[:low] + _CUT if low > 3 else ""


_SHORTENED = ("initial_impression", "allergy_text", "present_illness", "treatment_course", "past_history",
              "home_address")  # fmt: skip


def _written(chosen: Sequence[tuple[str, str]]) -> str:
    return _END.join(chr(_FIRST_NAME + NAMES.index(name)) + value.replace(_END, " ") for name, value in chosen)


def _values(text: str) -> dict[str, str]:
    """Values by name; a newer program's further names are passed over."""
    found = {}
    for each in text.split(_END):
        place = ord(each[0]) - _FIRST_NAME
        if 0 <= place < len(NAMES):
            found[NAMES[place]] = each[1:]
    return found


def _deflated(text: str) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _dictionary())
    return packer.compress(text.encode("gb18030", "replace")) + packer.flush()


def _inflated(packed: bytes) -> str:
    unpacker = zlib.decompressobj(-15, _dictionary())
    raw = unpacker.decompress(packed, _TEXT_LIMIT)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("longer than a pack may be")
    return raw.decode("gb18030")


@cache
def _dictionary() -> bytes:
    """Words that slips are made of; both ends ship it."""
    text = (paths.resources_folder() / "wire" / "slip-dictionary-1.txt").read_text(encoding="utf-8")
    return text.strip().encode("gb18030")


def _ephemeral(signed_by: bytes, plain: bytes, to: bytes) -> X25519PrivateKey:
    """A key pair of this one content: nobody without the device's key can tell it, and a reprint has the same."""
    mark = hashlib.sha256(to + plain).digest()
    return X25519PrivateKey.from_private_bytes(HKDF(SHA256(), _KEY, salt=mark, info=USE + b"once").derive(signed_by))


def _bytes_in(digits: int) -> int:
    """How many bytes `digits` digits hold besides prefix and check digits; a leading one keeps zeros."""
    return int((digits - len(PREFIX) - 2) * math.log2(10) - 1) // 8


def _as_digits(raw: bytes) -> str:
    body = PREFIX + str(int.from_bytes(b"\x01" + raw))
    # ISO 7064, MOD 97-10: a digit misread or two exchanged are noticed before anybody is asked.
    return body + f"{_CHECK + 1 - int(body) * 100 % _CHECK:02d}"


def _as_bytes(text: str) -> bytes:
    digits = "".join(text.split())
    if not is_slip_pack(digits) or len(digits) > _TEXT_LIMIT or int(digits) % _CHECK != 1:
        raise PackageProblem("damaged", DAMAGED)
    number = int(digits[len(PREFIX) : -2])
    raw = number.to_bytes((number.bit_length() + 7) // 8)
    if raw[:1] != b"\x01":
        raise PackageProblem("damaged", DAMAGED)
    return raw[1:]
