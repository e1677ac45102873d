"""从别村迁入: the county is asked for one person, who is brought over with a reason; the keyboard alone is enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinic_app.care.save import save
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from tests.care.conflicts import last_save
from tests.county.laptop import OTHER_VILLAGE, VILLAGE
from tests.desktop.conftest import Keyboard, OpenWindow, go, rest
from tests.sync.conftest import Enrolled, cluster, county, emptied, fresh_url, laptop, open_folder, server, synced

__all__ = ["cluster", "county", "emptied", "fresh_url", "laptop", "open_folder", "server"]

Typing = Callable[[MainWindow], Keyboard]
NUMBER, NAME = "11010519491231002X", "王五"


def texts(window: MainWindow) -> str:
    return "\n".join(each.text() for each in window.page.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def elsewhere(laptop: Enrolled) -> str:
    """王五, on file in the other village; their id."""
    fields = {"id_no": NUMBER, "name": NAME, "sex": "2", "birth_date": "1949-12-31", "village_code": OTHER_VILLAGE}
    other = laptop("V2")
    (person,) = save(other, [{"type": "resident", "fields": fields}]).ids
    synced(other)
    return person


def ask(qtbot: QtBot, window: MainWindow, keys: Keyboard, number: str, name: str) -> None:
    """Number, Enter, name, Enter. Names come by an input method, which offscreen windows have none of."""
    go(qtbot, window, "claim")
    keys.type(number)
    keys.press(Qt.Key.Key_Return)
    window.page.name.setText(name)  # type: ignore[attr-defined]
    keys.press(Qt.Key.Key_Return)
    rest(qtbot, window)


def test_somebody_is_found_and_brought_over_by_the_keyboard_alone(
    qtbot: QtBot, laptop: Enrolled, elsewhere: str, open_window: OpenWindow, keyboard: Typing
) -> None:
    database = laptop("V1")
    synced(database)
    window = open_window(database)
    go(qtbot, window, "residents")
    assert window.page.claim.isVisible()  # type: ignore[attr-defined]
    keys = keyboard(window)
    ask(qtbot, window, keys, NUMBER, NAME)
    said = texts(window)
    for words in ("王五　女　1949-12-31", "演示二村卫生室"):
        assert words in said
    keys.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    assert "写明原因再迁入" in texts(window)
    keys.type("moved here")
    keys.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    (operation,) = last_save(database).ops
    assert (operation.op, operation.id, operation.fields) == ("claim", elsewhere, {"village_code": VILLAGE})
    assert operation.reason == "moved here"
    told = [each.text() for each in window.message_bar.findChildren(QLabel)]
    assert "王五 的迁入已保存，同步后档案就到本机" in told


def test_who_is_not_found_is_said_and_nothing_is_offered(
    qtbot: QtBot, laptop: Enrolled, elsewhere: str, open_window: OpenWindow, keyboard: Typing
) -> None:
    window = open_window(laptop("V1"))
    ask(qtbot, window, keyboard(window), NUMBER, "王六")
    assert "没有证件号码和姓名都相同的居民" in texts(window)
    assert not window.page.answer.isVisible()  # type: ignore[attr-defined]


def test_without_a_line_it_is_said_in_clear_words(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Typing
) -> None:
    window = open_window(village)
    ask(qtbot, window, keyboard(window), NUMBER, NAME)
    assert "没有联系上县平台，查不到别村的居民；什么也没有保存" in texts(window)


def test_a_number_that_cannot_be_one_is_said_before_anybody_is_asked(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Typing
) -> None:
    window = open_window(village)
    ask(qtbot, window, keyboard(window), "110105194912310021", NAME)
    assert "校验位不对" in texts(window)


def test_the_number_does_not_stay_on_the_screen(qtbot: QtBot, village: Database, open_window: OpenWindow) -> None:
    window = open_window(village)
    go(qtbot, window, "claim")
    window.page.number.setText(NUMBER)  # type: ignore[attr-defined]
    go(qtbot, window, "residents")
    go(qtbot, window, "claim")
    assert window.page.number.text() == ""  # type: ignore[attr-defined]


def test_before_enrolment_there_is_no_such_button(qtbot: QtBot, database: Database, open_window: OpenWindow) -> None:
    window = open_window(database)
    go(qtbot, window, "residents")
    assert not window.page.claim.isVisible()  # type: ignore[attr-defined]
