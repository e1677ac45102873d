from __future__ import annotations

import gzip
from collections.abc import Callable

import msgspec
import pytest
import requests
import schemathesis
import zstandard
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from clinic_app.clock import FrozenClock
from clinic_app.county import database, devices, openapi
from clinic_app.county.app import create_app
from clinic_app.county.database import CountyDatabase, open_county
from clinic_app.county.server import running_server
from clinic_app.protocol import signing, wire
from tests.county.conftest import Enrolled
from tests.county.laptop import OTHER_VILLAGE, Laptop, mid_of, referral, resident, visit

Ids = Callable[[], str]


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
def test_a_compressed_push_is_the_same_as_a_plain_one(enrolled: Enrolled, ids: Ids, encoding: str) -> None:
    laptop = enrolled()
    body = b"\n".join([msgspec.json.encode(wire.PushEnvelope(laptop.id, 1)), laptop.line(resident(ids()))])
    packed = zstandard.ZstdCompressor().compress(body) if encoding == "zstd" else gzip.compress(body)
    reply = laptop.request("POST", "/push", body, {"Content-Encoding": encoding}, packed).read(wire.PushReply)
    assert [each.state for each in reply.outcomes] == ["applied"]


@pytest.mark.parametrize(("accepted", "encoding"), [("zstd", "zstd"), ("gzip", "gzip"), ("zstd;q=0, gzip", "gzip"),
                                                   ("identity", None)])  # fmt: skip
def test_answers_are_compressed_as_asked_and_hashed_before(
    enrolled: Enrolled, ids: Ids, accepted: str, encoding: str | None
) -> None:
    laptop = enrolled()
    laptop.push(*(laptop.line(resident(ids())) for _ in range(10)))
    answered = laptop.request("GET", "/pull", headers={"Accept-Encoding": accepted})
    assert answered.headers.get("Content-Encoding") == encoding
    assert len(answered.read(wire.PullReply).changes) >= 10


def test_an_answer_echoes_the_nonce_and_names_the_protocol(enrolled: Enrolled) -> None:
    answered = enrolled().request("GET", "/hello", headers={})
    assert answered.headers[wire.ECHO_HEADER]
    assert answered.headers[wire.PROTOCOL_HEADER] == "1"
    assert answered.headers["Content-Type"] == "application/json"


def bomb() -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(b"\0" * (200 << 20))


@pytest.mark.parametrize(
    ("encoding", "make", "status"),
    [
        ("zstd", bomb, 413),
        ("gzip", lambda: gzip.compress(b"\0" * (20 << 20)), 413),
        ("identity", lambda: b"\0" * (9 << 20), 413),
        ("zstd", lambda: b"no zstd", 400),
        ("gzip", lambda: gzip.compress(b"x" * 999)[:-9], 400),
        ("br", lambda: b"x", 415),
    ],
    ids=["zstd bomb", "gzip bomb", "long", "not zstd", "half gzip", "unknown"],
)
def test_a_body_that_is_too_large_or_unreadable_is_refused(
    enrolled: Enrolled, encoding: str, make: Callable[[], bytes], status: int
) -> None:
    answered = enrolled().request("POST", "/push", b"", {"Content-Encoding": encoding}, make())
    assert answered.status == status
    assert answered.failure.message


def test_too_many_saves_at_once_are_refused_with_the_sign_to_halve(enrolled: Enrolled) -> None:
    laptop = enrolled()
    assert laptop.try_push(*[b"{}"] * (wire.PUSH_LIMIT + 1)).status == 413
    assert len(laptop.push(*[b"{}"] * wire.PUSH_LIMIT)) == wire.PUSH_LIMIT


