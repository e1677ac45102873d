"""`printers`: which printers stand here, with which paper, and by how much they feed askew."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from clinic_app.cli.session import CommandProblem, common_options, opened, print_json
from clinic_app.gathered.chosen_paper import KINDS_OF_PAPER, PAPER_WORD
from clinic_app.store.database import Database
from clinic_app.store.printers import (
    MOST_OFFSET,
    PrinterSettings,
    Profile,
    keep_printer_settings,
    offset_of,
    printer_settings,
)

PAPERS = {"a4": "a4", "a5": "a5", "continuous": "continuous-140", "continuous-93": "continuous-93"}
"""What `--paper` takes: 241 mm continuous paper is cut in halves unless it says otherwise."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `printers` takes: `list`, `set` and `remove`."""
    parents = [common_options(suppress=True)]
    inner = parser.add_subparsers(metavar="ACTION", required=True)
    inner.add_parser("list", parents=list(parents), help="列出打印机设置").set_defaults(run=run_list)
    setter = inner.add_parser("set", parents=list(parents), help="加一台打印机，或改它的设置")
    setter.add_argument("name", metavar="NAME")
    setter.add_argument("--paper", choices=tuple(PAPERS), help="装的纸；continuous 为241毫米二等分")
    setter.add_argument("--right", metavar="MM", help="向右校正，毫米，可为负")
    setter.add_argument("--down", metavar="MM", help="向下校正，毫米，可为负")
    setter.add_argument("--parts", type=int, choices=(1, 2, 3), help="连续纸几联")
    setter.add_argument("--printer", metavar="QUEUE", help="操作系统里的打印机名")
    setter.add_argument("--for", dest="kinds", action="append", choices=KINDS_OF_PAPER, default=[], metavar="KIND",
                        help=f"用来打哪种单据，可重复：{'、'.join(KINDS_OF_PAPER)}")  # fmt: skip
    setter.set_defaults(run=run_set)
    remover = inner.add_parser("remove", parents=list(parents), help="去掉一台打印机的设置")
    remover.add_argument("name", metavar="NAME")
    remover.set_defaults(run=run_remove)


def run_list(arguments: argparse.Namespace) -> int:
    """Print the profiles, each with the kinds of paper that it is for."""
    with opened(arguments) as database, database.read() as connection:
        settings = printer_settings(connection)
    for profile in settings.profiles:
        kinds = [kind for kind, name in settings.chosen.items() if name == profile.name]
        if arguments.json:
            print_json({**msgspec.to_builtins(profile), "for": kinds})
        else:
            offsets = f"向右{profile.right:g} 向下{profile.down:g}"
            paper = PAPER_WORD.get(profile.paper, profile.paper)
            print("  ".join(each for each in (profile.name, paper, offsets, profile.printer, "、".join(kinds)) if each))
    return 0


def run_set(arguments: argparse.Namespace) -> int:
    """Add or change a profile; what is not said stays."""
    with opened(arguments) as database:
        settings = _settings(database)
        known = settings.profile(arguments.name)
        changes: dict[str, Any] = {
            "paper": PAPERS[arguments.paper] if arguments.paper else None,
            "right": _offset(arguments.right),
            "down": _offset(arguments.down),
            "parts": arguments.parts,
            "printer": arguments.printer,
        }
        told = {name: value for name, value in changes.items() if value is not None}
        made = msgspec.structs.replace(known or Profile(arguments.name), **told)
        others = [each for each in settings.profiles if each.name != arguments.name]
        chosen = {**settings.chosen, **dict.fromkeys(arguments.kinds, arguments.name)}
        _keep(database, msgspec.structs.replace(settings, profiles=(*others, made), chosen=chosen))
    if arguments.json:
        print_json(msgspec.to_builtins(made))
    else:
        print(f"已保存打印机设置：{made.name}")
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """Forget a profile; the kinds of paper that it was for go back to A4."""
    with opened(arguments) as database:
        settings = _settings(database)
        if settings.profile(arguments.name) is None:
            raise CommandProblem(f"没有叫“{arguments.name}”的打印机设置")
        left = tuple(each for each in settings.profiles if each.name != arguments.name)
        _keep(database, msgspec.structs.replace(settings, profiles=left))
    if arguments.json:
        print_json({"removed": arguments.name})
    else:
        print(f"已去掉：{arguments.name}")
    return 0


def _settings(database: Database) -> PrinterSettings:
    with database.read() as connection:
        return printer_settings(connection)


def _keep(database: Database, settings: PrinterSettings) -> None:
    with database.write() as connection:
        keep_printer_settings(connection, settings)


def _offset(typed: str | None) -> float | None:
    if typed is None:
        return None
    found = offset_of(typed)
    if found is None:
        raise CommandProblem(f"校正是毫米数，从-{MOST_OFFSET:g}到{MOST_OFFSET:g}，不能是“{typed}”")
    return found
