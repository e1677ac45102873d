"""The indicators of public health, contracts, visits and referrals, counted from plain facts. No clock, no I/O.

One function for both ends: the laptop gives it what its tables hold, the county what its bodies hold. What is counted
is said in words in the definitions' file (resources/guidelines/indicators).
"""

from __future__ import annotations

from clinic_app.guidelines.indicator_case import Case
from clinic_app.guidelines.indicator_definitions import IndicatorBook, default_indicator_book
from clinic_app.guidelines.indicator_facts import Facts, Period, people_of
from clinic_app.guidelines.indicator_people import PEOPLE_COUNTERS
from clinic_app.guidelines.indicator_quality import QUALITY_COUNTERS
from clinic_app.guidelines.indicator_referrals import REFERRAL_COUNTERS
from clinic_app.guidelines.indicator_tally import Counted, Figure, Scope, figure, figures

__all__ = ["Counted", "Figure", "Period", "Scope", "count", "figure", "figures"]


def count(facts: Facts, period: Period, book: IndicatorBook | None = None) -> Counted:
    """Count every indicator of a period. `facts` may hold more than the period; void records are not among them."""
    used = book or default_indicator_book()
    case = Case(facts, period, used.parameters, people_of(facts, period))
    for counter in (*PEOPLE_COUNTERS, *REFERRAL_COUNTERS, *QUALITY_COUNTERS):
        counter(case)
    return Counted(period, used, dict(case.tallies), tuple(facts.get("yearly_base", ())))
