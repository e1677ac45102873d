"""The second person of a command: who, and the password from a file, standard input or a prompt."""

from __future__ import annotations

import argparse
import getpass
import sys

from clinic_app.cli.session import CommandProblem, password_of_file
from clinic_app.store.accounts import Account
from clinic_app.store.database import Database
from clinic_app.store.second_person import Confirmed, Eyes, confirm, require


def add_options(parser: argparse.ArgumentParser) -> None:
    """Who confirms."""
    parser.add_argument("--second", metavar="NAME", help="乡镇和县里有两个人时，由本机另一位用户确认")
    parser.add_argument("--second-password-file", metavar="FILE", help="从文件读这个人的密码，- 表示标准输入")


def confirmed(database: Database, arguments: argparse.Namespace) -> Confirmed:
    """The act may go on. Raises SecondPersonNeeded, SamePerson, WrongPassword, TooManyTries, CommandProblem."""
    return require(database, second_person(database, arguments))


def second_person(database: Database, arguments: argparse.Namespace) -> Account | None:
    """Who confirms, None where nobody has to; whoever is alone is told so. Raises what `confirmed` raises."""
    if arguments.second is None:
        if require(database, None).eyes is Eyes.ONE:
            print("本机只有一个能用的账户，没有第二个人确认，审计里已注明", file=sys.stderr)
        return None
    return confirm(database, arguments.second, second_password(arguments))


def second_password(arguments: argparse.Namespace) -> str:
    """The password of `--second`. Raises CommandProblem."""
    if arguments.second_password_file:
        return password_of_file(arguments.second_password_file)
    if sys.stdin.isatty():
        return getpass.getpass(f"{arguments.second} 的密码：")
    raise CommandProblem("没有第二个人的密码：用 --second-password-file 指定，或在终端里输入")
