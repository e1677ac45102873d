"""The receiving desk: groups, times, results, arrival by the slip, down-referral, calls, costs; the sender's calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.desktop.forms.pick import PickEditor
from clinic_app.desktop.forms.recognise import RecogniseEditor
from clinic_app.desktop.forms.slot import SlotEditor, read_time
from clinic_app.desktop.pages.call_backs import CallBacksPage
from clinic_app.desktop.pages.inpatients import InpatientsPage
from clinic_app.desktop.pages.next_referral import NextReferralPage
from clinic_app.desktop.pages.overdue import OverduePage
from clinic_app.desktop.pages.referrals import ReferralsPage
from clinic_app.desktop.pages.return_form import ReturnFormPage
from clinic_app.desktop.scanner import FASTEST_PERSON
from clinic_app.desktop.window import MainWindow
from clinic_app.protocol.body import Body
from clinic_app.records.field import Field, Kind
from clinic_app.store.database import Database
from clinic_app.store.projection import write_body
from clinic_app.store.queries.referral import ReferralFile, ReferralFilter, referral_with_events, referrals
from clinic_app.store.queries.referral_desk import calls_of, costs_of
from clinic_app.store.queries.slot_choice import SlotChoice
from tests.conftest import DatabaseFactory
from tests.desktop.conftest import Keyboard, OpenWindow, _enrol, go, rest
from tests.desktop.people import VILLAGE, household, id_of, resident

Hands = Callable[[QWidget], Keyboard]
EVENT = "referral_event"
DAY = "2026-11-25"
RESULTS = [
    {"item": "心电图", "value": "窦性心律", "examined_on": "2026-11-20", "organisation": "演示镇卫生院"},
    {"item": "CT", "value": "未见异常", "examined_on": "2026-06-01", "organisation": "演示镇卫生院"},
]


class Slips:
    """Referrals sent from the village to the desk that the test looks at."""

    def __init__(self, database: Database, clock: FrozenClock) -> None:
        self.database, self.clock = database, clock
        self.now = clock.instant

    def send(self, name: str, ago: timedelta, **fields: Any) -> str:
        self.clock.instant = self.now - ago
        known = {"direction": "up", "urgency": "routine", "to_org": "H1", "to_dept": "心血管内科"}
        record = {"type": "referral", "fields": {**known, "resident_id": id_of(name), **fields}}
        found = save(self.database, [record]).ids[0]
        self.clock.instant = self.now
        return found

    def step(self, slip: str, event: str, **fields: Any) -> None:
        save(self.database, [{"type": EVENT, "fields": {"referral_id": slip, "event": event, **fields}}])

    def file(self, slip: str) -> ReferralFile:
        with self.database.read() as connection:
            found = referral_with_events(connection, slip)
        assert found is not None
        return found


@pytest.fixture
def slips(make_database: DatabaseFactory, clock: FrozenClock) -> Slips:
    """Two people of the village, and what the county publishes for the hospital and the township."""
    database = make_database("desk")
    _enrol(database, "V1", "village_clinic", "village_doctor", [VILLAGE])
    save(database, [household(), resident("李某甲", "1957-03-02", "1"), resident("王某乙", "1959-08-14", "2")])
    with database.write() as connection:
        for starts, capacity in (("08:00", 1), ("08:20", 2), ("08:40", 1)):
            slot = {"organisation": "H1", "department": "01", "kind": "clinic", "slot_date": DAY, "starts": starts}
            body = Body({**slot, "minutes": 20, "capacity": capacity, "doctor": "丁医生"})
            write_body(connection, "care_slot", f"H1:01:{DAY}:{starts}:", body, 1)
        for house, free in (("H1", 3), ("T1", 5)):
            beds = {"organisation": house, "department": "01", "free": free, "counted_on": "2026-11-22"}
            write_body(connection, "bed_count", f"{house}:01", Body(beds), 1)
        recognised = {"code": "ECG", "name": "心电图", "valid_days": 7}
        write_body(connection, "recognised_item", "ECG", Body(recognised), 1)
    return Slips(database, clock)


def receive(slips: Slips) -> Database:
    """From now on it is the hospital's laptop."""
    _enrol(slips.database, "H1", "county_hospital", "hospital_receiver", [])
    return slips.database


