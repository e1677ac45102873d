"""What a search looks for in a haystack, as pieces of text: the same for SQLite and for the lines in memory. No SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clinic_app.store import haystack as marks
from clinic_app.store.haystack import END, Query, Word

EXACT, PREFIX, PINYIN, INITIALS, PINYIN_PREFIX, INITIALS_PREFIX, TAIL, DOOR, INSIDE = range(9)
Pieces = tuple[str, ...]
Shape = tuple[tuple[int, ...], tuple[tuple[int, int], ...]]
"""How many pieces each word has, and each rank."""


@dataclass(frozen=True)
class Sought:
    """`words` has the pieces of each word, one of which must be there; `ranks` those by which a hit stands, best first.

    A hit without any piece of `ranks` stands last (INSIDE). A piece may begin with a mark and end with END.
    """

    words: tuple[Pieces, ...]
    ranks: tuple[tuple[int, Pieces], ...]

    @property
    def shape(self) -> Shape:
        """The statement is the same for all searches of one shape."""
        return tuple(map(len, self.words)), tuple((rank, len(pieces)) for rank, pieces in self.ranks)


def sought(query: Query) -> Sought:
    """The pieces of a search that has words."""
    alone = len(query.words) == 1
    return Sought(tuple(pieces_of(word, alone) for word in query.words), tuple(_ranks(query)))


def pieces_of(word: Word, alone: bool) -> Pieces:
    """Short numbers are door numbers, a letter alone is the first of a name; all else may stand anywhere."""
    if word.is_number and len(word.text) < marks.TAIL:
        return (marks.DOOR + word.text,)
    if alone and word.is_latin and len(word.text) == 1:
        return (marks.INITIALS + word.text, marks.NAME + word.text)
    return word.forms


def _ranks(query: Query) -> Iterator[tuple[int, Pieces]]:
    joined = query.joined or query.words[0].text
    whole = joined + END
    number = query.words[-1]
    exact = [marks.NAME + whole]
    if len(query.words) == 1 and number.is_number:
        kinds = (marks.IDENTITY, marks.PHONE, marks.SLIP)
        exact += [kind + form + END for kind in kinds for form in number.forms]
    yield EXACT, tuple(exact)
    yield PREFIX, (marks.NAME + joined,)
    if joined.isascii():
        yield PINYIN, (marks.PINYIN + whole,)
        yield INITIALS, (marks.INITIALS + whole,)
        yield PINYIN_PREFIX, (marks.PINYIN + joined,)
        yield INITIALS_PREFIX, (marks.INITIALS + joined,)
    if number.is_number and len(number.text) >= marks.TAIL:
        yield TAIL, tuple(form + END for form in number.forms)
    yield DOOR, (marks.DOOR + whole, marks.ADDRESS + whole)
