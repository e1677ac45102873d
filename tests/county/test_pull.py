from __future__ import annotations

import asyncio
import base64
import logging
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator

import msgspec
import pytest
import requests

from clinic_app.clock import FrozenClock, instant_text
from clinic_app.county.database import CountyDatabase
from clinic_app.county.enrolment import issue_code
from clinic_app.county.pull import decode_cursor, encode_cursor
from clinic_app.county.server import running_server
from clinic_app.county.watch import HeadWatch
from clinic_app.protocol import signing, wire
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, Laptop, resident, visit

Ids = Callable[[], str]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 1000])
def test_a_page_never_splits_a_save(enrolled: Enrolled, ids: Ids, limit: int) -> None:
    laptop, sizes = enrolled(), [1, 4, 2, 9, 1, 3]
    for size in sizes:
        person = ids()
        laptop.push(laptop.line(resident(person), *(visit(ids(), person) for _ in range(size - 1))))
    whole: dict[str, int] = {}
    pages = 0
    while True:
        page = laptop.page(limit=limit)
        pages += 1
        mids = [each.mid for each in page.changes]
        assert not set(mids) & set(whole)
        whole |= {mid: mids.count(mid) for mid in mids}
        if not page.more:
            break
        assert page.changes
    assert list(whole.values())[-len(sizes) :] == sizes
    assert (pages == len(whole)) == (limit == 1)
    assert (pages == 1) == (limit == 1000)


def test_large_bodies_end_a_page_early_and_nothing_is_missed(enrolled: Enrolled, ids: Ids) -> None:
    laptop, people = enrolled(), []
    for _ in range(7):
        people.append(ids())
        laptop.push(laptop.line(resident(people[-1], future="长" * 300_000)))
    first = laptop.page(limit=4000)
    assert first.more
    laptop.pull(limit=4000)
    assert set(people) <= set(laptop.held("resident"))


def test_a_pull_again_from_its_cursor_brings_nothing_twice(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())))
    assert laptop.pull()
    assert laptop.pull() == []


def test_seqs_rise_through_all_pages(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    laptop.push(*(laptop.line(resident(ids())) for _ in range(25)))
    seqs = [each.seq for each in laptop.pull(limit=4)]
    assert seqs == sorted(set(seqs))


@pytest.mark.parametrize("forged", ["x", "e30", "a" * 300, "-_-_"])
def test_a_cursor_of_unknown_making_is_told_apart(enrolled: Enrolled, forged: str) -> None:
    laptop = enrolled()
    answered = laptop.request("GET", f"/pull?cursor={forged}")
    assert (answered.status, answered.failure.code) == (409, "epoch_changed")


@pytest.mark.parametrize("change", [{"epoch": "other"}, {"seq": 10**9}, {"seq": -1}, {"h": "00" * 8}])
def test_a_cursor_of_another_log_is_told_apart(enrolled: Enrolled, ids: Ids, change: dict[str, object]) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())))
    laptop.pull()
    assert laptop.cursor
    cursor = decode_cursor(laptop.cursor)
    for name, value in change.items():
        setattr(cursor, name, value)
    answered = laptop.request("GET", f"/pull?cursor={encode_cursor(cursor)}")
    assert (answered.status, answered.failure.code) == (409, "epoch_changed")


def test_cursors_of_the_first_writing_still_serve(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())))
    laptop.pull()
    assert laptop.cursor
    cursor = decode_cursor(laptop.cursor)
    parts = [cursor.epoch, cursor.seq, cursor.h + "0" * 48, cursor.scope + "0" * 6]
    laptop.cursor = base64.urlsafe_b64encode(msgspec.json.encode(parts)).decode().rstrip("=")
    person = ids()
    laptop.push(laptop.line(resident(person)))
    assert [each.id for each in laptop.pull()] == [person]


def test_where_nothing_moved_the_answer_has_no_cursor(enrolled: Enrolled, ids: Ids) -> None:
    laptop, other = enrolled("V1"), enrolled("V2")
    laptop.pull()
    before = laptop.cursor
    assert laptop.page().cursor == ""
    # What is nobody's business here moves the place only.
    other.push(other.line(resident(ids(), village_code=OTHER_VILLAGE)))
    assert laptop.page().cursor != before
    assert laptop.page().cursor == ""


def test_asking_for_no_changes_gives_the_newest_place(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())))
    page = laptop.page(limit=0)
    assert (page.changes, page.more) == ([], False)
    assert decode_cursor(page.cursor).seq == page.head.seq
    later = ids()
    laptop.push(laptop.line(resident(later)))
    assert [each.id for each in laptop.pull()] == [later]


def seen(head: wire.Head, **changed: object) -> dict[str, str]:
    place = msgspec.structs.replace(head, **changed)
    return {wire.SEEN_HEADER: f"{place.epoch}.{place.seq}.{place.h}"}


def test_a_laptop_that_has_seen_more_than_the_county_has_is_told_so(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())))
    head = laptop.page().head
    assert len(head.h) == 16
    assert laptop.request("GET", "/pull", headers=seen(head)).status == 200
    for other in ({"epoch": "other"}, {"seq": head.seq + 1}, {"h": "0" * 16}, {"seq": "x"}):
        answered = laptop.request("GET", "/pull", headers=seen(head, **other))
        assert (answered.status, answered.failure.code) == (409, "epoch_changed")
        # The place itself may always be asked for: that is how a laptop finds the way back.
        assert laptop.request("GET", "/pull?limit=0", headers=seen(head, **other)).status == 200


