"""The start: the door before everything else, something to begin with before everything else, tidying in quiet."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_app.app import Desktop
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.desktop.day_list import Answer
from clinic_app.desktop.locking.cause import Cause
from clinic_app.desktop.memory import SELDOM, STILL, Tidying
from clinic_app.desktop.pages.work import WorkPage
from clinic_app.desktop.window import MainWindow
from clinic_app.protocol.body import Body
from clinic_app.store.database import Database, open_database
from clinic_app.store.projection import write_body
from tests.conftest import PASSWORD, USER
from tests.desktop.conftest import OpenWindow, rest
from tests.desktop.people import VILLAGE, resident, visit

OTHER = "990101100202"
WITH_FIRST_USE = ("bleak", "openpyxl", "PIL", "pypdfium2", "pypinyin", "reportlab", "requests", "serial", "urllib3")
"""For paper, sheets, meters, the line and the first new name."""
BEHIND_THE_DOOR = (
    "clinic_app.desktop.rooms", "clinic_app.desktop.window", "clinic_app.records", "clinic_app.store.database",
    "asyncio", "cryptography", "keyring", "sqlalchemy", "sqlcipher3", *WITH_FIRST_USE,
)  # fmt: skip


@pytest.fixture
def collector() -> Iterator[list[int]]:
    """The full looks of Python's own collector; its habits are as before at the end."""
    before, full = gc.get_threshold(), []

    def note(phase: str, told: dict[str, Any]) -> None:
        if phase == "stop" and told["generation"] == 2:
            full.append(told["generation"])

    gc.callbacks.append(note)
    yield full
    gc.callbacks.remove(note)
    gc.set_threshold(*before)
    gc.unfreeze()


def test_the_door_is_read_in_without_what_lies_behind_it_and_the_pages_without_what_few_days_use() -> None:
    told = f"import sys, clinic_app.app; print({{*{BEHIND_THE_DOOR}}} & sys.modules.keys());"
    told += f"import clinic_app.desktop.rooms; print({{*{WITH_FIRST_USE}}} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["set()", "set()", ""]


def test_no_text_of_a_program_is_kept_for_having_been_read_in() -> None:
    told = "from clinic_app.desktop.memory import begin_quietly as begin; begin(); import linecache, clinic_app.app;"
    done = subprocess.run(
        [sys.executable, "-c", told + "print([each for each in linecache.cache if 'clinic_app' in each])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_memory_is_looked_over_when_nobody_works_and_seldom(qapp: QApplication, collector: list[int]) -> None:
    moment = [0.0]
    owner = QObject()
    tidying = Tidying(owner, clock=lambda: moment[0])
    for at, looks in ((STILL - 1, 0), (STILL, 0), (SELDOM, 1), (SELDOM + STILL, 1), (2 * SELDOM, 2)):
        moment[0] = at
        tidying.look()
        assert len(collector) == looks, at


def test_coming_in_takes_several_turns_and_a_lock_on_the_way_comes_after_the_window(
    qtbot: QtBot, village: Database, clock: FrozenClock
) -> None:
    desktop = Desktop(village.folder, clock)
    try:
        desktop._opened(village)
        turns = 0
        while desktop.window is None:
            assert not any(isinstance(each, MainWindow) and each.isVisible() for each in QApplication.topLevelWidgets())
            QApplication.processEvents()
            turns += 1
        assert turns >= 3, "the frame, the first page, the window"
        assert desktop.window.isVisible()
        desktop.lock(Cause.SLEEP)
        qtbot.waitUntil(lambda: desktop.login is not None)
        assert desktop._ending is not None
        desktop._ending.wait()
        desktop._opened(open_database(village.folder, USER, PASSWORD, clock))
        QApplication.processEvents()
        assert desktop.window is None
        desktop.lock(Cause.SLEEP)
        made: MainWindow | None = desktop.window
        assert made is not None
        assert not made.isVisible()
        qtbot.waitUntil(lambda: desktop.login is not None and desktop.window is None)
    finally:
        desktop.close()


def test_of_several_villages_the_first_stands_while_the_others_are_worked_out(
    qtbot: QtBot, managed: Database, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with managed.write() as connection:
        write_body(connection, "village", OTHER, Body({"code": OTHER, "name": "演示乙村"}), 2)
    save(managed, [resident("赵某丙", "1950-01-01", "1", village_code=OTHER, household_id=None)])
    save(managed, visit("赵某丙", "2026-08-03", sbp=150, dbp=90))
    seen: list[tuple[bool, set[str]]] = []
    show = WorkPage._show

    def listen(page: WorkPage, answer: Answer) -> None:
        seen.append((answer.whole, {each.village_code for each in answer.items}))
        show(page, answer)

    monkeypatch.setattr(WorkPage, "_show", listen)
    monkeypatch.setattr("clinic_app.desktop.desk.Desk.own_villages", lambda desk, known: list(known))
    window = open_window(managed)
    assert seen[:2] == [(False, {VILLAGE}), (True, {VILLAGE, OTHER})]
    page = window.page
    assert isinstance(page, WorkPage)
    assert "其余各村" not in page.day.text()
    assert window.rail.button("work").text().split() == ["今日工作", str(len(page._items))]
    # Later readings are of everything at once: nothing jumps.
    page.refresh()
    rest(qtbot, window)
    assert [whole for whole, _ in seen[2:]] == [True]
