"""`scan`: a slip at this desk, by the code on it or by its number and the patient's name."""

from __future__ import annotations

import argparse
import dataclasses

from clinic_app.cli.session import CommandProblem, opened, print_json, read_line
from clinic_app.sync.kept_scans import Scanned, kept_scans, take_answers
from clinic_app.sync.scan import scan

NOT_FOUND, KEPT = 1, 3


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `scan` takes."""
    parser.description = (
        "要联网。找到后转诊单就到本机；原来转往别的单位的，由县平台改到本单位。没有网时记下二维码，下次同步再问。"
    )
    parser.add_argument("text", metavar="TEXT", nargs="?", help="二维码的内容或转诊单号；- 从标准输入读一行")
    parser.add_argument("--name", metavar="NAME", default="", help="按单号查时要写患者姓名")
    parser.add_argument("--answers", action="store_true", help="看没有网时记下的二维码后来的结果，每个只说一次")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask for one slip, or tell what became of those asked for later. Exit 1: there is none; 3: kept for later."""
    if bool(arguments.text) == arguments.answers:
        raise CommandProblem("写二维码的内容或转诊单号，或只用 --answers，没有查找")
    with opened(arguments) as database:
        if arguments.answers:
            answers = take_answers(database)
            with database.shown() as connection:
                waiting = kept_scans(connection)
        else:
            text = read_line() if arguments.text == "-" else arguments.text
            answers, waiting = (scan(database, text, name=arguments.name),), 0
    for each in answers:
        _tell(each, as_json=arguments.json)
    if arguments.answers:
        if not arguments.json:
            print(f"还有 {waiting} 个二维码等联网后再问" if waiting else "没有等着再问的二维码")
        return 0
    return KEPT if answers[0].kept else 0 if answers[0].referral_id else NOT_FOUND


def _tell(found: Scanned, *, as_json: bool) -> None:
    if as_json:
        print_json(dataclasses.asdict(found))
    else:
        print(found.words)
