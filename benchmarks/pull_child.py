"""A process that only pulls, or only writes the same bytes bare, and says how many MiB it grew at most meanwhile.

python -m benchmarks.pull_child pull|bare FOLDER < [bytes of a row, rows]
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from benchmarks import bare
from benchmarks.county import PASSWORD, USER, open_line
from clinic_app.clock import SystemClock
from clinic_app.store.database import Database, open_database
from clinic_app.sync.pull import PAGE, pull

STEP = 0.005


def main() -> None:
    """Print the growth."""
    mode, folder = sys.argv[1], Path(sys.argv[2])
    size, rows = json.load(sys.stdin)
    with open_database(folder, USER, PASSWORD, SystemClock()) as database:
        work = _pull if mode == "pull" else lambda each: bare.sqlcipher_rate(each, [b"x" * size] * rows, PAGE)
        print(growth(lambda: work(database)))


def _pull(database: Database) -> None:
    with open_line(database) as (line, _):
        pull(database, line)


def growth(work: Callable[[], Any]) -> float:
    """MiB by which this process is larger at its largest during `work` than before."""
    process = psutil.Process()
    done = threading.Event()
    before = peak = process.memory_info().rss

    def watch() -> None:
        nonlocal peak
        while not done.wait(STEP):
            peak = max(peak, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        work()
    finally:
        done.set()
        watcher.join()
    return float(max(peak, process.memory_info().rss) - before) / 2**20


if __name__ == "__main__":
    main()
