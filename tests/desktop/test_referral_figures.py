"""双向转诊统计 in a real window by keyboard: by month, side and disease, who is behind a line, a workbook and a CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from clinic_app.desktop.pages.indicator_people import IndicatorPeoplePage
from clinic_app.desktop.pages.referral_figures import ReferralFiguresPage
from clinic_app.desktop.pages.referrals import ReferralsPage
from clinic_app.desktop.window import MainWindow
from clinic_app.protocol.body import Body
from clinic_app.store.database import Database
from clinic_app.store.local_tables import event_order
from clinic_app.store.projection import write_body
from tests.desktop.conftest import Keyboard, OpenWindow, _enrol, go, rest
from tests.guidelines.indicator_fixture import TOWNSHIP, VILLAGES, id_of, records

Keys = Callable[[MainWindow], Keyboard]
CONTROL = Qt.KeyboardModifier.ControlModifier


def fill(database: Database, *, people: bool) -> Database:
    """The fixture's records; a hospital has the referrals only."""
    slips = ("referral", "referral_event", "return")
    wanted = [each for each in records() if people or each["type"] in slips]
    with database.write() as connection:
        for seq, record in enumerate(wanted):
            name = {"patient_name": "演示患者"} if record["type"] == "referral" else {}
            write_body(connection, record["type"], record["id"], Body({**record["fields"], **name}, author="a"), 1)
            if record["type"] == "referral_event":
                connection.execute(insert(event_order).values(id=record["id"], seq=seq))
    return database


def page_of(window: MainWindow) -> ReferralFiguresPage:
    assert isinstance(window.page, ReferralFiguresPage)
    return window.page


def lines(page: ReferralFiguresPage) -> dict[str, str]:
    """The first figure (上转) of each line by its name."""
    return {row.texts[0]: row.texts[1] for row in page.model.rows}


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (910, 512)])
def test_a_township_reads_its_referrals_by_month_and_turns_to_disease_with_a_key(
    database: Database, open_window: OpenWindow, qtbot: QtBot, keyboard: Keys, width: int, height: int, tmp_path: Path
) -> None:
    _enrol(database, TOWNSHIP, "township_centre", "public_health", list(VILLAGES))
    window = open_window(fill(database, people=True), width, height)
    go(qtbot, window, "indicators")
    keys = keyboard(window)
    keys.press(Qt.Key.Key_3, CONTROL)
    rest(qtbot, window)
    page = page_of(window)
    assert list(lines(page)) == ["合计", *(f"{month}月" for month in range(1, 12))]
    assert lines(page)["9月"] == "1"
    assert lines(page)["合计"] == "5"
    assert page.model.rows[page.table.row].texts[0] == "11月", "a year is read from its end"
    assert "精准转诊占比　0.0%　0/1" in page.words.text()
    assert "途径为医共体内的转诊 ÷ 期内开具、已做医保备案的转诊" in page.words.text()
    shown = [column for column in range(page.model.columnCount()) if not page.table.isColumnHidden(column)]
    assert page.table.horizontalHeader().length() <= page.table.viewport().width()
    assert len(shown) == page.model.columnCount() or width == 910
    assert page.table.viewport().height() > 4 * page.table.rowHeight(0)
    keys.press(Qt.Key.Key_4, CONTROL)
    rest(qtbot, window)
    assert lines(page) == {"高血压": "2", "2型糖尿病": "1", "未归类": "1", "急症：胸痛": "1", "合计": "5"}
    keys.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    people = window.page
    assert isinstance(people, IndicatorPeoplePage)
    assert {people.model.id_at(row) for row in range(people.model.rowCount())} == {id_of("S1"), id_of("S2")}
    people.which.setCurrentIndex(people.which.findText("接诊回复及时率"))
    rest(qtbot, window)
    assert people.rest.isChecked()
    assert [people.model.id_at(row) for row in range(people.model.rowCount())] == [id_of("S2")]
    qtbot.waitUntil(lambda: "演示C" in str(people.model.index(0, 0).data()))
    keys.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    assert (window.page.place.page, window.page.place.of) == ("resident", id_of("C"))


def test_a_hospital_has_its_own_line_and_opens_the_slip_behind_it_and_takes_the_tables_along(
    database: Database, open_window: OpenWindow, qtbot: QtBot, keyboard: Keys, tmp_path: Path
) -> None:
    _enrol(database, "H1", "county_hospital", "hospital_receiver", [])
    window = open_window(fill(database, people=False))
    go(qtbot, window, "referral_figures")
    keys, page = keyboard(window), page_of(window)
    keys.press(Qt.Key.Key_3, CONTROL)
    rest(qtbot, window)
    own = next(row for row in page.model.rows if row.id == "of:H1")
    assert own.texts[1] == "4"
    page.table.go_to(page.model.row_of("of:H2"))
    assert "本机只有见到的部分" in page.words.text()
    page.table.go_to(page.model.row_of("of:H1"))
    assert "本机只有见到的部分" not in page.words.text()
    for name in ("表.xlsx", "表.csv"):
        page.export_to(tmp_path / name)
        rest(qtbot, window)
        assert window.message_bar.text().endswith(name)
    assert openpyxl.load_workbook(tmp_path / "表.xlsx").sheetnames == [
        "按月份",
        "按转出单位",
        "按转入单位",
        "按病种",
        "定义",
    ]
    with (tmp_path / "表.csv").open(encoding="utf-8-sig", newline="") as file:
        assert ["转入单位", "H1"] in [line[:2] for line in csv.reader(file)]
    page.export_to(tmp_path / "nowhere" / "表.csv")
    rest(qtbot, window)
    assert "没有存" in window.message_bar.text()
    page.table.go_to(page.model.row_of("of:H1"))
    page.take_focus()
    keys.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    people = window.page
    assert isinstance(people, IndicatorPeoplePage)
    qtbot.waitUntil(lambda: "演示患者" in str(people.model.index(0, 0).data()))
    keys.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    assert isinstance(window.page, ReferralsPage)
