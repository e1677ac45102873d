"""Chronic obstructive pulmonary disease: the doctor decides. The national specification was not obtainable.

Nothing is classified; the intervals and the hint at an acute exacerbation are placeholders and say so (未核实).
"""

from __future__ import annotations

from dataclasses import dataclass

from clinic_app.guidelines.answers import Answers
from clinic_app.guidelines.finding import Finding
from clinic_app.guidelines.judgement import ROUTINE, Judgement
from clinic_app.guidelines.reasons import Reasons
from clinic_app.guidelines.rule_book import RuleBook
from clinic_app.guidelines.rule_table import Gaps, Table, check_apart, programme_header

SENTENCES: Gaps = {
    "doctor_decides": frozenset(),
    "exacerbation": frozenset(),
    "grade_missing": frozenset(),
    "next_stable": frozenset({"days"}),
    "next_recheck": frozenset({"days"}),
}
INTERVALS = ("controlled_days", "recheck_days", "first_visit_days")


@dataclass(frozen=True, kw_only=True)
class CopdBook(RuleBook):
    """Which management grades of the regional form are stable and which is an acute exacerbation."""

    stable: frozenset[str]
    exacerbation: frozenset[str]

    def judge(self, finding: Finding, reasons: Reasons) -> Judgement:
        """A hint at a referral when the doctor chose the acute exacerbation; never a classification."""
        grade = Answers(finding.answers).code("classification")
        reasons.add("doctor_decides")
        referral = None
        if grade in self.exacerbation:
            reasons.add("exacerbation")
            referral = ROUTINE
        elif grade not in self.stable:
            reasons.add("grade_missing")
        stable = grade in self.stable
        days = self.days("controlled_days" if stable else "recheck_days")
        reasons.add("next_stable" if stable else "next_recheck", days=days)
        return Judgement(interval_days=days, referral=referral)

    def followup_days(self, classification: int | None) -> int:
        """A grade that is not stable, or none, is seen again early."""
        return self.days("controlled_days" if str(classification) in self.stable else "recheck_days")


def read_copd_book(table: Table) -> CopdBook:
    """The book of one file. Raises RuleFileError."""
    grades = table.table("grades")
    book = CopdBook(
        **programme_header(table, SENTENCES, INTERVALS),
        stable=frozenset(grades.some_texts("stable")),
        exacerbation=frozenset(grades.some_texts("exacerbation")),
    )
    check_apart(table, "grades", book.stable, book.exacerbation)
    return book
