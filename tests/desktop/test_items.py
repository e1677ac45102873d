"""Rows to type into, and rows carried over from last time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_app.desktop.forms.carried import CarriedEditor
from clinic_app.desktop.forms.items import ItemsEditor
from clinic_app.desktop.words import medicine_line
from clinic_app.records.catalogue import RECORD_TYPES
from tests.desktop.conftest import activate

MEDICINES = RECORD_TYPES["visit"].fields["medicines"]
LAST = [{"name": "氨氯地平", "dose": "5mg", "times_per_day": 1, "code": "newer"}]


def test_rows_are_typed_cell_by_cell_and_a_fresh_row_waits(qtbot: QtBot) -> None:
    editor = ItemsEditor(MEDICINES)
    qtbot.addWidget(editor)
    activate(qtbot, editor)
    done = []
    editor.done.connect(lambda: done.append(1))
    editor.take_focus()
    for text in ("metformin", "2", "0.5g", *[""] * (len(MEDICINES.items) - 3)):
        for character in text:
            qtbot.keyClick(QApplication.focusWidget(), character)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert editor.value() == [{"name": "metformin", "times_per_day": "2", "dose": "0.5g"}]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert done == [1]


def test_what_has_no_cell_here_is_kept(qtbot: QtBot) -> None:
    editor = ItemsEditor(MEDICINES)
    qtbot.addWidget(editor)
    editor.set_value(LAST)
    assert editor.value() == [{"name": "氨氯地平", "dose": "5mg", "times_per_day": "1", "code": "newer"}]


def test_nothing_is_recorded_until_somebody_says_unchanged(qtbot: QtBot) -> None:
    editor = CarriedEditor(MEDICINES, LAST, medicine_line, when="8月3日", key="F6")
    qtbot.addWidget(editor)
    assert editor.value() is None
    assert "氨氯地平 5mg 每日1次" in editor.told.text()
    editor.confirm()
    assert editor.value() == LAST


def test_change_begins_with_what_it_was(qtbot: QtBot) -> None:
    editor = CarriedEditor(MEDICINES, LAST, medicine_line)
    qtbot.addWidget(editor)
    editor.take_up()
    value = editor.value()
    assert value is not None
    assert value[0]["name"] == "氨氯地平"
