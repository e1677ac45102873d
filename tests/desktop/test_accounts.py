"""账户: who may open this laptop, by whom it is looked after; the door of a laptop with several people."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_app.clock import FrozenClock
from clinic_app.desktop.login import Door, LoginWindow
from clinic_app.desktop.pages.accounts import AccountsPage
from clinic_app.desktop.pages.settings import SettingsPage
from clinic_app.store.accounts import add_account, disable_account, list_accounts
from clinic_app.store.database import Database, open_database
from clinic_app.store.header import account_names
from clinic_app.store.idle import idle_minutes
from tests.conftest import PASSWORD, USER
from tests.desktop.conftest import OpenWindow, activate, go, rest

OTHER, FIRST, SECOND = "乙护士", "first password", "second password"


def test_who_looks_after_the_laptop_adds_a_person_sets_a_password_closes_and_opens_the_account(
    qtbot: QtBot, database: Database, open_window: OpenWindow, clock: FrozenClock
) -> None:
    window = open_window(database, 910, 512)
    page = go(qtbot, window, "accounts")
    assert isinstance(page, AccountsPage)
    fresh, people = page.fresh, page.people
    assert fresh is not None
    assert people is not None
    fresh.name.setText(OTHER)
    fresh.first.setText("short")
    fresh.add()
    assert "至少8位" in fresh.words.text()
    for box in (fresh.first, fresh.repeat):
        box.setText(FIRST)
    fresh.role.setCurrentIndex(fresh.role.findData("village_doctor"))
    fresh.add()
    qtbot.waitUntil(lambda: people.model.rowCount() == 2)
    assert [people.model.index(1, column).data() for column in range(4)] == [
        OTHER, "村医", "还没有登录过", "密码是别人设的",
    ]  # fmt: skip
    # Nobody closes the own account or sets the own password here.
    people.table.go_to(0)
    assert (people.close_button.isEnabled(), people.password_button.isEnabled()) == (False, False)
    people.administer_button.click()
    qtbot.waitUntil(lambda: "没有人管理" in people.words.text())
    people.table.go_to(1)
    people.password_button.click()
    assert people.new.isVisible()
    people.new.setText(SECOND)
    people.repeat.setText("second passw0rd")
    people.set_button.click()
    assert "不一样" in people.words.text()
    people.repeat.setText(SECOND)
    people.set_button.click()
    qtbot.waitUntil(lambda: "新密码设好了" in people.words.text())
    # The list is read again, and its buttons rest meanwhile.
    rest(qtbot, window)
    open_database(database.folder, OTHER, SECOND, clock).close()
    people.close_button.click()
    qtbot.waitUntil(lambda: people.close_button.text() == "恢复")
    assert account_names(database.folder) == [USER]
    people.close_button.click()
    qtbot.waitUntil(lambda: people.close_button.text() == "停用")
    people.role.setCurrentIndex(people.role.findData("public_health"))
    people.role.activated.emit(people.role.currentIndex())
    qtbot.waitUntil(lambda: people.model.index(1, 1).data() == "公卫科")
    people.administer_button.click()
    qtbot.waitUntil(lambda: people.administer_button.text() == "不再管理这台电脑")
    assert [each.administers for each in list_accounts(database)] == [True, True]
    page.idle.buttons[3].click()
    qtbot.waitUntil(lambda: "3分钟" in page.idle.words.text())
    with database.read() as connection:
        assert idle_minutes(connection) == window.desk.idle_minutes == 3
    # The way here, and who there is, stand on the page of settings.
    settings = go(qtbot, window, "settings")
    assert isinstance(settings, SettingsPage)
    qtbot.waitUntil(lambda: settings.people.words.text() == f"{USER}、{OTHER}（公卫科）")
    settings.people.button.click()
    rest(qtbot, window)
    assert window.page is page


def test_everybody_changes_the_own_password_and_only_that(
    qtbot: QtBot, database: Database, open_window: OpenWindow, clock: FrozenClock
) -> None:
    add_account(database, OTHER, FIRST)
    database.close()
    hers = open_database(database.folder, OTHER, FIRST, clock)
    window = open_window(hers)
    page = go(qtbot, window, "accounts")
    assert isinstance(page, AccountsPage)
    assert (page.people, page.fresh) == (None, None)
    assert page.who_helps is not None
    assert page.who_helps.text().startswith(USER)
    assert not any(each.isEnabled() for each in page.idle.buttons.values())
    own = page.own
    assert own.old.hasFocus()
    own.old.setText("not it")
    for box in (own.new, own.repeat):
        box.setText(SECOND)
    own.change()
    qtbot.waitUntil(lambda: "密码不对" in own.words.text())
    own.old.setText(FIRST)
    QTest.keyClick(own.repeat, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "密码已改" in own.words.text())
    assert own.new.text() == ""
    open_database(database.folder, OTHER, SECOND, clock).close()
    rest(qtbot, window)


def test_the_name_menu_names_the_others_and_the_door_opens_for_the_one_that_was_chosen(
    qtbot: QtBot, database: Database, open_window: OpenWindow, clock: FrozenClock
) -> None:
    for name in (OTHER, "丙公卫", "丁走了"):
        added = add_account(database, name, FIRST)
    disable_account(database, added.account)
    window = open_window(database)
    bar = window.top_bar
    bar._menu.aboutToShow.emit()
    words = [each.text() for each in bar._menu.actions()]
    assert words[:4] == [f"换成 {OTHER}", "换成 丙公卫", "换人登录", "锁定　Ctrl+L"]
    actions: list[QAction] = bar._menu.actions()
    assert actions[0].data() == OTHER
    actions[4 + 1].trigger()
    rest(qtbot, window)
    assert window.page.place.page == "accounts"
    door = LoginWindow(database.folder, clock, OTHER)
    qtbot.addWidget(door)
    activate(qtbot, door)
    boxes = door.door
    assert isinstance(boxes, Door)
    assert (boxes.name.currentText(), boxes.password.hasFocus()) == (OTHER, True)
    # With the arrows to somebody else, and with the mouse, which forgets what was typed for another.
    first = boxes.name.buttons[1]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert boxes.name.currentText() == "丙公卫"
    boxes.password.setText("begun")
    QTest.mouseClick(boxes.name.buttons[0], Qt.MouseButton.LeftButton)
    assert (boxes.name.currentText(), boxes.password.text(), boxes.password.hasFocus()) == (USER, "", True)
    boxes.password.setText(PASSWORD)
    with qtbot.waitSignal(door.opened, timeout=10_000) as opened:
        QTest.keyClick(boxes.password, Qt.Key.Key_Return)
    opened.args[0].close()
    door.work.close()


@pytest.mark.parametrize("count", [1, 6])
def test_a_door_of_many_people_is_a_list(qtbot: QtBot, count: int) -> None:
    names = [f"甲{number}" for number in range(count + 1)] if count > 1 else ["甲"]
    door = Door(names, names[-1])
    qtbot.addWidget(door)
    assert (door.name.names is not None, door.name.currentText()) == (True, names[-1])