def test_one_save_over_a_megabyte_is_malformed_alone(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    outcomes = laptop.push(laptop.line(resident(ids(), future="x" * (1 << 20))), laptop.line(resident(ids())))
    assert [each.state for each in outcomes] == ["malformed", "applied"]


@pytest.mark.parametrize("version", ["0", "2", "", "x"])
def test_another_protocol_version_is_told_to_update(enrolled: Enrolled, version: str) -> None:
    answered = enrolled().request("GET", "/hello", headers={wire.PROTOCOL_HEADER: version})
    assert (answered.status, answered.failure.code) == (426, "protocol")


@pytest.mark.parametrize("envelope", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"device":1,"first_seq":1}'])
def test_a_push_without_a_readable_envelope_is_refused_whole(enrolled: Enrolled, envelope: bytes) -> None:
    assert enrolled().request("POST", "/push", envelope).status == 400


def test_first_seq_may_be_any_number(enrolled: Enrolled, ids: Ids) -> None:
    laptop = enrolled()
    for number in (-5, 2**63, 10**30):
        laptop.sent = number - 1
        body = f'{{"device":"{laptop.id}","first_seq":{number}}}'.encode() + b"\n" + laptop.line(resident(ids()))
        assert laptop.request("POST", "/push", body).status in (200, 400)


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/nothing", 404), ("GET", "/hello/", 404), ("DELETE", "/push", 405), ("PUT", "/enrol", 405),
])  # fmt: skip
def test_what_is_not_there_is_said_in_our_own_words(enrolled: Enrolled, method: str, path: str, status: int) -> None:
    answered = enrolled().request(method, path)
    assert answered.status == status
    assert answered.failure.message


OPEN_TO_ALL = {"/api/v1/health", "/api/v1/openapi.json", "/fhir/metadata", "/login", "/office.css"}
ROUTES = [
    (path, method.upper())
    for path, methods in msgspec.json.decode(openapi.document())["paths"].items()
    for method in methods
]
SIGNED = [
    (path.removeprefix(wire.PREFIX), method)
    for path, method in ROUTES
    if path not in OPEN_TO_ALL and path.startswith(wire.PREFIX)
]


def filled(path: str) -> str:
    """An address with something in its places."""
    return path.format(type="resident", bucket=1, name="devices", sha256="0" * 64, kind="Patient", id="x")


def test_without_a_signature_nothing_but_health_description_and_login_answers(
    server: str, line: requests.Session
) -> None:
    statuses: dict[str, set[int]] = {}
    for path, method in ROUTES:
        answered = line.request(
            method, server + filled(path), headers={wire.PROTOCOL_HEADER: "1"}, allow_redirects=False
        )
        statuses.setdefault(path, set()).add(answered.status_code)
        if answered.status_code == 303:
            assert answered.headers["Location"].startswith("/login")
            assert answered.content == b""
    assert {path for path, status in statuses.items() if 200 in status} == OPEN_TO_ALL
    # Pages lead to the login; a form that no page of ours sent is refused; programs are told 401.
    assert set().union(*(status for path, status in statuses.items() if path not in OPEN_TO_ALL)) == {401, 303, 403}
    assert {path for path, status in statuses.items() if status == {403}} == {"/logout"}


def test_strangers_and_devices_of_another_county_get_nowhere(
    enrolled: Enrolled, fresh_url: str, clock: FrozenClock, ids: Ids
) -> None:
    laptop = enrolled()
    own_id, here = laptop.id, laptop.server
    open_county(fresh_url, "990102", clock, create=True).close()
    with running_server(fresh_url, clock=clock, county="990102") as elsewhere:
        for path, method in SIGNED:
            # Enrolment asks for a code and not for a device.
            expected = 400 if path == "/enrol" else 401
            laptop.server, laptop.id = elsewhere, own_id
            assert laptop.request(method, filled(path)).status == expected, path
            laptop.server, laptop.id = here, ids()
            assert laptop.request(method, filled(path)).status == expected, path


def test_a_revoked_device_gets_nowhere(county: CountyDatabase, enrolled: Enrolled) -> None:
    laptop = enrolled()
    devices.revoke(county, laptop.id, "test")
    for path, method in SIGNED:
        # What it has not sent yet it may still bring: no record of care is lost by a dismissal.
        if path not in ("/enrol", "/push"):
            answered = laptop.request(method, filled(path))
            assert (answered.status, answered.failure.code) == (403, "revoked"), path


READING = [
    "/pull", "/snapshot/resident", "/snapshot/resident?villages=990101001002", "/snapshot/resident?ids={person}",
    "/snapshot/visit?ids={visit}", "/snapshot/referral", "/digest/resident/{bucket}", "/outcomes?mid={mid}",
]  # fmt: skip


