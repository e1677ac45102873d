"""Referrals among the indicators of a village and a doctor: the same marks as in the tables of referrals."""

from __future__ import annotations

from collections.abc import Callable

from clinic_app.guidelines.indicator_case import Case
from clinic_app.guidelines.indicator_facts import Place, ReferralFact
from clinic_app.guidelines.referral_figures import referral_marks


def _place(case: Case, referral: ReferralFact) -> Place:
    """The place of the referral's person; of people who are not on file the slip says the village."""
    person = case.people.by_file.get(referral.resident_id)
    return person.place if person is not None else Place(referral.village_code, referral.doctor)


def _referrals(case: Case) -> None:
    for mark in referral_marks(case.facts.get("referral", ()), case.period, case.limits):
        case.tallies[mark.key].add(_place(case, mark.fact), mark.fact.id, mark.counts)


REFERRAL_COUNTERS: tuple[Callable[[Case], None], ...] = (_referrals,)
