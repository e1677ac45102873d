"""`POST /referrals/scan`: a slip at a desk, by the code on it or by its number and the patient's name.

The code is taken in like a save of the laptop that printed it, for as much as it holds; the save itself takes its place
when it comes. Whichever comes first, and however often, it is one referral. A desk that is no party of it gets it: the
county sends it there, because that is where the patient is.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from clinic_app.clock import LOCAL_ZONE, instant_text
from clinic_app.county import audit, keys
from clinic_app.county.applied import AppliedStore
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.delivery import COUNTY_ORIGIN
from clinic_app.county.devices import Device, find_device
from clinic_app.county.intake import read_line, take
from clinic_app.county.judge import Origin
from clinic_app.county.problems import Refusal
from clinic_app.county.push import origin_of, sender_of
from clinic_app.county.record_store import RecordStore, slip_digits
from clinic_app.protocol import slip_pack
from clinic_app.protocol.body import FROM_PAPER
from clinic_app.protocol.mutation import SCHEMA, Mutation, Operation, encode
from clinic_app.protocol.package import PackageProblem
from clinic_app.protocol.referral_events import SERVER, ReferralState, refusal
from clinic_app.protocol.slip_pack import Sealed, SlipPack
from clinic_app.protocol.wire import SlipReply, SlipRequest
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Kind
from clinic_app.records.identifiers import made_at
from clinic_app.records.validation import check_values

NAMESPACE = uuid.UUID("2f7c1c5e-4d0b-4b4e-9a55-0c8f3f8d1e10")
MOST_A_DAY = 20
DAY = timedelta(days=1)
LONGEST = 100
REASON = "患者持单到本院"
UNREADABLE = Refusal(400, "bad_request", "要扫转诊单上的二维码，或写全转诊单号和患者姓名，没有查找")
STRANGER = "县平台不认识开这张单的电脑，没有收下；核对纸质单和患者，手工登记后联系县管理员"
BARRED = "开这张单的电脑已停用，没有收下；核对纸质单和患者，手工登记后联系县管理员"
AUTHOR = "开这张单的人不是那台电脑的账户或已停用，没有收下；核对纸质单和患者，手工登记后联系县管理员"
WAITS = "开单时的保存正由县管理员核对，没有收下；核对纸质单和患者，手工登记"
NOT_HERE = "这张转诊单还没有传到县平台；请开单的诊所同步，或凭纸质单手工登记"
VOID = "这张转诊单已经作废，不能接诊，核对纸质单"
NOT_FOUND = "县平台没有这个单号和姓名的转诊单；核对单号和姓名，还没有同步的凭纸质单手工登记"
_REFERRAL = RECORD_TYPES["referral"]


class NotTaken(Exception):
    """There is no referral to give, for a reason that the desk is told."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def scan(database: CountyDatabase, scanner: Device, asked: SlipRequest) -> SlipReply:
    """The referral that a slip is of. Raises Refusal for half a question, and 429 after twenty questions of a device
    by number within a day."""
    if not asked.carrier:
        return _by_number(database, scanner, asked)
    try:
        sealed = slip_pack.read(asked.carrier)
        signer, pack = _opened(database, sealed)
        _take_in(database, signer, pack)
        return _given(database, scanner, pack.referral_id, f"carrier {sealed.digest[:16]}")
    except PackageProblem as problem:
        return SlipReply(code=problem.code, message=str(problem))
    except NotTaken as problem:
        return SlipReply(code=problem.code, message=str(problem))


def _opened(database: CountyDatabase, sealed: Sealed) -> tuple[Device, SlipPack]:
    """Who printed the slip, and what it carries."""
    with database.transaction() as connection:
        signer = _numbered(connection, database.county, sealed.device_number)
        key = keys.key_named(connection, database.county, keys.RELAY, sealed.key)
    if key is None:
        raise PackageProblem("key", slip_pack.OTHER_KEY)
    if signer is None:
        raise PackageProblem("device", STRANGER)
    slip_pack.verify(sealed, signer.public_key)
    return signer, slip_pack.open_pack(sealed, key.private)


def _numbered(connection: Connection, county: str, number: int) -> Device | None:
    row = connection.execute("SELECT id FROM device WHERE county = %s AND number = %s", (county, number)).fetchone()
    return find_device(connection, county, row[0]) if row else None


