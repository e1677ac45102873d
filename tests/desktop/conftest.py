"""A real window on a real encrypted database, offscreen. A test that leaves a thread, a timer or a Qt warning fails."""

from __future__ import annotations

import base64
import itertools
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinic_app.app import Desktop
from clinic_app.care.save import save
from clinic_app.clock import FrozenClock
from clinic_app.desktop.desk import Place
from clinic_app.desktop.pages.page import Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.tokens import Look
from clinic_app.desktop.window import MainWindow
from clinic_app.protocol.audience import Scope
from clinic_app.store.database import Database
from clinic_app.store.device import Device, save_device
from tests.conftest import DatabaseFactory
from tests.desktop.people import ORGANISATIONS, VILLAGE, household, resident, visit, write_directory

HARMLESS = (
    "This plugin does not support propagateSizeHints",
    "This plugin does not support raise()",
    "This plugin does not support grabbing the keyboard",
)
"""What the display that is none says of a window's hints and of a menu."""
LIMIT = 10_000
"""Milliseconds to wait for a fact."""

OpenWindow = Callable[..., MainWindow]


@pytest.fixture(autouse=True)
def _quiet_qt(qapp: QApplication) -> Iterator[None]:
    """Qt warnings and exceptions that a slot swallowed are failures."""
    noise: list[str] = []
    swallowed: list[BaseException] = []
    hook = sys.excepthook

    def listen(kind: QtMsgType, context: Any, words: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not words.startswith(HARMLESS):
            noise.append(words)

    qInstallMessageHandler(listen)
    sys.excepthook = lambda kind, error, trace: swallowed.append(error)
    theme().apply(Look.LIGHT, 100)
    yield
    qInstallMessageHandler(None)
    sys.excepthook = hook
    assert not swallowed
    assert not noise


@pytest.fixture(autouse=True)
def _nothing_left_running(qapp: QApplication) -> Iterator[None]:
    """No lane of work outlives its window."""
    yield
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("clinic-")]
    assert not left


@pytest.fixture
def open_window(qtbot: QtBot, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenWindow]:
    """`open_window(database)`: the main window as after login; closed, with its database, at the end."""
    desktops: list[Desktop] = []
    before = QApplication.topLevelWidgets()

    def open_it(database: Database, width: int = 1366, height: int = 768) -> MainWindow:
        desktop = Desktop(database.folder, clock)
        desktops.append(desktop)
        window = desktop.show_window(database)
        window.resize(width, height)
        # Keys of a test come as a person types them; a test of the scanner has a clock of its own.
        monkeypatch.setattr(window.scanner, "clock", itertools.count().__next__)
        activate(qtbot, window)
        rest(qtbot, window)
        return window

    yield open_it
    for desktop in desktops:
        desktop.close()
    QApplication.processEvents()
    # An event loop would now delete the closed windows: no later test styles and lays them out again.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [type(each).__name__ for each in QApplication.topLevelWidgets() if each not in before]
    assert not left, "a closed window leaves nothing that was read"


@pytest.fixture
def village(database: Database) -> Database:
    """An enrolled village laptop with a directory, one family of two and a follow-up that has become due."""
    _enrol(database, "V1", "village_clinic", "village_doctor", [VILLAGE])
    save(database, [household(), resident("李某甲", "1957-03-02", "1"), resident("王某乙", "1959-08-14", "2")])
    return database


@pytest.fixture
def managed(village: Database) -> Database:
    """The same, with 李某甲 under management and his follow-up overdue."""
    save(village, visit("李某甲", "2026-08-03", sbp=148, dbp=92))
    return village


@pytest.fixture
def hospital(make_database: DatabaseFactory) -> Database:
    """A receiving desk with one referral in its inbox, as a sync would leave it."""
    database = make_database("hospital")
    _enrol(database, "V1", "village_clinic", "village_doctor", [VILLAGE])
    save(database, [household(), resident("李某甲", "1957-03-02", "1")])
    fields = {"resident_id": resident("李某甲", "", "")["id"], "direction": "up", "urgency": "urgent", "to_org": "H1"}
    save(database, [{"type": "referral", "fields": {**fields, "initial_impression": "高血压"}}])
    _enrol(database, "H1", "county_hospital", "hospital_receiver", [])
    return database


def _enrol(database: Database, organisation: str, kind: str, role: str, villages: list[str]) -> None:
    """What enrolment and the first sync write, without a server."""
    names = {code: name for code, name, _ in ORGANISATIONS}
    device = Device(
        id="01a20116-c840-7142-913a-80e8c00d5217",
        number=1,
        county="990101",
        organisation=organisation,
        organisation_name=names[organisation],
        kind=kind,
        role=role,
        scope=Scope(organisation, kind, villages),
        server="http://127.0.0.1:9",
        private_key=base64.b64encode(bytes(32)).decode(),
    )
    with database.write() as connection:
        save_device(connection, device)
    write_directory(database)


def activate(qtbot: QtBot, widget: QWidget) -> None:
    """Show a window and wait until keys go to it."""
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow, timeout=LIMIT)


def rest(qtbot: QtBot, window: MainWindow) -> None:
    """Until every query of the window has come back and every short timer has run."""
    qtbot.waitUntil(lambda: window.desk.work.idle and not _about_to_start(window), timeout=LIMIT)
    # What the last answer changed is laid out, from the inside to the outside.
    for _ in range(4):
        QApplication.processEvents()


def _about_to_start(window: MainWindow) -> bool:
    timers = window.page.findChildren(QTimer)
    return any(timer.isActive() and timer.isSingleShot() and timer.interval() <= 1_000 for timer in timers)


def go(qtbot: QtBot, window: MainWindow, page: str, of: str = "", **more: Any) -> Page:
    """Open a page and wait until it is filled."""
    window.open(Place(page, of, more))
    rest(qtbot, window)
    return window.page


class Keyboard:
    """Types into whatever has the focus, and counts key presses."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self.qtbot, self.window = qtbot, window
        self.presses = 0

    @property
    def focus(self) -> QWidget:
        """Where the next key goes."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def type(self, text: str) -> None:
        """Key by key; the focus may move on in between."""
        for character in text:
            QTest.keyClick(self.focus, character)
            self.presses += 1
            QApplication.processEvents()

    def press(self, key: Any, modifier: Any = None) -> None:
        """One key, alone or with a modifier."""
        if modifier is None:
            QTest.keyClick(self.focus, key)
        else:
            QTest.keyClick(self.focus, key, modifier)
        self.presses += 1
        QApplication.processEvents()


@pytest.fixture
def keyboard(qtbot: QtBot) -> Callable[[QWidget], Keyboard]:
    """`keyboard(window)`: hands on the keys of a window."""
    return lambda window: Keyboard(qtbot, window)
