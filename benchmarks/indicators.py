"""The figures of a year over a township's file, beside a bare read of the same visits; and how long threads wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

from sqlalchemy import func, select

from benchmarks.dataset import TODAY
from benchmarks.figure import Figure, milliseconds, seconds
from benchmarks.workbench import Workbench, township_clock
from clinic_app.guidelines.indicators import figures as figures_of
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database
from clinic_app.store.queries.indicators import Statistics, statistics

TARGET_SECONDS, TARGET_WAIT = 5.0, 50.0
LOOK = 0.001
"""Seconds between two looks of the waiting thread."""
HAS_CLOCK = hasattr(time, "pthread_getcpuclockid")
VISIT = RECORD_TYPES["visit"].sql_table


def figures(bench: Workbench) -> list[Figure]:
    """Counting a year, one scope out of what was counted, and the longest time that another thread was kept waiting."""
    with bench.township() as database:
        rows = _rows(database)
        rounds = [
            (seconds(partial(_count, database)), seconds(partial(_bare, database))) for _ in range(bench.size.repeats)
        ]
        runs, bare = (tuple(each) for each in zip(*rounds, strict=True))
        found = _count(database)
        counted, scope = found.counted, found.whole.scope
        scopes = [
            (
                milliseconds(partial(figures_of, counted, scope, with_ids=False)),
                milliseconds(partial(figures_of, counted, scope)),
            )
            for _ in range(bench.size.repeats)
        ]
        shown, with_ids = (tuple(each) for each in zip(*scopes, strict=True))
        waits, idle = (
            tuple(_longest_wait(partial(work, database)) for _ in range(bench.size.repeats if HAS_CLOCK else 0))
            for work in (_count, _bare)
        )
    return [
        Figure("indicators", f"a year counted, file of {rows:,} records", "s", runs, "bare read, the year's visits",
               bare, TARGET_SECONDS),
        Figure("indicators", "all figures of one scope, counted already", "ms", shown, "with every id", with_ids),
        Figure("indicators", "longest wait of another thread", "ms", waits,
               "in the bare read" if HAS_CLOCK else "needs a thread's processor clock", idle, TARGET_WAIT),
    ]  # fmt: skip


def _count(database: Database) -> Statistics:
    clock = township_clock()
    with database.read() as connection:
        return statistics(connection, TODAY.year, None, clock.today(), clock.now())


def _bare(database: Database) -> int:
    """Every visit of a year back, as rows of the driver."""
    with database.read() as connection:
        since = TODAY.replace(year=TODAY.year - 1).isoformat()
        return len(connection.execute(select(VISIT).where(VISIT.c.visit_date >= since)).fetchall())


def _rows(database: Database) -> int:
    with database.read() as connection:
        tables = [each.sql_table for each in RECORD_TYPES.values()]
        return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


def _longest_wait(work: Callable[[], object]) -> float:
    """The longest stretch of `work`'s own processor time in which this thread got no turn, in milliseconds: what other
    programs take of the machine does not count."""
    clocks: list[int] = []
    started, finished, measured = threading.Event(), threading.Event(), threading.Event()

    def run() -> None:
        clocks.append(time.pthread_getcpuclockid(threading.get_ident()))
        started.set()
        work()
        finished.set()
        # The clock is this thread's: it must live until the last look.
        measured.wait()

    worker = threading.Thread(target=run)
    worker.start()
    started.wait()
    longest, before = 0.0, time.clock_gettime(clocks[0])
    while not finished.is_set():
        time.sleep(LOOK)
        now = time.clock_gettime(clocks[0])
        longest, before = max(longest, (now - before) * 1000), now
    measured.set()
    worker.join()
    return longest
