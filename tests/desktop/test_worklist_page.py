"""今日工作 through the real window with the keyboard alone: filters, households, the walk, attempts, tours, export."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinic_app.care.save import save
from clinic_app.desktop.models.worklist import HOUSEHOLD
from clinic_app.desktop.pages.attempt import AttemptPage
from clinic_app.desktop.pages.bundle import BundlePage
from clinic_app.desktop.pages.tour_form import TourFormPage
from clinic_app.desktop.pages.tours import ToursPage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.pages.work import WorkPage
from clinic_app.desktop.widgets import export_question
from clinic_app.desktop.widgets.export_question import ExportQuestion
from clinic_app.desktop.window import MainWindow
from clinic_app.records.catalogue import RECORD_TYPES
from clinic_app.store.accounts import add_account, list_accounts
from clinic_app.store.database import Database
from clinic_app.store.device import load_device, save_device
from clinic_app.store.errors import WrongPassword
from tests.desktop.conftest import Keyboard, OpenWindow, activate, go, rest
from tests.desktop.duties import attempt, fill
from tests.desktop.people import VILLAGE, id_of

CONTROL = Qt.KeyboardModifier.ControlModifier
Hands = Callable[[MainWindow], Keyboard]
SIZES = [(1366, 768), (910, 512)]


@pytest.fixture
def busy(managed: Database) -> Database:
    """A village with a duty of every kind."""
    fill(managed)
    return managed


def work(window: MainWindow) -> WorkPage:
    page = window.page
    assert isinstance(page, WorkPage)
    return page


def names(page: WorkPage) -> list[str]:
    return [item.name for item in page._shown]


def records(database: Database, name: str) -> list[dict[str, Any]]:
    table = RECORD_TYPES[name].sql_table
    with database.read() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def test_people_stand_under_their_door_and_a_family_has_a_row_of_its_own(
    qtbot: QtBot, busy: Database, open_window: OpenWindow
) -> None:
    page = work(open_window(busy))
    rows = [row.texts for row in page.model.rows]
    assert [row[0] for row in rows] == [
        "演示甲村　乙组　3人",
        "12号",
        "",
        "",
        "2号",
        "演示甲村　甲组　2人",
        "3号",
        "",
        "",
    ]
    assert rows[1][:4] == ("12号", "赵某戊家", "首次入户、精神障碍", "2人2项")
    assert rows[2][1:4] == ("　赵某戊　男41岁", "首次入户", "11月21日–24日")
    assert rows[2][5] == "3天内首次入户（T-03）"
    assert rows[3][5] == "已试2次"
    assert rows[4][2] == "续药剩3天、续签"
    assert page.filters.total.text() == "5人 9项 3户"
    assert page.model.id_at(page.table.row) == id_of("赵某戊")


def test_enter_on_a_family_opens_everything_that_can_be_done_there(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(busy)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_Up)
    assert work(window).model.id_at(work(window).table.row) == HOUSEHOLD + id_of("door 12")
    hands.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    assert isinstance(window.page, BundlePage)
    assert window.page.place.of == id_of("door 12")


def test_enter_on_a_person_opens_the_visit_with_the_list_as_its_queue(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(busy)
    order = [item.resident_id for item in work(window)._shown]
    keyboard(window).press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, VisitPage) and window.page.form is not None)
    rest(qtbot, window)
    assert window.page.place.of == id_of("赵某戊")
    assert list(window.page.place.more["queue"]) == order


def test_f3_turns_between_urgency_and_the_order_of_the_walk(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(busy)
    page, hands = work(window), keyboard(window)
    assert names(page) == ["赵某戊", "孙某庚", "钱某己", "李某甲", "王某乙"]
    hands.press(Qt.Key.Key_F3)
    assert names(page)[0] == "钱某己"
    assert set(names(page)[1:3]) == {"赵某戊", "孙某庚"}
    assert set(names(page)[3:]) == {"李某甲", "王某乙"}
    assert page.model.id_at(page.table.row) == id_of("赵某戊")
    hands.press(Qt.Key.Key_F3)
    assert names(page)[0] == "赵某戊"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_list_narrows_by_figure_text_and_kind_from_the_keyboard(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, keyboard: Hands, width: int, height: int
) -> None:
    window = open_window(busy, width, height)
    page, hands = work(window), keyboard(window)
    page.figures["overdue"].click()
    assert names(page) == ["李某甲"]
    page.figures["overdue"].click()
    hands.press(Qt.Key.Key_F, CONTROL)
    assert hands.focus is page.filters.text
    hands.type("qmj")
    rest(qtbot, window)
    assert names(page) == ["钱某己"]
    assert page.filters.total.text() == "1人 2项 1户　共5人"
    page.filters.text.setText("没有这个人")
    rest(qtbot, window)
    assert names(page) == []
    assert "没有符合条件" in page.empty.text()
    page.filters.text.clear()
    rest(qtbot, window)
    hands.press(Qt.Key.Key_F2)
    if width > 1000:
        assert isinstance(hands.focus, QPushButton)
        hands.press(Qt.Key.Key_Right)
        hands.press(Qt.Key.Key_Space)
        assert names(page) == ["李某甲"]
        hands.press(Qt.Key.Key_Space)
    else:
        assert page.filters.kinds.hasFocus()
        hands.press(Qt.Key.Key_Down)
        assert names(page) == ["赵某戊"]
        hands.press(Qt.Key.Key_Up)
    assert len(names(page)) == 5


def test_enter_in_the_text_goes_on_to_the_list(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(busy)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_F, CONTROL)
    hands.type("qmj")
    hands.press(Qt.Key.Key_Return)
    page = work(window)
    assert page.table.hasFocus()
    assert page.model.id_at(page.table.row) == id_of("钱某己")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, VisitPage) and window.page.form is not None)
    rest(qtbot, window)
    assert window.page.place.of == id_of("钱某己")


def test_a_group_can_be_chosen_and_its_counts_are_told(qtbot: QtBot, busy: Database, open_window: OpenWindow) -> None:
    page = work(open_window(busy))
    assert [page.filters.group.itemText(place) for place in range(page.filters.group.count())] == [
        "全部组", "乙组", "甲组",
    ]  # fmt: skip
    page.filters.group.setCurrentIndex(1)
    assert names(page) == ["赵某戊", "孙某庚", "钱某己"]
    assert page.filters.chips["hypertension"].isHidden()
    assert page.filters.chips["refill"].text() == "续药 1"


def test_an_attempt_takes_few_keys_and_moves_the_person_down(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(busy)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: isinstance(window.page, AttemptPage) and window.page.form is not None)
    rest(qtbot, window)
    hands.type("24")
    hands.type("1125")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, WorkPage))
    rest(qtbot, window)
    assert hands.presses <= 8
    saved = next(each for each in records(busy, "contact_attempt") if each["resident_id"] == id_of("赵某戊"))
    wanted = {"attempted_on": "2026-11-22", "channel": "2", "result": "4", "next_try_on": "2026-11-25"}
    assert {name: saved[name] for name in wanted} == wanted
    assert saved["purpose"] == ["tuberculosis"]
    page = work(window)
    row = page.model.rows[page.model.row_of(id_of("赵某戊"))]
    assert "已试1次 11月25日再去" in row.texts[5]
    page.table.go_to(page.model.row_of(id_of("赵某戊")))
    assert page.told.text().startswith("今天 上门 不在家")


def test_after_three_days_without_an_answer_lost_is_one_key_and_nothing_is_locked(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    save(busy, [attempt("孙某庚", "2026-11-21", "4")])
    window = open_window(busy)
    page = go(qtbot, window, "attempt", id_of("孙某庚"))
    assert isinstance(page, AttemptPage)
    assert "3个不同日期" in page.advice.text()
    assert page.before.text().splitlines()[1:] == [
        "昨天 打电话 不在家", "11月20日 打电话 无人接听　再试 今天", "11月18日 打电话 无人接听",
    ]  # fmt: skip
    keyboard(window).press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: not isinstance(window.page, AttemptPage) or window.page.form is None)
    rest(qtbot, window)
    (lost,) = [each for each in records(busy, "visit") if each["resident_id"] == id_of("孙某庚")]
    assert (lost["outcome"], lost["lost_reason"], lost["visit_mode"]) == ("5", "4", "3")
    found = work(window) if isinstance(window.page, WorkPage) else go(qtbot, window, "work")
    assert isinstance(found, WorkPage)
    assert "孙某庚" in names(found)


def test_two_days_do_not_offer_lost(qtbot: QtBot, busy: Database, open_window: OpenWindow) -> None:
    page = go(qtbot, open_window(busy), "attempt", id_of("孙某庚"))
    assert isinstance(page, AttemptPage)
    assert page.lost.isHidden()
    assert page.advice.isHidden()


def test_the_list_as_shown_goes_to_excel_and_into_the_audit(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(busy)
    page = work(window)
    page.filters.group.setCurrentIndex(1)
    page.list.outgoing.export_to(tmp_path / "list.xlsx", "visits")
    rest(qtbot, window)
    assert "已导出 3 条" in window.message_bar.text()
    book = openpyxl.load_workbook(tmp_path / "list.xlsx")
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    assert [row[4] for row in rows[2:-1]] == ["赵某戊", "孙某庚", "钱某己"]
    mark = r"导出人 演示村医　.+　2026-11-22 10:30　用途 入户和电话联系　不得外传，用完删除"
    assert re.fullmatch(mark, str(rows[-1][0]))
    assert rows[1][:5] == ("序号", "村", "组", "门牌", "姓名")
    with busy.read() as connection:
        said = connection.exec_driver_sql("SELECT target, detail FROM audit WHERE action = 'export'").all()
    assert [tuple(each) for each in said] == [("worklist:2026-11-22:3", "visits")]


def asked(page: WorkPage) -> ExportQuestion:
    page.list.export_action.trigger()
    question = page.list.outgoing.question
    assert question is not None
    return question


def test_nothing_is_exported_without_a_reason_and_a_second_yes(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "list.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *told: (str(out), ""))
    window = open_window(busy)
    page = work(window)
    for keys, reason in (("2", "report"), ("5", "给防疫站")):
        question = asked(page)
        activate(qtbot, question)
        assert f"要导出 {len(page._shown)} 条" in question.findChildren(QLabel)[0].text()
        question._confirm()
        assert not question.export_button.isEnabled()
        assert question.isVisible()
        qtbot.keyClick(question.focusWidget() or question, keys)
        if keys == "5":
            assert not question.export_button.isEnabled()
            question.words.insert(reason)
        assert question.reason == reason
        assert question.again.isHidden()
        question.export_button.click()
        rest(qtbot, window)
        assert out.exists()
        out.unlink()
    # A whole village's list is not let out by a habit: its number is typed.
    monkeypatch.setattr(export_question, "MANY", len(page._shown) - 1)
    question = asked(page)
    activate(qtbot, question)
    qtbot.keyClick(question.focusWidget() or question, "1")
    assert not question.again.isHidden()
    assert question.focusWidget() is question.number
    question.number.insert("1")
    question._confirm()
    assert not question.export_button.isEnabled()
    question.number.setText(str(len(page._shown)).translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    assert question.export_button.isEnabled()
    question.cancel_button.click()
    rest(qtbot, window)
    assert not out.exists()
    with busy.read() as connection:
        said = connection.exec_driver_sql("SELECT detail FROM audit WHERE action = 'export'").scalars().all()
    assert said == ["report", "给防疫站"]


def test_a_long_list_leaves_a_township_with_two_people_only(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "list.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *told: (str(out), ""))
    monkeypatch.setattr(export_question, "MANY", 1)
    with busy.write() as connection:
        device = load_device(connection)
        assert device is not None
        save_device(connection, msgspec.structs.replace(device, kind="township_centre"))
    window = open_window(busy)
    page = work(window)
    count = len(page._shown)

    def ask() -> None:
        question = asked(page)
        question.options["report"].click()
        question.number.setText(str(count))
        question.export_button.click()
        rest(qtbot, window)

    def told() -> list[str]:
        with busy.read() as connection:
            rows = connection.exec_driver_sql("SELECT target, detail FROM audit WHERE action = 'second_person'").all()
        return [f"{target} {detail}" for target, detail in rows]

    # Whoever is alone is told so.
    ask()
    assert out.exists()
    assert told() == [f"list-{page.list.name}:{count} one"]
    out.unlink()
    add_account(busy, "演示护士", "second-person-1", "public_health")
    second = next(each for each in list_accounts(busy) if each.name == "演示护士")
    ask()
    dialog = page.list.outgoing.four_eyes.dialog
    assert dialog is not None
    dialog.password.insert("wrong-password")
    dialog.confirm_button.click()
    rest(qtbot, window)
    assert dialog.words.text() == str(WrongPassword())
    dialog.cancel_button.click()
    rest(qtbot, window)
    assert not out.exists()
    ask()
    dialog = page.list.outgoing.four_eyes.dialog
    assert dialog is not None
    dialog.password.insert("second-person-1")
    dialog.confirm_button.click()
    rest(qtbot, window)
    assert out.exists()
    assert told()[1:] == [f"list-{page.list.name}:{count} two:{second.id}"]


def test_a_folder_that_cannot_be_written_is_said(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(busy)
    work(window).list.outgoing.export_to(tmp_path / "missing" / "list.xlsx", "visits")
    rest(qtbot, window)
    assert "表格没有写成" in window.message_bar.text()


def test_a_tour_is_planned_held_and_printed_from_the_keyboard(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(busy)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: isinstance(window.page, ToursPage))
    rest(qtbot, window)
    calendar = window.page
    assert isinstance(calendar, ToursPage)
    assert "演示甲村" in calendar.told.text()
    assert "5人待办" in calendar.told.text()
    # The list has counted them: nobody works it out again, until something changes.
    counted = window.desk.due_counts.on(window.desk.today)
    assert counted is not None
    assert calendar.model.due is counted.due
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, TourFormPage) and window.page.form is not None)
    rest(qtbot, window)
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: window.page is calendar)
    rest(qtbot, window)
    after = window.desk.due_counts.on(window.desk.today)
    assert after is not None
    assert after is not counted
    assert calendar.model.due is after.due
    (planned,) = records(busy, "tour")
    wanted = {"village_code": VILLAGE, "tour_date": "2026-11-22", "kind": "1", "state": "1"}
    assert {name: planned[name] for name in wanted} == wanted
    assert calendar.model.data(calendar.table.currentIndex()) == "○"
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, TourFormPage) and window.page.form is not None)
    rest(qtbot, window)
    hands.type("2")
    form = window.page.form  # type: ignore[attr-defined]
    form.begin("tour", "attendance")
    hands.type("12")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: window.page is calendar)
    rest(qtbot, window)
    (held,) = records(busy, "tour")
    assert (held["state"], held["attendance"]) == ("2", 12)
    assert calendar.model.data(calendar.table.currentIndex()) == "●"
    assert "到场 12人" in calendar.legend.text()
    hands.press(Qt.Key.Key_PageDown)
    rest(qtbot, window)
    assert calendar.name.text() == "2026年12月"
    assert calendar.model.columnCount() == 2 + 31


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("page_name", ["work", "attempt", "tours"])
def test_every_button_fits_and_shows_its_words(
    qtbot: QtBot, busy: Database, open_window: OpenWindow, width: int, height: int, page_name: str
) -> None:
    window = open_window(busy, width, height)
    page = go(qtbot, window, page_name, id_of("孙某庚") if page_name == "attempt" else "")
    for button in page.findChildren(QPushButton):
        if not button.isVisible() or not button.text():
            continue
        needed = QFontMetrics(button.font()).horizontalAdvance(button.text())
        assert button.width() >= needed, button.text()
        left = button.mapTo(page, button.rect().topLeft()).x()
        assert left >= 0
        assert left + button.width() <= page.width(), button.text()
    QApplication.processEvents()
