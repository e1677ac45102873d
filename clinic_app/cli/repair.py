"""`repair`: a damaged data file, mended from the newest good backup and from what it still gives itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from clinic_app.cli.session import CommandProblem, account_meant, own_folder, print_json, read_password
from clinic_app.clock import SystemClock, instant_text
from clinic_app.store.lock import file_lock
from clinic_app.sync.mend import mend


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `repair` takes."""
    parser.description = (
        "先把损坏的文件原样留底，再用最近的完好备份，加上损坏文件里还读得出的：备份以后的保存、没写完的表、没传的照片。"
    )
    parser.add_argument("--from", metavar="FILE", type=Path, dest="file", help="先试这份备份，再试本机的")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Mend, and say what came back and what did not."""
    folder = own_folder(arguments)
    name = account_meant(arguments, folder)
    with file_lock(folder / "window.lock") as free:
        if not free:
            raise CommandProblem("这份数据的窗口开着，没有修复，关掉窗口再试")
        done = mend(folder, name, read_password(arguments), SystemClock(), arguments.file)
    if arguments.json:
        print_json(
            {
                "backup": str(done.backup) if done.backup else None,
                "created_at": instant_text(done.created_at) if done.created_at else None,
                "saves": done.saves,
                "drafts": done.drafts,
                "contents": done.contents,
                "unreadable": done.unreadable,
                "findings": [each.sentence for each in done.findings],
                "kept": str(done.kept),
            }
        )
    else:
        print("\n".join(["已修复", *done.sentences]))
    return 0
