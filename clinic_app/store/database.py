"""The open database of this laptop: one writer, a reader for each thread, one way in and out."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, insert, select
from sqlalchemy.exc import DBAPIError

from clinic_app.clock import Clock, instant_text
from clinic_app.records.identifiers import new_id
from clinic_app.records.permission import Act, sees_everything
from clinic_app.store import audit, lease, migrate
from clinic_app.store.archive import write_archive
from clinic_app.store.device import load_device, write_setting
from clinic_app.store.device_secret import new_device_secret
from clinic_app.store.engine import (
    check_library,
    migration_engine,
    reader_engine,
    settle,
    writer_engine,
)
from clinic_app.store.errors import (
    AlreadyExists,
    DamagedDatabase,
    DatabaseBusy,
    DatabaseClosed,
    DiskFailure,
    NoDatabase,
    StoreError,
    WrongPassword,
    translate,
)
from clinic_app.store.header import DATABASE_NAME, FORMAT, Header, flush_folder, write_header
from clinic_app.store.keys import DataKey, enter, new_data_key, tidy_name, wrap
from clinic_app.store.local_tables import account
from clinic_app.store.lock import file_lock
from clinic_app.store.log_marker import LogMarker
from clinic_app.store.remembered import Remembered
from clinic_app.store.seen import SeenReaders, role_of
from clinic_app.store.wiping import wiping

PAGE = 4096
LOST_LOG = "log_lost_at"
ADMINISTRATOR = "administrator"
"""The role that looks after users, devices and settings, and reads nothing clinical."""
# How long closing waits for work in other threads before it interrupts it.
CLOSING_SECONDS = 5.0


@dataclass(frozen=True)
class Actor:
    """Who is at the keyboard: the account, its name, and the county's code and role once known."""

    account: str
    name: str
    staff: str | None = None
    role: str | None = None
    administers: bool = False
    """Whether the person looks after this laptop."""


