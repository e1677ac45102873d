"""Rules at a field: which, in which words, from where, how far verified."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from clinic_app.guidelines import RuleBooks, load_rule_books
from clinic_app.guidelines.rule_card import MARK_WORDS, RuleCard, rule_card, rule_cards
from clinic_app.guidelines.rule_table import VERIFICATION_MARKS
from clinic_app.records.catalogue import RECORD_TYPES, SECTION_PROGRAMME

from .conftest import SHIPPED

TODAY = date(2026, 11, 24)


def ids(books: RuleBooks, record_type: str, field: str, *programmes: str) -> list[str]:
    return [card.id for card in rule_cards(books, record_type, field, TODAY, programmes or None)]


def test_pressure_shows_the_rules_of_the_programmes_asked_for(books: RuleBooks) -> None:
    hypertension = ids(books, "visit", "sbp", "hypertension")
    assert {"H-06", "H-08", "HN-01", "HN-04"} <= set(hypertension)
    assert not any(each.startswith("D") for each in hypertension)
    both = ids(books, "visit", "sbp", "hypertension", "diabetes")
    assert {"H-08", "D-04", "DN-04"} <= set(both)
    assert len(both) == len(set(both))


def test_without_programmes_every_rule_of_the_field_is_shown(books: RuleBooks) -> None:
    assert {"H-08", "D-04", "E-06"} <= set(ids(books, "visit", "sbp"))


def test_a_section_shows_only_the_rules_of_its_programme(books: RuleBooks) -> None:
    mental = ids(books, "mental_followup", "classification")
    assert mental == ["P-09", "P-10", "P-11", "G-08"]
    assert ids(books, "tuberculosis_followup", "missed_doses") == ["T-07"]
    assert "H-13" in ids(books, "hypertension_followup", "classification")
    assert "H-13" not in ids(books, "diabetes_followup", "classification")


def test_a_rule_of_one_record_only_is_shown_nowhere_else(books: RuleBooks) -> None:
    assert "E-05" in ids(books, "health_examination", "hba1c")
    assert "E-05" not in ids(books, "diabetes_followup", "hba1c")
    assert "D-11" in ids(books, "diabetes_followup", "hba1c")
    assert "T-06" not in ids(books, "health_examination", "next_visit_date")


def test_general_rules_come_last_and_hold_for_every_record(books: RuleBooks) -> None:
    assert ids(books, "visit", "bmi", "hypertension")[-2:] == ["G-01", "G-02"]
    assert "G-05" in ids(books, "copd_followup", "symptoms")


def test_a_target_and_the_text_of_other_belong_to_their_field(books: RuleBooks) -> None:
    assert ids(books, "visit", "weight_target") == ids(books, "visit", "weight")
    assert ids(books, "mental_followup", "adr_other") == ids(books, "mental_followup", "adr")


def test_a_field_that_no_rule_speaks_of_has_no_cards(books: RuleBooks) -> None:
    assert ids(books, "visit", "note") == []
    assert ids(books, "unheard_of", "nothing") == []


def test_a_card_carries_words_source_mark_note_and_edition(books: RuleBooks) -> None:
    card = rule_card(books, "H-08", TODAY)
    assert card == RuleCard(
        id="H-08",
        words="考核目标：65 岁以下 <140/90，65 岁及以上 <150/90",
        source="国家基本公共卫生服务规范（第三版）",
        verified="U+",
        note="",
        programme="hypertension",
        book="高血压",
        version="hypertension-2026-03",
        valid_from=date(2026, 3, 1),
        valid_until=None,
    )
    assert card.verified_words == "未核实"
    assert rule_card(books, "G-06", TODAY) is not None
    assert rule_card(books, "X-01", TODAY) is None


@pytest.mark.parametrize(
    ("rule", "words"), [("H-06", "已核实官方原文"), ("D-04", "间接核实"), ("T-07", "未核实"), ("C-03", "未核实")]
)
def test_the_mark_is_said_in_words(books: RuleBooks, rule: str, words: str) -> None:
    card = rule_card(books, rule, TODAY)
    assert card is not None
    assert card.verified_words == words


def test_the_rules_of_hypertension_come_before_those_of_other_programmes(books: RuleBooks) -> None:
    shown = rule_cards(books, "visit", "sbp", TODAY, ("elderly", "diabetes", "hypertension"))
    assert list(dict.fromkeys(card.programme for card in shown)) == ["hypertension", "diabetes", "elderly"]


def test_no_note_speaks_in_marks(books: RuleBooks) -> None:
    noted = [rule.note for book in (*books.books, *books.general) for rule in book.rules.values() if rule.note]
    assert len(noted) > 20
    assert [note for note in noted if any(mark in note for mark in VERIFICATION_MARKS)] == []


def test_every_mark_has_words() -> None:
    assert set(MARK_WORDS) == VERIFICATION_MARKS


def test_a_later_edition_shows_its_own_rules_from_its_first_day(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "guidelines"))
    text = (folder / "tuberculosis-2026-03.toml").read_text(encoding="utf-8")
    text = text.replace("2026-03", "2027-01").replace("漏服 1 周及以上", "漏服 5 天及以上")
    (folder / "tuberculosis-2027-01.toml").write_text(text, encoding="utf-8")
    books = load_rule_books(folder)

    def card(on: date) -> RuleCard:
        (found,) = rule_cards(books, "tuberculosis_followup", "missed_doses", on)
        return found

    assert (card(date(2026, 12, 31)).version, card(date(2027, 1, 1)).version) == (
        "tuberculosis-2026-03",
        "tuberculosis-2027-01",
    )
    assert card(date(2027, 1, 1)).words.startswith("漏服 5 天及以上")


def test_every_field_that_a_rule_names_is_declared(books: RuleBooks) -> None:
    for book in (*books.books, *books.general):
        sections = getattr(book, "sections", tuple(RECORD_TYPES))
        for rule in book.rules.values():
            for name in rule.fields:
                record_type, _, key = name.rpartition(".")
                where = [record_type] if record_type else ["visit", *sections]
                assert any(key in RECORD_TYPES[each].fields for each in where), f"{rule.id}: {name}"


def test_every_section_of_a_visit_belongs_to_the_book_of_its_programme(books: RuleBooks) -> None:
    sections = {section: book.programme for book in books.books for section in book.sections}
    assert sections.items() >= {each: programme for each, programme in SECTION_PROGRAMME.items() if programme}.items()
