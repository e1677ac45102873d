"""Tuberculosis: missed doses, adverse reactions, who supervises, and the account of the whole course (T-01..T-09).

There is no classification. The two forms number their symptoms differently; no symptom is judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from clinic_app.guidelines.answers import Answers
from clinic_app.guidelines.finding import Finding
from clinic_app.guidelines.judgement import URGENT, Judgement
from clinic_app.guidelines.reasons import Reasons
from clinic_app.guidelines.rule_book import RuleBook
from clinic_app.guidelines.rule_table import Gaps, Table, programme_header

PRESENT = "2"
"""2 有, of both 药物不良反应 and 并发症或合并症."""
SENTENCES: Gaps = {
    "adverse_reaction": frozenset(),
    "complication": frozenset(),
    "missed_week": frozenset({"count", "limit"}),
    "missed_some": frozenset({"count", "limit"}),
    "regular": frozenset({"rate", "limit"}),
    "irregular": frozenset({"rate", "limit"}),
    "rate_unknown": frozenset(),
    "stopped": frozenset(),
    "stopped_by_death": frozenset(),
    "supervisor_missing": frozenset(),
    "phase_by_month": frozenset({"month", "last"}),
    "phase_missing": frozenset(),
    "next_intensive": frozenset({"days"}),
    "next_monthly": frozenset({"days"}),
    "next_referred": frozenset({"days"}),
}
INTERVALS = (
    "first_home_visit_days", "first_visit_days", "family_intensive_days", "monthly_days", "suspect_call_days",
    "referral_followup_days",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TuberculosisBook(RuleBook):
    """Doses of a week by usage code, who counts as medical supervision, the intensive phase, suspicious symptoms."""

    week_doses: Mapping[str, int]
    regular_percent_from: int
    medical_supervisors: frozenset[str]
    intensive_until_month: int
    death: frozenset[str]
    cough_days_from: int
    suspect_signs: Mapping[str, str]

    def judge(self, finding: Finding, reasons: Reasons) -> Judgement:
        """Referral by an adverse reaction or complication (T-07), the next date by supervision (T-06)."""
        answers = Answers(finding.answers)
        rate = dose_rate(answers.whole("doses_done"), answers.whole("doses_due"))
        values = {"dose_rate": None if rate is None else str(rate)}
        stopped = bool(answers.code("stop_date") or answers.code("stop_reason"))
        if answers.code("stop_reason") in self.death:
            reasons.add("stopped_by_death")
            return Judgement(interval_days=None, values=values)
        referral = _referral(answers, reasons)
        _missed(self, answers, reasons)
        _account(self, answers, stopped, reasons)
        days = _interval(self, answers, referral, stopped, reasons)
        return Judgement(interval_days=days, referral=referral, values=values)

    def followup_days(self, classification: int | None) -> int:
        """A month; ten days only by what the last visit says of supervision."""
        return self.days("monthly_days")

    def suspected(self, signs: Iterable[str], cough_days: int | None = None) -> tuple[str, ...]:
        """What of a person's complaints is suspicious of tuberculosis (T-02), in words; empty when nothing is.

        `signs` are codes of the file's `suspect.signs`; `cough_days` is how long somebody has coughed.
        """
        given = set(signs)
        found = [words for code, words in self.suspect_signs.items() if code in given]
        if cough_days is not None and cough_days >= self.cough_days_from:
            found.insert(0, f"咳嗽、咳痰 {cough_days} 天")
        return tuple(found)


def dose_rate(done: int | None, due: int | None) -> Decimal | None:
    """服药率 in per cent, one decimal, cut and not rounded, so that 90.0 says that 90 % was reached (T-09).

    None when either number is missing, nothing was due, or more was taken than was due (a slip of the pen).
    """
    if done is None or not due or done > due:
        return None
    return (Decimal(done) * 100 / due).quantize(Decimal("0.1"), rounding=ROUND_DOWN)


def _referral(answers: Answers, reasons: Reasons) -> str | None:
    referral = None
    for key, sentence in (("adr", "adverse_reaction"), ("complication", "complication")):
        if answers.code(key) == PRESENT:
            reasons.add(sentence)
            referral = URGENT
    return referral


def _missed(book: TuberculosisBook, answers: Answers, reasons: Reasons) -> None:
    """Doses of a week or more are reported (T-07); of an unknown usage the smaller number counts."""
    count = answers.whole("missed_doses")
    if not count:
        return
    limit = book.week_doses.get(answers.code("usage"), min(book.week_doses.values()))
    reasons.add("missed_week" if count >= limit else "missed_some", count=count, limit=limit)


def _account(book: TuberculosisBook, answers: Answers, stopped: bool, reasons: Reasons) -> None:
    """What the end of treatment asks for (T-08), and whether the doses were taken regularly (T-09)."""
    if stopped:
        reasons.add("stopped")
    rate = dose_rate(answers.whole("doses_done"), answers.whole("doses_due"))
    if rate is not None:
        reached = rate >= book.regular_percent_from
        reasons.add("regular" if reached else "irregular", rate=rate, limit=book.regular_percent_from)
    elif stopped:
        reasons.add("rate_unknown")


def _interval(
    book: TuberculosisBook, answers: Answers, referral: str | None, stopped: bool, reasons: Reasons
) -> int | None:
    if referral is not None:
        days = book.days("referral_followup_days")
        reasons.add("next_referred", days=days)
        return days
    if stopped:
        return None
    frequent = _not_medical(book, answers, reasons) and _intensive(book, answers, reasons)
    days = book.days("family_intensive_days" if frequent else "monthly_days")
    reasons.add("next_intensive" if frequent else "next_monthly", days=days)
    return days


def _not_medical(book: TuberculosisBook, answers: Answers, reasons: Reasons) -> bool:
    """T-06 knows medical staff and relatives; whoever takes alone, or with others, is seen like with relatives."""
    supervisor = answers.code("supervisor")
    if not supervisor:
        reasons.add("supervisor_missing")
    return supervisor not in book.medical_supervisors


def _intensive(book: TuberculosisBook, answers: Answers, reasons: Reasons) -> bool:
    """As recorded; else by the month of treatment; without either it is taken as intensive."""
    recorded, month = answers.truth("intensive"), answers.whole("treatment_month")
    if recorded is not None:
        return recorded
    if month is None:
        reasons.add("phase_missing")
        return True
    reasons.add("phase_by_month", month=month, last=book.intensive_until_month)
    return month <= book.intensive_until_month


def read_tuberculosis_book(table: Table) -> TuberculosisBook:
    """The book of one file. Raises RuleFileError."""
    treatment, suspect = table.table("treatment"), table.table("suspect")
    book = TuberculosisBook(
        **programme_header(table, SENTENCES, INTERVALS),
        week_doses=treatment.mapping("week_doses", Table.whole),
        regular_percent_from=treatment.whole("regular_percent_from"),
        medical_supervisors=frozenset(treatment.some_texts("medical_supervisors")),
        intensive_until_month=treatment.whole("intensive_until_month"),
        death=frozenset(treatment.some_texts("death")),
        cough_days_from=suspect.whole("cough_days_from"),
        suspect_signs=suspect.by_code("signs", lambda sign: sign.text("words")),
    )
    if not book.week_doses or 0 in book.week_doses.values():
        raise treatment.refuse("week_doses", "are missing or 0")
    return book