def inbox(window: MainWindow) -> ReferralsPage:
    page = window.page
    assert isinstance(page, ReferralsPage)
    return page


def told(widget: QWidget) -> str:
    """Every word that stands on a widget."""
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget))


def test_the_inbox_says_what_waits_too_long_and_an_answer_takes_a_free_time(
    qtbot: QtBot, slips: Slips, open_window: OpenWindow, keyboard: Hands
) -> None:
    first = slips.send("李某甲", timedelta(hours=25))
    stroke = slips.send("王某乙", timedelta(minutes=30), urgency="emergency", suspicion="stroke", request="bed")
    taken = slips.send("王某乙", timedelta(days=2))
    database = receive(slips)
    slips.step(taken, "accept", dept="心血管内科", slot_date=DAY, slot_time="08:00", slot_minutes=20)
    window = open_window(database)
    page = inbox(window)
    lines = [tuple(page.model.index(place, column).data() for column in range(4)) for place in range(5)]
    assert [line[0] for line in lines if not line[1]] == ["待答复　2", "待到诊　1"]
    assert lines[1][1:] == ("未读", "急救 卒中", "0小时")
    assert lines[2][1:] == ("超时未读", "普通", "25小时")
    assert lines[4][1] == "11-25 08:00"
    assert [each.id for each in page.model.rows if each.id] == [stroke, first, taken]
    go(qtbot, window, "referrals", first, show="received")
    hands = keyboard(window)
    hands.press(Qt.Key.Key_F2)
    form = page.panel.form
    assert form is not None
    assert form.value(EVENT, "dept") == "心血管内科"
    editor = form.cell(EVENT, "slot_time").editor
    assert isinstance(editor, SlotEditor)
    form.set_values({EVENT: {"slot_date": DAY}})
    form.changed.emit((EVENT, "slot_date"))
    rest(qtbot, window)
    assert [(each.starts, each.free) for each in editor.choices] == [("08:00", 0), ("08:20", 2), ("08:40", 1)]
    editor.take_focus()
    hands.press(Qt.Key.Key_Down)
    assert form.value(EVENT, "slot_time") == "08:20"
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: slips.file(first).state.state == "accepted")
    rest(qtbot, window)
    assert slips.file(first).state.slot == (DAY, "08:20")
    assert slips.file(first).events[-1]["slot_minutes"] == 20
    assert "约定　2026-11-25 08:20 心血管内科" in told(page.panel)


def test_a_full_time_is_said_and_may_still_be_given(qtbot: QtBot, slips: Slips, open_window: OpenWindow) -> None:
    taken, other = slips.send("李某甲", timedelta(days=2)), slips.send("王某乙", timedelta(days=1))
    database = receive(slips)
    slips.step(taken, "accept", dept="心血管内科", slot_date=DAY, slot_time="08:00", slot_minutes=20)
    window = open_window(database)
    page = inbox(window)
    go(qtbot, window, "referrals", other, show="received")
    page.panel.take_step("accept")
    step = page.panel.step
    assert step is not None
    step.form.set_values({EVENT: {"slot_date": DAY, "slot_time": "8"}})
    step.form.changed.emit((EVENT, "slot_date"))
    rest(qtbot, window)
    assert "约满" in step.warning.text()
    page.panel.confirm()
    qtbot.waitUntil(lambda: slips.file(other).state.slot == (DAY, "08:00"))
    rest(qtbot, window)
    # Moved to another hour, the time is free again.
    page.panel.take_step("reschedule")
    rest(qtbot, window)
    assert page.panel.form is not None
    assert page.panel.form.value(EVENT, "slot_date") == DAY
    page.panel.form.set_values({EVENT: {"slot_time": "0840"}})
    page.panel.confirm()
    qtbot.waitUntil(lambda: slips.file(other).state.slot == (DAY, "08:40"))
    rest(qtbot, window)


