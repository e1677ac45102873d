"""A person at a glance: real window, a fictitious person with sixty visits, keys alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from clinic_app.care.save import save
from clinic_app.desktop.pages.list_paper import ListPaperPage
from clinic_app.desktop.pages.paper import PaperPage
from clinic_app.desktop.pages.resident import ResidentPage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from tests.desktop.conftest import LIMIT, Keyboard, OpenWindow, go, rest
from tests.desktop.history import NAME, write_history
from tests.desktop.people import id_of, visit
from tests.printing.reading import text_of

CONTROL = Qt.KeyboardModifier.ControlModifier
Hands = Callable[[QWidget], Keyboard]


@pytest.fixture
def person(village: Database) -> str:
    """The id of somebody with a long history on the village's laptop."""
    return write_history(village)


def opened(qtbot: QtBot, window: MainWindow, resident_id: str) -> ResidentPage:
    page = go(qtbot, window, "resident", resident_id)
    assert isinstance(page, ResidentPage)
    return page


def alerts(page: ResidentPage) -> list[tuple[str, str]]:
    found = page.alerts.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [(each.text(), str(each.property("role"))) for each in found if not each.isHidden()]


def told(page: ResidentPage) -> str:
    return "\n".join(each.text() for each in page.glance.findChildren(QLabel) if each.isVisibleTo(page.glance))


def lines(qtbot: QtBot, window: MainWindow, page: ResidentPage) -> list[tuple[str, ...]]:
    """Every line of the timeline; asking for it reads it."""
    model = page.timeline.model

    def told_now() -> list[tuple[str, ...]]:
        columns = range(model.columnCount())
        return [tuple(str(model.index(row, column).data()) for column in columns) for row in range(model.rowCount())]

    told_now()
    rest(qtbot, window)
    qtbot.waitUntil(lambda: all(line[0] != "…" for line in told_now()), timeout=LIMIT)
    return told_now()


def test_the_allergy_comes_first_and_nothing_else_is_red(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str
) -> None:
    page = opened(qtbot, open_window(village), person)
    assert page.title.text() == "演某长　女　70岁"
    assert alerts(page) == [
        ("⚠ 药物过敏：青霉素", "chip-danger"), ("高血压", "chip"), ("老年人", "chip"), ("2型糖尿病", "chip"),
    ]  # fmt: skip


