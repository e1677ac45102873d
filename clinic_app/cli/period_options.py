"""The options of a year's tables, which laptop and county share. Light: `county` takes them before it does anything."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_period_options(parser: argparse.ArgumentParser) -> None:
    """Which year or quarter, and the files to write besides."""
    parser.add_argument("--year", type=int, required=True, metavar="Y", help="年度")
    parser.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), metavar="Q", help="季度，1到4；不写为全年")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="另存为 CSV（UTF-8）")
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="另存为 Excel 表")
