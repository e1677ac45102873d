"""`enrol`: a one-time code makes the laptop a device of the county."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from clinic_app.cli.session import CommandProblem, opened, print_json, read_line
from clinic_app.sync.enrol import enrol


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `enrol` takes."""
    parser.add_argument("--server", required=True, metavar="URL", help="县平台地址，https:// 开头（本机可用 http://）")
    parser.add_argument("--code", required=True, metavar="CODE|-", help="入网码；- 从标准输入读")
    parser.add_argument("--ca", type=Path, metavar="FILE", help="县平台的根证书（PEM）")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Enrol; the account becomes the person of the code."""
    if arguments.ca is not None and not arguments.ca.is_file():
        raise CommandProblem(f"根证书文件打不开：{arguments.ca}，没有入网")
    with opened(arguments) as database:
        code = read_line().strip() if arguments.code == "-" else arguments.code
        device = enrol(database, arguments.server, code, arguments.ca)
    if arguments.json:
        shown = {"device": device.id, "number": device.number, "organisation": device.organisation}
        print_json({**shown, "role": device.role, "scope": msgspec.to_builtins(device.scope)})
    else:
        print(f"已入网：{device.organisation_name}，设备号 {device.number}")
    return 0
