"""The haystacks of one kind of record held in memory, in the order in which they are shown. No SQL.

Each kind of text (name, pinyin, number …) has a column of its own, so that a look for the beginning of a name reads
half a megabyte of a township and not six. What is looked for often is found near the top, and there the look ends.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from heapq import merge

from clinic_app.store.haystack import END, KIND_WORD
from clinic_app.store.sought import INSIDE, Pieces, Sought

MOST_LOOKED = 5000
"""Lines that are looked at one by one, in some twenty milliseconds; SQLite looks through a township in thirty."""
_END = END.encode()


class _Column:
    """One kind of text of every line: each text opened by END, and one more END after the last."""

    def __init__(self) -> None:
        self.text = bytearray()
        self.starts = array("I")

    def begin(self) -> None:
        """The next line; it may have no text of this kind, or several."""
        self.starts.append(len(self.text))

    def add(self, text: bytes) -> None:
        """One more text of this line."""
        self.text += _END
        self.text += text

    def close(self) -> None:
        """After the last line."""
        self.begin()
        self.text += _END

    def lines(self, needle: bytes) -> Iterator[int]:
        """The lines that hold it, each once, in order."""
        text, starts = self.text, self.starts
        place = text.find(needle)
        while place >= 0:
            line = bisect_right(starts, place) - 1
            yield line
            place = text.find(needle, starts[line + 1])

    def holds(self, line: int, needle: bytes) -> bool:
        """Whether the line holds it; the END that opens the next line closes this one."""
        return self.text.find(needle, self.starts[line], self.starts[line + 1] + 1) >= 0

    def word(self, line: int) -> str:
        """The first text of a line."""
        return self.text[self.starts[line] + 1 : self.starts[line + 1]].decode()


class Lines:
    """Which records a search finds, the best first; overwritten when it goes."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """`rows`: id and haystack of each record, in the order of hits of the same rank."""
        self._ids = _Column()
        self._known: dict[str, int | None] = {}
        columns = {ord(mark): _Column() for mark in KIND_WORD}
        every = (self._ids, *columns.values())
        for record_id, haystack in rows:
            for column in every:
                column.begin()
            self._ids.add(record_id.encode())
            for each in haystack.encode().split(_END):
                # What somebody wrote into a house number is not looked at before it comes here.
                if len(each) > 1 and each[0] in columns:
                    columns[each[0]].add(each[1:])
        for column in every:
            column.close()
        self._columns = {chr(mark): each for mark, each in columns.items() if each.text.strip(_END)}

    def __del__(self) -> None:
        self.wipe()

    @property
    def size(self) -> int:
        """Bytes of text."""
        return sum(len(each.text) for each in (self._ids, *self._columns.values()))

    def wipe(self) -> None:
        """Overwrite every text; nothing is found any more."""
        for each in (self._ids, *self._columns.values()):
            each.text[:] = bytes(len(each.text))

    def best(self, asked: Sought, most: int, passed_over: Iterable[str] = ()) -> list[str] | None:
        """The ids of at most so many of the best hits, without those of `passed_over`.

        None where it would take too long to tell: several words, each of which is in many lines.
        """
        taken = {self._line_of(each) for each in passed_over}
        found: list[int] = []
        # In bytes: one Chinese character is rarer than a digit or two.
        rarest = max(asked.words, key=lambda pieces: min(len(each.encode()) for each in pieces))
        looked = 0
        for _, pieces in (*asked.ranks, (INSIDE, rarest)):
            for line in self._lines(pieces):
                looked += 1
                if looked > MOST_LOOKED:
                    return None
                if line in taken or not all(self._holds(line, each) for each in asked.words):
                    continue
                taken.add(line)
                found.append(line)
                if len(found) == most:
                    return [self._ids.word(each) for each in found]
        return [self._ids.word(each) for each in found]

    def _line_of(self, record_id: str) -> int | None:
        """Looked for once: they are few, and the same from one search to the next."""
        if record_id not in self._known:
            self._known[record_id] = next(self._ids.lines(_END + record_id.encode() + _END), None)
        return self._known[record_id]

    def _lines(self, pieces: Pieces) -> Iterator[int]:
        return merge(*(column.lines(needle) for column, needle in self._looks(pieces)))

    def _holds(self, line: int, pieces: Pieces) -> bool:
        return any(column.holds(line, needle) for column, needle in self._looks(pieces))

    def _looks(self, pieces: Pieces) -> Iterator[tuple[_Column, bytes]]:
        """A piece that begins with a mark stands at the beginning of a text of that kind, another anywhere."""
        for piece in pieces:
            if piece[0] not in KIND_WORD:
                yield from ((column, piece.encode()) for column in self._columns.values())
            elif piece[0] in self._columns:
                yield self._columns[piece[0]], (END + piece[1:]).encode()
