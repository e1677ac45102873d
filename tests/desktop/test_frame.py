"""Every page in every size and look: nothing cut off, nothing outside its place, everything named and reachable."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinic_app.desktop.theme import theme
from clinic_app.desktop.tokens import Look
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from tests.desktop.conftest import OpenWindow, go, rest
from tests.desktop.people import id_of

PAGES = (
    ("work", ""),
    ("residents", ""),
    ("households", ""),
    ("referrals", ""),
    ("overdue", ""),
    ("call_backs", ""),
    ("inpatients", ""),
    ("sync", ""),
    ("settings", ""),
    ("visit", "李某甲"),
    ("bundle", "household"),
    ("encounter", "李某甲"),
    ("consultation", "李某甲"),
    ("resident", "李某甲"),
    ("contract", "李某甲"),
    ("mental_supplement", "李某甲"),
    ("programmes", "李某甲"),
    ("resident_form", ""),
    ("resident_form", "李某甲"),
    ("household_form", ""),
    ("refer", "李某甲"),
    ("emergency", ""),
    ("emergency", "李某甲"),
    ("conflicts", ""),
    ("quarantine", ""),
    ("duplicates", ""),
    ("audit", ""),
)
SIZES = ((1366, 768, 100), (910, 512, 100), (1366, 768, 150), (1820, 1024, 200))


@pytest.fixture
def _no_stray_windows(qapp: QApplication) -> Iterator[None]:
    """A widget shown before it has a parent would be a window of its own, for a moment."""
    stray: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                stray.append(type(watched).__name__)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    yield
    qapp.removeEventFilter(watch)
    assert set(stray) <= {"MainWindow"}


@pytest.mark.usefixtures("_no_stray_windows")
@pytest.mark.parametrize(("width", "height", "step"), SIZES)
def test_every_page_fits(
    qtbot: QtBot,
    managed: Database,
    open_window: OpenWindow,
    width: int,
    height: int,
    step: int,
) -> None:
    theme().apply(Look.LIGHT, step)
    window = open_window(managed, width, height)
    theme().apply(Look.LIGHT, step)
    rest(qtbot, window)
    assert window.width() == width
    assert window.height() == height
    for page, name in PAGES:
        go(qtbot, window, page, id_of(name) if name else "")
        problems = [*_cut_off(window), *_outside(window)]
        assert not problems, (page, name, problems)


@pytest.mark.parametrize("look", list(Look))
def test_every_page_opens_in_every_look(qtbot: QtBot, managed: Database, open_window: OpenWindow, look: Look) -> None:
    window = open_window(managed)
    theme().apply(look, 100)
    for page, name in PAGES:
        go(qtbot, window, page, id_of(name) if name else "")
        assert not window.grab().isNull()


def test_whatever_takes_the_focus_says_what_it_is(qtbot: QtBot, managed: Database, open_window: OpenWindow) -> None:
    window = open_window(managed)
    for page, name in PAGES:
        go(qtbot, window, page, id_of(name) if name else "")
        kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView)
        silent = [
            f"{type(each).__name__} {each.objectName()}"
            for each in window.findChildren(QWidget)
            if isinstance(each, kinds)
            and each.isVisible()
            and each.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
        ]
        assert not silent, (page, silent)


def test_the_rail_has_a_key_for_each_page(qtbot: QtBot, managed: Database, open_window: OpenWindow) -> None:
    window = open_window(managed)
    always = [item for item in window.rail.items if not item.on_demand]
    for number, item in enumerate(always, 1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        rest(qtbot, window)
        assert window.page is window.page_named(item.page)
        assert window.rail.button(item.page).isChecked()


def test_a_receiving_desk_begins_with_its_inbox_and_sees_no_residents(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow
) -> None:
    window = open_window(hospital)
    seen = [item.page for item in window.rail.items if window.rail.button(item.page).isVisible()]
    assert seen == ["referrals", "call_backs", "inpatients", "referral_figures", "sync", "settings", "help"]
    assert window.page.place.page == "referrals"


def _cut_off(window: MainWindow) -> list[str]:
    """Labels and buttons that are narrower than their words."""
    found = []
    for each in window.findChildren(QWidget):
        if not each.isVisible() or not isinstance(each, (QLabel, QAbstractButton)) or not each.text():
            continue
        if (isinstance(each, QLabel) and each.wordWrap()) or each.hasHeightForWidth():
            short = each.heightForWidth(each.width()) > each.height() + 2
        else:
            short = each.sizeHint().width() > each.width() + 2
        if short:
            found.append(f"{type(each).__name__} {each.text()!r} {each.size().toTuple()} {each.sizeHint().toTuple()}")
    return found


def _outside(window: MainWindow) -> list[str]:
    """Controls that lie outside the window, sideways: nothing scrolls sideways."""
    found = []
    for each in window.findChildren(QWidget):
        if each.isVisible() and isinstance(each, (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)):
            left = each.mapTo(window, QPoint(0, 0)).x()
            if left < 0 or left + each.width() > window.width():
                found.append(f"{type(each).__name__} {each.accessibleName()!r} {left}+{each.width()}")
    return found
