"""`import residents`: people and households from a sheet."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from clinic_app.cli.session import CommandProblem, common_options, opened, print_json
from clinic_app.records.edition import THIRD, EditionError, edition, edition_names
from clinic_app.resident_import import import_residents


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `import` takes: `residents`."""
    parents = [common_options(suppress=True)]
    kinds = parser.add_subparsers(title="导入什么", metavar="residents", required=True)
    residents = kinds.add_parser(
        "residents",
        parents=list(parents),
        help="居民和家庭名单（.xlsx 或 .csv，UTF-8 或 GB18030）；坏行逐行报告，好行导入",
    )
    residents.add_argument("file", type=Path, metavar="FILE")
    residents.add_argument("--dry-run", action="store_true", help="只检查，不保存")
    residents.add_argument(
        "--edition",
        metavar="NAME",
        default=THIRD,
        help=f"表里的代码属于哪个版本或系统，几个用+连起来；默认第三版。可选：{'、'.join(edition_names())}",
    )
    residents.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import; exit 1 when a row was refused."""
    if not arguments.file.is_file():
        raise CommandProblem(f"文件打不开：{arguments.file}")
    try:
        edition(arguments.edition)
    except EditionError as problem:
        raise CommandProblem(str(problem)) from None
    with opened(arguments) as database:
        summary = import_residents(database, arguments.file, dry_run=arguments.dry_run, written_in=arguments.edition)
    if summary.problem:
        print(summary.problem, file=sys.stderr)
    if arguments.json:
        print_json(summary.as_json())
    else:
        for told in (*summary.problems, *summary.notices):
            print(told, file=sys.stderr)
        verb = "可导入" if arguments.dry_run else "已导入"
        people, homes = f"居民 {summary.residents} 人", f"家庭 {summary.households} 户"
        print(f"共 {summary.rows} 行，{verb}{people}、{homes}，退回 {summary.refused} 行")
    return 1 if summary.refused or summary.problem else 0