class Database:
    """An open data folder. Safe to share between threads; close it when the screen locks."""

    def __init__(self, folder: Path, key: DataKey, clock: Clock, unclean: bool = False) -> None:
        path = folder / DATABASE_NAME
        self.folder = folder
        self.clock = clock
        self.actor = Actor("", "")
        # Wrong passwords at the door since somebody was last let in; `accounts.note_login` writes them down.
        self.wrong_tries = 0
        # The last program did not close the file (or another has it open): a check is due.
        self.unclean = unclean
        # What the search box holds in memory; it goes with the key.
        self.remembered = Remembered()
        self._marker = LogMarker(path)
        self._key: DataKey | None = key
        self._writer = writer_engine(path, lambda: self.data_key)
        self._readers = reader_engine(path, lambda: self.data_key)
        self._seen = SeenReaders(path, lambda: self.data_key)
        self._open_readers: set[Connection] = set()
        self._writing = threading.RLock()
        self._write_open = False
        self._own = threading.local()
        self._idle = threading.Condition()
        self._closed = False
        # Now, not at the first save: a restored copy is put into write-ahead mode before anybody reads it.
        with _translated():
            self._writer.connect().close()

    @property
    def path(self) -> Path:
        """The encrypted file."""
        return self.folder / DATABASE_NAME

    @property
    def data_key(self) -> DataKey:
        """The key, for rooms that open or seal copies; raises DatabaseClosed after `close`."""
        if self._key is None:
            raise DatabaseClosed()
        return self._key

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only connection on one consistent snapshot; nested use in a thread shares it.

        Sees what is committed, not an open write of the same thread. Raises StoreError.
        """
        outer: Connection | None = getattr(self._own, "reader", None)
        if outer is not None:
            yield outer
            return
        self._refuse_closed()
        with _translated(), self._readers.connect() as connection, self._counted(connection), connection.begin():
            self._own.reader = connection
            try:
                yield connection
            finally:
                self._own.reader = None

    @property
    def role(self) -> str:
        """The role of the person at the keyboard, else of the laptop, else a village doctor's."""
        if self.actor.role:
            return self.actor.role
        with self.read() as connection:
            return role_of(connection, None)

    @contextmanager
    def shown(self, act: Act = Act.READ) -> Iterator[Connection]:
        """`read` for the person at the keyboard: what the role may not see is not there (store/seen.py), nor what it
        may see and not print or export.

        Whatever goes onto a screen or paper or into a file is read so. A `read` within it sees no more. Raises
        StoreError.
        """
        role, outer = self.role, getattr(self._own, "reader", None)
        if sees_everything(role) or getattr(self._own, "shown", False):
            with self.read() as connection:
                yield connection
            return
        self._refuse_closed()
        engine = self._seen.engine(role, act)
        with _translated(), engine.connect() as connection, self._counted(connection), connection.begin():
            self._own.reader, self._own.shown = connection, True
            try:
                yield connection
            finally:
                self._own.reader, self._own.shown = outer, False

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The writer connection in a transaction: commits at the end, leaves nothing after an exception.

        The rows are on the disk when the block has ended. Raises StoreError; RuntimeError when nested.
        """
        with self._writing:
            if self._write_open:
                raise RuntimeError("a write is already open in this thread")
            self._refuse_closed()
            self._write_open = True
            self._marker.set()
            try:
                with _translated(), self._writer.connect() as connection, connection.begin():
                    yield connection
            finally:
                self._write_open = False

    def checkpoint(self) -> bool:
        """Move the write-ahead log into the file, for a quiet moment; False when readers kept part of it back."""
        with self._writing, _translated():
            self._refuse_closed()
            driver = self._writer.raw_connection()
            try:
                row: Sequence[int] = driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                driver.close()
        return bool(row[0] == 0)

    def close(self) -> None:
        """Close every connection and drop the key; from any thread, and harmless when repeated.

        Open reads get a few seconds to end; then they are interrupted and fail with DatabaseClosed.
        """
        with self._idle:
            if self._closed:
                return
            self._closed = True
            if not self._idle.wait_for(lambda: not self._open_readers, CLOSING_SECONDS):
                for connection in self._open_readers:
                    connection.connection.driver_connection.interrupt()  # type: ignore[union-attr]
        with self._writing:
            self._marker.clear()
            self.remembered.wipe()
            # A lock leaves no page in the clear.
            with wiping(self._library_wipes):
                self._readers.dispose()
                self._seen.dispose()
                self._writer.dispose()
            self._key = None

    def _library_wipes(self) -> None:
        with contextlib.suppress(DBAPIError, StoreError):
            driver = self._writer.raw_connection()
            try:
                driver.cursor().execute("PRAGMA cipher_memory_security = ON")
            finally:
                driver.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise DatabaseClosed()

    @contextmanager
    def _counted(self, connection: Connection) -> Iterator[None]:
        with self._idle:
            if self._closed:
                connection.detach()
                raise DatabaseClosed()
            self._open_readers.add(connection)
        try:
            yield
        finally:
            with self._idle:
                self._open_readers.discard(connection)
                self._idle.notify_all()
                if self._closed:
                    # Its pool may be gone already: close it for good instead of giving it back.
                    connection.detach()


@contextmanager
def _translated() -> Iterator[None]:
    """Storage failures in the clinic's words; programming errors stay as they are."""
    try:
        yield
    except DBAPIError as error:
        known = translate(error)
        if known is None:
            raise
        raise known from None


def create_database(folder: Path, user: str, password: str, clock: Clock) -> Database:
    """A new data folder with a first account; raises AlreadyExists, DiskFull, DiskFailure, StoreError.

    The folder counts as a clinic's only when everything in it is complete.
    """
    check_library()
    name = tidy_name(user)
    if not name:
        raise StoreError("用户名不能为空，没有新建，输入用户名后再试")
    if not password:
        raise StoreError("密码不能为空，没有新建，输入密码后再试")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with file_lock(folder / "setup.lock") as held:
            if not held:
                raise DatabaseBusy("另一个程序正在这个文件夹里新建数据，没有重复新建，过一会儿再试")
            if (folder / DATABASE_NAME).exists():
                raise AlreadyExists()
            _create(folder, name, password, clock)
    except OSError:
        raise DiskFailure("数据文件夹写不进去，没有新建，检查文件夹的权限和磁盘空间") from None
    return open_database(folder, name, password, clock)


