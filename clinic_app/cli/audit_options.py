"""What `audit` and `county audit` share: the filters, and an entry as a line."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from clinic_app.cli.session import CommandProblem
from clinic_app.clock import local_time_text
from clinic_app.protocol.audit_actions import WORDS, action_word


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Day, person, action, target."""
    parser.add_argument("--from", metavar="DATE", type=date.fromisoformat, dest="first", help="从这一天起，年-月-日")
    parser.add_argument("--to", metavar="DATE", type=date.fromisoformat, dest="last", help="到这一天为止")
    parser.add_argument("--actor", metavar="WHO", default="", help="谁")
    parser.add_argument(
        "--action", metavar="ACTION", default="", type=_action, help="做了什么：代码或中文，如 read、print、打印"
    )
    parser.add_argument("--target", metavar="TEXT", default="", help="对什么，写开头，如 resident:编号")


def filters(arguments: argparse.Namespace) -> dict[str, Any]:
    """The filters as keyword arguments."""
    return {name: getattr(arguments, name) for name in ("first", "last", "actor", "action", "target")}


def no_later_first(arguments: argparse.Namespace) -> None:
    """Raises CommandProblem when the days are the wrong way round."""
    if arguments.first and arguments.last and arguments.first > arguments.last:
        raise CommandProblem("--from 比 --to 晚，没有列出，换一下日期")


def line_of(seq: int, at: str, who: str, action: str, target: str, detail: str | None) -> str:
    """An entry in one line: number, local time, person, word, target."""
    parts = (f"{seq}", local_time_text(at), who or "—", action_word(action), target, detail or "")
    return "  ".join(parts).rstrip()


def _action(text: str) -> str:
    """A code, or its Chinese word."""
    found = next((code for code, word in WORDS.items() if text in (code, word)), None) if text else ""
    if found is None:
        raise argparse.ArgumentTypeError(f"没有“{text[:20]}”这种动作")
    return found
