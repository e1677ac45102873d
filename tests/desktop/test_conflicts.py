"""冲突处理 and 需处理 by keyboard: both values in sight, one key decides, a refused save is put right in its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinic_app.care.save import save
from clinic_app.desktop.pages.conflicts import ConflictsPage
from clinic_app.desktop.pages.quarantine import QuarantinePage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from clinic_app.store.drafts import list_drafts
from clinic_app.store.local_tables import outbox
from clinic_app.store.queries.conflict import conflict
from tests.care.conflicts import FIRST, SECOND, answered, clash, last_save, shown, side
from tests.desktop.conftest import Keyboard, OpenWindow, activate, go, rest
from tests.desktop.people import id_of, visit

Typing = Callable[[MainWindow], Keyboard]
PERSON = id_of("李某甲")


def texts(window: MainWindow) -> str:
    return "\n".join(each.text() for each in window.page.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def phone(managed: Database) -> str:
    """Two numbers for 李某甲; the second one is shown."""
    sides = [
        side(FIRST, {"phone": "19900001111"}),
        side(SECOND, {"phone": "19900002222"}, author=managed.actor.account),
    ]
    return clash(managed, "resident", PERSON, "phone", sides, base={"phone": "19900000000"})


def state_of(database: Database, conflict_id: str) -> str:
    with database.read() as connection:
        found = conflict(connection, conflict_id)
    assert found
    return found.state


def test_both_values_stand_side_by_side_with_who_and_where(
    qtbot: QtBot, managed: Database, phone: str, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "conflicts")
    assert isinstance(page, ConflictsPage)
    said = texts(window)
    for words in ("19900001111", "19900002222", "19900000000", "另一台电脑上的人", "演示村医", "现在显示", "不同"):
        assert words in said
    assert window.rail.button("conflicts").isVisible()


def test_a_conflict_is_decided_by_keyboard_alone_and_taken_back(
    qtbot: QtBot, managed: Database, phone: str, open_window: OpenWindow, keyboard: Typing
) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "conflicts")
    keys = keyboard(window)
    keys.press(Qt.Key.Key_F2)
    rest(qtbot, window)
    assert isinstance(page, ConflictsPage)
    assert "写明原因" in page.reason_note.text()
    keys.type("asked")
    keys.press(Qt.Key.Key_F2)
    rest(qtbot, window)
    assert state_of(managed, phone) == "closed"
    assert shown(managed, "resident", PERSON)["phone"] == "19900001111"
    assert "已处理" in window.message_bar.text()
    window.message_bar._action.click()
    rest(qtbot, window)
    assert state_of(managed, phone) == "open"
    assert last_save(managed).ops[0].reason == "撤销处理"


def test_a_third_value_is_written_in_a_form(
    qtbot: QtBot, managed: Database, phone: str, open_window: OpenWindow, keyboard: Typing
) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "conflicts")
    keys = keyboard(window)
    keys.press(Qt.Key.Key_F7)
    rest(qtbot, window)
    keys.type("19900003333")
    keys.press(Qt.Key.Key_Return)
    keys.type("asked")
    keys.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    assert isinstance(page, ConflictsPage)
    assert shown(managed, "resident", PERSON)["phone"] == "19900003333"
    assert "没有要处理的冲突" in texts(window)


def test_a_reason_and_a_value_that_were_being_written_come_back_until_they_are_used(
    qtbot: QtBot, managed: Database, phone: str, open_window: OpenWindow, keyboard: Typing
) -> None:
    window = open_window(managed)
    go(qtbot, window, "conflicts")
    keys = keyboard(window)
    keys.press(Qt.Key.Key_F7)
    rest(qtbot, window)
    keys.type("19900003333")
    keys.press(Qt.Key.Key_Return)
    keys.type("asked")
    go(qtbot, window, "work")
    again = open_window(managed)
    page = go(qtbot, again, "conflicts")
    assert isinstance(page, ConflictsPage)
    assert page.reason.text() == "asked"
    keys = keyboard(again)
    keys.press(Qt.Key.Key_F7)
    rest(qtbot, again)
    assert page.form is not None
    assert page.form.value("resident", "phone") == "19900003333"
    keys.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, again)
    assert shown(managed, "resident", PERSON)["phone"] == "19900003333"
    assert list_drafts(managed) == []


def test_the_rail_shows_the_page_only_while_something_waits(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    assert not window.rail.button("conflicts").isVisible()
    assert not window.rail.button("quarantine").isVisible()
    go(qtbot, window, "conflicts")
    assert "没有要处理的冲突" in texts(window)


@pytest.fixture
def refused(managed: Database) -> str:
    """A follow-up of 李某甲 that the county did not take because of its pressure."""
    records = visit("李某甲", "2026-11-20", sbp=152, dbp=96)
    mid = save(managed, records).mid
    assert mid
    answered(managed, mid, code="invalid", record=0, field="sbp", message="收缩压和上次相差太大，核对后再传")
    return mid


def line(database: Database, mid: str) -> Any:
    with database.read() as connection:
        return connection.execute(select(outbox).where(outbox.c.mid == mid)).one()


def test_enter_opens_the_refused_visit_in_its_form_with_the_countys_words_at_the_field(
    qtbot: QtBot, managed: Database, refused: str, open_window: OpenWindow, keyboard: Typing
) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "quarantine")
    assert isinstance(page, QuarantinePage)
    assert window.rail.button("quarantine").isVisible()
    assert "收缩压和上次相差太大" in texts(window)
    activate(qtbot, window)
    keys = keyboard(window)
    keys.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    form_page = window.page
    assert isinstance(form_page, VisitPage)
    assert form_page.form is not None
    assert form_page.form.cell("visit", "sbp").editor.value() == "152"
    assert "收缩压和上次相差太大" in form_page.form.line_of("visit", "sbp").note.text()
    form_page.form.begin("visit", "sbp")
    keys.type("142")
    keys.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: line(managed, refused).state == "superseded")
    rest(qtbot, window)
    made = last_save(managed)
    assert made.supersedes == refused
    assert [each.type for each in made.ops][:2] == ["visit", "hypertension_followup"]
    assert shown(managed, "visit", id_of("李某甲 2026-11-20"))["sbp"] == 142
    assert "没有需要处理的" in texts(window)


def test_a_refused_change_of_a_file_opens_in_the_file(qtbot: QtBot, managed: Database, open_window: OpenWindow) -> None:
    mid = save(managed, [{"type": "resident", "id": PERSON, "fields": {"phone": "12"}}]).mid
    assert mid
    answered(managed, mid, code="invalid", record=0, field="phone", message="电话太短")
    window = open_window(managed)
    page = go(qtbot, window, "resident_form", PERSON, fix=mid)
    form = page.form  # type: ignore[attr-defined]
    assert "电话太短" in form.line_of("resident", "phone").note.text()
    form.cell("resident", "phone").editor.set_value("19900004444")
    page.save()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: line(managed, mid).state == "superseded")
    rest(qtbot, window)
    assert last_save(managed).supersedes == mid
    assert shown(managed, "resident", PERSON)["phone"] == "19900004444"


def test_a_record_without_a_form_of_its_own_opens_with_what_it_says(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    fields = {"resident_id": PERSON, "direction": "up", "urgency": "routine", "to_org": "H1"}
    result = save(managed, [{"type": "referral", "fields": {**fields, "initial_impression": "高血压"}}])
    assert result.mid
    answered(managed, result.mid, code="reference", record=0, field="to_org", message="机构目录里没有这个机构")
    window = open_window(managed)
    go(qtbot, window, "quarantine", result.mid)
    window.page._open()  # type: ignore[attr-defined]
    rest(qtbot, window)
    form = window.page.form  # type: ignore[attr-defined]
    assert "机构目录里没有" in form.line_of("referral", "to_org").note.text()
    form.cell("referral", "to_org").editor.set_value("T1")
    window.page.save()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: line(managed, result.mid or "").state == "superseded")
    rest(qtbot, window)
    assert shown(managed, "referral", result.ids[0])["to_org"] == "T1"


def test_a_save_is_sent_again_as_it_was(qtbot: QtBot, managed: Database, refused: str, open_window: OpenWindow) -> None:
    window = open_window(managed)
    go(qtbot, window, "quarantine")
    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: line(managed, refused).state == "superseded")
    rest(qtbot, window)
    assert last_save(managed).supersedes == refused
