"""One signed request and an answer that counts. No redirects, no proxies' credentials, an overall deadline.

An answer counts only if status, content type, protocol header, echoed nonce and body hash all match: a captive
portal's page or half a body never does (sync transport rules, docs/protocol.md).
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
import requests
import urllib3
import zstandard

from clinic_app.clock import Clock, instant_text
from clinic_app.protocol import signing, wire
from clinic_app.sync.errors import ServerRefused, SyncProblem, TooLarge, Unreachable

CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 20.0
CHUNK = 64 << 10
SMALL = 300
UNREACHABLE = "联系不上县平台，记录都保存在本机；有网后会自动再传"
ODD_ANSWER = "收到的不是县平台的回答（可能是上网登录页），记录都保存在本机；连好网络后会自动再传"

Reply = TypeVar("Reply")


@dataclass(frozen=True)
class Identity:
    """Who signs: the device's id and raw private key. Before enrolment the id is empty."""

    device: str
    private_key: bytes


@dataclass(frozen=True)
class Answer:
    """What came back, not yet believed."""

    status: int
    headers: Mapping[str, str]
    raw: bytes


class Transport:
    """The line to one county server."""

    def __init__(self, server: str, identity: Identity, clock: Clock, *, ca: str | None, deadline: float) -> None:
        self.server = server.rstrip("/")
        self._identity = identity
        self._clock = clock
        self._ends = time.monotonic() + deadline
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = ca or True
        self.bytes_sent = 0
        self.bytes_received = 0
        refuse_plain_http(self.server)

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def get(self, path: str, reply: type[Reply]) -> Reply:
        """GET `/api/v1<path>`."""
        return self._exchange("GET", path, b"", reply)

    def post(self, path: str, body: bytes, reply: type[Reply], content_type: str = "application/json") -> Reply:
        """POST `body` to `/api/v1<path>`."""
        return self._exchange("POST", path, body, reply, content_type)

    @property
    def seconds_left(self) -> float:
        """Until this sync's deadline."""
        return self._ends - time.monotonic()

    def _exchange(
        self, method: str, path: str, body: bytes, reply: type[Reply], content_type: str = "application/json"
    ) -> Reply:
        target = wire.PREFIX + path
        nonce = secrets.token_urlsafe(16)
        headers = self._headers(method, target, nonce, body, content_type)
        sent = body
        if len(body) > SMALL:
            sent = zstandard.ZstdCompressor(level=3).compress(body)
            headers["Content-Encoding"] = "zstd"
        self.bytes_sent += len(sent)
        answer = self._within_deadline(lambda: self._fetch(method, self.server + target, sent, headers))
        self.bytes_received += len(answer.raw)
        return self._judge(answer, nonce, reply)

    def _within_deadline(self, fetch: Callable[[], Answer]) -> Answer:
        """Run a request so that nothing the line does (a drip of headers, a hanging look-up) outlasts the deadline.

        A request that is given up goes on alone and touches nothing but its own socket.
        """
        box: list[Answer | SyncProblem] = []

        def work() -> None:
            try:
                box.append(fetch())
            except SyncProblem as problem:
                box.append(problem)

        worker = threading.Thread(target=work, name="sync-request", daemon=True)
        worker.start()
        worker.join(max(0.0, self.seconds_left))
        if not box:
            raise Unreachable(UNREACHABLE)
        if isinstance(box[0], SyncProblem):
            raise box[0]
        return box[0]

    def _fetch(self, method: str, url: str, sent: bytes, headers: dict[str, str]) -> Answer:
        patience = (CONNECT_SECONDS, max(0.1, min(SILENCE_SECONDS, self.seconds_left)))
        try:
            with self._session.request(
                method, url, data=sent or None, headers=headers, timeout=patience, allow_redirects=False, stream=True
            ) as response:
                return Answer(response.status_code, response.headers, self._read(response))
        except requests.exceptions.SSLError:
            raise Unreachable("县平台的证书不对，没有发送任何内容；核对服务器地址和证书文件") from None
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError):
            raise Unreachable(UNREACHABLE) from None

    def _headers(self, method: str, target: str, nonce: str, body: bytes, content_type: str) -> dict[str, str]:
        moment = instant_text(self._clock.now())
        signed = signing.message(method, target, nonce, moment, body)
        return {
            wire.DEVICE_HEADER: self._identity.device,
            wire.TIME_HEADER: moment,
            wire.NONCE_HEADER: nonce,
            wire.SIGNATURE_HEADER: signing.sign(self._identity.private_key, signed),
            wire.PROTOCOL_HEADER: str(wire.PROTOCOL),
            "Content-Type": content_type,
            "Accept-Encoding": "zstd",
            "User-Agent": "clinic-app",
        }

    def _read(self, response: requests.Response) -> bytes:
        """The whole body as sent, within deadline and size."""
        pieces, size = [], 0
        while piece := response.raw.read1(CHUNK, decode_content=False):
            size += len(piece)
            if size > wire.MAX_BODY or self.seconds_left <= 0:
                raise Unreachable(UNREACHABLE)
            pieces.append(piece)
        return b"".join(pieces)

    def _judge(self, answer: Answer, nonce: str, reply: type[Reply]) -> Reply:
        body = _decompressed(answer)
        genuine = (
            answer.headers.get(wire.PROTOCOL_HEADER) is not None
            and answer.headers.get(wire.ECHO_HEADER) == nonce
            and answer.headers.get(wire.BODY_HASH_HEADER) == hashlib.sha256(body).hexdigest()
            and answer.headers.get("Content-Type", "").startswith("application/json")
        )
        if not genuine:
            raise Unreachable(ODD_ANSWER)
        if answer.status != 200:
            raise _failure(answer.status, body)
        try:
            return msgspec.json.decode(body, type=reply)
        except msgspec.DecodeError:
            raise Unreachable(ODD_ANSWER) from None


def _decompressed(answer: Answer) -> bytes:
    if answer.headers.get("Content-Encoding") != "zstd":
        return answer.raw
    try:
        with zstandard.ZstdDecompressor().stream_reader(answer.raw) as reader:
            body = reader.read(wire.MAX_BODY + 1)
    except zstandard.ZstdError:
        raise Unreachable(ODD_ANSWER) from None
    if len(body) > wire.MAX_BODY:
        raise Unreachable(ODD_ANSWER)
    return body


def _failure(status: int, raw: bytes) -> SyncProblem:
    try:
        failure = msgspec.json.decode(raw, type=wire.Failure)
    except msgspec.DecodeError:
        failure = wire.Failure("unknown", UNREACHABLE)
    if status in (400, 401, 403, 404, 409, 426) or failure.code == "enrol_rate":
        return ServerRefused(failure.message)
    if status == 413:
        return TooLarge(failure.message)
    return Unreachable(failure.message)


def refuse_plain_http(server: str) -> None:
    """Raises ServerRefused unless `server` is https, or http to this very machine."""
    try:
        parts = urlsplit(server)
    except ValueError:
        raise ServerRefused(f"服务器地址写法不对：{server[:80]}") from None
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname and _is_loopback(parts.hostname):
        return
    raise ServerRefused("服务器地址要以 https:// 开头（只有本机地址可用 http://）")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def ca_file(folder: Path, certificate: str | None) -> str | None:
    """The county's CA as a file that the TLS library reads; kept in the encrypted file, written beside it."""
    if certificate is None:
        return None
    path = folder / "county-ca.pem"
    if not path.exists() or path.read_text() != certificate:
        path.write_text(certificate)
    return str(path)


def json_body(value: Any) -> bytes:
    """A request body."""
    return msgspec.json.encode(value)
