"""A laptop that was too long without its county: the door says so, and takes the code that the county reads out."""

from __future__ import annotations

import base64
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinic_app.clock import FrozenClock, instant_text
from clinic_app.desktop.login import Door, LoginWindow
from clinic_app.protocol import escrow
from clinic_app.protocol import lease as leases
from clinic_app.protocol.audience import Scope
from clinic_app.protocol.lease import Grant, link_on
from clinic_app.protocol.signing import new_key_pair
from clinic_app.store.database import Database
from clinic_app.store.device import Device, save_device
from clinic_app.store.lease import take
from tests.conftest import PASSWORD
from tests.desktop.conftest import OpenWindow, activate, go

SECRET = bytes(range(32))


def begin_lease(database: Database, clock: FrozenClock, server: str = "http://127.0.0.1:1") -> None:
    """As after an enrolment at a county that nobody reaches any more."""
    private = base64.b64encode(new_key_pair()[0]).decode()
    device = Device("d1", 3, "990101", "V1", "演示村卫生室", "village_clinic", "village_doctor",
                    Scope("V1", "village_clinic"), server, private)  # fmt: skip
    link = base64.b64encode(link_on(SECRET, "d1", clock.today())).decode()
    with database.write() as connection:
        save_device(connection, device)
        take(database, connection, Grant(leases.KIND, "d1", instant_text(clock.now()), 60, clock.today(), link))


def test_the_door_asks_for_the_renewal_code_and_opens_with_it(
    qtbot: QtBot, database: Database, clock: FrozenClock
) -> None:
    begin_lease(database, clock)
    database.close()
    clock.advance(timedelta(days=61))
    door = LoginWindow(database.folder, clock)
    qtbot.addWidget(door)
    activate(qtbot, door)
    opened: list[Database] = []
    door.opened.connect(opened.append)
    boxes = door.door
    assert isinstance(boxes, Door)
    boxes.password.setText(PASSWORD)
    qtbot.keyClick(boxes.password, Qt.Key.Key_Return)
    qtbot.waitUntil(door.renewal.isVisible)
    assert (door.door.isVisible(), door.title.text(), door.renewal.code.hasFocus()) == (False, "续期", True)
    assert "60天" in door.renewal.about.text()
    assert "0003" in door.renewal.about.text()

    def entered(text: str) -> None:
        door.renewal.code.setText(text)
        qtbot.keyClick(door.renewal.code, Qt.Key.Key_Return)

    entered(" ")
    assert door.trouble.text() == "输入续期码"
    entered("0" * 26)
    qtbot.waitUntil(lambda: "续期码不对" in door.trouble.text())
    entered(escrow.spoken(link_on(SECRET, "d1", clock.today())))
    qtbot.waitUntil(lambda: bool(opened))
    opened[0].close()


def test_back_from_the_renewal_is_the_password(qtbot: QtBot, database: Database, clock: FrozenClock) -> None:
    begin_lease(database, clock)
    clock.advance(timedelta(days=61))
    door = LoginWindow(database.folder, clock)
    qtbot.addWidget(door)
    activate(qtbot, door)
    boxes = door.door
    assert isinstance(boxes, Door)
    boxes.password.setText(PASSWORD)
    qtbot.keyClick(boxes.password, Qt.Key.Key_Return)
    qtbot.waitUntil(door.renewal.isVisible)
    door.lost.click()
    assert (door.door.isVisible(), door.renewal.isVisible(), door.title.text()) == (True, False, "登录")
    door.lost.click()
    assert door.title.text() == "用恢复码打开"


def test_the_last_two_weeks_are_said_and_at_the_end_the_door_closes(
    qtbot: QtBot, village: Database, clock: FrozenClock, open_window: OpenWindow
) -> None:
    begin_lease(village, clock)
    clock.advance(timedelta(days=47))
    window = open_window(village)
    assert "13 天内没有联系县平台" in window.message_bar.text()
    page = go(qtbot, window, "sync")
    words = "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())
    assert words.count("13 天内没有联系县平台") == 1
    assert "可以离线工作 60 天，还有 13 天" in words
    clock.advance(timedelta(days=13))
    with qtbot.waitSignal(window.desk.lock_asked):
        window.schedule.lease.look()
