"""`sync`: send what waits, receive what is new."""

from __future__ import annotations

import argparse
import sys

from clinic_app.cli.session import opened, print_json
from clinic_app.sync.session import SyncReport, sync_once
from clinic_app.sync.watch import syncs


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `sync` takes."""
    parser.description = (
        "返回 0 都已上传；3 联系不上或没传完；4 有记录被退回；5 有冲突；6 被县平台拒绝。90 秒内一定结束。"
    )
    parser.add_argument(
        "--watch", action="store_true", help="一直同步：有保存或有新消息时马上，否则每 5 分钟一次，直到中断"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Synchronise once, or again and again until somebody stops it."""
    with opened(arguments, asks_county=True) as database:
        if not arguments.watch:
            report = sync_once(database)
            _tell(report, as_json=arguments.json)
            return report.exit_code
        code = 0
        try:
            for report in syncs(database):
                _tell(report, as_json=arguments.json)
                code = report.exit_code
        except KeyboardInterrupt:
            pass
        return code


def _tell(report: SyncReport, *, as_json: bool) -> None:
    for words in filter(None, (report.problem, report.audit_problem)):
        print(words, file=sys.stderr)
    if as_json:
        print_json(report.as_json())
    elif not report.problem:
        print(
            f"已同步：上传 {report.sent}，收到 {report.received}，待传 {report.pending}，需处理 {report.quarantined}",
            flush=True,
        )
