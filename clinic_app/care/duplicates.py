"""Whether a person about to be registered is likely on file already. Shown before saving; a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.validation import check_values

MOST = 10
SAME_NUMBER, SAME_BIRTH, SAME_VILLAGE, SAME_PHONE = (
    "身份证号相同",
    "姓名和出生日期相同",
    "同村同名，出生年份相同",
    "姓名和电话相同",
)


@dataclass(frozen=True)
class Candidate:
    """Somebody on file who may be the same person; never matched by one number alone on the screen."""

    resident_id: str
    name: str
    sex: str
    birth_date: str
    village_code: str
    why: str


def likely_duplicates(connection: Connection, fields: Mapping[str, Any], *, but: str | None = None) -> list[Candidate]:
    """Residents on this laptop who may be the person of `fields`, the surest first; `but` is left out."""
    values = check_values(RECORD_TYPES["resident"], fields).values
    table = RECORD_TYPES["resident"].sql_table
    found: dict[str, Candidate] = {}
    for why, condition in _conditions(values):
        query = select(table).where(table.c.void.is_(False), condition).limit(MOST)
        for row in connection.execute(query):
            if row.id != but and row.id not in found:
                found[row.id] = Candidate(row.id, row.name, row.sex, row.birth_date, row.village_code, why)
    return list(found.values())[:MOST]


def _conditions(values: Mapping[str, Any]) -> list[tuple[str, ColumnElement[bool]]]:
    column = RECORD_TYPES["resident"].sql_table.c
    name, born, number = values.get("name"), values.get("birth_date"), values.get("id_no")
    conditions: list[tuple[str, ColumnElement[bool]]] = []
    if number:
        conditions.append((SAME_NUMBER, column.id_no == number))
    if name and born:
        conditions.append((SAME_BIRTH, and_(column.name == name, column.birth_date == born)))
        same_year = column.birth_date.startswith(born[:4], autoescape=True)
        conditions.append(
            (SAME_VILLAGE, and_(column.name == name, column.village_code == values.get("village_code"), same_year))
        )
    if name and values.get("phone"):
        phones = or_(column.phone == values["phone"], column.contact_phone == values["phone"])
        conditions.append((SAME_PHONE, and_(column.name == name, phones)))
    return conditions
