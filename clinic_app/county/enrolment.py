"""One-time codes that make a laptop a device of the county."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic_app.clock import instant_text
from clinic_app.county import audit, change_log, escrow, keys, lease
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device, add_device, find_device, take_number
from clinic_app.county.problems import CountyProblem, Refusal
from clinic_app.county.scope import note_scope, scope_of
from clinic_app.protocol import body as record_body
from clinic_app.protocol.wire import Account, EnrolReply, EnrolRequest
from clinic_app.records.identifiers import new_id
from clinic_app.records.staff import ROLE

VALID = timedelta(minutes=15)
CODE_BYTES = 16
MOST_REFUSALS = 10
MOST_ACCOUNTS = 50
REFUSED = Refusal(403, "enrol_code", "入网码不对、已过期或已经用过，本机没有改动，向县管理员要一个新的")
TOO_OFTEN = Refusal(429, "enrol_rate", "入网码输错次数太多，过15分钟再试", int(VALID.total_seconds()))
# Letters that people read for digits of the code's alphabet.
MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})


@dataclass(frozen=True)
class _Code:
    hash: bytes
    organisation: str
    role: str
    staff: str | None
    expires_at: datetime
    used_at: datetime | None
    public_key: bytes | None
    device: str | None


def issue_code(database: CountyDatabase, organisation: str, role: str, staff: str | None, actor: str) -> str:
    """A new code of 128 bits, good once and for 15 minutes. Raises CountyProblem for an unknown place or person."""
    now = database.clock.now()
    text = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().rstrip("=")
    with database.transaction() as connection:
        _check_person(connection, database.county, organisation, role, staff)
        connection.execute(
            "INSERT INTO enrol_code (county, hash, organisation, role, staff, created_at, expires_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (database.county, code_hash(text), organisation, role, staff, now, now + VALID),
        )
        audit.append(connection, database.county, actor, "enrol_code", f"organisation:{organisation}",
                     instant_text(now), role)  # fmt: skip
    return "-".join(text[start : start + 5] for start in range(0, len(text), 5))


def code_hash(code: str) -> bytes:
    """What the county keeps of a code, however it was typed."""
    plain = "".join(each for each in code.upper() if each.isalnum()).translate(MISREAD)
    return hashlib.sha256(plain.encode("utf-8", "replace")).digest()


def enrol(database: CountyDatabase, request: EnrolRequest, public_key: bytes, source: str) -> EnrolReply:
    """Make the sender a device, or answer again as before when the same key repeats its code within 15 minutes.

    `source` is the sender's network address; only its hash is kept, to slow guessing. Raises Refusal.
    """
    if not request.accounts or len(request.accounts) > MOST_ACCOUNTS:
        raise Refusal(400, "bad_request", "入网请求里没有账户，本机没有改动")
    _slow_guessing(database, source)
    try:
        with database.transaction() as connection:
            return _enrol(database, connection, request, public_key)
    except Refusal as refusal:
        if refusal is REFUSED:
            _note_refusal(database, source)
        raise


def decode_key(text: str) -> bytes:
    """A raw public key (Ed25519 or X25519) from base64; raises Refusal."""
    try:
        key = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != 32:
        raise Refusal(400, "bad_request", "入网请求里的公钥无法读取，本机没有改动")
    return key


def optional_key(text: str) -> bytes | None:
    """The same for a key that need not be there."""
    return decode_key(text) if text else None


def _enrol(database: CountyDatabase, connection: Connection, request: EnrolRequest, public_key: bytes) -> EnrolReply:
    now, county = database.clock.now(), database.county
    code = _find_code(connection, county, request.code)
    if code is None or (code.used_at is None and now > code.expires_at):
        raise REFUSED
    if code.used_at is not None:
        if code.public_key != public_key or now > code.used_at + VALID or code.device is None:
            raise REFUSED
        device = find_device(connection, county, code.device)
        assert device is not None
    else:
        device = _new_device(database, connection, request, public_key, code)
        connection.execute(
            "UPDATE enrol_code SET used_at = %s, public_key = %s, device = %s WHERE county = %s AND hash = %s",
            (now, public_key, device.id, county, code.hash),
        )
        audit.append(connection, county, f"device:{device.id}", "enrol", f"device:{device.id}", instant_text(now),
                     device.role)  # fmt: skip
    return reply(database, connection, device, request.accounts)


def _find_code(connection: Connection, county: str, text: str) -> _Code | None:
    row = connection.execute(
        "SELECT hash, organisation, role, staff, expires_at, used_at, public_key, device FROM enrol_code"
        " WHERE county = %s AND hash = %s FOR UPDATE",
        (county, code_hash(text)),
    ).fetchone()
    if row is None:
        return None
    key = None if row[6] is None else bytes(row[6])
    return _Code(bytes(row[0]), row[1], row[2], row[3], row[4], row[5], key, row[7])


def _new_device(
    database: CountyDatabase, connection: Connection, request: EnrolRequest, public_key: bytes, code: _Code
) -> Device:
    now, county = database.clock.now(), database.county
    person = code.staff or _only_person(connection, county, code.organisation, code.role)
    accounts: dict[str, str | None] = {each.id: None for each in request.accounts}
    accounts[request.accounts[0].id] = person
    number = take_number(connection, county)
    device = Device(
        new_id(now), number, code.organisation, code.role, code.staff, public_key, accounts, now,
        sealing_key=optional_key(request.sealing_key),
    )  # fmt: skip
    add_device(connection, county, device)
    note_scope(database, connection, device, scope_of(connection, county, device))
    return device


def reply(database: CountyDatabase, connection: Connection, device: Device, accounts: Sequence[Account]) -> EnrolReply:
    """What a device is told of itself when it becomes one."""
    county = database.county
    public = keys.public_keys(database, connection)
    organisation = _reference(connection, county, "organisation", device.organisation) or {}
    return EnrolReply(
        device=device.id,
        number=device.number,
        county=county,
        organisation=device.organisation,
        organisation_name=str(organisation.get("name") or device.organisation),
        role=device.role,
        scope=scope_of(connection, county, device),
        accounts=[Account(each.id, each.name, device.accounts.get(each.id)) for each in accounts],
        server_time=database.now_text(),
        head=change_log.read_head(connection, county),
        relay_key=public.relay,
        county_key=public.signing,
        escrow_key=escrow.public_key(connection, county),
        lease=lease.granted(database, connection, device),
    )


def _check_person(connection: Connection, county: str, organisation: str, role: str, staff: str | None) -> None:
    if _reference(connection, county, "organisation", organisation) is None:
        raise CountyProblem(f"机构表里没有“{organisation[:40]}”，没有发出入网码，先用 county organisations load 载入")
    if role not in {option.code for option in ROLE}:
        words = "、".join(f"{option.code}（{option.label}）" for option in ROLE)
        raise CountyProblem(f"没有“{role[:40]}”这个角色，没有发出入网码，可用：{words}")
    if staff is None:
        return
    person = _reference(connection, county, "staff", staff)
    if person is None or person.get("organisation") != organisation:
        raise CountyProblem(f"人员表里没有这个机构的“{staff[:40]}”，没有发出入网码，先用 county staff load 载入")


def _only_person(connection: Connection, county: str, organisation: str, role: str) -> str | None:
    """The one person of this role at this organisation; None when there are several or none."""
    rows = connection.execute(
        "SELECT id, body FROM record WHERE county = %s AND type = 'staff' AND parent_id = %s AND NOT void",
        (county, organisation),
    )
    found = [row[0] for row in rows if record_body.decode(bytes(row[1])).fields.get("role") == role]
    return found[0] if len(found) == 1 else None


def _reference(connection: Connection, county: str, type_name: str, record_id: str) -> dict[str, object] | None:
    row = connection.execute(
        "SELECT body FROM record WHERE county = %s AND type = %s AND id = %s AND NOT void",
        (county, type_name, record_id),
    ).fetchone()
    return None if row is None else record_body.decode(bytes(row[0])).fields


def _slow_guessing(database: CountyDatabase, source: str) -> None:
    since = database.clock.now() - VALID
    with database.transaction() as connection:
        row = connection.execute(
            "SELECT count(*) FROM enrol_refusal WHERE county = %s AND source = %s AND at > %s",
            (database.county, _source_hash(source), since),
        ).fetchone()
    if row is not None and row[0] >= MOST_REFUSALS:
        raise TOO_OFTEN


def _note_refusal(database: CountyDatabase, source: str) -> None:
    now, county = database.clock.now(), database.county
    with database.transaction() as connection:
        connection.execute("DELETE FROM enrol_refusal WHERE county = %s AND at < %s", (county, now - VALID))
        connection.execute(
            "INSERT INTO enrol_refusal (county, source, at) VALUES (%s, %s, %s)", (county, _source_hash(source), now)
        )
        audit.append(connection, county, "unknown", "enrol_refused", "enrol_code", instant_text(now))


def _source_hash(source: str) -> bytes:
    return hashlib.sha256(source.encode("utf-8", "replace")).digest()
