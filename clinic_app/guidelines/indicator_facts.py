"""The plain facts that indicators are counted from, whichever end read them: a laptop's tables or the county's bodies.

Field names are those of the records; days are `YYYY-MM-DD`, instants end in `Z`, both compared as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

LOOK_BACK = timedelta(days=365)
CENTRE = "township_centre"
DEAD, MOVED = "6", "7"


class ResidentFact(NamedTuple):
    """One file of a resident."""

    id: str
    village_code: str | None
    household_id: str | None
    birth_date: str | None
    id_no: str | None
    current_address: str | None
    registered_address: str | None
    phone: str | None
    contact_phone: str | None
    filing_date: str | None
    responsible_doctor: str | None
    disability: Sequence[str] | None


SAID = frozenset({"id_no", "current_address", "registered_address", "phone", "contact_phone"})
"""Of which it matters only that there is something: whoever reads them gives `1` or None and takes no more out."""


class HouseholdFact(NamedTuple):
    """One family."""

    id: str
    village_code: str | None


class LinkFact(NamedTuple):
    """Two files of one person."""

    id: str
    resident_id: str
    canonical_id: str


class EntryFact(NamedTuple):
    """Somebody was asked about allergies, or diseases."""

    id: str
    resident_id: str


class RegistrationFact(NamedTuple):
    """A resident under management in one programme."""

    id: str
    resident_id: str
    programme: str
    registered_on: str | None


class VisitFact(NamedTuple):
    """One contact, done or not. `authored_at` is when it was written down."""

    id: str
    resident_id: str
    visit_date: str
    visit_mode: str | None
    outcome: str | None
    death_date: str | None
    sbp: int | None
    dbp: int | None
    heart_rate: int | None
    weight: str | None
    not_measured: Mapping[str, Any] | None
    doctor_sign: str | None
    author: str | None
    authored_at: str | None
    change_reason: str | None


class HypertensionFact(NamedTuple):
    """A follow-up's verdict as it was saved."""

    id: str
    visit_id: str
    classification: str | None
    next_visit_date: str | None
    meets_assessment_target: bool | None
    meets_clinical_target: bool | None


class DiabetesFact(NamedTuple):
    """The same, with the glucose."""

    id: str
    visit_id: str
    classification: str | None
    next_visit_date: str | None
    meets_assessment_target: bool | None
    meets_clinical_target: bool | None
    fbg: str | None


class MentalFact(NamedTuple):
    """A follow-up with its risk."""

    id: str
    visit_id: str
    risk_level: str | None


class SectionFact(NamedTuple):
    """A section of which it matters only that it is there."""

    id: str
    visit_id: str


class TuberculosisFact(NamedTuple):
    """A follow-up; the last one closes the case."""

    id: str
    visit_id: str
    stop_date: str | None
    stop_reason: str | None
    doses_due: int | None
    doses_done: int | None


class ExaminationFact(NamedTuple):
    """A yearly examination."""

    id: str
    visit_id: str
    evaluation: str | None
    guidance: Sequence[str] | None
    risk_control: Sequence[str] | None


class EncounterFact(NamedTuple):
    """A consultation at the clinic."""

    id: str
    resident_id: str
    encounter_date: str


class ConsultationFact(NamedTuple):
    """A consultation with other doctors."""

    id: str
    resident_id: str
    consult_date: str


class ContractFact(NamedTuple):
    """A contract; in force between its two days unless it was ended."""

    id: str
    resident_id: str
    packages: Sequence[str] | None
    starts_on: str | None
    ends_on: str | None
    fee: str | None
    signature_checked: bool | None
    terminated_on: str | None


class ServiceFact(NamedTuple):
    """One item of a contract that was given."""

    id: str
    contract_id: str
    item: str
    given_on: str


class AttemptFact(NamedTuple):
    """One try to reach somebody."""

    id: str
    resident_id: str
    attempted_on: str
    result: str | None
    by: str | None


