"""Push, pull and delivery over the loopback: laptops on SQLCipher, server and PostgreSQL in their own processes."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import psycopg
from sqlalchemy import func, select

from benchmarks import bare
from benchmarks.county import TOWNSHIP, VILLAGE, VILLAGE_CODE, County, open_line
from benchmarks.dataset import GIVEN, SURNAMES
from benchmarks.figure import Figure, milliseconds, percentile, seconds
from benchmarks.local_save import follow_up
from benchmarks.relay import Relay, counting_relay
from benchmarks.workbench import SEED, Workbench
from clinic_app.care.save import save
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.local_tables import outbox
from clinic_app.sync.apply import apply_page
from clinic_app.sync.pull import PAGE, pull
from clinic_app.sync.push import push
from clinic_app.sync.received import Page
from clinic_app.sync.session import sync_once

PUSH_TARGET, PULL_TARGET = 5_000, 12_000
UP_TARGET, DOWN_TARGET = 200.0, 130.0
DELIVERY_TARGET, NOTHING_TARGET, CHANGE_TARGET = 60.0, 1024.0, 3072.0
MEMORY_TARGET = 120.0
VISIT = RECORD_TYPES["visit"].sql_table
Pages = list[Page]


def push_figures(bench: Workbench) -> list[Figure]:
    """Mutations a second through `sync.push`, 200 in a request, for one-record and for three-record saves."""
    county = bench.county
    kinds = (("one resident each", _register), ("one follow-up each (3 records)", _see))
    found = []
    for label, prepare in kinds:
        rounds = [_push_round(county, prepare, bench.size.mutations) for _ in range(bench.size.repeats)]
        runs, raw, sent, lengths = (tuple(each) for each in zip(*rounds, strict=True))
        name = f"push {label}"
        found.append(Figure("push", name, "mutations/s", runs, "bare executemany, same bytes", raw, PUSH_TARGET))
        found.append(Figure("push", f"bytes up, {label}", "B/mutation", sent, "line as stored", lengths, UP_TARGET))
    return found


def _push_round(county: County, prepare: Any, count: int) -> tuple[float, float, float, float]:
    """Mutations/s, the baseline's, bytes of body sent and bytes of line, both for each mutation."""
    prepare(county, count)
    with county.village.read() as connection:
        lines = connection.scalars(select(outbox.c.line).where(outbox.c.state == "pending")).all()
    with open_line(county.village) as (line, device):
        elapsed = seconds(lambda: push(county.village, line, device))
        sent = line.bytes_sent
        # As every sync does: the laptop hears of its own changes before the next round.
        pull(county.village, line)
    _require_all_applied(county.village)
    raw = bare.postgresql_rate(county.database_url, lines)
    return len(lines) / elapsed, raw, sent / len(lines), sum(map(len, lines)) / len(lines)


def _require_all_applied(database: Database) -> None:
    """A rate of refused mutations would be no rate at all."""
    with database.read() as connection:
        query = select(func.count()).where(outbox.c.state != "applied").select_from(outbox)
        if connection.execute(query).scalar_one():
            raise RuntimeError("the county did not apply every mutation")


def _register(county: County, count: int) -> None:
    """`count` saves of one resident each."""
    draw = random.Random(SEED + len(county.residents))
    for _ in range(count):
        number = len(county.residents)
        name = draw.choice(SURNAMES) + "".join(draw.choices(GIVEN, k=2))
        fields = {
            "name": name, "sex": draw.choice("12"), "village_code": VILLAGE_CODE,
            "birth_date": f"{draw.randrange(1930, 1985)}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}",
            "phone": f"1990000{number % 10000:04d}", "residence_type": "1", "ethnicity": "01",
            "current_address": f"演示县演示镇演示甲村{draw.choice('一二三')}组{draw.randrange(1, 400)}号",
            "relation_to_head": "1",
        }  # fmt: skip
        county.residents += save(county.village, [{"type": "resident", "fields": fields}]).ids


def _see(county: County, count: int) -> None:
    """`count` saves of a follow-up each, of residents who are then put under management (three records)."""
    if len(county.residents) - county.seen < count:
        _register(county, count - len(county.residents) + county.seen)
    people = county.residents[county.seen : county.seen + count]
    county.seen += count
    day = county.village.clock.today().isoformat()
    for resident_id in people:
        save(county.village, follow_up(resident_id, new_id(county.village.clock.now()), day))


def _settled(bench: Workbench) -> County:
    """The county with everything that was prepared in it, at least one push of each kind."""
    county = bench.county
    if not county.seen:
        _register(county, bench.size.mutations)
        _see(county, bench.size.mutations)
    with open_line(county.village) as (line, device):
        push(county.village, line, device)
        pull(county.village, line)
    return county


def pull_figures(bench: Workbench) -> list[Figure]:
    """First syncs of fresh township laptops end to end, and applying alone, in rows a second; bytes and memory."""
    county = _settled(bench)
    repeats = range(bench.size.repeats)
    laptops = [county.laptop(TOWNSHIP) for _ in repeats]
    pages = _pages(laptops[0])
    bodies = [bytes(change.body) for page in pages for change in page.changes]
    pulled = [_pull(each) for each in laptops]
    raw = tuple(bare.sqlcipher_rate(each, bodies, PAGE) for each in laptops)
    applied = tuple(_apply_rate(county.laptop(None), pages) for _ in repeats)
    rates, down = (tuple(each) for each in zip(*pulled, strict=True))
    mean = (sum(map(len, bodies)) / len(bodies),)
    name, baseline = f"first sync of {len(bodies):,} rows", "bare SQLCipher executemany, same bytes"
    return [
        Figure("pull", name, "rows/s", rates, baseline, raw, PULL_TARGET),
        Figure("pull", "applying pages alone", "rows/s", applied, baseline, raw),
        Figure("pull", "bytes down", "B/row", down, "body as JSON", mean, DOWN_TARGET),
        _memory(bench, county, bodies),
    ]


