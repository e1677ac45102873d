"""The search box: names, pinyin, initials, number tails, house numbers and slip numbers, over a whole township.

One scan of the haystacks with SQLite's `instr`, which knows no wildcards; where their lines are held in memory
(store/remembered.py), only of those that these name. Measured on 60,000 residents: benchmarks/bench_store.py.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, zip_longest
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
)

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import haystack as marks
from clinic_app.store.engine import as_text
from clinic_app.store.findable import present
from clinic_app.store.haystack import END, Query, Word, haystack, kind_found, parse_query, spelled_like
from clinic_app.store.hits import (
    KINDS,
    PERSON,
    Hit,
    household_hit,
    known_later,
    person_hit,
    referral_hit,
    slips,
)
from clinic_app.store.lines import Lines
from clinic_app.store.local_tables import resident_search
from clinic_app.store.remembered import Remembered
from clinic_app.store.sought import INSIDE, Shape, Sought, sought

RESIDENT = RECORD_TYPES["resident"].sql_table
HOUSEHOLD = RECORD_TYPES["household"].sql_table
REFERRAL = RECORD_TYPES["referral"].sql_table
VILLAGE = RECORD_TYPES["village"].sql_table
# Referrals carry their own name: pinyin is worked out on the way, for the newest only.
SPELLED_REFERRALS = 2000
AT_ONCE, BREATH = 400, 0.0005
"""Lines that are read in between two pauses, of so many seconds."""
Text = ColumnElement[str]
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Group:
    """The hits of one kind; `more` says that there are others."""

    kind: str
    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True)
class _Ranked:
    rank: int
    hit: Hit


@dataclass(frozen=True)
class _Asked:
    """One search. `named` has the codes of the villages that each word names; `among` the only records in question."""

    query: Query
    sought: Sought
    limit: int
    village: str | None
    named: tuple[Sequence[str], ...]
    among: tuple[str, ...] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What the statement is asked with."""
        words = {_word(number, place): piece
                 for number, pieces in enumerate(self.sought.words) for place, piece in enumerate(pieces)}  # fmt: skip
        ranks = {_place(rank, place): piece
                 for rank, pieces in self.sought.ranks for place, piece in enumerate(pieces)}  # fmt: skip
        villages = {f"named_{number}": as_text(list(codes)) for number, codes in enumerate(self.named)}
        narrow = {"most": self.limit, "village": self.village, "among": as_text(self.among or ())}
        return words | ranks | villages | narrow


@dataclass(frozen=True)
class _Terms:
    """Sought pieces as SQL: literals, or parameters of a statement that is made once."""

    words: Sequence[Sequence[Text]]
    ranks: Sequence[tuple[int, Sequence[Text]]]


def search(
    connection: Connection, text: str, limit: int = 20, *, village: str | None = None, types: Collection[str] = KINDS
) -> list[Hit]:
    """The best hits for anything typed or scanned, at most `limit`: exact name, prefix, initials, tails, the rest.

    All words must be found. Any text gives an answer. `village` (code) narrows to one village, `types` to kinds.
    """
    query = parse_query(text)
    if not query.words or limit < 1:
        return []
    asked = _Asked(query, sought(query), limit, village, _villages(connection, query))
    found = [each for kind in KINDS if kind in types for each in _ASKED[kind](connection, asked)]
    found.sort(key=lambda each: each.rank)
    return [each.hit for each in found[:limit]]


def search_groups(
    connection: Connection, text: str, most: int, types: Collection[str] = KINDS, held: Remembered | None = None
) -> list[Group]:
    """The same for the search box: the best `most` of each kind that has any, the kind with the best hit first.

    `held` makes it quicker once it has been filled (`remember`); the answer is the same.
    """
    query = parse_query(text)
    if not query.words:
        return []
    asked = _Asked(query, sought(query), most + 1, None, _villages(connection, query))
    current = held.current(connection) if held and not any(asked.named) else None
    found = []
    for kind in (each for each in KINDS if each in types):
        wanted = _spelled(query) if kind == "referral" and query.is_latin else asked.sought
        among = current.in_question(kind, wanted, asked.limit) if current else None
        if ranked := _ASKED[kind](connection, replace(asked, among=among)):
            hits = tuple(each.hit for each in ranked[:most])
            found.append((ranked[0].rank, Group(kind, hits, len(ranked) > most)))
    return [group for _, group in sorted(found, key=lambda each: each[0])]


