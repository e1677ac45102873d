"""What is sought in the haystacks, as SQL: statements that are made once, and conditions for lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
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
from sqlalchemy.dialects.sqlite import pysqlite

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store import haystack as marks
from clinic_app.store.haystack import END, Query, Word
from clinic_app.store.hits import known_later
from clinic_app.store.sought import INSIDE, Shape, sought

HOUSEHOLD = RECORD_TYPES["household"].sql_table
REFERRAL = RECORD_TYPES["referral"].sql_table
DIALECT = pysqlite.dialect()
Text = ColumnElement[str]
Condition = ColumnElement[bool]
Look = tuple[bool, bool, int]
"""Whether a word is a number, and a short one, and how many writings it has."""


@dataclass(frozen=True)
class Statement:
    """SQL that is made once in the life of the program: that costs several times what asking it costs.

    No value that somebody typed is in it, so that it outlives a lock.
    """

    text: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Iterable[RowMapping]:
        """What it finds with these values."""
        known = {**self.constants, **values}
        return connection.exec_driver_sql(self.text, tuple(known[name] for name in self.names)).mappings()


def made(query: Select[Any]) -> Statement:
    compiled = query.compile(dialect=DIALECT)
    return Statement(str(compiled), tuple(compiled.positiontup or ()), compiled.params)


@dataclass(frozen=True)
class Terms:
    """Sought pieces as SQL: literals, or parameters of a statement that is made once."""

    words: Sequence[Sequence[Text]]
    ranks: Sequence[tuple[int, Sequence[Text]]]


def word_name(number: int, place: int) -> str:
    return f"word_{number}_{place}"


def rank_name(rank: int, place: int) -> str:
    return f"rank_{rank}_{place}"


def look_name(number: int, place: int) -> str:
    return f"look_{number}_{place}"


def said(query: Query) -> Terms:
    asked = sought(query)
    words = [[literal(each) for each in pieces] for pieces in asked.words]
    return Terms(words, [(rank, [literal(each) for each in pieces]) for rank, pieces in asked.ranks])


def parameters(shape: Shape) -> Terms:
    words, ranks = shape
    return Terms(
        [[value(word_name(number, place)) for place in range(many)] for number, many in enumerate(words)],
        [(rank, [value(rank_name(rank, place)) for place in range(many)]) for rank, many in ranks],
    )


def value(name: str) -> Text:
    return bindparam(name, type_=String())


def listed(name: str) -> Select[Any]:
    return select(func.json_each(value(name)).table_valued("value").c.value)


def holds(hay: Text, pieces: Iterable[Text]) -> Condition:
    return or_(*(func.instr(hay, piece) > 0 for piece in pieces))


def all_words(hay: Text, terms: Terms, villages: Sequence[Condition | None] = ()) -> Condition:
    """Every word is in the line, or names the village."""
    words = [holds(hay, pieces) for pieces in terms.words]
    named = zip_longest(words, villages)
    return and_(*(word if village is None else or_(word, village) for word, village in named))


def rank_of(hay: Text, terms: Terms) -> ColumnElement[int]:
    return case(*((holds(hay, pieces), rank) for rank, pieces in terms.ranks), else_=INSIDE)


def _token(mark: str, column: ColumnElement[Any], *dropped: str) -> Text:
    plain: ColumnElement[str] = func.lower(func.coalesce(column, ""))
    for each in dropped:
        plain = func.replace(plain, each, "")
    return literal(mark).concat(plain).concat(END)


def household_hay() -> Text:
    table = HOUSEHOLD
    address = func.coalesce(table.c.group_name, "").concat(func.coalesce(table.c.house_no, ""))
    return (
        _token(marks.NAME, table.c.head_name, "·", " ")
        .concat(_token(marks.DOOR, table.c.house_no, " "))
        .concat(_token(marks.ADDRESS, address, " "))
        .concat(_token(marks.PHONE, table.c.phone, "-", " "))
    )


def referral_hay() -> Text:
    table = REFERRAL
    return (
        _token(marks.NAME, table.c.patient_name, "·", " ")
        .concat(_token(marks.NAME, known_later("patient_name"), "·", " "))
        .concat(_token(marks.IDENTITY, known_later("id_no")))
        .concat(_token(marks.IDENTITY, table.c.id_no))
        .concat(_token(marks.PHONE, table.c.patient_phone, "-", " "))
        .concat(_token(marks.SLIP, table.c.slip_no, "-"))
    )


def writings(word: Word) -> tuple[str, ...]:
    return (*word.forms, *map(str.upper, word.forms))


def look_of(word: Word) -> Look:
    return word.is_number, word.is_number and len(word.text) < marks.TAIL, len(writings(word))


def may_hold(look: Look, writings: Sequence[Text]) -> Condition:
    """A cheap first look that passes every household that a word is in: most rows go no further."""
    table, (number, short, _) = HOUSEHOLD, look
    if short:
        return holds(table.c.house_no, writings[:1])
    address = func.coalesce(table.c.group_name, "").concat(func.coalesce(table.c.house_no, ""))
    places = [holds(address, writings), holds(table.c.head_name, [*writings, literal("·"), literal(" ")])]
    if number:
        places.append(holds(func.replace(func.replace(table.c.phone, "-", ""), " ", ""), writings))
    return or_(*places)
