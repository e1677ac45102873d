"""Contents of attachments on this laptop, by their SHA-256, in pieces, inside the encrypted file.

A content is `local` (the county does not have it yet), `present` (it does), `refused` (it looked at it and would not
have it) or `missing` (a record names it and it has not come yet; what has come of it lies here already).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, exists, func, or_, select, union, update
from sqlalchemy.dialects.sqlite import insert as upsert

from clinic_app.clock import instant_text, parse_instant
from clinic_app.protocol.mutation import decode
from clinic_app.records.attachment import PARENT
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.content import ContentRefused, examine
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.local_tables import blob, blob_chunk, outbox, outbox_row

PIECE = 512 << 10
LOCAL, PRESENT, REFUSED, MISSING = "local", "present", "refused", "missing"
PAUSED = "blobs_paused"
SOONEST, LATEST = timedelta(minutes=5), timedelta(days=1)
_TABLES = {name: RECORD_TYPES[name].sql_table for name in PARENT}


@dataclass(frozen=True)
class Stored:
    """A content's row. `moved` is how many bytes the county has of a local one, or this laptop of a missing one."""

    sha256: str
    size: int
    media_type: str
    state: str
    moved: int


def keep(connection: Connection, raw: bytes, now: str) -> Stored:
    """Keep a whole content that somebody adds here; part of the caller's transaction. Raises ContentRefused."""
    media_type = examine(raw).media_type
    sha256 = hashlib.sha256(raw).hexdigest()
    known = stored(connection, sha256)
    if known is not None and known.state != MISSING:
        return known
    connection.execute(delete(blob_chunk).where(blob_chunk.c.sha256 == sha256))
    pieces = [{"sha256": sha256, "start": at, "data": raw[at : at + PIECE]} for at in range(0, len(raw), PIECE)]
    connection.execute(upsert(blob_chunk), pieces)
    row = Stored(sha256, len(raw), media_type, LOCAL, 0)
    statement = upsert(blob).values(**vars(row), at=now)
    connection.execute(statement.on_conflict_do_update(index_elements=["sha256"], set_={**vars(row), "at": now}))
    return row


def stored(connection: Connection, sha256: str) -> Stored | None:
    """A content's row; None when nothing is known of it here."""
    return next(iter(_rows(connection, blob.c.sha256 == sha256)), None)


def is_here(connection: Connection, sha256: str) -> bool:
    """Whether the whole content is on this laptop."""
    found = stored(connection, sha256)
    return found is not None and found.state != MISSING


def read_content(connection: Connection, sha256: str) -> bytes | None:
    """The whole content; None when it has not come yet."""
    return _joined(connection, sha256) if is_here(connection, sha256) else None


def is_sound(connection: Connection, sha256: str) -> bool:
    """Whether what lies here is what its fingerprint says."""
    return hashlib.sha256(_joined(connection, sha256)).hexdigest() == sha256


def read_piece(connection: Connection, sha256: str, start: int, most: int) -> bytes:
    """At most `most` bytes of a content from `start` on."""
    query = (
        select(blob_chunk.c.start, blob_chunk.c.data)
        .where(blob_chunk.c.sha256 == sha256, blob_chunk.c.start < start + most)
        .where(blob_chunk.c.start + func.length(blob_chunk.c.data) > start)
        .order_by(blob_chunk.c.start)
    )
    rows = connection.execute(query).all()
    if not rows:
        return b""
    skip = start - rows[0].start
    return b"".join(row.data for row in rows)[skip : skip + most]


def states(connection: Connection, hashes: Iterable[str]) -> dict[str, str]:
    """The state of each content; one that nothing is known of is missing."""
    wanted = list(dict.fromkeys(hashes))
    query = select(blob.c.sha256, blob.c.state).where(blob.c.sha256.in_(wanted))
    return dict.fromkeys(wanted, MISSING) | {row.sha256: row.state for row in connection.execute(query)}


def to_send(connection: Connection) -> list[Stored]:
    """Contents that the county lacks, oldest first."""
    return _rows(connection, blob.c.state == LOCAL)


def to_fetch(connection: Connection, now: datetime) -> list[Stored]:
    """Contents that this laptop lacks and that are due to be asked for, oldest first."""
    # After a clock was put back, what lies further ahead than the longest wait is due too.
    due = or_(blob.c.at <= instant_text(now), blob.c.at > instant_text(now + LATEST))
    return _rows(connection, blob.c.state == MISSING, due)


def note_missing(connection: Connection, now: str) -> bool:
    """Remember what records name and nothing is known of here; returns whether there was any."""
    rows = [
        {"sha256": row.sha256, "size": row.size or 0, "media_type": row.media_type or "", "state": MISSING, "at": now}
        for table in _TABLES.values()
        for row in connection.execute(
            select(table.c.sha256, table.c.size, table.c.media_type).where(
                table.c.sha256.is_not(None), ~exists().where(blob.c.sha256 == table.c.sha256)
            )
        )
    ]
    if rows:
        connection.execute(upsert(blob).on_conflict_do_nothing(), rows)
    return bool(rows)


def any_unknown(connection: Connection) -> bool:
    """Whether a record names a content that nothing is known of here."""
    return any(
        connection.execute(
            select(table.c.id)
            .where(table.c.sha256.is_not(None), ~exists().where(blob.c.sha256 == table.c.sha256))
            .limit(1)
        ).first()
        for table in _TABLES.values()
    )


