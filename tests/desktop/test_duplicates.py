"""疑似重复: both files in sight, a person says with the grounds whether they are one, and a link can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinic_app.care.save import save
from clinic_app.desktop.window import MainWindow
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
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
