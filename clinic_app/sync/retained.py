"""Own saves that the county has taken are kept until they lie in a backup of the county that was read back.

A county restored from a backup then gets again what the backup did not hold.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, delete, select

from clinic_app.clock import instant_text
from clinic_app.protocol import wire
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting
from clinic_app.store.local_tables import outbox, outbox_row
from clinic_app.store.projection import CHUNK
from clinic_app.sync.apply import STANDING
from clinic_app.sync.greeting import DURABLE
from clinic_app.sync.realign import ask_outcomes, is_realigning
from clinic_app.sync.transport import Transport

KEPT_FOR = timedelta(days=30)
MOST_AT_ONCE = 2000


def prune(database: Database, line: Transport) -> int:
    """Drop saves older than 30 days of which the county says that they are in its marked backup; returns how many.

    Raises SyncProblem; what was dropped until then was settled by the county's own word.
    """
    with database.read() as connection:
        if is_realigning(connection):
            return 0
        durable = int(read_setting(connection, DURABLE, 0))
        mids = _old_ones(connection, durable, instant_text(database.clock.now() - KEPT_FOR))
    outcomes = ask_outcomes(line, mids, lambda: line.seconds_left < 1)
    safe = [each.mid for each in outcomes if _is_durable(each, durable)]
    with database.write() as connection:
        for start in range(0, len(safe), CHUNK):
            part = safe[start : start + CHUNK]
            connection.execute(delete(outbox_row).where(outbox_row.c.mid.in_(part)))
            connection.execute(delete(outbox).where(outbox.c.mid.in_(part)))
    return len(safe)


def _old_ones(connection: Connection, durable: int, before: str) -> list[str]:
    query = select(outbox.c.mid).where(
        outbox.c.state.in_(STANDING),
        outbox.c.passed.is_(True),
        outbox.c.saved_at < before,
        outbox.c.last_seq <= durable,
    )
    return list(connection.scalars(query.order_by(outbox.c.seq).limit(MOST_AT_ONCE)))


def _is_durable(outcome: wire.Outcome, durable: int) -> bool:
    return outcome.state in STANDING and outcome.seqs is not None and outcome.seqs[1] <= durable