def mark(connection: Connection, sha256: str, state: str, moved: int, now: str) -> None:
    """What has become of a content at the county."""
    values = {"state": state, "moved": moved, "at": now}
    connection.execute(update(blob).where(blob.c.sha256 == sha256).values(values))


def note_moved(connection: Connection, sha256: str, moved: int) -> None:
    """How many bytes of a content have gone over the line."""
    connection.execute(update(blob).where(blob.c.sha256 == sha256).values(moved=moved))


def add_piece(connection: Connection, content: Stored, piece: bytes, now: str) -> bool:
    """The next piece of a missing content; with the last one it is looked at whole. Returns whether it is here.

    Raises ContentRefused for bytes that are not what the record names, or nothing that an attachment may be; what came
    of them has to be dropped then (`start_again`).
    """
    row = {"sha256": content.sha256, "start": content.moved, "data": piece}
    connection.execute(upsert(blob_chunk).values(row).on_conflict_do_nothing())
    moved = content.moved + len(piece)
    note_moved(connection, content.sha256, moved)
    if moved < content.size:
        return False
    whole = _joined(connection, content.sha256)
    if len(whole) != content.size or not is_sound(connection, content.sha256):
        raise ContentRefused("收到的附件和记录里的指纹不一致，已丢掉，稍后重新取")
    media_type = examine(whole).media_type
    values = {"state": PRESENT, "media_type": media_type, "moved": moved, "at": now}
    connection.execute(update(blob).where(blob.c.sha256 == content.sha256).values(values))
    return True


def start_again(connection: Connection, sha256: str, now: datetime) -> None:
    """Drop what came of a missing content; it is asked for again in a day."""
    connection.execute(delete(blob_chunk).where(blob_chunk.c.sha256 == sha256))
    later = instant_text(now + LATEST)
    connection.execute(update(blob).where(blob.c.sha256 == sha256).values(moved=0, at=later))


def ask_later(connection: Connection, sha256: str, now: datetime) -> None:
    """The county has not got it yet: the older the record, the longer it rests."""
    written = [
        row.authored_at
        for table in _TABLES.values()
        for row in connection.execute(select(table.c.authored_at).where(table.c.sha256 == sha256))
        if row.authored_at
    ]
    age = now - parse_instant(min(written)) if written else LATEST
    later = instant_text(now + min(max(age / 2, SOONEST), LATEST))
    connection.execute(update(blob).where(blob.c.sha256 == sha256).values(at=later))


def ask_now(connection: Connection, sha256: str, now: str) -> None:
    """Somebody wants to see it: the next sync asks."""
    connection.execute(update(blob).where(blob.c.sha256 == sha256, blob.c.state == MISSING).values(at=now))


def send_all_again(connection: Connection) -> None:
    """The county was restored from a backup: whether it still has a content is to be asked anew."""
    connection.execute(update(blob).where(blob.c.state == PRESENT).values(state=LOCAL, moved=0))


def unreferenced(connection: Connection) -> list[str]:
    """Contents that no record here names any more, nor an own save that a person may still put right."""
    named = union(*(select(table.c.sha256).where(table.c.sha256.is_not(None)) for table in _TABLES.values()))
    found = connection.scalars(select(blob.c.sha256).where(blob.c.sha256.not_in(named))).all()
    kept = _named_by_own_saves(connection) if found else set()
    return [sha256 for sha256 in found if sha256 not in kept]


def drop_unreferenced(connection: Connection) -> int:
    """Remove them; returns how many. Part of the caller's transaction."""
    gone = unreferenced(connection)
    for table in (blob_chunk, blob):
        connection.execute(delete(table).where(table.c.sha256.in_(gone)))
    return len(gone)


def _named_by_own_saves(connection: Connection) -> set[str]:
    """A declined save's row is gone, and correcting the save needs the photo."""
    query = (
        select(outbox.c.line)
        .join(outbox_row, outbox_row.c.mid == outbox.c.mid)
        .where(outbox_row.c.type.in_(tuple(PARENT)), outbox.c.passed.is_(False), outbox.c.state != "superseded")
    )
    operations = [each for line in connection.scalars(query) for each in decode(bytes(line)).ops]
    return {str(each.fields["sha256"]) for each in operations if each.type in PARENT and "sha256" in each.fields}


def is_paused(connection: Connection) -> bool:
    """Whether a person has stopped the sending and receiving of contents on this laptop."""
    return bool(read_setting(connection, PAUSED, False))


def set_paused(connection: Connection, paused: bool) -> None:
    """Stop or take up the sending and receiving of contents; records go on as ever."""
    write_setting(connection, PAUSED, paused)


def _rows(connection: Connection, *conditions: ColumnElement[bool]) -> list[Stored]:
    columns = (blob.c.sha256, blob.c.size, blob.c.media_type, blob.c.state, blob.c.moved)
    query = select(*columns).where(*conditions).order_by(blob.c.at, blob.c.sha256)
    return [Stored(*row) for row in connection.execute(query)]


def _joined(connection: Connection, sha256: str) -> bytes:
    query = select(blob_chunk.c.data).where(blob_chunk.c.sha256 == sha256).order_by(blob_chunk.c.start)
    pieces: Sequence[bytes] = connection.scalars(query).all()
    return b"".join(pieces)