def remember(connection: Connection, held: Remembered) -> None:
    """Read in the lines of every resident, household and referral, in the order in which hits of one rank are shown.

    A third of a second and eleven megabytes for 60,000 people; `connection` is one that sees everything.
    """
    table = HOUSEHOLD
    people = select(resident_search.c.resident_id, resident_search.c.haystack)
    homes = select(table.c.id, _household_hay()).where(table.c.void.is_(False))
    named = slips().where(REFERRAL.c.void.is_(False)).add_columns(_referral_hay().label("haystack"))
    moment = present(connection)
    residents = connection.execute(people.order_by(resident_search.c.sort_name, resident_search.c.resident_id))
    households = connection.execute(homes.order_by(*_HOUSEHOLD_ORDER))
    referrals = connection.execute(named.order_by(*_NEWEST)).mappings()
    spelled = ((row["id"], row["haystack"] + haystack({"name": row["patient_name"]}, {})[0]) for row in referrals)
    lines: dict[str, Iterable[tuple[str, str]]]
    lines = {"resident": residents, "household": households, "referral": spelled}
    held.take(moment, {kind: Lines(_unhurried(rows)) for kind, rows in lines.items()})
    # The pages that were read for it are not needed a second time.
    connection.exec_driver_sql("PRAGMA shrink_memory")


