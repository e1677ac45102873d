"""Bad lines between the real client and a real server: every sync ends, nothing is lost, and it is said in words."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import msgspec
import pytest
import trustme

from clinic_app.county.server import running_server
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, save_device
from clinic_app.sync import transport
from clinic_app.sync.session import SyncReport, sync_once
from tests.faults.chance import FAULTS
from tests.faults.laptop import SimulatedLaptop
from tests.faults.proxy import Proxy, proxied
from tests.faults.world import Beginning, World, lived

PERSON = {"sex": "1", "birth_date": "1960-01-02", "village_code": "990101001001"}
PAGE = 20


@pytest.fixture
def world(beginning: Beginning, tmp_path: Path) -> Iterator[World]:
    with lived(beginning, tmp_path, 1) as world:
        world.page = PAGE
        yield world


@contextmanager
def bad_line(world: World, *names: str, tls: ssl.SSLContext | None = None, ca: str | None = None) -> Iterator[Proxy]:
    """These laptops reach the county over a proxy, by real sockets."""
    with running_server(world.county.url, clock=world.clock) as url, proxied(url, tls) as proxy:
        for name in names:
            point(world.laptops[name], proxy.url, ca)
        yield proxy


def point(laptop: SimulatedLaptop, server: str, ca: str | None = None) -> None:
    """The laptop's county is there now."""
    point_database(laptop.database, server, ca)


def point_database(database: Database, server: str, ca: str | None = None) -> None:
    """The same for an open file."""
    with database.write() as connection:
        device = load_device(connection)
        assert device is not None
        save_device(connection, msgspec.structs.replace(device, server=server, certificate=ca))


def people(world: World, name: str, count: int) -> None:
    """Residents, some to a save."""
    for first in range(0, count, 10):
        numbers = range(first, min(count, first + 10))
        world.saved(name, [{"type": "resident", "fields": {**PERSON, "name": f"居民{each}"}} for each in numbers])


def residents(world: World, name: str) -> int:
    return len(world.known(name, "resident"))


def tried(world: World, name: str, deadline: float = 20.0) -> SyncReport:
    """One sync with its properties looked after; the real clock decides when it ends."""
    laptop = world.laptops[name]
    with laptop.running(), world._sizes():
        report = sync_once(laptop.database, deadline=deadline)
    world.watch.county()
    world.watch.laptop(name, synced=report.problem is None)
    return report


@pytest.mark.parametrize("kinds", [FAULTS[place::3] for place in range(3)])
def test_f36_to_f40_each_fault_at_each_request_loses_nothing_and_doubles_nothing(
    world: World, kinds: tuple[str, ...]
) -> None:
    people(world, "v1", 10)
    people(world, "w1", 10)
    world.sync("w1")
    for kind in kinds:
        for place in range(3):
            world.edit("v1", place, 0, place)
            world.plan.ahead(*["clean"] * place, kind)
            world.sync("v1")
            world.plan._next.clear()
    world.quiesce()
    assert residents(world, "v1") == residents(world, "w1") == 20


def test_f40_answers_cut_at_every_kibibyte_lose_nothing(world: World) -> None:
    people(world, "w1", 120)
    world.sync("w1")
    people(world, "v1", 20)
    world.page = 200
    with bad_line(world, "v1") as proxy:
        failed = 0
        for cut in range(100, 12_000, 1024):
            proxy.toxics.cut_down_after = cut
            failed += tried(world, "v1").problem is not None
        assert failed >= 3
        proxy.toxics.cut_down_after = None
        assert tried(world, "v1").problem is None
    assert residents(world, "v1") == 140


def test_requests_cut_at_every_kibibyte_lose_nothing(world: World) -> None:
    people(world, "v1", 200)
    with bad_line(world, "v1") as proxy:
        for cut in range(100, 8_000, 1024):
            proxy.toxics.cut_up_after = cut
            tried(world, "v1")
        proxy.toxics.cut_up_after = None
        # Nothing as long had gone through: what failed alone rests for an hour.
        world.clock.advance(timedelta(hours=1))
        assert tried(world, "v1").problem is None
    assert world.watch.waiting() == {}


@pytest.mark.parametrize("way", ["up", "down"])
def test_f41_a_drip_ends_at_the_deadline(world: World, way: str) -> None:
    people(world, "v1", 30)
    with bad_line(world, "v1") as proxy:
        setattr(proxy.toxics, f"bandwidth_{way}", 10)
        began = time.monotonic()
        assert tried(world, "v1", deadline=1.5).exit_code == 3
        assert time.monotonic() - began < 30
        setattr(proxy.toxics, f"bandwidth_{way}", 0)
        assert tried(world, "v1").problem is None


def portal(status: str, kind: str = "text/html", more: str = "") -> bytes:
    body = b"<html>login</html>"
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    )
    return head.encode() + body


@pytest.mark.parametrize(
    "answer",
    [
        portal("200 OK"),
        portal("200 OK", "application/json"),
        portal("302 Found", more="Location: http://127.0.0.1:1/login\r\n"),
        portal("511 Network Authentication Required"),
    ],
)
def test_f42_a_captive_portal_is_named_never_followed_and_loses_nothing(world: World, answer: bytes) -> None:
    people(world, "v1", 10)
    with bad_line(world, "v1") as proxy:
        proxy.toxics.answer = answer
        report = tried(world, "v1")
        assert report.exit_code == 3
        assert report.problem is not None
        assert "登录" in report.problem
        assert "保存在本机" in report.problem
        assert {re.split(r"[ ?]", each)[1] for each in proxy.toxics.seen} <= {
            "/api/v1/push", "/api/v1/pull", "/api/v1/hello", "/api/v1/outcomes",
        }  # fmt: skip
        proxy.toxics.answer = None
        assert tried(world, "v1").problem is None
    assert world.watch.waiting() == {}


