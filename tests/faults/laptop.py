"""A simulated laptop: a real encrypted file, the real program over it, an own clock, and a power switch."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import Connection, event, select, update

from clinic_app import paths
from clinic_app.clock import Clock, FrozenClock
from clinic_app.records import identifiers
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.archive import write_archive
from clinic_app.store.backup import restore
from clinic_app.store.database import Actor, Database
from clinic_app.store.header import DATABASE_NAME
from clinic_app.store.keys import DataKey
from clinic_app.store.local_tables import account, audit, local_metadata, outbox

FILES = (DATABASE_NAME, DATABASE_NAME + "-wal", "keys.json")


class PowerCut(BaseException):
    """The laptop stopped at this instruction."""


class WatchedDatabase(Database):
    """The product's database, with a counter of moments: each statement of the writer, each commit and its return."""

    moment: Callable[[str], None] = staticmethod(lambda name: None)

    def __init__(self, folder: Path, key: DataKey, clock: Clock) -> None:
        super().__init__(folder, key, clock)
        event.listen(self._writer, "before_cursor_execute", self._before_statement)
        event.listen(self._writer, "commit", lambda connection: self.moment("before commit"))

    def _before_statement(self, connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        self.moment(statement.split(None, 3)[0].lower())

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with super().write() as connection:
            yield connection
        self.moment("after commit")


class SimulatedLaptop:
    """One laptop of a world. `folder` changes at each power cut: the copy made at that instruction goes on."""

    def __init__(self, name: str, folder: Path, key: DataKey, clock: FrozenClock, home: Path) -> None:
        self.name = name
        self.folder = folder
        self.key = key
        self.clock = clock
        self.home = home
        self.cuts = 0
        self.moments = 0
        self._cut_in: int | None = None
        self._last_id = 0
        self.database = self._opened()

    @contextmanager
    def running(self) -> Iterator[None]:
        """What belongs to the machine: where secrets lie, and the last id that its program made."""
        with mock.patch.object(paths, "secrets_folder", return_value=self.home / paths.APPLICATION / "devices"):
            before, identifiers._last = identifiers._last, self._last_id
            try:
                yield
            finally:
                self._last_id, identifiers._last = identifiers._last, before

    def _opened(self) -> WatchedDatabase:
        """As `open_database` does after the password, which costs a third of a second."""
        with self.running():
            database = WatchedDatabase(self.folder, self.key, self.clock)
            with database.read() as connection:
                row = connection.execute(select(account).order_by(account.c.created_at, account.c.id)).first()
            assert row is not None
            database.actor = Actor(row.id, row.name, row.staff, row.role)
        database.moment = self._moment
        return database

    def cut_power_in(self, moments: int | None) -> None:
        """Stop at the n-th moment from now (None: never)."""
        self._cut_in = moments

    def _moment(self, name: str) -> None:
        self.moments += 1
        if self._cut_in is None:
            return
        self._cut_in -= 1
        if self._cut_in < 0:
            self._cut_in = None
            self._keep_as_is()
            raise PowerCut(name)

    def _keep_as_is(self) -> None:
        """The files at this instruction, open transaction and all."""
        self.cuts += 1
        after = self.folder.with_name(f"{self.name}.{self.cuts}")
        after.mkdir()
        for name in FILES:
            if (self.folder / name).exists():
                shutil.copyfile(self.folder / name, after / name)
        self._after = after

    def start_again(self) -> None:
        """After a power cut: the program is opened on what the disk held."""
        self.database.close()
        shutil.rmtree(self.folder)
        self.folder = self._after
        self._last_id = 0
        self.database = self._opened()

    def restart(self) -> None:
        """Close the program and open it again."""
        self.database.close()
        self._last_id = 0
        self.database = self._opened()

    def keep_copy(self, out: Path) -> Path:
        """A backup file as the program makes it."""
        write_archive(self.folder, self.key, self.clock, out)
        return out

    def restore(self, copy: Path) -> None:
        """The disk died; a backup goes on in its place."""
        self.database.close()
        shutil.rmtree(self.folder)
        self.cuts += 1
        self.folder = self.folder.with_name(f"{self.name}.{self.cuts}")
        restore(copy, self.folder)
        self._last_id = 0
        self.database = self._opened()

    def close(self) -> None:
        """Switch off."""
        self.database.close()

    def rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every row that the screen shows, by type and id."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in RECORD_TYPES)
        with self.database.read() as connection:
            # Most types have no record in so small a world, and this is asked after every step.
            for name in connection.exec_driver_sql(filled).scalars().all():
                for row in connection.execute(select(RECORD_TYPES[name].sql_table)).mappings():
                    found[name, row["id"]] = dict(row)
        return found

    def table(self, name: str) -> list[dict[str, Any]]:
        """A local table."""
        with self.database.read() as connection:
            return [dict(row) for row in connection.execute(select(local_metadata.tables[name])).mappings()]

    def setting(self, name: str) -> Any:
        """One small fact."""
        return next((row["value"] for row in self.table("setting") if row["name"] == name), None)

    def mids(self) -> dict[str, dict[str, Any]]:
        """The outbox by mid."""
        with self.database.read() as connection:
            rows = connection.execute(select(outbox).order_by(outbox.c.seq)).mappings()
            return {row["mid"]: dict(row) for row in rows}

    def audited(self) -> dict[str, int]:
        """How many `save` entries each mid has."""
        found: dict[str, int] = {}
        with self.database.read() as connection:
            for mid in connection.scalars(select(audit.c.mid).where(audit.c.action == "save")):
                found[mid] = found.get(mid, 0) + 1
        return found


def renamed(database: Database, name: str, account_id: str) -> None:
    """Give a copied fresh laptop a person of its own."""
    with database.write() as connection:
        connection.execute(update(account).values(id=account_id, name=name))
    database.actor = replace(database.actor, account=account_id, name=name)


class SkewedClock(FrozenClock):
    """The world's time as one laptop believes it."""

    def __init__(self, true: FrozenClock, skew: timedelta = timedelta(0)) -> None:
        self.true = true
        self.skew = skew

    @property
    def instant(self) -> datetime:  # type: ignore[override]
        return self.true.instant + self.skew

    @instant.setter
    def instant(self, value: datetime) -> None:
        with suppress(AttributeError):
            self.skew = value - self.true.instant
