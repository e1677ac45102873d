"""How times, vitals, results and costs of a referral read on paper."""

from __future__ import annotations

import pytest

from clinic_app.guidelines.referral_rules import default_referral_rules
from clinic_app.printing.referral import referral_slip
from clinic_app.printing.referral_values import (
    checklist_words,
    consent_words,
    cost_words,
    course_words,
    criteria_words,
    insurance_words,
    medicines_words,
    path_words,
    readings_words,
    request_words,
    results_words,
    vitals_words,
    window_words,
)

RULES = default_referral_rules()


def test_the_course_of_an_emergency_is_in_local_time_and_what_is_not_known_is_for_the_pen() -> None:
    values = {"onset_at": "2026-11-22T15:50:00.000Z", "called_at": "2026-11-22T16:05:00.000Z"}
    assert course_words(values) == "发病 11月22日23:50　呼叫120 11月23日00:05　通知接收方 __:__　离开 __:__"
    same_day = {"onset_at": "2026-11-22T03:20:00.000Z", "left_at": "2026-11-22T03:45:00.000Z"}
    assert course_words(same_day).endswith("离开 11:45")
    assert course_words({}) == ""
    assert course_words({"onset_at": "昨天"}) == ""


def test_the_window_of_a_stroke_ends_three_hours_after_the_onset_on_every_reprint() -> None:
    values = {"onset_at": "2026-11-22T03:20:00.000Z", "suspicion": "stroke"}
    assert window_words(values, RULES).endswith("至11月22日14:20")
    assert window_words({**values, "suspicion": "trauma"}, RULES) == ""
    assert window_words({"suspicion": "stroke"}, RULES) == ""


def test_vitals_have_their_units_and_a_missing_half_of_a_pressure_is_for_the_pen() -> None:
    values = {"sbp": 186, "dbp": 112, "heart_rate": 98, "temperature": "36.5", "consciousness": "2"}
    assert vitals_words(values) == "血压186/112mmHg　心率98次/分钟　体温36.5℃　意识嗜睡"
    assert vitals_words({"sbp": 90}) == "血压90/____mmHg"
    assert vitals_words({}) == ""


def test_check_lists_and_criteria_are_in_the_words_of_the_rules_and_unknown_codes_stay() -> None:
    criterion, item = RULES.criteria("hypertension")[0], RULES.checklist("stroke")[0]
    assert criteria_words({"criteria": [criterion.code, "旧-1"]}, RULES) == f"{criterion.words}；旧-1"
    assert checklist_words({"checklist": [item.code, "旧-2"]}, RULES) == f"{item.words}；旧-2"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, ""),
        ({"request": "clinic"}, "门诊"),
        ({"request": "examination", "requested_item": "CT"}, "检查（CT）"),
        ({"request": "bed", "requested_day": "2026-11-24"}, "住院床位，希望11月24日"),
    ],
)
def test_what_is_asked_for_reads_as_one_phrase(values: dict[str, object], words: str) -> None:
    assert request_words(values) == words


def test_what_goes_without_saying_is_not_printed() -> None:
    assert path_words({"path": "alliance"}) == path_words({}) == ""
    assert path_words({"path": "outside"}) == "医共体外"
    assert [insurance_words({"insurance_registered": each}) for each in (None, True, False)] == ["", "已备案", "未备案"]
    assert consent_words({}) == ""
    assert consent_words({"consent": "agree", "consent_by": "李某", "consent_relation": "之女"}) == "同意（李某，之女）"


def test_the_record_pack_and_the_results_read_as_lists() -> None:
    pack = {
        "readings": [
            {"visit_date": "2026-11-22", "sbp": 186, "dbp": 112, "fbg": "7.8"},
            {"visit_date": "2026-11-08"},
        ],
        "medicines": [{"name": "氨氯地平", "dose": "5mg", "times_per_day": 1}, {"name": "二甲双胍"}],
    }
    assert readings_words({"pack": pack}) == "11月22日 血压186/112 空腹血糖7.8"
    assert medicines_words({"pack": pack}) == "氨氯地平 5mg 每日1次；二甲双胍"
    results = [
        {"item": "CT", "value": "未见出血", "examined_on": "2026-11-20", "organisation": "演示县人民医院"},
        {"item": "血常规", "recognised": "1", "reason": "超过7天"},
    ]
    assert results_words({"results": results}) == "CT：未见出血（11月20日，演示县人民医院）；血常规（重做：超过7天）"
    assert readings_words({"pack": "不是对象"}) == medicines_words({}) == results_words({}) == ""


def test_the_cost_is_said_with_its_date_and_as_an_estimate() -> None:
    hint = {"scheme": "城乡居民", "level": "county", "deductible": "600", "rate": "75", "valid_from": "2026-01-01"}
    found = cost_words({"cost_hint": hint})
    for word in ("县级", "600元", "75%", "2026-01-01", "估算"):
        assert word in found
    assert cost_words({}) == cost_words({"cost_hint": {}}) == ""


def test_a_slip_takes_all_of_them_from_the_values_of_a_referral() -> None:
    values = {
        "slip_no": "12-00034-567-8",
        "urgency": "emergency",
        "suspicion": "stroke",
        "onset_at": "2026-11-22T03:20:00.000Z",
        "referral_date": "2026-11-22",
        "sbp": 186,
        "dbp": 112,
        "escort": "张某",
        "consent": "later",
        "direction": "up",
    }
    slip = referral_slip(values, to_org="演示县人民医院", from_org="柳树屯村卫生室", previous_number="12-00033-111-1")
    assert (slip.suspicion, slip.vitals, slip.escort) == ("卒中", "血压186/112mmHg", "张某")
    assert slip.window.endswith("至11月22日14:20")
    assert (slip.consent, slip.consent_choice, slip.previous_number) == ("先救治，后补签", "later", "12-00033-111-1")
    assert referral_slip({"referral_date": "2019-01-01"}, to_org="", from_org="").direction == ""
