from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from clinic_app.county.embedded import embedded_database
from tests.faults.processes import County
from tests.faults.world import Beginning, begin


@pytest.fixture(scope="session")
def loose_cluster() -> Iterator[str]:
    """A PostgreSQL that does not wait for its disk: worlds are short, and a killed process loses nothing by it."""
    with (
        tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as folder,
        embedded_database(Path(folder) / "postgresql") as url,
    ):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url


@pytest.fixture(scope="session")
def beginning(loose_cluster: str, tmp_path_factory: pytest.TempPathFactory) -> Beginning:
    """Five enrolled laptops and their county, to be copied."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("home")))
        return begin(loose_cluster, tmp_path_factory.mktemp("beginning"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One home for the processes that a module starts and for this one."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            monkeypatch.setenv(name, str(home / name))
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        yield home


@pytest.fixture(scope="module")
def county(home: Path, loose_cluster: str) -> County:
    """A county whose server is a process of its own."""
    return County(loose_cluster, home)
