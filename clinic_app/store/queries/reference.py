"""The directory that the county publishes: organisations, departments, staff, villages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, or_, select

from clinic_app.records.catalogue import RECORD_TYPES

ORGANISATION = RECORD_TYPES["organisation"].sql_table
DEPARTMENT = RECORD_TYPES["department"].sql_table
STAFF = RECORD_TYPES["staff"].sql_table
VILLAGE = RECORD_TYPES["village"].sql_table
RESIDENT = RECORD_TYPES["resident"].sql_table


@dataclass(frozen=True)
class Organisation:
    """A hospital, centre, clinic or bureau; `villages` are 12-digit codes."""

    code: str
    name: str
    kind: str
    parent_code: str | None
    phone: str | None
    villages: tuple[str, ...]


@dataclass(frozen=True)
class Department:
    """A department that receives referrals."""

    code: str
    organisation: str
    name: str
    phone: str | None


@dataclass(frozen=True)
class StaffMember:
    """One person of an organisation."""

    code: str
    name: str
    organisation: str
    role: str
    phone: str | None
    villages: tuple[str, ...]


@dataclass(frozen=True)
class Village:
    """An administrative village; one that the county has not described is named by its code."""

    code: str
    name: str
    township: str | None
    groups: tuple[str, ...]


def has_organisations(connection: Connection) -> bool:
    """Whether the directory has arrived."""
    return connection.execute(select(ORGANISATION.c.id).limit(1)).first() is not None


def organisations(connection: Connection, kind: str | None = None) -> list[Organisation]:
    """The organisations in force, by kind and code."""
    query = select(ORGANISATION).where(ORGANISATION.c.void.is_(False))
    if kind is not None:
        query = query.where(ORGANISATION.c.kind == kind)
    rows = connection.execute(query.order_by(ORGANISATION.c.kind, ORGANISATION.c.code)).mappings()
    return [_organisation(row) for row in rows]


def organisation(connection: Connection, code: str) -> Organisation | None:
    """One organisation by its code, also one that is no longer in force: old slips name it."""
    row = connection.execute(select(ORGANISATION).where(ORGANISATION.c.id == code)).mappings().first()
    return None if row is None else _organisation(row)


def organisation_name(connection: Connection, code: str | None) -> str:
    """The name for a code; the code itself when the directory does not know it, empty for none."""
    found = organisation(connection, code) if code else None
    return found.name if found else code or ""


def organisation_code(connection: Connection, given: str) -> str | None:
    """The code of the organisation in force with this code or exact name; None for an unknown or ambiguous one."""
    wanted = given.strip()
    query = select(ORGANISATION.c.code).where(
        ORGANISATION.c.void.is_(False), or_(ORGANISATION.c.code == wanted, ORGANISATION.c.name == wanted)
    )
    found: list[str] = list(connection.scalars(query))
    if wanted in found:
        return wanted
    return found[0] if len(found) == 1 else None


def departments(connection: Connection, organisation_code: str) -> list[Department]:
    """The departments of an organisation, by code."""
    query = select(DEPARTMENT).where(DEPARTMENT.c.organisation == organisation_code, DEPARTMENT.c.void.is_(False))
    rows = connection.execute(query.order_by(DEPARTMENT.c.code)).mappings()
    return [Department(row["code"] or row["id"], row["organisation"], row["name"] or "", row["phone"]) for row in rows]


def staff(connection: Connection, organisation_code: str | None = None) -> list[StaffMember]:
    """The people in force, of one organisation or all, by organisation and code."""
    query = select(STAFF).where(STAFF.c.void.is_(False))
    if organisation_code is not None:
        query = query.where(STAFF.c.organisation == organisation_code)
    rows = connection.execute(query.order_by(STAFF.c.organisation, STAFF.c.code)).mappings()
    return [_staff_member(row) for row in rows]


def staff_member(connection: Connection, code: str) -> StaffMember | None:
    """One person by the county's code."""
    row = connection.execute(select(STAFF).where(STAFF.c.id == code)).mappings().first()
    return None if row is None else _staff_member(row)


def villages(connection: Connection) -> list[Village]:
    """The villages of the directory and those that residents live in, by code."""
    rows = connection.execute(select(VILLAGE).where(VILLAGE.c.void.is_(False))).mappings()
    found = {row["id"]: _village(row) for row in rows}
    code = RESIDENT.c.village_code
    lived_in = connection.scalars(select(code).where(code.is_not(None), RESIDENT.c.void.is_(False)).distinct())
    for each in lived_in:
        found.setdefault(each, Village(each, each, None, ()))
    return [found[each] for each in sorted(found)]


def village_name(connection: Connection, code: str | None) -> str:
    """The village's name; its code when the county has not described it, empty for none."""
    if not code:
        return ""
    name = func.coalesce(func.nullif(VILLAGE.c.name, ""), VILLAGE.c.id)
    return str(connection.execute(select(name).where(VILLAGE.c.id == code)).scalar() or code)


def _organisation(row: RowMapping) -> Organisation:
    code = row["code"] or row["id"]
    villages = tuple(row["villages"] or ())
    return Organisation(code, row["name"] or code, row["kind"] or "", row["parent_code"], row["phone"], villages)


def _staff_member(row: RowMapping) -> StaffMember:
    villages = tuple(row["villages"] or ())
    code = row["code"] or row["id"]
    return StaffMember(code, row["name"] or "", row["organisation"] or "", row["role"] or "", row["phone"], villages)


def _village(row: RowMapping) -> Village:
    return Village(row["id"], row["name"] or row["id"], row["township"], tuple(row["groups"] or ()))
