"""A village laptop that has sent patients and a hospital desk that has received them, on one database after another."""

from __future__ import annotations

import base64
from typing import Any

from clinic_app.care.save import save
from clinic_app.protocol.audience import Scope
from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.device import Device, save_device
from clinic_app.store.projection import write_body

from .family import VILLAGE, Family

NAMES = {"V1": "演示村卫生室", "H1": "演示县人民医院"}
KINDS = {"V1": ("village_clinic", "village_doctor"), "H1": ("county_hospital", "hospital_receiver")}


def become(database: Database, organisation: str, relay_key: str = "") -> None:
    """Let the laptop be that of another organisation, as enrolment and a first sync leave it.

    `relay_key` is the county's, to which a slip's QR code is sealed.
    """
    kind, role = KINDS[organisation]
    device = Device(
        id="01a20116-c840-7142-913a-80e8c00d5217", number=1, county="990101", organisation=organisation,
        organisation_name=NAMES[organisation], kind=kind, role=role,
        scope=Scope(organisation, kind, [VILLAGE]), server="http://127.0.0.1:9",
        private_key=base64.b64encode(bytes(32)).decode(), relay_key=relay_key,
    )  # fmt: skip
    with database.write() as connection:
        save_device(connection, device)
        for code, name in NAMES.items():
            fields = {"code": code, "name": name, "kind": KINDS[code][0], "villages": [VILLAGE]}
            write_body(connection, "organisation", code, Body(fields), 1)


def refer(database: Database, family: Family, who: str, **fields: Any) -> str:
    """A referral to the hospital; returns its id."""
    known = {"resident_id": family.people[who], "direction": "up", "urgency": "routine", "to_org": "H1",
             "to_dept": "心血管内科", "initial_impression": "高血压，控制不满意"}  # fmt: skip
    return save(database, [{"type": "referral", "fields": {**known, **fields}}]).ids[0]


def step(database: Database, referral_id: str, event: str, **fields: Any) -> str:
    """One step by whoever the laptop is; returns the id of what was saved first."""
    return save(database, [{"type": "referral_event", "fields": {
        "referral_id": referral_id, "event": event, **fields}}]).ids[0]  # fmt: skip


def send_back(database: Database, referral_id: str, **fields: Any) -> None:
    """Back with a return slip."""
    slip = save(database, [{"type": "return", "fields": {"referral_id": referral_id, **fields}}]).ids[0]
    step(database, referral_id, "send_back", return_id=slip)
