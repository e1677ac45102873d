"""Text that stays in its frame: Chinese line breaking, filled-in blanks, shrinking, and what is left over.

Widths are millimetres, sizes points. Nothing here draws; `sheet` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinic_app.printing import fonts
from clinic_app.printing.paper import POINT

BODY = 12.0
FLOOR = 9.0
NOT_AT_START = frozenset("，。、；：？！）》】〕」』’”％℃·…—～,.;:?!)]}>%")
NOT_AT_END = frozenset("（《【〔「『‘“([{<￥□■")
"""Opening brackets, and the box to tick before its word."""
DATE_UNITS = frozenset("年月日")
KEPT_WHOLE = 10
NAME_ENDS = frozenset("院心站局县镇乡市区")
PADDING = 0.8
"""Room on each side of a filled-in value, millimetres."""


@dataclass(frozen=True)
class Piece:
    """Part of a sentence: printed words, or a value on its line. A value takes at least `blank` millimetres.

    `whole` words stay on one line where they are short enough: an option of a legend. What `clings` is not parted from
    the word before it: the blank of that option.
    """

    text: str
    filled: bool = False
    blank: float = 0.0
    bold: bool = False
    whole: bool = False
    clings: bool = False


@dataclass(frozen=True)
class Atom:
    """What is never cut: one character (or an empty blank) with room before and after in millimetres."""

    text: str
    ems: float = 0.0
    before: float = 0.0
    after: float = 0.0
    filled: bool = False
    bold: bool = False

    def width(self, size: float) -> float:
        """Millimetres at `size` points."""
        return self.ems * size * POINT + self.before + self.after


Word = tuple[Atom, ...]
"""Atoms that stay on one line where they can; an empty word is a line break in the text."""


@dataclass(frozen=True)
class Line:
    """One line; `ended` says that the text itself broke it."""

    atoms: tuple[Atom, ...] = ()
    ended: bool = False

    @property
    def text(self) -> str:
        """The characters of the line, with the spaces that hang over its end."""
        return "".join(atom.text for atom in self.atoms)

    @property
    def drawn(self) -> tuple[Atom, ...]:
        """The atoms without the spaces at the end."""
        length = len(self.atoms)
        while length and self.atoms[length - 1].text == " ":
            length -= 1
        return self.atoms[:length]

    def width(self, size: float) -> float:
        """Drawn width in millimetres."""
        return sum(atom.width(size) for atom in self.drawn)


@dataclass(frozen=True)
class Fitted:
    """Lines at a size, and the text that did not fit any more."""

    lines: tuple[Line, ...]
    size: float
    rest: str = ""


@dataclass(frozen=True)
class Continued:
    """Text that its frame could not hold, for the continuation page: all of it, or from the cut on."""

    label: str
    text: str
    whole: bool = True

    @property
    def heading(self) -> str:
        """What stands above it there."""
        return self.label.rstrip("：") + ("（全文）" if self.whole else "（续）")


def chinese_date(day: date | None) -> str:
    """`2026年11月22日`, empty when there is none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def plain(text: str, *, bold: bool = False) -> list[Piece]:
    """Unbroken text as pieces."""
    return [Piece(text, bold=bold)]


def steps(largest: float, smallest: float = FLOOR) -> Iterator[float]:
    """Sizes to try, from the largest down by half points."""
    size = largest
    while size > smallest:
        yield size
        size -= 0.5
    yield smallest


def one_line(text: str) -> str:
    """Printable text with its line breaks as spaces, for fields of one line."""
    return " ".join(fonts.printable(text).split("\n")).strip(" ")


def words(pieces: Iterable[Piece]) -> list[Word]:
    """Atoms joined where a line must not break: inside figures, dates and Latin words, before 。, after （ and □."""
    found: list[list[Atom]] = []
    for piece in pieces:
        atoms = _atoms(piece)
        # A short value on its line reads badly when it is broken.
        whole = (piece.filled or piece.whole) and len(atoms) <= KEPT_WHOLE
        for place, atom in enumerate(atoms):
            if atom.text == "\n":
                found.append([])
            elif found and found[-1] and (_inside(piece, whole, place) or _goes_on(found[-1], atom)):
                found[-1].append(atom)
            else:
                found.append([atom])
    return [tuple(each) for each in found]


def _inside(piece: Piece, whole: bool, place: int) -> bool:
    """Whether the atom at `place` of a piece belongs to the word before it."""
    return whole if place else piece.clings


def _atoms(piece: Piece) -> list[Atom]:
    text = fonts.printable(piece.text)
    atoms = [
        Atom(each, 0.0 if each == "\n" else fonts.advance(each, piece.bold), 0.0, 0.0, piece.filled, piece.bold)
        for each in text
    ]
    if not piece.filled:
        return atoms
    if not atoms:
        return [Atom("", before=piece.blank, filled=True)]
    natural = sum(atom.width(BODY) for atom in atoms)
    room = max(PADDING, (piece.blank - natural) / 2)
    atoms[0] = replace(atoms[0], before=room)
    atoms[-1] = replace(atoms[-1], after=room)
    return atoms


def _sticks(last: Atom, atom: Atom) -> bool:
    if atom.text == " " or atom.text in NOT_AT_START or last.text in NOT_AT_END:
        return True
    return _latin(last.text) and _latin(atom.text)


def _goes_on(word: Sequence[Atom], atom: Atom) -> bool:
    """Whether no line may break between a word so far and the atom."""
    return _sticks(word[-1], atom) or _in_date(word, atom)


