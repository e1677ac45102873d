"""What travels on a USB stick: sealed, signed items in a bundle. Pure; both ends read and write with this.

An **item** is for one reader: its content is packed (zstd), sealed to the reader's X25519 key (a fresh key pair for
each item, HKDF-SHA256, AES-256-GCM) and signed with the writer's Ed25519 key. Its header stands in clear and holds
ids and numbers only; it is the associated data of the seal and lies under the signature, so that no part of it can be
changed or put before another content. A **bundle** is the file: any number of items and a digest over all of them.
See docs/protocol.md.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import msgspec
import zstandard
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clinic_app.protocol.audience import Scope
from clinic_app.protocol.wire import MAX_BODY, Head, Outcome
from clinic_app.records.identifiers import is_id

SUFFIX = ".clinicrelay"
BUNDLE = b"CLINIC-RELAY/1\n"
ITEM = b"CLINIC-ITEM/1\n"
SEAL = "x25519-hkdf-sha256-aes256gcm"
SIGN = "ed25519"
PACK = "zstd"
PACKAGE, RECEIPT, SNAPSHOT = "package", "receipt", "snapshot"
KINDS = (PACKAGE, RECEIPT, SNAPSHOT)

MOST_HEADER = 2048
MOST_CONTENT = MAX_BODY
MOST_ITEM = MAX_BODY
MOST_ITEMS = 20_000
MOST_FILE = 2 << 30
MOST_NUMBER = 1_000_000
MOST_LINES = 2000
# Lines of one package together; what is left of MOST_CONTENT is for its first line and for a content that no
# packing makes smaller.
MOST_BYTES = 6 << 20
MOST_ASKED = 500

_LEVEL = 9
_WINDOW = 1 << 23
_KEY, _NONCE, _TAG, _SIGNATURE, _DIGEST = 32, 12, 16, 64, 32
_LENGTH = struct.Struct(">I")

DAMAGED = "文件不完整或被改动过，没有导入任何内容，重新拷贝一次再试"
NOT_OURS = "这不是U盘接力的文件，没有导入任何内容，换一个文件再试"
NEWER = "这个文件是更新版本的程序写的，没有导入任何内容，更新程序后再试"
ALGORITHM = "文件用的加密方式不在规定之内，可能被人改过，没有导入任何内容，联系县管理员"
OTHER_COUNTY = "这个文件属于另一个县，没有导入任何内容，核对文件"
OTHER_DEVICE = "这个文件是给另一台电脑的，没有导入任何内容，拿到那台电脑上导入"
OTHER_KEY = "文件封给了另一把钥匙，打不开，没有导入任何内容，联系县管理员"
FORGED = "文件的签名不对，可能被人改过，没有导入任何内容，重新拷贝一次再试"
TOO_LARGE = "文件太大，没有导入任何内容，换一个文件再试"


class PackageProblem(ValueError):
    """Bytes that are not what they should be. `code` is for programs, the message a Chinese sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Header(msgspec.Struct):
    """What stands in clear before a sealed content.

    `device` is the writer of a package and the reader of everything else; `number` counts the packages of a device
    (a receipt has the number of what it answers). `key` names the reader's key. `part` and `last` number the pieces
    of a snapshot.
    """

    kind: str
    county: str
    device: str
    number: int
    key: str
    ephemeral: str
    seal: str = SEAL
    sign: str = SIGN
    pack: str = PACK
    part: int = 1
    last: bool = True


class Contents(msgspec.Struct, omit_defaults=True):
    """First line of a package's content; each further line is a mutation as stored.

    `seqs` are the device's numbers of the lines. `asks` are earlier mutations whose outcome was not final when the
    package was written. `sealing_key` is where the receipt is sealed to. `common` is that of `wire.PushEnvelope`.
    """

    seqs: list[int]
    exported_at: str
    sealing_key: str
    asks: list[str] = []
    common: int | None = None


class Receipt(msgspec.Struct, omit_defaults=True):
    """The county's word on a package: what became of each mutation, which earlier packages never came.

    `digest` is the package's; `fork` says that this number had come before with another content; `lease` is that of
    `wire.HelloReply`.
    """

    county: str
    device: str
    number: int
    digest: str
    issued_at: str
    head: Head
    outcomes: list[Outcome] = []
    missing: list[int] = []
    fork: bool = False
    lease: str = ""


class Records(msgspec.Struct):
    """One part of a snapshot: records of one type in the device's scope, `rows` a JSON array of `wire.SnapshotRow`.

    Head, cursor, scope and time are the same in every part; each type has at least one.
    """

    head: Head
    cursor: str
    scope: Scope
    issued_at: str
    type: str
    rows: msgspec.Raw


