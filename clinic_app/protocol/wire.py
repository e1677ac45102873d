"""Requests and answers of `/api/v1`, headers and limits. See docs/protocol.md."""

from __future__ import annotations

from typing import Any

import msgspec

from clinic_app.protocol.audience import Scope

PROTOCOL = 1
PREFIX = "/api/v1"
MAX_BODY = 8 << 20
MAX_SENT = 512 << 10
PUSH_LIMIT = 500
PULL_LIMIT = 4000

DEVICE_HEADER = "Clinic-Device"
TIME_HEADER = "Clinic-Time"
NONCE_HEADER = "Clinic-Nonce"
SIGNATURE_HEADER = "Clinic-Signature"
PROTOCOL_HEADER = "Sync-Protocol"
ECHO_HEADER = "Sync-Nonce"
BODY_HASH_HEADER = "Sync-Body-SHA256"


class Head(msgspec.Struct):
    """A place in the county's change log."""

    epoch: str
    seq: int
    h: str


class Account(msgspec.Struct):
    """A person with a password on a laptop; `staff` is the county's code once known."""

    id: str
    name: str
    staff: str | None = None


class EnrolRequest(msgspec.Struct):
    """`POST /enrol`, signed by the key it brings. `public_key` is base64 of the raw Ed25519 key."""

    code: str
    public_key: str
    accounts: list[Account]


class EnrolReply(msgspec.Struct):
    """Who the device is from now on."""

    device: str
    number: int
    county: str
    organisation: str
    organisation_name: str
    role: str
    scope: Scope
    accounts: list[Account]
    server_time: str
    head: Head


class AccountsRequest(msgspec.Struct):
    """`POST /accounts`: every person with a password on the laptop."""

    accounts: list[Account]


class AccountsReply(msgspec.Struct):
    """The same people as the county knows them."""

    accounts: list[Account]


class HelloReply(msgspec.Struct):
    """`GET /hello`."""

    protocol: list[int]
    head: Head
    durable_seq: int
    scope: Scope
    server_time: str
    push_limit: int = PUSH_LIMIT
    pull_limit: int = PULL_LIMIT
    max_body: int = MAX_BODY


class PushEnvelope(msgspec.Struct):
    """First line of `POST /push`; each further line is a mutation as stored."""

    device: str
    first_seq: int
    seen: Head | None = None


class Outcome(msgspec.Struct, omit_defaults=True):
    """What became of one mutation.

    `state`: applied, conflict, deferred, quarantined, mid_reuse, malformed, unknown. `seqs` is the first and last seq
    of its changes. `line` counts the mutations of the push from 0.
    """

    mid: str
    state: str
    seqs: list[int] | None = None
    code: str | None = None
    record: int | None = None
    field: str | None = None
    message: str | None = None
    waiting_for: list[str] = []
    repeat: bool = False
    line: int | None = None


class PushReply(msgspec.Struct):
    """One outcome for each mutation, in order."""

    outcomes: list[Outcome]
    head: Head


class OutcomesReply(msgspec.Struct):
    """`GET /outcomes?mid=`."""

    outcomes: list[Outcome]


class Change(msgspec.Struct, omit_defaults=True):
    """One row of the change log. `body` is the record after the change (protocol/body.py)."""

    seq: int
    mid: str
    type: str
    id: str
    rev: int
    op: str
    body: dict[str, Any]


class PullReply(msgspec.Struct):
    """`GET /pull`: whole commit groups in order, the next cursor, and outcomes that changed since."""

    changes: list[Change]
    cursor: str
    more: bool
    head: Head
    outcomes: list[Outcome] = []


class Failure(msgspec.Struct):
    """Body of every answer that is not a success; `message` is a Chinese sentence for the person."""

    code: str
    message: str
