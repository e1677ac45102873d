"""`/blobs/{sha256}`: contents of attachments, sent and fetched in pieces.

A device sends what it likes to send, as if nobody else had sent anything; only when all of it has come is it looked at,
and kept once for the county. It may fetch what an attachment in its scope names: for everything else the county answers
as if there were no such content. Pieces begin where the last one ended, so a broken line costs one piece.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.devices import Device
from clinic_app.county.problems import Refusal
from clinic_app.county.roles import withheld_from
from clinic_app.county.scope import scope_of
from clinic_app.county.snapshot import parties_of
from clinic_app.protocol.wire import BlobState
from clinic_app.records.attachment import FINGERPRINT, MEDIA
from clinic_app.records.content import MOST_BYTES, ContentRefused, examine, sniff

PIECE = 512 << 10
LEAST_PIECE = 16 << 10
MOST_UNFINISHED = 8
NOT_FOUND = Refusal(404, "not_found", "县平台没有这个附件")
UNREADABLE = Refusal(400, "bad_request", "附件没有按约定的办法发送，附件还在本机，更新程序后再试")
MISMATCH = Refusal(400, "blob_mismatch", "收到的附件和它的指纹不一致，附件还在本机，程序会从头再发")
REFUSED = "blob_refused"
# The index record_of_blob is of this very expression.
IN_SCOPE = (
    "SELECT b.size FROM blob b JOIN record r ON r.county = b.county"
    ' AND substring(encode(r.body, \'escape\') from \'"sha256":"([0-9a-f]{64})"\') COLLATE "C" = b.sha256'
    " WHERE b.county = %(county)s AND b.sha256 = %(sha256)s AND r.type IN ('visit_attachment', 'referral_attachment')"
    " AND r.type <> ALL(%(withheld)s)"
    " AND (r.village = ANY(%(villages)s) OR EXISTS (SELECT 1 FROM record_party p WHERE p.county = r.county"
    " AND p.organisation = ANY(%(parties)s) AND p.type = r.type AND p.id = r.id)) LIMIT 1"
)


@dataclass(frozen=True)
class Piece:
    """What a device says of the bytes it sends: from where on, of how many in all, and what they are."""

    start: int
    size: int
    media_type: str
    data: bytes


def state(database: CountyDatabase, device: Device, sha256: str) -> BlobState:
    """How much of a content the county has, as far as this device is concerned."""
    _require_fingerprint(sha256)
    with database.snapshot() as connection:
        size = _size_in_scope(connection, database.county, device, sha256)
        if size is not None:
            return BlobState(size, True)
        upload = _upload(connection, database.county, device, sha256)
    return BlobState(upload[2] if upload else 0, False)


def get(database: CountyDatabase, device: Device, sha256: str, start: int, limit: int) -> bytes:
    """At most `limit` bytes of a content from `start` on, and no more than a piece; raises Refusal 404."""
    _require_fingerprint(sha256)
    limit = max(1, min(limit, PIECE))
    with database.snapshot() as connection:
        if _size_in_scope(connection, database.county, device, sha256) is None:
            raise NOT_FOUND
        rows = connection.execute(
            "SELECT start, data FROM blob_chunk WHERE county = %s AND sha256 = %s AND start >= %s AND start < %s"
            " ORDER BY start",
            (database.county, sha256, start - start % PIECE, start + limit),
            binary=True,
        ).fetchall()
    if not rows:
        return b""
    skip = start - int(rows[0][0])
    return b"".join(bytes(row[1]) for row in rows)[skip : skip + limit]


def put(database: CountyDatabase, device: Device, sha256: str, piece: Piece) -> BlobState:
    """Take the next piece of a content; a piece from another place is answered with where to go on.

    Raises Refusal 400 for what is no piece, and for a whole content that is not what it says or may not be kept: then
    what came of it is dropped.
    """
    _require_fingerprint(sha256)
    _require_shape(piece)

    def take(connection: Connection, alone: bool) -> BlobState | Refusal:
        database.lock(connection, [f"blobs:{device.id}"], alone=alone)
        return _take(database, connection, device, sha256, piece)

    answer = database.retried(take)
    if isinstance(answer, Refusal):
        raise answer
    return answer


def _take(
    database: CountyDatabase, connection: Connection, device: Device, sha256: str, piece: Piece
) -> BlobState | Refusal:
    county = database.county
    whole = _size_in_scope(connection, county, device, sha256)
    if whole is not None:
        return BlobState(whole, True)
    upload = _upload(connection, county, device, sha256)
    if upload is not None and upload[:2] != (piece.size, piece.media_type):
        _drop(connection, county, device, sha256)
        upload = None
    received = upload[2] if upload else 0
    if piece.start != received:
        return BlobState(received, False)
    if piece.start == 0:
        try:
            looks = sniff(piece.data)
        except ContentRefused as refusal:
            return _refusal(refusal)
        if looks != piece.media_type:
            return Refusal(400, REFUSED, "附件的类型和内容不符，附件还在本机，没有发送")
        _make_room(connection, county, device)
    _append(database, connection, device, sha256, piece)
    received += len(piece.data)
    if received < piece.size:
        return BlobState(received, False)
    return _finish(database, connection, device, sha256, piece)


def _finish(
    database: CountyDatabase, connection: Connection, device: Device, sha256: str, piece: Piece
) -> BlobState | Refusal:
    """Look at the whole content; keep it once, whoever else sends it."""
    county = database.county
    rows = connection.execute(
        "SELECT data FROM blob_upload_chunk WHERE county = %s AND device = %s AND sha256 = %s ORDER BY start",
        (county, device.id, sha256),
        binary=True,
    )
    raw = b"".join(bytes(row[0]) for row in rows)
    _drop(connection, county, device, sha256)
    if hashlib.sha256(raw).hexdigest() != sha256:
        return MISMATCH
    try:
        media_type = examine(raw).media_type
    except ContentRefused as refusal:
        return _refusal(refusal)
    kept = connection.execute(
        "INSERT INTO blob (county, sha256, size, media_type, device, complete_at) VALUES (%s, %s, %s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING RETURNING sha256",
        (county, sha256, len(raw), media_type, device.id, database.clock.now()),
    ).fetchone()
    if kept is not None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO blob_chunk (county, sha256, start, data) VALUES (%s, %s, %s, %s)",
                [(county, sha256, at, raw[at : at + PIECE]) for at in range(0, len(raw), PIECE)],
            )
    return BlobState(piece.size, True)


def _append(database: CountyDatabase, connection: Connection, device: Device, sha256: str, piece: Piece) -> None:
    key = (database.county, device.id, sha256)
    connection.execute(
        "INSERT INTO blob_upload (county, device, sha256, size, media_type, received, moved_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (county, device, sha256) DO UPDATE"
        " SET received = excluded.received, moved_at = excluded.moved_at",
        (*key, piece.size, piece.media_type, piece.start + len(piece.data), database.clock.now()),
    )
    connection.execute(
        "INSERT INTO blob_upload_chunk (county, device, sha256, start, data) VALUES (%s, %s, %s, %s, %s)",
        (*key, piece.start, piece.data),
    )


def _make_room(connection: Connection, county: str, device: Device) -> None:
    """A device has so many contents under way; the one that rested longest makes room."""
    connection.execute(
        "DELETE FROM blob_upload WHERE county = %s AND device = %s AND sha256 IN (SELECT sha256 FROM blob_upload"
        " WHERE county = %s AND device = %s ORDER BY moved_at DESC, sha256 OFFSET %s)",
        (county, device.id, county, device.id, MOST_UNFINISHED - 1),
    )


def _drop(connection: Connection, county: str, device: Device, sha256: str) -> None:
    connection.execute(
        "DELETE FROM blob_upload WHERE county = %s AND device = %s AND sha256 = %s", (county, device.id, sha256)
    )


def _upload(connection: Connection, county: str, device: Device, sha256: str) -> tuple[int, str, int] | None:
    """Size, type and received bytes of what this device is sending."""
    row = connection.execute(
        "SELECT size, media_type, received FROM blob_upload WHERE county = %s AND device = %s AND sha256 = %s",
        (county, device.id, sha256),
    ).fetchone()
    return None if row is None else (int(row[0]), str(row[1]), int(row[2]))


def _size_in_scope(connection: Connection, county: str, device: Device, sha256: str) -> int | None:
    """The size of a whole content that an attachment in the device's scope names; None for every other one."""
    scope = scope_of(connection, county, device)
    parties = parties_of(scope.villages, scope.organisation)
    names = {"county": county, "sha256": sha256, "villages": scope.villages, "parties": parties,
             "withheld": withheld_from(device)}  # fmt: skip
    row = connection.execute(IN_SCOPE.encode(), names).fetchone()
    return None if row is None else int(row[0])


def _require_fingerprint(sha256: str) -> None:
    if not FINGERPRINT.fullmatch(sha256):
        raise NOT_FOUND


def _require_shape(piece: Piece) -> None:
    length = len(piece.data)
    ends = piece.start + length == piece.size
    good = (
        1 <= piece.size <= MOST_BYTES
        and piece.media_type in {option.code for option in MEDIA}
        and 1 <= length <= PIECE
        and (length >= LEAST_PIECE or ends)
        and piece.start + length <= piece.size
    )
    if not good:
        raise UNREADABLE


def _refusal(refusal: ContentRefused) -> Refusal:
    return Refusal(400, REFUSED, f"县平台不收这个附件：{refusal}。附件还在本机")
