"""Places of the county's log that this laptop's own log leads to: what tells a restored county.

Not every place that an answer names is one. Only the answers to a push and to a pull are given by a county that has
looked whether its log has the place that the laptop had seen before; a hello, a page of records or a receipt from a
stick may come from a county that was put back and went on, and says nothing of what came before it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from clinic_app.protocol import wire
from clinic_app.store.device import read_setting, write_setting
from clinic_app.sync.apply import HEAD, HEADS

PROVEN = "proven"
MOST = 32


def proven(connection: Connection) -> list[wire.Head]:
    """The proven places that are remembered, newest first: the newest ones, and ever fewer of the older ones."""
    stored = read_setting(connection, PROVEN)
    if stored is None:
        # A laptop of before today remembers what any answer showed.
        head = read_setting(connection, HEAD)
        stored = [*([head] if head else []), *read_setting(connection, HEADS, [])]
    return msgspec.convert(stored, list[wire.Head])


def prove(connection: Connection, head: wire.Head) -> None:
    """Remember a place that the county named after it had found the one before in its log."""
    known = proven(connection)
    if read_setting(connection, PROVEN) is not None and known[0] == head:
        return
    _keep(connection, [head, *(each for each in known if each.seq < head.seq)])


def restart(connection: Connection, head: wire.Head, common: int) -> None:
    """Of what was proven only what lies at or below the common place stands; the log goes on at `head`."""
    kept = [each for each in proven(connection) if each.seq <= common and each.seq < head.seq]
    _keep(connection, [head, *kept])


def seen_head(connection: Connection) -> wire.Head | None:
    """The highest place that anything showed, proven or not: a county that does not have it was put back."""
    stored = read_setting(connection, HEAD)
    known = proven(connection)[:1] + ([msgspec.convert(stored, wire.Head)] if stored else [])
    return max(known, key=lambda each: each.seq, default=None)


def _keep(connection: Connection, places: Sequence[wire.Head]) -> None:
    """The newest, and of each span of places, every one twice as long as the one before, the oldest."""
    spans = {(places[0].seq - each.seq).bit_length(): each for each in places}
    write_setting(connection, PROVEN, msgspec.to_builtins(list(spans.values())[:MOST]))
