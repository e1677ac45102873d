"""A household on paper: the visit sheet, the roster of a village, and everything of a family in one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from clinic_app.gathered import NothingToPrint
from clinic_app.gathered.person import RECORDS, person_values, record_form, records_of
from clinic_app.gathered.visit import FOLLOWUPS, SINGLE, visit_forms
from clinic_app.guidelines.body import age_on
from clinic_app.printing.basic_information import basic_information_form
from clinic_app.printing.cover import Cover
from clinic_app.printing.document import Form
from clinic_app.printing.household_roster import RosterGroup, RosterLine
from clinic_app.printing.household_visit import HouseholdVisit, MemberLine, Team, household_visit_form
from clinic_app.printing.information_card import Cards
from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.records.code_list import PROGRAMME
from clinic_app.records.resident import Resident
from clinic_app.store.device import load_device
from clinic_app.store.projection import read_bodies
from clinic_app.store.queries import reference
from clinic_app.store.queries.household import HouseholdRow, household_row, households
from clinic_app.store.queries.residents import ResidentFilter, ResidentRow, resident_ids, resident_rows
from clinic_app.store.queries.stored import day

FIELDS = Resident.declaration.fields
PROGRAMME_WORD = {option.code: option.label.removeprefix("2型") for option in PROGRAMME if option.code != "elderly"}
OLD, SMALL = 65, 6
NOT_DISABLED, POOR = "1", "4"
BUREAU = "bureau"


def household_visit(connection: Connection, household_id: str, on: date) -> Form:
    """入户走访记录表 with the leave-behind card. Raises NothingToPrint."""
    row = _household(connection, household_id)
    residents = _members(connection, household_id)
    bodies = _bodies(connection, residents)
    served = _served(connection, residents, on)
    members = [_member(each, bodies.get(each.id, {}), served.get(each.id, ""), on) for each in residents]
    return household_visit_form(
        HouseholdVisit(
            head_name=row.head_name or (residents[0].name if residents else ""),
            address=f"{row.village_name}{row.group_name or ''}{row.house_no or ''}",
            phone=row.phone or "",
            day=on,
            members=tuple(members),
            team=_team(connection),
        )
    )


def roster(connection: Connection, village_code: str, on: date) -> tuple[str, list[RosterGroup]]:
    """The village's name and its households by group. Raises NothingToPrint."""
    rows = households(connection, village=village_code)
    if not rows:
        raise NothingToPrint("本机没有这个村的住户，按12位村代码打印签名册")
    groups = _groups_by_household(connection, village_code, on)
    found = []
    for name, members in groupby(rows, key=lambda row: row.group_name or ""):
        lines = [
            RosterLine(
                each.house_no or "", each.head_name or "", each.members, each.phone or "",
                "、".join(groups.get(each.id, ())),
            )
            for each in members
        ]  # fmt: skip
        found.append(RosterGroup(name, tuple(lines)))
    return reference.village_name(connection, village_code), found


def family(connection: Connection, household_id: str, on: date) -> list[Form]:
    """All forms that exist for the members of a household: the visit sheet, each person's, all cards at the end."""
    _household(connection, household_id)
    residents = _members(connection, household_id)
    if not residents:
        raise NothingToPrint("这户没有在册居民")
    forms: list[Form] = [household_visit(connection, household_id, on)]
    people = [person_values(connection, each.id) for each in residents]
    for row, person in zip(residents, people, strict=True):
        age = _age(row, on)
        forms += _forms_of(connection, person, small=age is not None and age <= SMALL)
    return [*forms, Cards(tuple(people))]


def _forms_of(connection: Connection, person: Mapping[str, Any], *, small: bool) -> list[Form]:
    """One person's forms: the file, then what was found, each kind once, of encounters and consultations all.

    For `small` children nobody fills in 个人基本信息表 (filling note of the form).
    """
    found: list[Form] = [Cover(person)] if small else [Cover(person), basic_information_form(person)]
    for kind in (*SINGLE, *FOLLOWUPS):
        try:
            found += visit_forms(connection, kind, person["id"])
        except NothingToPrint:
            continue
    for kind in RECORDS:
        found += [record_form(connection, kind, each) for each in records_of(connection, kind, person["id"])]
    return found


