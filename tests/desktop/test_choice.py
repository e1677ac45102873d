"""Printed options as buttons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_app.desktop.forms.choice import ChoiceEditor, OptionButton, keys_of
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.elderly import ITEMS
from clinic_app.records.field import Field, Kind

HYPERTENSION = RECORD_TYPES["hypertension_followup"].fields
RESIDENT = RECORD_TYPES["resident"].fields


def editor(qtbot: QtBot, field: Field) -> tuple[ChoiceEditor, list[int]]:
    made = ChoiceEditor(field)
    qtbot.addWidget(made)
    moved: list[int] = []
    made.done.connect(lambda: moved.append(1))
    return made, moved


CHOICES = [
    pytest.param(field, id=f"{record_type}.{name}")
    for record_type, declaration in RECORD_TYPES.items()
    for name, field in declaration.fields.items()
    if field.kind in (Kind.CODE, Kind.CODES) and field.options
]


@pytest.mark.parametrize("field", CHOICES)
def test_every_printed_option_has_a_key_of_its_own(field: Field) -> None:
    keys = keys_of(field.options)
    assert set(keys) == {option.code for option in field.options}
    assert len(set(keys.values())) == len(keys)


def test_a_digit_chooses_the_option_printed_with_it_and_moves_on(qtbot: QtBot) -> None:
    made, moved = editor(qtbot, HYPERTENSION["adherence"])
    qtbot.keyClick(made, "2")
    assert made.value() == "2"
    assert moved == [1]


def test_options_without_numbers_take_their_place_as_key(qtbot: QtBot) -> None:
    made, _ = editor(qtbot, HYPERTENSION["salt"])
    qtbot.keyClick(made, "3")
    assert made.value() == "重"


def test_several_toggle_and_wait_for_enter(qtbot: QtBot) -> None:
    made, moved = editor(qtbot, HYPERTENSION["symptoms"])
    for key in "952":
        qtbot.keyClick(made, key)
    assert made.value() == ["2", "5", "9"]
    qtbot.keyClick(made, "5")
    assert made.value() == ["2", "9"]
    assert not moved
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert moved == [1]


def test_none_stands_alone_and_moves_on(qtbot: QtBot) -> None:
    made, moved = editor(qtbot, HYPERTENSION["symptoms"])
    qtbot.keyClick(made, "3")
    qtbot.keyClick(made, "1")
    assert made.value() == ["1"]
    assert moved == [1]
    qtbot.keyClick(made, "4")
    assert made.value() == ["4"]


def test_an_option_beyond_nine_has_a_letter(qtbot: QtBot) -> None:
    made, _ = editor(qtbot, RESIDENT["past_disease"])
    qtbot.keyClick(made, "a")
    assert made.value() == ["10"]


def test_arrows_and_space_do_the_same_without_numbers(qtbot: QtBot) -> None:
    made, _ = editor(qtbot, HYPERTENSION["symptoms"])
    qtbot.keyClick(made, Qt.Key.Key_Right)
    qtbot.keyClick(made, Qt.Key.Key_Space)
    assert made.value() == ["2"]


def test_yes_and_no_are_one_and_two(qtbot: QtBot) -> None:
    made, moved = editor(qtbot, HYPERTENSION["new_complication"])
    assert made.value() is None
    qtbot.keyClick(made, "1")
    assert made.value() is False
    assert moved == [1]


def test_a_code_of_a_newer_peer_is_kept(qtbot: QtBot) -> None:
    made, _ = editor(qtbot, HYPERTENSION["symptoms"])
    made.set_value(["2", "77"])
    assert made.value() == ["2", "77"]


def test_an_option_longer_than_the_form_folds_and_stays_whole(qtbot: QtBot) -> None:
    made, _ = editor(qtbot, RECORD_TYPES["elderly_assessment"].fields["grooming"])
    button = next(each for each in made.findChildren(OptionButton) if each.property("code") == "1")
    words, wide = button.text(), button.sizeHint().width()
    made.resize(wide // 2, 400)
    made.show()
    qtbot.waitUntil(lambda: "\n" in button.text())
    assert button.width() <= wide // 2
    assert button.height() == button.heightForWidth(button.width()) > button.sizeHint().height()
    assert button.text().replace("\n", "") == words
    made.resize(wide + 40, 400)
    qtbot.waitUntil(lambda: button.text() == words)


def test_no_choice_asks_for_more_width_than_a_few_words(qtbot: QtBot) -> None:
    made = [editor(qtbot, RECORD_TYPES["elderly_assessment"].fields[name])[0] for name in ITEMS]
    assert max(each.minimumSizeHint().width() for each in made) < 250
