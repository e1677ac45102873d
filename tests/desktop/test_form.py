"""A form from declarations."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from clinic_app.desktop.forms.form import Form, Line, Section, lines
from clinic_app.desktop.forms.help import HelpPanel
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.visit_form import Known, visit_form
from clinic_app.desktop.widgets.basic import scrolled
from clinic_app.records.field import Option
from clinic_app.records.resident import Resident
from tests.desktop.conftest import activate

TODAY = date(2026, 11, 22)


def shown(qtbot: QtBot, form: Form) -> Form:
    area = scrolled(form)
    area.resize(900, 600)
    qtbot.addWidget(area)
    activate(qtbot, area)
    form.keeper = area  # type: ignore[attr-defined]
    return form


def pressure_form(qtbot: QtBot) -> Form:
    asked = (Line(("sbp", "dbp"), label="血压", joined="/"), *lines("heart_rate weight", "visit_date"))
    return shown(qtbot, Form([Section("visit", asked)], TODAY))


def test_the_focus_moves_on_by_itself_when_a_box_is_full(qtbot: QtBot) -> None:
    form = pressure_form(qtbot)
    form.begin("visit", "sbp")
    for character in "15296":
        qtbot.keyClick(QApplication.focusWidget(), character)
    assert form.values() == {"visit": {"sbp": "152", "dbp": "96"}}
    assert form.focusWidget() is form.cell("visit", "heart_rate").editor.focusProxy()


def test_errors_stand_beside_the_field_and_everything_typed_is_kept(qtbot: QtBot) -> None:
    form = pressure_form(qtbot)
    form.set_values({"visit": {"sbp": "400", "dbp": "96", "visit_date": "2026-02-30", "weight": "61.5"}})
    before = form.values()
    found = form.check()
    assert [(name, words) for _, name, words in found] == [
        ("sbp", "收缩压应在40到300mmHg之间，填的是400"),
        ("visit_date", "随访日期写的日期不存在：2026-02-30"),
    ]
    assert form.values() == before
    assert "收缩压应在40到300mmHg之间" in form.line_of("visit", "sbp").note.text()
    assert form.focusWidget() is form.cell("visit", "sbp").editor.focusProxy()
    form.cell("visit", "sbp").editor.take_focus()
    qtbot.keyClick(QApplication.focusWidget(), "1")
    assert form.line_of("visit", "sbp").note.text() == ""


def test_an_unlikely_value_is_marked_quietly_on_leaving_and_does_not_block(qtbot: QtBot) -> None:
    form = pressure_form(qtbot)
    form.begin("visit", "sbp")
    for character in "215":
        qtbot.keyClick(QApplication.focusWidget(), character)
    assert "再核对一次" in form.line_of("visit", "sbp").note.text()
    assert form.check() == []


def test_tab_order_is_reading_order(qtbot: QtBot) -> None:
    form = shown(qtbot, visit_form(Known(("hypertension", "diabetes")), TODAY))
    form.begin()
    seen = []
    for _ in range(200):
        focused = QApplication.focusWidget()
        if focused is None or not form.isAncestorOf(focused) or (seen and focused is seen[0]):
            break
        seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    places = [widget.mapTo(form, QPoint(0, 0)) for widget in seen]
    reading = sorted(places, key=lambda place: (place.y() // 20, place.x()))
    assert len(seen) > 30
    assert [(each.y() // 20, each.x()) for each in places] == [(each.y() // 20, each.x()) for each in reading]


def test_each_question_is_asked_once_for_two_programmes() -> None:
    form = visit_form(Known(("hypertension", "diabetes")), TODAY)
    names = [name for _, name in form.cells]
    for name in ("sbp", "medicines", "adherence", "adr", "new_complication", "smoking"):
        assert names.count(name) == 1, name
    assert names.count("symptoms") == 2
    assert names.count("danger_signs") == 2
    form.deleteLater()


def test_f1_tells_range_choices_and_filling_note(qtbot: QtBot) -> None:
    form = pressure_form(qtbot)
    form.begin("visit", "sbp")
    assert form.show_help()
    panel = form.window().findChild(HelpPanel)
    assert panel is not None
    words = " ".join(label.text() for label in panel.findChildren(QLabel))
    assert "40" in words
    assert "300" in words
    qtbot.keyClick(panel, Qt.Key.Key_Escape)


def test_the_wheel_changes_nothing(qtbot: QtBot) -> None:
    picker = PickEditor(Resident.declaration.fields["village_code"], [Option("1", "一村"), Option("2", "二村")])
    qtbot.addWidget(picker)
    picker.set_value("1")
    picker.show()
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(picker.box, turn)
    assert picker.value() == "1"


def test_the_words_of_an_option_that_was_not_chosen_are_passed_over(qtbot: QtBot) -> None:
    form = shown(qtbot, Form([Section("resident", lines("drug_allergy drug_allergy_other", "abo"))], TODAY))
    form.begin("resident", "drug_allergy")
    qtbot.keyClick(QApplication.focusWidget(), "1")
    assert form.focusWidget() is form.cell("resident", "abo").editor
    form.begin("resident", "drug_allergy")
    qtbot.keyClick(QApplication.focusWidget(), "5")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert form.focusWidget() is form.cell("resident", "drug_allergy_other").editor.focusProxy()


def test_a_form_never_scrolls_sideways_even_to_a_field_wider_than_its_pane(qtbot: QtBot) -> None:
    form = visit_form(Known(("hypertension", "elderly", "mental", "copd"), examination=True), TODAY)
    area = shown(qtbot, form).keeper  # type: ignore[attr-defined]
    area.resize(620, 400)
    QApplication.processEvents()
    assert form.width() == area.viewport().width()
    form.setMinimumWidth(900)
    form.begin("elderly_assessment", "mobility")
    QApplication.processEvents()
    assert form.width() == 900
    assert area.horizontalScrollBar().value() == area.horizontalScrollBar().maximum() == 0


def test_a_long_stored_text_shows_how_it_begins(qtbot: QtBot) -> None:
    form = shown(qtbot, Form([Section("resident", lines("name", "work_unit"))], TODAY))
    form.set_values({"resident": {"work_unit": "演示县演示镇演示村民委员会第一演示村民小组农机维修合作社"}})
    line = form.cell("resident", "work_unit").editor.focusProxy()
    assert isinstance(line, QLineEdit)
    assert line.cursorPosition() == 0
