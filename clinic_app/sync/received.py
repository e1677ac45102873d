"""What the county sends, with each record's body left as the bytes that came: they are read once, where they land."""

from __future__ import annotations

import msgspec

from clinic_app.protocol.wire import Head, Outcome, PullReply


class Change(msgspec.Struct, gc=False):
    """`wire.Change`."""

    seq: int
    mid: str
    type: str
    id: str
    rev: int
    op: str
    body: msgspec.Raw


class Page(msgspec.Struct):
    """`wire.PullReply`."""

    head: Head
    cursor: str = ""
    changes: list[Change] = []
    more: bool = False
    outcomes: list[Outcome] = []


def as_received(reply: PullReply) -> Page:
    """A page that was made rather than received, as it would come."""
    return msgspec.json.decode(msgspec.json.encode(reply), type=Page)


class Row(msgspec.Struct, gc=False):
    """`wire.SnapshotRow`."""

    id: str
    rev: int
    body: msgspec.Raw
    seq: int = 0


class Rows(msgspec.Struct):
    """`wire.SnapshotReply`."""

    head: Head
    rows: list[Row] = []
    next: str = ""
    total: int | None = None
