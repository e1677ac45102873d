"""What a county would have answered, for practice data that reach none: the directory, and a year that is in step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from sqlalchemy import select

from clinic_app.clock import instant_text
from clinic_app.county.reference_file import TABLES, read_rows
from clinic_app.paths import resources_folder
from clinic_app.protocol import body as record_body
from clinic_app.protocol import wire
from clinic_app.protocol.body import Body
from clinic_app.protocol.mutation import decode
from clinic_app.protocol.referral_events import SERVER
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting
from clinic_app.store.local_tables import outbox
from clinic_app.sync.apply import CURSOR_SEQ, apply_page
from clinic_app.sync.received import Change, Page

EPOCH = "practice"
DIRECTORY = ("organisations", "villages", "departments", "staff")
Key = tuple[str, str]


def publish_directory(database: Database) -> None:
    """The organisations, villages, departments and staff of the practice county, as a county would send them."""
    today, now = database.clock.today(), instant_text(database.clock.now())
    mid, start = new_id(database.clock.now()), _last(database)
    bodies = [
        (kind, record_id, Body(fields=fields, author=SERVER, authored_at=now))
        for kind, record_id, fields in _rows(today)
    ]
    changes = [
        Change(start + place, mid, kind, record_id, 1, "create", msgspec.Raw(record_body.encode(body)))
        for place, (kind, record_id, body) in enumerate(bodies, 1)
    ]
    apply_page(database, Page(_head(start + len(changes)), changes=changes))


def confirm(database: Database) -> None:
    """Answer everything that waits in the outbox as a county that takes it all."""
    with database.read() as connection:
        waiting = select(outbox.c.mid, outbox.c.line).where(outbox.c.state == "pending").order_by(outbox.c.seq)
        lines = connection.execute(waiting).all()
    known: dict[Key, tuple[Body, int]] = {}
    changes: list[Change] = []
    outcomes: list[wire.Outcome] = []
    seq = _last(database)
    for row in lines:
        mutation, first = decode(row.line), seq + 1
        for operation in mutation.ops:
            key = (operation.type, operation.id)
            before, rev = known.get(key, (None, 0))
            after = record_body.apply(before, operation, mutation.author, mutation.authored_at)
            known[key] = (after, rev + 1)
            seq += 1
            body = msgspec.Raw(record_body.encode(after))
            changes.append(Change(seq, row.mid, *key, rev + 1, operation.op, body))
        outcomes.append(wire.Outcome(row.mid, "applied", seqs=[first, seq]))
    apply_page(database, Page(_head(seq), changes=changes, outcomes=outcomes))


def _rows(today: date) -> Iterator[tuple[str, str, dict[str, object]]]:
    for kind in DIRECTORY:
        for row in read_rows(TABLES[kind], resources_folder() / "demo" / f"{kind}.csv", today):
            fields = {name: value for name, value in row.fields.items() if value is not None}
            yield TABLES[kind].type, row.id, fields


def _last(database: Database) -> int:
    with database.read() as connection:
        return int(read_setting(connection, CURSOR_SEQ, 0))


def _head(seq: int) -> wire.Head:
    return wire.Head(EPOCH, seq, "0" * 16)
