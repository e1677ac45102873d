from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from clinic_app.store.lock import sync_lock

HOLDS = """
import sys
from pathlib import Path
from clinic_app.store.lock import sync_lock
with sync_lock(Path(sys.argv[1])) as held:
    print(held, flush=True)
    sys.stdin.read()
"""


def other_program(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def test_one_sync_at_a_time_between_programs_and_a_killed_one_leaves_the_lock_free(tmp_path: Path) -> None:
    first = other_program(tmp_path)
    assert said(first) == "True"
    with sync_lock(tmp_path) as held:
        assert not held
    first.kill()
    first.communicate()
    with sync_lock(tmp_path) as held:
        assert held
        second = other_program(tmp_path)
        assert said(second) == "False"
        second.communicate()


def test_one_sync_at_a_time_between_threads(tmp_path: Path) -> None:
    found: list[bool] = []

    def try_it() -> None:
        with sync_lock(tmp_path) as held:
            found.append(held)

    with sync_lock(tmp_path) as held:
        assert held
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
    assert found == [False]


def test_an_exception_gives_the_lock_back(tmp_path: Path) -> None:
    def fails() -> None:
        with sync_lock(tmp_path):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    with sync_lock(tmp_path) as held:
        assert held


def test_folders_do_not_share_a_lock(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with sync_lock(tmp_path) as held, sync_lock(tmp_path / "other") as other:
        assert held
        assert other
