"""Whole acts by keyboard alone, with the key presses counted: what is typed as text is counted apart.

The hypertension follow-up (at most 30 in all) is in test_journey.py.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_app.care.export import exported_records
from clinic_app.desktop.forms.form import Form
from clinic_app.desktop.pages.form_page import FormPage
from clinic_app.desktop.pages.referrals import ReferralsPage
from clinic_app.desktop.window import MainWindow
from clinic_app.records.identity_number import check_character
from clinic_app.store.database import Database
from tests.desktop.conftest import Keyboard, OpenWindow, rest

MOST = 60
"""Key presses of an act beyond the characters typed."""
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Hands(Keyboard):
    """Counts the characters of texts and numbers apart from the keys that choose and move."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        super().__init__(qtbot, window)
        self.characters = 0

    @property
    def keys(self) -> int:
        """Key presses beyond the characters typed."""
        return self.presses - self.characters

    def write(self, text: str, *, on: bool = True) -> None:
        """Words or a number into a field, and Enter where the field does not move on by itself."""
        self.characters += len(text)
        self.type(text)
        if on:
            self.enter()

    def enter(self, times: int = 1) -> None:
        """On to the next field."""
        for _ in range(times):
            self.press(Qt.Key.Key_Return)


def _records(database: Database, kind: str) -> list[dict[str, Any]]:
    return [each.fields for each in exported_records(database, kind)]


def _form(qtbot: QtBot, window: MainWindow, name: str) -> Form:
    def there() -> bool:
        page = window.page
        return page.place.page == name and isinstance(page, FormPage) and page.form is not None and page.form.complete

    qtbot.waitUntil(there, timeout=10_000)
    rest(qtbot, window)
    assert isinstance(window.page, FormPage)
    assert window.page.form is not None
    return window.page.form


def _at(form: Form, name: str) -> None:
    """The focus is where the hand expects it: a journey that goes astray says where."""
    cell = form.focused_cell()
    assert cell is not None, name
    assert cell.key[1] == name, (cell.key, form.values())


