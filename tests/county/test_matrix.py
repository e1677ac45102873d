"""Every route of the county x everybody who may ask x two people's records: who is answered, and with whose data.

The routes come from the application itself: one without a row here fails, so that none is opened by forgetting. A cell
says whose records an answer holds: `A`, `B`, `AB`, `-` for an answer with neither, or the status that refused.

A is a resident of V1, referred to the hospital H1; B one of V2, referred to H2.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec
import pytest
import requests

from clinic_app.clock import FrozenClock
from clinic_app.county import admin_door, fhir_tokens
from clinic_app.county.app import create_app
from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import revoke
from clinic_app.county.office import COOKIE
from clinic_app.protocol import signing, wire
from clinic_app.protocol.mutation import Operation
from clinic_app.protocol.slip_number import slip_number
from tests.contents import photo
from tests.county.conftest import Enrolled, session_token
from tests.county.laptop import Laptop, mid_of, referral, resident, step, visit
from tests.county.test_blobs import attachment, send

Ids = Callable[[], str]

DEVICES: Mapping[str, tuple[str, str, str | None]] = {
    "village": ("V1", "village_doctor", None),
    "neighbour": ("V2", "village_doctor", None),
    "team": ("T1", "township_clinician", "C1"),
    "centre": ("T1", "township_clinician", None),
    "public health": ("T1", "public_health", None),
    "officer": ("H1", "referral_officer", None),
    "receiver": ("H1", "hospital_receiver", None),
    "elsewhere": ("H2", "hospital_receiver", None),
    "administrator": ("H1", "administrator", None),
    "clinic's administrator": ("V1", "administrator", None),
}
ENDED = ("revoked", "retired")
READERS = ("token", "token of H1", "token of H2")
OFFICE = ("administrator's session", "ended session", "token for counts")
OUTSIDE = ("nobody", "behind a proxy", "stranger", *READERS, "ended token", *OFFICE)
CALLERS = (*DEVICES, *ENDED, *OUTSIDE)


@dataclass(frozen=True)
class Person:
    """A or B: a resident, a visit with a photograph, a referral with one; and whatever tells that they are meant."""

    letter: str
    village: str
    name: str
    id_no: str
    slip_no: str
    person: str
    visit: str
    slip: str
    mid: str
    picture: str
    paper: str

    @property
    def marks(self) -> tuple[str, ...]:
        """What none may learn to whom the record is not open."""
        return self.name, self.id_no, self.person, self.visit, self.slip


@dataclass(frozen=True)
class Told:
    """An answer."""

    status: int
    text: str


Body = Callable[[Laptop, Person, Ids], bytes]


@dataclass(frozen=True)
class Row:
    """One question at a route. `cells` has what each kind of device gets, in the order of DEVICES, then the revoked
    and the retired one; `readers` what each token gets, `anybody` what everybody gets who has nothing to show, as do,
    unless it is said, an administrator's `session` and a token for `counts`."""

    method: str
    route: str
    cells: str
    query: str = ""
    body: Body | None = None
    told: Callable[[Person, Told], bool] = lambda person, told: any(each in told.text for each in person.marks)
    readers: str = "401 401 401"
    anybody: str = "401"
    session: str = ""
    counts: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_of_one(self) -> bool:
        """Whether A and B are asked for each by their own words."""
        return self.body is not None or "{" in self.query + "".join((*self.places.values(), *self.form.values()))

    @property
    def expected(self) -> dict[str, str]:
        """Cell by caller."""
        inside = dict(zip((*DEVICES, *ENDED), self.cells.split(), strict=True))
        reading = dict(zip(READERS, self.readers.split(), strict=True))
        rest = dict.fromkeys(("nobody", "behind a proxy", "stranger", "ended token", "ended session"), self.anybody)
        office = {OFFICE[0]: self.session or self.anybody, OFFICE[2]: self.counts or self.anybody}
        return {**inside, **rest, **reading, **office}


def _new_key(*_: object) -> bytes:
    return msgspec.json.encode(wire.ForkRequest(base64.b64encode(signing.new_key_pair()[1]).decode()))


