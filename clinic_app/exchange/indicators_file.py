"""The figures of a period as an Excel book: one line for each indicator, one sheet for the parts, one for quality."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from clinic_app.guidelines.indicators import Counted, Figure, Scope, figures

HEAD = ("类别", "指标", "分子", "分母", "率（%）", "定义", "来源", "核实", "说明")
WIDTHS = (14, 26, 10, 10, 10, 70, 40, 12, 40)
NO_BASE = "没有基数"
PARTS_HEAD = ("范围", "类别", "指标", "分子", "分母", "率（%）")
Parts = Sequence[tuple[str, Scope]]


def write_indicators(counted: Counted, parts: Parts, path: Path) -> None:
    """Write the book; the first of `parts` is the whole. The file gets its name when it is complete. Raises OSError."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    whole = figures(counted, parts[0][1], with_ids=False)
    _sheet(book, "指标", _title(counted, parts[0][0]), HEAD, WIDTHS,
           (_line(counted, each) for each in whole if not each.definition.is_quality))  # fmt: skip
    _sheet(book, "分村分医生", _title(counted, parts[0][0]), PARTS_HEAD, (24, 14, 26, 10, 10, 10),
           _part_lines(counted, parts[1:]))  # fmt: skip
    _sheet(book, "质量查看", _title(counted, parts[0][0]) + "　供查看，不作扣分", HEAD, WIDTHS,
           (_line(counted, each) for each in whole if each.definition.is_quality))  # fmt: skip
    # Made in memory: a book that fails halfway while it writes a file leaves its parts open.
    made = io.BytesIO()
    book.save(made)
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.write_bytes(made.getvalue())
        os.replace(unfinished, path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _title(counted: Counted, name: str) -> str:
    period = counted.period
    quarter = f"第{period.quarter}季度" if period.quarter else ""
    return f"{name}　{period.year}年{quarter}　截至{period.until}　定义 {counted.book.version}"


def _sheet(
    book: Any, name: str, title: str, head: Sequence[str], widths: Sequence[int], lines: Iterator[tuple[Any, ...]]
) -> None:
    sheet = book.create_sheet(name)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[chr(ord("A") + number - 1)].width = width
    sheet.freeze_panes = "A3"
    sheet.append([title])
    sheet.append(list(head))
    for line in lines:
        sheet.append([_plain(each) for each in line])


def _plain(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


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
