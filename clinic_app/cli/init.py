"""`init`: a new clinic laptop."""

from __future__ import annotations

import argparse

from clinic_app.cli.session import own_folder, print_json, read_password
from clinic_app.clock import SystemClock
from clinic_app.store.database import create_database
from clinic_app.store.keys import secret_place


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `init` takes."""
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Create key, first account and an empty encrypted database."""
    folder = own_folder(arguments)
    user = arguments.user or "医生"
    password = read_password(arguments, "新密码：", twice=True)
    create_database(folder, user, password, SystemClock()).close()
    place = secret_place(folder)
    if arguments.json:
        print_json({"data": str(arguments.data), "user": user, "device_secret": place})
        return 0
    print(f"已建立：{arguments.data}，账户 {user}")
    if place == "file":
        print("本机没有系统密钥库，设备密钥保存在只有本用户可读的文件里")
    return 0
