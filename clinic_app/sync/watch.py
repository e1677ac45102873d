"""Synchronising by itself without a window: when it is time, when something was saved, when something comes."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from datetime import datetime

from clinic_app.store.database import Database
from clinic_app.store.errors import StoreError
from clinic_app.sync.errors import SyncProblem
from clinic_app.sync.news import wait_for_news
from clinic_app.sync.pacing import next_wait
from clinic_app.sync.push import waiting_count
from clinic_app.sync.session import SyncReport, sync_once

LONG_POLL = 15
LOOK_EVERY = 1.0
DEBOUNCE = 2.0


def syncs(database: Database) -> Iterator[SyncReport]:
    """One report after another, without end."""
    outage: datetime | None = None
    while True:
        report = sync_once(database)
        yield report
        outage = None if report.problem is None else outage or database.clock.now()
        _wait(database, next_wait(report, outage, random.random), listens=report.problem is None)


def _wait(database: Database, seconds: float, *, listens: bool) -> None:
    """Until the time is over, another program has saved something, or, with a line that works, something comes."""
    heard, ends = threading.Event(), time.monotonic() + seconds
    if listens:
        threading.Thread(target=_listen, args=(database, heard, ends), name="news", daemon=True).start()
    before = _waiting(database)
    while (left := ends - time.monotonic()) > 0:
        if heard.wait(min(LOOK_EVERY, left)):
            return
        if _waiting(database) > before:
            # A form that is saved is seldom saved alone.
            time.sleep(DEBOUNCE)
            return


def _listen(database: Database, heard: threading.Event, ends: float) -> None:
    """Ask the county to answer when something comes; a line that breaks is not asked again in this wait."""
    try:
        while (left := ends - time.monotonic()) >= 1:
            if wait_for_news(database, int(min(LONG_POLL, left))):
                heard.set()
                return
    except (SyncProblem, StoreError):
        return


def _waiting(database: Database) -> int:
    with database.read() as connection:
        return waiting_count(connection)
