"""已送达: the county itself notes that a referral reached its receiver, at the receiver's first pull."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device
from clinic_app.county.intake import read_line, take
from clinic_app.county.judge import Origin
from clinic_app.county.record_store import RecordStore
from clinic_app.protocol.mutation import SCHEMA, Mutation, Operation, encode
from clinic_app.protocol.referral_events import SERVER, fold

COUNTY_ORIGIN = Origin(SERVER, SERVER, frozenset(), {}, trusted=True)
NAMESPACE = uuid.UUID("6f0b5a52-93d1-4c0e-8a57-1f3f2f6f9c11")


def deliver_referrals(database: CountyDatabase, device: Device, referral_ids: Sequence[str]) -> None:
    """Add `deliver` to those referrals that wait for this device's organisation and have not been delivered."""
    if not referral_ids:
        return
    with database.snapshot() as connection:
        due = _due(connection, database.county, device.organisation, list(dict.fromkeys(referral_ids)))
    for referral_id in due:
        line = encode(_deliver(database, referral_id, device.organisation))
        take(database, [read_line(line)], COUNTY_ORIGIN, _county_only)


def _due(connection: Connection, county: str, organisation: str, referral_ids: Sequence[str]) -> list[str]:
    records = RecordStore(connection, county)
    records.want(("referral", each) for each in referral_ids)
    records.want_events(referral_ids)
    due = []
    for each in referral_ids:
        referral = records.get(("referral", each))
        if referral is None or referral.body.void:
            continue
        state = fold(referral.fields, records.events(each))
        if state.state == "issued" and state.receiver == organisation:
            due.append(each)
    return due


def _deliver(database: CountyDatabase, referral_id: str, organisation: str) -> Mutation:
    # The ids are the same whichever of the receiver's desks pulls first: a second one changes nothing.
    event_id, mid = (str(uuid.uuid5(NAMESPACE, f"{each}:{referral_id}:{organisation}")) for each in ("event", "mid"))
    now = database.now_text()
    fields = {"referral_id": referral_id, "event": "deliver", "happened_at": now, "organisation": SERVER}
    operation = Operation("event", "referral_event", event_id, fields)
    return Mutation(mid, SCHEMA, SERVER, now, [operation])


def _county_only(connection: Connection, sender: str) -> Origin | None:
    """Nothing waits for a deliver event."""
    return None
