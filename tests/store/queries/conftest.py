from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from clinic_app.store.database import Database
from tests.store.queries.clinic import Clinic


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """The writer connection of a fresh encrypted database."""
    with database.write() as opened:
        yield opened


@pytest.fixture
def clinic(connection: Connection) -> Clinic:
    return Clinic(connection)