def _saving(made: Callable[[Person, Ids], Operation]) -> Body:
    def body(laptop: Laptop, person: Person, ids: Ids) -> bytes:
        envelope = msgspec.json.encode(wire.PushEnvelope(laptop.id, laptop.sent + 1))
        laptop.sent += 1
        return envelope + b"\n" + laptop.line(made(person, ids))

    return body


def _is_taken(person: Person, told: Told) -> bool:
    return json.loads(told.text)["outcomes"][0]["state"] in ("applied", "conflict")


def links(told: Told) -> str:
    """The addresses that a Bundle gives."""
    return json.dumps(json.loads(told.text)["link"])


def _asking(**asked: str) -> Body:
    def body(laptop: Laptop, person: Person, ids: Ids) -> bytes:
        return json.dumps({name: getattr(person, value) for name, value in asked.items()}).encode()

    return body


def _accounts(laptop: Laptop, person: Person, ids: Ids) -> bytes:
    return msgspec.json.encode(wire.AccountsRequest([wire.Account(laptop.account, "账户一", "FORGED")]))


def _always(content: bytes) -> Body:
    return lambda laptop, person, ids: content


def api(path: str) -> str:
    return wire.PREFIX + path


#            village neighbour team centre public officer receiver elsewhere admin admin revoked retired
NOTHING = "- - - - - - - - - - 403 403"
OPEN = "- - - - - - - - - - - -"
RESIDENTS = "A B B AB AB - - - - - 403 403"
SLIPS = "A B B AB AB A A B - - 403 403"
DENIED = " ".join(["401"] * 12)
EVENT = {"event": "arrive", "happened_at": "2026-11-22T02:30:00.000Z"}


def page(route: str, name: str = "") -> Row:
    """What anybody may read who comes as far: it names nobody."""
    return Row("GET", route, OPEN, readers="- - -", anybody="-", places={"name": name} if name else {})


def behind_login(route: str, name: str = "") -> Row:
    """What an administrator reads who has logged in; everybody else is led to the door. It names nobody."""
    led = " ".join(["303"] * 12)
    places = {"name": name} if name else {}
    return Row("GET", route, led, readers="303 303 303", anybody="303", session="-", places=places)


