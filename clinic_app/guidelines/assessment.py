"""The one door: a rule book and a finding give a verdict. No clock, no I/O, no state.

What a programme judges by stands in its own module (control, mental, tuberculosis, elderly, copd); every book judges
its own findings, and the door adds what all verdicts carry.
"""

from __future__ import annotations

from clinic_app.guidelines.finding import Finding, Verdict
from clinic_app.guidelines.judgement import days_after
from clinic_app.guidelines.reasons import Reasons
from clinic_app.guidelines.rule_book import RuleBook


def assess(book: RuleBook, finding: Finding) -> Verdict:
    """Judge one follow-up by one edition of the rules. Raises ValueError when the book is of another programme."""
    if finding.programme != book.programme:
        raise ValueError(f"rules of {book.programme} cannot judge {finding.programme}")
    reasons = Reasons(book)
    judged = book.judge(finding, reasons)
    if book.valid_until and finding.visit_date > book.valid_until:
        reasons.add("expired", version=book.version, until=book.valid_until)
    days = judged.interval_days
    return Verdict(
        classification=judged.classification,
        meets_assessment_target=judged.meets_assessment_target,
        meets_clinical_target=judged.meets_clinical_target,
        referral=judged.referral,
        next_visit_date=None if days is None else days_after(finding.visit_date, days),
        reasons=tuple(reasons.sentences),
        rule_version=book.version,
        rule_ids=tuple(dict.fromkeys(reasons.rule_ids)),
        assessment_target=judged.assessment_target,
        clinical_target=judged.clinical_target,
        consecutive=judged.consecutive,
        interval_days=days,
        values=judged.values,
    )