def test_a_slip_that_is_scanned_on_the_list_opens_and_enter_says_arrived(
    qtbot: QtBot, slips: Slips, open_window: OpenWindow
) -> None:
    slips.send("王某乙", timedelta(hours=1), urgency="urgent")
    here = slips.send("李某甲", timedelta(hours=2))
    window = open_window(receive(slips))
    page = inbox(window)
    moment = [0.0]

    def scanning() -> float:
        moment[0] += FASTEST_PERSON / 4
        return moment[0]

    window.scanner.clock = scanning
    page.table.setFocus()
    with qtbot.waitSignal(window.desk.go):
        for key in str(slips.file(here).fields["slip_no"]):
            QTest.keyClick(page.table, key)
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    rest(qtbot, window)
    assert page.panel.file is not None
    assert page.panel.file.id == here
    assert "按 Enter 登记" in told(page.panel)
    assert slips.file(here).state.state != "arrived"
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: slips.file(here).state.state == "arrived")
    rest(qtbot, window)
    # Enter is the list's own again.
    assert not any(each.isEnabled() for each in page._enter)


def test_results_are_recognised_one_by_one_and_a_repeated_one_says_why(
    qtbot: QtBot, slips: Slips, open_window: OpenWindow, keyboard: Hands
) -> None:
    slip = slips.send("李某甲", timedelta(hours=2), results=RESULTS)
    database = receive(slips)
    slips.step(slip, "arrive")
    window = open_window(database)
    page = inbox(window)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_F12)
    form = page.panel.form
    assert form is not None
    editor = form.cell(EVENT, "results").editor
    assert isinstance(editor, RecogniseEditor)
    assert [each.value() for each in editor.choices] == ["2", None]
    assert "互认项目，7天内有效" in told(editor)
    editor.choices[1].take_focus()
    hands.type("1")
    page.panel.confirm()
    qtbot.waitUntil(lambda: "重做的原因" in form.line_of(EVENT, "results").note.text())
    assert editor.reasons[1].isVisible()
    editor.reasons[1].set_value("已过五个月")
    page.panel.confirm()
    qtbot.waitUntil(lambda: any(each["event"] == "recognise" for each in slips.file(slip).events))
    rest(qtbot, window)
    answered = slips.file(slip).events[-1]["results"]
    assert [each.get("recognised") for each in answered] == ["2", "1"]
    assert answered[0]["value"] == "窦性心律"
    assert "（重做：已过五个月）" in told(page.panel)


def test_a_patient_goes_down_to_a_township_with_free_beds_and_the_return_closes_the_loop(
    qtbot: QtBot, slips: Slips, open_window: OpenWindow, keyboard: Hands
) -> None:
    slip = slips.send("李某甲", timedelta(days=5), request="bed", initial_impression="高血压3级")
    database = receive(slips)
    slips.step(slip, "arrive")
    slips.step(slip, "interim", note="血压平稳")
    window = open_window(database)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_F8)
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, NextReferralPage)
    assert page.form is not None
    # The only township there is, with its beds beside the name.
    assert page.form.value("referral", "to_org") == "T1"
    assert page.form.cell("referral", "to_org").editor.text() == "演示镇卫生院　空床 5"  # type: ignore[attr-defined]
    assert page.form.value("referral", "treatment_course") == "血压平稳"
    assert page.form.value("referral", "request") == "bed"
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(window.page, ReferralsPage))
    rest(qtbot, window)
    with database.read() as connection:
        (down,) = referrals(connection, ReferralFilter(sent_by="H1"))
    assert (down.direction, down.to_org, down.patient_name) == ("down", "T1", "李某甲")
    assert slips.file(down.id).fields["previous_id"] == slip
    assert slips.file(slip).state.state == "arrived"
    links = [each.text() for each in inbox(window).panel.findChildren(QPushButton) if each.property("referral") == slip]
    assert links == [f"上一张 {slips.file(slip).fields['slip_no']}"]
    go(qtbot, window, "return_form", slip)
    form_page = window.page
    assert isinstance(form_page, ReturnFormPage)
    assert form_page.form is not None
    assert form_page.form.value("return", "discharged_on") == "2026-11-22"
    assert form_page.form.value("return", "treatment_course") == "血压平稳"
    form_page.form.set_values({"return": {"diagnosis": "高血压3级"}})
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: slips.file(slip).state.state == "returned")
    rest(qtbot, window)


