"""Referrals as figures: up and down, answered in time, the loop closed, followed up within two weeks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

from clinic_app.guidelines.indicator_case import Case
from clinic_app.guidelines.indicator_facts import Place, ReferralFact

UP, DOWN = "up", "down"
WITHDRAWN = "withdrawn"
ENDED_UNANSWERED = (WITHDRAWN, "refused", "died")
# China Standard Time has had no summer time since 1991.
_LOCAL = timezone(timedelta(hours=8))


def _placed(case: Case) -> Iterator[tuple[ReferralFact, Place]]:
    """Referrals with the place of their person; of people who are not on file the slip says the village."""
    for each in case.facts.get("referral", ()):
        person = case.people.by_file.get(each.resident_id)
        yield each, person.place if person is not None else Place(each.village_code, each.doctor)


def _referrals(case: Case) -> None:
    for each, place in _placed(case):
        back_in_period = case.period.holds(_day(each.returned_at))
        if case.period.holds(each.referral_date) and each.state != WITHDRAWN:
            if each.direction in (UP, DOWN):
                case.tallies[f"referrals_{each.direction}"].add(place, each.id, True)
            _answered(case, each, place)
            if each.accepted_at or each.arrived_at:
                closed = each.arrived_at and each.returned_at and each.followed_up_at
                case.tallies["referral_closed"].add(place, each.id, closed)
        if back_in_period:
            if each.direction == UP:
                case.tallies["referrals_down"].add(place, each.id, True)
            _followed_up(case, each, place)


def _answered(case: Case, referral: ReferralFact, place: Place) -> None:
    """Answered within its hours; who still has time, and what ended before an answer, is not counted."""
    if not referral.issued_at or (not referral.answered_at and referral.state in ENDED_UNANSWERED):
        return
    hours = case.limits.answer_hours.get(referral.urgency, case.limits.answer_hours["routine"])
    limit = _instant(referral.issued_at) + timedelta(hours=hours)
    if referral.answered_at:
        case.tallies["referral_answered"].add(place, referral.id, _instant(referral.answered_at) <= limit)
    elif case.period.now > limit:
        case.tallies["referral_answered"].add(place, referral.id, False)


def _followed_up(case: Case, referral: ReferralFact, place: Place) -> None:
    """Seen again within fourteen days; whose days are not over is not counted (G-07)."""
    back = _day(referral.returned_at) or ""
    due = (datetime.fromisoformat(back) + timedelta(days=case.limits.return_followup_days)).date().isoformat()
    seen = _day(referral.followed_up_at)
    if seen:
        case.tallies["referral_followed_up"].add(place, referral.id, seen <= due)
    elif case.period.today.isoformat() > due:
        case.tallies["referral_followed_up"].add(place, referral.id, False)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _day(instant: str) -> str | None:
    """The local day of an instant."""
    return _instant(instant).astimezone(_LOCAL).date().isoformat() if instant else None


REFERRAL_COUNTERS: tuple[Callable[[Case], None], ...] = (_referrals,)
