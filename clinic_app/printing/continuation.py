"""续页: what its frame could not hold, in full, so that nothing is cut from a printed form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.printing.paper import Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.text import BODY, FLOOR, Continued, Line, fit_field, plain, words, wrap

MARGIN = 15.0
TOP, FOOT = 44.0, 12.0
PITCH = BODY * 0.6


@dataclass(frozen=True)
class Head:
    """What stands above each continuation page."""

    title: str
    left: str
    right: str
    marks: str = ""


def continuation_pages(paper: Paper, continued: Sequence[Continued]) -> list[list[Line]]:
    """The lines of each continuation page; no page without continued text."""
    width = paper.width - 2 * MARGIN
    lines: list[Line] = []
    for each in continued:
        lines += wrap(words(plain(each.heading, bold=True)), width, BODY)
        lines += wrap(words(plain(each.text)), width, BODY)
        lines.append(Line())
    count = int((paper.height - TOP - FOOT) / PITCH)
    return [lines[start : start + count] for start in range(0, len(lines), count)]


def draw_continuation(sheet: Sheet, head: Head, pages: Sequence[Sequence[Line]], *, first: int) -> None:
    """New pages numbered from `first`, the last of them being the last of the document."""
    for number, lines in enumerate(pages, first):
        sheet.next_page()
        _draw_head(sheet, head)
        sheet.lines(MARGIN, TOP, lines, BODY, PITCH)
        draw_page_number(sheet, number, first + len(pages) - 1)


def draw_page_number(sheet: Sheet, number: int, of: int) -> None:
    """`第1页 共3页` at the foot."""
    sheet.text(sheet.paper.width / 2, sheet.paper.height - 4.5, f"第{number}页　共{of}页", FLOOR, align="middle")


def _draw_head(sheet: Sheet, head: Head) -> None:
    middle, right = sheet.paper.width / 2, sheet.paper.width - MARGIN
    title = fit_field(head.title, 150.0, size=16.0, lines=1, bold=True)
    sheet.text(middle, 17.0, f"{title.lines[0].text}　续页", title.size, bold=True, align="middle")
    sheet.text(MARGIN, 10.0, head.marks, BODY, bold=True)
    left = fit_field(head.left, 95.0, lines=1)
    sheet.atoms(MARGIN, 28.0, left.lines[0], left.size)
    number = fit_field(head.right, 80.0, lines=1, bold=True)
    sheet.text(right, 28.0, number.lines[0].text, number.size, bold=True, align="right")
    sheet.line(MARGIN, 32.0, right, 32.0, weight=1.0)
    if sheet.practice:
        sheet.outline(middle, sheet.paper.height * 0.55, "练习", 260.0, turned=40.0)
