"""The push lane: what waits in the outbox goes out as the bytes it was saved as, one outcome comes back for each.

A size failure or a time-out halves the batch. A save is suspected only when it fails alone while an empty push
succeeds just before and just after and the county does not know it: it is then parked for a day, and what comes after
it goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from sqlalchemy import Connection, Row, func, or_, select, update

from clinic_app.clock import instant_text
from clinic_app.crashpoint import crashpoint
from clinic_app.protocol import wire
from clinic_app.store import witness
from clinic_app.store.database import Database
from clinic_app.store.device import Device, read_setting, write_setting
from clinic_app.store.local_tables import outbox
from clinic_app.sync.apply import note_head, store_outcomes
from clinic_app.sync.errors import Busy, NoLine, ServerRefused, SyncProblem, TimedOut, TooLarge, Unreachable
from clinic_app.sync.proven import prove
from clinic_app.sync.transport import NDJSON, Transport

START, FLOOR = 200, 20
"""Saves in the first page of all, and what a slow page does not go below: a fixed cost is not the size's fault."""
AIM_SECONDS = 3.0
PARKED_FOR, LINE_IN_DOUBT = timedelta(days=1), timedelta(hours=1)
PARKED_IN_A_ROW = 3
"""So many saves parked and nothing answered between them: the rest waits for a better line."""
# What is left of a sync's time for receiving, however much there is to send.
FOR_THE_PULL = 0.4
ALONE, ALONE_ON_A_BAD_LINE = 2, 3
"""How often a save must fail alone: after an answer or a long silence, after a broken connection."""
UNSENT = "pending"
PAGE_SETTING, LIMIT_SETTING, REALIGNED = "push_page", "push_limit", "realigned"
INCOMPLETE = "县平台的回答不完整，记录都保存在本机；稍后会自动再传"
PARKED = "有一次保存单独传不上去，先放在一边，稍后再试，其他记录不受影响；在同步页可以看到"

Line = Row[int, str, bytes]


def push(database: Database, line: Transport, device: Device, answered: Callable[[int], object] | None = None) -> int:
    """Send what waits, oldest first; returns how many saves the county answered for. `answered` is told so page by
    page, whatever ends the lane.

    Ends early, without a problem, when the time that the pull needs begins. Raises SyncProblem when the line or the
    county fails.
    """
    lane = _Lane(database, line, device, answered or (lambda number: None))
    try:
        return lane.run()
    finally:
        lane.keep_size()


def show_chain(database: Database, line: Transport, device: Device) -> bool:
    """The head of the audit chain with an empty push, for a laptop that saved nothing: once a day while the chain has
    grown, at once when it lacks what the county has signed. Whether it was shown. Raises SyncProblem."""
    now = database.clock.now()
    with database.read() as connection:
        due = witness.is_due(connection, now, device)
    if not due:
        return False
    with database.write() as connection:
        witness.note_shown(connection, now)
    _Lane(database, line, device, lambda number: None).send_nothing()
    return True


def waiting_count(connection: Connection) -> int:
    """How many saves the county has not answered for."""
    return connection.execute(select(func.count()).where(outbox.c.state == UNSENT)).scalar_one()


