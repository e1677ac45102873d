"""Lists of residents, and the card of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, RowMapping, ScalarSelect, Select, case, cast, exists, func, select

from clinic_app.guidelines.body import age_on
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.local_tables import resident_search
from clinic_app.store.queries.identity import canonical_id, canonical_ids, files_of
from clinic_app.store.queries.reference import village_name
from clinic_app.store.queries.referral import ReferralRow, open_referrals_of
from clinic_app.store.queries.referral_waiting import death_under_referral
from clinic_app.store.queries.safety import SafetyView, safety_view
from clinic_app.store.queries.stored import chunks, day, in_pinyin_order
from clinic_app.store.queries.visit import VisitRow, visits_of
from clinic_app.store.search import matching_residents

RESIDENT = RECORD_TYPES["resident"].sql_table
HOUSEHOLD = RECORD_TYPES["household"].sql_table
VILLAGE = RECORD_TYPES["village"].sql_table
VISIT = RECORD_TYPES["visit"].sql_table
REGISTRATION = RECORD_TYPES["chronic_registration"].sql_table
READINGS = 12
DEAD, MOVED = "6", "7"
GONE_WORD = {DEAD: "已死亡", MOVED: "已迁出"}


@dataclass(frozen=True)
class ResidentFilter:
    """Which residents a list shows, and in what order. Empty means all.

    `village` is a code, `group` a group's name, `household` an id, `programme` a key of PROGRAMME_SECTION.
    `sort`: `name` (pinyin), `birth_date`, `address` (village, group, door, then the head first), `head`, `phone`,
    `visited` (the last visit); of the last three whoever has none stands last either way.
    """

    text: str = ""
    village: str = ""
    group: str = ""
    household: str = ""
    programme: str = ""
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True)
class ResidentRow:
    """One resident as a list shows it; `last_visit_date` is of any kind of visit."""

    id: str
    name: str
    sex: str | None
    birth_date: str | None
    id_no: str | None
    phone: str | None
    village_code: str | None
    village_name: str
    household_id: str | None
    group_name: str | None
    house_no: str | None
    head_name: str | None
    relation_to_head: str | None
    programmes: tuple[str, ...]
    last_visit_date: str | None
    void: bool


@dataclass(frozen=True)
class Registration:
    """A programme that a resident is under management in."""

    id: str
    programme: str
    registered_on: str | None
    diagnosed_on: str | None


@dataclass(frozen=True)
class Reading:
    """What was measured at one visit."""

    visit_id: str
    visit_date: str
    sbp: int | None
    dbp: int | None
    fbg: str | None
    weight: str | None
    height: str | None


@dataclass(frozen=True)
class ResidentCard:
    """One person on one page. `readings` and `visits` are newest first; `address` is never empty where one is known."""

    id: str
    name: str
    sex: str | None
    birth_date: str | None
    age: int | None
    id_no: str | None
    record_no: str | None
    phone: str | None
    contact_name: str | None
    contact_phone: str | None
    village_code: str | None
    village_name: str
    household_id: str | None
    group_name: str | None
    house_no: str | None
    head_name: str | None
    relation_to_head: str | None
    address: str
    allergies: SafetyView
    diagnoses: SafetyView
    registrations: tuple[Registration, ...]
    visits: tuple[VisitRow, ...]
    readings: tuple[Reading, ...]
    medicines: tuple[dict[str, Any], ...]
    medicines_date: str | None
    open_referrals: tuple[ReferralRow, ...]
    alerts: tuple[str, ...]
    void: bool
    died_under_referral: date | None = None

    @property
    def allergy_text(self) -> str:
        """Drug allergies in words; 无 when asserted, empty when nobody asked."""
        return self.allergies.words

    @property
    def diagnosis_text(self) -> str:
        """Past diseases in words; 无 when asserted, empty when nobody asked."""
        return self.diagnoses.words

    @property
    def programmes(self) -> tuple[str, ...]:
        """Keys of the programmes, in the order of registration."""
        return tuple(each.programme for each in self.registrations)


def resident_ids(connection: Connection, wanted: ResidentFilter | None = None) -> list[str]:
    """The ids of the residents that a filter lets through, in its order; rows are fetched when they are painted."""
    wanted = wanted or ResidentFilter()
    query = _ordered(_filtered(connection, wanted), wanted)
    if wanted.sort == "head":
        found = connection.execute(query.add_columns(HOUSEHOLD.c.head_name))
        return in_pinyin_order(found, descending=wanted.descending)
    return list(connection.scalars(query))


def _filtered(connection: Connection, wanted: ResidentFilter) -> Select[Any]:
    found = resident_search.c
    # Void residents are not in the index, so the plain list needs no other table.
    query = select(found.resident_id)
    if wanted.sort != "name" or wanted.group or wanted.household:
        query = query.join(RESIDENT, RESIDENT.c.id == found.resident_id)
    if wanted.sort in ("address", "head") or wanted.group:
        query = query.outerjoin(HOUSEHOLD, HOUSEHOLD.c.id == RESIDENT.c.household_id)
    if wanted.village:
        query = query.where(found.village_code == wanted.village)
    if wanted.group:
        query = query.where(HOUSEHOLD.c.group_name == wanted.group)
    if wanted.household:
        query = query.where(RESIDENT.c.household_id == wanted.household)
    if wanted.programme:
        registered = exists().where(
            REGISTRATION.c.resident_id == found.resident_id,
            REGISTRATION.c.programme == wanted.programme,
            REGISTRATION.c.void.is_(False),
        )
        query = query.where(registered)
    typed = matching_residents(connection, wanted.text)
    return query if typed is None else query.where(typed)


def _ordered(query: Select[Any], wanted: ResidentFilter) -> Select[Any]:
    found = resident_search.c
    # A search reads the whole index anyway: sorting what it found beats walking it in name order, row by row.
    name = found.sort_name.concat("") if wanted.text else found.sort_name
    keys: tuple[Any, ...] = (name, found.resident_id)
    if wanted.sort == "birth_date":
        keys = (RESIDENT.c.birth_date, *keys)
    elif wanted.sort == "head":
        return query.order_by(*address_order(), *keys)
    elif wanted.sort == "address":
        keys = (*address_order(), *keys)
    elif wanted.sort in _TOLD:
        told = _TOLD[wanted.sort]()
        query, keys = query.order_by(func.coalesce(told, "") == ""), (told, *keys)
    return query.order_by(*(key.desc() if wanted.descending else key for key in keys))


def address_order() -> tuple[Any, ...]:
    """Village, group and door, doors by their number; then the head of the household before the others."""
    door = HOUSEHOLD.c.house_no
    head_last = case((RESIDENT.c.relation_to_head == "1", 0), else_=1)
    number = cast(door, Integer)
    return (RESIDENT.c.village_code, HOUSEHOLD.c.group_name, number, door, RESIDENT.c.household_id, head_last)


def resident_rows(connection: Connection, ids: Sequence[str]) -> list[ResidentRow]:
    """Rows for these ids in this order; an id that is not on this laptop is left out."""
    found: dict[str, ResidentRow] = {}
    canonical = canonical_ids(connection)
    for part in chunks(ids):
        programmes = _programmes(connection, part, canonical)
        for row in connection.execute(_row_query(part)).mappings():
            found[row["id"]] = _row(row, programmes.get(row["id"], ()))
    return [found[each] for each in ids if each in found]


def _last_visit() -> ScalarSelect[Any]:
    return (
        select(func.max(VISIT.c.visit_date))
        .where(VISIT.c.resident_id == RESIDENT.c.id, VISIT.c.void.is_(False))
        .scalar_subquery()
    )


_TOLD: Mapping[str, Callable[[], Any]] = {
    "phone": lambda: RESIDENT.c.phone,
    "visited": _last_visit,
}


def _row_query(ids: Sequence[str]) -> Select[Any]:
    last_visit = _last_visit().label("last_visit_date")
    return (
        select(
            RESIDENT,
            func.coalesce(VILLAGE.c.name, RESIDENT.c.village_code, "").label("village_name"),
            HOUSEHOLD.c.group_name,
            HOUSEHOLD.c.house_no,
            HOUSEHOLD.c.head_name,
            last_visit,
        )
        .outerjoin(HOUSEHOLD, HOUSEHOLD.c.id == RESIDENT.c.household_id)
        .outerjoin(VILLAGE, VILLAGE.c.id == RESIDENT.c.village_code)
        .where(RESIDENT.c.id.in_(ids))
    )


def _row(row: RowMapping, programmes: tuple[str, ...]) -> ResidentRow:
    names = [name for name in ResidentRow.__dataclass_fields__ if name not in ("name", "programmes")]
    return ResidentRow(name=row["name"] or "", programmes=programmes, **{name: row[name] for name in names})


def _programmes(connection: Connection, ids: Sequence[str], canonical: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    linked = [each for each, end in canonical.items() if end in ids]
    query = (
        select(REGISTRATION.c.resident_id, REGISTRATION.c.programme)
        .where(REGISTRATION.c.resident_id.in_([*ids, *linked]), REGISTRATION.c.void.is_(False))
        .order_by(REGISTRATION.c.registered_on, REGISTRATION.c.id)
    )
    found: dict[str, dict[str, None]] = {}
    for row in connection.execute(query):
        found.setdefault(canonical.get(row.resident_id, row.resident_id), {})[row.programme] = None
    return {resident_id: tuple(each) for resident_id, each in found.items()}


def resident_card(connection: Connection, resident_id: str, on: date) -> ResidentCard | None:
    """Everything that a resident's page shows on a day; None when the resident is not on this laptop.

    Of a file that is linked to another, the page is the canonical one's, with what stands in all of them.
    """
    resident_id = canonical_id(connection, resident_id)
    row = connection.execute(_row_query([resident_id])).mappings().first()
    if row is None:
        return None
    visits = visits_of(connection, resident_id, READINGS)
    medicines = next((each for each in visits if each.medicines), None)
    allergies = safety_view(connection, "allergy", resident_id)
    referrals = open_referrals_of(connection, resident_id)
    died = death_under_referral(connection, resident_id)
    born = day(row["birth_date"])
    same: tuple[str, ...] = (
        "id",
        "sex",
        "birth_date",
        "id_no",
        "record_no",
        "phone",
        "contact_name",
        "contact_phone",
        "village_code",
    )
    same += ("village_code", "household_id", "group_name", "house_no", "head_name", "relation_to_head", "void")
    return ResidentCard(
        **{name: row[name] for name in same},
        name=row["name"] or "",
        age=age_on(born, on) if born and born <= on else None,
        village_name=village_name(connection, row["village_code"]),
        address=_address(row),
        allergies=allergies,
        diagnoses=safety_view(connection, "diagnosis", resident_id),
        registrations=_registrations(connection, resident_id),
        visits=tuple(visits),
        readings=tuple(_reading(each) for each in visits if each.sbp or each.fbg or each.weight),
        medicines=medicines.medicines if medicines else (),
        medicines_date=medicines.visit_date if medicines else None,
        open_referrals=tuple(referrals),
        alerts=_alerts(allergies, visits, referrals, died),
        died_under_referral=died,
    )


def _reading(visit: VisitRow) -> Reading:
    return Reading(visit.id, visit.visit_date, visit.sbp, visit.dbp, visit.fbg, visit.weight, visit.height)


def _address(row: RowMapping) -> str:
    if row["current_address"]:
        return str(row["current_address"])
    return "".join(part for part in (row["village_name"], row["group_name"], row["house_no"]) if part)


def _registrations(connection: Connection, resident_id: str) -> tuple[Registration, ...]:
    query = (
        select(REGISTRATION.c.id, REGISTRATION.c.programme, REGISTRATION.c.registered_on, REGISTRATION.c.diagnosed_on)
        .where(REGISTRATION.c.resident_id.in_(files_of(connection, resident_id)), REGISTRATION.c.void.is_(False))
        .order_by(REGISTRATION.c.registered_on, REGISTRATION.c.id)
    )
    # Two laptops may have registered the same person offline; the first counts.
    first: dict[str, Registration] = {}
    for row in connection.execute(query):
        first.setdefault(row.programme, Registration(*row))
    return tuple(first.values())


def _alerts(
    allergies: SafetyView, visits: Sequence[VisitRow], referrals: Sequence[ReferralRow], died: date | None
) -> tuple[str, ...]:
    """What must not be overlooked, in words, the gravest first."""
    found = []
    if died is not None:
        found.append(f"{GONE_WORD[DEAD]}（{died}转诊单登记）")
    if visits and visits[0].outcome in GONE_WORD:
        found.append(f"{GONE_WORD[visits[0].outcome]}（{visits[0].visit_date}登记）")
    if allergies.codes and not allergies.is_none:
        found.append(f"药物过敏：{allergies.words}")
    found += [f"转诊已回转，等待随访（{each.slip_no or ''}）" for each in referrals if each.state == "returned"]
    return tuple(found)
