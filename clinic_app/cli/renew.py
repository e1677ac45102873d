"""`renew`: a laptop that was too long without the county works on with the code that the county reads out."""

from __future__ import annotations

import argparse

from clinic_app.cli.session import account_meant, own_folder, print_json, read_line, read_password
from clinic_app.clock import SystemClock
from clinic_app.store.lease import lease_of
from clinic_app.store.renewal import renew


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `renew` takes."""
    parser.description = (
        "续期码由县管理员在电话里念出（county renew），只给这台电脑，从念出的那天起算，用一次。"
        "联得上县平台时不用续期码：clinic-app sync 就会续期。"
    )
    parser.add_argument("--code", required=True, metavar="CODE|-", help="续期码；- 表示从标准输入读")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open with the code."""
    folder = own_folder(arguments)
    name = account_meant(arguments, folder)
    code = read_line() if arguments.code == "-" else arguments.code
    with renew(folder, name, read_password(arguments), code, SystemClock()) as database:
        lease = lease_of(database)
    days = lease.days_left if lease else None
    if arguments.json:
        print_json({"days_left": days})
    else:
        print(f"已续期，数据都在；还可以离线工作 {days} 天")
    return 0
