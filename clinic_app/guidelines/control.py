"""Programmes that are judged by control of a measured value: hypertension and type 2 diabetes.

Classification speaks of control alone (form notes: 高血压以血压、糖尿病以血糖控制为准); danger speaks through the
referral. A person with pressure on target and a danger sign is therefore 1 *and* urgent, seen again in two weeks.
Low glucose (D-04) is itself bad control: it is never 1, although D-07's "< 7.0" holds for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clinic_app.guidelines.finding import Finding, PreviousVerdict
from clinic_app.guidelines.history import days_in_a_row
from clinic_app.guidelines.judgement import ROUTINE, URGENT, Judgement
from clinic_app.guidelines.reasons import Reasons
from clinic_app.guidelines.rule_book import RuleBook
from clinic_app.guidelines.target import Bound, Bounds, Target, bounds_in_words, target_for

CONTROLLED, UNCONTROLLED, ADVERSE_REACTION, COMPLICATION = 1, 2, 3, 4
Measures = Mapping[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class ControlBook(RuleBook):
    """Targets, crisis limits and what is never controlled (third edition H-06..H-13, D-04..D-12; HN-04, DN-04)."""

    assessment_targets: tuple[Target, ...]
    clinical_targets: tuple[Target, ...]
    crisis: Bounds
    never_controlled: Bounds

    def judge(self, finding: Finding, reasons: Reasons) -> Judgement:
        """Classification by the assessment target, referral by danger, complication or a row of bad control."""
        measures = _measures(finding)
        urgent = _danger(self, finding, measures, reasons)
        assessment = _compare(target_for(self.assessment_targets, finding.age), measures)
        clinical = _compare(target_for(self.clinical_targets, finding.age), measures)
        classification = _classify(self, finding, assessment, measures, reasons)
        consecutive = _consecutive(finding, classification)
        referral = _referral(urgent, classification, consecutive, reasons)
        if finding.age is None and len(self.assessment_targets) > 1:
            reasons.add("age_missing", target=assessment.target.words)
        _explain_clinical(clinical, measures, reasons)
        return Judgement(
            interval_days=_interval(self, classification, referral, reasons),
            classification=classification,
            referral=referral,
            meets_assessment_target=assessment.met,
            meets_clinical_target=clinical.met,
            assessment_target=assessment.target.words,
            clinical_target=clinical.target.words,
            consecutive=consecutive,
        )

    def followup_days(self, classification: int | None) -> int:
        """What was not judged is followed up like 控制不满意."""
        return self.days("controlled_days" if classification == CONTROLLED else "recheck_days")


def consecutive_uncontrolled(previous: Iterable[PreviousVerdict], before: date) -> int:
    """How many follow-up days in a row, ending just before `before`, were classified 2 or 3.

    A visit that was not judged neither breaks nor lengthens the row; of several on one day any 2 or 3 counts.
    """
    return days_in_a_row(previous, before, lambda day: bool(day & {UNCONTROLLED, ADVERSE_REACTION}))


@dataclass(frozen=True)
class _Comparison:
    """Measurements held against one target: which bounds are broken, which could not be looked at."""

    target: Target
    broken: tuple[Bound, ...]
    missing: tuple[str, ...]

    @property
    def met(self) -> bool | None:
        if self.broken:
            return False
        return None if self.missing else True


def _measures(finding: Finding) -> Measures:
    given = {"sbp": finding.sbp, "dbp": finding.dbp, "fbg": finding.fbg}
    numbers = {name: Decimal(value) for name, value in given.items() if value is not None}
    return {name: number for name, number in numbers.items() if number.is_finite()}


def _compare(target: Target, measures: Measures) -> _Comparison:
    # Pressure counts for a diabetic where it was taken; half a pressure is still an incomplete one.
    excused = target.where_given if not target.where_given & measures.keys() else frozenset()
    seen = [bound for bound in target.bounds if bound.field in measures]
    absent = dict.fromkeys(bound.field for bound in target.bounds if bound.field not in measures)
    return _Comparison(
        target=target,
        broken=tuple(bound for bound in seen if not bound.holds(measures[bound.field])),
        missing=tuple(name for name in absent if name not in excused),
    )


def _danger(book: ControlBook, finding: Finding, measures: Measures, reasons: Reasons) -> bool:
    """Crisis values and danger signs (H-06, D-04, D-05). A sign of a newer rule file counts as danger."""
    before = len(reasons.sentences)
    for bound in book.crisis.limits:
        if bound.field in measures and bound.holds(measures[bound.field]):
            reasons.add_bound("crisis_value", bound, measures[bound.field], held=True, rule=book.crisis.rule)
    known = {sign.code: sign for sign in book.danger_signs}
    for code in dict.fromkeys(finding.danger_signs):
        if code in known:
            reasons.add("danger_sign", rule=known[code].rule, words=known[code].words)
        elif code != book.no_danger_sign.code:
            reasons.add("unknown_sign", code=code)
    return len(reasons.sentences) > before


def _classify(
    book: ControlBook, finding: Finding, assessment: _Comparison, measures: Measures, reasons: Reasons
) -> int | None:
    """The most severe of what is found (H-13, D-12), with the reason of each."""
    found: list[int] = []
    if finding.new_complication:
        reasons.add("complication")
        found.append(COMPLICATION)
    if finding.adr == "2":
        reasons.add("adverse_reaction")
        found.append(ADVERSE_REACTION)
    if _explain_assessment(book, assessment, measures, reasons):
        found.append(UNCONTROLLED)
    if found:
        if len(found) > 1:
            reasons.add("most_severe", classification=book.classification_words(max(found)))
        elif found == [UNCONTROLLED]:
            reasons.add("uncontrolled")
        return max(found)
    if assessment.met is None:
        reasons.add("not_judged")
        return None
    reasons.add("controlled")
    return CONTROLLED


def _explain_assessment(book: ControlBook, assessment: _Comparison, measures: Measures, reasons: Reasons) -> bool:
    """Say how the assessment target stands; true when control is bad."""
    rule = assessment.target.rule
    for bound in assessment.broken:
        reasons.add_bound("missed", bound, measures[bound.field], held=False, rule=rule)
    if assessment.met:
        reasons.add("assessment_met", rule=rule, target=assessment.target.words)
    elif assessment.met is None:
        labels = "、".join(book.labels[name] for name in assessment.missing)
        reasons.add("value_missing", label=labels)
    floor = book.never_controlled
    too_low = [b for b in floor.limits if b.field in measures and b.holds(measures[b.field])]
    for bound in too_low:
        reasons.add_bound("never_controlled", bound, measures[bound.field], held=True, rule=floor.rule)
    return bool(assessment.broken or too_low)


def _consecutive(finding: Finding, classification: int | None) -> int:
    if classification not in (UNCONTROLLED, ADVERSE_REACTION):
        return 0
    return consecutive_uncontrolled(finding.previous, finding.visit_date) + 1


def _referral(urgent: bool, classification: int | None, consecutive: int, reasons: Reasons) -> str | None:
    if consecutive > 1:
        reasons.add("repeated", count=consecutive)
    if urgent:
        if classification == CONTROLLED:
            reasons.add("controlled_but_urgent")
        return URGENT
    return ROUTINE if classification == COMPLICATION or consecutive > 1 else None


def _explain_clinical(clinical: _Comparison, measures: Measures, reasons: Reasons) -> None:
    target = clinical.target
    for bound in clinical.broken:
        measured = measures[bound.field]
        reasons.add_bound("clinical_missed", bound, measured, held=False, rule=target.rule, target=target.words)
    if clinical.met:
        looked_at = tuple(bound for bound in target.bounds if bound.field in measures)
        reasons.add("clinical_met", rule=target.rule, target=bounds_in_words(looked_at))
        if any(not bound.holds(measures[bound.field]) for bound in target.tolerated):
            reasons.add("tolerated", rule=target.rule, target=target.tolerated_words)


def _interval(book: ControlBook, classification: int | None, referral: str | None, reasons: Reasons) -> int:
    if referral is not None:
        days = book.days("referral_followup_days")
        reasons.add("next_urgent" if referral == URGENT else "next_referred", days=days)
        return days
    days = book.followup_days(classification)
    reasons.add("next_controlled" if classification == CONTROLLED else "next_recheck", days=days)
    return days
