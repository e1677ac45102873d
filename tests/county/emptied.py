"""One database for many tests: what was in it is deleted before each, a tenth of the time of a new one."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from clinic_app.county import schema
from clinic_app.records.identifiers import new_id

SHAPE = """
    SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM (
        SELECT concat(oid, relname, relkind, relnatts) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat(oid, conname, convalidated) FROM pg_constraint
        UNION ALL SELECT concat(oid, tgname, tgenabled) FROM pg_trigger
        UNION ALL SELECT concat(oid, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT version_num FROM alembic_version
    ) AS found (line)
"""
"""A test that changed tables or triggers leaves another sum, and the next gets a new database."""


class Emptied:
    """The database of the test that runs now."""

    def __init__(self, cluster: str) -> None:
        self._cluster = cluster
        self._url = ""
        self._shape = ""
        self._statement: sql.Composed | None = None

    def empty(self) -> str:
        """The URL of a database with tables and no rows, to which nobody else is connected."""
        if self._statement is None or not self._emptied(self._statement):
            self._make()
        return self._url

    def _make(self) -> None:
        name = "test_" + new_id(datetime.now(UTC)).replace("-", "")
        with psycopg.connect(self._cluster, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        self._url = in_database(self._cluster, name)
        schema.upgrade(self._url)
        with psycopg.connect(self._url, autocommit=True) as connection:
            self._shape = _shape(connection)
            self._statement = _delete_all(connection)
            assert not _rows(connection), "the scripts put rows in: deleting them would not give what they make"

    def _emptied(self, statement: sql.Composed) -> bool:
        """Delete every row; False where the tables are not those that were made."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            # As dropping it by force would: no server that a test left behind writes into the next one.
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if _shape(connection) != self._shape:
                return False
            connection.execute(statement)
        return True


def _shape(connection: psycopg.Connection[tuple[object, ...]]) -> str:
    found = connection.execute(SHAPE).fetchone()
    assert found
    return str(found[0])


def _rows(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """Tables with something in them."""
    return [
        table
        for table in _tables(connection)
        if connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone()
    ]


def _tables(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    found = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    return [str(row[0]) for row in found.fetchall()]


def _delete_all(connection: psycopg.Connection[tuple[object, ...]]) -> sql.Composed:
    """One statement; the triggers that keep rows for ever and the references between tables are off for it."""
    counters = connection.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
    work = [sql.SQL("SET session_replication_role = replica")]
    work += [sql.SQL("DELETE FROM {}").format(sql.Identifier(each)) for each in _tables(connection)]
    work += [sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(str(row[0]))) for row in counters.fetchall()]
    return sql.SQL("; ").join(work)


def in_database(url: str, name: str) -> str:
    """The same server, another database."""
    parts = urlsplit(url)
    return parts._replace(path=f"/{name}").geturl()
