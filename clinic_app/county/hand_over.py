"""`county hand-over`: a village with its residents and open referrals goes from one clinic to another, in one audited
act that two people answer for."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_app.county import audit, change_log
from clinic_app.county.applied import AppliedStore, Entry
from clinic_app.county.audiences import Audiences
from clinic_app.county.change_log import CommitGroup, PlannedChange
from clinic_app.county.database import Connection, CountyDatabase
from clinic_app.county.problems import CountyProblem
from clinic_app.county.record_bodies import Fields, Key, Stored
from clinic_app.county.record_store import RecordStore
from clinic_app.protocol import body as record_body
from clinic_app.protocol.body import Body
from clinic_app.protocol.mutation import SCHEMA, Mutation, Operation, encode, line_hash
from clinic_app.protocol.referral_events import SERVER
from clinic_app.protocol.wire import Outcome
from clinic_app.records.identifiers import new_id

UNCHANGED = "，什么也没有改动"
LONGEST_NAME = 50


@dataclass(frozen=True)
class HandedOver:
    """Where in the log the act stands, and how many residents and open referrals went with the village."""

    seq: int
    residents: int
    referrals: int


def hand_over(
    database: CountyDatabase, village: str, giver: str, receiver: str, people: tuple[str, str], actor: str
) -> HandedOver:
    """Move `village` from the organisation `giver` to `receiver`, and with it the open referrals of its residents that
    `giver` answers for; the laptops of both hear of it at their next pull.

    A referral that `giver` wrote before and sent only after the act goes along when the same is asked once more.
    `people` are the names of the two who hand over and take over. Raises CountyProblem.
    """
    names = tuple(each.strip() for each in people)
    if not all(names) or names[0] == names[1] or any(len(each) > LONGEST_NAME for each in names):
        raise CountyProblem(f"交接要写两个人的姓名，不能是同一个人{UNCHANGED}")
    if giver == receiver:
        raise CountyProblem(f"交出和接收不能是同一个机构{UNCHANGED}")

    def work(connection: Connection, alone: bool) -> HandedOver:
        database.lock(connection, (), alone=True)
        act = _Act(database, connection, village, giver, receiver)
        done = act.carry_out()
        detail = (
            f"{_between(giver, receiver)}交出人{names[0]}，接收人{names[1]}，居民{done.residents}，转诊{done.referrals}"
        )
        audit.append(connection, database.county, actor, "hand_over", f"village:{village}", database.now_text(), detail)
        return done

    return database.retried(work)


class _Act:
    """One hand-over: both organisations and the referrals change in one mutation of the county's own."""

    def __init__(
        self, database: CountyDatabase, connection: Connection, village: str, giver: str, receiver: str
    ) -> None:
        self.database = database
        self.connection = connection
        self.village = village
        self.giver = giver
        self.receiver = receiver
        self.records = RecordStore(connection, database.county)
        self.audiences = Audiences(self.records)
        self.now = database.now_text()
        self.changes: list[PlannedChange] = []
        self.operations: list[Operation] = []

    def carry_out(self) -> HandedOver:
        """Plan, write records, log and mutation. Raises CountyProblem when there is nothing to hand over."""
        self.records.want([("organisation", self.giver), ("organisation", self.receiver)])
        found = {code: _organisation(self.records, code) for code in (self.giver, self.receiver)}
        referrals = self._open_referrals()
        if self.village in _villages(found[self.giver]):
            self._move_village(found)
        elif not (referrals and self.village in _villages(found[self.receiver]) and self._was_handed_over()):
            raise CountyProblem(f"机构“{self.giver}”没有负责村“{self.village}”{UNCHANGED}，核对村代码和机构代码")
        note = "{}移交{}".format(*(found[code].fields.get("name") or code for code in (self.giver, self.receiver)))
        for referral_id in referrals:
            self._move_referral(referral_id, note)
        return HandedOver(self._written(), self._residents(), len(referrals))

    def _open_referrals(self) -> list[str]:
        """Referrals of the village's residents in which somebody owes a step and the giver is a side, oldest first."""
        rows = self.connection.execute(
            "SELECT id FROM record WHERE county = %s AND village = %s AND type = 'referral' AND NOT void ORDER BY id",
            (self.database.county, self.village),
        ).fetchall()
        ids = [str(row[0]) for row in rows]
        self.records.want(("referral", each) for each in ids)
        self.records.want_events(ids)
        states = {each: self.records.referral_state(each) for each in ids}
        return [
            each for each, state in states.items() if state.is_open and self.giver in (state.sender, state.receiver)
        ]

    def _move_village(self, found: dict[str, Stored]) -> None:
        villages = {
            self.giver: [each for each in _villages(found[self.giver]) if each != self.village],
            self.receiver: [*(each for each in _villages(found[self.receiver]) if each != self.village), self.village],
        }
        for code, stored in found.items():
            fields = {**stored.fields, "villages": villages[code]}
            operation = Operation("patch", "organisation", code, {"villages": villages[code]}, base=stored.rev)
            self._put(operation, stored.rev + 1, fields)

    def _move_referral(self, referral_id: str, note: str) -> None:
        fields: Fields = {
            "referral_id": referral_id,
            "event": "hand_over",
            "happened_at": self.now,
            "organisation": SERVER,
            "from_org": self.giver,
            "to_org": self.receiver,
            "note": note,
        }
        event_id = new_id(self.database.clock.now())
        self._put(Operation("event", "referral_event", event_id, fields), 1, fields)

    def _put(self, operation: Operation, rev: int, fields: Fields) -> None:
        key: Key = (operation.type, operation.id)
        after = Stored(rev, Body(fields=fields, author=SERVER, authored_at=self.now))
        before = self.audiences.before(key, self.records.get(key), after.body)
        self.records.put(key, after)
        body = record_body.encode(after.body)
        change = PlannedChange(*key, rev, operation.op, body, self.audiences.of(key))
        self.changes += self.audiences.around(key, before, change)
        self.operations.append(operation)

    def _written(self) -> int:
        """Write everything; returns the act's last place in the log."""
        county, clock = self.database.county, self.database.clock
        self.records.keep()
        self.records.write()
        group = CommitGroup(new_id(clock.now()), self.changes)
        change_log.append(self.connection, county, [group])
        line = encode(Mutation(group.mid, SCHEMA, SERVER, self.now, self.operations))
        applied = AppliedStore(self.connection, county)
        outcome = Outcome(group.mid, "applied", seqs=[group.first, group.last])
        applied.put(Entry(group.mid, bytes.fromhex(line_hash(line)), SERVER, None, outcome, line, clock.now()))
        applied.write()
        return group.last

    def _was_handed_over(self) -> bool:
        row = self.connection.execute(
            "SELECT 1 FROM audit WHERE county = %s AND action = 'hand_over' AND target = %s"
            " AND starts_with(detail, %s) LIMIT 1",
            (self.database.county, f"village:{self.village}", _between(self.giver, self.receiver)),
        ).fetchone()
        return row is not None

    def _residents(self) -> int:
        row = self.connection.execute(
            "SELECT count(*) FROM record WHERE county = %s AND village = %s AND type = 'resident' AND NOT void",
            (self.database.county, self.village),
        ).fetchone()
        return int(row[0]) if row else 0


def _between(giver: str, receiver: str) -> str:
    """How the detail of the audit begins."""
    return f"{giver} → {receiver}，"


def _organisation(records: RecordStore, code: str) -> Stored:
    stored = records.get(("organisation", code))
    if stored is None or stored.body.void:
        raise CountyProblem(f"机构表里没有“{code[:40]}”{UNCHANGED}，用 county organisations load 载入")
    return stored


def _villages(stored: Stored) -> list[str]:
    return [str(each) for each in stored.fields.get("villages") or ()]
