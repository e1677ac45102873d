"""Cells of ruled forms: text, codes in boxes over it, or words with blanks whose boxes stand at the end of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clinic_app.printing.sheet import HAIRLINE, Sheet
from clinic_app.printing.text import FLOOR, Line, Piece, plain, steps, text_of, words, wrap

SIZE = 10.5
PITCH = 0.46
PART_PITCH = 0.49
"""Height of a line in millimetres for each point of size; lines with blanks stand a little further apart."""
MARGIN = 1.2
LONGEST = 14
"""Lines of one cell; what is longer goes to a continuation page."""
BOX, SLASH = 4.4, 2.4
BOX_GAP = 1.0
BEFORE_BOXES = 1.5

NO_WORDS = Line()
Boxes = tuple[tuple[str, ...], ...]
"""Groups of boxes with a mark between the groups: codes □/□, or figures in adjoining boxes □□□-□□□□□."""


@dataclass(frozen=True)
class Choice:
    """Codes of one or two characters in boxes as the national forms print them, □/□/□, and what stands under them."""

    codes: tuple[str, ...]
    slots: int = 1
    note: str = ""


@dataclass(frozen=True)
class Part:
    """Words and filled-in blanks, with boxes at the right end of the last line.

    `share` is its part of the row's width, `high` the least height in millimetres, `most` how many lines it may take.
    """

    pieces: tuple[Piece, ...] = ()
    boxes: Boxes = ()
    between: str = "/"
    share: float = 1.0
    middle: bool = False
    high: float = 0.0
    most: int = LONGEST


class Label(str):
    """The label of a line with the legend of its codes, no code parted from its words: `随访方式 1门诊 2家庭 3电话`."""


Cell = str | Choice | Part


@dataclass(frozen=True)
class Strip:
    """One line of a laid cell: its words, its boxes, or both."""

    line: Line = NO_WORDS
    boxes: Boxes = ()
    between: str = "/"
    height: float = 0.0
    after: bool = False
    """Whether the boxes stand at the right end."""


@dataclass(frozen=True)
class LaidCell:
    """A cell's lines at their size."""

    strips: tuple[Strip, ...]
    size: float
    middle: bool = False
    high: float = 0.0

    @property
    def height(self) -> float:
        """Millimetres that the content takes."""
        return sum(strip.height for strip in self.strips)


def code_boxes(codes: Iterable[str], slots: int = 1) -> Boxes:
    """A box for each code, and empty ones up to `slots`."""
    found = [(code,) for code in codes]
    return tuple([*found, *[("",)] * (slots - len(found))])


def figure_boxes(text: str, lengths: Sequence[int]) -> Boxes:
    """Figures in adjoining boxes, in groups of these lengths; what is missing stays empty."""
    padded = text.ljust(sum(lengths))
    groups = []
    for length in lengths:
        groups.append(tuple(each.strip() for each in padded[:length]))
        padded = padded[length:]
    return tuple(groups)


def lay_cell(cell: Cell, width: float, largest: float = SIZE) -> tuple[LaidCell, str]:
    """A cell within `width`, and the text that it could not hold."""
    if isinstance(cell, Part):
        return _lay_part(cell, width, largest)
    if isinstance(cell, Choice):
        boxes = [
            Strip(boxes=row, height=BOX + BOX_GAP) for row in _rows_of(code_boxes(cell.codes, cell.slots), width, "/")
        ]
        return _lay_text(cell.note, width, largest, boxes)
    return _lay_text(cell, width, largest, [])


def _lay_text(text: str, width: float, largest: float, boxes: Sequence[Strip]) -> tuple[LaidCell, str]:
    """Text on one line if shrinking to the floor does it, else wrapped."""
    text = text if isinstance(text, Label) else text.strip(" \n")
    if not text:
        return LaidCell(tuple(boxes), largest), ""
    stream = words(_legend(text) if isinstance(text, Label) else plain(text))
    lines: list[Line] = []
    for size in steps(largest):
        lines = wrap(stream, width, size)
        if len(lines) == 1 + text.count("\n"):
            break
    strips = [Strip(line, height=size * PITCH) for line in lines[:LONGEST]]
    return LaidCell((*boxes, *strips), size), text_of(lines[LONGEST:])


def _legend(label: str) -> list[Piece]:
    return [piece for each in label.split(" ") for piece in (Piece(each, whole=True), Piece(" "))][:-1]


def _lay_part(part: Part, width: float, size: float) -> tuple[LaidCell, str]:
    lines = wrap(words(part.pieces), width, size) if part.pieces else []
    strips = [Strip(line, height=size * PART_PITCH) for line in lines[: part.most]]
    rows = _rows_of(part.boxes, width, part.between) if part.boxes else []
    if len(rows) == 1 and strips and not part.middle:
        free = width - strips[-1].line.width(size) - BEFORE_BOXES
        if width_of(rows[0], part.between) <= free:
            height = max(strips[-1].height, BOX + BOX_GAP)
            strips[-1] = replace(strips[-1], boxes=rows.pop(), between=part.between, height=height, after=True)
    strips += [
        Strip(boxes=row, between=part.between, height=BOX + BOX_GAP, after=bool(strips) and not part.middle)
        for row in rows
    ]
    return LaidCell(tuple(strips), size, part.middle, part.high), text_of(lines[part.most :])


def width_of(boxes: Boxes, between: str) -> float:
    """Millimetres of a row of boxes."""
    gap = SLASH if between else 0.0
    return sum(len(group) for group in boxes) * BOX + (len(boxes) - 1) * gap


def _rows_of(boxes: Boxes, width: float, between: str) -> list[Boxes]:
    """Boxes in as many rows as the width asks for, two rows of about equal length."""
    widest = max(len(group) for group in boxes) * BOX
    count = max(1, int((width + SLASH) / (widest + SLASH)))
    if width_of(boxes, between) <= width:
        count = len(boxes)
    elif count < len(boxes) <= 2 * count:
        count = (len(boxes) + 1) // 2
    return [boxes[start : start + count] for start in range(0, len(boxes), count)]


def draw_cell(sheet: Sheet, x: float, top: float, width: float, cell: LaidCell, *, centred: bool = False) -> None:
    """A cell's content from `top`; its frame is drawn by the row."""
    pitch = cell.size * PITCH
    for strip in cell.strips:
        if strip.line.atoms:
            middle = centred or cell.middle
            start = x + (width - strip.line.width(cell.size)) / 2 if middle else x + MARGIN
            drop = pitch * 0.77 + (strip.height - pitch) / 2
            sheet.atoms(start, top + drop, strip.line, cell.size)
        if strip.boxes:
            room = width - 2 * MARGIN - width_of(strip.boxes, strip.between)
            shift = room if strip.after else room / 2 if cell.middle else 0.0
            draw_boxes(sheet, x + MARGIN + shift, top + 0.5, strip.boxes, strip.between)
        top += strip.height


def draw_boxes(sheet: Sheet, x: float, top: float, boxes: Boxes, between: str) -> None:
    """Boxes from (x, top), the mark between their groups."""
    for place, group in enumerate(boxes):
        if place and between:
            sheet.text(x + SLASH / 2, top + BOX * 0.78, between, SIZE, align="middle")
            x += SLASH
        for character in group:
            sheet.box(x, top, BOX, BOX, weight=HAIRLINE)
            sheet.text(x + BOX / 2, top + BOX * 0.8, character, SIZE if len(character) < 2 else FLOOR, align="middle")
            x += BOX
