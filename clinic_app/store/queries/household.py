"""Households as a doctor walks them: the list, and one family with what each member is due for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, ScalarSelect, Select, cast, func, select

from clinic_app.guidelines.body import age_on
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.queries.residents import ResidentFilter, ResidentRow, resident_ids, resident_rows
from clinic_app.store.queries.stored import chunks, day, in_pinyin_order
from clinic_app.store.queries.worklist import DueRow, due_of_residents
from clinic_app.store.search import matching_households

HOUSEHOLD = RECORD_TYPES["household"].sql_table
RESIDENT = RECORD_TYPES["resident"].sql_table
VILLAGE = RECORD_TYPES["village"].sql_table


@dataclass(frozen=True)
class HouseholdRow:
    """One family as a list shows it; `members` counts the residents in force."""

    id: str
    village_code: str | None
    village_name: str
    group_name: str | None
    house_no: str | None
    head_name: str | None
    phone: str | None
    members: int


@dataclass(frozen=True)
class Member:
    """One person of a family on a day, with what is due in each programme."""

    resident: ResidentRow
    age: int | None
    due: tuple[DueRow, ...]


@dataclass(frozen=True)
class HouseholdFilter:
    """Which households a list shows; empty means all. `text` is found in head, door, group and phone.

    `sort`: `door` (village, group, door: the order of the walk), `head`, `members`.
    """

    village: str = ""
    group: str = ""
    text: str = ""
    sort: str = "door"
    descending: bool = False


def household_ids(connection: Connection, wanted: HouseholdFilter) -> list[str]:
    """The ids of the households in force that a filter lets through, in its order."""
    query = _filtered(select(HOUSEHOLD.c.id, HOUSEHOLD.c.head_name).where(HOUSEHOLD.c.void.is_(False)), wanted)
    if wanted.sort == "head":
        return in_pinyin_order(connection.execute(query.order_by(*_walk())), descending=wanted.descending)
    keys = (_count(), *_walk()) if wanted.sort == "members" else _walk()
    query = query.order_by(*(key.desc() if wanted.descending else key for key in keys))
    return list(connection.scalars(query))


def household_rows(connection: Connection, ids: Sequence[str]) -> list[HouseholdRow]:
    """Rows for these ids in this order; what is not on this laptop is left out."""
    found: dict[str, HouseholdRow] = {}
    for part in chunks(ids):
        for row in connection.execute(_households().where(HOUSEHOLD.c.id.in_(part))):
            found[row.id] = HouseholdRow(*row)
    return [found[each] for each in ids if each in found]


def households(connection: Connection, village: str = "", group: str = "", text: str = "") -> list[HouseholdRow]:
    """The households in force by village, group and door; `text` is found in head, door, group and phone."""
    return household_rows(connection, household_ids(connection, HouseholdFilter(village, group, text)))


def _filtered(query: Select[Any], wanted: HouseholdFilter) -> Select[Any]:
    if wanted.village:
        query = query.where(HOUSEHOLD.c.village_code == wanted.village)
    if wanted.group:
        query = query.where(HOUSEHOLD.c.group_name == wanted.group)
    typed = matching_households(wanted.text)
    return query if typed is None else query.where(typed)


def _walk() -> tuple[Any, ...]:
    door = HOUSEHOLD.c.house_no
    return (HOUSEHOLD.c.village_code, HOUSEHOLD.c.group_name, cast(door, Integer), door, HOUSEHOLD.c.id)


def household_row(connection: Connection, household_id: str) -> HouseholdRow | None:
    """One household; None when it is not on this laptop or void."""
    row = connection.execute(_households().where(HOUSEHOLD.c.id == household_id)).first()
    return None if row is None else HouseholdRow(*row)


def _count() -> ScalarSelect[Any]:
    return (
        select(func.count())
        .select_from(RESIDENT)
        .where(RESIDENT.c.household_id == HOUSEHOLD.c.id, RESIDENT.c.void.is_(False))
        .scalar_subquery()
    )


def _households() -> Select[Any]:
    name = func.coalesce(VILLAGE.c.name, HOUSEHOLD.c.village_code, "")
    columns = (HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no, HOUSEHOLD.c.head_name, HOUSEHOLD.c.phone)
    return (
        select(HOUSEHOLD.c.id, HOUSEHOLD.c.village_code, name, *columns, _count())
        .outerjoin(VILLAGE, VILLAGE.c.id == HOUSEHOLD.c.village_code)
        .where(HOUSEHOLD.c.void.is_(False))
    )


def groups_of(connection: Connection, village: str) -> list[str]:
    """The names of the groups that households of a village live in, and of those that the county lists."""
    query = select(HOUSEHOLD.c.group_name).where(
        HOUSEHOLD.c.village_code == village, HOUSEHOLD.c.void.is_(False), HOUSEHOLD.c.group_name.is_not(None)
    )
    listed = connection.execute(select(VILLAGE.c.groups).where(VILLAGE.c.id == village)).scalar() or ()
    lived_in: Sequence[str] = connection.scalars(query.distinct().order_by(HOUSEHOLD.c.group_name)).all()
    return list(dict.fromkeys([*listed, *lived_in]))


def members(connection: Connection, household_id: str, on: date) -> list[Member]:
    """The people of a household, the head first, each with what is due in every programme."""
    ids = resident_ids(connection, ResidentFilter(household=household_id, sort="address"))
    due = due_of_residents(connection, on, ids)
    return [_member(row, on, due) for row in resident_rows(connection, ids)]


def _member(row: ResidentRow, on: date, due: Sequence[DueRow]) -> Member:
    born = day(row.birth_date)
    age = age_on(born, on) if born and born <= on else None
    return Member(row, age, tuple(each for each in due if each.resident_id == row.id))