ROWS = [
    page(api("/health")), page(api("/openapi.json")), page("/office.css"),
    behind_login("/"),
    behind_login("/status/{name}.csv", "devices"),
    behind_login("/status/{name}.csv", "unsettled"),
    behind_login("/indicators"), behind_login("/indicators.csv"),
    behind_login("/referral-figures"), behind_login("/referral-figures.csv"),
    Row("GET", "/login", OPEN, readers="- - -", anybody="-", session="303"),
    # Without a page of ours that sent the form nobody gets as far as a password.
    Row("POST", "/login", " ".join(["403"] * 12), readers="403 403 403", anybody="403"),
    Row("GET", "/metrics", DENIED, session="-", counts="-"),
    Row("GET", api("/hello"), NOTHING),
    Row("POST", api("/accounts"), NOTHING, body=_accounts),
    Row("GET", api("/pull"), SLIPS, "limit=4000"),
    Row("GET", api("/snapshot/{type}"), RESIDENTS, places={"type": "resident"}),
    Row("GET", api("/snapshot/{type}"), RESIDENTS, "ids={person}", places={"type": "resident"}),
    Row("GET", api("/snapshot/{type}"), RESIDENTS, "villages={village}", places={"type": "visit"}),
    Row("GET", api("/snapshot/{type}"), SLIPS, places={"type": "referral"}),
    Row("GET", api("/snapshot/{type}"), SLIPS, "ids={slip}", places={"type": "referral"}),
    Row("GET", api("/digest/{type}/{bucket}"), RESIDENTS, places={"type": "resident", "bucket": "{person_bucket}"}),
    Row("GET", api("/digest/{type}/{bucket}"), SLIPS, places={"type": "referral", "bucket": "{slip_bucket}"}),
    Row("GET", api("/digest"), NOTHING),
    # What became of a save is told to the house that made it.
    Row("GET", api("/outcomes"), "A B - - - - - - - A 403 403", "mid={mid}",
        told=lambda person, told: '"unknown"' not in told.text),
    Row("GET", api("/blobs/{sha256}"), "A/404 B/404 B/404 AB AB 404 404 404 404 404 403 403",
        places={"sha256": "{picture}"}, told=lambda person, told: bool(told.text)),
    Row("GET", api("/blobs/{sha256}"), "A/404 B/404 B/404 AB AB A/404 A/404 B/404 404 404 403 403",
        places={"sha256": "{paper}"}, told=lambda person, told: bool(told.text)),
    Row("GET", api("/blobs/{sha256}/state"), SLIPS, places={"sha256": "{paper}"},
        told=lambda person, told: '"complete":true' in told.text),
    Row("PUT", api("/blobs/{sha256}"), "400 400 400 400 400 400 400 400 400 400 403 403",
        places={"sha256": "{picture}"}),
    Row("POST", api("/align"), NOTHING, body=_always(b'{"seen":[]}')),
    Row("POST", api("/report"), NOTHING, body=_always(b'{"version":"1.0"}')),
    Row("POST", api("/escrow"), "400 400 400 400 400 400 400 400 400 400 403 403", body=_always(b"{}")),
    Row("POST", api("/relay"), NOTHING, body=_always(b"no package")),
    # By the whole number and name a place with villages may find somebody else's resident.
    Row("POST", api("/residents/lookup"), "AB AB AB AB AB 403 403 403 403 403 403 403",
        body=_asking(id_no="id_no", name="name")),
    # Saves: what is out of scope is kept for a supervisor and changes nothing.
    Row("POST", api("/push"), "A B B AB AB - - - - - - -", told=_is_taken,
        body=_saving(lambda person, ids: visit(ids(), person.person))),
    Row("POST", api("/push"), "A B B AB AB - - - - - - -", told=_is_taken,
        body=_saving(lambda person, ids: Operation("add", "diagnosis", ids(),
                                                   {"resident_id": person.person, "code": "2"}))),
    Row("POST", api("/push"), "A B - - - A A B - - - -", told=_is_taken,
        body=_saving(lambda person, ids: step(ids(), person.slip, **EVENT))),
    Row("POST", api("/push"), "- - - - - - - - - - - -", told=_is_taken,
        body=_saving(lambda person, ids: Operation("create", "organisation", ids(), {"code": "X", "name": "甲"}))),
    page("/fhir/metadata"),
    Row("GET", "/fhir/{kind}", DENIED, places={"kind": "Patient"}, readers="AB A B"),
    Row("GET", "/fhir/{kind}", DENIED, places={"kind": "ServiceRequest"}, readers="AB A B"),
    Row("GET", "/fhir/{kind}", DENIED, "identifier={id_no}", places={"kind": "Patient"}, readers="400 400 400"),
    Row("POST", "/fhir/{kind}/_search", DENIED, form={"identifier": "{id_no}"}, places={"kind": "Patient"},
        readers="AB - -", told=lambda person, told: '"entry"' in told.text and person.id_no not in links(told)),
    Row("GET", "/fhir/{kind}/{id}", DENIED, places={"kind": "Patient", "id": "{person}"}, readers="AB A/404 B/404"),
    Row("GET", "/fhir/{kind}/{id}", DENIED, places={"kind": "Encounter", "id": "{visit}"}, readers="AB 404 404"),
    Row("GET", "/fhir/{kind}/{id}", DENIED, places={"kind": "ServiceRequest", "id": "{slip}"},
        readers="AB A/404 B/404"),
    Row("GET", "/fhir/Composition/{id}/$document", DENIED, places={"id": "{slip}"}, readers="AB A/404 B/404"),
    # What changes who may see, at the end. A slip in the hand opens a referral to a desk that treats people.
    Row("POST", api("/referrals/scan"), "400 400 400 400 400 400 400 400 403 403 403 403", body=_always(b"{}")),
    Row("POST", api("/referrals/scan"), "A B - - - A A B 403 403 403 403",
        body=_asking(slip_no="slip_no", name="name")),
    Row("POST", api("/enrol"), " ".join(["400"] * 12), body=_always(b"{}")),
    Row("POST", api("/fork"), NOTHING, body=_new_key),
    Row("POST", api("/retire"), " ".join(["409"] * 10) + " 403 -", body=_always(b'{"last_seq":1000}')),
    Row("POST", "/logout", " ".join(["403"] * 12), readers="403 403 403", anybody="403"),
]  # fmt: skip
# Beyond the loopback address, and where a signature is all that is asked.
OTHERWISE = {
    ("/login", "behind a proxy"): "403",
    (api("/enrol"), "stranger"): "400",
}  # fmt: skip


