"""巡诊计划: the tours of a month as a calendar sheet on A4 across, a week a row, for the wall of the clinic."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.sheet import HAIRLINE, Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.table import draw_row, lay_row
from clinic_app.printing.text import BODY, Continued, chinese_date, fit_field

LEFT, TOP = 10.0, 30.0
WIDTH = 39.5
HEADING = 7.0
FOOT = 20.0
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
NAME_ROOM = 9.0
"""The line of a day's number."""


@dataclass(frozen=True)
class TourLine:
    """One tour in words: `8:30 演示甲村 巡诊（已完成 到场12人）`."""

    day: date
    words: str


def tour_plan_pdf(
    year: int, month: int, tours: Sequence[TourLine], place: str = "", *, paper: Paper = A4, practice: bool = False
) -> bytes:
    """The PDF of a month; what does not fit into a day's box goes on a continuation page to its last character."""
    title = f"{place}{year}年{month}月巡诊计划"
    sheet = Sheet(paper.landscape(), title, practice=practice)
    weeks = Calendar().monthdatescalendar(year, month)
    high = (sheet.paper.height - TOP - HEADING - FOOT) / len(weeks)
    by_day: dict[date, list[str]] = {}
    for each in tours:
        by_day.setdefault(each.day, []).append(each.words)
    continued = _draw_month(sheet, title, month, weeks, by_day, high)
    rest = continuation_pages(sheet.paper, continued)
    draw_page_number(sheet, 1, 1 + len(rest))
    head = Head(title, chinese_date(date(year, month, 1)), "", head_words(sheet))
    draw_continuation(sheet, head, rest, first=2)
    return sheet.finish()


def _draw_month(
    sheet: Sheet, title: str, month: int, weeks: Sequence[Sequence[date]], by_day: Mapping[date, list[str]], high: float
) -> list[Continued]:
    if sheet.practice:
        sheet.outline(sheet.paper.width / 2, sheet.paper.height / 2, "练习", 240.0, turned=30.0)
    heading = fit_field(title, 200.0, size=17.0, lines=1, bold=True)
    line = heading.lines[0]
    sheet.atoms((sheet.paper.width - line.width(heading.size)) / 2, 16.0, line, heading.size)
    sheet.text(LEFT, 10.0, head_words(sheet), BODY, bold=True)
    count = sum(len(each) for each in by_day.values())
    sheet.text(LEFT, 25.0, f"共{count}次", BODY)
    continued = [Continued("标题", heading.rest)] if heading.rest else []
    widths = [WIDTH] * 7
    draw_row(
        sheet, LEFT, TOP, lay_row(WEEKDAYS, widths, minimum=HEADING, names=WEEKDAYS), widths, HEADING, centred=True
    )
    for number, week in enumerate(weeks):
        for place, day in enumerate(week):
            x, y = LEFT + place * WIDTH, TOP + HEADING + number * high
            sheet.box(x, y, WIDTH, high, weight=HAIRLINE)
            if day.month == month:
                sheet.text(x + 1.5, y + 5.5, str(day.day), BODY, bold=True)
                continued += _draw_day(sheet, x, y, day, by_day.get(day, ()), high)
    sheet.box(LEFT, TOP, WIDTH * 7, HEADING + high * len(weeks), weight=1.2)
    sheet.text(LEFT, sheet.paper.height - 12.0, "卫生室（院）盖章：　　　　　　　　　　　张贴日期：", BODY)
    return continued


def _draw_day(sheet: Sheet, x: float, y: float, day: date, words: Sequence[str], high: float) -> list[Continued]:
    if not words:
        return []
    step = 4.6
    room = max(1, int((high - NAME_ROOM) / step))
    fitted = fit_field("；".join(words), WIDTH - 3.0, size=10.5, lines=room)
    for place, line in enumerate(fitted.lines):
        sheet.atoms(x + 1.5, y + NAME_ROOM + 2.0 + place * step, line, fitted.size)
    return [Continued(f"{day.month}月{day.day}日", fitted.rest)] if fitted.rest else []
