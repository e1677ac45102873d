"""续页: what its frame could not hold, in full, so that nothing is cut from a printed form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.printing.paper import Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.text import BODY, FLOOR, Continued, Line, fit_field, plain, words, wrap

MARGIN = 15.0
TOP, FOOT = 44.0, 12.0
PITCH = 0.6
"""Millimetres a line for each point of size."""
LOW_TOP, LOW_FOOT, LOW_SIZE = 17.0, 8.0, 10.0
"""On low paper the head is one line, and the letters are smaller."""


@dataclass(frozen=True)
class Head:
    """What stands above each continuation page."""

    title: str
    left: str
    right: str
    marks: str = ""


def continuation_pages(paper: Paper, continued: Sequence[Continued]) -> list[list[Line]]:
    """The lines of each continuation page; no page without continued text."""
    width = paper.width - 2 * _margin(paper)
    size = _size(paper)
    lines: list[Line] = []
    for each in continued:
        lines += wrap(words(plain(each.heading, bold=True)), width, size)
        lines += wrap(words(plain(each.text)), width, size)
        lines.append(Line())
    # The last text needs no room below it.
    lines = lines[:-1]
    top, foot = (LOW_TOP, LOW_FOOT) if paper.low else (TOP, FOOT)
    count = int((paper.height - top - foot) / (size * PITCH))
    return [lines[start : start + count] for start in range(0, len(lines), count)]


def draw_continuation(sheet: Sheet, head: Head, pages: Sequence[Sequence[Line]], *, first: int) -> None:
    """New pages numbered from `first`, the last of them being the last of the document."""
    size = _size(sheet.paper)
    for number, lines in enumerate(pages, first):
        sheet.next_page()
        if sheet.practice:
            _draw_mark(sheet)
        (_draw_low_head if sheet.paper.low else _draw_head)(sheet, head)
        top = LOW_TOP if sheet.paper.low else TOP
        sheet.lines(_margin(sheet.paper), top, lines, size, size * PITCH)
        draw_page_number(sheet, number, first + len(pages) - 1)


def _margin(paper: Paper) -> float:
    return paper.strip + 4.0 if paper.continuous else MARGIN


def _size(paper: Paper) -> float:
    return LOW_SIZE if paper.low else BODY


def draw_page_number(sheet: Sheet, number: int, of: int, beside: tuple[float, float] | None = None) -> None:
    """`第1页 共3页` in the middle of the foot, or from `beside` on."""
    words_of_page = f"第{number}页　共{of}页"
    if beside:
        sheet.text(*beside, words_of_page, FLOOR)
    else:
        sheet.text(sheet.paper.width / 2, sheet.paper.height - 4.5, words_of_page, FLOOR, align="middle")


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


def _draw_low_head(sheet: Sheet, head: Head) -> None:
    """Title, marks, whose it is and its number on one line."""
    left, right = _margin(sheet.paper), sheet.paper.width - _margin(sheet.paper)
    y, width = 8.5, right - left
    title = fit_field(f"{head.title}　续页", width * 0.26, size=12.0, lines=1, bold=True)
    sheet.atoms(left, y, title.lines[0], title.size)
    marks = fit_field(head.marks, width * 0.26, size=10.0, lines=1, bold=True)
    sheet.atoms(left + width * 0.27, y, marks.lines[0], marks.size)
    person = fit_field(head.left, width * 0.2, size=10.0, lines=1)
    sheet.atoms(left + width * 0.54, y, person.lines[0], person.size)
    number = fit_field(head.right, width * 0.25, size=11.0, lines=1, bold=True)
    sheet.text(right, y, number.lines[0].text, number.size, bold=True, align="right")
    sheet.line(left, 11.0, right, 11.0, weight=1.0)


def _draw_mark(sheet: Sheet) -> None:
    size = min(260.0, sheet.paper.height * 1.6)
    sheet.outline(
        sheet.paper.width / 2, sheet.paper.height * 0.55, "练习", size, turned=15.0 if sheet.paper.low else 40.0
    )
