"""What the slip of a referral carries in its QR code: the referral itself, for the county alone to open."""

from __future__ import annotations

from sqlalchemy import Connection, select

from clinic_app.protocol import slip_pack
from clinic_app.protocol.mutation import decode
from clinic_app.protocol.package import PackageProblem, read_key
from clinic_app.protocol.slip_pack import NoRoom, SlipPack
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database
from clinic_app.store.device import load_device
from clinic_app.store.local_tables import outbox, outbox_row
from clinic_app.store.projection import read_body

UNTOLD = "00000000-0000-0000-0000-000000000000"
"""In the place of the issuing save's id where this laptop no longer has the save: the county has had it long since."""
_EVENT = RECORD_TYPES["referral_event"].sql_table


def carrier_text(database: Database, referral_id: str) -> str:
    """The digits for the QR code on a referral's slip, the same each time; empty where there can be none (a laptop
    that is not enrolled, or was before the county had a key; a referral that is not here or whose names are too long).
    """
    with database.read() as connection:
        device = load_device(connection)
        pack = _pack(connection, referral_id)
    if device is None or not device.relay_key or pack is None:
        return ""
    try:
        return slip_pack.write(
            pack, device_number=device.number, to=read_key(device.relay_key), signed_by=device.signing_key
        )
    except (NoRoom, PackageProblem):
        return ""


def _pack(connection: Connection, referral_id: str) -> SlipPack | None:
    found = read_body(connection, "referral", referral_id)
    event_id = connection.scalar(
        select(_EVENT.c.id).where(_EVENT.c.referral_id == referral_id, _EVENT.c.event == "issue").limit(1)
    )
    if found is None or found[0].void or event_id is None:
        return None
    body = found[0]
    return SlipPack(
        referral_id=referral_id,
        mid=_issuing_save(connection, referral_id),
        event_id=event_id,
        resident_id=str(body.fields["resident_id"]),
        author=body.author or "",
        fields=slip_pack.values_of(body.fields),
    )


def _issuing_save(connection: Connection, referral_id: str) -> str:
    """The id of the own save that made the referral and stands (a refused one's replacement in its place)."""
    query = (
        select(outbox.c.mid, outbox.c.line)
        .join(outbox_row, outbox_row.c.mid == outbox.c.mid)
        .where(outbox_row.c.type == "referral", outbox_row.c.id == referral_id, outbox.c.state != "superseded")
        .order_by(outbox.c.seq)
    )
    for row in connection.execute(query):
        if any(each.op == "create" and each.id == referral_id for each in decode(bytes(row.line)).ops):
            return str(row.mid)
    return UNTOLD
