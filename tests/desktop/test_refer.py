"""Writing a referral: what the rules and the county's tables say beside it, and what is saved of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.desktop.pages.refer import ReferPage
from clinic_app.desktop.pages.referrals import ReferralsPage
from clinic_app.desktop.widgets.refer_form import BEDS, COST, PHONE, DoctorEditor
from clinic_app.desktop.widgets.refer_offer import OfferEditor
from clinic_app.desktop.widgets.refer_pack import PackEditor, ResultsEditor
from clinic_app.desktop.window import MainWindow
from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.projection import write_body
from tests.care.test_referral_terms import publish_costs
from tests.desktop.conftest import Keyboard, OpenWindow, go, rest
from tests.desktop.people import id_of, visit

Hands = Callable[[QWidget], Keyboard]
CONTROL = Qt.KeyboardModifier.ControlModifier
REFERRAL = "referral"


def publish(database: Database) -> None:
    """A clinic's morning, free beds, and a list of the village's own diseases."""
    session = {"organisation": "H1", "department": "01", "kind": "clinic", "doctor": "丁医生", "capacity": 2,
               "slot_date": "2026-11-24", "starts": "08:00", "ends": "09:00", "minutes": 20}  # fmt: skip
    beds = {"organisation": "H1", "department": "01", "free": 3, "counted_on": "2026-11-22", "phone": "0990-1"}
    own = {"kind": "village_clinic", "code": "I10", "name": "高血压"}
    with database.write() as connection:
        write_body(connection, "care_slot", "H1:01:2026-11-24:08:00::丁医生", Body(session), 1)
        write_body(connection, "bed_count", "H1:01", Body(beds), 1)
        write_body(connection, "disease_list", "village_clinic:I10", Body(own), 1)
        phones = {"code": "H1", "name": "演示县人民医院", "kind": "county_hospital", "phone": "0990-2"}
        write_body(connection, "organisation", "H1", Body(phones), 1)
        doctor = {"code": "D9", "name": "丁医生", "organisation": "H1", "role": "hospital_receiver"}
        write_body(connection, "staff", "D9", Body(doctor), 1)
    publish_costs(database)


def opened(qtbot: QtBot, window: MainWindow) -> ReferPage:
    page = go(qtbot, window, "refer", id_of("李某甲"))
    assert isinstance(page, ReferPage)
    assert page.form is not None
    return page


def choose(qtbot: QtBot, window: MainWindow, page: ReferPage, **values: Any) -> None:
    """As if a person had chosen, one field after the other."""
    assert page.form is not None
    for name, value in values.items():
        page.form.set_values({REFERRAL: {name: value}})
        page.form_changed((REFERRAL, name))
        rest(qtbot, window)


def test_cost_levels_own_diseases_and_published_times_stand_beside_the_choice(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    publish(managed)
    window = open_window(managed)
    page = opened(qtbot, window)
    form = page.form
    assert form is not None
    choose(qtbot, window, page, to_org="T1")
    assert form.cell(REFERRAL, "level_skip_reason").isHidden()
    choose(qtbot, window, page, to_org="H1", to_dept="心血管内科")
    assert "起付线600元，报销75%" in form.told(COST)
    assert "估算" in form.told(COST)
    assert form.told(PHONE) == "总机 0990-2"
    doctors = form.cell(REFERRAL, "to_doctor").editor
    assert isinstance(doctors, DoctorEditor)
    assert doctors.line.completer().model().index(0, 0).data() == "丁医生"
    assert "乡镇卫生院" in form.cell(REFERRAL, "level_skip_reason").aside.text()
    assert "高血压" in form.cell(REFERRAL, "own_list_reason").aside.text()
    choose(qtbot, window, page, path="outside")
    assert "统筹区外" in form.told(COST)
    times = form.cell(REFERRAL, "requested_time").editor
    assert isinstance(times, OfferEditor)
    assert [option.starts for option in times._slots.values()] == ["08:00", "08:20", "08:40"]
    times.box.setCurrentIndex(2)
    page.form_changed((REFERRAL, "requested_time"))
    chosen = form.values()[REFERRAL]
    assert (chosen["requested_day"], chosen["requested_time"], chosen["to_doctor"]) == ("2026-11-24", "08:20", "丁医生")
    form.set_values({REFERRAL: {"level_skip_reason": "上次也在这里看"}})
    choose(qtbot, window, page, request="bed")
    assert "心血管内科 3张" in form.told(BEDS)
    choose(qtbot, window, page, urgency="emergency", path=None)
    assert form.cell(REFERRAL, "level_skip_reason").isHidden()
    page._told_once = True
    unsaid = {"level_skip_reason", "requested_day", "requested_time"}
    assert unsaid.isdisjoint(page.records()[0]["fields"])
    assert page.under_way.text() == ""
    other = {"resident_id": id_of("李某甲"), "direction": "up", "urgency": "routine", "to_org": "T1"}
    save(managed, [{"type": REFERRAL, "fields": other}])
    page = opened(qtbot, window)
    assert page.under_way.text() == "还有没办完的转诊：演示镇卫生院 待接诊（今天）"


def test_the_pack_the_results_the_criteria_and_the_consent_go_along(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    visit_id = id_of("查体")
    save(managed, [
        {"type": "visit", "id": visit_id, "fields": {"resident_id": id_of("李某甲"), "visit_date": "2026-11-20",
                                                     "visit_mode": "1", "sbp": 182, "dbp": 112}},
        {"type": "hypertension_followup", "fields": {"visit_id": visit_id, "symptoms": ["1"]}},
        {"type": "health_examination", "fields": {"visit_id": visit_id, "creatinine": "96.0", "ecg": "2",
                                                  "ecg_other": "左室高电压"}},
    ])  # fmt: skip
    window = open_window(managed)
    page = opened(qtbot, window)
    form = page.form
    assert form is not None
    assert "htn-1" in form.value(REFERRAL, "criteria")
    pack, results = form.cell(REFERRAL, "pack").editor, form.cell(REFERRAL, "results").editor
    assert isinstance(pack, PackEditor)
    assert isinstance(results, ResultsEditor)
    assert pack.choice is not None
    assert results.choice is not None
    hands = keyboard(window)
    pack.take_focus()
    hands.type("2")
    results.take_focus()
    hands.type("1")
    hands.press(Qt.Key.Key_Return)
    hands.type("CT")
    choose(qtbot, window, page, to_org="T1", consent="agree", consent_by="李某丙", consent_relation="女儿")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, ReferralsPage))
    rest(qtbot, window)
    issued = next(exported_records(managed, REFERRAL)).fields
    assert "medicines" not in issued["pack"]
    assert "allergies" in issued["pack"]
    assert issued["pack"]["readings"][0]["sbp"] == 182
    assert issued["results"] == [
        {"item": "心电图", "value": "异常 左室高电压", "examined_on": "2026-11-20"}, {"item": "CT"},
    ]  # fmt: skip
    assert issued["criteria_version"].startswith("referral-")
    signed = {name: issued[name] for name in ("consent", "consent_by", "consent_relation")}
    assert signed == {"consent": "agree", "consent_by": "李某丙", "consent_relation": "女儿"}


def test_a_routine_referral_of_a_known_person_needs_few_keys(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    save(managed, visit("李某甲", "2026-11-20", sbp=158, dbp=98))
    window = open_window(managed)
    page = opened(qtbot, window)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_Down)
    rest(qtbot, window)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    assert page.form is not None
    cell = page.form.focused_cell()
    assert cell is not None
    assert cell.key == (REFERRAL, "urgency")
    hands.press(Qt.Key.Key_S, CONTROL)
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, ReferralsPage))
    rest(qtbot, window)
    assert hands.presses < 10
    assert next(exported_records(managed, REFERRAL)).fields["initial_impression"] == "高血压"
