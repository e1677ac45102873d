"""What every step of the tour stands on: the county, where pictures go, and who is being followed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget

from clinic_app.care.worklist import WorkItem, worklist
from clinic_app.demo.county import PracticeCounty
from clinic_app.demo.pilot import Pilot, TourFailed
from clinic_app.records.identity_number import check_character
from clinic_app.store.search import search


@dataclass
class Stage:
    """The steps go in order; each stands on what the one before it left."""

    county: PracticeCounty
    out: Path
    referral: str = ""
    found: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    """The pictures, as files under `out`."""

    def at(self, desk: str) -> Pilot:
        """A person at the window of one desk: village, township, hospital."""
        database = getattr(self.county, desk)
        return Pilot(database, database.clock, self.out)

    def picture(self, pilot: Pilot, name: str, of: QWidget | None = None) -> None:
        """The next picture, with its number before the name."""
        numbered = f"{len(self.taken) + 1:02d}-{name}"
        pilot.picture(numbered, of)
        self.taken.append(f"{numbered}.png")

    def items(self) -> list[WorkItem]:
        """Today's work in the village."""
        return worklist(self.county.village, self.county.village.clock.today())

    def resident(self, name: str) -> str:
        """The id of somebody in the village by name; raises TourFailed."""
        if name not in self.found:
            with self.county.village.read() as connection:
                hits = [hit.id for hit in search(connection, name, limit=5) if hit.type == "resident"]
            expect(len(hits) == 1, f"{name} is on file once")
            self.found[name] = hits[0]
        return self.found[name]

    def item(self, name: str) -> WorkItem:
        """What is due for somebody; raises TourFailed when nothing is."""
        mine = [each for each in self.items() if each.resident_id == self.resident(name)]
        expect(len(mine) == 1, f"something is due for {name}")
        return mine[0]


def expect(fact: bool, what: str) -> None:
    """Raise TourFailed unless `fact` holds."""
    if not fact:
        raise TourFailed(what)


def number(born: str, order: int) -> str:
    """An identity number of the area that no real place has."""
    digits = f"990101{born}{order:03d}"
    return digits + check_character(digits)
