"""What the store and the rules say of a person, as charts and in words."""

from __future__ import annotations

from datetime import date

from clinic_app.glance import charts, state_words, supplies, targets, turn_words
from clinic_app.printing.trend import ASSESSMENT, CLINICAL
from clinic_app.store.queries.overview import ProgrammeState
from clinic_app.store.queries.residents import Registration
from clinic_app.store.queries.trend import MEDICINE, REFERRED, Measured, Trend, Turn

TODAY = date(2026, 11, 22)
PILL = {"name": "演示平片", "dose": "5mg", "times_per_day": 1}


def trend(*measured: Measured, turns: tuple[Turn, ...] = ()) -> Trend:
    return Trend(measured, turns)


def test_targets_of_both_kinds_follow_the_age_and_stay_apart() -> None:
    found = charts(trend(Measured("2026-10-01", 145, 85, None)), 70, ["hypertension"], TODAY).pressure
    assert found is not None
    assert {aim.kind: aim.values for aim in found.aims} == {ASSESSMENT: (150, 90), CLINICAL: (130, 80)}
    younger = charts(trend(Measured("2026-10-01", 145, 85, None)), 64, ["hypertension"], TODAY).pressure
    assert younger is not None
    assert younger.aims[0].values == (140, 90)


def test_meeting_the_assessment_target_is_judged_on_both_halves() -> None:
    measured = [Measured(f"2026-{month:02d}-01", sbp, dbp, None) for month, (sbp, dbp) in enumerate(
        ((149, 89), (150, 80), (140, 90), (149, None), (160, None)), 1)]  # fmt: skip
    found = charts(trend(*measured), 70, ["hypertension"], TODAY).pressure
    assert found is not None
    assert [each.within for each in found.readings] == [True, False, False, None, False]


def test_glucose_has_its_own_chart_and_nothing_measured_has_none() -> None:
    found = charts(trend(Measured("2026-10-01", None, None, "6.9"), Measured("2026-11-01", None, None, "7.0")), 60, [],
                   TODAY)  # fmt: skip
    assert found.pressure is None
    assert found.glucose is not None
    assert [(each.values, each.within) for each in found.glucose.readings] == [((6.9,), True), ((7.0,), False)]


def test_a_diabetic_outside_the_other_programme_has_the_clinical_pressure_of_diabetes() -> None:
    measured = trend(Measured("2026-10-01", 145, 85, None))
    found = charts(measured, 85, ["diabetes"], TODAY).pressure
    both = charts(measured, 85, ["diabetes", "hypertension"], TODAY).pressure
    assert found is not None
    assert both is not None
    assert {aim.kind: aim.values for aim in found.aims}[CLINICAL] == (130, 80)
    assert {aim.kind: aim.values for aim in both.aims}[CLINICAL] == (150, 90)


def test_a_programme_without_numbers_aims_at_none() -> None:
    assert targets("mental", 50, TODAY) == {}
    assert targets("nothing", 50, TODAY) == {}


def test_a_supply_counts_the_day_itself_and_knows_its_last_day() -> None:
    given = {**PILL, "dispensed_on": "2026-11-01", "days_supplied": 28}
    (supply,) = supplies([given], TODAY)
    assert (supply.left, supply.last_day) == (7, date(2026, 11, 28))
    (gone,) = supplies([given], date(2026, 11, 29))
    assert gone.left == 0
    (unknown,) = supplies([PILL], TODAY)
    assert (unknown.left, unknown.last_day) == (None, None)


def test_turns_say_what_was_stopped_and_what_was_begun() -> None:
    after = {"name": "演示糖片", "dose": "0.5g", "times_per_day": 2}
    changed = Turn(MEDICINE, "2026-05-01", (PILL,), (after,))
    assert turn_words(changed) == "停演示平片 5mg 每日1次，用演示糖片 0.5g 每日2次"
    assert turn_words(Turn(REFERRED, "2026-05-01", words="控制不满意")) == "转诊 控制不满意"


def test_a_state_is_told_in_the_words_of_its_own_form() -> None:
    def state(programme: str, section: str, **fields: object) -> str:
        return state_words(ProgrammeState(Registration("r", programme, None, None), section, "2026-05-01", fields))

    assert state("hypertension", "hypertension_followup", classification="1") == "控制满意"
    assert state("mental", "mental_followup", classification="1") == "不稳定"
    assert state("elderly", "elderly_assessment", self_care_grade="1") == "可自理"
    assert state("tuberculosis", "tuberculosis_followup", treatment_month=2) == "治疗第2月"
    stopped = state("tuberculosis", "tuberculosis_followup", stop_date="2026-10-01", stop_reason="1")
    assert stopped == "2026-10-01停止治疗 完成疗程"
    assert state("diabetes", "diabetes_followup") == ""
