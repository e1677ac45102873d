"""Bodies in and answers out: bounded decompression, protocol headers, error bodies."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import io
import zlib
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import parse_qs

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from clinic_app.county.problems import Refusal
from clinic_app.protocol import compression, wire

JSON = "application/json"
BYTES = "application/octet-stream"
SMALL = 600
GZIP_LEVEL = 6
BODY_SECONDS = 60.0
CHUNK = 1 << 16
# As much is read of whoever it is; for more the county must know who sends it.
SMALL_BODY = 64 << 10
BAD = Refusal(400, "bad_request", "请求的内容无法读取，数据没有丢失，更新程序后再试")
TOO_LARGE = Refusal(413, "too_large", "一次发送的内容太大，程序会分批再发")
UNREADABLE = Refusal(400, "bad_encoding", "发送的内容解压不开，数据没有丢失，程序会再发")

Asked = TypeVar("Asked")


def announced(request: Request) -> int | None:
    """How long a body the request announces; None for one that comes in chunks. Raises Refusal 413 for too long."""
    if "transfer-encoding" in request.headers:
        return None
    # h11 has seen to it that it is a number.
    size = int(request.headers.get("content-length", "0"))
    if size > wire.MAX_BODY:
        raise TOO_LARGE
    return size


async def read_body(request: Request, most: int = wire.MAX_BODY) -> bytes:
    """The request's body, decompressed; raises Refusal when it is too large, too slow or not readable."""
    raw = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                raw += chunk
                if len(raw) > most:
                    raise TOO_LARGE
    except TimeoutError:
        raise Refusal(408, "slow_body", "发送得太慢，数据没有丢失，程序会再发") from None
    except ClientDisconnect:
        raise UNREADABLE from None
    return _decompressed(bytes(raw), request.headers.get("content-encoding", "identity").strip().lower())


def _decompressed(raw: bytes, encoding: str) -> bytes:
    if encoding in ("", "identity"):
        return raw
    try:
        if encoding in (compression.PLAIN, compression.WITH_DICTIONARY):
            return compression.unpack(raw, encoding, wire.MAX_BODY)
        if encoding == "gzip":
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as unzipped:
                return _bounded(unzipped)
    except compression.TooLong:
        raise TOO_LARGE from None
    except (compression.Unpackable, OSError, EOFError, zlib.error):
        raise UNREADABLE from None
    raise Refusal(415, "bad_encoding", "发送内容的压缩方式不认识，数据没有丢失，更新程序后再试")


def _bounded(reader: gzip.GzipFile) -> bytes:
    parts, size = [], 0
    while chunk := reader.read(CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > wire.MAX_BODY:
            raise TOO_LARGE
    return b"".join(parts)


def query_of(request: Request) -> dict[str, str]:
    """The parameters of an address, the last of each name; raises Refusal 400."""
    try:
        text = request.scope.get("query_string", b"").decode("ascii")
        pairs = parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise BAD from None
    return {name: values[-1] for name, values in pairs.items()}


def decoded(body: bytes, kind: type[Asked]) -> Asked:
    """A JSON body as `kind`; raises Refusal 400."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (ValueError, RecursionError):
        raise BAD from None


def answer(
    request: Request, reply: msgspec.Struct, status: int = 200, more: Mapping[str, str] | None = None
) -> Response:
    """A JSON answer that the client can tell from a captive portal's page."""
    body = msgspec.json.encode(reply)
    headers = {**_marks(request, body), "Content-Type": JSON, **(more or {})}
    sent, encoding = _compressed(body, request.headers.get("accept-encoding", ""))
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(sent, status_code=status, headers=headers)


def answer_bytes(request: Request, body: bytes) -> Response:
    """The same marks on an answer that is plain bytes; no browser that gets at it takes it for a page."""
    headers = {**_marks(request, body), "Content-Type": BYTES, "X-Content-Type-Options": "nosniff"}
    return Response(body, headers=headers)


def _marks(request: Request, body: bytes) -> dict[str, str]:
    marks = {
        wire.PROTOCOL_HEADER: str(wire.PROTOCOL),
        wire.BODY_HASH_HEADER: hashlib.sha256(body).hexdigest(),
        "Cache-Control": "no-store",
    }
    nonce = request.headers.get(wire.NONCE_HEADER)
    if nonce is not None and nonce.isascii() and nonce.isprintable():
        marks[wire.ECHO_HEADER] = nonce
    return marks


def failure(request: Request, refusal: Refusal) -> Response:
    """The answer for a refused request."""
    more = {} if refusal.retry_after is None else {"Retry-After": str(refusal.retry_after)}
    body = wire.Failure(refusal.code, refusal.message, list(refusal.added), list(refusal.removed), refusal.cursor)
    return answer(request, body, refusal.status, more)


def _compressed(body: bytes, accepted: str) -> tuple[bytes, str | None]:
    names = {part.split(";")[0].strip().lower() for part in accepted.split(",") if "q=0" not in part.replace(" ", "")}
    if compression.WITH_DICTIONARY in names:
        return compression.pack(body, with_dictionary=True)
    if len(body) < SMALL:
        return body, None
    if compression.PLAIN in names:
        return compression.pack(body, with_dictionary=False)
    if "gzip" in names:
        return gzip.compress(body, GZIP_LEVEL, mtime=0), "gzip"
    return body, None
