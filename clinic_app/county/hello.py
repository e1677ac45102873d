"""`GET /hello`: what a laptop asks once a day and before a first sync."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clinic_app.county import change_log, escrow, keys, lease
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device
from clinic_app.county.scope import scope_of
from clinic_app.protocol import wire
from clinic_app.protocol.authorities import announcement

# Seconds that everybody is asked to wait while requests queue for the database.
BUSY_SECONDS = 120


def greet(database: CountyDatabase, device: Device, authorities: Sequence[str] = ()) -> wire.HelloReply:
    """Head, durable place, scope, keys, limits, certificate authorities (PEM)."""
    county = database.county
    with database.transaction() as connection:
        public = keys.public_keys(database, connection)
        return wire.HelloReply(
            protocol=[wire.OLDEST_PROTOCOL, wire.PROTOCOL],
            head=change_log.read_head(connection, county),
            durable_seq=change_log.durable_seq(connection, county),
            scope=scope_of(connection, county, device),
            server_time=database.now_text(),
            relay_key=public.relay,
            county_key=public.signing,
            escrow_key=escrow.public_key(connection, county),
            disabled=_disabled(connection, county, device.accounts),
            back_off=BUSY_SECONDS if database.is_crowded() else 0,
            lease=lease.granted(database, connection, device),
            authorities=keys.signed(database, connection, announcement(authorities)) if authorities else "",
        )


def _disabled(connection: Connection, county: str, accounts: Iterable[str]) -> list[str]:
    rows = connection.execute(
        "SELECT account FROM disabled_account WHERE county = %s AND account = ANY(%s) ORDER BY account",
        (county, list(accounts)),
    )
    return [row[0] for row in rows]
