"""Making residents findable: their haystacks in the file, and a note of all that is found otherwise now.

The note is for the lines in memory (store/remembered.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.haystack import haystack
from clinic_app.store.local_tables import resident_search
from clinic_app.store.queries.identity import canonical_ids

RESIDENT = RECORD_TYPES["resident"].sql_table
HOUSEHOLD = RECORD_TYPES["household"].sql_table
LINK = RECORD_TYPES["identity_link"].sql_table
CHUNK = 500
CHANGED = "findable_changed"
MOST_CHANGED = 100
"""The last ones are named; whoever holds lines in memory from before them reads those anew."""
FOUND = ("resident", "household", "referral")
Item = TypeVar("Item")
Entry = tuple[str, str, str, str | None]
INDEX_RESIDENT = (
    "INSERT INTO resident_search (resident_id, haystack, sort_name, village_code) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (resident_id) DO UPDATE SET haystack = excluded.haystack, sort_name = excluded.sort_name,"
    " village_code = excluded.village_code"
)


def changed_since(connection: Connection, moment: int) -> list[str] | None:
    """The ids of what is found otherwise since `moment` (`present`); None where that is too long ago."""
    first, ids = read_setting(connection, CHANGED, (0, []))
    return ids[moment - first :] if first <= moment <= first + len(ids) else None


def present(connection: Connection) -> int:
    """How much has changed until now; a number of this file."""
    first, ids = read_setting(connection, CHANGED, (0, []))
    return int(first) + len(ids)


def note_slips(connection: Connection, type_name: str, records: Iterable[tuple[str, Mapping[str, Any], bool]]) -> None:
    """Referrals are found by what stands in them, and by the name that was learnt later."""
    if type_name == "referral":
        _note_changed(connection, [record_id for record_id, _, _ in records])
    else:
        told = [fields.get("referral_id") for _, fields, _ in records if fields.get("event") == "complete"]
        _note_changed(connection, [each for each in told if isinstance(each, str)])


def _note_changed(connection: Connection, changed: Collection[str]) -> None:
    """Part of the change itself: whoever sees it sees the note."""
    if not changed:
        return
    first, ids = read_setting(connection, CHANGED, (0, []))
    ids = [*ids, *changed]
    older = max(0, len(ids) - MOST_CHANGED)
    write_setting(connection, CHANGED, (first + older, ids[older:]))


def index_resident(connection: Connection, resident_id: str, fields: Mapping[str, Any], void: bool) -> None:
    """Make one resident findable by what `fields` says now; a void one is not found."""
    index_residents(connection, [(resident_id, fields, void)])


def index_residents(connection: Connection, residents: Iterable[tuple[str, Mapping[str, Any], bool]]) -> None:
    """Make residents findable: `(id, fields, void)` each, in a few statements for all of them."""
    batch = list(residents)
    hidden = canonical_ids(connection)
    gone = [resident_id for resident_id, _, void in batch if void or resident_id in hidden]
    if hidden:
        # A file that stands for others has come: they are found as this one from now on.
        came = {resident_id for resident_id, _, _ in batch}
        gone += [each for each, canonical in hidden.items() if canonical in came]
    _note_changed(connection, dict.fromkeys([*(resident_id for resident_id, _, _ in batch), *gone]))
    for part in _parts(gone):
        connection.execute(delete(resident_search).where(resident_search.c.resident_id.in_(part)))
    kept = [(resident_id, fields) for resident_id, fields, void in batch if not void and resident_id not in hidden]
    doors = _doors(connection, {fields.get("household_id") for _, fields in kept})
    rows = [_entry(resident_id, fields, doors) for resident_id, fields in kept]
    if rows:
        # The driver takes ready tuples twice as fast as SQLAlchemy's way, as in projection.py.
        connection.exec_driver_sql(INDEX_RESIDENT, rows)


def index_household(connection: Connection, household_id: str) -> None:
    """Bring the members of one household up to its present address."""
    index_households(connection, [household_id])


def index_households(connection: Connection, household_ids: Iterable[str]) -> None:
    """Bring households and their members up to their present addresses."""
    changed = list(household_ids)
    _note_changed(connection, changed)
    for part in _parts(changed):
        members = connection.execute(select(RESIDENT).where(RESIDENT.c.household_id.in_(part))).mappings()
        index_residents(connection, [(row["id"], dict(row), row["void"]) for row in members])


def index_linked(connection: Connection, link_ids: Iterable[str]) -> None:
    """Bring both ends of identity links up to date: a linked file is found as its canonical one only."""
    for part in _parts(list(link_ids)):
        ends = connection.execute(select(LINK.c.resident_id, LINK.c.canonical_id).where(LINK.c.id.in_(part))).all()
        ids = {each for row in ends for each in row if each}
        rows = connection.execute(select(RESIDENT).where(RESIDENT.c.id.in_(ids))).mappings()
        index_residents(connection, [(row["id"], dict(row), row["void"]) for row in rows])


def index_behind(connection: Connection, resident_ids: Iterable[str]) -> None:
    """Files that stood behind these, which have left this laptop, are found by themselves again."""
    for part in _parts(list(resident_ids)):
        behind = select(LINK.c.id).where(LINK.c.canonical_id.in_(part), LINK.c.void.is_(False))
        index_linked(connection, connection.scalars(behind).all())


def forget(connection: Connection, type_name: str, ids: Collection[str]) -> None:
    """What has left this laptop is not found any more; records of a kind that nobody looks for are none of it."""
    if type_name in FOUND:
        _note_changed(connection, ids)
    elif type_name == "referral_event":
        # Whose name it told is not known any more: everything is read anew.
        _note_changed(connection, [""] * (MOST_CHANGED + 1))
    if type_name == "resident":
        for part in _parts(list(ids)):
            connection.execute(delete(resident_search).where(resident_search.c.resident_id.in_(part)))
        index_behind(connection, ids)


def _entry(resident_id: str, fields: Mapping[str, Any], doors: Mapping[str, Mapping[str, Any]]) -> Entry:
    door = doors.get(fields.get("household_id") or "", {})
    found, sort_name = haystack(fields, door)
    village = fields.get("village_code")
    return resident_id, found, sort_name, village if isinstance(village, str) else None


def _doors(connection: Connection, household_ids: Collection[Any]) -> dict[str, Mapping[str, Any]]:
    known = [each for each in household_ids if isinstance(each, str)]
    columns = (HOUSEHOLD.c.id, HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no, HOUSEHOLD.c.phone)
    found: dict[str, Mapping[str, Any]] = {}
    for part in _parts(known):
        rows = connection.execute(select(*columns).where(HOUSEHOLD.c.id.in_(part), HOUSEHOLD.c.void.is_(False)))
        found |= {row["id"]: dict(row) for row in rows.mappings()}
    return found


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    iterator = iter(items)
    while part := list(islice(iterator, CHUNK)):
        yield part
