"""`county admin …`: who may look at the county in a browser. Passwords come from a prompt or a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from clinic_app.cli.county_session import ACTOR, opened, say
from clinic_app.cli.session import read_password

WORDS = "管理员：用浏览器看县平台状态、统计的人；添加、列出、停用、恢复、改密码"
Work = Callable[[argparse.Namespace], int]


def add_parsers(commands: Any, shared: Sequence[argparse.ArgumentParser], run: Work) -> None:
    """Add them to the commands of `county`; `shared` carries the options that each takes."""
    group = commands.add_parser("admin", parents=shared, help=WORDS, description=WORDS)
    actions = group.add_subparsers(title="命令", metavar="ACTION", required=True)

    def add(name: str, work: Work, words: str) -> argparse.ArgumentParser:
        action: argparse.ArgumentParser = actions.add_parser(name, parents=shared, help=words, description=words)
        action.set_defaults(run=run, county_command=work)
        return action

    password = "密码在终端输入，或 --password-file -"
    for name, work, words in (
        ("add", _add, f"添加一个管理员；{password}"),
        ("disable", _disable, "停用一个管理员；已登录的马上退出"),
        ("enable", _enable, "恢复一个停用的管理员"),
        ("password", _password, f"改一个管理员的密码，已登录的退出，登录等待取消；{password}"),
    ):
        add(name, work, words).add_argument("name", metavar="NAME", help="管理员的名字")
    add("list", _list, "列出管理员")


def _add(arguments: argparse.Namespace) -> int:
    from clinic_app.county.administrators import add

    with opened(arguments) as database:
        made = add(database, arguments.name, _new_password(arguments), ACTOR)
    say(arguments, {"id": made.id, "name": made.name}, f"管理员“{made.name}”已添加，可以在浏览器里登录")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from clinic_app.county.administrators import all_administrators

    with opened(arguments) as database:
        for each in all_administrators(database):
            state = "停用" if each.disabled_at else "在用"
            seen = f"{each.last_login_at:%Y-%m-%d}" if each.last_login_at else "没有登录过"
            say(arguments, each, f"{each.id}  {each.name}  {state}  最近登录 {seen}")
    return 0


def _disable(arguments: argparse.Namespace) -> int:
    from clinic_app.county.administrators import disable

    with opened(arguments) as database:
        disable(database, arguments.name, ACTOR)
    say(arguments, {"disabled": arguments.name}, f"管理员“{arguments.name}”已停用，已登录的已退出")
    return 0


def _enable(arguments: argparse.Namespace) -> int:
    from clinic_app.county.administrators import enable

    with opened(arguments) as database:
        enable(database, arguments.name, ACTOR)
    say(arguments, {"enabled": arguments.name}, f"管理员“{arguments.name}”已恢复，密码没有变")
    return 0


def _password(arguments: argparse.Namespace) -> int:
    from clinic_app.county.administrators import set_password

    with opened(arguments) as database:
        set_password(database, arguments.name, _new_password(arguments), ACTOR)
    say(arguments, {"password": arguments.name}, f"管理员“{arguments.name}”的密码已改，已登录的已退出")
    return 0


def _new_password(arguments: argparse.Namespace) -> str:
    return read_password(arguments, f"{arguments.name}的新密码：", twice=True)
