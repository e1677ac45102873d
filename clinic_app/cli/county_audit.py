"""`county audit`: read the county's audit chain, hold it against its signed heads, settle a laptop's chain."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from clinic_app.cli.audit_options import add_filters, filters, line_of, no_later_first
from clinic_app.cli.county_session import ACTOR, opened, say

if TYPE_CHECKING:
    from clinic_app.county.database import CountyDatabase

WORDS = "县平台的审计记录：按日子、人、动作、对象查看；核对审计链；核对过一台设备的审计链"
FAILED = 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `county audit` takes."""
    add_filters(parser)
    parser.add_argument("--verify", action="store_true", help="只核对整条审计链，不列出")
    parser.add_argument(
        "--heads", metavar="DIR", type=Path, help="再和 serve --audit-heads 每天写在别处的链头核对；连同 --verify"
    )
    parser.add_argument(
        "--accept", metavar="DEVICE", help="已查明这台设备（编号或号码）的审计链为什么对不上，从它的下一次上传重新算起"
    )
    parser.add_argument("--reason", metavar="TEXT", help="查明的原因，记入审计；--accept 必须有")


def run(arguments: argparse.Namespace) -> int:
    """List, verify or accept."""
    from clinic_app.county.problems import CountyProblem

    if arguments.accept is not None and not (arguments.reason or "").strip():
        raise CountyProblem("没有写原因，什么也没有改动，用 --reason 写明查到了什么")
    if arguments.heads is not None and not arguments.verify:
        raise CountyProblem("--heads 连同 --verify 使用，没有核对")
    no_later_first(arguments)
    with opened(arguments) as database:
        if arguments.accept is not None:
            return _accept(database, arguments)
        return _verify(database, arguments) if arguments.verify else _list(database, arguments)


def _accept(database: CountyDatabase, arguments: argparse.Namespace) -> int:
    from clinic_app.county.audit_heads import accept

    device = accept(database, arguments.accept, ACTOR, arguments.reason.strip())
    say(arguments, {"device": device.id}, f"设备 {device.number:04d} 的审计链从下一次上传重新算起，已记入审计")
    return 0


def _verify(database: CountyDatabase, arguments: argparse.Namespace) -> int:
    from clinic_app.county import audit
    from clinic_app.county.head_file import compare_heads

    with database.snapshot() as connection:
        broken = audit.first_broken(connection, database.county)
        head = audit.head(connection, database.county)
    problem = f"审计链从第{broken}条起对不上：这一条被改过、换过或删过" if broken is not None else ""
    good = 0
    if arguments.heads is not None and not problem:
        good, problem = compare_heads(database, arguments.heads)
    value = {"ok": not problem, "entries": head.seq if head else 0, "heads": good, "problem": problem or None}
    words = f"审计链完好，共{head.seq if head else 0}条" + (f"；和{good}天的链头一致" if arguments.heads else "")
    if problem and not arguments.json:
        print(f"{problem}；数据没有改动，报告县管理员", file=sys.stderr)
    else:
        say(arguments, value, words)
    return FAILED if problem else 0


def _list(database: CountyDatabase, arguments: argparse.Namespace) -> int:
    from clinic_app.county import audit

    with database.snapshot() as connection:
        for each in audit.entries(connection, database.county, **filters(arguments)):
            say(arguments, each, line_of(each.seq, each.at, each.actor, each.action, each.target, each.detail))
    return 0