def _create(folder: Path, name: str, password: str, clock: Clock) -> None:
    """Build the file under another name; its renaming is the moment at which the clinic exists."""
    unfinished = folder / (DATABASE_NAME + ".new")
    for suffix in ("", "-wal", "-shm", "-journal"):
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
    key, account_id, now = new_data_key(), new_id(clock.now()), instant_text(clock.now())
    engine = migration_engine(unfinished, key)
    try:
        with _translated():
            with engine.connect() as connection:
                migrate.upgrade(connection)
            with engine.connect() as connection, connection.begin():
                connection.execute(insert(account).values(id=account_id, name=name, created_at=now, administers=True))
                audit.append(connection, account_id, "account_create", account_id, at=now, device="")
        settle(unfinished, key)
    finally:
        engine.dispose()
    device, secret = new_device_secret()
    entry = wrap(key, account_id, name, password, device, secret)
    write_header(folder, Header(FORMAT, device, [entry]))
    unfinished.replace(folder / DATABASE_NAME)
    flush_folder(folder)


def open_database(folder: Path, user: str, password: str, clock: Clock) -> Database:
    """Open a data folder for an account, bringing older files up to date after a backup.

    Raises NoDatabase, WrongPassword, NoDeviceSecret, DamagedDatabase, WeakKeys, NewerDatabase, DatabaseBusy, and
    LeaseEnded after too long without the county.
    """
    check_library()
    path = folder / DATABASE_NAME
    if not path.exists():
        raise NoDatabase()
    entered = enter(folder, user, password)
    database = open_with_key(folder, entered.key, clock, account.c.id == entered.account)
    database.wrong_tries = entered.wrong_tries
    try:
        lease.require(database)
    except BaseException:
        database.close()
        raise
    return database


def open_with_key(folder: Path, key: DataKey, clock: Clock, who: ColumnElement[bool]) -> Database:
    """Open a data folder whose key is at hand already; `who` picks the account that acts.

    Raises WrongPassword when there is no such account in force, and what `open_database` raises of the file.
    """
    path = folder / DATABASE_NAME
    log_is_lost = LogMarker(path).log_is_lost()
    unclean = _refuse_cut_file(path)
    if _revision(path, key) != migrate.HEAD:
        _upgrade(folder, key, clock)
    database = Database(folder, key, clock, unclean)
    try:
        database.actor = _actor(database, who)
        if log_is_lost:
            _note_lost_log(database)
    except BaseException:
        database.close()
        raise
    return database


def _note_lost_log(database: Database) -> None:
    """Saves may be gone that were acknowledged: the next check says so, and the audit chain keeps it."""
    now = instant_text(database.clock.now())
    with database.write() as connection:
        write_setting(connection, LOST_LOG, now)
        device = load_device(connection)
        audit.append(
            connection, database.actor.account, "log_lost", DATABASE_NAME, at=now, device=device.id if device else ""
        )
    database.unclean = True


def _refuse_cut_file(path: Path) -> bool:
    """Refuse a file that is not whole pages; returns whether a log of earlier work lies beside it."""
    log = path.with_name(path.name + "-wal")
    with contextlib.suppress(OSError):
        size = path.stat().st_size
        if size == 0 or size % PAGE:
            raise DamagedDatabase()
        return log.exists() and log.stat().st_size > 0
    return False


def _revision(path: Path, key: DataKey) -> str | None:
    """The file's schema, read without waiting for writers."""
    engine = reader_engine(path, lambda: key)
    try:
        with _translated(), engine.connect() as connection:
            return migrate.revision_of(connection)
    finally:
        engine.dispose()


def _upgrade(folder: Path, key: DataKey, clock: Clock) -> None:
    def keep(revision: str) -> None:
        stamp = clock.now().strftime("%Y%m%d%H%M%S")
        write_archive(folder, key, clock, folder / "backups" / f"before-{revision}-{stamp}.clinicbackup")

    engine = migration_engine(folder / DATABASE_NAME, key)
    try:
        with _translated(), engine.connect() as connection:
            migrate.upgrade(connection, keep)
    except OSError:
        raise DiskFailure("升级数据文件前的备份没有写成，没有升级，数据没有改动，检查磁盘空间后再打开") from None
    finally:
        engine.dispose()


def _actor(database: Database, who: ColumnElement[bool]) -> Actor:
    with database.read() as connection:
        row = connection.execute(select(account).where(who)).first()
    if row is None or row.disabled or row.switched_off:
        raise WrongPassword()
    return Actor(row.id, row.name, row.staff, row.role, row.administers or row.role == ADMINISTRATOR)
