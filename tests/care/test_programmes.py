"""Every programme's part of a visit is judged and filled on save, and again when it or its visit is corrected."""

from __future__ import annotations

from typing import Any

import pytest

from clinic_app.care.save import _AMEND, _NEW, ORDER, save
from clinic_app.records.catalogue import PROGRAMME_SECTION, RECORD_TYPES, SECTION_PROGRAMME
from clinic_app.records.field import Merge
from clinic_app.records.form_definition import form_definition
from clinic_app.store.database import Database
from tests.care.people import amended, how_many, record, refused, resident, section, stored, visit, written

SCORES = {"eating": "0", "grooming": "1", "dressing": "0", "toileting": "1", "mobility": "5"}


@pytest.fixture
def patient(database: Database) -> str:
    return save(database, [resident()]).ids[0]


def test_every_kind_has_a_place_in_the_order_of_a_save_and_every_event_can_be_corrected() -> None:
    written_here = {
        name for name, each in RECORD_TYPES.items() if each.merge not in (Merge.REFERENCE, Merge.COUNTY)
    }  # fmt: skip
    assert set(ORDER) == written_here
    assert len(ORDER) == len(set(ORDER))
    assert set(_AMEND) == {name for name in written_here if RECORD_TYPES[name].merge is Merge.EVENT}
    assert set(SECTION_PROGRAMME) <= set(_NEW)
    for name in ORDER:
        parent = RECORD_TYPES[name].parent
        assert parent is None or ORDER.index(parent.reference) < ORDER.index(name)


def test_one_visit_of_somebody_in_every_programme_is_one_save(database: Database, patient: str) -> None:
    before, seen = written(database), visit(patient, sbp=138, dbp=82, weight="61.5", height="158")
    parts = [section(kind, seen) for kind in SECTION_PROGRAMME]
    result = save(database, [seen, *parts])
    assert written(database) == before + 1
    assert list(result.ids) == [each["id"] for each in (seen, *parts)]
    for part in parts:
        kept = stored(database, part)
        assert kept["next_visit_date"] > "2026-11-20", part["type"]
        assert kept["rule_version"], part["type"]
        undeclared = set(kept) - set(RECORD_TYPES[part["type"]].fields)
        assert undeclared == set(), part["type"]
    assert how_many(database, "chronic_registration") == len(PROGRAMME_SECTION) - 1


@pytest.mark.parametrize("kind", sorted(SECTION_PROGRAMME))
def test_a_second_section_of_a_kind_is_refused_in_words(database: Database, patient: str, kind: str) -> None:
    seen = visit(patient)
    save(database, [seen, section(kind, seen)])
    found = refused(database, section(kind, seen))
    label = RECORD_TYPES[kind].label
    assert found == [(0, "visit_id", f"这次随访已有{label}，更正用 amends")]


@pytest.mark.parametrize("kind", sorted(SECTION_PROGRAMME))
def test_a_section_of_a_visit_that_is_not_here_is_refused(database: Database, patient: str, kind: str) -> None:
    assert [each[1] for each in refused(database, section(kind, visit(patient)))] == ["visit_id"]


@pytest.mark.parametrize(
    ("kind", "programme", "opens"),
    [
        ("mental_followup", "mental", 1),
        ("tuberculosis_first_visit", "tuberculosis", 1),
        ("tuberculosis_followup", "tuberculosis", 1),
        ("copd_followup", "copd", 1),
        ("elderly_assessment", "elderly", 0),
    ],
)
def test_a_follow_up_opens_the_registration_once_but_age_makes_the_elderly(
    database: Database, patient: str, kind: str, programme: str, opens: int
) -> None:
    for day in ("2026-10-01", "2026-11-01"):
        seen = visit(patient, day)
        save(database, [seen, section(kind, seen)])
    assert how_many(database, "chronic_registration", programme=programme) == opens
    assert how_many(database, "chronic_registration") == opens


def test_the_self_assessment_is_added_up_and_graded(database: Database, patient: str) -> None:
    seen = visit(patient)
    part = section("elderly_assessment", seen, **SCORES)
    save(database, [seen, part])
    kept = stored(database, part)
    assert (kept["self_care_score"], kept["self_care_grade"]) == (7, "2")
    assert kept["next_visit_date"] == "2027-11-20"


