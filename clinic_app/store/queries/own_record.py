"""Everything that stands in one person's files, of every declared type, withdrawn records too."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from clinic_app.clock import local_time_text
from clinic_app.protocol.body import Body
from clinic_app.records.catalogue import RECORD_TYPES, county_types, reference_types
from clinic_app.store.projection import body_of
from clinic_app.store.queries.identity import files_of

DAYS = ("visit_date", "encounter_date", "consult_date", "referral_date", "return_date", "attempted_on", "signed_on",
        "given_on", "registered_on", "filled_on")  # fmt: skip
PERSON = ("resident", "household")
"""Who it is stands before what happened."""


@dataclass(frozen=True)
class OwnRecord:
    """One record of a person; `day` is its own, or that of what it stands under, or the one on which it was saved."""

    type: str
    id: str
    day: str
    body: Body


def types_of_a_person() -> tuple[str, ...]:
    """Types whose records are somebody's, parents before children. What the county found by itself (conflicts, likely
    duplicates) holds other people too and is left out, as in `records export`."""
    left_out = {*reference_types(), *county_types()}
    return tuple(
        name
        for name, each in RECORD_TYPES.items()
        if name not in left_out and (name in PERSON or (each.parent is not None and each.parent.reference))
    )


def own_records(connection: Connection, resident_id: str) -> list[OwnRecord]:
    """The person first, then by day, what stands under a record after it; nothing when nobody of this id is here.

    All files of the person count. The family's own file is there, its other members are not.
    """
    found: dict[str, dict[str, Body]] = {
        "resident": _by(connection, "resident", "id", files_of(connection, resident_id))
    }
    homes = [str(home) for body in found["resident"].values() if (home := body.fields.get("household_id"))]
    found["household"] = _by(connection, "household", "id", homes)
    for name in sorted(types_of_a_person(), key=_depth):
        parent = RECORD_TYPES[name].parent
        if name not in PERSON and parent is not None:
            found[name] = _by(connection, name, parent.name, list(found.get(parent.reference, ())))
    order = {name: place for place, name in enumerate(RECORD_TYPES)}
    placed = []
    for name, bodies in found.items():
        for record_id, body in bodies.items():
            roots = _roots(found, name, record_id)
            placed.append(
                ((name not in PERSON, roots, order[name], record_id), OwnRecord(name, record_id, roots[-1][0], body))
            )
    return [each for _, each in sorted(placed, key=lambda pair: pair[0])]


def _depth(name: str) -> int:
    parent = RECORD_TYPES[name].parent
    return 0 if name in PERSON or parent is None else 1 + _depth(parent.reference)


def _by(connection: Connection, name: str, column: str, ids: list[str]) -> dict[str, Body]:
    table = RECORD_TYPES[name].sql_table
    rows = connection.execute(select(table).where(table.c[column].in_(ids)).order_by(table.c.id)).mappings()
    return {row["id"]: body_of(name, row) for row in rows}


def _roots(found: dict[str, dict[str, Body]], name: str, record_id: str) -> tuple[tuple[str, str], ...]:
    """Day and id of what the record stands under, the topmost first, and its own last."""
    body, parent = found[name][record_id], RECORD_TYPES[name].parent
    above: tuple[tuple[str, str], ...] = ()
    if name not in PERSON and parent is not None and parent.reference not in PERSON:
        above = _roots(found, parent.reference, str(body.fields[parent.name]))
    own = next((str(body.fields[each]) for each in DAYS if body.fields.get(each)), "")
    saved = local_time_text(body.authored_at)[:10] if body.authored_at else ""
    return (*above, (own or (above[-1][0] if above else saved), record_id))
