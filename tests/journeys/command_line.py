"""Laptops and a county driven only by the `clinic-app` command, as other programs drive them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clinic_app.paths import resources_folder

PASSWORD = "口令-1"


def run(*words: object, stdin: str = "", password: str | None = PASSWORD, expect: int = 0) -> list[Any]:
    """Run a command; returns its JSON lines. Fails unless it ends with `expect`."""
    done = finished(*words, stdin=stdin, password=password)
    assert done.returncode == expect, (words, done.returncode, done.stdout, done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def finished(
    *words: object, stdin: str = "", password: str | None = PASSWORD, patience: int = 120
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, for at most `patience` seconds."""
    environment = dict(os.environ)
    environment.pop("CLINIC_APP_PASSWORD", None)
    if password is not None:
        environment["CLINIC_APP_PASSWORD"] = password
    command = [sys.executable, "-m", "clinic_app", *map(str, words)]
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=patience,
        check=False,
    )


@contextmanager
def served(*words: object) -> Iterator[str]:
    """`county serve` on a free port; gives its URL."""
    command = [sys.executable, "-m", "clinic_app", "county", "serve", "--listen", "127.0.0.1:0", "--json"]
    process = subprocess.Popen([*command, *map(str, words)], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert process.stdout
        yield str(json.loads(process.stdout.readline())["url"])
    finally:
        process.send_signal(signal.SIGTERM)
        ended = process.wait(30)
        assert process.stdout
        process.stdout.close()
    assert ended == 0


class Laptop:
    """One data folder and the commands on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: object, stdin: str = "", expect: int = 0) -> list[Any]:
        """Run a command on this laptop's data, with --json."""
        return run(*words, "--data", self.folder, "--json", stdin=stdin, expect=expect)

    def put(self, *saves: Any, expect: int = 0) -> list[Any]:
        """`records put` with one line per save."""
        lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in saves)
        return self.run("records", "put", "-", stdin=lines, expect=expect)

    def export(self, *words: object) -> dict[tuple[str, str], Any]:
        """`records export` by type and id."""
        out = self.folder.parent / f"{self.folder.name}.ndjson"
        self.run("records", "export", out, *words)
        lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        assert lines == sorted(lines, key=lambda line: (line["type"], line["id"]))
        return {(line["type"], line["id"]): line for line in lines}


@dataclass
class DemoCounty:
    """The demonstration county, served; its laptops are made by `laptop`."""

    url: str
    embedded: tuple[object, ...]
    folder: Path

    def laptop(self, name: str, organisation: str, role: str) -> Laptop:
        """A new laptop, enrolled as the person of a role."""
        made = Laptop(self.folder / name)
        made.run("init", "--user", name)
        asked = ("--org", organisation, "--role", role, "--json")
        code = run("county", "enrol-code", *asked, *self.embedded)[0]["code"]
        made.run("enrol", "--server", self.url, "--code", code)
        return made


@contextmanager
def demo_county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoCounty]:
    """A fresh one, with a home of its own for everything that is run beside it."""
    # PostgreSQL not under pytest's own folder: it runs as another user there when the tests run as root.
    with pytest.MonkeyPatch.context() as monkeypatch, tempfile.TemporaryDirectory() as place:
        home = tmp_path_factory.mktemp("home")
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            monkeypatch.setenv(name, str(home / name))
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        embedded = ("--embedded", Path(place) / "pg")
        with served(*embedded) as url:
            # Beside the server that runs already: alone, each load would start and stop the database.
            for kind in ("organisations", "villages", "departments", "staff"):
                run("county", kind, "load", resources_folder() / "demo" / f"{kind}.csv", *embedded)
            yield DemoCounty(url, embedded, tmp_path_factory.mktemp("county"))
