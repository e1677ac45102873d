"""Quality beside quantity: what a person should look at. None of it is a fault by itself, and none is a penalty."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from clinic_app.guidelines.indicator_case import Case, is_done
from clinic_app.guidelines.indicator_definitions import Parameters
from clinic_app.guidelines.indicator_facts import DEAD, Person, Place, VisitFact
from clinic_app.guidelines.indicator_tally import Figure

NO_REASON = ""
DIGITS = "0123456789"
_LOCAL = timezone(timedelta(hours=8))


def _place(person: Person, visit: VisitFact) -> Place:
    return Place(person.place.village, visit.doctor_sign or visit.author or "")


def _not_measured(case: Case) -> None:
    """A reading that the form asks for in person, with the reason where one was given."""
    tally = case.tallies["quality_not_measured"]
    pressure, glucose = case.by_visit("hypertension_followup"), case.by_visit("diabetes_followup")
    for _, visit, place in case.in_person:
        if visit.id not in pressure and visit.id not in glucose:
            continue
        missing = []
        if visit.id in pressure and (visit.sbp is None or visit.dbp is None):
            missing += ["sbp" if visit.sbp is None else "dbp"]
        if visit.id in glucose and glucose[visit.id].fbg is None:
            missing += ["fbg"]
        tally.add(place, visit.id, missing)
        for name in missing:
            tally.parts[place][_reason(visit.not_measured, name)] += 1


def _reason(reasons: Mapping[str, Any] | None, name: str) -> str:
    """A code of 未测原因 or its words; empty where nobody wrote one. One for the other half of a pressure holds too."""
    given = reasons or {}
    names = ("sbp", "dbp") if name in ("sbp", "dbp") else (name,)
    return next((str(given[each]) for each in names if given.get(each)), NO_REASON)


def _digits(case: Case) -> None:
    tally = case.tallies["quality_digits"]
    for _, visit, place in case.completed:
        readings = [each for each in (visit.sbp, visit.dbp) if each is not None]
        if not readings:
            continue
        zeros, digits = 0, tally.parts[place]
        for each in readings:
            zeros += each % 10 == 0
            digits[DIGITS[each % 10]] += 1
        tally.add(place, visit.id, zeros)
        tally.add_amount(place, zeros, len(readings))


def digit_chi_square(counts: Mapping[str, int]) -> float:
    """How far last digits are from ten equal shares: chi-square with nine degrees of freedom; 0 without readings."""
    total = sum(counts.get(each, 0) for each in DIGITS)
    if not total:
        return 0.0
    expected = total / len(DIGITS)
    return sum((counts.get(each, 0) - expected) ** 2 for each in DIGITS) / expected


def prefers_zero(figure: Figure, limits: Parameters) -> bool:
    """Whether a person should look at the last digits: enough readings, too many zeros, and no chance."""
    if (figure.denominator or 0) < limits.digit_least_readings:
        return False
    share = figure.numerator * 100 > limits.digit_share_percent * (figure.denominator or 0)
    return share and digit_chi_square(dict(figure.parts)) > limits.digit_chi_square


def _copied(case: Case) -> None:
    tally = case.tallies["quality_copied"]
    glucose = case.by_visit("diabetes_followup")
    for person in (*case.people.here, *case.people.gone):
        before: tuple[Any, ...] | None = None
        for visit in person.visits:
            if not is_done(visit) or visit.sbp is None or visit.dbp is None:
                continue
            sugar = glucose[visit.id].fbg if visit.id in glucose else None
            now = (visit.sbp, visit.dbp, visit.heart_rate, visit.weight, sugar)
            if before is not None and case.period.holds(visit.visit_date):
                tally.add(_place(person, visit), visit.id, now == before)
            before = now


def _pace(case: Case) -> None:
    """Too many in person in one day, or written down in one hour of the very day, by one doctor."""
    days: dict[tuple[str, str], list[tuple[VisitFact, Place]]] = defaultdict(list)
    for _, visit, place in case.in_person:
        days[place.doctor, visit.visit_date].append((visit, place))
    tally, limits = case.tallies["quality_pace"], case.limits
    for visits in days.values():
        hours: Counter[str] = Counter()
        # Only a day of many can have an hour of too many.
        if len(visits) > limits.pace_per_hour:
            hours.update(_hour(visit) for visit, _ in visits)
        for visit, place in visits:
            hour = _hour(visit) if hours else ""
            fast = len(visits) > limits.pace_per_day or (bool(hour) and hours[hour] > limits.pace_per_hour)
            tally.add(place, visit.id, fast)


def _hour(visit: VisitFact) -> str:
    """The hour in which a visit of that very day was written down; empty for one that was entered later."""
    written = _written(visit)
    if written is None or written.date().isoformat() != visit.visit_date:
        return ""
    return written.isoformat(timespec="hours")


def _written(visit: VisitFact) -> datetime | None:
    """When it was written down, in local time."""
    try:
        return datetime.fromisoformat(visit.authored_at).astimezone(_LOCAL) if visit.authored_at else None
    except ValueError:
        return None


def _late(case: Case) -> None:
    tally = case.tallies["quality_late"]
    days: dict[str, date] = {}
    for _, visit, place in case.completed:
        # An amended visit has the time of its amendment.
        if visit.change_reason or not visit.authored_at:
            continue
        seen = days.setdefault(visit.visit_date, date.fromisoformat(visit.visit_date))
        late = False
        # Most are written on the day: the text says so without reckoning.
        if visit.authored_at[:10] > visit.visit_date:
            written = _written(visit)
            late = written is not None and (written.date() - seen).days > case.limits.late_days
        tally.add(place, visit.id, late)


def _after_death(case: Case) -> None:
    tally = case.tallies["quality_after_death"]
    for person, visit, place in case.completed:
        dead = bool(person.died_on) and visit.visit_date > person.died_on and visit.outcome != DEAD
        tally.add(place, visit.id, dead)


QUALITY_COUNTERS: tuple[Callable[[Case], None], ...] = (
    _not_measured, _digits, _copied, _pace, _late, _after_death,
)  # fmt: skip
