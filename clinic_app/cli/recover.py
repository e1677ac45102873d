"""`recover`: back in with the recovery code that the county reads out; and the county's side of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from clinic_app.cli.session import CommandProblem, print_json, read_line, read_password
from clinic_app.clock import SystemClock
from clinic_app.protocol.escrow import EscrowProblem
from clinic_app.store.database import account_names
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
    name = arguments.user or _only_account(arguments.data)
    code = read_line() if arguments.code == "-" else arguments.code
    try:
        with recover(arguments.data, code, name, read_password(arguments, "新密码：", twice=True), SystemClock()):
            pass
    except EscrowProblem as problem:
        raise CommandProblem(str(problem)) from None
    if arguments.json:
        print_json({"recovered": name})
    else:
        print(f"已用恢复码打开，{name}的新密码已生效，数据都在；旧恢复码作废，下次同步送出新的")
    return 0


def _only_account(folder: Path) -> str:
    names = account_names(folder)
    if len(names) != 1:
        raise CommandProblem(f"这台电脑上有多个账户，用 --user 指定：{'、'.join(names)}")
    return names[0]


def add_holders(parser: argparse.ArgumentParser) -> None:
    """The options of a county command that needs the two people who hold the escrow key."""
    for place, name in ((1, "by"), (2, "and")):
        parser.add_argument(f"--{name}", metavar="NAME", required=True, dest=f"name_{place}", help="托管人姓名")
        parser.add_argument(f"--key-{place}", metavar="FILE", required=True, type=Path, help=f"第{place}份钥匙文件")
        parser.add_argument(f"--passphrase-file-{place}", metavar="FILE", help=f"第{place}份的口令；不写则在终端输入")


def holders(arguments: argparse.Namespace, *, twice: bool) -> Any:
    """Both holders with their passphrases; `twice` asks for a new one again."""
    from clinic_app.county.escrow import Holder

    found = []
    for place in (1, 2):
        name, given = getattr(arguments, f"name_{place}"), getattr(arguments, f"passphrase_file_{place}")
        passphrase = read_password(argparse.Namespace(password_file=given), f"{name}的口令：", twice=twice)
        found.append(Holder(name, getattr(arguments, f"key_{place}"), passphrase))
    return tuple(found)
