"""Table models: Qt's own tester is content, rows are read only when painted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

import clinic_app
from clinic_app.care.save import save
from clinic_app.desktop.models.ids import PAGE, IdModel
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.widgets.table import Table
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from clinic_app.store.queries.residents import resident_ids, resident_rows
from tests.desktop.conftest import activate, rest
from tests.desktop.people import resident

ROWS = [
    Row("", ("甲组　2人",)),
    Row("a", ("李某", "1")),
    Row("b", ("王某", "2")),
    Row("", ("乙组",)),
    Row("c", ("赵某", "3")),
]


def test_a_model_of_ready_rows_is_a_good_model(qtmodeltester: Any) -> None:
    model = RowsModel(["姓名", "数"])
    model.show_rows(ROWS)
    qtmodeltester.check(model)


def test_arrows_pass_over_headings(qtbot: QtBot) -> None:
    model, table = RowsModel(["姓名", "数"]), Table([6, 0], "名单")
    model.show_rows(ROWS)
    table.setModel(model)
    table.fit()
    qtbot.addWidget(table)
    activate(qtbot, table)
    table.setFocus()
    assert model.id_at(table.row) == "a"
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert model.id_at(table.row) == "c"


def test_enter_opens_the_row(qtbot: QtBot) -> None:
    model, table, opened = RowsModel(["姓名", "数"]), Table([6, 0], "名单"), []
    model.show_rows(ROWS)
    table.setModel(model)
    table.fit()
    qtbot.addWidget(table)
    table.opened.connect(opened.append)
    table.go_to(2)
    table.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier))
    assert opened == [2]


def test_columns_that_have_no_room_are_left_out(qtbot: QtBot) -> None:
    model, table = RowsModel(["姓名", "数", "电话"]), Table([6, 4, 8], "名单", optional=(2, 1))
    table.setModel(model)
    table.fit()
    qtbot.addWidget(table)
    table.resize(800, 200)
    table.show()
    assert not table.isColumnHidden(2)
    table.resize(180, 200)
    assert table.isColumnHidden(2)
    table.resize(800, 200)
    assert not table.isColumnHidden(2)


def test_a_register_of_thousands_reads_only_the_pages_that_are_seen(
    qtbot: QtBot, qtmodeltester: Any, village: Database, open_window: Callable[..., MainWindow]
) -> None:
    for start in range(0, 900, 300):
        save(village, [resident(f"演示{number:04d}", "1960-01-01", "1") for number in range(start, start + 300)])
    window = open_window(village)
    asked: list[int] = []

    def fetch(connection: Any, ids: Any) -> Any:
        asked.append(len(ids))
        return resident_rows(connection, ids)

    model = IdModel(
        window.desk, ["姓名", "村"], fetch, lambda each: Row(each.id, (each.name, each.village_name)), window
    )
    with village.read() as connection:
        model.show_ids(resident_ids(connection))
    assert model.rowCount() == 902
    assert model.data(model.index(900, 0)) == "…"
    rest(qtbot, window)
    qtbot.waitUntil(lambda: model.data(model.index(900, 0)) != "…")
    assert asked == [902 - 4 * PAGE]
    assert model.data(model.index(900, 1)) == "演示甲村"
    qtmodeltester.check(model)
    rest(qtbot, window)


def test_words_under_the_pointer_are_never_taken_for_a_page_that_fetches_pictures() -> None:
    hostile, plain = '<img src="//host.invalid/share/x">', "李某甲 <3 & 王某乙"
    model = RowsModel(["姓名", "说明"])
    model.show_rows([Row("1", (hostile, plain))])
    shown, hover = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole
    assert [model.data(model.index(0, column), shown) for column in (0, 1)] == [hostile, plain]
    asked = model.data(model.index(0, 0), hover)
    assert "<img" not in asked
    assert "&lt;img" in asked
    assert model.data(model.index(0, 1), hover) == plain


def test_every_tooltip_with_words_that_somebody_typed_goes_through_one_door() -> None:
    """Fixed words, `tr` and declared hints are ours."""
    ours = ("self.tr(", '"', 'f"{item.words}', "hint", "REVEAL_KEY", "hover_words(")
    wrong = [
        f"{path.name}: {line.strip()}"
        for path in sorted((Path(clinic_app.__file__).parent / "desktop").rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if "setToolTip(" in line and not line.split("setToolTip(", 1)[1].startswith(ours)
    ]
    assert wrong == []
