"""`referral-figures`: the tables of referrals by month, sender, receiver and disease; the same words for the county."""

from __future__ import annotations

import argparse
from typing import Any

from clinic_app.cli.period_options import add_period_options
from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.exchange.referral_figures_file import (
    figure_words,
    referral_csv,
    title_of,
    write_referral_figures,
)
from clinic_app.exchange.spreadsheet import Watermark, write_in_one_step
from clinic_app.gathered.outgoing import note_outgoing, watermark
from clinic_app.guidelines.indicators import Figure
from clinic_app.guidelines.referral_figures import (
    DIMENSION_WORD,
    DIMENSIONS,
    ReferralLine,
    ReferralStatistics,
    referral_definitions,
)
from clinic_app.store.queries.indicators import referral_statistics


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `referral-figures` takes."""
    add_period_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the tables of the referrals on this laptop."""
    if not 2000 <= arguments.year <= 2100:
        raise CommandProblem("年度应写成四位数字，如 2026")
    with opened(arguments) as database:
        with database.shown() as connection:
            today, now = database.clock.today(), database.clock.now()
            found = referral_statistics(connection, arguments.year, arguments.quarter, today, now)
        tell(found, arguments, watermark(database, None))
        if arguments.csv or arguments.xlsx:
            note_outgoing(database, f"referral_figures:{arguments.year}Q{arguments.quarter or 0}", None)
    return 0


def tell(found: ReferralStatistics, arguments: argparse.Namespace, mark: Watermark) -> None:
    """Write the files that were asked for and print the tables. Raises CommandProblem."""
    try:
        if arguments.csv:
            write_in_one_step(arguments.csv, referral_csv(found))
        if arguments.xlsx:
            write_referral_figures(found, arguments.xlsx, mark)
    except OSError as problem:
        raise CommandProblem(f"文件写不进去：{problem.filename}") from None
    if arguments.json:
        print_json(as_json(found))
    else:
        _print_words(found)


def as_json(found: ReferralStatistics) -> dict[str, Any]:
    """One object: the period, the definitions, the total, and the lines of each dimension."""
    period, tables = found.period, {by: found.table(by) for by in DIMENSIONS}
    return {
        "year": period.year,
        "quarter": period.quarter,
        "as_of": period.until,
        "version": found.book.version,
        "definitions": [
            {"key": each.key, "label": each.label, "definition": each.words, "source": each.source,
             "verified": each.verified}
            for each in referral_definitions(found.book)
        ],
        "total": _line_json(tables[DIMENSIONS[0]].total),
        **{by: [_line_json(line) for line in table.lines] for by, table in tables.items()},
    }  # fmt: skip


def _line_json(line: ReferralLine) -> dict[str, Any]:
    figures = {
        each.key: {
            "numerator": each.numerator,
            "denominator": each.denominator,
            "percent": None if each.percent is None else float(each.percent),
        }
        for each in line.figures
    }
    return {"key": line.key, "name": line.name, "figures": figures}


def _print_words(found: ReferralStatistics) -> None:
    print(title_of(found))
    for by in DIMENSIONS:
        table = found.table(by)
        print(f"\n按{DIMENSION_WORD[by]}")
        for line in (*table.lines, table.total):
            told = "　".join(f"{each.definition.label} {figure_words(each)}" for each in line.figures if _holds(each))
            print(f"  {line.name}  {told or '没有转诊'}")


def _holds(figure: Figure) -> bool:
    return bool(figure.numerator or figure.denominator)
