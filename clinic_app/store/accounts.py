"""Accounts of this laptop. They share one data key: what an account may see here is a rule of the screens, and the
county enforces scope again.

Whoever looks after the laptop (the first account, or an administrator) adds people, sets forgotten passwords and
switches accounts off. None of it touches a record, a draft or anything unsent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from clinic_app.clock import instant_text
from clinic_app.protocol.audit_actions import LOGIN, LOGIN_FAILED, REFUSE
from clinic_app.records.identifiers import new_id
from clinic_app.records.staff import ROLE
from clinic_app.store import audit
from clinic_app.store.database import ADMINISTRATOR, Actor, Database
from clinic_app.store.device import load_device
from clinic_app.store.device_secret import find_device_secret
from clinic_app.store.errors import (
    AlreadyExists,
    DatabaseBusy,
    DiskFailure,
    DiskFull,
    NotAdministrator,
    StoreError,
)
from clinic_app.store.header import Header, WrappedKey, read_header, write_header
from clinic_app.store.keys import enter, tidy_name, wrap
from clinic_app.store.local_tables import account

ROLES = tuple(option.code for option in ROLE)


@dataclass(frozen=True)
class Account:
    """A person with a password on this laptop. `created_at` and `last_seen` are instants' texts.

    `administers`: looks after the laptop. `opens`: the key file has an entry of this person; one that lost the device
    secret with the system has none until a password is set. `password_by`: the account that chose the password for
    this person, None for the person.
    """

    id: str
    name: str
    staff: str | None
    role: str | None
    created_at: str
    disabled: bool
    """Switched off here, or by the county."""
    administers: bool = False
    last_seen: str | None = None
    opens: bool = True
    password_by: str | None = None


def list_accounts(database: Database) -> list[Account]:
    """All accounts, oldest first."""
    entries = {each.account for each in read_header(database.folder).accounts}
    with database.read() as connection:
        rows = connection.execute(select(account).order_by(account.c.created_at, account.c.id))
        return [_account(row, entries) for row in rows]


def own_account(database: Database) -> Account | None:
    """The account of the person at the keyboard."""
    return next((each for each in list_accounts(database) if each.id == database.actor.account), None)


def _account(row: Row[Any], entries: set[str]) -> Account:
    return Account(
        row.id,
        row.name,
        row.staff,
        row.role,
        row.created_at,
        disabled=row.disabled or row.switched_off,
        administers=row.administers or row.role == ADMINISTRATOR,
        last_seen=row.last_seen,
        opens=row.id in entries,
        password_by=row.password_by,
    )


def note_login(database: Database) -> None:
    """The person at the keyboard came in: wrong passwords before it and the login are entries of the audit chain.

    A full disk or a busy file keeps nobody from the records.
    """
    now, who = instant_text(database.clock.now()), database.actor.account
    try:
        with database.write() as connection:
            _log_wrong_tries(database, connection, database.wrong_tries)
            _log(database, connection, LOGIN, who)
            connection.execute(update(account).where(account.c.id == who).values(last_seen=now))
    except (DatabaseBusy, DiskFull, DiskFailure):
        return
    database.wrong_tries = 0


def note_wrong_tries(database: Database, count: int) -> None:
    """Somebody was let in at another door than the login (a second person, a renewal, a change of password), and the
    count there begins anew: the wrong passwords before it are an entry of the audit chain, as they are at a login."""
    if count:
        with database.write() as connection:
            _log_wrong_tries(database, connection, count)


def _log_wrong_tries(database: Database, connection: Connection, count: int) -> None:
    if count:
        _log(database, connection, LOGIN_FAILED, f"tries:{count}")


def add_account(
    database: Database, name: str, password: str, role: str | None = None, staff: str | None = None
) -> Actor:
    """A new account that can open this laptop.

    Raises NotAdministrator, AlreadyExists for a taken name, StoreError for empty input or an unknown role.
    """
    require_administration(database, "account_create", "")
    tidy = tidy_name(name)
    if not tidy:
        raise StoreError("用户名不能为空，没有添加，输入用户名后再试")
    _check_role(role)
    account_id, now = new_id(database.clock.now()), instant_text(database.clock.now())
    with database.write() as connection:
        if connection.execute(select(account.c.id).where(account.c.name == tidy)).first():
            raise AlreadyExists(f"已经有名为“{tidy}”的用户，没有重复添加，换一个用户名")
        values = {"id": account_id, "name": tidy, "staff": staff, "role": role, "created_at": now}
        connection.execute(insert(account).values(**values, password_by=database.actor.account))
        _log(database, connection, "account_create", account_id, role)
        header = read_header(database.folder)
        entry = _wrapped(database, header, account_id, tidy, password)
        # An entry of the same name without an account is what a power cut left of an earlier try.
        others = [each for each in header.accounts if each.name != tidy]
        _replace(database, header, [*others, entry])
    return Actor(account_id, tidy, staff, role, role == ADMINISTRATOR)


def change_password(database: Database, name: str, old: str, new: str) -> None:
    """Seal the data key anew under another password; raises WrongPassword when `old` is not the password.

    The records are not written again: only 32 sealed bytes change.
    """
    entered = enter(database.folder, name, old)
    note_wrong_tries(database, entered.wrong_tries)
    if entered.key != database.data_key:
        raise StoreError()
    _change(database, entered.account, tidy_name(name), new)


def replace_own_password(database: Database, new: str) -> None:
    """Another password for the person at the keyboard, who was let in by the present one a moment ago."""
    _change(database, database.actor.account, database.actor.name, new)


def _change(database: Database, account_id: str, name: str, new: str) -> None:
    with database.write() as connection:
        connection.execute(update(account).where(account.c.id == account_id).values(password_by=None))
        _log(database, connection, "password_change", account_id)
        _set_entry(database, account_id, name, new)


def set_password(database: Database, account_id: str, new: str) -> None:
    """A password for somebody who forgot it or lost it with the system; the person then chooses an own one.

    Raises NotAdministrator, StoreError for an empty password or an account that is switched off.
    """
    require_administration(database, "password_set", account_id)
    with database.write() as connection:
        row = _row(connection, account_id)
        if row.disabled or row.switched_off:
            raise StoreError(f"“{row.name}”已停用，密码没有改动，先恢复这个账户")
        by = database.actor.account if account_id != database.actor.account else None
        connection.execute(update(account).where(account.c.id == account_id).values(password_by=by))
        _log(database, connection, "password_set", account_id)
        _set_entry(database, account_id, row.name, new)


def set_role(database: Database, account_id: str, role: str | None) -> None:
    """Another role on this laptop; the county goes by its own list of staff. Raises NotAdministrator, StoreError."""
    require_administration(database, "account_role", account_id)
    _check_role(role)
    with database.write() as connection:
        row = _row(connection, account_id)
        if role != ADMINISTRATOR and not row.administers:
            _keep_somebody(connection, without=account_id)
        connection.execute(update(account).where(account.c.id == account_id).values(role=role))
        _log(database, connection, "account_role", account_id, role)


def set_administration(database: Database, account_id: str, given: bool) -> None:
    """Give the care of this laptop to somebody, or take it back; somebody always has it.

    Raises NotAdministrator, StoreError.
    """
    require_administration(database, "account_role", account_id)
    with database.write() as connection:
        row = _row(connection, account_id)
        if given and (row.disabled or row.switched_off):
            raise StoreError(f"“{row.name}”已停用，没有改动，先恢复这个账户")
        if not given and row.role != ADMINISTRATOR:
            _keep_somebody(connection, without=account_id)
        connection.execute(update(account).where(account.c.id == account_id).values(administers=given))
        _log(database, connection, "account_role", account_id, "administers" if given else "no_longer")


def disable_account(database: Database, account_id: str) -> None:
    """From now on the person does not get in. Records, drafts and what is unsent stay; the entry of the key file is put
    away inside the encrypted file, so that the old password opens nothing.

    Raises NotAdministrator, StoreError for oneself and for the last one who looks after the laptop.
    """
    require_administration(database, "account_disable", account_id)
    if account_id == database.actor.account:
        raise StoreError("不能停用自己的账户，没有改动，请另一位管理这台电脑的人来做")
    with database.write() as connection:
        _row(connection, account_id)
        _keep_somebody(connection, without=account_id)
        header = read_header(database.folder)
        entry = next((each for each in header.accounts if each.account == account_id), None)
        put_away = msgspec.json.encode(_PutAway(header.device_key.id, entry)) if entry else None
        changes = {"switched_off": True} | ({"kept_key": put_away} if put_away else {})
        connection.execute(update(account).where(account.c.id == account_id).values(**changes))
        _log(database, connection, "account_disable", account_id)
        if entry is not None:
            _replace(database, header, [each for each in header.accounts if each is not entry])


def enable_account(database: Database, account_id: str) -> bool:
    """Let a person in again with the old password; returns False where a new one has to be set first, because the
    device secret is another one since. What the county disabled only the county gives back.

    Raises NotAdministrator, StoreError.
    """
    require_administration(database, "account_enable", account_id)
    with database.write() as connection:
        row = _row(connection, account_id)
        header = read_header(database.folder)
        others = [each for each in header.accounts if each.account != account_id]
        opens = len(others) < len(header.accounts)
        connection.execute(update(account).where(account.c.id == account_id).values(switched_off=False, kept_key=None))
        _log(database, connection, "account_enable", account_id)
        kept = msgspec.json.decode(row.kept_key, type=_PutAway) if row.kept_key else None
        if kept is not None and kept.device == header.device_key.id and not opens:
            _replace(database, header, [*others, kept.entry])
            opens = True
    return opens


class _PutAway(msgspec.Struct):
    """An entry of the key file that the door does not see, and the device secret that it was sealed with."""

    device: str
    entry: WrappedKey


def require_administration(database: Database, action: str, target: str) -> None:
    """Only who looks after the laptop; a try by somebody else is an entry of the audit chain. Raises NotAdministrator.

    The account as it is stored counts, not what was true when this window was opened.
    """
    with database.read() as connection:
        row = connection.execute(select(account).where(account.c.id == database.actor.account)).first()
    if row is None or not (row.administers or row.role == ADMINISTRATOR):
        audit.note(database, REFUSE, target or "account", detail=action)
        raise NotAdministrator()


def _keep_somebody(connection: Connection, *, without: str) -> None:
    """Raises StoreError when nobody would be left who looks after the laptop."""
    looks_after = account.c.administers | (account.c.role == ADMINISTRATOR)
    in_force = ~account.c.disabled & ~account.c.switched_off
    query = select(account.c.id).where(looks_after, in_force, account.c.id != without)
    if connection.execute(query).first() is None:
        raise StoreError("这样就没有人管理这台电脑了，没有改动，先让另一个人也管理这台电脑")


def _row(connection: Connection, account_id: str) -> Row[Any]:
    row = connection.execute(select(account).where(account.c.id == account_id)).first()
    if row is None:
        raise StoreError("这台电脑上没有这个账户，没有改动，刷新后再试")
    return row


def _check_role(role: str | None) -> None:
    if role is not None and role not in ROLES:
        raise StoreError("没有这种角色，没有改动，从列出的角色里选")


def _set_entry(database: Database, account_id: str, name: str, password: str) -> None:
    """The person's entry of the key file under another password; made where there was none."""
    header = read_header(database.folder)
    entry = _wrapped(database, header, account_id, name, password)
    others = [each for each in header.accounts if each.account != account_id]
    before = [each.account for each in header.accounts]
    place = before.index(account_id) if account_id in before else len(others)
    _replace(database, header, [*others[:place], entry, *others[place:]])


def _wrapped(database: Database, header: Header, account_id: str, name: str, password: str) -> WrappedKey:
    secret = find_device_secret(header.device_key)
    return wrap(database.data_key, account_id, name, password, header.device_key, secret)


def _replace(database: Database, header: Header, accounts: list[WrappedKey]) -> None:
    """Last before the commit: the open write keeps other programs from changing the key file meanwhile."""
    try:
        write_header(database.folder, msgspec.structs.replace(header, accounts=accounts))
    except OSError:
        raise DiskFailure("密钥文件写不进去，密码和用户都没有改动，检查磁盘后再试") from None


def _log(database: Database, connection: Connection, action: str, target: str, detail: str | None = None) -> None:
    device = load_device(connection)
    audit.append(
        connection,
        database.actor.account,
        action,
        target,
        at=instant_text(database.clock.now()),
        device=device.id if device else "",
        detail=detail,
    )
