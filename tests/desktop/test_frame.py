"""Every page in every size and look: nothing cut off, nothing outside its place, everything named and reachable."""

from __future__ import annotations

import re
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

from clinic_app.desktop.style_sheet import build
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
WALKS = (
    (Look.LIGHT, 100, ((910, 512), (1366, 768))),
    (Look.DARK, 150, ((1366, 768),)),
    (Look.HIGH_CONTRAST, 200, ((1820, 1024),)),
)
"""Every look and every step of the text with the sizes of the window in which it is walked. A look is colours alone:
what fits in one fits in each."""


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
@pytest.mark.parametrize(("look", "step", "sizes"), WALKS)
def test_every_page_opens_and_fits_and_whatever_takes_the_focus_says_what_it_is(
    qtbot: QtBot,
    managed: Database,
    open_window: OpenWindow,
    look: Look,
    step: int,
    sizes: tuple[tuple[int, int], ...],
) -> None:
    theme().apply(look, step)
    window = open_window(managed, *sizes[0])
    theme().apply(look, step)
    rest(qtbot, window)
    for page, name in PAGES:
        window.resize(*sizes[0])
        go(qtbot, window, page, id_of(name) if name else "")
        for size in sizes:
            window.resize(*size)
            rest(qtbot, window)
            assert window.size().toTuple() == size
            problems = [*_cut_off(window), *_outside(window)]
            assert not problems, (page, name, size, problems)
        assert not window.grab().isNull()
        silent = _silent(window)
        assert not silent, (page, silent)


def test_a_look_is_colours_alone() -> None:
    def without_colours(look: Look) -> str:
        theme().apply(look, 100)
        sheet = build(theme().colours, theme().lengths, theme().sizes, "chevron")
        return re.sub(r"#[0-9A-Fa-f]{6}", "colour", sheet)

    assert len({without_colours(each) for each in Look}) == 1


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


def _silent(window: MainWindow) -> list[str]:
    """What a reader of the screen would come to and say nothing."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView)
    return [
        f"{type(each).__name__} {each.objectName()}"
        for each in window.findChildren(QWidget)
        if isinstance(each, kinds)
        and each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
    ]


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
