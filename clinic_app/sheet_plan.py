"""What a sheet would save: people matched, what is there already left alone, the rest as saves row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.care.person_match import NotFound, PeopleOnFile
from clinic_app.exchange.resident_saves import SOURCE, lines_of, to_saves
from clinic_app.exchange.residents_file import Row, RowError, residents_of
from clinic_app.exchange.sheet_kinds import DEATHS, KINDS, MOVES, REGISTRATIONS, RESIDENTS, SECTIONS
from clinic_app.exchange.sheet_rows import Said, reader_of
from clinic_app.exchange.sheet_table import SheetTable
from clinic_app.progress import Step, Unit, Watch
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.edition import ORIGINAL, edition
from clinic_app.records.field import Context
from clinic_app.records.identifiers import new_id
from clinic_app.records.safety import VIEWS
from clinic_app.resident_import import known_household, only_village
from clinic_app.store.database import Database
from clinic_app.store.projection import read_body
from clinic_app.store.queries.reference import villages
from clinic_app.store.queries.visit import death_of

NEW, CHANGED, MATCHED, REFUSED = "new", "changed", "matched", "refused"
TOLD_EVERY = 200
NOT_HERE_YET = "迁入的人本机还没有档案：在“从别村迁入”里查找、认领，县里也没有再新建档案"
_IDENTITY = {"name", "sex", "birth_date", "id_type", "id_no", "village_code", "household_id", ORIGINAL, *VIEWS}
_MEASURED = ("sbp", "dbp", "heart_rate", "weight", "height", "waist", "visit_mode")


@dataclass(frozen=True)
class Planned:
    """One save: its records, the lines behind it, which line each new record is of, what changed ones said before.

    `columns` are the names of the file's columns by our field names, for telling a refusal.
    """

    records: list[dict[str, Any]]
    lines: tuple[int, ...]
    state: str = NEW
    line_of: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass
class SheetPlan:
    """The saves of a sheet, and what became of lines without one."""

    items: list[Planned] = field(default_factory=list)
    states: dict[int, str] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    notices: tuple[RowError, ...] = ()

    def refuse(self, *errors: RowError) -> None:
        """Lines that do not come in."""
        self.errors += errors
        self.states |= {each.line: REFUSED for each in errors}


def plan_sheet(
    database: Database, table: SheetTable, kind: str, mode: str, written_in: str, *, fill: bool, watch: Watch
) -> SheetPlan:
    """Read and match every row. Raises EditionError and Stopped."""
    with database.read() as connection:
        people = PeopleOnFile(connection)
        if kind == RESIDENTS:
            return _residents(connection, database, table, written_in, people, fill, watch)
        return _Rows(connection, database, table, kind, mode, people).plan(watch)


def _residents(
    connection: Connection, database: Database, table: SheetTable, written_in: str, people: PeopleOnFile, fill: bool,
    watch: Watch,
) -> SheetPlan:  # fmt: skip
    codes, now, today = edition(written_in), database.clock.now(), database.clock.today()
    watch.tell(Step.READ, 0, len(table.rows), Unit.ROWS)
    names = {each.name: each.code for each in villages(connection)}
    sheet = residents_of(
        table.sheet, table.header_at, table.names, table.mapping, today,
        villages=names, village=only_village(connection), edition=codes if codes.items else None,
    )  # fmt: skip
    watch.check()
    plan = SheetPlan(notices=sheet.notices)
    plan.refuse(*sheet.errors)
    fresh = []
    for row in sheet.good:
        try:
            found = people.same(row.fields)
        except NotFound as problem:
            plan.refuse(RowError(row.line, table.name_of(problem.key.removeprefix("person.")), str(problem)))
            continue
        if found is None:
            fresh.append(row)
            continue
        planned = _filled(connection, found.id, row) if fill else None
        plan.states[row.line] = MATCHED
        if planned is not None:
            plan.items.append(planned)
    saves = to_saves(fresh, now, today, known_household=lambda fields: known_household(connection, fields))
    plan.refuse(*saves.errors)
    plan.items += [
        Planned(records, lines, NEW, lines_of(records, lines))
        for records, lines in zip(saves.saves, saves.lines, strict=True)
    ]
    return plan


def _filled(connection: Connection, resident_id: str, row: Row) -> Planned | None:
    """What a known person's file lacks and the row says; nothing that the file says is touched."""
    found = read_body(connection, "resident", resident_id)
    present = found[0].fields if found else {}
    new = {
        name: value
        for name, value in row.fields.items()
        if name not in _IDENTITY and not name.endswith("_other") and present.get(name) in (None, "", [])
    }
    if not new:
        return None
    written = found[0].authored_at if found else None
    before = {resident_id: {"fields": {name: present.get(name) for name in new}, "authored_at": written}}
    record = {"type": "resident", "id": resident_id, "fields": new}
    return Planned([record], (row.line,), CHANGED, {resident_id: row.line}, before)


