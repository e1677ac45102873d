"""Forms in blocks: names written downwards, labels, and beside them rows of cells; as many pages as they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from clinic_app.printing.cells import MARGIN, SIZE, LaidCell, Part, lay_cell
from clinic_app.printing.continuation import continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.form_head import LEFT, RIGHT, FormHead, draw_form_head
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.table import GAP, LaidRow, downward_height, draw_downward, draw_row, lay_row
from clinic_app.printing.text import FLOOR, Continued, Piece, steps

TOP, BOTTOM = 32.0, 286.0
GROUP = 8.0
LOWEST = 6.0
HIGHEST, ALONE = 1.2, 1.35
"""How much the rows of a page may be stretched to fill it; those of a form of one page a little more."""
SPLIT = 90.0
"""Millimetres from which an item may be broken over two pages."""


@dataclass(frozen=True)
class Item:
    """A label and the rows beside it; without a name the rows run across."""

    name: str
    lines: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True)
class Block:
    """Items under one name written downwards; without a name they begin at the left edge."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class BlockForm:
    """A form of blocks. `label` is the width of the labels in millimetres, `size` the largest letters in points.

    `foot` draws what stands below the table of the last page, within `foot_height` millimetres of its lower end.
    """

    head: FormHead
    blocks: tuple[Block, ...]
    label: float = 30.0
    size: float = SIZE
    foot_height: float = 0.0
    foot: Callable[[Sheet, float], None] | None = None

    @property
    def room(self) -> float:
        """Millimetres that the table may take on a page."""
        return BOTTOM - TOP - self.foot_height

    @property
    def title(self) -> str:
        """The form's name."""
        return self.head.title

    def draw(self, sheet: Sheet) -> None:
        """All pages, the continuation pages of long texts after them."""
        pages, continued = _pages(self)
        rest = continuation_pages(sheet.paper, self.head.continued() + continued)
        total = len(pages) + len(rest)
        for number, page in enumerate(pages, 1):
            if number > 1:
                sheet.next_page()
            draw_form_head(sheet, self.head)
            _draw_page(sheet, self, page, highest=ALONE if len(pages) == 1 else HIGHEST)
            if self.foot and number == len(pages):
                self.foot(sheet, BOTTOM - self.foot_height)
            if total > 1:
                draw_page_number(sheet, number, total)
        draw_continuation(sheet, self.head.of_continuation(sheet), rest, first=len(pages) + 1)


@dataclass(frozen=True)
class LaidItem:
    """Rows that stay together, with the places of their item and block, and their label."""

    block: int
    item: int
    label: LaidCell | None
    rows: tuple[LaidRow, ...]

    @property
    def height(self) -> float:
        """Millimetres of all rows."""
        return sum(row.height for row in self.rows)


def _pages(form: BlockForm) -> tuple[list[list[LaidItem]], list[Continued]]:
    """The largest letters that need no more pages than the smallest would."""
    fewest = len(_paginate(_lay(form, FLOOR), form.room))
    for size in steps(form.size):
        items = _lay(form, size)
        pages = _paginate(items, form.room)
        if len(pages) <= fewest:
            break
    continued = [each for item in items for row in item.rows for each in row.continued]
    return [_with_room_for_names(form, page) for page in _balanced(form, items, pages)], continued


def _balanced(form: BlockForm, items: Sequence[LaidItem], pages: list[list[LaidItem]]) -> list[list[LaidItem]]:
    """The same number of pages, filled about evenly."""
    even = sum(item.height for item in items) / len(pages)
    for height in range(int(even) + 1, int(form.room), 4):
        if len(tried := _paginate(items, float(height))) <= len(pages):
            return tried
    return pages


def _paginate(items: Sequence[LaidItem], height: float) -> list[list[LaidItem]]:
    pages: list[list[LaidItem]] = [[]]
    used = 0.0
    for item in items:
        if pages[-1] and used + item.height > height + 1e-6:
            pages.append([])
            used = 0.0
        pages[-1].append(item)
        used += item.height
    return pages


