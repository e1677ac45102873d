from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from clinic_app.guidelines import (
    RuleBook,
    RuleBooks,
    RuleFileError,
    UnknownProgramme,
    default_rule_books,
    load_rule_books,
)

from .conftest import SHIPPED

PROGRAMMES = ("copd", "diabetes", "elderly", "hypertension", "mental", "tuberculosis")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "guidelines"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_program_finds_the_rules_it_ships(books: RuleBooks) -> None:
    assert default_rule_books() == books
    assert books.programmes == PROGRAMMES


def test_each_rule_names_its_source_and_how_far_it_is_verified(books: RuleBooks) -> None:
    collections = [book.rules for book in books.books] + [book.rules for book in books.general]
    for rules in collections:
        for rule in rules.values():
            assert rule.source
            assert rule.verified in {"V1", "V2", "U+", "U?"}
    hypertension = books.in_force("hypertension", date(2026, 4, 1))
    assert hypertension.rules["H-06"].verified == "V1"
    assert hypertension.rules["H-08"].verified == "U+"


def test_a_later_edition_takes_over_on_its_first_day(folder: Path) -> None:
    later = folder / "hypertension-2027-01.toml"
    shutil.copy(folder / "hypertension-2026-03.toml", later)
    change(folder, later.name, 'version = "hypertension-2026-03"', 'version = "hypertension-2027-01"')
    change(folder, later.name, "valid_from = 2026-03-01", "valid_from = 2027-01-01\nvalid_until = 2027-12-31")
    books = load_rule_books(folder)

    def version(on: date) -> str:
        return books.in_force("hypertension", on).version

    assert version(date(2026, 12, 31)) == "hypertension-2026-03"
    assert version(date(2027, 1, 1)) == "hypertension-2027-01"
    assert version(date(2028, 6, 1)) == "hypertension-2027-01"
    assert version(date(2019, 6, 1)) == "hypertension-2026-03"
    assert books.in_force("diabetes", date(2027, 6, 1)).version == "diabetes-2026-03"
    assert books.programmes == PROGRAMMES


def test_general_rules_change_edition_like_the_others(folder: Path) -> None:
    later = folder / "general-2027-01.toml"
    shutil.copy(folder / "general-2026-03.toml", later)
    change(folder, later.name, "valid_from = 2026-03-01", "valid_from = 2027-01-01")
    change(folder, later.name, "overweight_from = 24", "overweight_from = 25")
    books = load_rule_books(folder)
    assert books.general_in_force(date(2026, 12, 31)).overweight_from == 24
    assert books.general_in_force(date(2027, 1, 1)).overweight_from == 25
    assert books.general_in_force(date(2000, 1, 1)).overweight_from == 24


def test_an_unknown_programme_has_no_rules(books: RuleBooks) -> None:
    with pytest.raises(UnknownProgramme, match="asthma"):
        books.in_force("asthma", date(2026, 4, 1))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("2", "2"),
        ("２", "2"),
        ("剧烈头痛或头晕", "2"),
        (" 剧烈头痛 或头晕 ", "2"),
        ("剧烈头痛", "2"),
        ("胸闷", "7"),
        ("无", "0"),
        ("头痛头晕", None),
        ("11", None),
        ("", None),
    ],
)
def test_a_danger_sign_is_known_by_code_and_by_words(hypertension: RuleBook, given: str, code: str | None) -> None:
    assert hypertension.danger_sign_code(given) == code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("体温>39℃", "9"),
        ("体温 ＞39 ℃", "9"),
        ("持续心动过速(>100 次/分)", "8"),
        ("呼气烂苹果样丙酮味", "2"),
        ("多饮、多尿、腹痛", "5"),
        ("胸闷", None),
    ],
)
def test_diabetes_has_danger_signs_of_its_own(diabetes: RuleBook, given: str, code: str | None) -> None:
    assert diabetes.danger_sign_code(given) == code


