"""A person at a glance: what the store holds and the rules say, as charts and in words, for window and paper alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from clinic_app.guidelines.control import ControlBook
from clinic_app.guidelines.due import days_left
from clinic_app.guidelines.rule_book import UnknownProgramme
from clinic_app.guidelines.rule_files import default_rule_books
from clinic_app.guidelines.target import Limit, Target, target_for
from clinic_app.printing.trend import ASSESSMENT, CLINICAL, Aim, Mark, Reading, TrendChart
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.code_list import PROGRAMME
from clinic_app.store.queries.overview import ProgrammeState
from clinic_app.store.queries.stored import day as stored_day
from clinic_app.store.queries.trend import MEDICINE, Measured, Trend, Turn

PRESSURE, GLUCOSE = ("sbp", "dbp"), ("fbg",)
SIGNS = {"medicine": "药", "referral": "转"}
AIM_WORDS = {ASSESSMENT: "考核", CLINICAL: "临床"}
STEP = {PRESSURE: 10.0, GLUCOSE: 1.0}
Word = Callable[[str], str]
Aims = Mapping[str, Target]


@dataclass(frozen=True)
class Charts:
    """Pressure and glucose; None where nothing was measured."""

    pressure: TrendChart | None
    glucose: TrendChart | None


@dataclass(frozen=True)
class Supply:
    """A medicine in use. `left` is for how many days it lasts, None when nobody wrote down what was dispensed."""

    row: Mapping[str, Any]
    last_day: date | None = None
    left: int | None = None


def charts(trend: Trend, age: int | None, programmes: Sequence[str], on: date, word: Word = str) -> Charts:
    """What was measured against both kinds of target as they are for this age today.

    Pressure goes by the targets of hypertension; the clinical one of a diabetic who is not in that programme by those
    of diabetes. `word` translates the few words in the drawing.
    """
    pressure = targets("hypertension", age, on)
    if "diabetes" in programmes and "hypertension" not in programmes:
        diabetic = targets("diabetes", age, on)
        pressure = {**pressure, **({CLINICAL: diabetic[CLINICAL]} if CLINICAL in diabetic else {})}
    marks = tuple(Mark(found, word(SIGNS[turn.kind])) for turn in trend.turns if (found := stored_day(turn.day)))
    return Charts(
        _chart(trend.measured, PRESSURE, pressure, marks, word),
        _chart(trend.measured, GLUCOSE, targets("diabetes", age, on), marks, word),
    )


def targets(programme: str, age: int | None, on: date) -> Aims:
    """Both kinds of target of a programme for an age, by the rules of a day; none where the rules aim at no number."""
    try:
        book = default_rule_books().in_force(programme, on)
    except UnknownProgramme:
        return {}
    if not isinstance(book, ControlBook):
        return {}
    return {
        ASSESSMENT: target_for(book.assessment_targets, age),
        CLINICAL: target_for(book.clinical_targets, age),
    }


def _chart(
    measured: Sequence[Measured], names: tuple[str, ...], targets: Aims, marks: tuple[Mark, ...], word: Word
) -> TrendChart | None:
    readings = [found for each in measured if (found := _reading(each, names, targets.get(ASSESSMENT)))]
    if not readings:
        return None
    aims = [Aim(kind, _lines(target, names), word(AIM_WORDS[kind])) for kind, target in targets.items()]
    first = readings[0].day
    return TrendChart(
        tuple(readings),
        tuple(aim for aim in aims if aim.values),
        tuple(mark for mark in marks if mark.day >= first),
        STEP[names],
    )


def _lines(target: Target, names: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(float(bound.value) for name in names for bound in target.bounds if bound.field == name)


def _reading(each: Measured, names: tuple[str, ...], target: Target | None) -> Reading | None:
    found = stored_day(each.day)
    values = {name: _decimal(getattr(each, name)) for name in names}
    known = {name: value for name, value in values.items() if value is not None}
    if found is None or not known:
        return None
    return Reading(found, tuple(float(value) for value in known.values()), _within(known, names, target))


def _within(known: Mapping[str, Decimal], names: tuple[str, ...], target: Target | None) -> bool | None:
    """Off target with one half above; within it only when all was measured."""
    bounds = [bound for bound in (target.bounds if target else ()) if bound.field in names]
    if any(bound.field in known and not bound.holds(known[bound.field]) for bound in bounds):
        return False
    return True if bounds and len(known) == len(names) else None


def _decimal(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def target_words(target: Target, names: tuple[str, ...]) -> str:
    """`<150/90` or `4.4–7` of a target, for the legend."""
    bounds = [bound for name in names for bound in target.bounds if bound.field == name]
    if {bound.limit for bound in bounds} == {Limit.BELOW}:
        return "<" + "/".join(f"{bound.value:f}" for bound in bounds)
    return "–".join(f"{bound.value:f}" for bound in bounds)


def supplies(medicines: Sequence[Mapping[str, Any]], on: date) -> list[Supply]:
    """Each medicine in use with how long it lasts; what was written without a day lasts nobody knows how long."""
    return [_supply(row, on) for row in medicines]


def _supply(row: Mapping[str, Any], on: date) -> Supply:
    given, count = stored_day(row.get("dispensed_on")), row.get("days_supplied")
    if given is None or not isinstance(count, int) or count < 1:
        return Supply(row)
    left = days_left(given, count, on)
    return Supply(row, date.fromordinal(on.toordinal() + left - 1), left)


def medicine_words(row: Mapping[str, Any]) -> str:
    """氨氯地平 5mg 每日1次."""
    times = row.get("times_per_day")
    parts = [row.get("name"), row.get("dose"), f"每日{times}次" if times is not None else "", row.get("usage")]
    return " ".join(str(part) for part in parts if part)


def turn_words(turn: Turn) -> str:
    """What a mark in the chart stands for: 停氨氯地平 5mg，加氯沙坦 50mg; 转诊 血压控制不满意."""
    if turn.kind != MEDICINE:
        return " ".join(part for part in ("转诊", turn.words) if part)
    before, after = ([medicine_words(row) for row in rows] for rows in (turn.before, turn.after))
    gone = [f"停{each}" for each in before if each not in after]
    new = [f"用{each}" for each in after if each not in before]
    return "，".join([*gone, *new])


def state_words(state: ProgrammeState) -> str:
    """The newest classification (grade, month of treatment) of a programme in the words of its form."""
    declared = RECORD_TYPES[state.section].fields if state.section else {}
    for name in ("classification", "self_care_grade"):
        if name in declared and state.value(name) not in (None, ""):
            return declared[name].label_of(state.value(name))
    if state.value("stop_date"):
        reason = declared["stop_reason"].label_of(state.value("stop_reason") or "")
        return f"{state.value('stop_date')}停止治疗 {reason}".rstrip()
    if state.value("treatment_month") is not None:
        return f"治疗第{state.value('treatment_month')}月"
    return ""


def programme_word(code: str) -> str:
    """高血压."""
    return next((option.label for option in PROGRAMME if option.code == code), code)
