"""The blob lane: contents of attachments, after everything else of a sync and never in its way.

Pieces go one after another from where the other side stands; a broken line costs one piece, and pieces get smaller on
a line that breaks them or is slow. What one sync may take is limited, a save made meanwhile ends the lane, and a person
can stop it; records go on as ever.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import Connection, func, select

from clinic_app.clock import instant_text
from clinic_app.protocol import wire
from clinic_app.records.content import ContentRefused
from clinic_app.store import blobs as store
from clinic_app.store.blobs import Stored
from clinic_app.store.database import Database
from clinic_app.store.device import read_setting, write_setting
from clinic_app.store.local_tables import outbox
from clinic_app.sync.errors import ServerRefused, SyncProblem, TooLarge
from clinic_app.sync.transport import Transport

MOST_BYTES = 8 << 20
"""Of contents in one sync, both ways together."""
MOST_SECONDS = 20.0
LEAST_SECONDS = 5.0
"""With less time left until the sync's end no piece is begun."""
FIRST_PIECE, LEAST_PIECE = 64 << 10, 32 << 10
QUICK_SECONDS, SLOW_SECONDS = 3.0, 6.0
PIECE_SETTING, TIMELINE_SETTING, TIMELINE = "blob_piece", "blob_timeline", "timeline"
MOST_ODD_ANSWERS = 3
log = logging.getLogger(__name__)


@dataclass
class Moved:
    """How much went over the line: whole contents, and bytes."""

    sent: int = 0
    received: int = 0
    bytes: int = 0


class Enough(Exception):
    """The limits of this sync are reached; the next one goes on."""


def blobs(database: Database, line: Transport, *, most: int = MOST_BYTES) -> Moved:
    """Send and fetch what is due. Never raises SyncProblem: what the line breaks off, the next sync goes on with."""
    lane = _Lane(database, line, most)
    try:
        lane.run()
    except Enough:
        log.info("contents left for the next sync")
    except SyncProblem as problem:
        log.info("contents left for the next sync: %s", type(problem).__name__)
        lane.smaller_pieces()
    return lane.moved


