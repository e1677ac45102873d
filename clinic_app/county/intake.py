"""Taking mutations in: a batch is planned in memory and written at once, each mutation judged alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from psycopg import errors

from clinic_app.clock import instant_text
from clinic_app.county import audit, change_log
from clinic_app.county.applied import AppliedStore, Entry, Told
from clinic_app.county.change_log import CommitGroup, PlannedChange
from clinic_app.county.database import Connection, CountyDatabase, Overtaken
from clinic_app.county.history import History
from clinic_app.county.identity import Identities, plain_number
from clinic_app.county.judge import Judge, Judgement, Origin, Quarantined
from clinic_app.county.merging import CHANGING, REMOVING, Waits
from clinic_app.county.record_bodies import Key, parent_key
from clinic_app.county.record_store import RecordStore
from clinic_app.crashpoint import crashpoint
from clinic_app.protocol.audit_actions import REFUSE
from clinic_app.protocol.merge import groups_of
from clinic_app.protocol.mutation import MalformedMutation, Mutation, Operation, decode, line_hash
from clinic_app.protocol.wire import Head, Outcome
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.conflict import AMENDMENT, VOID, conflict_id
from clinic_app.records.identifiers import is_id

OUTCOME = "outcome"
FAILED = "县平台处理这次保存时出错，内容已原样保留，联系县管理员"
SUPERSEDED = "已被更正后的保存代替"
OriginOf = Callable[[Connection, str], Origin | None]
Sender = Origin | Callable[[Connection, Sequence["Arrival"]], Origin]
log = logging.getLogger(__name__)


class _Named(msgspec.Struct):
    mid: str = ""


@dataclass(slots=True)
class Arrival:
    """A line as it came in. `mutation` is None when it cannot be read; `mid` may be empty then."""

    line: bytes
    device_seq: int | None
    mid: str
    mutation: Mutation | None
    problem: str = ""


def read_line(line: bytes, device_seq: int | None = None) -> Arrival:
    """Decode a line; whatever is in it, this returns."""
    try:
        mutation = decode(line)
        if not all(map(is_id, [mutation.mid, *mutation.deps])) or not is_id(mutation.supersedes or mutation.mid):
            raise MalformedMutation("这次保存的编号格式不对")
    except (MalformedMutation, ValueError) as problem:
        message = str(problem) if isinstance(problem, MalformedMutation) else "无法读取这次保存的内容"
        return Arrival(line, device_seq, _mid_in(line), None, message)
    return Arrival(line, device_seq, mutation.mid, mutation)


def _mid_in(line: bytes) -> str:
    try:
        mid = msgspec.json.decode(line, type=_Named).mid
    except (ValueError, RecursionError):
        return ""
    return mid if is_id(mid) else ""


@dataclass(frozen=True)
class Taken:
    """One outcome for each arrival, in order, and where the log stands after them."""

    outcomes: list[Outcome]
    head: Head


def take(
    database: CountyDatabase,
    arrivals: Sequence[Arrival],
    sender: Sender,
    origin_of: OriginOf,
    common: int | None = None,
) -> Taken:
    """Judge and store each arrival.

    `sender` is the origin, or finds it in the transaction (and may raise Refusal). `origin_of` tells who sent an older
    mutation that an arrival sets free. `common` is given by a laptop that realigns with a restored county. What the
    database itself refuses is found by halving the batch, so that one poisonous line never holds up the others.
    """
    now = database.clock.now()

    def work(chosen: Sequence[Arrival]) -> Taken:
        return database.retried(lambda connection, alone: _take(
            database, connection, chosen, sender, origin_of, now, common, alone
        ))  # fmt: skip

    try:
        return work(arrivals)
    except (errors.DataError, errors.ProgramLimitExceeded) as problem:
        log.warning("database refused a batch of %d: %s", len(arrivals), type(problem).__name__)
        if len(arrivals) > 1:
            middle = len(arrivals) // 2
            halves = arrivals[:middle], arrivals[middle:]
            parts = [take(database, half, sender, origin_of, common) for half in halves]
            return Taken([outcome for part in parts for outcome in part.outcomes], parts[-1].head)
    return work([Arrival(each.line, each.device_seq, each.mid, None, FAILED) for each in arrivals])


def _take(
    database: CountyDatabase,
    connection: Connection,
    arrivals: Sequence[Arrival],
    sender: Sender,
    origin_of: OriginOf,
    now: datetime,
    common: int | None,
    alone: bool,
) -> Taken:
    database.lock(connection, (name for each in arrivals for name in entities(each)), alone=alone)
    origin = sender if isinstance(sender, Origin) else sender(connection, arrivals)
    batch = Batch(connection, database.county, now, origin_of)
    batch.read_ahead(arrivals)
    outcomes = [batch.take(each, origin, common) for each in arrivals]
    batch.free_waiting()
    if not alone and batch.records.has_moved_files:
        raise Overtaken
    head = batch.write()
    crashpoint("intake.before_commit")
    return Taken([batch.final(outcome) for outcome in outcomes], head)


def entities(arrival: Arrival) -> list[str]:
    """What must not change under a mutation: itself, what it stands on, its records and what they stand under."""
    mutation = arrival.mutation
    if mutation is None:
        return [arrival.mid] if arrival.mid else []
    names = [mutation.mid, *mutation.deps]
    if mutation.supersedes:
        names.append(mutation.supersedes)
    for operation in mutation.ops:
        names.append(operation.id)
        above = parent_key(operation.type, operation.fields)
        if above:
            names.append(above[1])
        # Two people registered at once with one number must find each other.
        if operation.type == "resident" and (number := plain_number(operation.fields)):
            names.append(f"number:{number}")
    return names


def _keys(operation: Operation) -> list[Key]:
    """The records that judging an operation will ask for: its own, what it stands under, conflicts that it may meet."""
    keys: list[Key] = [(operation.type, operation.id)]
    above = parent_key(operation.type, operation.fields)
    if above:
        keys.append(above)
    if operation.op in CHANGING or operation.op in REMOVING:
        groups = [VOID]
        if operation.op == "amend":
            groups.append(AMENDMENT)
        elif operation.op in CHANGING:
            groups += groups_of(RECORD_TYPES.get(operation.type), operation.fields)
        keys += [("conflict", conflict_id(operation.type, operation.id, group)) for group in groups]
    return keys


class Batch:
    """The plan of one transaction."""

    def __init__(self, connection: Connection, county: str, now: datetime, origin_of: OriginOf) -> None:
        self.connection = connection
        self.county = county
        self.now = now
        self.origin_of = origin_of
        self.records = RecordStore(connection, county)
        self.history = History(connection, county)
        self.applied = AppliedStore(connection, county)
        self.identities = Identities(connection, county, self.records, instant_text(now))
        self._groups: dict[str, CommitGroup] = {}
        self._appeared: list[str] = []
        self._brought: list[str] = []
        self._freed: set[str] = set()
        self._judges: dict[tuple[str, bool, bool], Judge] = {}

    def read_ahead(self, arrivals: Sequence[Arrival]) -> None:
        """Fetch in bulk what judging will ask for."""
        mutations = [each.mutation for each in arrivals if each.mutation is not None]
        mids = [each.mid for each in arrivals if each.mid]
        for mutation in mutations:
            mids += mutation.deps
            mids += [each.base for each in mutation.ops if isinstance(each.base, str) and is_id(each.base)]
            mids += [mutation.supersedes] if mutation.supersedes else []
        self.applied.want(mids)
        keys = [key for mutation in mutations for operation in mutation.ops for key in _keys(operation)]
        self.records.want(keys)
        self.records.want_events(key[1] for key in keys if key[0] == "referral" and is_id(key[1]))
        self.identities.want(
            operation.fields for mutation in mutations for operation in mutation.ops if operation.type == "resident"
        )

    def take(self, arrival: Arrival, origin: Origin, common: int | None = None) -> Outcome:
        """Judge one arrival, remember it, and say what became of it."""
        digest = bytes.fromhex(line_hash(arrival.line))
        present = self.applied.get(arrival.mid) if arrival.mid else None
        if present is not None:
            if present.hash != digest:
                message = "同一编号的保存内容不同，后来的没有并入，联系县管理员"
                return Outcome(arrival.mid, "mid_reuse", message=message)
            return msgspec.structs.replace(present.outcome, repeat=True)
        mutation = arrival.mutation
        supersedes = mutation.supersedes if mutation else None
        outcome = Outcome(arrival.mid, "malformed", message=arrival.problem)
        entry = Entry(arrival.mid, digest, origin.device, arrival.device_seq, outcome, arrival.line, self.now,
                      supersedes, context=Told(common))  # fmt: skip
        if mutation is not None:
            self._judge(entry, mutation, origin)
        if arrival.mid:
            self.applied.put(entry)
            self._retire(entry)
        return entry.outcome

    def _retire(self, entry: Entry) -> None:
        """What `entry` came in the place of is never applied: it waits no longer, and is in nobody's list."""
        old = self.applied.get(entry.supersedes) if entry.supersedes else None
        if old is None or old.is_taken or old.state not in ("deferred", "quarantined"):
            return
        if self.applied.is_superseded(old.mid):
            self._change(old, Outcome(old.mid, "quarantined", code="superseded", message=SUPERSEDED),
                         tell=old.device != entry.device)  # fmt: skip

    def free_waiting(self) -> None:
        """Judge again what waited for something that has just come; that may free others in turn."""
        while self._appeared:
            awaited, self._appeared = self._appeared, []
            self._brought += awaited
            for mid in self._waiting_for(awaited):
                self._freed.add(mid)
                entry = self.applied.get(mid)
                if entry is not None and entry.state == "deferred":
                    self.judge_again(entry)

    def _waiting_for(self, awaited: Sequence[str]) -> list[str]:
        """Who waits for one of `awaited`: of old, and of this very batch."""
        names = set(awaited)
        mids = set(self.applied.waiting_for(awaited))
        for entry in self.applied.touched():
            if entry.state == "deferred" and names & set(entry.outcome.waiting_for):
                mids.add(entry.mid)
        return sorted(mids)

    def judge_again(self, entry: Entry, *, accepted: bool = False) -> None:
        """Judge a mutation that waited, or that a supervisor has accepted; its device hears of what changed."""
        origin = self.origin_of(self.connection, entry.device)
        mutation = read_line(entry.line).mutation
        if origin is None or mutation is None:
            return
        # Who came before the device was revoked, or was accepted since, is judged like anybody.
        accepted = accepted or self._was_accepted(entry)
        before = entry.outcome
        self._judge(entry, mutation, replace(origin, revoked=False, accepted=accepted))
        self._change(entry, entry.outcome, tell=entry.stored and entry.outcome != before)

    def _was_accepted(self, entry: Entry) -> bool:
        row = self.connection.execute(
            "SELECT 1 FROM decision WHERE county = %s AND mid = %s AND decision = 'accept' LIMIT 1",
            (self.county, entry.mid),
        ).fetchone()
        return row is not None

    def decline(self, entry: Entry, message: str) -> None:
        """A supervisor's last word on a mutation: it is kept and never applied."""
        outcome = Outcome(entry.mid, "declined", code=entry.outcome.code, message=message)
        self._change(entry, outcome, tell=True)

    def _change(self, entry: Entry, outcome: Outcome, *, tell: bool) -> None:
        entry.outcome = outcome
        self.applied.put(entry)
        if tell and entry.stored:
            self._tell(entry)

    def _tell(self, entry: Entry) -> None:
        """A changed outcome reaches its device in the log, addressed to it alone."""
        group = self._groups.setdefault(entry.mid, CommitGroup(entry.mid))
        body = msgspec.json.encode({"fields": {"mid": entry.mid}})
        group.changes.append(PlannedChange(OUTCOME, entry.mid, 1, OUTCOME, body, (device_key(entry.device),)))

    def _judge(self, entry: Entry, mutation: Mutation, origin: Origin) -> None:
        try:
            judgement = self._judged(entry, mutation, origin)
        except Waits as waits:
            self._drop()
            entry.outcome = Outcome(mutation.mid, "deferred", waiting_for=waits.waiting_for)
            return
        except Quarantined as reason:
            self._drop()
            entry.outcome = Outcome(mutation.mid, "quarantined", code=reason.code, record=reason.record,
                                    field=reason.field, message=reason.message)  # fmt: skip
            return
        except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError) as problem:
            # Content that nobody foresaw must not wedge the queue of its device: it is kept and said.
            log.error("mutation %s could not be judged: %s", mutation.mid, type(problem).__name__)
            self._drop()
            entry.outcome = Outcome(mutation.mid, "quarantined", code="unreadable", message=FAILED)
            return
        self.records.keep()
        self.identities.keep()
        self.history.note(mutation.mid, origin.device, judgement.changes)
        # Last, also where its place was taken by the word that it goes on waiting.
        self._groups.pop(mutation.mid, None)
        self._groups[mutation.mid] = CommitGroup(mutation.mid, judgement.changes)
        self._appeared += [mutation.mid, *(f"{each.type}:{each.id}" for each in judgement.changes)]
        if mutation.supersedes:
            self._appeared += [mutation.supersedes, *self.applied.replaced(mutation.supersedes)]
        entry.context = Told(entry.context.common, judgement.seen)
        state = "conflict" if judgement.conflicts else "applied"
        entry.outcome = Outcome(mutation.mid, state, code=judgement.code, conflicts=judgement.conflicts)

    def _judged(self, entry: Entry, mutation: Mutation, origin: Origin) -> Judgement:
        judge = self._judge_of(origin)
        judge.admit(mutation)
        if self.applied.is_superseded(mutation.mid):
            raise Quarantined("superseded", SUPERSEDED)
        unmet = [mid for mid in mutation.deps if not self.applied.is_met(mid)]
        if unmet:
            raise Waits(unmet)
        return judge.judge(mutation, entry.context.common)

    def _drop(self) -> None:
        self.records.drop()
        self.identities.drop()

    def _judge_of(self, origin: Origin) -> Judge:
        name = (origin.device, origin.revoked, origin.accepted)
        if name not in self._judges:
            self._judges[name] = Judge(self.records, self.history, self.applied, self.identities, origin, self.now)
        return self._judges[name]

    def write(self) -> Head:
        """Records first, then the log (which holds the counter until the commit), then the outcomes with their seqs."""
        if not self.applied.touched():
            return change_log.read_head(self.connection, self.county)
        self.records.write()
        self.identities.write()
        self._settle()
        head = change_log.append(self.connection, self.county, list(self._groups.values()))
        for entry in self.applied.touched():
            if entry.is_taken and entry.mid in self._groups:
                group = self._groups[entry.mid]
                own = [each for each in group.changes if each.type != OUTCOME]
                # A save that changed nothing is as old as the log is now: its device need not wait for a change.
                seqs = [group.first, group.first + len(own) - 1] if own else [head.seq, head.seq]
                entry.outcome = msgspec.structs.replace(entry.outcome, seqs=seqs)
        self.applied.write()
        self._note_refusals()
        return head

    def _note_refusals(self) -> None:
        """What a role may not write is kept for a supervisor; that it was tried stands in the county's audit trail."""
        for entry in self.applied.touched():
            if entry.state == "quarantined" and entry.outcome.code == "role":
                audit.append(
                    self.connection, self.county, f"device:{entry.device}", REFUSE, f"mutation:{entry.mid}",
                    instant_text(self.now), "role",
                )  # fmt: skip

    def _settle(self) -> None:
        """Take the counter, then look once more: what this batch waits for may have come by another transaction, and
        another may have begun to wait for what this batch brings. Nobody can do either after this."""
        change_log.hold(self.connection, self.county)
        # Of what was set free by this batch, the numbers are not held: their other holders may be new.
        if self._freed and self.identities.overtaken():
            raise Overtaken
        waiting = [entry for entry in self.applied.touched() if entry.state == "deferred"]
        if set(self.applied.waiting_for(self._brought)) - {entry.mid for entry in waiting} - self._freed:
            raise Overtaken
        awaited = [each for entry in waiting for each in entry.outcome.waiting_for]
        keys = [(name, record_id) for name, colon, record_id in (each.partition(":") for each in awaited) if colon]
        if awaited and (self.records.have_come(keys) or self.applied.have_come(awaited)):
            raise Overtaken

    def final(self, outcome: Outcome) -> Outcome:
        """The outcome with what writing added to it."""
        entry = self.applied.get(outcome.mid) if outcome.mid else None
        if entry is None or outcome.state == "mid_reuse":
            return outcome
        return msgspec.structs.replace(entry.outcome, repeat=outcome.repeat)


def device_key(device: str) -> str:
    """The audience of outcome changes of one device."""
    return f"device:{device}"
