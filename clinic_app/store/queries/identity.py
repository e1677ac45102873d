"""Files of one person that were registered twice: readers follow the link, children keep their `resident_id`.

Links are few, so the whole set is read where a list needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, func, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identity import OPEN

LINK = RECORD_TYPES["identity_link"].sql_table
CANDIDATE = RECORD_TYPES["duplicate_candidate"].sql_table
RESIDENT = RECORD_TYPES["resident"].sql_table


@dataclass(frozen=True)
class Link:
    """One link in force."""

    id: str
    resident_id: str
    canonical_id: str
    reason: str


@dataclass(frozen=True)
class CandidateRow:
    """Two files that the county takes for one person's, until somebody decides."""

    id: str
    resident_ids: tuple[str, ...]
    people: tuple[Mapping[str, Any], ...]
    why: str
    state: str
    decision: Mapping[str, Any]


_HERE = exists().where(RESIDENT.c.id == LINK.c.canonical_id, RESIDENT.c.void.is_(False))
# Nearly every reader asks this first: made once, the statement costs a fifth.
_IN_FORCE = (
    select(LINK.c.resident_id, LINK.c.canonical_id).where(LINK.c.void.is_(False), _HERE).order_by(LINK.c.id.desc())
)


def canonical_ids(connection: Connection) -> dict[str, str]:
    """Every linked file's canonical one, chains followed; a ring that two laptops made ends at its smallest id.

    A link to a file that is not on this laptop hides nobody: the file that is here stands for the person.
    """
    step: dict[str, str] = {row.resident_id: row.canonical_id for row in connection.execute(_IN_FORCE)}
    return {each: end for each in step if (end := _end(step, each)) != each}


def _end(step: Mapping[str, str], start: str) -> str:
    seen = [start]
    while seen[-1] in step:
        following = step[seen[-1]]
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def canonical_id(connection: Connection, resident_id: str) -> str:
    """The file that stands for this person."""
    return canonical_ids(connection).get(resident_id, resident_id)


def files_of(connection: Connection, resident_id: str) -> list[str]:
    """All files of the person that `resident_id` is one of, the canonical one first."""
    canonical = canonical_ids(connection)
    if not canonical:
        return [resident_id]
    end = canonical.get(resident_id, resident_id)
    return [end, *sorted(each for each, other in canonical.items() if other == end)]


def links_of(connection: Connection, resident_id: str) -> list[Link]:
    """The links in force that hold the files of this person together."""
    files = files_of(connection, resident_id)
    query = select(LINK.c.id, LINK.c.resident_id, LINK.c.canonical_id, LINK.c.reason).where(
        LINK.c.void.is_(False), LINK.c.resident_id.in_(files)
    )
    return [Link(row.id, row.resident_id, row.canonical_id, row.reason or "") for row in connection.execute(query)]


def candidates(connection: Connection, state: str = OPEN) -> list[CandidateRow]:
    """Likely duplicates in a state, the newest first."""
    query = select(CANDIDATE).where(CANDIDATE.c.void.is_(False), CANDIDATE.c.state == state)
    return [_candidate(row) for row in connection.execute(query.order_by(CANDIDATE.c.id.desc())).mappings()]


def candidate(connection: Connection, candidate_id: str) -> CandidateRow | None:
    """One likely duplicate, decided or not."""
    row = connection.execute(select(CANDIDATE).where(CANDIDATE.c.id == candidate_id)).mappings().first()
    return None if row is None else _candidate(row)


def open_candidates(connection: Connection) -> int:
    """How many wait for a person."""
    query = select(func.count()).where(CANDIDATE.c.void.is_(False), CANDIDATE.c.state == OPEN)
    return int(connection.execute(query).scalar_one())


def _candidate(row: RowMapping) -> CandidateRow:
    people = tuple(each for each in row["people"] or () if isinstance(each, Mapping))
    ids = tuple(str(each.get("resident_id") or "") for each in people)
    return CandidateRow(row["id"], ids, people, row["why"] or "", row["state"] or "", dict(row["decision"] or {}))