def _unhurried(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Nobody waits for this: the window has its turn every other millisecond, not when Python next thinks of it."""
    for number, row in enumerate(rows):
        if number % AT_ONCE == 0:
            time.sleep(BREATH)
        yield row


def matching_residents(connection: Connection, text: str) -> Condition | None:
    """The condition on `resident_search` for a list narrowed by the search box; None when nothing was typed."""
    query = parse_query(text)
    if not query.words:
        return None
    table = resident_search
    villages = [table.c.village_code.in_(codes) if codes else None for codes in _villages(connection, query)]
    return _all_words(table.c.haystack, _said(query), villages)


def matching_referrals(query: Query) -> Condition:
    """The condition on `referral` for the words of a search that are no pinyin: name, slip number, number tails."""
    return _all_words(_referral_hay(), _said(query))


def matching_households(text: str) -> Condition | None:
    """The condition on `household` for a list narrowed by the search box; None when nothing was typed."""
    query = parse_query(text)
    if not query.words:
        return None
    return and_(*map(_may_hold, query.words), _all_words(_household_hay(), _said(query)))


def _word(number: int, place: int) -> str:
    return f"word_{number}_{place}"


def _place(rank: int, place: int) -> str:
    return f"rank_{rank}_{place}"


def _said(query: Query) -> _Terms:
    asked = sought(query)
    words = [[literal(each) for each in pieces] for pieces in asked.words]
    return _Terms(words, [(rank, [literal(each) for each in pieces]) for rank, pieces in asked.ranks])


def _parameters(shape: Shape) -> _Terms:
    words, ranks = shape
    return _Terms(
        [[_value(_word(number, place)) for place in range(many)] for number, many in enumerate(words)],
        [(rank, [_value(_place(rank, place)) for place in range(many)]) for rank, many in ranks],
    )


def _value(name: str) -> Text:
    return bindparam(name, type_=String())


def _listed(name: str) -> Select[Any]:
    return select(func.json_each(_value(name)).table_valued("value").c.value)


def _holds(hay: Text, pieces: Iterable[Text]) -> Condition:
    return or_(*(func.instr(hay, piece) > 0 for piece in pieces))


def _all_words(hay: Text, terms: _Terms, villages: Sequence[Condition | None] = ()) -> Condition:
    """Every word is in the line, or names the village."""
    words = [_holds(hay, pieces) for pieces in terms.words]
    named = zip_longest(words, villages)
    return and_(*(word if village is None else or_(word, village) for word, village in named))


def _rank(hay: Text, terms: _Terms) -> ColumnElement[int]:
    return case(*((_holds(hay, pieces), rank) for rank, pieces in terms.ranks), else_=INSIDE)


def _villages(connection: Connection, query: Query) -> tuple[Sequence[str], ...]:
    """Codes of the villages whose name each word is part of: 一村 王丽."""
    return tuple(
        connection.scalars(_VILLAGES_NAMED, {"word": word.text}).all()
        if len(word.text) > 1 and not word.text.isascii() else ()
        for word in query.words
    )  # fmt: skip


def _residents(connection: Connection, asked: _Asked) -> list[_Ranked]:
    named = tuple(map(bool, asked.named))
    statement = _residents_asked(asked.sought.shape, named, asked.village is not None, asked.among is not None)
    return [_resident_hit(row, asked.query) for row in connection.execute(statement, asked.values).mappings()]


@lru_cache(maxsize=64)
def _residents_asked(shape: Shape, named: tuple[bool, ...], within: bool, narrowed: bool) -> Select[Any]:
    """Making a statement costs several times what asking it costs."""
    table, terms = resident_search, _parameters(shape)
    villages = [table.c.village_code.in_(_listed(f"named_{place}")) if each else None
                for place, each in enumerate(named)]  # fmt: skip
    rank = _rank(table.c.haystack, terms).label("rank")
    best = (
        select(table.c.resident_id, table.c.haystack, table.c.sort_name, rank)
        .where(_all_words(table.c.haystack, terms, villages))
        .where(table.c.village_code == _value("village") if within else literal(True))
        .where(table.c.resident_id.in_(_listed("among")) if narrowed else literal(True))
        .order_by(rank, table.c.sort_name, table.c.resident_id)
        .limit(bindparam("most", type_=Integer()))
        .subquery()
    )
    place = (VILLAGE.c.name.label("village_name"), HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no)
    return (
        select(best, *PERSON, *place)
        .join(RESIDENT, RESIDENT.c.id == best.c.resident_id)
        .outerjoin(HOUSEHOLD, HOUSEHOLD.c.id == RESIDENT.c.household_id)
        .outerjoin(VILLAGE, VILLAGE.c.id == RESIDENT.c.village_code)
    )


def _resident_hit(row: RowMapping, query: Query) -> _Ranked:
    hit = person_hit(row, row["resident_id"], kind_found(row["haystack"], query.words[0]))
    return _Ranked(row["rank"], hit)


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


def _may_hold(word: Word) -> Condition:
    """A cheap first look that passes every household that the word is in: most rows go no further."""
    table = HOUSEHOLD
    if word.is_number and len(word.text) < marks.TAIL:
        return func.instr(table.c.house_no, word.text) > 0
    pieces = [literal(each) for form in word.forms for each in dict.fromkeys((form, form.upper()))]
    address = func.coalesce(table.c.group_name, "").concat(func.coalesce(table.c.house_no, ""))
    places = [_holds(address, pieces), _holds(table.c.head_name, [*pieces, literal("·"), literal(" ")])]
    if word.is_number:
        places.append(_holds(func.replace(func.replace(table.c.phone, "-", ""), " ", ""), pieces))
    return or_(*places)


def _households(connection: Connection, asked: _Asked) -> list[_Ranked]:
    query, shape, within = asked.query, asked.sought.shape, asked.village is not None
    if any(word.is_latin for word in query.words):
        return []
    statement = _few_households(shape, within) if asked.among is not None else _households_like(query, shape, within)
    return [_household_hit(row, query) for row in connection.execute(statement, asked.values).mappings()]


def _households_like(query: Query, shape: Shape, within: bool) -> Select[Any]:
    return _households_asked(shape, within, and_(*map(_may_hold, query.words)))


@lru_cache(maxsize=64)
def _few_households(shape: Shape, within: bool) -> Select[Any]:
    return _households_asked(shape, within, HOUSEHOLD.c.id.in_(_listed("among")))


def _households_asked(shape: Shape, within: bool, first: Condition) -> Select[Any]:
    """`first` is cheap and is looked at before the line is put together."""
    table, terms, hay = HOUSEHOLD, _parameters(shape), _household_hay()
    rank = _rank(hay, terms).label("rank")
    shown = (table.c.id, table.c.head_name, table.c.phone, table.c.village_code, table.c.group_name, table.c.house_no)
    return (
        select(*shown, hay.label("haystack"), rank, VILLAGE.c.name.label("village_name"))
        .outerjoin(VILLAGE, VILLAGE.c.id == table.c.village_code)
        .where(first, _all_words(hay, terms), table.c.void.is_(False))
        .where(table.c.village_code == _value("village") if within else literal(True))
        .order_by(rank, *_HOUSEHOLD_ORDER)
        .limit(bindparam("most", type_=Integer()))
    )


def _household_hit(row: RowMapping, query: Query) -> _Ranked:
    why = kind_found(row["haystack"], query.words[0])
    return _Ranked(row["rank"], household_hit(row, "户主" if why == "姓名" else why))


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


def _spelled(query: Query) -> Sought:
    """Names whose pinyin or initials begin so; of a referral the newest stand first."""
    return Sought((tuple(mark + query.joined for mark in (marks.NAME, marks.PINYIN, marks.INITIALS)),), ())


def _referrals(connection: Connection, asked: _Asked) -> list[_Ranked]:
    query, within, narrowed = asked.query, asked.village is not None, asked.among is not None
    if query.is_latin:
        newest = connection.execute(_newest_slips(within, narrowed), asked.values | {"most": SPELLED_REFERRALS})
        spelled = (row for row in newest.mappings() if spelled_like(row["patient_name"], query))
        return [_Ranked(INSIDE, referral_hit(row, "拼音")) for row in islice(spelled, asked.limit)]
    rows = connection.execute(_slips_asked(asked.sought.shape, within, narrowed), asked.values).mappings()
    first = query.words[0]
    return [_Ranked(row["rank"], referral_hit(row, kind_found(row["haystack"], first))) for row in rows]


@lru_cache(maxsize=4)
def _newest_slips(within: bool, narrowed: bool) -> Select[Any]:
    table = REFERRAL
    return (
        slips()
        .where(table.c.id.in_(_listed("among")) if narrowed else literal(True))
        .where(table.c.void.is_(False), table.c.village_code == _value("village") if within else literal(True))
        .order_by(*_NEWEST)
        .limit(bindparam("most", type_=Integer()))
    )


@lru_cache(maxsize=64)
def _slips_asked(shape: Shape, within: bool, narrowed: bool) -> Select[Any]:
    hay, terms = _referral_hay(), _parameters(shape)
    rank = _rank(hay, terms).label("rank")
    newest = _newest_slips(within, narrowed).add_columns(hay.label("haystack"), rank).where(_all_words(hay, terms))
    return newest.order_by(None).order_by(rank, *_NEWEST)


_VILLAGES_NAMED = select(VILLAGE.c.code).where(func.instr(VILLAGE.c.name, bindparam("word", type_=String())) > 0)
_HOUSEHOLD_ORDER = (HOUSEHOLD.c.village_code, HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no, HOUSEHOLD.c.id)
_NEWEST = (REFERRAL.c.referral_date.desc(), REFERRAL.c.id.desc())
_ASKED = {"resident": _residents, "household": _households, "referral": _referrals}
