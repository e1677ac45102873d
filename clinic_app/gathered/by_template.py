"""A list in the column order of another system: what the list shows and, of residents, what their files say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from clinic_app.exchange.list_template import Template, places_of
from clinic_app.exchange.sheet_kinds import KINDS, RESIDENTS
from clinic_app.gathered.plain_list import PlainList
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, Kind
from clinic_app.records.permission import Act
from clinic_app.store.database import Database
from clinic_app.store.list_templates import stored_templates
from clinic_app.store.queries.reference import villages
from clinic_app.store.queries.stored import chunks

YES, NO = "是", "否"
PROGRAMME, PLACE = "programme.", "place."
_HOUSEHOLD = {"group": "group_name", "house_no": "house_no", "head": "head_name", "phone": "phone"}


def list_templates(connection: Connection) -> list[Template]:
    """The templates of this laptop."""
    found = []
    for each in stored_templates(connection):
        try:
            found.append(msgspec.convert(each, Template))
        except msgspec.ValidationError:
            continue
    return found


def in_order_of(
    database: Database, listed: PlainList, ids: Sequence[str], head: Sequence[str]
) -> tuple[PlainList, list[str]]:
    """The list with a template's columns, and the columns for which nothing is known: they stay empty.

    `ids` are those of the lines. Of residents everything that a sheet of residents may say can be filled; it is read as
    whoever may export it sees it. Raises StoreError.
    """
    places = places_of(head, listed.head)
    keys = [KINDS[RESIDENTS].guess(name) if listed.of == "resident" else None for name in head]
    files = _files(database, ids, {key for key in keys if key}) if any(keys) else {}
    empty = [name for name, place, key in zip(head, places, keys, strict=True) if place is None and not key]
    lines = []
    for record_id, line in zip(ids, listed.lines, strict=True):
        file = files.get(record_id, {})
        lines.append(
            [
                file[key] if key in file else line[place] if place is not None else ""
                for key, place in zip(keys, places, strict=True)
            ]
        )
    return replace(listed, head=list(head), lines=lines), empty


def _files(database: Database, ids: Sequence[str], keys: set[str]) -> dict[str, dict[str, str]]:
    """What the files of residents say, in words, by our keys of a sheet of residents."""
    found: dict[str, dict[str, str]] = {}
    with database.shown(Act.EXPORT) as connection:
        names = {each.code: each.name for each in villages(connection)}
        for part in chunks(list(ids)):
            for record_id, told in _part(connection, part, names).items():
                found[record_id] = {key: told(key) for key in keys}
    return found


def _part(connection: Connection, ids: Sequence[str], names: Mapping[str, str]) -> dict[str, Callable[[str], str]]:
    table = RECORD_TYPES["resident"].sql_table
    house = RECORD_TYPES["household"].sql_table
    people = {row["id"]: dict(row) for row in connection.execute(select(table).where(table.c.id.in_(ids))).mappings()}
    wanted = {row["household_id"] for row in people.values() if row["household_id"]}
    homes = {row["id"]: dict(row) for row in connection.execute(select(house).where(house.c.id.in_(wanted))).mappings()}
    managed = RECORD_TYPES["chronic_registration"].sql_table.c
    query = select(managed.resident_id, managed.programme).where(managed.resident_id.in_(ids), managed.void.is_(False))
    programmes = {(row.resident_id, row.programme) for row in connection.execute(query)}

    def teller(row: Mapping[str, Any]) -> Callable[[str], str]:
        home = homes.get(row["household_id"], {})

        def tell(key: str) -> str:
            if key.startswith(PROGRAMME):
                return YES if (row["id"], key.removeprefix(PROGRAMME)) in programmes else NO
            if key == "place.village":
                return names.get(row["village_code"], row["village_code"] or "")
            if key == "place.household":
                return str(row["household_id"] or "")
            if key.startswith(PLACE):
                return str(home.get(_HOUSEHOLD[key.removeprefix(PLACE)]) or "")
            declared = RECORD_TYPES["resident"].fields.get(key)
            return _words(declared, row.get(key)) if declared else ""

        return tell

    return {record_id: teller(row) for record_id, row in people.items()}


def _words(declared: Field, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if declared.kind is Kind.CODE:
        return declared.label_of(value)
    if declared.kind is Kind.CODES:
        return "、".join(declared.label_of(each) for each in value)
    return str(value)