def test_a_sync_without_news_is_one_request_of_at_most_a_kilobyte(
    enrolled: Enrolled, server: str, clock: FrozenClock, ids: Ids
) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids())))
    head = laptop.page().head
    target = wire.PREFIX + f"/pull?limit=1000&cursor={laptop.cursor}"
    nonce, now = secrets.token_urlsafe(16), instant_text(clock.now())
    host = server.removeprefix("http://")
    headers = {
        "Host": host,
        wire.DEVICE_HEADER: laptop.id,
        wire.TIME_HEADER: now,
        wire.NONCE_HEADER: nonce,
        wire.SIGNATURE_HEADER: signing.sign(laptop.private_key, signing.message("GET", target, nonce, now, b"")),
        wire.PROTOCOL_HEADER: str(wire.PROTOCOL),
        "Accept-Encoding": "zstd",
        **seen(head),
    }
    request = "".join(
        [f"GET {target} HTTP/1.1\r\n", *(f"{name}: {text}\r\n" for name, text in headers.items()), "\r\n"]
    )
    address, port = host.split(":")
    with socket.create_connection((address, int(port))) as line:
        line.sendall(request.encode())
        answer = b""
        while not answer.endswith(b"}}"):
            received = line.recv(1 << 16)
            assert received
            answer += received
    assert answer.startswith(b"HTTP/1.1 200")
    assert nonce.encode() in answer
    assert len(request) + len(answer) <= 1024, (len(request), len(answer))


@pytest.mark.parametrize("query", ["limit=x", "wait=-1", "limit=1e9", "limit=99999999999", "cursor=%FF"])
def test_a_query_that_cannot_be_read_is_refused(enrolled: Enrolled, query: str) -> None:
    assert enrolled().request("GET", f"/pull?{query}").status in (400, 409)


def test_a_long_poll_ends_as_soon_as_there_is_news(
    enrolled: Enrolled, clock: FrozenClock, server: str, ids: Ids
) -> None:
    desk, sender = enrolled("T1", "public_health"), enrolled("V1")
    desk.pull()
    person, got = ids(), threading.Event()

    def listen() -> None:
        with requests.Session() as own_line:
            desk.session = own_line
            desk.page(wait=50)
        got.set()

    waiting = threading.Thread(target=listen)
    begun = time.monotonic()
    waiting.start()
    sender.push(sender.line(resident(person)))
    assert got.wait(20)
    waiting.join()
    assert person in desk.held("resident")
    assert time.monotonic() - begun < 20


def test_a_long_poll_without_news_answers_empty_in_time(enrolled: Enrolled) -> None:
    laptop = enrolled()
    laptop.pull()
    begun = time.monotonic()
    page = laptop.page(wait=1)
    assert (page.changes, page.more) == ([], False)
    assert 0.9 < time.monotonic() - begun < 10


def test_whoever_waits_is_answered_when_the_server_stops(county: CountyDatabase) -> None:
    async def wait_and_stop() -> bool:
        watch = HeadWatch(county)
        waiting = asyncio.create_task(watch.moved_past(10**9, 50))
        await asyncio.sleep(0)
        await watch.end()
        await asyncio.wait_for(waiting, 20)
        await watch.moved_past(10**9, 50)
        return watch.ended

    begun = time.monotonic()
    assert asyncio.run(wait_and_stop())
    assert time.monotonic() - begun < 20


@pytest.fixture
def second_server(fresh_url: str, server: str, clock: FrozenClock) -> Iterator[str]:
    with running_server(fresh_url, clock=clock) as url:
        yield url


def test_two_servers_on_one_database_are_one_county(
    county: CountyDatabase, server: str, second_server: str, line: requests.Session, clock: FrozenClock, ids: Ids
) -> None:
    laptop, person = Laptop(server, line, clock), ids()
    laptop.enrol(issue_code(county, "V1", "village_doctor", None, "test"))
    saved = laptop.line(resident(person))
    laptop.push(saved)
    laptop.server = second_server
    (repeat,) = laptop.push(saved)
    assert (repeat.state, repeat.repeat) == ("applied", True)
    laptop.pull()
    laptop.server = server
    assert laptop.pull() == []
    assert person in laptop.held("resident")


def test_many_devices_on_two_servers_lose_and_double_nothing(
    enrolled: Enrolled, second_server: str, ids: Ids, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    desks = [enrolled("V1") for _ in range(4)]
    people = [ids() for _ in range(40)]
    shared = [desks[0].line(resident(person)) for person in people]
    failed: list[BaseException] = []

    def work(index: int) -> None:
        desk = desks[index]
        try:
            with requests.Session() as own_line:
                desk.session = own_line
                desk.server = second_server if index % 2 else desk.server
                for person, line in zip(people, shared, strict=True):
                    own = desk.line(visit(ids(), person))
                    states = {each.state for each in desk.push(own, line if index == 0 else own)}
                    assert states <= {"applied", "deferred"}
        except BaseException as problem:
            failed.append(problem)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(desks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    desks[1].pull()
    assert set(people) <= set(desks[1].held("resident"))
    assert "Deadlock" not in caplog.text
    # No visit is left waiting for a resident that is there.
    assert len(desks[1].held("visit")) == len(desks) * len(people)
