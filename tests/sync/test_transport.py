"""Only an answer that is the county's counts."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
import trustme
import zstandard
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from clinic_app.clock import FrozenClock
from clinic_app.protocol import wire
from clinic_app.protocol.signing import new_key_pair
from clinic_app.sync import transport
from clinic_app.sync.errors import (
    Busy,
    DeviceFork,
    EpochChanged,
    NoLine,
    ProtocolTooOld,
    ScopeChanged,
    ServerRefused,
    TimedOut,
    TooLarge,
    Unreachable,
)
from clinic_app.sync.transport import Identity, Transport
from tests.conftest import NOW

GOOD = json.dumps({"outcomes": []}).encode()
Answering = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def served(answer: Answering, certificate: trustme.LeafCert | None = None) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        do_POST = do_PUT = do_GET

        def log_message(self, *_: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            return

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def line_to(url: str, deadline: float = 10, **more: Any) -> Transport:
    chosen = {"ca": None, "deadline": deadline, **more}
    return Transport(url, Identity("d", new_key_pair()[0]), FrozenClock(NOW), **chosen)


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


@pytest.mark.parametrize(
    ("status", "code", "problem"),
    [
        (426, "protocol", ProtocolTooOld),
        (409, "epoch_changed", EpochChanged),
        (409, "device_fork", DeviceFork),
        (409, "something_new", ServerRefused),
        (408, "slow_body", TimedOut),
        (503, "busy", Busy),
        (429, "rate", Busy),
        (429, "enrol_rate", ServerRefused),
        (500, "failed", Unreachable),
    ],
)
def test_each_refusal_has_its_own_name(status: int, code: str, problem: type[Exception]) -> None:
    body = json.dumps({"code": code, "message": "县平台说的话"}).encode()
    with served(lambda request: respond(request, body, status)) as url, pytest.raises(problem) as met:
        ask(url)
    assert type(met.value) is problem


def test_a_changed_scope_says_what_came_and_what_went() -> None:
    failure = {"code": "scope_changed", "message": "m", "added": ["1"], "removed": ["2", "3"], "cursor": "c"}
    body = json.dumps(failure).encode()
    with served(lambda request: respond(request, body, 409)) as url, pytest.raises(ScopeChanged) as met:
        ask(url)
    assert (met.value.added, met.value.removed, met.value.cursor) == (("1",), ("2", "3"), "c")


@pytest.mark.parametrize("after", ["120", format_datetime(NOW + timedelta(seconds=120))])
@pytest.mark.parametrize("own", [True, False])
def test_a_busy_county_or_the_gateway_before_it_says_when_to_come_again(after: str, own: bool) -> None:
    def busy(request: BaseHTTPRequestHandler) -> None:
        body = json.dumps({"code": "busy", "message": "忙"}).encode() if own else b"<html>maintenance</html>"
        respond(request, body, 503, Retry_After=after, Content_Type="application/json" if own else "text/html")

    with served(busy) as url, pytest.raises(Busy) as met:
        ask(url)
    assert met.value.retry_after == 120


@pytest.mark.parametrize("after", ["", "soon", "-5", "Tue, 31 Feb 2026 00:00:00 GMT"])
def test_a_retry_after_that_cannot_be_read_is_none(after: str) -> None:
    with served(lambda request: respond(request, b"{}", 503, Retry_After=after)) as url, pytest.raises(Busy) as met:
        ask(url)
    assert met.value.retry_after is None


def certificate(**more: Any) -> tuple[trustme.CA, trustme.LeafCert]:
    authority = trustme.CA()
    return authority, authority.issue_cert(more.pop("name", "127.0.0.1"), **more)


LONG_AGO, FAR_AHEAD = datetime(2001, 1, 1, tzinfo=UTC), datetime(2400, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("过期", {"not_after": LONG_AGO}),
        ("还没有生效", {"not_before": FAR_AHEAD, "not_after": FAR_AHEAD + timedelta(days=9)}),
        ("不是县平台这个地址", {"name": "another.example.org"}),
    ],
)
def test_a_wrong_certificate_is_told_by_what_is_wrong(words: str, made: dict[str, Any], tmp_path: Path) -> None:
    authority, leaf = certificate(**made)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    asked: list[str] = []
    with (
        served(lambda request: asked.append(request.path), leaf) as url,
        line_to(url, ca=str(tmp_path / "ca.pem")) as line,
        pytest.raises(NoLine, match=words) as met,
    ):
        line.get("/hello", wire.HelloReply)
    assert "没有发送任何内容" in str(met.value)
    assert asked == []


def test_a_certificate_of_another_authority_is_refused_and_ours_is_taken(tmp_path: Path) -> None:
    authority, leaf = certificate()
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    authority.cert_pem.write_to_path(tmp_path / "ours.pem")
    with served(lambda request: respond(request, GOOD), leaf) as url:
        with line_to(url, ca=str(tmp_path / "ours.pem")) as line:
            assert line.get("/outcomes?mid=", wire.OutcomesReply).outcomes == []
        with line_to(url, ca=str(tmp_path / "other.pem")) as line, pytest.raises(NoLine, match="根证书"):
            line.get("/outcomes?mid=", wire.OutcomesReply)


def test_a_name_that_is_not_known_is_told_as_that() -> None:
    with line_to("https://county.invalid") as line, pytest.raises(NoLine, match="查不到它的地址"):
        line.get("/hello", wire.HelloReply)


def test_an_address_that_swallows_everything_does_not_hide_the_one_that_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transport, "CONNECT_SECONDS", 0.2)
    with socket.socket() as hole, served(lambda request: respond(request, GOOD)) as url:
        # A full queue of connections drops what comes next, as a black hole does.
        hole.bind(("127.0.0.2", 0))
        hole.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(hole.getsockname())
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", hole.getsockname())]
        found += socket.getaddrinfo("127.0.0.1", int(url.rpartition(":")[2]), type=socket.SOCK_STREAM)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        assert ask(url).outcomes == []
        for each in waiting:
            each.close()


def test_nobody_answering_is_a_time_out() -> None:
    stop = threading.Event()

    def silent(request: BaseHTTPRequestHandler) -> None:
        stop.wait(10)

    with served(silent) as url:
        with pytest.raises(TimedOut):
            ask(url, deadline=0.3)
        stop.set()


HEAD = {"epoch": "e", "seq": 7, "h": "00112233445566ff"}


def hello(head: dict[str, Any]) -> bytes:
    scope = {"organisation": "V1", "kind": "village_clinic"}
    whole = {"protocol": [1], "head": head, "durable_seq": 0, "scope": scope, "server_time": "2026-11-22T02:30:00Z"}
    return json.dumps(whole).encode()


def test_each_request_says_the_newest_place_that_was_seen_and_a_pull_names_a_newer_one() -> None:
    said: list[str | None] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        said.append(request.headers["Clinic-Seen"])
        respond(request, hello(HEAD) if "hello" in request.path else json.dumps({"head": HEAD}).encode())

    with served(answer) as url, line_to(url, seen=wire.Head("e", 5, "f" * 16)) as line:
        line.get("/hello", wire.HelloReply)
        line.get("/pull?limit=0", wire.PullReply)
        # Neither of them has looked whether the place that was seen is in the county's log.
        line.get("/pull?limit=9", wire.PullReply)
        line.get("/hello", wire.HelloReply)
    assert said == ["e.5.ffffffffffffffff"] * 3 + ["e.7.00112233445566ff"]


@pytest.mark.parametrize("changed", [{"seq": 6}, {"epoch": "f"}, {"h": "f" * 16}, {"epoch": "f", "seq": 9}])
def test_an_answer_from_before_what_was_seen_means_that_the_county_was_restored(changed: dict[str, Any]) -> None:
    with (
        served(lambda request: respond(request, hello({**HEAD, **changed}))) as url,
        line_to(url, seen=wire.Head(**HEAD)) as line,
        pytest.raises(EpochChanged),
    ):
        line.get("/hello", wire.HelloReply)


def test_a_place_remembered_with_the_whole_chain_value_is_the_same_place() -> None:
    seen = wire.Head("e", 7, HEAD["h"] + "0" * 48)
    with served(lambda request: respond(request, hello(HEAD))) as url, line_to(url, seen=seen) as line:
        assert line.get("/hello", wire.HelloReply).head.seq == 7


def test_raw_bytes_go_and_come_as_they_are() -> None:
    content = secrets.token_bytes(300_000)
    came: list[bytes] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        if request.command == "PUT":
            came.append(request.rfile.read(int(request.headers["Content-Length"])))
            respond(request, json.dumps({"received": len(content), "complete": True}).encode())
        else:
            respond(request, content, Content_Type="application/octet-stream")

    with served(answer) as url, line_to(url) as line:
        assert line.put_bytes("/blobs/x?start=0", content, wire.BlobState).complete
        assert line.get_bytes("/blobs/x") == content
    assert came == [content]


def test_a_page_of_html_is_no_bytes() -> None:
    with (
        served(lambda request: respond(request, b"<html>", Content_Type="text/html")) as url,
        line_to(url) as line,
        pytest.raises(Unreachable, match="登录页"),
    ):
        line.get_bytes("/blobs/x")


def test_what_is_too_large_when_packed_is_not_sent() -> None:
    asked: list[str] = []
    with served(lambda request: asked.append(request.path)) as url, line_to(url) as line, pytest.raises(TooLarge):
        line.post("/push", secrets.token_bytes(2000), wire.PushReply, most=1000)
    assert asked == []


class Swallowing(BaseAdapter):
    """A network in the same process: it answers once and then loses everything."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.asked += 1
        if self.asked > 1:
            raise requests.ConnectionError("lost")
        headers = {
            wire.PROTOCOL_HEADER: "1",
            wire.ECHO_HEADER: request.headers[wire.NONCE_HEADER],
            wire.BODY_HASH_HEADER: hashlib.sha256(GOOD).hexdigest(),
            "Content-Type": "application/json",
        }
        response = requests.Response()
        response.status_code = 200
        response.headers.update(headers)
        response.raw = HTTPResponse(io.BytesIO(GOOD), headers, 200, preload_content=False)
        return response

    def close(self) -> None:
        return


def test_another_network_can_take_the_place_of_the_real_one() -> None:
    with line_to("http://127.0.0.1:1", adapter=Swallowing()) as line:
        assert line.get("/outcomes?mid=", wire.OutcomesReply).outcomes == []
        with pytest.raises(Unreachable):
            line.get("/outcomes?mid=", wire.OutcomesReply)
