"""What the county publishes for choosing where to send a patient: slots, beds, who can treat, costs, lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, RowMapping, Select, Table, select

from clinic_app.guidelines.referral_cost import CostRule
from clinic_app.guidelines.referral_rules import OwnDisease, RecognisedItem
from clinic_app.records.alliance import CAPABILITY, slot_times
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.queries.reference import organisation

SLOT = RECORD_TYPES["care_slot"].sql_table
BED = RECORD_TYPES["bed_count"].sql_table
ABLE = RECORD_TYPES["capability"].sql_table
COST = RECORD_TYPES["cost_rule"].sql_table
DISEASE = RECORD_TYPES["disease_list"].sql_table
RECOGNISED = RECORD_TYPES["recognised_item"].sql_table
ORGANISATION = RECORD_TYPES["organisation"].sql_table
LEVEL_RANK = {option.code: rank for rank, option in enumerate(CAPABILITY)}
FAR = 1 << 20


@dataclass(frozen=True)
class CareSlot:
    """A time that a department offers; `capacity` is how many patients it takes, not how many are left."""

    organisation: str
    department: str
    kind: str
    item: str
    doctor: str
    day: date
    starts: str
    minutes: int
    capacity: int


@dataclass(frozen=True)
class BedCount:
    """The free beds of a department on the day they were counted."""

    organisation: str
    department: str
    free: int
    counted_on: date
    phone: str


@dataclass(frozen=True)
class CapableUnit:
    """An organisation that treats an emergency; `minutes` of driving from the nearest known start, None unknown."""

    organisation: str
    name: str
    level: str
    minutes: int | None
    phone: str
    note: str


def care_slots(
    connection: Connection,
    organisation: str,
    day: date,
    until: date | None = None,
    *,
    department: str = "",
    kind: str = "",
    item: str = "",
) -> list[CareSlot]:
    """The slots of an organisation from a day to another (both included; None is that day), by time.

    `department`, `kind` (`clinic`, `examination`) and `item` narrow the list where they are given. A session whose
    capacity is 0 is closed and not among them.
    """
    first, last = day.isoformat(), (until or day).isoformat()
    query = _in_force(SLOT).where(SLOT.c.organisation == organisation, SLOT.c.slot_date.between(first, last))
    query = query.where(SLOT.c.capacity > 0)
    for column, wanted in ((SLOT.c.department, department), (SLOT.c.kind, kind), (SLOT.c.item, item)):
        if wanted:
            query = query.where(column == wanted)
    rows = connection.execute(query.order_by(SLOT.c.id)).mappings()
    found = [slot for row in rows for slot in _slots(row)]
    return sorted(found, key=lambda slot: (slot.day, slot.starts, slot.department, slot.doctor))


def beds_of(connection: Connection, organisation: str) -> list[BedCount]:
    """The free beds of an organisation as last published, by department."""
    query = _in_force(BED).where(BED.c.organisation == organisation).order_by(BED.c.department)
    return [
        BedCount(
            row["organisation"], row["department"], row["free"], date.fromisoformat(row["counted_on"]),
            row["phone"] or "",
        )
        for row in connection.execute(query).mappings()
    ]  # fmt: skip


def capable_units(
    connection: Connection, centre: str, *, village: str = "", organisation: str = ""
) -> list[CapableUnit]:
    """Who treats this emergency (a code of CENTRE), nearest first; a unit stands in the list once.

    The way is counted from the village where the county published that, else from the sender's own organisation or
    the one above it, else from anywhere in the county. Where nothing is published for this start the distance is
    unknown: those come last, the sender's own organisation and the one above it before the others.
    """
    starts = _starts(connection, village, organisation)
    nearest: dict[str, RowMapping] = {}
    for row in connection.execute(_in_force(ABLE).where(ABLE.c.centre == centre).order_by(ABLE.c.id)).mappings():
        known = nearest.get(row["organisation"])
        if known is None or _rank(row, starts) < _rank(known, starts):
            nearest[row["organisation"]] = row
    found = [_unit(connection, row, starts) for row in nearest.values()]
    return sorted(found, key=lambda unit: _nearness(unit, starts))


def cost_rules(connection: Connection, on: date) -> list[CostRule]:
    """The lines of the cost table that have begun by a day, also those that newer ones replace."""
    query = _in_force(COST).where(COST.c.valid_from <= on.isoformat())
    rows = connection.execute(query.order_by(COST.c.scheme, COST.c.valid_from, COST.c.id)).mappings()
    return [
        CostRule(
            row["scheme"], date.fromisoformat(row["valid_from"]), row["level"], str(row["deductible"]),
            str(row["rate"]), row["source"] or "",
        )
        for row in rows
    ]  # fmt: skip


def own_list(connection: Connection, kind: str) -> list[OwnDisease]:
    """The diseases that this kind of organisation is expected to treat itself, by code."""
    query = _in_force(DISEASE).where(DISEASE.c.kind == kind).order_by(DISEASE.c.code)
    return [OwnDisease(row["code"], row["name"]) for row in connection.execute(query).mappings()]


def recognised_items(connection: Connection) -> list[RecognisedItem]:
    """The tests whose results the alliance recognises, by code."""
    query = _in_force(RECOGNISED).order_by(RECOGNISED.c.code)
    rows = connection.execute(query).mappings()
    return [RecognisedItem(row["code"], row["name"], row["valid_days"]) for row in rows]


def _in_force(table: Table) -> Select[tuple[object, ...]]:
    return select(table).where(table.c.void.is_(False))


def _slots(row: RowMapping) -> list[CareSlot]:
    """The slots of one published session."""
    day, minutes = date.fromisoformat(row["slot_date"]), row["minutes"]
    return [
        CareSlot(
            row["organisation"], row["department"], row["kind"], row["item"] or "", row["doctor"] or "", day, starts,
            minutes, row["capacity"],
        )
        for starts in slot_times(row["starts"], row["ends"], minutes)
    ]  # fmt: skip


def _starts(connection: Connection, village: str, organisation_code: str) -> tuple[str, ...]:
    """Where the way may begin, the nearest first; "" is anywhere in the county."""
    own = organisation(connection, organisation_code) if organisation_code else None
    codes = (village, organisation_code, own.parent_code if own else None)
    return (*(code for code in codes if code), "")


def _rank(row: RowMapping, starts: tuple[str, ...]) -> int:
    area = row["area"] or ""
    return starts.index(area) if area in starts else len(starts)


def _unit(connection: Connection, row: RowMapping, starts: tuple[str, ...]) -> CapableUnit:
    code = row["organisation"]
    found = organisation(connection, code)
    minutes = row["minutes"] if _rank(row, starts) < len(starts) else None
    name = found.name if found else code
    return CapableUnit(code, name, row["level"], minutes, row["phone"] or "", row["note"] or "")


def _nearness(unit: CapableUnit, starts: tuple[str, ...]) -> tuple[int, int, int, str]:
    minutes = FAR if unit.minutes is None else unit.minutes
    own = starts.index(unit.organisation) if unit.organisation in starts else len(starts)
    return (minutes, own, LEVEL_RANK.get(unit.level, len(LEVEL_RANK)), unit.organisation)
