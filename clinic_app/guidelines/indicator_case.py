"""The case that every counter looks at: facts, people, period, limits, and the tallies that grow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from clinic_app.guidelines.indicator_definitions import Parameters
from clinic_app.guidelines.indicator_facts import Facts, People, Period, Person, Place, VisitFact
from clinic_app.guidelines.indicator_tally import Tally

DONE = (None, "", "1")


@dataclass
class Case:
    """What every counter looks at."""

    facts: Facts
    period: Period
    limits: Parameters
    people: People
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def managed(self, programme: str) -> list[Person]:
        """People on file who are under management in a programme."""
        return [each for each in self.people.here if programme in each.programmes]

    def by_visit(self, section: str) -> dict[str, Any]:
        """A section's facts by visit; of two of one visit the later counts."""
        if section not in self._sections:
            found: dict[str, Any] = {}
            for each in self.facts.get(section, ()):
                known = found.get(each.visit_id)
                if known is None or known.id < each.id:
                    found[each.visit_id] = each
            self._sections[section] = found
        return self._sections[section]

    @cached_property
    def _sections(self) -> dict[str, dict[str, Any]]:
        return {}

    @cached_property
    def examined_on(self) -> dict[str, list[str]]:
        """The days of each person's yearly examinations, by the person's id."""
        exams = self.by_visit("health_examination")
        found = {}
        for person in self.people.here:
            if days := [each.visit_date for each in person.visits if each.id in exams and is_done(each)]:
                found[person.id] = days
        return found

    @cached_property
    def services(self) -> dict[str, set[str]]:
        """The items that were given in the period, by contract."""
        found: dict[str, set[str]] = defaultdict(set)
        for each in self.facts.get("contract_service", ()):
            if self.period.holds(each.given_on):
                found[each.contract_id].add(each.item)
        return found

    @property
    def needed(self) -> int:
        """Follow-ups that the period asks for."""
        return self.limits.visits_per_year if self.period.quarter is None else self.limits.visits_per_quarter

    @cached_property
    def completed(self) -> list[tuple[Person, VisitFact, Place]]:
        """Completed visits of the period, each at the place of the doctor who signed it (else of who wrote it)."""
        places: dict[Place, Place] = {}
        found = []
        for person in (*self.people.here, *self.people.gone):
            village = person.place.village
            for visit in person.current:
                if visit.outcome in DONE:
                    place = Place(village, visit.doctor_sign or visit.author or "")
                    found.append((person, visit, places.setdefault(place, place)))
        return found

    @cached_property
    def in_person(self) -> list[tuple[Person, VisitFact, Place]]:
        """Those of them that were face to face."""
        modes = self.limits.face_to_face_modes
        return [each for each in self.completed if each[1].visit_mode in modes]

    def was_examined(self, person: Person) -> bool:
        """A yearly examination: in the year, or for a quarter within a year before its end."""
        first = self.period.first
        if self.period.quarter is not None:
            first = self.period.before(self.limits.examination_days)
        return any(first <= day <= self.period.until for day in self.examined_on.get(person.id, ()))

    def is_face_to_face(self, visit: VisitFact) -> bool:
        """Done, and in person; the telephone does not count (H-05)."""
        return is_done(visit) and visit.visit_mode in self.limits.face_to_face_modes


def is_done(visit: VisitFact) -> bool:
    """Whether the person was seen or spoken to; a visit without an outcome is."""
    return visit.outcome in DONE
