"""`demo`: the practice county in a temporary folder, in the window or as a tour without a display."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

RESIDENTS = 160


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `demo` takes."""
    parser.description = (
        "一切都在临时文件夹里，退出后不留下。"
        "带 --tour 时不需要显示器，自己走完主要流程，把每一页的截图和 PDF 写到 OUT。"
    )
    parser.add_argument("--tour", type=Path, metavar="OUT", help="走一遍主要流程，截图和 PDF 写到这个文件夹")
    parser.add_argument("--residents", type=int, default=RESIDENTS, metavar="N", help="村里有多少居民，至少18位")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="界面语言")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the practice county, or walk through it."""
    from clinic_app.clock import SystemClock
    from clinic_app.demo.county import practice_county
    from clinic_app.demo.tour import open_window, walk

    clock = SystemClock()
    with (
        tempfile.TemporaryDirectory(prefix="clinic-practice-") as folder,
        practice_county(Path(folder), clock, arguments.residents) as county,
    ):
        if arguments.tour is None:
            return open_window(county, arguments.lang)
        return walk(county, arguments.tour, arguments.lang)
