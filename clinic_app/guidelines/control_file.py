"""Reading the rule files of hypertension and diabetes."""

from __future__ import annotations

from typing import Any, TypeVar

from clinic_app.guidelines.control import ControlBook
from clinic_app.guidelines.rule_table import Gaps, Table, check_cited, check_sentences, programme_header
from clinic_app.guidelines.target import Bound, Bounds, Limit, Target

Kind = TypeVar("Kind", bound=ControlBook)
SENTENCES: Gaps = {
    "crisis_value": frozenset({"label", "value", "sign", "limit"}),
    "danger_sign": frozenset({"words"}),
    "unknown_sign": frozenset({"code"}),
    "complication": frozenset(),
    "adverse_reaction": frozenset(),
    "missed": frozenset({"label", "value", "sign", "limit"}),
    "assessment_met": frozenset({"target"}),
    "never_controlled": frozenset({"label", "value", "sign", "limit"}),
    "uncontrolled": frozenset(),
    "controlled": frozenset(),
    "controlled_but_urgent": frozenset(),
    "most_severe": frozenset({"classification"}),
    "repeated": frozenset({"count"}),
    "clinical_met": frozenset({"target"}),
    "clinical_missed": frozenset({"label", "value", "sign", "limit", "target"}),
    "tolerated": frozenset({"target"}),
    "age_missing": frozenset({"target"}),
    "value_missing": frozenset({"label"}),
    "not_judged": frozenset(),
    "next_controlled": frozenset({"days"}),
    "next_recheck": frozenset({"days"}),
    "next_referred": frozenset({"days"}),
    "next_urgent": frozenset({"days"}),
}
# Said only by books that have such limits.
OPTIONAL_SENTENCES = frozenset({"never_controlled", "tolerated", "age_missing"})
INTERVALS = ("controlled_days", "recheck_days", "referral_followup_days", "first_visit_days")
MEASUREMENTS = ("fbg", "sbp", "dbp")


def read_control_book(table: Table, kind: type[Kind], sentences: Gaps, **more: Any) -> Kind:
    """The book of one file, with the `sentences` and values that its kind of book has besides. Raises RuleFileError."""
    book = kind(
        **programme_header(table, {**SENTENCES, **sentences}, INTERVALS, optional=OPTIONAL_SENTENCES),
        assessment_targets=_targets(table, "assessment_targets"),
        clinical_targets=_targets(table, "clinical_targets"),
        crisis=_bounds_of(table.table("crisis")),
        never_controlled=_never_controlled(table),
        **more,
    )
    _check_book(book, table)
    return book


def _check_book(book: ControlBook, table: Table) -> None:
    """What one table alone cannot see: cited rules exist, sentences suffice, codes are unique."""
    if len(book.classifications) != 4:
        raise table.refuse("classifications", "are not four")
    targets = (*book.assessment_targets, *book.clinical_targets)
    cited = {target.rule for target in targets} | {book.crisis.rule, book.never_controlled.rule}
    check_cited(table, cited, book.rules)
    limits = [bound for target in targets for bound in target.bounds + target.tolerated]
    limits += [*book.crisis.limits, *book.never_controlled.limits]
    if not {bound.field for bound in limits} <= book.labels.keys():
        raise table.refuse("labels", "do not name every measurement used")
    needed = {"never_controlled"} if book.never_controlled.limits else set()
    needed |= {"tolerated"} if any(target.tolerated for target in targets) else set()
    needed |= {"age_missing"} if len(book.assessment_targets) > 1 else set()
    check_sentences(table, needed, book.sentences)


def _targets(table: Table, key: str) -> tuple[Target, ...]:
    """Age bands in order, without gap or overlap, the first from birth, the last without end."""
    targets: list[Target] = []
    end: int | None = 0
    for each in table.tables(key):
        target = Target(
            rule=each.text("rule"),
            age_from=each.whole("age_from"),
            bounds=_bounds(each),
            tolerated=_bounds(each, "tolerated_"),
            where_given=frozenset(each.texts("where_given")),
        )
        if target.age_from != end:
            raise each.refuse("age_from", "leaves a gap to the band before or overlaps it")
        if not target.bounds:
            raise each.refuse("bounds", "are missing")
        end = each.whole("age_below") if each.has("age_below") else None
        targets.append(target)
    if end is not None:
        raise table.refuse(key, "do not reach the oldest")
    return tuple(targets)


def _bounds(table: Table, prefix: str = "") -> tuple[Bound, ...]:
    return tuple(
        Bound(name, limit, table.number(f"{prefix}{name}_{limit.value}"))
        for name in MEASUREMENTS
        for limit in (Limit.BELOW, Limit.FROM, Limit.TO)
        if table.has(f"{prefix}{name}_{limit.value}")
    )


def _bounds_of(table: Table) -> Bounds:
    limits = _bounds(table)
    if not limits:
        raise table.refuse("limits", "are missing")
    return Bounds(table.text("rule"), limits)


def _never_controlled(table: Table) -> Bounds:
    return _bounds_of(table.table("never_controlled")) if table.has("never_controlled") else Bounds("", ())
