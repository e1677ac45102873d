"""Keys: the cheat sheet says what works now, and no two things on a page want the same key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_app.desktop.keys import key_groups
from clinic_app.desktop.pages.list_paper import ListPaperPage
from clinic_app.desktop.widgets.key_sheet import KeySheet
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from tests.desktop.conftest import Keyboard, OpenWindow, go, rest
from tests.desktop.people import id_of
from tests.printing.reading import flat, text_of


def _sheet(window: MainWindow) -> dict[str, str]:
    return {line.words: line.key for group in key_groups(window, window.page) for line in group.lines}


def test_the_cheat_sheet_is_made_from_what_works_on_the_page_and_prints(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    work = _sheet(window)
    assert work["居民"] == "Alt+2"
    assert work["查找人、门牌、单号、页面"] == "Ctrl+K　/"
    assert work["打开这一行"] == "Enter"
    assert "保存" not in work
    go(qtbot, window, "visit", id_of("李某甲"))
    visit = _sheet(window)
    assert visit["保存"] == "Ctrl+S"
    assert visit["这一项未测，选原因"] == "F7"
    hands = Keyboard(qtbot, window)
    hands.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    qtbot.waitUntil(sheet.isActiveWindow)
    hands.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(window.page, ListPaperPage))
    window.activateWindow()
    rest(qtbot, window)
    words = flat(text_of(window.page.preview.pdf))  # type: ignore[attr-defined]
    assert "Ctrl+S保存" in words
    assert "李某甲" not in words
