"""A laptop as the county sees it over the wire: it signs, sends lines verbatim and keeps a cursor."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
import requests
import zstandard

from clinic_app.clock import Clock, instant_text
from clinic_app.protocol import signing, wire
from clinic_app.protocol.mutation import SCHEMA, Mutation, Operation, encode
from clinic_app.records.identifiers import new_id

VILLAGE, OTHER_VILLAGE = "990101001001", "990101001002"
RESIDENT = {"name": "王𬎆", "sex": "1", "birth_date": "1960-01-02", "village_code": VILLAGE}


class Answered:
    """An answer and what the client checks of it."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    def read(self, kind: type[Any]) -> Any:
        """The body as `kind`; fails the test when the answer was no success."""
        assert self.status == 200, self.body.decode()
        return msgspec.json.decode(self.body, type=kind)

    @property
    def failure(self) -> wire.Failure:
        """The error body."""
        assert self.status != 200
        return msgspec.json.decode(self.body, type=wire.Failure)


class Laptop:
    """One device key pair with one account, and what it has been told."""

    def __init__(self, server: str, line: requests.Session, clock: Clock) -> None:
        self.server = server
        self.session = line
        self.clock = clock
        self.private_key, self.public_key = signing.new_key_pair()
        self.account = new_id(clock.now())
        self.id = ""
        self.cursor: str | None = None
        self.sent = 0
        self.records: dict[tuple[str, str], wire.Change] = {}
        self.outcomes: dict[str, wire.Outcome] = {}

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        sent: bytes | None = None,
    ) -> Answered:
        """A signed request; `sent` goes over the wire instead of `body` (compressed, or forged)."""
        target = wire.PREFIX + path
        nonce, now = secrets.token_urlsafe(12), instant_text(self.clock.now())
        signature = signing.sign(self.private_key, signing.message(method, target, nonce, now, body))
        own = {
            wire.DEVICE_HEADER: self.id,
            wire.TIME_HEADER: now,
            wire.NONCE_HEADER: nonce,
            wire.SIGNATURE_HEADER: signature,
            wire.PROTOCOL_HEADER: str(wire.PROTOCOL),
            "Accept-Encoding": "zstd",
        }
        content = body if sent is None else sent
        response = self.session.request(method, self.server + target, data=content, headers={**own, **(headers or {})})
        answer = response.content
        if response.headers.get("Content-Encoding") == "zstd":
            answer = zstandard.ZstdDecompressor().decompress(answer, max_output_size=wire.MAX_BODY)
        assert response.headers[wire.BODY_HASH_HEADER] == hashlib.sha256(answer).hexdigest()
        return Answered(response.status_code, response.headers, answer)

    def enrol(self, code: str) -> wire.EnrolReply:
        """Become a device."""
        answered = self.try_enrol(code)
        reply: wire.EnrolReply = answered.read(wire.EnrolReply)
        self.id = reply.device
        return reply

    def try_enrol(self, code: str) -> Answered:
        """Ask, whatever comes."""
        accounts = [wire.Account(self.account, "账户一", "FORGED")]
        key = base64.b64encode(self.public_key).decode()
        return self.request("POST", "/enrol", msgspec.json.encode(wire.EnrolRequest(code, key, accounts)))

    def line(self, *ops: Operation, **more: Any) -> bytes:
        """A saved action as bytes."""
        now = self.clock.now()
        values = {"mid": new_id(now), "schema": SCHEMA, "author": self.account, "authored_at": instant_text(now)}
        return encode(Mutation(**{**values, "ops": list(ops), **more}))

    def push(self, *lines: bytes) -> list[wire.Outcome]:
        """Send lines; one outcome each."""
        reply: wire.PushReply = self.try_push(*lines).read(wire.PushReply)
        self.outcomes.update({each.mid: each for each in reply.outcomes})
        return reply.outcomes

    def try_push(self, *lines: bytes) -> Answered:
        """Send lines, whatever comes."""
        envelope = msgspec.json.encode(wire.PushEnvelope(self.id, self.sent + 1))
        self.sent += len(lines)
        return self.request("POST", "/push", b"\n".join([envelope, *lines]))

    def page(self, **asked: Any) -> wire.PullReply:
        """One page after the cursor."""
        query = {**({"cursor": self.cursor} if self.cursor else {}), **asked}
        path = "/pull?" + urlencode(query) if query else "/pull"
        reply: wire.PullReply = self.request("GET", path).read(wire.PullReply)
        self.cursor = reply.cursor or self.cursor
        for change in reply.changes:
            known = self.records.get((change.type, change.id))
            if known is None or known.rev < change.rev:
                self.records[change.type, change.id] = change
        self.outcomes.update({each.mid: each for each in reply.outcomes})
        return reply

    def pull(self, **asked: Any) -> list[wire.Change]:
        """Everything new."""
        found = []
        while True:
            reply = self.page(**asked)
            found += reply.changes
            if not reply.more:
                return found

    def held(self, type_name: str) -> dict[str, dict[str, Any]]:
        """Values of the records of a type that were pulled."""
        return {key[1]: each.body["fields"] for key, each in self.records.items() if key[0] == type_name}


def resident(record_id: str, **fields: Any) -> Operation:
    """A new resident."""
    return Operation("create", "resident", record_id, {**RESIDENT, **fields})


def visit(record_id: str, resident_id: str, **fields: Any) -> Operation:
    """A new visit."""
    values = {"resident_id": resident_id, "visit_date": "2026-11-20", "visit_mode": "2", **fields}
    return Operation("create", "visit", record_id, values)


def referral(record_id: str, resident_id: str, **fields: Any) -> Operation:
    """A new referral to the hospital."""
    values = {"resident_id": resident_id, "direction": "up", "urgency": "routine", "to_org": "H1", **fields}
    return Operation("create", "referral", record_id, values)


def step(record_id: str, referral_id: str, event: str, **fields: Any) -> Operation:
    """A step in a referral's life."""
    return Operation("event", "referral_event", record_id, {"referral_id": referral_id, "event": event, **fields})


def mid_of(line: bytes) -> str:
    """The id in a line."""
    return str(msgspec.json.decode(line)["mid"])
