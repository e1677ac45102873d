"""One family with all that is due for each member, and the newest pressure of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.queries.household import HouseholdRow, Member, household_row, members
from clinic_app.store.queries.stored import chunks

VISIT = RECORD_TYPES["visit"].sql_table


@dataclass(frozen=True)
class Pressure:
    """A pressure in mmHg and its day."""

    sbp: int | None
    dbp: int | None
    day: date


@dataclass(frozen=True)
class Family:
    """A household with its members, the head first; `pressures` by resident id."""

    household: HouseholdRow | None
    members: Sequence[Member]
    pressures: dict[str, Pressure]


def family(connection: Connection, household_id: str, on: date) -> Family:
    """A household as it stands on a day; `household` is None when it is not on this laptop."""
    people = members(connection, household_id, on)
    ids = [each.resident.id for each in people]
    return Family(household_row(connection, household_id), people, last_pressures(connection, ids))


def last_pressures(connection: Connection, residents: Sequence[str]) -> dict[str, Pressure]:
    """The newest measured pressure of each of these people."""
    found: dict[str, Pressure] = {}
    number = func.row_number().over(
        partition_by=VISIT.c.resident_id, order_by=(VISIT.c.visit_date.desc(), VISIT.c.id.desc())
    )
    for part in chunks(residents):
        ranked = (
            select(VISIT.c.resident_id, VISIT.c.sbp, VISIT.c.dbp, VISIT.c.visit_date, number.label("place"))
            .where(VISIT.c.resident_id.in_(part), VISIT.c.void.is_(False), VISIT.c.sbp.is_not(None))
            .subquery()
        )
        for row in connection.execute(select(ranked).where(ranked.c.place == 1)):
            found[row.resident_id] = Pressure(row.sbp, row.dbp, date.fromisoformat(row.visit_date))
    return found
