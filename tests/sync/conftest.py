"""A real county for the program's own sync: PostgreSQL, the server over HTTP, and laptops enrolled at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clinic_app.clock import FrozenClock
from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.enrolment import issue_code
from clinic_app.county.reference import load_reference
from clinic_app.county.server import running_server
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.sync.enrol import enrol
from clinic_app.sync.pull import pull
from clinic_app.sync.push import push
from clinic_app.sync.transport import Identity, Transport
from tests.conftest import DatabaseFactory
from tests.county.conftest import ORGANISATIONS, STAFF, cluster, emptied, fresh_url, open_folder

__all__ = ["cluster", "emptied", "fresh_url", "open_folder"]

Enrolled = Callable[..., Database]
DESKS: dict[str, tuple[str, str, str | None]] = {
    "V1": ("V1", "village_doctor", "D1"),
    "V2": ("V2", "village_doctor", "D2"),
    "T1": ("T1", "township_clinician", "C2"),
    "H1": ("H1", "hospital_receiver", "R1"),
    "H2": ("H2", "hospital_receiver", None),
}


@pytest.fixture
def county(fresh_url: str, clock: FrozenClock, tmp_path: Path) -> Iterator[CountyDatabase]:
    """A county with two village clinics, a township centre and two hospitals."""
    found = open_county(fresh_url, clock=clock)
    for name, text in (("organisations", ORGANISATIONS), ("staff", STAFF)):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        load_reference(found, name, path, "test")
    yield found
    found.close()


@pytest.fixture
def server(county: CountyDatabase, fresh_url: str, clock: FrozenClock) -> Iterator[str]:
    """Its server's address."""
    with running_server(fresh_url, clock=clock) as url:
        yield url


@pytest.fixture
def laptop(county: CountyDatabase, server: str, make_database: DatabaseFactory) -> Enrolled:
    """`laptop("V1")`: a fresh laptop enrolled for that desk; `name` tells several of one desk apart."""

    def make(desk: str = "V1", name: str = "") -> Database:
        database = make_database(name or f"laptop-{desk}")
        enrol(database, server, issue_code(county, *DESKS[desk], "test"))
        return database

    return make


@contextmanager
def line_of(database: Database) -> Iterator[Transport]:
    """The laptop's line to its county."""
    with database.read() as connection:
        device = load_device(connection)
    assert device
    identity = Identity(device.id, device.signing_key)
    with Transport(device.server, identity, database.clock, ca=None, deadline=60) as line:
        yield line


def synced(database: Database) -> int:
    """Push, then pull; returns how many records came."""
    with line_of(database) as line:
        with database.read() as connection:
            device = load_device(connection)
        assert device
        push(database, line, device)
        return pull(database, line)
