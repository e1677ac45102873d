"""What every page shares: the open database, the person at the keyboard, the lanes of work, the bus, the way around."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinic_app.care.quarantine import fix
from clinic_app.care.save import SaveResult, save
from clinic_app.desktop.changes import EVERYTHING, ChangeBus, Changes, whom
from clinic_app.desktop.due_counts import DueCounts
from clinic_app.desktop.long_work import LongWork
from clinic_app.desktop.reading_log import ReadingLog
from clinic_app.desktop.slow_turns import SlowTurns
from clinic_app.desktop.work import Failed, Task, Then, Work
from clinic_app.records.permission import Act, may
from clinic_app.settings import WindowSettings
from clinic_app.store.accounts import list_accounts
from clinic_app.store.ballast import with_ballast
from clinic_app.store.database import Actor, Database
from clinic_app.store.device import Device, load_device
from clinic_app.store.drafts import discard_draft
from clinic_app.store.idle import idle_minutes
from clinic_app.store.practice import is_apart
from clinic_app.store.queries.reference import Village

Reading = Callable[[Any], Any]
"""A query: a function over the store's reading connection, which the desktop only hands on."""
RECEIVERS = ("hospital_receiver", "referral_officer")


@dataclass(frozen=True)
class Place:
    """Somewhere to go: a page, which record it shows, and what else it should know."""

    page: str
    of: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """A line for the message bar. `state` is note, good, watch or danger; `action` is a word with a place to go."""

    text: str
    state: str = "good"
    action: str = ""
    place: Place | None = None


