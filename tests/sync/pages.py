"""Pages as the county sends them, and what a laptop shows of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from clinic_app.protocol import wire
from clinic_app.protocol.audience import Scope
from clinic_app.store.database import Database
from clinic_app.store.device import Device, save_device
from clinic_app.store.local_tables import outbox
from clinic_app.store.projection import read_body
from clinic_app.sync.apply import apply_page, store_outcomes
from clinic_app.sync.received import Page, as_received

VILLAGE, OTHER_VILLAGE = "990101100201", "990101100202"
AT = "2026-11-22T02:30:00.000Z"
ORGANISATION = "V1"


def file_of(**fields: Any) -> dict[str, Any]:
    """A resident's values."""
    return {"name": "李某甲", "sex": "2", "birth_date": "1958-03-07", "village_code": VILLAGE, **fields}


def change(seq: int, record_id: str, rev: int, fields: dict[str, Any], **more: Any) -> wire.Change:
    """A resident's version, or another type's with `type=`."""
    body = {"fields": fields, "author": "a", "authored_at": AT}
    values = {"mid": f"m{seq}", "type": "resident", "op": "create", **more}
    return wire.Change(seq=seq, id=record_id, rev=rev, body=body, **values)


def evict(seq: int, record_id: str, rev: int, village: str, **more: Any) -> wire.Change:
    """The word that a resident left for `village`."""
    values = {"mid": f"m{seq}", "type": "resident", **more}
    return wire.Change(seq=seq, id=record_id, rev=rev, op="evict", body={"fields": {"village_code": village}}, **values)


def page(*changes: wire.Change, seq: int | None = None, more: bool = False, **rest: Any) -> Page:
    """A page as it is read."""
    last = seq if seq is not None else max((each.seq for each in changes), default=0)
    return as_received(wire.PullReply(wire.Head("e", last, "h"), f"cursor-{last}", list(changes), more, **rest))


def answer(database: Database, mid: str | None, state: str, *seqs: int) -> None:
    """What the county says of an own save."""
    assert mid
    with database.write() as connection:
        store_outcomes(connection, [wire.Outcome(mid, state, list(seqs) or None)])


def applied(database: Database, mid: str | None, seq: int) -> None:
    """An own save that the county applied, and the cursor beyond it."""
    answer(database, mid, "applied", seq, seq)
    apply_page(database, page(seq=seq))


def shown(database: Database, record_id: str, kind: str = "resident") -> tuple[dict[str, Any], int]:
    """Values and revision on the screen."""
    with database.read() as connection:
        found = read_body(connection, kind, record_id)
    assert found
    return dict(found[0].fields), found[1]


def is_here(database: Database, record_id: str, kind: str = "resident") -> bool:
    """Whether there is such a record on the laptop."""
    with database.read() as connection:
        return read_body(connection, kind, record_id) is not None


def last_line(database: Database) -> Any:
    """The newest own save."""
    with database.read() as connection:
        return connection.execute(select(outbox).order_by(outbox.c.seq.desc()).limit(1)).one()


def enlist(database: Database, *villages: str, organisation: str = ORGANISATION, kind: str = "village_clinic") -> None:
    """Make the laptop a device of a clinic with these villages."""
    scope = Scope(organisation, kind, list(villages))
    device = Device("d", 1, "c", organisation, "演示村卫生室", kind, "village_doctor", scope, "https://x", "")
    with database.write() as connection:
        save_device(connection, device)
