"""The careless moment: nobody there, the computer asleep, somebody else in the chair. Content goes at once, nothing is
lost, and the same person comes back to where they were."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from ctypes import wintypes

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinic_app.app import Desktop
from clinic_app.clock import FrozenClock
from clinic_app.desktop.locking.cause import Cause
from clinic_app.desktop.locking.clipboard import ClipboardGuard
from clinic_app.desktop.locking.idle import SLEPT, IdleWatch
from clinic_app.desktop.locking.system import LOGIN_MANAGER, LinuxSignals, WindowsSignals, windows_cause
from clinic_app.desktop.login import Door, LoginWindow
from clinic_app.desktop.pages.resident_form import ResidentFormPage
from clinic_app.desktop.window import MainWindow
from clinic_app.store.accounts import add_account
from clinic_app.store.database import Database, open_database
from clinic_app.store.drafts import list_drafts
from clinic_app.store.errors import DatabaseClosed
from clinic_app.store.local_tables import audit
from tests.conftest import PASSWORD, USER
from tests.desktop.conftest import LIMIT, activate, go, rest

OTHER, OTHERS_PASSWORD = "乙护士", "another password"


class Clocks:
    """Two clocks in seconds that a test moves."""

    def __init__(self) -> None:
        self.awake = self.always = 1_000.0

    def advance(self, seconds: float, asleep: float = 0.0) -> None:
        self.awake += seconds
        self.always += seconds + asleep


@pytest.fixture
def desktop(village: Database, clock: FrozenClock) -> Iterator[Desktop]:
    """The program with a window open, as after a login, and a second person on the laptop."""
    add_account(village, OTHER, OTHERS_PASSWORD)
    made = Desktop(village.folder, clock)
    made.show_window(village)
    yield made
    made.close()


def window_of(qtbot: QtBot, desktop: Desktop) -> MainWindow:
    qtbot.waitUntil(lambda: desktop.window is not None, timeout=LIMIT)
    assert desktop.window is not None
    activate(qtbot, desktop.window)
    rest(qtbot, desktop.window)
    return desktop.window


def door_of(qtbot: QtBot, desktop: Desktop) -> LoginWindow:
    qtbot.waitUntil(lambda: desktop.login is not None, timeout=LIMIT)
    assert isinstance(desktop.login, LoginWindow)
    activate(qtbot, desktop.login)
    return desktop.login


def enter(door: LoginWindow, password: str) -> None:
    assert isinstance(door.door, Door)
    door.door.password.setText(password)
    QTest.keyClick(door.door.password, Qt.Key.Key_Return)


def begin_form(qtbot: QtBot, window: MainWindow, name: str) -> ResidentFormPage:
    page = go(qtbot, window, "resident_form")
    assert isinstance(page, ResidentFormPage)
    assert page.form is not None
    page.form.set_values({"resident": {"name": name}})
    page.form_changed("name")
    return page


def test_a_lock_hides_everything_at_once_and_each_person_comes_back_to_the_own_form(
    qtbot: QtBot, desktop: Desktop, clock: FrozenClock
) -> None:
    window = window_of(qtbot, desktop)
    begin_form(qtbot, window, "张某丙")
    dialog = QDialog(window)
    dialog.open()
    database = window.desk.database
    QGuiApplication.clipboard().setText("13900000000")
    desktop.lock(Cause.IDLE)
    # At once, before anything else has run: no window, no dialog, no page.
    assert not any(each.isVisible() for each in (window, dialog, window.stack))
    door = door_of(qtbot, desktop)
    assert "10分钟没有操作" in door.trouble.text()
    assert QGuiApplication.clipboard().text() == ""
    assert desktop._ending is not None
    desktop._ending.wait()
    with pytest.raises(DatabaseClosed):
        _ = database.data_key
    assert isinstance(door.door, Door)
    assert door.door.name.currentText() == USER
    # Somebody else takes over: a form of the same kind is empty.
    door.door.name.setCurrentText(OTHER)
    enter(door, OTHERS_PASSWORD)
    other = window_of(qtbot, desktop)
    assert "改成只有自己知道的" in other.message_bar.text()
    page = go(qtbot, other, "resident_form")
    assert isinstance(page, ResidentFormPage)
    assert page.form is not None
    assert "name" not in page.form.values().get("resident", {})
    other.desk.switch_asked.emit(USER)
    door = door_of(qtbot, desktop)
    assert isinstance(door.door, Door)
    assert (door.door.name.currentText(), "换人" in door.trouble.text()) == (USER, True)
    enter(door, PASSWORD)
    again = window_of(qtbot, desktop)
    back = again.page
    assert isinstance(back, ResidentFormPage)
    assert back.form is not None
    assert back.form.values()["resident"]["name"] == "张某丙"
    assert "已恢复" in back.draft_words.text()
    with again.desk.database.read() as connection:
        of_the_door = audit.c.action.in_(("lock", "switch", "login"))
        rows = connection.execute(select(audit.c.action, audit.c.detail).where(of_the_door).order_by(audit.c.seq))
        assert [tuple(row) for row in rows] == [
            ("lock", "idle"),
            ("login", None),
            ("switch", "switch"),
            ("login", None),
        ]


def test_a_save_under_way_is_made_and_one_that_is_refused_then_stays_as_a_draft(
    qtbot: QtBot, desktop: Desktop, clock: FrozenClock
) -> None:
    window = window_of(qtbot, desktop)
    page = begin_form(qtbot, window, "李某丁")
    begun, may_go_on = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        may_go_on.wait(LIMIT / 1000)

    window.desk.work.write(window, slow)
    made: list[str] = []
    window.desk.work.write(window, lambda: made.append("saved"))
    # A save that validation refuses, in the lane behind the others.
    page.saving = True
    page._save_task = window.desk.save(page, [{"type": "resident", "fields": {}}], page._saved, page._not_saved)
    assert begun.wait(LIMIT / 1000)
    folder = window.desk.folder
    desktop.lock(Cause.HAND)
    door = door_of(qtbot, desktop)
    assert made == []
    assert isinstance(door.door, Door)
    enter(door, PASSWORD)
    may_go_on.set()
    window_of(qtbot, desktop)
    assert made == ["saved"]
    with open_database(folder, USER, PASSWORD, clock) as again:
        [kept] = list_drafts(again)
    assert kept.body["values"]["resident"]["name"] == "李某丁"


def test_nobody_there_for_the_minutes_of_the_setting_and_what_counts_as_somebody(qtbot: QtBot) -> None:
    clocks = Clocks()
    window = QWidget()
    box = QLineEdit(window)
    qtbot.addWidget(window)
    activate(qtbot, window)
    box.setFocus()
    watch = IdleWatch(10, awake=lambda: clocks.awake, always=lambda: clocks.always)
    told: list[Cause] = []
    watch.away.connect(told.append)
    watch.start()
    handle = window.windowHandle()

    def compose() -> None:
        QApplication.sendEvent(box, QInputMethodEvent("zhang", []))

    touches: tuple[Callable[[], object], ...] = (
        lambda: QTest.keyClick(box, Qt.Key.Key_A),
        lambda: QTest.keyClick(handle, Qt.Key.Key_A),
        lambda: QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=QPoint(5, 5)),
        lambda: QTest.mouseMove(handle, QPoint(7, 9)),
        compose,
    )
    for touch in touches:
        for _ in range(20):
            clocks.advance(29.9)
            watch.look()
        assert told == [], "two seconds are left"
        touch()
        QApplication.processEvents()
    # The pointer rests while windows come and go under it: nobody is there.
    for _ in range(20):
        clocks.advance(30)
        QTest.mouseMove(handle, QPoint(7, 9))
        QApplication.processEvents()
        watch.look()
    assert told == [Cause.IDLE]
    watch.minutes = 60
    told.clear()
    for _ in range(99):
        clocks.advance(30)
        watch.look()
    assert told == []
    watch.stop()
    QApplication.processEvents()


@pytest.mark.parametrize(("asleep", "expected"), [(SLEPT - 6, []), (SLEPT - 5, [Cause.SLEEP]), (-3_600, [])])
def test_a_computer_that_was_asleep_is_noticed_at_the_next_look(
    qapp: QApplication, asleep: float, expected: list[Cause]
) -> None:
    clocks = Clocks()
    watch = IdleWatch(10, awake=lambda: clocks.awake, always=lambda: clocks.always)
    told: list[Cause] = []
    watch.away.connect(told.append)
    clocks.advance(5, asleep=asleep)
    watch.look()
    clocks.advance(5)
    watch.look()
    assert told == expected


def test_the_clipboard_is_emptied_only_of_what_was_copied_here(qtbot: QtBot) -> None:
    window = QLineEdit("13900000000")
    qtbot.addWidget(window)
    activate(qtbot, window)
    clipboard = QGuiApplication.clipboard()
    guard = ClipboardGuard()
    window.selectAll()
    window.copy()
    assert guard.timer.isActive()
    assert guard.timer.interval() == 60_000
    # Another program's copy in the meantime; offscreen it can only be played.
    guard._ours.clear()
    guard.clear()
    assert clipboard.text() == "13900000000"
    window.copy()
    guard.timer.timeout.emit()
    assert clipboard.text() == ""
    assert not guard.timer.isActive()


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs dbus-daemon")
def test_linux_desktops_say_that_they_sleep_or_lock(qtbot: QtBot) -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as bus:  # fmt: skip
        assert bus.stdout is not None
        address = bus.stdout.readline().strip()
        try:
            here = QDBusConnection.connectToBus(address, "listens")
            there = QDBusConnection.connectToBus(address, "speaks")
            signals = LinuxSignals(here, here)
            told: list[Cause] = []
            signals.away.connect(told.append)
            # A question on the same line: what was asked for before it is in force when it is answered.
            here.interface().isServiceRegistered("org.freedesktop.login1")

            def say(path: str, interface: str, name: str, *words: object) -> None:
                message = QDBusMessage.createSignal(path, interface, name)
                message.setArguments(list(words))
                assert there.send(message)

            say("/org/freedesktop/login1", LOGIN_MANAGER, "PrepareForSleep", True)
            say("/org/freedesktop/login1", LOGIN_MANAGER, "PrepareForSleep", False)
            say("/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session", "Lock")
            say("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", False)
            say("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", True)
            say("/com/deepin/dde/lockFront", "com.deepin.dde.lockFront", "Visible", True)
            say("/", "org.ukui.ScreenSaver", "lock")
            qtbot.waitUntil(lambda: len(told) == 5, timeout=LIMIT)
            assert told == [Cause.SLEEP, *[Cause.SESSION] * 4]
            signals.ready()
        finally:
            for name in ("listens", "speaks"):
                QDBusConnection.disconnectFromBus(name)
            bus.terminate()


def test_windows_messages_are_read(qapp: QApplication) -> None:
    told: list[Cause] = []
    listener = WindowsSignals(told.append)
    for message, word in ((0x0218, 0x4), (0x0218, 0x7), (0x02B1, 0x7), (0x02B1, 0x8), (0x0100, 0x4)):
        content = wintypes.MSG(message=message, wParam=word)
        assert listener.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(content)) == (False, 0)
        assert listener.nativeEventFilter(b"xcb_generic_event_t", 0) == (False, 0)
    assert told == [Cause.SLEEP, Cause.SESSION]
    assert [windows_cause(0x02B1, word) for word in (0x1, 0x2, 0x3, 0x4, 0x5, 0x6)] == [
        None, Cause.SESSION, None, Cause.SESSION, None, Cause.SESSION,
    ]  # fmt: skip
    assert windows_cause(0x0218, 0x12) is Cause.SLEEP
