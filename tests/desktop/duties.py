"""A fictitious village with a duty of every kind, for the tests of 今日工作."""

from __future__ import annotations

from typing import Any

from clinic_app.care.save import save
from clinic_app.store.database import Database
from tests.desktop.people import VILLAGE, id_of


def household(name: str, group: str, door: str, head: str) -> dict[str, Any]:
    """A door of the village."""
    fields = {"village_code": VILLAGE, "group_name": group, "house_no": door, "head_name": head}
    return {"type": "household", "id": id_of(name), "fields": fields}


def person(name: str, born: str, sex: str, door: str) -> dict[str, Any]:
    """Somebody who lives there."""
    fields = {"name": name, "birth_date": born, "sex": sex, "village_code": VILLAGE, "phone": "19900007777"}
    return {"type": "resident", "id": id_of(name), "fields": {**fields, "household_id": id_of(door)}}


def registration(name: str, programme: str, day: str) -> dict[str, Any]:
    """Under management since a day."""
    fields = {"resident_id": id_of(name), "programme": programme, "registered_on": day}
    return {"type": "chronic_registration", "fields": fields}


def attempt(name: str, day: str, result: str = "2", **more: Any) -> dict[str, Any]:
    """A telephone call that met nobody."""
    fields = {"resident_id": id_of(name), "attempted_on": day, "channel": "1", "result": result, **more}
    return {"type": "contact_attempt", "fields": fields}


def fill(database: Database) -> None:
    """22 November 2026: a tuberculosis patient of yesterday, a refill, a contract, an unstable patient, and more."""
    save(database, [household("door 12", "乙组", "12号", "赵某戊"), household("door 2", "乙组", "2号", "钱某己")])
    save(
        database,
        [
            person("赵某戊", "1985-05-01", "1", "door 12"),
            person("孙某庚", "1990-02-11", "2", "door 12"),
            person("钱某己", "1979-12-30", "1", "door 2"),
        ],
    )
    save(database, [registration("赵某戊", "tuberculosis", "2026-11-21")])
    save(database, [registration("孙某庚", "mental", "2026-11-10")])
    medicine = {"name": "演示药", "times_per_day": 1, "dispensed_on": "2026-10-28", "days_supplied": 28}
    visit = {"resident_id": id_of("钱某己"), "visit_date": "2026-10-28", "visit_mode": "1", "medicines": [medicine]}
    save(database, [{"type": "visit", "fields": visit}])
    contract = {"resident_id": id_of("钱某己"), "starts_on": "2025-12-01", "ends_on": "2026-11-30"}
    save(database, [{"type": "contract", "fields": contract}])
    save(database, [attempt("孙某庚", "2026-11-18"), attempt("孙某庚", "2026-11-20", next_try_on="2026-11-22")])
