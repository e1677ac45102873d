"""The facts of this laptop that indicators are counted from, and the words behind their ids."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    SAID,
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
NAMED = ("resident", "household", "visit", "contact_attempt")
"""Types whose ids stay behind the figures when everything else is let go."""
OFTEN = re.compile(r".*_id|.*_date|.*_on|.*_code|.*doctor.*|author|by")
"""Columns in which few values stand for many rows."""


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
        slips = tuple(facts["referral"])
        # Given back in pieces: freeing a million values at one stroke would hold every thread.
        for rows in facts.values():
            while rows:
                del rows[-PAGE:]
    referrals = _referral_statistics(connection, period, slips, counted.bases)
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
    facts: dict[str, list[Any]] = {"referral": _referrals(connection, period)}
    # What is kept of a statement comes before the rows of all of them, so that it stands in nobody's way in memory.
    ids = [_partitions(connection, query) for query in _named(period)]
    asked = [(name, kind, _partitions(connection, query)) for name, kind, query in _queries(period)]
    # Then the ids that stay: all around them is free again when the facts are let go.
    known = {row[0]: row[0] for partitions in ids for part in partitions for row in part}
    for name, kind, rows in asked:
        facts.setdefault(name, []).extend(_made(rows, kind, known))
    return facts


def _queries(period: Period) -> Iterator[tuple[str, type[Any], Select[Any]]]:
    for name, kind in PLAIN.items():
        if name != "organisation":
            yield name, kind, _columns(RECORD_TYPES[name].sql_table, kind)
    for name, (day, kind) in DATED.items():
        table = RECORD_TYPES[name].sql_table
        yield name, kind, _columns(table, kind).where(table.c[day] >= period.since, table.c[day] <= period.until)
    left = select(VISIT.c.resident_id).where(VISIT.c.void.is_(False), VISIT.c.outcome.in_((DEAD, MOVED)))
    older = _columns(VISIT, VisitFact).where(VISIT.c.visit_date < period.since, VISIT.c.resident_id.in_(left))
    # Whether somebody has come back shows only in all of them.
    yield "visit", VisitFact, older
    for name, kind in SECTIONS.items():
        table = RECORD_TYPES[name].sql_table
        query = _columns(table, kind).join(VISIT, VISIT.c.id == table.c.visit_id)
        yield name, kind, query.where(VISIT.c.visit_date >= period.since, VISIT.c.visit_date <= period.until)


def _named(period: Period) -> Iterator[Select[Any]]:
    """The ids that stay behind the figures."""
    for name in NAMED:
        table = RECORD_TYPES[name].sql_table
        query = select(table.c.id).where(table.c.void.is_(False))
        if name in DATED:
            day = table.c[DATED[name][0]]
            query = query.where(day >= period.since, day <= period.until)
        yield query


def _made(partitions: Iterable[Sequence[Any]], kind: type[Any], known: dict[str, str]) -> Iterator[Any]:
    """The facts of some rows. `known` holds one object of each value that comes often."""
    often = [place for place, name in enumerate(kind._fields) if OFTEN.fullmatch(name)]
    once, make = known.setdefault, kind._make
    for part in partitions:
        for row in part:
            values = list(row)
            # Every fact begins with its id.
            values[0] = known.get(values[0], values[0])
            for place in often:
                value = values[place]
                if value is not None:
                    values[place] = once(value, value)
            yield make(values)


def _partitions(connection: Connection, query: Select[Any]) -> Iterator[Sequence[Any]]:
    return connection.execution_options(yield_per=PAGE).execute(query).partitions()


def read_organisations(connection: Connection) -> list[OrganisationFact]:
    """The organisations in force, for the villages of townships."""
    return _plain(connection, "organisation", OrganisationFact)


def _plain(connection: Connection, name: str, kind: type[Any]) -> list[Any]:
    return list(_made(_partitions(connection, _columns(RECORD_TYPES[name].sql_table, kind)), kind, {}))


def _columns(table: Table, kind: type[Any]) -> Select[Any]:
    return select(*(_said(table, name) if name in SAID else table.c[name] for name in kind._fields)).where(
        table.c.void.is_(False)
    )


def _said(table: Table, name: str) -> Any:
    return case((func.coalesce(table.c[name], "") == "", None), else_="1").label(name)


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
