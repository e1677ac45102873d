"""入户走访签名册: the households of a village group on A4 across, twenty a page, each with room to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.table import LaidRow, draw_row, lay_row, paginate
from clinic_app.printing.text import BODY, Continued, chinese_date, fit_field

FORM = "入户走访签名册"
LEFT, TOP, FOOT = 10.0, 30.0, 10.0
HEADING, LOWEST = 8.0, 8.0
PER_PAGE = 20
COLUMNS = (
    ("序号", 11.0),
    ("门牌号", 24.0),
    ("户主", 24.0),
    ("人数", 12.0),
    ("家庭电话", 30.0),
    ("重点人群", 62.0),
    ("走访日期", 22.0),
    ("服务内容", 40.0),
    ("满意度", 15.0),
    ("居民签名", 37.0),
)
NAMES = tuple(name for name, _ in COLUMNS)
WIDTHS = tuple(width for _, width in COLUMNS)


@dataclass(frozen=True)
class RosterLine:
    """One household, in words; `groups` are the key groups of its members."""

    house_no: str
    head_name: str
    members: int
    phone: str = ""
    groups: str = ""


@dataclass(frozen=True)
class RosterGroup:
    """The households of one village group in the order of their doors."""

    name: str
    lines: tuple[RosterLine, ...]


def roster_pdf(
    village: str, groups: Sequence[RosterGroup], day: date, *, paper: Paper = A4, practice: bool = False
) -> bytes:
    """The PDF: every group begins on a page of its own; empty lines fill the page for those not on the list."""
    sheet = Sheet(paper.landscape(), FORM, practice=practice)
    pages: list[tuple[RosterGroup, list[LaidRow]]] = []
    continued: list[Continued] = []
    for group in groups:
        rows = [_lay(place, line) for place, line in enumerate(group.lines, 1)]
        continued += [each for row in rows for each in row.continued]
        pages += [(group, page) for page in _pages(rows, sheet)]
    rest = continuation_pages(sheet.paper, continued)
    for number, (group, page) in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _draw_page(sheet, village, group, day, page)
        draw_page_number(sheet, number, len(pages) + len(rest))
    head = Head(FORM, village, chinese_date(day), head_words(sheet))
    draw_continuation(sheet, head, rest, first=len(pages) + 1)
    return sheet.finish()


def _lay(place: int, line: RosterLine) -> LaidRow:
    cells = (str(place), line.house_no, line.head_name, str(line.members), line.phone, line.groups, "", "", "", "")
    return lay_row(cells, WIDTHS, minimum=LOWEST, names=[f"{line.head_name}　{name}" for name in NAMES])


def _pages(rows: Sequence[LaidRow], sheet: Sheet) -> list[list[LaidRow]]:
    room = sheet.paper.height - TOP - HEADING - FOOT
    pages = [part for page in paginate(rows, room) for part in _twenties(page)]
    blank = lay_row([""] * len(WIDTHS), WIDTHS, minimum=LOWEST, names=NAMES)
    while len(pages[-1]) < PER_PAGE and sum(row.height for row in pages[-1]) + LOWEST <= room:
        pages[-1].append(blank)
    return pages


def _twenties(page: Sequence[LaidRow]) -> list[list[LaidRow]]:
    return [list(page[start : start + PER_PAGE]) for start in range(0, max(len(page), 1), PER_PAGE)]


def _draw_page(sheet: Sheet, village: str, group: RosterGroup, day: date, rows: Sequence[LaidRow]) -> None:
    if sheet.practice:
        sheet.outline(sheet.paper.width / 2, sheet.paper.height / 2, "练习", 240.0, turned=30.0)
    sheet.text(sheet.paper.width / 2, 16.0, FORM, 17.0, bold=True, align="middle")
    sheet.text(LEFT, 10.0, head_words(sheet), BODY, bold=True)
    where = fit_field(f"{village}　{group.name}", 190.0, lines=1)
    sheet.atoms(LEFT, 25.0, where.lines[0], where.size)
    right = LEFT + sum(WIDTHS)
    sheet.text(right, 25.0, f"{chinese_date(day)}　共{len(group.lines)}户", BODY, align="right")
    titles = lay_row(NAMES, WIDTHS, minimum=HEADING, names=NAMES)
    draw_row(sheet, LEFT, TOP, titles, WIDTHS, HEADING, centred=True)
    y = TOP + HEADING
    for row in rows:
        draw_row(sheet, LEFT, y, row, WIDTHS, row.height)
        y += row.height
    sheet.box(LEFT, TOP, right - LEFT, y - TOP, weight=1.2)
