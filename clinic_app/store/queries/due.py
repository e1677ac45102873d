"""What is due besides follow-ups: yearly services, medicines that run out, contracts that end, first visits of
tuberculosis, and who was tried to be reached. One statement for each kind; the rules decide about its rows.

Files of one person that are linked count as one: the statements read the links as a small table.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from sys import intern
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, TextClause, bindparam, text

from clinic_app.store.queries.identity import canonical_ids
from clinic_app.store.queries.stored import chunks, day

EXAMINATION, ASSESSMENT = "health_examination", "elderly_assessment"
ATTEMPT_DAYS = 180
"""Older attempts say nothing about reaching somebody now."""


class Person(NamedTuple):
    """Who is due and where they live, as every list of work shows it."""

    resident_id: str
    name: str
    sex: str | None
    birth_date: str | None
    phone: str | None
    household_id: str | None
    village_code: str | None
    village_name: str
    group_name: str | None
    house_no: str | None
    head_name: str | None


_SHARED = [Person._fields.index(name) for name in ("village_code", "village_name", "group_name")]
"""Few names stand for thousands of people."""


@dataclass(frozen=True)
class Wanted:
    """Whom to ask for: everybody, a village, or some residents."""

    village: str | None = None
    resident_ids: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class YearlyRow:
    """A person whose examination or assessment may be due. `managed_on` and `elderly_on` are the first registrations
    in a programme that asks for the examination, and in that of the elderly. The pressure is the newest known."""

    person: Person
    managed_on: date | None
    elderly_on: date | None
    programmes: frozenset[str]
    examined_on: date | None
    assessed_on: date | None
    sbp: int | None = None
    dbp: int | None = None
    pressure_date: date | None = None


@dataclass(frozen=True)
class RefillRow:
    """The medicines that a person confirmed last, when a supply is known for any of them."""

    person: Person
    medicines: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class ContractRow:
    """A contract that ends, with none after it."""

    person: Person
    contract_id: str
    ends_on: date


@dataclass(frozen=True)
class FirstVisit:
    """The first home visit of a patient with tuberculosis."""

    visit_date: date
    next_visit_date: date | None
    supervisor: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to reach somebody since they were last seen; codes of records/contact_attempt.py."""

    attempted_on: date
    channel: str
    result: str
    next_try_on: date | None
    reason: str


def yearly(
    connection: Connection,
    on: date,
    wanted: Wanted,
    *,
    elder_born: date,
    examination: tuple[date, Sequence[str]],
    assessed_before: date,
) -> Iterator[YearlyRow]:
    """People of whom a yearly service may be due on a day, one by one.

    `elder_born`: the last birth date of the elderly. `examination`: the last day of an examination that does not
    count any more, and the programmes that ask for one. `assessed_before`: the same day for the assessment.
    """
    examined_before, programmes = examination
    values = {
        "elder_born": elder_born.isoformat(),
        "examined_before": examined_before.isoformat(),
        "assessed_before": assessed_before.isoformat(),
        "programmes": list(programmes),
        "month_day": on.isoformat()[5:],
    }
    for row in _people_of(connection, "yearly", on, wanted, values):
        person, rest = _split(row)
        yield YearlyRow(person, _day(rest[0]), _day(rest[1]), frozenset((rest[2] or "").split(",")),
                        _day(rest[3]), _day(rest[4]), rest[5], rest[6], _day(rest[7]))  # fmt: skip


def refills(connection: Connection, on: date, wanted: Wanted) -> list[RefillRow]:
    """People whose last confirmed medicines say for how long they suffice."""
    found = []
    for row in _people_of(connection, "refill", on, wanted, {}):
        person, rest = _split(row)
        medicines = json.loads(rest[0])
        rows = tuple(each for each in medicines if isinstance(each, dict)) if isinstance(medicines, list) else ()
        found.append(RefillRow(person, rows))
    return found


def contracts_ending(connection: Connection, on: date, wanted: Wanted, until: date) -> list[ContractRow]:
    """Contracts in force that end by a day or have ended, are not renewed by themselves, and have no successor."""
    rows = _people_of(connection, "contract", on, wanted, {"until": until.isoformat()})
    found = []
    for row in rows:
        person, rest = _split(row)
        ends = _day(rest[1])
        if ends is not None:
            found.append(ContractRow(person, rest[0], ends))
    return found


