"""A village doctor's morning by keyboard alone: real window, real encrypted database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinic_app.app import Desktop
from clinic_app.care.export import exported_records
from clinic_app.clock import FrozenClock
from clinic_app.desktop.pages.referrals import ReferralsPage
from clinic_app.desktop.pages.resident_form import ResidentFormPage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.pages.work import WorkPage
from clinic_app.desktop.window import MainWindow
from clinic_app.store.database import Database, open_database
from clinic_app.store.drafts import list_drafts, load_draft
from tests.conftest import PASSWORD, USER
from tests.desktop.conftest import Keyboard, OpenWindow, activate, go, rest
from tests.desktop.people import id_of

CONTROL = Qt.KeyboardModifier.ControlModifier
Hands = Callable[[QWidget], Keyboard]


def records(database: Database, kind: str) -> list[dict[str, Any]]:
    return [each.fields for each in exported_records(database, kind)]


def test_a_new_laptop_is_set_up_and_the_first_resident_registered_and_visited(
    qtbot: QtBot, tmp_path: Path, clock: FrozenClock, keyboard: Hands
) -> None:
    desktop = Desktop(tmp_path / "new", clock)
    desktop.show_login()
    assert desktop.login is not None
    activate(qtbot, desktop.login)
    hands = keyboard(desktop.login)
    desktop.login.door.setFocus()
    for text in ("jia", "practice-1", "practice-1"):
        hands.type(text)
        hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desktop.window is not None, timeout=15_000)
    window = desktop.window
    assert window is not None
    activate(qtbot, window)
    rest(qtbot, window)
    assert window.page.place.page == "sync"
    hands.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    rest(qtbot, window)
    hands.press(Qt.Key.Key_N, CONTROL)
    rest(qtbot, window)
    assert isinstance(window.page, ResidentFormPage)
    hands.type("990101195703020012"[:17])
    hands.type(_check("99010119570302001"))
    hands.press(Qt.Key.Key_Return)
    hands.type("Li")
    form = window.page.form
    assert form is not None
    assert form.values()["resident"]["birth_date"] == "1957-03-02"
    form.begin("resident", "village_code")
    hands.type("990101100201")
    hands.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, VisitPage) and window.page.form is not None)
    rest(qtbot, window)
    hands.type("1")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not isinstance(window.page, VisitPage))
    rest(qtbot, window)
    assert [each["name"] for each in records(window.desk.database, "resident")] == ["Li"]
    assert [each["doctor_sign"] for each in records(window.desk.database, "visit")] == ["jia"]
    desktop.close()


def test_a_routine_follow_up_takes_at_most_thirty_key_presses(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    hands = keyboard(window)
    assert isinstance(window.page, WorkPage)
    assert window.page.model.id_at(window.page.table.row) == id_of("李某甲")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, VisitPage) and window.page.form is not None)
    for typed in ("2", "1", "152", "96", "61.5", "72", "0", "0\r", "7", "30\r", "1", "1", "1", "11"):
        for character in typed:
            hands.press(Qt.Key.Key_Return) if character == "\r" else hands.type(character)
    hands.press(Qt.Key.Key_F6)
    hands.type("0")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, WorkPage))
    rest(qtbot, window)
    assert hands.presses <= 30
    saved = next(each for each in records(managed, "visit") if each["visit_date"] == "2026-11-22")
    assert saved["resident_id"] == id_of("李某甲")
    expected = {
        "visit_mode": "2", "sbp": 152, "dbp": 96, "heart_rate": 72, "weight": "61.5", "smoking": 0, "drinking": "0",
        "exercise_freq": 7, "exercise_min": 30, "psych": "1", "compliance": "1",
        "medicines": [{"name": "氨氯地平", "dose": "5mg", "times_per_day": 1}],
    }  # fmt: skip
    assert {name: saved.get(name) for name in expected} == expected
    section = next(each for each in records(managed, "hypertension_followup") if each.get("adherence"))
    expected = {
        "symptoms": ["1"], "salt": "轻", "adherence": "1", "adr": "1", "danger_signs": ["0"], "classification": "2",
    }  # fmt: skip
    assert {name: section.get(name) for name in expected} == expected
    assert "控制不满意" in window.message_bar.text()


def test_what_is_refused_is_said_beside_the_field_and_nothing_typed_is_lost(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "visit", id_of("李某甲"))
    assert isinstance(page, VisitPage)
    assert page.form is not None
    hands = keyboard(window)
    hands.type("1")
    page.form.begin("visit", "sbp")
    hands.type("92152")
    page.form.begin("visit", "note")
    hands.type("walks a lot")
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "填反" in page.form.line_of("visit", "sbp").note.text())  # type: ignore[union-attr]
    assert page.form.values()["visit"]["note"] == "walks a lot"
    assert page.form.values()["visit"]["dbp"] == "152"
    assert "还没有保存" in window.message_bar.text()
    assert len(records(managed, "visit")) == 1
    rest(qtbot, window)


def test_the_verdict_is_live_and_never_moves_the_focus(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "visit", id_of("李某甲"))
    assert isinstance(page, VisitPage)
    hands = keyboard(window)
    hands.type("21182")
    where = hands.focus
    qtbot.waitUntil(lambda: "紧急转诊" in page.judgement.parts["hypertension"].referral.text())
    assert hands.focus is where
    assert "H-06" in page.judgement.parts["hypertension"].reasons.text()


def test_a_draft_comes_back_after_the_program_was_killed(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands, clock: FrozenClock
) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "visit", id_of("李某甲"))
    assert isinstance(page, VisitPage)
    hands = keyboard(window)
    hands.type("21152")
    key = f"visit:{id_of('李某甲')}"
    qtbot.waitUntil(lambda: load_draft(managed, key) is not None, timeout=8_000)
    # A second program on the same folder sees what a killed one would have left on the disk.
    with open_database(managed.folder, USER, PASSWORD, clock) as again:
        kept = load_draft(again, key)
        assert kept is not None
        assert kept.body["values"]["visit"]["sbp"] == "152"
    go(qtbot, window, "work")
    page = go(qtbot, window, "visit", id_of("李某甲"))
    assert isinstance(page, VisitPage)
    assert page.form is not None
    assert page.form.values()["visit"]["sbp"] == "152"
    assert "草稿" in page.draft_words.text()
    page.discard.click()
    rest(qtbot, window)
    assert "sbp" not in page.form.values()["visit"]
    assert list_drafts(managed) == []


def test_saving_forgets_the_draft(qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "visit", id_of("李某甲"))
    assert isinstance(page, VisitPage)
    hands = keyboard(window)
    hands.type("2")
    page.keep_draft()
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not isinstance(window.page, VisitPage))
    rest(qtbot, window)
    assert list_drafts(managed) == []


def test_likely_duplicates_are_shown_before_a_resident_is_saved(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(village)
    page = go(qtbot, window, "resident_form")
    assert isinstance(page, ResidentFormPage)
    assert page.form is not None
    values = {"name": "李某甲", "sex": "1", "birth_date": "1957-03-02", "village_code": "990101100201"}
    page.form.set_values({"resident": values})
    page.form_changed(("resident", "name"))
    rest(qtbot, window)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_S, CONTROL)
    rest(qtbot, window)
    assert "可能就是他" in window.message_bar.text()
    assert len(records(village, "resident")) == 2
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not isinstance(window.page, ResidentFormPage))
    rest(qtbot, window)
    assert len(records(village, "resident")) == 3


def test_somebody_at_a_known_door_joins_the_family(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(village)
    page = go(qtbot, window, "resident_form")
    assert isinstance(page, ResidentFormPage)
    assert page.form is not None
    page.form.set_values({"resident": {"name": "李某丙", "sex": "1", "birth_date": "1990-05-01"}})
    page.form.set_values({"household": {"group_name": "甲组", "house_no": "3号"}})
    page.form_changed(("household", "house_no"))
    rest(qtbot, window)
    assert "李某甲" in page.household_words.text()
    keyboard(window).press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not isinstance(window.page, ResidentFormPage))
    rest(qtbot, window)
    added = next(each for each in records(village, "resident") if each["name"] == "李某丙")
    assert added["household_id"] == id_of("household")
    assert len(records(village, "household")) == 1


def test_the_next_of_the_list_opens_after_saving(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    queue = [id_of("李某甲"), id_of("王某乙")]
    page = go(qtbot, window, "visit", queue[0], queue=queue)
    hands = keyboard(window)
    hands.type("1")
    hands.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.place.of == queue[1])
    rest(qtbot, window)
    assert isinstance(page, VisitPage)
    assert page.form is not None
    assert "王某乙" in page.title.text()


def test_a_referral_is_issued_with_the_slip_beside_the_form(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    page = go(qtbot, window, "visit", id_of("李某甲"))
    hands = keyboard(window)
    hands.type("21182112")
    hands.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: window.page.place.page == "refer" and window.page.form is not None)  # type: ignore[attr-defined]
    rest(qtbot, window)
    page = window.page
    form, preview = page.form, page.preview  # type: ignore[attr-defined]
    assert form.values()["referral"]["urgency"] == "urgent"
    assert "182/112" in form.values()["referral"]["present_illness"]
    form.set_values({"referral": {"to_org": "H1"}})
    page.form_changed(("referral", "to_org"))  # type: ignore[attr-defined]
    rest(qtbot, window)
    form.set_values({"referral": {"to_dept": "心血管内科"}})
    assert form.values()["referral"]["direction"] == "up"
    assert preview.pdf.startswith(b"%PDF")
    hands.press(Qt.Key.Key_S, CONTROL)
    assert "不写也照样开具" in form.line_of("referral", "level_skip_reason").note.text()
    assert records(managed, "referral") == []
    hands.press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: isinstance(window.page, ReferralsPage))
    rest(qtbot, window)
    issued = records(managed, "referral")
    assert [(each["to_org"], each["to_dept"], each["urgency"]) for each in issued] == [("H1", "心血管内科", "urgent")]
    assert [each["event"] for each in records(managed, "referral_event")] == ["issue"]


def test_a_scanned_number_opens_the_person(
    qtbot: QtBot, village: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(village)
    hands = keyboard(window)
    hands.press(Qt.Key.Key_K, CONTROL)
    hands.type("8888")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page.place.page == "resident")
    rest(qtbot, window)
    assert window.page.shown is not None  # type: ignore[attr-defined]


def test_a_slash_finds_outside_a_text_field_and_is_a_slash_inside(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, keyboard: Hands
) -> None:
    window = open_window(managed)
    hands = keyboard(window)
    hands.type("/")
    assert QApplication.focusWidget() is window.top_bar.search
    hands.type("/")
    assert window.top_bar.search.text() == "/"


def test_offline_is_a_state_in_words(qtbot: QtBot, managed: Database, open_window: OpenWindow) -> None:
    window = open_window(managed)
    window.desk.sync_asked.emit()
    qtbot.waitUntil(lambda: window.schedule.problem is not None, timeout=15_000)
    rest(qtbot, window)
    first, second = window.top_bar.state_words()
    assert first == "未联网 · 已保存在本机"
    assert second.startswith("待传 2（最早")
    assert window.message_bar.text() == ""


def test_another_person_takes_over(qtbot: QtBot, managed: Database, clock: FrozenClock) -> None:
    desktop = Desktop(managed.folder, clock)
    window: MainWindow = desktop.show_window(managed)
    activate(qtbot, window)
    rest(qtbot, window)
    window.desk.lock_asked.emit()
    qtbot.waitUntil(lambda: desktop.login is not None)
    assert desktop.window is None
    desktop.close()


def _check(body: str) -> str:
    from clinic_app.records.identity_number import check_character

    return check_character(body)
