"""One person at a glance: the card, and beside it the state of each programme, contracts, and which forms there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.store.projection import body_of
from clinic_app.store.queries.contract import ContractRow, contracts_of
from clinic_app.store.queries.identity import files_of
from clinic_app.store.queries.marks import NONE, Marks, marks
from clinic_app.store.queries.residents import Registration, ResidentCard, resident_card
from clinic_app.store.queries.stored import local_day

VISIT = RECORD_TYPES["visit"].sql_table
EVENTS = ("encounter", "consultation")


@dataclass(frozen=True)
class ProgrammeState:
    """A programme that a person is in, with the newest follow-up of it; without one `visit_date` is empty."""

    registration: Registration
    section: str
    visit_date: str = ""
    fields: Mapping[str, Any] | None = None

    @property
    def programme(self) -> str:
        """Its code."""
        return self.registration.programme

    def value(self, name: str) -> Any:
        """A field of the newest follow-up; None for none."""
        return (self.fields or {}).get(name)


@dataclass(frozen=True)
class EndedRegistration:
    """Management that was ended: a void registration; the local day of its end and why."""

    programme: str
    registered_on: str
    ended_on: date | None
    reason: str


@dataclass(frozen=True)
class Overview:
    """Everything the page of a person shows at once. `forms` are the types of record that a form is printed of, the
    newest id of each; `supplement` is the id of the mental supplement, empty without one."""

    card: ResidentCard
    states: tuple[ProgrammeState, ...]
    contracts: tuple[ContractRow, ...]
    forms: Mapping[str, str]
    supplement: str
    marks: Marks


def overview(connection: Connection, resident_id: str, on: date, now: datetime) -> Overview | None:
    """A person as things stand; None when the resident is not on this laptop."""
    card = resident_card(connection, resident_id, on)
    if card is None:
        return None
    files = files_of(connection, card.id)
    newest = _newest_sections(connection, files)
    return Overview(
        card=card,
        states=tuple(_state(each, newest) for each in card.registrations),
        contracts=tuple(contracts_of(connection, card.id)),
        forms={name: row_id for name, (_, row_id, _) in newest.items()} | _newest_events(connection, files),
        supplement=supplement_of(connection, card.id),
        marks=marks(connection, now).get(card.id, NONE),
    )


_Newest = Mapping[str, tuple[str, str, Mapping[str, Any]]]
"""By section type: visit date, id and fields of the newest."""


def _newest_sections(connection: Connection, files: Sequence[str]) -> _Newest:
    found = {}
    for name in SECTION_PROGRAMME:
        row = connection.execute(_newest(name), {"files": files}).mappings().first()
        if row is not None:
            found[name] = (row["day"], row["id"], body_of(name, row).fields)
    return found


@cache
def _newest(name: str) -> Select[Any]:
    """The newest live section of a kind; made once, because a person's page asks for all of them."""
    table = RECORD_TYPES[name].sql_table
    return (
        select(table, VISIT.c.visit_date.label("day"))
        .join(VISIT, VISIT.c.id == table.c.visit_id)
        .where(VISIT.c.resident_id.in_(bindparam("files", expanding=True)))
        .where(VISIT.c.void.is_(False), table.c.void.is_(False))
        .order_by(VISIT.c.visit_date.desc(), VISIT.c.id.desc(), table.c.id.desc())
        .limit(1)
    )


def programme_states(connection: Connection, card: ResidentCard) -> tuple[ProgrammeState, ...]:
    """The state of each programme that a person is in."""
    newest = _newest_sections(connection, files_of(connection, card.id))
    return tuple(_state(each, newest) for each in card.registrations)


def _state(registration: Registration, newest: _Newest) -> ProgrammeState:
    section = PROGRAMME_SECTION.get(registration.programme, "")
    if section not in newest:
        return ProgrammeState(registration, section)
    visited, _, fields = newest[section]
    return ProgrammeState(registration, section, visited, fields)


def _newest_events(connection: Connection, files: Sequence[str]) -> dict[str, str]:
    found = {}
    for name in EVENTS:
        table = RECORD_TYPES[name].sql_table
        query = select(table.c.id).where(table.c.resident_id.in_(files), table.c.void.is_(False))
        newest = connection.execute(query.order_by(table.c.id.desc()).limit(1)).scalar()
        if newest:
            found[name] = str(newest)
    return found


def supplement_of(connection: Connection, resident_id: str) -> str:
    """The id of a person's mental supplement, empty without one; of two laptops' the first counts."""
    table, files = RECORD_TYPES["mental_supplement"].sql_table, files_of(connection, resident_id)
    query = select(table.c.id).where(table.c.resident_id.in_(files), table.c.void.is_(False)).order_by(table.c.id)
    return str(connection.execute(query.limit(1)).scalar() or "")


def ended_registrations(connection: Connection, resident_id: str) -> list[EndedRegistration]:
    """Registrations that were ended, the latest first."""
    table, files = RECORD_TYPES["chronic_registration"].sql_table, files_of(connection, resident_id)
    query = select(table).where(table.c.resident_id.in_(files), table.c.void.is_(True))
    rows = connection.execute(query.order_by(table.c.authored_at.desc(), table.c.id)).mappings()
    found = []
    for row in rows:
        ended = local_day(row["authored_at"])
        reason = row["change_reason"] or ""
        found.append(EndedRegistration(row["programme"] or "", row["registered_on"] or "", ended, reason))
    return found