@dataclass
class _Size:
    """How many saves go into a page: towards 3 seconds each, by a quarter at a time."""

    number: int
    most: int

    def halve(self, tried: int) -> None:
        self.number = max(1, tried // 2)

    def adapt(self, count: int, seconds: float) -> None:
        if seconds > AIM_SECONDS * 1.25:
            self.number = max(min(self.number, FLOOR), self.number * 3 // 4)
        elif seconds < AIM_SECONDS * 0.75 and count >= self.number:
            self.number = min(self.most, self.number + max(1, self.number // 4))


class _Lane:
    def __init__(self, database: Database, line: Transport, device: Device, tell: Callable[[int], object]) -> None:
        self._database = database
        self._line = line
        self._device = device
        self._tell = tell
        self._reserve = line.seconds_left * FOR_THE_PULL
        with database.read() as connection:
            self._kept = int(read_setting(connection, PAGE_SETTING, START))
            most = min(wire.PUSH_LIMIT, int(read_setting(connection, LIMIT_SETTING, wire.PUSH_LIMIT)))
            self._realigned = read_setting(connection, REALIGNED)
        self._size = _Size(min(self._kept, most), most)
        self._sent = 0
        self._after = 0
        self._failures = 0
        self._largest = 0
        self._parked_in_a_row = 0

    def run(self) -> int:
        while self._has_time and (batch := self._waiting()):
            self._deliver(batch)
        for each in self._rested():
            if not self._has_time:
                break
            self._retry(each)
        return self._sent

    def send_nothing(self) -> None:
        """A push without saves: what the county signs is kept."""
        self._answered((), self._post(()))

    def keep_size(self) -> None:
        """The page of the next sync begins where this one's ended."""
        if self._size.number != self._kept:
            with self._database.write() as connection:
                write_setting(connection, PAGE_SETTING, self._size.number)

    @property
    def _has_time(self) -> bool:
        return self._line.seconds_left > self._reserve

    def _deliver(self, batch: Sequence[Line]) -> None:
        """Send one page, or learn from its failure what to send next. Raises SyncProblem when the line is at fault."""
        began = time.monotonic()
        try:
            self._answered(batch, self._post(batch))
        except SyncProblem as problem:
            if not _may_be_its_content(problem):
                raise
            slow = time.monotonic() - began > AIM_SECONDS
            if slow or isinstance(problem, (TimedOut, TooLarge)):
                self._size.halve(len(batch))
            if isinstance(problem, TooLarge) and len(batch) > 1:
                # Not grown to again in this sync: each try would be refused.
                self._size.most = len(batch) - 1
                return
            self._refuse_without_time(problem)
            self._post(())
            # The line carries an empty push, so it may be what is in this one.
            self._failures += 1
            if len(batch) == 1:
                self._suspect(batch[0], problem)
            elif self._failures > 1 or _is_plain(problem):
                self._failures = 0
                self._size.halve(len(batch))
        else:
            self._after = batch[-1].seq
            self._failures = 0
            self._size.adapt(len(batch), time.monotonic() - began)

    def _suspect(self, row: Line, problem: SyncProblem) -> None:
        """It failed alone, and an empty push has just succeeded."""
        if self._failures < (ALONE if _is_plain(problem) else ALONE_ON_A_BAD_LINE):
            return
        self._failures = 0
        self._park_unless_known(row)
        if self._parked_in_a_row == PARKED_IN_A_ROW:
            raise problem
        self._after = row.seq
        self._size = _Size(min(START, self._size.most), self._size.most)

    def _retry(self, row: Line) -> None:
        """Alone, when its rest is over: a parked save."""
        try:
            self._answered([row], self._post([row]))
        except SyncProblem as problem:
            if not _may_be_its_content(problem):
                raise
            self._refuse_without_time(problem)
            self._post(())
            self._park_unless_known(row)

    def _park_unless_known(self, row: Line) -> None:
        reply = self._line.get(f"/outcomes?mid={row.mid}", wire.OutcomesReply)
        known = [each for each in reply.outcomes if each.mid == row.mid and each.state != "unknown"]
        with self._database.write() as connection:
            if known:
                store_outcomes(connection, known)
            else:
                rest = PARKED_FOR if self._largest >= len(row.line) else LINE_IN_DOUBT
                until = instant_text(self._database.clock.now() + rest)
                connection.execute(update(outbox).where(outbox.c.mid == row.mid).values(parked_until=until))
                self._parked_in_a_row += 1
        self._count(len(known))

    def _refuse_without_time(self, problem: SyncProblem) -> None:
        if not self._has_time:
            raise problem

    def _post(self, batch: Sequence[Line]) -> wire.PushReply:
        crashpoint("push.sending")
        most = wire.MAX_SENT if len(batch) > 1 else None
        return self._line.post("/push", self._body(batch), wire.PushReply, NDJSON, most=most)

    def _body(self, batch: Sequence[Line]) -> bytes:
        first = batch[0].seq if batch else 0
        common = self._realigned["common"] if self._realigned and first <= self._realigned["until"] else None
        with self._database.read() as connection:
            head = witness.told(connection, self._device)
        envelope = wire.PushEnvelope(self._device.id, first, self._line.seen, common, head)
        return b"\n".join([msgspec.json.encode(envelope), *(row.line for row in batch)]) + b"\n"

    def _answered(self, batch: Sequence[Line], reply: wire.PushReply) -> None:
        """Each save is answered by its own mid; an edit made meanwhile has another and stays waiting."""
        answered = {outcome.mid: outcome for outcome in reply.outcomes}
        if len(answered) != len(batch) or any(row.mid not in answered for row in batch):
            raise Unreachable(INCOMPLETE)
        crashpoint("push.answered")
        with self._database.write() as connection:
            store_outcomes(connection, list(answered.values()))
            note_head(connection, reply.head)
            prove(connection, reply.head)
            witness.heard(connection, self._database, self._device, reply.audit)
        self._line.seen = reply.head
        self._largest = max(self._largest, sum(len(row.line) for row in batch))
        self._parked_in_a_row = 0
        self._count(len(batch))

    def _count(self, number: int) -> None:
        self._sent += number
        self._tell(number)

    def _waiting(self) -> list[Line]:
        query = select(outbox.c.seq, outbox.c.mid, outbox.c.line).where(
            outbox.c.state == UNSENT, outbox.c.parked_until.is_(None), outbox.c.seq > self._after
        )
        batch: list[Line] = []
        total = 0
        with self._database.read() as connection:
            for row in connection.execute(query.order_by(outbox.c.seq).limit(self._size.number)):
                total += len(row.line)
                # The envelope names the first number only: a batch has no gaps, and a size that the county takes.
                if batch and (total > wire.MAX_BODY // 2 or row.seq != batch[-1].seq + 1 or self._is_border(row.seq)):
                    break
                batch.append(row)
        return batch

    def _is_border(self, seq: int) -> bool:
        """Saves from before and after a realignment do not share an envelope."""
        return self._realigned is not None and seq == self._realigned["until"] + 1

    def _rested(self) -> list[Line]:
        """Parked saves whose rest is over; after a clock that was set back, all of them."""
        now = self._database.clock.now()
        due = or_(outbox.c.parked_until <= instant_text(now), outbox.c.parked_until > instant_text(now + PARKED_FOR))
        query = select(outbox.c.seq, outbox.c.mid, outbox.c.line).where(outbox.c.state == UNSENT, due)
        with self._database.read() as connection:
            return list(connection.execute(query.order_by(outbox.c.seq)))


def _may_be_its_content(problem: SyncProblem) -> bool:
    """Whether what was sent may be the reason: not when nobody was reached, nor when the county said why."""
    if isinstance(problem, ServerRefused):
        return problem.code in ("bad_request", "bad_encoding")
    return isinstance(problem, (TooLarge, Unreachable)) and not isinstance(problem, (NoLine, Busy))


def _is_plain(problem: SyncProblem) -> bool:
    """Whether the county answered, or was silent for long: chance is no likely reason."""
    return isinstance(problem, (TooLarge, TimedOut)) or bool(problem.code)
