"""The tables of referrals for a spreadsheet: a book with a sheet for each dimension, or one long CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from clinic_app.exchange.list_file import Listed, write_lists
from clinic_app.exchange.spreadsheet import Watermark, csv_bytes
from clinic_app.guidelines.indicators import Figure
from clinic_app.guidelines.referral_figures import (
    DIMENSION_WORD,
    DIMENSIONS,
    ReferralLine,
    ReferralStatistics,
    referral_definitions,
)

NO_BASE = "没有基数"
CSV_HEAD = (
    "分组", "代码", "名称", "指标键", "指标", "分子", "分母", "率（%）", "定义", "来源", "核实", "定义版本",
)  # fmt: skip


def write_referral_figures(statistics: ReferralStatistics, path: Path, mark: Watermark) -> None:
    """Write the book: by month, sender, receiver and disease, then what each figure counts. Raises OSError."""
    write_lists(path, referral_lists(statistics), mark)


def referral_lists(statistics: ReferralStatistics) -> list[Listed]:
    """The sheets of the book."""
    definitions = referral_definitions(statistics.book)
    sheets = []
    for by in DIMENSIONS:
        table = statistics.table(by)
        head = (DIMENSION_WORD[by], *(each.label for each in definitions))
        rows = [(line.name, *(figure_words(each) for each in line.figures)) for line in (table.total, *table.lines)]
        sheets.append(Listed(f"按{DIMENSION_WORD[by]}", title_of(statistics), head, rows, of_people=False))
    words = [(each.label, each.words, each.source, each.mark, each.note) for each in definitions]
    head = ("指标", "定义", "来源", "核实", "说明")
    sheets.append(Listed("定义", title_of(statistics), head, words, of_people=False))
    return sheets


def referral_csv(statistics: ReferralStatistics) -> bytes:
    """Every figure of every line (UTF-8 with its mark); the total once, without a dimension."""
    return csv_bytes(chain([CSV_HEAD], _csv_lines(statistics)))


def title_of(statistics: ReferralStatistics) -> str:
    """What the figures are of: the period, up to when, by which edition."""
    period = statistics.period
    quarter = f"第{period.quarter}季度" if period.quarter else ""
    return f"双向转诊统计　{period.year}年{quarter}　截至{period.until}　定义 {statistics.book.version}"


def figure_words(figure: Figure) -> str:
    """`3`; `75.0%（3/4）`; `没有基数（3/—）`; `—` where there is nothing to divide by."""
    if figure.definition.count:
        return str(figure.numerator)
    if figure.lacks_base:
        return f"{NO_BASE}（{figure.numerator}/—）"
    return "—" if figure.percent is None else f"{figure.percent}%（{figure.numerator}/{figure.denominator}）"


def _csv_lines(statistics: ReferralStatistics) -> Iterator[Sequence[Any]]:
    for by in DIMENSIONS:
        table = statistics.table(by)
        for line in (table.total, *table.lines) if by == DIMENSIONS[0] else table.lines:
            yield from _cells(statistics, DIMENSION_WORD[by] if line is not table.total else "", line)


def _cells(statistics: ReferralStatistics, by: str, line: ReferralLine) -> Iterator[Sequence[Any]]:
    for each in line.figures:
        denominator = NO_BASE if each.lacks_base else each.denominator
        definition = each.definition
        yield (by, line.key, line.name, each.key, definition.label, each.numerator, denominator, each.percent,
               definition.words, definition.source, definition.mark, statistics.book.version)  # fmt: skip
