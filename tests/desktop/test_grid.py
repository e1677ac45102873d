"""Quick entry: forty people by keyboard, each row saved by itself, nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_app.care.day_sheet import keep_numbers
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.desktop.models.grid import RowState
from clinic_app.desktop.pages.grid import GridPage
from clinic_app.devices.reading import Reading
from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.projection import write_body
from clinic_app.store.queries.visit import visits_of
from tests.desktop.conftest import OpenWindow, go, rest
from tests.desktop.people import household, id_of, resident, visit, write_directory

NUMBER = "990101198001020079"
OTHER = "990101100202"
TODAY = date(2026, 11, 22)


@pytest.fixture
def people(database: Database) -> Database:
    """Three who are overdue at 甲组 3号, and one who is in no programme."""
    write_directory(database)
    names = ("李某甲", "李某乙", "李某丙")
    saves: list[list[dict[str, Any]]] = [[household()]]
    saves += [[resident(name, "1955-03-07", "1")] for name in names]
    saves += [[resident("李某丁", "1980-01-02", "1", id_no=NUMBER)]]
    saves += [visit(name, "2026-08-03", sbp=148, dbp=92) for name in names]
    for each in saves:
        save(database, each)
    return database


def press(page: GridPage, keys: str) -> None:
    for key in keys:
        QTest.keyClick(page.table, Qt.Key.Key_Return if key == "\n" else key)


def open_grid(
    qtbot: QtBot, database: Database, open_window: OpenWindow, of: str = "2026-11-22"
) -> tuple[Any, GridPage]:
    window = open_window(database)
    page = go(qtbot, window, "grid", of)
    assert isinstance(page, GridPage)
    rest(qtbot, window)
    return window, page


def stored(database: Database, name: str) -> list[tuple[str, int | None, int | None, tuple[str, ...]]]:
    with database.read() as connection:
        found = visits_of(connection, id_of(name))
    return [(each.visit_date, each.sbp, each.dbp, each.programmes) for each in found]


def test_the_people_of_the_day_sheet_stand_in_its_order_and_digits_fill_their_rows(
    qtbot: QtBot, people: Database, open_window: OpenWindow
) -> None:
    window, page = open_grid(qtbot, people, open_window)
    assert len(page.model.rows) == 3
    first = page.model.rows[0]
    # Pressure, no glucose, heart rate, weight 61.5, regular taking, medicines unchanged, nothing else: the next row.
    press(page, "152" + "96" + "\n" + "72" + "61.5" + "1" + "1" + "\n")
    qtbot.waitUntil(lambda: first.state is RowState.SAVED)
    rest(qtbot, window)
    assert first.words.startswith("已保存")
    assert "控制不满意" in first.words
    name = first.name.split("　")[0]
    assert stored(people, name)[0] == ("2026-11-22", 152, 96, ("hypertension",))
    with people.read() as connection:
        newest = visits_of(connection, id_of(name))[0]
    assert (newest.weight, newest.heart_rate) == ("61.5", 72)
    assert [each["name"] for each in newest.medicines] == ["氨氯地平"]
    assert page.table.currentIndex().row() == 1


def test_every_row_is_saved_by_itself_and_a_wrong_one_keeps_what_was_typed(
    qtbot: QtBot, people: Database, open_window: OpenWindow
) -> None:
    window, page = open_grid(qtbot, people, open_window)
    # Systolic under diastolic: refused by the rules of a visit, beside the row.
    press(page, "90" + "96")
    page.table.begin(1)
    qtbot.waitUntil(lambda: page.model.rows[0].state is RowState.WRONG)
    press(page, "138" + "84")
    page.table.begin(2)
    qtbot.waitUntil(lambda: page.model.rows[1].state is RowState.SAVED)
    assert "收缩压应高于舒张压" in page.model.rows[0].words
    assert page.model.rows[0].values["sbp"] == "90"
    page.table.begin(0)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    press(page, "130")
    page._save_here()
    qtbot.waitUntil(lambda: page.model.rows[0].state is RowState.SAVED)
    rest(qtbot, window)


def test_what_cannot_be_is_said_and_not_saved(qtbot: QtBot, people: Database, open_window: OpenWindow) -> None:
    window, page = open_grid(qtbot, people, open_window)
    page.model.type_into(0, 4, "301")
    page._save_row(0)
    assert page.model.rows[0].state is RowState.WRONG
    assert len(stored(people, page.model.rows[0].name.split("　")[0])) == 1
    rest(qtbot, window)


def test_a_scanned_card_brings_its_owner_and_a_saved_row_takes_no_more(
    qtbot: QtBot, people: Database, open_window: OpenWindow
) -> None:
    window, page = open_grid(qtbot, people, open_window, of="")
    assert page.model.rows == []
    page.finder.setText(NUMBER)
    QTest.keyClick(page.finder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.model.rows) == 1)
    assert page.model.rows[0].name.startswith("李某丁")
    press(page, "128" + "76")
    page._save_here()
    qtbot.waitUntil(lambda: page.model.rows[0].state is RowState.SAVED)
    page.table.begin(0)
    press(page, "9")
    assert page.model.rows[0].values["sbp"] == "128"
    assert stored(people, "李某丁") == [("2026-11-22", 128, 76, ())]
    rest(qtbot, window)


def test_somebody_seen_that_day_is_not_recorded_twice(qtbot: QtBot, people: Database, open_window: OpenWindow) -> None:
    save(people, visit("李某丁", "2026-11-22", sbp=120, dbp=70)[:1])
    window, page = open_grid(qtbot, people, open_window, of="")
    page.finder.setText(NUMBER)
    QTest.keyClick(page.finder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.model.rows) == 1)
    press(page, "128")
    assert (page.model.rows[0].state, page.model.rows[0].values) == (RowState.BEFORE, {})
    rest(qtbot, window)


def test_what_is_typed_and_not_saved_comes_back(
    qtbot: QtBot, people: Database, open_window: OpenWindow, clock: FrozenClock
) -> None:
    window, page = open_grid(qtbot, people, open_window)
    names = [each.resident_id for each in page.model.rows]
    press(page, "152" + "9")
    page.depart()
    rest(qtbot, window)
    page.model.show_rows([])
    clock.advance(timedelta(hours=1))
    page.return_to()
    qtbot.waitUntil(lambda: len(page.model.rows) == 3)
    assert [each.resident_id for each in page.model.rows] == names
    assert page.model.rows[0].values == {"sbp": "152", "dbp": "9"}
    rest(qtbot, window)


def test_of_several_villages_one_is_shown_and_each_keeps_its_numbers_and_what_was_typed(
    qtbot: QtBot, people: Database, open_window: OpenWindow
) -> None:
    with people.write() as connection:
        write_body(connection, "village", OTHER, Body({"code": OTHER, "name": "演示乙村"}), 1)
    save(people, [resident("王某", "1950-01-02", "2", village_code=OTHER, household_id=None)])
    # Number 4 on the sheet of all villages, which were printed together.
    keep_numbers(people, TODAY)
    window, page = open_grid(qtbot, people, open_window)
    assert [page.villages.itemText(place) for place in range(page.villages.count())] == [
        "演示甲村", "演示乙村", "全部村",
    ]  # fmt: skip
    assert [page.model.index(place, 0).data() for place in range(len(page.model.rows))] == ["1", "2", "3"]
    press(page, "152" + "9")
    page.villages.setCurrentIndex(1)
    page.villages.activated.emit(1)
    qtbot.waitUntil(lambda: len(page.model.rows) == 1)
    assert (page.model.rows[0].name[:2], page.model.index(0, 0).data()) == ("王某", "4")
    press(page, "138")
    page.depart()
    rest(qtbot, window)
    # The last village comes again; the first has kept what was typed.
    assert go(qtbot, window, "grid", "2026-11-22") is page
    rest(qtbot, window)
    assert [each.values for each in page.model.rows] == [{"sbp": "138"}]
    page.villages.activated.emit(0)
    qtbot.waitUntil(lambda: len(page.model.rows) == 3)
    assert page.model.rows[0].values == {"sbp": "152", "dbp": "9"}
    page.villages.activated.emit(2)
    qtbot.waitUntil(lambda: len(page.model.rows) == 4)
    rest(qtbot, window)


def test_a_meters_reading_lands_in_the_row_with_the_focus(
    qtbot: QtBot, people: Database, open_window: OpenWindow
) -> None:
    window, page = open_grid(qtbot, people, open_window)
    window.meters.arrived.emit(Reading(sbp=152, dbp=96, heart_rate=72))
    assert page.model.rows[0].values == {"sbp": "152", "dbp": "96", "heart_rate": "72"}
    assert "已从设备填入" in window.message_bar.text()
    rest(qtbot, window)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (910, 512)])
def test_every_column_has_room_for_its_words(
    qtbot: QtBot, people: Database, open_window: OpenWindow, width: int, height: int
) -> None:
    window, page = open_grid(qtbot, people, open_window)
    window.resize(width, height)
    rest(qtbot, window)
    header = page.table.horizontalHeader()
    for column in range(page.model.columnCount() - 1):
        if page.table.isColumnHidden(column):
            continue
        words = str(page.model.headerData(column, Qt.Orientation.Horizontal))
        assert header.sectionSize(column) >= header.fontMetrics().horizontalAdvance(words), words
