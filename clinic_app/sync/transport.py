"""One signed request and an answer that counts. No redirects, no proxies' credentials, an overall deadline.

An answer counts only if status, content type, protocol header, echoed nonce and body hash all match: a captive
portal's page or half a body never does (sync transport rules, docs/protocol.md).
"""

from __future__ import annotations

import hashlib
import io
import ipaddress
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import msgspec

from clinic_app.clock import Clock, instant_text
from clinic_app.protocol import compression, signing, wire
from clinic_app.sync.errors import EpochChanged, ServerRefused, TimedOut, TooLarge, Unreachable
from clinic_app.sync.trouble import ODD_ANSWER, SILENT, UNREACHABLE, not_genuine, of_failure, of_line

if TYPE_CHECKING:
    from requests import Response
    from requests.adapters import BaseAdapter

CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 20.0
CHUNK = 64 << 10
# What is sent at once: each piece has the connection's 5 seconds, so that a slow line counts as alive.
PIECE = 4 << 10
UNKNOWN_ENCODING = 415
# Of a chain value, on the wire.
H_DIGITS = 16
JSON, NDJSON, BYTES = "application/json", "application/x-ndjson", "application/octet-stream"

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
    """The line to one county server.

    `seen` is the highest place of the county's log that anything showed; each request carries it, and an answer from
    before it raises EpochChanged. `proven` is the newest place that an answer to a pull named (proven.py). `adapter`
    takes the place of the network for this server.
    """

    def __init__(
        self,
        server: str,
        identity: Identity,
        clock: Clock,
        *,
        ca: str | None,
        deadline: float,
        adapter: BaseAdapter | None = None,
        seen: wire.Head | None = None,
    ) -> None:
        # What speaks HTTP is read in with the first line: many a laptop has none for days.
        import requests

        self.server = server.rstrip("/")
        self.seen = seen
        self.proven: wire.Head | None = None
        self.answers = 0
        self.bytes_sent = 0
        self.bytes_received = 0
        self._identity = identity
        self._clock = clock
        self._ends = time.monotonic() + deadline
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = ca or True
        self._session.headers.clear()
        self._packs = True
        self._real = adapter is None
        if adapter is not None:
            self._session.mount(self.server, adapter)
        refuse_plain_http(self.server)

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def get(self, path: str, reply: type[Reply], *, wait: float = 0.0) -> Reply:
        """GET `/api/v1<path>`. The county may be silent for `wait` seconds more than usual (a long poll).

        Raises SyncProblem, as all requests do.
        """
        read = self._read_reply(self._exchange("GET", path, b"", JSON, JSON, wait=wait), reply)
        head = getattr(read, "head", None)
        if isinstance(head, wire.Head) and path.startswith("/pull?") and "limit=0" not in path:
            # The county has looked for the place that was seen in its log; only then it names a newer one.
            self.seen = self.proven = head
        return read

    def post(
        self, path: str, body: bytes, reply: type[Reply], content_type: str = JSON, *, most: int | None = None
    ) -> Reply:
        """POST `body` to `/api/v1<path>`; raises TooLarge without sending when it has over `most` bytes packed."""
        return self._read_reply(self._exchange("POST", path, body, content_type, JSON, most=most), reply)

    def put_bytes(self, path: str, body: bytes, reply: type[Reply]) -> Reply:
        """PUT `body` as it is."""
        return self._read_reply(self._exchange("PUT", path, body, BYTES, JSON), reply)

    def get_bytes(self, path: str) -> bytes:
        """GET an answer that is bytes and not JSON."""
        return self._exchange("GET", path, b"", BYTES, BYTES)

    @property
    def seconds_left(self) -> float:
        """Until this sync's deadline."""
        return self._ends - time.monotonic()

    def _exchange(
        self,
        method: str,
        path: str,
        body: bytes,
        content_type: str,
        expected: str,
        *,
        wait: float = 0.0,
        most: int | None = None,
    ) -> bytes:
        target = wire.PREFIX + path
        nonce = secrets.token_urlsafe(12)
        headers = self._headers(method, target, nonce, body, content_type)
        sent = body
        if content_type != BYTES:
            sent, encoding = compression.pack(body, with_dictionary=self._packs)
            if encoding is not None:
                headers["Content-Encoding"] = encoding
        if most is not None and len(sent) > most:
            raise TooLarge("一次发送的内容太大，程序会分批再发")
        self.bytes_sent += len(f"{method} {target} HTTP/1.1") + _size(headers) + len(sent)
        answer = self._within_deadline(lambda: self._fetch(method, self.server + target, sent, headers, wait))
        self.bytes_received += _size(answer.headers) + len(answer.raw)
        if answer.status == UNKNOWN_ENCODING and self._packs:
            # An older county; from now on it is spoken to as before. What was sent has not been read.
            self._packs = False
            return self._exchange(method, path, body, content_type, expected, wait=wait, most=most)
        return self._judge(answer, nonce, expected)

    def _within_deadline(self, fetch: Callable[[], Answer]) -> Answer:
        """Run a request so that nothing the line does (a drip of headers, a hanging look-up) outlasts the deadline.

        A request that is given up goes on alone and touches nothing but its own socket.
        """
        box: list[Answer | BaseException] = []

        def work() -> None:
            try:
                box.append(fetch())
            except BaseException as problem:
                box.append(problem)

        worker = threading.Thread(target=work, name="sync-request", daemon=True)
        worker.start()
        worker.join(max(0.0, self.seconds_left))
        if not box:
            raise TimedOut(SILENT)
        if isinstance(box[0], BaseException):
            raise box[0]
        return box[0]

    def _fetch(self, method: str, url: str, sent: bytes, headers: dict[str, str], wait: float) -> Answer:
        from urllib3.exceptions import HTTPError

        patience = (CONNECT_SECONDS, max(0.1, min(SILENCE_SECONDS + wait, self.seconds_left)))
        body = _Pieces(sent) if self._real and len(sent) > PIECE else sent or None
        try:
            with self._session.request(
                method, url, data=body, headers=headers, timeout=patience, allow_redirects=False, stream=True
            ) as response:
                return Answer(response.status_code, response.headers, self._read(response))
        except (HTTPError, OSError) as problem:
            # Those of requests are of OSError too.
            raise of_line(problem) from None

    def _headers(self, method: str, target: str, nonce: str, body: bytes, content_type: str) -> dict[str, str]:
        moment = instant_text(self._clock.now())
        signed = signing.message(method, target, nonce, moment, body)
        headers = {
            wire.DEVICE_HEADER: self._identity.device,
            wire.TIME_HEADER: moment,
            wire.NONCE_HEADER: nonce,
            wire.SIGNATURE_HEADER: signing.sign(self._identity.private_key, signed),
            wire.PROTOCOL_HEADER: str(wire.PROTOCOL),
            "Accept-Encoding": f"{compression.WITH_DICTIONARY}, {compression.PLAIN}"
            if self._packs
            else compression.PLAIN,
            "User-Agent": "clinic-app",
        }
        if body:
            headers["Content-Type"] = content_type
        if self.seen is not None:
            headers[wire.SEEN_HEADER] = f"{self.seen.epoch}.{self.seen.seq}.{self.seen.h[:H_DIGITS]}"
        return headers

    def _read(self, response: Response) -> bytes:
        """The whole body as sent, within deadline and size."""
        pieces, size = [], 0
        while piece := response.raw.read1(CHUNK, decode_content=False):
            size += len(piece)
            if size > wire.MAX_BODY:
                raise Unreachable(UNREACHABLE)
            if self.seconds_left <= 0:
                raise TimedOut(SILENT)
            pieces.append(piece)
        return b"".join(pieces)

    def _judge(self, answer: Answer, nonce: str, expected: str) -> bytes:
        """The body of an answer that counts; raises SyncProblem for any other."""
        if (body := _decompressed(answer)) is None:
            raise not_genuine(answer.status, answer.headers, self._clock.now())
        genuine = (
            answer.headers.get(wire.PROTOCOL_HEADER) is not None
            and answer.headers.get(wire.ECHO_HEADER) == nonce
            and answer.headers.get(wire.BODY_HASH_HEADER) == hashlib.sha256(body).hexdigest()
            and answer.headers.get("Content-Type", "").startswith(expected if answer.status == 200 else JSON)
        )
        if not genuine:
            raise not_genuine(answer.status, answer.headers, self._clock.now())
        if answer.status != 200:
            raise of_failure(answer.status, answer.headers, body, self._clock.now())
        self.answers += 1
        return body

    def _read_reply(self, body: bytes, reply: type[Reply]) -> Reply:
        try:
            read = msgspec.json.decode(body, type=reply)
        except msgspec.DecodeError:
            raise Unreachable(ODD_ANSWER) from None
        head = getattr(read, "head", None)
        if isinstance(head, wire.Head):
            self._hold_against(head)
        return read

    def _hold_against(self, head: wire.Head) -> None:
        """Raises EpochChanged for an answer from before what was seen."""
        if self.seen is not None and not follows(head, self.seen):
            raise EpochChanged


class _Pieces(io.BytesIO):
    """A body that is handed to the socket in small pieces, however large a piece is asked for."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.len = len(content)

    def read(self, size: int | None = -1) -> bytes:
        return super().read(PIECE if size is None or size < 0 else min(size, PIECE))


def follows(head: wire.Head, seen: wire.Head) -> bool:
    """Whether `head` may be of the log that showed `seen`."""
    if head.epoch != seen.epoch or head.seq < seen.seq:
        return False
    return head.seq > seen.seq or head.h[:H_DIGITS] == seen.h[:H_DIGITS]


def _size(headers: Mapping[str, str]) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers.items())


def _decompressed(answer: Answer) -> bytes | None:
    """The body unpacked; None when it cannot be, or is larger than an answer may be."""
    encoding = answer.headers.get("Content-Encoding", "")
    if encoding not in (compression.PLAIN, compression.WITH_DICTIONARY):
        return answer.raw
    try:
        return compression.unpack(answer.raw, encoding, wire.MAX_BODY)
    except compression.Unpackable:
        return None


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