def test_a_consultation_is_answered_with_an_opinion_and_nobody_has_to_come(
    qtbot: QtBot, slips: Slips, open_window: OpenWindow, keyboard: Hands
) -> None:
    slip = slips.send("李某甲", timedelta(hours=2), request="consultation")
    database = receive(slips)
    slips.step(slip, "accept", dept="心血管内科")
    window = open_window(database)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_F9)
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, ReturnFormPage)
    assert page.form is not None
    page.form.set_values({"return": {"opinion": "加用缬沙坦，两周后复查血钾"}})
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: slips.file(slip).state.state == "returned")
    rest(qtbot, window)
    # The desk is done with it, though its sender still owes the follow-up.
    page.desk.open("referrals", "", show="done")
    rest(qtbot, window)
    assert [each.id for each in inbox(window).model.rows] == [slip]
    slip_back = slips.file(slip).return_slip
    assert slip_back is not None
    assert slip_back["opinion"] == "加用缬沙坦，两周后复查血钾"
    assert "加用缬沙坦" in told(inbox(window).panel.boxes.parentWidget() or inbox(window).panel)


def test_calls_after_discharge_are_made_level_by_level_from_the_list(
    qtbot: QtBot, slips: Slips, open_window: OpenWindow, keyboard: Hands
) -> None:
    slip = slips.send("李某甲", timedelta(days=20), request="bed")
    database = receive(slips)
    slips.step(slip, "arrive")
    back = {"referral_id": slip, "diagnosis": "高血压3级", "discharged_on": "2026-11-08", "next_plan": "每周测血压"}
    save(database, [{"type": "return", "fields": back}])
    window = open_window(database)
    page = go(qtbot, window, "call_backs")
    assert isinstance(page, CallBacksPage)
    # A fortnight after the discharge the doctor and the head nurse are due.
    assert [each.id for each in page.model.rows] == [f"{slip}:1", f"{slip}:2"]
    assert "每周测血压" in told(page.side)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_Return)
    hands.type("1")
    assert page.form is not None
    page.form.set_values({"call_back": {"condition": "血压140/85"}})
    # Somebody else in between: what was typed is there again.
    page.table.go_to(1)
    rest(qtbot, window)
    page.table.go_to(0)
    rest(qtbot, window)
    assert page.form.value("call_back", "condition") == "血压140/85"
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [each.id for each in page.model.rows] == [f"{slip}:2"])
    rest(qtbot, window)
    assert "主管医师 今天 接通：血压140/85" in told(page.side)
    with database.read() as connection:
        (call,) = calls_of(connection, slip)
    assert (call["level"], call["called_on"], call["by"]) == ("1", "2026-11-22", database.actor.name)


def test_a_ward_writes_one_cost_a_day_and_is_told_why_a_patient_may_go_down(
    qtbot: QtBot, slips: Slips, open_window: OpenWindow, keyboard: Hands
) -> None:
    slip = slips.send("李某甲", timedelta(days=9), request="bed", initial_impression="高血压")
    database = receive(slips)
    slips.step(slip, "arrive")
    for day, amount in (("2026-11-20", "300"), ("2026-11-21", "310")):
        save(
            database, [{"type": "inpatient_cost", "fields": {"referral_id": slip, "cost_date": day, "amount": amount}}]
        )
    window = open_window(database)
    page = go(qtbot, window, "inpatients")
    assert isinstance(page, InpatientsPage)
    assert page.model.index(0, 3).data() == ""
    hands = keyboard(window)
    hands.press(Qt.Key.Key_Return)
    hands.type("305")
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.model.index(0, 3).data() == "可下转")
    rest(qtbot, window)
    assert "连续3天日费用：300、310、305元" in told(page.side)
    assert "由医生决定" in told(page.side)
    # The same day again is a correction.
    hands.press(Qt.Key.Key_Return)
    hands.type("900")
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.model.index(0, 3).data() == "")
    rest(qtbot, window)
    with database.read() as connection:
        assert [each.amount for each in costs_of(connection, slip)] == ["300", "310", "900"]


