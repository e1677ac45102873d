"""Ruled tables: cells of text or of coded boxes, rows as high as their text, pages as many as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from clinic_app.printing.sheet import HAIRLINE, Sheet
from clinic_app.printing.text import FLOOR, Continued, Line, plain, steps, text_of, words, wrap

SIZE = 10.5
PITCH = 0.46
MARGIN = 1.2
GAP = 0.8
"""Room above and under the content of a cell."""
LONGEST = 14
"""Lines of one cell; what is longer goes to a continuation page."""
BOX, SLASH = 4.4, 2.4


@dataclass(frozen=True)
class Choice:
    """Codes of one or two characters in boxes as the national forms print them, □/□/□, and what stands under them."""

    codes: tuple[str, ...]
    slots: int = 1
    note: str = ""


Cell = str | Choice


@dataclass(frozen=True)
class LaidCell:
    """A cell's lines at their size under its boxes."""

    boxes: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]
    size: float

    @property
    def height(self) -> float:
        """Millimetres that the content takes."""
        return len(self.boxes) * (BOX + 1.0) + len(self.lines) * self.size * PITCH


@dataclass(frozen=True)
class LaidRow:
    """Cells side by side; `group` joins neighbours under one name in a column of their own."""

    cells: tuple[LaidCell, ...]
    height: float
    group: str = ""
    continued: tuple[Continued, ...] = ()


def lay_row(
    cells: Sequence[Cell],
    widths: Sequence[float],
    *,
    minimum: float,
    names: Sequence[str],
    group: str = "",
    size: float = SIZE,
) -> LaidRow:
    """A row of at least `minimum` millimetres; `names` say what continued text belongs to."""
    laid = [lay_cell(cell, width - 2 * MARGIN, size) for cell, width in zip(cells, widths, strict=True)]
    continued = [Continued(name, rest, whole=False) for name, (_, rest) in zip(names, laid, strict=True) if rest]
    found = tuple(cell for cell, _ in laid)
    height = max(minimum, *(cell.height + 2 * GAP for cell in found))
    return LaidRow(found, height, group, tuple(continued))


def lay_cell(cell: Cell, width: float, largest: float = SIZE) -> tuple[LaidCell, str]:
    """A cell within `width`: on one line if shrinking to the floor does it, else wrapped; and the rest."""
    choice = cell if isinstance(cell, Choice) else None
    boxes = _boxes(choice, width) if choice else ()
    text = (choice.note if choice else str(cell)).strip(" \n")
    if not text:
        return LaidCell(boxes, (), largest), ""
    stream = words(plain(text))
    lines: list[Line] = []
    for size in steps(largest):
        lines = wrap(stream, width, size)
        if len(lines) == 1 + text.count("\n"):
            break
    return LaidCell(boxes, tuple(lines[:LONGEST]), size), text_of(lines[LONGEST:])


def _boxes(choice: Choice, width: float) -> tuple[tuple[str, ...], ...]:
    codes = [*choice.codes, *[""] * (choice.slots - len(choice.codes))]
    count = max(1, int((width + SLASH) / (BOX + SLASH)))
    if count < len(codes) <= 2 * count:
        count = (len(codes) + 1) // 2
    return tuple(tuple(codes[start : start + count]) for start in range(0, len(codes), count))


def paginate(rows: Sequence[LaidRow], height: float) -> list[list[LaidRow]]:
    """Rows cut into pages of at most `height` millimetres; a group stays together where a page can hold it."""
    pages: list[list[LaidRow]] = [[]]
    used = 0.0
    for block in _blocks(rows, height):
        needed = sum(row.height for row in block)
        if pages[-1] and used + needed > height + 1e-6:
            pages.append([])
            used = 0.0
        pages[-1] += block
        used += needed
    return pages


def _blocks(rows: Sequence[LaidRow], height: float) -> list[list[LaidRow]]:
    blocks: list[list[LaidRow]] = []
    for group, members in groupby(rows, key=lambda row: row.group):
        block = list(members)
        if group and sum(row.height for row in block) <= height:
            blocks.append(block)
        else:
            blocks += [[row] for row in block]
    return blocks


def draw_row(
    sheet: Sheet, x: float, y: float, row: LaidRow, widths: Sequence[float], height: float, *, centred: bool = False
) -> None:
    """One row with its frame; (x, y) is its upper left corner."""
    for cell, width in zip(row.cells, widths, strict=True):
        sheet.box(x, y, width, height, weight=HAIRLINE)
        _draw_cell(sheet, x, y + (height - cell.height) / 2, width, cell, centred=centred)
        x += width


def _draw_cell(sheet: Sheet, x: float, top: float, width: float, cell: LaidCell, *, centred: bool) -> None:
    for codes in cell.boxes:
        _draw_boxes(sheet, x + MARGIN, top + 0.5, codes)
        top += BOX + 1.0
    pitch = cell.size * PITCH
    for line in cell.lines:
        start = x + (width - line.width(cell.size)) / 2 if centred else x + MARGIN
        sheet.atoms(start, top + pitch * 0.77, line, cell.size)
        top += pitch


def _draw_boxes(sheet: Sheet, x: float, top: float, codes: Sequence[str]) -> None:
    for place, code in enumerate(codes):
        if place:
            sheet.text(x + SLASH / 2, top + BOX * 0.78, "/", SIZE, align="middle")
            x += SLASH
        sheet.box(x, top, BOX, BOX, weight=HAIRLINE)
        sheet.text(x + BOX / 2, top + BOX * 0.8, code, SIZE if len(code) < 2 else FLOOR, align="middle")
        x += BOX
