"""Whoever sends too much, too deep or too slowly takes neither the county's memory nor its time from the others."""

from __future__ import annotations

import contextlib
import gzip
import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import msgspec
import pytest
import requests
import zstandard

from clinic_app.county import connection
from clinic_app.county.http import SMALL_BODY
from clinic_app.protocol import compression, wire
from tests.county.conftest import Enrolled
from tests.county.laptop import Laptop, resident

Ids = Callable[[], str]
SLOW = 200


def opened(laptop: Laptop) -> socket.socket:
    parts = urlsplit(laptop.server)
    return socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=10)


def answer_of(line: socket.socket) -> bytes:
    """The status line and the headers."""
    raw = b""
    while b"\r\n\r\n" not in raw and (piece := line.recv(4096)):
        raw += piece
    return raw


def head(laptop: Laptop, path: str, length: int, device: str, *, marks: bool = True) -> bytes:
    """The headers of a push whose body is `length` long, with a signature that is none."""
    lines = [f"POST {wire.PREFIX}{path} HTTP/1.1", "Host: county", f"Content-Length: {length}",
             f"{wire.PROTOCOL_HEADER}: 1", f"{wire.DEVICE_HEADER}: {device}"]  # fmt: skip
    if marks:
        lines += [f"{name}: x" for name in (wire.SIGNATURE_HEADER, wire.NONCE_HEADER, wire.TIME_HEADER)]
    return "\r\n".join([*lines, "", ""]).encode()


def test_a_hundred_megabytes_are_refused_before_any_of_them_is_read(enrolled: Enrolled) -> None:
    laptop = enrolled()
    with opened(laptop) as line:
        line.sendall(head(laptop, "/push", 100 << 20, laptop.id))
        assert b" 413 " in answer_of(line)


@pytest.mark.parametrize(("path", "marks"), [("/push", True), ("/push", False), ("/enrol", True)])
def test_nothing_long_is_read_of_a_stranger(enrolled: Enrolled, ids: Ids, path: str, marks: bool) -> None:
    laptop = enrolled()
    with opened(laptop) as line:
        line.sendall(head(laptop, path, SMALL_BODY + 2, ids(), marks=marks))
        if path == "/enrol":
            line.sendall(b"x" * (SMALL_BODY + 1))
        assert (b" 413 " if path == "/enrol" else b" 401 ") in answer_of(line)


def test_a_body_in_chunks_is_measured_as_it_comes(enrolled: Enrolled) -> None:
    laptop = enrolled()

    def pieces() -> Iterator[bytes]:
        for _ in range(9):
            yield b"\0" * (1 << 20)

    answered = laptop.request("POST", "/push", sent=pieces())  # type: ignore[arg-type]
    assert answered.status == 413


@pytest.mark.parametrize("encoding", ["zstd", "zstd-1"])
def test_a_bomb_is_unpacked_no_further_than_a_body_may_be_long(encoding: str) -> None:
    packed = zstandard.ZstdCompressor().compress(b"\0" * (100 << 20))
    compression.unpack(compression.pack(b"x" * 200, with_dictionary=True)[0], "zstd-1", wire.MAX_BODY)
    tracemalloc.start()
    try:
        with pytest.raises(compression.TooLong):
            compression.unpack(packed, encoding, wire.MAX_BODY)
        assert tracemalloc.get_traced_memory()[1] < 3 * wire.MAX_BODY
    finally:
        tracemalloc.stop()


def test_twenty_bombs_at_a_time_are_all_refused(enrolled: Enrolled) -> None:
    laptop = enrolled()
    many = gzip.compress(b"\0" * (9 << 20)) * 4
    window = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    ).compress(b"\0" * (200 << 20))
    for _ in range(5):
        assert laptop.request("POST", "/push", b"", {"Content-Encoding": "gzip"}, many).status == 413
        assert laptop.request("POST", "/push", b"", {"Content-Encoding": "zstd"}, window).status in (400, 413)
    assert laptop.request("GET", "/hello").status == 200


JSON_ROUTES = ("/accounts", "/align", "/fork", "/escrow", "/report", "/retire", "/residents/lookup", "/referrals/scan")
NESTED = [(b"[", b"]"), (b'{"a":', b"}"), (b'{"seen":[', b"]}")]


