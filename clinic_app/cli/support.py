"""`support`: the logs and the state of this laptop in one file, without anything of a patient."""

from __future__ import annotations

import argparse
from pathlib import Path

from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.clock import SystemClock
from clinic_app.store.errors import StoreError
from clinic_app.support import Member, gather, pack


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `support` takes."""
    parser.description = "打包程序日志、版本和自检结果，交给帮忙的人；里面没有居民信息、账户和钥匙。先列出内容再写。"
    parser.add_argument("out", metavar="OUT.zip", type=Path, help="写到哪个文件")
    parser.add_argument("--show", action="store_true", help="把要打包的内容全部显示出来")
    parser.add_argument("--logs-only", action="store_true", help="只打包日志，不打开数据，不要密码")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Say what goes in, then write it. A database that cannot be opened is no reason not to help."""
    members, problem = _members(arguments)
    if not arguments.json:
        for member in members:
            print(f"{member.name}　{member.lines} 行")
            if arguments.show:
                print(member.text)
    pack(members, arguments.out)
    if arguments.json:
        print_json(
            {"file": str(arguments.out), "problem": problem, "members": {each.name: each.lines for each in members}}
        )
        return 0
    if problem:
        print(f"数据没有打开，只打包了日志：{problem}")
    print(f"打包好了：{arguments.out}")
    return 0


def _members(arguments: argparse.Namespace) -> tuple[list[Member], str]:
    clock = SystemClock()
    if arguments.logs_only:
        return gather(arguments.data, clock), ""
    try:
        with opened(arguments) as database:
            return gather(database.folder, clock, database), ""
    except (StoreError, CommandProblem) as problem:
        return gather(arguments.data, clock), str(problem)
