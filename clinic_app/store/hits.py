"""What the search box says of a person, a household or a referral: one line each, made from their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, case, func, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.code_list import SEX
from clinic_app.store.queries.identity import canonical_ids

KINDS = ("resident", "household", "referral")
RESIDENT = RECORD_TYPES["resident"].sql_table
HOUSEHOLD = RECORD_TYPES["household"].sql_table
REFERRAL = RECORD_TYPES["referral"].sql_table
VILLAGE = RECORD_TYPES["village"].sql_table
ORGANISATION = RECORD_TYPES["organisation"].sql_table
SEX_WORD = {option.code: option.label for option in SEX if option.code in "12"}
PERSON = (RESIDENT.c.name, RESIDENT.c.sex, RESIDENT.c.birth_date, RESIDENT.c.village_code, RESIDENT.c.phone,
          RESIDENT.c.id_no)  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """One line of the answer. `why` is the kind of text that was found, in words (姓名, 电话, 门牌号 …).

    The numbers are whole and are masked by whoever shows them; a printed hit does not have them.
    """

    type: str
    id: str
    title: str
    subtitle: str
    why: str
    phone: str = field(default="", compare=False, repr=False)
    id_no: str = field(default="", compare=False, repr=False)


def named_hits(connection: Connection, wanted: Iterable[tuple[str, str]]) -> list[Hit]:
    """Records that somebody knows already, `(kind, id)` each, as hits in that order; what is not here is left out.

    A file that was linked to another one of the same person stands as that one.
    """
    canonical = canonical_ids(connection)
    pairs = dict.fromkeys((kind, canonical.get(record_id, record_id)) for kind, record_id in wanted)
    found: dict[tuple[str, str], Hit] = {}
    for kind in KINDS:
        ids = [record_id for each, record_id in pairs if each == kind]
        found |= {(kind, hit.id): hit for hit in _NAMED[kind](connection, ids)} if ids else {}
    return [found[pair] for pair in pairs if pair in found]


def _named_residents(connection: Connection, ids: Sequence[str]) -> list[Hit]:
    place = (VILLAGE.c.name.label("village_name"), HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no)
    rows = connection.execute(
        select(RESIDENT.c.id, *PERSON, *place)
        .outerjoin(HOUSEHOLD, HOUSEHOLD.c.id == RESIDENT.c.household_id)
        .outerjoin(VILLAGE, VILLAGE.c.id == RESIDENT.c.village_code)
        .where(RESIDENT.c.id.in_(ids), RESIDENT.c.void.is_(False))
    ).mappings()
    return [person_hit(row, row["id"], "") for row in rows]


def _named_households(connection: Connection, ids: Sequence[str]) -> list[Hit]:
    rows = connection.execute(
        select(HOUSEHOLD, VILLAGE.c.name.label("village_name"))
        .outerjoin(VILLAGE, VILLAGE.c.id == HOUSEHOLD.c.village_code)
        .where(HOUSEHOLD.c.id.in_(ids), HOUSEHOLD.c.void.is_(False))
    ).mappings()
    return [household_hit(row, "") for row in rows]


def _named_referrals(connection: Connection, ids: Sequence[str]) -> list[Hit]:
    rows = connection.execute(slips().where(REFERRAL.c.id.in_(ids), REFERRAL.c.void.is_(False))).mappings()
    return [referral_hit(row, "") for row in rows]


def person_hit(row: RowMapping, resident_id: str, why: str) -> Hit:
    """A person by name, sex, birth and place."""
    subtitle = _line(SEX_WORD.get(row["sex"]), row["birth_date"], place_words(row))
    return Hit("resident", resident_id, row["name"] or "", subtitle, why, row["phone"] or "", row["id_no"] or "")


def place_words(row: RowMapping) -> str:
    """Village, group and door run together."""
    parts = (row["village_name"] or row["village_code"], row["group_name"], row["house_no"])
    return "".join(part for part in parts if part)


def _line(*parts: str | None) -> str:
    return "  ".join(part for part in parts if part)


def household_hit(row: RowMapping, why: str) -> Hit:
    """A household by its head and place."""
    place = place_words(row)
    title = f"{row['head_name']}户" if row["head_name"] else place
    return Hit("household", row["id"], title, place, why, row["phone"] or "")


def known_later(name: str) -> ColumnElement[Any]:
    """What a supplement says of a patient whom the slip could not name; nothing for everybody else."""
    event = RECORD_TYPES["referral_event"].sql_table
    path = f"$.{name}"
    told = (
        select(func.json_extract(event.c.supplement, path))
        .where(event.c.referral_id == REFERRAL.c.id, event.c.event == "complete", event.c.void.is_(False))
        .where(func.json_extract(event.c.supplement, path).is_not(None))
        .order_by(event.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return case((REFERRAL.c.identity_unknown, told))


def slips() -> Select[Any]:
    """What a hit says of a referral."""
    table = REFERRAL
    named = func.coalesce(known_later("patient_name"), table.c.patient_name).label("patient_name")
    columns = (table.c.id, table.c.slip_no, named, table.c.sex, table.c.referral_date, table.c.to_org)
    return select(*columns, ORGANISATION.c.name.label("receiver")).outerjoin(
        ORGANISATION, ORGANISATION.c.id == table.c.to_org
    )


def referral_hit(row: RowMapping, why: str) -> Hit:
    """A referral by patient, number, day and receiver."""
    receiver = row["receiver"] or row["to_org"]
    subtitle = _line(row["slip_no"], row["referral_date"], f"转往{receiver}" if receiver else None)
    title = _line(row["patient_name"], SEX_WORD.get(row["sex"])) or row["slip_no"] or ""
    return Hit("referral", row["id"], title, subtitle, why)


_NAMED = {"resident": _named_residents, "household": _named_households, "referral": _named_referrals}
