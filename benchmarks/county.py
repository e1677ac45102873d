"""A county to measure against: PostgreSQL and server in processes of their own, laptops of the shipped demo offices."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from clinic_app.clock import SystemClock
from clinic_app.county.database import open_county
from clinic_app.county.embedded import embedded_database
from clinic_app.county.enrolment import issue_code
from clinic_app.county.reference import load_reference
from clinic_app.demo.county import LOADS
from clinic_app.paths import resources_folder
from clinic_app.store.database import Database, create_database
from clinic_app.store.device import Device, load_device
from clinic_app.store.device_secret import forget_device_secret
from clinic_app.store.header import read_header
from clinic_app.sync.enrol import enrol
from clinic_app.sync.transport import Identity, Transport

VILLAGE_CODE = "990101100201"
VILLAGE = ("990101V1", "village_doctor", "S001")
TOWNSHIP = ("990101T1", "township_clinician", "S101")
USER, PASSWORD = "演示", "benchmark"
DEADLINE = 600.0


class County:
    """The running county and the laptops made at it."""

    def __init__(self, folder: Path, database_url: str, server: str, stack: ExitStack) -> None:
        self.folder = folder
        self.database_url = database_url
        self.server = server
        self.residents: list[str] = []
        # How many of them have had a follow-up.
        self.seen = 0
        self._stack = stack
        self._laptops = 0
        self._village: Database | None = None

    @property
    def village(self) -> Database:
        """The village laptop that fills the county."""
        if self._village is None:
            self._village = self.laptop(VILLAGE)
        return self._village

    def laptop(self, desk: tuple[str, str, str] | None, server: str | None = None) -> Database:
        """A fresh laptop, enrolled for `desk` at `server`; not enrolled without a desk."""
        self._laptops += 1
        folder = self.folder / f"laptop-{self._laptops}"
        database = create_database(folder, USER, PASSWORD, SystemClock())
        self._stack.callback(forget_device_secret, read_header(folder).device_key)
        self._stack.callback(database.close)
        if desk is not None:
            county = open_county(self.database_url, pool_size=1)
            try:
                code = issue_code(county, *desk, "benchmark")
            finally:
                county.close()
            enrol(database, server or self.server, code)
        return database


@contextmanager
def running_county(folder: Path) -> Iterator[County]:
    """Start PostgreSQL and the server under `folder`; everything ends with the block."""
    with ExitStack() as stack:
        url = stack.enter_context(embedded_database(folder / "postgresql"))
        database = open_county(url)
        try:
            for kind, name in LOADS:
                load_reference(database, kind, resources_folder() / "demo" / name, "benchmark")
        finally:
            database.close()
        server = stack.enter_context(_server_process(url))
        yield County(folder, url, server, stack)


@contextmanager
def _server_process(database_url: str) -> Iterator[str]:
    command = [sys.executable, "-m", "clinic_app", "county", "serve"]
    command += ["--database", database_url, "--listen", "127.0.0.1:0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()


@contextmanager
def open_line(database: Database) -> Iterator[tuple[Transport, Device]]:
    """The line of an enrolled laptop to its server, and who it is."""
    with database.read() as connection:
        device = load_device(connection)
    assert device is not None
    identity = Identity(device.id, device.signing_key)
    with Transport(device.server, identity, database.clock, ca=None, deadline=DEADLINE) as line:
        yield line, device
