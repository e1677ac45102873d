"""The page of help: F1 brings the chapter of the page, Ctrl+F finds, Esc goes back with nothing lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_app.desktop.forms.help import HelpPanel
from clinic_app.desktop.pages.form_page import FormPage
from clinic_app.desktop.pages.help import HelpPage
from clinic_app.desktop.pages.paper import PaperPage
from clinic_app.desktop.widgets.guide_panel import GuidePanel
from clinic_app.paper import draw
from clinic_app.store.database import Database
from clinic_app.store.first_hour import first_hour
from clinic_app.store.practice import mark_practice
from clinic_app.store.search import search
from tests.desktop.conftest import Keyboard, OpenWindow, activate, go, rest
from tests.desktop.people import VILLAGE
from tests.printing.reading import text_of

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_help_by_the_keyboard_alone(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Callable[..., Keyboard]
) -> None:
    window = open_window(village)
    keys = keyboard(window)
    go(qtbot, window, "sync")
    keys.press(Qt.Key.Key_F1)
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, HelpPage)
    assert page.chapter is not None
    assert page.chapter.key == "sync"
    assert "待传的记录谁也删不掉" in page.text.toPlainText()
    assert not page.print.isVisible()
    everything = page.list.count()
    keys.press(Qt.Key.Key_F, CONTROL)
    page.sought.setText("恢复码")
    rest(qtbot, window)
    assert 0 < page.list.count() < everything
    assert "恢复码" in page.text.toPlainText()
    assert page.text.extraSelections()
    keys.press(Qt.Key.Key_Return)
    assert page.text.textCursor().selectedText() == "恢复码"
    page.sought.setText("没有这个词")
    assert page.list.count() == 0
    assert "换个说法" in page.text.toPlainText()
    page.sought.clear()
    assert page.list.count() == everything
    page.turn_to("first-hour")
    page.text.anchorClicked.emit("#visit")
    assert page.chapter is not None
    assert page.chapter.key == "visit"
    page.turn_to("sheet-referral")
    keys.press(Qt.Key.Key_P, CONTROL)
    rest(qtbot, window)
    assert isinstance(window.page, PaperPage)
    assert window.page.title.text() == "一页纸说明"
    keys.press(Qt.Key.Key_Escape)
    assert window.page is page
    keys.press(Qt.Key.Key_Escape)
    rest(qtbot, window)
    assert window.page.place.page == "sync"


def test_help_at_a_form_keeps_what_was_written(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Callable[..., Keyboard]
) -> None:
    window = open_window(village)
    page = go(qtbot, window, "resident_form")
    assert isinstance(page, FormPage)
    assert page.form is not None
    page.form.begin("resident", "name")
    keyboard(window).type("abc")
    keyboard(window).press(Qt.Key.Key_F1)
    (panel,) = window.findChildren(HelpPanel)
    assert panel.isVisible(), "first the field"
    QTest.keyClick(panel, Qt.Key.Key_F1)
    activate(qtbot, window)
    rest(qtbot, window)
    assert isinstance(window.page, HelpPage), "then the chapter"
    assert window.page.chapter is not None
    assert window.page.chapter.key == "people"
    keyboard(window).press(Qt.Key.Key_Escape)
    rest(qtbot, window)
    assert window.page is page
    assert page.form.values()["resident"]["name"] == "abc"


def test_the_steps_of_the_first_hour_tick_themselves_off_and_are_kept(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Callable[..., Keyboard]
) -> None:
    with village.write() as connection:
        mark_practice(connection, apart=True)
        person = search(connection, "李某甲", limit=1)[0].id
    window = open_window(village)
    assert window.guide is not None
    guide, (panel,) = window.guide, window.findChildren(GuidePanel)
    assert panel.isVisible()
    assert guide.next is not None
    assert guide.next.key == "find"
    go(qtbot, window, "resident", person)
    assert guide.reached.done == {"find"}
    assert "做好了" in panel.lines[0].words.text()
    keyboard(window).press(Qt.Key.Key_G, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    rest(qtbot, window)
    assert window.page.place.page == "resident_form", "the key brings to where the next step is done"
    page = window.page
    assert isinstance(page, FormPage)
    assert page.form is not None
    page.form.set_values(
        {"resident": {"name": "赵某新", "sex": "1", "birth_date": "1950-01-01", "village_code": VILLAGE}}
    )
    keyboard(window).press(Qt.Key.Key_S, CONTROL)
    rest(qtbot, window)
    assert guide.reached.done == {"find", "register"}
    form = go(qtbot, window, "visit", person)
    assert isinstance(form, FormPage)
    assert form.form is not None
    form.form.set_values({"visit": {"visit_mode": "1", "sbp": 132, "dbp": 80}})
    keyboard(window).press(Qt.Key.Key_S, CONTROL)
    rest(qtbot, window)
    paper = go(qtbot, window, "paper", "visit", kind="manual")
    assert isinstance(paper, PaperPage)
    paper.preview.printed.emit()
    assert "练习" in text_of(draw(village, "manual", "visit").pdf)
    go(qtbot, window, "sync")
    assert "练习数据不上传" in window.page.headline.text()  # type: ignore[attr-defined]
    assert guide.reached.done == {"find", "register", "visit", "print", "sync"}
    assert guide.next is not None
    assert guide.next.key == "refer"
    window.resize(910, 512)
    rest(qtbot, window)
    assert not panel.list.isVisible()
    assert panel.height() < 120, "one line where there is no room beside"
    panel.away.click()
    assert not panel.isVisible()
    helping = go(qtbot, window, "help")
    assert isinstance(helping, HelpPage)
    helping.guide.click()
    assert panel.isVisible()
    rest(qtbot, window)
    with village.read() as connection:
        assert first_hour(connection).done == guide.reached.done
