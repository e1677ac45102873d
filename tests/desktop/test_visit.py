"""A visit through the real window: six programmes and the examination, each question once, by keyboard alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.desktop.forms.carried import CarriedEditor
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.forms.help import HelpPanel
from clinic_app.desktop.forms.measured import MeasuredEditor
from clinic_app.desktop.pages.form_page import FormPage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.pages.work import WorkPage
from clinic_app.desktop.programmes.asked import Known
from clinic_app.desktop.visit_form import VisitForm
from clinic_app.desktop.window import MainWindow
from clinic_app.devices.reading import Reading
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.records.field import Kind
from clinic_app.records.health_examination import SYMPTOM
from clinic_app.store.database import Database
from tests.desktop.conftest import Keyboard, OpenWindow, go, rest
from tests.desktop.people import id_of, resident

CONTROL = Qt.KeyboardModifier.ControlModifier
Hands = Callable[[QWidget], Keyboard]
HYPERTENSION, DIABETES, MENTAL = "hypertension_followup", "diabetes_followup", "mental_followup"
EXAMINATION, ELDERLY = "health_examination", "elderly_assessment"


def records(database: Database, kind: str) -> list[dict[str, Any]]:
    return [each.fields for each in exported_records(database, kind)]


def register(database: Database, name: str, *programmes: str) -> None:
    for programme in programmes:
        fields = {"resident_id": id_of(name), "programme": programme, "registered_on": "2026-08-01"}
        save(database, [{"type": "chronic_registration", "fields": fields}])


def diabetic(name: str, day: str) -> list[dict[str, Any]]:
    """A diabetes follow-up as a village has it: tablets, no insulin."""
    visit_id = id_of(f"{name} {day}")
    medicines = [{"name": "二甲双胍", "dose": "0.5g", "times_per_day": 2, "dispensed_on": "2026-11-01",
                  "days_supplied": 28}]  # fmt: skip
    fields = {"resident_id": id_of(name), "visit_date": day, "visit_mode": "1", "sbp": 128, "dbp": 78}
    section = {"visit_id": visit_id, "fbg": "7.6", "staple_food": 300}
    return [
        {"type": "visit", "id": visit_id, "fields": {**fields, "medicines": medicines}},
        {"type": DIABETES, "fields": section},
    ]


def opened(qtbot: QtBot, window: MainWindow, name: str, **more: Any) -> tuple[VisitPage, VisitForm]:
    page = go(qtbot, window, "visit", id_of(name), **more)
    assert isinstance(page, VisitPage)
    assert page.form is not None
    return page, page.form


def saved(qtbot: QtBot, window: MainWindow, hands: Keyboard) -> None:
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not isinstance(window.page, VisitPage))
    rest(qtbot, window)


def test_a_routine_diabetes_follow_up_takes_at_most_thirty_six_key_presses(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    save(village, diabetic("王某乙", "2026-08-03"))
    window = open_window(village)
    hands = keyboard(window)
    assert isinstance(window.page, WorkPage)
    window.page.table.go_to(window.page.model.row_of(id_of("王某乙")))
    rest(qtbot, window)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, VisitPage) and window.page.form is not None)
    rest(qtbot, window)
    for typed in ("1", "1", "132", "78", "61.5", "1", "0", "0\r", "7", "30\r", "250\r", "1", "1", "6.4", "111"):
        for character in typed:
            hands.press(Qt.Key.Key_Return) if character == "\r" else hands.type(character)
    hands.press(Qt.Key.Key_F6)
    hands.type("0")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, WorkPage))
    rest(qtbot, window)
    assert hands.presses <= 36
    visit = next(each for each in records(village, "visit") if each["visit_date"] == "2026-11-22")
    expected = {
        "visit_mode": "1", "sbp": 132, "dbp": 78, "weight": "61.5", "smoking": 0, "drinking": "0", "exercise_freq": 7,
        "exercise_min": 30, "psych": "1", "compliance": "1",
        "provenance": dict.fromkeys(("sbp", "dbp", "fbg", "weight"), "typed"),
    }  # fmt: skip
    assert {name: visit.get(name) for name in expected} == expected
    assert [each["name"] for each in visit["medicines"]] == ["二甲双胍"]
    section = next(each for each in records(village, DIABETES) if each["visit_id"] != id_of("王某乙 2026-08-03"))
    expected = {
        "fbg": "6.4", "symptoms": ["1"], "staple_food": 250, "adherence": "1", "adr": "1", "hypoglycemia": "1",
        "dorsalis_pedis": "1", "danger_signs": ["0"], "classification": "1",
    }  # fmt: skip
    assert {name: section.get(name) for name in expected} == expected


def test_an_answer_flows_to_the_other_forms_and_the_mapping_is_shown(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    register(managed, "李某甲", "mental", "copd")
    window = open_window(managed)
    _, form = opened(qtbot, window, "李某甲")
    hands = keyboard(window)
    hands.type("1")
    line = f"{HYPERTENSION}.adherence {MENTAL}.adherence"
    assert not form.cell(MENTAL, "adherence").isVisible()
    form.begin(HYPERTENSION, "adherence")
    hands.type("2")
    assert "2 间断用药" in form.told(line)
    assert "2 间断" in form.told(line)
    assert not form.cell(MENTAL, "adherence").isVisible()
    # 有 says nothing of how grave: COPD asks by itself.
    hands.type("2")
    assert form.cell("copd_followup", "adr").isVisible()
    assert "2 有" in form.told(f"{HYPERTENSION}.adr {MENTAL}.adr")
    form.begin(MENTAL, "risk_level")
    hands.type("0")
    form.begin("copd_followup", "adr")
    hands.type("2")
    saved(qtbot, window, hands)
    assert [each.get("adherence") for each in records(managed, MENTAL)] == ["2"]
    assert [each.get("adherence") for each in records(managed, "copd_followup")] == ["2"]


def test_a_shared_answer_can_be_given_otherwise_where_the_drugs_are_others(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    register(managed, "李某甲", "mental")
    window = open_window(managed)
    _, form = opened(qtbot, window, "李某甲")
    hands = keyboard(window)
    hands.type("1")
    form.begin(HYPERTENSION, "adherence")
    hands.type("1")
    form.own_asked.emit((MENTAL, "adherence"))
    assert form.cell(MENTAL, "adherence").isVisible()
    hands.type("3")
    form.begin(HYPERTENSION, "adherence")
    hands.type("2")
    saved(qtbot, window, hands)
    assert [each["adherence"] for each in records(managed, MENTAL)] == ["3"]


def test_symptoms_that_two_forms_share_are_asked_by_the_first_and_ticked_on_both(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    register(managed, "李某甲", "diabetes")
    window = open_window(managed)
    _, form = opened(qtbot, window, "李某甲")
    hands = keyboard(window)
    hands.type("1")
    form.begin(HYPERTENSION, "symptoms")
    hands.type("9")
    assert "8 下肢浮肿" in form.told(f"{HYPERTENSION}.symptoms {DIABETES}.symptoms")
    assert "8" not in {option.code for option in form.cell(DIABETES, "symptoms").declared.options}
    form.begin(DIABETES, "symptoms")
    hands.type("2")
    saved(qtbot, window, hands)
    section = next(each for each in records(managed, DIABETES))
    assert section["symptoms"] == ["2", "8"]


def test_what_was_not_measured_says_why_in_the_place_of_the_field(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    _, form = opened(qtbot, window, "李某甲")
    hands = keyboard(window)
    hands.type("31")
    hands.press(Qt.Key.Key_F7)
    hands.type("4")
    assert form.cell("visit", "sbp").editor.reason == "4"
    assert form.cell("visit", "dbp").editor.reason == "4"
    assert not form.cell("visit", "dbp").isVisible()
    assert form.focused_cell() is form.cell("visit", "weight")
    hands.press(Qt.Key.Key_F7)
    hands.press(Qt.Key.Key_F7)
    form.begin("visit", "heart_rate")
    hands.type("72")
    form.begin("visit", "heart_rate")
    hands.press(Qt.Key.Key_F9)
    hands.press(Qt.Key.Key_F9)
    hands.press(Qt.Key.Key_F9)
    saved(qtbot, window, hands)
    visit = next(each for each in records(managed, "visit") if each["visit_date"] == "2026-11-22")
    assert visit["not_measured"] == {"sbp": "4", "dbp": "4"}
    assert visit["provenance"] == {"heart_rate": "told"}
    assert "sbp" not in visit


def test_a_value_after_all_takes_the_reason_back(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    _, form = opened(qtbot, window, "李某甲")
    hands = keyboard(window)
    hands.type("1")
    hands.press(Qt.Key.Key_F7)
    hands.type("2")
    form.begin("visit", "sbp")
    hands.type("148")
    editor = form.cell("visit", "sbp").editor
    assert isinstance(editor, MeasuredEditor)
    assert (editor.value(), editor.reason) == ("148", "")
    assert form.cell("visit", "dbp").isVisible()


def test_a_meter_fills_its_boxes_and_says_so(qtbot: QtBot, managed: Database, open_window: OpenWindow) -> None:
    window = open_window(managed)
    page, form = opened(qtbot, window, "李某甲")
    assert page.take_reading(Reading(sbp=146, dbp=88, heart_rate=70))
    assert form.values()["visit"]["sbp"] == "146"
    rest(qtbot, window)
    visit = page.records()[0]["fields"]
    assert visit["provenance"] == dict.fromkeys(("sbp", "dbp", "heart_rate"), "device")


def test_a_late_entry_says_both_days_and_a_typist_stands_beside_the_author(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    _, form = opened(qtbot, window, "李某甲")
    hands = keyboard(window)
    hands.type("2")
    form.begin("visit", "visit_date")
    hands.type("1120")
    hands.press(Qt.Key.Key_Return)
    form.cell("visit", "visit_date").editor.changed.emit()
    told = form.cell("visit", "visit_date").aside.text()
    assert "补记" in told
    assert "11月20日" in told
    assert "11月22日" in told
    form.set_values({"visit": {"doctor_sign": "演示甲医生"}})
    saved(qtbot, window, hands)
    visit = next(each for each in records(managed, "visit") if each["visit_date"] == "2026-11-20")
    assert (visit["doctor_sign"], visit["typist"]) == ("演示甲医生", "演示村医")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("2", {"outcome": "2"}),
        ("3", {"outcome": "3"}),
        ("51", {"outcome": "5", "lost_reason": "1"}),
        ("7", {"outcome": "7"}),
    ],
)
def test_nobody_met_is_said_with_few_keys_and_nothing_else_is_asked(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands, keys: str, expected: dict[str, Any]
) -> None:
    window = open_window(managed)
    page, form = opened(qtbot, window, "李某甲")
    hands = keyboard(window)
    hands.type("2152")
    hands.press(Qt.Key.Key_F4)
    hands.type(keys)
    rest(qtbot, window)
    assert not form.cell("visit", "sbp").isVisible()
    assert not page.judgement.parts
    saved(qtbot, window, hands)
    visit = next(each for each in records(managed, "visit") if each["visit_date"] == "2026-11-22")
    assert {name: visit.get(name) for name in expected} == expected
    assert "sbp" not in visit
    assert len(records(managed, HYPERTENSION)) == 1


def test_a_death_asks_for_the_day_and_the_cause_by_code(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    opened(qtbot, window, "李某甲")
    hands = keyboard(window)
    hands.type("2")
    hands.press(Qt.Key.Key_F4)
    hands.type("6")
    hands.type("1101")
    hands.press(Qt.Key.Key_Return)
    hands.type("1")
    hands.type("3")
    hands.type("cad")
    saved(qtbot, window, hands)
    visit = next(each for each in records(managed, "visit") if each.get("outcome") == "6")
    expected = {"death_date": "2026-11-01", "death_cause": "1", "death_somatic": "3", "outcome_reason": "cad"}
    assert {name: visit.get(name) for name in expected} == expected


def test_the_five_questions_of_the_elderly_are_digits_and_the_grade_is_live(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(village)
    page, _ = opened(qtbot, window, "李某甲")
    assert page.add.text().startswith("加老年人")
    page.menu.actions()[0].trigger()
    rest(qtbot, window)
    form = page.form
    assert form is not None
    hands = keyboard(window)
    hands.type("2")
    form.begin(ELDERLY, "eating")
    hands.type("31014")
    rest(qtbot, window)
    qtbot.waitUntil(lambda: "15 分" in page.judgement.parts["elderly"].headline.text())
    assert "3 中度依赖" in page.judgement.parts["elderly"].headline.text()
    assert "15 分" in form.told("self_care")
    saved(qtbot, window, hands)
    stored = records(village, ELDERLY)[0]
    assert (stored["mobility"], stored["self_care_score"], stored["self_care_grade"]) == ("10", 15, "3")


def test_tuberculosis_begins_with_the_first_home_visit_and_goes_on_with_follow_ups(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    register(village, "王某乙", "tuberculosis")
    window = open_window(village)
    _, form = opened(qtbot, window, "王某乙")
    assert form.has("tuberculosis_first_visit", "edu_card")
    hands = keyboard(window)
    hands.type("2")
    form.begin("tuberculosis_first_visit", "patient_type")
    hands.type("123")
    hands.type("1")
    hands.press(Qt.Key.Key_Return)
    saved(qtbot, window, hands)
    assert records(village, "tuberculosis_first_visit")[0]["symptoms"] == ["1"]
    _, form = opened(qtbot, window, "王某乙")
    assert form.has("tuberculosis_followup", "missed_doses")
    assert not form.has("tuberculosis_first_visit", "edu_card")


def test_the_form_of_copd_says_that_it_is_not_the_national_one(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    register(village, "王某乙", "copd")
    window = open_window(village)
    page, form = opened(qtbot, window, "王某乙")
    rest(qtbot, window)
    marks = [part.section.mark for part in form.parts if part.section.mark]
    assert marks == ["非国家表"]
    assert "非国家表" in " ".join(each.text() for each in page.findChildren(QLabel))
    assert form.cell("copd_followup", "fev1").isVisible()


def test_dangerous_acts_are_counted_and_none_stands_alone(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    register(village, "王某乙", "mental")
    window = open_window(village)
    page, form = opened(qtbot, window, "王某乙")
    hands = keyboard(window)
    hands.type("2")
    form.begin(MENTAL, "risk_level")
    hands.type("1")
    form.begin(MENTAL, "dangerous_acts")
    hands.type("15")
    hands.press(Qt.Key.Key_Return)
    hands.type("2")
    hands.press(Qt.Key.Key_Return)
    hands.type("1")
    hands.press(Qt.Key.Key_Return)
    assert form.focused_cell() is form.cell(MENTAL, "lock")
    rest(qtbot, window)
    assert page.judgement.verdicts
    saved(qtbot, window, hands)
    assert records(village, MENTAL)[0]["dangerous_acts"] == [{"act": "1", "times": 2}, {"act": "5", "times": 1}]


def test_the_examination_asks_only_what_nobody_else_asks_and_is_skipped_through_by_section(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    page, form = opened(qtbot, window, "李某甲")
    code = next(each for each in page.menu.actions() if each.data() == EXAMINATION)
    code.trigger()
    rest(qtbot, window)
    form = page.form
    assert form is not None
    names = [name for _, name in form.keys]
    for name in ("weight", "height", "waist", "temperature", "smoking", "drinking", "heart_rate"):
        assert names.count(name) == 1, name
    assert not form.has("visit", "sbp")
    hands = keyboard(window)
    hands.type("1")
    form.begin(EXAMINATION, "sbp_left")
    hands.type("15292")
    hands.type("14688")
    assert "152/92" in form.told("pressure")
    form.begin(EXAMINATION, "symptoms")
    hands.press(Qt.Key.Key_PageDown)
    assert form.focused_cell() is form.cell(EXAMINATION, "elderly_health")
    hands.press(Qt.Key.Key_Down, CONTROL)
    assert form.focused_cell() is form.cell(EXAMINATION, "diet")
    hands.press(Qt.Key.Key_PageUp)
    assert form.focused_cell() is form.cell(EXAMINATION, "elderly_health")
    form.begin(EXAMINATION, "pulse_rate")
    hands.type("72")
    saved(qtbot, window, hands)
    visit = next(each for each in records(managed, "visit") if each["visit_date"] == "2026-11-22")
    assert (visit["sbp"], visit["dbp"]) == (152, 92)
    examined = records(managed, EXAMINATION)[0]
    assert (examined["sbp_left"], examined["sbp_right"], examined["pulse_rate"]) == (152, 146, 72)


def test_a_programme_that_nobody_spoke_of_is_not_recorded_as_followed_up(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    register(managed, "李某甲", "mental", "tuberculosis", "diabetes")
    window = open_window(managed)
    _, form = opened(qtbot, window, "李某甲")
    hands = keyboard(window)
    hands.type("1")
    form.begin("visit", "sbp")
    hands.type("15296")
    form.begin(HYPERTENSION, "adherence")
    hands.type("1")
    assert form.value(MENTAL, "adherence") == "1"
    saved(qtbot, window, hands)
    assert len(records(managed, HYPERTENSION)) == 2
    for kind in (MENTAL, DIABETES, "tuberculosis_first_visit"):
        assert records(managed, kind) == []
    assert "没有填、没有记" in window.message_bar.text()


def test_every_field_of_every_form_is_asked_or_flows_or_follows() -> None:
    known = Known(("hypertension", "diabetes", "elderly", "mental", "tuberculosis", "copd"), examination=True, sex="2")
    derived_elsewhere = {"elderly_self_care", "classification", "proposed_classification"}
    form = VisitForm(known, date(2026, 11, 22), lazy=True)
    left = {
        (section, name)
        for section in known.sections
        for name, declared in RECORD_TYPES[section].fields.items()
        if not form.says(section, name)
        and not declared.derived
        and declared.kind not in (Kind.REFERENCE, Kind.OBJECT)
        and name not in derived_elsewhere
    }
    # What one decision says for every programme, and the targets of the visit itself.
    spoken = {"referral_reason", "referral_org_dept", "referral_declined", "decision_reason", "next_visit_date",
              "other_signs"}  # fmt: skip
    assert {(section, name) for section, name in left if name not in spoken} == set()
    form.deleteLater()


def test_a_long_form_opens_without_holding_up_the_window(qtbot: QtBot) -> None:
    form = VisitForm(Known(("hypertension",), examination=True, sex="2"), date(2026, 11, 22), lazy=True)
    qtbot.addWidget(form)
    assert not form.complete
    assert len(form.keys) > 150
    with qtbot.waitSignal(form.built, timeout=10_000):
        form.show()
    assert set(form.keys) == set(form.cells)
    assert [cell.key for cell in form._order] == form.keys


def test_what_is_set_before_a_line_is_made_stands_in_it(qtbot: QtBot) -> None:
    form = VisitForm(Known((), examination=True), date(2026, 11, 22), lazy=True)
    qtbot.addWidget(form)
    form.give_back({
        "values": {EXAMINATION: {"evaluation": "2", "haemoglobin": "128"}},
        "marks": [{"type": EXAMINATION, "name": "haemoglobin", "source": "paper"},
                  {"type": EXAMINATION, "name": "alt", "reason": "2"}],
    })  # fmt: skip
    before = form.records()
    assert isinstance(form, Form)
    assert form.cell(EXAMINATION, "evaluation").editor.value() == "2"
    assert form.records() == before
    assert before["visit"]["provenance"] == {"haemoglobin": "paper"}
    assert before["visit"]["not_measured"] == {"alt": "2"}
    assert len(SYMPTOM) == 25


TYPING = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from clinic_app.app import Desktop
from clinic_app.clock import FrozenClock
from clinic_app.desktop.desk import Place
from clinic_app.desktop.pages import form_page
from clinic_app.store.database import open_database
from clinic_app.store.drafts import load_draft
from tests.conftest import NOW, PASSWORD, USER

folder = Path(sys.argv[1])
application, clock = QApplication([]), FrozenClock(NOW)
form_page.DRAFT_AFTER = 500
database = open_database(folder, USER, PASSWORD, clock)
window = Desktop(folder, clock).show_window(database)
window.show()
window.activateWindow()
for each in sys.argv[2:]:
    page, of, typed = each.split(":")
    window.open(Place(page, of))
    while True:
        application.processEvents()
        form, focus = getattr(window.page, "form", None), QApplication.focusWidget()
        if form is not None and window.isActiveWindow() and form.isAncestorOf(focus) and not window.page.is_waiting:
            break
    for character in typed:
        QTest.keyClick(QApplication.focusWidget(), character)
# The others were kept when their page was left, the last one while it stands open.
key = window.page.draft_key
while load_draft(database, key) is None:
    application.processEvents()
print("kept", flush=True)
while True:
    application.processEvents()
"""
TYPED = {
    "encounter": ("cough", {"subjective": "cough"}),
    "contract": ("20261201", {"starts_on": "2026-12-01"}),
    "programmes": ("1", {"programme": "diabetes"}),
    "resident_form": ("99", {"id_no": "99"}),
    "emergency": ("Zhang", {"patient_name": "Zhang"}),
    "refer": ("\r\r2", {"urgency": "urgent"}),
    "return_form": ("hypertension", {"diagnosis": "hypertension"}),
    "visit": ("21152", {"visit_date": "2026-11-22", "visit_mode": "2", "sbp": "152"}),
}
"""What is typed into the first field of a page, and what must stand there again."""
OF = {"resident_form": "", "emergency": "", "return_form": id_of("referral")}
"""What a page is opened for; the others for a person."""