class World:
    """The county, everybody who asks, and how."""

    def __init__(
        self, county: CountyDatabase, enrolled: Enrolled, line: requests.Session, ids: Ids, clock: FrozenClock
    ) -> None:
        self.county, self.line, self.ids = county, line, ids
        self.laptops = {name: enrolled(*of) for name, of in DEVICES.items()}
        self.people = [
            self._person("A", self.laptops["village"], 1, "990101001001", "H1", "990101195703020010"),
            self._person("B", self.laptops["neighbour"], 2, "990101001002", "H2", "990101195703020037"),
        ]
        self.laptops |= {name: enrolled() for name in ENDED}
        revoke(county, self.laptops["revoked"].id, "test")
        assert self.laptops["retired"].request("POST", "/retire", b'{"last_seq":0}').status == 200
        stranger = self.laptops["stranger"] = Laptop(self.laptops["village"].server, line, clock)
        stranger.id = self.laptops["village"].id
        self.server = stranger.server
        issued = {name: fhir_tokens.issue(county, name, name[9:], 1, "test") for name in READERS}
        ended = fhir_tokens.issue(county, "ended", "", 1, "test")
        fhir_tokens.revoke(county, ended[1].id, "test")
        counts = fhir_tokens.issue(county, "counts", "", 1, "test", purpose=fhir_tokens.METRICS)
        issued |= {"ended token": ended, OFFICE[2]: counts}
        self.tokens = {name: token for name, (token, _) in issued.items()}
        self.sessions = {OFFICE[0]: session_token(county), OFFICE[1]: session_token(county)}
        admin_door.log_out(county, self.sessions[OFFICE[1]])

    def _person(self, letter: str, laptop: Laptop, number: int, village: str, to: str, id_no: str) -> Person:
        person, seen, slip = self.ids(), self.ids(), self.ids()
        name, pictures = f"龘{letter}", [photo(seed=10 * number + each) for each in range(2)]
        values = {"to_org": to, "patient_name": name, "slip_no": slip_number(number, 1, slip), "sex": "1",
                  "birth_date": "1957-03-02", "referral_date": "2026-11-20"}  # fmt: skip
        saved = laptop.line(
            resident(person, name=name, id_no=id_no, birth_date="1957-03-02", village_code=village),
            visit(seen, person),
            referral(slip, person, **values), step(self.ids(), slip, "issue", happened_at=EVENT["happened_at"]),
        )  # fmt: skip
        for raw in pictures:
            send(laptop, raw)
        attached = [("visit", seen, pictures[0]), ("referral", slip, pictures[1])]
        outcomes = laptop.push(saved, *(laptop.line(attachment(self.ids(), *each)) for each in attached))
        assert {each.state for each in outcomes} == {"applied"}, outcomes
        names = [attachment("", *each).fields["sha256"] for each in attached]
        return Person(letter, village, name, id_no, values["slip_no"], person, seen, slip, mid_of(saved), *names)

    def cell(self, caller: str, row: Row) -> str:
        """What the caller gets of A and of B."""
        letters, refused, told = "", set(), Told(0, "")
        for person in self.people:
            told = self._ask(caller, row, person) if row.is_of_one or person is self.people[0] else told
            if told.status != 200:
                refused.add(str(told.status))
            elif row.told(person, told):
                letters += person.letter
            for mark in person.marks if told.status != 200 else ():
                assert mark not in told.text, (caller, row.route)
        return "/".join(each for each in (letters, *sorted(refused)) if each) or "-"

    def _ask(self, caller: str, row: Row, person: Person) -> Told:
        buckets = {f"{name}_bucket": int(getattr(person, name)[-2:], 16) for name in ("person", "slip")}
        known = {name: getattr(person, name) for name in person.__dataclass_fields__} | buckets
        path = row.route
        for name, place in row.places.items():
            path = path.replace("{" + name + "}", place.format(**known))
        path += f"?{row.query.format(**known)}" if row.query else ""
        if caller in self.laptops and row.anybody != "-" and path.startswith(wire.PREFIX):
            laptop = self.laptops[caller]
            body = row.body(laptop, person, self.ids) if row.body else b""
            answered = laptop.request(row.method, path.removeprefix(wire.PREFIX), body)
            return Told(answered.status, answered.body.decode(errors="replace"))
        headers, form = {wire.PROTOCOL_HEADER: "1"}, {name: value.format(**known) for name, value in row.form.items()}
        if caller in self.laptops:
            headers[wire.DEVICE_HEADER] = self.laptops[caller].id
        elif caller in self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens[caller]}"
        elif caller in self.sessions:
            headers["Cookie"] = f"{COOKIE}={self.sessions[caller]}"
        elif caller == "behind a proxy":
            headers["X-Forwarded-For"] = "203.0.113.9"
        response = self.line.request(
            row.method, self.server + path, headers=headers, data=form or b"", allow_redirects=False
        )
        return Told(response.status_code, response.text)


