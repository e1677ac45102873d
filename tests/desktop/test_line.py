"""The line as the window shows it: online only when our own server answered, what waits, who moved, news for a desk."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinic_app.care.save import save
from clinic_app.clock import FrozenClock, instant_text
from clinic_app.desktop.listener import Listener
from clinic_app.desktop.pages.sync import SyncPage
from clinic_app.desktop.pages.visit import VisitPage
from clinic_app.desktop.window import MainWindow
from clinic_app.desktop.words import clock_words
from clinic_app.records.identifiers import new_id
from clinic_app.store.database import Database
from clinic_app.store.device import write_setting
from clinic_app.store.local_tables import departed
from clinic_app.sync.errors import NoLine
from clinic_app.sync.session import SyncReport
from clinic_app.sync.snapshot import Progress
from tests.care.conflicts import answered, arrive
from tests.conftest import NOW, DatabaseFactory
from tests.desktop.conftest import OpenWindow, go, rest
from tests.desktop.people import VILLAGE, id_of, resident

PERSON = id_of("李某甲")


def report(**more: Any) -> SyncReport:
    known: dict[str, Any] = {"sent": 1, "received": 0, "pending": 0, "quarantined": 0, "conflicts": 0}
    known |= {"last_success": instant_text(NOW), "problem": None, "exit_code": 0, "ended_at": instant_text(NOW)}
    return SyncReport(**{**known, **more})


def ended(qtbot: QtBot, window: MainWindow, **more: Any) -> None:
    """As if a sync had ended."""
    window.schedule._soon.stop()
    window.schedule._ended((NOW, report(**more)))
    rest(qtbot, window)


def said(window: MainWindow) -> str:
    return "\n".join(each.text() for each in window.page.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def window(managed: Database, open_window: OpenWindow) -> MainWindow:
    with managed.write() as connection:
        write_setting(connection, "last_success", instant_text(NOW))
    return open_window(managed)


def test_online_is_said_only_after_our_own_server_answered(qtbot: QtBot, window: MainWindow) -> None:
    assert window.top_bar.state_words()[0].startswith("未联网")
    ended(qtbot, window)
    assert window.top_bar.state_words()[0] == "在线 · 已同步 10:30"
    ended(qtbot, window, problem="联系不上县平台，记录都保存在本机", exit_code=3)
    assert window.top_bar.state_words()[0] == "未联网 · 已保存在本机"
    ended(qtbot, window, problem="县平台没有接受这台电脑", exit_code=6)
    assert window.top_bar.state_words()[0] == "在线 · 还没同步完"


def test_the_next_sync_keeps_the_pace_that_the_line_allows(qtbot: QtBot, window: MainWindow) -> None:
    schedule = window.schedule
    ended(qtbot, window)
    assert 260_000 <= schedule._regular.interval() <= 340_000
    ended(qtbot, window, problem="县平台忙", exit_code=3, retry_after=600.0)
    assert schedule._regular.interval() >= 600_000
    schedule._soon.stop()
    window.desk.saved.emit()
    assert not schedule._soon.isActive()
    ended(qtbot, window)
    window.desk.saved.emit()
    assert schedule._soon.isActive()


def test_what_waits_is_told_by_kind_with_its_age(
    qtbot: QtBot, managed: Database, window: MainWindow, clock: FrozenClock
) -> None:
    clock.advance(timedelta(hours=3))
    go(qtbot, window, "sync")
    words = said(window)
    assert "家庭 1 条" in words
    assert "随访 1 条" in words
    assert "最早 3小时前" in words


def test_what_the_county_holds_back_grows_louder(
    qtbot: QtBot, managed: Database, window: MainWindow, clock: FrozenClock
) -> None:
    mid = save(managed, [{"type": "resident", "id": PERSON, "fields": {"phone": "1"}}]).mid
    assert mid
    answered(managed, mid, "deferred", waiting_for=[new_id(NOW)])
    go(qtbot, window, "sync")
    assert "在等前面的记录 1 条" in said(window)
    clock.advance(timedelta(days=2))
    go(qtbot, window, "sync")
    assert "已经一天以上" in said(window)
    clock.advance(timedelta(days=4))
    go(qtbot, window, "sync")
    assert "等了五天以上" in said(window)


def test_a_first_sync_says_how_far_it_is_and_can_be_paused(qtbot: QtBot, managed: Database, window: MainWindow) -> None:
    with managed.write() as connection:
        write_setting(connection, "snapshot", {"kind": "first"})
    page = go(qtbot, window, "sync")
    assert isinstance(page, SyncPage)
    window.schedule.progressed.emit(Progress(2, "resident", 1_500, 6_000, 3 << 20))
    assert "第 2 步（共 4 步）：居民 1,500 / 6,000 条" in page.receiving_words.text()
    assert "3.0 MB" in page.receiving_words.text()
    assert page.bar.value() * 4 == page.bar.maximum()
    (line,) = window.work_strip.lines.lines.values()
    qtbot.waitUntil(lambda: line.words.text() == "接收 居民 1,500 / 6,000 条")
    page.show_running(True)
    line.stop_button.click()
    qtbot.waitUntil(lambda: window.schedule.paused)
    page.show_running(False)
    assert page.resume.isVisible()
    window.desk.sync_asked.emit()
    assert not window.schedule.paused
    qtbot.waitUntil(lambda: not window.schedule.running and not window.work_strip.isVisible())
    assert "收到的都在本机" in window.message_bar.text()
    rest(qtbot, window)


def test_who_moved_away_is_shown_until_a_person_has_seen_it(
    qtbot: QtBot, managed: Database, window: MainWindow
) -> None:
    with managed.write() as connection:
        for name, pending in (("王某乙", False), ("赵某丙", True)):
            row = {"resident_id": id_of(name), "rev": 2, "name": name, "from_village": VILLAGE, "why": "moved"}
            row |= {"to_village": "990101100202", "at": instant_text(NOW), "pending": pending}
            connection.execute(departed.insert().values(row))
    page = go(qtbot, window, "sync")
    assert isinstance(page, SyncPage)
    words = said(window)
    assert "从 演示甲村 迁到 990101100202" in words
    assert "已迁出待处理" in words
    page.departed.noted.click()
    rest(qtbot, window)
    with managed.read() as connection:
        seen = {row.resident_id: row.seen for row in connection.execute(select(departed))}
    assert seen == {id_of("王某乙"): True, id_of("赵某丙"): True}
    assert "王某乙" not in said(window)
    assert "赵某丙" in said(window)


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (420, "慢了7分钟，县平台现在是 2026年11月22日 10:37"),
        (-7_200, "快了2小时，县平台现在是 2026年11月22日 8:30"),
        (3 * 86_400, "慢了3天，县平台现在是 2026年11月25日 10:30"),
    ],
)
def test_a_wrong_clock_is_told_once_with_the_countys_date(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, offset: int, words: str
) -> None:
    assert words in clock_words(offset, NOW)
    with managed.write() as connection:
        write_setting(connection, "clock_offset", offset)
    window = open_window(managed)
    assert words in window.message_bar.text()
    window.message_bar.clear()
    window.schedule.read_status()
    rest(qtbot, window)
    assert not window.message_bar.text()
    go(qtbot, window, "sync")
    assert words in said(window)


@pytest.mark.parametrize(("offset", "marked"), [(13 * 3_600, True), (11 * 3_600, False)])
def test_a_clock_far_off_asks_to_look_at_the_visits_date_without_a_dialog(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, offset: int, marked: bool
) -> None:
    with managed.write() as connection:
        write_setting(connection, "clock_offset", offset)
    page = go(qtbot, open_window(managed), "visit", PERSON)
    assert isinstance(page, VisitPage)
    assert page.form is not None
    note = page.form.line_of("visit", "visit_date").note.text()
    assert ("核对随访日期" in note) is marked


def sent_here(database: Database) -> str:
    """A referral that comes with the pull."""
    referral = new_id(database.clock.now())
    fields = {"resident_id": PERSON, "direction": "up", "urgency": "routine", "to_org": "H1", "from_org": "V1"}
    fields |= {"patient_name": "王某乙", "referral_date": "2026-11-22", "village_code": VILLAGE}
    issue = {"referral_id": referral, "event": "issue", "organisation": "V1", "happened_at": instant_text(NOW)}
    arrive(database, "referral", referral, 1, fields)
    arrive(database, "referral_event", new_id(database.clock.now()), 1, issue)
    return referral


def test_a_new_patient_is_heard_and_counted_on_the_rail_and_in_the_title(
    qtbot: QtBot, hospital: Database, open_window: OpenWindow
) -> None:
    window = open_window(hospital)
    # Away from the list, where a referral in sight soon counts as read.
    go(qtbot, window, "settings")
    assert window.windowTitle().startswith("（1）")
    assert "新1" in window.rail.button("referrals").text()
    sent_here(hospital)
    with qtbot.waitSignal(window.schedule.news, timeout=5_000) as heard:
        window.schedule.read_status()
    assert len(heard.args[0]) == 1
    rest(qtbot, window)
    assert "新收到 1 张转诊单" in window.message_bar.text()
    assert window.windowTitle().startswith("（2）")


def test_a_village_desk_waits_for_nobody(qtbot: QtBot, window: MainWindow) -> None:
    ended(qtbot, window)
    assert not window.schedule.listener.waiting


def test_news_on_the_line_start_a_sync_and_failures_rest(
    qtbot: QtBot, make_database: DatabaseFactory, window: MainWindow
) -> None:
    told = threading.Event()
    answers: list[Any] = [True, NoLine("联系不上")]

    def wait(database: Database, seconds: int) -> bool:
        told.wait(5)
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return bool(answer)

    listener = Listener(window.desk.database, window, wait)
    with qtbot.waitSignal(listener.heard, timeout=5_000):
        listener.listen()
        assert listener.waiting
        told.set()
    listener.listen()
    qtbot.waitUntil(lambda: not listener.waiting, timeout=5_000)
    assert listener._again.interval() == 60_000
    listener.stop()


def test_marks_beside_a_resident_lead_to_what_waits(qtbot: QtBot, managed: Database, open_window: OpenWindow) -> None:
    mid = save(managed, [{"type": "resident", "id": PERSON, "fields": {"phone": "12"}}]).mid
    assert mid
    answered(managed, mid, code="invalid", record=0, field="phone", message="电话太短")
    window = open_window(managed)
    page = go(qtbot, window, "residents", PERSON)
    card = page.card  # type: ignore[attr-defined]
    assert card.to_mend.isVisible()
    assert not card.to_choose.isVisible()
    assert "待处理" in page.model.data(page.model.index(page.model.row_of(PERSON), 0))  # type: ignore[attr-defined]
    card.to_mend.click()
    rest(qtbot, window)
    assert window.page.place.page == "quarantine"
    assert resident("李某甲", "", "")["id"] == PERSON
