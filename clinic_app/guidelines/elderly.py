"""Skeleton."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_app.guidelines.finding import Finding
from clinic_app.guidelines.judgement import Judgement
from clinic_app.guidelines.reasons import Reasons
from clinic_app.guidelines.rule_book import RuleBook
from clinic_app.guidelines.rule_table import Table, programme_header


@dataclass(frozen=True, kw_only=True)
class ElderlyBook(RuleBook):
    """Skeleton."""

    def judge(self, finding: Finding, reasons: Reasons) -> Judgement:
        """Nothing is judged yet."""
        return Judgement(interval_days=self.followup_days(None))

    def followup_days(self, classification: int | None) -> int:
        """The shortest interval until the rules are in."""
        return self.days("first_visit_days")


def read_elderly_book(table: Table) -> ElderlyBook:
    """The book of one file. Raises RuleFileError."""
    return ElderlyBook(**programme_header(table, {}))