def _take_in(database: CountyDatabase, signer: Device, pack: SlipPack) -> None:
    """Write the referral down from its slip, unless it is here already. Raises NotTaken."""
    with database.snapshot() as connection:
        if RecordStore(connection, database.county).get(("referral", pack.referral_id)) is not None:
            return
        _require_good(connection, database.county, signer, pack)
    line = encode(_written_down(database, signer, pack))

    def sender(connection: Connection, arrivals: object) -> Origin:
        origin = origin_of(connection, database.county, signer)
        # The county's own writing, in the name of who answers for the slip.
        return replace(origin, device=SERVER, from_paper=True)

    taken = take(database, [read_line(line)], sender, lambda connection, other: sender_of(
        connection, database.county, other
    ))  # fmt: skip
    outcome = taken.outcomes[0]
    if outcome.state not in ("applied", "conflict"):
        raise NotTaken(outcome.code or outcome.state, outcome.message or NOT_HERE)


def _require_good(connection: Connection, county: str, signer: Device, pack: SlipPack) -> None:
    """What a push would leave to a supervisor is not let in by paper."""
    if signer.is_barred:
        raise NotTaken("revoked", BARRED)
    if made_at(pack.mid) is None:
        raise NotTaken("unknown", NOT_HERE)
    author = _author(signer, pack)
    origin = origin_of(connection, county, signer)
    ended = origin.disabled.get(author)
    written = made_at(pack.mid)
    if not author or (ended is not None and written is not None and written > ended):
        raise NotTaken("author", AUTHOR)
    applied = AppliedStore(connection, county)
    applied.want([pack.mid])
    entry = applied.get(pack.mid)
    if entry is not None and entry.state not in ("applied", "conflict", "deferred"):
        raise NotTaken("waits", WAITS)


def _author(signer: Device, pack: SlipPack) -> str:
    """The account that the pack names, among those of the laptop."""
    return next((each for each in signer.accounts if slip_pack.account_mark(each) == pack.author), "")


def _written_down(database: CountyDatabase, signer: Device, pack: SlipPack) -> Mutation:
    """The same for every desk that scans the slip on one day; what is refused may be right on the next."""
    written = made_at(pack.mid)
    assert written is not None
    at, author = instant_text(written), _author(signer, pack)
    paper = {"device": signer.id, "mid": pack.mid}
    fields = _fields(pack) | {"resident_id": pack.resident_id, FROM_PAPER: paper}
    fields.setdefault("referral_date", written.astimezone(LOCAL_ZONE).date().isoformat())
    issue = {"referral_id": pack.referral_id, "event": "issue", "happened_at": at, FROM_PAPER: paper}
    mid = _named("paper", pack.referral_id, signer.id, database.clock.today().isoformat())
    operations = [
        Operation("create", "referral", pack.referral_id, fields),
        Operation("event", "referral_event", pack.event_id, issue),
    ]
    return Mutation(mid, SCHEMA, author, at, operations)


def _fields(pack: SlipPack) -> dict[str, Any]:
    """The values of a pack as the referral's declaration wants them; what it does not take is left out."""
    texts = {name: value for name, value in pack.fields.items() if name in _REFERRAL.fields}
    values: dict[str, Any] = {}
    for name, text in texts.items():
        kind = _REFERRAL.fields[name].kind
        given = text.split(",") if kind is Kind.CODES else text == "1" if kind is Kind.BOOLEAN else text
        checked = check_values(_REFERRAL, {name: given})
        values |= {} if checked.errors else checked.values
    frozen = slip_pack.record_pack(pack.fields)
    return values | ({"pack": frozen} if frozen else {})


def _by_number(database: CountyDatabase, scanner: Device, asked: SlipRequest) -> SlipReply:
    """By the number in large digits and the whole name: both must be right, and nothing is said of anybody else."""
    digits, name = slip_digits(asked.slip_no), _plain(asked.name)
    if not digits or not name or max(len(asked.slip_no), len(asked.name)) > LONGEST or "\0" in name:
        raise UNREADABLE
    with database.transaction() as connection:
        _require_rarely(database, connection, scanner)
        referral_id = _found(connection, database.county, digits, name)
        connection.execute(
            "INSERT INTO slip_asked (county, device, referral_id, at) VALUES (%s, %s, %s, %s)",
            (database.county, scanner.id, referral_id, database.clock.now()),
        )
        if referral_id is None:
            _note(database, connection, scanner, "", "number")
    if referral_id is None:
        return SlipReply(code="not_found", message=NOT_FOUND)
    try:
        return _given(database, scanner, referral_id, "number")
    except NotTaken as problem:
        return SlipReply(code=problem.code, message=str(problem))


