"""A sheet of residents into saves: exchange reads and checks, care saves. The window and `import residents` call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.care.duplicates import SAME_BIRTH, SAME_NUMBER, likely_duplicates
from clinic_app.care.entry import Refused
from clinic_app.care.save import save
from clinic_app.exchange.resident_saves import ImportPlan, lines_of, to_saves
from clinic_app.exchange.residents_file import RowError, read_residents
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.edition import THIRD, edition
from clinic_app.records.permission import Act
from clinic_app.store import audit, import_batches
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.permit import require
from clinic_app.store.queries.reference import villages
from clinic_app.store.unit_of_work import Unit

Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class ImportSummary:
    """What an import did, or with a dry run would do. `problem` is about the file as a whole."""

    rows: int
    residents: int
    households: int
    problems: tuple[RowError, ...]
    unknown_columns: tuple[str, ...]
    problem: str = ""
    stopped: bool = False
    notices: tuple[RowError, ...] = ()

    @property
    def refused(self) -> int:
        """How many rows were left out."""
        return len({each.line for each in self.problems})

    def as_json(self) -> dict[str, Any]:
        """The object of `import residents --json`."""
        return {
            "rows": self.rows,
            "residents": self.residents,
            "households": self.households,
            "refused": self.refused,
            "problem": self.problem,
            "unknown_columns": list(self.unknown_columns),
            "errors": [_as_json(each) for each in self.problems],
            "notices": [_as_json(each) for each in self.notices],
        }


def _as_json(each: RowError) -> dict[str, Any]:
    return {"line": each.line, "column": each.column, "message": each.message}


def import_residents(
    database: Database,
    path: Path,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    written_in: str = THIRD,
) -> ImportSummary:
    """Import the good rows of an .xlsx or .csv file; every other row is reported with its line.

    Each family is one save. `progress(done, all)` is called after each and stops the import by answering False; what
    was saved until then stays. Somebody who is on file already is left out and reported. `written_in` names the
    edition or system whose codes the file has; what it cannot tell for sure is left out and told. Raises EditionError
    for an unknown one.
    """
    codes = edition(written_in)
    require(database, Act.IMPORT, "resident", "household")
    today, now = database.clock.today(), database.clock.now()
    with database.read() as connection:
        names = {each.name: each.code for each in villages(connection)}
        sheet = read_residents(
            path, today, villages=names, village=only_village(connection), edition=codes if codes.items else None
        )
        plan = to_saves(
            sheet.good,
            now,
            today,
            known=lambda fields: _known(connection, fields),
            known_household=lambda fields: known_household(connection, fields),
        )
    problems = [*sheet.errors, *plan.errors]
    residents, households, stopped = plan.residents, plan.households, False
    if not dry_run:
        batch = import_batches.begin(database, "residents", path.name)
        residents, households, stopped = _save_all(database, plan, problems, progress, batch)
        refused = len({each.line for each in problems})
        counts = {"rows": len(sheet.rows), "new": residents, "changed": 0, "matched": 0, "refused": refused}
        import_batches.close(database, batch, import_batches.STOPPED if stopped else import_batches.DONE, counts)
        audit.note(database, "import", f"residents:{residents} households:{households}")
    return ImportSummary(
        len(sheet.rows),
        residents,
        households,
        tuple(sorted(problems, key=lambda each: each.line)),
        sheet.unknown_columns,
        sheet.problem,
        stopped,
        sheet.notices,
    )


def _save_all(
    database: Database, plan: ImportPlan, problems: list[RowError], progress: Progress | None, batch: str
) -> tuple[int, int, bool]:
    residents = households = 0
    for number, (records, lines) in enumerate(zip(plan.saves, plan.lines, strict=True), 1):
        try:
            save(database, records, imports=True, also=partial(_note, batch, records, lines))
        except Refused as refusal:
            problems += [RowError(line, "", refusal.errors[0].message) for line in lines]
        else:
            residents += sum(record["type"] == "resident" for record in records)
            households += sum(record["type"] == "household" for record in records)
        if progress and not progress(number, len(plan.saves)):
            return residents, households, True
    return residents, households, False


def _note(batch: str, records: Sequence[Mapping[str, Any]], lines: Sequence[int], unit: Unit) -> None:
    """In the same commit: which line brought what."""
    came = import_batches.came_of(unit, lines_of(records, lines), lines[0])
    import_batches.note_rows(unit.connection, batch, came)


def only_village(connection: Connection) -> str:
    """The village of a clinic that serves one: rows that name none belong to it."""
    device = load_device(connection)
    served = device.scope.villages if device else []
    return served[0] if len(served) == 1 else ""


def _known(connection: Connection, fields: Mapping[str, Any]) -> str | None:
    """Who of the store a row surely is: the same number, or the same name and birth date without two numbers."""
    for found in likely_duplicates(connection, fields):
        if found.why == SAME_NUMBER:
            return f"{found.name}，身份证号相同"
        if found.why == SAME_BIRTH and not (fields.get("id_no") and _number_of(connection, found.resident_id)):
            return f"{found.name}，姓名和出生日期相同"
    return None


def _number_of(connection: Connection, resident_id: str) -> str | None:
    table = RECORD_TYPES["resident"].sql_table
    return connection.execute(select(table.c.id_no).where(table.c.id == resident_id)).scalar()


def known_household(connection: Connection, fields: Mapping[str, Any]) -> str | None:
    """A family that is there already: the same village, group and door."""
    if not fields.get("house_no"):
        return None
    column = RECORD_TYPES["household"].sql_table.c
    query = select(column.id).where(
        column.void.is_(False),
        column.village_code == fields.get("village_code"),
        column.house_no == fields["house_no"],
        column.group_name.is_(None) if not fields.get("group_name") else column.group_name == fields["group_name"],
    )
    return connection.execute(query.limit(1)).scalar()
