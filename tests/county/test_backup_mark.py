"""A backup counts when it has been read back: then laptops may let go what lies in it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from clinic_app.clock import FrozenClock
from clinic_app.county import audit, change_log, schema
from clinic_app.county.backup_mark import SCRATCH, mark, programs, server_version
from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.problems import CountyProblem
from clinic_app.protocol import wire
from tests.county.conftest import Enrolled
from tests.county.laptop import resident

Ids = Callable[[], str]
PLAIN, CUSTOM = ("--format=plain",), ("--format=custom",)


def dumped(url: str, path: Path, *options: str) -> Path:
    """A real backup of the database as it is now."""
    program = programs("pg_dump", server_version(url))[0]
    with open(path, "wb") as out:
        subprocess.run([program, "--dbname", url, *options], check=True, stdout=out)
    return path


def durable(county: CountyDatabase) -> int:
    with county.transaction() as connection:
        return change_log.durable_seq(connection, county.county)


@pytest.mark.parametrize("options", [PLAIN, CUSTOM, (*PLAIN, "--no-owner")])
def test_the_mark_goes_to_where_the_backup_reaches(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, fresh_url: str, tmp_path: Path, options: tuple[str, ...]
) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())))
    backup = dumped(fresh_url, tmp_path / "backup", *options)
    reached = laptop.page().head.seq
    laptop.push(laptop.line(resident(ids())))
    assert laptop.request("GET", "/hello").read(wire.HelloReply).durable_seq == 0
    found = mark(county, fresh_url, backup, "test")
    assert (found.seq, found.moved) == (reached, True)
    assert laptop.request("GET", "/hello").read(wire.HelloReply).durable_seq == reached
    with county.transaction() as connection:
        row = connection.execute("SELECT action, target FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        assert row == ("backup_mark", f"seq:{reached}")
        assert audit.first_broken(connection, county.county) is None


def test_the_mark_never_goes_back(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, fresh_url: str, tmp_path: Path
) -> None:
    laptop = enrolled()
    old = dumped(fresh_url, tmp_path / "old")
    laptop.push(laptop.line(resident(ids())))
    mark(county, fresh_url, dumped(fresh_url, tmp_path / "new"), "test")
    before = durable(county)
    assert not mark(county, fresh_url, old, "test").moved
    assert durable(county) == before > 0


def test_nothing_is_left_on_the_server(county: CountyDatabase, fresh_url: str, tmp_path: Path) -> None:
    mark(county, fresh_url, dumped(fresh_url, tmp_path / "backup"), "test")
    (tmp_path / "broken").write_bytes(b"CREATE TABL")
    with pytest.raises(CountyProblem):
        mark(county, fresh_url, tmp_path / "broken", "test")
    with psycopg.connect(fresh_url) as connection:
        names = [row[0] for row in connection.execute("SELECT datname FROM pg_database")]
    assert not [each for each in names if each.startswith(SCRATCH)]


def refused(county: CountyDatabase, url: str, dump: Path, words: str) -> None:
    with pytest.raises(CountyProblem, match=words) as problem:
        mark(county, url, dump, "test")
    assert "备份标记没有改动" in str(problem.value)
    assert durable(county) == 0


@pytest.mark.parametrize("options", [PLAIN, CUSTOM])
def test_half_a_backup_is_none(
    county: CountyDatabase, fresh_url: str, tmp_path: Path, options: tuple[str, ...]
) -> None:
    whole = dumped(fresh_url, tmp_path / "whole", *options).read_bytes()
    half = tmp_path / "half"
    half.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CountyProblem, match="备份标记没有改动"):
        mark(county, fresh_url, half, "test")
    assert durable(county) == 0


def test_what_is_no_backup_is_said_plainly(
    county: CountyDatabase, fresh_url: str, cluster: str, tmp_path: Path
) -> None:
    refused(county, fresh_url, tmp_path / "nowhere", "读不出来")
    empty = tmp_path / "empty"
    empty.touch()
    refused(county, fresh_url, empty, "是空的")
    (tmp_path / "photo").write_bytes(bytes(range(256)))
    refused(county, fresh_url, tmp_path / "photo", "恢复不了")
    refused(county, fresh_url, dumped(cluster, tmp_path / "other"), "没有县平台的表")
    refused(county, fresh_url, dumped(fresh_url, tmp_path / "part", "--exclude-table-data=applied"), "不全")
    refused(county, fresh_url, dumped(fresh_url, tmp_path / "log", "--exclude-table-data=change"), "不完整或被改过")


def test_a_backup_of_another_log_or_of_a_later_state_is_refused(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, fresh_url: str, cluster: str,
    tmp_path: Path, clock: FrozenClock,
) -> None:  # fmt: skip
    backup = dumped(fresh_url, tmp_path / "backup")
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute("CREATE DATABASE another_county")
    try:
        url = psycopg.conninfo.make_conninfo(cluster, dbname="another_county")
        schema.upgrade(url)
        another = open_county(url, clock=clock)
        refused(another, url, backup, "比现在的数据库还新")
        another.close()
        other_county = open_county(url, "990102", clock, create=True)
        refused(other_county, url, backup, "没有县 990102")
        other_county.close()
    finally:
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute("DROP DATABASE another_county WITH (FORCE)")


def test_a_backup_whose_log_was_changed_is_refused(
    county: CountyDatabase, enrolled: Enrolled, ids: Ids, fresh_url: str, tmp_path: Path
) -> None:
    laptop, name = enrolled(), "改动前"
    laptop.push(laptop.line(resident(ids(), name=name)))
    backup = dumped(fresh_url, tmp_path / "backup")
    changed = backup.read_bytes().replace(name.encode().hex().encode(), "改动后".encode().hex().encode())
    assert changed != backup.read_bytes()
    backup.write_bytes(changed)
    refused(county, fresh_url, backup, "不完整或被改过")
