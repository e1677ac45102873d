"""What happens besides programmes: consultations, attempts to reach somebody, the supplement of mental health."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from clinic_app.care.death import refuse_dead
from clinic_app.care.entry import Entry, EntryProblem, cleaned
from clinic_app.care.resident import known_resident
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import FieldError
from clinic_app.store.queries.identity import files_of
from clinic_app.store.unit_of_work import Unit

ENCOUNTER, CONSULTATION, ATTEMPT, SUPPLEMENT = "encounter", "consultation", "contact_attempt", "mental_supplement"
SIGNED: Mapping[str, str] = {ENCOUNTER: "doctor_sign", CONSULTATION: "responsible_doctor", ATTEMPT: "by"}
"""Where the name of whoever writes it down goes, unless another one is given."""


def record(unit: Unit, entry: Entry) -> str:
    """An encounter, a consultation or an attempt, signed by whoever enters it."""
    known_resident(unit, entry.fields)
    fields = cleaned(entry.type, entry.fields)
    _refuse_dead(unit, entry.type, fields)
    return unit.create(entry.type, {SIGNED[entry.type]: unit.actor.name, **fields}, entry.id)


def amend(unit: Unit, entry: Entry) -> str:
    """A corrected one."""
    assert entry.id
    fields = cleaned(entry.type, entry.fields)
    _refuse_dead(unit, entry.type, {**unit.fields(entry.type, entry.id), **fields})
    return unit.amend(entry.type, entry.id, fields, entry.reason or "")


def supplement(unit: Unit, entry: Entry) -> str:
    """The supplement of a patient with severe mental disorder: one for each person, changed ever after."""
    known_resident(unit, entry.fields)
    fields = cleaned(SUPPLEMENT, entry.fields)
    table = RECORD_TYPES[SUPPLEMENT].sql_table
    people = files_of(unit.connection, str(fields.get("resident_id")))
    query = select(table.c.id).where(table.c.resident_id.in_(people), table.c.void.is_(False))
    if unit.connection.execute(query).first():
        words = "这位居民已有严重精神障碍补充信息表，在原表上修改"
        raise EntryProblem(FieldError("resident_id", words))
    return unit.create(SUPPLEMENT, fields, entry.id)


def _refuse_dead(unit: Unit, type_name: str, fields: Mapping[str, Any]) -> None:
    """The dead are not seen at the clinic; a discussion of the case or a telephone call may come later."""
    if type_name == ENCOUNTER:
        refuse_dead(unit, str(fields.get("resident_id")), "encounter_date", fields.get("encounter_date"))
