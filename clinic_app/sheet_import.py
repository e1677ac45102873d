"""A sheet into records: looked at, tried, taken in as a numbered batch, taken back. The window and `import` call it.

exchange reads and checks, care matches and saves, store remembers. A row, or a family of residents, is one save and
one commit: stopping leaves nothing half done, and the same sheet goes on where it was stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clinic_app.care.batch_undo import Left, take_back
from clinic_app.care.entry import Refused
from clinic_app.care.save import save
from clinic_app.exchange.marked_copy import write_marked_copy
from clinic_app.exchange.residents_file import RowError
from clinic_app.exchange.sheet_kinds import DEATHS, KINDS, MOVES, REGISTRATIONS, RESIDENTS
from clinic_app.exchange.sheet_table import SheetTable, likely_kind, map_columns, read_table
from clinic_app.progress import Step, Unit, Watch, unwatched
from clinic_app.records.edition import THIRD
from clinic_app.records.permission import Act
from clinic_app.sheet_plan import CHANGED, MATCHED, NEW, REFUSED, Planned, plan_sheet
from clinic_app.store import audit, import_batches
from clinic_app.store.database import Database
from clinic_app.store.import_batches import Batch, Came
from clinic_app.store.permit import require
from clinic_app.store.unit_of_work import Unit as Save
from clinic_app.store.unit_of_work import unit_of_work

LEAVE, FILL = "leave", "fill"
PHONE = "3"
"""How a death or a move on a list came to be known, unless somebody says otherwise: by telephone."""
NOT_REACHED = "还没有导入"
STATE_WORDS: Mapping[str, str] = {NEW: "新增", CHANGED: "补充", MATCHED: "已有", REFUSED: "退回"}


@dataclass(frozen=True)
class Wish:
    """How a sheet is to be taken: the kind; how people were met where rows do not say; the edition of its codes; what
    happens with residents who are on file (`leave`, or `fill` what their file lacks)."""

    kind: str
    mode: str = ""
    edition: str = THIRD
    existing: str = LEAVE


@dataclass(frozen=True)
class SheetReport:
    """What an import did, or would do. `states` says of each line what became of it."""

    kind: str
    rows: int = 0
    states: Mapping[int, str] = field(default_factory=dict)
    errors: tuple[RowError, ...] = ()
    notices: tuple[RowError, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    problem: str = ""
    batch: str = ""
    stopped: bool = False

    def count(self, state: str) -> int:
        """How many rows became this."""
        return sum(each == state for each in self.states.values())

    @property
    def waiting(self) -> int:
        """Rows that nothing was done with: the import was stopped before."""
        return self.rows - len(self.states)

    @property
    def counts(self) -> dict[str, int]:
        """In figures, as a batch keeps them."""
        named = {"new": NEW, "changed": CHANGED, "matched": MATCHED, "refused": REFUSED}
        return {"rows": self.rows, **{name: self.count(state) for name, state in named.items()}}

    def as_json(self) -> dict[str, Any]:
        """The object of `import … --json`."""

        def told(each: RowError) -> dict[str, Any]:
            return {"line": each.line, "column": each.column, "message": each.message}

        return {
            "kind": self.kind,
            "batch": self.batch,
            **self.counts,
            "waiting": self.waiting,
            "problem": self.problem,
            "unknown_columns": list(self.unknown_columns),
            "missing_columns": list(self.missing_columns),
            "errors": [told(each) for each in self.errors],
            "notices": [told(each) for each in self.notices],
        }


def look_at(database: Database, path: Path, kind: str = "") -> tuple[SheetTable, str]:
    """A file with its columns mapped, as this source was mapped before or as the names say; and what kind it is."""
    table = read_table(path)
    if not table.readable:
        return table, kind or RESIDENTS
    kind = kind or likely_kind(table)
    with database.read() as connection:
        remembered = import_batches.known_mapping(connection, f"{kind}:{table.source}")
    return map_columns(table, kind, remembered), kind


def try_sheet(database: Database, table: SheetTable, wish: Wish, watch: Watch | None = None) -> SheetReport:
    """What an import would do. Each row is saved as it would be and taken back at once, so that care's rules speak.

    Raises StoreError, EditionError and Stopped.
    """
    return _run(database, table, wish, watch or unwatched(), batch="")


def import_sheet(database: Database, table: SheetTable, wish: Wish, watch: Watch | None = None) -> SheetReport:
    """Take a sheet in as a batch; its columns are remembered for the source. Raises StoreError and EditionError."""
    watch = watch or unwatched()
    _permitted(database, wish)
    if not table.readable or KINDS[wish.kind].missing(table.mapping.values()):
        return _run(database, table, wish, watch, batch="")
    import_batches.keep_mapping(database, f"{wish.kind}:{table.source}", table.by_name())
    batch = import_batches.begin(database, wish.kind, table.path.name)
    report = _run(database, table, wish, watch, batch=batch)
    state = import_batches.STOPPED if report.stopped else import_batches.DONE
    import_batches.close(database, batch, state, report.counts)
    detail = " ".join(f"{name}:{count}" for name, count in report.counts.items())
    audit.note(database, "import", f"batch:{batch} kind:{wish.kind}", detail=detail)
    return report


def _permitted(database: Database, wish: Wish) -> None:
    if wish.kind == RESIDENTS:
        require(database, Act.IMPORT, "resident", "household")
    elif wish.kind == REGISTRATIONS:
        require(database, Act.IMPORT, "chronic_registration")
    else:
        require(database, Act.SAVE, "visit")


def _run(database: Database, table: SheetTable, wish: Wish, watch: Watch, *, batch: str) -> SheetReport:
    _permitted(database, wish)
    if not table.readable:
        return SheetReport(wish.kind, problem=table.problem)
    missing = KINDS[wish.kind].missing(table.mapping.values())
    if missing:
        words = f"还没有哪一列是{'、'.join(missing)}，选好再导入"
        return SheetReport(
            wish.kind, len(table.rows), unknown_columns=table.unknown, missing_columns=tuple(missing), problem=words
        )
    mode = wish.mode or (PHONE if wish.kind in (DEATHS, MOVES) else "")
    plan = plan_sheet(database, table, wish.kind, mode, wish.edition, fill=wish.existing == FILL, watch=watch)
    states, errors = dict(plan.states), list(plan.errors)
    stopped = False
    for done, planned in enumerate(plan.items, 1):
        if watch.stopped:
            stopped = True
            break
        problems = _save(database, planned, wish, batch)
        states |= dict.fromkeys(planned.lines, planned.state if not problems else REFUSED)
        errors += problems
        watch.tell(Step.SAVE if batch else Step.CHECK, done, len(plan.items), Unit.ROWS)
    if stopped and not batch:
        watch.check()
    return SheetReport(
        wish.kind,
        len(table.rows),
        states,
        tuple(sorted(errors, key=lambda each: each.line)),
        plan.notices,
        table.unknown,
        problem=table.problem,
        batch=batch,
        stopped=stopped,
    )


def write_result(database: Database, table: SheetTable, report: SheetReport, target: Path) -> None:
    """The sheet's copy with what became of each row; an audited act. Raises OSError, ValueError and StoreError."""
    words = {line: STATE_WORDS[state] for line, state in report.states.items()}
    words |= {row.line: NOT_REACHED for row in table.rows if row.line not in words}
    write_marked_copy(table, target, words, (*report.errors, *report.notices))
    audit.note(database, "export", f"import_result:{report.batch or 'trial'} rows:{report.rows}")


