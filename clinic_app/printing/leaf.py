"""A sheet of running words with labels beside them, in the largest letters that keep it on one page.

The patient's guide, the consent form and the receipt are such leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from clinic_app.printing.continuation import draw_page_number
from clinic_app.printing.paper import POINT, Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import NUMBER, Area, draw_barcode, draw_mark, draw_number, head_words
from clinic_app.printing.text import FLOOR, Line, Piece, fit_field, plain, steps, words, wrap

PITCH = 0.56
"""Millimetres a line for each point of size."""
BETWEEN, LOW_BETWEEN = 0.32, 0.12
"""Millimetres between paragraphs for each point of size, and on low paper."""
NO_LABEL = Line()


@dataclass(frozen=True)
class Paragraph:
    """Words with filled-in blanks; a label stands in a column of its own before them."""

    pieces: tuple[Piece, ...]
    label: str = ""


@dataclass(frozen=True)
class Leaf:
    """What stands on it. `column` is the width of the labels in characters; `foot` draws the lower end of the last
    page within `foot_height` millimetres."""

    title: str
    number: str
    paragraphs: tuple[Paragraph, ...]
    column: int = 0
    foot_height: float = 0.0
    foot: Callable[[Sheet, Area], None] | None = None


@dataclass(frozen=True)
class Row:
    """One line with its label; `height` is what it takes with the room above it."""

    label: Line
    line: Line
    height: float


def said(text: str, *, bold: bool = False) -> tuple[Piece, ...]:
    """Plain words as the pieces of a paragraph."""
    return (Piece(text, bold=bold),)


def draw_leaf(sheet: Sheet, leaf: Leaf, *, largest: float) -> None:
    """The leaf from the sheet's present page on; `largest` is the size of its letters where there is room for it."""
    area = leaf_area(sheet.paper)
    top = area.top + _head_height(sheet.paper)
    room = replace(area, top=top)
    between = LOW_BETWEEN if sheet.paper.low else BETWEEN
    tried = ((size, _paged(leaf, room, size, between)) for size in steps(largest))
    size, pages = next((each for each in tried if len(each[1]) == 1), (FLOOR, []))
    pages = pages or _paged(leaf, room, FLOOR, between)
    for number, rows in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _draw_head(sheet, area, leaf)
        _draw_rows(sheet, area, top, rows, size, leaf.column * size * POINT)
        if len(pages) > 1:
            draw_page_number(sheet, number, len(pages))
    if leaf.foot:
        leaf.foot(sheet, Area(area.left, area.bottom - leaf.foot_height, area.right, area.bottom))


def leaf_area(paper: Paper) -> Area:
    """The paper without its margins."""
    side = paper.strip + 5.0 if paper.continuous else 14.0 if paper.low else 18.0
    return Area(side, 6.0 if paper.low else 12.0, paper.width - side, paper.height - (8.5 if paper.low else 12.0))


def _head_height(paper: Paper) -> float:
    return 9.5 if paper.low else 30.0


def _draw_head(sheet: Sheet, area: Area, leaf: Leaf) -> None:
    """Title, number, marks; on low paper on one line."""
    draw_mark(sheet, area)
    low = sheet.paper.low
    size = 16.0 if low else 22.0
    fitted = fit_field(leaf.title, 80.0, size=size, lines=1, bold=True)
    y = area.top + (6.0 if low else 12.0)
    sheet.text(area.middle, y, fitted.lines[0].text, fitted.size, bold=True, align="middle")
    sheet.text(area.left, area.top + 3.5, head_words(sheet), 9.0 if low else 11.0, bold=True)
    if low:
        number = fit_field(f"{NUMBER} {leaf.number}", 62.0, size=11.0, lines=1, bold=True)
        sheet.text(area.right, y, number.lines[0].text, number.size, bold=True, align="right")
    else:
        taken = draw_barcode(sheet, area.left, area.top + 15.5, 8.0, leaf.number, 0.38)
        draw_number(sheet, area.left + taken + (4.0 if taken else 0.0), area.top + 22.0, 90.0, leaf.number, 15.0)


def _paged(leaf: Leaf, room: Area, size: float, between: float) -> list[list[Row]]:
    """The rows of each page at a size; the last leaves room for the foot."""
    pages: list[list[Row]] = [[]]
    used = 0.0
    height = room.bottom - room.top
    for row in _rows(leaf, room.width, size, between):
        if pages[-1] and used + row.height > height:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    if used + leaf.foot_height > height:
        pages.append([])
    return pages


def _rows(leaf: Leaf, width: float, size: float, between: float) -> list[Row]:
    column = leaf.column * size * POINT
    rows = []
    for paragraph in leaf.paragraphs:
        label = (
            wrap(words(plain(paragraph.label, bold=True)), column or width, size)[0] if paragraph.label else NO_LABEL
        )
        lines = wrap(words(paragraph.pieces), width - column, size)
        for place, line in enumerate(lines):
            height = size * (PITCH if place else PITCH + between)
            rows.append(Row(NO_LABEL if place else label, line, height))
    return rows


def _draw_rows(sheet: Sheet, area: Area, y: float, rows: Sequence[Row], size: float, column: float) -> None:
    for row in rows:
        y += row.height
        sheet.atoms(area.left, y, row.label, size)
        sheet.atoms(area.left + column, y, row.line, size)