@pytest.mark.parametrize(
    ("scores", "total", "grade"),
    [
        ({"grooming": "3"}, 3, "1"),
        ({"grooming": "3", "toileting": "1"}, 4, "2"),
        ({"eating": "3", "dressing": "5"}, 8, "2"),
        ({"eating": "3", "dressing": "5", "mobility": "1"}, 9, "3"),
        ({"eating": "3", "mobility": "10", "dressing": "5"}, 18, "3"),
        ({"eating": "3", "mobility": "10", "dressing": "5", "toileting": "1"}, 19, "4"),
        ({"eating": "5", "grooming": "7", "dressing": "5", "toileting": "10", "mobility": "10"}, 37, "4"),
    ],
)
def test_grades_at_their_limits(
    database: Database, patient: str, scores: dict[str, str], total: int, grade: str
) -> None:
    seen = visit(patient)
    part = section("elderly_assessment", seen, **{**dict.fromkeys(SCORES, "0"), **scores})
    save(database, [seen, part])
    kept = stored(database, part)
    assert (kept["self_care_score"], kept["self_care_grade"]) == (total, grade)


def test_a_typed_sum_that_differs_is_not_taken_and_this_is_said(database: Database, patient: str) -> None:
    seen = visit(patient)
    part = section("elderly_assessment", seen, **SCORES, self_care_score=3, self_care_grade="1")
    result = save(database, [seen, part])
    kept = stored(database, part)
    assert (kept["self_care_score"], kept["self_care_grade"]) == (7, "2")
    assert [(each.record, each.field) for each in result.notices] == [(1, "self_care_score"), (1, "self_care_grade")]
    assert result.notices[0].message == "自理能力总分由各项答案算出是7，填的3没有采用"


def test_an_answer_left_out_leaves_the_sum_open(database: Database, patient: str) -> None:
    seen = visit(patient)
    part = section("elderly_assessment", seen, eating="0")
    save(database, [seen, part])
    assert "self_care_score" not in stored(database, part)
    save(database, [amended(part, **SCORES)])
    assert stored(database, part)["self_care_grade"] == "2"
    save(database, [amended(part, mobility=None)])
    assert "self_care_grade" not in stored(database, part)


def test_a_score_that_is_not_printed_is_refused_at_its_question(database: Database, patient: str) -> None:
    seen = visit(patient)
    found = refused(database, seen, section("elderly_assessment", seen, eating="1"))
    assert [(each[0], each[1]) for each in found] == [(1, "eating")]


def test_the_examination_takes_the_grade_of_the_same_visit(database: Database, patient: str) -> None:
    seen = visit(patient)
    checked, part = section("health_examination", seen), section("elderly_assessment", seen, **SCORES)
    save(database, [seen, checked, part])
    assert stored(database, checked)["elderly_self_care"] == "2"
    assert stored(database, checked)["next_visit_date"] == "2027-11-20"
    save(database, [amended(part, mobility="0")])
    assert stored(database, checked)["elderly_self_care"] == "1"


def test_a_later_assessment_fills_the_examination_that_had_none(database: Database, patient: str) -> None:
    seen = visit(patient)
    checked = section("health_examination", seen)
    save(database, [seen, checked])
    save(database, [section("elderly_assessment", seen, **SCORES)])
    assert stored(database, checked)["elderly_self_care"] == "2"


def test_a_grade_of_the_examination_s_own_stays_and_the_difference_is_said(database: Database, patient: str) -> None:
    seen = visit(patient)
    checked = section("health_examination", seen, elderly_self_care="1")
    part = section("elderly_assessment", seen, **SCORES)
    result = save(database, [seen, part, checked])
    assert [(each.record, each.field) for each in result.notices] == [(2, "elderly_self_care")]
    save(database, [amended(part, mobility="10")])
    assert stored(database, checked)["elderly_self_care"] == "1"