def first_visits(connection: Connection, on: date) -> dict[str, FirstVisit]:
    """The newest first home visit of every patient with tuberculosis, by resident."""
    found = {}
    for row in connection.execute(_FIRST_VISITS, {"on": on.isoformat(), "linked": _linked(connection)}):
        seen = _day(row[1])
        if seen is not None:
            found[str(row[0])] = FirstVisit(seen, _day(row[2]), row[3])
    return found


def attempts(connection: Connection, on: date) -> dict[str, tuple[Attempt, ...]]:
    """The attempts to reach each resident since the last visit that took place, oldest first."""
    values = {"on": on.isoformat(), "since": (on - timedelta(days=ATTEMPT_DAYS)).isoformat()}
    found: dict[str, list[Attempt]] = {}
    for row in connection.execute(_ATTEMPTS, {**values, "linked": _linked(connection)}):
        tried = _day(row[1])
        if tried is not None:
            each = Attempt(tried, row[2] or "", row[3] or "", _day(row[4]), row[5] or "")
            found.setdefault(str(row[0]), []).append(each)
    return {key: tuple(each) for key, each in found.items()}


def people(connection: Connection, on: date, resident_ids: Sequence[str]) -> dict[str, Person]:
    """These people by id, without those whom the newest visit found dead or moved away."""
    rows = _people_of(connection, "person", on, Wanted(resident_ids=resident_ids), {})
    return {row[0]: _split(row)[0] for row in rows}


def _people_of(
    connection: Connection, kind: str, on: date, wanted: Wanted, values: dict[str, Any]
) -> Iterator[Row[Any]]:
    """The rows of a kind, the person's columns first."""
    linked = canonical_ids(connection)
    known = {**values, "on": on.isoformat(), "linked": json.dumps(linked)}
    if wanted.village is not None:
        known["village"] = wanted.village
    statement = _statement(kind, wanted.village is not None, wanted.resident_ids is not None, bool(linked))
    if wanted.resident_ids is None:
        yield from connection.execute(statement, known)
        return
    for part in chunks(wanted.resident_ids):
        # A person's other files have the same duties: their facts are read with the file that stands for them.
        others = [each for each, end in linked.items() if end in part]
        yield from connection.execute(statement, {**known, "ids": list(part), "files": [*part, *others]})


def _linked(connection: Connection) -> str:
    return json.dumps(canonical_ids(connection))


def _split(row: Row[Any]) -> tuple[Person, tuple[Any, ...]]:
    width = len(Person._fields)
    values = list(row[:width])
    for place in _SHARED:
        values[place] = values[place] and intern(values[place])
    return Person._make(values), tuple(row[width:])


@cache
def _statement(kind: str, one_village: bool, some: bool, linked: bool = False) -> TextClause:
    chosen = "AND r.village_code = :village" if one_village else ""
    chosen += " AND r.id IN :ids" if some else ""
    files = "AND {} IN :files" if some else ""
    written = _STATEMENTS[kind].format(
        person=_PERSON,
        joins=_JOINS,
        chosen=chosen,
        registered=files.format("m.resident_id"),
        examined=_given(EXAMINATION, one_village, some),
        assessed=_given(ASSESSMENT, one_village, some),
        asked=_ASKED if one_village and not some else "",
        visited=files.format("w.resident_id"),
        own=_OWN_OF_LINKED if linked else "v1.resident_id = r.id",
        here=_HERE,
    )
    expanding = [name for name in ("ids", "files", "programmes") if f":{name}" in written]
    return text(written).bindparams(*(bindparam(name, expanding=True) for name in expanding))


def _given(section: str, one_village: bool, some: bool) -> str:
    """Everybody's services are read from the section, a few people's through their visits, and a village's person by
    person from the newest visit back, which ends at the first that has one."""
    if one_village and not some:
        return _NEWEST_GIVEN.format(section=section, of="WHERE f.elderly" if section == ASSESSMENT else "")
    if some:
        joined = f"visit v CROSS JOIN {section} s ON s.visit_id = v.id"
        return _GIVEN.format(joined=joined, files="AND v.resident_id IN :files")
    return _GIVEN.format(joined=f"{section} s CROSS JOIN visit v ON v.id = s.visit_id", files="")


_PERSON = """r.id, r.name, r.sex, r.birth_date, r.phone, r.household_id, r.village_code,
    coalesce(p.name, r.village_code, ''), h.group_name, h.house_no, h.head_name"""
