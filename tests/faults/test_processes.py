"""Real programs over a bad line, stopped, killed and restarted (F3, F10, F25)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from tests.faults.processes import PERSON, County, outbox_of, within
from tests.faults.proxy import proxied
from tests.faults.test_network import point_database
from tests.journeys.command_line import PASSWORD, Laptop

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="signals of POSIX")


@pytest.fixture(autouse=True)
def secrets_home() -> None:
    """The processes of this module share the module's home, so the test-wide one stays out."""


def started(laptop: Laptop, *words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "CLINIC_APP_PASSWORD": PASSWORD}
    command = [sys.executable, "-m", "clinic_app", *words, "--data", str(laptop.folder), "--json"]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    )


def until(holds: Callable[[], Any]) -> None:
    """Wait for a fact."""
    ends = monotonic() + 30
    while not holds():
        assert monotonic() < ends, "it never came"
        sleep(0.02)


def people(laptop: Laptop, count: int) -> None:
    laptop.put(*({"type": "resident", "fields": {**PERSON, "name": f"居民{each}"}} for each in range(count)))


def test_f3_killed_while_the_answer_is_held_back_it_is_sent_again_and_takes_effect_once(
    county: County, tmp_path: Path
) -> None:
    with county.served():
        with proxied(county.address) as proxy:
            ordinary, county.port = county.port, proxy.port
            laptop = county.enrolled(tmp_path / "laptop")
            laptop.run("sync")
            people(laptop, 3)
            proxy.toxics.hold_answers = True
            with started(laptop, "sync") as process:
                until(lambda: len(county.judged()) >= 3)
                process.send_signal(signal.SIGKILL)
                assert process.wait(30) == -signal.SIGKILL
            assert set(outbox_of(laptop).values()) == {"pending"}
            proxy.toxics.hold_answers = False
            assert laptop.run("sync")[0]["pending"] == 0
        county.port = ordinary
    states = county.judged()
    assert [states[mid] for mid in outbox_of(laptop)] == ["applied"] * 3
    assert all(rev == 1 for _, rev in county.changes("resident"))


def test_f10_stopped_in_the_middle_of_a_request_it_goes_on(county: County, tmp_path: Path) -> None:
    with county.served():
        with proxied(county.address) as proxy:
            ordinary, county.port = county.port, proxy.port
            laptop = county.enrolled(tmp_path / "laptop")
            laptop.run("sync")
            people(laptop, 30)
            proxy.toxics.latency = 0.2
            before = proxy.bytes_up
            with started(laptop, "sync") as process:
                until(lambda: proxy.bytes_up > before)
                process.send_signal(signal.SIGSTOP)
                sleep(1.5)
                process.send_signal(signal.SIGCONT)
                out, _ = process.communicate(timeout=90)
            assert json.loads(out)["pending"] in (0, 30)
            proxy.toxics.latency = 0.0
            assert laptop.run("sync")[0]["pending"] == 0
        county.port = ordinary
    assert set(outbox_of(laptop).values()) == {"applied"}


def test_f25_a_server_that_is_killed_during_a_first_sync_is_asked_on_from_there(county: County, tmp_path: Path) -> None:
    with county.served():
        one = county.enrolled(tmp_path / "one")
        one.run("sync")
        people(one, 60)
        one.run("sync")
        new = county.enrolled(tmp_path / "new")
    ordinary = county.port
    with county.served() as server, proxied(county.address) as proxy:
        county.port = proxy.port
        within(new, lambda database: point_database(database, proxy.url))
        proxy.toxics.latency = 0.1
        before = proxy.bytes_down
        with started(new, "sync") as process:
            until(lambda: proxy.bytes_down > before + 1500)
            server.kill()
            assert process.wait(90) == 3
        proxy.toxics.latency = 0.0
        county.port = ordinary
        with county.served():
            new.run("sync")
            one.run("sync")
    assert new.export() == one.export()
