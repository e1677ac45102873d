"""A county in trouble: other people's transactions, no connections left, two workers at once, a revoked laptop."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
import requests

from clinic_app.county.database import open_county
from clinic_app.county.devices import revoke
from clinic_app.county.server import running_server
from clinic_app.sync.session import SyncReport, sync_once
from tests.faults.test_network import people, point, residents
from tests.faults.world import Beginning, World, lived


@pytest.fixture
def world(beginning: Beginning, tmp_path: Path) -> Iterator[World]:
    with lived(beginning, tmp_path, 1) as world:
        world.page = 200
        yield world


def test_f29_a_long_transaction_of_somebody_else_does_not_stop_the_feed(world: World) -> None:
    with psycopg.connect(world.county.url) as elsewhere, psycopg.connect(world.county.cluster) as other:
        for connection in (elsewhere, other):
            connection.execute("CREATE TABLE long_work (a int)")
            connection.execute("INSERT INTO long_work VALUES (1)")
        people(world, "v1", 10)
        world.sync("v1")
        world.sync("w1")
        assert residents(world, "w1") == 10
        for connection in (elsewhere, other):
            connection.rollback()


def test_f31_without_a_connection_to_give_the_county_asks_to_come_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(world, "v1", 10)
    world.county.database.pool.timeout = 0.2
    with ExitStack() as taken:
        for _ in range(world.county.database.pool.max_size):
            taken.enter_context(world.county.database.pool.connection())
        report = world.sync("v1")
        assert report is not None
        assert report.exit_code == 3
        assert report.pending == 1
    world.quiesce()
    assert residents(world, "w1") == 10


def test_f30_f35_two_workers_and_four_laptops_at_once_take_each_save_once(world: World) -> None:
    people(world, "v1", 10)
    world.quiesce()
    desks = ("v1", "w1", "t1")
    with (
        running_server(world.county.url, clock=world.clock) as one,
        running_server(world.county.url, clock=world.clock) as other,
    ):
        for place, name in enumerate(desks):
            for which in range(10):
                world.edit(name, which, place, which)
                world.visit(name, which, which)
            point(world.laptops[name], (one, other)[place % 2])
        reports: dict[str, SyncReport] = {}

        def work(name: str) -> None:
            for _ in range(3):
                reports[name] = sync_once(world.laptops[name].database)

        threads = [threading.Thread(target=work, args=(name,)) for name in desks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {report.problem for report in reports.values()} == {None}
    books = world.county.books()
    assert all(books.judged[entry.mid].state in ("applied", "conflict") for entry in world.ledger)
    for name in desks:
        point(world.laptops[name], "http://127.0.0.1:9")
    world.quiesce()


def test_f35_the_same_save_at_two_workers_in_the_same_moment_takes_effect_once(world: World) -> None:
    people(world, "v1", 30)
    body: list[tuple[str, str, dict[str, str], bytes]] = []
    ask = world.county.ask

    def keep(method: str, target: str, headers: dict[str, str], content: bytes) -> tuple[int, dict[str, str], bytes]:
        if target.endswith("/push"):
            body.append((method, target, dict(headers), content))
        return ask(method, target, headers, content)

    world.county.ask = keep  # type: ignore[method-assign,assignment]
    world.plan.ahead("lost request")
    world.sync("v1")
    world.sync("v1")
    sent = body[0]
    before = world.county.books()
    with ExitStack() as stack:
        urls = [stack.enter_context(running_server(world.county.url, clock=world.clock)) for _ in range(2)]

        def again(url: str) -> None:
            with requests.Session() as session:
                session.trust_env = False
                session.request(sent[0], url + sent[1], headers=sent[2], data=sent[3], timeout=30)

        threads = [threading.Thread(target=again, args=(url,)) for url in urls for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    after = world.county.books()
    assert (after.head, len(after.judged)) == (before.head, len(before.judged))
    world.quiesce()


def test_f57_a_revoked_laptop_with_300_unsent_saves_loses_none(world: World) -> None:
    with world.laptops["v1"].running():
        for number in range(60):
            people(world, "v1", 1)
            world.edit("v1", number, 0, number)
            for value in range(3):
                world.edit("v1", number, 1, value)
    device = world.laptops["v1"].setting("device")["id"]
    revoke(world.county.database, device, "test")
    world.sync("v1")
    books = world.county.books()
    assert len(world.ledger) == 300
    assert {books.judged[entry.mid].state for entry in world.ledger} == {"quarantined"}
    assert {books.judged[entry.mid].outcome["code"] for entry in world.ledger} == {"revoked"}
    assert all(judged.line == world.ledger.entries[mid].line for mid, judged in books.judged.items()
               if mid in world.ledger.entries)  # fmt: skip


def test_a_county_opened_twice_is_one_county(world: World) -> None:
    second = open_county(world.county.url, clock=world.clock, pool_size=1)
    try:
        people(world, "v1", 3)
        world.sync("v1")
        with second.snapshot() as connection:
            row = connection.execute("SELECT count(*) FROM record WHERE type = 'resident'").fetchone()
        assert row == (3,)
    finally:
        second.close()
