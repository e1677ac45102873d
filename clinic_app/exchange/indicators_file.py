"""The figures of a period as an Excel book: one line for each indicator, one sheet for the parts, one for quality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from clinic_app.exchange.spreadsheet import Sheet, Watermark, write_book
from clinic_app.guidelines.indicators import Counted, Figure, Scope, figures

HEAD = ("类别", "指标", "分子", "分母", "率（%）", "定义", "来源", "核实", "说明")
WIDTHS = (14, 26, 10, 10, 10, 70, 40, 12, 40)
NO_BASE = "没有基数"
PARTS_HEAD = ("范围", "类别", "指标", "分子", "分母", "率（%）")
PARTS_WIDTHS = (24, 14, 26, 10, 10, 10)
Parts = Sequence[tuple[str, Scope]]


def write_indicators(counted: Counted, parts: Parts, path: Path, mark: Watermark) -> None:
    """Write the book; the first of `parts` is the whole. The file gets its name when it is complete. Raises OSError."""
    title = _title(counted, parts[0][0])
    whole = figures(counted, parts[0][1], with_ids=False)
    counts = [_line(counted, each) for each in whole if not each.definition.is_quality]
    quality = [_line(counted, each) for each in whole if each.definition.is_quality]
    in_parts = chain([[title], PARTS_HEAD], _part_lines(counted, parts[1:]))
    sheets = [
        Sheet("指标", WIDTHS, [[title], HEAD, *counts], of_people=False),
        Sheet("分村分医生", PARTS_WIDTHS, in_parts, of_people=False),
        Sheet("质量查看", WIDTHS, [[f"{title}　供查看，不作扣分"], HEAD, *quality], of_people=False),
    ]
    write_book(path, sheets, mark)


def _title(counted: Counted, name: str) -> str:
    period = counted.period
    quarter = f"第{period.quarter}季度" if period.quarter else ""
    return f"{name}　{period.year}年{quarter}　截至{period.until}　定义 {counted.book.version}"


def _line(counted: Counted, figure: Figure) -> tuple[Any, ...]:
    definition = figure.definition
    return (
        counted.book.groups[definition.group], definition.label, figure.numerator, _denominator(figure),
        _percent(figure), definition.words, definition.source, definition.mark, definition.note,
    )  # fmt: skip


def _part_lines(counted: Counted, parts: Parts) -> Iterator[tuple[Any, ...]]:
    for name, scope in parts:
        for each in figures(counted, scope, with_ids=False):
            if each.numerator or each.denominator:
                group = counted.book.groups[each.definition.group]
                line = (each.definition.label, each.numerator, _denominator(each), _percent(each))
                yield (name, group, *line)


def _denominator(figure: Figure) -> Any:
    if figure.definition.count:
        return None
    return NO_BASE if figure.denominator is None else figure.denominator


def _percent(figure: Figure) -> float | None:
    return None if figure.percent is None else float(figure.percent)
