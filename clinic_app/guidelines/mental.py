"""Severe mental disorder: how stable the patient is (third edition P-03..P-11).

The classification runs from 1 不稳定 to 3 稳定, the other way round than that of hypertension: the most severe is the
lowest. It is a proposal; the doctor decides. How the two steps of P-10 and 症状明显 are read: docs/decisions/0021.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clinic_app.guidelines.answers import Answers
from clinic_app.guidelines.finding import Finding
from clinic_app.guidelines.history import days_in_a_row
from clinic_app.guidelines.judgement import URGENT, Judgement
from clinic_app.guidelines.reasons import Reasons
from clinic_app.guidelines.rule_book import RuleBook
from clinic_app.guidelines.rule_table import Gaps, Table, check_apart, check_cited, programme_header

UNSTABLE, BASICALLY_STABLE, STABLE = 1, 2, 3
RISK, INSIGHT = "risk_level", "insight"
SENTENCES: Gaps = {
    "risk_level": frozenset({"level", "words"}),
    "act_level": frozenset({"act", "level"}),
    "marked_symptom": frozenset({"words"}),
    "many_symptoms": frozenset({"count"}),
    "insight_absent": frozenset(),
    "severe_adr": frozenset(),
    "severe_illness": frozenset(),
    "symptoms": frozenset({"count"}),
    "insight_partial": frozenset(),
    "social_poor": frozenset({"label"}),
    "adr_not_severe": frozenset(),
    "unknown_code": frozenset({"label", "code"}),
    "value_missing": frozenset({"label"}),
    "unstable": frozenset(),
    "basically_stable": frozenset(),
    "stable": frozenset(),
    "not_judged": frozenset(),
    "in_hospital": frozenset(),
    "unsettled": frozenset({"count"}),
    "next_unstable": frozenset({"days"}),
    "next_recheck": frozenset({"days"}),
    "next_unsettled": frozenset({"days"}),
    "next_stable": frozenset({"days"}),
    "next_not_judged": frozenset({"days"}),
}
INTERVALS = (
    "unstable_days", "basic_recheck_days", "basic_unsettled_days", "stable_days", "first_visit_days", "visits_per_year",
)  # fmt: skip


@dataclass(frozen=True)
class RiskLevel:
    """One level of the risk assessment and the rule that describes it."""

    rule: str
    words: str


@dataclass(frozen=True)
class ActLevel:
    """An act between two visits that by itself means a level of risk (P-07: 含自伤、自杀)."""

    words: str
    level: int


@dataclass(frozen=True, kw_only=True)
class MentalBook(RuleBook):
    """Where the three classes begin, by record codes."""

    risk_levels: Mapping[int, RiskLevel]
    basic_risk_from: int
    unstable_risk_from: int
    act_levels: Mapping[str, ActLevel]
    marked_symptoms: Mapping[str, str]
    many_symptoms_from: int
    insight_full: frozenset[str]
    insight_partial: frozenset[str]
    insight_absent: frozenset[str]
    social_fields: tuple[str, ...]
    social_poor: frozenset[str]
    social_fine: frozenset[str]
    adr_present: frozenset[str]
    in_hospital: frozenset[str]

    def judge(self, finding: Finding, reasons: Reasons) -> Judgement:
        """The most severe class that what was found speaks for; none while what could be worse is unanswered."""
        answers = Answers(finding.answers)
        classification = _classify(self, answers, reasons)
        consecutive = 0
        if classification == BASICALLY_STABLE:
            # Of several visits on one day the most severe counts.
            consecutive = 1 + days_in_a_row(
                finding.previous, finding.visit_date, lambda day: min(day) == BASICALLY_STABLE
            )
        return Judgement(
            interval_days=_interval(self, classification, consecutive, reasons),
            classification=classification,
            referral=_referral(self, classification, answers, reasons),
            consecutive=consecutive,
        )

    def followup_days(self, classification: int | None) -> int:
        """What was not judged is followed up like 基本稳定."""
        names = {UNSTABLE: "unstable_days", STABLE: "stable_days"}
        return self.days(names.get(classification or BASICALLY_STABLE, "basic_recheck_days"))


def _classify(book: MentalBook, answers: Answers, reasons: Reasons) -> int | None:
    risk = _risk(book, answers, reasons)
    if _unstable(book, answers, risk, reasons):
        reasons.add("unstable")
        return UNSTABLE
    if book.adr_present & {answers.code("adr")}:
        reasons.add("adr_not_severe")
    basic = _less_than_stable(book, answers, risk, reasons)
    if _missing(book, answers, risk, basic, reasons):
        reasons.add("not_judged")
        return None
    reasons.add("basically_stable" if basic else "stable")
    return BASICALLY_STABLE if basic else STABLE


def _risk(book: MentalBook, answers: Answers, reasons: Reasons) -> int | None:
    """The level assessed, or the higher one that an act means; a level above all known is taken as it is."""
    level = answers.whole(RISK)
    if level is not None and (known := book.risk_levels.get(level)):
        reasons.add("risk_level", rule=known.rule, level=level, words=known.words)
    acts = [book.act_levels[act] for act in answers.row_codes("dangerous_acts", "act") if act in book.act_levels]
    worst = max(acts, key=lambda act: act.level, default=None)
    if worst is None or (level is not None and level >= worst.level):
        return level
    reasons.add("act_level", act=worst.words, level=worst.level)
    return worst.level


def _unstable(book: MentalBook, answers: Answers, risk: int | None, reasons: Reasons) -> bool:
    """P-09: any one is enough."""
    signs = [risk is not None and risk >= book.unstable_risk_from]
    symptoms = answers.codes("symptoms")
    for code in symptoms:
        if code in book.marked_symptoms:
            reasons.add("marked_symptom", words=book.marked_symptoms[code])
            signs.append(True)
    if len(symptoms) >= book.many_symptoms_from:
        reasons.add("many_symptoms", count=len(symptoms))
        signs.append(True)
    if answers.code(INSIGHT) in book.insight_absent:
        reasons.add("insight_absent")
        signs.append(True)
    for key in ("severe_adr", "severe_illness"):
        if answers.truth(key):
            reasons.add(key)
            signs.append(True)
    return any(signs)


def _less_than_stable(book: MentalBook, answers: Answers, risk: int | None, reasons: Reasons) -> bool:
    """P-10: risk, symptoms, insight or social functions, at least one of them not well."""
    signs = [risk is not None and risk >= book.basic_risk_from]
    if symptoms := answers.codes("symptoms"):
        reasons.add("symptoms", count=len(symptoms))
        signs.append(True)
    if answers.code(INSIGHT) in book.insight_partial:
        reasons.add("insight_partial")
        signs.append(True)
    for key in book.social_fields:
        if answers.code(key) in book.social_poor:
            reasons.add("social_poor", label=book.labels[key])
            signs.append(True)
    return any(signs)


def _missing(book: MentalBook, answers: Answers, risk: int | None, basic: bool, reasons: Reasons) -> bool:
    """What is unanswered and could make it worse: risk and insight always, social functions only for 稳定."""
    known = {INSIGHT: book.insight_full | book.insight_partial | book.insight_absent}
    if not basic:
        known |= {key: book.social_poor | book.social_fine for key in book.social_fields}
    absent = [] if risk is not None else [RISK]
    absent += [key for key, codes in known.items() if answers.code(key) not in codes]
    for key in absent:
        if code := answers.code(key):
            reasons.add("unknown_code", label=book.labels[key], code=code)
    if absent:
        reasons.add("value_missing", label="、".join(book.labels[key] for key in absent))
    return bool(absent)


def _referral(book: MentalBook, classification: int | None, answers: Answers, reasons: Reasons) -> str | None:
    if classification != UNSTABLE:
        return None
    if answers.code("admission") in book.in_hospital:
        reasons.add("in_hospital")
        return None
    return URGENT


def _interval(book: MentalBook, classification: int | None, consecutive: int, reasons: Reasons) -> int:
    days = book.followup_days(classification)
    if classification == BASICALLY_STABLE and consecutive > 1:
        days = book.days("basic_unsettled_days")
        reasons.add("unsettled", count=consecutive)
        reasons.add("next_unsettled", days=days)
        return days
    sentence = {UNSTABLE: "next_unstable", BASICALLY_STABLE: "next_recheck", STABLE: "next_stable"}
    reasons.add(sentence.get(classification or 0, "next_not_judged"), days=days)
    return days


def read_mental_book(table: Table) -> MentalBook:
    """The book of one file. Raises RuleFileError."""
    risk, symptoms, insight, social = (table.table(key) for key in ("risk", "symptoms", "insight", "social"))
    book = MentalBook(
        **programme_header(table, SENTENCES, INTERVALS),
        risk_levels=_risk_levels(risk),
        basic_risk_from=risk.whole("basic_from"),
        unstable_risk_from=risk.whole("unstable_from"),
        act_levels=risk.by_code("acts", lambda act: ActLevel(act.text("words"), act.whole("level"))),
        marked_symptoms=symptoms.by_code("marked", lambda symptom: symptom.text("words")),
        many_symptoms_from=symptoms.whole("many_from"),
        insight_full=frozenset(insight.some_texts("full")),
        insight_partial=frozenset(insight.some_texts("partial")),
        insight_absent=frozenset(insight.some_texts("absent")),
        social_fields=social.some_texts("fields"),
        social_poor=frozenset(social.some_texts("poor")),
        social_fine=frozenset(social.some_texts("fine")),
        adr_present=frozenset(table.table("treatment").some_texts("adr_present")),
        in_hospital=frozenset(table.table("treatment").some_texts("in_hospital")),
    )
    _check_book(book, table)
    return book


def _risk_levels(table: Table) -> Mapping[int, RiskLevel]:
    """The levels in order, from 0 on without gap."""
    levels = [
        (each.whole("level"), RiskLevel(each.text("rule"), each.text("words"))) for each in table.tables("levels")
    ]
    if [level for level, _ in levels] != list(range(len(levels))):
        raise table.refuse("levels", "do not count from 0 on")
    return dict(levels)


def _check_book(book: MentalBook, table: Table) -> None:
    if len(book.classifications) != 3:
        raise table.refuse("classifications", "are not three")
    if not 0 < book.basic_risk_from < book.unstable_risk_from:
        raise table.refuse("risk", "does not begin 基本稳定 below 不稳定")
    check_apart(table, "insight", book.insight_full, book.insight_partial, book.insight_absent)
    check_apart(table, "social", book.social_poor, book.social_fine)
    if book.many_symptoms_from < 1:
        raise table.refuse("symptoms", "many_from is 0")
    named = {RISK, INSIGHT, *book.social_fields}
    if not named <= book.labels.keys():
        raise table.refuse("labels", f"do not name {', '.join(sorted(named - book.labels.keys()))}")
    check_cited(table, (level.rule for level in book.risk_levels.values()), book.rules)
