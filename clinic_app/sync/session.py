"""One sync: send what waits, receive what is new, say how it went. Ends within its deadline whatever the line does.

The lanes do not wait for one another: what is stuck in one does not keep the others from going on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from clinic_app.clock import instant_text, parse_instant
from clinic_app.store import incarnation
from clinic_app.store.database import Database
from clinic_app.store.device import Device, load_device, read_setting, write_setting
from clinic_app.store.local_tables import outbox
from clinic_app.store.lock import sync_lock
from clinic_app.store.looked_up import expire
from clinic_app.sync import realign
from clinic_app.sync.accounts import announce_accounts
from clinic_app.sync.apart import refuse_practice
from clinic_app.sync.apply import CURSOR
from clinic_app.sync.blobs import blobs
from clinic_app.sync.digest import CHECKED, check_and_repair
from clinic_app.sync.errors import (
    DeviceFork,
    EpochChanged,
    NoLine,
    NotEnrolled,
    ServerRefused,
    SyncProblem,
    TimedOut,
)
from clinic_app.sync.evict import settle_departed
from clinic_app.sync.fork import fork
from clinic_app.sync.greeting import greet
from clinic_app.sync.kept_scans import ask_again
from clinic_app.sync.proven import prove, seen_head
from clinic_app.sync.pull import pull
from clinic_app.sync.push import PARKED, UNSENT, push, show_chain
from clinic_app.sync.recovery import keep_recovery_code
from clinic_app.sync.relay import relay
from clinic_app.sync.report import send_report
from clinic_app.sync.retained import prune
from clinic_app.sync.snapshot import Cancelled, Report, first_sync
from clinic_app.sync.status import sync_status
from clinic_app.sync.transport import Identity, Transport, ca_file

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter

# A `sync` ends within 90 seconds, start-up and key derivation included.
DEADLINE = 80.0
DAY = timedelta(days=1)
PRUNED = "pruned_at"
LEFT, QUARANTINED, CONFLICTS = 3, 4, 5
MOST_TURNS = 4
EQUAL, REPAIRED, UNKNOWN = "equal", "repaired", "unknown"
COMPARE_SECONDS, COMPARE_TRIES = 30.0, 3
MORE_TO_DO = "时间到了，还没有传完，已经传好的都在；稍后接着传"
RUNNING = "本机正在同步，这一次不重复进行"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SyncReport:
    """What a sync did and what is left. `problem` is a Chinese sentence, None when all went well.

    `unfinished`: the line works, and the time was over. `retry_after` and `back_off` are what the county asked to wait:
    this laptop after a refusal, and everybody. `realigned`: the county was found restored, and rows of any kind may
    look different now.
    """

    sent: int
    received: int
    pending: int
    quarantined: int
    conflicts: int
    last_success: str | None
    problem: str | None
    exit_code: int
    ended_at: str = ""
    retry_after: float | None = None
    back_off: int = 0
    unfinished: bool = False
    realigned: bool = False
    contents: int = 0
    """Of attachments, that went over the line whole."""
    audit_problem: str = ""
    """A sentence when the audit chain here lacks what the county has signed of it."""

    def as_json(self) -> dict[str, Any]:
        """The object of `clinic-app sync --json`."""
        names = ("sent", "received", "pending", "quarantined", "conflicts", "last_success")
        return {name: getattr(self, name) for name in names}


def sync_once(
    database: Database,
    *,
    deadline: float = DEADLINE,
    adapter: BaseAdapter | None = None,
    progress: Report | None = None,
    cancelled: Cancelled | None = None,
) -> SyncReport:
    """Synchronise now. Never raises for what the line or the server does; the report says it.

    `adapter` takes the place of the network. `progress` is told how far a first sync is; when `cancelled` says so it
    stops between two pages, and the next sync goes on there.
    """
    sync = _Sync(database, deadline, adapter, progress, cancelled)
    with sync_lock(database.folder) as free:
        if free:
            sync.run()
        else:
            sync.problem = SyncProblem(RUNNING)
    return sync.report()


def compare(database: Database) -> str:
    """Hold this laptop's rows against the county's and mend what differs: `equal`, `repaired`, or `unknown` without a
    line or while something else is under way. Never raises for what the line or the server does."""
    with sync_lock(database.folder) as free:
        try:
            return _compare(database) if free else UNKNOWN
        except SyncProblem as problem:
            log.info("not compared: %s", type(problem).__name__)
            return UNKNOWN


def _compare(database: Database) -> str:
    device = enrolled_device(database)
    with database.read() as connection:
        if realign.is_realigning(connection) or read_setting(connection, CURSOR) is None:
            return UNKNOWN
    with database.write() as connection:
        write_setting(connection, CHECKED, None)
    with open_line(database, device, COMPARE_SECONDS) as line:
        for _ in range(COMPARE_TRIES):
            # Sums are compared at one place of the log only, and others go on writing.
            pull(database, line)
            repairs = check_and_repair(database, line)
            with database.read() as connection:
                if read_setting(connection, CHECKED) is not None:
                    return REPAIRED if repairs else EQUAL
    return UNKNOWN


def enrolled_device(database: Database) -> Device:
    """The laptop's identity at the county; raises NotEnrolled, and PracticeOnly for practice data."""
    refuse_practice(database)
    with database.read() as connection:
        device = load_device(connection)
    if device is None:
        raise NotEnrolled
    return device


