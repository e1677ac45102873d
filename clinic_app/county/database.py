"""The county's PostgreSQL: a pool of connections, transactions that are retried, and entity locks."""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import psycopg
from psycopg import IsolationLevel, errors
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool, PoolTimeout

from clinic_app.clock import Clock, SystemClock, instant_text
from clinic_app.county import schema
from clinic_app.county.planner import PlannerStatistics
from clinic_app.county.problems import CountyProblem, busy

DEFAULT_COUNTY = "990101"
ZERO = bytes(32)
POOL_SIZE = 8
POOL_PATIENCE = 5.0
ATTEMPTS = 6
EPOCH_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
# The lock table of a stock PostgreSQL holds some 6,000 entries; a bigger batch takes the whole county instead.
MOST_LOCKS = 128
LIMITS = "SET lock_timeout = '10s'; SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s'"
AGAIN = (errors.SerializationFailure, errors.DeadlockDetected, errors.UniqueViolation, errors.OutOfMemory)

Connection = psycopg.Connection[TupleRow]
Result = TypeVar("Result")
log = logging.getLogger(__name__)


class Overtaken(Exception):
    """Another transaction changed a record between reading and writing it; the work is done again."""


class CountyDatabase:
    """One county in one PostgreSQL database. Any number of processes may hold one at a time."""

    def __init__(self, pool: ConnectionPool[Connection], county: str, clock: Clock) -> None:
        self.pool = pool
        self.county = county
        self.clock = clock
        self.planner = PlannerStatistics(self.transaction)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection in a transaction that commits when the block ends. Raises Refusal (503) without one to give."""
        try:
            with self.pool.connection() as connection:
                yield connection
        except (PoolTimeout, errors.LockNotAvailable, errors.QueryCanceled):
            raise busy() from None

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A read-only connection that sees one state of the county however many queries it asks."""
        with self.transaction() as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            try:
                yield connection
            finally:
                connection.rollback()
                connection.isolation_level = None
                connection.read_only = None

    def retried(self, work: Callable[[Connection, bool], Result]) -> Result:
        """Run `work(connection, alone)` in a transaction; again after a deadlock or an overtaking writer.

        `alone` is True on repeats: the work then locks the whole county and meets no other writer.
        """
        for attempt in range(ATTEMPTS):
            try:
                with self.transaction() as connection:
                    return work(connection, attempt > 0)
            except (Overtaken, *AGAIN) as problem:
                log.info("transaction repeated after %s", type(problem).__name__)
                time.sleep(0.01 * attempt * (1 + secrets.randbelow(10) / 10))
        raise busy()

    def lock(self, connection: Connection, names: Iterable[str], *, alone: bool = False) -> None:
        """Hold the entities `names` until the transaction ends, in one order for everybody."""
        wanted = set(names)
        whole = lock_key(self.county, "")
        if alone or len(wanted) > MOST_LOCKS:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (whole,))
            return
        keys = sorted({lock_key(self.county, name) for name in wanted})
        connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (whole,))
        connection.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", (keys,))

    def now_text(self) -> str:
        """The present instant as stored and sent."""
        return instant_text(self.clock.now())

    def is_crowded(self) -> bool:
        """Whether requests of this process queue for a connection."""
        return self.pool.get_stats().get("requests_waiting", 0) >= POOL_SIZE

    def close(self) -> None:
        """Give all connections back."""
        self.pool.close()


def lock_key(county: str, name: str) -> int:
    """The advisory lock number of an entity."""
    digest = hashlib.blake2b(f"{county}\n{name}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def open_county(
    url: str,
    county: str | None = None,
    clock: Clock | None = None,
    pool_size: int = POOL_SIZE,
    *,
    create: bool = False,
) -> CountyDatabase:
    """Connect to `url`, bring its schema up to date and make sure the county is there.

    Without `county` the database's only county is meant, or the default code in an empty one. A further county is made
    with `create` only: a mistyped code makes none. Raises CountyProblem.
    """
    # The store of records stands on this module.
    from clinic_app.county import places

    used_clock = clock or SystemClock()
    try:
        schema.upgrade(url)
        with psycopg.connect(url) as connection:
            code = _ensure_county(connection, county, create)
            connection.commit()
            places.fill_missing(connection, code)
    except (psycopg.OperationalError, psycopg.ProgrammingError):
        raise CountyProblem("连不上县数据库，什么也没有改动，检查数据库地址和数据库是否在运行") from None
    pool: ConnectionPool[Connection] = ConnectionPool(
        url,
        min_size=1,
        max_size=pool_size,
        timeout=POOL_PATIENCE,
        configure=_configure,
        check=ConnectionPool.check_connection,
        open=True,
    )
    return CountyDatabase(pool, code, used_clock)


def _configure(connection: Connection) -> None:
    connection.execute(LIMITS)
    connection.commit()


def _ensure_county(connection: Connection, county: str | None, create: bool) -> str:
    present = [str(row[0]) for row in connection.execute("SELECT county FROM county ORDER BY county")]
    if county is None and len(present) > 1:
        raise CountyProblem(f"数据库里有多个县（{'、'.join(present)}），用 --county 指定一个")
    code = county or (present[0] if present else DEFAULT_COUNTY)
    if code not in present and present and not create:
        raise CountyProblem(f"数据库里没有县“{code[:20]}”（有：{'、'.join(present)}），什么也没有改动，核对 --county")
    if code not in present:
        connection.execute(
            "INSERT INTO county (county, epoch, h) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (code, new_epoch(), ZERO),
        )
    return code


def new_epoch() -> str:
    """A name for a log that no other log has: 8 letters and digits, short because every request carries it."""
    return "".join(secrets.choice(EPOCH_LETTERS) for _ in range(8))
