"""今日工作清单: who is due, by village group and household, on A4 across, with room for notes by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.table import LaidRow, draw_row, lay_row, paginate
from clinic_app.printing.text import BODY, FLOOR, Continued, Fitted, chinese_date, fit_field

LEFT, TOP = 8.0, 30.0
FOOT = 10.0
COLUMNS = (
    ("号", 8.0),
    ("村组", 22.0),
    ("门牌", 15.0),
    ("姓名", 21.0),
    ("性别年龄", 16.0),
    ("电话", 25.0),
    ("应做（做了打勾）", 50.0),
    ("上次读数", 28.0),
    ("血压", 21.0),
    ("血糖", 13.0),
    ("体重", 13.0),
    ("方式", 25.0),
    ("备注", 24.0),
)
NAMES = tuple(name for name, _ in COLUMNS)
WIDTHS = tuple(width for _, width in COLUMNS)
LOWEST = 12.0
HEADING = 8.0
TO_WRITE = ("　　　／", "", "", "□门□家□电", "")
"""Room for the pressure, glucose, weight, mode and a note, filled in by hand."""
GUIDE = "血压写“高压／低压”；做了的打勾；没见到的在备注写“不在家”“拒绝”等；回来按号录入"


@dataclass(frozen=True)
class WorklistRow:
    """One person who is due, in words as the list on the screen shows them; `number` is keyed back from the paper."""

    group: str
    household: str
    name: str
    sex_age: str
    due: str
    window: str = ""
    last_reading: str = ""
    phone: str = ""
    number: str = ""
    note: str = ""


def worklist_pdf(
    rows: Sequence[WorklistRow], title: str, day: date, *, paper: Paper = A4, practice: bool = False
) -> bytes:
    """The PDF of the day's list; village group and household are written once while they repeat."""
    sheet = Sheet(paper.landscape(), title, practice=practice)
    laid = [_lay(row, before) for row, before in zip(rows, [None, *rows], strict=False)]
    pages = paginate(laid, sheet.paper.height - TOP - HEADING - FOOT)
    heading = _fit_title(title)
    continued = [Continued("标题", heading.rest)] if heading.rest else []
    continued += [each for row in laid for each in row.continued]
    rest = continuation_pages(sheet.paper, continued)
    start = 0
    for number, page in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
            page = [_lay(rows[start], None), *page[1:]]
        _draw_page(sheet, heading, day, len(rows), page)
        draw_page_number(sheet, number, len(pages) + len(rest))
        start += len(page)
    head = Head(title, chinese_date(day), "", head_words(sheet))
    draw_continuation(sheet, head, rest, first=len(pages) + 1)
    return sheet.finish()


def _lay(row: WorklistRow, before: WorklistRow | None) -> LaidRow:
    """A row; group and household stay empty where they are those of the row `before`."""
    same_group = before is not None and before.group == row.group
    same_household = same_group and before is not None and before.household == row.household
    due = f"{row.due}　{row.window}" if row.window else row.due
    cells = (
        row.number,
        "" if same_group else row.group,
        "" if same_household else row.household,
        row.name,
        row.sex_age,
        row.phone,
        due,
        row.last_reading,
        *TO_WRITE[:-1],
        row.note,
    )
    names = [f"{row.name}　{name}" for name in NAMES]
    return lay_row(cells, WIDTHS, minimum=LOWEST, names=names)


def _fit_title(title: str) -> Fitted:
    return fit_field(title, 150.0, size=17.0, lines=1, bold=True)


def _draw_page(sheet: Sheet, heading: Fitted, day: date, count: int, rows: Sequence[LaidRow]) -> None:
    if sheet.practice:
        sheet.outline(sheet.paper.width / 2, sheet.paper.height / 2, "练习", 240.0, turned=30.0)
    line = heading.lines[0]
    sheet.atoms((sheet.paper.width - line.width(heading.size)) / 2, 16.0, line, heading.size)
    right = LEFT + sum(WIDTHS)
    sheet.text(LEFT, 10.0, head_words(sheet), BODY, bold=True)
    sheet.text(LEFT, 25.0, chinese_date(day), BODY)
    sheet.text(right, 25.0, f"共{count}人　走访人：　　　　　　　　", BODY, align="right")
    sheet.text(LEFT + 34.0, 25.0, GUIDE, FLOOR)
    titles = lay_row(NAMES, WIDTHS, minimum=HEADING, names=NAMES)
    draw_row(sheet, LEFT, TOP, titles, WIDTHS, HEADING, centred=True)
    y = TOP + HEADING
    if not rows:
        sheet.text(LEFT, y + 8.0, "没有到期的居民。", BODY)
    for row in rows:
        draw_row(sheet, LEFT, y, row, WIDTHS, row.height)
        y += row.height
    sheet.box(LEFT, TOP, right - LEFT, y - TOP, weight=1.2)
