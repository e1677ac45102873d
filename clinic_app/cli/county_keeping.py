"""County commands around laptops that stay away and logs that grow old: `lease`, `renew`, `purge-logs`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from clinic_app.cli.county_session import ACTOR, opened, say

Work = Callable[[argparse.Namespace], int]


def add_parsers(add: Callable[[str, Work, str], argparse.ArgumentParser]) -> None:
    """Add them to the commands of `county`."""
    keeping = add("lease", _lease, "离线期限：电脑多少天不联系县平台就锁住数据；--days 改天数")
    keeping.add_argument("--days", type=int, metavar="N", help="7到365天，默认60；各台电脑下次联系时知道")
    renewing = add("renew", _renew, "给一台离线太久的电脑念续期码：只给这台电脑，当天起算，用一次，记入审计")
    renewing.add_argument("device", metavar="DEVICE", help="设备的编号或号码")
    purging = add("purge-logs", _purge_logs, "删除很早以前的服务日志；至少保存六个月，审计从不清理")
    purging.add_argument("--log-folder", metavar="DIR", type=Path, required=True, help="serve 的日志文件夹")
    purging.add_argument("--before", metavar="DATE", type=date.fromisoformat, required=True, help="删除这一天以前的")


def _lease(arguments: argparse.Namespace) -> int:
    from clinic_app.county.lease import lease_days, set_days

    with opened(arguments) as database:
        if arguments.days is not None:
            set_days(database, arguments.days, ACTOR)
        with database.transaction() as connection:
            days = lease_days(connection, database.county)
    say(arguments, {"days": days}, f"离线期限 {days} 天")
    return 0


def _renew(arguments: argparse.Namespace) -> int:
    from clinic_app.county.lease import renewal_code

    with opened(arguments) as database:
        device, day, code = renewal_code(database, arguments.device, ACTOR)
    value = {"device": device.id, "number": device.number, "day": str(day), "code": code}
    say(
        arguments,
        value,
        f"设备 {device.number:04d}（{device.organisation}）{day} 的续期码：{code}（没有字母 I、L、O、U）",
    )
    return 0


def _purge_logs(arguments: argparse.Namespace) -> int:
    from clinic_app.county.log_retention import purge

    with opened(arguments) as database:
        gone = purge(database, arguments.log_folder, arguments.before, ACTOR)
    value = {"files": len(gone), "bytes": sum(each.bytes for each in gone)}
    say(arguments, value, f"已删除 {len(gone)} 天的日志，审计没有动")
    return 0
