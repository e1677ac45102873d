"""Values against their declarations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Context
from clinic_app.records.identifiers import new_id
from clinic_app.records.validation import check, check_values, clean_text
from tests.records import ID, NOW

TODAY = Context(date(2026, 11, 22), date(1958, 3, 7))


def visit(**values: Any) -> dict[str, Any]:
    return {"resident_id": ID, "visit_date": "2026-11-22", "visit_mode": "2", **values}


def errors(type_name: str, values: dict[str, Any], context: Context = TODAY) -> dict[str, str]:
    return {error.field: error.message for error in check(RECORD_TYPES[type_name], values, context).errors}


def test_a_plain_visit_is_accepted_and_brought_to_its_stored_shape() -> None:
    checked = check(RECORD_TYPES["visit"], visit(sbp="１５２", dbp=96, weight=61.5, visit_date="2026.11.2"), TODAY)
    assert checked.errors == ()
    assert (checked.values["sbp"], checked.values["weight"]) == (152, "61.5")
    assert checked.values["visit_date"] == "2026-11-02"


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [("sbp", 40, 39), ("sbp", 300, 301), ("dbp", 20, 19), ("weight", "300", "300.1"), ("heart_rate", 250, 251)],
)
def test_the_ends_of_a_range_are_possible_and_one_step_beyond_is_not(name: str, good: object, bad: object) -> None:
    assert name not in errors("visit", visit(**{name: good}))
    assert "应在" in errors("visit", visit(**{name: bad}))[name]


@pytest.mark.parametrize("value", ["abc", "12a", "1e3", "NaN", float("nan"), True, [], {}, "--1", "1.5"])
def test_what_is_no_whole_number_is_refused_in_words(value: object) -> None:
    assert "sbp" in errors("visit", visit(sbp=value))


@pytest.mark.parametrize(("sbp", "dbp"), [(80, 96), (96, 96)])
def test_systolic_not_above_diastolic_is_refused(sbp: int, dbp: int) -> None:
    assert "收缩压应高于舒张压" in errors("visit", visit(sbp=sbp, dbp=dbp))["sbp"]


def test_a_visit_tomorrow_or_before_birth_is_refused() -> None:
    assert "晚于今天" in errors("visit", visit(visit_date="2026-11-23"))["visit_date"]
    assert "早于出生" in errors("visit", visit(visit_date="1958-03-06"))["visit_date"]
    assert errors("visit", visit(visit_date="1958-03-07")) == {}


def test_a_missing_required_value_is_named_by_its_label() -> None:
    assert errors("visit", {"resident_id": ID, "visit_date": "2026-11-22"}) == {"visit_mode": "缺少随访方式"}


def test_a_code_may_come_as_number_code_or_printed_words() -> None:
    for given_code in (2, "2", "２", "家庭"):
        assert check(RECORD_TYPES["visit"], visit(visit_mode=given_code), TODAY).values["visit_mode"] == "2"
    assert "没有" in errors("visit", visit(visit_mode="4"))["visit_mode"]


def test_none_beside_another_symptom_is_refused() -> None:
    fields = {"visit_id": ID, "symptoms": ["1", "2"]}
    assert "不能再选别项" in errors("hypertension_followup", fields)["symptoms"]
    assert errors("hypertension_followup", {"visit_id": ID, "symptoms": "2/5"}) == {}


def test_a_decision_against_the_rules_needs_a_reason() -> None:
    fields = {"visit_id": ID, "proposed_classification": "2", "classification": "1"}
    assert "写明理由" in errors("hypertension_followup", fields)["decision_reason"]
    assert errors("hypertension_followup", {**fields, "decision_reason": "动态血压达标"}) == {}


def test_unknown_names_are_kept_for_a_newer_peer() -> None:
    assert check(RECORD_TYPES["visit"], visit(spo2="97"), TODAY).values["spo2"] == "97"


def test_names_keep_every_code_point_and_lose_only_what_cannot_be_seen() -> None:
    name = "䶮𬎆㛃𠅤\U000e0100👨‍👩‍👧'\"\\"
    assert clean_text(name) == name
    assert clean_text("李\u202e甲\u2066乙\u2069\u200e") == "李甲乙\u200e"
    checked = check_values(RECORD_TYPES["resident"], {"name": "张\x00三\ud800"})
    assert checked.values["name"] == "张三"
    assert [notice.field for notice in checked.notices] == ["name"]


any_value = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.lists(st.text()),
    st.dictionaries(st.text(), st.text()),
)


@given(st.dictionaries(st.sampled_from(sorted(RECORD_TYPES["visit"].fields)), any_value))
def test_any_json_value_is_accepted_or_refused_in_words(values: dict[str, Any]) -> None:
    checked = check(RECORD_TYPES["visit"], values, TODAY)
    assert all(error.message for error in checked.errors)
    for name in checked.values:
        assert check_values(RECORD_TYPES["visit"], {name: checked.values[name]}).values[name] == checked.values[name]


def test_ids_of_one_process_rise_and_are_uuids_of_version_seven() -> None:
    made = [new_id(NOW) for _ in range(5000)]
    assert made == sorted(set(made))
    assert all(each[14] == "7" for each in made)


@pytest.mark.parametrize(("day", "said"), [("2026-11-22", ""), ("2026-11-23", "晚于今天"), (None, "写明告知日期")])
def test_a_persons_word_about_the_own_data_has_its_day(day: str | None, said: str) -> None:
    person = {"name": "李某甲", "sex": "1", "birth_date": "1958-03-07", "village_code": "990101100201"}
    told = {"consent": "1", "consent_purposes": ["1", "2"], "consent_by": "本人"} | ({"consent_on": day} if day else {})
    assert said in errors("resident", {**person, **told}).get("consent_on", "")
    assert bool(said) == bool(errors("resident", {**person, **told}))
    assert errors("resident", {**person, "consent_purposes": ["1"]}) == {}
