"""People without a diagnosis: raised pressure on three days, high-risk persons, classes of glucose."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.guidelines import GeneralBook, RuleBooks, default_rule_books, diabetes
from clinic_app.guidelines.diabetes import DiabetesBook, GlucoseClass, glucose_class
from clinic_app.guidelines.hypertension import (
    RISK_FACTOR_WORDS,
    HypertensionBook,
    Person,
    PressureReading,
    PressureSuspicion,
    RaisedPressure,
    RiskFactor,
    pressure_suspicion,
    risk_factors,
    screening_reasons,
)

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def hypertensive(books: RuleBooks) -> HypertensionBook:
    return books.of_kind(HypertensionBook, TODAY)


@pytest.fixture(scope="module")
def diabetic(books: RuleBooks) -> DiabetesBook:
    return books.of_kind(DiabetesBook, TODAY)


def suspicion(book: HypertensionBook, *readings: tuple[int, int | None, int | None]) -> PressureSuspicion:
    """Readings as days before today, systolic, diastolic."""
    given_readings = [PressureReading(TODAY - timedelta(days=ago), sbp, dbp) for ago, sbp, dbp in readings]
    return pressure_suspicion(book, given_readings, TODAY)


@pytest.mark.parametrize(
    ("sbp", "dbp", "state"),
    [
        (139, 89, RaisedPressure.NOT_RAISED),
        (140, 89, RaisedPressure.MEASURE_AGAIN),
        (139, 90, RaisedPressure.MEASURE_AGAIN),
        (141, 91, RaisedPressure.MEASURE_AGAIN),
        (140, None, RaisedPressure.MEASURE_AGAIN),
        (None, 90, RaisedPressure.MEASURE_AGAIN),
        (139, None, RaisedPressure.NOT_RAISED),
    ],
)
def test_one_raised_pressure_asks_for_another(
    hypertensive: HypertensionBook, sbp: int | None, dbp: int | None, state: RaisedPressure
) -> None:
    found = suspicion(hypertensive, (0, sbp, dbp))
    assert found.state is state
    assert found.again_by == (date(2026, 12, 22) if state is RaisedPressure.MEASURE_AGAIN else None)


@pytest.mark.parametrize(
    ("readings", "state"),
    [
        (((28, 140, 80), (14, 150, 80), (0, 140, 80)), RaisedPressure.SUSPECTED),
        (((29, 140, 80), (14, 150, 80), (0, 140, 80)), RaisedPressure.MEASURE_AGAIN),
        (((2, 140, 80), (1, 120, 90), (0, 140, 95)), RaisedPressure.SUSPECTED),
        (((2, 140, 80), (1, 120, 80), (0, 140, 95)), RaisedPressure.MEASURE_AGAIN),
        (((2, 140, 80), (1, 140, 80), (0, 139, 89)), RaisedPressure.NOT_RAISED),
        (((1, 140, 80), (0, 140, 80)), RaisedPressure.MEASURE_AGAIN),
        (((0, 140, 80), (0, 150, 80), (0, 160, 80)), RaisedPressure.MEASURE_AGAIN),
        (((2, 140, 80), (1, None, None), (1, 142, 80), (0, 140, 80)), RaisedPressure.SUSPECTED),
        (((3, 120, 70), (2, 140, 80), (1, 140, 80), (0, 140, 80)), RaisedPressure.SUSPECTED),
        (((2, 140, 80), (1, 140, 80), (-1, 140, 80)), RaisedPressure.MEASURE_AGAIN),
        ((), RaisedPressure.NOT_RAISED),
    ],
)
def test_three_raised_days_in_a_row_within_four_weeks_are_a_suspicion(
    hypertensive: HypertensionBook,
    readings: tuple[tuple[int, int | None, int | None], ...],
    state: RaisedPressure,
) -> None:
    assert suspicion(hypertensive, *readings).state is state
    assert suspicion(hypertensive, *reversed(readings)).state is state


def test_the_suspicion_names_its_three_days(hypertensive: HypertensionBook) -> None:
    found = suspicion(hypertensive, (9, 150, 80), (6, 150, 80), (3, 150, 80), (0, 150, 80))
    assert found.days == tuple(TODAY - timedelta(days=ago) for ago in (6, 3, 0))
    assert found.again_by is None


def test_measuring_again_is_due_four_weeks_after_the_first_raised_day(hypertensive: HypertensionBook) -> None:
    assert suspicion(hypertensive, (10, 150, 80), (0, 150, 80)).again_by == TODAY + timedelta(days=18)


@pytest.mark.parametrize(("ago", "days", "again_by"), [(28, 1, 0), (29, 0, 28), (100, 0, 28)])
def test_a_raised_pressure_that_was_not_followed_in_four_weeks_begins_anew(
    hypertensive: HypertensionBook, ago: int, days: int, again_by: int
) -> None:
    found = suspicion(hypertensive, (ago, 150, 80))
    assert (found.state, len(found.days)) == (RaisedPressure.MEASURE_AGAIN, days)
    assert found.again_by == TODAY + timedelta(days=again_by)


def test_what_is_told_names_days_limits_and_rules(hypertensive: HypertensionBook, diabetic: DiabetesBook) -> None:
    def told(*readings: tuple[int, int, int], measured: bool = True) -> tuple[str, ...]:
        found = suspicion(hypertensive, *readings)
        return screening_reasons(hypertensive, found, [RiskFactor.AGE], measured_lately=measured)

    assert told((2, 150, 80), (1, 150, 80), (0, 150, 80)) == (
        "2026-11-22、2026-11-23、2026-11-24 三天血压均高，初步考虑高血压，建议转上级确诊，14 天内随访转诊结果（H-03）",
    )
    assert told((1, 150, 80), (0, 150, 80)) == ("血压 ≥140/90，去除诱因后预约复查，2026-12-21 前再测 1 天（HN-03）",)
    assert told((0, 120, 80)) == ()
    assert told(measured=False) == ("高血压高危（年龄），180 天内没有测血压，建议每半年至少测一次（H-04）",)
    assert diabetes.screening_reasons(diabetic, Decimal("6.0")) == ()
    assert diabetes.screening_reasons(diabetic, None) == ()
    assert diabetes.screening_reasons(diabetic, Decimal("6.1")) == (
        "空腹血糖 6.1，空腹血糖受损，建议复查并做糖耐量试验（DN-02）",
    )
    assert diabetes.screening_reasons(diabetic, Decimal("7.0")) == (
        "空腹血糖 7.0，达到诊断界值，建议转上级确诊（DN-02）",
    )


@given(
    st.lists(
        st.builds(
            PressureReading,
            st.dates(),
            st.none() | st.integers(40, 300),
            st.none() | st.integers(20, 200),
        ),
        max_size=8,
    ),
    st.dates(),
)
def test_any_series_of_any_dates_has_an_answer(readings: list[PressureReading], on: date) -> None:
    found = pressure_suspicion(default_rule_books().of_kind(HypertensionBook, on), readings, on)
    assert all(day <= on for day in found.days)
    assert len(found.days) == {"not_raised": 0, "suspected": 3}.get(found.state, len(found.days))


@pytest.mark.parametrize(
    ("person", "factors"),
    [
        (Person(sbp=129, dbp=84), ()),
        (Person(sbp=130, dbp=84), (RiskFactor.HIGH_PRESSURE,)),
        (Person(sbp=139, dbp=84), (RiskFactor.HIGH_PRESSURE,)),
        (Person(sbp=140, dbp=84), ()),
        (Person(sbp=129, dbp=85), (RiskFactor.HIGH_PRESSURE,)),
        (Person(sbp=129, dbp=89), (RiskFactor.HIGH_PRESSURE,)),
        (Person(sbp=129, dbp=90), ()),
        (Person(sbp=140, dbp=85), (RiskFactor.HIGH_PRESSURE,)),
        (Person(bmi=Decimal("23.9")), ()),
        (Person(bmi=Decimal("24.0")), (RiskFactor.OVERWEIGHT,)),
        (Person(bmi=Decimal("28.0")), (RiskFactor.OVERWEIGHT,)),
        (Person(sex="1", waist_cm=Decimal("89.9")), ()),
        (Person(sex="1", waist_cm=Decimal(90)), (RiskFactor.CENTRAL_OBESITY,)),
        (Person(sex="2", waist_cm=Decimal("84.9")), ()),
        (Person(sex="2", waist_cm=Decimal(85)), (RiskFactor.CENTRAL_OBESITY,)),
        (Person(sex="9", waist_cm=Decimal(120)), ()),
        (Person(age=54), ()),
        (Person(age=55), (RiskFactor.AGE,)),
        (Person(age=56), (RiskFactor.AGE,)),
        (Person(baijiu_liang=Decimal("1.9")), ()),
        (Person(baijiu_liang=Decimal(2)), (RiskFactor.ALCOHOL,)),
        (Person(family_history=True), (RiskFactor.FAMILY,)),
        (Person(family_history=False), ()),
        (Person(salty_diet=True), (RiskFactor.SALT,)),
        (Person(salty_diet=False), ()),
        (Person(), ()),
        (Person(sex="2", age=60, sbp=135, dbp=80), (RiskFactor.HIGH_PRESSURE, RiskFactor.AGE)),
    ],
)
def test_each_known_factor_of_high_risk_is_found_at_its_limit(
    hypertensive: HypertensionBook, general: GeneralBook, person: Person, factors: tuple[RiskFactor, ...]
) -> None:
    assert risk_factors(hypertensive, general, person) == factors


def test_every_factor_has_words_and_the_next_measurement_is_in_half_a_year(hypertensive: HypertensionBook) -> None:
    assert set(RISK_FACTOR_WORDS) == set(RiskFactor)
    assert hypertensive.screening.measure_again_days == 180


@pytest.mark.parametrize(
    ("fasting", "two_hours", "found"),
    [
        ("6.0", None, GlucoseClass.NORMAL),
        ("6.1", None, GlucoseClass.IMPAIRED_FASTING),
        ("6.9", None, GlucoseClass.IMPAIRED_FASTING),
        ("7.0", None, GlucoseClass.DIABETES),
        ("7.1", None, GlucoseClass.DIABETES),
        (None, "7.7", GlucoseClass.NORMAL),
        (None, "7.8", GlucoseClass.IMPAIRED_TOLERANCE),
        (None, "11.0", GlucoseClass.IMPAIRED_TOLERANCE),
        (None, "11.1", GlucoseClass.DIABETES),
        ("6.1", "7.8", GlucoseClass.IMPAIRED_TOLERANCE),
        ("6.1", "7.7", GlucoseClass.IMPAIRED_FASTING),
        ("6.0", "11.1", GlucoseClass.DIABETES),
        ("7.0", "5.0", GlucoseClass.DIABETES),
        (None, None, None),
    ],
)
def test_glucose_falls_into_its_class(
    diabetic: DiabetesBook, fasting: str | None, two_hours: str | None, found: GlucoseClass | None
) -> None:
    values = [None if value is None else Decimal(value) for value in (fasting, two_hours)]
    assert glucose_class(diabetic, *values) == found


glucose = st.decimals("0.5", "60", places=1)


@given(glucose, glucose)
def test_more_glucose_is_never_a_milder_class(first: Decimal, second: Decimal) -> None:
    book = default_rule_books().of_kind(DiabetesBook, TODAY)
    order = list(GlucoseClass)
    low, high = (glucose_class(book, fasting=each) for each in sorted((first, second)))
    assert low is not None
    assert high is not None
    assert order.index(low) <= order.index(high)