def test_json_of_any_depth_is_refused_at_every_route(enrolled: Enrolled) -> None:
    laptop = enrolled()
    for path in JSON_ROUTES:
        for opening, closing in NESTED:
            for depth in (400, 900, 100_000):
                body = opening * depth + b"1" + closing * depth
                assert laptop.request("POST", path, body).status == 400, (path, depth)


@pytest.mark.parametrize("depth", [50, 300, 900, 100_000])
def test_a_save_of_any_depth_is_taken_or_kept_and_the_others_go_on(enrolled: Enrolled, ids: Ids, depth: int) -> None:
    laptop = enrolled()
    deep = laptop.line(resident(ids(), future="DEEP")).replace(b'"DEEP"', b'{"a":' * depth + b"1" + b"}" * depth)
    outcomes = laptop.push(deep, laptop.line(resident(ids())))
    assert outcomes[0].state in ("applied", "malformed", "quarantined")
    assert outcomes[1].state == "applied"
    assert laptop.pull()
    assert laptop.request("GET", "/snapshot/resident").status == 200


def test_a_million_steps_in_one_save_are_kept_and_not_taken(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    line = laptop.line(resident(ids()))
    many = laptop.line(resident(ids())).replace(b'"ops":[', b'"ops":[' + b"{}," * 300_000)
    tiny = b"\n" * 1_000_000
    envelope = msgspec.json.encode(wire.PushEnvelope(laptop.id, 1))
    reply = laptop.request("POST", "/push", envelope + b"\n" + many + tiny + line).read(wire.PushReply)
    assert [each.state for each in reply.outcomes] == ["malformed", "applied"]


def test_two_hundred_slow_sockets_stop_no_push_and_are_ended(
    enrolled: Enrolled, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 2.0)
    laptop = enrolled()
    with ExitStack() as stack:
        lines = [stack.enter_context(opened(laptop)) for _ in range(SLOW)]
        for index, line in enumerate(lines):
            # Nothing; half a head; a whole head of a device that is known, and a body that never comes.
            said = (b"", b"POST /api/v1/push HTTP/1.1\r\nHost: c\r\nX", head(laptop, "/push", 100_000, laptop.id))
            line.sendall(said[index % 3])
        began = time.monotonic()
        assert laptop.push(laptop.line(resident(ids())))[0].state == "applied"
        assert time.monotonic() - began < 2
        assert all(has_ended(line, drips=False) for line in lines[0::3])
        # A drip of headers does not put the end off.
        assert all(has_ended(line, drips=True) for line in lines[1::3])
        assert laptop.request("GET", "/hello").status == 200


def test_whoever_never_reads_the_answers_is_ended_and_a_slow_reader_is_not(
    enrolled: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "READ_SECONDS", 1.5)
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.5)
    laptop = enrolled()
    asked = f"GET {wire.PREFIX}/openapi.json HTTP/1.1\r\nHost: c\r\n\r\n".encode()
    with opened(laptop) as deaf:
        # Far more answers than the system keeps for a socket that nobody reads.
        deaf.sendall(asked * 400)
        time_is_up = time.monotonic() + 3
        while time.monotonic() < time_is_up and laptop.request("GET", "/hello").status == 200:
            pass
        received = 0
        with contextlib.suppress(ConnectionError):
            while piece := deaf.recv(1 << 20):
                received += len(piece)
    with requests.Session() as session:
        one = len(session.get(laptop.server + wire.PREFIX + "/openapi.json").content)
    assert 0 < received < 400 * one, "the county went on writing"
    with opened(laptop) as slow:
        slow.sendall(asked * 60)
        received = 0
        while received < 60 * one:
            piece = slow.recv(1 << 16)
            assert piece, "a reader was cut off"
            received += len(piece)


def has_ended(line: socket.socket, *, drips: bool) -> bool:
    """Whether the county ends the connection within five seconds, whatever drips in meanwhile."""
    ends = time.monotonic() + 5
    line.settimeout(0.1)
    while time.monotonic() < ends:
        try:
            if drips:
                line.sendall(b"x")
            if line.recv(100) == b"":
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False
