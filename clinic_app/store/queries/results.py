"""Test results of a resident that are on file: what a referral takes along with one key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.projection import read_body
from clinic_app.store.queries.visit import VisitRow, visits_of
from clinic_app.store.queries.wording import value_words

TESTS: Mapping[str, tuple[str, ...]] = {
    "health_examination": (
        "haemoglobin", "white_cells", "platelets", "urine_protein", "fbg", "ecg", "urine_microalbumin", "hba1c",
        "alt", "ast", "albumin", "total_bilirubin", "creatinine", "urea", "potassium", "sodium", "total_cholesterol",
        "triglycerides", "ldl", "hdl", "chest_xray", "abdominal_ultrasound", "other_ultrasound",
    ),
    "diabetes_followup": ("fbg", "hba1c"),
}  # fmt: skip
"""Which answers of a section are results of tests, in the order of the paper."""
DATED = {"hba1c": "hba1c_date"}
VISITS = 12
MOST = 9
"""As many as there are digits to choose them by."""


def known_results(connection: Connection, resident_id: str, since: date) -> list[dict[str, Any]]:
    """The newest result of each test since a day, newest first, as rows of `referral.results`."""
    found: dict[str, dict[str, Any]] = {}
    for visit in visits_of(connection, resident_id, VISITS):
        if visit.visit_date < since.isoformat():
            break
        for result in _of_visit(connection, visit):
            found.setdefault(result["item"], result)
    return sorted(found.values(), key=lambda each: str(each["examined_on"]), reverse=True)[:MOST]


def _of_visit(connection: Connection, visit: VisitRow) -> Iterator[dict[str, Any]]:
    for part in (*visit.sections, *visit.parts):
        stored = read_body(connection, part.section, part.section_id) if part.section in TESTS else None
        if stored is None:
            continue
        declared = RECORD_TYPES[part.section].fields
        for name in TESTS[part.section]:
            value = stored[0].fields.get(name)
            if value in (None, "", []):
                continue
            words = [value_words(declared[name], value), str(stored[0].fields.get(f"{name}_other") or "")]
            yield {
                "item": declared[name].label,
                "value": " ".join(each for each in words if each),
                "examined_on": stored[0].fields.get(DATED.get(name, "")) or visit.visit_date,
            }
