"""`search` and `worklist`: what the search box and 今日工作 show."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from clinic_app.care.worklist import worklist
from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.store.search import search


def add_parser(commands: Any, parents: Sequence[argparse.ArgumentParser]) -> None:
    """Add `search` and `worklist`."""
    finder = commands.add_parser("search", parents=list(parents), help="按姓名、拼音、身份证尾号、电话、门牌、单号查找")
    finder.add_argument("text", metavar="TEXT")
    finder.add_argument("--limit", type=int, default=20, metavar="N")
    finder.set_defaults(run=run_search)
    lister = commands.add_parser("worklist", parents=list(parents), help="今日工作：随访、体检、回访、续药、续签")
    lister.add_argument("--on", metavar="DATE", help="哪一天，默认今天")
    lister.add_argument("--village", metavar="CODE", help="只看一个村")
    lister.set_defaults(run=run_worklist)


def run_search(arguments: argparse.Namespace) -> int:
    """Print what is found, best first."""
    with opened(arguments) as database, database.read() as connection:
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
