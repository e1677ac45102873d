"""Laptops and a county driven only by the `clinic-app` command, as other programs drive them."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clinic_app.cli import session
from clinic_app.cli.main import main
from clinic_app.cli.session import PASSWORD_VARIABLE
from clinic_app.county.embedded import embedded_database
from clinic_app.paths import resources_folder

PASSWORD = "口令-1"
REPOSITORY = Path(__file__).parents[2]


Finished = subprocess.CompletedProcess[str]
Runner = Callable[..., Finished]


def in_own_process(
    *words: object,
    stdin: str = "",
    password: str | None = PASSWORD,
    patience: int = 120,
    program: str = "clinic_app",
) -> Finished:
    """Run a command to its end as a process of its own, for at most `patience` seconds; `program` is its module."""
    environment = dict(os.environ)
    environment.pop(PASSWORD_VARIABLE, None)
    if password is not None:
        environment[PASSWORD_VARIABLE] = password
    command = [sys.executable, "-m", program, *map(str, words)]
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=REPOSITORY,
        timeout=patience,
        check=False,
    )


def finished(*words: object, stdin: str = "", password: str | None = PASSWORD) -> Finished:
    """Run a command to its end by the program's own entry, in this process: a new one takes longer than its work."""
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            monkeypatch.setattr(sys, name, stream)
        monkeypatch.setattr(session, "_from_environment", password)
        monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
        try:
            code = main([*map(str, words)])
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Finished(words, code, _said(out), _said(err))


def _said(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def run(
    *words: object, stdin: str = "", password: str | None = PASSWORD, expect: int = 0, by: Runner = finished
) -> list[Any]:
    """Run a command; returns its JSON lines. Fails unless it ends with `expect`."""
    done = by(*words, stdin=stdin, password=password)
    assert done.returncode == expect, (words, done.returncode, done.stdout, done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


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
    """One data folder and the commands on it; `by` runs them."""

    def __init__(self, folder: Path, by: Runner = finished) -> None:
        self.folder, self.by = folder, by

    def run(self, *words: object, stdin: str = "", expect: int = 0) -> list[Any]:
        """Run a command on this laptop's data, with --json."""
        return run(*words, "--data", self.folder, "--json", stdin=stdin, expect=expect, by=self.by)

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

    def laptop(self, name: str, organisation: str, role: str, by: Runner = finished) -> Laptop:
        """A new laptop, enrolled as the person of a role."""
        made = Laptop(self.folder / name, by)
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
        # Entered here as well: alone, each command would start and stop the database.
        with embedded_database(Path(place) / "pg"), served(*embedded) as url:
            for kind in ("organisations", "villages", "departments", "staff"):
                run("county", kind, "load", resources_folder() / "demo" / f"{kind}.csv", *embedded)
            yield DemoCounty(url, embedded, tmp_path_factory.mktemp("county"))
