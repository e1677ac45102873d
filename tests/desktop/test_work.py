"""Lanes of work: answers arrive in the main thread, the newest request wins, nothing outlives its asker."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_app.desktop.work import Work


class Asker(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []
        self.threads: list[threading.Thread] = []

    def take(self, answer: object) -> None:
        self.answers.append(answer)
        self.threads.append(threading.current_thread())


@pytest.fixture
def work(qtbot: QtBot) -> Iterator[Work]:
    made = Work()
    yield made
    made.close()


def test_the_answer_comes_back_in_the_main_thread(qtbot: QtBot, work: Work) -> None:
    asker = Asker()
    qtbot.addWidget(asker)
    work.read(asker, threading.current_thread, asker.take)
    qtbot.waitUntil(lambda: bool(asker.answers))
    assert asker.threads == [threading.main_thread()]
    assert asker.answers[0] is not threading.main_thread()


def test_writes_run_one_after_another_in_order(qtbot: QtBot, work: Work) -> None:
    asker = Asker()
    qtbot.addWidget(asker)
    for number in range(50):
        work.write(asker, lambda number=number: number, asker.take)  # type: ignore[misc]
    qtbot.waitUntil(lambda: work.idle)
    assert asker.answers == list(range(50))


def test_a_later_request_makes_an_earlier_answer_void(qtbot: QtBot, work: Work) -> None:
    asker, gate = Asker(), threading.Event()
    qtbot.addWidget(asker)
    work.read(asker, lambda: gate.wait(10), asker.take, key="list")
    work.read(asker, lambda: "new", asker.take, key="list")
    gate.set()
    qtbot.waitUntil(lambda: work.idle)
    assert asker.answers == ["new"]


def test_an_answer_for_a_page_that_is_gone_is_dropped(qtbot: QtBot, work: Work) -> None:
    asker, gate = Asker(), threading.Event()
    work.read(asker, lambda: gate.wait(10), asker.take)
    shiboken6.delete(asker)
    gate.set()
    qtbot.waitUntil(lambda: work.idle)
    assert asker.answers == []


def test_a_failure_goes_to_who_asked_else_to_the_window(qtbot: QtBot, work: Work) -> None:
    asker, bugs = Asker(), []
    qtbot.addWidget(asker)
    work.bug_found.connect(bugs.append)
    work.read(asker, lambda: 1 / 0, asker.take, asker.take)
    work.read(asker, lambda: 1 / 0, asker.take)
    qtbot.waitUntil(lambda: work.idle)
    assert [type(each) for each in asker.answers] == [ZeroDivisionError]
    assert [type(each) for each in bugs] == [ZeroDivisionError]


def test_closing_lets_a_save_that_was_asked_for_end(qtbot: QtBot) -> None:
    work, asker, done = Work(), Asker(), []
    qtbot.addWidget(asker)
    for number in range(20):
        work.write(asker, lambda number=number: done.append(number))  # type: ignore[misc]
    work.close()
    assert done == list(range(20))


class _Bell(QObject):
    rung = Signal(bool)

    @Slot(bool)
    def hear(self, loud: bool) -> None:
        pass


def test_emitting_does_not_wear_out_true(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference to True with every emit, until the process dies."""
    bell = _Bell()
    bell.rung.connect(bell.hear)
    gc.collect()
    before = sys.getrefcount(True)
    for _ in range(100):
        bell.rung.emit(True)
    assert sys.getrefcount(True) >= before - 5
