"""疑似重复: both files in sight, a person says with the grounds whether they are one, and a link can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinic_app.care.identity import different
from clinic_app.care.save import save
from clinic_app.desktop.window import MainWindow
from clinic_app.records.identifiers import new_id
from clinic_app.store.accounts import add_account, list_accounts
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, save_device
from clinic_app.store.errors import WrongPassword
from clinic_app.store.local_tables import audit
from clinic_app.store.queries.identity import candidates, links_of
from tests.care.conflicts import arrive, last_save
from tests.conftest import NOW
from tests.desktop.conftest import Keyboard, OpenWindow, go, rest
from tests.desktop.people import VILLAGE, id_of, resident

Typing = Callable[[MainWindow], Keyboard]
FIRST, SECOND = id_of("李某甲"), id_of("李某甲二")


def texts(window: MainWindow) -> str:
    return "\n".join(each.text() for each in window.page.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def pair(managed: Database) -> str:
    """李某甲 on file twice, and the county has noticed."""
    twin = {**resident("李某甲", "1957-03-02", "1", phone="19900007777"), "id": SECOND}
    save(managed, [twin])
    people = [
        {"resident_id": each, "name": "李某甲", "sex": "1", "birth_date": "1957-03-02", "village_code": VILLAGE}
        for each in (FIRST, SECOND)
    ]
    found = new_id(NOW)
    arrive(managed, "duplicate_candidate", found, 1, {"people": people, "why": "证件号码相同", "state": "open"})
    return found


def state(database: Database, wanted: str) -> list[str]:
    with database.read() as connection:
        return [each.id for each in candidates(connection, wanted)]


def verdicts(window: MainWindow) -> dict[str, str]:
    """What the page says of each line: the caption and the word at its end."""
    grid: Any = window.page.findChild(QGridLayout)
    rows: dict[int, list[str]] = {}
    for place in range(grid.count()):
        line = grid.getItemPosition(place)[0]
        widget = grid.itemAt(place).widget()
        words = widget.text() if isinstance(widget, QLabel) else "".join(
            each.text() for each in widget.findChildren(QLabel))  # fmt: skip
        rows.setdefault(line, []).append(words)
    return {each[0]: each[-1] for line, each in rows.items() if line > 1}


def test_what_agrees_and_what_differs_is_said_in_words_what_differs_first(
    qtbot: QtBot, managed: Database, pair: str, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    go(qtbot, window, "duplicates")
    said = verdicts(window)
    assert next(iter(said.items())) == ("电话", "不同")
    assert {name: said[name] for name in ("姓名", "出生日期", "身份证号", "随访")} == {
        "姓名": "相同", "出生日期": "相同", "身份证号": "都没有", "随访": "一份没有"}  # fmt: skip
    words = texts(window)
    assert "随访 1 次　转诊 0 张" in words
    assert "病种 高血压" in words
    assert "最近血压 8月3日 148/92" in words


def test_the_sync_page_shows_the_way(qtbot: QtBot, managed: Database, pair: str, open_window: OpenWindow) -> None:
    window = open_window(managed)
    go(qtbot, window, "sync")
    assert "1 对档案可能是同一人，要人来认" in texts(window)


def test_a_decision_is_listed_and_taken_back_later(
    qtbot: QtBot, managed: Database, pair: str, open_window: OpenWindow, keyboard: Typing
) -> None:
    different(managed, pair, "father and son")
    window = open_window(managed)
    go(qtbot, window, "duplicates")
    window.page.chips["decided"].click()  # type: ignore[attr-defined]
    rest(qtbot, window)
    assert "已认作不是同一人　father and son" in texts(window)
    keyboard(window).press(Qt.Key.Key_F9)
    rest(qtbot, window)
    assert state(managed, "open") == [pair]
    assert window.page.chips["open"].isChecked()  # type: ignore[attr-defined]


def test_a_file_elsewhere_cannot_be_the_one_that_stands_for_both(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    people = [
        {"resident_id": each, "name": "李某甲", "sex": "1", "birth_date": "1957-03-02", "village_code": VILLAGE}
        for each in (FIRST, id_of("elsewhere"))
    ]
    fields = {"people": people, "why": "证件号码相同", "state": "open"}
    arrive(village, "duplicate_candidate", new_id(NOW), 1, fields)
    window = open_window(village)
    go(qtbot, window, "duplicates")
    assert "档案不在本机" in texts(window)
    buttons = [each.text() for each in window.page.findChildren(QPushButton) if each.isVisible()]
    assert sum("同一人，以" in each for each in buttons) == 1


def test_both_files_stand_side_by_side(qtbot: QtBot, managed: Database, pair: str, open_window: OpenWindow) -> None:
    window = open_window(managed)
    go(qtbot, window, "duplicates")
    said = texts(window)
    for words in ("证件号码相同", "1957-03-02", "199****8888", "199****7777", "1"):
        assert words in said
    assert window.rail.button("duplicates").isVisible()


def test_a_link_needs_its_grounds_and_is_taken_back(
    qtbot: QtBot, managed: Database, pair: str, open_window: OpenWindow, keyboard: Typing
) -> None:
    window = open_window(managed)
    go(qtbot, window, "duplicates")
    keys = keyboard(window)
    keys.press(Qt.Key.Key_F2)
    rest(qtbot, window)
    assert "先写明依据" in texts(window)
    keys.type("id card")
    keys.press(Qt.Key.Key_F2)
    rest(qtbot, window)
    with managed.read() as connection:
        links = links_of(connection, FIRST)
    assert [(each.resident_id, each.canonical_id, each.reason) for each in links] == [(SECOND, FIRST, "id card")]
    assert state(managed, "linked") == [pair]
    window.message_bar._action.click()
    rest(qtbot, window)
    with managed.read() as connection:
        assert links_of(connection, FIRST) == []
    assert state(managed, "open") == [pair]
    assert last_save(managed).ops[0].op == "remove"


def test_two_people_are_told_apart(
    qtbot: QtBot, managed: Database, pair: str, open_window: OpenWindow, keyboard: Typing
) -> None:
    window = open_window(managed)
    go(qtbot, window, "duplicates")
    window.page.reason.setText("father and son")  # type: ignore[attr-defined]
    keyboard(window).press(Qt.Key.Key_F4)
    rest(qtbot, window)
    assert state(managed, "different") == [pair]
    assert "没有疑似重复的档案" in texts(window)
    window.message_bar._action.click()
    rest(qtbot, window)
    assert state(managed, "open") == [pair]


def test_at_a_township_another_person_confirms_a_link_and_wrong_passwords_count(
    qtbot: QtBot, managed: Database, pair: str, open_window: OpenWindow, keyboard: Typing
) -> None:
    with managed.write() as connection:
        device = load_device(connection)
        assert device is not None
        save_device(connection, msgspec.structs.replace(device, kind="township_centre"))
    window = open_window(managed)
    page: Any = go(qtbot, window, "duplicates")
    # Alone: told so, and the audit says so.
    page.reason.setText("id card")
    keyboard(window).press(Qt.Key.Key_F2)
    rest(qtbot, window)
    assert page.four_eyes.dialog is None
    assert audited(managed, "merge") == [(f"resident:{FIRST}", "one")]
    window.message_bar._action.click()
    rest(qtbot, window)
    assert audited(managed, "unmerge") == [(f"resident:{FIRST}", None)]
    add_account(managed, "演示护士", "second-person-1", "public_health")
    second = next(each for each in list_accounts(managed) if each.name == "演示护士")
    page.reason.setText("id card")
    keyboard(window).press(Qt.Key.Key_F2)
    rest(qtbot, window)
    dialog = page.four_eyes.dialog
    assert dialog.person.currentText() == "演示护士"
    assert state(managed, "open") == [pair]
    dialog.password.insert("wrong-password")
    dialog.confirm_button.click()
    rest(qtbot, window)
    assert dialog.words.text() == str(WrongPassword())
    assert not dialog.password.text()
    dialog.password.insert("second-person-1")
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    rest(qtbot, window)
    assert state(managed, "linked") == [pair]
    assert audited(managed, "merge")[1:] == [(f"resident:{FIRST}", f"two:{second.id}")]
    assert audited(managed, "login_failed") == [("tries:1", None)]


def audited(database: Database, action: str) -> list[tuple[str, str | None]]:
    with database.read() as connection:
        found = connection.execute(select(audit.c.target, audit.c.detail).where(audit.c.action == action))
        return [(row.target, row.detail) for row in found]
