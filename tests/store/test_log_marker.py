"""A write-ahead log that somebody deleted is noticed and said; a clean exit or a killed program raises no alarm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clinic_app.clock import FrozenClock
from clinic_app.store.database import Database, open_database
from clinic_app.store.header import DATABASE_NAME
from clinic_app.store.integrity import Severity, check
from tests.conftest import PASSWORD, USER
from tests.store.people import add_residents, resident_names

LOG, SIGN = DATABASE_NAME + "-wal", DATABASE_NAME + "-open"


@pytest.fixture
def killed(database: Database, tmp_path: Path) -> Path:
    """The folder as it lies when the program is killed after a save."""
    database.checkpoint()
    add_residents(database, 3)
    after = tmp_path / "killed"
    shutil.copytree(database.folder, after)
    return after


def test_a_deleted_log_is_said_once_and_kept_in_the_audit_chain(killed: Path, clock: FrozenClock) -> None:
    (killed / LOG).unlink()
    with open_database(killed, USER, PASSWORD, clock) as again:
        assert again.unclean
        (finding,) = check(again)
        assert finding.severity is Severity.ERROR
        assert "日志不见了" in finding.sentence
        assert check(again) == []
        with again.read() as connection:
            rows = connection.exec_driver_sql("SELECT count(*) FROM audit WHERE action = 'log_lost'")
            assert rows.scalar() == 1


def test_a_killed_program_with_its_log_is_no_alarm(killed: Path, clock: FrozenClock) -> None:
    with open_database(killed, USER, PASSWORD, clock) as again:
        assert len(resident_names(again)) == 3
        assert check(again) == []


def test_a_proper_close_leaves_no_sign(database: Database) -> None:
    add_residents(database, 1)
    assert (database.folder / SIGN).exists()
    database.close()
    assert not (database.folder / SIGN).exists()


def test_a_program_that_goes_on_beside_one_that_closed_has_its_sign_again(
    database: Database, clock: FrozenClock
) -> None:
    with open_database(database.folder, USER, PASSWORD, clock) as beside:
        add_residents(beside, 1)
    assert not (database.folder / SIGN).exists()
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE setting SET value = value")
    assert (database.folder / SIGN).exists()
