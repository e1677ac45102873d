"""Who administers the county in a browser: names, passwords, and what ends an account. Made on the server itself only.

A password is kept as Argon2id over it; the text of the hash names the algorithm and its strength, and a login that
finds weaker ones than today's makes it anew.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from clinic_app.county import audit
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.problems import CountyProblem

MEMORY_KIB, PASSES, LANES, HASH_BYTES = 64 * 1024, 3, 1, 32
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
LONGEST_NAME = 50
ID_DIGITS = 8
_HASHER = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, hash_len=HASH_BYTES, type=Type.ID)
_COLUMNS = "id, name, created_at, last_login_at, disabled_at"


@dataclass(frozen=True)
class Administrator:
    """One administrator, as the others see them."""

    id: str
    name: str
    created_at: datetime
    last_login_at: datetime | None = None
    disabled_at: datetime | None = None

    @property
    def actor(self) -> str:
        """How the audit chain names them."""
        return f"administrator:{self.id}"


def tidy_name(name: str) -> str:
    """A name as it is stored and compared: NFC, no outer blanks, and no NUL, which PostgreSQL does not take."""
    return unicodedata.normalize("NFC", name.replace("\0", "")).strip()


def add(database: CountyDatabase, name: str, password: str, actor: str) -> Administrator:
    """A new administrator. Raises CountyProblem for a name that is taken or none, or for a weak password."""
    tidy = tidy_name(name)
    if not tidy or len(tidy) > LONGEST_NAME or not tidy.isprintable():
        raise CountyProblem(f"管理员的名字是1到{LONGEST_NAME}个字，没有新建")
    stretched = _stretched(tidy, password)
    made = Administrator(secrets.token_hex(ID_DIGITS // 2), tidy, database.clock.now())
    with database.transaction() as connection:
        done = connection.execute(
            "INSERT INTO administrator (county, id, name, password, created_at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (county, name) DO NOTHING",
            (database.county, made.id, tidy, stretched, made.created_at),
        )
        if done.rowcount != 1:
            raise CountyProblem(f"已经有管理员“{tidy}”，没有新建；改密码用 county admin password")
        audit.append(connection, database.county, actor, "admin_add", made.actor, database.now_text())
    return made


def all_administrators(database: CountyDatabase) -> list[Administrator]:
    """Everybody who ever was one, the oldest first."""
    with database.snapshot() as connection:
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM administrator WHERE county = %s ORDER BY created_at, id".encode(),
            (database.county,),
        ).fetchall()
    return [Administrator(*row) for row in rows]


def disable(database: CountyDatabase, name: str, actor: str) -> None:
    """End an account and every session of it, from the next request on. Raises CountyProblem."""
    with database.transaction() as connection:
        found = _named(connection, database.county, name)
        if found.disabled_at is not None:
            raise CountyProblem(f"管理员“{found.name}”已经停用，什么也没有改动")
        _set(connection, database.county, found, "disabled_at", database.clock.now())
        end_sessions(connection, database.county, found.id)
        audit.append(connection, database.county, actor, "admin_disable", found.actor, database.now_text())


def enable(database: CountyDatabase, name: str, actor: str) -> None:
    """Let a disabled account in again, with the password that it had. Raises CountyProblem."""
    with database.transaction() as connection:
        found = _named(connection, database.county, name)
        if found.disabled_at is None:
            raise CountyProblem(f"管理员“{found.name}”没有停用，什么也没有改动")
        _set(connection, database.county, found, "disabled_at", None)
        audit.append(connection, database.county, actor, "admin_enable", found.actor, database.now_text())


def set_password(database: CountyDatabase, name: str, password: str, actor: str) -> None:
    """A new password; sessions under the old one end, and the door no longer waits. Raises CountyProblem."""
    with database.transaction() as connection:
        found = _named(connection, database.county, name)
    stretched = _stretched(found.name, password)
    with database.transaction() as connection:
        _set(connection, database.county, found, "password", stretched)
        end_sessions(connection, database.county, found.id)
        forget_tries(connection, database.county, found.name)
        audit.append(connection, database.county, actor, "admin_password", found.actor, database.now_text())


def verified(database: CountyDatabase, name: str, password: str) -> Administrator | None:
    """The administrator of this name and password; None for anybody else, after the same work whoever it is."""
    with database.transaction() as connection:
        row = connection.execute(
            f"SELECT password, {_COLUMNS} FROM administrator WHERE county = %s AND name = %s".encode(),
            (database.county, tidy_name(name)),
        ).fetchone()
    nobody = _nobody()
    known = nobody if row is None else str(row[0])
    try:
        _HASHER.verify(known, _plain(password))
    except (VerificationError, InvalidHashError):
        return None
    if row is None or row[5] is not None:
        return None
    found = Administrator(*row[1:])
    if _HASHER.check_needs_rehash(known):
        with database.transaction() as connection:
            _set(connection, database.county, found, "password", _HASHER.hash(_plain(password)))
    return found


def try_mark(name: str) -> bytes:
    """Which name a try was for. Four bytes: somebody may have typed a password there, and it must not be found."""
    return hashlib.blake2b(tidy_name(name).encode("utf-8", "replace"), digest_size=4).digest()


def forget_tries(connection: Connection, county: str, name: str) -> None:
    """The door counts this name from none again."""
    connection.execute("DELETE FROM administrator_try WHERE county = %s AND name = %s", (county, try_mark(name)))


def end_sessions(connection: Connection, county: str, administrator: str) -> None:
    """Nobody is logged in under this account any more."""
    connection.execute(
        "DELETE FROM administrator_session WHERE county = %s AND administrator = %s", (county, administrator)
    )


def _named(connection: Connection, county: str, name: str) -> Administrator:
    row: Sequence[Any] | None = connection.execute(
        f"SELECT {_COLUMNS} FROM administrator WHERE county = %s AND name = %s".encode(), (county, tidy_name(name))
    ).fetchone()
    if row is None:
        raise CountyProblem(f"没有管理员“{name[:LONGEST_NAME]}”，什么也没有改动，用 county admin list 查看")
    return Administrator(*row)


def _set(connection: Connection, county: str, administrator: Administrator, column: str, value: object) -> None:
    connection.execute(
        f"UPDATE administrator SET {column} = %s WHERE county = %s AND id = %s".encode(),
        (value, county, administrator.id),
    )


def _stretched(name: str, password: str) -> str:
    """What is kept of a password. Raises CountyProblem for one that is soon guessed."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise CountyProblem(f"密码是{SHORTEST_PASSWORD}到{LONGEST_PASSWORD}位，没有改动")
    kinds = {"letter" if each.isalpha() else "digit" if each.isdigit() else "sign" for each in password}
    if len(kinds) < 2 or len(set(password)) < 5:
        raise CountyProblem("密码里要有字母、数字、符号中的至少两类，至少5个不同的字，没有改动")
    if name in password:
        raise CountyProblem("密码里不能有管理员的名字，没有改动")
    return _HASHER.hash(_plain(password))


def _plain(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@cache
def _nobody() -> str:
    """A hash as strong as all the others, of a password that nobody has."""
    return _HASHER.hash(secrets.token_bytes(HASH_BYTES))