class _Lane:
    def __init__(self, database: Database, line: Transport, most: int) -> None:
        self.database = database
        self.line = line
        self.moved = Moved()
        self._most = most
        self._ends = time.monotonic() + MOST_SECONDS
        self._piece = FIRST_PIECE
        self._waiting = 0

    def run(self) -> None:
        """Own contents first: others wait for them."""
        if not self._prepare():
            return
        with self.database.read() as connection:
            sending = store.to_send(connection)
        for content in sending:
            self._send(content)
        with self.database.read() as connection:
            fetching = store.to_fetch(connection, self.database.clock.now())
        for content in fetching:
            self._fetch(content)

    def smaller_pieces(self) -> None:
        """The line broke one: the next is half as large."""
        self._keep_piece(max(self._piece // 2, LEAST_PIECE))

    def _prepare(self) -> bool:
        """What has become known since the last sync; False when there is nothing to do."""
        with self.database.read() as connection:
            if store.is_paused(connection):
                return False
            self._piece = int(read_setting(connection, PIECE_SETTING, FIRST_PIECE))
            timeline = int(read_setting(connection, TIMELINE, 0))
            restored = int(read_setting(connection, TIMELINE_SETTING, 0)) != timeline
            unknown = store.any_unknown(connection) or bool(store.unreferenced(connection))
            self._waiting = _last_waiting(connection)
        if restored or unknown:
            with self.database.write() as connection:
                store.drop_unreferenced(connection)
                store.note_missing(connection, self._now)
                if restored:
                    store.send_all_again(connection)
                    write_setting(connection, TIMELINE_SETTING, timeline)
        return True

    def _send(self, content: Stored) -> None:
        start, turned_back = content.moved % content.size, 0
        while True:
            room = self._room()
            with self.database.read() as connection:
                piece = store.read_piece(connection, content.sha256, start, room)
            asked = {"start": start, "size": content.size, "type": content.media_type}
            try:
                state = self._timed(f"/blobs/{content.sha256}?{urlencode(asked)}", piece)
            except TooLarge:
                if self._piece <= LEAST_PIECE:
                    raise
                self.smaller_pieces()
                continue
            except ServerRefused as refusal:
                self._sending_refused(content, refusal)
                return
            expected = start + len(piece)
            with self.database.write() as connection:
                if state.complete:
                    store.mark(connection, content.sha256, store.PRESENT, content.size, self._now)
                else:
                    store.note_moved(connection, content.sha256, state.received)
            if state.complete:
                self.moved.sent += 1
                return
            turned_back += state.received != expected
            if turned_back > MOST_ODD_ANSWERS or not 0 <= state.received < content.size:
                return
            start = state.received

    def _sending_refused(self, content: Stored, refusal: ServerRefused) -> None:
        """A content that the county will not have is said and not sent again; any other refusal ends the lane."""
        if refusal.code not in ("blob_mismatch", "blob_refused"):
            raise refusal
        with self.database.write() as connection:
            if refusal.code == "blob_refused" or not store.is_sound(connection, content.sha256):
                store.mark(connection, content.sha256, store.REFUSED, 0, self._now)
            else:
                store.note_moved(connection, content.sha256, 0)

    def _fetch(self, content: Stored) -> None:
        while True:
            asked = {"start": content.moved, "limit": self._room()}
            try:
                piece = self._timed_get(f"/blobs/{content.sha256}?{urlencode(asked)}")
            except ServerRefused as refusal:
                if refusal.code != "not_found":
                    raise
                with self.database.write() as connection:
                    store.ask_later(connection, content.sha256, self.database.clock.now())
                return
            try:
                with self.database.write() as connection:
                    here = bool(piece) and store.add_piece(connection, content, piece, self._now)
            except ContentRefused:
                log.warning("a content that came was not what its record names")
                here, piece = False, b""
            if here:
                self.moved.received += 1
                return
            if not piece:
                with self.database.write() as connection:
                    store.start_again(connection, content.sha256, self.database.clock.now())
                return
            content = Stored(**{**vars(content), "moved": content.moved + len(piece)})

    def _room(self) -> int:
        """How large the next piece may be; raises Enough when the time or the bytes of this sync are used up, or
        something was saved meanwhile."""
        late = time.monotonic() >= self._ends or self.line.seconds_left < LEAST_SECONDS
        if late or self.moved.bytes >= self._most:
            raise Enough
        with self.database.read() as connection:
            if _last_waiting(connection) > self._waiting:
                raise Enough
        return self._piece

    def _timed(self, path: str, piece: bytes) -> wire.BlobState:
        began = time.monotonic()
        state = self.line.put_bytes(path, piece, wire.BlobState)
        self._note(len(piece), time.monotonic() - began)
        return state

    def _timed_get(self, path: str) -> bytes:
        began = time.monotonic()
        piece = self.line.get_bytes(path)
        self._note(len(piece), time.monotonic() - began)
        return piece

    def _note(self, size: int, seconds: float) -> None:
        self.moved.bytes += size
        if seconds < QUICK_SECONDS and self._piece < store.PIECE:
            self._keep_piece(min(self._piece * 2, store.PIECE))
        elif seconds > SLOW_SECONDS and self._piece > LEAST_PIECE:
            self.smaller_pieces()

    def _keep_piece(self, size: int) -> None:
        self._piece = size
        with self.database.write() as connection:
            write_setting(connection, PIECE_SETTING, size)

    @property
    def _now(self) -> str:
        return instant_text(self.database.clock.now())


def _last_waiting(connection: Connection) -> int:
    """The newest save that has not been sent."""
    query = select(func.max(outbox.c.seq)).where(outbox.c.state == "pending")
    return int(connection.execute(query).scalar() or 0)
