from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from clinic_app.guidelines import RuleBooks, RuleFileError, UnknownProgramme, load_rule_books
from clinic_app.guidelines.referral_rules import (
    OwnDisease,
    RecognisedItem,
    ReferralRules,
    answer_hours,
    default_referral_rules,
    in_own_list,
    recognised,
    skips_level,
    time_left,
)
from clinic_app.guidelines.rule_card import rule_card, rule_cards
from clinic_app.records.catalogue import RECORD_TYPES

from .conftest import SHIPPED

TODAY = date(2026, 11, 25)
FILE = "referral-2026-11.toml"
VILLAGE, TOWNSHIP, HOSPITAL = "village_clinic", "township_centre", "county_hospital"


@pytest.fixture(scope="module")
def rules() -> ReferralRules:
    return default_referral_rules(TODAY)


def changed(tmp_path: Path, old: str, new: str) -> Path:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "guidelines"))
    text = (folder / FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_everything_that_may_be_ticked_cites_a_rule_that_some_file_has(rules: ReferralRules, books: RuleBooks) -> None:
    items = [item for items in rules.checklists.values() for item in items]
    cited = [*rules.criteria_list, *items, *rules.windows.values(), *rules.steady_rules.values()]
    assert {each.rule for each in cited if rule_card(books, each.rule, TODAY) is None} == set()


def test_what_is_not_from_the_texts_is_marked_so(rules: ReferralRules) -> None:
    assert rules.rules["RF-08"].verified == "V2"
    ours = ("RF-02", "RF-12", "RF-15", "RF-17", "RF-18", "RF-19")
    assert {rules.rules[each].verified for each in ours} == {"U?"}
    assert {rules.rules[each].verified for each in ("RF-09", "RF-11")} == {"U+"}


def test_a_check_list_begins_with_the_disease_and_ends_with_what_holds_for_all(rules: ReferralRules) -> None:
    up = [each.code for each in rules.criteria("hypertension")]
    assert up[:3] == ["htn-1", "htn-2", "htn-3"]
    assert up[-4:] == ["any-1", "any-2", "any-3", "any-4"]
    assert [each.code for each in rules.criteria("diabetes", "down")] == ["dm-21", "any-21", "any-22", "any-23"]
    assert [each.code for each in rules.criteria("", "level")] == ["any-31", "any-32"]
    assert rules.criteria("asthma") == rules.criteria("")
    criterion = rules.criterion("htn-1")
    assert criterion is not None
    assert criterion.rule == "H-06"
    assert rules.criterion("of-another-edition") is None


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("高血压3级，2型糖尿病", "hypertension"),
        ("2型糖尿病，高血压", "diabetes"),
        ("急性脑梗死", "stroke"),
        ("慢性阻塞性肺疾病急性加重", "copd"),
        ("肺结核可能", "tuberculosis"),
        ("阑尾炎", ""),
        ("", ""),
    ],
)
def test_a_disease_is_known_by_what_the_impression_names_first(rules: ReferralRules, text: str, disease: str) -> None:
    assert rules.disease_of(text) == disease


def test_an_impression_that_names_two_diseases_lists_the_criteria_of_both(rules: ReferralRules) -> None:
    assert rules.diseases_of("2型糖尿病、高血压3级，高血糖") == ("diabetes", "hypertension")
    both = rules.criteria_for("高血压、2型糖尿病")
    own = [each for each in rules.criteria("hypertension") if each.disease]
    assert both == (*own, *rules.criteria("diabetes"))
    assert rules.criteria_for("阑尾炎", "level") == rules.criteria("", "level")


def test_an_emergency_has_a_check_list_with_the_times_that_belong_to_it(rules: ReferralRules) -> None:
    stroke = rules.checklist("stroke")
    assert [each.code for each in stroke][:2] == ["st-1", "st-2"]
    assert {each.time_field for each in stroke} == {"onset_at", "called_at", "notified_at", "left_at", ""}
    assert {each.time_field for each in stroke if each.time_field} <= set(RECORD_TYPES["referral"].fields)
    assert [each.code for each in rules.checklist("other")] == ["em-1", "em-2", "em-3", "em-4"]
    assert rules.checklist_item("cp-4") in rules.checklist("chest_pain")
    assert rules.checklist_item("of-another-edition") is None


def test_the_window_of_a_stroke_is_three_hours_from_the_onset(rules: ReferralRules) -> None:
    window = rules.window("stroke")
    assert window is not None
    onset = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    assert time_left(window, onset, onset + timedelta(hours=1, minutes=20)) == timedelta(hours=1, minutes=40)
    assert time_left(window, onset, onset + timedelta(hours=3)) == timedelta()
    assert time_left(window, onset, onset + timedelta(hours=3, seconds=1)) == timedelta(seconds=-1)
    assert rules.window("trauma") is None


def test_the_numbers_of_the_closed_loop(rules: ReferralRules) -> None:
    given = {"unread_hours": 24, "no_show_days": 14, "completion_hours": 6, "first_follow_up_days": 7}
    calls = {"call_back_1_days": 7, "call_back_2_days": 14, "call_back_3_days": 30}
    assert {name: rules.days(name) for name in (*given, *calls)} == {**given, **calls}
    hours = [answer_hours(urgency) for urgency in ("routine", "urgent", "emergency", "not asked")]
    assert hours == [48, 24, 2, 48]


