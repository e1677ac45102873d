"""Brings a county database to the tables of this program, in process. Several servers may start at once."""

from __future__ import annotations

import psycopg

from clinic_app import paths
from clinic_app.county.problems import CountyProblem

# Written here so that a start on today's schema costs one query; a test holds it against the scripts.
HEAD = "0005"
UPGRADE_LOCK = 0x636F756E7479
NEWER = "县数据库是更新版本的程序建立的，什么也没有改动，把程序升级后再用"


def upgrade(url: str) -> None:
    """Create or upgrade the tables behind `url`; raises CountyProblem for a database of a newer program."""
    with psycopg.connect(url, autocommit=True) as connection:
        if _revision(connection) == HEAD:
            return
        connection.execute("SELECT pg_advisory_lock(%s)", (UPGRADE_LOCK,))
        try:
            present = _revision(connection)
            if present == HEAD:
                return
            _run(url, present)
        finally:
            connection.execute("SELECT pg_advisory_unlock(%s)", (UPGRADE_LOCK,))


def known_revisions() -> list[str]:
    """Every revision that this program can upgrade from, newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(_scripts()).walk_revisions()]


def _revision(connection: psycopg.Connection[tuple[object, ...]]) -> str | None:
    found = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
    if found is None or found[0] is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def _run(url: str, present: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    if present is not None and present not in known_revisions():
        raise CountyProblem(NEWER)
    config = Config()
    config.set_main_option("script_location", _scripts().replace("%", "%%"))
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def _scripts() -> str:
    return str(paths.migrations_folder() / "county")
