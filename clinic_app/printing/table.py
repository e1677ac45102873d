"""Ruled tables: rows as high as their cells, pages as many as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from clinic_app.printing.cells import MARGIN, SIZE, Cell, LaidCell, draw_cell, lay_cell
from clinic_app.printing.paper import POINT
from clinic_app.printing.sheet import HAIRLINE, Sheet
from clinic_app.printing.text import FLOOR, Continued

GAP = 0.8
"""Room above and under the content of a cell."""
LEAST = FLOOR * POINT * 1.1
"""Millimetres that a character of a name written downwards needs."""


@dataclass(frozen=True)
class LaidRow:
    """Cells side by side; `group` joins neighbours under one name in a column of their own."""

    cells: tuple[LaidCell, ...]
    height: float
    group: str = ""
    continued: tuple[Continued, ...] = ()
    widths: tuple[float, ...] = ()


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
    height = max(minimum, *(max(cell.height + 2 * GAP, cell.high) for cell in found))
    return LaidRow(found, height, group, tuple(continued), tuple(widths))


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
    """One row with its frame; (x, y) is its upper left corner. A cell with room to write in begins at its top."""
    for cell, width in zip(row.cells, widths, strict=True):
        sheet.box(x, y, width, height, weight=HAIRLINE)
        top = y + GAP if cell.high and not cell.middle else y + (height - cell.height) / 2
        draw_cell(sheet, x, top, width, cell, centred=centred)
        x += width


def downward_height(name: str) -> float:
    """The least height of a column that holds `name` written downwards, in one line or two."""
    return ((len(name) + 1) // 2) * LEAST + 1.0


def draw_downward(sheet: Sheet, x: float, top: float, width: float, bottom: float, name: str) -> None:
    """A name written downwards in its frame beside its rows; in two lines where one is too long."""
    sheet.box(x, top, width, bottom - top, weight=HAIRLINE)
    count = 1 if (bottom - top) / max(len(name), 1) >= LEAST else 2
    length = -(-len(name) // count)
    pitch = min(4.8, (bottom - top) / max(length, 1))
    size = min(SIZE if count == 1 else FLOOR, max(pitch / POINT * 0.95, FLOOR))
    for place in range(count):
        part = name[place * length : (place + 1) * length]
        # As in Chinese handwriting, forms of today read the left line first.
        middle = x + width * (2 * place + 1) / (2 * count)
        y = (top + bottom) / 2 - (len(part) - 1) * pitch / 2 + size * POINT * 0.38
        for character in part:
            sheet.text(middle, y, character, size, align="middle")
            y += pitch
