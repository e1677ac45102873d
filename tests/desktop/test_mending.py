"""A damaged data file is mended at the door, step by step in words, and the person goes in again."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_app.app import Desktop
from clinic_app.clock import FrozenClock
from clinic_app.desktop.login import Door, LoginWindow
from clinic_app.store.backup import daily_backup
from clinic_app.store.database import Database
from tests.conftest import PASSWORD
from tests.desktop.conftest import activate, rest
from tests.sync.test_mend import person, spoil


def door_of(desktop: Desktop) -> LoginWindow:
    assert isinstance(desktop.login, LoginWindow)
    return desktop.login


def try_to_enter(login: LoginWindow) -> None:
    assert isinstance(login.door, Door)
    login.door.password.setText(PASSWORD)
    login.door.button.click()


@pytest.mark.parametrize("found_by", ["door", "check"])
def test_a_damaged_file_is_mended_at_the_door_and_the_person_goes_in(
    qtbot: QtBot, database: Database, clock: FrozenClock, found_by: str
) -> None:
    person(database, "李某甲")
    daily_backup(database)
    person(database, "王某乙")
    database.close()
    spoil(database.folder, 1)
    desktop = Desktop(database.folder, clock)
    if found_by == "check":
        desktop._damaged = True
    desktop.show_login()
    login = door_of(desktop)
    activate(qtbot, login)
    assert login.damaged.isHidden() == (found_by == "door")
    if found_by == "check":
        login.damaged.click()
        assert "输入密码" in login.trouble.text()
    assert isinstance(login.door, Door)
    try_to_enter(login)
    qtbot.waitUntil(lambda: "已损坏" in login.trouble.text())
    assert not login.damaged.isHidden()
    # What would help whoever is asked is shown before it is written; it needs no password.
    login.packet.click()
    qtbot.waitUntil(lambda: login.packet.dialog is not None and login.packet.dialog.pack_button.isEnabled())
    assert login.packet.dialog is not None
    assert "check.txt" not in [each.name for each in login.packet.dialog.members]
    login.packet.dialog.pack_to(database.folder / "packet.zip")
    qtbot.waitUntil(lambda: "packet.zip" in login.trouble.text())
    activate(qtbot, login)
    login.damaged.click()
    mending = login.mending
    assert mending.isVisible()
    assert "原文件不会删除" in mending.about.text()
    assert QApplication.focusWidget() is mending.button
    # One thing at a time: there is nothing to log in to.
    assert login.door.isHidden()
    assert login.damaged.isHidden()
    mending.button.click()
    qtbot.waitUntil(lambda: not mending.enter.isHidden(), timeout=10_000)
    assert mending.result.text().startswith("修复好了。\n用的是2026-11-22 10:30的备份")
    assert "as-found-2026-11-22-1" in mending.result.text()
    mending.enter.click()
    qtbot.waitUntil(lambda: desktop.window is not None, timeout=10_000)
    assert desktop.window is not None
    rest(qtbot, desktop.window)
    assert not desktop._damaged
    desktop.close()


def test_a_refusal_is_said_and_another_backup_is_offered(qtbot: QtBot, database: Database, clock: FrozenClock) -> None:
    database.close()
    spoil(database.folder, 1)
    desktop = Desktop(database.folder, clock)
    desktop.show_login()
    login = door_of(desktop)
    activate(qtbot, login)
    try_to_enter(login)
    qtbot.waitUntil(lambda: "已损坏" in login.trouble.text())
    login.damaged.click()
    login.mending.button.click()
    qtbot.waitUntil(lambda: "没有完好的备份" in login.mending.result.text())
    assert QApplication.focusWidget() is login.mending.other
    # And back to the password.
    login.lost.click()
    assert login.mending.isHidden()
    assert not login.door.isHidden()
    assert not login.damaged.isHidden()
    desktop.close()
