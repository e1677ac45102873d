"""`/residents/lookup`: whether one person, named by the whole identity number and the whole name, is on file elsewhere.

Both must be right; nothing is said of anybody else. Each question is counted, audited and remembered: a device that
found somebody may claim them within 7 days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from clinic_app.county import audit
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device
from clinic_app.county.identity import Identities, person_key
from clinic_app.county.problems import Refusal
from clinic_app.county.record_store import RecordStore
from clinic_app.county.scope import scope_of
from clinic_app.protocol import body as record_body
from clinic_app.protocol.wire import LookupReply, LookupRequest

MOST_A_DAY = 20
DAY = timedelta(days=1)
LONGEST = 100
UNREADABLE = Refusal(400, "bad_request", "要写全证件号码和姓名才能查找，没有查找")
NO_VILLAGES = Refusal(403, "scope", "本单位没有负责的村，不能查找其他村的居民")


def look_up(database: CountyDatabase, device: Device, asked: LookupRequest) -> LookupReply:
    """The person, or an empty answer. Raises Refusal 429 after twenty questions of a device within a day."""
    name = _plain(asked.name)
    texts = (asked.id_no, name, asked.id_type)
    if not all(text.strip() and len(text) <= LONGEST and "\0" not in text for text in texts):
        raise UNREADABLE
    with database.transaction() as connection:
        if not scope_of(connection, database.county, device).villages:
            raise NO_VILLAGES
        _require_rarely(database, connection, device)
        found = _person(database, connection, asked, name)
        resident_id = found.resident_id if found else None
        connection.execute(
            "INSERT INTO looked_up (county, device, resident_id, at) VALUES (%s, %s, %s, %s)",
            (database.county, device.id, resident_id, database.clock.now()),
        )
        audit.append(
            connection, database.county, f"device:{device.id}", "lookup", f"resident:{resident_id or ''}",
            database.now_text(),
        )  # fmt: skip
    return found or LookupReply()


def _require_rarely(database: CountyDatabase, connection: Connection, device: Device) -> None:
    # The device's row is held, so that questions at the same moment are counted one after the other.
    connection.execute("SELECT 1 FROM device WHERE county = %s AND id = %s FOR UPDATE", (database.county, device.id))
    now = database.clock.now()
    row = connection.execute(
        "SELECT count(*), min(at) FROM looked_up WHERE county = %s AND device = %s AND at > %s",
        (database.county, device.id, now - DAY),
    ).fetchone()
    if row is not None and row[0] >= MOST_A_DAY:
        raise Refusal(
            429, "lookup_rate", f"本机一天内查找已满{MOST_A_DAY}次，明天再查", _seconds_until(row[1] + DAY, now)
        )


def _seconds_until(then: datetime, now: datetime) -> int:
    return max(1, round((then - now).total_seconds()))


def _person(database: CountyDatabase, connection: Connection, asked: LookupRequest, name: str) -> LookupReply | None:
    """The oldest file with this number and name."""
    identities = Identities(connection, database.county, RecordStore(connection, database.county), database.now_text())
    key = person_key(identities.secret, {"id_no": asked.id_no, "id_type": asked.id_type})
    rows = connection.execute(
        "SELECT r.id, r.rev, r.body FROM person_key k JOIN record r ON r.county = k.county AND r.type = 'resident'"
        " AND r.id = k.resident_id AND NOT r.void WHERE k.county = %s AND k.key = %s ORDER BY r.id",
        (database.county, key),
    )
    for resident_id, rev, raw in rows:
        fields = record_body.decode(bytes(raw)).fields
        if _plain(str(fields.get("name") or "")) == name:
            return _reply(connection, database.county, resident_id, rev, fields)
    return None


def _reply(connection: Connection, county: str, resident_id: str, rev: int, fields: dict[str, Any]) -> LookupReply:
    told = {each: str(fields.get(each) or "") for each in ("name", "sex", "birth_date", "village_code")}
    return LookupReply(
        resident_id, **told, organisation_name=_serving(connection, county, told["village_code"]), rev=rev
    )


def _serving(connection: Connection, county: str, village: str) -> str:
    """The clinic that has the village."""
    names = [
        (str(fields.get("kind")) != "village_clinic", str(fields.get("name") or ""))
        for fields in _organisations(connection, county)
        if village in (fields.get("villages") or ())
    ]
    return min(names)[1] if names else ""


def _organisations(connection: Connection, county: str) -> Iterator[dict[str, Any]]:
    rows = connection.execute(
        "SELECT body FROM record WHERE county = %s AND type = 'organisation' AND NOT void ORDER BY id", (county,)
    )
    return (record_body.decode(bytes(row[0])).fields for row in rows)


def _plain(name: str) -> str:
    return "".join(name.split())
