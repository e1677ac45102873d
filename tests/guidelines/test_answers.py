"""Answers of a section: what is not of the expected kind was not answered, and nothing raises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.guidelines.answers import Answers


@pytest.mark.parametrize(
    ("value", "code", "whole"),
    [
        ("3", "3", 3),
        (3, "3", 3),
        (" 3 ", "3", 3),
        ("0", "0", 0),
        ("", "", None),
        (None, "", None),
        (True, "", None),
        (1.5, "", None),
        ("-1", "-1", None),
        (-1, "-1", None),
        ("３", "３", None),
        ("无", "无", None),
        (["3"], "", None),
        ("123456789", "123456789", 123456789),
        ("1234567890", "1234567890", None),
        pytest.param(10**5000, "", None, id="a number of 5001 digits"),
        pytest.param("9" * 5000, "9" * 5000, None, id="a text of 5000 digits"),
    ],
)
def test_a_code_and_a_number_may_be_text_or_number(value: object, code: str, whole: int | None) -> None:
    answers = Answers({"key": value})
    assert (answers.code("key"), answers.whole("key")) == (code, whole)


@pytest.mark.parametrize(
    ("value", "codes"),
    [(["1", 2, "1", None, "", True], ("1", "2")), ("12", ()), (None, ()), ({"1": 1}, ()), (("7",), ("7",))],
)
def test_codes_stand_once_in_the_order_given(value: object, codes: tuple[str, ...]) -> None:
    assert Answers({"key": value}).codes("key") == codes


def test_codes_of_a_group_come_from_its_rows() -> None:
    rows = [{"act": "5", "times": 1}, {"act": "5"}, {"times": 2}, "6", None, {"act": 6}]
    assert Answers({"acts": rows}).row_codes("acts", "act") == ("5", "6")


@pytest.mark.parametrize(
    ("value", "truth"), [(True, True), (False, False), (None, None), ("true", None), (1, None), ([], None)]
)
def test_yes_and_no_are_not_guessed(value: object, truth: bool | None) -> None:
    assert Answers({"key": value}).truth("key") is truth
    assert Answers({}).truth("key") is None


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=8,
)


@given(anything)
def test_nothing_raises(value: Any) -> None:
    answers = Answers({"key": value})
    assert isinstance(answers.code("key"), str)
    assert all(answers.codes("key"))
    assert all(answers.row_codes("key", "act"))
    assert answers.whole("key") is None or answers.whole("key") == abs(answers.whole("key") or 0)
    assert answers.truth("key") in (None, True, False)
