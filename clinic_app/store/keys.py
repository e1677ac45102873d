"""The data key: random, never stored, sealed once for each account.

The key that seals it is HKDF-SHA256 over Argon2id(password) and the device secret, so that neither a guessed
password nor a stolen disk is enough alone (docs/security.md).
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clinic_app.store.device_secret import find_device_secret
from clinic_app.store.errors import StoreError, WrongPassword
from clinic_app.store.header import (
    CIPHER,
    DERIVE,
    FORMAT,
    KEY_BYTES,
    NONCE_BYTES,
    DeviceKey,
    KeyDerivation,
    WrappedKey,
    decoded,
    encoded,
    parameters,
    policy_derivation,
    read_header,
)
from clinic_app.store.lockout import Lockout


@dataclass(frozen=True)
class DataKey:
    """The 32 bytes that encrypt the database; kept out of every repr and log."""

    raw: bytes = field(repr=False)

    @property
    def pragma(self) -> str:
        """SQLCipher's raw-key literal."""
        return f"x'{self.raw.hex()}'"


def new_data_key() -> DataKey:
    """A fresh key from the system's random source."""
    return DataKey(secrets.token_bytes(KEY_BYTES))


def tidy_name(name: str) -> str:
    """An account name as it is stored and compared: NFC, no outer blanks."""
    return unicodedata.normalize("NFC", name).strip()


def wrap(key: DataKey, account: str, name: str, password: str, device: DeviceKey, secret: bytes) -> WrappedKey:
    """The data key sealed for one account; raises StoreError for an empty password."""
    if not password:
        raise StoreError("密码不能为空，没有保存，输入密码后再试")
    kdf = policy_derivation()
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_sealing_key(kdf, password, secret)).encrypt(nonce, key.raw, _associated(account, device.id))
    return WrappedKey(account, name, kdf, DERIVE, CIPHER, encoded(nonce), encoded(sealed))


def unwrap(entry: WrappedKey, password: str, device: DeviceKey, secret: bytes) -> DataKey:
    """The data key that `entry` seals; raises WrongPassword."""
    sealing = AESGCM(_sealing_key(entry.kdf, password, secret))
    try:
        raw = sealing.decrypt(decoded(entry.nonce), decoded(entry.sealed), _associated(entry.account, device.id))
    except InvalidTag:
        raise WrongPassword() from None
    return DataKey(raw)


@dataclass(frozen=True)
class Entered:
    """Who was let in, with the data key, and how many wrong passwords there were since the last time somebody was."""

    account: str
    key: DataKey
    wrong_tries: int


def unlock(folder: Path, name: str, password: str) -> tuple[str, DataKey]:
    """Account id and data key for a name and a password; raises what `enter` raises."""
    entered = enter(folder, name, password)
    return entered.account, entered.key


def enter(folder: Path, name: str, password: str) -> Entered:
    """Account and data key for a name and a password.

    Raises NoDatabase, DamagedDatabase, WeakKeys, NoDeviceSecret, TooManyTries, WrongPassword. An unknown name costs
    the same derivation, gives the same words and counts the same as a wrong password.
    """
    header = read_header(folder)
    secret = find_device_secret(header.device_key)
    door = Lockout(folder, header.device_key, secret)
    door.require_free()
    entry = header.find(tidy_name(name))
    try:
        if entry is None:
            _sealing_key(policy_derivation(), password, secret)
            raise WrongPassword()
        key = unwrap(entry, password, header.device_key, secret)
    except WrongPassword:
        door.failed()
        raise
    return Entered(entry.account, key, door.succeeded())


def secret_place(folder: Path) -> str:
    """Where the device secret of this folder lies: `key_store` or `file`, for the screen to say."""
    return read_header(folder).device_key.place


def _associated(account: str, device: str) -> bytes:
    return f"{FORMAT}|{account}|{device}".encode()


def _sealing_key(kdf: KeyDerivation, password: str, secret: bytes) -> bytes:
    chosen = parameters(kdf)
    stretched = hash_secret_raw(
        unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass"),
        chosen.salt,
        time_cost=chosen.passes,
        memory_cost=chosen.memory_kib,
        parallelism=chosen.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=FORMAT.encode()).derive(stretched + secret)
