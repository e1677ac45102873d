from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from clinic_app.clock import SystemClock
from clinic_app.county import schema
from clinic_app.county.database import open_county
from clinic_app.county.embedded import embedded_database
from clinic_app.county.problems import CountyProblem
from clinic_app.records.identifiers import new_id

HOLD = (
    "import sys; from clinic_app.county.embedded import embedded_database\n"
    "with embedded_database(sys.argv[1]):\n    print('in', flush=True); sys.stdin.read()\n"
)


@pytest.fixture
def folder(open_folder: Path) -> Path:
    return open_folder / new_id(SystemClock().now())


@pytest.fixture
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that shares the folder."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        yield process
        process.kill()


def is_running(folder: Path) -> bool:
    return (folder / "postmaster.pid").exists()


def leave(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.wait()


def test_the_last_to_leave_stops_the_database(folder: Path, holder: subprocess.Popen[str]) -> None:
    with embedded_database(folder) as url:
        leave(holder)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not is_running(folder)


def test_it_stays_for_others_when_one_leaves(folder: Path, holder: subprocess.Popen[str]) -> None:
    with embedded_database(folder):
        pass
    assert is_running(folder)
    leave(holder)
    assert not is_running(folder)


def test_a_killed_process_does_not_count(folder: Path, holder: subprocess.Popen[str]) -> None:
    with embedded_database(folder) as url:
        holder.kill()
        holder.wait()
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not is_running(folder)


def test_after_the_only_user_was_killed_the_next_one_takes_over_and_stops_it(
    folder: Path, holder: subprocess.Popen[str]
) -> None:
    holder.kill()
    holder.wait()
    assert is_running(folder)
    with embedded_database(folder):
        pass
    assert not is_running(folder)


def test_one_process_may_enter_twice_and_again_later(folder: Path) -> None:
    for _ in range(2):
        with embedded_database(folder) as outer, embedded_database(folder) as inner:
            assert outer == inner
        assert not is_running(folder)


def test_a_folder_that_cannot_be_is_said_in_words(open_folder: Path) -> None:
    with pytest.raises(CountyProblem, match=r"路径不能有空格|启动不了"), embedded_database(open_folder / "a b"):
        pass
    taken = open_folder / "a-file"
    taken.write_text("x")
    with pytest.raises(CountyProblem, match="启动不了"), embedded_database(taken):
        pass


def test_several_processes_starting_on_an_empty_database_make_one_schema(cluster: str, open_folder: Path) -> None:
    from tests.county.emptied import in_database

    name = "start_" + new_id(SystemClock().now()).replace("-", "")
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    url = in_database(cluster, name)
    script = "import sys; from clinic_app.county.database import open_county; open_county(sys.argv[1]).close()"
    started = [subprocess.Popen([sys.executable, "-c", script, url]) for _ in range(4)]
    assert [process.wait() for process in started] == [0, 0, 0, 0]
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM county").fetchone() == (1,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(schema.HEAD,)]


def test_the_known_head_is_the_newest_script() -> None:
    assert schema.known_revisions()[0] == schema.HEAD


def test_a_database_of_a_newer_program_is_left_alone(fresh_url: str) -> None:
    with psycopg.connect(fresh_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CountyProblem, match="更新版本"):
        open_county(fresh_url)


def test_a_database_that_is_not_there_is_said_in_words() -> None:
    with pytest.raises(CountyProblem, match="连不上县数据库"):
        open_county("postgresql://127.0.0.1:1/none?connect_timeout=2")


def test_two_counties_in_one_database_are_told_apart(fresh_url: str) -> None:
    for code in ("990101", "990102"):
        open_county(fresh_url, code, create=True).close()
    with pytest.raises(CountyProblem, match="990101、990102"):
        open_county(fresh_url)
    found = open_county(fresh_url, "990102")
    assert found.county == "990102"
    found.close()
