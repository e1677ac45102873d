"""What a visit says of diseases that the person is not registered with: raised pressure, high risk, glucose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, or_, select

from clinic_app.care.judge import age_of
from clinic_app.guidelines import diabetes, hypertension
from clinic_app.guidelines.diabetes import DiabetesBook
from clinic_app.guidelines.hypertension import HypertensionBook, Person, PressureReading
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.projection import read_body
from clinic_app.store.queries.identity import files_of

VISIT = RECORD_TYPES["visit"].sql_table
REGISTRATION = RECORD_TYPES["chronic_registration"].sql_table
FAMILY = ("family_father", "family_mother", "family_siblings", "family_children")
HYPERTENSION_IN_FAMILY = "2"
"""家族史 2 高血压, of 个人基本信息表."""


def screen(
    connection: Connection, visit: Mapping[str, Any], *, fbg: str | None = None, except_visit: str | None = None
) -> tuple[str, ...]:
    """Sentences for the doctor, each with its rule's number; none of a disease that the person is registered with.

    `visit` holds clean values, stored or being typed; `fbg` is the examination's fasting glucose in mmol/L. Earlier
    pressures come from the store, without `except_visit` when a stored visit is looked at again.
    """
    on, resident_id = date.fromisoformat(visit["visit_date"]), str(visit.get("resident_id"))
    files = files_of(connection, resident_id)
    query = select(REGISTRATION.c.programme).where(
        REGISTRATION.c.resident_id.in_(files), REGISTRATION.c.void.is_(False)
    )
    registered, books = set(connection.execute(query).scalars()), default_rule_books()
    found: tuple[str, ...] = ()
    if "hypertension" not in registered:
        found += _pressure(connection, visit, books.of_kind(HypertensionBook, on), except_visit)
    if "diabetes" not in registered:
        found += diabetes.screening_reasons(books.of_kind(DiabetesBook, on), Decimal(fbg) if fbg else None)
    return found


def _pressure(
    connection: Connection, visit: Mapping[str, Any], book: HypertensionBook, except_visit: str | None
) -> tuple[str, ...]:
    on = date.fromisoformat(visit["visit_date"])
    readings = _readings(connection, visit, on - timedelta(days=book.screening.measure_again_days), except_visit)
    newest = max(readings, key=lambda reading: reading.day, default=PressureReading(on, None, None))
    factors = hypertension.risk_factors(
        book, default_rule_books().general_in_force(on), _person(connection, visit, newest)
    )
    suspicion = hypertension.pressure_suspicion(book, readings, on)
    return hypertension.screening_reasons(book, suspicion, factors, measured_lately=bool(readings))


def _readings(
    connection: Connection, visit: Mapping[str, Any], since: date, except_visit: str | None
) -> list[PressureReading]:
    """Pressures from a day on up to the visit, the visit's own among them."""
    on = date.fromisoformat(visit["visit_date"])
    query = (
        select(VISIT.c.visit_date, VISIT.c.sbp, VISIT.c.dbp)
        .where(VISIT.c.resident_id.in_(files_of(connection, str(visit.get("resident_id")))), VISIT.c.void.is_(False))
        .where(VISIT.c.visit_date.between(since.isoformat(), on.isoformat()), VISIT.c.id != (except_visit or ""))
        .where(or_(VISIT.c.sbp.is_not(None), VISIT.c.dbp.is_not(None)))
    )
    rows = connection.execute(query)
    found = [PressureReading(date.fromisoformat(row.visit_date), row.sbp, row.dbp) for row in rows]
    if visit.get("sbp") is not None or visit.get("dbp") is not None:
        found.append(PressureReading(on, visit.get("sbp"), visit.get("dbp")))
    return found


def _person(connection: Connection, visit: Mapping[str, Any], newest: PressureReading) -> Person:
    resident_id = str(visit.get("resident_id"))
    body = read_body(connection, "resident", resident_id)
    known = body[0].fields if body else {}
    family = [code for name in FAMILY for code in known.get(name) or ()]
    return Person(
        sex=str(known.get("sex") or ""),
        age=age_of(connection, resident_id, date.fromisoformat(visit["visit_date"])),
        sbp=newest.sbp,
        dbp=newest.dbp,
        bmi=_decimal(visit.get("bmi")),
        waist_cm=_decimal(visit.get("waist")),
        baijiu_liang=_decimal(visit.get("drinking")),
        family_history=HYPERTENSION_IN_FAMILY in family if family else None,
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
