"""The door for administrators: who gets a session, how long it lasts, and how wrong passwords are slowed.

A session is a random token in a cookie; the county keeps its SHA-256. Each try is counted before the password is looked
at, for its name and for its address, so that many at once are as slow as one after another; a name that nobody has is
counted and answered like any other.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from datetime import datetime, timedelta

from clinic_app.county import audit
from clinic_app.county.administrators import Administrator, forget_tries, tidy_name, try_mark, verified
from clinic_app.county.database import Connection, CountyDatabase, lock_key
from clinic_app.county.problems import Refusal

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=8)
NOTED_EVERY = timedelta(minutes=1)
MOST_SESSIONS = 5
FREE_FOR_NAME, FREE_FOR_SOURCE = 5, 20
FIRST_WAIT, LONGEST_WAIT = 30, 900
REMEMBERED = timedelta(hours=24)
LONGEST_PASSWORD = 200
TOO_OFTEN = "login_rate"
UNCONFIRMED = Refusal(403, "login", "管理员的名字或密码不对，没有做")
WRONG = Refusal(403, "login", "用户名或密码不对，没有登录")


def log_in(database: CountyDatabase, name: str, password: str, source: str, former: str = "") -> str:
    """A new session's token for a name and a password; whatever session the browser had before (`former`) ends.

    `source` is the network address. Raises Refusal 403 (the same for every name) or 429.
    """
    tried = _count_try(database, name, source)
    found = verified(database, name, password) if len(password) <= LONGEST_PASSWORD else None
    token, now = secrets.token_urlsafe(32), database.clock.now()
    with database.transaction() as connection:
        if found is None or not open_session(connection, database.county, found, token, now):
            target = _target(connection, database.county, name)
            audit.append(connection, database.county, "unknown", "admin_login_failed", target, database.now_text())
            found = None
        else:
            _end(connection, database.county, former)
            forget_tries(connection, database.county, name)
            connection.execute("DELETE FROM administrator_try WHERE county = %s AND id = %s", (database.county, tried))
            audit.append(connection, database.county, found.actor, "admin_login", found.actor, database.now_text())
    if found is None:
        raise WRONG
    return token


def check_password(database: CountyDatabase, name: str, password: str, source: str) -> Administrator:
    """The administrator of a name and password, without a session; wrong ones count as at the door.

    Raises Refusal 403 (the same for every name) or 429.
    """
    tried = _count_try(database, name, source)
    found = verified(database, name, password) if len(password) <= LONGEST_PASSWORD else None
    with database.transaction() as connection:
        if found is None:
            target = _target(connection, database.county, name)
            audit.append(connection, database.county, "unknown", "admin_login_failed", target, database.now_text())
        else:
            forget_tries(connection, database.county, name)
            connection.execute("DELETE FROM administrator_try WHERE county = %s AND id = %s", (database.county, tried))
    if found is None:
        raise UNCONFIRMED
    return found


def logged_in(database: CountyDatabase, token: str) -> Administrator | None:
    """Whose session this token is, if it still is one: not ended, not idle for half an hour, not eight hours old."""
    if not token or len(token) > 100:
        return None
    now = database.clock.now()
    with database.transaction() as connection:
        row = connection.execute(
            "SELECT a.id, a.name, a.created_at, a.last_login_at, s.last_seen FROM administrator_session s"
            " JOIN administrator a ON a.county = s.county AND a.id = s.administrator AND a.disabled_at IS NULL"
            " WHERE s.county = %s AND s.token_sha256 = %s AND s.last_seen > %s AND s.created_at > %s",
            (database.county, _digest(token), now - IDLE, now - LONGEST),
        ).fetchone()
        if row is not None and now - row[4] > NOTED_EVERY:
            connection.execute(
                "UPDATE administrator_session SET last_seen = %s WHERE county = %s AND token_sha256 = %s",
                (now, database.county, _digest(token)),
            )
    return None if row is None else Administrator(*row[:4])


def is_anybody(database: CountyDatabase) -> bool:
    """Whether the county has an administrator who could log in."""
    with database.transaction() as connection:
        row = connection.execute(
            "SELECT 1 FROM administrator WHERE county = %s AND disabled_at IS NULL LIMIT 1", (database.county,)
        ).fetchone()
    return row is not None


def log_out(database: CountyDatabase, token: str) -> None:
    """End a session; one that is none is left alone."""
    found = logged_in(database, token)
    if found is None:
        return
    with database.transaction() as connection:
        _end(connection, database.county, token)
        audit.append(connection, database.county, found.actor, "admin_logout", found.actor, database.now_text())


def open_session(connection: Connection, county: str, found: Administrator, token: str, now: datetime) -> bool:
    """Write the session unless the account was disabled this very moment; the oldest beyond five end."""
    standing = connection.execute(
        "UPDATE administrator SET last_login_at = %s WHERE county = %s AND id = %s AND disabled_at IS NULL",
        (now, county, found.id),
    )
    if standing.rowcount != 1:
        return False
    connection.execute(
        "DELETE FROM administrator_session WHERE county = %(county)s AND (last_seen <= %(idle)s"
        " OR created_at <= %(old)s OR token_sha256 IN (SELECT token_sha256 FROM administrator_session"
        " WHERE county = %(county)s AND administrator = %(id)s ORDER BY last_seen DESC OFFSET %(others)s))",
        {"county": county, "id": found.id, "idle": now - IDLE, "old": now - LONGEST, "others": MOST_SESSIONS - 1},
    )
    connection.execute(
        "INSERT INTO administrator_session (county, token_sha256, administrator, created_at, last_seen)"
        " VALUES (%s, %s, %s, %s, %s)",
        (county, _digest(token), found.id, now, now),
    )
    return True


def _count_try(database: CountyDatabase, name: str, source: str) -> int:
    """Remember a try and give its number. Raises Refusal 429 while the door waits for this name or this address."""
    now, county, marks = database.clock.now(), database.county, (try_mark(name), _source_mark(source))
    with database.transaction() as connection:
        # One try at a time is counted: the rows are few and the lock is held for a moment.
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (lock_key(county, "administrator_try"),))
        connection.execute("DELETE FROM administrator_try WHERE county = %s AND at < %s", (county, now - REMEMBERED))
        wait = max(
            _wait(connection, county, column, mark, free, now)
            for column, mark, free in zip(("name", "source"), marks, (FREE_FOR_NAME, FREE_FOR_SOURCE), strict=True)
        )
        if wait > 0:
            minutes = -(-wait // 60)
            raise Refusal(429, TOO_OFTEN, f"登录失败次数太多，过{minutes}分钟再试；县平台的数据不受影响", wait)
        row = connection.execute(
            "INSERT INTO administrator_try (county, name, source, at) VALUES (%s, %s, %s, %s) RETURNING id",
            (county, *marks, now),
        ).fetchone()
    assert row is not None
    number: int = row[0]
    return number


def _wait(connection: Connection, county: str, column: str, mark: bytes, free: int, now: datetime) -> int:
    """Seconds until the next try: none for the first ones, then 30, doubled up to a quarter of an hour."""
    row = connection.execute(
        f"SELECT count(*), max(at) FROM administrator_try WHERE county = %s AND {column} = %s".encode(), (county, mark)
    ).fetchone()
    if row is None or row[0] < free:
        return 0
    pause: int = min(FIRST_WAIT * 2 ** min(row[0] - free, 10), LONGEST_WAIT)
    since: datetime = row[1]
    return max(0, round((since - now).total_seconds()) + pause)


def _target(connection: Connection, county: str, name: str) -> str:
    """Whom a failed try was for: an administrator's id, else nothing. What was typed may be a password."""
    row = connection.execute(
        "SELECT id FROM administrator WHERE county = %s AND name = %s", (county, tidy_name(name))
    ).fetchone()
    return f"administrator:{row[0]}" if row else "administrator:?"


def _end(connection: Connection, county: str, token: str) -> None:
    connection.execute(
        "DELETE FROM administrator_session WHERE county = %s AND token_sha256 = %s", (county, _digest(token))
    )


def _digest(token: str) -> bytes:
    # A random token of 256 bits needs no slow hash.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _source_mark(source: str) -> bytes:
    """An address as it is counted; of IPv6 the network, for whoever has one address there has all of them."""
    try:
        address = ipaddress.ip_address(source.partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address):
            source = str(ipaddress.ip_network((address, 64), strict=False))
    except ValueError:
        pass
    return hashlib.sha256(source.encode("utf-8", "replace")).digest()
