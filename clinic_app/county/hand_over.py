"""`county hand-over`: a village with its residents and open items goes from one clinic to another, in one audited act
that two people answer for."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_app.county import audit, change_log
from clinic_app.county.applied import AppliedStore, Entry
from clinic_app.county.change_log import CommitGroup, PlannedChange
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.problems import CountyProblem
from clinic_app.county.record_store import RecordStore, Stored
from clinic_app.protocol import body as record_body
from clinic_app.protocol.audience import EVERYBODY
from clinic_app.protocol.body import Body
from clinic_app.protocol.mutation import SCHEMA, Mutation, Operation, encode, line_hash
from clinic_app.protocol.referral_events import SERVER
from clinic_app.protocol.wire import Outcome
from clinic_app.records.identifiers import new_id

UNCHANGED = "，什么也没有改动"
LONGEST_NAME = 50


@dataclass(frozen=True)
class HandedOver:
    """Where in the log the act stands, and how many residents went with the village."""

    seq: int
    residents: int


def hand_over(
    database: CountyDatabase, village: str, giver: str, receiver: str, people: tuple[str, str], actor: str
) -> HandedOver:
    """Move `village` from the organisation `giver` to `receiver`; the laptops of both hear of it at their next pull.

    `people` are the names of the two who hand over and take over. Raises CountyProblem.
    """
    names = tuple(each.strip() for each in people)
    if not all(names) or names[0] == names[1] or any(len(each) > LONGEST_NAME for each in names):
        raise CountyProblem(f"交接要写两个人的姓名，不能是同一个人{UNCHANGED}")
    if giver == receiver:
        raise CountyProblem(f"交出和接收不能是同一个机构{UNCHANGED}")

    def work(connection: Connection, alone: bool) -> HandedOver:
        database.lock(connection, (), alone=True)
        seq = _move(database, connection, village, giver, receiver)
        residents = _residents(connection, database.county, village)
        detail = f"{giver} → {receiver}，交出人{names[0]}，接收人{names[1]}，居民{residents}"
        audit.append(connection, database.county, actor, "hand_over", f"village:{village}", database.now_text(), detail)
        return HandedOver(seq, residents)

    return database.retried(work)


def _move(database: CountyDatabase, connection: Connection, village: str, giver: str, receiver: str) -> int:
    """Both organisations change in one mutation of the county's own; returns its last place in the log."""
    records = RecordStore(connection, database.county)
    records.want([("organisation", giver), ("organisation", receiver)])
    found = {code: _organisation(records, code) for code in (giver, receiver)}
    if village not in _villages(found[giver]):
        raise CountyProblem(f"机构“{giver}”没有负责村“{village}”{UNCHANGED}，核对村代码和机构代码")
    villages = {
        giver: [each for each in _villages(found[giver]) if each != village],
        receiver: [*(each for each in _villages(found[receiver]) if each != village), village],
    }
    changes, operations = [], []
    for code, stored in found.items():
        fields = {**stored.fields, "villages": villages[code]}
        after = Stored(stored.rev + 1, Body(fields=fields, author=SERVER, authored_at=database.now_text()))
        records.put(("organisation", code), after)
        body = record_body.encode(after.body)
        changes.append(PlannedChange("organisation", code, after.rev, "patch", body, (EVERYBODY,)))
        operations.append(Operation("patch", "organisation", code, {"villages": villages[code]}, base=stored.rev))
    records.keep()
    records.write()
    group = CommitGroup(new_id(database.clock.now()), changes)
    change_log.append(connection, database.county, [group])
    line = encode(Mutation(group.mid, SCHEMA, SERVER, database.now_text(), operations))
    applied = AppliedStore(connection, database.county)
    outcome = Outcome(group.mid, "applied", seqs=[group.first, group.last])
    applied.put(Entry(group.mid, bytes.fromhex(line_hash(line)), SERVER, None, outcome, line, database.clock.now()))
    applied.write()
    return group.last


def _organisation(records: RecordStore, code: str) -> Stored:
    stored = records.get(("organisation", code))
    if stored is None or stored.body.void:
        raise CountyProblem(f"机构表里没有“{code[:40]}”{UNCHANGED}，用 county organisations load 载入")
    return stored


def _villages(stored: Stored) -> list[str]:
    return [str(each) for each in stored.fields.get("villages") or ()]


def _residents(connection: Connection, county: str, village: str) -> int:
    row = connection.execute(
        "SELECT count(*) FROM record WHERE county = %s AND village = %s AND type = 'resident' AND NOT void",
        (county, village),
    ).fetchone()
    return int(row[0]) if row else 0