class _Tried(Exception):
    """A trial save got to its end and is taken back."""


def _save(database: Database, planned: Planned, wish: Wish, batch: str) -> list[RowError]:
    """One save; empty when it was made, or with a trial could be."""

    def also(unit: Save) -> None:
        if not batch:
            raise _Tried
        came = import_batches.came_of(unit, planned.line_of, planned.lines[0], planned.before)
        import_batches.note_rows(unit.connection, batch, came)

    try:
        save(database, planned.records, imports=wish.kind in (RESIDENTS, REGISTRATIONS), also=also)
    except _Tried:
        return []
    except Refused as refusal:
        first = refusal.errors[0]
        column = planned.columns.get(first.field, "")
        return [RowError(line, column, first.message) for line in planned.lines]
    return []


@dataclass(frozen=True)
class UndoReport:
    """What an undo took back, and what stays, with why."""

    batch: str
    taken: int = 0
    left: tuple[Left, ...] = ()
    stopped: bool = False

    def as_json(self) -> dict[str, Any]:
        """The object of `import undo --json`."""
        left = [
            {"line": each.line, "type": each.type, "id": each.record_id, "message": each.message} for each in self.left
        ]
        return {"batch": self.batch, "taken_back": self.taken, "left": left, "stopped": self.stopped}


def undo_batch(database: Database, number: str, watch: Watch | None = None) -> UndoReport:
    """Take a batch back: what nobody has touched since goes out of force (导入撤销), the rest stays and is told.

    Save by save, backwards; stopping leaves what is left for the next time. Raises NoSuchBatch and StoreError.
    """
    watch = watch or unwatched()
    with database.read() as connection:
        import_batches.batch_of(connection, number)
        came = import_batches.came_with(connection, number)
    own = {(each.type, each.record_id) for each in came}
    saves = _by_save(came)
    taken, left, stopped = 0, [], False
    for done, part in enumerate(reversed(saves), 1):
        if watch.stopped:
            stopped = True
            break
        with unit_of_work(database) as unit:
            count, stays = take_back(unit, part, own)
        taken += count
        left += stays
        watch.tell(Step.UNDO, done, len(saves), Unit.ROWS)
    state = import_batches.PARTLY if left or stopped else import_batches.UNDONE
    import_batches.note_undone(database, number, state)
    audit.note(database, "void", f"batch:{number}", detail=f"taken:{taken} left:{len(left)}")
    return UndoReport(number, taken, tuple(sorted(left, key=lambda each: each.line)), stopped)


def _by_save(came: Sequence[Came]) -> list[list[Came]]:
    found: dict[str, list[Came]] = {}
    for each in came:
        found.setdefault(each.mid, []).append(each)
    return list(found.values())


def all_batches(database: Database) -> list[Batch]:
    """The imports of this laptop, newest first."""
    with database.read() as connection:
        return import_batches.batches(connection)
