"""Real processes that are killed at named places, and what the next to open their files finds."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec
import psycopg

from clinic_app.clock import SystemClock
from clinic_app.county.database import open_county
from clinic_app.county.enrolment import issue_code
from clinic_app.county.reference import load_reference
from clinic_app.crashpoint import KILLED, MARK, VARIABLE
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database, create_database, open_database
from clinic_app.sync.enrol import enrol
from tests.county.conftest import ORGANISATIONS, STAFF
from tests.county.emptied import in_database
from tests.journeys.command_line import PASSWORD, Laptop, in_own_process

USER = "village"
VILLAGE = "990101001001"
PERSON = {"name": "王𬎆", "sex": "1", "birth_date": "1960-01-02", "village_code": VILLAGE}
HELD = KILLED


@contextmanager
def armed(room: Path, place: str, passing: int = 1) -> Iterator[None]:
    """Processes started in this block end at the n-th passing of a place."""
    marker = room / "crashpoint"
    marker.write_text(f"{MARK}\n{place} {passing}\n", encoding="utf-8")
    with mock.patch.dict(os.environ, {VARIABLE: str(marker)}):
        yield
    marker.unlink()


class County:
    """A county that `county serve` serves on one address, however often its process dies."""

    def __init__(self, cluster: str, room: Path) -> None:
        self.room = room
        name = "crash_" + new_id(datetime.now(UTC)).replace("-", "")
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        self.url = in_database(cluster, name)
        self.port = free_port()
        with self.opened() as database:
            for kind, text in (("organisations", ORGANISATIONS), ("staff", STAFF)):
                path = room / f"{kind}.csv"
                path.write_text(text, encoding="utf-8")
                load_reference(database, kind, path, "test")

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def opened(self) -> Iterator[Any]:
        """The county's database in this process."""
        database = open_county(self.url, clock=SystemClock(), pool_size=2)
        try:
            yield database
        finally:
            database.close()

    @contextmanager
    def served(self, *more: str, port: int | None = None) -> Iterator[subprocess.Popen[str]]:
        """`county serve`; ended hard at the end unless it has died before."""
        words = [
            "county",
            "serve",
            "--listen",
            f"127.0.0.1:{port or self.port}",
            "--json",
            "--database",
            self.url,
            *more,
        ]
        command = [sys.executable, "-m", "clinic_app", *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
            try:
                assert process.stdout
                assert process.stdout.readline(), "the county did not start"
                yield process
            finally:
                process.kill()

    def judged(self) -> dict[str, str]:
        """The state of each mutation that the county keeps."""
        with psycopg.connect(self.url) as connection:
            return dict(connection.execute("SELECT mid, state FROM applied").fetchall())

    def changes(self, kind: str) -> list[tuple[str, int]]:
        """Id and revision of each change of a type, in order."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT id, rev FROM change WHERE type = %s ORDER BY seq", (kind,))
            return [(row[0], row[1]) for row in rows]

    def enrolled(
        self, folder: Path, organisation: str = "V1", role: str = "village_doctor", person: str = "D1"
    ) -> Laptop:
        """A laptop that has enrolled and not yet synced; needs the county to be served."""
        with self.opened() as database:
            code = issue_code(database, organisation, role, person, "test")
        fresh = create_database(folder, USER, PASSWORD, SystemClock())
        try:
            enrol(fresh, self.address, code)
        finally:
            fresh.close()
        return Laptop(folder)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def killed(laptop: Laptop, *words: object, stdin: str = "") -> str:
    """Run a command that must end like a killed one; what it had printed."""
    done = in_own_process(*words, "--data", laptop.folder, "--json", stdin=stdin)
    assert done.returncode == KILLED, (done.returncode, done.stdout, done.stderr)
    return done.stdout


def outbox_of(laptop: Laptop) -> dict[str, str]:
    """The state of each line in a laptop's outbox."""
    return within(laptop, lambda database: {row["mid"]: row["state"] for row in table(database, "outbox")})


def within(laptop: Laptop, look: Callable[[Database], Any]) -> Any:
    """Look into a laptop's file while no command has it open."""
    with open_database(laptop.folder, USER, PASSWORD, SystemClock()) as database:
        return look(database)


def table(database: Database, name: str) -> list[dict[str, Any]]:
    """A local table."""
    from sqlalchemy import select

    from clinic_app.store.local_tables import local_metadata

    with database.read() as connection:
        return [dict(row) for row in connection.execute(select(local_metadata.tables[name])).mappings()]


def setting(laptop: Laptop, name: str) -> Any:
    """A small fact of a laptop."""
    rows = within(laptop, lambda database: table(database, "setting"))
    return next((row["value"] for row in rows if row["name"] == name), None)


def line_of(*records: dict[str, Any]) -> str:
    """One line for `records put`."""
    return msgspec.json.encode({"records": list(records)}).decode() + "\n"


def registration(**more: Any) -> str:
    """A line that registers somebody."""
    return line_of({"type": "resident", "fields": {**PERSON, **more}})


def registered(laptop: Laptop, name: str = "甲") -> str:
    """Register somebody on a laptop by the command line; returns the id."""
    [answer] = laptop.put({"type": "resident", "fields": {**PERSON, "name": name}})
    return str(answer["ids"][0])
