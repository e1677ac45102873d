"""A list in older codes is looked through in the edition that the person names, and told what is left out."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from clinic_app.care.export import exported_records
from clinic_app.desktop.pages.import_residents import ImportPage
from clinic_app.store.database import Database
from tests.desktop.conftest import LIMIT, OpenWindow, go

LIST = (
    "姓名,性别,出生日期,村代码,民族,RH阴性,禽畜栏\n"
    "赵某子,女,1958-03-07,990101001001,2,1,3\n"
    "孙某丑,男,1949-12-31,990101001001,1,否,4\n"
)


def test_the_named_edition_decides_what_comes_in(
    qtbot: QtBot, village: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    window = open_window(village)
    page = go(qtbot, window, "import", str(path))
    assert isinstance(page, ImportPage)
    qtbot.waitUntil(lambda: "退回 1 行" in page.state.text(), timeout=LIMIT)
    page.edition.set_value("2011")
    page.edition.changed.emit()
    qtbot.waitUntil(lambda: "退回 0 行" in page.state.text(), timeout=LIMIT)
    assert "1 项没有导入" in page.state.text()
    assert page.model.index(0, 1).data() == "禽畜栏"
    page.run()
    qtbot.waitUntil(lambda: "已导入 2 人" in page.state.text(), timeout=LIMIT)
    kept = {each.fields["name"]: each.fields for each in exported_records(village, "resident")}
    assert (kept["赵某子"]["rh"], kept["赵某子"]["livestock"]) == ("2", "4")
    assert kept["孙某丑"]["original_codes"] == {"ethnicity": "1", "rh": "否", "livestock": "4"}
