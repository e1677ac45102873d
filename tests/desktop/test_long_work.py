"""Long work goes on beside the pages: numbers, 停下, words at the end, a list that outlives the program."""

from __future__ import annotations

import logging
import threading
import time

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from clinic_app.app import Desktop
from clinic_app.clock import FrozenClock
from clinic_app.desktop.locking.cause import Cause
from clinic_app.desktop.long_work import Ended, Kind, State
from clinic_app.desktop.pages.self_check import SelfCheckPage
from clinic_app.progress import Step, Stopped, Watch
from clinic_app.store.database import Database, open_database
from clinic_app.store.errors import StoreError
from clinic_app.store.recent_work import note_begun, recent_work, untold_works
from tests.conftest import PASSWORD, USER
from tests.desktop.conftest import OpenWindow, go, rest
from tests.desktop.people import resident


def test_a_long_work_is_seen_goes_on_beside_saves_and_ends_in_words(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    window, gate = open_window(village), threading.Event()
    work, heard, saved = window.desk.long_work, [], []

    def count(watch: Watch) -> int:
        watch.tell(Step.SAVE, 1_200, 4_800)
        gate.wait(10)
        return 4_800

    job = work.begin(
        window, Kind.IMPORT, "导入居民", count, lambda rows: Ended(f"导入了 {rows} 人", "good"), then=heard.append
    )
    assert work.begin(window, Kind.IMPORT, "导入居民", count, lambda rows: Ended("")) is job, "one of a kind"
    assert window.work_strip.isVisible()
    qtbot.waitUntil(lambda: "1,200 / 4,800 条" in window.work_strip.lines.lines[job].words.text())
    window.desk.save(window, [resident("赵某丙", "1960-01-02", "1")], saved.append, saved.append)
    qtbot.waitUntil(lambda: bool(saved), timeout=5_000)
    assert job.running, "a save does not wait for it"
    gate.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert (heard, job.state, window.message_bar.text()) == ([4_800], State.DONE, "导入了 4800 人")
    assert not window.work_strip.isVisible()
    with village.read() as connection:
        (kept,) = recent_work(connection)
    assert (kept.title, kept.state, kept.words, kept.by) == ("导入居民", "done", "导入了 4800 人", USER)
    rest(qtbot, window)


def test_a_work_that_is_stopped_or_refused_says_so(qtbot: QtBot, village: Database, open_window: OpenWindow) -> None:
    window = open_window(village)
    work, failed = window.desk.long_work, []

    def until_stopped(watch: Watch) -> None:
        while True:
            watch.check()

    def refused(watch: Watch) -> None:
        raise StoreError("磁盘已满，没有写成")

    def no_end(nothing: object) -> Ended:
        return Ended("不会有")

    job = work.begin(window, Kind.REHEARSAL, "演练恢复", until_stopped, no_end, failed=failed.append)
    window.work_strip.lines.lines[job].stop_button.click()
    qtbot.waitUntil(lambda: not job.running)
    assert isinstance(failed[0], Stopped)
    assert "停下" in window.message_bar.text()
    other = work.begin(window, Kind.BACKUP, "备份", refused, no_end, failed=failed.append)
    qtbot.waitUntil(lambda: not other.running)
    assert window.message_bar.text() == "磁盘已满，没有写成"
    with village.read() as connection:
        states = [(each.title, each.state) for each in recent_work(connection)]
    assert states == [("备份", "failed"), ("演练恢复", "stopped")]
    rest(qtbot, window)


def test_closing_the_window_stops_what_is_under_way_and_the_list_knows(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    window, begun = open_window(village), threading.Event()

    def chunks(watch: Watch) -> int:
        begun.set()
        done = 0
        while not watch.stopped:
            done += 1
        return done

    window.desk.long_work.begin(window, Kind.IMPORT, "导入居民", chunks, lambda done: Ended("停在中间", "stopped"))
    assert begun.wait(5)
    window.close()
    again = open_database(village.folder, USER, PASSWORD, village.clock)
    with again.read() as connection:
        (kept,) = recent_work(connection)
    again.close()
    assert (kept.state, kept.words) == ("stopped", "停在中间")


def test_a_turn_of_the_loop_that_is_felt_is_written_down_with_its_page(
    qtbot: QtBot, village: Database, open_window: OpenWindow, caplog: pytest.LogCaptureFixture
) -> None:
    window = open_window(village)
    slow = window.slow_turns
    slow.turns.clear()
    caplog.set_level(logging.INFO, "clinic_app.desktop.slow_turns")

    def block() -> None:
        until = time.thread_time() + 0.08
        while time.thread_time() < until:
            pass

    QTimer.singleShot(0, window, block)
    qtbot.waitUntil(lambda: bool(slow.turns))
    assert slow.longest is not None
    assert slow.longest.page == "work"
    assert slow.longest.milliseconds > 50
    assert "slow turn page=work ms=" in caplog.text
    rest(qtbot, window)


def test_what_was_cut_off_by_a_kill_is_said_once_when_the_window_opens(
    qtbot: QtBot, village: Database, open_window: OpenWindow
) -> None:
    note_begun(village, "import", "导入居民")
    window = open_window(village)
    assert "“导入居民”没做完就断了" in window.message_bar.text()
    page = go(qtbot, window, "self_check", "recent")
    assert isinstance(page, SelfCheckPage)
    assert [each.state for each in page.recent.works] == ["cut_off"]
    assert not untold_works(village)
    rest(qtbot, window)


def test_a_lock_stops_it_at_a_whole_place_and_the_next_login_is_told(
    qtbot: QtBot, village: Database, clock: FrozenClock
) -> None:
    desktop, begun = Desktop(village.folder, clock), threading.Event()
    window = desktop.show_window(village)
    rest(qtbot, window)

    def chunks(watch: Watch) -> int:
        begun.set()
        done = 0
        while not watch.stopped:
            done += 1
        return 400

    def stopped(done: int) -> Ended:
        return Ended(f"停在第 {done} 行，前面的都已导入", "stopped")

    window.desk.long_work.begin(window, Kind.IMPORT, "导入居民", chunks, stopped)
    assert begun.wait(5)
    desktop.lock(Cause.HAND)
    qtbot.waitUntil(lambda: desktop.login is not None)
    assert desktop._ending is not None
    desktop._ending.wait()
    again = open_database(village.folder, USER, PASSWORD, clock)
    window = desktop.show_window(again)
    rest(qtbot, window)
    assert window.message_bar.text() == "上次离开时“导入居民”：停在第 400 行，前面的都已导入"
    desktop.close()
