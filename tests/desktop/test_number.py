"""The box for a measured value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pytestqt.qtbot import QtBot

from clinic_app.desktop.forms.number import NumberEditor, doubt, is_full, plain, problem
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Field, Kind

VISIT = RECORD_TYPES["visit"].fields
DIABETES = RECORD_TYPES["diabetes_followup"].fields


@pytest.mark.parametrize(
    ("field", "text", "full"),
    [
        (VISIT["sbp"], "3", False),
        (VISIT["sbp"], "30", False),
        (VISIT["sbp"], "31", True),
        (VISIT["sbp"], "152", True),
        (VISIT["sbp"], "15", False),
        (VISIT["dbp"], "96", True),
        (VISIT["dbp"], "20", False),
        (VISIT["dbp"], "21", True),
        (VISIT["smoking"], "0", True),
        (VISIT["smoking"], "2", False),
        (VISIT["drinking"], "0", False),
        (VISIT["weight"], "61", False),
        (VISIT["weight"], "61.5", True),
        (VISIT["weight"], "300", False),
        (DIABETES["fbg"], "6", False),
        (DIABETES["fbg"], "6.", False),
        (DIABETES["fbg"], "6.4", True),
        (VISIT["exercise_freq"], "6", True),
        (VISIT["exercise_freq"], "5", False),
        (VISIT["sbp"], "", False),
        (VISIT["sbp"], "x", False),
    ],
)  # fmt: skip
def test_a_box_is_full_when_no_further_digit_gives_a_possible_value(field: Field, text: str, full: bool) -> None:
    assert is_full(field, text) is full


NUMBERS = [each for each in VISIT.values() if each.kind in (Kind.INTEGER, Kind.DECIMAL)]


@given(some.sampled_from(NUMBERS), some.data())
def test_whatever_is_possible_can_be_typed_digit_by_digit(field: Field, data: some.DataObject) -> None:
    step = Decimal(1).scaleb(-field.decimals)
    low, high = (int(Decimal(each) / step) for each in (str(field.minimum), str(field.maximum)))
    value = Decimal(data.draw(some.integers(low, high))) * step
    text = f"{value.normalize():f}"
    for length in range(1, len(text)):
        assert not (is_full(field, text[:length]) and not problem(field, text[:length])), text


def test_full_width_digits_and_the_chinese_stop_are_taken_as_typed() -> None:
    assert plain("６１。５") == "61.5"
    assert plain(" １５２ ") == "152"


def test_unlikely_is_said_in_words_and_likely_is_not() -> None:
    assert doubt(VISIT["sbp"], "200") == ""
    assert "210" in doubt(VISIT["sbp"], "210")
    assert doubt(VISIT["sbp"], "80") == ""
    assert doubt(VISIT["sbp"], "79") != ""


def test_impossible_is_said_in_words() -> None:
    assert problem(VISIT["sbp"], "301") == "收缩压应在40到300mmHg之间，填的是301"
    assert problem(VISIT["sbp"], "300") == ""


def test_an_impossible_value_stays_and_does_not_move_on(qtbot: QtBot) -> None:
    editor = NumberEditor(VISIT["sbp"])
    qtbot.addWidget(editor)
    moved = []
    editor.done.connect(lambda: moved.append(1))
    qtbot.keyClicks(editor.line, "31")
    assert not moved
    qtbot.keyClicks(editor.line, "\b\b152")
    assert editor.value() == "152"
    assert moved == [1]


def test_typing_in_the_middle_never_moves_on(qtbot: QtBot) -> None:
    editor = NumberEditor(VISIT["sbp"])
    qtbot.addWidget(editor)
    editor.set_value(52)
    moved = []
    editor.done.connect(lambda: moved.append(1))
    editor.line.setCursorPosition(0)
    qtbot.keyClicks(editor.line, "1")
    assert editor.value() == "152"
    assert not moved
