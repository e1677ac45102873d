"""Fictitious records that the window tests start from."""

from __future__ import annotations

import uuid
from typing import Any

from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.projection import write_body

VILLAGE = "990101100201"
ORGANISATIONS = (
    ("V1", "演示村甲卫生室", "village_clinic"),
    ("T1", "演示镇卫生院", "township_centre"),
    ("H1", "演示县人民医院", "county_hospital"),
)
DEPARTMENTS = (("H1", "01", "心血管内科"), ("H1", "02", "内分泌科"))
MEDICINES = [{"name": "氨氯地平", "dose": "5mg", "times_per_day": 1}]


def id_of(name: str) -> str:
    """A fixed id for a name."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def household() -> dict[str, Any]:
    """The family at 甲组 3号."""
    fields = {"village_code": VILLAGE, "group_name": "甲组", "house_no": "3号", "head_name": "李某甲"}
    return {"type": "household", "id": id_of("household"), "fields": fields}


def resident(name: str, birth_date: str, sex: str, **more: Any) -> dict[str, Any]:
    """Somebody of that family."""
    fields = {"name": name, "birth_date": birth_date, "sex": sex, "village_code": VILLAGE}
    fields |= {"household_id": id_of("household"), "phone": "19900008888", **more}
    return {"type": "resident", "id": id_of(name), "fields": fields}


def visit(name: str, day: str, **measured: Any) -> list[dict[str, Any]]:
    """A hypertension follow-up; opens the registration."""
    visit_id = id_of(f"{name} {day}")
    fields = {"resident_id": id_of(name), "visit_date": day, "visit_mode": "1", "medicines": MEDICINES, **measured}
    return [
        {"type": "visit", "id": visit_id, "fields": fields},
        {"type": "hypertension_followup", "fields": {"visit_id": visit_id, "symptoms": ["1"]}},
    ]


def write_directory(database: Database) -> None:
    """Organisations, departments and the village, as the county publishes them."""
    with database.write() as connection:
        for code, name, kind in ORGANISATIONS:
            fields = {"code": code, "name": name, "kind": kind, "villages": [VILLAGE]}
            write_body(connection, "organisation", code, Body(fields), 1)
        for organisation, code, name in DEPARTMENTS:
            fields = {"code": code, "organisation": organisation, "name": name}
            write_body(connection, "department", f"{organisation}:{code}", Body(fields), 1)
        fields = {"code": VILLAGE, "name": "演示甲村", "groups": ["甲组"]}
        write_body(connection, "village", VILLAGE, Body(fields), 1)
