"""One resident as forms need them: the file, what is in the safety set, the names behind codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.gathered import NothingToPrint
from clinic_app.gathered.consultation import returned_consultation
from clinic_app.printing.basic_information import basic_information_form
from clinic_app.printing.cover import Cover
from clinic_app.printing.document import Form
from clinic_app.printing.encounter import consultation_form, encounter_form
from clinic_app.printing.information_card import Cards
from clinic_app.printing.mental import mental_supplement
from clinic_app.printing.values import short_number
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.projection import read_body
from clinic_app.store.queries import reference
from clinic_app.store.queries.identity import canonical_id, files_of
from clinic_app.store.queries.safety import FORM_FIELD, safety_view

CONSULTATION = "consultation"
RECORDS = ("encounter", CONSULTATION, "mental_supplement")
DAY_OF = {"encounter": "encounter_date", "consultation": "consult_date"}
_SUPPLEMENT = "mental_supplement"
_FORM = {"encounter": encounter_form, "consultation": consultation_form, _SUPPLEMENT: mental_supplement}


def person_values(connection: Connection, resident_id: str) -> dict[str, Any]:
    """The fields of the file that stands for this person, with what the forms print besides. Raises NothingToPrint."""
    resident_id = canonical_id(connection, resident_id)
    stored = read_body(connection, "resident", resident_id)
    if stored is None or stored[0].void:
        raise NothingToPrint("本机没有这位居民的档案")
    values: dict[str, Any] = dict(stored[0].fields)
    for type_name, name in FORM_FIELD.items():
        view = safety_view(connection, type_name, resident_id)
        values[name] = list(view.codes)
        values[f"{name}_other"] = view.other
    values["allergies"] = safety_view(connection, "allergy", resident_id).words
    values["diagnoses"] = _diagnoses(connection, resident_id)
    values |= _places(connection, values)
    return {"id": resident_id, **values}


def _diagnoses(connection: Connection, resident_id: str) -> list[dict[str, Any]]:
    """Each past disease once, with the month in which it was diagnosed where somebody wrote it down."""
    table = RECORD_TYPES["diagnosis"].sql_table
    query = (
        select(table.c.code, table.c.text, table.c.diagnosed_on)
        .where(table.c.resident_id.in_(files_of(connection, resident_id)), table.c.void.is_(False))
        .order_by(table.c.diagnosed_on.is_(None), table.c.diagnosed_on, table.c.id)
    )
    found: dict[tuple[Any, Any], dict[str, Any]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault((row["code"], row["text"]), dict(row))
    return list(found.values())


def _places(connection: Connection, values: Mapping[str, Any]) -> dict[str, Any]:
    """Names of the village and its township, telephones of the clinic and the household."""
    code = values.get("village_code")
    village = read_body(connection, "village", str(code)) if code else None
    household = read_body(connection, "household", str(values.get("household_id")))
    filing = values.get("filing_org")
    by_name = reference.organisation_code(connection, str(filing)) if filing else None
    clinic = reference.organisation(connection, by_name) if by_name else None
    return {
        "village_name": reference.village_name(connection, code),
        "township_name": (village[0].fields.get("township") if village else None) or "",
        "household_phone": household[0].fields.get("phone") if household else None,
        "filing_org": clinic.name if clinic else filing,
        "filing_phone": clinic.phone if clinic else None,
    }


def cover(connection: Connection, resident_id: str) -> Form:
    """封面."""
    return Cover(person_values(connection, resident_id))


def basic_information(connection: Connection, resident_id: str) -> Form:
    """个人基本信息表."""
    return basic_information_form(person_values(connection, resident_id))


def information_card(connection: Connection, resident_id: str) -> Form:
    """信息卡."""
    return Cards((person_values(connection, resident_id),))


def record_form(connection: Connection, kind: str, record_id: str) -> Form:
    """接诊记录表, 会诊记录表 or 补充表 by the record's id, or the newest of a resident. Raises NothingToPrint.

    A 会诊记录表 is made of a return with an opinion too, by the id of the return or its referral.
    """
    stored = read_body(connection, kind, record_id)
    if stored is None and kind == CONSULTATION and (returned := returned_consultation(connection, record_id)):
        return returned
    if stored is None:
        newest = records_of(connection, kind, record_id)
        if not newest:
            raise NothingToPrint(f"这位居民还没有{RECORD_TYPES[kind].label}")
        stored = read_body(connection, kind, newest[-1])
    if stored is None or stored[0].void:
        raise NothingToPrint(f"这条{RECORD_TYPES[kind].label}已作废")
    fields = stored[0].fields
    person = person_values(connection, str(fields["resident_id"]))
    return _FORM[kind](str(person.get("name") or ""), short_number(person.get("record_no")), fields)


def records_of(connection: Connection, kind: str, resident_id: str) -> list[str]:
    """The ids of a resident's records of a kind in force, oldest first."""
    table = RECORD_TYPES[kind].sql_table
    query = select(table.c.id).where(
        table.c.resident_id.in_(files_of(connection, resident_id)), table.c.void.is_(False)
    )
    order = table.c[DAY_OF[kind]] if kind in DAY_OF else table.c.authored_at
    return list(connection.scalars(query.order_by(order, table.c.id)))
