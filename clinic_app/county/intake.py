"""Taking mutations in: a batch is planned in memory and written at once, each mutation judged alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from psycopg import errors

from clinic_app.county import change_log
from clinic_app.county.applied import AppliedStore, Entry
from clinic_app.county.change_log import CommitGroup, PlannedChange
from clinic_app.county.database import Connection, CountyDatabase, Overtaken
from clinic_app.county.judge import Judge, Origin, Quarantined, Waits
from clinic_app.county.record_store import Key, RecordStore, parent_key
from clinic_app.crashpoint import crashpoint
from clinic_app.protocol.mutation import MalformedMutation, Mutation, decode, line_hash
from clinic_app.protocol.wire import Outcome
from clinic_app.records.identifiers import is_id

OUTCOME = "outcome"
FAILED = "县平台处理这次保存时出错，内容已原样保留，联系县管理员"
OriginOf = Callable[[Connection, str], Origin | None]
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


def take(database: CountyDatabase, arrivals: Sequence[Arrival], origin: Origin, origin_of: OriginOf) -> list[Outcome]:
    """Judge and store each arrival; one outcome for each, in order.

    `origin_of` tells who sent an older mutation that an arrival sets free. What the database itself refuses is found
    by halving the batch, so that one poisonous line never holds up the others.
    """
    now = database.clock.now()
    try:
        return database.retried(lambda connection, alone: _take(
            database, connection, arrivals, origin, origin_of, now, alone
        ))  # fmt: skip
    except (errors.DataError, errors.ProgramLimitExceeded) as problem:
        log.warning("database refused a batch of %d: %s", len(arrivals), type(problem).__name__)
        if len(arrivals) > 1:
            middle = len(arrivals) // 2
            halves = arrivals[:middle], arrivals[middle:]
            return [outcome for half in halves for outcome in take(database, half, origin, origin_of)]
    unreadable = [Arrival(each.line, each.device_seq, each.mid, None, FAILED) for each in arrivals]
    return database.retried(lambda connection, alone: _take(
        database, connection, unreadable, origin, origin_of, now, alone
    ))  # fmt: skip


def _take(
    database: CountyDatabase,
    connection: Connection,
    arrivals: Sequence[Arrival],
    origin: Origin,
    origin_of: OriginOf,
    now: datetime,
    alone: bool,
) -> list[Outcome]:
    database.lock(connection, (name for each in arrivals for name in _entities(each)), alone=alone)
    batch = Batch(connection, database.county, now, origin_of)
    batch.read_ahead(arrivals)
    outcomes = [batch.take(each, origin) for each in arrivals]
    batch.free_waiting()
    batch.write()
    crashpoint("intake.before_commit")
    return [batch.final(outcome) for outcome in outcomes]


def _entities(arrival: Arrival) -> list[str]:
    """What must not change under a mutation: itself, what it stands on, its records and what they stand under."""
    mutation = arrival.mutation
    if mutation is None:
        return [arrival.mid] if arrival.mid else []
    names = [mutation.mid, *mutation.deps]
    for operation in mutation.ops:
        above = parent_key(operation.type, operation.fields)
        names += [operation.id, above[1]] if above else [operation.id]
    return names


class Batch:
    """The plan of one transaction."""

    def __init__(self, connection: Connection, county: str, now: datetime, origin_of: OriginOf) -> None:
        self.connection = connection
        self.county = county
        self.now = now
        self.origin_of = origin_of
        self.records = RecordStore(connection, county)
        self.applied = AppliedStore(connection, county)
        self._groups: dict[str, CommitGroup] = {}
        self._appeared: list[str] = []
        self._brought: list[str] = []
        self._freed: set[str] = set()
        self._judges: dict[str, Judge] = {}

    def read_ahead(self, arrivals: Sequence[Arrival]) -> None:
        """Fetch in bulk what judging will ask for."""
        mutations = [each.mutation for each in arrivals if each.mutation is not None]
        mids = [each.mid for each in arrivals if each.mid]
        self.applied.want([*mids, *(mid for mutation in mutations for mid in mutation.deps)])
        keys: list[Key] = []
        for mutation in mutations:
            for operation in mutation.ops:
                above = parent_key(operation.type, operation.fields)
                keys += [(operation.type, operation.id), above] if above else [(operation.type, operation.id)]
        self.records.want(keys)
        self.records.want_events(key[1] for key in keys if key[0] == "referral" and is_id(key[1]))

    def take(self, arrival: Arrival, origin: Origin) -> Outcome:
        """Judge one arrival, remember it, and say what became of it."""
        digest = bytes.fromhex(line_hash(arrival.line))
        present = self.applied.get(arrival.mid) if arrival.mid else None
        if present is not None:
            if present.hash != digest:
                message = "同一编号的保存内容不同，后来的没有并入，联系县管理员"
                return Outcome(arrival.mid, "mid_reuse", message=message)
            return msgspec.structs.replace(present.outcome, repeat=True)
        if arrival.mutation is None:
            outcome = Outcome(arrival.mid, "malformed", message=arrival.problem)
        else:
            outcome = self._judge(arrival.mutation, origin)
        if arrival.mid:
            supersedes = arrival.mutation.supersedes if arrival.mutation else None
            self.applied.put(
                Entry(arrival.mid, digest, origin.device, arrival.device_seq, outcome, arrival.line, self.now,
                      supersedes)
            )  # fmt: skip
        return outcome

    def free_waiting(self) -> None:
        """Judge again what waited for something that has just come; that may free others in turn."""
        while self._appeared:
            awaited, self._appeared = self._appeared, []
            self._brought += awaited
            for mid in self._waiting_for(awaited):
                self._freed.add(mid)
                entry = self.applied.get(mid)
                if entry is not None and entry.state == "deferred":
                    self._judge_again(entry)

    def _waiting_for(self, awaited: Sequence[str]) -> list[str]:
        """Who waits for one of `awaited`: of old, and of this very batch."""
        names = set(awaited)
        mids = set(self.applied.waiting_for(awaited))
        for entry in self.applied.touched():
            if entry.state == "deferred" and names & set(entry.outcome.waiting_for):
                mids.add(entry.mid)
        return sorted(mids)

    def _judge_again(self, entry: Entry) -> None:
        origin = self.origin_of(self.connection, entry.device)
        mutation = read_line(entry.line).mutation
        if origin is None or mutation is None:
            return
        before = entry.outcome
        entry.outcome = self._judge(mutation, origin)
        self.applied.put(entry)
        if entry.stored and entry.outcome != before:
            self._tell(entry)

    def _tell(self, entry: Entry) -> None:
        """A changed outcome reaches its device in the log, addressed to it alone."""
        group = self._groups.setdefault(entry.mid, CommitGroup(entry.mid))
        body = msgspec.json.encode({"fields": {"mid": entry.mid}})
        group.changes.append(PlannedChange(OUTCOME, entry.mid, 1, OUTCOME, body, (device_key(entry.device),)))

    def _judge(self, mutation: Mutation, origin: Origin) -> Outcome:
        try:
            if self.applied.is_superseded(mutation.mid):
                return Outcome(mutation.mid, "quarantined", code="superseded", message="已被更正后的保存代替")
            unmet = [mid for mid in mutation.deps if not self.applied.is_met(mid)]
            if unmet:
                return Outcome(mutation.mid, "deferred", waiting_for=unmet)
            changes = self._judge_of(origin).judge(mutation).changes
        except Waits as waits:
            self.records.drop()
            return Outcome(mutation.mid, "deferred", waiting_for=waits.waiting_for)
        except Quarantined as reason:
            self.records.drop()
            return Outcome(mutation.mid, "quarantined", code=reason.code, record=reason.record, field=reason.field,
                           message=reason.message)  # fmt: skip
        except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError) as problem:
            # Content that nobody foresaw must not wedge the queue of its device: it is kept and said.
            log.error("mutation %s could not be judged: %s", mutation.mid, type(problem).__name__)
            self.records.drop()
            return Outcome(mutation.mid, "quarantined", code="unreadable", message=FAILED)
        self.records.keep()
        self._groups[mutation.mid] = CommitGroup(mutation.mid, changes)
        self._appeared += [mutation.mid, *(f"{each.type}:{each.id}" for each in changes)]
        self._appeared += [mutation.supersedes] if mutation.supersedes else []
        return Outcome(mutation.mid, "applied")

    def _judge_of(self, origin: Origin) -> Judge:
        return self._judges.setdefault(origin.device, Judge(self.records, origin, self.now))

    def write(self) -> None:
        """Records first, then the log (which holds the counter until the commit), then the outcomes with their seqs."""
        if not self.applied.touched():
            return
        self.records.write()
        self._settle()
        head = change_log.append(self.connection, self.county, list(self._groups.values()))
        for entry in self.applied.touched():
            if entry.state == "applied":
                group = self._groups[entry.mid]
                own = [each for each in group.changes if each.type != OUTCOME]
                # A save that changed nothing is as old as the log is now: its device need not wait for a change.
                seqs = [group.first, group.first + len(own) - 1] if own else [head, head]
                entry.outcome = msgspec.structs.replace(entry.outcome, seqs=seqs)
        self.applied.write()

    def _settle(self) -> None:
        """Take the counter, then look once more: what this batch waits for may have come by another transaction, and
        another may have begun to wait for what this batch brings. Nobody can do either after this."""
        change_log.hold(self.connection, self.county)
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
