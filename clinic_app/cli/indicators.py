"""`indicators`: the figures of a year or a quarter, with their definitions and, when asked, who is behind them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.gathered.outgoing import note_outgoing, watermark
from clinic_app.guidelines.indicators import Figure, Scope, figures
from clinic_app.store.database import Database
from clinic_app.store.queries.indicators import Area, Statistics, statistics

NO_BASE = "没有基数"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `indicators` takes."""
    parser.add_argument("--year", type=int, required=True, metavar="Y", help="年度")
    parser.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), metavar="Q", help="季度，1到4；不写为全年")
    parser.add_argument("--people", action="store_true", help="JSON 里附上每项背后的编号")
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="另存为 Excel 表")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the figures of everything on this laptop; with --json its villages and doctors too."""
    if not 2000 <= arguments.year <= 2100:
        raise CommandProblem("年度应写成四位数字，如 2026")
    with opened(arguments) as database:
        with database.shown() as connection:
            today, now = database.clock.today(), database.clock.now()
            found = statistics(connection, arguments.year, arguments.quarter, today, now)
        if arguments.xlsx:
            # While the data are open: until then what the spreadsheet library puts down lies with them.
            _write_sheet(database, found, arguments.xlsx)
    if arguments.json:
        print_json(as_json(found, people=arguments.people))
    else:
        _print_words(found)
    return 0


def as_json(found: Statistics, *, people: bool = False) -> dict[str, Any]:
    """One object: the period, the edition of the definitions, the figures, and those of each part."""
    period, whole = found.counted.period, found.whole
    parts = [*found.areas[1:], *_doctors(found)]
    return {
        "year": period.year,
        "quarter": period.quarter,
        "from": period.first,
        "to": period.last,
        "as_of": period.until,
        "version": found.counted.book.version,
        "scope": _scope_json(whole),
        "indicators": [_figure_json(each, people=people) for each in figures(found.counted, whole.scope)],
        "parts": [_part_json(found, each) for each in parts],
    }


def _doctors(found: Statistics) -> list[Area]:
    scope = found.whole.scope
    return [Area(Scope(scope.villages, doctor=each), each) for each in found.counted.doctors(scope)]


def _scope_json(area: Area) -> dict[str, Any]:
    scope = area.scope
    kind = "doctor" if scope.doctor is not None else "village" if len(scope.villages) == 1 else "township"
    return {"kind": kind, "code": scope.area, "name": area.name, "villages": sorted(scope.villages)}


def _part_json(found: Statistics, area: Area) -> dict[str, Any]:
    brief = [
        {"key": each.key, "numerator": each.numerator, "denominator": each.denominator, "percent": _percent(each)}
        for each in figures(found.counted, area.scope, with_ids=False)
    ]
    return {"scope": _scope_json(area), "indicators": brief}


def _figure_json(figure: Figure, *, people: bool) -> dict[str, Any]:
    definition = figure.definition
    described: dict[str, Any] = {
        "key": figure.key,
        "group": definition.group,
        "label": definition.label,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "percent": _percent(figure),
        "of": definition.of,
        "definition": definition.words,
        "source": definition.source,
        "verified": definition.verified,
        "note": definition.note,
    }
    if figure.parts:
        described["parts"] = dict(figure.parts)
    if people:
        described |= {"counted": list(figure.counted), "rest": list(figure.rest)}
    return described


def _percent(figure: Figure) -> float | None:
    return None if figure.percent is None else float(figure.percent)


def _print_words(found: Statistics) -> None:
    period, book = found.counted.period, found.counted.book
    quarter = f"第{period.quarter}季度" if period.quarter else ""
    print(f"{found.whole.name}  {period.year}年{quarter}  截至 {period.until}  定义 {book.version}")
    group = ""
    for each in figures(found.counted, found.whole.scope, with_ids=False):
        if each.definition.group != group:
            group = each.definition.group
            print(f"\n{book.groups[group]}")
        mark = "" if each.definition.verified in ("V1", "V2") else f"（{each.definition.mark}）"
        print(f"  {each.definition.label}  {in_words(each)}{mark}")
        print(f"      {each.definition.words}")


def in_words(figure: Figure) -> str:
    """`3/4  75.0%`; the number alone of a count; what is missing in words."""
    if figure.definition.count:
        return str(figure.numerator)
    if figure.lacks_base:
        return f"{figure.numerator}/—  {NO_BASE}"
    rate = "—" if figure.percent is None else f"{figure.percent}%"
    return f"{figure.numerator}/{figure.denominator}  {rate}"


def _write_sheet(database: Database, found: Statistics, path: Path) -> None:
    from clinic_app.exchange.indicators_file import write_indicators

    parts = [(each.name, each.scope) for each in (*found.areas, *_doctors(found))]
    try:
        write_indicators(found.counted, parts, path, watermark(database, None))
    except OSError:
        raise CommandProblem(f"文件写不进去：{path}") from None
    period = found.counted.period
    note_outgoing(database, f"indicators:{period.year}Q{period.quarter or 0}", None)