class ReferralFact(NamedTuple):
    """A referral with the moments of its life; an empty text where it never came to that.

    `returned_at` is when anything came back, `sent_back_at` when the receiver itself sent the patient back. `sender`
    issued the slip, `receiver` has it now; `disease` is what it is counted under (see `disease_of`).
    """

    id: str
    resident_id: str
    village_code: str
    direction: str
    urgency: str
    referral_date: str
    doctor: str
    issued_at: str
    answered_at: str
    accepted_at: str
    arrived_at: str
    returned_at: str
    sent_back_at: str
    followed_up_at: str
    state: str
    sender: str
    receiver: str
    request: str
    path: str
    insurance_registered: bool
    disease: str
    previous_id: str


class OrganisationFact(NamedTuple):
    """An organisation, for the villages of a township."""

    id: str
    name: str | None
    kind: str | None
    parent_code: str | None
    villages: Sequence[str] | None


class BaseFact(NamedTuple):
    """The yearly figures of an area: a village, an organisation's code or the county's."""

    id: str
    year: int
    area: str
    resident_population: int | None
    elderly_population: int | None
    hypertension_due: int | None
    diabetes_due: int | None
    tuberculosis_notified: int | None
    service_population: int | None
    hospital_discharges: int | None


PLAIN: Mapping[str, type[Any]] = {
    "resident": ResidentFact,
    "household": HouseholdFact,
    "identity_link": LinkFact,
    "allergy": EntryFact,
    "diagnosis": EntryFact,
    "chronic_registration": RegistrationFact,
    "contract": ContractFact,
    "contract_service": ServiceFact,
    "organisation": OrganisationFact,
    "yearly_base": BaseFact,
}
"""Types that are read whole."""
DATED: Mapping[str, tuple[str, type[Any]]] = {
    "visit": ("visit_date", VisitFact),
    "encounter": ("encounter_date", EncounterFact),
    "consultation": ("consult_date", ConsultationFact),
    "contact_attempt": ("attempted_on", AttemptFact),
}
"""Types of which the time that counts is read, with the field that holds the day."""
SECTIONS: Mapping[str, type[Any]] = {
    "hypertension_followup": HypertensionFact,
    "diabetes_followup": DiabetesFact,
    "mental_followup": MentalFact,
    "tuberculosis_first_visit": SectionFact,
    "tuberculosis_followup": TuberculosisFact,
    "copd_followup": SectionFact,
    "health_examination": ExaminationFact,
}
"""Sections of those visits."""
REFERRAL = "referral"

Facts = Mapping[str, Sequence[Any]]
"""Facts by record type, in any order; void records are not among them."""


@dataclass(frozen=True)
class Period:
    """A calendar year or a quarter of it, seen on a day."""

    year: int
    quarter: int | None
    today: date
    now: datetime

    @cached_property
    def first(self) -> str:
        """The first day."""
        return date(self.year, 1 if self.quarter is None else self.quarter * 3 - 2, 1).isoformat()

    @cached_property
    def last(self) -> str:
        """The last day."""
        if self.quarter is None or self.quarter == 4:
            return date(self.year, 12, 31).isoformat()
        return (date(self.year, self.quarter * 3 + 1, 1) - timedelta(days=1)).isoformat()

    @cached_property
    def until(self) -> str:
        """Up to where it is known: the last day, or today while the period runs."""
        return min(self.last, self.today.isoformat())

    @cached_property
    def since(self) -> str:
        """From which day on facts are needed: a year before the end, for what looks back."""
        return min(self.first, self.before(LOOK_BACK.days))

    def before(self, days: int) -> str:
        """The day so many days before `until`."""
        return (date.fromisoformat(self.until) - timedelta(days=days)).isoformat()

    def holds(self, day: str | None) -> bool:
        """Whether a day lies in the period and is known."""
        return day is not None and self.first <= day <= self.until

    def born_by(self, age: int) -> str:
        """The last birthday of those who are `age` full years old on the last day."""
        ends = date.fromisoformat(self.last)
        return ends.replace(year=ends.year - age).isoformat()


class Place(NamedTuple):
    """Where a figure is put: the village, and the doctor in charge (empty: nobody is named)."""

    village: str
    doctor: str


