"""转诊登记表: what was sent and received in a month, both directions, on A4 across; a line for each slip.

No national form has it; the columns are those that receiving hospitals ask for at the month's end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.table import LaidRow, draw_row, lay_row, paginate
from clinic_app.printing.text import BODY, FLOOR, Continued, fit_field

LEFT, TOP, FOOT = 10.0, 32.0, 22.0
HEADING, LOWEST = 9.0, 9.0
SIZE = 10.0
WIDTHS = (9.0, 13.0, 31.0, 19.0, 17.0, 17.0, 34.0, 36.0, 24.0, 12.0, 33.0, 18.0, 14.0)
OTHER = 6
"""The column of the other side, which each part names in its own words."""
NAMES = (
    "序号",
    "日期",
    "转诊单号",
    "姓名",
    "性别年龄",
    "类别",
    "",
    "初步印象",
    "接收",
    "到诊",
    "回转及诊断",
    "随访",
    "状态",
)
SIGNATURES = "登记人：　　　　　　　　　　转诊办（科室）负责人：　　　　　　　　　　填报日期：　　　　年　　月　　日"


@dataclass(frozen=True)
class RegisterPart:
    """One direction: `name` (转出, 转入), what the column of the other side is called, a line of words for each slip
    with the columns of `NAMES`, and the sums in words."""

    name: str
    other: str
    lines: Sequence[Sequence[str]]
    sums: str


def register_pdf(
    parts: Sequence[RegisterPart], organisation: str, period: str, *, paper: Paper = A4, practice: bool = False
) -> bytes:
    """The PDF of a register; each part begins on a page of its own. `period` is `2026年11月`."""
    sheet = Sheet(paper.landscape(), f"转诊登记表 {period}", practice=practice)
    laid = [(part, _pages(sheet, part)) for part in parts]
    about = f"{organisation}　{period}"
    fitted = fit_field(about, 130.0, lines=1)
    continued = [Continued("填报单位", fitted.rest)] if fitted.rest else []
    continued += [each for _, pages in laid for page in pages for row in page for each in row.continued]
    rest = continuation_pages(sheet.paper, continued)
    every = [(part, page, number == len(pages)) for part, pages in laid for number, page in enumerate(pages, 1)]
    for number, (part, page, last) in enumerate(every, 1):
        if number > 1:
            sheet.next_page()
        _draw_page(sheet, part, about, page, last=last)
        draw_page_number(sheet, number, len(every) + len(rest))
    head = Head("转诊登记表", about, "", head_words(sheet))
    draw_continuation(sheet, head, rest, first=len(every) + 1)
    return sheet.finish()


def _pages(sheet: Sheet, part: RegisterPart) -> list[list[LaidRow]]:
    names = _names(part)
    rows = [
        lay_row(line, WIDTHS, minimum=LOWEST, names=[f"{part.name}{line[0]}　{each}" for each in names], size=SIZE)
        for line in part.lines
    ]
    return paginate(rows, sheet.paper.height - TOP - HEADING - FOOT)


def _names(part: RegisterPart) -> tuple[str, ...]:
    return tuple(part.other if place == OTHER else name for place, name in enumerate(NAMES))


def _draw_page(sheet: Sheet, part: RegisterPart, about: str, rows: Sequence[LaidRow], *, last: bool) -> None:
    middle, right = sheet.paper.width / 2, LEFT + sum(WIDTHS)
    if sheet.practice:
        sheet.outline(middle, sheet.paper.height / 2, "练习", 240.0, turned=30.0)
    sheet.text(LEFT, 10.0, head_words(sheet), BODY, bold=True)
    sheet.text(middle, 17.0, f"双向转诊登记表（{part.name}）", 17.0, bold=True, align="middle")
    fitted = fit_field(about, 130.0, lines=1)
    sheet.atoms(LEFT, 27.0, fitted.lines[0], fitted.size)
    sheet.text(right, 27.0, part.sums, BODY, align="right")
    names = _names(part)
    draw_row(sheet, LEFT, TOP, lay_row(names, WIDTHS, minimum=HEADING, names=names), WIDTHS, HEADING, centred=True)
    y = TOP + HEADING
    if not rows:
        sheet.text(LEFT + 2.0, y + 7.0, f"本月没有{part.name}的转诊单。", BODY)
        y += LOWEST
    for row in rows:
        draw_row(sheet, LEFT, y, row, WIDTHS, row.height)
        y += row.height
    sheet.box(LEFT, TOP, right - LEFT, y - TOP, weight=1.2)
    if last:
        sheet.text(LEFT, sheet.paper.height - 11.0, SIGNATURES, BODY)
        sheet.text(right, sheet.paper.height - 11.0, "（盖章）", FLOOR, align="right")
