"""Who looked at whom: readings gathered for a moment and written together, off the GUI thread.

A person, or a record, counts once for each opening of a page, however often it is drawn again. A number that is shown
in full is written down at once. Typing in a search box is no reading. Whom one opened is kept for the search box, too.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from clinic_app.desktop.work import Work
from clinic_app.protocol.audit_actions import READ, REVEAL
from clinic_app.store.audit import Event, note_all
from clinic_app.store.database import Database
from clinic_app.store.recent import KEPT, Opened, note_opened

if TYPE_CHECKING:
    from clinic_app.desktop.desk import Place

GATHER = 1_500
"""Milliseconds in which readings become one commit."""
MOST_KEPT = 1_000
"""Readings that wait for a disk that is full; older ones are dropped with a line in the log."""
SEVERAL = ","
RESIDENT, REFERRAL, HOUSEHOLD = "resident", "referral", "household"
PAGE_OF: Mapping[str, str] = {
    **dict.fromkeys(
        ("resident", "visit", "resident_form", "encounter", "consultation", "contract", "mental_supplement",
         "programmes", "refer", "attempt", "emergency"),
        RESIDENT,
    ),
    **dict.fromkeys(("complete", "return_form", "next_referral", "referrals"), REFERRAL),
    **dict.fromkeys(("bundle", "household_form", "households"), HOUSEHOLD),
    "record_form": "record",
    "conflicts": "conflict",
    "duplicates": "duplicate_candidate",
}  # fmt: skip
"""What a page is opened for, where it is opened for one person or record."""
log = logging.getLogger(__name__)


class ReadingLog(QObject):
    """One for each login; every method is called in the main thread."""

    def __init__(self, database: Database, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._work = database, work
        self._seen: set[str] = set()
        self._waiting: list[Event] = []
        self._opened: list[Opened] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(GATHER)
        self._soon.timeout.connect(self.flush)

    def opened(self, place: Place) -> None:
        """A page was opened: whoever it shows counts anew."""
        self._seen.clear()
        kind = str(place.more.get("kind", "")) if place.page == "paper" else PAGE_OF.get(place.page, "")
        if kind:
            for each in place.of.split(SEVERAL):
                self.saw(kind, each.strip())
        if kind in (RESIDENT, HOUSEHOLD, REFERRAL) and place.of and SEVERAL not in place.of:
            self._opened = [*self._opened, (kind, place.of)][-KEPT:]

    def saw(self, kind: str, record_id: str) -> None:
        """A person (`resident`) or a record is on the screen; an empty id is nobody."""
        target = f"{kind}:{record_id}"
        if record_id and target not in self._seen:
            self._seen.add(target)
            self._add(Event(READ, target))

    def revealed(self, target: str, what: str) -> None:
        """A number was shown in full: `what` is phone or identity, `target` whose. Written down at once."""
        self._add(Event(REVEAL, target, what))
        self.flush()

    def happened(self, action: str, why: str | None = None) -> None:
        """Somebody locked, or the laptop did: written down at once, also while the window is closing."""
        self._add(Event(action, "window", why))
        self.flush()

    @Slot()
    def flush(self) -> None:
        """Write what was gathered, in the writing lane."""
        self._soon.stop()
        events, self._waiting = self._waiting, []
        opened, self._opened = self._opened, []
        if events:
            note = _Note(self._database, events, opened)
            self._work.write(self, note, None, lambda problem: self._keep(events, problem))

    def _add(self, event: Event) -> None:
        self._waiting.append(event)
        if not self._soon.isActive():
            self._soon.start()

    def _keep(self, events: list[Event], problem: BaseException) -> None:
        """The next reading brings them along."""
        log.warning("readings not written yet: %s", type(problem).__name__)
        kept = [*events, *self._waiting]
        self._waiting = kept[-MOST_KEPT:]
        if len(kept) > MOST_KEPT:
            log.error("readings dropped: %d", len(kept) - MOST_KEPT)


class _Note:
    def __init__(self, database: Database, events: list[Event], opened: list[Opened]) -> None:
        self._database, self._events, self._opened = database, events, opened

    def __call__(self) -> None:
        note_all(self._database, self._events)
        if self._opened:
            note_opened(self._database, self._opened)