@pytest.mark.parametrize("path", READING)
@pytest.mark.parametrize(("organisation", "role"), [("V1", "village_doctor"), ("H2", "hospital_receiver")])
def test_another_village_is_nowhere_to_be_read(
    enrolled: Enrolled, ids: Ids, path: str, organisation: str, role: str
) -> None:
    owner, stranger = enrolled("V2"), enrolled(organisation, role)
    person, visited, slip = ids(), ids(), ids()
    own = resident(person, village_code=OTHER_VILLAGE, name="龘龘龘")
    saved = owner.line(own, visit(visited, person), referral(slip, person))
    owner.push(saved)
    named = {"person": person, "visit": visited, "bucket": int(person[-2:], 16), "mid": mid_of(saved)}
    told = stranger.request("GET", path.format(**named)).body.decode()
    assert "龘" not in told
    assert not any(each in told for each in (visited, slip))
    assert path.startswith("/snapshot/") or person not in told
    assert owner.request("GET", path.format(**named)).body.decode() != told


def test_the_status_page_counts_and_names_nobody(
    enrolled: Enrolled, server: str, office: requests.Session, ids: Ids
) -> None:
    laptop = enrolled()
    laptop.push(laptop.line(resident(ids(), name="龘龘龘")))
    page = office.get(server + "/").text
    assert "居民" in page
    assert "V1" in page
    assert "龘" not in page


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LIMITS", database.LIMITS.replace("10s", "500ms"))


@pytest.mark.usefixtures("impatient")
def test_a_county_that_is_held_up_says_when_to_come_back(county: CountyDatabase, enrolled: Enrolled) -> None:
    laptop = enrolled()
    with county.transaction() as connection:
        connection.execute("LOCK TABLE device IN ACCESS EXCLUSIVE MODE")
        answered = laptop.request("GET", "/hello")
    assert (answered.status, answered.failure.code) == (503, "busy")
    assert int(answered.headers["Retry-After"]) > 0
    assert laptop.request("GET", "/hello").status == 200


def test_logs_carry_no_personal_data(enrolled: Enrolled, ids: Ids, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    laptop = enrolled()
    canary = "龘龘龘canary"
    laptop.push(laptop.line(resident(ids(), name=canary)), laptop.line(resident(ids(), birth_date=canary)))
    laptop.request("GET", f"/pull?cursor={canary}")
    laptop.request("GET", f"/outcomes?mid={canary}")
    assert canary not in caplog.text


def test_the_description_names_every_route_and_every_struct_resolves(county: CountyDatabase) -> None:
    described = msgspec.json.decode(openapi.document())
    routes = {route.path for route in create_app(county).routes}  # type: ignore[attr-defined]
    assert set(described["paths"]) == routes
    references = {part["$ref"] for part in walk(described) if "$ref" in part}
    names = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    assert references
    assert references <= names


def walk(value: object) -> list[dict[str, str]]:
    if isinstance(value, dict):
        return [value, *(found for each in value.values() for found in walk(each))]
    return [found for each in value for found in walk(each)] if isinstance(value, list) else []


@schemathesis.serializer("application/x-ndjson")
def ndjson(context: object, value: object) -> bytes:
    """A push body as generated: text, with the line ends that are in it."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


class Signed(requests.auth.AuthBase):
    """Signs whatever schemathesis made up, so that it is judged and not just turned away."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body or b""
        raw = body if isinstance(body, bytes) else body.encode()
        parts = (str(request.method), request.path_url, "nonce", "2026-11-22T02:30:00.000Z")
        signature = signing.sign(self.laptop.private_key, signing.message(*parts, raw))
        own = {wire.NONCE_HEADER: parts[2], wire.TIME_HEADER: parts[3], wire.SIGNATURE_HEADER: signature}
        request.headers.update({**own, wire.DEVICE_HEADER: self.laptop.id, wire.PROTOCOL_HEADER: "1"})
        return request


OPERATIONS = [
    (path, method) for path, methods in msgspec.json.decode(openapi.document())["paths"].items() for method in methods
]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_generated_requests_meet_described_answers_only(
    enrolled: Enrolled, server: str, path: str, method: str
) -> None:
    auth = Signed(enrolled())
    operation = schemathesis.openapi.from_dict(msgspec.json.decode(openapi.document()))[path][method]

    @given(case=operation.as_strategy())
    @settings(max_examples=20, database=None, suppress_health_check=list(HealthCheck))
    def answers_as_described(case: schemathesis.Case) -> None:
        if "wait" in (case.query or {}):
            case.query["wait"] = 0
        response = case.call(base_url=server, auth=auth, allow_redirects=False)
        assert response.status_code < 500
        case.validate_response(response, excluded_checks=[positive_data_acceptance, ignored_auth])

    answers_as_described()
