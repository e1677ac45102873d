"""健康小结: a person's own page, on request: what to know, what to take, when to come, how it went. Black ink only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinic_app.printing import fonts
from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.paper import POINT
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.table import LaidRow, draw_row, lay_row, paginate
from clinic_app.printing.text import BODY, chinese_date, fit_field
from clinic_app.printing.trend import Drawing, TrendChart, draw_trend

TITLE = "健康小结"
LEFT, RIGHT, TOP, BOTTOM = 15.0, 195.0, 40.0, 284.0
LABEL = 28.0
WIDTHS = (LABEL, RIGHT - LEFT - LABEL)
LOWEST = 9.0
CHART, LEAST_CHART = 62.0, 42.0
"""Height of a chart, and down to what it shrinks so that everything stands on one page."""
SMALL = 10.5
LEGEND = "■ 未达到考核目标　□ 达到考核目标　– – 考核目标　····· 临床目标　药 换药　转 转诊"
NOTE = "本页按本人要求打印，供了解和就诊时出示，不作诊断证明。药怎么吃、什么时候来，以医生当面说的为准。"


@dataclass(frozen=True)
class SummaryChart:
    """A chart with its heading; with `explained` its signs are told beneath, and each of its turns on a line."""

    title: str
    chart: TrendChart
    explained: bool = False
    turns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    """Whose summary it is, matters in words with their names, charts, and who answers for it."""

    person: str
    record_no8: str
    printed_on: date
    lines: tuple[tuple[str, str], ...]
    charts: tuple[SummaryChart, ...]
    clinic: str = ""
    phone: str = ""

    @property
    def title(self) -> str:
        """The form's name."""
        return TITLE

    def draw(self, sheet: Sheet) -> None:
        """The table, then the charts, each whole on one page."""
        rows = [_lay(name, words) for name, words in self.lines if words]
        pages = paginate(rows, BOTTOM - TOP)
        rest = continuation_pages(sheet.paper, [each for row in rows for each in row.continued])
        high = _chart_height(self, TOP + sum(row.height for row in pages[-1]))
        count = len(pages) + _chart_pages(self, pages, high) + len(rest)
        number, y = 0, TOP
        for page in pages:
            number = self._new_page(sheet, number, count)
            y = _draw_rows(sheet, page)
        for each in self.charts:
            if y + _height(each, high) > BOTTOM + 1e-6:
                number, y = self._new_page(sheet, number, count), TOP - 6.0
            y = _draw_chart(sheet, y + 6.0, each, high)
        _draw_note(sheet, self)
        head = Head(TITLE, self.person, self.record_no8, head_words(sheet))
        draw_continuation(sheet, head, rest, first=number + 1)

    def _new_page(self, sheet: Sheet, number: int, count: int) -> int:
        if number:
            _draw_note(sheet, self)
            sheet.next_page()
        _draw_head(sheet, self)
        if count > 1:
            draw_page_number(sheet, number + 1, count)
        return number + 1


def _lay(name: str, words: str) -> LaidRow:
    return lay_row((name, words), WIDTHS, minimum=LOWEST, names=(name, name), size=BODY)


def _draw_rows(sheet: Sheet, rows: Sequence[LaidRow]) -> float:
    y = TOP
    for row in rows:
        draw_row(sheet, LEFT, y, row, WIDTHS, row.height)
        y += row.height
    sheet.box(LEFT, TOP, RIGHT - LEFT, y - TOP, weight=1.2)
    return y


def _chart_height(summary: Summary, y: float) -> float:
    """All charts under a table that ends at `y` where that leaves them legible; else their full height."""
    if not summary.charts:
        return CHART
    room = (BOTTOM - y - sum(_height(each, 0.0) for each in summary.charts)) / len(summary.charts)
    return min(room, CHART) if room >= LEAST_CHART else CHART


def _chart_pages(summary: Summary, pages: Sequence[Sequence[LaidRow]], high: float) -> int:
    """How many pages more the charts take."""
    y = TOP + sum(row.height for row in pages[-1])
    more = 0
    for each in summary.charts:
        if y + _height(each, high) > BOTTOM + 1e-6:
            more, y = more + 1, TOP - 6.0
        y += _height(each, high)
    return more


def _height(each: SummaryChart, high: float) -> float:
    return 6.0 + 6.0 + 1.0 + high + (6.0 if each.explained else 0.0) + len(each.turns) * 5.0


def _draw_chart(sheet: Sheet, y: float, each: SummaryChart, high: float) -> float:
    """Heading, drawing, legend, turns; returns where it ends."""
    sheet.text(LEFT, y + 4.0, each.title, BODY, bold=True)
    em = SMALL * POINT
    drawing = draw_trend(each.chart, RIGHT - LEFT, high, em, _measure, _month_words)
    place_drawing(sheet, LEFT, y + 6.0, drawing, SMALL)
    y += 6.0 + high
    if each.explained:
        y += 5.0
        sheet.text(LEFT, y, LEGEND, SMALL)
    for words in each.turns:
        y += 5.0
        line = fit_field(words, RIGHT - LEFT, size=SMALL, lines=1)
        sheet.atoms(LEFT, y, line.lines[0], line.size)
    return y + 1.0


def place_drawing(sheet: Sheet, x: float, y: float, drawing: Drawing, size: float) -> None:
    """A drawing with its upper left corner at (x, y), in black; its words in `size` points."""
    for stroke in drawing.strokes:
        start, end = stroke.start, stroke.end
        dash = [part * size for part in stroke.dash]
        weight = stroke.weight * size
        sheet.line(x + start[0], y + start[1], x + end[0], y + end[1], weight=weight, dash=dash)
    for words in drawing.words:
        sheet.text(x + words.place[0], y + words.place[1], words.text, size, align=words.align)


def _measure(text: str) -> float:
    return fonts.width(text, SMALL) * POINT


def _month_words(day: date, with_year: bool) -> str:
    return f"{day.year}年{day.month}月" if with_year else f"{day.month}月"


def _draw_head(sheet: Sheet, summary: Summary) -> None:
    if sheet.practice:
        sheet.outline(105.0, 160.0, "练习", 260.0, turned=50.0)
    sheet.text(105.0, 18.0, TITLE, 18.0, bold=True, align="middle")
    sheet.text(LEFT, 10.0, head_words(sheet), BODY, bold=True)
    name = fit_field(summary.person, 110.0, size=14.0, lines=1, bold=True)
    sheet.atoms(LEFT, 28.0, name.lines[0], name.size)
    sheet.text(LEFT, 35.5, f"打印日期　{chinese_date(summary.printed_on)}", BODY)
    if summary.record_no8:
        sheet.text(RIGHT, 28.0, f"编号　{summary.record_no8}", BODY, align="right")
    who = fit_field("　".join(part for part in (summary.clinic, summary.phone) if part), 100.0, lines=1)
    sheet.atoms(RIGHT - who.lines[0].width(who.size), 35.5, who.lines[0], who.size)


def _draw_note(sheet: Sheet, summary: Summary) -> None:
    note = fit_field(NOTE, RIGHT - LEFT, size=9.5, lines=1)
    sheet.atoms(LEFT, 288.5, note.lines[0], note.size)
