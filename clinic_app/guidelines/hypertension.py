"""Hypertension: the book, and what the rules say of people who are not patients yet (H-03, H-04, HN-01, HN-03)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from clinic_app.guidelines.body import BodyWeight, bmi_category, central_obesity
from clinic_app.guidelines.control import ControlBook
from clinic_app.guidelines.control_file import read_control_book
from clinic_app.guidelines.judgement import days_after
from clinic_app.guidelines.reasons import Reasons
from clinic_app.guidelines.rule_book import GeneralBook
from clinic_app.guidelines.rule_table import Gaps, Table

SCREENING_SENTENCES: Gaps = {
    "suspected": frozenset({"days", "followup"}),
    "measure_again": frozenset({"limit", "by", "more"}),
    "high_risk": frozenset({"factors", "days"}),
}


@dataclass(frozen=True)
class PressureScreening:
    """Pressures in mmHg: raised (H-03), how often and within how long (HN-01), and high without being raised (H-04)."""

    raised_sbp_from: Decimal
    raised_dbp_from: Decimal
    days_needed: int
    within_days: int
    high_sbp_from: Decimal
    high_dbp_from: Decimal
    age_from: int
    liang_from: Decimal
    measure_again_days: int

    def raised(self, sbp: int | Decimal | None, dbp: int | Decimal | None) -> bool:
        """Either one at or above its limit."""
        return _reaches(sbp, self.raised_sbp_from) or _reaches(dbp, self.raised_dbp_from)

    def high(self, sbp: int | Decimal | None, dbp: int | Decimal | None) -> bool:
        """Either one in its band below raised (血压高值)."""
        systolic = _reaches(sbp, self.high_sbp_from) and not _reaches(sbp, self.raised_sbp_from)
        diastolic = _reaches(dbp, self.high_dbp_from) and not _reaches(dbp, self.raised_dbp_from)
        return systolic or diastolic


@dataclass(frozen=True, kw_only=True)
class HypertensionBook(ControlBook):
    """The rules of follow-up and of finding new patients."""

    screening: PressureScreening


@dataclass(frozen=True)
class PressureReading:
    """One measurement on one day, in mmHg; None was not measured."""

    day: date
    sbp: int | None
    dbp: int | None


class RaisedPressure(StrEnum):
    """What a series of pressures of somebody without the diagnosis asks for."""

    NOT_RAISED = "not_raised"
    MEASURE_AGAIN = "measure_again"
    SUSPECTED = "suspected"


@dataclass(frozen=True)
class PressureSuspicion:
    """The state, the raised days that it rests on, and until when to measure again (MEASURE_AGAIN only)."""

    state: RaisedPressure
    days: tuple[date, ...] = ()
    again_by: date | None = None


def pressure_suspicion(book: HypertensionBook, readings: Iterable[PressureReading], on: date) -> PressureSuspicion:
    """Raised pressure up to a day (H-03, HN-01, HN-03).

    SUSPECTED when the last three days on which pressure was measured were all raised and lie within four weeks: refer
    for diagnosis. MEASURE_AGAIN when only the last one or two were; after four weeks they no longer count. A day counts
    as raised when any of its readings is; readings after `on` are not looked at.
    """
    rules = book.screening
    days: dict[date, bool] = {}
    for reading in readings:
        if reading.day <= on and (reading.sbp is not None or reading.dbp is not None):
            days[reading.day] = days.get(reading.day, False) or rules.raised(reading.sbp, reading.dbp)
    row: list[date] = []
    for day in sorted(days, reverse=True):
        if not days[day] or (row and row[0] - day > timedelta(days=rules.within_days)):
            break
        row.append(day)
    raised = tuple(reversed(row[: rules.days_needed]))
    if not raised:
        return PressureSuspicion(RaisedPressure.NOT_RAISED)
    if len(raised) == rules.days_needed:
        return PressureSuspicion(RaisedPressure.SUSPECTED, raised)
    again_by = days_after(raised[0], rules.within_days)
    if again_by < on:
        # Nobody measured again in time: what was raised then no longer counts and three new days are needed.
        return PressureSuspicion(RaisedPressure.MEASURE_AGAIN, (), days_after(on, rules.within_days))
    return PressureSuspicion(RaisedPressure.MEASURE_AGAIN, raised, again_by)


class RiskFactor(StrEnum):
    """What makes somebody without hypertension a high-risk person (H-04)."""

    HIGH_PRESSURE = "high_pressure"
    OVERWEIGHT = "overweight"
    CENTRAL_OBESITY = "central_obesity"
    FAMILY = "family"
    SALT = "salt"
    ALCOHOL = "alcohol"
    AGE = "age"


RISK_FACTOR_WORDS: Mapping[RiskFactor, str] = {
    RiskFactor.HIGH_PRESSURE: "血压高值",
    RiskFactor.OVERWEIGHT: "超重或肥胖",
    RiskFactor.CENTRAL_OBESITY: "腹型肥胖",
    RiskFactor.FAMILY: "高血压家族史",
    RiskFactor.SALT: "长期膳食高盐",
    RiskFactor.ALCOHOL: "长期过量饮酒",
    RiskFactor.AGE: "年龄",
}


@dataclass(frozen=True)
class Person:
    """What is known of somebody without hypertension; None is not known and never counts as a risk.

    Pressures in mmHg, index in kg/m² as shown, waist in cm, drink in liang of baijiu a day, age in full years.
    """

    sex: str = ""
    age: int | None = None
    sbp: int | None = None
    dbp: int | None = None
    bmi: Decimal | None = None
    waist_cm: Decimal | None = None
    baijiu_liang: Decimal | None = None
    family_history: bool | None = None
    salty_diet: bool | None = None


def risk_factors(book: HypertensionBook, general: GeneralBook, person: Person) -> tuple[RiskFactor, ...]:
    """Every factor of H-04 that is known of a person; any one asks for a measurement each half year."""
    rules = book.screening
    heavy = {BodyWeight.OVERWEIGHT, BodyWeight.OBESE}
    waist = person.waist_cm
    present = {
        RiskFactor.HIGH_PRESSURE: rules.high(person.sbp, person.dbp),
        RiskFactor.OVERWEIGHT: person.bmi is not None and bmi_category(general, person.bmi) in heavy,
        RiskFactor.CENTRAL_OBESITY: waist is not None and central_obesity(general, person.sex, waist) is True,
        RiskFactor.FAMILY: person.family_history is True,
        RiskFactor.SALT: person.salty_diet is True,
        RiskFactor.ALCOHOL: person.baijiu_liang is not None and person.baijiu_liang >= rules.liang_from,
        RiskFactor.AGE: person.age is not None and person.age >= rules.age_from,
    }
    return tuple(factor for factor, found in present.items() if found)


def screening_reasons(
    book: HypertensionBook, suspicion: PressureSuspicion, factors: Iterable[RiskFactor], *, measured_lately: bool
) -> tuple[str, ...]:
    """What to tell the doctor of somebody without hypertension, each sentence with its rule's number.

    High risk asks for a measurement each half year: it is said only of whom none was made in that time.
    """
    reasons, rules = Reasons(book), book.screening
    if suspicion.state is RaisedPressure.SUSPECTED:
        days = "、".join(day.isoformat() for day in suspicion.days)
        reasons.add("suspected", days=days, followup=book.days("referral_followup_days"))
    elif suspicion.state is RaisedPressure.MEASURE_AGAIN:
        limit = f"{rules.raised_sbp_from}/{rules.raised_dbp_from}"
        more = rules.days_needed - len(suspicion.days)
        reasons.add("measure_again", limit=limit, by=suspicion.again_by, more=more)
    known = [RISK_FACTOR_WORDS[factor] for factor in factors]
    if known and not measured_lately:
        reasons.add("high_risk", factors="、".join(known), days=rules.measure_again_days)
    return tuple(reasons.sentences)


def read_hypertension_book(table: Table) -> HypertensionBook:
    """The book of one file. Raises RuleFileError."""
    screening = _screening(table.table("screening"))
    return read_control_book(table, HypertensionBook, SCREENING_SENTENCES, screening=screening)


def _screening(table: Table) -> PressureScreening:
    screening = PressureScreening(
        raised_sbp_from=table.number("raised_sbp_from"),
        raised_dbp_from=table.number("raised_dbp_from"),
        days_needed=table.whole("days_needed"),
        within_days=table.whole("within_days"),
        high_sbp_from=table.number("high_sbp_from"),
        high_dbp_from=table.number("high_dbp_from"),
        age_from=table.whole("age_from"),
        liang_from=table.number("liang_from"),
        measure_again_days=table.whole("measure_again_days"),
    )
    if screening.days_needed < 1:
        raise table.refuse("days_needed", "is 0")
    if screening.high_sbp_from >= screening.raised_sbp_from or screening.high_dbp_from >= screening.raised_dbp_from:
        raise table.refuse("high_sbp_from", "or high_dbp_from is not below raised")
    return screening


def _reaches(value: int | Decimal | None, limit: Decimal) -> bool:
    return value is not None and value >= limit
