"""Requests and answers of `/api/v1`, headers and limits. See docs/protocol.md."""

from __future__ import annotations

from typing import Any

import msgspec

from clinic_app.protocol.audience import Scope

PROTOCOL = 1
# The window that a county answers pulls of: five versions or 24 months, whichever is longer.
OLDEST_PROTOCOL = 1
PREFIX = "/api/v1"
MAX_BODY = 8 << 20
MAX_SENT = 512 << 10
PUSH_LIMIT = 500
PULL_LIMIT = 4000

DEVICE_HEADER = "Clinic-Device"
TIME_HEADER = "Clinic-Time"
NONCE_HEADER = "Clinic-Nonce"
SIGNATURE_HEADER = "Clinic-Signature"
SEEN_HEADER = "Clinic-Seen"
PROTOCOL_HEADER = "Sync-Protocol"
ECHO_HEADER = "Sync-Nonce"
BODY_HASH_HEADER = "Sync-Body-SHA256"


class Head(msgspec.Struct):
    """A place in the county's change log. `h` is the first 16 hex digits of the chain value there."""

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
    sealing_key: str = ""


class EnrolReply(msgspec.Struct):
    """Who the device is from now on. `relay_key` (X25519) seals packages to the county, `county_key` (Ed25519) signs
    its receipts; both base64 of the raw key."""

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
    relay_key: str = ""
    county_key: str = ""
    escrow_key: str = ""
    """Where the laptop's recovery code is sealed to (X25519, base64); empty where the county has none."""
    lease: str = ""
    """How long it may work without contact, signed by the county (protocol/lease.py)."""


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
    relay_key: str = ""
    county_key: str = ""
    escrow_key: str = ""
    disabled: list[str] = []
    """Accounts of this device that the county has disabled."""
    back_off: int = 0
    """Seconds that a busy county asks everybody to wait before the next sync of its own accord."""
    authorities: str = ""
    """The certificate authorities that the laptop shall pin, signed by the county (protocol/authorities.py)."""
    lease: str = ""
    """As in an EnrolReply."""


class EscrowReply(msgspec.Struct):
    """`POST /escrow`: the county has the recovery code of this number."""

    number: int


class Report(msgspec.Struct, omit_defaults=True):
    """`POST /report`: what the status page says of a device. Counts and times only."""

    version: str
    pending: int = 0
    oldest: str | None = None
    quarantined: int = 0
    conflicts: int = 0
    clock_offset: int | None = None
    sealing_key: str = ""


class Reported(msgspec.Struct):
    """The answer to a report."""

    server_time: str


class AlignRequest(msgspec.Struct):
    """`POST /align`: places of the log that this laptop has seen, newest first."""

    seen: list[Head]


class AlignReply(msgspec.Struct):
    """The newest of them that this log has (seq 0 when none), and where it stands now."""

    common: int
    head: Head


class ForkRequest(msgspec.Struct):
    """`POST /fork`: a restored or copied laptop asks to be a device of its own; signed by the old device's key."""

    public_key: str
    sealing_key: str = ""


class AuditHead(msgspec.Struct, omit_defaults=True):
    """The newest entry of a laptop's audit chain; `base_hash` is what its entry `base_seq` is now, where the county's
    last receipt stood (empty where the chain does not reach so far)."""

    seq: int
    hash: str
    base_seq: int = 0
    base_hash: str = ""


class AuditReceipt(msgspec.Struct):
    """The county's word on what it remembers of a laptop's audit chain (protocol/audit_head.py)."""

    seq: int
    hash: str
    at: str
    signature: str


class PushEnvelope(msgspec.Struct, omit_defaults=True):
    """First line of `POST /push`; each further line is a mutation as stored.

    `seen` is the highest place of the log that any answer showed. `common` is given while a laptop realigns with a
    restored county: revisions above that place are of another timeline, and a number in a patch's base says nothing
    of them. `audit` is left out by programs before 0.6.
    """

    device: str
    first_seq: int
    seen: Head | None = None
    common: int | None = None
    audit: AuditHead | None = None


class Outcome(msgspec.Struct, omit_defaults=True):
    """What became of one mutation.

    `state`: applied, conflict, deferred, quarantined, declined, mid_reuse, malformed, unknown. `conflict` is applied
    and has opened the `conflicts`; `declined` is a supervisor's last word on a quarantined one. `code` of an applied
    one may be `late_scope`. `seqs` is the first and last seq of its changes. `line` counts the mutations of the push
    from 0.
    """

    mid: str
    state: str
    seqs: list[int] | None = None
    code: str | None = None
    record: int | None = None
    field: str | None = None
    message: str | None = None
    waiting_for: list[str] = []
    conflicts: list[str] = []
    repeat: bool = False
    line: int | None = None


