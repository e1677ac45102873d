"""Forms whose fields are data: read from `resources/forms/*.toml`, so that a county can replace them without a program.

Such fields are declared like any other (storage, form, validation, print and help read them); they have no column of
their own and lie in a record's `extra`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from clinic_app.records.field import Field, Kind, options


class FormDefinitionError(ValueError):
    """A definition file is missing something; the text names the file and the field."""


@dataclass(frozen=True)
class FormDefinition:
    """One edition of a replaceable form. `national` says whether it is the national form."""

    record_type: str
    version: str
    valid_from: date
    national: bool
    title: str
    mark: str
    source: str
    fields: Mapping[str, Field]


@cache
def form_definition(record_type: str) -> FormDefinition:
    """The newest edition that ships with the program. Raises FormDefinitionError."""
    found = _editions(record_type)
    if not found:
        raise FormDefinitionError(f"no form of {record_type}")
    return max(found, key=lambda each: each.valid_from)


def form_edition(record_type: str, version: str) -> FormDefinition | None:
    """The edition of this name, for records that were written on it; None when it is not here."""
    return next((each for each in _editions(record_type) if each.version == version), None)


@cache
def _editions(record_type: str) -> tuple[FormDefinition, ...]:
    # Imported here so that the declarations themselves depend on no other room.
    from clinic_app.paths import resources_folder

    # What the folder holds besides forms asks nothing: which lines a slip prints.
    paths = (path for path in sorted((resources_folder() / "forms").glob("*.toml")) if not path.stem.endswith("-local"))
    read = (read_definition(path) for path in paths)
    return tuple(each for each in read if each.record_type == record_type)


def read_definition(path: Path) -> FormDefinition:
    """One definition file. Raises FormDefinitionError, and OSError when the file cannot be read."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        fields: dict[str, Field] = {}
        for each in read["fields"]:
            fields |= _fields(each, read["title"])
        return FormDefinition(
            record_type=read["record_type"], version=read["version"], valid_from=read["valid_from"],
            national=read["national"], title=read["title"], mark=read["mark"], source=read["source"], fields=fields,
        )  # fmt: skip
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError) as problem:
        raise FormDefinitionError(f"{path.name}: {problem!r}") from problem


def _fields(each: Mapping[str, Any], form: str) -> dict[str, Field]:
    """A declared field and the companion that holds the text of its 其他."""
    kind = Kind(each["kind"])
    if kind not in (Kind.TEXT, Kind.LONG_TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.CODE, Kind.CODES, Kind.DATE):
        raise ValueError(f"{each['name']}: a form file cannot declare {kind}")
    usual = each.get("usual")
    field = Field(
        each["label"], kind, name=each["name"], unit=each.get("unit", ""),
        options=options(*each.get("options", ()), start=each.get("start", 1)),
        exclusive=tuple(each.get("exclusive", ())), minimum=each.get("minimum"), maximum=each.get("maximum"),
        usual=(usual[0], usual[1]) if usual else None, decimals=each.get("decimals", 0),
        max_length=each.get("max_length", 200 if kind is Kind.TEXT else None), form=form, help=each.get("help", ""),
        other=bool(each.get("other")), section=each.get("group", ""), loose=True,
    )  # fmt: skip
    found = {field.name: field}
    if field.other:
        name = f"{field.name}_other"
        found[name] = Field(f"{field.label}·其他", Kind.TEXT, name=name, form=form, max_length=200, loose=True)
    return found
