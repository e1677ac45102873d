"""`recover`: back in with the recovery code that the county reads out."""

from __future__ import annotations

import argparse

from clinic_app.cli.session import CommandProblem, account_meant, own_folder, print_json, read_line, read_password
from clinic_app.clock import SystemClock
from clinic_app.protocol.escrow import EscrowProblem
from clinic_app.store.recovery import recover


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `recover` takes."""
    parser.description = (
        "恢复码由县管理员在电话里念出；用过即作废，新码在下次同步时封送县平台。--password-file 是新密码。"
    )
    parser.add_argument("--code", required=True, metavar="CODE|-", help="恢复码；- 表示从标准输入读")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open with the code and set the new password."""
    folder = own_folder(arguments)
    name = account_meant(arguments, folder)
    code = read_line() if arguments.code == "-" else arguments.code
    try:
        with recover(folder, code, name, read_password(arguments, "新密码：", twice=True), SystemClock()):
            pass
    except EscrowProblem as problem:
        raise CommandProblem(str(problem)) from None
    if arguments.json:
        print_json({"recovered": name})
    else:
        print(f"已用恢复码打开，{name}的新密码已生效，数据都在；旧恢复码作废，下次同步送出新的")
    return 0
