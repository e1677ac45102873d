"""What several forms ask is asked once; where their codes differ, only what surely means the same flows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.records.shared_answers import (
    COPD,
    DIABETES,
    ELDERLY,
    EXAMINATION,
    FIRST,
    HYPERTENSION,
    MENTAL,
    ORDER,
    QUESTIONS,
    SEPARATE,
    SPECIAL,
    TUBERCULOSIS,
    VISIT,
    Flow,
    Place,
    asked_once,
    carried,
    mapping,
)
from clinic_app.records.tuberculosis import FIRST_TO_FOLLOWUP
from clinic_app.records.validation import check_values


def flow(source: tuple[str, str], target: tuple[str, str]) -> Flow:
    asked = asked_once([source[0], target[0]])
    return next(each for one in asked for each in one.others if (each.source, each.target) == (source, target))


@pytest.mark.parametrize(
    ("source", "target", "codes"),
    [
        ((HYPERTENSION, "adherence"), (DIABETES, "adherence"), {"1": "1", "2": "2", "3": "3"}),
        ((HYPERTENSION, "adherence"), (MENTAL, "adherence"), {"1": "1", "2": "2", "3": "3"}),
        ((MENTAL, "adherence"), (COPD, "adherence"), {"1": "1", "2": "2", "3": "3"}),
        ((HYPERTENSION, "adr"), (DIABETES, "adr"), {"1": "1", "2": "2"}),
        ((HYPERTENSION, "adr"), (MENTAL, "adr"), {"1": "1", "2": "2"}),
        ((HYPERTENSION, "adr"), (COPD, "adr"), {"1": "1"}),
        ((COPD, "adr"), (HYPERTENSION, "adr"), {"1": "1", "2": "2", "3": "2"}),
        ((MENTAL, "adr"), (HYPERTENSION, "adr"), {"1": "1", "2": "2"}),
        ((HYPERTENSION, "adr"), (TUBERCULOSIS, "adr"), {"1": "1"}),
        ((HYPERTENSION, "symptoms"), (DIABETES, "symptoms"), {"9": "8"}),
        ((DIABETES, "symptoms"), (HYPERTENSION, "symptoms"), {"8": "9"}),
        ((FIRST, "symptoms"), (TUBERCULOSIS, "symptoms"), dict(FIRST_TO_FOLLOWUP)),
        (
            (TUBERCULOSIS, "symptoms"),
            (FIRST, "symptoms"),
            {later: first for first, later in FIRST_TO_FOLLOWUP.items()},
        ),
        ((HYPERTENSION, "symptoms"), (EXAMINATION, "symptoms"), {"3": "21", "5": "9"}),
        (
            (EXAMINATION, "symptoms"),
            (HYPERTENSION, "symptoms"),
            {"2": "2", "3": "2", "4": "6", "5": "6", "9": "5", "21": "3", "22": "4", "23": "4"},
        ),
        ((DIABETES, "symptoms"), (EXAMINATION, "symptoms"), {"2": "10", "4": "11", "5": "15", "7": "16", "9": "12"}),
        ((EXAMINATION, "symptoms"), (DIABETES, "symptoms"), {"10": "2", "11": "4", "15": "5", "16": "7"}),
        ((COPD, "symptoms"), (EXAMINATION, "symptoms"), {"3": "8", "6": "9", "8": "13"}),
        ((EXAMINATION, "symptoms"), (COPD, "symptoms"), {"7": "2", "8": "3", "9": "6", "13": "8"}),
        ((COPD, "symptoms"), (TUBERCULOSIS, "symptoms"), {"7": "3"}),
        ((TUBERCULOSIS, "symptoms"), (COPD, "symptoms"), {}),
        ((EXAMINATION, "symptoms"), (TUBERCULOSIS, "symptoms"), {"14": "6", "15": "8", "23": "10"}),
        ((DIABETES, "symptoms"), (TUBERCULOSIS, "symptoms"), {"5": "8"}),
        ((HYPERTENSION, "symptoms"), (COPD, "symptoms"), {"5": "6"}),
        ((ELDERLY, "self_care_grade"), (EXAMINATION, "elderly_self_care"), {code: code for code in "1234"}),
        ((FIRST, "supervisor"), (TUBERCULOSIS, "supervisor"), {code: code for code in "1234"}),
        ((FIRST, "usage"), (TUBERCULOSIS, "usage"), {"1": "1", "2": "2"}),
        ((FIRST, "dosage_form"), (TUBERCULOSIS, "dosage_form"), {code: code for code in "1234"}),
    ],
)
def test_codes_flow_only_where_they_mean_the_same(
    source: tuple[str, str], target: tuple[str, str], codes: dict[str, str]
) -> None:
    assert mapping(Place(*source), Place(*target)) == codes


def test_of_three_diseases_the_first_asks_and_the_others_take() -> None:
    asked = {one.asker: [each.target for each in one.others] for one in asked_once([MENTAL, DIABETES, HYPERTENSION])}
    assert asked[Place(HYPERTENSION, "adherence")] == [(DIABETES, "adherence"), (MENTAL, "adherence")]
    assert asked[Place(HYPERTENSION, "adr")] == [(DIABETES, "adr"), (MENTAL, "adr")]
    assert Place(MENTAL, "adherence") not in asked


def test_tuberculosis_asks_for_missed_doses_by_itself() -> None:
    asked = asked_once([HYPERTENSION, TUBERCULOSIS])
    assert not any(each.target.field == "missed_doses" for one in asked for each in one.others)
    assert SEPARATE[Place(HYPERTENSION, "adherence"), Place(TUBERCULOSIS, "missed_doses")]


def test_no_need_for_medicines_is_not_a_refusal_to_take_them() -> None:
    found = flow((MENTAL, "adherence"), (COPD, "adherence"))
    assert found.carry({"adherence": "4"}) == {}


def test_a_reaction_flows_with_its_words_and_its_severity_is_asked() -> None:
    values = {HYPERTENSION: {"adr": "2", "adr_other": "脚肿"}}
    flows = [each for one in asked_once([HYPERTENSION, DIABETES, COPD]) for each in one.others]
    assert carried(flows, values) == {DIABETES: {"adr": "2", "adr_other": "脚肿"}}
    assert carried(flows, {HYPERTENSION: {"adr": "1"}}) == {DIABETES: {"adr": "1"}, COPD: {"adr": "1"}}


def test_what_is_answered_at_the_other_form_is_not_overwritten() -> None:
    flows = [each for one in asked_once([HYPERTENSION, MENTAL]) for each in one.others]
    values = {HYPERTENSION: {"adherence": "1"}, MENTAL: {"adherence": "3"}}
    assert carried(flows, values) == {}


def test_blurred_vision_of_hypertension_is_another_symptom_than_that_of_diabetes() -> None:
    found = flow((HYPERTENSION, "symptoms"), (DIABETES, "symptoms"))
    assert found.carry({"symptoms": ["4", "8"]}) == {}
    assert found.carry({"symptoms": ["4", "9"]}) == {"symptoms": ["8"]}
    assert found.replaced == {"8"}
    assert not found.whole


def test_ticks_join_those_of_the_form_and_take_the_place_of_no_symptoms() -> None:
    flows = [each for one in asked_once([HYPERTENSION, DIABETES]) for each in one.others]
    values = {HYPERTENSION: {"symptoms": ["9"]}, DIABETES: {"symptoms": ["2"]}}
    assert carried(flows, values) == {DIABETES: {"symptoms": ["2", "8"]}}
    values = {HYPERTENSION: {"symptoms": ["1"]}, DIABETES: {"symptoms": ["8"]}}
    assert carried(flows, values) == {HYPERTENSION: {"symptoms": ["9"]}}


def test_no_symptoms_on_one_form_says_nothing_of_the_other() -> None:
    flows = [each for one in asked_once([HYPERTENSION, DIABETES, EXAMINATION]) for each in one.others]
    assert carried(flows, {HYPERTENSION: {"symptoms": ["1"]}, EXAMINATION: {"symptoms": ["1"]}}) == {}


@pytest.mark.parametrize(
    ("pulse", "side", "examined"),
    [
        ("1", None, "2"), ("2", "1", None), ("2", "2", "3"), ("2", "3", "4"), ("2", None, None),
        ("3", "1", "1"), ("3", "2", "3"), ("3", "3", "4"), ("3", None, None), (None, None, None),
    ],
)  # fmt: skip
def test_the_pulse_of_the_follow_up_at_the_examination(
    pulse: str | None, side: str | None, examined: str | None
) -> None:
    found = flow((DIABETES, "dorsalis_pedis"), (EXAMINATION, "pedal_pulse"))
    wanted = {"pedal_pulse": examined} if examined else {}
    assert found.carry({"dorsalis_pedis": pulse, "dorsalis_pedis_side": side}) == wanted


@pytest.mark.parametrize(
    ("examined", "wanted"),
    [
        ("1", {"dorsalis_pedis": "3", "dorsalis_pedis_side": "1"}),
        ("2", {"dorsalis_pedis": "1"}),
        ("3", {}),
        ("4", {}),
        (None, {}),
    ],
)
def test_the_pulse_of_the_examination_at_the_follow_up(examined: str | None, wanted: dict[str, str]) -> None:
    found = flow((EXAMINATION, "pedal_pulse"), (DIABETES, "dorsalis_pedis"))
    assert found.carry({"pedal_pulse": examined}) == wanted


@pytest.mark.parametrize(
    ("source", "target", "given", "wanted"),
    [
        ((VISIT, "smoking"), (EXAMINATION, "smoking_state"), {"smoking": 20}, {"smoking_state": "3"}),
        ((VISIT, "smoking"), (EXAMINATION, "smoking_state"), {"smoking": 1}, {"smoking_state": "3"}),
        ((VISIT, "smoking"), (EXAMINATION, "smoking_state"), {"smoking": 0}, {}),
        ((VISIT, "smoking"), (EXAMINATION, "smoking_state"), {}, {}),
        ((VISIT, "smoking"), (EXAMINATION, "smoking_state"), {"smoking": "十"}, {}),
        ((EXAMINATION, "smoking_state"), (VISIT, "smoking"), {"smoking_state": "1"}, {"smoking": 0}),
        ((EXAMINATION, "smoking_state"), (VISIT, "smoking"), {"smoking_state": "2"}, {"smoking": 0}),
        ((EXAMINATION, "smoking_state"), (VISIT, "smoking"), {"smoking_state": "3"}, {}),
        ((EXAMINATION, "drinking_state"), (VISIT, "drinking"), {"drinking_state": "1"}, {"drinking": "0"}),
        ((EXAMINATION, "drinking_state"), (VISIT, "drinking"), {"drinking_state": "2"}, {}),
        ((VISIT, "exercise_freq"), (EXAMINATION, "exercise_state"), {"exercise_freq": 0}, {}),
        ((VISIT, "exercise_freq"), (EXAMINATION, "exercise_state"), {"exercise_freq": 1}, {"exercise_state": "2"}),
        ((VISIT, "exercise_freq"), (EXAMINATION, "exercise_state"), {"exercise_freq": 6}, {"exercise_state": "2"}),
        ((VISIT, "exercise_freq"), (EXAMINATION, "exercise_state"), {"exercise_freq": 7}, {"exercise_state": "1"}),
        ((EXAMINATION, "exercise_state"), (VISIT, "exercise_freq"), {"exercise_state": "4"}, {"exercise_freq": 0}),
        ((EXAMINATION, "exercise_state"), (VISIT, "exercise_freq"), {"exercise_state": "3"}, {}),
    ],
)
def test_a_number_and_a_state_tell_each_other_what_they_surely_do(
    source: tuple[str, str], target: tuple[str, str], given: dict[str, Any], wanted: dict[str, Any]
) -> None:
    assert flow(source, target).carry(given) == wanted


def test_glucose_and_pressures_of_the_examination_are_its_own() -> None:
    asked = asked_once([HYPERTENSION, DIABETES, EXAMINATION])
    fields = {place.field for one in asked for place in (one.asker, *(each.target for each in one.others))}
    assert not fields & {"fbg", "hba1c", "sbp", "sbp_left", "sbp_right", "heart_rate", "pulse_rate"}


def test_one_disease_alone_shares_nothing() -> None:
    for section in SECTION_PROGRAMME:
        if section != EXAMINATION:
            assert asked_once([section]) == ()


def test_every_place_and_code_is_declared_and_every_flow_says_why() -> None:
    assert set(ORDER) - {VISIT} == set(SECTION_PROGRAMME)
    for question in QUESTIONS:
        for place, meanings in question.places.items():
            declared = RECORD_TYPES[place.section].fields[place.field]
            assert set(meanings) <= (declared.codes or {"True", "False"}), place
    for one in asked_once(tuple(SECTION_PROGRAMME)):
        for each in one.others:
            assert each.note
            assert each.target.section != each.source.section
    for first, second in SEPARATE:
        assert {first.field, second.field}.isdisjoint(
            each.target.field for each in SPECIAL if each.target.section == second.section
        )


@given(st.data())
def test_what_flows_is_always_a_possible_answer(data: st.DataObject) -> None:
    sections = data.draw(st.lists(st.sampled_from(sorted(SECTION_PROGRAMME)), unique=True))
    values: dict[str, dict[str, Any]] = {}
    asked = asked_once(sections)
    for one in asked:
        declared = RECORD_TYPES[one.asker.section].fields[one.asker.field]
        codes = sorted(declared.codes)
        if not codes:
            continue
        many = declared.kind.value == "codes"
        drawn = data.draw(st.lists(st.sampled_from(codes), unique=True) if many else st.sampled_from(codes))
        values.setdefault(one.asker.section, {})[one.asker.field] = drawn
    for section, found in carried([each for one in asked for each in one.others], values).items():
        assert check_values(RECORD_TYPES[section], found).errors == (), (section, found)
