"""A manual of one page: large letters, as large as let it stay on one sheet, to hang beside the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.manual import Block, Kind
from clinic_app.printing.leaf import leaf_area
from clinic_app.printing.paper import A4, POINT, Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import draw_mark
from clinic_app.printing.text import FLOOR, Line, Piece, steps, words, wrap

LARGEST = 18.0
TITLE, SECTION = 1.7, 1.15
"""Times the size of the text."""
PITCH = 0.55
"""Millimetres a line for each point of size."""
BETWEEN, BEFORE_SECTION = 0.16, 0.42
"""Millimetres for each point of size, before a paragraph and before a section."""
COLUMN = 2.0
"""Of the numbers, in characters."""
RULE = 1.5
"""Millimetres from a section's words to the line under it."""


@dataclass(frozen=True)
class _Row:
    line: Line
    size: float
    height: float
    indent: float = 0.0
    mark: str = ""
    ruled: bool = False


def manual_pdf(found: Sequence[Block], foot: str, *, paper: Paper = A4, practice: bool = False) -> bytes:
    """The PDF of a text of the manual on one page; `foot` says of which version it is.

    Raises ValueError where the text is too long even in the smallest letters: it is to be cut.
    """
    title = next(each.words for each in found if each.kind is Kind.TITLE)
    sheet = Sheet(paper, title, practice=practice)
    area = leaf_area(paper)
    room = area.bottom - area.top - 6.0
    for size in steps(LARGEST):
        rows = _rows(found, area.width, size)
        if sum(each.height for each in rows) <= room:
            break
    else:
        raise ValueError(f"{title}: more than one page in letters of {FLOOR:g} points")
    draw_mark(sheet, area)
    y = area.top
    for row in rows:
        y += row.height
        if row.mark:
            sheet.text(area.left, y, row.mark, row.size, bold=True)
        sheet.atoms(area.left + row.indent, y, row.line, row.size)
        if row.ruled:
            sheet.line(area.left, y + RULE, area.right, y + RULE)
    sheet.text(area.left, area.bottom, foot, FLOOR)
    return sheet.finish()


def _rows(found: Sequence[Block], width: float, size: float) -> list[_Row]:
    rows: list[_Row] = []
    for block in found:
        if block.kind is Kind.PICTURE:
            continue
        head = {Kind.TITLE: TITLE, Kind.SECTION: SECTION}.get(block.kind)
        drawn = size * (head or 1.0)
        mark = str(block.number) if block.kind is Kind.STEP else "·" if block.kind is Kind.POINT else ""
        indent = COLUMN * size * POINT if mark else 0.0
        pieces = [Piece(run.text, bold=run.strong or head is not None) for run in block.runs]
        before = BEFORE_SECTION if block.kind is Kind.SECTION else BETWEEN
        for place, line in enumerate(wrap(words(pieces), width - indent, drawn)):
            height = drawn * PITCH + (0.0 if place else before * size)
            rows.append(_Row(line, drawn, height, indent, "" if place else mark, block.kind is Kind.SECTION))
    return rows
