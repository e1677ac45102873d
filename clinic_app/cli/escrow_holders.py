"""The two people who hold the county's escrow key: what a `county` command asks of them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from clinic_app.cli.session import read_password


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
