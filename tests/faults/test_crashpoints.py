"""Processes killed at named places: what was said to be saved is there, what was not is whole or absent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from alembic import command
from sqlalchemy import text

from clinic_app.clock import SystemClock, instant_text
from clinic_app.crashpoint import MARK, VARIABLE
from clinic_app.store import audit, migrate
from clinic_app.store.database import create_database
from clinic_app.store.engine import migration_engine, reader_engine
from clinic_app.store.header import DATABASE_NAME
from clinic_app.store.keys import unlock
from tests.faults.processes import County, armed, killed, outbox_of, registered, registration, setting
from tests.journeys.command_line import PASSWORD, Laptop


@pytest.fixture(autouse=True)
def secrets_home() -> None:
    """The processes of this module share the module's home, so the test-wide one stays out."""


@pytest.fixture
def alone(home: Path, tmp_path: Path) -> Laptop:
    """A laptop without a county."""
    create_database(tmp_path / "alone", "village", PASSWORD, SystemClock()).close()
    return Laptop(tmp_path / "alone")


@pytest.mark.parametrize("place", ["save.before_outbox", "save.after_outbox"])
def test_f1_killed_inside_a_save_nothing_is_saved_and_nothing_was_said(
    alone: Laptop, tmp_path: Path, place: str
) -> None:
    with armed(tmp_path, place, 2):
        said = killed(alone, "records", "put", "-", stdin=registration() + registration(name="乙"))
    assert said.count('"ok":true') + said.count('"ok": true') == 1
    assert [line["fields"]["name"] for line in alone.export("--type", "resident").values()] == ["王𬎆"]
    assert len(outbox_of(alone)) == 1
    assert alone.run("check")[0]["ok"]


def test_f2_killed_after_the_commit_the_save_is_there(alone: Laptop, tmp_path: Path) -> None:
    with armed(tmp_path, "save.committed"):
        assert killed(alone, "records", "put", "-", stdin=registration()) == ""
    assert len(alone.export("--type", "resident")) == 1
    assert list(outbox_of(alone).values()) == ["pending"]
    assert alone.run("check")[0]["ok"]


@pytest.mark.parametrize("place", ["push.sending", "push.answered"])
def test_f3_f4_killed_around_a_push_it_is_sent_again_and_takes_effect_once(
    county: County, tmp_path: Path, place: str
) -> None:
    with county.served():
        laptop = county.enrolled(tmp_path / "laptop")
        laptop.run("sync")
        saved = registered(laptop, place)
        with armed(tmp_path, place):
            killed(laptop, "sync")
        assert list(outbox_of(laptop).values()) == ["pending"]
        assert laptop.run("sync")[0]["pending"] == 0
    (mid,) = outbox_of(laptop)
    assert county.judged()[mid] == "applied"
    assert county.changes("resident").count((saved, 1)) == 1
    assert (saved, 2) not in county.changes("resident")


def test_f5_f6_killed_between_rows_and_cursor_neither_is_there(county: County, tmp_path: Path) -> None:
    with county.served():
        one, other = county.enrolled(tmp_path / "one"), county.enrolled(tmp_path / "other")
        for each in (one, other):
            each.run("sync")
        saved = registered(one, "甲")
        one.run("sync")
        before = setting(other, "cursor")
        with armed(tmp_path, "apply.half"):
            killed(other, "sync")
        assert ("resident", saved) not in other.export()
        assert setting(other, "cursor") == before
        assert other.run("check")[0]["ok"]
        other.run("sync")
        assert ("resident", saved) in other.export()
        assert setting(other, "cursor") != before


def test_f7_killed_during_a_migration_the_file_has_the_old_tables_and_every_save(home: Path, tmp_path: Path) -> None:
    laptop = of_first_version(tmp_path / "old")
    with armed(tmp_path, "migrate.before_commit"):
        killed(laptop, "records", "export", tmp_path / "out.ndjson")
    assert revision(laptop) == "0001"
    assert laptop.run("check")[0]["ok"]
    assert revision(laptop) == migrate.HEAD


def test_f8_killed_during_the_first_sync_it_goes_on_where_it_was_and_a_save_made_meanwhile_stays(
    county: County, tmp_path: Path
) -> None:
    with county.served():
        one = county.enrolled(tmp_path / "one")
        one.run("sync")
        registered(one, "甲")
        one.run("sync")
        new = county.enrolled(tmp_path / "new")
        with armed(tmp_path, "snapshot.page", 4):
            killed(new, "sync")
        assert setting(new, "cursor") is None
        saved = registered(new, "乙")
        new.run("sync")
        assert ("resident", saved) in new.export()
        one.run("sync")
        assert new.export() == one.export()


@pytest.mark.parametrize("place", ["intake.before_commit", "intake.committed"])
def test_f23_f24_a_server_killed_around_its_commit_takes_a_save_once(
    county: County, tmp_path: Path, place: str
) -> None:
    with county.served():
        laptop = county.enrolled(tmp_path / "laptop")
        laptop.run("sync")
    saved = registered(laptop, place)
    with armed(tmp_path, place), county.served() as server:
        assert laptop.run("sync", expect=3)[0]["pending"] == 1
        assert server.wait(20) == 137
    (mid,) = outbox_of(laptop)
    assert (mid in county.judged()) == (place == "intake.committed")
    with county.served():
        assert laptop.run("sync")[0]["pending"] == 0
    assert county.judged()[mid] == "applied"
    assert [rev for record_id, rev in county.changes("resident") if record_id == saved] == [1]


@pytest.mark.parametrize("content", [None, "", "clinic-app test\nsave.committed\n", f"{MARK}\n", "\xff"])
def test_a_program_without_a_whole_marker_cannot_be_ended(tmp_path: Path, content: str | None) -> None:
    marker = tmp_path / "marker"
    if content is not None:
        marker.write_text(content, encoding="latin-1")
    program = [sys.executable, "-c", "from clinic_app.crashpoint import crashpoint; crashpoint('save.committed')"]
    with mock.patch.dict(os.environ, {VARIABLE: str(marker)}):
        assert subprocess.run(program, check=False, timeout=60).returncode == 0


def of_first_version(folder: Path) -> Laptop:
    """A laptop's file with the tables of the first version and its account; the keys are of today."""
    clock = SystemClock()
    create_database(folder, "village", PASSWORD, clock).close()
    account, key = unlock(folder, "village", PASSWORD)
    (folder / DATABASE_NAME).unlink()
    upgrade, now = command.upgrade, instant_text(clock.now())
    engine = migration_engine(folder / DATABASE_NAME, key)
    try:
        with (
            mock.patch.object(command, "upgrade", lambda config, _: upgrade(config, "0001")),
            mock.patch.object(migrate, "HEAD", "0001"),
            engine.connect() as connection,
        ):
            migrate.upgrade(connection)
        with engine.connect() as connection, connection.begin():
            row = {"id": account, "name": "village", "created_at": now}
            connection.execute(text("INSERT INTO account (id, name, created_at) VALUES (:id, :name, :created_at)"), row)
            audit.append(connection, account, "account_create", account, at=now, device="")
    finally:
        engine.dispose()
    return Laptop(folder)


def revision(laptop: Laptop) -> str | None:
    """The revision of a laptop's file, without bringing it up to date."""
    _, key = unlock(laptop.folder, "village", PASSWORD)
    engine = reader_engine(laptop.folder / DATABASE_NAME, lambda: key)
    try:
        with engine.connect() as connection:
            return migrate.revision_of(connection)
    finally:
        engine.dispose()
