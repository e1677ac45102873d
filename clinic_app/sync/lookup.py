"""Asking the county for one person who is on file elsewhere, by the whole number and the whole name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from clinic_app.clock import instant_text
from clinic_app.protocol import wire
from clinic_app.records import identity_number
from clinic_app.records.resident import RESIDENT_CARD
from clinic_app.store import audit
from clinic_app.store.database import Database
from clinic_app.store.looked_up import LookedUp, forget_old, remember
from clinic_app.sync.errors import SyncProblem, Unreachable
from clinic_app.sync.session import enrolled_device, open_line

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter

DEADLINE = 30.0
NO_LINE = "没有联系上县平台，查不到别村的居民；什么也没有保存，联网后再查"
HALF = "要写全证件号码和姓名才能查找，没有查找"


class Unasked(SyncProblem):
    """The question cannot have an answer; the county was not asked."""

    exit_code = 1


def look_up(
    database: Database,
    id_no: str,
    name: str,
    id_type: str = RESIDENT_CARD,
    *,
    deadline: float = DEADLINE,
    adapter: BaseAdapter | None = None,
) -> LookedUp | None:
    """The one person with this number and name, wherever on file; None when there is nobody. Kept for seven days.

    Raises Unasked for a number that cannot be one, and SyncProblem; then nothing is kept.
    """
    if not id_no.strip() or not name.strip():
        raise Unasked(HALF)
    if id_type == RESIDENT_CARD:
        try:
            identity_number.parse(id_no)
        except ValueError as problem:
            raise Unasked(f"{problem}，没有查找") from None
    device = enrolled_device(database)
    request = msgspec.json.encode(wire.LookupRequest(id_no, name, id_type))
    try:
        with open_line(database, device, deadline, adapter) as line:
            reply = line.post("/residents/lookup", request, wire.LookupReply)
    except Unreachable as problem:
        # The county's own words (too many questions today) say more than that it was not reached.
        raise type(problem)(
            str(problem) if problem.code else NO_LINE, code=problem.code, retry_after=problem.retry_after
        ) from None
    now = database.clock.now()
    with database.write() as connection:
        forget_old(connection, now)
        target = f"resident:{reply.resident_id}"
        audit.append(
            connection, database.actor.account, "lookup", target, at=instant_text(now), device=device.id
        )  # fmt: skip
        if not reply.resident_id:
            return None
        found = LookedUp(
            resident_id=reply.resident_id,
            name=reply.name,
            sex=reply.sex,
            birth_date=reply.birth_date,
            village_code=reply.village_code,
            organisation_name=reply.organisation_name,
            at=instant_text(now),
        )
        remember(connection, found)
    return found
