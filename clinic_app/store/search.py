"""The search box: names, pinyin, initials, number tails, house numbers and slip numbers, over a whole township.

One scan of the haystacks with SQLite's `instr`, which knows no wildcards. Measured on 60,000 residents against a
trigram index: see benchmarks/bench_store.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, delete, func, literal, or_, select

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import haystack as marks
from clinic_app.store.haystack import END, Query, Word, haystack, kind_found, parse_query, spelled_like
from clinic_app.store.hits import (
    KINDS,
    PERSON,
    Hit,
    household_hit,
    known_later,
    person_hit,
    place_words,
    referral_hit,
    slips,
)
from clinic_app.store.local_tables import resident_search
from clinic_app.store.queries.identity import canonical_ids

RESIDENT = RECORD_TYPES["resident"].sql_table
HOUSEHOLD = RECORD_TYPES["household"].sql_table
REFERRAL = RECORD_TYPES["referral"].sql_table
VILLAGE = RECORD_TYPES["village"].sql_table
LINK = RECORD_TYPES["identity_link"].sql_table
CHUNK = 500
# Referrals carry their own name: pinyin is worked out on the way, for the newest only.
SPELLED_REFERRALS = 2000
EXACT, PREFIX, PINYIN, INITIALS, PINYIN_PREFIX, INITIALS_PREFIX, TAIL, DOOR, INSIDE = range(9)
Item = TypeVar("Item")
Text = ColumnElement[str]
Entry = tuple[str, str, str, str | None]
INDEX_RESIDENT = (
    "INSERT INTO resident_search (resident_id, haystack, sort_name, village_code) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (resident_id) DO UPDATE SET haystack = excluded.haystack, sort_name = excluded.sort_name,"
    " village_code = excluded.village_code"
)


@dataclass(frozen=True)
class Group:
    """The hits of one kind; `more` says that there are others."""

    kind: str
    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True)
class _Ranked:
    rank: int
    order: str
    hit: Hit


def index_resident(connection: Connection, resident_id: str, fields: Mapping[str, Any], void: bool) -> None:
    """Make one resident findable by what `fields` says now; a void one is not found."""
    index_residents(connection, [(resident_id, fields, void)])


def index_residents(connection: Connection, residents: Iterable[tuple[str, Mapping[str, Any], bool]]) -> None:
    """Make residents findable: `(id, fields, void)` each, in a few statements for all of them."""
    batch = list(residents)
    hidden = canonical_ids(connection)
    gone = [resident_id for resident_id, _, void in batch if void or resident_id in hidden]
    if hidden:
        # A file that stands for others has come: they are found as this one from now on.
        came = {resident_id for resident_id, _, _ in batch}
        gone += [each for each, canonical in hidden.items() if canonical in came]
    for part in _parts(gone):
        connection.execute(delete(resident_search).where(resident_search.c.resident_id.in_(part)))
    kept = [(resident_id, fields) for resident_id, fields, void in batch if not void and resident_id not in hidden]
    doors = _doors(connection, {fields.get("household_id") for _, fields in kept})
    rows = [_entry(resident_id, fields, doors) for resident_id, fields in kept]
    if rows:
        # The driver takes ready tuples twice as fast as SQLAlchemy's way, as in projection.py.
        connection.exec_driver_sql(INDEX_RESIDENT, rows)


def index_household(connection: Connection, household_id: str) -> None:
    """Bring the members of one household up to its present address."""
    index_households(connection, [household_id])


def index_households(connection: Connection, household_ids: Iterable[str]) -> None:
    """Bring the members of households up to their present addresses."""
    for part in _parts(list(household_ids)):
        members = connection.execute(select(RESIDENT).where(RESIDENT.c.household_id.in_(part))).mappings()
        index_residents(connection, [(row["id"], dict(row), row["void"]) for row in members])


def index_linked(connection: Connection, link_ids: Iterable[str]) -> None:
    """Bring both ends of identity links up to date: a linked file is found as its canonical one only."""
    for part in _parts(list(link_ids)):
        ends = connection.execute(select(LINK.c.resident_id, LINK.c.canonical_id).where(LINK.c.id.in_(part))).all()
        ids = {each for row in ends for each in row if each}
        rows = connection.execute(select(RESIDENT).where(RESIDENT.c.id.in_(ids))).mappings()
        index_residents(connection, [(row["id"], dict(row), row["void"]) for row in rows])


def index_behind(connection: Connection, resident_ids: Iterable[str]) -> None:
    """Files that stood behind these, which have left this laptop, are found by themselves again."""
    for part in _parts(list(resident_ids)):
        behind = select(LINK.c.id).where(LINK.c.canonical_id.in_(part), LINK.c.void.is_(False))
        index_linked(connection, connection.scalars(behind).all())


def _entry(resident_id: str, fields: Mapping[str, Any], doors: Mapping[str, Mapping[str, Any]]) -> Entry:
    door = doors.get(fields.get("household_id") or "", {})
    found, sort_name = haystack(fields, door)
    village = fields.get("village_code")
    return resident_id, found, sort_name, village if isinstance(village, str) else None


def _doors(connection: Connection, household_ids: Collection[Any]) -> dict[str, Mapping[str, Any]]:
    known = [each for each in household_ids if isinstance(each, str)]
    columns = (HOUSEHOLD.c.id, HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no, HOUSEHOLD.c.phone)
    found: dict[str, Mapping[str, Any]] = {}
    for part in _parts(known):
        rows = connection.execute(select(*columns).where(HOUSEHOLD.c.id.in_(part), HOUSEHOLD.c.void.is_(False)))
        found |= {row["id"]: dict(row) for row in rows.mappings()}
    return found


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    iterator = iter(items)
    while part := list(islice(iterator, CHUNK)):
        yield part


def search(
    connection: Connection, text: str, limit: int = 20, *, village: str | None = None, types: Collection[str] = KINDS
) -> list[Hit]:
    """The best hits for anything typed or scanned, at most `limit`: exact name, prefix, initials, tails, the rest.

    All words must be found. Any text gives an answer. `village` (code) narrows to one village, `types` to kinds.
    """
    query = parse_query(text)
    if not query.words or limit < 1:
        return []
    found = [each for kind in KINDS if kind in types for each in _ASKED[kind](connection, query, limit, village)]
    found.sort(key=lambda each: (each.rank, KINDS.index(each.hit.type), each.order, each.hit.id))
    return [each.hit for each in found[:limit]]


def search_groups(connection: Connection, text: str, most: int, types: Collection[str] = KINDS) -> list[Group]:
    """The same for the search box: the best `most` of each kind that has any, the kind with the best hit first."""
    query = parse_query(text)
    if not query.words:
        return []
    found = []
    for kind in KINDS:
        if kind in types and (ranked := _ASKED[kind](connection, query, most + 1, None)):
            ranked.sort(key=lambda each: (each.rank, each.order, each.hit.id))
            hits = tuple(each.hit for each in ranked[:most])
            found.append((ranked[0].rank, Group(kind, hits, len(ranked) > most)))
    return [group for _, group in sorted(found, key=lambda each: each[0])]


def matching_residents(connection: Connection, text: str) -> ColumnElement[bool] | None:
    """The condition on `resident_search` for a list narrowed by the search box; None when nothing was typed."""
    query = parse_query(text)
    return _matches(resident_search.c.haystack, query, _village_words(connection, query)) if query.words else None


def matching_referrals(query: Query) -> ColumnElement[bool]:
    """The condition on `referral` for the words of a search that are no pinyin: name, slip number, number tails."""
    return _all_words(_referral_hay(), query)


def matching_households(text: str) -> ColumnElement[bool] | None:
    """The condition on `household` for a list narrowed by the search box; None when nothing was typed."""
    query = parse_query(text)
    return _in_household(query) if query.words else None


def _all_words(hay: Text, query: Query) -> ColumnElement[bool]:
    return and_(*(_word_found(hay, word, len(query.words) == 1) for word in query.words))


def _holds(hay: Text, *pieces: str) -> ColumnElement[bool]:
    return or_(*(func.instr(hay, literal(piece)) > 0 for piece in pieces))


def _word_found(hay: Text, word: Word, alone: bool) -> ColumnElement[bool]:
    """Short numbers are door numbers, a letter alone is the first of a name; all else may stand anywhere."""
    if word.is_number and len(word.text) < marks.TAIL:
        return _holds(hay, marks.DOOR + word.text)
    if alone and word.is_latin and len(word.text) == 1:
        return _holds(hay, marks.INITIALS + word.text, marks.NAME + word.text)
    return _holds(hay, *word.forms)


def _matches(hay: Text, query: Query, villages: Mapping[Word, Sequence[str]]) -> ColumnElement[bool]:
    conditions = []
    for word in query.words:
        condition = _word_found(hay, word, len(query.words) == 1)
        if villages.get(word):
            condition = or_(condition, resident_search.c.village_code.in_(villages[word]))
        conditions.append(condition)
    return and_(*conditions)


def _village_words(connection: Connection, query: Query) -> dict[Word, Sequence[str]]:
    """Codes of the villages whose name a word is part of: 一村 王丽."""
    named = [word for word in query.words if len(word.text) > 1 and not word.text.isascii()]
    return {
        word: connection.scalars(select(VILLAGE.c.code).where(func.instr(VILLAGE.c.name, word.text) > 0)).all()
        for word in named
    }


def _rank(hay: Text, query: Query) -> ColumnElement[int]:
    joined = query.joined or query.words[0].text
    whole = joined + END
    number = query.words[-1]
    choices: list[tuple[ColumnElement[bool], int]] = []
    if len(query.words) == 1 and number.is_number:
        kinds = (marks.IDENTITY, marks.PHONE, marks.SLIP)
        choices.append((_holds(hay, *(kind + form + END for kind in kinds for form in number.forms)), EXACT))
    choices += [(_holds(hay, marks.NAME + whole), EXACT), (_holds(hay, marks.NAME + joined), PREFIX)]
    if joined.isascii():
        choices += [(_holds(hay, marks.PINYIN + whole), PINYIN), (_holds(hay, marks.INITIALS + whole), INITIALS)]
        choices += [(_holds(hay, marks.PINYIN + joined), PINYIN_PREFIX)]
        choices += [(_holds(hay, marks.INITIALS + joined), INITIALS_PREFIX)]
    if number.is_number and len(number.text) >= marks.TAIL:
        choices.append((_holds(hay, *(form + END for form in number.forms)), TAIL))
    choices.append((_holds(hay, marks.DOOR + whole, marks.ADDRESS + whole), DOOR))
    return case(*choices, else_=INSIDE)


def _residents(connection: Connection, query: Query, limit: int, village: str | None) -> list[_Ranked]:
    table = resident_search
    rank = _rank(table.c.haystack, query).label("rank")
    best = (
        select(table.c.resident_id, table.c.haystack, table.c.sort_name, rank)
        .where(_matches(table.c.haystack, query, _village_words(connection, query)))
        .where(table.c.village_code == village if village else literal(True))
        .order_by(rank, table.c.sort_name, table.c.resident_id)
        .limit(limit)
        .subquery()
    )
    place = (VILLAGE.c.name, HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no)
    rows = connection.execute(
        select(best, *PERSON, place[0].label("village_name"), *place[1:])
        .join(RESIDENT, RESIDENT.c.id == best.c.resident_id)
        .outerjoin(HOUSEHOLD, HOUSEHOLD.c.id == RESIDENT.c.household_id)
        .outerjoin(VILLAGE, VILLAGE.c.id == RESIDENT.c.village_code)
    ).mappings()
    return [_resident_hit(row, query) for row in rows]


def _resident_hit(row: RowMapping, query: Query) -> _Ranked:
    hit = person_hit(row, row["resident_id"], kind_found(row["haystack"], query.words[0]))
    return _Ranked(row["rank"], row["sort_name"], hit)


def _token(mark: str, column: ColumnElement[Any], *dropped: str) -> Text:
    plain: ColumnElement[str] = func.lower(func.coalesce(column, ""))
    for each in dropped:
        plain = func.replace(plain, each, "")
    return literal(mark).concat(plain).concat(END)


def _household_hay() -> Text:
    table = HOUSEHOLD
    address = func.coalesce(table.c.group_name, "").concat(func.coalesce(table.c.house_no, ""))
    return (
        _token(marks.NAME, table.c.head_name, "·", " ")
        .concat(_token(marks.DOOR, table.c.house_no, " "))
        .concat(_token(marks.ADDRESS, address, " "))
        .concat(_token(marks.PHONE, table.c.phone, "-", " "))
    )


def _may_hold(word: Word) -> ColumnElement[bool]:
    """A cheap first look that passes every household that the word is in: most rows go no further."""
    table = HOUSEHOLD
    if word.is_number and len(word.text) < marks.TAIL:
        return _holds(table.c.house_no, word.text)
    pieces = dict.fromkeys(writing for form in word.forms for writing in (form, form.upper()))
    address = func.coalesce(table.c.group_name, "").concat(func.coalesce(table.c.house_no, ""))
    places = [_holds(address, *pieces), _holds(table.c.head_name, *pieces, "·", " ")]
    if word.is_number:
        places.append(_holds(func.replace(func.replace(table.c.phone, "-", ""), " ", ""), *pieces))
    return or_(*places)


def _in_household(query: Query) -> ColumnElement[bool]:
    return and_(*(_may_hold(word) for word in query.words), _all_words(_household_hay(), query))


def _households(connection: Connection, query: Query, limit: int, village: str | None) -> list[_Ranked]:
    if any(word.is_latin for word in query.words):
        return []
    table = HOUSEHOLD
    hay = _household_hay()
    rank = _rank(hay, query).label("rank")
    rows = connection.execute(
        select(table, hay.label("haystack"), rank, VILLAGE.c.name.label("village_name"))
        .outerjoin(VILLAGE, VILLAGE.c.id == table.c.village_code)
        .where(_in_household(query), table.c.void.is_(False))
        .where(table.c.village_code == village if village else literal(True))
        .order_by(rank, table.c.village_code, table.c.group_name, table.c.house_no, table.c.id)
        .limit(limit)
    ).mappings()
    return [_household_hit(row, query) for row in rows]


def _household_hit(row: RowMapping, query: Query) -> _Ranked:
    why = kind_found(row["haystack"], query.words[0])
    return _Ranked(row["rank"], place_words(row), household_hit(row, "户主" if why == "姓名" else why))


def _referral_hay() -> Text:
    table = REFERRAL
    return (
        _token(marks.NAME, table.c.patient_name, "·", " ")
        .concat(_token(marks.NAME, known_later("patient_name"), "·", " "))
        .concat(_token(marks.IDENTITY, known_later("id_no")))
        .concat(_token(marks.IDENTITY, table.c.id_no))
        .concat(_token(marks.PHONE, table.c.patient_phone, "-", " "))
        .concat(_token(marks.SLIP, table.c.slip_no, "-"))
    )


def _referrals(connection: Connection, query: Query, limit: int, village: str | None) -> list[_Ranked]:
    table = REFERRAL
    spelled = query.is_latin
    hay = _referral_hay()
    rank = literal(INSIDE).label("rank") if spelled else _rank(hay, query).label("rank")
    rows = connection.execute(
        slips()
        .add_columns(hay.label("haystack"), rank)
        .where(table.c.void.is_(False), literal(True) if spelled else matching_referrals(query))
        .where(table.c.village_code == village if village else literal(True))
        .order_by(rank, table.c.referral_date.desc(), table.c.id.desc())
        .limit(SPELLED_REFERRALS if spelled else limit)
    ).mappings()
    if spelled:
        return list(
            islice(
                (_referral_hit(row, query, "拼音") for row in rows if spelled_like(row["patient_name"], query)), limit
            )
        )
    return [_referral_hit(row, query, kind_found(row["haystack"], query.words[0])) for row in rows]


def _referral_hit(row: RowMapping, query: Query, why: str) -> _Ranked:
    return _Ranked(row["rank"], "", referral_hit(row, why))


_ASKED = {"resident": _residents, "household": _households, "referral": _referrals}
