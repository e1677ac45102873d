"""The facts of this laptop that indicators are counted from, and the words behind their ids."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, case, func, literal, or_, select

from clinic_app.guidelines.indicator_facts import (
    DATED,
    DEAD,
    MOVED,
    PLAIN,
    SECTIONS,
    BaseFact,
    OrganisationFact,
    Period,
    ReferralFact,
    VisitFact,
    townships,
)
from clinic_app.guidelines.indicators import Counted, Scope, count
from clinic_app.guidelines.referral_figures import ReferralStatistics
from clinic_app.protocol.referral_times import disease_names, referral_fact
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.device import load_device
from clinic_app.store.projection import body_of
from clinic_app.store.queries.reference import villages
from clinic_app.store.queries.referral import ordered_events
from clinic_app.store.queries.stored import chunks

VISIT = RECORD_TYPES["visit"].sql_table
REFERRAL = RECORD_TYPES["referral"].sql_table
RESIDENT = RECORD_TYPES["resident"].sql_table
HOUSEHOLD = RECORD_TYPES["household"].sql_table
VILLAGE = RECORD_TYPES["village"].sql_table
PAGE = 2000
"""Rows taken at a time, so that the other threads get their turn."""


@dataclass(frozen=True)
class Area:
    """A scope that a person can choose, with its name."""

    scope: Scope
    name: str


@dataclass(frozen=True)
class Statistics:
    """A period counted on this laptop, and the areas that it can be shown for: first everything, then townships where
    there are several, then villages. `referrals` are all that this laptop holds, of whatever village."""

    counted: Counted
    areas: tuple[Area, ...]
    referrals: ReferralStatistics

    @property
    def whole(self) -> Area:
        """Everything that this laptop answers for."""
        return self.areas[0]


@dataclass(frozen=True)
class BehindRow:
    """One thing behind a figure: which record, whose it is, and what a list says of it."""

    id: str
    resident_id: str
    name: str
    sex: str | None
    birth_date: str | None
    place: str
    what: str


def statistics(connection: Connection, year: int, quarter: int | None, today: date, now: datetime) -> Statistics:
    """Everything counted for a period; some seconds on a township's workstation, off the GUI thread."""
    period = Period(year, quarter, today, now)
    with _collector_at_rest():
        facts = read_facts(connection, period)
        counted = count(facts, period)
        referrals = _referral_statistics(connection, period, tuple(facts["referral"]), counted.bases)
        # Given back in pieces: freeing a million values at one stroke would hold every thread.
        for rows in facts.values():
            while rows:
                del rows[-PAGE:]
    return Statistics(counted, tuple(_areas(connection)), referrals)


def referral_statistics(
    connection: Connection, year: int, quarter: int | None, today: date, now: datetime
) -> ReferralStatistics:
    """The referrals of a period that this laptop holds, ready for their tables; nothing else is read."""
    period = Period(year, quarter, today, now)
    bases = _plain(connection, "yearly_base", BaseFact)
    return _referral_statistics(connection, period, _referrals(connection, period), bases)


def _referral_statistics(
    connection: Connection, period: Period, facts: Sequence[ReferralFact], bases: Sequence[BaseFact]
) -> ReferralStatistics:
    device = load_device(connection)
    names = {each.id: each.name or each.id for each in read_organisations(connection)}
    area = device.organisation if device is not None else ""
    return ReferralStatistics(period, facts, tuple(bases), {**disease_names(), **names}, area)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Python's cycle collector over a million small facts holds every thread, the window's too, for a tenth of a second
    again and again, and finds nothing: facts have no cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def read_facts(connection: Connection, period: Period) -> dict[str, list[Any]]:
    """What the tables hold for a period, a year back from its end, and every visit of whoever has died or moved."""
    facts: dict[str, list[Any]] = {
        name: _plain(connection, name, kind) for name, kind in PLAIN.items() if name != "organisation"
    }
    for name, (day, kind) in DATED.items():
        table = RECORD_TYPES[name].sql_table
        query = _columns(table, kind).where(table.c[day] >= period.since, table.c[day] <= period.until)
        facts[name] = _read(connection, query, kind)
    facts["visit"] += _visits_of_gone(connection, period)
    for name, kind in SECTIONS.items():
        table = RECORD_TYPES[name].sql_table
        query = _columns(table, kind).join(VISIT, VISIT.c.id == table.c.visit_id)
        query = query.where(VISIT.c.visit_date >= period.since, VISIT.c.visit_date <= period.until)
        facts[name] = _read(connection, query, kind)
    facts["referral"] = _referrals(connection, period)
    return facts


def read_organisations(connection: Connection) -> list[OrganisationFact]:
    """The organisations in force, for the villages of townships."""
    return _plain(connection, "organisation", OrganisationFact)


def _plain(connection: Connection, name: str, kind: type[Any]) -> list[Any]:
    return _read(connection, _columns(RECORD_TYPES[name].sql_table, kind), kind)


def _columns(table: Table, kind: type[Any]) -> Select[Any]:
    return select(*(table.c[name] for name in kind._fields)).where(table.c.void.is_(False))


def _read(connection: Connection, query: Select[Any], kind: type[Any]) -> list[Any]:
    found: list[Any] = []
    for part in connection.execution_options(yield_per=PAGE).execute(query).partitions():
        found.extend(map(kind._make, part))
    return found


def _visits_of_gone(connection: Connection, period: Period) -> list[VisitFact]:
    """Older visits of people with a death or a move: whether somebody has come back shows only in all of them."""
    left = select(VISIT.c.resident_id).where(VISIT.c.void.is_(False), VISIT.c.outcome.in_((DEAD, MOVED)))
    query = _columns(VISIT, VisitFact).where(VISIT.c.visit_date < period.since, VISIT.c.resident_id.in_(left))
    return _read(connection, query, VisitFact)


