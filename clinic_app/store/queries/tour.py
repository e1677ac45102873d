"""Tours and free clinics by month and village."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.queries.stored import day

TOUR = RECORD_TYPES["tour"].sql_table
VILLAGE = RECORD_TYPES["village"].sql_table


@dataclass(frozen=True)
class TourRow:
    """One day in one village; codes of records/tour.py, an empty state is planned."""

    id: str
    village_code: str
    village_name: str
    tour_date: date
    kind: str
    state: str
    place: str
    staff: str
    attendance: int | None
    served: int | None
    note: str


def tours(connection: Connection, first: date, last: date) -> list[TourRow]:
    """The tours between two days, both included, by day and village."""
    columns = (TOUR.c.kind, TOUR.c.state, TOUR.c.place, TOUR.c.staff, TOUR.c.attendance, TOUR.c.served, TOUR.c.note)
    query = (
        select(TOUR.c.id, TOUR.c.village_code, VILLAGE.c.name, TOUR.c.tour_date, *columns)
        .outerjoin(VILLAGE, VILLAGE.c.id == TOUR.c.village_code)
        .where(TOUR.c.void.is_(False), TOUR.c.tour_date.between(first.isoformat(), last.isoformat()))
        .order_by(TOUR.c.tour_date, TOUR.c.village_code, TOUR.c.id)
    )
    return [_tour(row, held) for row in connection.execute(query) if (held := day(row.tour_date)) is not None]


def _tour(row: Any, held: date) -> TourRow:
    return TourRow(
        id=row.id,
        village_code=row.village_code or "",
        village_name=row.name or row.village_code or "",
        tour_date=held,
        kind=row.kind or "",
        state=row.state or "1",
        place=row.place or "",
        staff=row.staff or "",
        attendance=row.attendance,
        served=row.served,
        note=row.note or "",
    )