def test_an_urgent_proposal_without_a_referral_is_danger(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    save(managed, visit("李某甲", "2026-11-20", sbp=188, dbp=112))
    page = opened(qtbot, open_window(managed), id_of("李某甲"))
    assert ("⚠ 上次随访建议紧急转诊，还没有转诊单", "chip-danger") in alerts(page)


def test_that_nobody_asked_for_allergies_is_said_and_that_there_are_none(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    window = open_window(village)
    assert alerts(opened(qtbot, window, id_of("李某甲"))) == [("过敏史未问", "chip")]
    save(village, [{"type": "allergy", "fields": {"resident_id": id_of("李某甲"), "code": "1"}}])
    assert alerts(opened(qtbot, window, id_of("李某甲"))) == [("无药物过敏", "chip")]


@pytest.mark.parametrize(("level", "told_as"), [("3", ["⚠ 危险性评估 3级"]), ("2", [])])
def test_a_risk_level_of_three_and_more_is_danger(
    qtbot: QtBot, village: Database, open_window: OpenWindow, level: str, told_as: list[str]
) -> None:
    whose = {"resident_id": id_of("李某甲"), "visit_date": "2026-11-01", "visit_mode": "1"}
    section = {"visit_id": id_of("mental visit"), "risk_level": level, "insight": "1"}
    visit_record = {"type": "visit", "id": id_of("mental visit"), "fields": whose}
    save(village, [visit_record, {"type": "mental_followup", "fields": section}])
    page = opened(qtbot, open_window(village), id_of("李某甲"))
    assert [words for words, role in alerts(page) if role == "chip-danger" and "危险性" in words] == told_as


def test_the_page_says_what_is_due_both_targets_and_how_long_the_medicines_last(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str
) -> None:
    words = told(opened(qtbot, open_window(village), person))
    assert words.index("要办的") < words.index("病种管理") < words.index("用药")
    for part in (
        "续药剩7天　11月22日–29日",
        "高血压　控制不满意（10月11日）",
        "考核目标 <150/90　未达到\n临床目标 <130/80　未达到",
        "演示平片 5mg 每日1次　剩7天，11月28日前取药",
        "演示糖片 0.5g 每日2次　演示镇卫生院",
        "已签约　2026年1月1日–2026年12月31日",
        "电话　199****1234",
    ):
        assert part in words
    assert "19900001234" not in words


def test_the_timeline_reads_a_page_at_a_time(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str
) -> None:
    window = open_window(village)
    page = opened(qtbot, window, person)
    assert page.timeline.model.rowCount() > 70
    assert set(page.timeline._known) <= set(page.timeline.model.ids[:50])
    page.timeline.table.go_to(page.timeline.model.rowCount() - 1)
    qtbot.waitUntil(lambda: page.timeline.model.ids[-1] in page.timeline._known, timeout=LIMIT)
    page.timeline.kind.setCurrentIndex(page.timeline.kind.findData("contract"))
    rest(qtbot, window)
    services = page.timeline.model.rowCount()
    page.timeline.list.outgoing.print_list()
    qtbot.waitUntil(lambda: isinstance(window.page, ListPaperPage) and bool(window.page.preview.pdf), timeout=LIMIT)
    assert isinstance(window.page, ListPaperPage)
    printed = text_of(window.page.preview.pdf)
    assert all(part in printed for part in ("时间线", NAME, "签约、履约", f"共{services}条"))


def test_a_kind_narrows_the_timeline_and_void_ones_come_on_demand(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str
) -> None:
    window = open_window(village)
    page = opened(qtbot, window, person)
    view = page.timeline
    view.kind.setCurrentIndex(view.kind.findData("referral"))
    rest(qtbot, window)
    assert [line[1] for line in lines(qtbot, window, page)] == ["回转单", "转诊单"]
    assert lines(qtbot, window, page)[1][2].startswith("转往 演示县人民医院心血管内科　已随访")
    view.kind.setCurrentIndex(0)
    rest(qtbot, window)
    before = view.model.rowCount()
    view.void.setChecked(True)
    rest(qtbot, window)
    assert view.model.rowCount() == before + 1
    assert any(line[2].startswith("已作废：重复录入　199/101") for line in lines(qtbot, window, page))


def test_the_chosen_line_is_told_in_full_with_the_steps_of_a_referral(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str
) -> None:
    window = open_window(village)
    page = opened(qtbot, window, person)
    page.timeline.kind.setCurrentIndex(page.timeline.kind.findData("referral"))
    rest(qtbot, window)
    page.timeline.table.go_to(1)
    rest(qtbot, window)
    words = "\n".join(each.text() for each in page.timeline.detail.findChildren(QLabel))
    for part in ("转入单位　演示县人民医院", "初步印象　血压控制不满意", "步骤", "已到诊　演示县人民医院"):
        assert part in words


def test_enter_begins_the_visit_and_the_way_back_leads_here(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str, keyboard: Hands
) -> None:
    window = open_window(village)
    page = opened(qtbot, window, person)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    assert isinstance(window.page, VisitPage)
    hands.press(Qt.Key.Key_Escape)
    rest(qtbot, window)
    assert window.page is page


def test_enter_begins_the_first_visit_of_somebody_without_records(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(village)
    page = opened(qtbot, window, id_of("李某甲"))
    assert page.timeline.empty.text() == "还没有记录。按 Enter 做第一次随访。"
    keyboard(window).press(Qt.Key.Key_Return)
    rest(qtbot, window)
    assert isinstance(window.page, VisitPage)


def test_enter_on_a_button_presses_that_button(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str, keyboard: Hands
) -> None:
    window = open_window(village)
    page = opened(qtbot, window, person)
    page.file.setFocus()
    keyboard(window).press(Qt.Key.Key_Return)
    rest(qtbot, window)
    assert window.page.place.page == "resident_form"


@pytest.mark.parametrize(
    ("key", "modifier", "page"),
    [
        (Qt.Key.Key_F8, None, "refer"), (Qt.Key.Key_D, CONTROL, "resident_form"), (Qt.Key.Key_G, CONTROL, "contract"),
        (Qt.Key.Key_B, CONTROL, "programmes"), (Qt.Key.Key_J, CONTROL, "encounter"),
        (Qt.Key.Key_H, CONTROL, "consultation"), (Qt.Key.Key_T, CONTROL, "attempt"),
    ],
)  # fmt: skip
def test_every_action_has_its_key(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str, keyboard: Hands,
    key: Qt.Key, modifier: Qt.KeyboardModifier | None, page: str,
) -> None:  # fmt: skip
    window = open_window(village)
    opened(qtbot, window, person)
    keyboard(window).press(key, modifier)
    rest(qtbot, window)
    assert window.page.place.page == page
    assert window.page.place.of == person


def test_lists_and_the_search_lead_here(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str, keyboard: Hands
) -> None:
    window = open_window(village)
    go(qtbot, window, "residents", person)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_O, CONTROL)
    rest(qtbot, window)
    assert (window.page.place.page, window.page.place.of) == ("resident", person)
    hands.press(Qt.Key.Key_K, CONTROL)
    window.top_bar.search.setText(NAME)
    hands.press(Qt.Key.Key_Return)
    rest(qtbot, window)
    assert (window.page.place.page, window.page.place.of) == ("resident", person)


def test_only_papers_that_there_is_something_for_are_offered(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str
) -> None:
    window = open_window(village)
    page = opened(qtbot, window, person)
    offered = {kind for kind, _, _ in page.paper_choices()}
    assert {"hypertension_followup", "diabetes_followup", "elderly_assessment", "health_examination", "encounter",
            "consultation", "summary"} <= offered  # fmt: skip
    assert not {"mental_followup", "mental_supplement", "tuberculosis_followup"} & offered
    page._print_one("summary", person)
    rest(qtbot, window)
    assert isinstance(window.page, PaperPage)
    assert window.page.preview.pdf.startswith(b"%PDF")
    assert window.page.title.text() == "健康小结"


def test_the_charts_are_told_to_who_listens(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str
) -> None:
    page = opened(qtbot, open_window(village), person)
    spoken = page.trend.pressure.accessibleDescription()
    assert spoken.startswith("考核 150/90；临床 130/80；2026年10月11日 149/92 未达到考核目标")
    assert spoken.endswith("mmHg")
    assert "2026年10月11日 5.8 达到考核目标" in page.trend.glucose.accessibleDescription()


def test_the_years_of_the_charts_are_chosen_with_a_key(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str, keyboard: Hands
) -> None:
    window = open_window(village)
    page = opened(qtbot, window, person)
    hands = keyboard(window)
    counts = []
    for _ in range(3):
        assert page.trend.pressure.chart is not None
        counts.append(len(page.trend.pressure.chart.readings))
        hands.press(Qt.Key.Key_F7)
        rest(qtbot, window)
    assert counts[0] < counts[1] < counts[2] == 60
    assert page.trend.pressure.chart is not None
    assert len(page.trend.pressure.chart.readings) == counts[0]


def test_a_small_window_shows_one_part_at_a_time(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str, keyboard: Hands
) -> None:
    window = open_window(village, 910, 512)
    page = opened(qtbot, window, person)
    hands = keyboard(window)

    def seen() -> list[bool]:
        return [part.isVisible() for part in (page.glance, page.trend, page.timeline)]

    assert seen() == [False, False, True]
    hands.press(Qt.Key.Key_F2)
    rest(qtbot, window)
    assert seen() == [True, False, False]
    hands.press(Qt.Key.Key_F3)
    rest(qtbot, window)
    assert seen() == [False, True, False]
    hands.press(Qt.Key.Key_F4)
    rest(qtbot, window)
    assert seen() == [False, False, True]


def test_nobody_is_shown_for_an_unknown_id(qtbot: QtBot, village: Database, open_window: OpenWindow) -> None:
    window = open_window(village)
    go(qtbot, window, "resident", id_of("nobody"))
    rest(qtbot, window)
    assert window.page.place.page == "work"


def test_papers_and_further_actions_are_chosen_with_arrows_and_enter(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str, keyboard: Hands
) -> None:
    window = open_window(village)
    page = opened(qtbot, window, person)
    keyboard(window).press(Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(page.papers.isVisible, timeout=LIMIT)
    QTest.keyClick(page.papers, Qt.Key.Key_Down)
    QTest.keyClick(page.papers, Qt.Key.Key_Return)
    rest(qtbot, window)
    assert isinstance(window.page, PaperPage)
    assert window.page.title.text() == "糖尿病随访表"


def test_the_supplement_is_offered_to_whom_it_concerns(
    qtbot: QtBot, village: Database, open_window: OpenWindow, person: str
) -> None:
    window = open_window(village)
    page = opened(qtbot, window, person)
    assert not page._actions["mental"].isVisible()
    whose = {"resident_id": id_of("李某甲"), "programme": "mental"}
    save(village, [{"type": "chronic_registration", "fields": whose}])
    page = opened(qtbot, window, id_of("李某甲"))
    assert page._actions["mental"].isVisible()


def test_a_person_gets_the_own_record_on_request(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    out = tmp_path / "own.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *told: (str(out), "PDF (*.pdf)"))
    window = open_window(managed)
    page = opened(qtbot, window, id_of("李某甲"))
    keyboard(window).press(Qt.Key.Key_O, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    question = page.own_record.question
    assert question is not None
    assert "李某甲" in question.findChildren(QLabel)[0].text()
    question.reason.clear()
    assert not question.export_button.isEnabled()
    question.reason.setText("本人要求查阅")
    question.export_button.click()
    qtbot.waitUntil(out.exists, timeout=LIMIT)
    rest(qtbot, window)
    assert "没有加密，当面交给本人" in window.message_bar.text()
    assert "148" in "".join(each.extract_text() for each in PdfReader(out).pages)
    with managed.read() as connection:
        said = connection.exec_driver_sql("SELECT target, detail FROM audit WHERE action = 'export'").all()
    assert [tuple(each) for each in said] == [(f"resident:{id_of('李某甲')}", "本人要求查阅")]
