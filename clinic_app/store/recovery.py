"""The way back in without a password: the recovery code that the county holds opens the data key.

It works after a forgotten password, on a reinstalled system, and for a backup on a new computer, all without a network.
A code that was used is replaced at once; the new one waits, sealed to the county's escrow key, for the next sync.
Nothing that was saved is touched by any of it.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection

from clinic_app.clock import Clock, instant_text
from clinic_app.protocol import escrow, package
from clinic_app.protocol.escrow import SealedCode
from clinic_app.store import audit, lease
from clinic_app.store.database import Database, open_database, open_with_key
from clinic_app.store.device import load_device, read_setting, write_setting
from clinic_app.store.device_secret import find_device_secret, new_device_secret
from clinic_app.store.errors import DiskFailure, NoDeviceSecret, StoreError, WrongPassword, WrongRecoveryCode
from clinic_app.store.header import (
    CIPHER,
    DERIVE,
    KEY_BYTES,
    NONCE_BYTES,
    Header,
    RecoveryKey,
    decoded,
    encoded,
    read_header,
    write_header,
)
from clinic_app.store.keys import DataKey, tidy_name, wrap
from clinic_app.store.local_tables import account

FORMAT = "clinic-recovery-1"
SETTING = "recovery_code"
"""The newest code as it goes to the county, until the county has it: {"sealed": …, "sent": bool}."""


def provide(database: Database, escrow_key: str) -> SealedCode | None:
    """See that there is a code sealed to this escrow key; returns what the county has not got yet.

    The code itself is forgotten when this returns. Raises DiskFailure.
    """
    with database.write() as connection:
        stored = read_setting(connection, SETTING)
        known = msgspec.convert(stored["sealed"], SealedCode) if stored else None
        if known is None or known.key != _name_of(escrow_key):
            known = _replace_code(database, connection, escrow_key)
            stored = {"sent": False}
    return None if stored["sent"] else known


def delivered(database: Database, number: int) -> None:
    """The county has the code of this number."""
    with database.write() as connection:
        stored = read_setting(connection, SETTING)
        if stored and stored["sealed"]["number"] == number:
            write_setting(connection, SETTING, {**stored, "sent": True})


def is_kept(connection: Connection) -> bool | None:
    """Whether the county has the present code; None when there is none."""
    stored = read_setting(connection, SETTING)
    return None if stored is None else bool(stored["sent"])


def recover(folder: Path, code: str, name: str, password: str, clock: Clock) -> Database:
    """Open with a recovery code and give the account `name` a new password; returns the open database.

    Where the device secret is gone (another computer, a new system) a new one is made, and the other accounts get a
    password from somebody who is in. Raises WrongRecoveryCode, EscrowProblem, StoreError for an unknown account or an
    empty password, and what opening raises.
    """
    header = read_header(folder)
    key = _opened(header, escrow.heard(code))
    if not password:
        raise StoreError("新密码不能为空，没有改动，输入密码后再试")
    try:
        database = open_with_key(folder, key, clock, account.c.name == tidy_name(name))
    except WrongPassword:
        names = "、".join(each.name for each in header.accounts)
        raise StoreError(f"没有名为“{tidy_name(name)}”的账户，没有改动；这台电脑上有：{names}") from None
    try:
        _set_password(database, header, password)
        with database.write() as connection:
            lease.begin_anew(database, connection)
            device = load_device(connection)
            if device is not None and device.escrow_key:
                _replace_code(database, connection, device.escrow_key)
    finally:
        database.close()
    return open_database(folder, name, password, clock)


def _opened(header: Header, code: bytes) -> DataKey:
    entry = header.recovery
    if entry is None:
        raise WrongRecoveryCode("这份数据没有恢复码（没有入网，或入网后还没有同步过），数据没有改动")
    try:
        return DataKey(AESGCM(_sealing_key(code)).decrypt(decoded(entry.nonce), decoded(entry.sealed), _bound(entry)))
    except InvalidTag:
        raise WrongRecoveryCode() from None


def _set_password(database: Database, header: Header, password: str) -> None:
    actor = database.actor
    with database.write() as connection:
        try:
            device, secret, kept = header.device_key, find_device_secret(header.device_key), header.accounts
        except NoDeviceSecret:
            # What the lost secret sealed can never be opened again; those people are given a password anew.
            (device, secret), kept = new_device_secret(), []
        entry = wrap(database.data_key, actor.account, actor.name, password, device, secret)
        others = [each for each in kept if each.account != actor.account]
        _log(database, connection, "recover")
        _write(database.folder, msgspec.structs.replace(header, device_key=device, accounts=[entry, *others]))


def _replace_code(database: Database, connection: Connection, escrow_key: str) -> SealedCode:
    """A new code in the place of the present one; last before the commit, so that both are changed or neither."""
    device = load_device(connection)
    assert device is not None
    header = read_header(database.folder)
    number = (header.recovery.number if header.recovery else 0) + 1
    code = escrow.new_code()
    sealed = escrow.seal(code, number, device.id, escrow_key)
    value: dict[str, Any] = {"sealed": msgspec.to_builtins(sealed), "sent": False}
    write_setting(connection, SETTING, value)
    _log(database, connection, "recovery_code")
    _write(database.folder, msgspec.structs.replace(header, recovery=_entry(database.data_key, code, number)))
    return sealed


def _entry(key: DataKey, code: bytes, number: int) -> RecoveryKey:
    nonce = secrets.token_bytes(NONCE_BYTES)
    entry = RecoveryKey(number, secrets.token_hex(16), DERIVE, CIPHER, encoded(nonce), "")
    entry.sealed = encoded(AESGCM(_sealing_key(code)).encrypt(nonce, key.raw, _bound(entry)))
    return entry


def _sealing_key(code: bytes) -> bytes:
    """The code is 128 random bits: there is nothing to guess, so nothing to stretch."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=FORMAT.encode()).derive(code)


def _bound(entry: RecoveryKey) -> bytes:
    return f"{FORMAT}|{entry.id}|{entry.number}".encode()


def _name_of(escrow_key: str) -> str:
    return package.key_id(package.read_key(escrow_key))


def _write(folder: Path, header: Header) -> None:
    try:
        write_header(folder, header)
    except OSError:
        raise DiskFailure("密钥文件写不进去，没有改动，检查磁盘后再试") from None


def _log(database: Database, connection: Connection, action: str) -> None:
    device, actor = load_device(connection), database.actor.account
    now = instant_text(database.clock.now())
    audit.append(connection, actor, action, actor, at=now, device=device.id if device else "")
