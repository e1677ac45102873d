"""The OpenAPI description, built from the structs that the wire uses."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from clinic_app import __version__
from clinic_app.county.fhir import PLAIN
from clinic_app.county.openapi_office import SESSION, office_paths
from clinic_app.exchange.fhir.capability import KINDS, SEARCH
from clinic_app.exchange.fhir.values import MEDIA_TYPE as FHIR_JSON
from clinic_app.protocol import wire
from clinic_app.protocol.escrow import SealedCode
from clinic_app.protocol.mutation import Mutation
from clinic_app.records.attachment import MEDIA

REF = "#/components/schemas/{name}"
STRUCTS = (
    wire.EnrolRequest,
    wire.EnrolReply,
    wire.AccountsRequest,
    wire.AccountsReply,
    wire.HelloReply,
    wire.PushEnvelope,
    wire.PushReply,
    wire.OutcomesReply,
    wire.PullReply,
    wire.SnapshotReply,
    wire.DigestReply,
    wire.BucketReply,
    wire.AlignRequest,
    wire.AlignReply,
    wire.ForkRequest,
    wire.EscrowReply,
    SealedCode,
    wire.Report,
    wire.Reported,
    wire.LookupRequest,
    wire.LookupReply,
    wire.RetireRequest,
    wire.RetireReply,
    wire.RelayReply,
    wire.SlipRequest,
    wire.SlipReply,
    wire.BlobState,
    wire.Failure,
    Mutation,
)
REFUSALS = {
    400: "the request cannot be read",
    401: "unknown device or bad signature",
    403: "revoked device, or a code or push that is not this device's",
    404: "no such address",
    405: "no such method here",
    408: "the body came too slowly",
    409: "another log (epoch_changed), another scope (scope_changed), a copied laptop (device_fork), or saves that are"
    " not settled (unsettled)",
    413: "too large or too many: send half",
    415: "unknown content encoding",
    426: "another protocol version",
    429: "too many wrong enrolment codes, forks, look-ups or slips asked for by number (Retry-After)",
    500: "failed; nothing is lost, try later",
    503: "busy (Retry-After)",
}
ALWAYS = (400, 408, 413, 415, 426, 500, 503)


@cache
def document() -> bytes:
    """The description as JSON."""
    _, components = msgspec.json.schema_components(STRUCTS, ref_template=REF)
    components["Health"] = {
        "type": "object",
        "required": ["status", "protocol"],
        "properties": {"status": {"type": "string"}, "protocol": {"type": "integer"}},
    }
    return msgspec.json.encode({
        "openapi": "3.1.0",
        "info": {
            "title": "clinic_app county server",
            "version": __version__,
            "description": "Sync between clinic laptops and the county. See docs/protocol.md.",
        },
        "paths": {**_paths(), **office_paths(), **_fhir_paths()},
        "components": {"schemas": components, "securitySchemes": _security_schemes()},
        "security": [{"device": [], "signature": []}],
    })  # fmt: skip


def _paths() -> dict[str, Any]:
    prefix = wire.PREFIX
    return {
        prefix + "/enrol": {"post": _operation(
            "enrol", "Make this laptop a device; signed by the key in the body", "EnrolReply", (401, 403, 429),
            body=_json_body("EnrolRequest"), security=[{"signature": []}],
        )},
        prefix + "/accounts": {"post": _operation(
            "accounts", "People added on the laptop after enrolment", "AccountsReply", (401, 403),
            body=_json_body("AccountsRequest"),
        )},
        prefix + "/hello": {"get": _operation("hello", "Protocol, head, limits, scope", "HelloReply", (401, 403))},
        prefix + "/push": {"post": _operation(
            "push", "Mutations as saved, one outcome each, in order", "PushReply", (401, 403), body=_ndjson_body(),
        )},
        prefix + "/outcomes": {"get": _operation(
            "outcomes", "What the county knows of mutations", "OutcomesReply", (401, 403),
            query=[_query("mid", {"type": "string"}, "mutation ids joined by commas", required=True)],
        )},
        prefix + "/pull": {"get": _operation(
            "pull", "Changes in commit order, whole commit groups", "PullReply", (401, 403, 409),
            query=[
                _query("cursor", {"type": "string"}, "from the last page; absent: from the beginning"),
                _query("limit", {"type": "integer", "minimum": 0, "maximum": 999999999},
                       "changes in a page, about; 0: the newest cursor only"),
                _query("wait", {"type": "integer", "minimum": 0, "maximum": 999999999}, "seconds to wait for news"),
            ],
        )},
        **_reading_paths(),
        **_administration_paths(),
        **_blob_paths(),
        prefix + "/relay": {"post": _operation(
            "relay", "A package that came by USB stick, whoever wrote it", "RelayReply", (401, 403),
            body={"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}},
        )},
        prefix + "/health": {"get": _operation("health", "Liveness", "Health", (), open_to_all=True)},
        prefix + "/openapi.json": {"get": {
            "operationId": "description", "summary": "This document", "security": [],
            "responses": {"200": {"description": "OpenAPI 3.1",
                                  "content": {"application/json": {"schema": {"type": "object"}}}}},
        }},
    }  # fmt: skip


def _fhir_paths() -> dict[str, Any]:
    """What other systems read; the resources themselves are described by HL7."""
    kind = _path("kind", {"type": "string", "enum": list(KINDS)}, "a resource type")
    resource_id = _path("id", {"type": "string", "pattern": "^[A-Za-z0-9.-]{1,64}$"}, "an id")
    names = sorted({*PLAIN, *(name for each in SEARCH.values() for name in each)})
    search = [_query(name, {"type": "string"}, f"as /fhir/metadata says of {name}") for name in names
              if name != "identifier"]  # fmt: skip
    described: dict[str, tuple[str, str, list[dict[str, Any]], bool]] = {
        "/metadata": ("fhir_metadata", "CapabilityStatement", [], True),
        "/{kind}": ("fhir_search", "A page of resources; FHIR R4 searchset", [kind, *search], False),
        "/{kind}/{id}": ("fhir_read", "One resource", [kind, resource_id], False),
        "/Composition/{id}/$document": ("fhir_document", "A slip as a document Bundle", [resource_id], False),
    }
    answered = {FHIR_JSON: {"schema": {"type": "object", "required": ["resourceType"]}}}
    found: dict[str, Any] = {}
    for path, (name, summary, parameters, open_to_all) in described.items():
        statuses = (500, 503) if open_to_all else (400, 401, 404, 500, 503)
        refusals = {str(each): {"description": "OperationOutcome", "content": answered} for each in statuses}
        found["/fhir" + path] = {"get": {
            "operationId": name, "summary": summary, "parameters": parameters,
            "security": [] if open_to_all else [{"token": []}],
            "responses": {"200": {"description": summary, "content": answered}, **refusals},
        }}  # fmt: skip
    found["/fhir/{kind}/_search"] = {"post": {
        "operationId": "fhir_search_by_post", "summary": "The same, with what is searched for in the body",
        "parameters": [kind], "security": [{"token": []}],
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": {
            "type": "object", "properties": {name: {"type": "string"} for name in names}}}}},
        "responses": {"200": {"description": "FHIR R4 searchset", "content": answered}, **{
            str(each): {"description": "OperationOutcome", "content": answered}
            for each in (400, 401, 404, 408, 413, 415, 500, 503)}},
    }}  # fmt: skip
    return found


def _reading_paths() -> dict[str, Any]:
    prefix, text, listed = wire.PREFIX, {"type": "string"}, "joined by commas"
    number = {"type": "integer", "minimum": 0, "maximum": 999999999}
    type_name = _path("type", {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,62}$"}, "a record type")
    return {
        prefix + "/snapshot/{type}": {"get": _operation(
            "snapshot", "Records of a type in scope as they stand, by id", "SnapshotReply", (401, 403, 404),
            query=[
                type_name,
                _query("after", text, "the last id of the page before"),
                _query("until", text, "the last id that is wanted"),
                _query("villages", text, f"only of these villages of the scope, {listed}"),
                _query("ids", text, f"only these records, {listed}"),
                _query("limit", number, "rows in a page, about; at most 4,000"),
                _query("count", {"type": "integer", "enum": [0, 1]}, "1: say how many rows the whole answer has"),
            ],
        )},
        prefix + "/digest": {"get": _operation(
            "digest", "Sums over what is in scope, by type and bucket", "DigestReply", (401, 403),
            query=[_query("seq", number, "the place where the laptop stands")],
        )},
        prefix + "/digest/{type}/{bucket}": {"get": _operation(
            "bucket", "Revision and digest of each record of a bucket", "BucketReply", (401, 403, 404),
            query=[type_name, _path("bucket", {"type": "integer", "minimum": 0, "maximum": 255}, "0 to 255")],
        )},
        prefix + "/residents/lookup": {
            "post": _operation(
                "look_up", "One person of a whole identity number and name, in scope or not", "LookupReply",
                (401, 403, 429), body=_json_body("LookupRequest"),
            ),
        },
        prefix + "/referrals/scan": {
            "post": _operation(
                "scan_slip", "The referral of a slip: by the code on it, or by number and the patient's name",
                "SlipReply", (401, 403, 429), body=_json_body("SlipRequest"),
            ),
        },
    }  # fmt: skip


def _blob_paths() -> dict[str, Any]:
    prefix, number = wire.PREFIX, {"type": "integer", "minimum": 0, "maximum": 999999999}
    sha256 = _path("sha256", {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "SHA-256 of the content")
    content = {"application/octet-stream": {"schema": {"type": "string"}}}
    start = _query("start", number, "from which byte on")
    fetch = _operation("get_blob", "A piece of a content that an attachment in scope names", "", (401, 403, 404),
                       query=[sha256, start, _query("limit", number, "bytes, at most 524288")])  # fmt: skip
    fetch["responses"]["200"]["content"] = content
    size = _query("size", number, "bytes in all", required=True)
    kind = {"type": "string", "enum": [option.code for option in MEDIA]}
    return {
        prefix + "/blobs/{sha256}": {
            "get": fetch,
            "put": _operation(
                "put_blob", "The next piece of a content; the answer says where to go on", "BlobState",
                (401, 403, 404), body={"required": True, "content": content},
                query=[sha256, {**start, "required": True}, size, _query("type", kind, "what it is", required=True)],
            ),
        },
        prefix + "/blobs/{sha256}/state": {"get": _operation(
            "blob_state", "How much of a content the county has for this device", "BlobState", (401, 403, 404),
            query=[sha256],
        )},
    }  # fmt: skip


def _administration_paths() -> dict[str, Any]:
    prefix = wire.PREFIX
    return {
        prefix + "/align": {"post": _operation(
            "align", "The newest place that laptop and county have in common", "AlignReply", (401, 403),
            body=_json_body("AlignRequest"),
        )},
        prefix + "/fork": {"post": _operation(
            "fork", "A restored or copied laptop becomes a device of its own", "EnrolReply", (401, 403, 429),
            body=_json_body("ForkRequest"),
        )},
        prefix + "/escrow": {"post": _operation(
            "escrow", "Keep the laptop's recovery code, sealed to the escrow key", "EscrowReply", (401, 403, 409),
            body=_json_body("SealedCode"),
        )},
        prefix + "/report": {"post": _operation(
            "report", "How the laptop fares, for the status page", "Reported", (401, 403), body=_json_body("Report"),
        )},
        prefix + "/retire": {"post": _operation(
            "retire", "The county has everything; the device ends", "RetireReply", (401, 403, 409),
            body=_json_body("RetireRequest"),
        )},
    }  # fmt: skip


def _operation(
    name: str,
    summary: str,
    reply: str,
    refusals: tuple[int, ...],
    *,
    body: dict[str, Any] | None = None,
    query: list[dict[str, Any]] | None = None,
    security: list[dict[str, list[str]]] | None = None,
    open_to_all: bool = False,
) -> dict[str, Any]:
    protocol = {"name": wire.PROTOCOL_HEADER, "in": "header", "required": True, "schema": {"const": str(wire.PROTOCOL)}}
    found: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "parameters": [*([] if open_to_all else [protocol, *_signing_headers()]), *(query or [])],
        "responses": {
            "200": {"description": "answered", "headers": _answer_headers(), "content": _content(reply)},
            **_refusals(refusals if open_to_all else tuple(sorted({*refusals, *ALWAYS}))),
        },
    }
    if body is not None:
        found["requestBody"] = body
    if open_to_all or security is not None:
        found["security"] = security or []
    return found


def _signing_headers() -> list[dict[str, Any]]:
    text = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
    return [
        {"name": name, "in": "header", "required": True, "schema": text}
        for name in (wire.NONCE_HEADER, wire.TIME_HEADER)
    ]


def _security_schemes() -> dict[str, Any]:
    return {
        "device": {"type": "apiKey", "in": "header", "name": wire.DEVICE_HEADER},
        "signature": {
            "type": "apiKey",
            "in": "header",
            "name": wire.SIGNATURE_HEADER,
            "description": "ed25519:base64 over method, target, nonce, time and SHA-256 of the body",
        },
        "session": SESSION,
        "token": {"type": "http", "scheme": "bearer", "description": "a read token of the county, for /fhir only"},
    }


def _refusals(statuses: tuple[int, ...]) -> dict[str, Any]:
    return {str(each): {"description": REFUSALS[each], "content": _content("Failure")} for each in statuses}


def _answer_headers() -> dict[str, Any]:
    names = (wire.PROTOCOL_HEADER, wire.BODY_HASH_HEADER)
    return {name: {"required": True, "schema": {"type": "string"}} for name in names}


def _content(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REF.format(name=name)}}}


def _json_body(name: str) -> dict[str, Any]:
    return {"required": True, "content": _content(name)}


def _ndjson_body() -> dict[str, Any]:
    text = "First line PushEnvelope, each further line a Mutation; Content-Encoding zstd or gzip may be used."
    return {"required": True, "description": text, "content": {"application/x-ndjson": {"schema": {"type": "string"}}}}


def _query(name: str, schema: dict[str, Any], description: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema, "description": description}


def _path(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": description}