def test_no_two_danger_signs_share_a_word(books: RuleBooks) -> None:
    for book in books.books:
        for sign in (*book.danger_signs, book.no_danger_sign):
            for words in (sign.code, sign.words, *sign.also):
                assert book.danger_sign_code(words) == sign.code


HYPERTENSION, DIABETES, GENERAL = "hypertension-2026-03.toml", "diabetes-2026-03.toml", "general-2026-03.toml"
MENTAL, TUBERCULOSIS = "mental-2026-03.toml", "tuberculosis-2026-03.toml"
ELDERLY, COPD = "elderly-2026-03.toml", "copd-2026-03.toml"


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (HYPERTENSION, "valid_from = 2026-03-01", "valid_from = '2026-03-01'", "valid_from is not a date"),
        (HYPERTENSION, "valid_from = 2026-03-01", "", "valid_from is missing"),
        (
            HYPERTENSION,
            "valid_from = 2026-03-01",
            "valid_from = 2026-03-01\nvalid_until = 2026-02-28",
            "valid_until lies",
        ),
        (HYPERTENSION, "sbp_below = 140", 'sbp_below = "140"', "sbp_below is not a number"),
        (HYPERTENSION, "sbp_below = 140", "sbp_below = nan", "sbp_below is not a number"),
        (HYPERTENSION, "age_below = 65", "age_below = 60", "leaves a gap"),
        (HYPERTENSION, "age_from = 65", "age_from = 65\nage_below = 90", "do not reach the oldest"),
        (HYPERTENSION, "controlled_days = 90", "controlled_days = -1", "controlled_days is not a whole number"),
        (HYPERTENSION, 'rule = "HN-04"', 'rule = "HN-99"', "rules do not hold HN-99"),
        (HYPERTENSION, 'verified = "V1"', 'verified = "V9"', "verified is none of"),
        (HYPERTENSION, 'id = "H-07"', 'id = "H-06"', "H-06 stands twice"),
        (HYPERTENSION, 'code = "2"', 'code = "1"', "use a code twice"),
        (HYPERTENSION, "repeated = {", "repeatet = {", "no sentence of a verdict"),
        (HYPERTENSION, "{count}", "{times}", "may only name count"),
        (HYPERTENSION, "{count}", "{count", "reasons"),
        (HYPERTENSION, '"并发症"]', "]", "classifications are not four"),
        (HYPERTENSION, ', dbp = "舒张压" }', " }", "labels do not name"),
        (HYPERTENSION, "[crisis]", "[crisis", HYPERTENSION),
        (HYPERTENSION, "raised_sbp_from = 140", "raised_sbp_from = 130", "is not below raised"),
        (HYPERTENSION, "days_needed = 3", "days_needed = 0", "days_needed is 0"),
        (HYPERTENSION, "[screening]", "[screen]", "screening is missing"),
        (HYPERTENSION, 'sections = ["hypertension_followup"]', "sections = []", "sections is empty"),
        (HYPERTENSION, 'fields = ["visit_mode"]', 'fields = "visit_mode"', "fields is not a list of texts"),
        (HYPERTENSION, 'programme = "hypertension"', 'programme = "asthma"', "asthma is none of"),
        (HYPERTENSION, "uncontrolled = {", "#", "reasons lack uncontrolled"),
        (DIABETES, "impaired_fasting_from = 6.1", "impaired_fasting_from = 7.0", "is not below diabetes_fasting"),
        (DIABETES, "impaired_two_hours_from = 7.8", "impaired_two_hours_from = 12", "is not below diabetes_two_hours"),
        (HYPERTENSION, "suspected = {", "#", "reasons lack suspected"),
        (DIABETES, "glucose_diabetes = {", "#", "reasons lack glucose_diabetes"),
        (MENTAL, "unstable_from = 3", "unstable_from = 1", "does not begin 基本稳定 below"),
        (MENTAL, "basic_unsettled_days = 30", "", "basic_unsettled_days is missing"),
        (MENTAL, "many_from = 3", "many_from = 0", "many_from is 0"),
        (MENTAL, 'rule = "P-08"', 'rule = "P-80"', "rules do not hold P-80"),
        (MENTAL, 'sf_social = "社会人际交往"', "", "labels do not name sf_social"),
        (MENTAL, ', "稳定"]', "]", "classifications are not three"),
        (MENTAL, 'absent = ["3"]', "absent = []", "absent is empty"),
        (MENTAL, 'absent = ["3"]', 'absent = ["2"]', "insight uses a code twice"),
        (MENTAL, "{level} 级：{words}", "{level} 级：{text}", "may only name level, words"),
        (MENTAL, "level = 5", "level = 6", "levels do not count from 0 on"),
        (MENTAL, 'code = "6"', 'code = "5"', "5 stands twice"),
        (MENTAL, 'fine = ["1", "2", "9"]', 'fine = ["1", "2", "3"]', "social uses a code twice"),
        (TUBERCULOSIS, 'code = "2"', 'code = "1"', "1 stands twice"),
        (ELDERLY, "home_service_score_from = 9", "home_service_score_from = 8", "does not begin a grade"),
        (ELDERLY, 'code = "2"', 'code = "1"', "1 stands twice"),
        (TUBERCULOSIS, '{ "1" = 7, "2" = 3 }', "{}", "week_doses are missing or 0"),
        (TUBERCULOSIS, '"2" = 3 }', '"2" = 0 }', "week_doses are missing or 0"),
        (TUBERCULOSIS, "monthly_days = 30", "monthly_days = 30.5", "monthly_days is not a whole number"),
        (TUBERCULOSIS, 'id = "T-06"', 'id = "T-60"', "rules do not hold T-06"),
        (TUBERCULOSIS, "stopped_by_death = {", "#", "reasons lack stopped_by_death"),
        (ELDERLY, "score_from = 0", "score_from = 1", "do not begin at 0 and rise"),
        (
            ELDERLY,
            'words = "中度依赖"\nscore_from = 9',
            'words = "中度依赖"\nscore_from = 4',
            "do not begin at 0 and rise",
        ),
        (ELDERLY, "score_from = 19", "score_from = 38", "rise above 37"),
        (ELDERLY, "eating = [0, 3, 5]", "eating = []", "lack the scores of a question"),
        (ELDERLY, "eating = [0, 3, 5]", 'eating = ["0"]', "eating is not a list of whole numbers"),
        (ELDERLY, ', mobility = "活动" }', " }", "labels do not name every question"),
        (ELDERLY, "yearly_days = 365", "", "yearly_days is missing"),
        (COPD, 'exacerbation = ["3"]', 'exacerbation = ["2"]', "grades uses a code twice"),
        (COPD, 'verified = "U?"', 'verified = "U"', "verified is none of U+, U?, V1, V2"),
        (GENERAL, "long_prescription_days = 84", "", "long_prescription_days is missing"),
        (GENERAL, "attempts = 3", "attempts = true", "attempts is not a whole number"),
        (GENERAL, "whole = true", "whole = 1", "whole is not true or false"),
        (GENERAL, "[bmi]", "[mass]", "bmi is missing"),
        (DIABETES, "never_controlled = {", "#", "reasons lack never_controlled"),
    ],
)
def test_a_broken_rule_file_is_refused_with_its_place(
    folder: Path, name: str, old: str, new: str, problem: str
) -> None:
    change(folder, name, old, new)
    with pytest.raises(RuleFileError) as refused:
        load_rule_books(folder)
    assert problem in str(refused.value)


def test_two_editions_of_a_programme_may_not_begin_on_one_day(folder: Path) -> None:
    shutil.copy(folder / HYPERTENSION, folder / "hypertension-again.toml")
    with pytest.raises(RuleFileError, match="two rule files of hypertension begin on 2026-03-01"):
        load_rule_books(folder)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="no rule files"):
        load_rule_books(tmp_path)
