"""`/fhir/…`: reading the county's records as HL7 FHIR R4 with a read token. Nothing can be written here.

Each answer is remembered in the audit chain: who read, which kind, which id or which parameters, how many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clinic_app.county import audit
from clinic_app.county.answering import Endpoint, guarded
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.fhir_reader import FhirReader, Found, Wanted
from clinic_app.county.fhir_tokens import Reader, authenticate
from clinic_app.county.http import SMALL_BODY, read_body
from clinic_app.county.identity import Identities, person_key
from clinic_app.county.problems import Refusal
from clinic_app.county.record_store import RecordStore
from clinic_app.exchange.fhir.capability import (
    KINDS,
    PATIENT,
    SEARCH,
    capability_statement,
    operation_outcome,
    search_result,
)
from clinic_app.exchange.fhir.codes import IDENTITY_CARD
from clinic_app.exchange.fhir.values import MEDIA_TYPE, Resource, encode

PREFIX = "/fhir"
COUNT, MOST = 50, 200
LONGEST = 200
PLAIN = ("_id", "_count", "_after", "_format")
ISSUE = {
    400: "invalid",
    401: "login",
    404: "not-found",
    405: "not-supported",
    413: "too-long",
    415: "not-supported",
    503: "transient",
}
NOT_FOUND = Refusal(404, "not_found", "没有这份资料，或这个令牌看不到它")
FORM = "application/x-www-form-urlencoded"
IN_ADDRESS = Refusal(
    400,
    "bad_request",
    "号码不能写在地址里，地址会被代理和日志记下；用 POST /fhir/类型/_search，identifier 放在内容里",
)
Asked = list[tuple[str, str]]
Work = Callable[[CountyDatabase, Request, Reader, Asked], Resource]


def routes(database: CountyDatabase) -> list[Route]:
    """The addresses of the read interface."""

    def signed(work: Work) -> Endpoint:
        async def checked(request: Request) -> Response:
            reader = await run_in_threadpool(authenticate, database, request.headers.get("authorization", ""))
            request.state.actor = f"fhir-token:{reader.id}"
            asked = await _asked(request) if work is _search else []
            return _response(await run_in_threadpool(work, database, request, reader, asked))

        return guarded(checked, _refused)

    async def described(request: Request) -> Response:
        return _response(capability_statement(database.now_text()))

    return [
        Route(PREFIX + "/metadata", guarded(described, _refused), methods=["GET"]),
        Route(PREFIX + "/Composition/{id}/$document", signed(_document), methods=["GET"]),
        Route(PREFIX + "/{kind}/_search", signed(_search), methods=["POST"]),
        Route(PREFIX + "/{kind}", signed(_search), methods=["GET"]),
        Route(PREFIX + "/{kind}/{id}", signed(_read), methods=["GET"]),
    ]


def _response(resource: Resource, status: int = 200, more: Mapping[str, str] | None = None) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **(more or {})}
    return Response(encode(resource), status, headers, media_type=f"{MEDIA_TYPE}; charset=utf-8")


def _refused(request: Request, refusal: Refusal) -> Response:
    more = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}
    if refusal.retry_after is not None:
        more["Retry-After"] = str(refusal.retry_after)
    return _response(operation_outcome(ISSUE.get(refusal.status, "exception"), refusal.message), refusal.status, more)


def _read(database: CountyDatabase, request: Request, reader: Reader, pairs: Asked) -> Resource:
    kind, resource_id = _kind(request), request.path_params["id"]
    with database.snapshot() as connection:
        found = _opened(database, connection, reader).read(kind, resource_id)
    _note(database, reader, f"{kind}/{resource_id if found else '?'}", int(found is not None))
    if found is None:
        raise NOT_FOUND
    return found


def _opened(database: CountyDatabase, connection: Connection, reader: Reader) -> FhirReader:
    return FhirReader(connection, database.county, reader.organisation, sensitive=reader.sensitive)


def _document(database: CountyDatabase, request: Request, reader: Reader, pairs: Asked) -> Resource:
    composition_id = request.path_params["id"]
    with database.snapshot() as connection:
        read = _opened(database, connection, reader)
        found = read.slip(composition_id, _base(request), database.now_text())
    _note(database, reader, f"Composition/{composition_id if found else '?'}/$document", int(found is not None))
    if found is None:
        raise NOT_FOUND
    return found


async def _asked(request: Request) -> Asked:
    """What is searched for: of a POST what stands in its body, where no log and no proxy reads it, and in its address
    what may stand there."""
    pairs = request.query_params.multi_items()
    if any(name == "identifier" for name, _ in pairs):
        raise IN_ADDRESS
    if request.method != "POST":
        return pairs
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refusal(415, "not-supported", f"POST _search 的内容应是 {FORM}")
    raw = await read_body(request, SMALL_BODY)
    try:
        return pairs + parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise Refusal(400, "bad_request", "查询的内容无法读取") from None


def _search(database: CountyDatabase, request: Request, reader: Reader, pairs: Asked) -> Resource:
    kind = _kind(request)
    asked = _parameters(pairs, kind)
    with database.snapshot() as connection:
        read = _opened(database, connection, reader)
        wanted = _wanted(database, read, kind, asked)
        found = _found(read, wanted, asked)
    _note(database, reader, f"{kind}?{'&'.join(sorted(asked))}", len(found.resources))
    # The links name whom a number found, and not the number.
    told = {name: value for name, value in asked.items() if name != "identifier"}
    if wanted.ids is not None:
        told["_id"] = ",".join(wanted.ids)
    base = _base(request)
    following = f"{base}/{kind}?{urlencode({**told, '_after': found.after})}" if found.after else ""
    own = f"{base}/{kind}" + (f"?{urlencode(told)}" if told else "")
    return search_result(base, found.resources, own, following)


def _found(read: FhirReader, wanted: Wanted, asked: Mapping[str, str]) -> Found:
    """By `_id` and `focus` a resource is read, by anything else they are searched."""
    if "_id" in asked or "focus" in asked:
        ids = asked["_id"].split(",") if "_id" in asked else [_id_of("ServiceRequest", asked["focus"])]
        each = (read.read(wanted.kind, resource_id) for resource_id in ids[:MOST])
        return Found(tuple(found for found in each if found is not None))
    return read.search(wanted)


def _wanted(database: CountyDatabase, read: FhirReader, kind: str, asked: Mapping[str, str]) -> Wanted:
    patient = next((_id_of("Patient", asked[name]) for name in PATIENT if name in asked), "")
    ids: tuple[str, ...] | None = None
    if "identifier" in asked:
        system, _, value = asked["identifier"].rpartition("|")
        ids = _people(database, read, system, value) if kind == "Patient" else tuple(read.slips_numbered(value))
    matches = {name: asked[name] for name in ("status", "code") if name in asked}
    # What a number finds is little, and comes at once.
    count = MOST if ids is not None else _count(asked)
    return Wanted(kind, patient, ids, matches, count, asked.get("_after", ""))


def _people(database: CountyDatabase, read: FhirReader, system: str, number: str) -> tuple[str, ...]:
    """People by identity card: found by the key that the county keeps of it. Another system finds nobody."""
    if system not in ("", IDENTITY_CARD) or read.organisation:
        return ()
    identities = Identities(
        read.connection, read.county, RecordStore(read.connection, read.county), database.now_text()
    )
    key = person_key(identities.secret, {"id_no": number})
    rows = read.connection.execute(
        "SELECT resident_id FROM person_key WHERE county = %s AND key = %s", (read.county, key)
    )
    return tuple(str(row[0]) for row in rows)


def _kind(request: Request) -> str:
    kind = str(request.path_params["kind"])
    if kind not in KINDS:
        raise Refusal(404, "not_found", f"这里没有 {kind[:40]} 这种资源")
    return kind


def _parameters(pairs: Asked, kind: str) -> dict[str, str]:
    """The parameters of a search. One that is not known is refused, so that nobody takes all for a selection."""
    known = (*PLAIN, *SEARCH[kind])
    asked: dict[str, str] = {}
    for name, value in pairs:
        if name not in known or name in asked or len(value) > LONGEST or "\0" in value:
            raise Refusal(400, "bad_request", f"不能按 {name[:40]} 查，或写得不对；可用的见 /fhir/metadata")
        asked[name] = value
    asked.pop("_format", None)
    return asked


def _count(asked: Mapping[str, str]) -> int:
    text = asked.get("_count", str(COUNT))
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text)):
        raise Refusal(400, "bad_request", "_count 应是1以上的整数")
    return min(int(text), MOST)


def _id_of(kind: str, value: str) -> str:
    return value.removeprefix(f"{kind}/")


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/") + PREFIX


def _note(database: CountyDatabase, reader: Reader, target: str, count: int) -> None:
    with database.transaction() as connection:
        audit.append(
            connection, database.county, f"fhir-token:{reader.id}", "fhir_read", target, database.now_text(),
            str(count),
        )  # fmt: skip
