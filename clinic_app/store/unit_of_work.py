"""The unit of work: one user-level save. Record, outbox and audit entry commit together or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, tuple_
from sqlalchemy.dialects.sqlite import insert as upsert

from clinic_app.clock import Clock, instant_text
from clinic_app.protocol import body as record_body
from clinic_app.protocol.body import Body, NotApplicable
from clinic_app.protocol.mutation import SCHEMA, Mutation, Operation, encode, line_hash
from clinic_app.protocol.validate import check_operation
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Context, FieldError, Kind, Merge
from clinic_app.records.identifiers import new_id
from clinic_app.records.validation import check_values
from clinic_app.store import audit
from clinic_app.store.database import Actor, Database
from clinic_app.store.device import Device, load_device, read_setting
from clinic_app.store.local_tables import outbox, outbox_row, shadow
from clinic_app.store.projection import read_body, write_body

Key = tuple[str, str]


@dataclass(frozen=True)
class Saved:
    """What a commit wrote: the mutation's id and the rows it touched, `(type, id)` in order."""

    mid: str
    rows: tuple[Key, ...]


class InvalidRecord(ValueError):
    """A record cannot be saved; `errors` say why, field by field."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("；".join(error.message for error in errors))
        self.errors = tuple(errors)


class Unit:
    """The open save: rows are written as it goes, so that every query of the save sees them; the surrounding
    transaction makes them real together with outbox and audit entry, or takes all of them back."""

    def __init__(self, connection: Connection, clock: Clock, actor: Actor, typist: str | None) -> None:
        self.connection = connection
        self.clock = clock
        self.actor = actor
        self.typist = typist
        self.device: Device | None = load_device(connection)
        self.authored_at = instant_text(clock.now())
        self.saved: Saved | None = None
        self.notices: list[FieldError] = []
        self._operations: list[Operation] = []
        self._touched: dict[Key, None] = {}

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What has been done so far in this save."""
        return tuple(self._operations)

    def body(self, type_name: str, record_id: str) -> Body | None:
        """A record as it stands in this save, or None."""
        found = read_body(self.connection, type_name, record_id)
        return found[0] if found else None

    def fields(self, type_name: str, record_id: str) -> dict[str, Any]:
        """The values of a record that is not void; empty when there is none."""
        found = self.body(type_name, record_id)
        return dict(found.fields) if found and not found.void else {}

    def new_id(self) -> str:
        """An id for a record of this save."""
        return new_id(self.clock.now())

    def create(self, type_name: str, fields: Mapping[str, Any], record_id: str | None = None) -> str:
        """A new record with the operation that its merge class asks for; returns its id."""
        merge = RECORD_TYPES[type_name].merge
        name = "add" if merge is Merge.SAFETY else "event" if type_name == "referral_event" else "create"
        return self._do(name, type_name, record_id or self.new_id(), fields)

    def patch(self, type_name: str, record_id: str, fields: Mapping[str, Any]) -> str:
        """Change fields of a profile; an atomic group goes whole. Unchanged values make no operation."""
        present = self.fields(type_name, record_id)
        declared = RECORD_TYPES[type_name]
        clean = {**check_values(declared, fields).values}
        changed = {name for name in fields if name not in clean or clean[name] != present.get(name)}
        if not changed:
            return record_id
        names = {member for name in changed for member in declared.group_of(name)}
        whole = {name: fields[name] if name in fields else present.get(name) for name in sorted(names)}
        return self._do("patch", type_name, record_id, whole)

    def amend(self, type_name: str, record_id: str, fields: Mapping[str, Any], reason: str) -> str:
        """A new version of an event, with the reason."""
        return self._do("amend", type_name, record_id, fields, reason)

    def void(self, type_name: str, record_id: str, reason: str) -> str:
        """Take a record out of force, with the reason; it stays readable."""
        merge = RECORD_TYPES[type_name].merge
        return self._do("remove" if merge is Merge.SAFETY else "void", type_name, record_id, {}, reason)

    def _do(
        self, name: str, type_name: str, record_id: str, fields: Mapping[str, Any], reason: str | None = None
    ) -> str:
        declared = RECORD_TYPES[type_name]
        checked = check_values(declared, fields)
        self.notices += checked.notices
        values = checked.values
        if name in ("create", "add", "event"):
            values = {key: value for key, value in values.items() if value is not None}
        base = self._base(type_name, record_id) if name in ("patch", "amend") else None
        operation = Operation(name, type_name, record_id, values, base, reason)
        present = self.body(type_name, record_id)
        named = {error.field for error in checked.errors}
        found = check_operation(operation, present, self._context(type_name, values, present))
        errors = [*checked.errors, *(error for error in found if error.field not in named)]
        if errors:
            raise InvalidRecord(errors)
        try:
            after = record_body.apply(present, operation, self.actor.account, self.authored_at)
        except NotApplicable as problem:
            raise InvalidRecord([FieldError("id", str(problem))]) from None
        self._write(type_name, record_id, after)
        self._operations.append(operation)
        return record_id

    def _context(self, type_name: str, values: Mapping[str, Any], present: Body | None) -> Context:
        resident_id = values.get("resident_id") or (present.fields.get("resident_id") if present else None)
        born = self.fields("resident", resident_id).get("birth_date") if resident_id else None
        return Context(self.clock.today(), date.fromisoformat(born) if born else None)

    def _base(self, type_name: str, record_id: str) -> int | str | None:
        own = self.connection.execute(
            select(outbox.c.mid)
            .join(outbox_row, outbox_row.c.mid == outbox.c.mid)
            .where(outbox_row.c.type == type_name, outbox_row.c.id == record_id, outbox.c.passed.is_(False))
            .order_by(outbox.c.seq.desc())
            .limit(1)
        ).scalar()
        if own:
            return str(own)
        found = read_body(self.connection, type_name, record_id)
        return found[1] if found else None

    def commit_rows(self) -> None:
        """Add outbox and audit entry to the rows; the surrounding transaction commits them together."""
        if not self._operations:
            return
        mutation = Mutation(
            mid=self.new_id(),
            schema=SCHEMA,
            author=self.actor.account,
            authored_at=self.authored_at,
            ops=self._operations,
            typist=self.typist,
            clock_offset=read_setting(self.connection, "clock_offset"),
            deps=self._dependencies(),
        )
        self._queue(mutation)
        self.saved = Saved(mutation.mid, tuple((each.type, each.id) for each in self._operations))

    def _write(self, type_name: str, record_id: str, after: Body) -> None:
        found = read_body(self.connection, type_name, record_id)
        rev = found[1] if found else 0
        self._touched[type_name, record_id] = None
        if found and rev > 0:
            server = {"type": type_name, "id": record_id, "rev": rev, "body": record_body.encode(found[0])}
            self.connection.execute(upsert(shadow).values(server).on_conflict_do_nothing())
        write_body(self.connection, type_name, record_id, after, rev)

    def _queue(self, mutation: Mutation) -> None:
        line = encode(mutation)
        self.connection.execute(
            insert(outbox).values(
                mid=mutation.mid,
                line=line,
                hash=line_hash(line),
                saved_at=self.authored_at,
                state="pending",
                passed=False,
                clinical=True,
            )
        )
        rows = [{"mid": mutation.mid, "type": kind, "id": record_id} for kind, record_id in self._touched]
        self.connection.execute(insert(outbox_row), rows)
        device = self.device.id if self.device else ""
        target = " ".join(f"{kind}:{record_id}" for kind, record_id in self._touched)
        audit.append(
            self.connection, self.actor.account, "save", target, mid=mutation.mid, at=self.authored_at, device=device
        )

    def _dependencies(self) -> list[str]:
        """Own mutations still under way that made a row which this save stands on."""
        keys = set(self._touched)
        for operation in self._operations:
            for name, declared in RECORD_TYPES[operation.type].fields.items():
                if declared.kind is Kind.REFERENCE and operation.fields.get(name):
                    keys.add((declared.reference, operation.fields[name]))
        found = self.connection.execute(
            select(outbox.c.mid)
            .join(outbox_row, outbox_row.c.mid == outbox.c.mid)
            .where(tuple_(outbox_row.c.type, outbox_row.c.id).in_(sorted(keys)), outbox.c.passed.is_(False))
            .where(outbox.c.state != "applied")
            .distinct()
            .order_by(outbox.c.seq)
        )
        return [row.mid for row in found]


@contextmanager
def unit_of_work(database: Database, actor: Actor | None = None, typist: str | None = None) -> Iterator[Unit]:
    """Open a save; it commits when the block ends and leaves nothing behind when the block raises."""
    with database.write() as connection:
        unit = Unit(connection, database.clock, actor or database.actor, typist)
        yield unit
        unit.commit_rows()
