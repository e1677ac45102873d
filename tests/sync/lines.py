"""Lines with something between the laptop and its county, and counties that can be put back to an older state."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from clinic_app.clock import Clock
from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.enrolment import issue_code
from clinic_app.county.reference import load_reference
from clinic_app.county.server import running_server
from clinic_app.protocol import compression, wire
from tests.county.conftest import ORGANISATIONS, STAFF
from tests.county.emptied import in_database

Meddle = Callable[[requests.PreparedRequest, bytes], None]


class Meddling(HTTPAdapter):
    """The real network, with something that looks at each request first and may raise in its place."""

    def __init__(self, meddle: Meddle = lambda request, body: None) -> None:
        super().__init__()
        self.meddle = meddle
        self.paths: list[str] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        self.paths.append(path_of(request))
        self.meddle(request, unpacked(request))
        return super().send(request, *args, **more)


def path_of(request: requests.PreparedRequest) -> str:
    """`/push` of the whole address."""
    return urlsplit(str(request.url)).path.removeprefix(wire.PREFIX)


def unpacked(request: requests.PreparedRequest) -> bytes:
    """What is sent, before it was packed."""
    body = request.body or b""
    assert isinstance(body, bytes)
    encoding = request.headers.get("Content-Encoding")
    return body if encoding is None else compression.unpack(body, str(encoding), wire.MAX_BODY)


@contextmanager
def counted(server: str, counts: dict[str, int]) -> Iterator[str]:
    """The address of a relay to `server` that counts every byte of both ways and each connection."""
    target = ("127.0.0.1", int(server.rpartition(":")[2]))
    listening = socket.create_server(("127.0.0.1", 0))
    counts.update({"bytes": 0, "connections": 0})
    lock = threading.Lock()

    def carry(source: socket.socket, drain: socket.socket) -> None:
        while True:
            try:
                piece = source.recv(65536)
                if piece:
                    with lock:
                        counts["bytes"] += len(piece)
                    drain.sendall(piece)
                    continue
                drain.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            return

    def serve() -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            counts["connections"] += 1
            far = socket.create_connection(target)
            for pair in ((near, far), (far, near)):
                threading.Thread(target=carry, args=pair, daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()


class RestorableCounty:
    """A county on a real PostgreSQL database that can be kept, lost and put back, behind one address."""

    def __init__(self, cluster: str, name: str, clock: Clock, folder: Path) -> None:
        self.cluster = cluster
        self.name = name
        self.clock = clock
        self.copies: list[str] = []
        self._port = 0
        self._running = ExitStack()
        self.county_url = in_database(cluster, name)
        with self.database() as county:
            for kind, text in (("organisations", ORGANISATIONS), ("staff", STAFF)):
                path = folder / f"{kind}.csv"
                path.write_text(text, encoding="utf-8")
                load_reference(county, kind, path, "test")
        self.server = ""
        self.start()

    @contextmanager
    def database(self) -> Iterator[CountyDatabase]:
        """The county past its server."""
        county = open_county(self.county_url, clock=self.clock)
        try:
            yield county
        finally:
            county.close()

    def start(self) -> None:
        """Serve, always at the same address."""
        url = self._running.enter_context(running_server(self.county_url, port=self._port, clock=self.clock))
        self._port = int(url.rpartition(":")[2])
        self.server = url

    def stop(self) -> None:
        """Nobody answers."""
        self._running.close()

    def keep(self) -> str:
        """A copy of the county as it stands."""
        self.stop()
        copy = f"{self.name}_{len(self.copies)}"
        self.copies.append(copy)
        self._sql(f"CREATE DATABASE {copy} TEMPLATE {self.name}")
        self.start()
        return copy

    def put_back(self, copy: str) -> None:
        """What happened since `copy` is lost."""
        self.stop()
        self._sql(f"DROP DATABASE {self.name} WITH (FORCE)")
        self._sql(f"CREATE DATABASE {self.name} TEMPLATE {copy}")
        self.start()

    def code(self, desk: str = "V1", role: str = "village_doctor", staff: str | None = None) -> str:
        """An enrolment code."""
        with self.database() as county:
            return issue_code(county, desk, role, staff, "test")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query finds, past the server."""
        with psycopg.connect(self.county_url) as connection:
            return connection.execute(query.encode()).fetchall()

    def close(self) -> None:
        """Stop, and remove the copies."""
        self.stop()
        for copy in self.copies:
            self._sql(f"DROP DATABASE {copy} WITH (FORCE)")

    def _sql(self, statement: str) -> None:
        with psycopg.connect(self.cluster, autocommit=True) as connection:
            connection.execute(statement.encode())


def fake_answer(request: requests.PreparedRequest, status: int, body: bytes, **headers: str) -> requests.Response:
    """An answer that no county gave."""
    response = requests.Response()
    response.status_code = status
    response.headers.update(headers)
    response.raw = HTTPResponse(body, headers, status, preload_content=False)
    return response


def copy_of(folder: Path, target: Path) -> Path:
    """Another folder with the same files."""
    shutil.copytree(folder, target)
    return target
