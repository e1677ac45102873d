"""Opening one person's page in a township: what it reads, and the page itself from the key to the filled screen."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import func, select

from benchmarks.dataset import TODAY
from benchmarks.figure import Figure, milliseconds, percentile
from benchmarks.workbench import SEED, Workbench
from clinic_app.care.worklist import worklist
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database
from clinic_app.store.queries.overview import overview
from clinic_app.store.queries.timeline import entries, entry_keys
from clinic_app.store.queries.trend import trend

PAGE = 50
PULSE = 2
"""Milliseconds after which the loop looks again at the latest."""
TARGET = 100.0
VISIT = RECORD_TYPES["visit"].sql_table
SINCE = TODAY.replace(year=TODAY.year - 1).isoformat()
SIZE = (1170, 700)
"""What a window of 1366 × 768 leaves to a page."""


def figures(bench: Workbench) -> list[Figure]:
    """p50 and p95 over the people with the longest histories, each beside a bare reading of the same visits."""
    with bench.township() as database:
        people, records, longest = _longest_histories(database, bench.size.samples)
        told = f"{records:,} records, up to {longest} visits"
        reading, bare = partial(_read, database), partial(_bare, database)
        _read(database, people[0])
        rounds = [(_times(reading, people), _times(bare, people)) for _ in range(bench.size.repeats)]
        found = _figures(f"all that the page reads, {told}", rounds, "bare SELECT of the person's visits")
        return found + _page_figures(bench, database, people)


def _figures(name: str, rounds: Sequence[tuple[list[float], list[float]]], baseline: str) -> list[Figure]:
    found = []
    for label, share, target in (("p50", 0.5, None), ("p95", 0.95, TARGET)):
        runs = tuple(percentile(measured, share) for measured, _ in rounds)
        least = tuple(percentile(bare, share) for _, bare in rounds)
        found.append(Figure("resident", f"{name}, {label}", "ms", runs, baseline, least, target))
    return found


def _longest_histories(database: Database, most: int) -> tuple[list[str], int, int]:
    """The people with most visits in an order of chance, how many records there are, and the most visits of one."""
    with database.read() as connection:
        count = func.count()
        query = select(VISIT.c.resident_id, count).group_by(VISIT.c.resident_id).order_by(count.desc()).limit(most)
        rows = connection.execute(query).all()
        tables = [each.sql_table for each in RECORD_TYPES.values()]
        records = sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)
    people = [str(row[0]) for row in rows]
    random.Random(SEED).shuffle(people)
    return people, records, int(rows[0][1])


def _times(work: Callable[[str], Any], people: Sequence[str]) -> list[float]:
    return [milliseconds(partial(work, each)) for each in people]


def _read(database: Database, resident_id: str) -> None:
    """One after another what the window reads in its pool, the first page of the timeline included."""
    with database.read() as connection:
        overview(connection, resident_id, TODAY, database.clock.now())
        entries(connection, entry_keys(connection, resident_id)[:PAGE])
        trend(connection, resident_id, SINCE)
    worklist(database, TODAY, residents=[resident_id])


def _bare(database: Database, resident_id: str) -> None:
    with database.read() as connection:
        connection.execute(select(VISIT).where(VISIT.c.resident_id == resident_id)).fetchall()


def _page_figures(bench: Workbench, database: Database, people: Sequence[str]) -> list[Figure]:
    """The page without a display, until everything that was read stands on it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Only this figure needs Qt.
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication, QLayout

    from clinic_app.desktop.desk import Desk, Place
    from clinic_app.desktop.pages.resident import ResidentPage
    from clinic_app.desktop.theme import theme
    from clinic_app.desktop.tokens import Look
    from clinic_app.settings import WindowSettings

    application = QApplication.instance() or QApplication([])
    theme().apply(Look.LIGHT, 100)
    desk = Desk(database, WindowSettings())
    page = ResidentPage(desk)
    page.resize(*SIZE)
    # A page that is a window of its own would tell the display its hints at every change.
    page.body.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    page.show()

    # As the program's own loop does it: asleep until an answer comes, so that the readers have the interpreter.
    asleep = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    pulse = QTimer()
    pulse.start(PULSE)

    def opened(resident_id: str) -> None:
        page.arrive(Place("resident", resident_id))
        while page.is_waiting or not desk.work.idle:
            application.processEvents(asleep)
        application.processEvents()

    try:
        opened(people[0])
        pairs = [[_both(partial(opened, each)) for each in people] for _ in range(bench.size.repeats)]
        readings = [_times(partial(_read, database), people) for _ in pairs]
    finally:
        pulse.stop()
        page.hide()
        desk.close(database=False)
    walls = [([wall for wall, _ in each], least) for each, least in zip(pairs, readings, strict=True)]
    work = [([worked for _, worked in each], least) for each, least in zip(pairs, readings, strict=True)]
    baseline = "the same readings without a window"
    filled = _figures("page filled, without a display", walls, baseline)
    # What other programs take beside shows in the time on the clock, not here.
    return filled + _figures("processor time of all threads for it", work, baseline)


def _both(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the clock, and of processor time in all threads."""
    started = time.process_time()
    elapsed = milliseconds(work)
    return elapsed, (time.process_time() - started) * 1000
