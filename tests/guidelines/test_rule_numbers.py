"""Every numbered rule of the list that the program was built on stands in a rule file, each once, with its mark."""

from __future__ import annotations

import pytest

from clinic_app.guidelines import RuleBooks

COUNTS = {
    "G": 12, "H": 13, "HN": 15, "D": 12, "DN": 6, "P": 13, "T": 9, "E": 6, "R": 7, "LP": 4, "CT": 6, "W": 3, "C": 4,
}  # fmt: skip
BOOK = {"H": "hypertension", "HN": "hypertension", "D": "diabetes", "DN": "diabetes", "P": "mental"} | {
    "T": "tuberculosis", "E": "elderly", "C": "copd",
}  # fmt: skip
VERIFIED = (
    "G-02 G-03 G-04 G-07 G-08 G-09 G-11 H-01 H-02 H-03 H-04 H-06 H-07 HN-01 HN-02 HN-03 HN-04 HN-05 HN-06 HN-07 HN-14 "
    "D-01 D-11 DN-01 DN-02 DN-03 P-01 P-02 P-03 P-04 P-05 P-06 P-07 P-08 P-11 T-01 E-05 R-01 R-07"
)
INDIRECTLY = "G-12 D-02 D-03 D-04 D-10 P-10 T-03 T-04 E-01 E-02 R-03 R-04 R-05"
NOT_VERIFIED = (
    "H-08 H-10 H-11 H-12 HN-08 HN-09 HN-10 HN-11 HN-12 HN-13 HN-15 D-05 D-06 D-07 D-08 D-09 DN-04 DN-05 DN-06 T-02 "
    "T-05 T-06 T-07 T-08 T-09 E-04 E-06"
)


def marks(books: RuleBooks) -> dict[str, str]:
    found: dict[str, str] = {}
    for book in (*books.books, *books.general):
        for rule in book.rules.values():
            assert rule.id not in found, f"{rule.id} stands in two files"
            found[rule.id] = rule.verified
    return found


def test_every_number_of_every_series_is_there(books: RuleBooks) -> None:
    wanted = {f"{series}-{number:02d}" for series, count in COUNTS.items() for number in range(1, count + 1)}
    assert set(marks(books)) == wanted


def test_each_series_stands_in_its_own_file(books: RuleBooks) -> None:
    for book in (*books.books, *books.general):
        for rule in book.rules:
            assert BOOK.get(rule.split("-")[0], "") == book.programme, rule


@pytest.mark.parametrize(("rules", "allowed"), [(VERIFIED, {"V1"}), (INDIRECTLY, {"V2"}), (NOT_VERIFIED, {"U+", "U?"})])
def test_nothing_claims_to_be_verified_further_than_it_was(books: RuleBooks, rules: str, allowed: set[str]) -> None:
    found = marks(books)
    assert {rule: found[rule] for rule in rules.split() if found[rule] not in allowed} == {}


def test_a_rule_that_is_verified_in_part_says_which_part_is_not(books: RuleBooks) -> None:
    for rule_id in ("G-01", "G-06", "G-10", "H-05", "H-09", "H-13", "D-12", "P-09", "P-10", "P-12", "E-03", "R-06"):
        (rule,) = [book.rules[rule_id] for book in (*books.books, *books.general) if rule_id in book.rules]
        assert rule.note, rule_id


def test_every_sentence_of_a_verdict_names_a_rule_or_takes_one(books: RuleBooks) -> None:
    for book in books.books:
        for key, sentence in book.sentences.items():
            assert not sentence.rule or sentence.rule in book.rules, f"{book.programme}: {key}"
