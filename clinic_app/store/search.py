"""The search box: names, pinyin, initials, number tails, house numbers and slip numbers, over a whole township.

One scan of the haystacks with SQLite's `instr`, which knows no wildcards; where their lines are held in memory
(store/remembered.py), only of those that these name. Measured on 60,000 residents: benchmarks/bench_store.py.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    RowMapping,
    Select,
    String,
    and_,
    bindparam,
    func,
    literal,
    select,
)

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import haystack as marks
from clinic_app.store.engine import as_text
from clinic_app.store.findable import present
from clinic_app.store.haystack import Query, haystack, kind_found, parse_query, spelled_like
from clinic_app.store.hits import (
    KINDS,
    PERSON,
    Hit,
    household_hit,
    person_hit,
    referral_hit,
    slips,
)
from clinic_app.store.lines import Lines
from clinic_app.store.local_tables import resident_search
from clinic_app.store.remembered import Remembered
from clinic_app.store.search_sql import (
    Condition,
    Look,
    Statement,
    all_words,
    household_hay,
    listed,
    look_name,
    look_of,
    made,
    may_hold,
    parameters,
    rank_name,
    rank_of,
    referral_hay,
    said,
    value,
    word_name,
    writings,
)
from clinic_app.store.sought import INSIDE, Shape, Sought, sought

RESIDENT = RECORD_TYPES["resident"].sql_table
HOUSEHOLD = RECORD_TYPES["household"].sql_table
REFERRAL = RECORD_TYPES["referral"].sql_table
VILLAGE = RECORD_TYPES["village"].sql_table
# Referrals carry their own name: pinyin is worked out on the way, for the newest only.
SPELLED_REFERRALS = 2000
# From end to end, and sorted then: along the index every page would be read several times.
EVERY_LINE = "SELECT resident_id, haystack FROM resident_search NOT INDEXED ORDER BY sort_name, resident_id"
AT_ONCE, BREATH = 800, 0.0005
"""Lines that are read in between two pauses, of so many seconds."""


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
        words = {word_name(number, place): piece
                 for number, pieces in enumerate(self.sought.words) for place, piece in enumerate(pieces)}  # fmt: skip
        ranks = {rank_name(rank, place): piece
                 for rank, pieces in self.sought.ranks for place, piece in enumerate(pieces)}  # fmt: skip
        looks = {look_name(number, place): each for number, word in enumerate(self.query.words)
                 for place, each in enumerate(writings(word))}  # fmt: skip
        villages = {f"named_{number}": as_text(list(codes)) for number, codes in enumerate(self.named)}
        narrow = {"most": self.limit, "village": self.village, "among": as_text(self.among or ())}
        return words | ranks | looks | villages | narrow


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
    homes = select(table.c.id, household_hay()).where(table.c.void.is_(False))
    named = slips().where(REFERRAL.c.void.is_(False)).add_columns(referral_hay().label("haystack"))
    moment = present(connection)
    residents = connection.exec_driver_sql(EVERY_LINE)
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
    return all_words(table.c.haystack, said(query), villages)


def matching_referrals(query: Query) -> Condition:
    """The condition on `referral` for the words of a search that are no pinyin: name, slip number, number tails."""
    return all_words(referral_hay(), said(query))


def matching_households(text: str) -> Condition | None:
    """The condition on `household` for a list narrowed by the search box; None when nothing was typed."""
    query = parse_query(text)
    if not query.words:
        return None
    looks = (may_hold(look_of(word), [literal(each) for each in writings(word)]) for word in query.words)
    return and_(*looks, all_words(household_hay(), said(query)))


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
    rows = statement.rows(connection, asked.values)
    ordered = sorted(rows, key=lambda row: (row["rank"], row["sort_name"], row["resident_id"]))
    return [_resident_hit(row, asked.query) for row in ordered]


@lru_cache(maxsize=64)
def _residents_asked(shape: Shape, named: tuple[bool, ...], within: bool, narrowed: bool) -> Statement:
    table, terms = resident_search, parameters(shape)
    villages = [table.c.village_code.in_(listed(f"named_{place}")) if each else None
                for place, each in enumerate(named)]  # fmt: skip
    rank = rank_of(table.c.haystack, terms).label("rank")
    best = (
        select(table.c.resident_id, table.c.haystack, table.c.sort_name, rank)
        .where(all_words(table.c.haystack, terms, villages))
        .where(table.c.village_code == value("village") if within else literal(True))
        .where(table.c.resident_id.in_(listed("among")) if narrowed else literal(True))
        .order_by(rank, table.c.sort_name, table.c.resident_id)
        .limit(bindparam("most", type_=Integer()))
        .subquery()
    )
    place = (VILLAGE.c.name.label("village_name"), HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no)
    return made(
        select(best, *PERSON, *place)
        .join(RESIDENT, RESIDENT.c.id == best.c.resident_id)
        .outerjoin(HOUSEHOLD, HOUSEHOLD.c.id == RESIDENT.c.household_id)
        .outerjoin(VILLAGE, VILLAGE.c.id == RESIDENT.c.village_code)
    )


def _resident_hit(row: RowMapping, query: Query) -> _Ranked:
    hit = person_hit(row, row["resident_id"], kind_found(row["haystack"], query.words[0]))
    return _Ranked(row["rank"], hit)


def _households(connection: Connection, asked: _Asked) -> list[_Ranked]:
    query, shape, within = asked.query, asked.sought.shape, asked.village is not None
    if any(word.is_latin for word in query.words):
        return []
    looks = tuple(map(look_of, query.words)) if asked.among is None else None
    statement = _households_asked(shape, within, looks)
    return [_household_hit(row, query) for row in statement.rows(connection, asked.values)]


@lru_cache(maxsize=64)
def _households_asked(shape: Shape, within: bool, looks: tuple[Look, ...] | None) -> Statement:
    """Without `looks` only those in question are looked at."""
    table, terms, hay = HOUSEHOLD, parameters(shape), household_hay()
    rank = rank_of(hay, terms).label("rank")
    shown = (table.c.id, table.c.head_name, table.c.phone, table.c.village_code, table.c.group_name, table.c.house_no)
    first: list[Condition] = [table.c.id.in_(listed("among"))]
    if looks is not None:
        terms_of = (
            [value(look_name(number, place)) for place in range(many)] for number, (_, _, many) in enumerate(looks)
        )
        first = list(map(may_hold, looks, terms_of))
    return made(
        select(*shown, hay.label("haystack"), rank, VILLAGE.c.name.label("village_name"))
        .outerjoin(VILLAGE, VILLAGE.c.id == table.c.village_code)
        .where(*first, all_words(hay, terms), table.c.void.is_(False))
        .where(table.c.village_code == value("village") if within else literal(True))
        .order_by(rank, *_HOUSEHOLD_ORDER)
        .limit(bindparam("most", type_=Integer()))
    )


def _household_hit(row: RowMapping, query: Query) -> _Ranked:
    why = kind_found(row["haystack"], query.words[0])
    return _Ranked(row["rank"], household_hit(row, "户主" if why == "姓名" else why))


def _spelled(query: Query) -> Sought:
    """Names whose pinyin or initials begin so; of a referral the newest stand first."""
    return Sought((tuple(mark + query.joined for mark in (marks.NAME, marks.PINYIN, marks.INITIALS)),), ())


def _referrals(connection: Connection, asked: _Asked) -> list[_Ranked]:
    query, within, narrowed = asked.query, asked.village is not None, asked.among is not None
    if query.is_latin:
        newest = _newest_slips(within, narrowed).rows(connection, asked.values | {"most": SPELLED_REFERRALS})
        spelled = (row for row in newest if spelled_like(row["patient_name"], query))
        return [_Ranked(INSIDE, referral_hit(row, "拼音")) for row in islice(spelled, asked.limit)]
    rows = _slips_asked(asked.sought.shape, within, narrowed).rows(connection, asked.values)
    first = query.words[0]
    return [_Ranked(row["rank"], referral_hit(row, kind_found(row["haystack"], first))) for row in rows]


@lru_cache(maxsize=4)
def _newest_slips(within: bool, narrowed: bool) -> Statement:
    return made(_slips(within, narrowed).order_by(*_NEWEST))


@lru_cache(maxsize=64)
def _slips_asked(shape: Shape, within: bool, narrowed: bool) -> Statement:
    hay, terms = referral_hay(), parameters(shape)
    rank = rank_of(hay, terms).label("rank")
    found = _slips(within, narrowed).add_columns(hay.label("haystack"), rank).where(all_words(hay, terms))
    return made(found.order_by(rank, *_NEWEST))


def _slips(within: bool, narrowed: bool) -> Select[Any]:
    table = REFERRAL
    return (
        slips()
        .where(table.c.id.in_(listed("among")) if narrowed else literal(True))
        .where(table.c.void.is_(False), table.c.village_code == value("village") if within else literal(True))
        .limit(bindparam("most", type_=Integer()))
    )


_VILLAGES_NAMED = select(VILLAGE.c.code).where(func.instr(VILLAGE.c.name, bindparam("word", type_=String())) > 0)
_HOUSEHOLD_ORDER = (HOUSEHOLD.c.village_code, HOUSEHOLD.c.group_name, HOUSEHOLD.c.house_no, HOUSEHOLD.c.id)
_NEWEST = (REFERRAL.c.referral_date.desc(), REFERRAL.c.id.desc())
_ASKED = {"resident": _residents, "household": _households, "referral": _referrals}
