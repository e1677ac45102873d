"""Everything that stands in a person's files, by day: keys first, entries a page at a time when they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, func, literal, select, union_all

from clinic_app.protocol.referral_events import ReferralState, fold
from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.store.projection import body_of
from clinic_app.store.queries.identity import files_of
from clinic_app.store.queries.referral import ordered_events
from clinic_app.store.queries.stored import chunks

EXAMINATION = "health_examination"


class Source(NamedTuple):
    """Where one type's lines come from: the columns that tell its day, the first filled one counts; what it stands
    under when it does not name the resident itself; and the kind under which a person looks for it."""

    days: tuple[str, ...]
    kind: str
    above: str = ""


SOURCES: Mapping[str, Source] = {
    "visit": Source(("visit_date",), "visit"),
    "encounter": Source(("encounter_date",), "encounter"),
    "consultation": Source(("consult_date",), "encounter"),
    "referral": Source(("referral_date",), "referral"),
    "return": Source(("return_date",), "referral", "referral"),
    "contact_attempt": Source(("attempted_on",), "contact"),
    "contract": Source(("signed_on", "starts_on"), "contract"),
    "contract_service": Source(("given_on",), "contract", "contract"),
    "visit_attachment": Source((), "attachment", "visit"),
    "referral_attachment": Source((), "attachment", "referral"),
    "chronic_registration": Source(("registered_on",), "registration"),
    "mental_supplement": Source(("filled_on",), "registration"),
}
KINDS = ("visit", EXAMINATION, "encounter", "referral", "contact", "contract", "attachment", "registration")
"""What a timeline can be narrowed to; the examination is a visit with that section."""
DAY_LENGTH = 10


@dataclass(frozen=True)
class Part:
    """A section of a visit."""

    type: str
    id: str
    fields: Mapping[str, Any]
    void: bool


@dataclass(frozen=True)
class Entry:
    """One line of the timeline with all that was written down. `id` is `type:record id`.

    `reason` says why a void one was withdrawn. `steps` and `state` are a referral's.
    """

    id: str
    type: str
    record_id: str
    day: str
    fields: Mapping[str, Any]
    parts: tuple[Part, ...] = ()
    steps: tuple[Mapping[str, Any], ...] = ()
    state: ReferralState | None = None
    void: bool = False
    reason: str = ""
    author: str = ""


def entry_keys(connection: Connection, resident_id: str, kind: str = "", *, with_void: bool = False) -> list[str]:
    """`type:id:day` of everything in all files of a person, newest first; `kind` is one of KINDS or empty for all.

    Raises KeyError for an unknown kind.
    """
    if kind and kind not in KINDS:
        raise KeyError(kind)
    rows = connection.execute(_statement(kind, with_void), {"files": files_of(connection, resident_id)})
    return [f"{row.type}:{row.id}:{row.day}" for row in rows]


def entries(connection: Connection, keys: Sequence[str]) -> list[Entry]:
    """The entries of these keys, in this order; what is no longer on this laptop is left out."""
    ids: dict[str, list[str]] = {}
    for key in keys:
        name, record_id, _ = key.split(":", 2)
        ids.setdefault(name, []).append(record_id)
    found: dict[str, Entry] = {}
    for name, chosen in ids.items():
        for each in _entries(connection, name, chosen):
            found[f"{name}:{each.record_id}"] = each
    return [_at(found[own], key) for key in keys if (own := key.rsplit(":", 1)[0]) in found]


def _at(entry: Entry, key: str) -> Entry:
    return replace(entry, id=key, day=key.rsplit(":", 1)[1])


@cache
def _statement(kind: str, with_void: bool) -> Select[Any]:
    wanted = [name for name, source in SOURCES.items() if not kind or source.kind == kind or _examines(name, kind)]
    parts = [_keys(name, with_void=with_void, examined=kind == EXAMINATION) for name in wanted]
    found = union_all(*parts).subquery()
    return select(found.c.type, found.c.id, found.c.day).order_by(found.c.day.desc(), found.c.id.desc())


def _examines(name: str, kind: str) -> bool:
    return name == "visit" and kind == EXAMINATION


def _keys(name: str, *, with_void: bool, examined: bool) -> Select[Any]:
    """The lines of one type; a record that stands under a void one goes with it."""
    table, source = RECORD_TYPES[name].sql_table, SOURCES[name]
    owner = RECORD_TYPES[source.above].sql_table if source.above else table
    query = select(literal(name).label("type"), table.c.id.label("id"), _day(table, owner, source).label("day"))
    if source.above:
        query = query.join(owner, owner.c.id == table.c[f"{source.above}_id"])
    if examined:
        section = RECORD_TYPES[EXAMINATION].sql_table
        query = query.join(section, section.c.visit_id == table.c.id).where(section.c.void.is_(False))
    query = query.where(owner.c.resident_id.in_(bindparam("files", expanding=True)))
    if not with_void:
        query = query.where(table.c.void.is_(False), owner.c.void.is_(False))
    return query


def _day(table: Table, owner: Table, source: Source) -> ColumnElement[str]:
    """The record's own day, else the day of what it stands under, else the one on which it was entered."""
    own: list[ColumnElement[Any]] = [table.c[name] for name in source.days]
    above = [owner.c[name] for name in SOURCES[source.above].days] if source.above else []
    entered = func.substr(table.c.authored_at, 1, DAY_LENGTH)
    return func.coalesce(*own, *above, entered, "")


def _entries(connection: Connection, name: str, ids: Sequence[str]) -> list[Entry]:
    table = RECORD_TYPES[name].sql_table
    parts = _parts(connection, ids) if name == "visit" else {}
    steps = ordered_events(connection, ids) if name == "referral" else {}
    found = []
    for part in chunks(ids):
        for row in connection.execute(select(table).where(table.c.id.in_(part))).mappings():
            body, record_id = body_of(name, row), row["id"]
            events = tuple(steps.get(record_id, ()))
            found.append(
                Entry(
                    id=f"{name}:{record_id}",
                    type=name,
                    record_id=record_id,
                    day="",
                    fields=body.fields,
                    parts=tuple(_shown(parts.get(record_id, ()), void=body.void)),
                    steps=events,
                    state=fold(body.fields, events) if name == "referral" else None,
                    void=body.void,
                    reason=body.reason or "" if body.void else "",
                    author=body.author or "",
                )
            )
    return found


def _shown(parts: Sequence[Part], *, void: bool) -> list[Part]:
    """A live visit shows its live sections, a void one all it had."""
    return [each for each in parts if void or not each.void]


def _parts(connection: Connection, visit_ids: Sequence[str]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for name in SECTION_PROGRAMME:
        table = RECORD_TYPES[name].sql_table
        for ids in chunks(visit_ids):
            query = select(table).where(table.c.visit_id.in_(ids)).order_by(table.c.id)
            for row in connection.execute(query).mappings():
                body = body_of(name, row)
                fields = {key: value for key, value in body.fields.items() if key != "visit_id"}
                found.setdefault(row["visit_id"], []).append(Part(name, row["id"], fields, body.void))
    return found