def _pull(database: Database) -> tuple[float, float]:
    """Rows/s and bytes of body for each row."""
    rows = 0

    def work() -> None:
        nonlocal rows
        rows = pull(database, line)

    with open_line(database) as (line, _):
        elapsed = seconds(work)
        return rows / elapsed, line.bytes_received / rows


def _pages(database: Database) -> Pages:
    """The pages of a first sync, not applied."""
    pages: Pages = []
    with open_line(database) as (line, _):
        while not pages or pages[-1].more:
            cursor = f"&cursor={pages[-1].cursor}" if pages else ""
            pages.append(line.get(f"/pull?limit={PAGE}{cursor}", Page))
    return pages


def _apply_rate(database: Database, pages: Pages) -> float:
    def work() -> None:
        for page in pages:
            apply_page(database, page)

    return sum(len(page.changes) for page in pages) / seconds(work)


def _memory(bench: Workbench, county: County, bodies: Sequence[bytes]) -> Figure:
    """How much a process grows at most while it pulls, and while it writes the same bytes bare."""
    runs = {"pull": [], "bare": []}  # type: dict[str, list[float]]
    for _ in range(bench.size.repeats):
        database = county.laptop(TOWNSHIP)
        database.close()
        for mode, grown in runs.items():
            command = [sys.executable, "-m", "benchmarks.pull_child", mode, str(database.folder)]
            words = json.dumps([sum(map(len, bodies)) // len(bodies), len(bodies)])
            done = subprocess.run(command, input=words, capture_output=True, text=True, check=True)
            grown.append(float(done.stdout))
    name, baseline = "memory grown in the first sync", "bare SQLCipher executemany, same bytes"
    return Figure("pull", name, "MiB", tuple(runs["pull"]), baseline, tuple(runs["bare"]), MEMORY_TARGET)


def delivery_figures(bench: Workbench) -> list[Figure]:
    """One save until another laptop shows it; what a sync with one change and with none costs on the line."""
    county = _settled(bench)
    count, repeats = bench.size.samples, range(bench.size.repeats)
    with counting_relay(county.server) as relay:
        sender, receiver = county.laptop(VILLAGE, relay.url), county.laptop(TOWNSHIP, relay.url)
        for each in (sender, receiver):
            sync_once(each, deadline=600)
        people = itertools.cycle(county.residents)
        rounds = [_deliveries(sender, receiver, itertools.islice(people, count)) for _ in repeats]
        with psycopg.connect(county.database_url) as server:
            steps = [bare.four_steps(sender, receiver, server, count) for _ in repeats]
        found = []
        for label, share, target in (("p50", 0.5, None), ("p95", 0.95, DELIVERY_TARGET)):
            runs = tuple(percentile(each, share) for each in rounds)
            least = tuple(percentile(each, share) for each in steps)
            found.append(Figure("delivery", f"save to visible, {label}", "ms", runs, bare.FOUR_STEPS, least, target))
        return found + _line_costs(bench, relay, sender, people)


def _deliveries(sender: Database, receiver: Database, people: Any) -> list[float]:
    times = []
    for resident_id in people:
        visit_id = new_id(sender.clock.now())
        records = follow_up(resident_id, visit_id, sender.clock.today().isoformat())

        def deliver(records: list[dict[str, Any]] = records) -> None:
            save(sender, records)
            with open_line(sender) as (line, device):
                push(sender, line, device)
            sync_once(receiver)

        times.append(milliseconds(deliver))
        with receiver.read() as connection:
            if connection.execute(select(VISIT.c.id).where(VISIT.c.id == visit_id)).first() is None:
                raise RuntimeError("a delivered visit is not there")
        sync_once(sender)
    return times


def _line_costs(bench: Workbench, relay: Relay, sender: Database, people: Any) -> list[Figure]:
    """Bytes both ways with heads, and requests, of a sync with nothing to say and of one with a single change."""
    nothing, change, requests, health = [], [], [], []
    for _ in range(bench.size.repeats):
        relay.reset()
        sync_once(sender)
        nothing.append(float(relay.up + relay.down))
        requests.append(float(relay.requests))
        visit_id = new_id(sender.clock.now())
        save(sender, follow_up(next(people), visit_id, sender.clock.today().isoformat()))
        relay.reset()
        sync_once(sender)
        change.append(float(relay.up + relay.down))
        relay.reset()
        bare.ask_health(relay.url)
        health.append(float(relay.up + relay.down))
    asked = "bare GET /health"
    return [
        Figure(
            "delivery", "sync with nothing new, both ways", "B", tuple(nothing), asked, tuple(health), NOTHING_TARGET
        ),
        Figure("delivery", "requests of it", "requests", tuple(requests), asked, (1.0,)),
        Figure("delivery", "sync of one change, both ways", "B", tuple(change), asked, tuple(health), CHANGE_TARGET),
    ]
