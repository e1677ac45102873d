"""双向转诊统计表: a period by month, sender, receiver and disease on A4 across, then what each figure counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.guidelines.indicator_tally import Figure
from clinic_app.guidelines.referral_figures import (
    DIMENSION_WORD,
    DIMENSIONS,
    ReferralLine,
    ReferralStatistics,
    referral_definitions,
)
from clinic_app.printing.continuation import Head, continuation_pages, draw_continuation, draw_page_number
from clinic_app.printing.paper import A4, Paper
from clinic_app.printing.sheet import Sheet
from clinic_app.printing.slip import head_words
from clinic_app.printing.table import LaidRow, draw_row, lay_row, paginate
from clinic_app.printing.text import BODY, Continued, fit_field

TITLE = "双向转诊统计表"
LEFT, TOP, FOOT = 10.0, 29.0, 12.0
WIDTH, NAME_WIDTH = 277.0, 45.0
HEADING, LOWEST, SIZE = 11.0, 10.0, 10.0
DEFINED = (40.0, 157.0, 80.0)
DEFINED_NAMES = ("指标", "数的是什么", "来源")
GROUP_HEIGHT = 11.0


@dataclass(frozen=True)
class _Band:
    """Rows under a heading of their own, which stands again where they go on to another page."""

    name: str
    widths: tuple[float, ...]
    heads: tuple[str, ...]
    rows: tuple[LaidRow, ...]


def referral_statistics_pdf(
    statistics: ReferralStatistics, name: str, *, paper: Paper = A4, practice: bool = False
) -> bytes:
    """The PDF of a period's figures; `name` says whose they are."""
    sheet = Sheet(paper.landscape(), TITLE, practice=practice)
    bands = [*(_table(statistics, by) for by in DIMENSIONS), _definitions(statistics)]
    pages = _pages(bands, sheet.paper.height - TOP - FOOT)
    fitted = fit_field(_about(statistics, name), WIDTH, lines=1)
    continued = [Continued("范围", fitted.rest)] if fitted.rest else []
    continued += [each for band in bands for row in band.rows for each in row.continued]
    rest = continuation_pages(sheet.paper, continued)
    for number, page in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _draw_head(sheet, statistics, name)
        _draw_bands(sheet, page)
        draw_page_number(sheet, number, len(pages) + len(rest))
    head = Head(TITLE, _about(statistics, name), "", head_words(sheet))
    draw_continuation(sheet, head, rest, first=len(pages) + 1)
    return sheet.finish()


def _about(statistics: ReferralStatistics, name: str) -> str:
    period = statistics.period
    quarter = f"第{period.quarter}季度" if period.quarter else "全年"
    return f"{name}　{period.year}年{quarter}　截至{period.until}　定义 {statistics.book.version}"


def _table(statistics: ReferralStatistics, by: str) -> _Band:
    table = statistics.table(by)
    labels = [each.label for each in referral_definitions(statistics.book)]
    widths = (NAME_WIDTH, *[(WIDTH - NAME_WIDTH) / len(labels)] * len(labels))
    heads = (DIMENSION_WORD[by], *labels)
    # One line says the same as the total: it is not said twice, but for the months, which always stand.
    lines = [*table.lines, table.total] if len(table.lines) != 1 or by == DIMENSIONS[0] else [*table.lines]
    rows = [lay_row(_cells(line), widths, minimum=LOWEST, names=[f"{line.name}　{each}" for each in heads], size=SIZE)
            for line in lines]  # fmt: skip
    return _Band(f"按{DIMENSION_WORD[by]}", widths, heads, tuple(rows))


def _cells(line: ReferralLine) -> tuple[str, ...]:
    return (line.name, *(figure_cell(each) for each in line.figures))


def figure_cell(figure: Figure) -> str:
    """`3`; `75.0%` over `3/4`; `没有基数` over `3/—`; `—` where there is nothing to divide by."""
    if figure.definition.count:
        return str(figure.numerator)
    if figure.lacks_base:
        return f"没有基数\n{figure.numerator}/—"
    return "—" if figure.percent is None else f"{figure.percent}%\n{figure.numerator}/{figure.denominator}"


def _definitions(statistics: ReferralStatistics) -> _Band:
    rows = [
        lay_row(
            (each.label, "。".join(part for part in (each.words, each.note) if part), f"{each.source}（{each.mark}）"),
            DEFINED, minimum=LOWEST, names=[f"{each.label}　{name}" for name in DEFINED_NAMES], size=SIZE,
        )
        for each in referral_definitions(statistics.book)
    ]  # fmt: skip
    return _Band("指标的定义", DEFINED, DEFINED_NAMES, tuple(rows))


def _pages(bands: Sequence[_Band], height: float) -> list[list[_Band]]:
    """Bands one under the other; one that does not fit goes on, its heading again, and none begins with its heading
    alone at the foot of a page."""
    pages: list[list[_Band]] = [[]]
    left = height
    for band in bands:
        top = GROUP_HEIGHT + HEADING
        rest = list(band.rows)
        while rest:
            if pages[-1] and left < top + rest[0].height:
                pages.append([])
                left = height
            now = paginate(rest, left - top)[0]
            pages[-1].append(_Band(band.name, band.widths, band.heads, tuple(now)))
            left -= top + sum(row.height for row in now)
            rest = rest[len(now) :]
    return pages


def _draw_head(sheet: Sheet, statistics: ReferralStatistics, name: str) -> None:
    middle = sheet.paper.width / 2
    if sheet.practice:
        sheet.outline(middle, sheet.paper.height / 2, "练习", 240.0, turned=30.0)
    sheet.text(LEFT, 10.0, head_words(sheet), BODY, bold=True)
    sheet.text(middle, 16.0, TITLE, 17.0, bold=True, align="middle")
    fitted = fit_field(_about(statistics, name), WIDTH, lines=1)
    sheet.atoms(LEFT, 26.0, fitted.lines[0], fitted.size)


def _draw_bands(sheet: Sheet, bands: Sequence[_Band]) -> None:
    y = TOP
    for band in bands:
        sheet.text(LEFT, y + 8.0, band.name, 13.0, bold=True)
        y += GROUP_HEIGHT
        heads = lay_row(band.heads, band.widths, minimum=HEADING, names=band.heads, size=SIZE)
        top = y
        draw_row(sheet, LEFT, y, heads, band.widths, HEADING, centred=True)
        y += HEADING
        for row in band.rows:
            draw_row(sheet, LEFT, y, row, band.widths, row.height)
            y += row.height
        sheet.box(LEFT, top, sum(band.widths), y - top, weight=1.2)
