"""With type of 200 percent: nothing is cut, and what somebody works at stays in sight."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_app.desktop.pages.referral_figures import ReferralFiguresPage
from clinic_app.desktop.pages.tours import ToursPage
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.export_question import ExportQuestion
from clinic_app.desktop.widgets.question import Question
from clinic_app.desktop.widgets.second_person import SecondPersonDialog
from clinic_app.store.database import Database
from tests.desktop.conftest import OpenWindow, go, rest

LOW = (910, 512)


@pytest.fixture
def large_type(qtbot: QtBot) -> Iterator[None]:
    look = theme().look
    theme().apply(look, 200)
    yield
    theme().apply(look, 100)


def in_window(widget: QWidget, part: QRect | None = None) -> QRect:
    """Where a widget, or a part of it, stands in its window."""
    place = part or widget.rect()
    return QRect(widget.mapTo(widget.window(), place.topLeft()), place.size())


@pytest.mark.usefixtures("large_type")
def test_a_scrolled_page_keeps_its_title_and_the_current_row(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    window = open_window(managed)
    theme().apply(theme().look, 200)
    window.resize(1366, 768)
    rest(qtbot, window)
    rail = window.rail
    for name in ("settings", "work"):
        go(qtbot, window, name)
        chosen = rail.button(name)
        assert rail.rect().contains(QRect(chosen.mapTo(rail, chosen.rect().topLeft()), chosen.size()))
    places = [each.geometry() for item in rail.items if (each := rail.button(item.page)).isVisible()]
    assert not any(one.intersects(other) for one, other in pairwise(places))
    page = go(qtbot, window, "referral_figures")
    assert isinstance(page, ReferralFiguresPage)
    page.table.setFocus()
    for row in range(page.table.model().rowCount()):
        page.table.selectRow(row)
        rest(qtbot, window)
        seen = in_window(page.table, page.table.visualRect(page.table.currentIndex()))
        assert seen.bottom() <= in_window(page).bottom(), "the arrow keys do not leave the window"
        title = in_window(page.title)
        assert page.kept_title.isVisible() or title.top() >= in_window(page).top()
    tours = go(qtbot, window, "tours")
    assert isinstance(tours, ToursPage)
    last = tours.model.columnCount() - 1
    tours.table.setCurrentIndex(tours.model.index(0, last))
    rest(qtbot, window)
    kept = tours.table.kept
    assert kept.isVisible()
    assert kept.columnWidth(0) == tours.table.columnWidth(0)
    tours.table.setCurrentIndex(tours.model.index(0, 2))
    rest(qtbot, window)
    assert tours.table.columnViewportPosition(2) >= (kept.room if kept.isVisible() else 0)


@pytest.mark.usefixtures("large_type")
def test_a_question_is_no_larger_than_its_window_and_its_buttons_are_seen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(*LOW)
    window.show()
    asked: tuple[Question, ...] = (
        SecondPersonDialog(["乙医生", "丙医生"], "合并两份档案：演某甲 和 演某甲，确认是同一个人", window),
        ExportQuestion(600, window),
    )
    for dialog in asked:
        dialog.show()
        qtbot.waitExposed(dialog)
        assert dialog.width() <= LOW[0]
        assert dialog.height() <= LOW[1]
        button = dialog.confirm_button if isinstance(dialog, SecondPersonDialog) else dialog.export_button  # type: ignore[attr-defined]
        assert dialog.rect().contains(in_window(button))
        focus = dialog.focusWidget()
        assert focus is not None
        qtbot.waitUntil(lambda box=focus, whole=dialog: whole.rect().contains(in_window(box)))  # type: ignore[misc]
        dialog.reject()
