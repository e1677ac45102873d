"""Who is due for which follow-up: one statement for each programme over the registrations in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from sys import intern
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, TextClause, bindparam, text

from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES
from clinic_app.store.queries.identity import canonical_ids
from clinic_app.store.queries.referral_waiting import ReturnAwaiting, returns_awaiting
from clinic_app.store.queries.stored import chunks, day

__all__ = ["DueRow", "ReturnAwaiting", "due_followups", "due_of_residents", "each_due", "returns_awaiting"]


JUDGED_IN_A_ROW = frozenset({"hypertension_followup", "diabetes_followup"})
"""Sections whose classification 2 or 3 counts in a row (H-11, D-09)."""


class DueRow(NamedTuple):
    """One person under management in one programme, as known on a day.

    `last_*` and `classification` are of the newest follow-up of the programme, all None before the first;
    `next_visit_date` is what was agreed then. The pressure is the newest of any visit. `consecutive` counts the
    follow-up days in a row, up to the newest, that were classified 2 or 3 (guidelines/assessment.py); it is 0 when the
    newest follow-up was classified otherwise. `supervisor`, `intensive` and `stopped_on` are of tuberculosis only;
    `proposed_referral` is what the rules proposed at the newest follow-up.
    """

    resident_id: str
    programme: str
    registration_id: str
    registered_on: date
    last_visit_id: str | None
    last_visit_date: date | None
    next_visit_date: date | None
    classification: int | None
    consecutive: int
    sbp: int | None
    dbp: int | None
    pressure_date: date | None
    fbg: str | None
    fbg_date: date | None
    name: str
    sex: str | None
    birth_date: date | None
    phone: str | None
    household_id: str | None
    village_code: str | None
    village_name: str
    group_name: str | None
    house_no: str | None
    head_name: str | None
    proposed_referral: str | None = None
    supervisor: str | None = None
    intensive: bool = False
    stopped_on: date | None = None


def due_followups(
    connection: Connection, on: date, village: str | None = None, programmes: Collection[str] = tuple(PROGRAMME_SECTION)
) -> list[DueRow]:
    """Every resident under management, once for each programme, as things stood on a day.

    Whom the newest visit found dead or moved away is left out; so are void residents and later registrations. The
    order is village, group, door, person.
    """
    return sorted(each_due(connection, on, village, programmes), key=_walking_order)


def each_due(
    connection: Connection, on: date, village: str | None = None, programmes: Collection[str] = tuple(PROGRAMME_SECTION)
) -> Iterator[DueRow]:
    """The same one by one, a programme after the other: a township's need not be in memory at the same time."""
    rows = (row for programme in programmes for row in _rows(connection, programme, on, village, None))
    return _one_for_each_person(connection, rows)


def due_of_residents(
    connection: Connection,
    on: date,
    resident_ids: Sequence[str],
    programmes: Collection[str] = tuple(PROGRAMME_SECTION),
) -> list[DueRow]:
    """The same for these residents only."""
    linked = canonical_ids(connection)
    files = [*resident_ids, *(each for each, end in linked.items() if end in resident_ids)]
    rows = (
        row
        for programme in programmes
        for part in chunks(files)
        for row in _rows(connection, programme, on, None, part)
    )
    return list(_one_for_each_person(connection, rows))


def _one_for_each_person(connection: Connection, rows: Iterable[DueRow]) -> Iterator[DueRow]:
    """Files of one person become one line for each programme: the newest follow-up of them all, under the canonical
    file's name. A person whom the newest visit in any file found dead is already out of that file's lines only, so
    such a person's other files go too."""
    linked = canonical_ids(connection)
    if not linked:
        yield from rows
        return
    ends = set(linked.values())
    grouped: dict[tuple[str, str], list[DueRow]] = {}
    for row in rows:
        end = linked.get(row.resident_id, row.resident_id)
        if end in ends:
            grouped.setdefault((end, row.programme), []).append(row)
        else:
            yield row
    people, gone = _people(connection, ends), _gone(connection, linked)
    for (end, _), files in grouped.items():
        if end in people and end not in gone:
            yield _merged(files, people[end])