NOW = datetime.now(UTC)


def certificate(ca: trustme.CA, kind: str) -> trustme.LeafCert:
    day = timedelta(days=1)
    if kind == "expired":
        return ca.issue_cert("127.0.0.1", not_before=NOW - 30 * day, not_after=NOW - day)
    if kind == "not yet valid":
        return ca.issue_cert("127.0.0.1", not_before=NOW + day, not_after=NOW + 30 * day)
    if kind == "of another host":
        return ca.issue_cert("county.example")
    if kind == "of another authority":
        return trustme.CA().issue_cert("127.0.0.1")
    return ca.issue_cert("127.0.0.1")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("expired", "过期"),
        ("not yet valid", "本机日期"),
        ("of another host", "不是县平台这个地址"),
        ("of another authority", "根证书"),
        ("good", None),
    ],
)
def test_f43_a_certificate_that_is_not_the_countys_gets_nothing(world: World, kind: str, words: str | None) -> None:
    people(world, "v1", 10)
    ca = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate(ca, kind).configure_cert(context)
    with bad_line(world, "v1", tls=context, ca=ca.cert_pem.bytes().decode()) as proxy:
        report = tried(world, "v1")
        if words is None:
            assert report.problem is None
            return
        assert report.exit_code == 3
        assert words in str(report.problem)
        assert "没有发送任何内容" in str(report.problem)
        assert proxy.bytes_up == 0


def test_f44_a_black_hole_a_closed_port_and_a_name_that_is_not_known(world: World) -> None:
    people(world, "v1", 10)
    with (
        mock.patch.object(transport, "SILENCE_SECONDS", 0.3),
        mock.patch.object(transport, "CONNECT_SECONDS", 0.5),
        bad_line(world, "v1") as proxy,
    ):
        proxy.toxics.black_hole = True
        assert tried(world, "v1", deadline=5).exit_code == 3
        for server in ("http://127.0.0.1:1", "https://county.invalid"):
            point(world.laptops["v1"], server)
            report = tried(world, "v1", deadline=5)
            assert report.exit_code == 3
            assert "保存在本机" in str(report.problem)
        point(world.laptops["v1"], proxy.url)
        proxy.toxics.black_hole = False
    with bad_line(world, "v1"):
        assert tried(world, "v1").problem is None


@pytest.mark.parametrize("cut", [0, 150, 600, 2500])
def test_f45_a_reset_in_the_middle_of_a_body_loses_nothing(world: World, cut: int) -> None:
    people(world, "w1", 60)
    world.sync("w1")
    people(world, "v1", 10)
    with bad_line(world, "v1") as proxy:
        proxy.toxics.reset = True
        proxy.toxics.cut_down_after = cut
        tried(world, "v1")
        proxy.toxics.cut_down_after = None
        assert tried(world, "v1").problem is None
    assert residents(world, "v1") == 70


def test_f47_a_slow_line_with_a_long_way_finishes(world: World) -> None:
    """50 kbit/s and 800 ms, both ten times faster here."""
    people(world, "w1", 200)
    world.sync("w1")
    world.page = 200
    with bad_line(world, "v1") as proxy:
        proxy.toxics.bandwidth_down = proxy.toxics.bandwidth_up = 62_500
        proxy.toxics.latency = 0.04
        assert tried(world, "v1", deadline=60).problem is None
    assert residents(world, "v1") == 200


def test_f48_a_line_that_is_there_now_and_then_makes_progress_each_time(world: World) -> None:
    people(world, "w1", 200)
    world.sync("w1")
    people(world, "v1", 60)
    with bad_line(world, "v1") as proxy:
        proxy.toxics.up_for, proxy.toxics.down_for = 0.4, 0.4
        proxy.toxics.latency = 0.01
        had = [0]
        for _ in range(60):
            report = tried(world, "v1")
            had.append(residents(world, "v1"))
            if report.problem is None:
                break
        else:
            pytest.fail(f"never finished: {had}")
    assert had == sorted(had)
    assert had[-1] == 260


@pytest.mark.parametrize("header", ["sync-nonce", "sync-protocol", "sync-body-sha256", "content-type"])
def test_f49_a_proxy_that_strips_a_header_is_not_believed(world: World, header: str) -> None:
    people(world, "v1", 10)
    with bad_line(world, "v1") as proxy:
        name = re.compile(header.encode(), re.IGNORECASE)
        proxy.toxics.rewrite = lambda piece: name.sub(b"X" * len(header), piece)
        assert tried(world, "v1").exit_code == 3
        proxy.toxics.rewrite = None
        assert tried(world, "v1").problem is None
    assert world.watch.waiting() == {}


@pytest.mark.parametrize("status", ["503 Service Unavailable", "429 Too Many Requests", "502 Bad Gateway"])
@pytest.mark.parametrize("more", ["Retry-After: 30\r\n", ""])
def test_f50_a_county_that_has_no_time_is_asked_a_few_times_only(world: World, status: str, more: str) -> None:
    people(world, "v1", 30)
    with bad_line(world, "v1") as proxy:
        proxy.toxics.answer = portal(status, more=more)
        assert tried(world, "v1").exit_code == 3
        assert len(proxy.toxics.seen) <= 6
        proxy.toxics.answer = None
        world.clock.advance(timedelta(hours=2))
        assert tried(world, "v1").problem is None
    assert world.watch.waiting() == {}
