"""The yearly examination in a visit: what it takes from the self-assessment, and when the next one is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from clinic_app.guidelines.judgement import days_after
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.elderly import SELF_CARE_GRADE
from clinic_app.records.field import FieldError
from clinic_app.store.unit_of_work import Unit

EXAMINATION, ASSESSMENT = "health_examination", "elderly_assessment"
SELF_CARE = "elderly_self_care"
FOLLOWS = "同次随访的自理评估"


def composed(unit: Unit, visit_id: str, visit: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """A new examination as it is stored. Its own pressures and laboratory values stay its own."""
    grade = assessed_grade(unit, visit_id)
    if grade and fields.get(SELF_CARE, grade) != grade:
        words = next((option.label for option in SELF_CARE_GRADE if option.code == grade), grade)
        unit.notices.append(FieldError(SELF_CARE, f"与同次的自理评估（{words}）不一致，核对"))
    taken = {SELF_CARE: grade} if grade else {}
    return {"next_visit_date": due_after(visit), **taken, **fields, "rule_version": _version(visit)}


def rejudged(
    unit: Unit, visit_id: str, visit: Mapping[str, Any], before: Mapping[str, Any], fields: Mapping[str, Any],
    visit_before: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """A corrected examination; a next date that the doctor chose stays."""
    planned = before.get("next_visit_date")
    follows = {"next_visit_date": due_after(visit)} if planned in (None, due_after(visit_before)) else {}
    grade = assessed_grade(unit, visit_id)
    taken = {SELF_CARE: grade} if grade and not before.get(SELF_CARE) else {}
    return {**follows, **taken, **fields, "rule_version": _version(visit)}


def assessed_grade(unit: Unit, visit_id: str) -> str | None:
    """The grade of the visit's own self-assessment, if it has one."""
    table = RECORD_TYPES[ASSESSMENT].sql_table
    query = select(table.c.self_care_grade).where(table.c.visit_id == visit_id, table.c.void.is_(False))
    return unit.connection.execute(query).scalar()


def follow_assessment(unit: Unit, visit_id: str, before: str | None, reason: str) -> None:
    """The examination of the visit takes a new or corrected grade, where it had none or the one `before`."""
    grade = assessed_grade(unit, visit_id)
    table = RECORD_TYPES[EXAMINATION].sql_table
    query = select(table.c.id, table.c.elderly_self_care).where(table.c.visit_id == visit_id, table.c.void.is_(False))
    for row in unit.connection.execute(query).all():
        if row.elderly_self_care in (None, before) and row.elderly_self_care != grade:
            unit.amend(EXAMINATION, row.id, {SELF_CARE: grade}, reason)


def due_after(visit: Mapping[str, Any]) -> str:
    """The day of the next examination after one in this visit (once a year)."""
    visited = date.fromisoformat(visit["visit_date"])
    days = default_rule_books().general_in_force(visited).days("examination_days")
    return days_after(visited, days).isoformat()


def _version(visit: Mapping[str, Any]) -> str:
    return default_rule_books().general_in_force(date.fromisoformat(visit["visit_date"])).version