def _merged(files: Sequence[DueRow], person: Row[Any]) -> DueRow:
    newest = max(files, key=lambda row: (row.last_visit_date or date.min, row.registered_on))
    pressure = max(files, key=lambda row: row.pressure_date or date.min)
    glucose = max(files, key=lambda row: row.fbg_date or date.min)
    return newest._replace(
        registered_on=min(row.registered_on for row in files),
        sbp=pressure.sbp, dbp=pressure.dbp, pressure_date=pressure.pressure_date,
        fbg=glucose.fbg, fbg_date=glucose.fbg_date,
        **{**person._asdict(), "birth_date": _day(person.birth_date)},
    )  # fmt: skip


def _people(connection: Connection, ids: Collection[str]) -> dict[str, Row[Any]]:
    found: dict[str, Row[Any]] = {}
    for part in chunks(list(ids)):
        for row in connection.execute(_PERSON, {"ids": part}):
            found[row.resident_id] = row
    return found


def _gone(connection: Connection, linked: Mapping[str, str]) -> set[str]:
    """People whom the newest visit in one of their files found dead or moved away."""
    files = [*linked, *set(linked.values())]
    found = set()
    for part in chunks(files):
        for row in connection.execute(_NEWEST_OUTCOME, {"ids": part}):
            if row.outcome in ("6", "7"):
                found.add(linked.get(row.resident_id, row.resident_id))
    return found


def _walking_order(row: DueRow) -> tuple[str, str, int, str, str, str]:
    door = row.house_no or ""
    digits = door[: len(door) - len(door.lstrip("0123456789"))]
    number = int(digits) if digits else 0
    return row.village_code or "", row.group_name or "", number, door, row.household_id or "", row.resident_id


def _rows(
    connection: Connection, programme: str, on: date, village: str | None, ids: Sequence[str] | None
) -> Iterator[DueRow]:
    values: dict[str, object] = {"programme": programme, "on": on.isoformat()}
    if village is not None:
        values["village"] = village
    if ids is not None:
        values["ids"] = list(ids)
    return map(_due_row, connection.execute(_statement(programme, village is not None, ids is not None), values))


@cache
def _statement(programme: str, one_village: bool, some_residents: bool) -> TextClause:
    section = PROGRAMME_SECTION[programme]
    chosen = "AND r.village_code = :village" if one_village else ""
    fields = RECORD_TYPES[section].fields
    glucose = "fbg" in fields
    statement = text(
        _MANAGED.format(
            section=section,
            chosen=chosen,
            some="AND resident_id IN :ids" if some_residents else "",
            followup_day=_DAY_OF.format(part="s"),
            classification="s.classification" if "classification" in fields else "NULL",
            consecutive=_CONSECUTIVE.format(section=section) if section in JUDGED_IN_A_ROW else "0",
            fbg="g.fbg, " + _DAY_OF.format(part="g") if glucose else "NULL, NULL",
            glucose=_GLUCOSE.format(section=section) if glucose else "",
            more=_SUPERVISION if "stop_date" in fields else "NULL, NULL, NULL",
        )
    )
    return statement.bindparams(bindparam("ids", expanding=True)) if some_residents else statement


# The newest visits come from the index (resident_id, visit_date), read backwards until the first that fits. Of two
# visits on one day the one that came later counts; `rowid` says so without sorting.
_LIVE = "v0.resident_id = m.resident_id AND NOT v0.void AND v0.visit_date <= :on"
_NEWEST = "ORDER BY v0.visit_date DESC, v0.rowid DESC LIMIT 1"
_PART = "JOIN {section} s0 ON s0.visit_id = v0.id AND NOT s0.void"
# Nearly always the newest visit is the newest follow-up and has the readings: that is looked at first.
_GLUCOSE = f"""
LEFT JOIN {{section}} g ON g.rowid = CASE WHEN s.fbg IS NOT NULL THEN s.rowid ELSE (
    SELECT s0.rowid FROM visit v0 {_PART} AND s0.fbg IS NOT NULL WHERE {_LIVE} {_NEWEST}) END
"""
_DAY_OF = (
    "CASE WHEN {part}.visit_id = n.id THEN n.visit_date ELSE "
    "(SELECT v0.visit_date FROM visit v0 WHERE v0.id = {part}.visit_id) END"
)
_UNCONTROLLED_THAT_DAY = """SELECT 1 FROM visit v1 JOIN {section} s1 ON s1.visit_id = v1.id AND NOT s1.void
            WHERE v1.resident_id = m.resident_id AND NOT v1.void AND v1.visit_date = v0.visit_date
            AND s1.classification IN ('2', '3')"""
