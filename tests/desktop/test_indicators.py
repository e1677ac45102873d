"""统计 in a real window by keyboard: figures with their definitions, who is behind them, paper and Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_app.desktop.pages.indicator_people import IndicatorPeoplePage
from clinic_app.desktop.pages.indicators import IndicatorsPage
from clinic_app.desktop.window import MainWindow
from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.projection import write_body
from tests.conftest import NOW
from tests.desktop.conftest import Keyboard, OpenWindow, _enrol, go, rest
from tests.guidelines.indicator_fixture import TOWNSHIP, VILLAGES, id_of, records

Keys = Callable[[MainWindow], Keyboard]
NAMES = ("演示甲村", "演示乙村")


@pytest.fixture
def township(database: Database) -> Database:
    """The township's workstation with the fixture's records, and a population for one of its villages."""
    _enrol(database, TOWNSHIP, "township_centre", "public_health", list(VILLAGES))
    with database.write() as connection:
        for code, name in zip(VILLAGES, NAMES, strict=True):
            write_body(connection, "village", code, Body({"code": code, "name": name}), 1)
        base = {"year": NOW.year, "area": VILLAGES[0], "resident_population": 20}
        write_body(connection, "yearly_base", f"{NOW.year}:{VILLAGES[0]}", Body(base), 1)
        for record in records():
            body = Body(record["fields"], author="a", authored_at=record.get("at"))
            write_body(connection, record["type"], record["id"], body, 1)
    return database


def page_of(window: MainWindow) -> IndicatorsPage:
    assert isinstance(window.page, IndicatorsPage)
    return window.page


def shown(page: IndicatorsPage) -> dict[str, tuple[str, ...]]:
    return {row.id: row.texts[1:3] for row in page.model.rows if row.id}


def choose(page: IndicatorsPage, key: str) -> None:
    page.table.go_to(page.model.row_of(key))


def test_each_figure_stands_with_its_definition_source_and_mark(
    township: Database, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(township)
    go(qtbot, window, "indicators")
    page = page_of(window)
    assert shown(page)["hypertension_control"] == ("1/4", "25.0%")
    assert shown(page)["referrals_up"] == ("", "5")
    choose(page, "hypertension_control")
    texts = [page.card.numerator.text(), page.card.denominator.text(), page.card.source.text()]
    assert "<150/90" in texts[0]
    assert "在管的高血压患者" in texts[1]
    assert "间接核实" in texts[2]
    assert page._found is not None
    assert page._found.counted.book.version in texts[2]
    assert page.card.bars.accessibleName() == "演示甲村 33.3%；演示乙村 0.0%"


def test_a_rate_without_its_yearly_figure_says_so_and_has_one_for_the_village_that_has(
    township: Database, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(township)
    go(qtbot, window, "indicators")
    page = page_of(window)
    assert shown(page)["file_rate"] == ("12/—", "没有基数")
    page.scope.setCurrentIndex(page.scope.findText(NAMES[0]))
    rest(qtbot, window)
    assert shown(page)["file_rate"] == ("10/20", "50.0%")
    page.scope.setCurrentIndex(page.scope.findText("医生 李二"))
    rest(qtbot, window)
    assert shown(page)["hypertension_control"] == ("0/1", "0.0%")


def test_by_keyboard_from_a_figure_to_the_person_behind_it_and_back(
    township: Database, open_window: OpenWindow, qtbot: QtBot, keyboard: Keys
) -> None:
    window = open_window(township)
    go(qtbot, window, "indicators")
    keys = keyboard(window)
    choose(page_of(window), "hypertension_control")
    keys.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, IndicatorPeoplePage)
    assert page.rest.isChecked()
    assert {page.model.id_at(row) for row in range(page.model.rowCount())} == {id_of(each) for each in ("B", "C", "M")}
    keys.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    assert [page.model.id_at(row) for row in range(page.model.rowCount())] == [id_of("A")]
    assert "演示A" in page.model.index(0, 0).data()
    keys.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    assert (window.page.place.page, window.page.place.of) == ("resident", id_of("A"))
    window.go_back()
    window.go_back()
    rest(qtbot, window)
    assert isinstance(window.page, IndicatorsPage)


def test_quality_is_for_review_and_a_visit_behind_it_opens_its_person(
    township: Database, open_window: OpenWindow, qtbot: QtBot, keyboard: Keys
) -> None:
    window = open_window(township)
    go(qtbot, window, "indicators")
    keys, page = keyboard(window), page_of(window)
    keys.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    quality = {"not_measured", "digits", "copied", "pace", "late", "after_death"}
    assert {f"quality_{each}" for each in quality} | {"contacts_refused", "attempts_refused"} <= shown(page).keys()
    assert "hypertension_control" not in shown(page)
    assert "不作扣分" in page.empty.text()
    choose(page, "quality_not_measured")
    assert page.card.bars.accessibleName() == "本人不愿测 1"
    choose(page, "quality_digits")
    assert page.card.bars.accessibleName().startswith("0 30.8%")
    choose(page, "quality_after_death")
    keys.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    people = window.page
    assert isinstance(people, IndicatorPeoplePage)
    assert people.counted.isChecked()
    keys.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    assert window.page.place.of == id_of("J")


def test_a_quarter_is_counted_by_itself(township: Database, open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(township)
    go(qtbot, window, "indicators")
    page = page_of(window)
    page.quarter.setCurrentIndex(page.quarter.findData(3))
    rest(qtbot, window)
    assert shown(page)["hypertension_control"] == ("3/4", "75.0%")
    assert "9月30日" in page.state.text()


def test_the_figures_go_into_a_workbook_with_their_parts(
    township: Database, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(township)
    go(qtbot, window, "indicators")
    path = tmp_path / "统计.xlsx"
    page_of(window).export_to(path)
    rest(qtbot, window)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["指标", "分村分医生", "质量查看"]
    rows = {row[1]: row for row in book["指标"].iter_rows(min_row=3, values_only=True)}
    assert rows["血压控制率（考核目标）"][2:5] == (1, 4, 25)
    assert rows["健康档案建档率"][2:5] == (12, "没有基数", None)
    parts = {(row[0], row[2]): row for row in book["分村分医生"].iter_rows(min_row=3, values_only=True)}
    assert parts[NAMES[0], "血压控制率（考核目标）"][3:] == (1, 3, 33.3)
    assert parts["医生 李二", "血压控制率（考核目标）"][3:] == (0, 1, 0)
    assert window.message_bar.text().endswith("统计.xlsx")


def test_a_workbook_that_cannot_be_written_says_so(
    township: Database, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(township)
    go(qtbot, window, "indicators")
    page_of(window).export_to(tmp_path / "nowhere" / "统计.xlsx")
    rest(qtbot, window)
    assert "没有存" in window.message_bar.text()


def test_the_paper_is_what_the_screen_shows(
    township: Database, open_window: OpenWindow, qtbot: QtBot, keyboard: Keys
) -> None:
    window = open_window(township)
    go(qtbot, window, "indicators")
    keyboard(window).press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    assert window.page.place.page == "indicators_paper"


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (910, 512)])
def test_the_list_and_the_definition_are_seen_at_both_sizes(
    township: Database, open_window: OpenWindow, qtbot: QtBot, width: int, height: int
) -> None:
    window = open_window(township, width, height)
    go(qtbot, window, "indicators")
    page = page_of(window)
    choose(page, "hypertension_standard")
    rest(qtbot, window)
    assert page.table.viewport().height() > 4 * page.table.rowHeight(0)
    assert page.card.numerator.isVisible()
    assert page.width() <= width
