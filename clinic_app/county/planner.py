"""PostgreSQL's own picture of a county that grows from nothing within a minute."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import psycopg
from psycopg.rows import TupleRow

from clinic_app.county.problems import Refusal

Transaction = Callable[[], AbstractContextManager[psycopg.Connection[TupleRow]]]

TABLES = "change, change_audience, record, record_party, applied, waiting, person_key"
FIRST_HEAD, LAST_HEAD = 512, 1 << 18


class PlannerStatistics:
    """Takes new statistics each time the log has doubled, until autovacuum is sure to have done so.

    Every key starts with the county, so without statistics an index that is right for a county alone looks as good as
    one that names a single row: a young county's pushes then become slower with every record, until autovacuum's
    minute comes round.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._taken_at = 0
        self._taking = threading.Lock()

    def grown_to(self, head: int) -> None:
        """The log has reached `head`."""
        if not max(FIRST_HEAD, 2 * self._taken_at) <= head < LAST_HEAD or not self._taking.acquire(blocking=False):
            return
        try:
            with self._transaction() as connection:
                connection.execute(f"ANALYZE {TABLES}".encode())
            self._taken_at = head
        except Refusal:
            # Only speed is at stake, and the next push tries again.
            return
        finally:
            self._taking.release()
