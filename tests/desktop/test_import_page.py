"""Sheets come in through the window: columns mapped by the keyboard, a trial, the import, its undo; nothing blocks."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_app.care.export import exported_records
from clinic_app.desktop.pages.claim import ClaimPage
from clinic_app.desktop.pages.imports import ImportsPage
from clinic_app.desktop.pages.residents import ResidentsPage
from clinic_app.desktop.pages.settings import SettingsPage
from clinic_app.desktop.pages.sheet_import import SheetImportPage
from clinic_app.store.database import Database
from tests.desktop.conftest import LIMIT, OpenWindow, go

LIST = (
    "姓名,性别,出生日期,村代码,民族,RH阴性,禽畜栏\n"
    "赵某子,女,1958-03-07,990101001001,2,1,3\n"
    "孙某丑,男,1949-12-31,990101001001,1,否,4\n"
)
VISITS = (
    "姓名,出生日期,日子,随访方式,血压,摄盐\n"
    "李某甲,1957-03-02,2026-11-10,家庭,152/96,轻\n"
    "王某乙,1959-08-14,2026-11-10,家庭,150/296,轻\n"
    "钱某寅,1959-08-14,2026-11-10,家庭,132/86,轻\n"
)


def test_the_named_edition_decides_what_comes_in(
    qtbot: QtBot, village: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    window = open_window(village)
    page = go(qtbot, window, "import", str(path))
    assert isinstance(page, SheetImportPage)
    qtbot.waitUntil(lambda: "退回 1" in page.state.text(), timeout=LIMIT)
    page.edition.set_value("2011")
    page.edition.changed.emit()
    qtbot.waitUntil(lambda: "退回 0" in page.state.text(), timeout=LIMIT)
    assert "1 项没有导入" in page.state.text()
    assert page.model.index(0, 1).data() == "禽畜栏"
    page.run()
    qtbot.waitUntil(lambda: "已导入 2" in page.state.text(), timeout=LIMIT)
    kept = {each.fields["name"]: each.fields for each in exported_records(village, "resident")}
    assert (kept["赵某子"]["rh"], kept["赵某子"]["livestock"]) == ("2", "4")
    assert kept["孙某丑"]["original_codes"] == {"ethnicity": "1", "rh": "否", "livestock": "4"}


def test_a_sheet_of_visits_is_mapped_by_keys_imported_written_back_and_undone(
    qtbot: QtBot, village: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "visits.csv"
    path.write_bytes(VISITS.encode("gb18030"))
    window = open_window(village)
    page = go(qtbot, window, "import", str(path))
    assert isinstance(page, SheetImportPage)
    qtbot.waitUntil(lambda: "列是" in page.state.text(), timeout=LIMIT)
    page.kind.set_value("hypertension")
    page.kind.changed.emit()
    qtbot.waitUntil(lambda: "随访日期" in page.state.text(), timeout=LIMIT)
    assert not page.button.isEnabled()
    box = page.columns.boxes[2]
    box.setFocus()
    while box.currentData() != "visit.visit_date":
        QTest.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "可导入 1" in page.state.text(), timeout=LIMIT)
    told = {page.model.index(row, 0).data(): page.model.index(row, 2).data() for row in range(2)}
    assert told["3"] == "舒张压应在20到200mmHg之间，填的是296"
    assert "钱某寅" in told["4"]
    assert not list(exported_records(village, "visit"))
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert page.columns.boxes[3].hasFocus()
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "已导入 1" in page.state.text(), timeout=LIMIT)
    page.write_copy(tmp_path / "back.csv")
    qtbot.waitUntil((tmp_path / "back.csv").exists, timeout=LIMIT)
    assert "退回" in (tmp_path / "back.csv").read_bytes().decode("gb18030")
    listed = go(qtbot, window, "imports")
    assert isinstance(listed, ImportsPage)
    qtbot.waitUntil(lambda: listed.undo_button.isEnabled(), timeout=LIMIT)
    QTest.keyClick(listed, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: all(each.void for each in exported_records(village, "visit")), timeout=LIMIT)
    qtbot.waitUntil(lambda: listed.model.index(0, 6).data() == "已撤销", timeout=LIMIT)


def test_a_book_with_a_title_line_shows_its_columns(
    qtbot: QtBot, village: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in ["死亡名单", "姓名,出生日期,死亡日期", "李某甲,1957-03-02,2026-11-01"]:
        book.active.append(line.split(","))
    book.save(tmp_path / "deaths.xlsx")
    window = open_window(village)
    page = go(qtbot, window, "import", str(tmp_path / "deaths.xlsx"))
    assert isinstance(page, SheetImportPage)
    qtbot.waitUntil(lambda: "可导入 1" in page.state.text(), timeout=LIMIT)
    assert page.kind.value() == "deaths"
    names = [box.accessibleName() for box in page.columns.boxes]
    assert names == ["“姓名”是什么", "“出生日期”是什么", "“死亡日期”是什么"]


def test_a_list_goes_out_in_the_columns_of_a_template(
    qtbot: QtBot, village: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    (tmp_path / "市平台.csv").write_bytes("居民姓名,性别代码,与户主关系,出生日期,门牌,上报人\n".encode("gb18030"))
    window = open_window(village)
    settings = go(qtbot, window, "settings", "templates")
    assert isinstance(settings, SettingsPage)
    settings.templates.add(tmp_path / "市平台.csv")
    qtbot.waitUntil(lambda: len(settings.templates.templates) == 1, timeout=LIMIT)
    page = go(qtbot, window, "residents")
    assert isinstance(page, ResidentsPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=LIMIT)
    outgoing = page.list.outgoing
    outgoing.export_list()
    qtbot.waitUntil(lambda: len(outgoing.offered) == 6, timeout=LIMIT)
    assert outgoing.question is not None
    outgoing.question.reject()
    for words, form in list(outgoing.offered.items())[3:]:
        target = tmp_path / f"out{form.encoding}{form.suffix}"
        outgoing.export_to(target, "report", form)
        qtbot.waitUntil(target.exists, timeout=LIMIT)
        qtbot.waitUntil(lambda: not window.desk.long_work.jobs, timeout=LIMIT)
        assert "市平台" in words
    lines = (tmp_path / "outgb18030.csv").read_bytes().decode("gb18030").splitlines()
    assert lines[0] == "居民姓名,性别代码,与户主关系,出生日期,门牌,上报人"
    assert {line.split(",")[0] for line in lines[1:3]} == {"李某甲", "王某乙"}
    assert "1957-03-02" in {line.split(",")[3] for line in lines[1:3]}
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert sheet.cell(1, 1).value == "居民姓名"


def test_somebody_on_a_list_who_moved_in_is_looked_up_with_number_and_name_filled_in(
    qtbot: QtBot, village: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "moves.csv"
    path.write_text(
        "姓名,身份证号,迁移类型,迁移日期,去向\n钱某丁,110105195001020018,迁入,2026-10-05,\n", encoding="utf-8"
    )
    window = open_window(village)
    page = go(qtbot, window, "import", str(path))
    assert isinstance(page, SheetImportPage)
    qtbot.waitUntil(lambda: "退回 1" in page.state.text(), timeout=LIMIT)
    page.rows.go_to(0)
    assert "按 Enter 去查找" in page.whole.text()
    QTest.keyClick(page.rows, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, ClaimPage), timeout=LIMIT)
    assert isinstance(window.page, ClaimPage)
    assert (window.page.number.text(), window.page.name.text()) == ("110105195001020018", "钱某丁")
    go(qtbot, window, "claim")
    assert window.page.number.text() == "", "a number is not left standing"
