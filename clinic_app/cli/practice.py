"""`practice`: the practice data of this laptop, made or begun anew without a window."""

from __future__ import annotations

import argparse

from clinic_app.cli.session import CommandProblem, print_json
from clinic_app.clock import SystemClock
from clinic_app.paths import practice_folder, practice_room
from clinic_app.store.lock import file_lock

IN_USE = "练习数据正在一个窗口里用着，没有重新开始；关掉那个窗口，或在窗口里按“重新开始练习”"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `practice` takes."""
    parser.description = (
        "练习数据放在正式数据旁边的文件夹里：虚构的居民和一年的记录，不上传，不能入网。"
        "平时用 clinic-app --practice 打开窗口，或在命令前加 --practice。"
    )
    parser.add_argument("--restart", action="store_true", help="去掉练习里保存过的，回到第一天的样子")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the practice data where there are none; with `--restart` make them anew."""
    from clinic_app.demo.practice import practice_database, start_over

    room, folder, clock = practice_room(arguments.data), practice_folder(arguments.data), SystemClock()
    room.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file_lock(room / "window.lock") as free:
        if arguments.restart and not free:
            raise CommandProblem(IN_USE)
        (start_over if arguments.restart else practice_database)(folder, clock).close()
    if arguments.json:
        print_json({"data": str(folder)})
    else:
        print(f"练习数据在 {folder}；用 clinic-app --practice 打开")
    return 0
