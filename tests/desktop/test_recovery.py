"""The door without a password: the code that the county reads out, by keyboard alone."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_app.clock import FrozenClock
from clinic_app.desktop.login import LoginWindow
from clinic_app.protocol import escrow, package
from clinic_app.protocol.audience import Scope
from clinic_app.store.database import Database, open_database
from clinic_app.store.device import Device, save_device
from clinic_app.store.recovery import provide
from tests.conftest import USER
from tests.desktop.conftest import activate

NEW = "新口令-23456"


@pytest.fixture
def code(database: Database) -> str:
    """The code of this laptop as the county would read it out; the laptop is closed."""
    private, public = (base64.b64encode(each).decode() for each in package.new_sealing_pair())
    scope = Scope("V1", "village_clinic")
    device = Device("d1", 1, "990101", "V1", "演示村卫生室", "village_clinic", "village_doctor", scope, "", private)
    with database.write() as connection:
        save_device(connection, device)
    sealed = provide(database, public)
    database.close()
    assert sealed is not None
    return escrow.spoken(escrow.unseal(sealed, "d1", base64.b64decode(private)))


def test_the_code_opens_and_the_new_password_holds(
    qtbot: QtBot, database: Database, clock: FrozenClock, code: str
) -> None:
    door = LoginWindow(database.folder, clock)
    qtbot.addWidget(door)
    activate(qtbot, door)
    opened: list[Database] = []
    door.opened.connect(opened.append)
    door.lost.click()
    back = door.way_back
    assert back is not None
    assert (door.door.isVisible(), back.code.hasFocus()) == (False, True)

    def entered(text: str, password: str, again: str) -> None:
        for box, words in ((back.code, text), (back.password, password), (back.repeat, again)):
            box.setText(words)
        qtbot.keyClick(back.repeat, Qt.Key.Key_Return)

    entered(code, NEW, "不一样的口令")
    assert "不一样" in door.trouble.text()
    entered("0" * 26, NEW, NEW)
    qtbot.waitUntil(lambda: "恢复码不对" in door.trouble.text())
    assert back.code.hasFocus()
    entered(code.lower().replace("-", ""), NEW, NEW)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    opened[0].close()
    door.work.close()
    open_database(database.folder, USER, NEW, clock).close()


def test_without_data_there_is_no_way_back_to_show(qtbot: QtBot, tmp_path: Path, clock: FrozenClock) -> None:
    door = LoginWindow(tmp_path, clock)
    qtbot.addWidget(door)
    assert door.way_back is None
