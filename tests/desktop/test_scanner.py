"""A scanner types into whatever list has the focus; the person it read is opened."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_app.care.save import save
from clinic_app.desktop.pages.resident_form import ResidentFormPage
from clinic_app.desktop.pages.residents import ResidentsPage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.scanner import FASTEST_PERSON
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from tests.desktop.conftest import OpenWindow, go, rest
from tests.desktop.people import household, id_of, resident, write_directory

NUMBER = "99010119600102007X"


@pytest.fixture
def people(database: Database) -> Database:
    write_directory(database)
    for each in (
        [household()],
        [resident("李某甲", "1955-03-07", "1")],
        [resident("李某丁", "1960-01-02", "1", id_no=NUMBER)],
    ):
        save(database, each)
    return database


def test_a_scanned_card_opens_its_owner_from_a_list(qtbot: QtBot, people: Database, open_window: OpenWindow) -> None:
    window = open_window(people)
    page = go(qtbot, window, "residents")
    assert isinstance(page, ResidentsPage)
    moment = [0.0]

    def scanning() -> float:
        moment[0] += FASTEST_PERSON / 4
        return moment[0]

    window.scanner.clock = scanning
    page.table.setFocus()
    with qtbot.waitSignal(window.desk.go) as opened:
        for key in NUMBER:
            QTest.keyClick(page.table, key)
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args is not None
    assert opened.args[0].of == id_of("李某丁")
    rest(qtbot, window)


def test_a_person_who_types_slowly_is_no_scanner(qtbot: QtBot, people: Database, open_window: OpenWindow) -> None:
    window = open_window(people)
    page = go(qtbot, window, "residents")
    assert isinstance(page, ResidentsPage)
    moment = [0.0]

    def typing() -> float:
        moment[0] += FASTEST_PERSON * 2
        return moment[0]

    window.scanner.clock = typing
    heard: list[str] = []
    window.scanner.read.connect(heard.append)
    page.table.setFocus()
    for key in NUMBER:
        QTest.keyClick(page.table, key)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert heard == []
    rest(qtbot, window)


def test_on_a_form_a_scanned_card_finds_its_owner_and_leaves_the_answers_as_they_were(
    qtbot: QtBot, people: Database, open_window: OpenWindow
) -> None:
    window = open_window(people)
    for name, before in (("visit_mode", "2"), ("sbp", 148)):
        page = go(qtbot, window, "visit", id_of("李某甲"))
        assert isinstance(page, VisitPage)
        assert page.form is not None
        cell = page.form.cell("visit", name)
        cell.editor.set_value(before)
        cell.editor.setFocus()
        answers = page.form.values()
        with qtbot.waitSignal(window.scanner.read) as read:
            scan(window, NUMBER)
        assert read.args == [NUMBER]
        assert page.form.values() == answers
        qtbot.waitUntil(lambda: window.page.place.of == id_of("李某丁"))
        rest(qtbot, window)


def test_a_card_scanned_into_the_box_for_its_number_stays_there(
    qtbot: QtBot, people: Database, open_window: OpenWindow
) -> None:
    window = open_window(people)
    page = go(qtbot, window, "resident_form")
    assert isinstance(page, ResidentFormPage)
    assert page.form is not None
    editor = page.form.cell("resident", "id_no").editor
    editor.setFocus()
    heard: list[str] = []
    window.scanner.read.connect(heard.append)
    scan(window, NUMBER)
    rest(qtbot, window)
    assert heard == []
    assert editor.value() == NUMBER
    assert window.page is page


def scan(window: MainWindow, text: str) -> None:
    """As a scanner types: wherever the focus goes, quickly, with Enter at the end."""
    pace = itertools.count()
    window.scanner.clock = lambda: next(pace) * FASTEST_PERSON / 4
    for each in (*text, Qt.Key.Key_Return):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, each)
