"""The emergency slip: a minute from the key to the paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.care.worklist import worklist
from clinic_app.clock import LOCAL_ZONE, FrozenClock
from clinic_app.desktop.emergency_words import completion_words, missing_words
from clinic_app.desktop.pages.complete_slip import CompleteSlipPage
from clinic_app.desktop.pages.emergency import EmergencyPage
from clinic_app.desktop.pages.referrals import ReferralsPage
from clinic_app.desktop.pages.work import WorkPage
from clinic_app.desktop.window import MainWindow
from clinic_app.devices.reading import Reading
from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.projection import write_body
from clinic_app.store.queries.emergency import unfinished_slips
from clinic_app.store.queries.referral import referral_with_events
from tests.desktop.conftest import Keyboard, OpenWindow, rest
from tests.desktop.people import VILLAGE, id_of

Hands = Callable[[QWidget], Keyboard]
CONTROL = Qt.KeyboardModifier.ControlModifier
BOTH = CONTROL | Qt.KeyboardModifier.ShiftModifier
REFERRAL = "referral"


def publish_units(database: Database) -> None:
    """The county hospital is a stroke centre, the township a unit nearer by."""
    with database.write() as connection:
        for code, level, minutes in (("H1", "centre", 35), ("T1", "unit", 12)):
            fields = {"organisation": code, "centre": "stroke", "level": level, "area": VILLAGE, "minutes": minutes,
                      "phone": "0990-1234567"}  # fmt: skip
            write_body(connection, "capability", f"{code}:stroke:{VILLAGE}", Body(fields), 1)


def only(database: Database, name: str) -> dict[str, Any]:
    found = [each.fields for each in exported_records(database, name)]
    assert len(found) == 1
    return dict(found[0])


def opened(qtbot: QtBot, window: MainWindow, hands: Keyboard) -> EmergencyPage:
    hands.press(Qt.Key.Key_E, BOTH)
    qtbot.waitUntil(lambda: isinstance(window.page, EmergencyPage) and window.page.form is not None)
    rest(qtbot, window)
    assert isinstance(window.page, EmergencyPage)
    return window.page


def test_an_unknown_person_with_a_stroke_is_on_paper_after_43_keys(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands, clock: FrozenClock
) -> None:
    publish_units(village)
    window = open_window(village, 910, 512)
    hands = keyboard(window)
    page = opened(qtbot, window, hands)
    hands.press(Qt.Key.Key_Return)
    hands.type("6012")
    rest(qtbot, window)
    now = clock.now() + timedelta(hours=8)
    hands.type(f"{now - timedelta(minutes=40):%H%M}")
    assert "2小时20分" in page.side.left.text()
    hands.type("19900000001")
    hands.press(Qt.Key.Key_Return)
    hands.type("1781028820961")
    hands.type("7.8")
    hands.type("36.5")
    assert page.form is not None
    assert page.form.value(REFERRAL, "to_org") == "T1"
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, ReferralsPage))
    rest(qtbot, window)
    assert isinstance(window.page, ReferralsPage)
    assert window.page.preview.pdf.startswith(b"%PDF")
    assert hands.presses == 43
    slip = only(village, "referral")
    assert slip["patient_name"].startswith("不详")
    assert slip["identity_unknown"] is True
    wanted = {"sex": "1", "age": 60, "suspicion": "stroke", "sbp": 178, "dbp": 102, "heart_rate": 88, "spo2": 96,
              "respiratory_rate": 20, "consciousness": "1", "glucose": "7.8", "temperature": "36.5", "to_org": "T1",
              "patient_phone": "19900000001", "urgency": "emergency", "direction": "up"}  # fmt: skip
    assert {name: slip[name] for name in wanted} == wanted


def test_a_resident_is_taken_by_name_and_key_and_the_onset_is_asked_for_once(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(village, 910, 512)
    hands = keyboard(window)
    page = opened(qtbot, window, hands)
    assert page.form is not None
    room = page.form.width()
    hands.type("lmj")
    qtbot.waitUntil(lambda: bool(page._people))
    rest(qtbot, window)
    assert page.form.width() == room, "who it may be takes nothing from the form"
    hands.press(Qt.Key.Key_F3)
    assert page.form is not None
    assert "李某甲" in page.title.text()
    hands.type("1")
    assert page.take_reading(Reading(sbp=92, dbp=58, heart_rate=112))
    hands.press(Qt.Key.Key_F7)
    page.form.set_values({REFERRAL: {"to_org": "H1"}})
    hands.press(Qt.Key.Key_S, CONTROL)
    assert "最后还正常" in page.form.line_of(REFERRAL, "onset_at").note.text()
    assert list(exported_records(village, "referral")) == []
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, ReferralsPage))
    rest(qtbot, window)
    slip = only(village, "referral")
    assert (slip["resident_id"], slip["patient_name"], slip["suspicion"]) == (id_of("李某甲"), "李某甲", "chest_pain")
    assert slip["initial_impression"] == "怀疑胸痛"
    assert slip["called_at"]
    assert (slip["sbp"], slip["dbp"], slip["heart_rate"]) == (92, 58, 112)
    assert slip["checklist"] == ["em-1"]
    assert "identity_unknown" not in slip


def test_the_rest_follows_within_hours_and_the_unknown_person_gets_a_name(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands, clock: FrozenClock
) -> None:
    fields = {"urgency": "emergency", "direction": "up", "to_org": "H1", "sex": "1", "age": 60, "suspicion": "stroke"}
    referral_id = save(village, [{"type": "referral", "fields": fields}]).ids[0]
    clock.advance(timedelta(hours=1))
    item = worklist(village, clock.today())[0]
    assert item.name.startswith("不详")
    due = (clock.now() + timedelta(hours=5)).astimezone(LOCAL_ZONE)
    assert item.why.startswith(f"急救转诊单限{due.hour}点前补全（RF-14）")
    window = open_window(village)
    hands = keyboard(window)
    assert isinstance(window.page, WorkPage)
    assert window.page.card.start.text().startswith("补全急救单")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, CompleteSlipPage) and window.page.form is not None)
    window.desk.open("referrals", referral_id, show="sent")
    rest(qtbot, window)
    assert isinstance(window.page, ReferralsPage)
    assert window.page.model.index(0, 1).data() == "补全剩5:00"
    clock.advance(timedelta(minutes=1))
    window.page._minute_passed()
    rest(qtbot, window)
    assert window.page.model.index(0, 1).data() == "补全剩4:59"
    window.page.panel.take_step("complete")
    qtbot.waitUntil(lambda: isinstance(window.page, CompleteSlipPage) and window.page.form is not None)
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, CompleteSlipPage)
    assert page.form is not None
    assert "治疗经过" in page.asked.text()
    page.form.set_values({
        "resident": {"name": "演某客", "birth_date": "1966-05-01"},
        REFERRAL: {"initial_impression": "脑卒中", "present_illness": "右侧肢体无力", "treatment_course": "吸氧",
                   "checklist": ["st-1"]},
    })  # fmt: skip
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, ReferralsPage))
    rest(qtbot, window)
    with village.read() as connection:
        file = referral_with_events(connection, referral_id)
        assert unfinished_slips(connection, "V1") == []
    assert file is not None
    shown = file.shown
    assert (shown["patient_name"], shown["identity_unknown"]) == ("演某客", False)
    assert (shown["present_illness"], shown["checklist"]) == ("右侧肢体无力", ["st-1"])
    assert [each.name for each in worklist(village, clock.today()) if each.why.startswith("急救")] == []


def test_what_is_late_says_so_and_who_is_back_needs_no_slip(database: Database, clock: FrozenClock) -> None:
    fields = {"urgency": "emergency", "direction": "up", "to_org": "H1", "sex": "2", "age": 40,
              "village_code": VILLAGE}  # fmt: skip
    late = save(database, [{"type": "referral", "fields": fields}]).ids[0]
    clock.advance(timedelta(hours=6))
    with database.read() as connection:
        slip = unfinished_slips(connection, "")[0]
    assert completion_words(slip, clock.now(), clock.today()) == ("补全已超时 0分钟", "danger")
    assert "患者姓名" in missing_words(slip)
    clock.advance(timedelta(minutes=1))
    assert worklist(database, clock.today())[0].why.startswith("急救转诊单补全已超时")
    heard = {
        "referral_id": late,
        "event": "outside_result",
        "note": "已在市医院住院",
        "phone": "0990-1",
        "spoke_with": "值班医生",
    }
    save(database, [{"type": "referral_event", "fields": heard}])
    with database.read() as connection:
        assert unfinished_slips(connection, "") == []