def test_measurements_of_the_examination_are_its_own(database: Database, patient: str) -> None:
    seen = visit(patient, sbp=138, dbp=82)
    checked = section("health_examination", seen, sbp_left=142, dbp_left=84, fbg="7.3")
    sugar = section("diabetes_followup", seen, fbg="6.4")
    save(database, [seen, checked, sugar])
    assert (stored(database, sugar)["fbg"], stored(database, checked)["fbg"]) == ("6.4", "7.3")
    assert (stored(database, seen)["sbp"], stored(database, checked)["sbp_left"]) == (138, 142)


def test_the_next_examination_follows_a_corrected_day_unless_the_doctor_chose_it(
    database: Database, patient: str
) -> None:
    for chosen, after in ((None, "2027-11-10"), ("2027-05-01", "2027-05-01")):
        seen = visit(patient)
        own = {"next_visit_date": chosen} if chosen else {}
        parts = [section(kind, seen, **own) for kind in ("health_examination", "elderly_assessment")]
        save(database, [seen, *parts])
        save(database, [amended(seen, visit_date="2026-11-10")])
        assert [stored(database, part)["next_visit_date"] for part in parts] == [after, after]


def test_risk_three_is_unstable_and_a_correction_is_judged_again(database: Database, patient: str) -> None:
    seen = visit(patient)
    part = section("mental_followup", seen, risk_level="3", insight="1", symptoms=[])
    save(database, [seen, part])
    kept = stored(database, part)
    assert (kept["classification"], kept["next_visit_date"], kept["proposed_referral"] != "none") == (
        "1", "2026-12-04", True,
    )  # fmt: skip
    save(database, [amended(part, risk_level="0", **dict.fromkeys(_SOCIAL, "1"))])
    assert stored(database, part)["classification"] == "3"
    assert stored(database, part)["next_visit_date"] == "2027-02-18"


_SOCIAL = ("sf_selfcare", "sf_housework", "sf_work", "sf_learning", "sf_social", "sleep", "diet")


def test_a_doctor_s_own_classification_stays_with_its_reason(database: Database, patient: str) -> None:
    seen = visit(patient)
    part = section("mental_followup", seen, risk_level="3", classification="2")
    assert [each[:2] for each in refused(database, seen, part)] == [(1, "decision_reason")]
    part["fields"]["decision_reason"] = "专科医生当天看过"
    save(database, [seen, part])
    save(database, [amended(part, risk_level="4")])
    kept = stored(database, part)
    assert (kept["classification"], kept["proposed_classification"]) == ("2", "1")


def test_no_dangerous_act_stands_alone_and_each_is_counted_once(database: Database, patient: str) -> None:
    seen = visit(patient)
    for acts in ([{"act": "7"}, {"act": "1", "times": 1}], [{"act": "1", "times": 1}, {"act": "1", "times": 2}]):
        part = section("mental_followup", seen, risk_level="0", dangerous_acts=acts)
        assert [each[:2] for each in refused(database, seen, part)] == [(1, "dangerous_acts")]


def test_the_rate_of_doses_is_worked_out_and_cut(database: Database, patient: str) -> None:
    seen = visit(patient)
    part = section("tuberculosis_followup", seen, doses_due=180, doses_done=162, dose_rate="99")
    result = save(database, [seen, part])
    assert stored(database, part)["dose_rate"] == "90"
    assert [each.field for each in result.notices] == ["dose_rate"]
    save(database, [amended(part, doses_done=161)])
    assert stored(database, part)["dose_rate"] == "89.4"
    assert [each[:2] for each in refused(database, amended(part, doses_done=181))] == [(0, "doses_done")]


def test_relatives_who_supervise_bring_the_next_visit_in_ten_days(database: Database, patient: str) -> None:
    seen = visit(patient)
    first = section("tuberculosis_first_visit", seen, supervisor="2")
    save(database, [seen, first])
    assert stored(database, first)["next_visit_date"] == "2026-11-30"
    save(database, [amended(first, supervisor="1")])
    assert stored(database, first)["next_visit_date"] == "2026-12-20"


def test_a_closed_case_has_no_next_visit(database: Database, patient: str) -> None:
    seen = visit(patient)
    part = section("tuberculosis_followup", seen, supervisor="1")
    save(database, [seen, part])
    assert stored(database, part)["next_visit_date"]
    assert [each[:2] for each in refused(database, amended(part, stop_date="2026-11-20"))] == [(0, "stop_reason")]
    save(database, [amended(part, stop_date="2026-11-20", stop_reason="1")])
    assert "next_visit_date" not in stored(database, part)


