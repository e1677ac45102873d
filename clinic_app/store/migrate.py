"""Brings a database file to the tables of this program; refuses files of a newer one.

The way back is the backup taken before each migration, not a downgrade script.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, MetaData, inspect

from clinic_app import paths
from clinic_app.crashpoint import crashpoint
from clinic_app.records import catalogue
from clinic_app.records.field import Record
from clinic_app.store.errors import DamagedDatabase, NewerDatabase
from clinic_app.store.local_tables import local_metadata

# Written here so that opening a file of today costs one query; a test holds it against the scripts.
HEAD = "0004"
VERSION_TABLE = "alembic_version"
TARGET_METADATA: list[MetaData] = [Record.metadata, local_metadata]
assert catalogue.RECORD_TYPES, "the record tables must be declared before they are compared"


def revision_of(connection: Connection) -> str | None:
    """The schema revision of an open file; None for one without tables."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()
    return None if found is None else str(found)


def known_revisions() -> list[str]:
    """Every revision that this program can upgrade from, newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(_scripts()).walk_revisions()]


def upgrade(connection: Connection, before: Callable[[str], object] | None = None) -> bool:
    """Bring the file behind `connection` to HEAD in one transaction; returns whether anything was done.

    `connection` has foreign keys off and no open transaction: with them on, rebuilding a table deletes child rows.
    `before(revision)` makes the backup and is not called for a new file. Raises NewerDatabase for an unknown
    revision and DamagedDatabase when the result does not check; nothing is changed then.
    """
    present = revision_of(connection)
    connection.rollback()
    if present == HEAD:
        return False
    if present is not None:
        if present not in known_revisions():
            raise NewerDatabase()
        if before is not None:
            before(present)
    with connection.begin():
        # Another process may have migrated while this one waited for the lock.
        if revision_of(connection) == HEAD:
            return False
        _run(connection)
        crashpoint("migrate.before_commit")
        _check(connection)
    return True


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _scripts().replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if broken is not None or verdict != "ok":
        raise DamagedDatabase("升级数据文件时检查没有通过，数据退回到升级前，没有丢失，用旧版本程序打开并做完整性检查")


def _scripts() -> str:
    return str(paths.migrations_folder() / "client")