class PushReply(msgspec.Struct, omit_defaults=True):
    """One outcome for each mutation, in order; `audit` answers the envelope's."""

    outcomes: list[Outcome]
    head: Head
    audit: AuditReceipt | None = None


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


class PullReply(msgspec.Struct, omit_defaults=True):
    """`GET /pull`: whole commit groups in order, the next cursor, and outcomes that changed since.

    A change with `op` `evict` says that its resident or household left the audience: `body.fields.village_code` is
    where to. One with `op` `enter` brings a record to an audience that did not have it.
    """

    head: Head
    cursor: str = ""
    """Empty: as asked."""
    changes: list[Change] = []
    more: bool = False
    outcomes: list[Outcome] = []


class SnapshotRow(msgspec.Struct, omit_defaults=True):
    """One record as the county has it now."""

    id: str
    rev: int
    body: dict[str, Any]
    seq: int = 0
    """Of a referral event: its place in the county's order."""


class SnapshotReply(msgspec.Struct, omit_defaults=True):
    """`GET /snapshot/{type}`: a page of records of one type in scope, by id; `next` is what to ask `after`."""

    head: Head
    rows: list[SnapshotRow] = []
    next: str = ""
    total: int | None = None
    """With `count=1`: how many rows of this type the whole answer has."""


class DigestReply(msgspec.Struct):
    """`GET /digest`: for each type the 256 bucket sums of what is in scope, base64 of 256 little-endian uint64."""

    head: Head
    sums: dict[str, str]


class BucketReply(msgspec.Struct):
    """`GET /digest/{type}/{bucket}`: id to revision and digest of every record of the bucket in scope."""

    head: Head
    rows: dict[str, tuple[int, int]]


class LookupReply(msgspec.Struct, omit_defaults=True):
    """`GET /residents/lookup`: the one person of a full identity number and name, outside the scope; or nobody."""

    resident_id: str = ""
    name: str = ""
    sex: str = ""
    birth_date: str = ""
    village_code: str = ""
    organisation_name: str = ""
    rev: int = 0


class BlobState(msgspec.Struct):
    """Answer of `PUT` and `HEAD`-like `GET /blobs/{sha256}/state`: how many bytes the county has."""

    received: int
    complete: bool


class LookupRequest(msgspec.Struct):
    """`POST /residents/lookup`: the whole number and the whole name. In a body: addresses are what proxies log."""

    id_no: str
    name: str
    id_type: str = "01"


class RetireRequest(msgspec.Struct):
    """`POST /retire`: the number of the last save that this laptop ever made."""

    last_seq: int


class RetireReply(msgspec.Struct):
    """`POST /retire`: the county's word that it has everything of this device; `proof` is its signed receipt."""

    proof: str


class RelayReply(msgspec.Struct, omit_defaults=True):
    """`POST /relay`: the county's receipt, an item (protocol/package.py) in base64; or why it was not taken."""

    receipt: str = ""
    code: str = ""
    message: str = ""


class SlipRequest(msgspec.Struct, omit_defaults=True):
    """`POST /referrals/scan`: the digits of the code on a slip; or the slip's number and the patient's whole name."""

    carrier: str = ""
    slip_no: str = ""
    name: str = ""


class SlipReply(msgspec.Struct, omit_defaults=True):
    """The referral of a slip, which the asking organisation takes part in from now on; or why there is none.

    `state` is a code of the referral table, `receiver` the organisation it is with. `from_paper`: the county has it
    from the slip alone, the rest comes with the sender's next sync. `redirected`: it was for another organisation until
    this question. With `code` nothing else is said than `message` and what the slip itself says.
    """

    referral_id: str = ""
    slip_no: str = ""
    patient_name: str = ""
    state: str = ""
    sender: str = ""
    receiver: str = ""
    from_paper: bool = False
    redirected: bool = False
    code: str = ""
    message: str = ""


class Failure(msgspec.Struct, omit_defaults=True):
    """Body of every answer that is not a success; `message` is a Chinese sentence for the person.

    Of `scope_changed`: the villages that came and went, and the cursor to go on with. Of `epoch_changed` and
    `device_fork`: nothing more.
    """

    code: str
    message: str
    added: list[str] = []
    removed: list[str] = []
    cursor: str = ""
