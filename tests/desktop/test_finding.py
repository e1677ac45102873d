"""The search box: recent people, groups while one types, what can be done, pages by name; by the keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_app.care.save import save
from clinic_app.desktop.commands import commands, matching
from clinic_app.desktop.found import Kind
from clinic_app.desktop.widgets.search_box import MOST, SearchBox
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from tests.desktop.conftest import OpenWindow, rest
from tests.desktop.people import id_of, resident

CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.keyClick(window.top_bar.search, key, modifier)
    rest(qtbot, window)


def typed(qtbot: QtBot, window: MainWindow, text: str) -> SearchBox:
    """Ctrl+K and then this."""
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    box = window.top_bar.search
    box.clear()
    for each in text:
        # As an input method gives it.
        box.insert(each)
    rest(qtbot, window)
    return box


def shown(window: MainWindow) -> list[str]:
    return [each.title for each in window.top_bar.search.panel.model.rows]


def test_from_any_page_to_a_person_a_follow_up_and_a_paper(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    # Nobody was opened yet: the empty box shows nothing, Enter does nothing.
    box = typed(qtbot, window, "")
    assert box.hits == 0
    # Whoever went to the box finds the lines of all people in memory.
    assert not managed.remembered.is_due
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.page.place.page == "work"
    # By initials; the telephone is masked.
    typed(qtbot, window, "lmj")
    assert shown(window)[:2] == ["居民", "李某甲"]
    row = box.panel.row
    assert row is not None
    assert row.side == "199****8888　拼音首字母"
    assert row.subtitle.endswith("甲组3号")
    press(qtbot, window, Qt.Key.Key_Return)
    assert (window.page.place.page, window.page.place.of) == ("resident", id_of("李某甲"))
    # The due follow-up in one step.
    typed(qtbot, window, "王某乙")
    press(qtbot, window, Qt.Key.Key_Return, CONTROL)
    assert (window.page.place.page, window.page.place.of) == ("visit", id_of("王某乙"))
    # A family by its door, and all of it at once.
    typed(qtbot, window, "3号")
    assert {"居民", "家庭"} <= set(shown(window))
    press(qtbot, window, Qt.Key.Key_PageDown)
    assert box.panel.row is not None
    assert box.panel.row.of_kind == "household"
    press(qtbot, window, Qt.Key.Key_Return, CONTROL)
    assert window.page.place.page == "bundle"
    # Whom one opened last, the last first; → shows what can be done, ← comes back to the same row.
    window.desk.readings.flush()
    rest(qtbot, window)
    typed(qtbot, window, "")
    assert shown(window) == ["最近打开", "李某甲户", "王某乙", "李某甲"]
    # The focus that fell to the box opens nothing over the page; ↓ does, and Ctrl+K once more.
    for back in (Qt.Key.Key_Down, Qt.Key.Key_K):
        box.clearFocus()
        box.setFocus(Qt.FocusReason.TabFocusReason)
        rest(qtbot, window)
        assert box.hits == 0
        press(qtbot, window, back, CONTROL if back == Qt.Key.Key_K else PLAIN)
        assert box.hits == 3
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Right)
    assert shown(window)[:4] == ["王某乙", "看一览", "随访", "转诊"]
    press(qtbot, window, Qt.Key.Key_Left)
    assert box.panel.row is not None
    assert box.panel.row.title == "王某乙"
    press(qtbot, window, Qt.Key.Key_Right)
    for _ in range(shown(window).index("打印健康小结") - 1):
        press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Return)
    place = window.page.place
    assert (place.page, place.of, place.more["kind"]) == ("paper", id_of("王某乙"), "summary")


def test_a_page_or_an_act_by_its_name(qtbot: QtBot, managed: Database, open_window: OpenWindow) -> None:
    window = open_window(managed)
    for text, page in (("设置", "settings"), ("shezhi", "settings"), ("dyrd", "paper"), ("打印日单", "paper")):
        typed(qtbot, window, text)
        press(qtbot, window, Qt.Key.Key_Return)
        assert window.page.place.page == page, text
    # A name that was typed whole comes first, otherwise people do; a number names no page.
    save(managed, [resident("设某", "1960-01-01", "1")])
    typed(qtbot, window, "设")
    assert shown(window)[:2] == ["居民", "设某"]
    assert "设置" in shown(window)
    known = commands(window.desk)
    assert matching(known, "12", MOST) == []
    assert [each.words for each in matching(known, "锁", MOST)] == ["锁定", "自动锁定"]
    with qtbot.waitSignal(window.desk.sync_asked):
        typed(qtbot, window, "立即同步")
        press(qtbot, window, Qt.Key.Key_Return)
    # What a role does not open is not offered.
    window.desk.database.actor = window.desk.database.actor.__class__("x", "甲", role="public_health")
    offered = {each.place.page for each in commands(window.desk) if each.place}
    assert "audit" not in offered
    assert "residents" in offered


def test_a_crowd_ends_with_the_way_to_the_others_and_nothing_found_says_what_to_try(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    save(managed, [resident(f"王某{each}", "1960-01-01", "1") for each in "丙丁戊己庚辛壬"])
    window = open_window(managed, 910, 512)
    box = typed(qtbot, window, "王")
    rows = box.panel.model.rows
    assert [each.kind for each in rows].count(Kind.FOUND) >= MOST
    assert rows[MOST + 1].title == "还有更多居民"
    assert box.panel.geometry().bottom() < window.height()
    assert box.panel.geometry().right() < window.width()
    for _ in range(MOST):
        press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Return)
    assert [each.kind for each in box.panel.model.rows] == [Kind.HEAD, *[Kind.FOUND] * 8]
    # The keys stay with the box: on goes the typing.
    box.insert("某辛")
    rest(qtbot, window)
    assert shown(window)[:2] == ["居民", "王某辛"]
    typed(qtbot, window, "没有这人")
    assert shown(window)[0].startswith("没有找到")
    assert box.hits == 0
    window.resize(1000, 600)
    assert not box.panel.isVisible()


def test_what_is_typed_while_the_answer_is_under_way_is_answered(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    box = window.top_bar.search
    box.setFocus()
    for text in ("l", "lm", "lmj", "王", "王某乙"):
        box.setText(text)
    rest(qtbot, window)
    assert shown(window)[:2] == ["居民", "王某乙"]
    # Enter before the answer opens the first person, never a page of that name.
    box.setText("lmj")
    QTest.keyClick(box, Qt.Key.Key_Return)
    rest(qtbot, window)
    assert window.page.place.of == id_of("李某甲")
