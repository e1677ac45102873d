"""The county's own key pairs, made when first asked for: packages are sealed to one, receipts are signed by the other.

A key's id is the first 8 hex digits of SHA-256 of its public half; the newest of a kind is in use, older ones still
open what was sealed to them.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from clinic_app.county.database import Connection, CountyDatabase, lock_key
from clinic_app.protocol import signing

RELAY, SIGNING = "relay", "signing"
ID_DIGITS = 8


@dataclass(frozen=True)
class CountyKey:
    """One key pair; raw bytes."""

    kind: str
    id: str
    public: bytes
    private: bytes

    @property
    def text(self) -> str:
        """The public half as it travels."""
        return base64.b64encode(self.public).decode()


class PublicKeys(NamedTuple):
    """What every laptop is told: base64 of the raw keys."""

    relay: str
    signing: str


def public_keys(database: CountyDatabase, connection: Connection) -> PublicKeys:
    """The public halves now in use."""
    return PublicKeys(current_key(database, connection, RELAY).text, current_key(database, connection, SIGNING).text)


def current_key(database: CountyDatabase, connection: Connection, kind: str) -> CountyKey:
    """The newest key of a kind, made now if there is none. The transaction must be able to write."""
    query = (
        "SELECT id, public_key, private_key FROM county_key WHERE county = %s AND kind = %s"
        " ORDER BY created_at DESC, id LIMIT 1"
    )
    row = connection.execute(query, (database.county, kind)).fetchone()
    if row is None:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (lock_key(database.county, f"key:{kind}"),))
        row = connection.execute(query, (database.county, kind)).fetchone()
    if row is not None:
        return CountyKey(kind, row[0], bytes(row[1]), bytes(row[2]))
    made = _new_key(kind)
    connection.execute(
        "INSERT INTO county_key (county, kind, id, public_key, private_key, created_at)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (database.county, kind, made.id, made.public, made.private, database.clock.now()),
    )
    return made


def key_named(connection: Connection, county: str, kind: str, key_id: str) -> CountyKey | None:
    """The key of this id, in use or older."""
    row = connection.execute(
        "SELECT public_key, private_key FROM county_key WHERE county = %s AND kind = %s AND id = %s",
        (county, kind, key_id),
    ).fetchone()
    return None if row is None else CountyKey(kind, key_id, bytes(row[0]), bytes(row[1]))


def key_id(public: bytes) -> str:
    """The short name of a key."""
    return hashlib.sha256(public).hexdigest()[:ID_DIGITS]


def signed(database: CountyDatabase, connection: Connection, payload: bytes) -> str:
    """`base64(payload).ed25519:base64(signature)` by the county's signing key."""
    key = current_key(database, connection, SIGNING)
    return f"{base64.b64encode(payload).decode()}.{signing.sign(key.private, payload)}"


def _new_key(kind: str) -> CountyKey:
    if kind == RELAY:
        private = X25519PrivateKey.generate()
        pair = private.private_bytes_raw(), private.public_key().public_bytes_raw()
    else:
        pair = signing.new_key_pair()
    return CountyKey(kind, key_id(pair[1]), pair[1], pair[0])
