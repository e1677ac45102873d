"""`relay`: saves by USB stick when there is no line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from clinic_app.cli.session import common_options, opened, print_json
from clinic_app.clock import local_time_text
from clinic_app.sync.relay import RelayStatus, deliver_now, export_package, import_file, relay_status

KINDS = {"package": "待送的包", "receipt": "回执"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `relay` takes: its three commands."""
    parents = [common_options(suppress=True)]
    actions = parser.add_subparsers(title="命令", metavar="export|import|status", required=True)
    export = actions.add_parser(
        "export",
        parents=list(parents),
        help="把待传的保存和代带的包写成一个加密文件",
        description="把待传的保存封给县平台，连同代带的包写成一个文件；只有县平台能打开。导出不改动本机的待传状态。",
    )
    export.add_argument("out", metavar="OUT", type=Path, help="文件，或一个文件夹（如U盘），文件名自动取")
    export.set_defaults(run=run_export)
    bring = actions.add_parser(
        "import",
        parents=list(parents),
        help="导入一个文件：本机的回执生效，别人的包和回执代带",
        description="导入一个U盘接力的文件：本机的回执生效；别人的包和回执原样代带，本机打不开，下次同步时送到县平台。",
    )
    bring.add_argument("file", metavar="FILE", type=Path, help="U盘上的文件")
    bring.add_argument("--send", action="store_true", help="导入后马上把代带的包送到县平台（本机要能上网）")
    bring.set_defaults(run=run_import)
    status = actions.add_parser("status", parents=list(parents), help="导出过的包、回执和代带的内容")
    status.set_defaults(run=run_status)


def run_export(arguments: argparse.Namespace) -> int:
    """Write a file; nothing to bring is no failure."""
    with opened(arguments) as database:
        exported = export_package(database, arguments.out)
    if arguments.json:
        file = str(exported.file) if exported.file else None
        names = ("saves", "asked", "carried")
        print_json({"file": file, "packages": list(exported.packages), **{n: getattr(exported, n) for n in names}})
    else:
        print(exported.words)
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Take a file, and with `--send` bring at once what is carried."""
    with opened(arguments) as database:
        imported = import_file(database, arguments.file)
        if not arguments.json:
            print(imported.words, flush=True)
        sent = deliver_now(database) if arguments.send else 0
    if arguments.json:
        names = ("receipts", "missing", "fork", "carried", "known", "own", "full", "rows")
        shown = {name: getattr(imported, name) for name in names}
        print_json({**shown, "outcomes": dict(imported.outcomes), "sent": sent})
    elif arguments.send:
        print(f"已送到县平台 {sent} 件")
    return 0


def run_status(arguments: argparse.Namespace) -> int:
    """What went out and came back."""
    with opened(arguments) as database:
        status = relay_status(database)
    if arguments.json:
        print_json(_as_json(status))
    else:
        print("\n".join(_lines(status)))
    return 0


def _as_json(status: RelayStatus) -> dict[str, Any]:
    packages = ("number", "exported_at", "saves", "waiting", "receipt_at", "fork")
    carried = ("kind", "size", "imported_at", "sent_at", "problem")
    return {
        "packages": [{name: getattr(each, name) for name in packages} for each in status.packages],
        "carried": [{name: getattr(each, name) for name in carried} for each in status.carried],
        "missing": list(status.missing),
    }


def _lines(status: RelayStatus) -> list[str]:
    lines = []
    for each in status.packages:
        answer = f"回执 {local_time_text(each.receipt_at)}" if each.receipt_at else "还没有回执"
        rest = f"，{each.waiting} 次还没有答复" if each.waiting else ""
        fork = "，县平台收到过同一号码的另一个包" if each.fork else ""
        time = local_time_text(each.exported_at)
        lines.append(f"第 {each.number} 包  {time}  {each.saves} 次保存{rest}  {answer}{fork}")
    for item in status.carried:
        kind = KINDS.get(item.kind, item.kind)
        state = item.problem or (f"{local_time_text(item.sent_at)} 已送到" if item.sent_at else "在本机")
        lines.append(f"代带{kind}  {local_time_text(item.imported_at)} 导入  {state}")
    if status.missing:
        lines.append(f"县平台没有收到第 {'、'.join(map(str, status.missing))} 包；没有答复的保存会随下一个包再带")
    return lines or ["还没有用过U盘接力"]