@dataclass(frozen=True)
class Item:
    """An item as read: its form is sound, nothing of it is believed yet."""

    header: Header
    raw: bytes
    sealed: bytes

    @property
    def bound(self) -> bytes:
        """The bytes that the seal is bound to: everything before the sealed content."""
        return self.raw[: -len(self.sealed) - _SIGNATURE]

    @property
    def digest(self) -> str:
        """SHA-256 of the item, lower-case hex."""
        return hashlib.sha256(self.raw).hexdigest()


def new_sealing_pair() -> tuple[bytes, bytes]:
    """A fresh raw X25519 private key and its public key."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_half(private_key: str) -> str:
    """The public half of an X25519 private key, both base64 of the raw bytes; raises PackageProblem."""
    private = X25519PrivateKey.from_private_bytes(read_key(private_key))
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def key_id(public_key: bytes) -> str:
    """The short name of a key: 8 hex digits of its SHA-256, as the county names its own."""
    return hashlib.sha256(public_key).hexdigest()[:8]


def read_key(text: str) -> bytes:
    """A raw 32-byte key from base64; raises PackageProblem."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    if len(raw) != _KEY:
        raise PackageProblem("key", OTHER_KEY)
    return raw


def write_item(
    kind: str,
    county: str,
    device: str,
    number: int,
    content: bytes,
    *,
    to: bytes,
    signed_by: bytes,
    part: int = 1,
    last: bool = True,
) -> bytes:
    """`content` packed, sealed to the raw X25519 key `to` and signed by the raw Ed25519 private key `signed_by`."""
    ephemeral = X25519PrivateKey.generate()
    public = ephemeral.public_key().public_bytes_raw()
    header = Header(kind, county, device, number, key_id(to), base64.b64encode(public).decode(), part=part, last=last)
    encoded = msgspec.json.encode(header)
    bound = ITEM + _LENGTH.pack(len(encoded)) + encoded
    key, nonce = derive(ephemeral, X25519PublicKey.from_public_bytes(to), public, to)
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(content)
    raw = bound + AESGCM(key).encrypt(nonce, packed, bound)
    return raw + Ed25519PrivateKey.from_private_bytes(signed_by).sign(raw)


def read_item(raw: bytes) -> Item:
    """The item in `raw`. Raises PackageProblem for whatever is not of this form or uses other algorithms."""
    if len(raw) > MOST_ITEM:
        raise PackageProblem("too_large", TOO_LARGE)
    start = len(ITEM) + _LENGTH.size
    if len(raw) < start or not raw.startswith(ITEM):
        known = raw.startswith(ITEM.partition(b"/")[0])
        raise PackageProblem("newer", NEWER) if known else PackageProblem("damaged", DAMAGED)
    (length,) = _LENGTH.unpack_from(raw, len(ITEM))
    if length > MOST_HEADER or len(raw) < start + length + _TAG + _SIGNATURE:
        raise PackageProblem("damaged", DAMAGED)
    return Item(_header(raw[start : start + length]), raw, raw[start + length : -_SIGNATURE])


def verify(item: Item, public_key: bytes) -> None:
    """Raises PackageProblem unless the owner of the raw Ed25519 `public_key` signed the item."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(item.raw[-_SIGNATURE:], item.raw[:-_SIGNATURE])
    except (InvalidSignature, ValueError):
        raise PackageProblem("signature", FORGED) from None


def open_item(item: Item, private_key: bytes) -> bytes:
    """The content, by the reader's raw X25519 private key; raises PackageProblem. Call `verify` first."""
    try:
        private = X25519PrivateKey.from_private_bytes(private_key)
        own = private.public_key().public_bytes_raw()
        if item.header.key != key_id(own):
            raise PackageProblem("key", OTHER_KEY)
        public = read_key(item.header.ephemeral)
        key, nonce = derive(private, X25519PublicKey.from_public_bytes(public), public, own)
        packed = AESGCM(key).decrypt(nonce, item.sealed, item.bound)
    except InvalidTag:
        raise PackageProblem("damaged", DAMAGED) from None
    except PackageProblem:
        raise
    except ValueError:
        # A point of small order, or a key that is none.
        raise PackageProblem("key", OTHER_KEY) from None
    return _unpacked(packed)


