"""The window itself: start to door, door to work, every page, search as one types, memory of a day, longest block.

Each run is a process of its own (benchmarks/desktop_child.py) without a display, on the township's file. Its modules
are compiled before, as those of an installed program are: pip does that.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.figure import Figure, percentile, seconds
from benchmarks.unlock import bare_derivation
from benchmarks.workbench import Workbench

START, USABLE, TYPED, MEMORY, BLOCK = 1.5, 0.8, 50.0, 300.0, 50.0
BARE_WINDOW = "bare window of PySide6, one label"
PEOPLE = 40
"""Whom a doctor sees on a full day; fewer in a smaller file."""
COMPILED = ("clinic_app.app", "clinic_app.desktop.rooms", "clinic_app.printing.embedding", "pypdfium2", "openpyxl")


def figures(bench: Workbench) -> list[Figure]:
    """What people wait for between the double click and the evening."""
    folder, people = bench.township_folder, min(PEOPLE, bench.size.residents // 20)
    derive = bare_derivation(folder)
    runs, bares, stretched = [], [], []
    with tempfile.TemporaryDirectory(prefix="clinic-benchmark-") as compiled:
        installed = _compiled_into(compiled)
        for _ in range(bench.size.repeats):
            stretched.append(seconds(derive))
            bares.append(_run(installed, "bare"))
            runs.append(_run(installed, str(folder), str(people)))
    doors = tuple(each["door"] - each["begun"] for each in runs)
    windows = tuple(each["shown"] - each["begun"] for each in bares)
    usable = tuple(each["usable"] for each in runs)
    derived = "bare Argon2id, same parameters"
    return [
        Figure("desktop", "start to login", "s", doors, BARE_WINDOW, windows, START),
        Figure("desktop", "login to usable, first list filled", "s", usable, derived, tuple(stretched), USABLE),
        *_pages(runs, windows),
        *_typed(runs),
        _memory("memory after login", [each["after_login"] for each in runs], bares),
        _memory(f"memory after a day with {people} people", [each["memory"] for each in runs], bares),
        _memory("the same without libraries' files", [each["own"] for each in runs], bares),
        _memory("memory after all pages besides", [each["memory_of_all"] for each in runs], bares, None),
        _memory("most memory at any moment", [each["highest"] for each in runs], bares, None),
        *_blocks(runs),
    ]


def _compiled_into(folder: str) -> dict[str, str]:
    """The surroundings of a process whose modules lie compiled in a folder."""
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    surroundings |= {"PYTHONPYCACHEPREFIX": folder}
    subprocess.run([sys.executable, "-c", f"import {', '.join(COMPILED)}"], env=surroundings, check=True)
    return surroundings


def _run(surroundings: Mapping[str, str], *words: str) -> dict[str, Any]:
    begun = time.monotonic()
    command = [sys.executable, "-m", "benchmarks.desktop_child", *words]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "begun": begun}


def _pages(runs: Sequence[dict[str, Any]], windows: Sequence[float]) -> list[Figure]:
    """The middle page and the slowest one, opened for the first time and come back to."""
    found = []
    bare = tuple(each * 1000 for each in windows)
    for place, words in ((0, "for the first time"), (1, "again")):
        times = [{page: took[place] for page, took in each["pages"].items()} for each in runs]
        middle = tuple(statistics.median(each.values()) for each in times)
        slowest = max(times[0], key=lambda page: statistics.median(each[page] for each in times))
        name = f"a page opened {words}, median of {len(times[0])}"
        found.append(Figure("desktop", name, "ms", middle, BARE_WINDOW, bare))
        most = tuple(each[slowest] for each in times)
        found.append(Figure("desktop", f"slowest page opened {words}: {slowest}", "ms", most, BARE_WINDOW, bare))
    return found


def _typed(runs: Sequence[dict[str, Any]]) -> list[Figure]:
    found = []
    for label, share, target in (("p50", 0.5, None), ("p95", 0.95, TYPED)):
        took = tuple(percentile(each["typing"], share) for each in runs)
        scans = tuple(percentile(each["scans"], share) for each in runs)
        name = f"search, letter to painted answer, {label}"
        found.append(Figure("desktop", name, "ms", took, "bare scan, same letters", scans, target))
    return found


def _memory(
    name: str, taken: Sequence[float | None], bares: Sequence[dict[str, Any]], target: float | None = MEMORY
) -> Figure:
    runs = tuple(each for each in taken if each is not None)
    if not runs:
        return Figure("desktop", name, "MiB", (), "needs Linux")
    return Figure("desktop", name, "MiB", runs, BARE_WINDOW, tuple(each["memory"] for each in bares), target)


def _blocks(runs: Sequence[dict[str, Any]]) -> list[Figure]:
    """The longest turn of the event loop of a whole day, and what it was for; and the one with the most work in it."""
    found, idle = [], tuple(each["idle"] for each in runs)
    for kind, name in (("blocks", "longest block of the window"), ("work", "most work in one turn of the window")):
        worst = [max(each[kind].items(), key=lambda pair: pair[1]) for each in runs]
        name = f"{name}, {max(worst, key=lambda pair: pair[1])[0]}"
        most = tuple(took for _, took in worst)
        found.append(Figure("desktop", name, "ms", most, "longest turn of a window that nobody touches", idle, BLOCK))
    return found
