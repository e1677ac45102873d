"""Reading this laptop's audit chain: which entries a question asks for, and each as a person reads it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, literal, or_, select, true

from clinic_app.clock import LOCAL_ZONE, instant_text
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.local_tables import account, audit, outbox_row
from clinic_app.store.queries.reference import villages

PAGE = 500
RESIDENT = "resident:"
ACCOUNT = "account"
DOOR = "household:"
NAMED = ("name", "patient_name", "house_no")
VILLAGE = re.compile(r":\d{12}$")
ABOVE = ("resident", "visit", "referral", "contract")
"""What a record belongs to, whose name it goes by."""
SORTS = {"who": audit.c.actor, "action": audit.c.action, "target": audit.c.target}


@dataclass(frozen=True)
class AuditQuestion:
    """What is looked for: local days from `first` to `last`, an account's id, actions, and what it is about: how the
    target begins, or how the name of the resident begins whom it is about.

    `sort`: `seq`, `who`, `action` or `target`; empty for the newest first.
    """

    first: date | None = None
    last: date | None = None
    actor: str = ""
    actions: tuple[str, ...] = ()
    target: str = ""
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True)
class AuditRow:
    """One entry. `who` is the account's name, `person` the name of whom the target is of, where it may be seen: a
    resident, a door, an account; `id` is the number as a text."""

    id: str
    seq: int
    at: str
    actor: str
    who: str
    action: str
    target: str
    detail: str
    person: str = ""


def audit_ids(connection: Connection, asked: AuditQuestion) -> list[str]:
    """The numbers of the entries, newest first; with a `sort` by actor, action or target, or the oldest first."""
    query = select(audit.c.seq).where(_wanted(asked))
    key = SORTS.get(asked.sort)
    if key is None:
        query = query.order_by(audit.c.seq if asked.sort and not asked.descending else audit.c.seq.desc())
    elif key is audit.c.actor:
        query = query.join_from(audit, account, account.c.id == audit.c.actor, isouter=True)
        name = func.coalesce(account.c.name, audit.c.actor)
        query = query.order_by(name.desc() if asked.descending else name, audit.c.seq.desc())
    else:
        query = query.order_by(key.desc() if asked.descending else key, audit.c.seq.desc())
    return [str(seq) for seq in connection.scalars(query)]


def audit_rows(connection: Connection, ids: Sequence[str]) -> list[AuditRow]:
    """These entries, in the order of `ids`."""
    found = {row.id: row for row in _shaped(connection, _select().where(audit.c.seq.in_(map(int, ids))))}
    return [found[each] for each in ids if each in found]


def audit_entries(connection: Connection, asked: AuditQuestion) -> Iterator[AuditRow]:
    """Every entry that is asked for, oldest first, a page at a time."""
    after = 0
    while True:
        query = _select().where(_wanted(asked), audit.c.seq > after).order_by(audit.c.seq).limit(PAGE)
        page = list(_shaped(connection, query))
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].seq


def audit_count(connection: Connection, asked: AuditQuestion) -> int:
    """How many entries are asked for."""
    return connection.execute(select(func.count()).select_from(audit).where(_wanted(asked))).scalar_one()


def _select() -> Select[Any]:
    columns = (audit.c.seq, audit.c.at, audit.c.actor, account.c.name, audit.c.action, audit.c.target, audit.c.detail)
    return select(*columns).join_from(audit, account, account.c.id == audit.c.actor, isouter=True)


def _wanted(asked: AuditQuestion) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if asked.first is not None:
        parts.append(audit.c.at >= _midnight(asked.first))
    if asked.last is not None:
        parts.append(audit.c.at < _midnight(asked.last + timedelta(days=1)))
    if asked.actor:
        parts.append(audit.c.actor == asked.actor)
    if asked.actions:
        parts.append(audit.c.action.in_(asked.actions))
    if asked.target:
        parts.append(or_(audit.c.target.startswith(asked.target, autoescape=True), _about(asked.target)))
    return and_(*parts)


def _about(name: str) -> ColumnElement[bool]:
    """Entries of residents of this name: their files, and what was saved for them."""
    residents = RECORD_TYPES["resident"].sql_table
    theirs = select(residents.c.id).where(residents.c.name.startswith(name, autoescape=True))
    records = [theirs]
    for kind in ("visit", "referral"):
        table = RECORD_TYPES[kind].sql_table
        records.append(select(table.c.id).where(table.c.resident_id.in_(theirs)))
    saved = [select(outbox_row.c.mid).where(outbox_row.c.id.in_(each)) for each in records]
    files = select(literal(RESIDENT) + residents.c.id).where(residents.c.name.startswith(name, autoescape=True))
    return or_(audit.c.target.in_(files), *(audit.c.mid.in_(each) for each in saved))


def _shaped(connection: Connection, query: Select[Any]) -> Iterator[AuditRow]:
    rows = connection.execute(query).all()
    names = _names(connection, {each for row in rows for each in str(row.target).split()})
    for row in rows:
        # Of what was saved together the people come before their door.
        things = sorted(str(row.target).split(), key=lambda each: each.startswith(DOOR))
        named = (names[each] for each in things if names.get(each))
        yield AuditRow(
            str(row.seq), row.seq, row.at, row.actor, row.name or "", row.action, row.target, row.detail or "",
            next(named, ""),
        )  # fmt: skip


def _names(connection: Connection, targets: Collection[str]) -> dict[str, str]:
    """By target the name of whom it is of, as far as this connection shows it."""
    by_kind: dict[str, list[str]] = {}
    found = _villages(connection, targets)
    for each in targets:
        kind, _, record_id = each.partition(":")
        by_kind.setdefault(kind if record_id else ACCOUNT, []).append(record_id or each)
    for kind, ids in by_kind.items():
        query = _naming(kind)
        if query is not None:
            for row in connection.execute(query.where(query.selected_columns.id.in_(ids))):
                found |= {f"{kind}:{row.id}": row.words or "", row.id: row.words or ""}
    return found


def _villages(connection: Connection, targets: Collection[str]) -> dict[str, str]:
    """The names of villages at the end of targets: a sheet is of a day and a village."""
    codes = {each: each.rpartition(":")[2] for each in targets if VILLAGE.search(each)}
    names = {each.code: each.name for each in villages(connection)} if codes else {}
    return {each: names[code] for each, code in codes.items() if code in names}


def _naming(kind: str) -> Select[Any] | None:
    """Ids of a kind with the words of whom they are of: their own name, else that of what they belong to."""
    if kind == ACCOUNT:
        return select(account.c.id, account.c.name.label("words"))
    if kind not in RECORD_TYPES:
        return None
    table = RECORD_TYPES[kind].sql_table
    joined: FromClause = table
    here = table
    while True:
        named = next((here.c[name] for name in NAMED if name in here.c), None)
        if named is not None:
            return select(table.c.id, named.label("words")).select_from(joined)
        above = next((each for each in ABOVE if f"{each}_id" in here.c), None)
        if above is None:
            return None
        parent = RECORD_TYPES[above].sql_table
        joined = joined.join(parent, here.c[f"{above}_id"] == parent.c.id)
        here = parent


def _midnight(day: date) -> str:
    """The instant at which a local day begins, as entries write it."""
    return instant_text(datetime.combine(day, time(), LOCAL_ZONE))
