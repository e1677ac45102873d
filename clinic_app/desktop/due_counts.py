"""How many people have something due in each village, kept until something changes that it is made of.

The number in the rail and the tours only count the day's list, which takes a township's file a second to work out.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Slot

from clinic_app.care.worklist import worklist
from clinic_app.desktop.changes import FOUND, PEOPLE, REFERRALS, VISITS, WORK, ChangeBus, Changes
from clinic_app.store.database import Database

MADE_OF = PEOPLE | VISITS | REFERRALS | WORK | FOUND


@dataclass(frozen=True)
class Counted:
    """People with something due on a day by the code of their village, and how many seconds it took to find out."""

    on: date
    due: Mapping[str, int]
    took: float = 0.0


def count_due(database: Database, on: date) -> Counted:
    """Work out the day's list and count it; in the reading lane."""
    begun = time.monotonic()
    due = Counter(item.village_code for item in worklist(database, on))
    return Counted(on, due, time.monotonic() - begun)


class DueCounts(QObject):
    """Whoever works out the whole list tells its counts, with the `state` that stood when the reading began."""

    def __init__(self, changes: ChangeBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = 0
        self._known: Counted | None = None
        changes.changed.connect(self._changed)

    def on(self, day: date) -> Counted | None:
        """What is known of a day; None where it has to be worked out."""
        return self._known if self._known is not None and self._known.on == day else None

    def tell(self, counted: Counted, state: int) -> None:
        """What was read; nothing where something has changed since the reading began."""
        if state == self.state:
            self._known = counted

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        if changes.touches(MADE_OF):
            self.state += 1
            self._known = None
