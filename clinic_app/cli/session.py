"""Opening a laptop's data for a command: which folder, which account, and where the password comes from."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clinic_app.clock import SystemClock
from clinic_app.paths import default_data_folder

if TYPE_CHECKING:
    from clinic_app.store.database import Database

PASSWORD_VARIABLE = "CLINIC_APP_PASSWORD"
_from_environment: str | None = None


class CommandProblem(Exception):
    """A command cannot go on; the message is the sentence for the person."""


def common_options(*, suppress: bool = False) -> argparse.ArgumentParser:
    """Options that every command takes. A subcommand's copy must not overwrite what stood before the command."""
    missing: Any = argparse.SUPPRESS
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        default=missing if suppress else default_data_folder(),
        help="数据文件夹（默认是系统的用户数据文件夹）",
    )
    options.add_argument(
        "--user", metavar="NAME", default=missing if suppress else None, help="用户名；只有一个账户时可省"
    )
    options.add_argument(
        "--password-file", metavar="FILE", default=missing if suppress else None, help="从文件读密码，- 表示标准输入"
    )
    options.add_argument(
        "--practice",
        action="store_true",
        default=missing if suppress else False,
        help="用练习数据：虚构的居民，单独存放，不上传，不要密码",
    )
    options.add_argument(
        "--json", action="store_true", default=missing if suppress else False, help="输出 JSON（列表每行一个）"
    )
    return options


def take_password_from_environment() -> None:
    """Remember the test variable and remove it, so that no child process or crash report holds it."""
    global _from_environment
    found = os.environ.pop(PASSWORD_VARIABLE, None)
    if found is not None:
        _from_environment = found


def read_password(arguments: argparse.Namespace, prompt: str = "密码：", *, twice: bool = False) -> str:
    """The password from file, test variable or prompt, in this order."""
    if arguments.password_file:
        return password_of_file(arguments.password_file)
    if _from_environment is not None:
        return _from_environment
    if not sys.stdin.isatty():
        raise CommandProblem("没有密码：用 --password-file 指定，或在终端里输入")
    password = getpass.getpass(prompt)
    if twice and getpass.getpass("再输一次：") != password:
        raise CommandProblem("两次输入的密码不一样，什么也没有建立")
    return password


def read_line() -> str:
    """One line of standard input and not a byte more: a command may read records after it."""
    return sys.stdin.buffer.readline().decode("utf-8").rstrip("\r\n")


def password_of_file(name: str) -> str:
    """The password in a file, or on the next line of standard input (`-`). Raises CommandProblem."""
    try:
        text = read_line() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CommandProblem(f"密码文件读不出来：{name}") from None
    return text.rstrip("\r\n")


@contextmanager
def opened(arguments: argparse.Namespace, *, asks_county: bool = False) -> Iterator[Database]:
    """The laptop's database, opened for the account of the command.

    With `asks_county` a laptop whose lease is over asks for it on the line, before the person has to telephone.
    """
    # Commands without data (`fields`, `classify`, `county`) do not wait for keys and tables.
    from clinic_app.store.accounts import note_login
    from clinic_app.store.database import open_database
    from clinic_app.store.errors import LeaseEnded
    from clinic_app.store.private_folder import private_temporary

    if arguments.practice:
        with _practising(arguments.data) as database:
            yield database
        return
    user = account_meant(arguments, arguments.data)
    how = open_database
    if asks_county:
        from clinic_app.sync.renewal import open_or_ask

        how = open_or_ask
    try:
        database = how(arguments.data, user, read_password(arguments), SystemClock())
    except LeaseEnded as ended:
        raise CommandProblem(f"{ended}，用 clinic-app renew --code - 输入") from None
    try:
        note_login(database)
        with private_temporary(arguments.data):
            yield database
    finally:
        database.close()


def account_meant(arguments: argparse.Namespace, folder: Path) -> str:
    """The name that `--user` gives, or the only one. Raises CommandProblem where there are several."""
    from clinic_app.store.header import account_names

    names = account_names(folder)
    if arguments.user is None and len(names) != 1:
        raise CommandProblem(f"有多个账户，用 --user 指定：{'、'.join(names)}")
    return str(arguments.user or names[0])


def own_folder(arguments: argparse.Namespace) -> Path:
    """The data folder of a command that sets a laptop up or brings it back: never that of practice data."""
    if arguments.practice:
        raise CommandProblem("这个命令只用于正式数据，什么也没有改动；练习数据用 clinic-app practice 建立或重新开始")
    folder: Path = arguments.data
    return folder


@contextmanager
def _practising(data: Path) -> Iterator[Database]:
    """The practice data beside a data folder, made where there are none."""
    from clinic_app.demo.practice import practice_database
    from clinic_app.paths import practice_folder, practice_room
    from clinic_app.store.private_folder import private_temporary

    room = practice_room(data)
    room.mkdir(parents=True, exist_ok=True, mode=0o700)
    with practice_database(practice_folder(data), SystemClock()) as database, private_temporary(room):
        yield database


def print_json(value: Any) -> None:
    """One JSON object on its own line, at once."""
    print(json.dumps(value, ensure_ascii=False), flush=True)