def _lay(form: BlockForm, size: float) -> list[LaidItem]:
    return [
        laid
        for place, block in enumerate(form.blocks)
        for number, item in enumerate(block.items)
        for laid in _lay_item(form, block, item, (place, number), size)
    ]


def _lay_item(form: BlockForm, block: Block, item: Item, place: tuple[int, int], size: float) -> Iterator[LaidItem]:
    left, width = _place_of(form, block, item)
    label = None
    least = 0.0
    if item.name:
        label, _ = lay_cell(Part((Piece(item.name),)), width - 2 * MARGIN, size)
        label = replace(label, middle=len(label.strips) == 1)
        least = label.height + 2 * GAP
    rows = [_lay_line(line, RIGHT - left, item.name, size) for line in item.lines]
    rows = _grown(rows, least)
    if sum(row.height for row in rows) <= SPLIT:
        yield LaidItem(*place, label, tuple(rows))
    else:
        yield from (LaidItem(*place, label, (row,)) for row in rows)


def _place_of(form: BlockForm, block: Block, item: Item) -> tuple[float, float]:
    """Where an item's rows begin, and the width of its label."""
    start = LEFT + GROUP if block.name else LEFT
    width = (form.label if block.name else form.label + GROUP) if item.name else 0.0
    return start + width, width


def _lay_line(line: Sequence[Part], width: float, name: str, size: float) -> LaidRow:
    shares = sum(part.share for part in line)
    widths = [width * part.share / shares for part in line]
    names = [_name_of(part, name) for part in line]
    return lay_row(line, widths, minimum=LOWEST, names=names, size=size)


def _name_of(part: Part, item: str) -> str:
    """What a continuation page calls the text of a cell: the item's label, or the cell's first words."""
    first = next((piece.text for piece in part.pieces if not piece.filled and piece.text.strip()), "")
    return item or first.strip("　 ：")


def _grown(rows: list[LaidRow], least: float) -> list[LaidRow]:
    """The rows, the last one higher where together they are lower than `least`."""
    missing = least - sum(row.height for row in rows)
    if missing > 0 and rows:
        rows[-1] = replace(rows[-1], height=rows[-1].height + missing)
    return rows


def _with_room_for_names(form: BlockForm, page: list[LaidItem]) -> list[LaidItem]:
    """A page whose blocks are high enough for their names."""
    found = []
    for block, members in groupby(page, key=lambda item: item.block):
        items = list(members)
        needed = downward_height(form.blocks[block].name) if form.blocks[block].name else 0.0
        missing = needed - sum(item.height for item in items)
        if missing > 0:
            last = items[-1]
            items[-1] = replace(last, rows=tuple(_grown([*last.rows], last.height + missing)))
        found += items
    return found


def _draw_page(sheet: Sheet, form: BlockForm, page: Sequence[LaidItem], *, highest: float) -> None:
    """Rows stretched towards the foot."""
    stretch = min(highest, form.room / sum(item.height for item in page))
    y = TOP
    for place, members in groupby(page, key=lambda item: item.block):
        block = form.blocks[place]
        top = y
        for number, parts in groupby(members, key=lambda item: item.item):
            y = _draw_item(sheet, form, (block, block.items[number]), list(parts), (y, stretch))
        if block.name:
            draw_downward(sheet, LEFT, top, GROUP, y, block.name)
    sheet.box(LEFT, TOP, RIGHT - LEFT, y - TOP, weight=1.2)


def _draw_item(
    sheet: Sheet, form: BlockForm, what: tuple[Block, Item], parts: Sequence[LaidItem], at: tuple[float, float]
) -> float:
    """The label and the rows of an item from `at` (top, stretch); returns where they end."""
    left, width = _place_of(form, *what)
    y, stretch = at
    height = sum(part.height for part in parts) * stretch
    if width and (label := parts[0].label):
        draw_row(sheet, left - width, y, LaidRow((label,), height), (width,), height)
    for row in (row for part in parts for row in part.rows):
        draw_row(sheet, left, y, row, row.widths, row.height * stretch)
        y += row.height * stretch
    return y
