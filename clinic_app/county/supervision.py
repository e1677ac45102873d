"""Work that came late, from a revoked laptop, a disabled account or a stranger to the laptop: a person at the county
says yes or no to each. Nothing is dropped; either answer reaches the laptop that sent it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from clinic_app.clock import LOCAL_ZONE
from clinic_app.county import audit
from clinic_app.county.applied import SUPERVISED, Entry
from clinic_app.county.database import Connection, CountyDatabase, Overtaken
from clinic_app.county.intake import Arrival, Batch, entities, read_line
from clinic_app.county.problems import CountyProblem
from clinic_app.county.push import sender_of
from clinic_app.protocol.wire import Outcome

ACCEPT, DECLINE = "accept", "decline"
LONGEST_REASON = 500
UNCHANGED = "，什么也没有改动"


class Supervised(msgspec.Struct):
    """One mutation that waits for a supervisor. Ids, codes and counts only; `records` is what it holds, by type."""

    mid: str
    device: str
    number: int | None
    organisation: str | None
    author: str
    authored_at: str
    code: str
    message: str
    received_at: str
    records: dict[str, int]


def read_supervised(database: CountyDatabase) -> list[Supervised]:
    """What waits, the oldest first."""
    with database.snapshot() as connection:
        rows = connection.execute(
            "SELECT a.mid, a.device, d.number, d.organisation, a.outcome, a.received_at, a.line FROM applied a"
            " LEFT JOIN device d ON d.county = a.county AND d.id = a.device WHERE a.county = %s"
            " AND a.state = 'quarantined' ORDER BY a.received_at, a.mid",
            (database.county,),
        )
        found = [_supervised(row) for row in rows]
    return [each for each in found if each.code in SUPERVISED]


def _supervised(row: Sequence[Any]) -> Supervised:
    outcome = msgspec.json.decode(bytes(row[4]), type=Outcome)
    mutation = read_line(bytes(row[6])).mutation
    return Supervised(
        row[0], row[1], row[2], row[3], mutation.author if mutation else "", mutation.authored_at if mutation else "",
        outcome.code or "", outcome.message or "", str(row[5].astimezone(LOCAL_ZONE).strftime("%Y-%m-%d %H:%M")),
        dict(Counter(each.type for each in mutation.ops)) if mutation else {},
    )  # fmt: skip


def accept(database: CountyDatabase, mid: str, actor: str) -> Outcome:
    """Judge a mutation again as if its sender were in scope; its outcome now. Raises CountyProblem."""

    def judge(batch: Batch, entry: Entry) -> None:
        batch.judge_again(entry, accepted=True)
        batch.free_waiting()

    return _decide(database, mid, actor, ACCEPT, "", judge)


def decline(database: CountyDatabase, mid: str, reason: str, actor: str) -> Outcome:
    """Say no for good, in words that the sender reads. Raises CountyProblem."""
    words = reason.strip()
    if not words:
        raise CountyProblem(f"写明不采纳的原因，发出的人会看到{UNCHANGED}")
    if len(words) > LONGEST_REASON:
        raise CountyProblem(f"原因超过{LONGEST_REASON}个字{UNCHANGED}")
    message = f"县管理员没有采纳：{words}"
    return _decide(database, mid, actor, DECLINE, words, lambda batch, entry: batch.decline(entry, message))


def _decide(
    database: CountyDatabase,
    mid: str,
    actor: str,
    decision: str,
    reason: str,
    carry_out: Callable[[Batch, Entry], None],
) -> Outcome:
    def work(connection: Connection, alone: bool) -> Outcome:
        county = database.county
        database.lock(connection, _names(connection, county, mid), alone=alone)
        batch = Batch(
            connection, county, database.clock.now(), lambda connection, device: sender_of(connection, county, device)
        )
        entry = batch.applied.get(mid)
        if entry is None:
            raise CountyProblem(f"没有编号为“{mid[:40]}”的保存{UNCHANGED}，用 county supervised list 看编号")
        if not entry.is_supervised:
            raise CountyProblem(f"这次保存不在待核对之列（现在是 {entry.state}）{UNCHANGED}")
        connection.execute(
            "INSERT INTO decision (county, mid, decision, reason, by, at) VALUES (%s, %s, %s, %s, %s, %s)",
            (county, mid, decision, reason, actor, database.clock.now()),
        )
        carry_out(batch, entry)
        if not alone and batch.records.has_moved_files:
            raise Overtaken
        batch.write()
        audit.append(connection, county, actor, decision, f"mutation:{mid}", database.now_text(), entry.outcome.state)
        return entry.outcome

    return database.retried(work)


def _names(connection: Connection, county: str, mid: str) -> list[str]:
    row = connection.execute("SELECT line FROM applied WHERE county = %s AND mid = %s", (county, mid)).fetchone()
    arrival = read_line(bytes(row[0])) if row else Arrival(b"", None, mid, None)
    return entities(arrival)
