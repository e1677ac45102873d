"""Referrals as figures: by month, sender, receiver and disease, the same at the county and on every laptop. Pure.

What each figure counts is said in words in the indicators' file (group `referrals`). One referral is put to a figure as
a `Mark`; the page of indicators groups the marks by village and doctor, the tables here by what the referral itself
says. A patient who goes down travels from the hospital to the village: there the hospital is the sender.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from clinic_app.guidelines.indicator_definitions import (
    Definition,
    IndicatorBook,
    Parameters,
    default_indicator_book,
)
from clinic_app.guidelines.indicator_facts import BaseFact, Period, ReferralFact
from clinic_app.guidelines.indicator_tally import Figure
from clinic_app.guidelines.referral_book import ReferralRules

GROUP = "referrals"
MONTH, SENDER, RECEIVER, DISEASE = DIMENSIONS = ("month", "sender", "receiver", "disease")
DIMENSION_WORD = {MONTH: "月份", SENDER: "转出单位", RECEIVER: "转入单位", DISEASE: "病种"}
UP, DOWN = "up", "down"
WITHDRAWN = "withdrawn"
ENDED_UNANSWERED = (WITHDRAWN, "refused", "died")
ALLIANCE, OUTSIDE = "alliance", "outside"
STAYS = ("record_pack", "consultation")
"""Requests for which no patient travels."""
NO_DISEASE, NO_ORGANISATION = "未归类", "未登记"
EMERGENCY_PREFIX = "emergency:"
# China Standard Time has had no summer time since 1991.
_LOCAL = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Mark:
    """One referral in one figure: whether it is in the numerator too, in which month, and from whom to whom."""

    key: str
    fact: ReferralFact
    counts: bool
    month: str
    sender: str
    receiver: str


@dataclass(frozen=True)
class ReferralLine:
    """The figures of one month, organisation or disease, in the order of the definitions."""

    key: str
    name: str
    figures: tuple[Figure, ...]

    def __getitem__(self, key: str) -> Figure:
        return next(each for each in self.figures if each.key == key)


@dataclass(frozen=True)
class ReferralTable:
    """All figures of a period by one dimension, with their total."""

    by: str
    total: ReferralLine
    lines: tuple[ReferralLine, ...]


@dataclass(frozen=True)
class ReferralStatistics:
    """The referrals of a period with what their tables need: yearly figures, names of organisations and diseases, and
    the area (a county's or an organisation's code) whose yearly figure the total is divided by."""

    period: Period
    facts: Sequence[ReferralFact]
    bases: Sequence[BaseFact] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    area: str = ""
    book: IndicatorBook = field(default_factory=default_indicator_book)

    def table(self, by: str) -> ReferralTable:
        """The figures by `month` (in order), `sender`, `receiver` or `disease` (the most first)."""
        groups: dict[str, list[Mark]] = defaultdict(list)
        marks = list(referral_marks(self.facts, self.period, self.book.parameters))
        for mark in marks:
            groups[_group(mark, by)].append(mark)
        keys = sorted(groups) if by == MONTH else sorted(groups, key=lambda each: (-len(groups[each]), each))
        if by == MONTH:
            keys = _months(self.period)
        # Who sends patients down has the discharges that they are a part of.
        lines = tuple(
            self._line(key, self._name(by, key), groups.get(key, []), key if by == SENDER else "") for key in keys
        )
        return ReferralTable(by, self._line("", "合计", marks, self.area), lines)

    def _line(self, key: str, name: str, marks: Iterable[Mark], area: str) -> ReferralLine:
        sides: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for mark in marks:
            sides[mark.key][0 if mark.counts else 1].append(mark.fact.id)
        return ReferralLine(
            key, name, tuple(self._figure(each, *sides[each.key], area) for each in referral_definitions(self.book))
        )

    def _figure(self, definition: Definition, counted: list[str], rest: list[str], area: str) -> Figure:
        denominator: int | None = len(counted) + len(rest)
        if definition.count:
            denominator = None
        elif definition.base:
            denominator = self._base(definition.base, area)
        return Figure(definition, len(counted), denominator, tuple(sorted(counted)), tuple(sorted(rest)))

    def _base(self, name: str, area: str) -> int | None:
        found = (getattr(each, name) for each in self.bases if area and each.area == area
                 and each.year == self.period.year)  # fmt: skip
        return next((int(each) for each in found if each is not None), None)

    def _name(self, by: str, key: str) -> str:
        if by == MONTH:
            return f"{int(key[5:])}月"
        return self.names.get(key, key) or (NO_DISEASE if by == DISEASE else NO_ORGANISATION)


def referral_definitions(book: IndicatorBook | None = None) -> list[Definition]:
    """The figures of referrals, in the order in which they are shown."""
    return [each for each in (book or default_indicator_book()).indicators if each.group == GROUP]


def referral_marks(facts: Iterable[ReferralFact], period: Period, limits: Parameters) -> Iterator[Mark]:
    """Every referral in every figure of a period that it belongs to. What was issued counts in the month of its slip,
    what came back in the month of its return; a withdrawn slip counts nowhere."""
    known = list(facts)
    # Of a patient who was sent back and got a slip down as well the slip counts: one journey is one journey.
    slips = {each.previous_id for each in known if each.direction == DOWN and each.state != WITHDRAWN}
    for fact in known:
        if period.holds(fact.referral_date) and fact.state != WITHDRAWN:
            for key, counts in _of_issued(fact, period, limits):
                yield Mark(key, fact, counts, fact.referral_date[:7], fact.sender or "", fact.receiver or "")
        yield from _of_returned(fact, period, limits, has_slip=fact.id in slips)


def disease_of(referral: Mapping[str, Any], rules: ReferralRules) -> str:
    """The disease that a slip is counted under: the emergency that was suspected (`emergency:CODE`), else the disease
    of a criterion that was ticked, else the disease whose longest word the impression names; empty where none is."""
    if referral.get("suspicion"):
        return f"{EMERGENCY_PREFIX}{referral['suspicion']}"
    of_criterion = {each.code: each.disease for each in rules.criteria_list}
    ticked = next((of_criterion[each] for each in referral.get("criteria") or () if of_criterion.get(each)), "")
    if ticked:
        return ticked
    words = str(referral.get("initial_impression") or "")
    named = [
        (len(word), code) for code, each in rules.diseases.items() for word in each.words if word and word in words
    ]
    return max(named, default=(0, ""))[1]


def _of_issued(fact: ReferralFact, period: Period, limits: Parameters) -> Iterator[tuple[str, bool]]:
    travels = fact.request not in STAYS
    if fact.direction in (UP, DOWN) and travels:
        yield f"referrals_{fact.direction}", True
        if fact.direction == DOWN:
            yield "referral_down_rate", True
    if not travels:
        yield "referral_remote", True
    answered = _answered(fact, period, limits)
    if answered is not None:
        yield "referral_answered", answered
    if fact.accepted_at or fact.arrived_at:
        yield "referral_closed", bool(fact.arrived_at and fact.returned_at and fact.followed_up_at)
    path = fact.path or ALLIANCE
    if fact.insurance_registered:
        yield "referral_precise", path == ALLIANCE
    if fact.direction != DOWN and travels:
        yield "referral_outside", path == OUTSIDE
    if fact.direction == UP and travels and fact.arrived_at:
        yield "referral_down_share", bool(fact.sent_back_at)


def _of_returned(fact: ReferralFact, period: Period, limits: Parameters, *, has_slip: bool) -> Iterator[Mark]:
    back = _day(fact.returned_at)
    if not back or not period.holds(back):
        return
    if fact.direction == UP and fact.request not in STAYS and fact.sent_back_at and not has_slip:
        for key in ("referrals_down", "referral_down_rate"):
            yield Mark(key, fact, True, back[:7], fact.receiver or "", fact.sender or "")
    followed = _followed_up(fact, period, limits)
    if followed is not None:
        yield Mark("referral_followed_up", fact, followed, back[:7], fact.sender or "", fact.receiver or "")


def _answered(fact: ReferralFact, period: Period, limits: Parameters) -> bool | None:
    """Answered within its hours; who still has time, and what ended before an answer, is not counted."""
    if not fact.issued_at or (not fact.answered_at and fact.state in ENDED_UNANSWERED):
        return None
    hours = limits.answer_hours.get(fact.urgency, limits.answer_hours["routine"])
    limit = datetime.fromisoformat(fact.issued_at) + timedelta(hours=hours)
    if fact.answered_at:
        return datetime.fromisoformat(fact.answered_at) <= limit
    return False if period.now > limit else None


def _followed_up(fact: ReferralFact, period: Period, limits: Parameters) -> bool | None:
    """Seen again within fourteen days; whose days are not over is not counted (G-07)."""
    due = (datetime.fromisoformat(_day(fact.returned_at)) + timedelta(days=limits.return_followup_days)).date()
    seen = _day(fact.followed_up_at)
    if seen:
        return seen <= due.isoformat()
    return False if period.today > due else None


def _group(mark: Mark, by: str) -> str:
    return {MONTH: mark.month, SENDER: mark.sender, RECEIVER: mark.receiver, DISEASE: mark.fact.disease or ""}[by]


def _months(period: Period) -> list[str]:
    """The months of a period up to where it is known."""
    first, last = int(period.first[5:7]), int(period.last[5:7])
    months = [f"{period.year}-{number:02d}" for number in range(first, last + 1)]
    return [each for each in months if each <= period.until[:7]]


def _day(instant: str | None) -> str:
    """The local day of an instant; empty for none."""
    return datetime.fromisoformat(instant).astimezone(_LOCAL).date().isoformat() if instant else ""
