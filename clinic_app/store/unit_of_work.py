"""The unit of work: one user-level save. Record, outbox and audit entry commit together or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, or_, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from clinic_app.clock import Clock, instant_text
from clinic_app.crashpoint import crashpoint
from clinic_app.protocol import body as record_body
from clinic_app.protocol.body import Body, NotApplicable
from clinic_app.protocol.mutation import SCHEMA, Mutation, Operation, encode, line_hash
from clinic_app.protocol.validate import check_operation
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Context, FieldError, Kind, Merge
from clinic_app.records.identifiers import new_id
from clinic_app.records.permission import Act, may
from clinic_app.records.validation import check_values
from clinic_app.store import audit, overlay, permit
from clinic_app.store.database import Actor, Database
from clinic_app.store.device import Device, load_device, read_setting
from clinic_app.store.errors import StoreError
from clinic_app.store.local_tables import outbox, outbox_row, shadow
from clinic_app.store.projection import read_body, write_body
from clinic_app.store.seen import role_of

Key = tuple[str, str]
REPLACEABLE = ("quarantined", "declined", "malformed", "mid_reuse", "deferred")
"""States of a line that another save may take the place of: the county has not taken it."""
WITH_BASE = ("patch", "amend", "void", "remove")
MADE_BY = {"referral_event": "event", "visit_attachment": "attach", "referral_attachment": "attach"}
"""Operations that make a record of a type, where it is not the usual one."""
ACTS = {"void": Act.VOID, "remove": Act.VOID}
MAKING = ("create", "add")


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


class NotReplaceable(StoreError):
    """The save that was to be replaced is no longer refused; nothing was saved."""


class Unit:
    """The open save: rows are written as it goes, so that every query of the save sees them; the surrounding
    transaction makes them real together with outbox and audit entry, or takes all of them back."""

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        actor: Actor,
        typist: str | None,
        supersedes: str | None = None,
        *,
        imports: bool = False,
    ) -> None:
        self.connection = connection
        self.clock = clock
        self.actor = actor
        self.typist = typist
        self.imports = imports
        self.device: Device | None = load_device(connection)
        self.role = role_of(connection, actor.role)
        self.forbidden: list[tuple[Act, str]] = []
        self.authored_at = instant_text(clock.now())
        self.saved: Saved | None = None
        self.notices: list[FieldError] = []
        self.supersedes = supersedes
        self._mid = self.new_id()
        self._places = dict(overlay.places(connection))
        self._place: int | None = None
        self._superseded: str | None = None
        self._replaced: list[Key] = []
        if supersedes:
            self._take_place(supersedes)
        self._operations: list[Operation] = []
        self._touched: dict[Key, None] = {}

    @property
    def mid(self) -> str:
        """The id that this save will have."""
        return self._mid

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
        name = MADE_BY.get(type_name) or ("add" if merge is Merge.SAFETY else "create")
        return self._do(name, type_name, record_id or self.new_id(), fields)

    def patch(self, type_name: str, record_id: str, fields: Mapping[str, Any], *, always: bool = False) -> str:
        """Change fields of a profile; an atomic group goes whole.

        Unchanged values make no operation, but a decision is one also for what is shown already (`always`).
        """
        body = self.body(type_name, record_id)
        present = body.fields if body else {}
        declared = RECORD_TYPES[type_name]
        clean = {**check_values(declared, fields).values}
        changed = {name for name in fields if always or name not in clean or clean[name] != present.get(name)}
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

    def resolve(self, type_name: str, record_id: str, fields: Mapping[str, Any], reason: str) -> str:
        """A person's decision about what the county found (a conflict, a likely duplicate), with the reason."""
        return self._do("resolve", type_name, record_id, fields, reason)

    def reopen(self, type_name: str, record_id: str, fields: Mapping[str, Any], reason: str) -> str:
        """Take a decision back, with the reason."""
        return self._do("reopen", type_name, record_id, fields, reason)

    def claim(self, resident_id: str, fields: Mapping[str, Any], reason: str) -> str:
        """Bring a resident over whose file the county has and this laptop may not: then no row is written, the pull
        brings it."""
        if self.body("resident", resident_id) is not None:
            return self._do("claim", "resident", resident_id, fields, reason)
        operation = Operation("claim", "resident", resident_id, dict(fields), None, reason)
        self._require_permission("claim", "resident")
        if errors := check_operation(operation, None, Context(self.clock.today())):
            raise InvalidRecord(errors)
        self._touched["resident", resident_id] = None
        self._operations.append(operation)
        return resident_id

    def repeat(self, operation: Operation) -> str:
        """An operation of a refused save as it stands now, its base and values judged anew."""
        if operation.op == "claim":
            return self.claim(operation.id, operation.fields, operation.reason or "")
        return self._do(operation.op, operation.type, operation.id, operation.fields, operation.reason)

    def _do(
        self, name: str, type_name: str, record_id: str, fields: Mapping[str, Any], reason: str | None = None
    ) -> str:
        self._require_permission(name, type_name)
        declared = RECORD_TYPES[type_name]
        checked = check_values(declared, fields)
        self.notices += checked.notices
        values = checked.values
        if name in ("create", "add", *MADE_BY.values()):
            values = {key: value for key, value in values.items() if value is not None}
        base = self._base(type_name, record_id) if name in WITH_BASE else None
        operation = Operation(name, type_name, record_id, values, base, reason)
        present = self.body(type_name, record_id)
        named = {error.field for error in checked.errors}
        found = check_operation(operation, present, self._context(type_name, values, present))
        errors = [*checked.errors, *(error for error in found if error.field not in named)]
        if errors:
            raise InvalidRecord(errors)
        try:
            after = overlay.laid(present, operation, self._operations, self.actor.account, self.authored_at)
        except NotApplicable as problem:
            raise InvalidRecord([FieldError("id", str(problem))]) from None
        self._write(type_name, record_id, after)
        self._operations.append(operation)
        return record_id

    def _require_permission(self, name: str, type_name: str) -> None:
        """The one door to saving asks the table of roles, whichever act of care came through it."""
        act = ACTS.get(name, Act.SAVE)
        if may(self.role, act, type_name) or (
            self.imports and name in MAKING and may(self.role, Act.IMPORT, type_name)
        ):
            return
        self.forbidden.append((act, type_name))
        raise InvalidRecord([FieldError("", permit.refusal(self.role, act, type_name))])

    def _context(self, type_name: str, values: Mapping[str, Any], present: Body | None) -> Context:
        resident_id = values.get("resident_id") or (present.fields.get("resident_id") if present else None)
        born = self.fields("resident", resident_id).get("birth_date") if resident_id else None
        return Context(self.clock.today(), date.fromisoformat(born) if born else None)

    def _base(self, type_name: str, record_id: str) -> int | str | None:
        """The own save that this one stands on, else the county's revision.

        A save that takes a refused one's place stands where that stood, not on what came after it.
        """
        own = overlay.own_lines(self.connection, (type_name, record_id), self._places)
        before = [each.mid for each in own if self._place is None or each.place < self._place]
        if before:
            return before[-1]
        found = read_body(self.connection, type_name, record_id)
        return found[1] if found else None

    def _take_place(self, mid: str) -> None:
        """The refused save leaves the screen; its bytes stay in the outbox, and what stands on it stays as it is."""
        row = self.connection.execute(select(outbox.c.seq, outbox.c.state).where(outbox.c.mid == mid)).first()
        if row is None:
            raise NotReplaceable("本机没有要改正的那次保存，这次没有保存，刷新后再看")
        if row.state not in REPLACEABLE:
            raise NotReplaceable("要改正的那次保存已经不在退回之列，这次没有保存，刷新后再看")
        # Of a reused mid the county has other content, which nothing may take the place of.
        self._superseded = None if row.state == "mid_reuse" else mid
        self._place = self._places.pop(mid, row.seq)
        self._places[self._mid] = self._place
        replaced = or_(outbox.c.mid == mid, outbox.c.superseded_by == mid)
        self.connection.execute(update(outbox).where(replaced).values(state="superseded", superseded_by=self._mid))
        rows = select(outbox_row.c.type, outbox_row.c.id).where(outbox_row.c.mid == mid)
        self._replaced = [(each.type, each.id) for each in self.connection.execute(rows)]
        for key in self._replaced:
            overlay.show(self.connection, key, self._places)

    def commit_rows(self) -> None:
        """Add outbox and audit entry to the rows; the surrounding transaction commits them together."""
        if not self._operations:
            if self.supersedes:
                raise InvalidRecord([FieldError("", "改正后的保存里没有内容，原来的那次保留着，没有改动")])
            return
        mutation = Mutation(
            mid=self._mid,
            schema=SCHEMA,
            author=self.actor.account,
            authored_at=self.authored_at,
            ops=self._operations,
            typist=self.typist,
            clock_offset=read_setting(self.connection, "clock_offset"),
            deps=self._dependencies(),
            supersedes=self._superseded,
        )
        self._queue(mutation)
        if self.supersedes:
            # What was saved on top of the refused save lies on top of this one.
            for key in dict.fromkeys([*self._replaced, *self._touched]):
                overlay.show(self.connection, key, self._places)
        self.saved = Saved(mutation.mid, tuple((each.type, each.id) for each in self._operations))

    def _write(self, type_name: str, record_id: str, after: Body) -> None:
        found = read_body(self.connection, type_name, record_id)
        rev = found[1] if found else 0
        self._touched[type_name, record_id] = None
        if found and rev > 0:
            server = {"type": type_name, "id": record_id, "rev": rev, "body": record_body.encode(found[0])}
            server["digest"] = self._digest(type_name, record_id)
            self.connection.execute(upsert(shadow).values(server).on_conflict_do_nothing())
        write_body(self.connection, type_name, record_id, after, rev)

    def _digest(self, type_name: str, record_id: str) -> int | None:
        """Of the county's version as it came; None where the row already shows own work."""
        table = RECORD_TYPES[type_name].sql_table
        return self.connection.execute(select(table.c.digest).where(table.c.id == record_id)).scalar()

    def _queue(self, mutation: Mutation) -> None:
        line = encode(mutation)
        crashpoint("save.before_outbox")
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
        crashpoint("save.after_outbox")
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
            select(outbox.c.mid, outbox.c.seq)
            .join(outbox_row, outbox_row.c.mid == outbox.c.mid)
            .where(tuple_(outbox_row.c.type, outbox_row.c.id).in_(sorted(keys)), outbox.c.passed.is_(False))
            .where(outbox.c.state.not_in(("applied", "conflict", *overlay.SETTLED)))
            .distinct()
            .order_by(outbox.c.seq)
        )
        standing = [(self._places.get(row.mid, row.seq), row.mid) for row in found]
        return [mid for place, mid in standing if self._place is None or place < self._place]


@contextmanager
def unit_of_work(
    database: Database,
    actor: Actor | None = None,
    typist: str | None = None,
    *,
    supersedes: str | None = None,
    imports: bool = False,
) -> Iterator[Unit]:
    """Open a save; it commits when the block ends and leaves nothing behind when the block raises.

    With `supersedes` it takes the place of a save that the county has refused: in the same commit that line is done
    with, and what was saved on top of it stays. Raises NotReplaceable when the line is no longer refused. `imports`:
    what is new comes from a list. What the person's role forbids is refused as InvalidRecord and kept by the audit.
    """
    forbidden: list[tuple[Act, str]] = []
    try:
        with database.write() as connection:
            unit = Unit(connection, database.clock, actor or database.actor, typist, supersedes, imports=imports)
            forbidden = unit.forbidden
            yield unit
            unit.commit_rows()
    finally:
        if forbidden:
            permit.note_refusal(database, forbidden, (actor or database.actor).account)
    crashpoint("save.committed")
