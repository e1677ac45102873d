"""Registering people: the resident's file, and what of it belongs to the safety set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from clinic_app.care.entry import Entry, EntryProblem
from clinic_app.records import safety
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import FieldError
from clinic_app.records.validation import check_values
from clinic_app.store.unit_of_work import InvalidRecord, Unit

COMPOSED = frozenset(safety.VIEWS) | {f"{name}_other" for name in safety.VIEWS}
FORM_CHANGE = "档案表更新"


def register(unit: Unit, entry: Entry) -> str:
    """A new resident; allergies and past diseases of the form become entries of the safety set."""
    own, views = _split(entry.fields)
    _known_household(unit, own)
    own.setdefault("filing_date", unit.clock.today().isoformat())
    if unit.device:
        own.setdefault("filing_org", unit.device.organisation_name)
    resident_id = unit.create("resident", own, entry.id)
    write_views(unit, resident_id, views)
    return resident_id


def patch(unit: Unit, entry: Entry) -> str:
    """Changes of a resident's file, the safety set included."""
    assert entry.id
    own, views = _split(entry.fields)
    _known_household(unit, own)
    if own:
        unit.patch("resident", entry.id, own)
    write_views(unit, entry.id, views)
    return entry.id


def add_safety_entry(unit: Unit, entry: Entry) -> str:
    """An allergy or a diagnosis of somebody on this laptop."""
    known_resident(unit, entry.fields)
    return unit.create(entry.type, {"noted_on": unit.clock.today().isoformat(), **entry.fields}, entry.id)


def register_programme(unit: Unit, entry: Entry) -> str:
    """Put a resident under management in a programme, once."""
    known_resident(unit, entry.fields)
    if live_registration(unit, str(entry.fields["resident_id"]), str(entry.fields.get("programme"))):
        raise EntryProblem(FieldError("programme", "这位居民已登记在这个病种"))
    fields = {"registered_on": unit.clock.today().isoformat(), **entry.fields}
    return unit.create("chronic_registration", fields, entry.id)


def known_resident(unit: Unit, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the resident that `fields` speak of; raises EntryProblem when not on this laptop."""
    found = unit.fields("resident", str(fields.get("resident_id") or ""))
    if not found:
        raise EntryProblem(FieldError("resident_id", "本机没有这位居民，先建档或同步"))
    return found


def live_registration(unit: Unit, resident_id: str, programme: str) -> str | None:
    """The id of a resident's registration in a programme, if there is one in force."""
    table = RECORD_TYPES["chronic_registration"].sql_table
    return unit.connection.execute(
        select(table.c.id).where(
            table.c.resident_id == resident_id, table.c.programme == programme, table.c.void.is_(False)
        )
    ).scalar()


def _known_household(unit: Unit, fields: Mapping[str, Any]) -> None:
    household_id = fields.get("household_id")
    if household_id and not unit.fields("household", str(household_id)):
        raise EntryProblem(FieldError("household_id", "本机没有这个家庭"))


def _split(fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    own = {name: value for name, value in fields.items() if name not in COMPOSED}
    return own, {name: value for name, value in fields.items() if name in COMPOSED}


def write_views(unit: Unit, resident_id: str, views: Mapping[str, Any]) -> None:
    """Make the safety set say what the form's column says: new entries added, missing ones removed."""
    checked = check_values(RECORD_TYPES["resident"], views)
    if checked.errors:
        raise InvalidRecord(checked.errors)
    for name, type_name in safety.VIEWS.items():
        if name not in checked.values:
            continue
        options = RECORD_TYPES["resident"].fields[name].options
        other = checked.values.get(f"{name}_other") or ""
        wanted = safety.entries_of(checked.values[name] or [], other, options[-1].code)
        _reconcile(unit, type_name, resident_id, wanted)


def _reconcile(unit: Unit, type_name: str, resident_id: str, wanted: list[dict[str, Any]]) -> None:
    table = RECORD_TYPES[type_name].sql_table
    query = select(table.c.id, table.c.code, table.c.text).where(
        table.c.resident_id == resident_id, table.c.void.is_(False)
    )
    present = {(row.code, row.text or ""): row.id for row in unit.connection.execute(query)}
    asked = {(each["code"], each.get("text", "")): each for each in wanted}
    for key, fields in asked.items():
        if key not in present:
            noted = {"resident_id": resident_id, "noted_on": unit.clock.today().isoformat(), **fields}
            unit.create(type_name, noted)
    for key, entry_id in present.items():
        if key not in asked:
            unit.void(type_name, entry_id, FORM_CHANGE)
