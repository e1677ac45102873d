"""Own unconfirmed saves over the county's version of a row, in the order in which they will count.

A save that took a refused one's place ("fix and resend") counts where the refused one stood: what was saved after
that stands on it and comes on top. Only the unit of work and the applier call what writes here.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, func, select

from clinic_app.protocol import body as record_body
from clinic_app.protocol.body import Body, NotApplicable
from clinic_app.protocol.mutation import Operation, decode
from clinic_app.records.catalogue import PLACED, RECORD_TYPES
from clinic_app.records.conflict import VOID, conflict_id
from clinic_app.store import findable
from clinic_app.store.local_tables import departed, outbox, outbox_row, shadow
from clinic_app.store.projection import read_shadow, write_body

Key = tuple[str, str]
CHANGING = ("patch", "amend")
MAKING = ("create", "add", "event", "attach")
DEPARTING = PLACED
"""What leaves a laptop as a whole, with everything that stands under it."""
SETTLED = ("superseded", "declined")
"""States of lines that no longer show on the screen: replaced, or refused for good by a supervisor."""
OWN_ROWS = (
    "SELECT outbox_row.type, outbox_row.id FROM outbox JOIN outbox_row ON outbox_row.mid = outbox.mid"
    " WHERE outbox.passed IS 0 AND outbox.state NOT IN (?, ?)"
)


@dataclass(frozen=True)
class OwnLine:
    """An own save that touches a row and is not yet part of the county's version of it.

    `answered`: the county has said something of it at least once.
    """

    mid: str
    state: str
    line: bytes
    place: int
    answered: bool


def places(connection: Connection) -> Mapping[str, int]:
    """Saves that stand in an earlier one's place: their mid to the `seq` of the earliest."""
    query = (
        select(outbox.c.superseded_by, func.min(outbox.c.seq).label("place"))
        .where(outbox.c.state == "superseded")
        .group_by(outbox.c.superseded_by)
    )
    return {row.superseded_by: row.place for row in connection.execute(query)}


def own_rows(connection: Connection) -> dict[str, set[str]]:
    """Records that own saves overlay, by type."""
    found: dict[str, set[str]] = defaultdict(set)
    for type_name, record_id in connection.exec_driver_sql(OWN_ROWS, SETTLED):
        found[type_name].add(record_id)
    return found


def own_lines(connection: Connection, key: Key, taken: Mapping[str, int] | None = None) -> list[OwnLine]:
    """The own saves over a row, in the order in which they count. `taken` are `places`, when known already."""
    # State and place are judged here: the planner would walk all unpassed lines rather than those of one record.
    query = (
        select(outbox.c.seq, outbox.c.mid, outbox.c.state, outbox.c.line, outbox.c.passed, outbox.c.outcome)
        .join(outbox_row, outbox_row.c.mid == outbox.c.mid)
        .where(outbox_row.c.type == key[0], outbox_row.c.id == key[1])
    )
    rows = [row for row in connection.execute(query) if not row.passed and row.state not in SETTLED]
    if not rows:
        return []
    taken = places(connection) if taken is None else taken
    found = [
        OwnLine(row.mid, row.state, bytes(row.line), taken.get(row.mid, row.seq), row.outcome is not None)
        for row in rows
    ]
    return sorted(found, key=lambda each: each.place)


def show(connection: Connection, key: Key, taken: Mapping[str, int] | None = None) -> None:
    """Recompute what the screen shows of a row; one that nothing makes any more is gone from it."""
    type_name, record_id = key
    server = read_shadow(connection, *key)
    shown, rev = server if server else (None, 0)
    for own in own_lines(connection, key, taken):
        mutation = decode(own.line)
        for operation in mutation.ops:
            if (operation.type, operation.id) != key:
                continue
            try:
                shown = laid(shown, operation, mutation.ops, mutation.author, mutation.authored_at)
            except NotApplicable:
                # The county's version already holds it, or what it stands on is not there yet.
                continue
    if shown is not None and (server is not None or not has_left(connection, key)):
        write_body(connection, type_name, record_id, shown, rev)
    elif type_name in RECORD_TYPES:
        remove(connection, key)


def has_left(connection: Connection, key: Key) -> bool:
    """Whether a record that is not here is of somebody who has left this laptop.

    A restored county gets saves again that it had taken; whom they are of may have left before, everything theirs with
    them. Such saves are sent, and there is nobody to show them under.
    """
    if connection.exec_driver_sql("SELECT 1 FROM departed LIMIT 1").first() is None:
        return False
    while key[0] in RECORD_TYPES and not _is_here(connection, key):
        lines = own_lines(connection, key)
        operations = [each for line in lines for each in decode(line.line).ops if (each.type, each.id) == key]
        making = next((each for each in operations if each.op in MAKING), None)
        if making is None and key[0] in DEPARTING:
            return connection.scalar(select(departed.c.resident_id).where(departed.c.resident_id == key[1])) is not None
        if making is None:
            # Others made it; what it stood under is not known any more.
            return all(line.answered for line in lines)
        parent = RECORD_TYPES[key[0]].parent
        if parent is None or key[0] in DEPARTING:
            return False
        key = (parent.reference, str(making.fields.get(parent.name)))
    return False


def hidden(connection: Connection) -> list[Key]:
    """Records that own saves under way touch and that are not on the screen."""
    keys = [(name, each) for name, ids in own_rows(connection).items() if name in RECORD_TYPES for each in ids]
    return sorted(key for key in keys if not _is_here(connection, key))


def _is_here(connection: Connection, key: Key) -> bool:
    table = RECORD_TYPES[key[0]].sql_table
    return connection.scalar(select(table.c.id).where(table.c.id == key[1])) is not None


def made_by(key: Key, lines: Iterable[bytes]) -> Body | None:
    """What saves made of a row that was not there before them; None when they made none."""
    made: Body | None = None
    for line in lines:
        mutation = decode(line)
        for operation in mutation.ops:
            if (operation.type, operation.id) == key:
                with contextlib.suppress(NotApplicable):
                    made = laid(made, operation, mutation.ops, mutation.author, mutation.authored_at)
    return made


def laid(body: Body | None, operation: Operation, save: Iterable[Operation], author: str, authored_at: str) -> Body:
    """The body after one operation of a save; raises NotApplicable.

    A change in a save that takes the decision for a withdrawal back brings the record back into force.
    """
    after = record_body.apply(body, operation, author, authored_at)
    if after.void and operation.op in CHANGING:
        withdrawal = conflict_id(operation.type, operation.id, VOID)
        if any((each.op, each.id) == ("reopen", withdrawal) for each in save):
            return msgspec.structs.replace(after, void=False, reason=operation.reason)
    return after


def remove(connection: Connection, key: Key) -> None:
    """Take a row off this laptop, its search entry with it. What was saved of it stays in the outbox."""
    type_name, record_id = key
    table = RECORD_TYPES[type_name].sql_table
    connection.execute(delete(table).where(table.c.id == record_id))
    connection.execute(delete(shadow).where(shadow.c.type == type_name, shadow.c.id == record_id))
    if type_name == "resident":
        findable.index_residents(connection, [(record_id, {}, True)])
    else:
        findable.forget(connection, type_name, [record_id])