def test_what_was_typed_into_any_form_comes_back_after_the_process_was_killed(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    slip = {"patient_name": "李某甲", "to_org": "H1", "from_org": "C1", "direction": "up", "urgency": "routine"}
    save(managed, [{"type": "referral", "id": id_of("referral"), "fields": {**slip, "resident_id": id_of("李某甲")}}])
    of = {page: OF.get(page, id_of("李某甲")) for page in TYPED}
    asked = [f"{page}:{of[page]}:{typed}" for page, (typed, _) in TYPED.items()]
    arguments = [sys.executable, "-c", TYPING, str(managed.folder), *asked]
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=root, env=environment) as program:
        assert program.stdout is not None
        line = program.stdout.readline()
        program.kill()
    assert line == "kept\n"
    window = open_window(managed)
    for page, (_, expected) in TYPED.items():
        back = go(qtbot, window, page, of[page])
        assert isinstance(back, FormPage)
        assert back.form is not None
        found = {name: value for fields in back.form.values().values() for name, value in fields.items()}
        assert {name: found.get(name) for name in expected} == expected, page
        assert "已恢复" in back.draft_words.text(), page


def test_f1_shows_the_rules_of_a_field_with_their_version_and_how_far_they_were_verified(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    _, form = opened(qtbot, window, "李某甲")
    form.begin("visit", "sbp")
    keyboard(window).press(Qt.Key.Key_F1)
    panel = window.findChild(HelpPanel)
    assert panel is not None
    words = " ".join(each.text() for each in panel.findChildren(QLabel))
    for expected in ("H-08", "已核实官方原文", "hypertension-2026-03", "F7"):
        assert expected in words
    assert "D-04" not in words
    panel.close()


def test_a_drug_is_found_by_its_initials_and_any_other_text_is_taken(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    window = open_window(village)
    page, form = opened(qtbot, window, "李某甲")
    qtbot.waitUntil(lambda: bool(page._drugs))
    editor = form.cell("visit", "medicines").editor
    assert isinstance(editor, CarriedEditor)
    editor.take_up()
    line = editor.rows._rows[0][0].line  # type: ignore[attr-defined]
    line.completer().setCompletionPrefix("aldp")
    assert line.completer().currentCompletion() == "氨氯地平"
    # Matches nothing of the list: the offscreen platform has no popups.
    qtbot.keyClicks(line, "#own mixture")
    assert editor.value() == [{"name": "#own mixture"}]


def test_a_refill_is_one_key_and_a_number(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    save(village, diabetic("王某乙", "2026-11-01"))
    window = open_window(village)
    _, form = opened(qtbot, window, "王某乙")
    editor = form.cell("visit", "medicines").editor
    assert isinstance(editor, CarriedEditor)
    assert "剩7天" in editor.told.text()
    hands = keyboard(window)
    hands.press(Qt.Key.Key_F6, CONTROL)
    hands.type("56")
    assert editor.value()[0]["dispensed_on"] == "2026-11-22"
    assert editor.value()[0]["days_supplied"] == "56"


def test_a_raised_pressure_of_somebody_not_registered_says_when_to_measure_again(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    save(managed, [resident("李某戊", "1970-03-07", "1")])
    window = open_window(managed)
    page = go(qtbot, window, "visit", id_of("李某戊"))
    assert isinstance(page, VisitPage)
    assert page.form is not None
    page.form.set_values({"visit": {"sbp": "150", "dbp": "92"}})
    page.form_changed(("visit", "dbp"))
    qtbot.waitUntil(lambda: "HN-03" in page.judgement.screened.text())
    rest(qtbot, window)
