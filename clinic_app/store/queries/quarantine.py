"""Own saves that the county has not taken: its words, the record and field that it named, and what waits too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from clinic_app.clock import instant_text, parse_instant
from clinic_app.protocol.mutation import MalformedMutation, Mutation, Operation, decode
from clinic_app.store.device import read_setting
from clinic_app.store.local_tables import outbox
from clinic_app.store.looked_up import recall
from clinic_app.store.queries.wording import resident_of, subject, type_word

REFUSED = ("quarantined", "malformed", "mid_reuse")
DECLINED = "declined"
DEFERRED = "deferred"
LISTED_AFTER = timedelta(hours=24)
ESCALATED_AFTER = timedelta(days=5)
SEEN = "declined_seen"
"""Setting: the declined saves that a person has taken note of."""


@dataclass(frozen=True)
class RefusedSave:
    """One own save that a person must look at.

    `record` is the place among `operations` that the county named, `field` the field in it; `words` are the county's.
    `waiting_for` says what a deferred save waits for. `grave`: deferred for five days.
    """

    mid: str
    state: str
    saved_at: str
    since: str
    code: str
    words: str
    record: int | None
    field: str
    operations: tuple[Operation, ...]
    resident_id: str
    person: str
    detail: str
    author: str
    waiting_for: tuple[str, ...]
    grave: bool

    @property
    def title(self) -> str:
        """The record in words: 随访 2026-11-22."""
        named = self.named
        return f"{type_word(named.type)} {self.detail}".rstrip() if named else ""

    @property
    def named(self) -> Operation | None:
        """The operation that the county spoke of; of a save that it named none of, the first."""
        if self.record is not None and 0 <= self.record < len(self.operations):
            return self.operations[self.record]
        return self.operations[0] if self.operations else None

    def operation(self, record_id: str) -> Operation | None:
        """What the save does to a record."""
        return next((each for each in self.operations if each.id == record_id), None)


def refused_saves(connection: Connection, now: datetime) -> list[RefusedSave]:
    """What waits for a person: refused and declined ones, then what the county has held back for over a day."""
    seen = set(read_setting(connection, SEEN, []))
    late = instant_text(now - LISTED_AFTER)
    waits = (outbox.c.state == DEFERRED) & (func.coalesce(outbox.c.answered_at, outbox.c.saved_at) < late)
    query = select(outbox).where(or_(outbox.c.state.in_((*REFUSED, DECLINED)), waits)).order_by(outbox.c.seq)
    rows = [row for row in connection.execute(query) if not (row.state == DECLINED and row.mid in seen)]
    found = [_refused(connection, row, now) for row in rows]
    return sorted(found, key=lambda each: (each.state == DEFERRED and not each.grave, each.saved_at))


def refused_save(connection: Connection, mid: str, now: datetime) -> RefusedSave | None:
    """One own save that is not settled, whatever its state; None when it is no longer in the way."""
    states = (*REFUSED, DECLINED, DEFERRED)
    row = connection.execute(select(outbox).where(outbox.c.mid == mid, outbox.c.state.in_(states))).first()
    return _refused(connection, row, now) if row else None


def with_refused_saves(connection: Connection, now: datetime, resident_ids: Sequence[str]) -> set[str]:
    """Those of the residents of whom a save was refused."""
    found = {each.resident_id for each in refused_saves(connection, now) if each.state != DEFERRED}
    return found & set(resident_ids)


def _refused(connection: Connection, row: Row[Any], now: datetime) -> RefusedSave:
    mutation = _read(bytes(row.line))
    operations = tuple(mutation.ops) if mutation else ()
    outcome = row.outcome or {}
    record = outcome.get("record")
    named = record if isinstance(record, int) and 0 <= record < len(operations) else None
    main = operations[named if named is not None else 0] if operations else None
    resident_id = next((each for op in operations if (each := _resident(connection, op, operations))), "")
    person, detail = ("", "")
    if main is not None:
        person, detail = subject(connection, main.type, main.id, main.fields, resident_id=resident_id)
        person = person or str(_fields_of("resident", operations).get("name") or "")
        if not person and main.op == "claim":
            claimed = recall(connection, main.id, now)
            person = claimed.name if claimed else ""
    since = row.answered_at or row.saved_at
    return RefusedSave(
        mid=row.mid,
        state=row.state,
        saved_at=row.saved_at,
        since=since,
        code=str(outcome.get("code") or ""),
        words=str(outcome.get("message") or ""),
        record=named,
        field=str(outcome.get("field") or ""),
        operations=operations,
        resident_id=resident_id,
        person=person,
        detail=detail,
        author=mutation.author if mutation else "",
        waiting_for=tuple(_awaited(connection, str(each)) for each in outcome.get("waiting_for") or ()),
        grave=row.state == DEFERRED and now - parse_instant(since) > ESCALATED_AFTER,
    )


def _read(line: bytes) -> Mutation | None:
    try:
        return decode(line)
    except MalformedMutation:
        return None


def _resident(connection: Connection, operation: Operation, operations: Sequence[Operation]) -> str:
    """Whose record an operation is on, also where the save itself made what it stands under."""
    found = resident_of(connection, operation.type, operation.id, operation.fields)
    if found:
        return found
    visit = next((each for each in operations if each.id == operation.fields.get("visit_id")), None)
    return str(visit.fields.get("resident_id") or "") if visit else ""


def _fields_of(type_name: str, operations: Sequence[Operation]) -> dict[str, Any]:
    return next((each.fields for each in operations if each.type == type_name), {})


def _awaited(connection: Connection, what: str) -> str:
    """`type:id` or the mid of a save, in words."""
    type_name, _, record_id = what.partition(":")
    fields: dict[str, Any] = {}
    if not record_id:
        row = connection.execute(select(outbox).where(outbox.c.mid == what)).first()
        mutation = _read(bytes(row.line)) if row else None
        if mutation is None:
            return "前面的一次保存"
        type_name, record_id, fields = mutation.ops[0].type, mutation.ops[0].id, mutation.ops[0].fields
    person, detail = subject(connection, type_name, record_id, fields)
    return " ".join(each for each in (person, type_word(type_name), detail) if each)
