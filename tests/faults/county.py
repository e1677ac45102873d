"""A county on a real PostgreSQL that can die at any commit and be restored from an older copy."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import psycopg
from starlette.applications import Starlette

from clinic_app.clock import FrozenClock
from clinic_app.county.database import Connection, CountyDatabase, open_county
from clinic_app.county.server import create_app
from tests.county.emptied import in_database

OUTCOME = "outcome"


class ServerDied(Exception):
    """The process is gone; whatever it had not committed never was."""


class FragileCounty(CountyDatabase):
    """Dies before the n-th commit when told so."""

    dies_in: int | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with super().transaction() as connection:
            yield connection
            if self.dies_in is not None:
                self.dies_in -= 1
                if self.dies_in < 0:
                    raise ServerDied


@dataclass(frozen=True)
class Logged:
    """One row of the change log, read past the server."""

    seq: int
    mid: str
    type: str
    id: str
    rev: int
    op: str
    body: dict[str, Any]
    group_last: int
    audiences: frozenset[str]


@dataclass(frozen=True)
class Judged:
    """One mutation as the county keeps it."""

    mid: str
    hash: str
    device: str
    device_seq: int | None
    state: str
    outcome: dict[str, Any]
    line: bytes
    supersedes: str | None


@dataclass
class Books:
    """Everything that the county has, in one look."""

    epoch: str
    head: int
    log: list[Logged] = field(default_factory=list)
    judged: dict[str, Judged] = field(default_factory=dict)
    records: dict[tuple[str, str], tuple[int, dict[str, Any]]] = field(default_factory=dict)
    laptops: dict[str, str] = field(default_factory=dict)
    """For each device the one that it goes back to: copies and restored laptops are one laptop."""


class SimulatedCounty:
    """The county of one world: a database of its own on the cluster, and the real application over it."""

    def __init__(self, cluster: str, name: str, clock: FrozenClock) -> None:
        self.cluster = cluster
        self.name = name
        self.clock = clock
        self.copies: list[str] = []
        self.restores = 0
        self._loop = asyncio.new_event_loop()
        self._one = threading.Lock()
        self._open()

    @property
    def url(self) -> str:
        """Where its database is."""
        return in_database(self.cluster, self.name)

    def _open(self) -> None:
        found = open_county(self.url, clock=self.clock, pool_size=3)
        self.database = FragileCounty(found.pool, found.county, self.clock)
        self.app: Starlette = create_app(self.database)
        self._reader = psycopg.connect(self.url, autocommit=True)

    def _shut(self) -> None:
        self._reader.close()
        self.database.close()

    def close(self) -> None:
        """Stop for good and drop the databases."""
        self._shut()
        self._loop.close()
        with psycopg.connect(self.cluster, autocommit=True) as connection:
            for name in [self.name, *self.copies]:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def restart(self) -> None:
        """The process dies and comes up again."""
        self._shut()
        self._open()

    def keep_copy(self) -> str:
        """A backup of the database as it stands now."""
        name = f"{self.name}_c{len(self.copies)}"
        self._shut()
        copied(self.cluster, self.name, name)
        self.copies.append(name)
        self._open()
        return name

    def restore(self, copy: str) -> None:
        """The database is what it was when `copy` was made; everything since is gone."""
        self._shut()
        with psycopg.connect(self.cluster, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {self.name} WITH (FORCE)".encode())
        copied(self.cluster, copy, self.name)
        self.restores += 1
        self._open()

    def ask(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        """One request through the application, in this process. Raises ServerDied."""
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode("ascii"),
            "query_string": query.encode("ascii"),
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 9),
        }
        answer: dict[str, Any] = {"body": b""}
        given = False

        async def receive() -> dict[str, Any]:
            nonlocal given
            if given:
                return {"type": "http.disconnect"}
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answer["status"] = message["status"]
                answer["headers"] = {
                    name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]
                }
            else:
                answer["body"] += message.get("body", b"")

        with self._one:
            self._loop.run_until_complete(self.app(scope, receive, send))
        if self.database.dies_in is not None and self.database.dies_in < 0:
            self.database.dies_in = None
            raise ServerDied
        return answer["status"], answer["headers"], answer["body"]

    def books(self) -> Books:
        """The whole log, all outcomes and records, by plain SQL."""
        county = self.database.county
        look = self._reader
        epoch, head = look.execute("SELECT epoch, head FROM county WHERE county = %s", (county,)).fetchone() or ("", 0)
        books = Books(str(epoch), int(head))
        audiences: dict[int, set[str]] = {}
        for audience, seq in look.execute("SELECT audience, seq FROM change_audience WHERE county = %s", (county,)):
            audiences.setdefault(seq, set()).add(audience)
        rows = look.execute(
            "SELECT seq, mid, type, id, rev, op, body, group_last FROM change WHERE county = %s ORDER BY seq", (county,)
        )
        for seq, mid, kind, record_id, rev, op, body, last in rows:
            decoded = msgspec.json.decode(bytes(body))
            books.log.append(
                Logged(seq, mid, kind, record_id, rev, op, decoded, last, frozenset(audiences.get(seq, ())))
            )
        judged = look.execute(
            "SELECT mid, hash, device, device_seq, state, outcome, line, supersedes FROM applied WHERE county = %s"
            " ORDER BY coalesce(first_seq, 0), received_at, mid",
            (county,),
        )
        for mid, digest, device, number, state, outcome, line, supersedes in judged:
            books.judged[mid] = Judged(
                mid,
                bytes(digest).hex(),
                device,
                number,
                state,
                msgspec.json.decode(bytes(outcome)),
                bytes(line),
                supersedes,
            )
        for kind, record_id, rev, body in look.execute(
            "SELECT type, id, rev, body FROM record WHERE county = %s", (county,)
        ):
            books.records[kind, record_id] = (rev, msgspec.json.decode(bytes(body)))
        before = dict(look.execute("SELECT id, forked_from FROM device WHERE county = %s", (county,)).fetchall())
        for device in before:
            first = device
            while before.get(first) is not None:
                first = before[first]
            books.laptops[device] = first
        return books


def copied(cluster: str, source: str, name: str) -> None:
    """A new database `name` with the content of `source`, which nobody may have open."""
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(b"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (source,))
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}".encode())
