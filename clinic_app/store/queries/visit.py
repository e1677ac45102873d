"""What was found at a resident's visits. Void visits, and sections of void visits, are not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, exists, func, null, or_, select

from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.store.projection import as_json
from clinic_app.store.queries.identity import files_of

VISIT = RECORD_TYPES["visit"].sql_table
SECTION = {programme: RECORD_TYPES[name].sql_table for programme, name in PROGRAMME_SECTION.items()}
SEEN = (None, "1")
"""Outcomes of a visit at which the person was met; nothing filled in is 完成."""
DIED = "6"
RECENT = 12
"""Visits whose values are read whole before older ones are searched for the rest."""
# What belongs to one visit only and says nothing as "last value".
PASSING = frozenset({
    "resident_id", "visit_date", "outcome", "outcome_reason", "lost_reason", "death_date", "death_cause",
    "death_somatic", "provenance", "not_measured", "doctor_sign", "typist", "note", "visit_id", "original_codes",
})  # fmt: skip
VERDICT = frozenset({
    "proposed_classification", "meets_assessment_target", "meets_clinical_target", "proposed_referral", "reasons",
    "rule_version", "referral_declined", "decision_reason",
})  # fmt: skip


@dataclass(frozen=True)
class ProgrammePart:
    """What a visit says of one programme; `section` is the record type that holds it, `programme` "" for none."""

    programme: str
    section_id: str
    classification: str | None
    next_visit_date: str | None
    section: str = ""


@dataclass(frozen=True)
class VisitRow:
    """One visit as a timeline shows it. Measured values are as stored: whole numbers or decimal text.

    `parts` are the follow-ups of programmes, `sections` besides them the first visit of tuberculosis and the
    examination. `fbg` is the follow-up's glucose; the examination's stays its own.
    """

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
    sections: tuple[ProgrammePart, ...] = ()

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
    sections = _sections(connection, [row["id"] for row in rows])
    return [_visit_row(row, sections.get(row["id"], [])) for row in rows]


def _sections(connection: Connection, visits: Sequence[str]) -> dict[str, list[tuple[str, RowMapping]]]:
    """Live sections of these visits by visit, each with its record type; one statement for each kind that there is."""
    found: dict[str, list[tuple[str, RowMapping]]] = {}
    for name in _kinds(connection, visits):
        table = RECORD_TYPES[name].sql_table
        query = select(table).where(_of(table, visits), table.c.void.is_(False)).order_by(table.c.id)
        for row in connection.execute(query).mappings():
            found.setdefault(row["visit_id"], []).append((name, row))
    return found


def _kinds(connection: Connection, visits: Sequence[str]) -> list[str]:
    """The kinds of sections that these visits have, in the order of the catalogue; asked in one statement."""
    if not visits:
        return []
    tables = {name: RECORD_TYPES[name].sql_table for name in SECTION_PROGRAMME}
    asked = [exists().where(_of(table, visits), table.c.void.is_(False)).label(name) for name, table in tables.items()]
    there = connection.execute(select(*asked)).mappings().one()
    return [name for name in tables if there[name]]


def _of(table: Any, visits: Sequence[str]) -> Any:
    """Whether a section is of one of these visits; any number of them is one parameter."""
    chosen = func.json_each(as_json(visits)).table_valued("value")
    return table.c.visit_id.in_(select(chosen.c.value))


def _visit_row(row: RowMapping, sections: list[tuple[str, RowMapping]]) -> VisitRow:
    every = tuple(
        ProgrammePart(SECTION_PROGRAMME[name], part["id"], part.get("classification"), part["next_visit_date"], name)
        for name, part in sections
    )
    followups = PROGRAMME_SECTION.values()
    fbg = next((part["fbg"] for name, part in sections if name in followups and part.get("fbg")), None)
    plain = ("id", "visit_date", "visit_mode", "outcome", "sbp", "dbp", "heart_rate", "weight", "height", "bmi")
    return VisitRow(
        **{name: row[name] for name in plain},
        fbg=fbg,
        medicines=tuple(row["medicines"] or ()),
        parts=tuple(part for part in every if part.section in followups),
        doctor_sign=row["doctor_sign"],
        void=row["void"],
        sections=every,
    )


def last_values(connection: Connection, resident_id: str) -> dict[str, tuple[Any, str]]:
    """The newest value of every field ever filled: `{key: (value, visit date)}`.

    Each stands under its section (`hypertension_followup.symptoms`); what the common block or only one programme's
    follow-up asks stands under its plain key as well.
    """
    query = (
        select(VISIT.c.id, VISIT.c.visit_date)
        .where(VISIT.c.resident_id.in_(files_of(connection, resident_id)), VISIT.c.void.is_(False))
        .order_by(VISIT.c.visit_date.desc(), VISIT.c.id.desc())
    )
    days = {row.id: row.visit_date for row in connection.execute(query)}
    visits = list(days)
    kinds = ["visit", *_kinds(connection, visits)]
    found: dict[str, tuple[Any, str]] = {}
    for kind in kinds:
        wanted = [each for each in RECORD_TYPES[kind].fields if each not in PASSING and each not in VERDICT]
        # The newest few visits answer most; of the older ones only rows that answer something else are read.
        for part in (visits[:RECENT], visits[RECENT:]):
            for visit_id, row in _filled(connection, kind, part, wanted):
                _keep(found, wanted, kind, row, days[visit_id])
    return found


def last_height(connection: Connection, resident_id: str) -> str | None:
    """The height last measured, in cm; what a visit without one is reckoned with."""
    query = (
        select(VISIT.c.height)
        .where(VISIT.c.resident_id.in_(files_of(connection, resident_id)), VISIT.c.void.is_(False))
        .where(VISIT.c.height.is_not(None))
        .order_by(VISIT.c.visit_date.desc(), VISIT.c.id.desc())
    )
    return connection.execute(query.limit(1)).scalar()


def _filled(
    connection: Connection, kind: str, visits: Sequence[str], wanted: Sequence[str]
) -> list[tuple[str, RowMapping]]:
    """Rows of a kind with any of the wanted fields filled in, newest visit first, each with its visit's id."""
    table = RECORD_TYPES[kind].sql_table
    columns = {table.c.get(name, table.c.extra) for name in wanted}
    if not visits or not columns:
        return []
    key = table.c.id if kind == "visit" else table.c.visit_id
    chosen = func.json_each(as_json(visits)).table_valued("key", "value")
    query = (
        select(key.label("of_visit"), *sorted(columns, key=lambda each: each.name))
        .join_from(chosen, table, key == chosen.c.value)
        .where(table.c.void.is_(False), or_(*(each.is_not(None) for each in columns)))
        .order_by(chosen.c.key, table.c.id)
    )
    return [(row["of_visit"], row) for row in connection.execute(query).mappings()]