_JOINS = """LEFT JOIN household h ON h.id = r.household_id
LEFT JOIN village p ON p.id = r.village_code"""
# A cast gives the column the affinity of an id: without it SQLite builds no index over the rows of a WITH.
_LINKED = "linked(file, canonical) AS MATERIALIZED (SELECT key, value FROM json_each(:linked))"
# Of the files of one person the canonical one stands here; whom the newest visit found dead or moved away does not.
_HERE = """NOT r.void AND r.id NOT IN (SELECT file FROM linked)
AND coalesce((SELECT v0.outcome FROM visit v0 WHERE v0.resident_id = r.id AND NOT v0.void AND v0.visit_date <= :on
    ORDER BY v0.visit_date DESC, v0.rowid DESC LIMIT 1), '1') NOT IN ('6', '7')"""
# With links the order of the visits has to be sorted out; without, the index has it.
_OWN_OF_LINKED = """v1.resident_id IN (SELECT r.id UNION ALL SELECT file FROM linked WHERE canonical = r.id)"""
_GIVEN = """SELECT CAST(coalesce(l.canonical, v.resident_id) AS TEXT) AS resident_id, max(v.visit_date) AS given_on
    FROM {joined} LEFT JOIN linked l ON l.file = v.resident_id
    WHERE NOT s.void AND NOT v.void AND v.visit_date <= :on {files} GROUP BY 1"""
# A village's people to whom a yearly service may be due, with their other files.
_ASKED = """here AS MATERIALIZED (
    SELECT r.id, coalesce(r.birth_date <= :elder_born, 0) OR m.elderly_on IS NOT NULL AS elderly
    FROM resident r LEFT JOIN managed m ON m.resident_id = r.id WHERE r.village_code = :village
    AND (r.birth_date <= :elder_born OR m.managed_on IS NOT NULL OR m.elderly_on IS NOT NULL)),
asked(file, resident_id, elderly) AS MATERIALIZED (SELECT id, id, elderly FROM here
    UNION ALL SELECT l.file, l.canonical, h.elderly FROM linked l JOIN here h ON h.id = l.canonical),
"""
_NEWEST_GIVEN = """SELECT CAST(f.resident_id AS TEXT) AS resident_id, max((SELECT v.visit_date
        FROM visit v CROSS JOIN {section} s ON s.visit_id = v.id
        WHERE v.resident_id = f.file AND NOT s.void AND NOT v.void AND v.visit_date <= :on
        ORDER BY v.visit_date DESC LIMIT 1)) AS given_on
    FROM asked f {of} GROUP BY 1"""
_NOT_YET = """CASE WHEN {given}.given_on IS NOT NULL THEN {given}.given_on <= :{before}
        ELSE coalesce({begun} <= :{before}, 0)
            OR r.birth_date <= :elder_born AND substr(r.birth_date, 6) <= :month_day END"""
