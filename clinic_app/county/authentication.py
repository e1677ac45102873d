"""Who a request is from. Default deny: no answer but health, description and status page without a good signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request

from clinic_app.county.database import CountyDatabase
from clinic_app.county.devices import Device, find_device, note_seen
from clinic_app.county.problems import Refusal
from clinic_app.protocol import signing, wire

UNKNOWN = Refusal(401, "unauthorised", "县平台不认识这台设备或签名不对，本机数据没有丢失，联系县管理员")
REVOKED = Refusal(403, "revoked", "这台设备已被县管理员停用，本机数据没有丢失，联系县管理员")
RETIRED = Refusal(403, "retired", "这台设备已经退役，县平台不再和它同步")
VERSION = Refusal(426, "protocol", "本机程序和县平台的版本不合，本机数据没有丢失，更新程序后再同步")
MOST_HEADER = 200


def require_version(headers: Mapping[str, str], *, of_any: bool = False) -> None:
    """Raises Refusal 426 unless the request speaks a protocol of the window; `of_any` asks for a number only.

    What a laptop saved it may always hand in, whatever its program's age: saves say themselves what they are.
    """
    said = headers.get(wire.PROTOCOL_HEADER, "").strip()
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else -1
    if number < 0 or not (of_any or wire.OLDEST_PROTOCOL <= number <= wire.PROTOCOL):
        raise VERSION


def require_marks(request: Request) -> tuple[str, str, str]:
    """Signature, nonce and time as they came; raises Refusal 401 when one is missing."""
    headers = request.headers
    signature, nonce, time = (
        headers.get(name, "") for name in (wire.SIGNATURE_HEADER, wire.NONCE_HEADER, wire.TIME_HEADER)
    )
    parts = (signature, nonce, time)
    if not all(part and len(part) <= MOST_HEADER and "\n" not in part for part in parts):
        raise UNKNOWN
    return parts


def signed_message(request: Request, body: bytes) -> tuple[str, bytes]:
    """The signature and what it must be over; raises Refusal 401 when a header is missing."""
    signature, nonce, time = require_marks(request)
    return signature, signing.message(request.method, target_of(request.scope), nonce, time, body)


def target_of(scope: Mapping[str, Any]) -> str:
    """Path and query as they came over the wire."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    return (path + (b"?" + query if query else b"")).decode("latin-1")


def require_known(database: CountyDatabase, device_id: str) -> None:
    """Raises Refusal 401 for an id that no device has: nothing long is read of a stranger."""
    _require_readable(device_id)
    with database.transaction() as connection:
        if find_device(connection, database.county, device_id) is None:
            raise UNKNOWN


def _require_readable(device_id: str) -> None:
    if not device_id or len(device_id) > MOST_HEADER or not device_id.isascii() or not device_id.isprintable():
        raise UNKNOWN


def authenticate(
    database: CountyDatabase, device_id: str, signature: str, signed: bytes, *, even: Sequence[str] = ()
) -> Device:
    """The device that signed; raises Refusal 401 (one sentence for unknown and wrong) or 403.

    `even` names who else is let in: `revoked` ones may bring what they have not sent, `retired` ones ask again.
    """
    _require_readable(device_id)
    with database.transaction() as connection:
        device = find_device(connection, database.county, device_id)
        if device is None or not signing.verifies(device.public_key, signature, signed):
            raise UNKNOWN
        _require_standing(device, even)
        note_seen(connection, database.county, device, database.clock.now())
    return device


def require_active(database: CountyDatabase, device: Device) -> None:
    """Raises Refusal 403 when the device has been revoked meanwhile (during a long poll)."""
    with database.transaction() as connection:
        present = find_device(connection, database.county, device.id)
    if present is None:
        raise REVOKED
    _require_standing(present)


def _require_standing(device: Device, even: Sequence[str] = ()) -> None:
    if device.revoked_at is not None and "revoked" not in even:
        raise REVOKED
    if device.retired_at is not None and "retired" not in even:
        raise RETIRED
