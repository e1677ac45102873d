"""Conflicts as the county sends them: ordinary records that come with a page of the pull."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import select

from clinic_app.protocol import wire
from clinic_app.protocol.mutation import Mutation, decode
from clinic_app.records.conflict import conflict_id
from clinic_app.store.database import Database
from clinic_app.store.local_tables import outbox
from clinic_app.store.projection import read_body
from clinic_app.sync import received
from clinic_app.sync.apply import apply_page

VILLAGE = "990101100201"
FILE = {"name": "李某甲", "sex": "2", "birth_date": "1958-03-07", "village_code": VILLAGE}
FIRST, SECOND = "01a20116-0000-7000-8000-00000000000a", "01a20116-0000-7000-8000-00000000000b"
_seq = iter(range(1, 1_000_000))


def arrive(database: Database, type_name: str, record_id: str, rev: int, fields: Mapping[str, Any]) -> None:
    """One record's version from the county."""
    seq = next(_seq)
    body = {"fields": dict(fields), "author": "somebody", "authored_at": "2026-11-21T02:30:00.000Z"}
    change = wire.Change(seq, f"m{seq}", type_name, record_id, rev, "create", body)
    pulled(database, wire.PullReply(wire.Head("e", seq, "h"), f"c{seq}", [change]))


def pulled(database: Database, reply: wire.PullReply) -> None:
    """A page as it comes over the line."""
    apply_page(database, msgspec.json.decode(msgspec.json.encode(reply), type=received.Page))


def answered(database: Database, mid: str, state: str = "quarantined", **more: Any) -> None:
    """The county's word on an own save."""
    seq = next(_seq)
    pulled(database, wire.PullReply(wire.Head("e", seq, "h"), f"c{seq}", outcomes=[wire.Outcome(mid, state, **more)]))


def side(mid: str, value: Mapping[str, Any], at: str = "2026-11-20T02:30:00.000Z", **more: Any) -> dict[str, Any]:
    """One contender."""
    known = {"author": f"author of {mid[-1]}", "device": f"device of {mid[-1]}", "rev": 2}
    return {"mid": mid, "authored_at": at, "value": dict(value), **known, **more}


def clash(
    database: Database,
    subject_type: str,
    subject_id: str,
    group: str,
    sides: Sequence[Mapping[str, Any]],
    *,
    rev: int = 1,
    names: Sequence[str] = (),
    **more: Any,
) -> str:
    """A conflict between the given sides; the last one is shown. Returns its id."""
    conflict = conflict_id(subject_type, subject_id, group)
    listed = list(names) or list(dict.fromkeys(name for each in sides for name in each["value"] if name != "void"))
    fields = {
        "subject_type": subject_type,
        "subject_id": subject_id,
        "group": group,
        "names": listed,
        "base": {},
        "contenders": [dict(each) for each in sides],
        "shown": sides[-1]["mid"],
        "state": "open",
        **({"resident_id": subject_id} if subject_type == "resident" else {}),
        **more,
    }
    arrive(database, "conflict", conflict, rev, fields)
    return conflict


def last_save(database: Database) -> Mutation:
    """What the last own save says on the wire."""
    with database.read() as connection:
        line = connection.execute(select(outbox.c.line).order_by(outbox.c.seq.desc()).limit(1)).scalar_one()
    return decode(bytes(line))


def shown(database: Database, type_name: str, record_id: str) -> dict[str, Any]:
    """A record as the screen has it; empty when void or not there."""
    with database.read() as connection:
        found = read_body(connection, type_name, record_id)
    return dict(found[0].fields) if found and not found[0].void else {}
