"""What stands beside records that an older program wrote: village, digest, parties of the referral, person key."""

from __future__ import annotations

from collections.abc import Sequence

from clinic_app.county.database import Connection
from clinic_app.county.identity import Identities, person_key
from clinic_app.county.record_bodies import Key
from clinic_app.county.record_store import RecordStore, write_parties
from clinic_app.protocol.digest import row_digest

CHUNK = 500


def fill_missing(connection: Connection, county: str) -> int:
    """Give a place to every record that has none, some hundred in a transaction; returns how many there were.

    Two servers that open one county at once do the same work twice, which changes nothing.
    """
    count = 0
    while keys := _without(connection, county):
        _fill(connection, county, keys)
        connection.commit()
        count += len(keys)
    return count


def _without(connection: Connection, county: str) -> list[Key]:
    rows = connection.execute(
        "SELECT type, id FROM record WHERE county = %s AND digest IS NULL LIMIT %s", (county, CHUNK)
    )
    return sorted((row[0], row[1]) for row in rows)


def _fill(connection: Connection, county: str, keys: Sequence[Key]) -> None:
    records = RecordStore(connection, county)
    records.want(keys)
    referrals = {key: records.referral_of(key, stored.fields) for key in keys if (stored := records.get(key))}
    records.want_events(referral_id for referral_id in referrals.values() if referral_id)
    places, parties = [], []
    for key in keys:
        stored = records.get(key)
        if stored is None:
            continue
        village, digest = records.village_of(key, stored.fields), row_digest(key[1], stored.rev, stored.encoded)
        places.append((village, digest, county, *key, stored.rev))
        parties += [(each, *key) for each in sorted(records.parties(referrals[key] or ""))]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE record SET village = %s, digest = %s WHERE county = %s AND type = %s AND id = %s AND rev = %s",
            places,
        )
    if parties:
        write_parties(connection, county, parties)
    _fill_person_keys(connection, county, records, [key for key in keys if key[0] == "resident"])


def _fill_person_keys(connection: Connection, county: str, records: RecordStore, residents: Sequence[Key]) -> None:
    """Files of one number are not told apart here: they were before, and the next change of the number finds them."""
    secret = Identities(connection, county, records, "").secret if residents else b""
    rows = [
        (county, key, resident[1])
        for resident in residents
        if (stored := records.get(resident)) and not stored.body.void and (key := person_key(secret, stored.fields))
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO person_key (county, key, resident_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows
        )
