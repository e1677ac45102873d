"""Follow-up tables of the national forms: A4 upright, four visits side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.paper import A4, POINT, Paper
from clinic_app.printing.sheet import HAIRLINE, Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.table import SIZE, Cell, LaidRow, draw_row, lay_row, paginate
from clinic_app.printing.text import BODY, Continued, Fitted, fit_field, steps

LEFT, TOP, BOTTOM = 12.0, 32.0, 287.0
GROUP, LABEL, VISIT = 7.0, 45.0, 33.5
RIGHT = LEFT + GROUP + LABEL + 4 * VISIT
VISITS = 4
LOWEST = 6.0
HIGHEST = 1.35
"""How much rows may be stretched to fill the page."""


@dataclass(frozen=True)
class FollowupRow:
    """A line of the form: its label with the legend of its codes, and one cell for each visit.

    Neighbours with the same `group` (体征, 用药情况) share one name in the first column.
    """

    label: str
    cells: tuple[Cell, ...]
    group: str = ""


@dataclass(frozen=True)
class FollowupForm:
    """A form: title, whose it is, the last eight digits of the record number (`201-00358`), its lines."""

    title: str
    name: str
    record_no8: str
    rows: tuple[FollowupRow, ...]


def followup_pdf(form: FollowupForm, *, paper: Paper = A4, practice: bool = False, reprint: bool = False) -> bytes:
    """The PDF: four visits a page, blank columns for those to come; long texts go on to continuation pages."""
    sheet = Sheet(paper, form.title, practice=practice, reprint=reprint)
    pages, continued = _pages(form)
    rest = continuation_pages(paper, continued)
    total = len(pages) + len(rest)
    for number, rows in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _draw_head(sheet, form)
        _draw_rows(sheet, rows)
        if total > 1:
            draw_page_number(sheet, number, total)
    head = Head(form.title, f"姓名：{form.name}", f"编号：{form.record_no8}", head_words(sheet))
    draw_continuation(sheet, head, rest, first=len(pages) + 1)
    return sheet.finish()


def _pages(form: FollowupForm) -> tuple[list[list[LaidRow]], list[Continued]]:
    """Four visits at a time, each time one page if shrinking to the floor does it, else as many as the rows need."""
    count = max((len(row.cells) for row in form.rows), default=0)
    pages: list[list[LaidRow]] = []
    continued = _head_continued(form)
    for first in range(0, max(count, 1), VISITS):
        for size in steps(SIZE):
            rows = [_lay(row, first, size) for row in form.rows]
            if sum(row.height for row in rows) <= BOTTOM - TOP:
                break
        pages += paginate(rows, BOTTOM - TOP)
        continued += [each for row in rows for each in row.continued]
    return pages, continued


def _lay(row: FollowupRow, first: int, size: float) -> LaidRow:
    cells = [*row.cells[first : first + VISITS]]
    cells += [""] * (VISITS - len(cells))
    label = row.label.split(" ")[0]
    names = [label, *(f"第{first + place}次随访　{label}" for place in range(1, VISITS + 1))]
    widths = [LABEL if row.group else LABEL + GROUP, *[VISIT] * VISITS]
    return lay_row([row.label, *cells], widths, minimum=LOWEST, names=names, group=row.group, size=size)


def _fit_name(form: FollowupForm) -> Fitted:
    return fit_field(form.name, 76.0)


def _fit_number(form: FollowupForm) -> Fitted:
    return fit_field(form.record_no8, 60.0, lines=1)


def _head_continued(form: FollowupForm) -> list[Continued]:
    found = [Continued("姓名", _fit_name(form).rest), Continued("编号", _fit_number(form).rest)]
    return [each for each in found if each.text]


def _draw_head(sheet: Sheet, form: FollowupForm) -> None:
    if sheet.practice:
        sheet.outline(105.0, 160.0, "练习", 260.0, turned=50.0)
    sheet.text(105.0, 17.0, form.title, 17.0, bold=True, align="middle")
    sheet.text(LEFT, 9.5, head_words(sheet), BODY, bold=True)
    start = LEFT + sheet.text(LEFT, 27.5, "姓名：", BODY)
    name = _fit_name(form)
    sheet.line(start, 28.8, start + 78.0, 28.8)
    sheet.lines(start + 1.0, 27.5 - (len(name.lines) - 1) * 4.0, name.lines, name.size, 4.0)
    _draw_number(sheet, form)


def _draw_number(sheet: Sheet, form: FollowupForm) -> None:
    """`编号 □□□-□□□□□`, a digit in each box; what is no such number stands as it is."""
    digits = form.record_no8.replace("-", "")
    if digits and not (len(digits) == 8 and digits.isascii() and digits.isdigit()):
        fitted = _fit_number(form)
        x = RIGHT - fitted.lines[0].width(fitted.size)
        sheet.atoms(x, 27.5, fitted.lines[0], fitted.size)
        sheet.text(x - 2.0, 27.5, "编号", BODY, align="right")
        return
    x = RIGHT - 8 * 5.2 - 4.0
    sheet.text(x - 2.0, 27.5, "编号", BODY, align="right")
    for place in range(8):
        if place == 3:
            sheet.text(x + 2.0, 27.2, "-", BODY, align="middle")
            x += 4.0
        sheet.box(x, 23.0, 5.2, 5.8, weight=HAIRLINE)
        sheet.text(x + 2.6, 27.5, digits[place : place + 1], BODY, align="middle")
        x += 5.2


def _draw_rows(sheet: Sheet, rows: Sequence[LaidRow]) -> None:
    """The rows of one page, stretched evenly towards its foot, with their group names."""
    stretch = min(HIGHEST, (BOTTOM - TOP) / sum(row.height for row in rows))
    y = TOP
    for group, members in groupby(rows, key=lambda row: row.group):
        top = y
        for row in members:
            height = row.height * stretch
            x, label = (LEFT + GROUP, LABEL) if group else (LEFT, LABEL + GROUP)
            draw_row(sheet, x, y, row, [label, *[VISIT] * VISITS], height)
            y += height
        if group:
            _draw_group(sheet, top, y, group)
    sheet.box(LEFT, TOP, RIGHT - LEFT, y - TOP, weight=1.2)


def _draw_group(sheet: Sheet, top: float, bottom: float, name: str) -> None:
    """A name written downwards beside its rows."""
    sheet.box(LEFT, top, GROUP, bottom - top, weight=HAIRLINE)
    pitch = min(4.8, (bottom - top) / max(len(name), 1))
    size = min(SIZE, pitch / POINT * 0.95)
    y = (top + bottom) / 2 - (len(name) - 1) * pitch / 2 + size * POINT * 0.38
    for character in name:
        sheet.text(LEFT + GROUP / 2, y, character, size, align="middle")
        y += pitch