@dataclass(eq=False, slots=True)
class Person:
    """One person with all files. `left_on` is the day of death or of moving away, as far as known at the end;
    `visits` are all that were read, `current` those of the period, both oldest first."""

    fact: ResidentFact
    place: Place
    id: str = ""
    """The file that stands for the person."""
    died_on: str = ""
    left_on: str = ""
    visits: list[VisitFact] = field(default_factory=list)
    current: list[VisitFact] = field(default_factory=list)
    programmes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class People:
    """Everybody of the register at the end of a period. `by_file` finds a person by any file of theirs."""

    by_file: Mapping[str, Person]
    here: Sequence[Person]
    """On file and neither dead nor moved away at the end."""
    gone: Sequence[Person]


def people_of(facts: Facts, period: Period) -> People:
    """Files of one person become one person; visits are put to them in the order of their days."""
    files = {each.id: each for each in facts.get("resident", ())}
    canonical = canonical_files(facts.get("identity_link", ()), files)
    people = {each.id: Person(each, _NOWHERE, each.id) for each in files.values() if each.id not in canonical}
    by_file = {each: people[canonical.get(each, each)] for each in files}
    first, until = period.first, period.until
    for visit in facts.get("visit", ()):
        person = by_file.get(visit.resident_id)
        if person is not None and visit.visit_date <= until:
            person.visits.append(visit)
    for registration in facts.get("chronic_registration", ()):
        _register(by_file.get(registration.resident_id), registration, period)
    here: list[Person] = []
    gone: list[Person] = []
    places: dict[Place, Place] = {}
    for person in people.values():
        person.visits.sort(key=_by_day)
        person.current = [each for each in person.visits if each.visit_date >= first]
        _settle(person)
        # Few places stand for many people: one object of each is hashed and kept.
        person.place = places.setdefault(person.place, person.place)
        if _is_on_file(person.fact, period):
            (gone if person.left_on else here).append(person)
    return People(by_file, here, gone)


_NOWHERE = Place("", "")


def canonical_files(links: Iterable[LinkFact], files: Mapping[str, Any]) -> dict[str, str]:
    """Every linked file's canonical one, chains followed; a ring ends at its smallest id."""
    step: dict[str, str] = {}
    for link in sorted(links, reverse=True):
        if link.canonical_id in files and link.resident_id in files:
            step[link.resident_id] = link.canonical_id
    return {each: end for each in step if (end := _end(step, each)) != each}


def _end(step: Mapping[str, str], start: str) -> str:
    seen = [start]
    while seen[-1] in step:
        following = step[seen[-1]]
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def _by_day(visit: VisitFact) -> tuple[str, str]:
    return visit.visit_date, visit.id


def _register(person: Person | None, registration: RegistrationFact, period: Period) -> None:
    day = registration.registered_on or ""
    if person is not None and day <= period.until:
        known = person.programmes.get(registration.programme)
        person.programmes[registration.programme] = day if known is None else min(known, day)


def _settle(person: Person) -> None:
    """Where the person belongs and whether they are still there. Death is for good; who moved away and is seen again
    has come back."""
    doctor = person.fact.responsible_doctor or ""
    for visit in person.visits:
        if visit.outcome == DEAD:
            person.died_on = visit.death_date or visit.visit_date
        person.left_on = visit.visit_date if visit.outcome == MOVED else ""
    if not doctor:
        doctor = next((each.doctor_sign for each in reversed(person.visits) if each.doctor_sign), "") or ""
    person.left_on = person.died_on or person.left_on
    person.place = Place(person.fact.village_code or "", doctor)


def _is_on_file(fact: ResidentFact, period: Period) -> bool:
    return (fact.birth_date or "") <= period.last and (fact.filing_date or "") <= period.until


def townships(organisations: Iterable[OrganisationFact]) -> dict[str, tuple[str, frozenset[str]]]:
    """Name and villages of each township centre by its code: its own and those of its clinics."""
    found: dict[str, tuple[str, set[str]]] = {}
    known = list(organisations)
    for each in known:
        if each.kind == CENTRE:
            found[each.id] = (each.name or each.id, set(each.villages or ()))
    for each in known:
        if each.parent_code in found:
            found[each.parent_code][1].update(each.villages or ())
    return {code: (name, frozenset(villages)) for code, (name, villages) in sorted(found.items())}