_BEGUN = "coalesce(min(m.managed_on, m.elderly_on), m.managed_on, m.elderly_on)"
_YEARLY = f"""
WITH {_LINKED},
managed AS MATERIALIZED (
    SELECT CAST(coalesce(l.canonical, m.resident_id) AS TEXT) AS resident_id,
        min(m.registered_on) FILTER (WHERE m.programme IN :programmes) AS managed_on,
        min(m.registered_on) FILTER (WHERE m.programme = 'elderly') AS elderly_on,
        group_concat(DISTINCT m.programme) AS programmes
    FROM chronic_registration m LEFT JOIN linked l ON l.file = m.resident_id
    WHERE NOT m.void AND m.registered_on <= :on {{registered}} GROUP BY 1),
{{asked}}examined AS MATERIALIZED ({{examined}}),
assessed AS MATERIALIZED ({{assessed}}),
candidate AS MATERIALIZED (
    SELECT r.rowid AS resident_row, m.managed_on, m.elderly_on, m.programmes, e.given_on AS examined_on,
        a.given_on AS assessed_on
    FROM resident r
    LEFT JOIN managed m ON m.resident_id = r.id
    LEFT JOIN examined e ON e.resident_id = r.id
    LEFT JOIN assessed a ON a.resident_id = r.id
    WHERE (r.birth_date <= :elder_born OR m.managed_on IS NOT NULL OR m.elderly_on IS NOT NULL) {{chosen}}
    AND ({_NOT_YET.format(given="e", begun=_BEGUN, before="examined_before")}
        OR (r.birth_date <= :elder_born OR m.elderly_on IS NOT NULL)
        AND {_NOT_YET.format(given="a", begun="m.elderly_on", before="assessed_before")}))
SELECT {{person}}, c.managed_on, c.elderly_on, c.programmes, c.examined_on, c.assessed_on, b.sbp, b.dbp, b.visit_date
FROM candidate c CROSS JOIN resident r ON r.rowid = c.resident_row
LEFT JOIN visit b ON b.rowid = (SELECT v0.rowid FROM visit v0 WHERE v0.resident_id = r.id AND NOT v0.void
    AND v0.visit_date <= :on AND v0.sbp IS NOT NULL ORDER BY v0.visit_date DESC, v0.rowid DESC LIMIT 1)
{{joins}}
WHERE {{here}}
"""
# The partial index holds the visits that tell a supply: it names the people. Of each the newest visit with medicines
# counts, which may have confirmed others.
_REFILL = f"""
WITH {_LINKED},
supplied AS MATERIALIZED (
    SELECT DISTINCT CAST(coalesce(l.canonical, w.resident_id) AS TEXT) AS resident_id
    FROM visit w INDEXED BY ix_visit_supplied LEFT JOIN linked l ON l.file = w.resident_id
    WHERE w.medicines IS NOT NULL AND instr(w.medicines, 'days_supplied') > 0 {{visited}})
SELECT {{person}}, w.medicines FROM supplied s CROSS JOIN resident r ON r.id = s.resident_id
CROSS JOIN visit w ON w.rowid = (SELECT v1.rowid FROM visit v1 WHERE {{own}} AND NOT v1.void
    AND v1.medicines IS NOT NULL AND v1.visit_date <= :on ORDER BY v1.visit_date DESC, v1.rowid DESC LIMIT 1)
{{joins}}
WHERE instr(w.medicines, 'days_supplied') > 0 {{chosen}} AND {{here}}
"""
_CONTRACT = f"""
WITH {_LINKED}
SELECT {{person}}, c.id, c.ends_on FROM contract c
LEFT JOIN linked l ON l.file = c.resident_id
JOIN resident r ON r.id = coalesce(l.canonical, c.resident_id)
{{joins}}
WHERE NOT c.void AND c.ends_on <= :until AND c.starts_on <= :on AND coalesce(c.renews, '1') <> '2'
AND (c.terminated_on IS NULL OR c.terminated_on > :on) {{chosen}}
AND NOT EXISTS (SELECT 1 FROM contract d WHERE d.resident_id = c.resident_id AND NOT d.void AND d.id <> c.id
    AND (d.ends_on > c.ends_on OR d.ends_on = c.ends_on AND d.id > c.id))
AND {{here}}
"""
_ONLY_PEOPLE = f"WITH {_LINKED} SELECT {{person}} FROM resident r {{joins}} WHERE {{here}} {{chosen}}"
_STATEMENTS = {"yearly": _YEARLY, "refill": _REFILL, "contract": _CONTRACT, "person": _ONLY_PEOPLE}
_FIRST_VISITS = text(f"""
WITH {_LINKED}
SELECT coalesce(l.canonical, v.resident_id), max(v.visit_date), s.next_visit_date, s.supervisor
FROM tuberculosis_first_visit s JOIN visit v ON v.id = s.visit_id
LEFT JOIN linked l ON l.file = v.resident_id
WHERE NOT s.void AND NOT v.void AND v.visit_date <= :on GROUP BY 1
""")
_ATTEMPTS = text(f"""
WITH {_LINKED}
SELECT coalesce(l.canonical, a.resident_id), a.attempted_on, a.channel, a.result, a.next_try_on, a.reason
FROM contact_attempt a LEFT JOIN linked l ON l.file = a.resident_id
WHERE NOT a.void AND a.attempted_on BETWEEN :since AND :on AND NOT EXISTS (
    SELECT 1 FROM visit v WHERE v.resident_id = a.resident_id AND NOT v.void AND v.visit_date >= a.attempted_on
    AND v.visit_date <= :on AND coalesce(v.outcome, '1') IN ('1', '5', '6', '7'))
ORDER BY a.attempted_on, a.rowid
""")
_day = lru_cache(maxsize=4096)(day)