def write_bundle(out: BinaryIO, items: Iterable[bytes]) -> int:
    """Write `items` as one file; returns how many there were."""
    digest, count = hashlib.sha256(), 0

    def put(piece: bytes) -> None:
        digest.update(piece)
        out.write(piece)

    put(BUNDLE)
    for each in items:
        put(_LENGTH.pack(len(each)))
        put(each)
        count += 1
    put(_LENGTH.pack(0))
    out.write(digest.digest())
    return count


def read_bundle(source: BinaryIO) -> Iterator[Item]:
    """The items of a file, one at a time. Raises PackageProblem.

    Whether the file is whole is known only when the last item has been given: act on nothing before.
    """
    digest, size = hashlib.sha256(), 0

    def take(length: int) -> bytes:
        nonlocal size
        piece = source.read(length)
        size += length
        if len(piece) != length:
            raise PackageProblem("damaged", DAMAGED)
        if size > MOST_FILE:
            raise PackageProblem("too_large", TOO_LARGE)
        digest.update(piece)
        return piece

    _expect_bundle(source.read(len(BUNDLE)))
    digest.update(BUNDLE)
    for _ in range(MOST_ITEMS + 1):
        (length,) = _LENGTH.unpack(take(_LENGTH.size))
        if length == 0:
            break
        if length > MOST_ITEM:
            raise PackageProblem("too_large", TOO_LARGE)
        yield read_item(take(length))
    else:
        raise PackageProblem("too_large", TOO_LARGE)
    if source.read(_DIGEST) != digest.digest() or source.read(1):
        raise PackageProblem("damaged", DAMAGED)


def write_contents(contents: Contents, lines: Iterable[bytes]) -> bytes:
    """The content of a package."""
    return b"\n".join([msgspec.json.encode(contents), *lines])


def read_contents(content: bytes) -> tuple[Contents, list[bytes]]:
    """First line and mutations of a package; raises PackageProblem."""
    first, *lines = content.split(b"\n")
    try:
        contents = msgspec.json.decode(first, type=Contents)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise PackageProblem("damaged", DAMAGED) from None
    if len(lines) != len(contents.seqs) or len(lines) > MOST_LINES or len(contents.asks) > MOST_ASKED:
        raise PackageProblem("damaged", DAMAGED)
    return contents, lines


def read_receipt(content: bytes) -> Receipt:
    """The receipt in an opened item; raises PackageProblem."""
    try:
        return msgspec.json.decode(content, type=Receipt)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise PackageProblem("damaged", DAMAGED) from None


def read_records(content: bytes) -> Records:
    """The part of a snapshot in an opened item; raises PackageProblem."""
    try:
        return msgspec.json.decode(content, type=Records)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise PackageProblem("damaged", DAMAGED) from None


def _header(encoded: bytes) -> Header:
    try:
        header = msgspec.json.decode(encoded, type=Header)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise PackageProblem("damaged", DAMAGED) from None
    if header.kind not in KINDS:
        raise PackageProblem("newer", NEWER)
    if (header.seal, header.sign, header.pack) != (SEAL, SIGN, PACK):
        raise PackageProblem("algorithm", ALGORITHM)
    sound = (
        is_id(header.device)
        and 0 < len(header.county) <= 20
        and 0 < header.number <= MOST_NUMBER
        and 0 < header.part <= MOST_ITEMS
    )
    if not sound:
        raise PackageProblem("damaged", DAMAGED)
    read_key(header.ephemeral)
    return header


def derive(
    private: X25519PrivateKey, peer: X25519PublicKey, ephemeral: bytes, reader: bytes, *, use: bytes = ITEM
) -> tuple[bytes, bytes]:
    """Key and nonce of one sealed content, for one use. Both public keys are in the salt: the key is of this very
    exchange. Raises ValueError for a point of small order."""
    kdf = HKDF(SHA256(), _KEY + _NONCE, salt=ephemeral + reader, info=use + SEAL.encode())
    derived = kdf.derive(private.exchange(peer))
    return derived[:_KEY], derived[_KEY:]


def _unpacked(packed: bytes) -> bytes:
    try:
        with zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(packed) as reader:
            content = reader.read(MOST_CONTENT + 1)
    except zstandard.ZstdError:
        raise PackageProblem("damaged", DAMAGED) from None
    if len(content) > MOST_CONTENT:
        raise PackageProblem("too_large", TOO_LARGE)
    return content


def _expect_bundle(start: bytes) -> None:
    if start == BUNDLE:
        return
    if start.startswith(BUNDLE.partition(b"/")[0] + b"/"):
        raise PackageProblem("newer", NEWER)
    raise (
        PackageProblem("damaged", DAMAGED) if BUNDLE.startswith(start) and start else PackageProblem("format", NOT_OURS)
    )
