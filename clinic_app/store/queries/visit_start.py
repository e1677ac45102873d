"""What a visit needs to know before it begins, besides the card and the last values of the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.queries.identity import files_of

VISIT = RECORD_TYPES["visit"].sql_table


@dataclass(frozen=True)
class VisitStart:
    """The newest day of each form that is filled once, or once a year; None where there is none.

    `first_tuberculosis` the first home visit, `assessment` the elderly assessment, `examination` the yearly one.
    """

    first_tuberculosis: date | None
    assessment: date | None
    examination: date | None


def visit_start(connection: Connection, resident_id: str) -> VisitStart:
    """The newest day of each in all files of the person; void ones do not count."""
    files = files_of(connection, resident_id)
    return VisitStart(
        _newest(connection, "tuberculosis_first_visit", files),
        _newest(connection, "elderly_assessment", files),
        _newest(connection, "health_examination", files),
    )


def is_due(last: date | None, on: date, days: int) -> bool:
    """Whether something that is wanted every `days` days is wanted on a day."""
    return last is None or last + timedelta(days=days) <= on


def _newest(connection: Connection, section: str, files: Sequence[str]) -> date | None:
    table = RECORD_TYPES[section].sql_table
    query = (
        select(func.max(VISIT.c.visit_date))
        .join(table, table.c.visit_id == VISIT.c.id)
        .where(VISIT.c.resident_id.in_(files), VISIT.c.void.is_(False), table.c.void.is_(False))
    )
    found = connection.execute(query).scalar()
    return date.fromisoformat(found) if found else None
