"""Who looked at whom, in a real window: readings and shown numbers are written down, and no number shows unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinic_app.care.save import save
from clinic_app.desktop.audit_words import AuditWords
from clinic_app.desktop.desk import Place
from clinic_app.desktop.pages.audit import AuditPage
from clinic_app.desktop.pages.list_paper import ListPaperPage
from clinic_app.desktop.pages.resident import ResidentPage
from clinic_app.desktop.pages.settings import SettingsPage
from clinic_app.desktop.rooms import PAGES
from clinic_app.desktop.widgets.hidden_number import HiddenNumber
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from clinic_app.store.local_tables import audit as table
from clinic_app.store.queries.audit import AuditRow
from tests.desktop.conftest import LIMIT, OpenWindow, go, rest
from tests.desktop.people import household, id_of, resident
from tests.printing.reading import text_of

PHONE, CONTACT, DOOR, IDENTITY = "19900001234", "19900005678", "19900009999", "990101195703020037"
NAME = "李某甲"


@pytest.fixture
def numbered(managed: Database) -> Database:
    """李某甲 with every kind of number, and a referral under way."""
    person = resident(NAME, "1957-03-02", "1")
    told = {"phone": PHONE, "contact_name": "王某乙", "contact_phone": CONTACT, "id_type": "01", "id_no": IDENTITY}
    save(managed, [{"type": "resident", "id": person["id"], "fields": told}])
    save(managed, [{"type": "household", "id": household()["id"], "fields": {"phone": DOOR}}])
    fields = {"resident_id": id_of(NAME), "direction": "up", "urgency": "urgent", "to_org": "H1",
              "initial_impression": "高血压"}  # fmt: skip
    save(managed, [{"type": "referral", "fields": fields}])
    return managed


LONG = "01931b0c-0000-7000-8000-000000abcdef"


def entries(database: Database, *actions: str) -> list[tuple[str, str, str | None]]:
    with database.read() as connection:
        query = select(table.c.action, table.c.target, table.c.detail).where(table.c.action.in_(actions))
        return [(row.action, row.target, row.detail) for row in connection.execute(query.order_by(table.c.seq))]


def written(qtbot: QtBot, window: MainWindow) -> None:
    """Until what was read has been written."""
    window.desk.readings.flush()
    rest(qtbot, window)


def said(window: QWidget) -> str:
    """Everything that the window says of itself, to eyes, to a pointer and to a reader; not what is typed into."""
    found: list[str] = []
    for each in window.findChildren(QWidget):
        if isinstance(each, QLineEdit):
            continue
        found += [
            each.toolTip(),
            each.accessibleName(),
            each.accessibleDescription(),
            each.whatsThis(),
            each.statusTip(),
        ]
        if isinstance(each, QLabel | QAbstractButton):
            found.append(each.text())
        if isinstance(each, QTableView) and (model := each.model()) is not None:
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
            for row in range(min(model.rowCount(), 50)):
                for column in range(model.columnCount()):
                    found += [str(model.index(row, column).data(role) or "") for role in roles]
    return "\n".join(found)


def test_no_page_shows_a_number_unasked(qtbot: QtBot, numbered: Database, open_window: OpenWindow) -> None:
    window = open_window(numbered)
    with numbered.read() as connection:
        referral = str(connection.exec_driver_sql("SELECT id FROM referral").scalar())
    of = {**dict.fromkeys(PAGES, ""), "resident": id_of(NAME), "bundle": id_of("household"),
          "households": id_of("household"), "attempt": id_of(NAME), "programmes": id_of(NAME), "referrals": referral,
          "residents": id_of(NAME), "contract": id_of(NAME), "encounter": id_of(NAME)}  # fmt: skip
    typed_into = ("resident_form", "household_form", "refer", "emergency", "complete", "return_form", "visit",
                  "next_referral", "record_form", "paper", "attachment", "consultation", "mental_supplement",
                  "indicator_people", "indicators_paper", "import")  # fmt: skip
    shown = {}
    for name in PAGES:
        if name in typed_into:
            continue
        page = go(qtbot, window, name, of[name])
        rest(qtbot, window)
        text = said(page)
        shown[name] = [number for number in (PHONE, CONTACT, DOOR, IDENTITY) if number in text.replace(" ", "")]
    assert {name: numbers for name, numbers in shown.items() if numbers} == {}
    assert "199****1234" in said(window.page_named("residents"))


def test_opening_a_person_is_one_entry_and_showing_a_number_is_another(
    qtbot: QtBot, numbered: Database, open_window: OpenWindow
) -> None:
    window = open_window(numbered)
    page = go(qtbot, window, "resident", id_of(NAME))
    assert isinstance(page, ResidentPage)
    page.refresh()
    rest(qtbot, window)
    written(qtbot, window)
    whom = f"resident:{id_of(NAME)}"
    assert entries(numbered, "read").count(("read", whom, None)) >= 1
    before = len(entries(numbered, "read"))
    page.refresh()
    written(qtbot, window)
    assert len(entries(numbered, "read")) == before
    # One key shows them all, a button each; leaving hides them again.
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    numbers = [each for each in page.findChildren(HiddenNumber) if each.has_number]
    assert [each.words.text() for each in numbers] == [
        f"电话　{PHONE}", f"王某乙　{CONTACT}", "身份证　990101 19570302 0037",
    ]  # fmt: skip
    rest(qtbot, window)
    assert [detail for _, target, detail in entries(numbered, "reveal") if target == whom] == [
        "phone", "phone", "identity",
    ]  # fmt: skip
    go(qtbot, window, "settings")
    assert all(not each.shown for each in numbers)
    assert PHONE not in said(page)
    window.go_back()
    rest(qtbot, window)
    number = next(each for each in page.findChildren(HiddenNumber) if each.has_number)
    assert number.words.text() == "电话　199****1234"
    number.button.click()
    assert (number.words.text(), number.button.accessibleName()) == (f"电话　{PHONE}", "遮住")
    number.button.click()
    rest(qtbot, window)
    assert number.words.text() == "电话　199****1234"
    assert len(entries(numbered, "reveal")) == 4


def test_what_was_read_is_written_when_the_window_closes(
    qtbot: QtBot, numbered: Database, open_window: OpenWindow
) -> None:
    window = open_window(numbered)
    go(qtbot, window, "resident", id_of(NAME))
    window.desk.close(database=False)
    assert ("read", f"resident:{id_of(NAME)}", None) in entries(numbered, "read")


def test_the_viewer_filters_and_exports_and_is_itself_in_the_audit(
    qtbot: QtBot, numbered: Database, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(numbered, 910, 512)
    go(qtbot, window, "resident", id_of(NAME))
    written(qtbot, window)
    page = go(qtbot, window, "audit")
    assert isinstance(page, AuditPage)
    everything = len(page.model.ids)
    assert page.count.text() == f"{everything} 条"

    def lines() -> list[tuple[str, ...]]:
        model = page.model
        every = range(model.columnCount())
        qtbot.waitUntil(lambda: model.index(0, 3).data() not in (None, "", "…"), timeout=LIMIT)
        return [tuple(str(model.index(row, column).data()) for column in every) for row in range(model.rowCount())]

    page.action.setCurrentIndex(page.action.findData("read"))
    rest(qtbot, window)
    found = lines()
    assert 0 < len(found) < everything
    assert {(each[2], each[3]) for each in found} == {("演示村医", "查看")}
    assert any(NAME in each[4] for each in found)
    page.target.setText(f"resident:{id_of(NAME)}")
    page.first.set_value("2026-11-22")
    page.first.done.emit()
    qtbot.waitUntil(lambda: page.asked.target != "", timeout=LIMIT)
    rest(qtbot, window)
    assert {each[4] for each in lines()} == {f"居民 {NAME}"}
    page.action.setCurrentIndex(0)
    page.first.set_value("")
    page.target.setText(NAME)
    page.first.done.emit()
    rest(qtbot, window)
    found = lines()
    assert {"查看", "保存"} <= {each[3] for each in found}
    assert [each[4] for each in found if NAME not in each[4] or ":" in each[4]] == [], "in words, and whose it is"
    page.action.setCurrentIndex(page.action.findData("read"))
    page.target.setText(f"resident:{id_of(NAME)}")
    page.first.set_value("2026-11-22")
    page.first.done.emit()
    rest(qtbot, window)
    page.list.outgoing.export_to(tmp_path / "audit.xlsx", "supervision")
    rest(qtbot, window)
    sheet = load_workbook(tmp_path / "audit.xlsx").worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "查看" in cells
    assert entries(numbered, "audit_read", "export")[-2:] == [
        ("audit_read", "audit", None), ("export", f"audit:{len(page.model.ids)}", "supervision"),
    ]  # fmt: skip
    page.list.outgoing.print_list()
    qtbot.waitUntil(lambda: isinstance(window.page, ListPaperPage) and bool(window.page.preview.pdf), timeout=LIMIT)
    assert isinstance(window.page, ListPaperPage)
    printed = text_of(window.page.preview.pdf)
    assert "审计记录" in printed
    assert "2026-11-22至" in printed, "the filter stands in the head"
    window.page.preview.printed.emit()
    rest(qtbot, window)
    assert entries(numbered, "print")[-1][1] == f"list-audit:{len(page.model.ids)}"
    window.desk.back.emit()
    rest(qtbot, window)
    page.last.set_value("2026-11-01")
    page.last.done.emit()
    rest(qtbot, window)
    assert page.empty.isVisible()


@pytest.mark.parametrize(
    ("action", "target", "detail", "person", "words"),
    [
        ("read", f"resident:{LONG}", "", "李某甲", ("居民 李某甲", "")),
        ("save", f"visit:{LONG} hypertension_followup:{LONG}", "", "李某甲", ("随访 · 高血压随访 · 李某甲", "")),
        ("save", f"tour:{LONG}", "", "", ("巡诊 …abcdef", "")),
        ("reveal", f"household:{LONG}", "phone", "3号", ("家庭 3号", "电话")),
        ("export", "list-residents:12", "report", "", ("居民名单 12 条", "报送卫生院、县里")),
        ("export", "records:812", "check [只有一个人]", "", ("812 条记录", "核对、质控 [只有一个人]")),
        ("print", f"referral:{LONG}", "sha256:0123456789abcdef paper:A5", "李某甲",
         ("转诊单 李某甲", "指纹 0123456789ab A5")),
        ("import", "batch:7 kind:hypertension", "rows:5 new:3 refused:2", "",
         ("导入批次 7 高血压随访", "5 行 新增 3 退回 2")),
        ("void", "batch:7", "taken:3 left:1", "", ("导入批次 7", "撤销 3 留下 1")),
        ("refuse", "save:visit", "", "", ("填写 随访", "")),
        ("refuse", "account", "account_create", "", ("账户", "添加账户")),
        ("print", "day-sheet:2026-11-22:990101001001", "", "演示甲村", ("今日工作清单 2026-11-22 演示甲村", "")),
        ("lock", "window", "idle", "", ("", "没有操作")),
        ("login", LONG, "", "演示村医", ("演示村医", "")),
        ("backup", "0" * 58 + "abcdef", "", "", ("…abcdef", "")),
        ("export", "register:2026-09:4", "visits", "", ("转诊登记 2026-09 4", "入户和电话联系")),
    ],
)  # fmt: skip
def test_an_entry_is_told_in_words(
    qtbot: QtBot, action: str, target: str, detail: str, person: str, words: tuple[str, str]
) -> None:
    said, entry = AuditWords(), AuditRow("1", 1, "", "", "", action, target, detail, person)
    assert (said.target(entry), said.detail(entry)) == words


def test_who_looks_after_nothing_gets_neither_page_nor_button(
    qtbot: QtBot, numbered: Database, open_window: OpenWindow
) -> None:
    actor = numbered.actor
    numbered.actor = type(actor)(actor.account, actor.name, None, "referral_officer")
    window = open_window(numbered)
    window.open(Place("audit"))
    rest(qtbot, window)
    assert not isinstance(window.page, AuditPage)
    assert entries(numbered, "audit_read") == []
    assert ("refuse", "audit", None) in entries(numbered, "refuse")
    settings = go(qtbot, window, "settings")
    assert isinstance(settings, SettingsPage)
    assert settings.about.audit.isHidden()
