"""Quick entry: a clinic day or a returned day sheet, a row for each person; what a row saves.

A row is the common block of a visit and, where its programme can be judged from readings, that programme's section.
Other programmes ask more than a row has room for: their people get the visit alone and stay due.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.records.field import Field, FieldError
from clinic_app.records.identifiers import new_id
from clinic_app.records.validation import check_values
from clinic_app.records.visit import PROVENANCE

VISIT, HYPERTENSION, DIABETES = "visit", PROGRAMME_SECTION["hypertension"], PROGRAMME_SECTION["diabetes"]
COLUMNS: tuple[tuple[str, str], ...] = (
    (VISIT, "visit_mode"),
    (VISIT, "sbp"),
    (VISIT, "dbp"),
    (DIABETES, "fbg"),
    (VISIT, "heart_rate"),
    (VISIT, "weight"),
    (HYPERTENSION, "adherence"),
    (VISIT, "outcome"),
)
"""What a row has room for, in the order of the day sheet."""
MEASURED = ("sbp", "dbp", "fbg", "heart_rate", "weight")
SECTIONS = {"hypertension": HYPERTENSION, "diabetes": DIABETES}
DONE = "1"
TYPED, ON_PAPER = "typed", "paper"


@dataclass(frozen=True)
class QuickEntry:
    """One person's row as typed: texts by field name, empty ones left out.

    `medicines` are last time's, given only when the row says that they are unchanged. `source` is where the readings
    come from: `typed` at the meter, `paper` from a returned sheet.
    """

    resident_id: str
    visit_date: str
    mode: str
    programmes: Sequence[str] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    medicines: Sequence[Mapping[str, Any]] = ()
    source: str = TYPED

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found out: such a row is not saved."""
        return not any(self.values.get(name) for _, name in COLUMNS if name != "visit_mode")


def declared(place: int) -> Field:
    """The declaration of a column."""
    record_type, name = COLUMNS[place]
    return RECORD_TYPES[record_type].fields[name]


def problems(values: Mapping[str, str]) -> tuple[FieldError, ...]:
    """What is wrong with single values of a row, in words."""
    found: list[FieldError] = []
    for record_type, name in COLUMNS:
        if values.get(name):
            found += check_values(RECORD_TYPES[record_type], {name: values[name]}).errors
    return tuple(found)


def records_of(entry: QuickEntry, now: datetime) -> list[dict[str, Any]]:
    """The save of a row in the shape of `records put`: the visit and a section for each programme that was asked."""
    assert entry.source in {option.code for option in PROVENANCE}
    given = {name: value for name, value in entry.values.items() if value}
    visit_id = new_id(now)
    visit: dict[str, Any] = {"resident_id": entry.resident_id, "visit_date": entry.visit_date}
    visit["visit_mode"] = given.get("visit_mode") or entry.mode
    visit |= {name: given[name] for kind, name in COLUMNS if kind == VISIT and name in given}
    if entry.medicines:
        visit["medicines"] = [dict(each) for each in entry.medicines]
    measured = {name: entry.source for name in MEASURED if name in visit}
    if measured:
        visit["provenance"] = measured
    records = [{"type": VISIT, "id": visit_id, "fields": visit}]
    if given.get("outcome", DONE) != DONE:
        return records
    for programme, section in SECTIONS.items():
        if programme in entry.programmes and _was_asked(programme, given):
            fields = {"visit_id": visit_id}
            fields |= {name: given[name] for name in ("adherence", "fbg") if name in given and _has(section, name)}
            records.append({"type": section, "id": new_id(now), "fields": fields})
    return records


def _was_asked(programme: str, given: Mapping[str, str]) -> bool:
    """A programme without its own reading was not followed up."""
    return bool(given.get("fbg")) if programme == "diabetes" else bool(given.get("sbp") and given.get("dbp"))


def _has(section: str, name: str) -> bool:
    return name in RECORD_TYPES[section].fields
