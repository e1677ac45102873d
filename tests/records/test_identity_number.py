"""Identity numbers by our own rule."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.records.identity_number import check_character, disagreements, normalise, parse


def numbered(body: str) -> str:
    return body + check_character(body)


def test_a_good_number_tells_birth_date_and_sex() -> None:
    # The worked example of GB 11643-1999.
    said = parse("11010519491231002X")
    assert (said.birth_date, said.sex) == (date(1949, 12, 31), "2")


def test_an_old_fifteen_digit_number_becomes_eighteen_in_the_nineteen_hundreds() -> None:
    said = parse("110105491231002")
    assert said.number == "11010519491231002X"


def test_full_width_digits_spaces_and_small_x_are_what_people_type() -> None:
    assert normalise("１１０１０５ 19491231-002x") == "11010519491231002X"


@pytest.mark.parametrize("area", ["990101", "000000", "222999"])
def test_an_unknown_area_code_refuses_nobody(area: str) -> None:
    assert parse(numbered(area + "19580307" + "123")).sex == "1"


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("110105194912310021", "校验位"),
        ("11010519491231002", "18位"),
        ("1101051949123100 2XX", "18位"),
        (numbered("99010119580230" + "123"), "出生日期"),
        (numbered("99010119001301" + "123"), "出生日期"),
        ("", "18位"),
        ("𠅤" * 18, "18位"),
        ("٠" * 18, "18位"),
    ],
)
def test_a_number_that_cannot_be_is_refused_in_words(number: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        parse(number)


def test_a_leap_day_counts_only_in_leap_years() -> None:
    assert parse(numbered("99010120000229" + "124")).birth_date == date(2000, 2, 29)
    with pytest.raises(ValueError, match="出生日期"):
        parse(numbered("99010119000229" + "124"))


def test_a_form_that_contradicts_the_number_is_told_field_by_field() -> None:
    found = dict(disagreements("11010519491231002X", "1949-12-30", "1"))
    assert set(found) == {"birth_date", "sex"}
    assert disagreements("11010519491231002X", "1949-12-31", "2") == []


@given(st.text())
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    found = disagreements(text, None, None)
    assert found == [] or found[0][1].startswith("身份证号")


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 999), st.integers(100000, 999999), st.data())
def test_one_wrong_digit_is_always_noticed(born: date, order: int, area: int, data: st.DataObject) -> None:
    good = numbered(f"{area}{born:%Y%m%d}{order:03d}")
    place = data.draw(st.integers(0, 16))
    digit = data.draw(st.integers(0, 9).filter(lambda figure: str(figure) != good[place]))
    with pytest.raises(ValueError, match="身份证号"):
        parse(good[:place] + str(digit) + good[place + 1 :])