def test_the_grade_of_copd_is_the_doctor_s_and_the_form_names_its_edition(database: Database, patient: str) -> None:
    seen = visit(patient)
    part = section("copd_followup", seen, classification="1", cat_score=12, symptoms=["2", "6"])
    save(database, [seen, part])
    kept = stored(database, part)
    assert kept["form_version"] == form_definition("copd_followup").version
    assert (kept["classification"], kept.get("proposed_classification")) == ("1", None)
    assert (kept["cat_score"], kept["symptoms"]) == (12, ["2", "6"])
    assert kept["next_visit_date"] == "2027-02-18"
    save(database, [amended(part, classification="3")])
    kept = stored(database, part)
    assert (kept["classification"], kept["next_visit_date"]) == ("3", "2026-12-04")
    found = refused(database, amended(part, cat_score=41))
    assert found == [(0, "cat_score", "CAT评分应在0到40分之间，填的是41")]


@pytest.mark.parametrize("kind", sorted(set(SECTION_PROGRAMME) - {"hypertension_followup", "diabetes_followup"}))
def test_danger_signs_are_taken_only_where_the_form_asks_them(database: Database, patient: str, kind: str) -> None:
    seen = visit(patient)
    part = section(kind, seen, danger_signs=["H06-1"])
    assert [each[:2] for each in refused(database, seen, part)] == [(1, "danger_signs")]


@pytest.mark.parametrize(
    ("kind", "fields", "named"),
    [
        ("mental_followup", {"risk_level": "6"}, "risk_level"),
        ("mental_followup", {"classification": "4"}, "classification"),
        ("tuberculosis_first_visit", {"symptoms": ["0", "1"]}, "symptoms"),
        ("tuberculosis_first_visit", {"symptoms": ["10"]}, "symptoms"),
        ("tuberculosis_followup", {"symptoms": ["11"]}, "symptoms"),
        ("tuberculosis_followup", {"treatment_month": 0}, "treatment_month"),
        ("tuberculosis_followup", {"visits_due": 3, "visits_done": 4}, "visits_done"),
        ("health_examination", {"sbp_left": 80, "dbp_left": 90}, "sbp_left"),
        ("health_examination", {"fbg": "0.4"}, "fbg"),
        ("health_examination", {"symptoms": ["1", "2"]}, "symptoms"),
        ("health_examination", {"pedal_pulse": "5"}, "pedal_pulse"),
        ("health_examination", {"next_visit_date": "2028-01-01"}, "next_visit_date"),
        ("copd_followup", {"mmrc": "5"}, "mmrc"),
    ],
)
def test_an_impossible_answer_is_told_at_its_field(
    database: Database, patient: str, kind: str, fields: dict[str, Any], named: str
) -> None:
    seen = visit(patient)
    found = refused(database, seen, section(kind, seen, **fields))
    assert [each[:2] for each in found] == [(1, named)]
    assert all("invalid" not in each[2] and each[2] for each in found)


def test_a_void_section_makes_room_for_another(database: Database, patient: str) -> None:
    seen = visit(patient)
    part = section("mental_followup", seen, risk_level="0")
    save(database, [seen, part])
    save(database, [{"void": part["id"], "reason": "记错人"}])
    save(database, [section("mental_followup", seen, risk_level="1")])
    assert how_many(database, "mental_followup") == 1


def test_the_supplement_is_one_for_each_person_and_patched_ever_after(database: Database, patient: str) -> None:
    own = record("mental_supplement", resident_id=patient, guardian_name="演示监护人", consent="1")
    save(database, [own])
    found = refused(database, record("mental_supplement", resident_id=patient))
    assert found == [(0, "resident_id", "这位居民已有严重精神障碍补充信息表，在原表上修改")]
    save(database, [{**own, "fields": {"guardian_phone": "0000-1"}}])
    kept = stored(database, own)
    assert (kept["guardian_name"], kept["guardian_phone"]) == ("演示监护人", "0000-1")
    assert [each[1] for each in refused(database, {**own, "fields": {"onset_date": "2026-11-23"}})] == ["onset_date"]
