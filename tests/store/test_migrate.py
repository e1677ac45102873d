from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from clinic_app import paths
from clinic_app.clock import FrozenClock
from clinic_app.store import migrate
from clinic_app.store.backup import backups_folder, restore
from clinic_app.store.database import Database, open_database
from clinic_app.store.engine import migration_engine
from clinic_app.store.errors import DamagedDatabase, NewerDatabase
from clinic_app.store.keys import new_data_key
from tests.conftest import PASSWORD, USER
from tests.store.people import CANARY, add_residents, contents, resident_names

SECOND = '''
"""Tries what a later release might do."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("resident", sa.Column("later", sa.String(), server_default="kept"))
    with op.batch_alter_table("household") as batch:
        batch.add_column(sa.Column("later", sa.String()))
    {ending}
'''

ORPHAN = """
    op.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    op.execute("CREATE TABLE child (id INTEGER REFERENCES parent(id))")
    op.execute("INSERT INTO child VALUES (1)")
"""


@pytest.fixture
def later_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Turn the program into one with a second migration that ends with the given statement."""

    def turn(ending: str) -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(paths.migrations_folder() / "client", scripts / "client")
        later = scripts / "client" / "versions" / "0005_later.py"
        later.write_text(SECOND.format(ending=ending), "utf-8")
        monkeypatch.setattr(paths, "migrations_folder", lambda: scripts)
        monkeypatch.setattr(migrate, "HEAD", "0005")

    return turn


def columns(database: Database) -> set[str]:
    with database.read() as connection:
        return {row[1] for row in connection.exec_driver_sql("PRAGMA table_info(resident)")}


def test_the_scripts_make_exactly_the_declared_tables(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, migrate.TARGET_METADATA) == []  # type: ignore[arg-type]


def test_head_is_the_newest_script_and_the_only_one() -> None:
    scripts = ScriptDirectory(str(paths.migrations_folder() / "client"))
    assert scripts.get_heads() == [migrate.HEAD]
    assert migrate.known_revisions()[0] == migrate.HEAD


def test_a_file_of_today_is_not_touched_or_backed_up(database: Database, clock: FrozenClock) -> None:
    database.close()
    before = contents(database.folder)
    open_database(database.folder, USER, PASSWORD, clock).close()
    assert contents(database.folder) == before


def test_an_older_file_is_brought_up_to_date_after_a_backup(
    database: Database, clock: FrozenClock, later_release: Callable[[str], None]
) -> None:
    add_residents(database, 20)
    names = resident_names(database)
    database.close()
    later_release("pass")
    with open_database(database.folder, USER, PASSWORD, clock) as again:
        assert resident_names(again) == names
        assert "later" in columns(again)
        with again.write() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    [saved] = backups_folder(database.folder).iterdir()
    assert saved.name == "before-0004-20261122023000.clinicbackup"
    restore(saved, database.folder.parent / "back", USER, PASSWORD)
    with open_database(database.folder.parent / "back", USER, PASSWORD, clock) as back:
        assert resident_names(back) == names


@pytest.mark.parametrize(
    ("ending", "error"), [("raise ZeroDivisionError", ZeroDivisionError), (ORPHAN, DamagedDatabase)]
)
def test_a_migration_that_fails_or_does_not_check_leaves_the_file_as_it_was(
    database: Database,
    clock: FrozenClock,
    later_release: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
    error: type[Exception],
) -> None:
    add_residents(database)
    database.close()
    later_release(ending)
    with pytest.raises(error):
        open_database(database.folder, USER, PASSWORD, clock)
    monkeypatch.setattr(migrate, "HEAD", "0004")
    with open_database(database.folder, USER, PASSWORD, clock) as again:
        assert "later" not in columns(again)
        assert resident_names(again) == [f"{CANARY}0"]


def test_a_file_of_a_newer_program_is_refused_politely_and_left_alone(database: Database, clock: FrozenClock) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    before = contents(database.folder)
    with pytest.raises(NewerDatabase, match="升级程序"):
        open_database(database.folder, USER, PASSWORD, clock)
    assert contents(database.folder) == before


def test_a_file_from_before_accounts_were_looked_after_keeps_its_people_and_drafts(tmp_path: Path) -> None:
    engine = migration_engine(tmp_path / "old.db", new_data_key())
    with engine.connect() as connection, connection.begin():
        config = Config()
        config.set_main_option("script_location", str(paths.migrations_folder() / "client"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for each in ("b", "a"):
            connection.exec_driver_sql(
                f"INSERT INTO account (id, name, created_at) VALUES ('{each}', '{each}', 'then')"
            )
        connection.exec_driver_sql("INSERT INTO draft (key, body, saved_at) VALUES ('visit:1', '{}', 'then')")
    with engine.connect() as connection:
        migrate.upgrade(connection)
        people = connection.exec_driver_sql("SELECT id, administers, switched_off FROM account ORDER BY id").all()
        drafts = connection.exec_driver_sql("SELECT account, key, body, saved_at FROM draft").all()
    engine.dispose()
    assert [tuple(row) for row in people] == [("a", 1, 0), ("b", 0, 0)]
    assert [tuple(row) for row in drafts] == [("", "visit:1", "{}", "then")]
