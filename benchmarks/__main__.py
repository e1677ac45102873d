"""Measure what people wait for, each figure beside a named baseline in the same run.

    python -m benchmarks [NAME …] [--residents 60000] [--json]

Without names everything is measured. Needs the extra `county`; everything is made in a temporary folder and taken away.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from benchmarks import desktop, exchange, finding, indicators, local_save, machine, resident, slip, switch, unlock
from benchmarks.figure import Figure, table
from benchmarks.workbench import SEED, Size, Workbench

BENCHMARKS: Mapping[str, Callable[[Workbench], list[Figure]]] = {
    "unlock": unlock.figures,
    "switch": switch.figures,
    "desktop": desktop.figures,
    "save": local_save.figures,
    "search": finding.search_figures,
    "worklist": finding.worklist_figures,
    "resident": resident.figures,
    "indicators": indicators.figures,
    "slip": slip.figures,
    "push": exchange.push_figures,
    "pull": exchange.pull_figures,
    "delivery": exchange.delivery_figures,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the named benchmarks, or all of them, and print the table."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark is called {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    size = Size(chosen.residents, chosen.mutations, chosen.saves, chosen.repeats, samples=chosen.samples)
    about = {**machine.describe(), "data": _data(size)}
    figures: list[Figure] = []
    with Workbench(size) as bench:
        for name in chosen.names or BENCHMARKS:
            print(f"{name} …", file=sys.stderr, flush=True)
            figures += BENCHMARKS[name](bench)
    if hasattr(os, "getloadavg"):
        about["load after"] = f"{os.getloadavg()[0]:.1f}"
    if chosen.json:
        print(json.dumps({"machine": about, "figures": [each.as_json() for each in figures]}, ensure_ascii=False))
        return 0
    print("\n".join(f"{name:12}  {value}" for name, value in about.items()))
    print(f"\nmedian of {size.repeats} runs; ratio = figure ÷ baseline of the same run\n")
    print(table(figures))
    return 0


def _data(size: Size) -> str:
    return f"{size.residents:,} residents, seed {SEED}; {size.mutations:,} mutations of each kind in one push"


def _parser() -> argparse.ArgumentParser:
    size = Size()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="one JSON object with every run of every figure")
    parser.add_argument("--residents", type=int, default=size.residents, help="people in the township's file")
    parser.add_argument("--mutations", type=int, default=size.mutations, help="saves in one push")
    parser.add_argument("--saves", type=int, default=size.saves, help="saves in one run of `save`")
    parser.add_argument("--repeats", type=int, default=size.repeats, help="runs of each figure")
    parser.add_argument("--samples", type=int, default=size.samples, help="people, words, deliveries of one percentile")
    return parser


if __name__ == "__main__":
    sys.exit(main())
