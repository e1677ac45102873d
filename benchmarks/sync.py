"""The fifteen performance targets of the sync, P1 to P15, each beside a bare baseline of the same run.

    python -m benchmarks.sync [--rows 500000] [--residents 60000] [--mutations 1000] [--repeats 5] [--json]

Needs the extra `county`. The large county takes some minutes to fill; everything is taken away at the end.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from benchmarks import exchange, finding, large, load, local_save, machine, unlock
from benchmarks.figure import Figure, table
from benchmarks.workbench import SEED, Size, Workbench

PARTS: Sequence[Callable[[Workbench], list[Figure]]] = (
    unlock.figures,
    local_save.figures,
    finding.search_figures,
    exchange.push_figures,
    exchange.pull_figures,
    exchange.delivery_figures,
    load.figures,
    large.figures,
)
# Which figure answers which target: the beginning of its name.
TARGETS: Mapping[str, tuple[str, ...]] = {
    "P1": ("first sync of",),
    "P2": ("push one resident each", "push one follow-up each"),
    "P3": ("save to visible, p95",),
    "P4": ("bytes down", "bytes up"),
    "P5": ("sync with nothing new", "sync of one change"),
    "P6": ("50 of",),
    "P7": ("applying pages alone",),
    "P8": ("one follow-up, p95", "fsyncs of one save"),
    "P9": ("32 laptops at once",),
    "P10": ("3,000 laptops",),
    "P11": ("memory grown in it",),
    "P12": ("name, p95", "pinyin initials, p95", "end of identity number, p95", "phone, p95"),
    "P13": ("digest of",),
    "P14": ("password to",),
    "P15": ("20 saves over",),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the figures in the order of the targets."""
    size = Size()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sync", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--rows", type=int, default=size.rows, help="records of the large county")
    parser.add_argument("--residents", type=int, default=size.residents, help="people in the township's file")
    parser.add_argument("--mutations", type=int, default=size.mutations, help="saves in one push")
    parser.add_argument("--saves", type=int, default=size.saves, help="saves in one run")
    parser.add_argument("--repeats", type=int, default=size.repeats, help="runs of each figure")
    parser.add_argument("--json", action="store_true", help="one JSON object with every run")
    chosen = parser.parse_args(arguments)
    size = Size(chosen.residents, chosen.mutations, chosen.saves, chosen.repeats, chosen.rows)
    about = {**machine.describe(), "data": f"{size.residents:,} residents, {size.rows:,} rows, seed {SEED}"}
    measured: list[Figure] = []
    with Workbench(size) as bench:
        for part in PARTS:
            print(f"{part.__module__} …", file=sys.stderr, flush=True)
            measured += part(bench)
    figures = by_target(measured)
    if chosen.json:
        print(json.dumps({"machine": about, "figures": [each.as_json() for each in figures]}, ensure_ascii=False))
        return 0
    print("\n".join(f"{name:12}  {value}" for name, value in about.items()))
    print(f"\nmedian of {size.repeats} runs; ratio = figure ÷ baseline of the same run\n")
    print(table(figures))
    return 0


def by_target(measured: Sequence[Figure]) -> list[Figure]:
    """The figures that answer a target, in order, under its number."""
    return [
        replace(figure, benchmark=target)
        for target, starts in TARGETS.items()
        for figure in measured
        if figure.name.startswith(starts)
    ]


if __name__ == "__main__":
    sys.exit(main())