_CONSECUTIVE = f"""CASE WHEN s.id IS NULL OR s.classification IN ('1', '4') THEN 0 ELSE (
     SELECT count(DISTINCT v0.visit_date) FROM visit v0 {_PART}
     WHERE {_LIVE} AND s0.classification IN ('2', '3') AND v0.visit_date > coalesce(
        (SELECT v0.visit_date FROM visit v0 {_PART}
         WHERE {_LIVE} AND s0.classification NOT IN ('2', '3') AND NOT EXISTS ({_UNCONTROLLED_THAT_DAY})
         {_NEWEST}), '')) END"""
_SUPERVISION = "s.supervisor, s.intensive, s.stop_date"
# Columns in the order of DueRow.
_MANAGED = f"""
SELECT r.id, :programme, m.registration_id, m.registered_on,
    s.visit_id, {{followup_day}}, s.next_visit_date, {{classification}}, {{consecutive}},
    b.sbp, b.dbp, b.visit_date, {{fbg}},
    r.name, r.sex, r.birth_date, r.phone, r.household_id, r.village_code, coalesce(p.name, r.village_code, ''),
    h.group_name, h.house_no, h.head_name, s.proposed_referral, {{more}}
FROM (SELECT resident_id, min(registered_on) AS registered_on, min(id) AS registration_id
      FROM chronic_registration
      WHERE programme = :programme AND NOT void AND registered_on <= :on {{some}} GROUP BY resident_id) m
JOIN resident r ON r.id = m.resident_id AND NOT r.void {{chosen}}
LEFT JOIN household h ON h.id = r.household_id
LEFT JOIN village p ON p.id = r.village_code
LEFT JOIN visit n ON n.rowid = (SELECT v0.rowid FROM visit v0 WHERE {_LIVE} {_NEWEST})
LEFT JOIN {{section}} s ON s.rowid = coalesce(
    (SELECT s0.rowid FROM {{section}} s0 WHERE s0.visit_id = n.id AND NOT s0.void ORDER BY s0.rowid DESC LIMIT 1),
    (SELECT s0.rowid FROM visit v0 {_PART} WHERE {_LIVE} {_NEWEST}))
LEFT JOIN visit b ON b.rowid = CASE WHEN n.sbp IS NOT NULL THEN n.rowid
    ELSE (SELECT v0.rowid FROM visit v0 WHERE {_LIVE} AND v0.sbp IS NOT NULL {_NEWEST}) END
{{glucose}}
WHERE coalesce(n.outcome, '1') NOT IN ('6', '7')
"""


def _due_row(row: Row[Any]) -> DueRow:
    values = list(row)
    for place in _DATES:
        values[place] = _day(values[place])
    for place in _SHARED:
        values[place] = values[place] and intern(values[place])
    code = values[_CLASSIFICATION]
    values[_CLASSIFICATION] = int(code) if code and code.isdecimal() else None
    values[_REGISTERED] = values[_REGISTERED] or date.min
    values[_INTENSIVE] = bool(values[_INTENSIVE])
    return DueRow._make(values)


_PERSON = text(
    "SELECT r.id AS resident_id, r.name, r.sex, r.birth_date, r.phone, r.household_id, r.village_code,"
    " coalesce(p.name, r.village_code, '') AS village_name, h.group_name, h.house_no, h.head_name FROM resident r"
    " LEFT JOIN household h ON h.id = r.household_id LEFT JOIN village p ON p.id = r.village_code"
    " WHERE r.id IN :ids AND NOT r.void"
).bindparams(bindparam("ids", expanding=True))
_NEWEST_OUTCOME = text(
    "SELECT v.resident_id, v.outcome FROM visit v WHERE v.rowid IN (SELECT (SELECT v0.rowid FROM visit v0"
    " WHERE v0.resident_id = r.id AND NOT v0.void ORDER BY v0.visit_date DESC, v0.rowid DESC LIMIT 1)"
    " FROM resident r WHERE r.id IN :ids)"
).bindparams(bindparam("ids", expanding=True))
# A few hundred dates stand for thousands of cells.
_day = lru_cache(maxsize=4096)(day)
_NAMES = DueRow._fields
_DATES = [place for place, name in enumerate(_NAMES) if name.endswith(("_date", "_on"))]
# Villages and groups: few names stand for thousands of people.
_SHARED = [_NAMES.index(name) for name in ("village_code", "village_name", "group_name")]
_CLASSIFICATION = _NAMES.index("classification")
_REGISTERED = _NAMES.index("registered_on")
_INTENSIVE = _NAMES.index("intensive")
