"""The lists and the card beside them at the usual size: what must be read is there in full."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionViewItem, QTableView
from pytestqt.qtbot import QtBot

from clinic_app.care.save import save
from clinic_app.desktop.pages.grid import GridPage
from clinic_app.desktop.pages.households import HouseholdsPage
from clinic_app.desktop.pages.residents import ResidentsPage
from clinic_app.desktop.pages.work import WorkPage
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.person_card import PersonCard
from clinic_app.desktop.widgets.table import ColouredWhenChosen
from clinic_app.store.database import Database
from tests.desktop.conftest import OpenWindow, go, rest
from tests.desktop.duties import registration
from tests.desktop.people import household, id_of, resident, visit

HARD = "欧阳某丙"
MANY = [
    {"name": "苯磺酸氨氯地平片", "dose": "5mg", "times_per_day": 1},
    {"name": "厄贝沙坦氢氯噻嗪片", "dose": "150mg", "times_per_day": 1},
    {"name": "阿托伐他汀钙片", "dose": "20mg", "times_per_day": 1},
]


@pytest.fixture
def crowded(managed: Database) -> Database:
    """Beside 李某甲 somebody with a long name, two diseases, an allergy, three medicines and high pressures."""
    save(managed, [household(), resident(HARD, "1949-05-01", "2")])
    save(managed, [registration(HARD, "diabetes", "2025-10-12")])
    save(managed, [{"type": "allergy", "fields": {"resident_id": id_of(HARD), "code": "2"}}])
    for day in ("2025-10-12", "2025-11-12", "2025-12-12"):
        save(managed, visit(HARD, day, sbp=188, dbp=114, medicines=MANY))
    return managed


def test_the_card_in_the_worklist_tells_everything_and_squeezes_nothing(
    qtbot: QtBot, crowded: Database, open_window: OpenWindow
) -> None:
    window = open_window(crowded)
    page = go(qtbot, window, "work")
    assert isinstance(page, WorkPage)
    page.table.go_to(page.model.row_of(id_of(HARD)))
    rest(qtbot, window)
    card = page.card
    assert card.why.text() == page.model.rows[page.table.row].texts[5]
    assert _squeezed(card) == []
    assert card.chart.isHidden()
    assert "12月12日 188/114" in card.chart_title.text()


def test_where_there_is_height_the_card_draws_the_pressures(
    qtbot: QtBot, crowded: Database, open_window: OpenWindow
) -> None:
    window = open_window(crowded, 1366, 1024)
    page = go(qtbot, window, "residents", id_of(HARD))
    assert isinstance(page, ResidentsPage)
    assert page.card.chart.isVisible()
    assert _squeezed(page.card) == []
    window.resize(1366, 620)
    rest(qtbot, window)
    assert page.card.chart.isHidden()
    assert _squeezed(page.card) == []


def test_names_ages_phones_and_readings_are_read_in_full(
    qtbot: QtBot, crowded: Database, open_window: OpenWindow
) -> None:
    window = open_window(crowded)
    page = go(qtbot, window, "work")
    assert isinstance(page, WorkPage)
    assert _elided(page.table, (0, 1, 3, 4)) == []
    page = go(qtbot, window, "residents")
    assert isinstance(page, ResidentsPage)
    assert _elided(page.table, range(5)) == []
    page = go(qtbot, window, "households", id_of("household"))
    assert isinstance(page, HouseholdsPage)
    assert _elided(page.people_table, range(5)) == []
    page = go(qtbot, window, "grid", "2026-11-22")
    assert isinstance(page, GridPage)
    assert _elided(page.table, (0, 1)) == []


def test_a_chosen_row_keeps_the_red_of_what_is_overdue(
    qtbot: QtBot, crowded: Database, open_window: OpenWindow
) -> None:
    page = go(qtbot, open_window(crowded), "households", id_of("household"))
    assert isinstance(page, HouseholdsPage)
    table = page.people_table
    due = table.currentIndex().siblingAtColumn(3)
    assert due.data().startswith("逾期")
    delegate = table.itemDelegate()
    assert isinstance(delegate, ColouredWhenChosen)
    option = QStyleOptionViewItem()
    option.palette = table.palette()
    delegate.initStyleOption(option, due)
    assert option.palette.color(QPalette.ColorRole.HighlightedText) == theme().colour("danger")


@pytest.mark.parametrize("page", ["residents", "visit"])
def test_esc_empties_the_search_and_stays_on_the_page(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, page: str
) -> None:
    window = open_window(managed)
    go(qtbot, window, page, id_of("李某甲") if page == "visit" else "")
    here = window.page
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    search = window.top_bar.search
    qtbot.keyClicks(search, "lmj")
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    rest(qtbot, window)
    assert search.text() == ""
    assert not search.hasFocus()
    assert window.page is here
    assert search.hits == 0


def _squeezed(card: PersonCard) -> list[str]:
    """Visible texts of the card with less height than their lines need."""
    texts = [each for each in card.findChildren(QLabel) if each.isVisible() and each.text()]
    return [each.text() for each in texts if each.heightForWidth(each.width()) > each.height() + 1]


def _elided(table: QTableView, columns: tuple[int, ...] | range) -> list[str]:
    """Texts that are wider than their visible column."""
    model = table.model()
    assert isinstance(model, QAbstractItemModel)
    style = table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, table) + 1
    margin = 2 * (theme().lengths.small + style)
    found = []
    for row in range(model.rowCount()):
        for column in columns:
            text = str(model.index(row, column).data() or "")
            if table.isColumnHidden(column) or table.columnSpan(row, column) > 1:
                continue
            if table.fontMetrics().horizontalAdvance(text) + margin > table.columnWidth(column):
                found.append(text)
    return found