def _keep(found: dict[str, tuple[Any, str]], wanted: list[str], kind: str, row: RowMapping, day: str) -> None:
    """Take what is filled in and was not yet found; what is found is not looked for again."""
    loose: Mapping[str, Any] = row.get("extra") or {}
    for name in list(wanted):
        value = row[name] if name in row else loose.get(name)
        if value in (None, []):
            continue
        wanted.remove(name)
        if kind != "visit":
            found[f"{kind}.{name}"] = (value, day)
        if kind == "visit" or _PLAIN.get(name) == kind:
            found[name] = (value, day)


def _plain_keys() -> dict[str, str]:
    """Fields of exactly one follow-up, and not of the common block, by name."""
    counted: dict[str, list[str]] = {}
    for section in PROGRAMME_SECTION.values():
        for name in RECORD_TYPES[section].fields:
            counted.setdefault(name, []).append(section)
    own = RECORD_TYPES["visit"].fields
    return {name: sections[0] for name, sections in counted.items() if len(sections) == 1 and name not in own}


_PLAIN = _plain_keys()


@dataclass(frozen=True)
class Death:
    """What a visit says of a person's death."""

    visit_id: str
    visit_date: str
    died_on: str


def death_of(connection: Connection, resident_id: str, *, except_visit: str | None = None) -> Death | None:
    """The earliest death that a live visit of the person tells, in any of the files; `except_visit` left out."""
    day = func.coalesce(VISIT.c.death_date, VISIT.c.visit_date)
    query = (
        select(VISIT.c.id, VISIT.c.visit_date, day.label("died_on"))
        .where(VISIT.c.resident_id.in_(files_of(connection, resident_id)), VISIT.c.void.is_(False))
        .where(VISIT.c.outcome == DIED, VISIT.c.id != func.coalesce(except_visit, ""))
        .order_by(day, VISIT.c.id)
    )
    row = connection.execute(query).first()
    return None if row is None else Death(row.id, row.visit_date, row.died_on)


def last_seen(connection: Connection, resident_id: str, *, except_visit: str | None = None) -> str | None:
    """The day of the last visit at which the person was met; `except_visit` left out."""
    met = VISIT.c.outcome.is_(None) | VISIT.c.outcome.in_([each for each in SEEN if each])
    query = (
        select(func.max(VISIT.c.visit_date))
        .where(VISIT.c.resident_id.in_(files_of(connection, resident_id)), VISIT.c.void.is_(False))
        .where(met, VISIT.c.id != func.coalesce(except_visit, ""))
    )
    return connection.execute(query).scalar()


def previous_followups(
    connection: Connection, resident_id: str, programme: str, before: date, *, except_visit: str | None = None
) -> list[tuple[date, int | None]]:
    """Follow-ups of a programme before a day, newest first: `(visit date, classification)`, None where not judged.

    `except_visit` leaves one visit out, when it is the one being corrected. Raises KeyError for an unknown programme.
    """
    table = SECTION[programme]
    classification = table.c.classification if "classification" in table.c else null().label("classification")
    query = (
        select(VISIT.c.visit_date, classification)
        .join(table, and_(table.c.visit_id == VISIT.c.id, table.c.void.is_(False)))
        .where(VISIT.c.resident_id.in_(files_of(connection, resident_id)), VISIT.c.void.is_(False))
        .where(VISIT.c.visit_date < before.isoformat(), VISIT.c.id != func.coalesce(except_visit, ""))
        .order_by(VISIT.c.visit_date.desc(), VISIT.c.id.desc())
    )
    return [(date.fromisoformat(row.visit_date), _number(row.classification)) for row in connection.execute(query)]


def _number(code: str | None) -> int | None:
    return int(code) if code and code.isdecimal() else None