def test_the_sender_sees_who_has_not_answered_and_writes_down_what_the_phone_said(
    qtbot: QtBot, slips: Slips, open_window: OpenWindow, keyboard: Hands
) -> None:
    late = slips.send("李某甲", timedelta(days=8))
    slips.send("王某乙", timedelta(hours=1))
    with slips.database.write() as connection:
        fields = {"code": "01", "organisation": "H1", "name": "心血管内科", "phone": "0990-1001"}
        write_body(connection, "department", "H1:01", Body(fields), 1)
    window = open_window(slips.database)
    page = go(qtbot, window, "referrals")
    assert isinstance(page, ReferralsPage)
    assert "超时 1" in page.overdue.text()
    assert window.rail.button("referrals").accessibleName() == "转诊 1"
    keyboard(window).press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    overdue = window.page
    assert isinstance(overdue, OverduePage)
    assert [each.id for each in overdue.model.rows] == [late]
    assert "0990-1001" in told(overdue.side)
    assert overdue.form is not None
    overdue.save()
    assert "写明问到了什么" in overdue.form.line_of(EVENT, "note").note.text()
    overdue.form.set_values({EVENT: {"spoke_with": "丁医生", "note": "已到诊，调整用药，两周后复查"}})
    overdue.save()
    qtbot.waitUntil(lambda: slips.file(late).state.state == "returned")
    rest(qtbot, window)
    assert slips.file(late).events[-1]["phone"] == "0990-1001"
    assert overdue.model.rowCount() == 0


def test_a_withdrawal_is_agreed_by_key_and_a_redirect_offers_the_departments_of_the_house(
    qtbot: QtBot, slips: Slips, open_window: OpenWindow, keyboard: Hands
) -> None:
    asked, wrong = slips.send("李某甲", timedelta(hours=5)), slips.send("王某乙", timedelta(hours=2))
    database = receive(slips)
    slips.step(asked, "accept", dept="心血管内科")
    _enrol(database, "V1", "village_clinic", "village_doctor", [VILLAGE])
    slips.step(asked, "request_withdrawal", reason="已去外地")
    receive(slips)
    window = open_window(database)
    page = inbox(window)
    hands = keyboard(window)
    go(qtbot, window, "referrals", asked, show="received")
    assert page.model.data(page.model.index(page.model.row_of(asked), 1)) == "请求撤回"
    assert "转出方请求撤回：已去外地" in told(page.panel)
    hands.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    page.panel.confirm()
    qtbot.waitUntil(lambda: slips.file(asked).state.state == "withdrawn")
    rest(qtbot, window)
    go(qtbot, window, "referrals", wrong, show="received")
    hands.press(Qt.Key.Key_F6)
    rest(qtbot, window)
    form = page.panel.form
    assert form is not None
    departments = form.cell(EVENT, "to_dept").editor
    assert isinstance(departments, PickEditor)
    assert [departments.box.itemText(place) for place in range(departments.box.count())][1:] == [
        "心血管内科",
        "内分泌科",
    ]
    form.set_values({EVENT: {"to_dept": "内分泌科", "reason": "血糖为主"}})
    page.panel.confirm()
    qtbot.waitUntil(lambda: slips.file(wrong).state.department == "内分泌科")
    rest(qtbot, window)
    assert slips.file(wrong).state.receiver == "H1"


@pytest.mark.parametrize(
    ("typed", "time"),
    [("0820", "08:20"), ("8:20", "08:20"), ("820", "08:20"), ("8", "08:00"), ("８点２０分", "08:20"), ("24", None),
     ("0860", None), ("上午", None)],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed: str, time: str | None) -> None:
    assert read_time(typed) == time


def test_arrows_pass_over_full_times(qtbot: QtBot) -> None:
    editor = SlotEditor(Field("预约时间", Kind.TEXT, name="slot_time"))
    qtbot.addWidget(editor)
    editor.show_choices([SlotChoice("08:00", 20, 1, 1), SlotChoice("08:20", 20, 0, 1), SlotChoice("08:40", 20, 1, 1)])
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    assert (editor.value(), editor.minutes) == ("08:20", 20)
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    assert editor.value() == "08:20"
