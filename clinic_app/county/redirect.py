"""`county redirect`: the county office sends a referral to another place, by the number on its slip; audited."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_app.county import audit
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.delivery import COUNTY_ORIGIN
from clinic_app.county.intake import Batch, entities, read_line
from clinic_app.county.problems import CountyProblem
from clinic_app.county.record_store import RecordStore, slip_digits
from clinic_app.protocol.mutation import SCHEMA, Mutation, Operation, encode
from clinic_app.protocol.referral_events import SERVER, refusal
from clinic_app.records.identifiers import is_id, new_id

UNCHANGED = "，什么也没有改动"
LONGEST_REASON = 500


@dataclass(frozen=True)
class Redirected:
    """The referral's id, who had it and who has it now, and where in the log the act stands."""

    referral_id: str
    before: str
    now: str
    seq: int


def redirect(database: CountyDatabase, slip: str, to_org: str, department: str, reason: str, actor: str) -> Redirected:
    """Send an open referral to another organisation or department; its desks hear of it at their next pull.

    `slip` is the number on the slip or the referral's id, `to_org` an organisation's code. Raises CountyProblem when
    there is no such referral or organisation, no reason, or when the table does not take the step any more.
    """
    words = reason.strip()
    if not words or len(words) > LONGEST_REASON:
        raise CountyProblem(f"改派要写明原因，不超过{LONGEST_REASON}个字{UNCHANGED}")
    department = department.strip()

    def work(connection: Connection, alone: bool) -> Redirected:
        records = RecordStore(connection, database.county)
        referral_id = _referral_of(connection, records, slip)
        before = records.referral_state(referral_id).receiver
        event = {
            "referral_id": referral_id, "event": "redirect", "happened_at": database.now_text(),
            "organisation": SERVER, "to_org": to_org, "reason": words,
        } | ({"to_dept": department} if department else {})  # fmt: skip
        line = encode(_mutation(database, event))
        arrival = read_line(line)
        database.lock(connection, entities(arrival), alone=alone)
        batch = Batch(connection, database.county, database.clock.now(), lambda connection, device: None)
        _require_taken(batch.records, referral_id, event)
        outcome = batch.take(arrival, COUNTY_ORIGIN)
        head = batch.write()
        if outcome.state != "applied":
            raise CountyProblem(f"{outcome.message or outcome.state}{UNCHANGED}")
        detail = f"{before} → {to_org}"
        audit.append(
            connection, database.county, actor, "redirect", f"referral:{referral_id}", database.now_text(), detail
        )
        return Redirected(referral_id, before, to_org, head.seq)

    return database.retried(work)


def _referral_of(connection: Connection, records: RecordStore, slip: str) -> str:
    if is_id(slip):
        found = [slip]
    else:
        rows = connection.execute(
            "SELECT referral_id FROM slip_number WHERE county = %s AND digits = %s ORDER BY referral_id",
            (records.county, slip_digits(slip)),
        )
        found = [str(row[0]) for row in rows]
    known = [each for each in found if (stored := records.get(("referral", each))) and not stored.body.void]
    if not known:
        raise CountyProblem(f"没有单号为“{slip[:40]}”的转诊单{UNCHANGED}；开单的电脑可能还没有同步")
    if len(known) > 1:
        raise CountyProblem(f"有{len(known)}张转诊单用这个单号{UNCHANGED}，写转诊单的编号：{'，'.join(known)}")
    return known[0]


def _require_taken(records: RecordStore, referral_id: str, event: dict[str, str]) -> None:
    """Nothing that the table refuses is written by the county itself: it would be a note that nobody asked for."""
    target = records.get(("organisation", event["to_org"]))
    if target is None or target.body.void:
        raise CountyProblem(f"机构表里没有“{event['to_org'][:40]}”{UNCHANGED}，用 county organisations load 载入")
    referral, state = records.get(("referral", referral_id)), records.referral_state(referral_id)
    assert referral is not None
    if state.receiver == event["to_org"] and not event.get("to_dept"):
        raise CountyProblem(f"转诊单已经在“{event['to_org']}”{UNCHANGED}；改科室用 --department")
    problem = refusal(referral.fields, state, event)
    if problem:
        raise CountyProblem(f"{problem}{UNCHANGED}")


def _mutation(database: CountyDatabase, event: dict[str, str]) -> Mutation:
    now = database.clock.now()
    operation = Operation("event", "referral_event", new_id(now), dict(event))
    return Mutation(new_id(now), SCHEMA, SERVER, event["happened_at"], [operation])
