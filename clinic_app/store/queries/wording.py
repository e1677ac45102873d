"""Records, fields and stored values in the words of their forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, Kind
from clinic_app.store.projection import read_body

EMPTY = "（空）"
DAYS = ("visit_date", "return_date", "referral_date")
ABOVE = {"visit_id": "visit", "referral_id": "referral"}
"""What a record stands under when it does not name its resident itself."""


def field_of(type_name: str, name: str) -> Field | None:
    """The declaration of a field; None for what only a newer program knows."""
    record_type = RECORD_TYPES.get(type_name)
    return record_type.fields.get(name) if record_type else None


def label_of(type_name: str, name: str) -> str:
    """A field in the words of its form; a name that this program does not know as it is."""
    declared = field_of(type_name, name)
    return declared.label if declared else "作废" if name == "void" else name


def type_word(type_name: str) -> str:
    """A record type in words."""
    record_type = RECORD_TYPES.get(type_name)
    return record_type.label if record_type else type_name


def value_words(declared: Field | None, value: Any) -> str:
    """Codes as their words, rows as a line, nothing as （空）; a value of an unknown field as it is."""
    if value is None or value in ("", []):
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_part(declared, each) for each in value)
    if isinstance(value, Mapping):
        return " ".join(str(each) for each in value.values() if each not in (None, ""))
    words = declared.label_of(value) if declared and declared.options else str(value)
    unit = declared.unit if declared and declared.kind in (Kind.INTEGER, Kind.DECIMAL) else ""
    return f"{words} {unit}".rstrip()


def _part(declared: Field | None, each: Any) -> str:
    if not isinstance(each, Mapping):
        return declared.label_of(each) if declared and declared.options else str(each)
    parts = {part.name: part for part in (declared.items if declared else ())}
    words = [
        parts[name].label_of(value) if name in parts and parts[name].options else str(value)
        for name, value in each.items()
        if value not in (None, "", [])
    ]
    return " ".join(words)


def resident_of(connection: Connection, type_name: str, record_id: str, fields: Mapping[str, Any] | None = None) -> str:
    """Whose record it is, by what it says itself and by what it stands under; empty for nobody's."""
    if type_name == "resident":
        return record_id
    stored = read_body(connection, type_name, record_id)
    known = {**(stored[0].fields if stored else {}), **(fields or {})}
    if known.get("resident_id"):
        return str(known["resident_id"])
    for name, above in ABOVE.items():
        if known.get(name):
            return resident_of(connection, above, str(known[name]))
    return ""


def subject(
    connection: Connection,
    type_name: str,
    record_id: str,
    fields: Mapping[str, Any] | None = None,
    *,
    resident_id: str = "",
) -> tuple[str, str]:
    """Whose record it is, and which of theirs: `李某甲`, `2026-11-22`. `fields` go before what is stored."""
    stored = read_body(connection, type_name, record_id)
    known = {**(stored[0].fields if stored else {}), **(fields or {})}
    resident_id = resident_id or resident_of(connection, type_name, record_id, fields)
    owner = read_body(connection, "resident", resident_id) if resident_id else None
    person = str((owner[0].fields.get("name") if owner else "") or "")
    person = person or str(known.get("name") or known.get("patient_name") or known.get("head_name") or "")
    for name, above in ABOVE.items():
        parent = read_body(connection, above, str(known[name])) if known.get(name) else None
        known = {**(parent[0].fields if parent else {}), **known}
    door = "".join(str(known.get(name) or "") for name in ("group_name", "house_no"))
    day = next((str(known[name]) for name in DAYS if known.get(name)), "")
    return person, door if type_name == "household" else day
