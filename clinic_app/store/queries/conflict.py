"""Conflicts that the county opened: which record and fields, every value with who wrote it, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.conflict import AMENDMENT, OPEN
from clinic_app.records.conflict import VOID as VOID_GROUP
from clinic_app.store.local_tables import account
from clinic_app.store.projection import body_of
from clinic_app.store.queries.identity import files_of
from clinic_app.store.queries.stored import chunks
from clinic_app.store.queries.wording import label_of, subject, type_word

CONFLICT = RECORD_TYPES["conflict"].sql_table
STAFF = RECORD_TYPES["staff"].sql_table
GROUP_WORDS = {"identity": "身份信息", "address": "住址", AMENDMENT: "更正", VOID_GROUP: "作废"}
VOID = "void"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Contender:
    """One of the values: `key` is A for the first in the county's order, B for the second and so on.

    `author_name` is empty for somebody whom this laptop does not know. `value` holds the group's fields; a withdrawal
    is `{"void": true}`.
    """

    key: str
    mid: str
    author: str
    author_name: str
    device: str
    authored_at: str
    rev: int
    value: Mapping[str, Any]

    @property
    def withdraws(self) -> bool:
        """Whether this side took the record out of force."""
        return self.value.get(VOID) is True


@dataclass(frozen=True)
class Conflict:
    """One clash on one field group of one record.

    `person` is whose record it is, `detail` which of theirs (a visit's day). `follows` is the conflict that this one is
    decided with.
    """

    id: str
    subject_type: str
    subject_id: str
    resident_id: str
    person: str
    detail: str
    group: str
    names: tuple[str, ...]
    base: Mapping[str, Any]
    contenders: tuple[Contender, ...]
    shown: str
    state: str
    decision: Mapping[str, Any]
    follows: str

    @property
    def is_open(self) -> bool:
        """Whether a person still has to choose."""
        return self.state == OPEN

    @property
    def record(self) -> str:
        """The record in words: 随访 2026-11-22."""
        return f"{type_word(self.subject_type)} {self.detail}".rstrip()

    @property
    def labels(self) -> dict[str, str]:
        """The names in the words of the form."""
        return {name: label_of(self.subject_type, name) for name in self.names}

    @property
    def words(self) -> str:
        """What it is about: 身份信息, 本人电话, 更正."""
        return GROUP_WORDS.get(self.group) or label_of(self.subject_type, self.group)

    def contender(self, which: str) -> Contender | None:
        """The value with this key (A, B, …) or of this save."""
        return next((each for each in self.contenders if which in (each.key, each.mid)), None)

    @property
    def differing(self) -> tuple[str, ...]:
        """The names whose values are not the same in all contenders."""
        sides = [each.value for each in self.contenders]
        return tuple(name for name in self.names if any(side.get(name) != sides[0].get(name) for side in sides[1:]))


def conflict(connection: Connection, conflict_id: str) -> Conflict | None:
    """One conflict, open or closed; None when it is not on this laptop."""
    row = connection.execute(select(CONFLICT).where(CONFLICT.c.id == conflict_id)).mappings().first()
    return next(iter(_conflicts(connection, [row])), None) if row else None


def open_conflicts(connection: Connection, resident_id: str | None = None) -> list[Conflict]:
    """What waits for a choice, the clinic's or one person's, oldest first; what is decided along is left out."""
    query = select(CONFLICT).where(CONFLICT.c.state == OPEN, CONFLICT.c.void.is_(False))
    if resident_id is not None:
        query = query.where(CONFLICT.c.resident_id.in_(files_of(connection, resident_id)))
    rows = connection.execute(query).mappings().all()
    waiting = {row["id"] for row in rows}
    leading = [row for row in rows if row["follows"] not in waiting]
    return sorted(_conflicts(connection, leading), key=lambda each: (_since(each), each.id))


def decided_conflicts(connection: Connection, limit: int = 20) -> list[Conflict]:
    """What was decided last, newest first; what was decided along is left out."""
    query = select(CONFLICT).where(CONFLICT.c.state != OPEN, CONFLICT.c.void.is_(False))
    rows = connection.execute(query.order_by(CONFLICT.c.authored_at.desc(), CONFLICT.c.id)).mappings().all()
    decided = {row["id"] for row in rows}
    return _conflicts(connection, [row for row in rows if row["follows"] not in decided][:limit])


def followers(connection: Connection, conflict_id: str) -> list[Conflict]:
    """The conflicts that are decided with this one."""
    rows = connection.execute(select(CONFLICT).where(CONFLICT.c.follows == conflict_id)).mappings().all()
    return sorted(_conflicts(connection, rows), key=lambda each: each.id)


def count_open(connection: Connection) -> int:
    """How many wait for a person, those decided along left out."""
    leader = CONFLICT.alias()
    waiting = select(leader.c.id).where(leader.c.state == OPEN, leader.c.void.is_(False))
    query = select(func.count()).where(
        CONFLICT.c.state == OPEN, CONFLICT.c.void.is_(False), func.coalesce(CONFLICT.c.follows, "").not_in(waiting)
    )
    return int(connection.execute(query).scalar_one())


def with_open_conflicts(connection: Connection, resident_ids: Sequence[str]) -> set[str]:
    """Those of the residents who have something to choose."""
    found: set[str] = set()
    for part in chunks(resident_ids):
        query = select(CONFLICT.c.resident_id).where(
            CONFLICT.c.resident_id.in_(part), CONFLICT.c.state == OPEN, CONFLICT.c.void.is_(False)
        )
        found |= set(connection.scalars(query))
    return found


def _since(each: Conflict) -> str:
    return max((side.authored_at for side in each.contenders), default="")


def _conflicts(connection: Connection, rows: Iterable[RowMapping]) -> list[Conflict]:
    names: dict[str, str] = {}
    return [_conflict(connection, row, names) for row in rows]


def _conflict(connection: Connection, row: RowMapping, names: dict[str, str]) -> Conflict:
    fields = body_of("conflict", row).fields
    type_name, record_id = str(fields.get("subject_type") or ""), str(fields.get("subject_id") or "")
    person, detail = subject(connection, type_name, record_id, resident_id=str(fields.get("resident_id") or ""))
    sides = [each for each in fields.get("contenders") or () if isinstance(each, Mapping)]
    contenders = tuple(_contender(connection, place, each, names) for place, each in enumerate(sides))
    listed = tuple(str(each) for each in fields.get("names") or ())
    return Conflict(
        id=row["id"],
        subject_type=type_name,
        subject_id=record_id,
        resident_id=str(fields.get("resident_id") or ""),
        person=person,
        detail=detail,
        group=str(fields.get("group") or ""),
        names=listed or tuple(dict.fromkeys(name for each in contenders for name in each.value)),
        base=dict(fields.get("base") or {}),
        contenders=contenders,
        shown=str(fields.get("shown") or ""),
        state=str(fields.get("state") or ""),
        decision=dict(fields.get("decision") or {}),
        follows=str(fields.get("follows") or ""),
    )


def _contender(connection: Connection, place: int, side: Mapping[str, Any], names: dict[str, str]) -> Contender:
    author = str(side.get("author") or "")
    if author not in names:
        names[author] = person_name(connection, author)
    value = side.get("value")
    return Contender(
        key=LETTERS[place] if place < len(LETTERS) else str(place + 1),
        mid=str(side.get("mid") or ""),
        author=author,
        author_name=names[author],
        device=str(side.get("device") or ""),
        authored_at=str(side.get("authored_at") or ""),
        rev=int(side.get("rev") or 0),
        value=dict(value) if isinstance(value, Mapping) else {},
    )


def person_name(connection: Connection, author: str) -> str:
    """The name behind an account of this laptop or a staff code; empty for one that is not known here."""
    if not author:
        return ""
    own = connection.execute(select(account.c.name).where(account.c.id == author)).scalar()
    return str(own or connection.execute(select(STAFF.c.name).where(STAFF.c.id == author)).scalar() or "")
