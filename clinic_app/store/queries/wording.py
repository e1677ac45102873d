"""A stored value in the words of its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clinic_app.records.field import Field, Kind

EMPTY = "（空）"


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
