"""Saving a follow-up on a township's file: time beside a bare INSERT and COMMIT, and writes to the disk."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.dataset import TODAY
from benchmarks.figure import Figure, milliseconds, percentile
from benchmarks.workbench import Workbench
from clinic_app.care.save import save
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.engine import connect
from clinic_app.store.local_tables import outbox

TARGET_P95 = 8.0
BASELINE = "bare INSERT, COMMIT (FULL), same file and bytes"
TRACED_SAVES = 20
BEGIN, END = "save-begins", "save-ends"
REGISTRATION = RECORD_TYPES["chronic_registration"].sql_table


def figures(bench: Workbench) -> list[Figure]:
    """p50 and p95 of a follow-up (visit and hypertension section) with outbox and audit entry, and its fsyncs."""
    with bench.township() as database:
        people = patients(database)
        keep_follow_up(database, next(people))
        rounds = [_round(database, people, bench.size.saves) for _ in range(bench.size.repeats)]
    found = []
    for label, share, target in (("p50", 0.5, None), ("p95", 0.95, TARGET_P95)):
        runs = tuple(percentile(saves, share) for saves, _ in rounds)
        bare = tuple(percentile(bares, share) for _, bares in rounds)
        found.append(Figure("save", f"one follow-up, {label}", "ms", runs, BASELINE, bare, target))
    return [*found, _synced(bench.township_folder)]


def patients(database: Database) -> Iterator[str]:
    """Residents under management for hypertension, round and round."""
    query = select(REGISTRATION.c.resident_id).where(REGISTRATION.c.programme == "hypertension")
    with database.read() as connection:
        found = connection.scalars(query.order_by(REGISTRATION.c.id)).all()
    return itertools.cycle(found)


def keep_follow_up(database: Database, resident_id: str) -> None:
    """What the visit form saves: the common block and a programme's section."""
    visit_id = new_id(database.clock.now())
    save(database, follow_up(resident_id, visit_id, TODAY.isoformat()))


def follow_up(resident_id: str, visit_id: str, day: str) -> list[dict[str, Any]]:
    """A visit with its hypertension section, as the form or `records put` gives them."""
    common = {
        "resident_id": resident_id, "visit_date": day, "visit_mode": "2", "sbp": 138, "dbp": 86, "heart_rate": 72,
        "weight": "61.5", "height": "162", "smoking": 0, "drinking": "0", "psych": "1", "compliance": "1",
        "medicines": [{"name": "演示药", "times_per_day": 1, "dose": "5mg"}],
    }  # fmt: skip
    section = {"visit_id": visit_id, "symptoms": ["1"], "adherence": "1", "adr": "1", "salt": "中"}
    return [
        {"type": "visit", "id": visit_id, "fields": common},
        {"type": "hypertension_followup", "fields": section},
    ]


def _round(database: Database, people: Iterator[str], count: int) -> tuple[list[float], list[float]]:
    chosen = list(itertools.islice(people, count))
    saves = [milliseconds(partial(keep_follow_up, database, each)) for each in chosen]
    with database.read() as connection:
        lines = connection.scalars(select(outbox.c.line).order_by(outbox.c.seq.desc()).limit(count)).all()
    return saves, _bare_saves(database, lines)


def _bare_saves(database: Database, lines: Sequence[bytes]) -> list[float]:
    driver = connect(database.path, database.data_key, writes=True)
    try:
        driver.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, line BLOB)")

        def insert(line: bytes) -> None:
            driver.execute("BEGIN IMMEDIATE")
            driver.execute("INSERT INTO bare (line) VALUES (?)", (line,))
            driver.execute("COMMIT")

        times = [milliseconds(partial(insert, line)) for line in lines]
        driver.execute("DROP TABLE bare")
        return times
    finally:
        driver.close()


def _synced(folder: Path) -> Figure:
    """fsyncs of each save, counted by strace on a process that does nothing else; the same of a bare INSERT."""
    name, unit = "fsyncs of one save, most of any", "fsync"
    tracer = shutil.which("strace") if sys.platform == "linux" else None
    if tracer is None:
        return Figure("save", name, unit, (), "needs Linux with strace")
    trace = folder.parent / "saves.trace"
    command = [tracer, "-f", "-qq", "-e", "trace=write,fsync,fdatasync,sync_file_range,msync", "-o", str(trace)]
    child = [sys.executable, "-m", "benchmarks.save_child", str(folder), str(TRACED_SAVES)]
    done = subprocess.run([*command, *child], capture_output=True, text=True, check=False)
    if done.returncode or not trace.exists():
        return Figure("save", name, unit, (), "strace may not trace here")
    counts = count_syncs(trace.read_text(errors="replace"))
    return Figure("save", name, unit, (float(max(counts)),), "one commit needs one", (1.0,), 1.0)


def count_syncs(trace: str) -> list[int]:
    """How many flushes happened between each pair of marks in a trace."""
    counts: list[int] = []
    inside = False
    for line in trace.splitlines():
        if BEGIN in line:
            counts.append(0)
            inside = True
        elif END in line:
            inside = False
        elif inside and re.search(r"\b(fsync|fdatasync|sync_file_range|msync)\(", line):
            counts[-1] += 1
    return counts
