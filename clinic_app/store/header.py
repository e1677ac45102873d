"""`keys.json`, the key file beside the database: one wrapped copy of the data key for each account.

It holds names, parameters and sealed bytes, never a key. Weaker parameters than the policy are refused, so that
nobody can swap in a file that is easy to guess.
"""

from __future__ import annotations

import base64
import contextlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from clinic_app.store.errors import DamagedDatabase, DiskFailure, NoDatabase, WeakKeys

DATABASE_NAME = "clinic.db"
"""The encrypted file beside it."""
HEADER_NAME = "keys.json"
FORMAT = "clinic-keys-1"
KDF = "argon2id"
DERIVE = "hkdf-sha256"
CIPHER = "aes-256-gcm"
# OWASP asks for 19 MiB and 2 passes; the policy is above it and unlocks in 0.1 to 1 s on a small laptop.
MEMORY_KIB, PASSES, LANES, SALT_BYTES = 64 * 1024, 3, 1, 16
# A file that asks for more than this was not written by us and would only exhaust the laptop.
MOST_MEMORY_KIB, MOST_PASSES, MOST_LANES = 1024 * 1024, 16, 8
KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
SHORTEST_PASSWORD = 8
"""Characters that screens and commands ask for."""
_DAMAGED = "密钥文件 keys.json 已损坏，数据文件没有改动，用备份里的密钥文件恢复"


class KeyDerivation(msgspec.Struct, forbid_unknown_fields=True):
    """How the password becomes a key. `salt` is base64; memory is KiB."""

    id: str
    version: int
    memory_kib: int
    passes: int
    lanes: int
    salt: str


class WrappedKey(msgspec.Struct, forbid_unknown_fields=True):
    """The data key as one account can open it. `nonce` and `sealed` are base64."""

    account: str
    name: str
    kdf: KeyDerivation
    derive: str
    cipher: str
    nonce: str
    sealed: str


class DeviceKey(msgspec.Struct, forbid_unknown_fields=True):
    """Which device secret belongs to the file, and where it was put: `key_store` or `file`."""

    id: str
    place: str


class RecoveryKey(msgspec.Struct, forbid_unknown_fields=True):
    """The data key as the recovery code opens it. `number` counts the codes of this laptop; `id` is random hex."""

    number: int
    id: str
    derive: str
    cipher: str
    nonce: str
    sealed: str


class Header(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The whole key file."""

    format: str
    device_key: DeviceKey
    accounts: list[WrappedKey]
    recovery: RecoveryKey | None = None

    def find(self, name: str) -> WrappedKey | None:
        """The entry of an account by its name."""
        return next((each for each in self.accounts if each.name == name), None)


@dataclass(frozen=True)
class Parameters:
    """What a derivation needs, decoded."""

    salt: bytes
    memory_kib: int
    passes: int
    lanes: int


def policy_derivation() -> KeyDerivation:
    """Parameters of the policy with a fresh salt."""
    return KeyDerivation(KDF, 19, MEMORY_KIB, PASSES, LANES, encoded(secrets.token_bytes(SALT_BYTES)))


def parameters(kdf: KeyDerivation) -> Parameters:
    """Checked parameters; raises WeakKeys below the policy and DamagedDatabase for nonsense."""
    salt = decoded(kdf.salt)
    if kdf.memory_kib > MOST_MEMORY_KIB or kdf.passes > MOST_PASSES or not 1 <= kdf.lanes <= MOST_LANES:
        raise DamagedDatabase(_DAMAGED)
    weak = kdf.memory_kib < MEMORY_KIB or kdf.passes < PASSES or len(salt) < SALT_BYTES
    if kdf.id != KDF or kdf.version != 19 or weak:
        raise WeakKeys()
    return Parameters(salt, kdf.memory_kib, kdf.passes, kdf.lanes)


def read_header(folder: Path) -> Header:
    """The key file of a data folder; raises NoDatabase, DamagedDatabase or WeakKeys."""
    try:
        raw = (folder / HEADER_NAME).read_bytes()
    except FileNotFoundError:
        raise NoDatabase() from None
    except OSError:
        raise DiskFailure() from None
    return parse_header(raw)


def account_names(folder: Path) -> list[str]:
    """The names that can open a folder, in the order in which they were made; needs no password."""
    if not (folder / DATABASE_NAME).exists():
        raise NoDatabase()
    try:
        return [entry.name for entry in read_header(folder).accounts]
    except NoDatabase:
        raise DamagedDatabase("数据还在，但钥匙文件 keys.json 不见了，没有打开，从备份恢复或找回这个文件") from None


def parse_header(raw: bytes) -> Header:
    """The header in `raw`, with every entry held against the policy."""
    try:
        header = msgspec.json.decode(raw, type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise DamagedDatabase(_DAMAGED) from None
    if header.format != FORMAT or not re.fullmatch(r"[0-9a-f]{32}", header.device_key.id) or not header.accounts:
        raise DamagedDatabase(_DAMAGED)
    for entry in header.accounts:
        parameters(entry.kdf)
    wrapped: list[WrappedKey | RecoveryKey] = [*header.accounts]
    wrapped += [header.recovery] if header.recovery else []
    for sealed in wrapped:
        if (sealed.derive, sealed.cipher) != (DERIVE, CIPHER):
            raise WeakKeys()
        if len(decoded(sealed.nonce)) != NONCE_BYTES or len(decoded(sealed.sealed)) != KEY_BYTES + TAG_BYTES:
            raise DamagedDatabase(_DAMAGED)
    return header


def write_header(folder: Path, header: Header) -> None:
    """Replace the key file in one step that a power cut cannot halve."""
    replace_file(folder / HEADER_NAME, msgspec.json.format(msgspec.json.encode(header), indent=1))


def replace_file(target: Path, content: bytes) -> None:
    """Write beside, flush to the disk, then rename. Raises OSError."""
    temporary = target.with_name(target.name + ".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, target)
    flush_folder(target.parent)


def flush_folder(folder: Path) -> None:
    """Make a rename durable where the system lets a folder be flushed (not on Windows)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def encoded(raw: bytes) -> str:
    """Base64 text."""
    return base64.b64encode(raw).decode("ascii")


def decoded(text: str) -> bytes:
    """Bytes of base64 text; raises DamagedDatabase."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise DamagedDatabase(_DAMAGED) from None
