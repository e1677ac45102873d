"""`search` and `worklist`: what the search box and 今日工作 show."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date

from clinic_app.care.worklist import worklist
from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.store.search import search


def add_search_options(parser: argparse.ArgumentParser) -> None:
    """What `search` takes."""
    parser.add_argument("text", metavar="TEXT")
    parser.add_argument("--limit", type=int, default=20, metavar="N")
    parser.set_defaults(run=run_search)


def add_worklist_options(parser: argparse.ArgumentParser) -> None:
    """What `worklist` takes."""
    parser.add_argument("--on", metavar="DATE", help="哪一天，默认今天")
    parser.add_argument("--village", metavar="CODE", help="只看一个村")
    parser.set_defaults(run=run_worklist)


def run_search(arguments: argparse.Namespace) -> int:
    """Print what is found, best first."""
    with opened(arguments) as database, database.shown() as connection:
        for hit in search(connection, arguments.text, limit=arguments.limit):
            if arguments.json:
                print_json(asdict(hit))
            else:
                print(f"{hit.title}  {hit.subtitle}")
    return 0


def run_worklist(arguments: argparse.Namespace) -> int:
    """Print what is due, most urgent first: last day, who, where, what, why they come first."""
    with opened(arguments) as database:
        for item in worklist(database, _day(arguments.on) or database.clock.today(), arguments.village):
            if arguments.json:
                print_json(item.as_json())
            else:
                due = "、".join(each.words for each in item.reasons)
                print("  ".join(part for part in (str(item.due_date), item.name, item.place, due, item.why) if part))
    return 0


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CommandProblem("日期应写成 2026-11-22 的样子") from None
