"""A list of the screen on A4 across: what was filtered in the head, a line a row, columns as wide as their words."""

from __future__ import annotations

from collections.abc import Sequence

from clinic_app.printing import fonts
from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.paper import A4, POINT, Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.table import LaidRow, draw_row, lay_row, paginate
from clinic_app.printing.text import BODY, FLOOR, Continued, fit_field

LEFT, TOP, FOOT = 10.0, 30.0, 13.0
HEADING, LOWEST = 8.0, 7.0
SIZE = 10.0
NUMBER = 12.0
"""The column of the running number."""
NARROWEST, WIDEST = 12.0, 70.0
PADDING = 3.5


def plain_list_pdf(
    title: str,
    place: str,
    about: str,
    head: Sequence[str],
    lines: Sequence[Sequence[str]],
    foot: str,
    *,
    paper: Paper = A4,
    practice: bool = False,
) -> bytes:
    """The PDF of a list, each line with its number. `foot` says who printed it and when; what does not fit into a cell
    goes on a continuation page to its last character."""
    sheet = Sheet(paper.landscape(), title, practice=practice)
    names = ["序号", *head]
    widths = [NUMBER, *_widths(head, lines, sheet.paper.width - 2 * LEFT - NUMBER)]
    rows = [_lay(number, line, names, widths) for number, line in enumerate(lines, 1)]
    pages = paginate(rows, sheet.paper.height - TOP - HEADING - FOOT)
    told = fit_field("　".join(part for part in (place, about) if part), 190.0, lines=1)
    continued = [Continued("筛选", told.rest)] if told.rest else []
    continued += [each for row in rows for each in row.continued]
    rest = continuation_pages(sheet.paper, continued)
    heading = lay_row(names, widths, minimum=HEADING, names=names)
    for number, page in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _draw_head(sheet, title, len(lines))
        sheet.atoms(LEFT, 25.0, told.lines[0], told.size)
        _draw_table(sheet, heading, page, widths)
        sheet.text(LEFT, sheet.paper.height - 4.5, foot, FLOOR)
        draw_page_number(sheet, number, len(pages) + len(rest), (sheet.paper.width - 45.0, sheet.paper.height - 4.5))
    draw_continuation(sheet, Head(title, place, "", head_words(sheet)), rest, first=len(pages) + 1)
    return sheet.finish()


def _lay(number: int, line: Sequence[str], names: Sequence[str], widths: Sequence[float]) -> LaidRow:
    cells = [str(number), *line]
    return lay_row(cells, widths, minimum=LOWEST, names=[f"{number}　{each}" for each in names], size=SIZE)


def _widths(head: Sequence[str], lines: Sequence[Sequence[str]], room: float) -> list[float]:
    """What the longest words of each column need, within limits; then all of the room, or no more than it."""
    wanted = []
    for place, name in enumerate(head):
        longest = max((_width(line[place]) for line in lines), default=0.0)
        wanted.append(min(max(longest, _width(name), NARROWEST - PADDING), WIDEST) + PADDING)
    total = sum(wanted)
    if total <= room:
        # What is left goes to the widest: words there are the longest.
        spare = room - total
        share = sum(each * each for each in wanted)
        return [each + spare * each * each / share for each in wanted]
    # Too much: the wide columns break their lines, the narrow ones stay.
    fixed = [each if each <= room / len(wanted) else 0.0 for each in wanted]
    left = room - sum(fixed)
    open_width = sum(each for each, kept in zip(wanted, fixed, strict=True) if not kept)
    return [kept or each * left / open_width for each, kept in zip(wanted, fixed, strict=True)]


def _width(text: str) -> float:
    return fonts.width(text, SIZE) * POINT


def _draw_head(sheet: Sheet, title: str, count: int) -> None:
    middle = sheet.paper.width / 2
    if sheet.practice:
        sheet.outline(middle, sheet.paper.height / 2, "练习", 240.0, turned=30.0)
    sheet.text(LEFT, 10.0, head_words(sheet), BODY, bold=True)
    heading = fit_field(title, 190.0, size=17.0, lines=1, bold=True)
    sheet.text(middle, 16.0, heading.lines[0].text, heading.size, bold=True, align="middle")
    sheet.text(sheet.paper.width - LEFT, 25.0, f"共{count}条", BODY, align="right")


def _draw_table(sheet: Sheet, heading: LaidRow, rows: Sequence[LaidRow], widths: Sequence[float]) -> None:
    y = TOP
    draw_row(sheet, LEFT, y, heading, widths, HEADING, centred=True)
    y += HEADING
    for row in rows:
        draw_row(sheet, LEFT, y, row, widths, row.height)
        y += row.height
    sheet.box(LEFT, TOP, sum(widths), y - TOP, weight=1.2)
