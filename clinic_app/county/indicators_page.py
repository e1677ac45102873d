"""The county's indicators for an office: per township and village beside their definitions, and as CSV.

Counts, no names, nothing that runs in the browser.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import chain

from clinic_app.county.indicators import COUNTY, AreaFigures, CountyFigures
from clinic_app.exchange.spreadsheet import csv_bytes
from clinic_app.guidelines.indicator_definitions import Definition, default_indicator_book
from clinic_app.guidelines.indicators import Figure

NO_BASE = "没有基数"
KIND_WORDS = {"county": "县", "township": "乡镇", "village": "村"}
CSV_HEAD = (
    "范围", "代码", "名称", "类别", "指标键", "指标", "分子", "分母", "率（%）", "定义", "来源", "核实", "定义版本",
)  # fmt: skip


def render(found: CountyFigures) -> str:
    """The page of a period, as HTML."""
    period = found.period
    query = f"?year={period.year}" + (f"&amp;quarter={period.quarter}" if period.quarter else "")
    return "".join([
        f"<h1>统计　{period.year}年{_quarter(period.quarter)}</h1>",
        f"<p class=none>截至 {period.until}　定义 {html.escape(default_indicator_book().version)}　"
        f'<a href="/indicators.csv{query}">CSV</a>　<a href="/referral-figures{query}">双向转诊统计</a></p>',
        _form(period.year, period.quarter),
        *(_group(found, code, words) for code, words in default_indicator_book().groups.items()),
    ])  # fmt: skip


def table_csv(found: CountyFigures) -> bytes:
    """Every figure of every area for a spreadsheet (UTF-8 with its mark)."""
    lines = (tuple(_cells(area, each)) for area in found.areas for each in area.figures.values())
    return csv_bytes(chain([CSV_HEAD], lines))


def _cells(area: AreaFigures, figure: Figure) -> Iterator[object]:
    definition, book = figure.definition, default_indicator_book()
    yield from (KIND_WORDS[area.kind], area.code, area.name, book.groups[definition.group])
    yield from (definition.key, definition.label, figure.numerator)
    yield NO_BASE if figure.lacks_base else figure.denominator
    yield figure.percent
    yield from (definition.words, definition.source, definition.mark, book.version)


def _quarter(quarter: int | None) -> str:
    return f"第{quarter}季度" if quarter else ""


def _form(year: int, quarter: int | None) -> str:
    chosen = [("", "全年"), *((str(each), f"第{each}季度") for each in (1, 2, 3, 4))]
    options = "".join(
        f"<option value='{code}'{' selected' if code == str(quarter or '') else ''}>{words}</option>"
        for code, words in chosen
    )
    return (
        f"<form method=get action=/indicators><label>年度 <input name=year size=4 value={year}></label>"
        f"<label>季度 <select name=quarter>{options}</select></label><button>看</button></form>"
    )


def _group(found: CountyFigures, code: str, words: str) -> str:
    definitions = [each for each in default_indicator_book().indicators if each.group == code]
    heads = "".join(f"<th class=number>{html.escape(each.label)}</th>" for each in definitions)
    lines = "".join(_line(area, definitions) for area in found.areas)
    remark = "<p class=none>供查看，不作扣分</p>" if definitions[0].is_quality else ""
    return (
        f"<section><details open><summary>{html.escape(words)}</summary>{remark}<div class=wide><table>"
        f"<tr><th>范围</th>{heads}</tr>{lines}</table></div><dl class=words>{_definitions(definitions)}</dl>"
        "</details></section>"
    )


def _line(area: AreaFigures, definitions: Sequence[Definition]) -> str:
    cells = "".join(f"<td class=number>{_shown(area.figures[each.key])}</td>" for each in definitions)
    return f'<tr class="{"" if area.kind == COUNTY else area.kind}"><td>{html.escape(area.name)}</td>{cells}</tr>'


def _shown(figure: Figure) -> str:
    if figure.definition.count:
        return str(figure.numerator)
    if figure.lacks_base:
        return f"{NO_BASE} <small>{figure.numerator}/—</small>"
    rate = "—" if figure.percent is None else f"{figure.percent}%"
    return f"{rate} <small>{figure.numerator}/{figure.denominator}</small>"


def _definitions(definitions: Sequence[Definition]) -> str:
    parts = []
    for each in definitions:
        source = f"来源：{each.source}（{each.mark}）"
        texts = [each.words, source, each.note]
        parts.append(f"<dt>{html.escape(each.label)}</dt>")
        parts += [f"<dd>{html.escape(text)}</dd>" for text in texts if text]
    return "".join(parts)
