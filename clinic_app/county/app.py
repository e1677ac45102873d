"""The ASGI application: routes, and what each asks of the database. Everything that counts is in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clinic_app.county import (
    accounts,
    align,
    blobs,
    digest,
    enrolment,
    escrow,
    fhir,
    fork,
    hello,
    lookup,
    office,
    openapi,
    push,
    report,
    retire,
    slip_scan,
    snapshot,
)
from clinic_app.county import pull as pulling
from clinic_app.county import relay as relaying
from clinic_app.county.answering import Endpoint, guarded
from clinic_app.county.authentication import (
    UNKNOWN,
    authenticate,
    require_active,
    require_known,
    require_marks,
    require_version,
    signed_message,
)
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import Device
from clinic_app.county.epoch import read_seen
from clinic_app.county.http import (
    BAD,
    SMALL_BODY,
    announced,
    answer,
    answer_bytes,
    decoded,
    failure,
    query_of,
    read_body,
)
from clinic_app.county.indicators import Indicators
from clinic_app.county.pull import Page
from clinic_app.county.scope import require_care
from clinic_app.county.traffic import Observed, Traffic
from clinic_app.county.watch import HeadWatch
from clinic_app.protocol import signing, wire
from clinic_app.protocol.escrow import SealedCode

LONGEST_WAIT = 55.0
ENDED = ("revoked", "retired")
Handler = Callable[[CountyDatabase, Request, Device, bytes], Awaitable[msgspec.Struct | Response]]


class Health(msgspec.Struct):
    """`GET /health`."""

    status: str = "ok"
    protocol: int = wire.PROTOCOL


def create_app(database: CountyDatabase, authorities: Sequence[str] = ()) -> Starlette:
    """The application over an open county database; the caller closes the database. `authorities` (PEM) are what
    laptops shall pin."""
    watch = HeadWatch(database)

    async def pull(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
        return await _pull(database, watch, request, device)

    async def greeting(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
        return await run_in_threadpool(hello.greet, database, device, authorities)

    async def enrol(request: Request) -> Response:
        return await _enrol(database, request)

    traffic = Traffic()
    prefix = wire.PREFIX
    routes = [
        Route(prefix + "/enrol", guarded(enrol), methods=["POST"]),
        Route(prefix + "/accounts", _signed(database, _accounts, any_version=True), methods=["POST"]),
        Route(prefix + "/hello", _signed(database, greeting), methods=["GET"]),
        Route(prefix + "/push", _signed(database, _push, even=ENDED, any_version=True), methods=["POST"]),
        Route(prefix + "/outcomes", _signed(database, _outcomes), methods=["GET"]),
        Route(prefix + "/pull", _signed(database, pull), methods=["GET"]),
        Route(prefix + "/snapshot/{type}", _signed(database, _snapshot), methods=["GET"]),
        Route(prefix + "/digest", _signed(database, _digest), methods=["GET"]),
        Route(prefix + "/digest/{type}/{bucket}", _signed(database, _bucket), methods=["GET"]),
        Route(prefix + "/align", _signed(database, _align), methods=["POST"]),
        Route(prefix + "/fork", _signed(database, _fork), methods=["POST"]),
        Route(prefix + "/escrow", _signed(database, _escrow), methods=["POST"]),
        Route(prefix + "/report", _signed(database, _report), methods=["POST"]),
        Route(prefix + "/retire", _signed(database, _retire, even=("retired",)), methods=["POST"]),
        Route(prefix + "/residents/lookup", _signed(database, _lookup), methods=["POST"]),
        Route(prefix + "/referrals/scan", _signed(database, _scan), methods=["POST"]),
        Route(prefix + "/relay", _signed(database, _relay), methods=["POST"]),
        Route(prefix + "/blobs/{sha256}", _signed(database, _put_blob), methods=["PUT"]),
        Route(prefix + "/blobs/{sha256}", _signed(database, _get_blob), methods=["GET"]),
        Route(prefix + "/blobs/{sha256}/state", _signed(database, _blob_state), methods=["GET"]),
        Route(prefix + "/health", guarded(_health), methods=["GET"]),
        Route(prefix + "/openapi.json", guarded(_description), methods=["GET"]),
        *office.routes(database, Indicators(database), traffic),
        *fhir.routes(database),
    ]
    observed = Middleware(Observed, traffic, {each.endpoint: each.path for each in routes})
    app = Starlette(routes=routes, middleware=[observed], exception_handlers={HTTPException: _no_route})
    app.router.redirect_slashes = False
    app.state.database, app.state.watch = database, watch
    return app


def _signed(
    database: CountyDatabase, handler: Handler, *, even: Sequence[str] = (), any_version: bool = False
) -> Endpoint:
    """An endpoint for enrolled devices; `even` for those that an administrator or they themselves have ended."""

    async def checked(request: Request) -> Response:
        require_version(request.headers, of_any=any_version)
        device_id, size = request.headers.get(wire.DEVICE_HEADER, ""), announced(request)
        if size is None or size > SMALL_BODY:
            require_marks(request)
            await run_in_threadpool(require_known, database, device_id)
        body = await read_body(request)
        signature, signed = signed_message(request, body)
        device = await run_in_threadpool(authenticate, database, device_id, signature, signed, even=even)
        request.state.actor = f"device:{device.id}"
        reply = await handler(database, request, device, body)
        return reply if isinstance(reply, Response) else answer(request, reply)

    return guarded(checked)


async def _enrol(database: CountyDatabase, request: Request) -> Response:
    require_version(request.headers)
    body = await read_body(request, SMALL_BODY)
    signature, signed = signed_message(request, body)
    asked = decoded(body, wire.EnrolRequest)
    key = enrolment.decode_key(asked.public_key)
    if not signing.verifies(key, signature, signed):
        raise UNKNOWN
    source = request.client.host if request.client else ""
    return answer(request, await run_in_threadpool(enrolment.enrol, database, asked, key, source))


async def _accounts(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    return await run_in_threadpool(accounts.announce, database, device, body)


async def _push(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    return await run_in_threadpool(push.push, database, device, body)


async def _outcomes(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    return await run_in_threadpool(push.outcomes, database, device, query_of(request).get("mid", ""))


async def _pull(database: CountyDatabase, watch: HeadWatch, request: Request, device: Device) -> msgspec.Struct:
    """A page; with `wait` seconds, an empty one only after nothing came for so long."""
    asked = query_of(request)
    cursor, limit = asked.get("cursor") or None, _number(asked, "limit", pulling.PAGE)
    seen = read_seen(request.headers.get(wire.SEEN_HEADER)) if limit else None
    clock = asyncio.get_running_loop().time
    ends = clock() + min(_number(asked, "wait", 0), LONGEST_WAIT)
    while True:
        page: Page = await run_in_threadpool(pulling.pull, database, device, cursor, limit, seen)
        left = ends - clock()
        if not page.is_empty or left <= 0 or limit == 0 or watch.ended or await request.is_disconnected():
            return page
        await watch.moved_past(page.head.seq, left)
        await run_in_threadpool(require_active, database, device)


async def _relay(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    return await run_in_threadpool(relaying.receive, database, device, body)


async def _snapshot(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    asked = query_of(request)
    page = snapshot.Asked(
        request.path_params["type"],
        asked.get("after", ""),
        asked.get("until"),
        _listed(asked, "villages"),
        _listed(asked, "ids"),
        _number(asked, "limit", snapshot.PAGE),
        bool(_number(asked, "count", 0)),
    )
    return await run_in_threadpool(snapshot.snapshot, database, device, page)


async def _digest(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    asked = query_of(request)
    seq = _number(asked, "seq", 0, digits=18) if "seq" in asked else None
    return await run_in_threadpool(digest.digest, database, device, seq)


async def _bucket(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    number = _number(request.path_params, "bucket", 0)
    return await run_in_threadpool(digest.bucket, database, device, request.path_params["type"], number)


async def _align(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    return await run_in_threadpool(align.align, database, decoded(body, wire.AlignRequest))


async def _fork(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    return await run_in_threadpool(fork.fork, database, device, decoded(body, wire.ForkRequest))


async def _report(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    return await run_in_threadpool(report.report, database, device, decoded(body, wire.Report))


async def _escrow(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    return await run_in_threadpool(escrow.take, database, device, decoded(body, SealedCode))


async def _retire(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    return await run_in_threadpool(retire.retire, database, device, decoded(body, wire.RetireRequest))


async def _lookup(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    return await run_in_threadpool(lookup.look_up, database, device, decoded(body, wire.LookupRequest))


async def _scan(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    require_care(device)
    return await run_in_threadpool(slip_scan.scan, database, device, decoded(body, wire.SlipRequest))


async def _put_blob(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    asked = query_of(request)
    piece = blobs.Piece(_number(asked, "start", 0), _number(asked, "size", 0), asked.get("type", ""), body)
    return await run_in_threadpool(blobs.put, database, device, request.path_params["sha256"], piece)


async def _get_blob(database: CountyDatabase, request: Request, device: Device, body: bytes) -> Response:
    asked = query_of(request)
    start, limit = _number(asked, "start", 0), _number(asked, "limit", blobs.PIECE)
    sha256 = request.path_params["sha256"]
    return answer_bytes(request, await run_in_threadpool(blobs.get, database, device, sha256, start, limit))


async def _blob_state(database: CountyDatabase, request: Request, device: Device, body: bytes) -> msgspec.Struct:
    return await run_in_threadpool(blobs.state, database, device, request.path_params["sha256"])


async def _health(request: Request) -> Response:
    return answer(request, Health())


async def _description(request: Request) -> Response:
    return Response(openapi.document(), media_type="application/json")


async def _no_route(request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 404
    more = dict(problem.headers or {}) if isinstance(problem, HTTPException) else {}
    if status == 405:
        return answer(request, wire.Failure("method", "这个地址不能这样调用"), 405, more)
    return failure(request, office.NOT_FOUND)


def _number(asked: Mapping[str, str], name: str, default: int, *, digits: int = 9) -> int:
    text = asked.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= digits):
        raise BAD
    return int(text)


def _listed(asked: Mapping[str, str], name: str) -> list[str] | None:
    """A list joined by commas; None when it is not asked for."""
    return [each for each in asked[name].split(",") if each] if name in asked else None
