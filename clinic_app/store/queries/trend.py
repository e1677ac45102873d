"""Pressure and glucose of a person over the years, with what may explain them: changed medicines, referrals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.queries.identity import files_of

VISIT = RECORD_TYPES["visit"].sql_table
REFERRAL = RECORD_TYPES["referral"].sql_table
GLUCOSE = ("diabetes_followup", "health_examination")
"""Sections that hold a fasting glucose."""
MEDICINE, REFERRED = "medicine", "referral"


@dataclass(frozen=True)
class Measured:
    """What was measured on one day; glucose in mmol/L as decimal text."""

    day: str
    sbp: int | None
    dbp: int | None
    fbg: str | None


@dataclass(frozen=True)
class Turn:
    """Something that may turn a line: `before` and `after` are medicine rows, `words` say where a referral went."""

    kind: str
    day: str
    before: tuple[Mapping[str, Any], ...] = ()
    after: tuple[Mapping[str, Any], ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Trend:
    """Oldest first, both of them."""

    measured: tuple[Measured, ...]
    turns: tuple[Turn, ...]


def trend(connection: Connection, resident_id: str, since: str = "") -> Trend:
    """All readings of a person's live visits from a day on (empty for all), with the turns of that time."""
    files = files_of(connection, resident_id)
    visits = connection.execute(
        select(VISIT.c.id, VISIT.c.visit_date, VISIT.c.sbp, VISIT.c.dbp, VISIT.c.medicines)
        .where(VISIT.c.resident_id.in_(files), VISIT.c.void.is_(False))
        .order_by(VISIT.c.visit_date, VISIT.c.id)
    ).mappings().all()  # fmt: skip
    glucose = _glucose(connection, files)
    measured = [
        Measured(row["visit_date"], row["sbp"], row["dbp"], glucose.get(row["id"]))
        for row in visits
        if row["sbp"] is not None or row["dbp"] is not None or row["id"] in glucose
    ]
    turns = sorted([*_medicine_turns(visits), *_referrals(connection, files)], key=lambda turn: turn.day)
    return Trend(
        tuple(each for each in measured if each.day >= since), tuple(turn for turn in turns if turn.day >= since)
    )


def _glucose(connection: Connection, files: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in GLUCOSE:
        table = RECORD_TYPES[name].sql_table
        query = (
            select(table.c.visit_id, table.c.fbg)
            .join(VISIT, and_(VISIT.c.id == table.c.visit_id, VISIT.c.void.is_(False)))
            .where(VISIT.c.resident_id.in_(files), table.c.void.is_(False), table.c.fbg.is_not(None))
        )
        for row in connection.execute(query):
            found.setdefault(row.visit_id, row.fbg)
    return found


def _medicine_turns(visits: Sequence[RowMapping]) -> list[Turn]:
    """Visits whose medicines differ from those of the last visit that named any."""
    found, before = [], None
    for row in visits:
        medicines = tuple(each for each in row["medicines"] or () if isinstance(each, Mapping))
        if not medicines:
            continue
        if before is not None and _taken(medicines) != _taken(before):
            found.append(Turn(MEDICINE, row["visit_date"], before, medicines))
        before = medicines
    return found


def _taken(medicines: Sequence[Mapping[str, Any]]) -> frozenset[tuple[str, ...]]:
    """What is swallowed; who dispensed it and when changes nothing."""
    names = ("name", "dose", "times_per_day", "usage")
    return frozenset(tuple(str(each.get(name) or "") for name in names) for each in medicines)


def _referrals(connection: Connection, files: Sequence[str]) -> list[Turn]:
    query = select(REFERRAL.c.referral_date, REFERRAL.c.authored_at, REFERRAL.c.initial_impression).where(
        REFERRAL.c.resident_id.in_(files), REFERRAL.c.void.is_(False)
    )
    rows = connection.execute(query).all()
    days = [(row.referral_date or (row.authored_at or "")[:10], row.initial_impression or "") for row in rows]
    return [Turn(REFERRED, day, words=words) for day, words in days if day]