@dataclass
class _Rows:
    """Rows about people who are on file."""

    connection: Connection
    database: Database
    table: SheetTable
    kind: str
    mode: str
    people: PeopleOnFile
    result: SheetPlan = field(default_factory=SheetPlan)
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def plan(self, watch: Watch) -> SheetPlan:
        reader = reader_of(self.table, self.kind, Context(self.database.clock.today()), self.mode)
        for done, row in enumerate(self.table.rows, 1):
            if done % TOLD_EVERY == 0:
                watch.check()
                watch.tell(Step.READ, done, len(self.table.rows), Unit.ROWS)
            said = reader.read(row)
            if said.errors:
                self.result.refuse(*said.errors)
                continue
            if said.moved_in:
                self._moved_in(said)
                continue
            try:
                self._one(said, self.people.find(said.person).id)
            except NotFound as problem:
                self.result.refuse(RowError(said.line, self._column(problem.key), str(problem)))
        return self.result

    def _moved_in(self, said: Said) -> None:
        """Who is on file here has arrived; the file of anybody else is with another village, or nowhere yet."""
        try:
            self.people.find(said.person)
        except NotFound:
            who = str(said.person.get("id_no") or ""), str(said.person.get("name") or "")
            self.result.refuse(RowError(said.line, self._column("move.kind"), NOT_HERE_YET, who))
        else:
            self.result.states[said.line] = MATCHED

    def _column(self, key: str) -> str:
        column = KINDS[self.kind].column(key)
        return self.table.name_of(key) or (column.words if column else "")

    def _one(self, said: Said, resident_id: str) -> None:
        take = {REGISTRATIONS: self._registration, DEATHS: self._death, MOVES: self._move}.get(self.kind, self._visit)
        records = take(said, resident_id)
        if records is None:
            return
        if not records:
            self.result.states[said.line] = MATCHED
            return
        columns = {key.partition(".")[2]: name for place, key in self.table.mapping.items()
                   if (name := self.table.names[place])}  # fmt: skip
        line_of = {each["id"]: said.line for each in records}
        self.result.items.append(Planned(records, (said.line,), NEW, line_of, columns=columns))

    def _twice(self, said: Said, *key: str) -> bool:
        """Whether an earlier row of the sheet said the same thing of the same person."""
        first = self.seen.setdefault(key, said.line)
        if first != said.line:
            self.result.refuse(RowError(said.line, "", f"与第{first}行是同一个人的同一件事，没有再导入"))
        return first != said.line

    def _new(self, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {"type": kind, "id": new_id(self.database.clock.now()), "fields": dict(fields)}

    def _registration(self, said: Said, resident_id: str) -> list[dict[str, Any]] | None:
        table = RECORD_TYPES["chronic_registration"].sql_table.c
        query = select(table.programme).where(table.resident_id == resident_id, table.void.is_(False))
        present = set(self.connection.scalars(query))
        records = []
        for kind, fields in said.records:
            if fields["programme"] in present:
                continue
            if self._twice(said, resident_id, str(fields["programme"])):
                return None
            records.append(self._new(kind, {"source": SOURCE, **fields, "resident_id": resident_id}))
        return records

    def _visit(self, said: Said, resident_id: str) -> list[dict[str, Any]] | None:
        (_, common), (section, own) = said.records
        day = common["visit_date"]
        if self._twice(said, resident_id, day):
            return None
        there = self._visits_on(resident_id, day)
        taken = RECORD_TYPES[SECTIONS[self.kind]].sql_table.c
        for visit in there:
            if self.connection.scalar(select(taken.id).where(taken.visit_id == visit["id"], taken.void.is_(False))):
                return []
        if there:
            return self._onto(said, there[0], common, section, own)
        visit = self._new("visit", {**common, "resident_id": resident_id})
        return [visit, self._new(section, {**own, "visit_id": visit["id"]})]

    def _onto(
        self, said: Said, visit: Mapping[str, Any], common: Mapping[str, Any], section: str, own: Mapping[str, Any]
    ) -> list[dict[str, Any]] | None:
        """The part of another programme of a visit that is there; where the two differ, a person decides."""
        declared = RECORD_TYPES["visit"].fields
        for name in _MEASURED:
            ours, theirs = visit[name], common.get(name)
            if theirs is not None and ours is not None and str(ours) != str(theirs):
                words = f"这一天已有一次随访，{declared[name].label}是{ours}，表里是{theirs}，核对后改成一样再导入"
                self.result.refuse(RowError(said.line, self._column(f"visit.{name}"), words))
                return None
        return [self._new(section, {**own, "visit_id": visit["id"]})]

    def _visits_on(self, resident_id: str, day: str) -> list[Mapping[str, Any]]:
        column = RECORD_TYPES["visit"].sql_table.c
        wanted = [column.id, *(column[name] for name in _MEASURED)]
        query = select(*wanted).where(
            column.resident_id == resident_id, column.visit_date == day, column.void.is_(False),
            column.outcome.is_(None) | (column.outcome == "1"),
        )  # fmt: skip
        return [dict(row) for row in self.connection.execute(query).mappings()]

    def _death(self, said: Said, resident_id: str) -> list[dict[str, Any]] | None:
        ((kind, fields),) = said.records
        if self._twice(said, resident_id):
            return None
        known = death_of(self.connection, resident_id)
        if known is not None and known.died_on == fields["death_date"]:
            return []
        if known is not None:
            words = f"本机已有死亡记录，日期是{known.died_on}，与表里不同，核对后更正那一次随访"
            self.result.refuse(RowError(said.line, self._column("death.death_date"), words))
            return None
        return [self._new(kind, {**fields, "resident_id": resident_id})]

    def _move(self, said: Said, resident_id: str) -> list[dict[str, Any]] | None:
        ((kind, fields),) = said.records
        if self._twice(said, resident_id):
            return None
        column = RECORD_TYPES["visit"].sql_table.c
        query = select(column.id).where(
            column.resident_id == resident_id, column.void.is_(False),
            column.outcome == fields["outcome"], column.visit_date == fields["visit_date"],
        )  # fmt: skip
        if self.connection.execute(query).first():
            return []
        return [self._new(kind, {**fields, "resident_id": resident_id})]