@pytest.mark.parametrize(
    ("own", "target", "skipped"),
    [
        (VILLAGE, TOWNSHIP, None),
        (VILLAGE, VILLAGE, None),
        (TOWNSHIP, HOSPITAL, None),
        (HOSPITAL, VILLAGE, None),
        (VILLAGE, "bureau", None),
        ("", HOSPITAL, None),
        (VILLAGE, HOSPITAL, (TOWNSHIP,)),
    ],
)
def test_a_way_up_passes_over_what_lies_between(
    rules: ReferralRules, own: str, target: str, skipped: tuple[str, ...] | None
) -> None:
    found = skips_level(rules, own, target)
    assert (found and found.skipped) == skipped


def test_outside_the_alliance_lies_above_every_level_and_an_emergency_asks_nothing(rules: ReferralRules) -> None:
    far = skips_level(rules, VILLAGE, "", outside=True)
    assert far is not None
    assert far.skipped == (TOWNSHIP, HOSPITAL)
    assert far.words == "越过乡镇卫生院、县级医院，请写明原因"
    assert far.rule == "RF-01"
    assert skips_level(rules, HOSPITAL, "", outside=True) is None
    assert skips_level(rules, VILLAGE, HOSPITAL, urgency="emergency") is None


def test_an_impression_that_names_a_disease_of_the_own_list_is_found() -> None:
    own = [
        OwnDisease("J18.9", "肺炎"),
        OwnDisease("J18.0", "支气管肺炎"),
        OwnDisease("I10", "高血压"),
        OwnDisease("X", ""),
    ]
    assert [each.code for each in in_own_list(own, "支气管肺炎，高血压2级")] == ["J18.0", "I10"]
    assert [each.code for each in in_own_list(own, "大叶性肺炎")] == ["J18.9"]
    assert in_own_list(own, "骨折") == ()


def test_a_result_is_recognised_for_its_days_and_no_longer() -> None:
    items = [RecognisedItem("CT-T", "头颅CT", 30)]
    examined = TODAY - timedelta(days=30)
    assert recognised(items, " 头颅CT ", examined, TODAY) == items[0]
    assert recognised(items, "CT-T", TODAY, TODAY) == items[0]
    assert recognised(items, "头颅CT", examined - timedelta(days=1), TODAY) is None
    assert recognised(items, "头颅CT", TODAY + timedelta(days=1), TODAY) is None
    assert recognised(items, "胸部CT", TODAY, TODAY) is None


@pytest.mark.parametrize(
    ("kind", "item", "minutes"),
    [("clinic", "", 20), ("examination", "CT", 30), ("examination", "头颅mri", 30), ("examination", "彩超", None)],
)
def test_a_slot_is_as_long_as_the_booking_rules_have_it(
    rules: ReferralRules, kind: str, item: str, minutes: int | None
) -> None:
    assert rules.slot_minutes(kind, item) == minutes


def test_the_rules_of_referrals_are_cards_beside_the_fields_of_a_referral(books: RuleBooks) -> None:
    cards = rule_cards(books, "referral", "onset_at", TODAY)
    assert [(each.id, each.book, each.verified_words) for each in cards] == [
        ("RF-08", "转诊", "间接核实"),
        ("RF-09", "转诊", "未核实"),
    ]
    assert [each.id for each in rule_cards(books, "referral", "level_skip_reason", TODAY)] == ["RF-01"]
    assert [each.id for each in rule_cards(books, "inpatient_cost", "amount", TODAY)] == ["RF-15"]


def test_a_later_edition_takes_over_on_its_first_day(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "guidelines"))
    text = (folder / FILE).read_text(encoding="utf-8").replace("valid_from = 2026-11-01", "valid_from = 2027-01-01")
    later = text.replace('version = "referral-2026-11"', 'version = "referral-2027-01"')
    (folder / "referral-2027-01.toml").write_text(later, encoding="utf-8")
    books = load_rule_books(folder)
    assert books.referral_in_force(date(2026, 12, 31)).version == "referral-2026-11"
    assert books.referral_in_force(date(2027, 1, 1)).version == "referral-2027-01"
    assert books.referral_in_force(date(2020, 1, 1)).version == "referral-2026-11"


def test_a_folder_without_referral_rules_says_so(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "guidelines"))
    (folder / FILE).unlink()
    with pytest.raises(UnknownProgramme, match="referral"):
        load_rule_books(folder).referral_in_force(TODAY)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('disease = "hypertension"', 'disease = "gout"', "gout is none of the file's diseases"),
        ('direction = "up"', 'direction = "away"', "away is none of up, down, level"),
        ('code = "htn-2"', 'code = "htn-1"', "uses a code twice"),
        ('code = "cp-2"', 'code = "cp-1"', "uses a code twice"),
        ("unread_hours = 24", "unread_days = 1", "unread_hours is missing"),
        ("days = 3\ntolerance", "days = 1\ntolerance", "has to be 2 at least"),
        ('disease = "stroke"\ndays', 'disease = "copd"\ndays', "speaks of a disease twice"),
        ("[[steady_cost]]\ndays = 3", '[[steady_cost]]\ndisease = "mental"\ndays = 3', "no rule for every disease"),
        ('time_field = "onset_at"', "time_field = 5", "time_field is not a text"),
        ("minutes = 180", 'minutes = "three hours"', "minutes is not a whole number"),
        ('township_centre = "乡镇卫生院"', "", "township_centre is missing"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused_with_the_place(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    with pytest.raises(RuleFileError, match="referral-2026-11") as refused:
        load_rule_books(changed(tmp_path, old, new))
    assert words in str(refused.value)
