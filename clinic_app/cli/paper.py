"""`print`: a record as a PDF."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from clinic_app import paper
from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.store.header import replace_file

KINDS = """可打印的单据：
  referral               双向转诊（转出）单，按转诊单编号
  return                 双向转诊（回转）单，按回转单或转诊单编号
  hypertension_followup  高血压患者随访服务记录表，按居民、随访或随访段编号
  diabetes_followup      2型糖尿病患者随访服务记录表，同上
  day-sheet              今日工作清单，按日期（2026-11-22 或 today）"""


def add_parser(commands: Any, parents: Sequence[argparse.ArgumentParser]) -> None:
    """Add `print`."""
    parser = commands.add_parser(
        "print",
        parents=list(parents),
        help="把一条记录打印成 PDF",
        epilog=KINDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("type", metavar="TYPE", choices=paper.kinds(), help="单据种类，见下")
    parser.add_argument("id", metavar="ID", help="记录编号")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    parser.add_argument("--paper", choices=("a4",), default="a4", help="纸张")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the PDF."""
    with opened(arguments) as database:
        try:
            pdf = paper.render(database, arguments.type, arguments.id)
        except paper.NothingToPrint as nothing:
            raise CommandProblem(str(nothing)) from None
        try:
            replace_file(arguments.out, pdf)
        except OSError:
            raise CommandProblem(f"文件写不进去：{arguments.out}") from None
        paper.note_printed(database, arguments.type, arguments.id)
    if arguments.json:
        print_json({"out": str(arguments.out), "bytes": len(pdf)})
    else:
        print(f"已生成：{arguments.out}")
    return 0
