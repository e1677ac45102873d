"""统计表: the figures of a period on A4 across, each with its definition, so that nobody has to ask what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.guidelines.indicators import Counted, Figure, Scope, figures
from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.table import LaidRow, draw_row, lay_row, paginate
from clinic_app.printing.text import BODY, Continued, fit_field

LEFT, TOP, FOOT = 10.0, 32.0, 12.0
COLUMNS = (("类别", 22.0), ("指标", 48.0), ("分子", 17.0), ("分母", 20.0), ("率", 18.0), ("数的是什么", 152.0))
NAMES = tuple(name for name, _ in COLUMNS)
WIDTHS = tuple(width for _, width in COLUMNS)
LOWEST, HEADING = 9.0, 8.0
SIZE = 10.0
NO_BASE = "没有基数"
REMARK = "质量查看供自己和带教的人看，不作扣分。没有基数的率不算：基数由县里载入。"


@dataclass(frozen=True)
class IndicatorLine:
    """One figure in words."""

    group: str
    name: str
    numerator: str
    denominator: str
    rate: str
    definition: str


def indicator_lines(counted: Counted, scope: Scope) -> list[IndicatorLine]:
    """Every figure of a scope in words, in the order of the definitions."""
    return [_line(counted, each) for each in figures(counted, scope, with_ids=False)]


def _line(counted: Counted, figure: Figure) -> IndicatorLine:
    definition = figure.definition
    denominator, rate = "", ""
    if not definition.count:
        denominator = "—" if figure.denominator is None else str(figure.denominator)
        rate = "—" if figure.percent is None else f"{figure.percent}%"
        rate = NO_BASE if figure.lacks_base else rate
    words = f"{definition.words}。来源：{definition.source}（{definition.mark}）"
    group = counted.book.groups[definition.group]
    return IndicatorLine(group, definition.label, str(figure.numerator), denominator, rate, words)


def indicators_pdf(counted: Counted, scope: Scope, name: str, *, paper: Paper = A4, practice: bool = False) -> bytes:
    """The PDF of a scope's figures; `name` says whose they are."""
    period = counted.period
    quarter = f"第{period.quarter}季度" if period.quarter else "全年"
    title = f"{period.year}年{quarter}统计表"
    sheet = Sheet(paper.landscape(), title, practice=practice)
    lines = indicator_lines(counted, scope)
    laid = [_lay(line, before) for line, before in zip(lines, [None, *lines], strict=False)]
    pages = paginate(laid, sheet.paper.height - TOP - HEADING - FOOT)
    rest = continuation_pages(sheet.paper, [each for row in laid for each in row.continued] + _rest_of(name))
    about = f"截至{period.until}　定义 {counted.book.version}"
    start = 0
    for number, page in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
            page = [_lay(lines[start], None), *page[1:]]
        _draw_page(sheet, title, name, about, page)
        draw_page_number(sheet, number, len(pages) + len(rest))
        start += len(page)
    draw_continuation(sheet, Head(title, about, "", head_words(sheet)), rest, first=len(pages) + 1)
    return sheet.finish()


def _rest_of(name: str) -> list[Continued]:
    """What of a long name the line above the table cannot hold."""
    fitted = fit_field(name, 120.0, lines=1)
    return [Continued("范围", fitted.rest)] if fitted.rest else []


def _lay(line: IndicatorLine, before: IndicatorLine | None) -> LaidRow:
    group = "" if before is not None and before.group == line.group else line.group
    cells = (group, line.name, line.numerator, line.denominator, line.rate, line.definition)
    return lay_row(cells, WIDTHS, minimum=LOWEST, names=[f"{line.name}　{name}" for name in NAMES], size=SIZE)


def _draw_page(sheet: Sheet, title: str, name: str, about: str, rows: Sequence[LaidRow]) -> None:
    if sheet.practice:
        sheet.outline(sheet.paper.width / 2, sheet.paper.height / 2, "练习", 240.0, turned=30.0)
    right = LEFT + sum(WIDTHS)
    sheet.text(sheet.paper.width / 2, 16.0, title, 17.0, bold=True, align="middle")
    sheet.text(LEFT, 10.0, head_words(sheet), BODY, bold=True)
    fitted = fit_field(name, 120.0, lines=1)
    sheet.atoms(LEFT, 26.0, fitted.lines[0], fitted.size)
    sheet.text(right, 26.0, about, BODY, align="right")
    draw_row(sheet, LEFT, TOP, lay_row(NAMES, WIDTHS, minimum=HEADING, names=NAMES), WIDTHS, HEADING, centred=True)
    y = TOP + HEADING
    for row in rows:
        draw_row(sheet, LEFT, y, row, WIDTHS, row.height)
        y += row.height
    sheet.box(LEFT, TOP, right - LEFT, y - TOP, weight=1.2)
    sheet.text(LEFT, sheet.paper.height - 4.5, REMARK, 9.0)
