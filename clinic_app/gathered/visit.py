"""Forms of visits: which of a resident's visits stand on the sheet that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.clock import LOCAL_ZONE
from clinic_app.gathered import NothingToPrint
from clinic_app.gathered.person import person_values
from clinic_app.printing.copd import copd_forms
from clinic_app.printing.diabetes import diabetes_form
from clinic_app.printing.document import Form
from clinic_app.printing.elderly import elderly_form
from clinic_app.printing.followup import VISITS
from clinic_app.printing.health_examination import examination_form
from clinic_app.printing.hypertension import hypertension_form
from clinic_app.printing.mental import mental_form
from clinic_app.printing.tuberculosis import tuberculosis_first_visit, tuberculosis_form
from clinic_app.printing.values import short_number
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import made_at
from clinic_app.store.projection import read_body
from clinic_app.store.queries.identity import files_of

Visits = Sequence[Mapping[str, Any]]
_Single = Callable[[str, str, Mapping[str, Any]], Form]


def _one(form: Callable[[str, str, Visits], Form]) -> Callable[[str, str, Visits], Sequence[Form]]:
    return lambda name, record_no8, visits: [form(name, record_no8, visits)]


FOLLOWUPS: Mapping[str, Callable[[str, str, Visits], Sequence[Form]]] = {
    "hypertension_followup": _one(hypertension_form),
    "diabetes_followup": _one(diabetes_form),
    "mental_followup": _one(mental_form),
    "tuberculosis_followup": _one(tuberculosis_form),
    "copd_followup": copd_forms,
}
"""Sheets of four visits. A course of tuberculosis goes on over the turn of the year, the others begin a sheet then."""
SINGLE: Mapping[str, _Single] = {
    "elderly_assessment": elderly_form,
    "tuberculosis_first_visit": tuberculosis_first_visit,
    "health_examination": examination_form,
}
"""Forms of one visit."""
OVER_YEARS = frozenset({"tuberculosis_followup"})


def visit_forms(connection: Connection, kind: str, record_id: str) -> Sequence[Form]:
    """The form of a section by the id of a resident, a visit or the section itself. Raises NothingToPrint.

    By a resident: all follow-ups of the latest year, or the latest single form. By a visit or a section: the sheet of
    four that it stands on, up to it.
    """
    resident_id, visit_id = _asked_for(connection, kind, record_id)
    found = _visits(connection, kind, resident_id)
    if visit_id:
        found = _up_to(found, visit_id)
    if not found:
        raise NothingToPrint("这次随访没有这一项" if visit_id else "这位居民还没有这种随访")
    person = person_values(connection, resident_id)
    name, number = str(person.get("name") or ""), short_number(person.get("record_no"))
    if kind in SINGLE:
        return [SINGLE[kind](name, number, _filled(connection, kind, found[-1]))]
    sheet = _sheet(found, kind, whole=visit_id is None)
    return FOLLOWUPS[kind](name, number, [_filled(connection, kind, row) for row in sheet])


def _asked_for(connection: Connection, kind: str, record_id: str) -> tuple[str, str | None]:
    """The resident that an id speaks of, and the visit to show last."""
    if section := read_body(connection, kind, record_id):
        record_id = str(section[0].fields.get("visit_id"))
    if visit := read_body(connection, "visit", record_id):
        return str(visit[0].fields["resident_id"]), record_id
    return record_id, None


_Row = tuple[str, str, str]
"""Visit, section, date."""


def _visits(connection: Connection, kind: str, resident_id: str) -> list[_Row]:
    """All visits of the person that have this section, oldest first."""
    visit, section = RECORD_TYPES["visit"].sql_table, RECORD_TYPES[kind].sql_table
    query = (
        select(visit.c.id, section.c.id, visit.c.visit_date)
        .join(section, section.c.visit_id == visit.c.id)
        .where(visit.c.resident_id.in_(files_of(connection, resident_id)))
        .where(visit.c.void.is_(False), section.c.void.is_(False))
        .order_by(visit.c.visit_date, visit.c.id)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def _up_to(rows: Sequence[_Row], visit_id: str) -> list[_Row]:
    places = [place for place, row in enumerate(rows) if row[0] == visit_id]
    return list(rows[: places[0] + 1]) if places else []


def _sheet(rows: Sequence[_Row], kind: str, *, whole: bool) -> Sequence[_Row]:
    """The visits of the last one's year (of the whole course where it goes on over years): all, or its four."""
    course = rows if kind in OVER_YEARS else [row for row in rows if row[2][:4] == rows[-1][2][:4]]
    return course if whole else course[(len(course) - 1) // VISITS * VISITS :]


def _filled(connection: Connection, kind: str, row: _Row) -> dict[str, Any]:
    """The visit's values with those of its section, and the local day on which it was recorded."""
    common, own = read_body(connection, "visit", row[0]), read_body(connection, kind, row[1])
    assert common
    assert own
    made = made_at(row[0])
    recorded = {"recorded_on": made.astimezone(LOCAL_ZONE).date().isoformat()} if made else {}
    return {**common[0].fields, **own[0].fields, **recorded}
