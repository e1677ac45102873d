"""`retire`: a laptop is taken out of service after the county has everything of it."""

from __future__ import annotations

import argparse

from clinic_app.cli.session import CommandProblem, opened, print_json
from clinic_app.sync.retire import ask_to_retire, destroy_keys
from clinic_app.sync.session import sync_once

ASK = "退役会在县平台确认收齐以后销毁本机的密钥，本机数据再也打不开；确定要退役就加上 --yes，现在什么也没有改动"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `retire` takes."""
    parser.description = "先同步，再向县平台要收齐证明并显示，然后销毁本机的密钥；有没传完或没处理完的保存时不退役。"
    parser.add_argument("--reason", metavar="TEXT", help="为什么退役，记入审计")
    parser.add_argument("--yes", action="store_true", help="确定退役；不加只提示")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Synchronise, show the county's proof, and only then destroy the keys."""
    if not arguments.yes:
        raise CommandProblem(ASK)
    with opened(arguments) as database:
        report = sync_once(database)
        if report.problem:
            raise CommandProblem(f"{report.problem}（没有退役）")
        proof = ask_to_retire(database, arguments.reason)
        if arguments.json:
            print_json({"proof": proof})
        else:
            print(f"县平台的收齐证明：{proof}", flush=True)
        destroy_keys(database)
    if not arguments.json:
        print("本机已退役，密钥已销毁；请保存好上面的证明")
    return 0