def test_a_registration_takes_at_most_sixty_key_presses_beyond_what_is_typed(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    window = open_window(village)
    hands = Hands(qtbot, window)
    hands.press(Qt.Key.Key_2, ALT)
    rest(qtbot, window)
    hands.press(Qt.Key.Key_N, CONTROL)
    form = _form(qtbot, window, "resident_form")
    _at(form, "id_no")
    number = "99010119650704002"
    hands.write(number + check_character(number))
    hands.write("Zhao")
    hands.enter()  # 性别, from the number
    hands.enter()  # 出生日期, from the number
    hands.enter()  # 村
    _at(form, "group_name")
    hands.write("3")
    hands.write("12")
    hands.type("1")  # 与户主关系：户主
    _at(form, "phone")
    hands.write("13900000001")
    hands.write("Qian")
    hands.write("13900000002")
    hands.type("1")  # 药物过敏史：无
    hands.type("23")  # 既往史：高血压、糖尿病
    hands.enter()
    _at(form, "programme")
    hands.type("12")
    hands.enter()
    # From here on what stands on the paper, to its last line.
    hands.write("Village 3-12")
    hands.write("Village 3-12")
    hands.enter(2)  # 证件类型, 责任医生
    _at(form, "filing_date")
    hands.enter(2)  # 建档日期, 工作单位
    hands.type("111")  # 户籍、汉族、A型
    hands.type("2")  # 阳性
    hands.type("842")  # 小学、农业、已婚
    _at(form, "payment")
    hands.type("3")
    hands.enter()
    hands.type("1")  # 暴露史：无
    _at(form, "surgery")
    hands.enter(3)  # 手术、外伤、输血：没有
    hands.type("1111")  # 家族史：父、母、兄弟姐妹、子女，无
    hands.type("11")  # 遗传病史、残疾
    _at(form, "kitchen_vent")
    hands.type("41311")
    hands.press(Qt.Key.Key_S, CONTROL)
    rest(qtbot, window)
    qtbot.waitUntil(lambda: window.page.place.page == "residents", timeout=1_000)
    rest(qtbot, window)
    assert hands.keys <= MOST
    saved = next(each for each in _records(village, "resident") if each["name"] == "Zhao")
    expected = {
        "birth_date": "1965-07-04", "sex": "2", "phone": "13900000001", "contact_phone": "13900000002",
        "past_disease": ["2", "3"], "drug_allergy": ["1"], "payment": ["3"], "livestock": "1", "water": "3",
        "relation_to_head": "1", "ethnicity": "01", "rh": "2", "marital": "2",
    }  # fmt: skip
    assert {name: saved.get(name) for name in expected} == expected
    assert sorted(each["programme"] for each in _records(village, "chronic_registration")) == [
        "diabetes", "hypertension",
    ]  # fmt: skip


def test_a_referral_takes_at_most_sixty_key_presses_beyond_what_is_typed(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    hands = Hands(qtbot, window)
    hands.press(Qt.Key.Key_K, CONTROL)
    hands.write("8888")
    qtbot.waitUntil(lambda: window.page.place.page == "resident", timeout=10_000)
    rest(qtbot, window)
    hands.press(Qt.Key.Key_F8)
    form = _form(qtbot, window, "refer")
    _at(form, "to_org")
    while form.value("referral", "to_org") != "H1":
        hands.press(Qt.Key.Key_Down)
    rest(qtbot, window)
    hands.enter()
    _at(form, "to_dept")
    hands.press(Qt.Key.Key_Down)
    hands.enter()
    _at(form, "urgency")
    hands.type("2")  # 紧急
    _at(form, "direction")
    hands.enter()  # 上转, from the directory
    _at(form, "level_skip_reason")
    hands.write("township has no cardiologist")
    _at(form, "initial_impression")
    hands.enter()  # 高血压, from the file
    _at(form, "criteria")
    hands.enter()
    _at(form, "present_illness")
    hands.write("dizzy for 3 days")
    hands.write("none")
    _at(form, "treatment_course")
    hands.enter()  # from the file
    hands.write("13900000003")
    _at(form, "pack")
    hands.enter()
    _at(form, "consent")
    hands.type("1")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: window.page.place.page == "referrals", timeout=10_000)
    rest(qtbot, window)
    assert hands.keys <= MOST
    (saved,) = _records(managed, "referral")
    expected = {
        "to_org": "H1", "urgency": "urgent", "direction": "up", "initial_impression": "高血压", "past_history": "none",
        "level_skip_reason": "township has no cardiologist", "consent": "agree", "from_phone": "13900000003",
    }  # fmt: skip
    assert {name: saved.get(name) for name in expected} == expected
    assert saved["to_dept"]
    assert "dizzy for 3 days" in saved["present_illness"]


def test_a_return_slip_takes_at_most_sixty_key_presses_beyond_what_is_typed(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow
) -> None:
    window = open_window(hospital)
    hands = Hands(qtbot, window)
    assert isinstance(window.page, ReferralsPage)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F3):
        hands.press(key)
        rest(qtbot, window)
        hands.press(Qt.Key.Key_S, CONTROL)
        rest(qtbot, window)
    hands.press(Qt.Key.Key_F9)
    form = _form(qtbot, window, "return_form")
    _at(form, "diagnosis")
    for words in ("hypertension grade 2", "ECG normal", "amlodipine 5 mg", "measure weekly", "less salt"):
        hands.write(words)
    _at(form, "from_phone")
    hands.write("13900000004")
    _at(form, "medical_record_no")
    hands.write("B-17")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: window.page.place.page == "referrals", timeout=10_000)
    rest(qtbot, window)
    assert hands.keys <= MOST
    (saved,) = _records(hospital, "return")
    expected = {
        "diagnosis": "hypertension grade 2", "exam_results": "ECG normal", "treatment_course": "amlodipine 5 mg",
        "next_plan": "measure weekly", "rehab_advice": "less salt", "medical_record_no": "B-17",
    }  # fmt: skip
    assert {name: saved.get(name) for name in expected} == expected
    events = {each["event"] for each in _records(hospital, "referral_event")}
    assert {"accept", "arrive", "send_back"} <= events
