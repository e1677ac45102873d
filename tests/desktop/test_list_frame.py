"""The one list of the program in real windows: order, columns, chosen rows, search, paper and file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinic_app.care.save import save
from clinic_app.desktop.lists.column import Column, arranged
from clinic_app.desktop.lists.frame import ListFrame
from clinic_app.desktop.lists.kept import KeptChoices
from clinic_app.desktop.models.order import holds, natural, queries
from clinic_app.desktop.models.rows import Row, RowsModel
from clinic_app.desktop.pages.attempt import AttemptPage
from clinic_app.desktop.pages.households import HouseholdsPage
from clinic_app.desktop.pages.list_paper import ListPaperPage
from clinic_app.desktop.pages.residents import ResidentsPage
from clinic_app.desktop.pages.tour_form import TourFormPage
from clinic_app.desktop.pages.tour_list import TourListPage
from clinic_app.desktop.pages.work import WorkPage
from clinic_app.desktop.window import MainWindow
from clinic_app.exchange.list_file import FORMATS
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.database import Database
from clinic_app.store.list_choice import ListChoice, keep_list_choices, list_choices
from clinic_app.store.local_tables import audit
from tests.desktop.conftest import Keyboard, OpenWindow, go, rest
from tests.desktop.duties import fill, registration
from tests.desktop.people import VILLAGE, id_of
from tests.printing.reading import text_of

CONTROL = Qt.KeyboardModifier.ControlModifier
Hands = Callable[[MainWindow], Keyboard]
OLDEST, YOUNGEST = "赵某戊", "王某乙"


@pytest.fixture
def busy(managed: Database) -> Database:
    """A village with several families and a duty of every kind."""
    fill(managed)
    return managed


def residents(qtbot: QtBot, window: MainWindow) -> ResidentsPage:
    page = go(qtbot, window, "residents")
    assert isinstance(page, ResidentsPage)
    rest(qtbot, window)
    return page


def names(frame: ListFrame, column: int = 0) -> list[str]:
    model = frame.model
    return [str(model.index(row, column).data()).partition("　")[0] for row in range(model.rowCount())]


def shown_columns(frame: ListFrame) -> list[str]:
    return [frame.columns[each].key for each in frame.table.columns_seen]


def entries(database: Database, action: str) -> list[tuple[str, str | None]]:
    with database.read() as connection:
        query = select(audit.c.target, audit.c.detail).where(audit.c.action == action).order_by(audit.c.seq)
        return [(row.target, row.detail) for row in connection.execute(query)]


def choose(menu_actions: list[QAction], words: str) -> QAction:
    return next(each for each in menu_actions if each.text().startswith(words))


def test_a_key_orders_by_a_column_turns_it_round_and_gives_the_own_order_back(
    qtbot: QtBot, busy: Database, open_window: OpenWindow
) -> None:
    window = open_window(busy)
    page = residents(qtbot, window)
    own = names(page.list)
    kept = page.model.id_at(page.table.row)

    def press(key: Qt.Key) -> list[str]:
        QTest.keyClick(page.table, key, CONTROL)
        rest(qtbot, window)
        return names(page.list)

    rising = press(Qt.Key.Key_1)
    assert rising != own
    # 李 lǐ, 钱 qián, 孙 sūn, 王 wáng, 赵 zhào: by pinyin, not by the number of the character.
    assert [each[0] for each in rising] == ["李", "钱", "孙", "王", "赵"]
    assert page.model.headerData(0, Qt.Orientation.Horizontal) == "姓名 ↑"
    assert page.model.id_at(page.table.row) == kept, "the chosen person stays chosen"
    assert press(Qt.Key.Key_1) == rising[::-1]
    assert page.model.headerData(0, Qt.Orientation.Horizontal) == "姓名 ↓"
    assert press(Qt.Key.Key_1) == own
    # 最近随访: whoever was never visited stands last either way.
    visited = press(Qt.Key.Key_4)
    empty = [name for row, name in enumerate(visited) if not page.model.index(row, 3).data()]
    assert visited[-len(empty) :] == empty
    assert set(press(Qt.Key.Key_4)[-len(empty) :]) == set(empty)
    # A click on the name of a column does the same; a column that tells several things has no order.
    header = page.table.horizontalHeader()
    for section, wanted in ((0, rising), (2, rising)):
        place = header.sectionViewportPosition(section) + 10
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().center().__class__(place, 10))
        rest(qtbot, window)
        assert names(page.list) == wanted
    assert press(Qt.Key.Key_0) == own
    press(Qt.Key.Key_F)
    assert page.text.hasFocus(), "the page's own search, which asks the store"


def test_columns_and_widths_are_kept_for_the_person_and_for_nobody_else(
    qtbot: QtBot, busy: Database, open_window: OpenWindow
) -> None:
    window = open_window(busy)
    page = residents(qtbot, window)
    usual = shown_columns(page.list)
    assert usual == ["person", "address", "programmes", "visited", "phone"]
    page.list.drop_menu()
    ticks = page.list.menu.ticks
    page.list.menu.setActiveAction(ticks.menuAction())
    QTest.keyClick(page.list.menu, Qt.Key.Key_Right)
    ticks.setActiveAction(choose(ticks.actions(), "年龄"))
    QTest.keyClick(ticks, Qt.Key.Key_Return)
    ticks.setActiveAction(choose(ticks.actions(), "最近随访"))
    QTest.keyClick(ticks, Qt.Key.Key_Space)
    assert ticks.isVisible(), "several columns are chosen in one go"
    for key, row in ((Qt.Key.Key_Left, "电话"), (Qt.Key.Key_Left, "村组"), (Qt.Key.Key_Right, "姓名")):
        ticks.setActiveAction(choose(ticks.actions(), row))
        QTest.keyClick(ticks, key, CONTROL)
        assert ticks.activeAction().text().startswith(row)
    assert [each.text() for each in ticks.actions()][:4] == ["姓名", "村组门牌", "电话", "病种"]
    page.list.menu.close()
    assert shown_columns(page.list) == ["person", "address", "phone", "programmes", "age"]
    header = page.table.horizontalHeader()
    was = header.visualIndex(5)
    header.moveSection(was, 2)
    assert shown_columns(page.list) == ["person", "address", "age", "phone", "programmes"], "as with the mouse"
    assert [each.key for each in page.list.taken().columns] == shown_columns(page.list), "paper and file have the order"
    header.moveSection(2, was)
    page.table.setColumnWidth(0, page.table.columnWidth(0) + 60)
    kept = window.desk.findChild(KeptChoices)
    assert kept is not None
    assert set(kept.of("residents").widths) == {"person"}
    kept.write()
    rest(qtbot, window)
    with busy.read() as connection:
        mine = list_choices(connection, busy.actor.account)
        assert list_choices(connection, "another") == {}
    assert mine["residents"].shown == {"age": True, "visited": False}
    assert mine["residents"].places[:3] == ["person", "address", "phone"]
    # As at the next login.
    kept._choices = mine
    page.list._choose_columns()
    assert shown_columns(page.list) == ["person", "address", "phone", "programmes", "age"]
    page.list.sort_by(5)
    rest(qtbot, window)
    ages = [int(page.model.index(row, 5).data()) for row in range(page.model.rowCount())]
    assert ages == sorted(ages)
    page.list.reset()
    rest(qtbot, window)
    assert shown_columns(page.list) == usual
    assert page.list.order.key == ""
    assert page.list.menu.isHidden()


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ([], [0, 1, 2, 3]),
        (["a", "c", "b", "d"], [0, 2, 1, 3]),
        (["c", "a", "b"], [0, 2, 3, 1]),
        (["a", "gone", "d", "c"], [0, 1, 3, 2]),
    ],
)
def test_the_first_column_stays_and_a_new_one_stands_behind_its_neighbour(kept: list[str], expected: list[int]) -> None:
    assert arranged([Column(each, each, 4) for each in "abcd"], kept) == expected


def test_what_is_kept_and_cannot_be_read_is_forgotten(database: Database) -> None:
    keep_list_choices(database, {"residents": ListChoice({"age": True}, {"person": 12.5})})
    with database.write() as connection:
        name = f"lists:{database.actor.account}"
        assert list_choices(connection, database.actor.account)["residents"].widths == {"person": 12.5}
        connection.exec_driver_sql("UPDATE setting SET value = ? WHERE name = ?", ('{"residents": 7}', name))
        assert list_choices(connection, database.actor.account) == {}


def test_chosen_rows_or_the_whole_filter_go_onto_paper_and_into_files(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, keyboard: Hands, tmp_path: Path
) -> None:
    window = open_window(busy)
    page = residents(qtbot, window)
    page.programme.setCurrentIndex(page.programme.findData("hypertension"))
    rest(qtbot, window)
    count = page.model.rowCount()
    assert page.count.text() == f"{count} 人"
    page.table.setFocus()
    hands = keyboard(window)
    hands.press(Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, ListPaperPage) and bool(window.page.preview.pdf))
    paper = window.page
    assert isinstance(paper, ListPaperPage)
    rest(qtbot, window)
    printed = text_of(paper.preview.pdf)
    assert "居民名单" in printed
    assert "高血压" in printed
    assert f"共{count}条" in printed
    assert "打印人演示村医" in printed
    assert "199****8888" in printed
    assert "19900008888" not in printed
    paper.preview.printed.emit()
    rest(qtbot, window)
    assert entries(busy, "print") == [(f"list-residents:{count}", None)]
    hands.press(Qt.Key.Key_Escape)
    rest(qtbot, window)
    page.programme.setCurrentIndex(0)
    rest(qtbot, window)
    page.table.go_to(0)
    hands.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.count.text().endswith("，选中 2")
    for form in FORMATS[1:]:
        path = tmp_path / f"{form.encoding}.csv"
        page.list.outgoing.export_to(path, "visits", form)
        rest(qtbot, window)
        lines = list(csv.reader(io.StringIO(path.read_bytes().decode(form.encoding))))
        assert lines[0][:2] == ["姓名", "村组门牌"]
        assert len(lines) == 1 + 2 + 1, "the names of the columns, the two that are chosen, the mark"
        assert lines[-1][0].startswith("导出人 演示村医")
        assert "199****" not in str(lines), "a file that was asked for with a reason says the number"
    hands.press(Qt.Key.Key_A, CONTROL)
    page.list.outgoing.export_to(tmp_path / "all.xlsx", "visits")
    rest(qtbot, window)
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    everybody = page.model.rowCount()
    assert str(rows[0][0]).startswith("居民名单")
    assert len(rows) == 2 + everybody + 1
    assert entries(busy, "export") == [("list-residents:2", "visits")] * 2 + [(f"list-residents:{everybody}", "visits")]


def test_who_may_not_let_out_is_not_offered_it_and_refused_underneath(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    actor = busy.actor
    busy.actor = type(actor)(actor.account, actor.name, None, "referral_officer")
    window = open_window(busy)
    page = residents(qtbot, window)
    page.list.drop_menu()
    assert {"打印名单", "导出名单"}.isdisjoint(each.text() for each in page.list.menu.actions())
    page.list.menu.close()
    page.list.outgoing.export_to(tmp_path / "all.xlsx", "visits")
    rest(qtbot, window)
    assert not (tmp_path / "all.xlsx").exists()
    assert entries(busy, "export") == []
    assert window.message_bar.text()


def test_the_list_of_work_orders_people_without_their_doors_and_one_line_is_written_for_several(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(busy)
    page = go(qtbot, window, "work")
    assert isinstance(page, WorkPage)
    own = [row.id for row in page.model.rows]
    page.list.sort_by(3)
    rest(qtbot, window)
    days = [item.due_date for item in page._shown]
    assert days == sorted(days)
    assert all(row.texts[0] for row in page.model.rows), "each row says its door"
    page.list.sort_by(-1)
    rest(qtbot, window)
    assert [row.id for row in page.model.rows] == own
    for name in (OLDEST, "孙某庚"):
        page.table.selectionModel().select(
            page.model.index(page.model.row_of(id_of(name)), 0),
            page.table.selectionModel().SelectionFlag.Select | page.table.selectionModel().SelectionFlag.Rows,
        )
    page.table.selectionModel().setCurrentIndex(
        page.model.index(page.model.row_of(id_of(OLDEST)), 0), page.table.selectionModel().SelectionFlag.NoUpdate
    )
    chosen = [item.resident_id for item in page.model.people_of(page.list.chosen_ids)]
    assert {id_of(OLDEST), id_of("孙某庚")} <= set(chosen)
    page.table.selectAll()
    assert page.list.totals.text() == f"选中 {len(page._shown)}", "people, neither headings nor doors"
    page.table.clearSelection()
    for each in chosen:
        page.table.selectionModel().select(
            page.model.index(page.model.row_of(each), 0),
            page.table.selectionModel().SelectionFlag.Select | page.table.selectionModel().SelectionFlag.Rows,
        )
    hands = keyboard(window)
    hands.press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: isinstance(window.page, AttemptPage) and window.page.form is not None)
    rest(qtbot, window)
    form = window.page
    assert isinstance(form, AttemptPage)
    assert form.person.text() == f"{len(chosen)} 人一起记"
    assert OLDEST in form.due.text()
    assert form.phone.isHidden()
    hands.type("24")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, WorkPage))
    rest(qtbot, window)
    table = RECORD_TYPES["contact_attempt"].sql_table
    with busy.read() as connection:
        today = connection.execute(select(table).where(table.c.attempted_on == "2026-11-22")).mappings().all()
    written = {row["resident_id"]: row for row in today if row["channel"] == "2" and row["result"] == "4"}
    assert set(chosen) <= set(written)
    assert written[id_of(OLDEST)]["purpose"] == ["tuberculosis"]


def test_households_are_read_when_they_are_painted_and_stand_in_any_order(
    qtbot: QtBot, busy: Database, open_window: OpenWindow
) -> None:
    save(busy, [{"type": "household", "id": id_of("空户"), "fields": {"village_code": VILLAGE, "house_no": "99号"}}])
    window = open_window(busy)
    page = go(qtbot, window, "households")
    assert isinstance(page, HouseholdsPage)
    rest(qtbot, window)
    assert page.count.text() == f"{page.model.rowCount()} 户"
    page.list.sort_by(2)
    rest(qtbot, window)
    heads = names(page.list, 2)
    assert heads[-1] == "", "a door without a head stands last"
    assert heads[:-1] == sorted(heads[:-1], key=natural)
    page.list.sort_by(3)
    page.list.sort_by(3)
    rest(qtbot, window)
    counts = [int(page.model.index(row, 3).data()) for row in range(page.model.rowCount())]
    assert counts == sorted(counts, reverse=True)


def test_a_search_in_a_list_finds_words_pinyin_and_initials_and_says_how_many(
    qtbot: QtBot, busy: Database, open_window: OpenWindow
) -> None:
    window = open_window(busy)
    model = RowsModel(["谁", "几天"], right=(1,))
    columns = (Column("who", "谁", 8), Column("days", "几天", 0))
    frame = ListFrame(
        window.desk, "trial", "试", columns, model, of="resident", unit="{count} 人", searched=True
    )  # fmt: skip
    qtbot.addWidget(frame)
    frame.show()
    frame.set_empty("还没有人。")
    assert frame.empty.text() == "还没有人。"
    assert not frame.menu_button.isEnabled()
    people = [("欧阳某丙", "2天"), ("李某甲", "10天"), ("王某乙", "")]
    model.show_rows([Row("", ("甲组",)), *(Row(name, (name, days)) for name, days in people)])
    assert frame.totals.text() == "3 人"
    assert frame.find_box.isHidden(), "a short list needs no search"
    frame.begin_search()
    for typed, found in (
        ("oymb", ["欧阳某丙"]),
        ("lij", []),
        ("limou", ["李某甲"]),
        ("10", ["李某甲"]),
        ("某 天", None),
    ):
        frame.find_box.setText(typed)
        frame._find()
        shown = [model.id_at(row) for row in range(model.rowCount())]
        assert shown == (["欧阳某丙", "李某甲"] if found is None else found), typed
    assert frame.totals.text() == "找到 2，共 3 人"
    frame.sort_by(1)
    assert [row.id for row in model.rows] == ["欧阳某丙", "李某甲"], "2 comes before 10"
    frame.find_box.clear()
    frame._find()
    assert [row.id for row in model.rows] == ["欧阳某丙", "李某甲", "王某乙"], "headings stand in the own order only"
    frame.find_box.setText("张")
    frame._find()
    assert "没有“张”" in frame.empty.text()
    assert not frame.empty.isHidden()


def test_natural_order_and_search_of_words() -> None:
    assert sorted(["10号", "2号", "甲10", "甲9", "乙1"], key=natural) == ["2号", "10号", "甲9", "甲10", "乙1"]
    assert holds(("单某", "甲组"), queries("shan"))
    assert holds(("李某甲　男69岁", "甲组3号"), queries("lm 3号"))
    assert not holds(("李某甲", "甲组3号"), queries("lm 4号"))
    assert holds(("李某甲",), queries("  "))


def test_the_tours_of_a_month_are_a_list_for_the_report(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    days = (("2026-11-05", "2", 12), ("2026-11-19", "2", 7), ("2026-11-26", "1", None))
    for day, state, people in days:
        told = {"village_code": VILLAGE, "tour_date": day, "kind": "1", "state": state, "place": "村委会"}
        save(
            busy, [{"type": "tour", "fields": {**told, **({"attendance": people, "served": people} if people else {})}}]
        )
    window = open_window(busy)
    page = go(qtbot, window, "tours")
    QTest.keyClick(page, Qt.Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, TourListPage))
    rest(qtbot, window)
    page = window.page
    assert isinstance(page, TourListPage)
    assert page.list.totals.text() == "3 次"
    page.list.sort_by(6)
    assert [page.model.rows[row].texts[6] for row in range(3)] == ["7", "12", ""]
    page.list.outgoing.export_to(tmp_path / "tours.csv", "report", FORMATS[1])
    rest(qtbot, window)
    lines = list(csv.reader(io.StringIO((tmp_path / "tours.csv").read_text("utf-8-sig"))))
    assert [line[0] for line in lines[1:-1]] == ["2026-11-19", "2026-11-05", "2026-11-26"], "a file says the year"
    page.list.opened.emit(0)
    rest(qtbot, window)
    assert isinstance(window.page, TourFormPage)


def test_a_list_that_goes_out_leaves_out_what_the_role_may_see_and_not_let_out(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    save(busy, [registration(OLDEST, "mental", "2025-01-10"), registration("李某甲", "mental", "2025-01-10")])
    actor = busy.actor
    busy.actor = type(actor)(actor.account, actor.name, None, "public_health")
    window = open_window(busy)
    page = residents(qtbot, window)
    place = page.model.row_of(id_of(OLDEST))
    assert "精神障碍" in page.model.index(place, 2).data(), "who looks over the lists sees it"
    page.list.outgoing.export_to(tmp_path / "all.csv", "report", FORMATS[1])
    rest(qtbot, window)
    said = (tmp_path / "all.csv").read_text("utf-8-sig")
    assert OLDEST in said
    assert "高血压" in said
    assert "精神障碍" not in said
    work = go(qtbot, window, "work")
    assert isinstance(work, WorkPage)
    assert "精神障碍" in str([row.texts for row in work.model.rows])
    work.list.outgoing.export_to(tmp_path / "work.csv", "report", FORMATS[1])
    rest(qtbot, window)
    assert "精神障碍" not in (tmp_path / "work.csv").read_text("utf-8-sig")
    work.list.outgoing.print_list()
    qtbot.waitUntil(lambda: isinstance(window.page, ListPaperPage) and bool(window.page.preview.pdf))
    assert isinstance(window.page, ListPaperPage)
    printed = text_of(window.page.preview.pdf)
    assert "李某甲" in printed
    assert "甲组3号" in printed, "a door says its group where there are no headings"
    assert "精神障碍" not in printed