def open_line(database: Database, device: Device, deadline: float, adapter: BaseAdapter | None = None) -> Transport:
    """The line of an enrolled laptop; it knows the newest place that any answer showed. Raises PracticeOnly."""
    refuse_practice(database)
    identity = Identity(device.id, device.signing_key)
    ca = ca_file(database.folder, device.certificate)
    with database.read() as connection:
        seen = seen_head(connection)
    return Transport(device.server, identity, database.clock, ca=ca, deadline=deadline, adapter=adapter, seen=seen)


class _Sync:
    """A sync under way: its lanes, and what came of them."""

    def __init__(
        self,
        database: Database,
        deadline: float,
        adapter: BaseAdapter | None,
        progress: Report | None,
        cancelled: Cancelled | None,
    ) -> None:
        self.database = database
        self.adapter = adapter
        self.progress = progress
        self.cancelled = cancelled
        self.problem: SyncProblem | None = None
        self.sent = 0
        self.received = 0
        self.contents = 0
        self.back_off = 0
        self.realigned = False
        self._ends = time.monotonic() + deadline
        self._out_of_time = False
        self._doubted = False
        self._aligned = False
        self._stays = False
        with database.read() as connection:
            # What is saved while this goes on is the next sync's.
            self._last_seq = connection.execute(select(func.max(outbox.c.seq))).scalar() or 0

    def run(self) -> None:
        """Turns, until one is not broken off by a restored county or by being a copy."""
        for _ in range(MOST_TURNS):
            self.problem = None
            try:
                device = enrolled_device(self.database)
                with open_line(self.database, device, self._ends - time.monotonic(), self.adapter) as line:
                    ended = self._turn_or_recover(line, device)
                    # Time that ran out on a line that answers is no fault of the line.
                    late = isinstance(self.problem, TimedOut) and line.seconds_left < 0.5
                    self._out_of_time = late and line.answers > 0
            except SyncProblem as problem:
                self.problem, ended = problem, True
            if ended:
                break
        if self.problem is not None:
            log.info("sync ended early: %s", type(self.problem).__name__)

    def _turn_or_recover(self, line: Transport, device: Device) -> bool:
        """Whether this was a whole turn; if not, what broke it off is put right or begun to be, and another follows."""
        try:
            self._turn(line, device)
        except EpochChanged as problem:
            self.problem = problem
            self._aligned = realign.begin(self.database, line, device, doubted=self._doubted)
            self.realigned |= self._aligned
            self._doubted = True
        except DeviceFork as problem:
            self.problem = problem
            try:
                fork(self.database, line, device)
            except ServerRefused as refusal:
                # A revoked laptop gets no other name, and may still send under its old one.
                self.problem = refusal
                return self._stays or not self._stay()
        else:
            return True
        return False

    def _stay(self) -> bool:
        self._stays = True
        return True

    def _turn(self, line: Transport, device: Device) -> None:
        """All lanes once. Raises EpochChanged, DeviceFork, and NoLine, after which no lane has a chance."""
        if not self._stays and incarnation.is_copy(self.database):
            raise DeviceFork
        self._aside(lambda: self._greet(line, device))
        device = enrolled_device(self.database)
        self._lane(lambda: self._realign(line, device) if self._is_realigning() else self._send(line, device))
        if not self._is_realigning():
            self._aside(lambda: ask_again(self.database, line, device))
            self._lane(lambda: self._receive(line))
        well = self.problem is None and not self._is_realigning()
        if well:
            with self.database.write() as connection:
                write_setting(connection, "last_success", instant_text(self.database.clock.now()))
        settle_departed(self.database)
        expire(self.database)
        if well:
            self._aside(lambda: self._daily(line))
        self._lane(lambda: relay(self.database, line))
        if well:
            self._aside(lambda: keep_recovery_code(self.database, line, device))
            self._aside(lambda: send_report(self.database, line, device))
            self._aside(lambda: self._show_chain(line, device))
        # Last: contents are large, and rows never wait for them.
        if not self._is_realigning():
            moved = blobs(self.database, line)
            self.contents += moved.sent + moved.received

    def _lane(self, work: Callable[[], object]) -> None:
        """Run a lane; its problem is told and does not stop the next one."""
        try:
            work()
        except (NoLine, EpochChanged, DeviceFork):
            raise
        except SyncProblem as problem:
            self.problem = self.problem or problem

    def _aside(self, work: Callable[[], object]) -> None:
        """The same for what a sync is no worse without."""
        try:
            work()
        except (NoLine, EpochChanged, DeviceFork):
            raise
        except SyncProblem as problem:
            log.info("left for the next sync: %s", type(problem).__name__)

    def _greet(self, line: Transport, device: Device) -> None:
        self.back_off = greet(self.database, line, device)

    def _send(self, line: Transport, device: Device) -> None:
        before = self.sent
        try:
            announce_accounts(self.database, line, device)
            push(self.database, line, device, self._count)
        finally:
            if self.sent > before:
                incarnation.renew(self.database)

    def _show_chain(self, line: Transport, device: Device) -> None:
        if show_chain(self.database, line, device):
            # An older file of this laptop is known as a copy though nothing was saved since.
            incarnation.renew(self.database)

    def _realign(self, line: Transport, device: Device) -> None:
        if not self._aligned:
            # Days may lie between: the county may have been put back once more.
            self._aligned = True
            realign.begin(self.database, line, device, doubted=False)
        before = self.sent
        try:
            self.received += realign.go_on(
                self.database, line, device, self._count, progress=self.progress, cancelled=self.cancelled
            )
        finally:
            if self.sent > before:
                incarnation.renew(self.database)
        self.realigned = True

    def _count(self, answered: int) -> None:
        self.sent += answered

    def _receive(self, line: Transport) -> None:
        self.received += first_sync(self.database, line, self.progress, self.cancelled)
        self.received += pull(self.database, line, self.progress, self.cancelled)
        if line.proven is not None:
            with self.database.write() as connection:
                prove(connection, line.proven)

    def _daily(self, line: Transport) -> None:
        """Compare with the county, and let go of what it has safely."""
        if self._is_due(CHECKED):
            check_and_repair(self.database, line)
        if self._is_due(PRUNED):
            realign.check_unanswered(self.database, line)
            prune(self.database, line)
            with self.database.write() as connection:
                write_setting(connection, PRUNED, instant_text(self.database.clock.now()))

    def _is_due(self, name: str) -> bool:
        with self.database.read() as connection:
            last = read_setting(connection, name)
        return not last or not timedelta(0) <= self.database.clock.now() - parse_instant(last) < DAY

    def _is_realigning(self) -> bool:
        with self.database.read() as connection:
            return realign.is_realigning(connection)

    def report(self) -> SyncReport:
        """What the caller is told."""
        status = sync_status(self.database)
        with self.database.read() as connection:
            left = _left(connection, self._last_seq)
        unfinished = self._out_of_time or (self.problem is None and (left > 0 or status.realigning))
        words = MORE_TO_DO if unfinished else str(self.problem) if self.problem else PARKED if status.parked else None
        code = QUARANTINED if status.quarantined else CONFLICTS if status.conflicts else 0
        if words:
            code = self.problem.exit_code if self.problem else LEFT
        return SyncReport(
            sent=self.sent,
            received=self.received,
            pending=status.pending,
            quarantined=status.quarantined,
            conflicts=status.conflicts,
            last_success=status.last_success,
            problem=words,
            exit_code=code,
            ended_at=instant_text(self.database.clock.now()),
            retry_after=self.problem.retry_after if self.problem else None,
            back_off=self.back_off,
            unfinished=unfinished,
            realigned=self.realigned,
            contents=self.contents,
            audit_problem=status.audit_problem,
        )


def _left(connection: Connection, last_seq: int) -> int:
    """Saves from before this sync that it did not come to."""
    waiting = (
        select(func.count())
        .select_from(outbox)
        .where(outbox.c.state == UNSENT, outbox.c.parked_until.is_(None), outbox.c.seq <= last_seq)
    )
    return int(connection.execute(waiting).scalar_one())