def _household(connection: Connection, household_id: str) -> HouseholdRow:
    row = household_row(connection, household_id)
    if row is None:
        raise NothingToPrint("本机没有这户")
    return row


def _members(connection: Connection, household_id: str) -> list[ResidentRow]:
    return resident_rows(connection, resident_ids(connection, ResidentFilter(household=household_id, sort="address")))


def _bodies(connection: Connection, residents: Sequence[ResidentRow]) -> dict[str, Mapping[str, Any]]:
    found = read_bodies(connection, "resident", [each.id for each in residents])
    return {each: body.fields for each, (body, _) in found.items()}


def _member(row: ResidentRow, fields: Mapping[str, Any], served: str, on: date) -> MemberLine:
    age = _age(row, on)
    sex = FIELDS["sex"].label_of(row.sex) if row.sex else ""
    relation = FIELDS["relation_to_head"].label_of(row.relation_to_head) if row.relation_to_head else ""
    years = "" if age is None else f"{age}岁"
    return MemberLine(row.name, sex, years, relation, _key_groups(row, fields, on), served)


def _age(row: ResidentRow, on: date) -> int | None:
    born = day(row.birth_date)
    return age_on(born, on) if born and born <= on else None


def _key_groups(row: ResidentRow, fields: Mapping[str, Any], on: date) -> tuple[str, ...]:
    """The key groups that the file speaks of, in the words of the sheet. Pregnancy stands in no file."""
    age = _age(row, on)
    found = ["65岁以上"] if age is not None and age >= OLD else []
    found += [PROGRAMME_WORD[each] for each in row.programmes if each in PROGRAMME_WORD]
    found += ["0～6岁儿童"] if age is not None and age <= SMALL else []
    found += ["残疾人"] if set(fields.get("disability") or ()) - {NOT_DISABLED} else []
    found += ["低收入"] if POOR in (fields.get("payment") or ()) else []
    return tuple(found)


def _served(connection: Connection, residents: Sequence[ResidentRow], on: date) -> dict[str, str]:
    """What was recorded for each of them on the day, in words."""
    visit = RECORD_TYPES["visit"].sql_table
    found: dict[str, list[str]] = {}
    for kind in SECTION_PROGRAMME:
        section = RECORD_TYPES[kind].sql_table
        query = (
            select(visit.c.resident_id)
            .join(section, section.c.visit_id == visit.c.id)
            .where(visit.c.resident_id.in_([each.id for each in residents]), visit.c.visit_date == on.isoformat())
            .where(visit.c.void.is_(False), section.c.void.is_(False))
        )
        for resident_id in dict.fromkeys(connection.scalars(query)):
            found.setdefault(resident_id, []).append(RECORD_TYPES[kind].label)
    return {resident_id: "、".join(each) for resident_id, each in found.items()}


def _team(connection: Connection) -> Team:
    """The clinic of this laptop with its people; the bureau's telephone is the line for complaints."""
    device = load_device(connection)
    if device is None:
        return Team()
    clinic = reference.organisation(connection, device.organisation)
    people = [(each.name, each.phone or "") for each in reference.staff(connection, device.organisation)]
    bureau = reference.organisations(connection, BUREAU)
    return Team(
        clinic=clinic.name if clinic else device.organisation_name,
        phone=(clinic.phone if clinic else None) or "",
        people=tuple(people),
        complaints=(bureau[0].phone if bureau else None) or "",
    )


def _groups_by_household(connection: Connection, village_code: str, on: date) -> dict[str, tuple[str, ...]]:
    residents = resident_rows(connection, resident_ids(connection, ResidentFilter(village=village_code)))
    bodies = _bodies(connection, residents)
    found: dict[str, dict[str, None]] = {}
    for each in residents:
        if each.household_id:
            kept = found.setdefault(each.household_id, {})
            kept.update(dict.fromkeys(_key_groups(each, bodies.get(each.id, {}), on)))
    return {household: tuple(each) for household, each in found.items()}
