"""A window keeps the pages of its rail and the last ones seen; the others go and come back as they were left."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from clinic_app.desktop.made_pages import LAST_SEEN
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from tests.desktop.conftest import Keyboard, OpenWindow, activate, go, rest
from tests.desktop.people import id_of

OF_THE_RAIL = ("work", "residents", "households", "settings")
OTHERS = ("accounts", "audit", "imports", "tours", "register")


def _made(window: MainWindow) -> int:
    return window.stack.count()


def test_pages_that_were_not_seen_for_long_go_and_those_of_the_rail_stay(
    qtbot: QtBot, open_window: OpenWindow, managed: Database
) -> None:
    window = open_window(managed)
    homes = []
    window._pages.made.connect(lambda page: homes.append(page.parentWidget()))
    of_the_rail = [go(qtbot, window, name) for name in OF_THE_RAIL]
    assert set(homes) == {window.stack}, "a page is dressed once, where it is made"
    for name in OTHERS:
        go(qtbot, window, name)
    # The one that is open and the last ones seen before it.
    qtbot.waitUntil(lambda: _made(window) == len(OF_THE_RAIL) + LAST_SEEN + 1)
    go(qtbot, window, "programmes", id_of("李某甲"))
    qtbot.waitUntil(lambda: _made(window) == len(OF_THE_RAIL) + LAST_SEEN + 1)
    assert [window.page_named(name) for name in OF_THE_RAIL] == of_the_rail


def test_a_half_filled_visit_whose_page_went_comes_back_with_what_was_typed(
    qtbot: QtBot, open_window: OpenWindow, managed: Database
) -> None:
    window = open_window(managed)
    activate(qtbot, window)
    visit = go(qtbot, window, "visit", id_of("李某甲"))
    assert isinstance(visit, VisitPage)
    gone: list[bool] = []
    visit.destroyed.connect(lambda: gone.append(True))
    keys = Keyboard(qtbot, window)
    keys.type("21152")
    for name in OTHERS:
        go(qtbot, window, name)
    qtbot.waitUntil(lambda: bool(gone))
    for _ in OTHERS:
        keys.press(Qt.Key.Key_Escape)
        rest(qtbot, window)
    assert isinstance(window.page, VisitPage)
    assert "152" in [box.text() for box in window.page.findChildren(QLineEdit)]


def test_a_page_that_holds_what_is_nowhere_else_stays(
    qtbot: QtBot, open_window: OpenWindow, managed: Database, tmp_path: Path
) -> None:
    sheet = tmp_path / "名单.csv"
    sheet.write_text("姓名,性别\n王某,男\n", encoding="utf-8")
    window = open_window(managed)
    held = go(qtbot, window, "import", str(sheet))
    for name in OTHERS:
        go(qtbot, window, name)
    rest(qtbot, window)
    assert window.page_named("import") is held
