"""Family-doctor contracts of a person and what of them was fulfilled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.guidelines.term import TermState, term_state
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.projection import body_of
from clinic_app.store.queries.identity import files_of
from clinic_app.store.queries.stored import day

CONTRACT = RECORD_TYPES["contract"].sql_table
SERVICE = RECORD_TYPES["contract_service"].sql_table


@dataclass(frozen=True)
class Service:
    """One item that was given."""

    id: str
    item: str
    given_on: str
    note: str


@dataclass(frozen=True)
class ContractRow:
    """One live contract with its services, the newest first."""

    id: str
    fields: Mapping[str, Any]
    services: tuple[Service, ...]

    @property
    def packages(self) -> tuple[str, ...]:
        """The agreed packages, each a name."""
        return tuple(str(each) for each in self.fields.get("packages") or ())

    def state(self, on: date, *, renewal_days: int = 0) -> TermState:
        """Where it stands on a day; a term that cannot be read counts as expired."""
        begins, ends = day(self.fields.get("starts_on")), day(self.fields.get("ends_on"))
        if begins is None or ends is None:
            return TermState.EXPIRED
        ended = day(self.fields.get("terminated_on"))
        return term_state(begins, ends, on, terminated_on=ended, renewal_days=renewal_days)


def contracts_of(connection: Connection, resident_id: str) -> list[ContractRow]:
    """All live contracts of a person, the latest term first."""
    query = (
        select(CONTRACT)
        .where(CONTRACT.c.resident_id.in_(files_of(connection, resident_id)), CONTRACT.c.void.is_(False))
        .order_by(CONTRACT.c.ends_on.desc(), CONTRACT.c.id.desc())
    )
    rows = connection.execute(query).mappings().all()
    services = _services(connection, [row["id"] for row in rows])
    return [ContractRow(row["id"], body_of("contract", row).fields, services.get(row["id"], ())) for row in rows]


def current_contract(contracts: list[ContractRow], on: date) -> ContractRow | None:
    """The one in force on a day, else the latest; None without any."""
    over = (TermState.EXPIRED, TermState.TERMINATED, TermState.COMING)
    return next((each for each in contracts if each.state(on) not in over), contracts[0] if contracts else None)


def _services(connection: Connection, ids: list[str]) -> dict[str, tuple[Service, ...]]:
    found: dict[str, list[Service]] = {}
    query = (
        select(SERVICE)
        .where(SERVICE.c.contract_id.in_(ids), SERVICE.c.void.is_(False))
        .order_by(SERVICE.c.given_on.desc(), SERVICE.c.id.desc())
    )
    for row in connection.execute(query):
        one = Service(row.id, row.item or "", row.given_on or "", row.note or "")
        found.setdefault(row.contract_id, []).append(one)
    return {key: tuple(each) for key, each in found.items()}
