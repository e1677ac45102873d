"""Connections to the encrypted file, with the settings that make a save survive a power cut."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, Pool, QueuePool, StaticPool

from clinic_app.store.errors import StoreError, UnsafeLibrary, translate
from clinic_app.store.keys import DataKey

# SQLite 3.7.0 to 3.51.2 can corrupt a database when the write-ahead log is reset (sqlite.org/changes.html).
SAFE_SQLITE = (3, 51, 3)
BUSY_MILLISECONDS = 5000
JOURNAL_LIMIT = 16 * 1024 * 1024
# Pages. Checkpoints belong to quiet moments (Database.checkpoint); this only bounds the log of a long import.
AUTOCHECKPOINT = 4000
# For each of half a dozen reading connections, taken as needed. A township's worklist takes no less with six times as
# much as this; what is searched for with every letter is in memory (store/remembered.py).
READER_CACHE_KIB = 4 * 1024
IDLE_READERS = 3

# The driver asks each value that is no number and no text whether it can adapt itself, which takes a microsecond for
# every empty column; of a value with an adapter it does not ask.
sqlcipher.register_adapter(type(None), {None: None}.get)
sqlcipher.register_adapter(bool, operator.pos)
sqlcipher.register_adapter(bytes, bytes)


def check_library(sqlite_version: str = sqlcipher.sqlite_version, cipher_version: str | None = None) -> None:
    """Refuse a library without encryption or with the log-reset bug; raises UnsafeLibrary."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", sqlite_version)[:3])
    if cipher_version is None:
        probe = sqlcipher.connect(":memory:")
        try:
            cipher_version = str((probe.execute("PRAGMA cipher_version").fetchone() or ("",))[0])
        finally:
            probe.close()
    if numbers < SAFE_SQLITE or not cipher_version:
        raise UnsafeLibrary()


def connect(path: Path, key: DataKey, *, writes: bool, foreign_keys: bool = True, views: Sequence[str] = ()) -> Any:
    """A driver connection in autocommit mode, keyed and set up; raises StoreError.

    Transactions are begun by our own BEGIN only, so that table changes roll back too. `views` are temporary ones that
    stand before the tables for as long as it is open.
    """
    try:
        connection = sqlcipher.connect(
            str(path), timeout=BUSY_MILLISECONDS / 1000, isolation_level=None, check_same_thread=False
        )
    except sqlcipher.Error as error:
        raise translate(error) or StoreError() from None
    try:
        _set_up(connection, key, writes, foreign_keys, views)
    except sqlcipher.Error as error:
        connection.close()
        raise translate(error) or StoreError() from None
    return connection


def _set_up(connection: Any, key: DataKey, writes: bool, foreign_keys: bool, views: Sequence[str]) -> None:
    # The library writes to stderr on a bad page otherwise.
    connection.execute("PRAGMA cipher_log_level = NONE")
    # It slows every statement: what is freed is overwritten when a file closes (store/wiping.py).
    connection.execute("PRAGMA cipher_memory_security = OFF")
    connection.execute(f'PRAGMA key = "{key.pragma}"')
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
    for view in views:
        connection.execute(view)
    if not writes:
        connection.execute(f"PRAGMA cache_size = {-READER_CACHE_KIB}")
        connection.execute("PRAGMA query_only = ON")
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA journal_size_limit = {JOURNAL_LIMIT}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {AUTOCHECKPOINT}")


def writer_engine(path: Path, key: Callable[[], DataKey]) -> Engine:
    """The engine of the one writer connection: every transaction is BEGIN IMMEDIATE."""
    return _engine(lambda: connect(path, key(), writes=True), StaticPool, "BEGIN IMMEDIATE")


def reader_engine(path: Path, key: Callable[[], DataKey], views: Sequence[str] = ()) -> Engine:
    """The engine of the reader connections: each transaction is a snapshot, through `views` where there are some."""
    return _engine(
        lambda: connect(path, key(), writes=False, views=views),
        QueuePool, "BEGIN", pool_size=IDLE_READERS, max_overflow=-1,
    )  # fmt: skip


def migration_engine(path: Path, key: DataKey) -> Engine:
    """A passing engine with foreign keys off, for migrations only."""
    return _engine(lambda: connect(path, key, writes=True, foreign_keys=False), NullPool, "BEGIN IMMEDIATE")


def settle(path: Path, key: DataKey) -> None:
    """Fold the log into the file, so that the file alone holds everything and may be renamed; raises StoreError."""
    connection = connect(path, key, writes=True)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlcipher.Error as error:
        raise translate(error) or StoreError() from None
    finally:
        connection.close()


def _engine(creator: Any, pool: type[Pool], begin: str, **more: Any) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=creator,
        poolclass=pool,
        # Statements carry names and readings; they stay out of tracebacks and logs.
        hide_parameters=True,
        json_serializer=as_text,
        **more,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def as_text(value: Any) -> str:
    """How a JSON column holds a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
