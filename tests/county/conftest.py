from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import requests

from clinic_app.clock import FrozenClock
from clinic_app.county.admin_door import open_session
from clinic_app.county.administrators import Administrator
from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.embedded import embedded_database
from clinic_app.county.enrolment import issue_code
from clinic_app.county.office import COOKIE
from clinic_app.county.reference import load_reference
from clinic_app.county.server import running_server
from clinic_app.records.identifiers import new_id
from tests.county.emptied import Emptied
from tests.county.laptop import Laptop

ORGANISATIONS = """code,name,kind,parent,villages,phone
H1,演示县医院,county_hospital,,,
H2,演示县中医院,county_hospital,,,
T1,演示镇卫生院,township_centre,,990101001009,
V1,演示村卫生室,village_clinic,T1,990101001001,0000-1
V2,演示二村卫生室,village_clinic,T1,990101001002,0000-2
"""
STAFF = """code,name,organisation,role,phone,villages
D1,张一,V1,village_doctor,,
D2,李二,V2,village_doctor,,
C1,王团队,T1,township_clinician,,990101001002
C2,赵中心,T1,township_clinician,,
R1,钱接诊,H1,hospital_receiver,,
"""

Enrolled = Callable[..., Laptop]


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that a PostgreSQL may live in. pytest closes its own to other users whenever a session starts, and
    run as root the database is another user."""
    with tempfile.TemporaryDirectory(prefix="county-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def cluster(open_folder: Path) -> Iterator[str]:
    """The URL of a PostgreSQL that lives as long as the tests."""
    with embedded_database(open_folder / "postgresql") as url:
        with psycopg.connect(url, autocommit=True) as connection:
            # No power cut of the database's own machine is played here, and each test drops a database of its own.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url


@pytest.fixture(scope="session")
def emptied(cluster: str) -> Emptied:
    """A database with the tables that is emptied for each test."""
    return Emptied(cluster)


@pytest.fixture
def fresh_url(emptied: Emptied) -> str:
    """A database with tables and nothing in them, of this test alone."""
    return emptied.empty()


@pytest.fixture
def database(fresh_url: str, clock: FrozenClock) -> Iterator[CountyDatabase]:
    """An empty county."""
    found = open_county(fresh_url, clock=clock)
    yield found
    found.close()


@pytest.fixture
def county(database: CountyDatabase, tmp_path: Path) -> CountyDatabase:
    """A county with a hospital, a township centre and two village clinics."""
    for name, text in (("organisations", ORGANISATIONS), ("staff", STAFF)):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        load_reference(database, name, path, "test")
    return database


@pytest.fixture
def server(county: CountyDatabase, fresh_url: str, clock: FrozenClock) -> Iterator[str]:
    """The base URL of a server of the county."""
    with running_server(fresh_url, clock=clock) as url:
        yield url


@pytest.fixture
def line() -> Iterator[requests.Session]:
    """Kept connections to the server."""
    with requests.Session() as session:
        session.trust_env = False
        yield session


def session_token(county: CountyDatabase) -> str:
    """The session of an administrator who has logged in, without the work of a password."""
    now, token = county.clock.now(), secrets.token_hex(8)
    found = Administrator(token, f"赵管理{token}", now)
    with county.transaction() as connection:
        connection.execute(
            "INSERT INTO administrator (county, id, name, password, created_at) VALUES (%s, %s, %s, '', %s)",
            (county.county, found.id, found.name, now),
        )
        open_session(connection, county.county, found, token, now)
    return token


@pytest.fixture
def office(county: CountyDatabase, server: str) -> Iterator[requests.Session]:
    """The line of an administrator who has logged in."""
    with requests.Session() as session:
        session.trust_env = False
        session.cookies.set(COOKIE, session_token(county))
        yield session


@pytest.fixture
def enrolled(county: CountyDatabase, server: str, line: requests.Session, clock: FrozenClock) -> Enrolled:
    """A maker of enrolled laptops: organisation, role and person."""

    def enrol(organisation: str = "V1", role: str = "village_doctor", staff: str | None = None) -> Laptop:
        laptop = Laptop(server, line, clock)
        laptop.enrol(issue_code(county, organisation, role, staff, "test"))
        return laptop

    return enrol


@pytest.fixture
def ids(clock: FrozenClock) -> Callable[[], str]:
    """A maker of record ids."""
    return lambda: new_id(clock.now())