def _found(connection: Connection, county: str, digits: str, name: str) -> str | None:
    rows = connection.execute(
        "SELECT referral_id FROM slip_number WHERE county = %s AND digits = %s ORDER BY referral_id", (county, digits)
    ).fetchall()
    records = RecordStore(connection, county)
    records.want(("referral", row[0]) for row in rows)
    found = ((row[0], records.get(("referral", row[0]))) for row in rows)
    return next((each for each, stored in found if stored and _plain(stored.fields.get("patient_name")) == name), None)


def _require_rarely(database: CountyDatabase, connection: Connection, scanner: Device) -> None:
    # The device's row is held, so that questions at the same moment are counted one after the other.
    connection.execute("SELECT 1 FROM device WHERE county = %s AND id = %s FOR UPDATE", (database.county, scanner.id))
    now = database.clock.now()
    row = connection.execute(
        "SELECT count(*), min(at) FROM slip_asked WHERE county = %s AND device = %s AND at > %s",
        (database.county, scanner.id, now - DAY),
    ).fetchone()
    if row is not None and row[0] >= MOST_A_DAY:
        wait = max(1, round((row[1] + DAY - now).total_seconds()))
        raise Refusal(429, "slip_rate", f"本机一天内凭单号查找已满{MOST_A_DAY}次，明天再查；扫二维码不受限制", wait)


def _given(database: CountyDatabase, scanner: Device, referral_id: str, how: str) -> SlipReply:
    """The referral for this desk, sent to it where it was somebody else's. Raises NotTaken."""
    organisation = scanner.organisation
    fields, state, party = _standing(database, referral_id, organisation)
    problem = "" if party else _redirect(database, referral_id, organisation, fields, state)
    with database.transaction() as connection:
        _note(database, connection, scanner, referral_id, how)
    told = SlipReply(slip_no=str(fields.get("slip_no") or ""), state=state.state, code="state" if problem else "")
    if problem:
        # A desk that is no party learns no more than where its paper stands.
        told.message = f"{problem}，没有改派到本单位；核对纸质单"
        return told
    redirected = not party
    told.referral_id, told.patient_name = referral_id, str(fields.get("patient_name") or "")
    told.sender, told.receiver = state.sender, organisation if redirected else state.receiver
    told.state = "delivered" if redirected else state.state
    told.from_paper, told.redirected = FROM_PAPER in fields, redirected
    return told


def _standing(
    database: CountyDatabase, referral_id: str, organisation: str
) -> tuple[Mapping[str, Any], ReferralState, bool]:
    """The referral's values and state, and whether the organisation sent it or has it now."""
    with database.snapshot() as connection:
        records = RecordStore(connection, database.county)
        stored = records.get(("referral", referral_id))
        if stored is None:
            raise NotTaken("unknown", NOT_HERE)
        if stored.body.void:
            raise NotTaken("void", VOID)
        state = records.referral_state(referral_id)
    return stored.fields, state, organisation in (*state.senders, state.sender, state.receiver)


def _redirect(
    database: CountyDatabase, referral_id: str, organisation: str, fields: Mapping[str, Any], state: ReferralState
) -> str:
    """Send it where the patient is; returns why the table does not allow it, empty when it is done."""
    now = database.now_text()
    event = {"referral_id": referral_id, "event": "redirect", "happened_at": now, "organisation": SERVER,
             "to_org": organisation, "reason": REASON}  # fmt: skip
    problem = refusal(fields, state, event)
    if problem:
        return problem
    # Two desks of one organisation that scan at the same moment write the same event.
    place = str(sum(step.event == "redirect" for step in state.steps))
    event_id, mid = (_named(each, referral_id, organisation, place) for each in ("redirect", "redirect-mid"))
    line = encode(Mutation(mid, SCHEMA, SERVER, now, [Operation("event", "referral_event", event_id, event)]))
    take(database, [read_line(line)], COUNTY_ORIGIN, lambda connection, other: None)
    return ""


def _note(database: CountyDatabase, connection: Connection, scanner: Device, referral_id: str, how: str) -> None:
    audit.append(
        connection, database.county, f"device:{scanner.id}", "scan", f"referral:{referral_id}", database.now_text(), how
    )


def _named(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, ":".join(parts)))


def _plain(name: object) -> str:
    return "".join(str(name or "").split())
