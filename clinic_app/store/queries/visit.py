"""What was found at a resident's visits. Void visits, and sections of void visits, are not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, select

from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.store.queries.identity import files_of

VISIT = RECORD_TYPES["visit"].sql_table
SECTION = {programme: RECORD_TYPES[name].sql_table for programme, name in PROGRAMME_SECTION.items()}
# What belongs to one visit only and says nothing as "last value".
PASSING = frozenset({
    "resident_id", "visit_date", "outcome", "outcome_reason", "death_date", "provenance", "not_measured",
    "doctor_sign", "typist", "note", "visit_id",
})  # fmt: skip
VERDICT = frozenset({
    "proposed_classification", "meets_assessment_target", "meets_clinical_target", "proposed_referral", "reasons",
    "rule_version", "referral_declined", "decision_reason",
})  # fmt: skip


@dataclass(frozen=True)
class ProgrammePart:
    """What a visit says of one programme."""

    programme: str
    section_id: str
    classification: str | None
    next_visit_date: str | None


@dataclass(frozen=True)
class VisitRow:
    """One visit as a timeline shows it. Measured values are as stored: whole numbers or decimal text."""

    id: str
    visit_date: str
    visit_mode: str | None
    outcome: str | None
    sbp: int | None
    dbp: int | None
    heart_rate: int | None
    weight: str | None
    height: str | None
    bmi: str | None
    fbg: str | None
    medicines: tuple[dict[str, Any], ...]
    parts: tuple[ProgrammePart, ...]
    doctor_sign: str | None
    void: bool

    @property
    def programmes(self) -> tuple[str, ...]:
        """The programmes that the visit has a section of."""
        return tuple(part.programme for part in self.parts)


def visits_of(
    connection: Connection, resident_id: str, limit: int | None = 20, *, with_void: bool = False
) -> list[VisitRow]:
    """A resident's visits in all files of the person, newest first; `limit` None for all of them."""
    files = files_of(connection, resident_id)
    query = select(VISIT).where(VISIT.c.resident_id.in_(files))
    if not with_void:
        query = query.where(VISIT.c.void.is_(False))
    query = query.order_by(VISIT.c.visit_date.desc(), VISIT.c.id.desc()).limit(limit)
    rows = connection.execute(query).mappings().all()
    sections = _sections(connection, files)
    return [_visit_row(row, sections.get(row["id"], [])) for row in rows]


def _sections(connection: Connection, files: Sequence[str]) -> dict[str, list[tuple[str, RowMapping]]]:
    """Live sections of a person by visit, each with its programme."""
    found: dict[str, list[tuple[str, RowMapping]]] = {}
    for programme, table in SECTION.items():
        query = (
            select(table)
            .join(VISIT, VISIT.c.id == table.c.visit_id)
            .where(VISIT.c.resident_id.in_(files), table.c.void.is_(False))
            .order_by(table.c.id)
        )
        for row in connection.execute(query).mappings():
            found.setdefault(row["visit_id"], []).append((programme, row))
    return found


def _visit_row(row: RowMapping, sections: list[tuple[str, RowMapping]]) -> VisitRow:
    parts = tuple(
        ProgrammePart(programme, part["id"], part.get("classification"), part["next_visit_date"])
        for programme, part in sections
    )
    fbg = next((part["fbg"] for _, part in sections if part.get("fbg")), None)
    plain = ("id", "visit_date", "visit_mode", "outcome", "sbp", "dbp", "heart_rate", "weight", "height", "bmi")
    return VisitRow(
        **{name: row[name] for name in plain},
        fbg=fbg,
        medicines=tuple(row["medicines"] or ()),
        parts=parts,
        doctor_sign=row["doctor_sign"],
        void=row["void"],
    )


def last_values(connection: Connection, resident_id: str) -> dict[str, tuple[Any, str]]:
    """The newest value of every field ever filled: `{key: (value, visit date)}`.

    Fields that more than one programme asks for are told apart as `hypertension_followup.symptoms`; the others stand
    under their plain key.
    """
    found: dict[str, tuple[Any, str]] = {}
    files = files_of(connection, resident_id)
    query = (
        select(VISIT)
        .where(VISIT.c.resident_id.in_(files), VISIT.c.void.is_(False))
        .order_by(VISIT.c.visit_date.desc(), VISIT.c.id.desc())
    )
    sections = _sections(connection, files)
    for row in connection.execute(query).mappings():
        day = row["visit_date"]
        _keep(found, RECORD_TYPES["visit"].fields, "", row, day)
        for programme, part in sections.get(row["id"], []):
            name = PROGRAMME_SECTION[programme]
            _keep(found, RECORD_TYPES[name].fields, name, part, day)
    return found


def _keep(found: dict[str, tuple[Any, str]], names: Any, section: str, row: RowMapping, day: str) -> None:
    for name in names:
        if name in PASSING or name in VERDICT or row[name] in (None, []):
            continue
        found.setdefault(f"{section}.{name}" if section and _shared(name) else name, (row[name], day))


def _shared(name: str) -> bool:
    return sum(name in table.c for table in SECTION.values()) > 1


def previous_followups(
    connection: Connection, resident_id: str, programme: str, before: date, *, except_visit: str | None = None
) -> list[tuple[date, int | None]]:
    """Follow-ups of a programme before a day, newest first: `(visit date, classification)`, None where not judged.

    `except_visit` leaves one visit out, when it is the one being corrected. Raises KeyError for an unknown programme.
    """
    table = SECTION[programme]
    query = (
        select(VISIT.c.visit_date, table.c.classification)
        .join(table, and_(table.c.visit_id == VISIT.c.id, table.c.void.is_(False)))
        .where(VISIT.c.resident_id.in_(files_of(connection, resident_id)), VISIT.c.void.is_(False))
        .where(VISIT.c.visit_date < before.isoformat(), VISIT.c.id != func.coalesce(except_visit, ""))
        .order_by(VISIT.c.visit_date.desc(), VISIT.c.id.desc())
    )
    return [(date.fromisoformat(row.visit_date), _number(row.classification)) for row in connection.execute(query)]


def _number(code: str | None) -> int | None:
    return int(code) if code and code.isdecimal() else None
