"""What the rules in force make of a follow-up, from what is stored and what is being typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from clinic_app.guidelines.assessment import assess
from clinic_app.guidelines.body import age_on
from clinic_app.guidelines.finding import Finding, PreviousVerdict, Verdict
from clinic_app.guidelines.rule_book import RuleBook
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.store.projection import read_body
from clinic_app.store.queries.visit import previous_followups


def rule_book(programme: str, on: date) -> RuleBook:
    """The rules of a programme in force on a day."""
    return default_rule_books().in_force(programme, on)


def judge(
    connection: Connection,
    programme: str,
    visit: Mapping[str, Any],
    section: Mapping[str, Any],
    *,
    except_visit: str | None = None,
) -> Verdict:
    """The verdict on one programme's part of a visit; its `values` are fields of the section that follow from it.

    `visit` and `section` hold clean field values (see records/visit.py); earlier follow-ups come from the store,
    without `except_visit` when a stored visit is being corrected.
    """
    visited = date.fromisoformat(visit["visit_date"])
    finding = Finding(
        programme=programme,
        visit_date=visited,
        age=age_of(connection, str(visit.get("resident_id")), visited),
        sbp=visit.get("sbp"),
        dbp=visit.get("dbp"),
        fbg=Decimal(section["fbg"]) if section.get("fbg") else None,
        symptoms=tuple(section.get("symptoms") or ()),
        danger_signs=tuple(section.get("danger_signs") or ()),
        adr=section.get("adr"),
        new_complication=bool(section.get("new_complication")),
        previous=_previous(connection, str(visit.get("resident_id")), programme, visited, except_visit),
        answers=dict(section),
    )
    return assess(rule_book(programme, visited), finding)


def age_of(connection: Connection, resident_id: str, on: date) -> int | None:
    """Full years on a day; None when the birth is not known or lies after it."""
    found = read_body(connection, "resident", resident_id)
    text = found[0].fields.get("birth_date") if found else None
    born = date.fromisoformat(text) if text else None
    # A birth after the visit is a slip in one of the two dates: the verdict does without an age and says so.
    return age_on(born, on) if born and born <= on else None


def _previous(
    connection: Connection, resident_id: str, programme: str, before: date, except_visit: str | None
) -> tuple[PreviousVerdict, ...]:
    rows = previous_followups(connection, resident_id, programme, before, except_visit=except_visit)
    return tuple(PreviousVerdict(visited, classification) for visited, classification in rows)