def _in_date(word: Sequence[Atom], atom: Atom) -> bool:
    """Whether the atom goes on with a date, `2012年7月10日`, written or still to be written on its lines."""
    if atom.text in DATE_UNITS:
        return _figure(word[-1])
    return _figure(atom) and word[-1].text in ("年", "月") and len(word) > 1 and _figure(word[-2])


def _figure(atom: Atom) -> bool:
    return atom.text.isdigit() or (atom.filled and not atom.text)


def _latin(text: str) -> bool:
    return bool(text) and text != " " and ord(text) < 0x2E80


def wrap(stream: Sequence[Word], width: float, size: float, *, indent: float = 0.0) -> list[Line]:
    """Break words into lines of at most `width` millimetres; the first begins `indent` further in."""
    lines: list[Line] = []
    current: list[Atom] = []
    used = indent
    for word in stream:
        if not word:
            lines.append(Line(tuple(current), ended=True))
            current, used = [], 0.0
            continue
        for part in _parts(word, width, size):
            room = _drawn_width(part, size)
            if used + room > width + 1e-6 and (current or (not lines and indent)):
                lines.append(Line(tuple(current)))
                current, used = [], 0.0
            current.extend(part)
            used += sum(atom.width(size) for atom in part)
    return [*lines, Line(tuple(current))]


def _parts(word: Word, width: float, size: float) -> list[Word]:
    """The word itself; where it is wider than a whole line the parts of a date, at last its atoms."""
    if _drawn_width(word, size) <= width:
        return [word]
    parts: list[list[Atom]] = []
    for atom in word:
        closely = parts and (_sticks(parts[-1][-1], atom) or (atom.text in DATE_UNITS and _figure(parts[-1][-1])))
        if closely:
            parts[-1].append(atom)
        else:
            parts.append([atom])
    return [
        short
        for part in parts
        for short in ([tuple(part)] if _drawn_width(tuple(part), size) <= width else [(atom,) for atom in part])
    ]


def _drawn_width(word: Word, size: float) -> float:
    return Line(word).width(size)


def text_of(lines: Iterable[Line]) -> str:
    """The text that lines were made of."""
    return "".join(line.text + ("\n" if line.ended else "") for line in lines).strip("\n")


def fit_field(text: str, width: float, *, size: float = BODY, lines: int = 2, bold: bool = False) -> Fitted:
    """A field of one line: shrink to the floor, then take up to `lines` lines, then shorten with ….

    `rest` is the whole text when it had to be shortened: the continuation page gives it in full.
    """
    stream = words(plain(one_line(text), bold=bold))
    for each in steps(size):
        wrapped = wrap(stream, width, each)
        if len(wrapped) == 1:
            return Fitted(tuple(wrapped), each)
    if len(wrapped) <= lines:
        return Fitted(tuple(wrapped), FLOOR)
    kept = [*wrapped[: lines - 1], _shortened(wrapped[lines - 1], width, FLOOR)]
    return Fitted(tuple(kept), FLOOR, rest=text)


def fit_block(text: str, width: float, lines: int, *, size: float = BODY) -> Fitted:
    """A name over up to `lines` lines of about equal length; at the floor one line more, then shortened with …."""
    stream = words(plain(one_line(text)))
    for each in steps(size):
        wrapped = wrap(stream, width, each)
        if len(wrapped) <= lines:
            return Fitted(tuple(_balanced(stream, width, each)), each)
    if len(wrapped) <= lines + 1:
        return Fitted(tuple(wrapped), FLOOR)
    return Fitted((*wrapped[:lines], _shortened(wrapped[lines], width, FLOOR)), FLOOR, rest=text)


def _balanced(stream: Sequence[Word], width: float, size: float) -> list[Line]:
    """As few lines as `width` allows, broken after 院 or 县 if one can, otherwise of about equal length."""
    choices = [wrap(stream, width, size)]
    while width > 2.0:
        width -= 1.0
        lines = wrap(stream, width, size)
        if len(lines) > len(choices[0]) or any(line.width(size) > width for line in lines):
            break
        choices.append(lines)
    natural = (each for each in choices if all(line.text[-1:] in NAME_ENDS for line in each[:-1]))
    return next(natural, choices[-1])


def _shortened(line: Line, width: float, size: float) -> Line:
    ending = Atom("…", fonts.advance("…"))
    atoms = list(line.drawn)
    while atoms and sum(atom.width(size) for atom in atoms) + ending.width(size) > width:
        atoms.pop()
    return Line((*atoms, ending))


def fit_sentence(
    pieces: Sequence[tuple[str, Piece]],
    width: float,
    height: float,
    *,
    indent: float = 0.0,
    pitch: float = 0.68,
    largest: float = BODY,
) -> tuple[Fitted, list[Continued]]:
    """A sentence with blanks: `pieces` are (label, piece), the label names a value if it must be shortened.

    Shrinks to the floor; then shortens ever more of its longest values with …, giving them in full as continued.
    `pitch` is the height of a line in millimetres for each point of size.
    """
    for limit in (None, 60, 40, 24, 16, 10):
        cut = [_limited(piece, limit) for _, piece in pieces]
        stream = words(cut)
        for size in steps(largest):
            lines = wrap(stream, width, size, indent=indent)
            if len(lines) * pitch * size <= height + 1e-6:
                break
        else:
            continue
        break
    continued = [
        Continued(label, piece.text)
        for (label, piece), kept in zip(pieces, cut, strict=True)
        if piece.text != kept.text
    ]
    return Fitted(tuple(lines), size), continued


def _limited(piece: Piece, limit: int | None) -> Piece:
    text = one_line(piece.text) if piece.filled else piece.text
    if limit is not None and piece.filled and len(text) > limit:
        return replace(piece, text=text[: limit - 1] + "…")
    return replace(piece, text=text)