def _referrals(connection: Connection, period: Period) -> list[ReferralFact]:
    day = REFERRAL.c.referral_date
    query = select(REFERRAL).where(
        REFERRAL.c.void.is_(False), or_(day.is_(None), (day >= period.since) & (day <= period.until))
    )
    rows = connection.execute(query).mappings().all()
    events = ordered_events(connection, [row["id"] for row in rows])
    return [referral_fact(row["id"], body_of("referral", row).fields, events.get(row["id"], ())) for row in rows]


def _areas(connection: Connection) -> list[Area]:
    """What this laptop answers for as a whole, and its parts."""
    device = load_device(connection)
    names = {each.code: each.name for each in villages(connection)}
    codes = frozenset(device.scope.villages if device else ()) or frozenset(names)
    towns = townships(read_organisations(connection))
    area = device.organisation if device is not None and codes >= towns.get(device.organisation, _NONE)[1] else ""
    name = device.organisation_name if device is not None else "、".join(sorted(names.values())[:3])
    whole = Area(Scope(codes, area if area in towns else ""), name)
    parts = [Area(Scope(each & codes, code), name) for code, (name, each) in towns.items() if each & codes]
    single = [Area(Scope(frozenset({code}), code), names.get(code, code)) for code in sorted(codes)]
    return [whole, *(parts if len(parts) > 1 else []), *(single if len(single) > 1 else [])]


_NONE: tuple[str, frozenset[str]] = ("", frozenset())


def behind_rows(connection: Connection, of: str, ids: Sequence[str]) -> list[BehindRow]:
    """The rows of a list behind a figure, in the order of `ids`; what is not here any more is left out."""
    found: dict[str, BehindRow] = {}
    for part in chunks(ids):
        for row in connection.execute(_BEHIND[of](part)).mappings():
            found[row["id"]] = _behind(row)
    return [found[each] for each in ids if each in found]


def _behind(row: Mapping[Any, Any]) -> BehindRow:
    place = "".join(part for part in (row["village"], row["group_name"], row["house_no"]) if part)
    return BehindRow(
        row["id"], row["resident_id"] or "", row["name"] or "", row["sex"], row["birth_date"], place, row["what"] or ""
    )


def _who(thing: Any, resident: Any, what: Any) -> Select[Any]:
    """A thing with the person it is of."""
    village = VILLAGE.c.name.label("village")
    return select(
        thing.label("id"), resident.label("resident_id"), RESIDENT.c.name, RESIDENT.c.sex, RESIDENT.c.birth_date,
        village, HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no, what.label("what"),
    )  # fmt: skip


def _residents(ids: Sequence[str]) -> Select[Any]:
    query = _who(RESIDENT.c.id, RESIDENT.c.id, RESIDENT.c.responsible_doctor).select_from(RESIDENT)
    return _with_address(query).where(RESIDENT.c.id.in_(ids))


def _things(type_name: str, day: str) -> Any:
    table = RECORD_TYPES[type_name].sql_table

    def query(ids: Sequence[str]) -> Select[Any]:
        found = _who(table.c.id, table.c.resident_id, table.c[day]).select_from(table)
        return _with_address(found.outerjoin(RESIDENT, RESIDENT.c.id == table.c.resident_id)).where(table.c.id.in_(ids))

    return query


def _slips(ids: Sequence[str]) -> Select[Any]:
    """A receiver has no file of the person: the slip says who it is, and there is no person to open."""
    names = {name: func.coalesce(RESIDENT.c[own], REFERRAL.c[name]).label(own)
             for name, own in (("patient_name", "name"), ("sex", "sex"), ("birth_date", "birth_date"))}  # fmt: skip
    query = select(
        REFERRAL.c.id, RESIDENT.c.id.label("resident_id"), *names.values(), VILLAGE.c.name.label("village"),
        HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no, REFERRAL.c.referral_date.label("what"),
    ).select_from(REFERRAL)  # fmt: skip
    people = query.outerjoin(RESIDENT, RESIDENT.c.id == REFERRAL.c.resident_id)
    return _with_address(people).where(REFERRAL.c.id.in_(ids))


def _households(ids: Sequence[str]) -> Select[Any]:
    """A family is told by its head; opening it opens the first member's page."""
    member = RESIDENT.alias()
    first = (
        select(member.c.id)
        .where(member.c.household_id == HOUSEHOLD.c.id, member.c.void.is_(False))
        .order_by(case((member.c.relation_to_head == "1", 0), else_=1), member.c.id)
        .limit(1)
        .correlate(HOUSEHOLD)
        .scalar_subquery()
    )
    return (
        select(
            HOUSEHOLD.c.id, first.label("resident_id"), HOUSEHOLD.c.head_name.label("name"), RESIDENT.c.sex,
            RESIDENT.c.birth_date, VILLAGE.c.name.label("village"), HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no,
            literal("").label("what"),
        )
        .outerjoin(VILLAGE, VILLAGE.c.id == HOUSEHOLD.c.village_code)
        .outerjoin(RESIDENT, RESIDENT.c.id == first)
        .where(HOUSEHOLD.c.id.in_(ids))
    )  # fmt: skip


def _with_address(query: Select[Any]) -> Select[Any]:
    return query.outerjoin(HOUSEHOLD, HOUSEHOLD.c.id == RESIDENT.c.household_id).outerjoin(
        VILLAGE, VILLAGE.c.id == RESIDENT.c.village_code
    )


_BEHIND: Mapping[str, Any] = {
    "resident": _residents,
    "household": _households,
    "visit": _things("visit", "visit_date"),
    "referral": _slips,
    "attempt": _things("contact_attempt", "attempted_on"),
}
