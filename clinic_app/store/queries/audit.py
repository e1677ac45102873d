"""Reading this laptop's audit chain: which entries a question asks for, and each as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, true

from clinic_app.clock import LOCAL_ZONE, instant_text
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.local_tables import account, audit

PAGE = 500
RESIDENT = "resident:"
SORTS = {"who": audit.c.actor, "action": audit.c.action, "target": audit.c.target}


@dataclass(frozen=True)
class AuditQuestion:
    """What is looked for: local days from `first` to `last`, an account's id, actions, how the target begins.

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
    """One entry. `who` is the account's name, `person` the resident's where the target is one that may be seen; `id`
    is the number as a text."""

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
        parts.append(audit.c.target.startswith(asked.target, autoescape=True))
    return and_(*parts)


def _shaped(connection: Connection, query: Select[Any]) -> Iterator[AuditRow]:
    rows = connection.execute(query).all()
    names = _names(connection, (str(row.target) for row in rows))
    for row in rows:
        yield AuditRow(
            str(row.seq), row.seq, row.at, row.actor, row.name or "", row.action, row.target, row.detail or "",
            names.get(row.target, ""),
        )  # fmt: skip


def _names(connection: Connection, targets: Iterable[str]) -> dict[str, str]:
    """The names of residents among the targets, as far as this connection shows them."""
    ids = {each.removeprefix(RESIDENT) for each in targets if each.startswith(RESIDENT)}
    if not ids:
        return {}
    table = RECORD_TYPES["resident"].sql_table
    rows = connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(ids)))
    return {f"{RESIDENT}{row.id}": row.name for row in rows}


def _midnight(day: date) -> str:
    """The instant at which a local day begins, as entries write it."""
    return instant_text(datetime.combine(day, time(), LOCAL_ZONE))
