"""A fictitious family of three generations, saved as the forms save: hypertension and diabetes, COPD, severe mental
disorder, tuberculosis, a child. Their names are borne by nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clinic_app.care.save import save
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database

VILLAGE = "990101001001"
COMMON: dict[str, Any] = {
    "visit_mode": "2",
    "weight": "61.5",
    "height": "165",
    "heart_rate": 76,
    "smoking": 0,
    "drinking": "0",
    "psych": "1",
    "compliance": "1",
    "doctor_sign": "张某𠅤",
}
PEOPLE: tuple[tuple[str, dict[str, Any], tuple[str, ...]], ...] = (
    (
        "grandmother",
        {"name": "䶮某甲", "sex": "2", "birth_date": "1955-03-07", "relation_to_head": "1", "abo": "1", "rh": "2",
         "record_no": "99010110120100358", "phone": "19900001234", "education": "8", "payment": ["3"],
         "past_disease": ["2", "3"], "drug_allergy": ["2"], "surgery": [{"name": "胆囊切除", "time": "2008年"}],
         "disability": ["5"], "current_address": "演示县演示乡演示村一组1号"},
        ("hypertension", "diabetes", "elderly"),
    ),
    (
        "grandfather",
        {"name": "李某𬎆", "sex": "1", "birth_date": "1952-08-19", "relation_to_head": "2", "past_disease": ["5"]},
        ("copd", "elderly"),
    ),
    (
        "daughter",
        {"name": "王某㛃", "sex": "2", "birth_date": "1981-05-30", "relation_to_head": "3", "past_disease": ["8"]},
        ("mental",),
    ),
    (
        "grandson",
        {"name": "张某𡛓", "sex": "1", "birth_date": "2004-11-02", "relation_to_head": "4", "past_disease": ["9"]},
        ("tuberculosis",),
    ),
    ("child", {"name": "张某子", "sex": "1", "birth_date": "2022-01-15", "relation_to_head": "4"}, ()),
)  # fmt: skip


@dataclass(frozen=True)
class Family:
    """Ids of the household, of its people and of the visits by section."""

    household: str
    people: dict[str, str]
    visits: dict[str, list[str]]


def register(database: Database) -> Family:
    """The household with its people, allergies, diseases and programmes; no visits yet."""
    now = database.clock.now()
    household = new_id(now)
    ids = {key: new_id(now) for key, _, _ in PEOPLE}
    door = {"village_code": VILLAGE, "group_name": "一组", "house_no": "1号"}
    records: list[dict[str, Any]] = [
        {"type": "household", "id": household, "fields": {**door, "head_name": "䶮某甲", "phone": "19900001234"}}
    ]
    for key, fields, programmes in PEOPLE:
        file = {**fields, "village_code": VILLAGE, "household_id": household}
        records.append({"type": "resident", "id": ids[key], "fields": file})
        for programme in programmes:
            registered = {"resident_id": ids[key], "programme": programme, "registered_on": "2024-01-10"}
            records.append({"type": "chronic_registration", "fields": registered})
    save(database, records)
    return Family(household, ids, {})


def visit(
    database: Database, family: Family, who: str, day: str, section: str, own: dict[str, Any], **common: Any
) -> str:
    """One visit with one section; returns the visit's id, which is also remembered under the section's name."""
    visit_id = new_id(database.clock.now())
    fields = {"resident_id": family.people[who], "visit_date": day, **COMMON, **common}
    save(database, [
        {"type": "visit", "id": visit_id, "fields": fields},
        {"type": section, "fields": {"visit_id": visit_id, **own}},
    ])  # fmt: skip
    family.visits.setdefault(section, []).append(visit_id)
    return visit_id
