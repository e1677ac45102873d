"""Only an answer that is the county's counts."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import zstandard

from clinic_app.clock import FrozenClock
from clinic_app.protocol import wire
from clinic_app.protocol.signing import new_key_pair
from clinic_app.sync.errors import ServerRefused, TooLarge, Unreachable
from clinic_app.sync.transport import Identity, Transport
from tests.conftest import NOW

GOOD = json.dumps({"outcomes": []}).encode()
Answering = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def served(answer: Answering) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def line_to(url: str, deadline: float = 10) -> Transport:
    return Transport(url, Identity("d", new_key_pair()[0]), FrozenClock(NOW), ca=None, deadline=deadline)


def respond(request: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    full = {
        wire.PROTOCOL_HEADER: "1",
        wire.ECHO_HEADER: str(request.headers[wire.NONCE_HEADER]),
        wire.BODY_HASH_HEADER: hashlib.sha256(body).hexdigest(),
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
    full |= {name.replace("_", "-"): value for name, value in headers.items()}
    request.send_response(status)
    for name, value in full.items():
        if value:
            request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


def ask(url: str, deadline: float = 10) -> wire.OutcomesReply:
    with line_to(url, deadline) as line:
        return line.get("/outcomes?mid=", wire.OutcomesReply)


def test_a_whole_answer_counts_plain_or_compressed() -> None:
    with served(lambda request: respond(request, GOOD)) as url:
        assert ask(url).outcomes == []

    def compressed(request: BaseHTTPRequestHandler) -> None:
        small = zstandard.ZstdCompressor().compress(GOOD)
        digest = hashlib.sha256(GOOD).hexdigest()
        respond(request, small, Content_Encoding="zstd", **{wire.BODY_HASH_HEADER.replace("-", "_"): digest})

    with served(compressed) as url:
        assert ask(url).outcomes == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Type": "text/html"},
        {"Sync_Nonce": "another"},
        {"Sync_Nonce": ""},
        {"Sync_Protocol": ""},
        {"Sync_Body_SHA256": "0" * 64},
        {"Content_Encoding": "zstd"},
    ],
)
def test_an_answer_with_one_wrong_mark_never_counts(headers: dict[str, str]) -> None:
    with (
        served(lambda request: respond(request, GOOD, **headers)) as url,
        pytest.raises(Unreachable, match="保存在本机"),
    ):
        ask(url)


@pytest.mark.parametrize("status", [200, 302, 511])
def test_a_captive_portal_never_counts_and_is_never_followed(status: int) -> None:
    paths: list[str] = []

    def portal(request: BaseHTTPRequestHandler) -> None:
        paths.append(request.path)
        request.send_response(status)
        request.send_header("Location", "/login")
        request.send_header("Content-Type", "text/html")
        request.end_headers()
        request.wfile.write(b"<html>login</html>")

    with served(portal) as url, pytest.raises(Unreachable, match="登录页"):
        ask(url)
    assert paths == ["/api/v1/outcomes?mid="]


@pytest.mark.parametrize("kept", [0, 1, len(GOOD) - 1])
def test_half_a_body_never_counts(kept: int) -> None:
    def half(request: BaseHTTPRequestHandler) -> None:
        digest = hashlib.sha256(GOOD).hexdigest()
        header = wire.BODY_HASH_HEADER.replace("-", "_")
        respond(request, GOOD[:kept], Content_Length=str(len(GOOD)), **{header: digest})
        request.connection.shutdown(socket.SHUT_RDWR)

    with served(half) as url, pytest.raises(Unreachable):
        ask(url)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zstandard.ZstdCompressor().compress(b"0" * (wire.MAX_BODY + 1))
    with served(lambda request: respond(request, bomb, Content_Encoding="zstd")) as url, pytest.raises(Unreachable):
        ask(url)


def test_a_drip_of_bytes_ends_at_the_deadline() -> None:
    stop = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000000")
        request.end_headers()
        while not stop.wait(0.05):
            request.wfile.write(b"x")

    with served(drip) as url:
        started = time.monotonic()
        with pytest.raises(Unreachable):
            ask(url, deadline=0.5)
        stop.set()
    assert time.monotonic() - started < 5


def test_nobody_there_is_said_plainly() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match="联系不上"):
        ask(f"http://127.0.0.1:{port}")


def failing(status: int) -> Answering:
    body = json.dumps({"code": "c", "message": "县平台说的话"}).encode()
    return lambda request: respond(request, body, status)


@pytest.mark.parametrize(
    ("status", "problem"),
    [(403, ServerRefused), (401, ServerRefused), (413, TooLarge), (503, Unreachable), (429, Unreachable)],
)
def test_a_refusal_is_told_in_the_countys_words(status: int, problem: type[Exception]) -> None:
    with served(failing(status)) as url, pytest.raises(problem, match="县平台说的话"):
        ask(url)


@pytest.mark.parametrize("server", ["http://10.0.0.1", "http://example.invalid", "ftp://127.0.0.1", "县平台", ""])
def test_plain_http_goes_to_this_machine_only(server: str) -> None:
    with pytest.raises(ServerRefused, match="https"):
        line_to(server)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with served(lambda request: respond(request, GOOD)) as url:
        assert ask(url).outcomes == []
