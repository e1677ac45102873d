"""What every test stands on: a private home, a clock that stands still, an encrypted database made fast by copying."""

from __future__ import annotations

import asyncio
import gc
import shutil
import types
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import keyring
import pytest
import uvicorn.server
from hypothesis import HealthCheck, settings
from keyring.backends import null
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from clinic_app import paths
from clinic_app.clock import FrozenClock
from clinic_app.desktop.memory import MIDDLE, NEVER, YOUNG
from clinic_app.store import engine, keys
from clinic_app.store.database import Database, create_database, open_database

# A function-scoped database is shared by the examples of one property on purpose: they only add to it.
settings.register_profile(
    "ci", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("ci")

USER, PASSWORD = "演示村医", "演示-口令-1"
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)

DatabaseFactory = Callable[..., Database]


def _live_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, data and secrets under `home`, here and in subprocesses; no key store."""
    for name, folder in (("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_RUNTIME_DIR", "runtime")):
        monkeypatch.setenv(name, str(home / folder))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("CLINIC_APP_PASSWORD", raising=False)
    monkeypatch.setattr(paths, "secrets_folder", lambda: home / "config" / paths.APPLICATION / "devices")
    keyring.set_keyring(null.Keyring())  # type: ignore[no-untyped-call]


OF_A_TEST, OF_A_WINDOW = 1, 10
LOOK_OVER_AFTER = 150


@pytest.fixture(scope="session", autouse=True)
def _collector_at_rest() -> None:
    """Python's full collections come between tests and in the thread of the window, as in the program: one that came
    in a reading thread would take the widgets of an earlier test apart there."""
    gc.set_threshold(YOUNG, MIDDLE, NEVER)
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _looked_over(request: pytest.FixtureRequest, looked_over: list[int]) -> Iterator[None]:
    """Thousands of tests share the process."""
    yield
    looked_over[0] += OF_A_WINDOW if "qtbot" in request.fixturenames else OF_A_TEST
    gc.set_threshold(YOUNG, MIDDLE, NEVER)
    if looked_over[0] >= LOOK_OVER_AFTER:
        looked_over[0] = 0
        gc.collect()


@pytest.fixture(scope="session")
def looked_over() -> list[int]:
    """How much there was since everything was looked over."""
    return [0]


@pytest.fixture(scope="session", autouse=True)
def stretched_once() -> Iterator[Callable[..., bytes]]:
    """Passwords are stretched at full strength, but each with its salt once a process: most files are copies of one.

    Gives the true function to a test that is about the work itself.
    """
    true: Callable[..., bytes] = vars(keys)["hash_secret_raw"]
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(keys, "hash_secret_raw", cache(true))
        yield true


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """A statement is compiled once a process and not once for each file that a test opens: all engines are alike."""
    shared: LRUCache[Any, Any] = LRUCache(3000)
    create = vars(engine)["create_engine"]

    def create_engine(*words: Any, **more: Any) -> Engine:
        made: Engine = create(*words, **more)
        made._compiled_cache = shared
        return made

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(engine, "create_engine", create_engine)
        monkeypatch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda one, other: type(one) is type(other))
        monkeypatch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda one: hash(type(one)))
        yield


@pytest.fixture(scope="session", autouse=True)
def servers_stop_at_once() -> Iterator[None]:
    """A server looks every tenth of a second whether it should stop, and waits as long again: 200 ms of each test that
    has one."""
    hurried = types.ModuleType("asyncio")
    hurried.__dict__.update(vars(asyncio))
    hurried.__dict__["sleep"] = lambda seconds: asyncio.sleep(min(seconds, 0.005))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(uvicorn.server, "asyncio", hurried)
        yield


@pytest.fixture(autouse=True)
def secrets_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The private home of one test; device secrets land in its `config` folder."""
    home = tmp_path_factory.mktemp("home")
    _live_in(home, monkeypatch)
    return home


@pytest.fixture
def clock() -> FrozenClock:
    """22 November 2026, 10:30 in the village; move it with `clock.advance`."""
    return FrozenClock(NOW)


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clinic, made once: `data` and `config` as `create_database` leaves them."""
    home = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as monkeypatch:
        _live_in(home, monkeypatch)
        create_database(home / "clinic", USER, PASSWORD, FrozenClock(NOW)).close()
    return home


@pytest.fixture
def make_database(tmp_path: Path, clock: FrozenClock, secrets_home: Path, _template: Path) -> Iterator[DatabaseFactory]:
    """`make_database("name")`: an open fresh database in a folder of that name, by USER with PASSWORD.

    Another user or password makes a real new one, which takes half a second longer.
    """
    opened: list[Database] = []

    def make(name: str = "clinic", user: str = USER, password: str = PASSWORD) -> Database:
        folder = tmp_path / name
        if (user, password) == (USER, PASSWORD):
            shutil.copytree(_template / "clinic", folder)
            shutil.copytree(_template / "config", secrets_home / "config", dirs_exist_ok=True)
            database = open_database(folder, user, password, clock)
        else:
            database = create_database(folder, user, password, clock)
        opened.append(database)
        return database

    yield make
    for database in opened:
        database.close()


@pytest.fixture
def database(make_database: DatabaseFactory) -> Database:
    """An open, fresh, encrypted database."""
    return make_database()
