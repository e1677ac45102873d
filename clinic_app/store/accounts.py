"""Accounts of this laptop. They share one data key: what an account may see here is a rule of the screens, and the
county enforces scope again."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, insert, select

from clinic_app.clock import instant_text
from clinic_app.records.identifiers import new_id
from clinic_app.store import audit
from clinic_app.store.database import Actor, Database
from clinic_app.store.device import load_device
from clinic_app.store.device_secret import find_device_secret
from clinic_app.store.errors import AlreadyExists, DiskFailure, StoreError
from clinic_app.store.header import Header, WrappedKey, read_header, write_header
from clinic_app.store.keys import tidy_name, unlock, wrap
from clinic_app.store.local_tables import account


@dataclass(frozen=True)
class Account:
    """A person with a password on this laptop. `created_at` is an instant's text."""

    id: str
    name: str
    staff: str | None
    role: str | None
    created_at: str
    disabled: bool


def list_accounts(database: Database) -> list[Account]:
    """All accounts, oldest first."""
    with database.read() as connection:
        rows = connection.execute(select(account).order_by(account.c.created_at, account.c.id))
        return [Account(row.id, row.name, row.staff, row.role, row.created_at, row.disabled) for row in rows]


def add_account(
    database: Database, name: str, password: str, role: str | None = None, staff: str | None = None
) -> Actor:
    """A new account that can open this laptop; raises AlreadyExists for a taken name, StoreError for empty input."""
    tidy = tidy_name(name)
    if not tidy:
        raise StoreError("用户名不能为空，没有添加，输入用户名后再试")
    account_id, now = new_id(database.clock.now()), instant_text(database.clock.now())
    with database.write() as connection:
        if connection.execute(select(account.c.id).where(account.c.name == tidy)).first():
            raise AlreadyExists(f"已经有名为“{tidy}”的用户，没有重复添加，换一个用户名")
        connection.execute(insert(account).values(id=account_id, name=tidy, staff=staff, role=role, created_at=now))
        _log(database, connection, "account_create", account_id)
        header = read_header(database.folder)
        entry = _wrapped(database, header, account_id, tidy, password)
        # An entry of the same name without an account is what a power cut left of an earlier try.
        others = [each for each in header.accounts if each.name != tidy]
        _replace(database, header, [*others, entry])
    return Actor(account_id, tidy, staff, role)


def change_password(database: Database, name: str, old: str, new: str) -> None:
    """Seal the data key anew under another password; raises WrongPassword when `old` is not the password.

    The records are not written again: only 32 sealed bytes change.
    """
    account_id, key = unlock(database.folder, name, old)
    if key != database.data_key:
        raise StoreError()
    with database.write() as connection:
        header = read_header(database.folder)
        entry = _wrapped(database, header, account_id, tidy_name(name), new)
        _log(database, connection, "password_change", account_id)
        _replace(database, header, [entry if each.account == account_id else each for each in header.accounts])


def _wrapped(database: Database, header: Header, account_id: str, name: str, password: str) -> WrappedKey:
    secret = find_device_secret(header.device_key)
    return wrap(database.data_key, account_id, name, password, header.device_key, secret)


def _replace(database: Database, header: Header, accounts: list[WrappedKey]) -> None:
    """Last before the commit: the open write keeps other programs from changing the key file meanwhile."""
    try:
        write_header(database.folder, msgspec.structs.replace(header, accounts=accounts))
    except OSError:
        raise DiskFailure("密钥文件写不进去，密码和用户都没有改动，检查磁盘后再试") from None


def _log(database: Database, connection: Connection, action: str, target: str) -> None:
    device = load_device(connection)
    audit.append(
        connection,
        database.actor.account,
        action,
        target,
        at=instant_text(database.clock.now()),
        device=device.id if device else "",
    )
