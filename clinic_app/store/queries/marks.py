"""Who has something that a person must look at: a conflict to choose, a save that was refused, a move under way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from clinic_app.store.local_tables import departed
from clinic_app.store.queries.conflict import open_conflicts
from clinic_app.store.queries.identity import canonical_ids
from clinic_app.store.queries.quarantine import DEFERRED, refused_saves


@dataclass(frozen=True)
class Marks:
    """What stands beside a resident's name. `moved`: left this laptop's area with own work still under way."""

    conflicts: int = 0
    refused: int = 0
    moved: bool = False


NONE = Marks()


def marks(connection: Connection, now: datetime) -> dict[str, Marks]:
    """The residents with something to look at; linked files count for the one that stands for them."""
    canonical = canonical_ids(connection)
    conflicts = Counter(canonical.get(each.resident_id, each.resident_id) for each in open_conflicts(connection))
    saves = [each for each in refused_saves(connection, now) if each.state != DEFERRED]
    refused = Counter(canonical.get(each.resident_id, each.resident_id) for each in saves)
    moved = set(connection.scalars(select(departed.c.resident_id).where(departed.c.pending)))
    people = {*conflicts, *refused, *moved} - {""}
    return {each: Marks(conflicts[each], refused[each], each in moved) for each in people}
