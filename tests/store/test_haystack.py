"""What is typed and what is stored come to one shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.store.haystack import END, LONGEST_QUERY, MOST_WORDS, fold, fold_name, haystack, parse_query


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＡＢＣ１２", "abc12"),
        (" 王 丽\t华 ", "王丽华"),
        ("a\x00b\x1fc\ud800d\u200be", "abcde"),
        ("\U00031350𠅤𬎆", "\U00031350𠅤𬎆"),
        (None, ""),
        (15, ""),
    ],
)
def test_folding_drops_what_cannot_be_seen_and_keeps_every_character_of_a_name(typed: object, folded: str) -> None:
    assert fold(typed) == folded


def test_a_name_is_found_with_or_without_its_dots() -> None:
    assert fold_name("阿依古丽·买买提") == fold_name("阿依古丽 买买提") == "阿依古丽买买提"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("王lh", ("王", "lh")),
        ("王 lh", ("王", "lh")),
        ("演示甲村 王", ("演示甲村", "王")),
        ("138-0000-1234", ("13800001234",)),
        ("12-1", ("121",)),
        ("1234X", ("1234x",)),
        ("", ()),
        (" \t\u3000", ()),
    ],
)
def test_a_search_is_cut_into_words(typed: str, words: tuple[str, ...]) -> None:
    assert tuple(word.text for word in parse_query(typed).words) == words


def test_an_old_identity_number_stands_for_the_present_one_too() -> None:
    (word,) = parse_query("990101580307123").words
    assert "990101195803071237" in word.forms


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_is_a_query_of_bounded_size(text: str) -> None:
    query = parse_query(text)
    assert len(query.words) <= MOST_WORDS
    assert all(word.text and END not in form for word in query.words for form in word.forms)
    assert len(query.joined) <= LONGEST_QUERY


def test_ten_thousand_characters_are_cut_short() -> None:
    assert len(parse_query("王" * 10_000).words[0].text) == LONGEST_QUERY


@given(
    st.dictionaries(st.sampled_from(["name", "id_no", "phone", "current_address"]), st.text(alphabet=st.characters()))
)
def test_any_fields_make_a_haystack_whose_texts_hold_no_marks(fields: dict[str, str]) -> None:
    found, _ = haystack(fields, {})
    for token in found.split(END)[:-1]:
        assert all(ord(each) > 0x1F for each in token[1:])
