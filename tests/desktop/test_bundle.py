"""A family on one page, finished one after the other; and the forms of one record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_app.care.export import exported_records
from clinic_app.care.save import save
from clinic_app.desktop.pages.bundle import BundlePage
from clinic_app.desktop.pages.record_page import ConsultationPage, EncounterPage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database
from clinic_app.store.drafts import list_drafts
from tests.desktop.conftest import Keyboard, OpenWindow, go, rest
from tests.desktop.people import VILLAGE, id_of, resident, visit

CONTROL = Qt.KeyboardModifier.ControlModifier
Hands = Callable[[QWidget], Keyboard]


def records(database: Database, kind: str) -> list[dict[str, Any]]:
    return [each.fields for each in exported_records(database, kind)]


def family(database: Database) -> None:
    """Both old people are due; a grown-up child has nothing due, a small child neither."""
    save(database, visit("王某乙", "2026-07-20", sbp=136, dbp=84))
    save(database, [resident("李某丙", "1990-05-01", "1"), resident("李某丁", "2019-05-01", "2")])


def neighbours(database: Database) -> str:
    """A second household with somebody due."""
    fields = {"village_code": VILLAGE, "group_name": "甲组", "house_no": "4号", "head_name": "赵某"}
    save(database, [{"type": "household", "id": id_of("next door"), "fields": fields}])
    save(database, [resident("赵某", "1955-01-01", "1", household_id=id_of("next door"))])
    save(database, visit("赵某", "2026-07-01", sbp=150, dbp=90))
    return id_of("next door")


def bundle(qtbot: QtBot, window: MainWindow, **more: Any) -> BundlePage:
    page = go(qtbot, window, "bundle", id_of("household"), **more)
    assert isinstance(page, BundlePage)
    return page


def visited(qtbot: QtBot, window: MainWindow, name: str) -> VisitPage:
    def is_there() -> bool:
        page = window.page
        return isinstance(page, VisitPage) and page.place.of == id_of(name) and page.form is not None

    qtbot.waitUntil(is_there)
    rest(qtbot, window)
    assert isinstance(window.page, VisitPage)
    return window.page


def test_a_card_for_each_member_says_what_is_due_and_whose_pressure_may_be_taken(
    qtbot: QtBot, managed: Database, open_window: OpenWindow
) -> None:
    family(managed)
    page = bundle(qtbot, open_window(managed))
    assert {card.resident_id for card in page.cards if card.due} == {id_of("李某甲"), id_of("王某乙")}
    assert [card.due for card in page.cards] == [True, True, False, False]
    notes = {card.resident_id: card.note.text() for card in page.cards if not card.due}
    assert "H-02" in notes[id_of("李某丙")]
    assert notes[id_of("李某丁")] == "没有到期的"
    assert page.cards[0].hasFocus()


def test_finish_one_and_the_next_opens_until_the_household_is_done(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    family(managed)
    window = open_window(managed)
    go(qtbot, window, "households")
    page = bundle(qtbot, window)
    order = [card.resident_id for card in page.cards if card.due]
    names = {id_of(name): name for name in ("李某甲", "王某乙")}
    hands = keyboard(window)
    hands.press(Qt.Key.Key_Return)
    for resident_id in order:
        visited(qtbot, window, names[resident_id])
        finish_everything(window)
        hands.type("2")
        hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: window.page.place.page == "households")
    rest(qtbot, window)
    assert len([each for each in records(managed, "visit") if each["visit_date"] == "2026-11-22"]) == 2
    assert "已保存" in window.message_bar.text()


def test_the_next_household_opens_when_this_one_is_done(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    following = neighbours(managed)
    window = open_window(managed)
    page = bundle(qtbot, window, households=[id_of("household"), following])
    hands = keyboard(window)
    due = [card.resident_id for card in page.cards if card.due]
    names = {id_of(name): name for name in ("李某甲", "王某乙")}
    hands.press(Qt.Key.Key_Return)
    for resident_id in due:
        visited(qtbot, window, names[resident_id])
        finish_everything(window)
        hands.type("2")
        hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, BundlePage) and window.page.place.of == following)
    rest(qtbot, window)
    assert "4号" in window.page.title.text()


def test_the_list_of_doors_opens_the_family_with_one_key_and_hands_over_its_order(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    following = neighbours(managed)
    window = open_window(managed)
    go(qtbot, window, "households")
    keyboard(window).press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, BundlePage))
    rest(qtbot, window)
    assert window.page.place.of == id_of("household")
    assert window.page.place.more["households"] == [id_of("household"), following]


def test_leaving_a_visit_unsaved_comes_back_to_the_family(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    bundle(qtbot, window)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_Return)
    visited(qtbot, window, "李某甲")
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(window.page, BundlePage))
    rest(qtbot, window)
    assert isinstance(window.page, BundlePage)
    assert window.page.cards[0].due


def test_an_encounter_is_written_down_and_its_draft_kept(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(village)
    page = go(qtbot, window, "encounter", id_of("李某甲"))
    assert isinstance(page, EncounterPage)
    hands = keyboard(window)
    hands.type("cough")
    hands.press(Qt.Key.Key_Return)
    hands.type("37.2")
    page.keep_draft()
    rest(qtbot, window)
    assert [each.key for each in list_drafts(village)] == [f"encounter:{id_of('李某甲')}"]
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not isinstance(window.page, EncounterPage))
    rest(qtbot, window)
    stored = records(village, "encounter")[0]
    expected = {"encounter_date": "2026-11-22", "subjective": "cough", "objective": "37.2", "doctor_sign": "演示村医"}
    assert {name: stored.get(name) for name in expected} == expected
    assert list_drafts(village) == []


def test_a_consultation_names_its_doctors_in_rows(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(village)
    page = go(qtbot, window, "consultation", id_of("李某甲"))
    assert isinstance(page, ConsultationPage)
    assert page.form is not None
    hands = keyboard(window)
    for text in ("why", "what", "hospital", "a b"):
        hands.type(text)
        hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not isinstance(window.page, ConsultationPage))
    rest(qtbot, window)
    stored = records(village, "consultation")[0]
    assert stored["consultants"] == [{"organisation": "hospital", "doctors": "a b"}]
    assert (stored["reason"], stored["opinion"]) == ("why", "what")


def test_an_empty_encounter_is_not_saved(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(village)
    go(qtbot, window, "encounter", id_of("李某甲"))
    keyboard(window).press(Qt.Key.Key_S, CONTROL)
    rest(qtbot, window)
    assert "还没有填内容" in window.message_bar.text()
    assert records(village, "encounter") == []


def finish_everything(window: MainWindow) -> None:
    """The pressure, and whatever is suggested for the person, so that nothing stays due."""
    page = window.page
    assert isinstance(page, VisitPage)
    while page.menu.actions() and "到期" in page.menu.actions()[0].text():
        page.menu.actions()[0].trigger()
    assert page.form is not None
    page.form.set_values({
        "visit": {"sbp": "132", "dbp": "78"},
        "health_examination": {"sbp_left": "132", "dbp_left": "78", "evaluation": "1"},
        "elderly_assessment": dict.fromkeys(("eating", "grooming", "dressing", "toileting", "mobility"), "0"),
    })  # fmt: skip
