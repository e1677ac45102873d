"""`account`: the people of this laptop."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from clinic_app.cli.session import CommandProblem, opened, password_of_file, print_json
from clinic_app.clock import local_time_text
from clinic_app.records.staff import ROLE
from clinic_app.store.accounts import (
    Account,
    add_account,
    disable_account,
    enable_account,
    list_accounts,
    replace_own_password,
    set_administration,
    set_password,
    set_role,
)
from clinic_app.store.database import Database
from clinic_app.store.header import SHORTEST_PASSWORD
from clinic_app.store.keys import tidy_name

ROLES = {option.code: option.label for option in ROLE}


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `account` takes."""
    parser.description = (
        "--user 和 --password-file 是现在操作的人；新密码从提示符或 --new-password-file 读。"
        "加人、给别人设密码、停用、恢复、改角色只有管理这台电脑的人能做；记录、草稿和待传的都不受影响。"
    )
    acts: Any = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("list", help="谁能打开这台电脑，上次什么时候登录").set_defaults(run=run_list)
    add = acts.add_parser("add", help="加一个人")
    _add_role(add)
    password = acts.add_parser("password", help="改自己的密码；给出 NAME 时给那个人设新密码")
    password.add_argument("name", nargs="?", metavar="NAME")
    for each in (add, password):
        each.add_argument("--new-password-file", metavar="FILE", help="从文件读新密码，- 表示标准输入的下一行")
    add.set_defaults(run=run_add)
    password.set_defaults(run=run_password)
    for act, words in (("disable", "停用：不能再登录，写过的都在"), ("enable", "恢复停用的账户")):
        one = acts.add_parser(act, help=words)
        one.add_argument("name", metavar="NAME")
        one.set_defaults(run=run_switch)
    role = acts.add_parser("role", help="改角色，或者让此人管理、不再管理这台电脑")
    _add_role(role)
    role.set_defaults(run=run_role)


def _add_role(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--role", choices=list(ROLES), help="、".join(f"{code} {word}" for code, word in ROLES.items()))
    parser.add_argument(
        "--administers", action=argparse.BooleanOptionalAction, default=None, help="管理这台电脑；--no-administers 取消"
    )


def run_list(arguments: argparse.Namespace) -> int:
    """Who there is, oldest first."""
    with opened(arguments) as database:
        for each in list_accounts(database):
            print_json(_as_json(each)) if arguments.json else print(_line(each))
    return 0


def run_add(arguments: argparse.Namespace) -> int:
    """A new account with a first password."""
    with opened(arguments) as database:
        actor = add_account(database, arguments.name, _new_password(arguments), arguments.role)
        if arguments.administers:
            set_administration(database, actor.account, True)
        return _done(arguments, database, actor.name, f"已添加 {actor.name}，登录后改成自己的密码")


def run_password(arguments: argparse.Namespace) -> int:
    """The own password, for which the present one was given already, or a new one for somebody."""
    with opened(arguments) as database:
        own = arguments.name is None or tidy_name(arguments.name) == database.actor.name
        found = _find(database, database.actor.name if own else arguments.name)
        if not own:
            set_password(database, found.id, _new_password(arguments))
            return _done(arguments, database, found.name, f"{found.name}的新密码设好了")
        replace_own_password(database, _new_password(arguments))
        return _done(arguments, database, found.name, "密码已改，下次登录用新密码")


def run_switch(arguments: argparse.Namespace) -> int:
    """Close or open an account."""
    with opened(arguments) as database:
        found = _find(database, arguments.name)
        if arguments.act == "disable":
            disable_account(database, found.id)
            return _done(arguments, database, found.name, f"{found.name}已停用，写过的记录和草稿都在")
        opens = enable_account(database, found.id)
        left = "用原来的密码登录" if opens else "原来的密码不能用了，用 clinic-app account password 给他设一个新的"
        return _done(arguments, database, found.name, f"{found.name}已恢复，{left}")


def run_role(arguments: argparse.Namespace) -> int:
    """Another role, or the care of the laptop."""
    if arguments.role is None and arguments.administers is None:
        raise CommandProblem("没有说改什么：用 --role 或 --administers、--no-administers")
    with opened(arguments) as database:
        found = _find(database, arguments.name)
        if arguments.administers is not None:
            set_administration(database, found.id, arguments.administers)
        if arguments.role is not None:
            set_role(database, found.id, arguments.role)
        return _done(arguments, database, found.name, f"{found.name}改好了，下次登录起作用")


def _find(database: Database, name: str) -> Account:
    found = next((each for each in list_accounts(database) if each.name == tidy_name(name)), None)
    if found is None:
        raise CommandProblem(f"这台电脑上没有名为“{name}”的账户，什么也没有改动；用 clinic-app account list 看有谁")
    return found


def _new_password(arguments: argparse.Namespace) -> str:
    if arguments.new_password_file:
        password = password_of_file(arguments.new_password_file)
    elif sys.stdin.isatty():
        password = getpass.getpass("新密码：")
        if getpass.getpass("再输一次：") != password:
            raise CommandProblem("两次输入的密码不一样，什么也没有改动")
    else:
        raise CommandProblem("没有新密码：用 --new-password-file 指定，或在终端里输入")
    if len(password) < SHORTEST_PASSWORD:
        raise CommandProblem(f"新密码至少{SHORTEST_PASSWORD}位，什么也没有改动")
    return password


def _done(arguments: argparse.Namespace, database: Database, name: str, words: str) -> int:
    print_json(_as_json(_find(database, name))) if arguments.json else print(words)
    return 0


def _as_json(each: Account) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "role": each.role,
        "staff": each.staff,
        "administers": each.administers,
        "disabled": each.disabled,
        "opens": each.opens,
        "last_seen": each.last_seen,
    }


def _line(each: Account) -> str:
    state = "已停用" if each.disabled else "" if each.opens else "没有密码"
    seen = f"上次登录 {local_time_text(each.last_seen)}" if each.last_seen else "还没有登录过"
    looks_after = "管理这台电脑" if each.administers else ""
    parts = (each.name, ROLES.get(each.role or "", "随本机"), seen, looks_after, state)
    return "　".join(part for part in parts if part)
