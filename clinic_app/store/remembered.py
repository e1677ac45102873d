"""The lines that residents and households are found by, held in memory while a database is open.

They are a help and never the answer: they name the few records in question, and SQLite looks at those as it would look
at all. What has changed since they were read in is looked at too. Whoever may not see everything is not helped, for
the best hits may be somebody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from clinic_app.store.findable import changed_since
from clinic_app.store.lines import Lines
from clinic_app.store.sought import Sought

HIDDEN = "SELECT 1 FROM sqlite_temp_schema WHERE name IN ('resident', 'resident_search', 'household')"


@dataclass(frozen=True)
class _Held:
    moment: int
    lines: Mapping[str, Lines]


@dataclass(frozen=True)
class Current:
    """The lines, and what is found otherwise in the snapshot of one search."""

    lines: Mapping[str, Lines]
    changed: tuple[str, ...]

    def in_question(self, kind: str, asked: Sought, most: int) -> tuple[str, ...] | None:
        """The ids among which the best hits are; None where any record may be one."""
        best = self.lines[kind].best(asked, most, self.changed)
        return None if best is None else (*best, *self.changed)


class Remembered:
    """One for each open database; safe to share between threads. Empty until somebody fills it."""

    def __init__(self) -> None:
        self._held: _Held | None = None
        self.is_due = True
        """Whether there are no lines, or they were too old for the last search."""

    def take(self, moment: int, lines: Mapping[str, Lines]) -> None:
        """Hold the lines of a snapshot in which so much had changed (`findable.present`)."""
        self._held = _Held(moment, lines)
        self.is_due = False

    def current(self, connection: Connection) -> Current | None:
        """The lines for a search on this snapshot; None where they do not help."""
        held = self._held
        if held is None or connection.exec_driver_sql(HIDDEN).first():
            return None
        changed = changed_since(connection, held.moment)
        self.is_due = changed is None
        return None if changed is None else Current(held.lines, tuple(changed))

    def wipe(self) -> None:
        """Overwrite them: the database is being closed."""
        held, self._held = self._held, None
        for lines in held.lines.values() if held else ():
            lines.wipe()