class Desk(QObject):
    """One for each login. Closing it ends the work and closes the database."""

    go = Signal(object)
    """A Place that a page wants to open."""
    back = Signal()
    said = Signal(object)
    """A Message."""
    saved = Signal()
    """A save of this laptop was committed; the schedule of sync listens."""
    sync_asked = Signal()
    settings_changed = Signal(object)
    meters_changed = Signal(object)
    """The meters that this laptop listens to from now on."""
    lock_asked = Signal()
    switch_asked = Signal(str)
    """Another person takes over: the name, or nothing where the door asks."""
    idle_changed = Signal(int)
    """After so many minutes without a touch the window locks from now on."""
    enrolled = Signal()
    """The laptop has joined: role and scope are known now."""
    practice_anew_asked = Signal()
    practice_left = Signal()

    def __init__(self, database: Database, settings: WindowSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.database = database
        self.clock = database.clock
        self.settings = settings
        self.work = Work(self)
        self.readings = ReadingLog(database, self.work, self)
        self.long_work = LongWork(self, Place("self_check", "recent"))
        self.changes = ChangeBus(self)
        self.due_counts = DueCounts(self.changes, self)
        self.device: Device | None = None
        self.slow_turns: SlowTurns | None = None
        """What the window's loop took too long for; the window's own."""
        self.shelf: QWidget | None = None
        """Where pages are made. With a style sheet Qt dresses a widget, and all that is in it, anew whenever it is put
        into another: what is made in its place is dressed once."""
        self.at_the_end: Callable[[Database], None] | None = None
        """What is still done with the database when the program ends, after the last save and before it closes."""
        with database.read() as connection:
            self.practice = is_apart(connection)
            """Whether these are practice data, which reach no county."""
            self.idle_minutes = idle_minutes(connection)
        self.reload_device()

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self.database.folder

    @property
    def today(self) -> date:
        """The local date."""
        return self.clock.today()

    @property
    def connects(self) -> bool:
        """Whether there is a county to synchronise with."""
        return self.device is not None and not self.practice

    @property
    def receives(self) -> bool:
        """Whether this desk receives referrals and holds no residents."""
        kind = self.device.kind if self.device else ""
        return self.role in RECEIVERS and kind == "county_hospital"

    @property
    def listens(self) -> bool:
        """Whether referrals come to this desk, so that it waits for them on the line."""
        kind = self.device.kind if self.device else ""
        return self.role in RECEIVERS or kind in ("county_hospital", "township_centre")

    @property
    def role(self) -> str:
        """The role of the person, else of the laptop."""
        return self.database.actor.role or (self.device.role if self.device else "") or "village_doctor"

    def may(self, act: Act, record_type: str = "") -> bool:
        """Whether the table of roles allows it to the person at the keyboard: what is not allowed is not offered."""
        return may(self.role, act, record_type, administers=self.database.actor.administers)

    @property
    def organisation(self) -> str:
        """The code of this laptop's organisation, empty before enrolment."""
        return self.device.organisation if self.device else ""

    def own_villages(self, known: Sequence[Village]) -> list[Village]:
        """The villages of this laptop's scope; all that are known where the scope names none."""
        scope = self.device.scope.villages if self.device else []
        return [each for each in known if each.code in scope] or list(known)

    def reload_actor(self) -> None:
        """Take over the county's code and role for the person at the keyboard, after enrolment."""
        mine = self.database.actor
        found = next((each for each in list_accounts(self.database) if each.id == mine.account), None)
        if found is not None:
            self.database.actor = Actor(found.id, found.name, found.staff, found.role, found.administers)

    def reload_device(self) -> None:
        """Read the laptop's identity again: at login and after enrolment. A keyed read of a millisecond."""
        with self.database.read() as connection:
            self.device = load_device(connection)

    def read(
        self,
        owner: QObject,
        query: Reading,
        then: Then,
        failed: Failed | None = None,
        *,
        key: str = "",
    ) -> Task:
        """Run a query on a consistent snapshot in the reading pool and bring the answer to `then`."""
        return self.work.read(owner, _Query(self.database, query), then, failed, key=key)

    def find(self, owner: QObject, query: Reading, then: Then, failed: Failed | None = None) -> Task:
        """`read` for the search box, which waits for no other reader."""
        return self.work.find(owner, _Query(self.database, query), then, failed)

    def save(
        self,
        owner: QObject,
        records: Sequence[Mapping[str, Any]],
        then: Callable[[SaveResult], None],
        failed: Failed,
        *,
        draft_key: str = "",
    ) -> Task:
        """One user-level save in the writing lane; its draft goes there too. Then `then`, and the bus is told."""
        database = self.database
        types = frozenset(str(record.get("type", "visit")) for record in records)
        answer = _Acted(
            self, owner, lambda: save(database, records), then, _with_consequences(types), draft_key, whom(records)
        )
        return self.work.write(owner, answer.run, answer.tell, failed)

    def fix(
        self,
        owner: QObject,
        mid: str,
        records: Sequence[Mapping[str, Any]],
        then: Callable[[SaveResult], None],
        failed: Failed,
        *,
        draft_key: str = "",
    ) -> Task:
        """Make a refused save again with the corrections in `records`, in its own place."""
        database = self.database
        answer = _Acted(self, owner, lambda: fix(database, mid, records), then, EVERYTHING, draft_key)
        return self.work.write(owner, answer.run, answer.tell, failed)

    def act(
        self,
        owner: QObject,
        function: Callable[[], Any],
        then: Then,
        failed: Failed,
        types: frozenset[str] = EVERYTHING,
    ) -> Task:
        """Another act of care that saves, in the writing lane. Then `then`, and the bus is told of `types`."""
        answer = _Acted(self, owner, function, then, types)
        return self.work.write(owner, answer.run, answer.tell, failed)

    def say(self, text: str, state: str = "good", action: str = "", place: Place | None = None) -> None:
        """Put a line into the message bar."""
        self.said.emit(Message(text, state, action, place))

    def open(self, page: str, of: str = "", **more: Any) -> None:
        """Ask the window to open a page."""
        self.go.emit(Place(page, of, more))

    def close(self, *, database: bool = True) -> None:
        """End the work; close the database unless another window goes on with it."""
        self.long_work.stop_all()
        self.readings.flush()
        self.work.close()
        if database:
            if self.at_the_end is not None:
                self.at_the_end(self.database)
            self.database.close()


@dataclass(frozen=True)
class _Query:
    database: Database
    query: Reading

    def __call__(self) -> Any:
        with self.database.shown() as connection:
            return self.query(connection)


def _with_consequences(types: frozenset[str]) -> frozenset[str]:
    """A visit may close a referral; a referral may follow a visit."""
    return types | {"referral_event", "chronic_registration"} if "visit" in types else types


@dataclass(frozen=True)
class _Acted:
    desk: Desk
    owner: QObject
    function: Callable[[], Any]
    then: Callable[[Any], None]
    types: frozenset[str]
    draft_key: str = ""
    residents: frozenset[str] | None = None

    def run(self) -> Any:
        """In the writing lane; on a full disk with the room that was kept for it."""
        result = with_ballast(self.desk.folder, self.function)
        if self.draft_key:
            discard_draft(self.desk.database, self.draft_key)
        return result

    def tell(self, result: Any) -> None:
        """In the main thread, after the commit."""
        self.then(result)
        self.desk.changes.tell(Changes(self.types, self.owner, residents=self.residents))
        self.desk.saved.emit()