@pytest.fixture
def world(county: CountyDatabase, enrolled: Enrolled, line: requests.Session, ids: Ids, clock: FrozenClock) -> World:
    return World(county, enrolled, line, ids, clock)


def test_every_route_has_its_row_and_every_row_a_route(county: CountyDatabase) -> None:
    routes = {
        (method, route.path)  # type: ignore[attr-defined]
        for route in create_app(county).routes
        for method in route.methods - {"HEAD"}  # type: ignore[attr-defined]
    }
    assert {(each.method, each.route) for each in ROWS} == routes


def test_everybody_gets_from_every_route_what_the_matrix_says(world: World) -> None:
    wrong = []
    for row in ROWS:
        for caller in CALLERS:
            expected = OTHERWISE.get((row.route, caller), row.expected[caller])
            found = world.cell(caller, row)
            if found != expected:
                wrong.append(f"{row.method} {row.route} {row.query} by {caller}: {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_what_is_out_of_scope_is_answered_like_what_is_not_there(world: World) -> None:
    other, nothing = world.people[1], "0" * 64
    village = world.laptops["village"]
    for path in ("/blobs/{}", "/blobs/{}/state"):
        there, nowhere = (village.request("GET", path.format(each)) for each in (other.picture, nothing))
        assert (there.status, there.body) == (nowhere.status, nowhere.body)
    for path, inside in (("/snapshot/resident?ids={}", other.person), ("/snapshot/referral?ids={}", other.slip)):
        answers = [village.request("GET", path.format(each)).read(wire.SnapshotReply) for each in (inside, world.ids())]
        assert answers[0].rows == answers[1].rows == []


def test_no_other_method_and_no_other_address_answers_anybody(world: World) -> None:
    methods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
    known: dict[str, set[str]] = {}
    for row in ROWS:
        known.setdefault(row.route, set()).update({row.method, *(["HEAD"] if row.method == "GET" else [])})
    # To read is to name an id, and `_search` looks like one.
    known["/fhir/{kind}/_search"] |= {"GET", "HEAD"}
    for route, own in known.items():
        path = route.format(type="resident", bucket=1, name="devices", sha256="0" * 64, kind="Patient", id="x")
        for method in methods - own:
            response = world.line.request(method, world.server + path)
            assert response.status_code == 405, (method, route)
            assert "Access-Control-Allow-Origin" not in response.headers
    for path in ("/api/v1/", "/api/v2/hello", "//api/v1/hello", "/admin", "/fhir"):
        assert world.line.get(world.server + path).status_code in (401, 404), path
