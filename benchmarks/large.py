"""A township's five years: first sync of half a million rows, fifty changed rows, digests, and a slow line."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial

import msgspec
from sqlalchemy import func, select

from benchmarks import bare
from benchmarks.county import PASSWORD, TOWNSHIP, USER, VILLAGE, VILLAGE_CODE, County, open_line
from benchmarks.figure import Figure, milliseconds, seconds
from benchmarks.large_county import changed, fill
from benchmarks.local_save import follow_up
from benchmarks.relay import counting_relay
from benchmarks.workbench import SEED, Workbench
from clinic_app.care.save import save
from clinic_app.clock import SystemClock
from clinic_app.county.database import open_county
from clinic_app.protocol import wire
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database, open_database
from clinic_app.store.device import load_device, save_device
from clinic_app.store.integrity import digest_sums
from clinic_app.sync.pull import PAGE
from clinic_app.sync.session import sync_once

CHANGED = 50
SLOW_BITS, SLOW_DELAY, SLOW_SAVES = 50_000.0, 0.4, 20
RATE_TARGET, MEMORY_TARGET, BYTES_TARGET = 12_000.0, 120.0, 12 * 1024.0
DIGEST_TARGET, SLOW_TARGET = 1_500.0, 15.0
ROW = 430
BARE = "bare SQLCipher executemany, rows of the same size"


def figures(bench: Workbench) -> list[Figure]:
    """P11, P6, P13 and P15 on one large county; the rate of its first sync beside them."""
    county = bench.county
    rows = bench.size.rows
    residents = max(CHANGED, rows // 10)
    people = _filled(county, residents, rows)
    database = county.laptop(TOWNSHIP)
    grown, rate = _first_sync(database, rows)
    with open_database(database.folder, USER, PASSWORD, SystemClock()) as laptop:
        found = [
            Figure("large", f"first sync of {rows:,} rows", "rows/s", (rate,), BARE,
                   (bare.sqlcipher_rate(laptop, [b"x" * ROW] * min(rows, 50_000), PAGE),), RATE_TARGET),
            Figure("large", "memory grown in it", "MiB", (grown,), "the file of it",
                   (laptop.path.stat().st_size / 2**20,), MEMORY_TARGET),
        ]  # fmt: skip
        found += _digests(bench, laptop, rows)
        found.append(_few_changes(bench, county, laptop, people))
    return [*found, _slow_line(bench, county)]


def _filled(county: County, residents: int, rows: int) -> list[str]:
    database = open_county(county.database_url, pool_size=1)
    try:
        return fill(database, [VILLAGE_CODE], residents, rows, SEED)
    finally:
        database.close()


def _first_sync(database: Database, rows: int) -> tuple[float, float]:
    """MiB by which a process of its own grows, and rows/s."""
    database.close()
    command = [sys.executable, "-m", "benchmarks.pull_child", "pull", str(database.folder)]
    words = json.dumps([ROW, rows])
    done: subprocess.CompletedProcess[str] | None = None

    def work() -> None:
        nonlocal done
        done = subprocess.run(command, input=words, capture_output=True, text=True, check=True)

    elapsed = seconds(work)
    assert done is not None
    return float(done.stdout), rows / elapsed


def _digests(bench: Workbench, laptop: Database, rows: int) -> list[Figure]:
    def asked() -> None:
        with open_line(laptop) as (line, _):
            line.get("/digest", wire.DigestReply)

    def summed() -> None:
        with laptop.read() as connection:
            digest_sums(connection)

    def counted() -> None:
        with laptop.read() as connection:
            connection.execute(select(func.count()).select_from(RECORD_TYPES["visit"].sql_table)).scalar_one()

    repeats = range(bench.size.repeats)
    least = tuple(milliseconds(counted) for _ in repeats)
    name, baseline = f"digest of {rows:,} rows", "bare count of the laptop's visits"
    return [
        Figure("large", f"{name}, county", "ms", tuple(milliseconds(asked) for _ in repeats), baseline, least,
               DIGEST_TARGET),
        Figure("large", f"{name}, laptop", "ms", tuple(milliseconds(summed) for _ in repeats), baseline, least,
               DIGEST_TARGET),
    ]  # fmt: skip


def _few_changes(bench: Workbench, county: County, laptop: Database, people: list[str]) -> Figure:
    """Bytes both ways, heads counted, when fifty of the residents changed elsewhere."""
    runs, bodies = [], []
    with counting_relay(county.server) as relay:
        _move_line(laptop, relay.url)
        sync_once(laptop, deadline=600)
        for repeat in range(bench.size.repeats):
            database = open_county(county.database_url, pool_size=1)
            try:
                changed(database, people, CHANGED, SEED + repeat)
            finally:
                database.close()
            relay.reset()
            sync_once(laptop, deadline=600)
            runs.append(float(relay.up + relay.down))
            bodies.append(float(CHANGED * ROW))
    _move_line(laptop, county.server)
    name = f"{CHANGED} of {len(people):,} residents changed, both ways"
    return Figure("large", name, "B", tuple(runs), "their bodies as JSON", tuple(bodies), BYTES_TARGET)


def _move_line(laptop: Database, server: str) -> None:
    with laptop.write() as connection:
        device = load_device(connection)
        assert device is not None
        save_device(connection, msgspec.structs.replace(device, server=server))


def _slow_line(bench: Workbench, county: County) -> Figure:
    """Seconds until twenty saves are at the county over 50 kbit/s, round trip 0.8 s; the laptop is enrolled."""
    runs, least = [], []
    for _ in range(max(1, min(3, bench.size.repeats))):
        with counting_relay(county.server, SLOW_BITS, SLOW_DELAY) as relay:
            laptop = county.laptop(VILLAGE)
            sync_once(laptop, deadline=600)
            resident = save(laptop, [{"type": "resident", "fields": _resident()}]).ids[0]
            for _ in range(SLOW_SAVES - 1):
                day = laptop.clock.today().isoformat()
                save(laptop, follow_up(resident, new_id(laptop.clock.now()), day))
            _move_line(laptop, relay.url)
            runs.append(seconds(partial(sync_once, laptop)))
            least.append(seconds(partial(bare.ask_health, relay.url)))
    return Figure("large", f"{SLOW_SAVES} saves over 50 kbit/s, 0.8 s", "s", tuple(runs), "bare GET /health there",
                  tuple(least), SLOW_TARGET)  # fmt: skip


def _resident() -> dict[str, str]:
    return {"name": "演示某", "sex": "1", "birth_date": "1960-01-02", "village_code": VILLAGE_CODE}
