"""Search, lists, worklist and indexing on a fictitious township, each beside a named baseline.

    python -m benchmarks.bench_store [--residents 60000] [--extra-visits 300000] [--folder DIR] [--cache-mb 64]

Baselines run on the same encrypted file, on the same connection, in the same run: a bare indexed SELECT, a bare scan,
a bare `executemany`. Medians and slowest of the repeats, in milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, select, text

from benchmarks.dataset import PASSWORD, TODAY, build
from clinic_app.clock import FrozenClock
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database, open_database
from clinic_app.store.findable import index_residents
from clinic_app.store.haystack import haystack
from clinic_app.store.local_tables import resident_search
from clinic_app.store.queries.residents import ResidentFilter, resident_card, resident_ids, resident_rows
from clinic_app.store.queries.worklist import due_followups
from clinic_app.store.search import search

REPEATS = 9
QUERIES = ("王甲子", "甲子", "wjz", "wangjia", "li", "w", "0001", "0001234", "12", "3组12号", "王 jz", "没有这个人")
RESIDENT = RECORD_TYPES["resident"].sql_table


def measure(label: str, work: Callable[[], Any], baseline: str = "") -> float:
    """Print one line; returns the median in milliseconds."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    median = statistics.median(times)
    print(f"{label:42} {median:9.2f} {max(times):9.2f}   {baseline}")
    return median


def bench_search(connection: Connection) -> None:
    """The search box against a bare scan of the same haystacks and against a trigram index."""
    scan = text("SELECT count(*) FROM resident_search WHERE instr(haystack, :word)")
    measure("baseline: bare instr scan", lambda: connection.execute(scan, {"word": "没有"}).scalar())
    for query in QUERIES:
        hits = len(search(connection, query))
        measure(f"search {query}", lambda query=query: search(connection, query), f"{hits} hits")


def bench_trigram(database: Database) -> None:
    """What an FTS5 trigram index would give: it answers nothing under three characters and slows every write."""
    with database.write() as connection:
        connection.exec_driver_sql("CREATE VIRTUAL TABLE tri USING fts5(haystack, tokenize='trigram', detail='none')")
        started = time.perf_counter()
        connection.exec_driver_sql("INSERT INTO tri SELECT haystack FROM resident_search")
        seconds = time.perf_counter() - started
        count = connection.exec_driver_sql("SELECT count(*) FROM tri").scalar_one()
        print(f"{'alternative: trigram index built, rows/s':42} {count / seconds:9.0f}")
        match = text("SELECT count(*) FROM tri WHERE tri MATCH :word")
        measure("alternative: trigram match, three characters", lambda: connection.execute(match, {"word": "王甲子"}))
        two = connection.execute(match, {"word": "甲子"}).scalar()
        print(f"{'alternative: trigram match, two characters':42} {two} of the hits")
        connection.exec_driver_sql("DROP TABLE tri")


def bench_lists(connection: Connection) -> None:
    """Lists and cards against a bare indexed SELECT of all ids."""
    bare = select(RESIDENT.c.id).order_by(RESIDENT.c.name)
    measure("baseline: bare SELECT id ORDER BY name", lambda: connection.scalars(bare).all())
    ids = resident_ids(connection)
    measure("resident_ids, pinyin order", lambda: resident_ids(connection), f"{len(ids)} ids")
    measure("resident_ids, by address", lambda: resident_ids(connection, ResidentFilter(sort="address")))
    measure("resident_ids, 王", lambda: resident_ids(connection, ResidentFilter(text="王")))
    measure("resident_rows, a page of 200", lambda: resident_rows(connection, ids[:200]))
    measure("resident_card", lambda: resident_card(connection, ids[len(ids) // 2], TODAY))


def bench_worklist(connection: Connection) -> None:
    """The township's worklist against a bare join of registrations and residents."""
    bare = text("SELECT r.* FROM chronic_registration m JOIN resident r ON r.id = m.resident_id WHERE NOT m.void")
    measure("baseline: bare registrations and residents", lambda: connection.execute(bare).fetchall())
    count = len(due_followups(connection, TODAY))
    measure("due_followups, township", lambda: due_followups(connection, TODAY), f"{count} rows")
    village = connection.execute(select(RESIDENT.c.village_code).limit(1)).scalar_one()
    measure("due_followups, one village", lambda: due_followups(connection, TODAY, village))


def bench_indexing(connection: Connection) -> None:
    """Indexing a batch against a bare executemany of the finished rows."""
    people = [(row["id"], dict(row), False) for row in connection.execute(select(RESIDENT).limit(20_000)).mappings()]
    connection.execute(delete(resident_search))
    rows = [
        {"resident_id": key, "haystack": found[0], "sort_name": found[1], "village_code": row["village_code"]}
        for key, row, _ in people
        for found in [haystack(row, {})]
    ]

    def timed(label: str, work: Callable[[], Any]) -> None:
        connection.execute(delete(resident_search))
        started = time.perf_counter()
        work()
        print(f"{label:42} {len(people) / (time.perf_counter() - started):9.0f} rows/s")

    timed("baseline: bare executemany", lambda: connection.execute(resident_search.insert(), rows))
    timed("index_residents", lambda: index_residents(connection, people))


def main() -> None:
    """Build or open the township and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="a township made by benchmarks.dataset; a fresh one without it")
    parser.add_argument("--residents", type=int, default=60_000)
    parser.add_argument("--extra-visits", type=int, default=300_000)
    parser.add_argument("--cache-mb", type=int, default=0, help="SQLite page cache of the reader; 0: as the product")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        clock = FrozenClock(datetime(TODAY.year, TODAY.month, TODAY.day, 2, tzinfo=UTC))
        if chosen.folder:
            database = open_database(chosen.folder, "演示", PASSWORD, clock)
        else:
            database = build(Path(scratch) / "township", chosen.residents, 5, chosen.extra_visits)
        with database:
            print(f"{'':42} {'median':>9} {'slowest':>9}   {date.today()}")
            with database.read() as connection:
                if chosen.cache_mb:
                    connection.exec_driver_sql(f"PRAGMA cache_size = -{chosen.cache_mb * 1024}")
                bench_search(connection)
                bench_lists(connection)
                bench_worklist(connection)
            bench_trigram(database)
            with database.write() as connection:
                bench_indexing(connection)
                connection.rollback()


if __name__ == "__main__":
    main()
