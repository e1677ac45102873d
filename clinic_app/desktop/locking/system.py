"""The computer goes to sleep, or its own screen is locked: what Linux desktops and Windows say of it.

Linux: the login manager tells before it sleeps and waits a few seconds for whoever asked it to; each desktop tells of
its screen lock under a name of its own. Windows sends messages to the window. Where neither speaks, the jump of the
clocks (idle.py) is noticed on waking.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

from clinic_app.desktop.locking.cause import Cause

LOGIN_SERVICE, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
LOGIN_MANAGER = f"{LOGIN_SERVICE}.Manager"
# (interface, signal, slot): GNOME, KDE and others, MATE, Cinnamon; Deepin and UOS of two ages; Kylin.
SCREENS = (
    ("org.freedesktop.ScreenSaver", "ActiveChanged", "screen_locked(bool)"),
    ("org.gnome.ScreenSaver", "ActiveChanged", "screen_locked(bool)"),
    ("org.mate.ScreenSaver", "ActiveChanged", "screen_locked(bool)"),
    ("org.cinnamon.ScreenSaver", "ActiveChanged", "screen_locked(bool)"),
    ("com.deepin.dde.lockFront", "Visible", "screen_locked(bool)"),
    ("org.deepin.dde.LockFront1", "Visible", "screen_locked(bool)"),
    ("org.ukui.ScreenSaver", "lock", "locked()"),
)
WINDOWS_MESSAGE = b"windows_generic_MSG"
WM_POWERBROADCAST, WM_WTSSESSION_CHANGE = 0x0218, 0x02B1
SUSPENDS = frozenset({0x4, 0x12})
"""Goes to sleep; woke by itself, when the first message did not arrive."""
LEAVES = frozenset({0x2, 0x4, 0x6, 0x7})
"""The console or the remote screen is left, the person logs off, the session is locked."""


class LinuxSignals(QObject):
    """Listens on two buses; a bus that is not there says nothing."""

    away = Signal(object)
    """A Cause."""

    def __init__(self, system: QDBusConnection, session: QDBusConnection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system = system
        self._delay: Any = None
        """As long as this is held, the computer waits a moment before it sleeps."""
        for interface, name, slot in (
            (LOGIN_MANAGER, "PrepareForSleep", "sleeps(bool)"),
            (f"{LOGIN_SERVICE}.Session", "Lock", "locked()"),
        ):
            _listen(system, interface, name, self, slot)
        for interface, name, slot in SCREENS:
            _listen(session, interface, name, self, slot)
        self._ask_to_wait()

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:
        """Before the computer sleeps, and again when it is awake."""
        if begins:
            self.away.emit(Cause.SLEEP)
        else:
            self._ask_to_wait()

    @Slot(bool)
    def screen_locked(self, active: bool) -> None:
        """The desktop's screen lock came or went."""
        if active:
            self.away.emit(Cause.SESSION)

    @Slot()
    def locked(self) -> None:
        """The session is locked."""
        self.away.emit(Cause.SESSION)

    def ready(self) -> None:
        """Everything is put away: the computer may sleep."""
        self._delay = None

    def _ask_to_wait(self) -> None:
        if not self._system.isConnected() or self._delay is not None:
            return
        call = QDBusMessage.createMethodCall(LOGIN_SERVICE, LOGIN_PATH, LOGIN_MANAGER, "Inhibit")
        call.setArguments(["sleep", "clinic_app", "locks before the computer sleeps", "delay"])
        waiting = QDBusPendingCallWatcher(self._system.asyncCall(call), self)
        waiting.finished.connect(self._waits)

    @Slot(object)
    def _waits(self, answer: QDBusPendingCallWatcher) -> None:
        arguments = answer.reply().arguments()
        self._delay = arguments[0] if arguments and not answer.isError() else None
        answer.deleteLater()


def windows_cause(message: int, word: int) -> Cause | None:
    """What a window message means for the lock; None when nothing."""
    if message == WM_POWERBROADCAST and word in SUSPENDS:
        return Cause.SLEEP
    if message == WM_WTSSESSION_CHANGE and word in LEAVES:
        return Cause.SESSION
    return None


class WindowsSignals(QAbstractNativeEventFilter):
    """Reads the window's messages; `away` is called with a Cause."""

    def __init__(self, away: Callable[[Cause], object]) -> None:
        super().__init__()
        self._away = away

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, address: int) -> tuple[bool, int]:
        """Look at one message; each goes on."""
        if _bytes(kind) == WINDOWS_MESSAGE:
            message = wintypes.MSG.from_address(int(address))
            cause = windows_cause(message.message, message.wParam)
            if cause is not None:
                self._away(cause)
        return False, 0

    def follow(self, window: int) -> None:
        """Have Windows tell this window of the session; what it tells of power needs no asking."""
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(wintypes.HWND(window), 0)


class SystemSignals(QObject):
    """Whatever this computer has to say."""

    away = Signal(object)
    """A Cause."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._linux: LinuxSignals | None = None
        self._windows: WindowsSignals | None = None
        if sys.platform == "win32":
            self._windows = WindowsSignals(self.away.emit)
            _application().installNativeEventFilter(self._windows)
        elif sys.platform.startswith("linux"):
            self._linux = LinuxSignals(QDBusConnection.systemBus(), QDBusConnection.sessionBus(), self)
            self._linux.away.connect(self.away)

    def follow(self, window: int) -> None:
        """A window has opened; `window` is its number in the system."""
        if self._windows is not None:
            self._windows.follow(window)

    def ready(self) -> None:
        """A lock is complete."""
        if self._linux is not None:
            self._linux.ready()

    def close(self) -> None:
        """Listen no more."""
        if self._windows is not None:
            _application().removeNativeEventFilter(self._windows)


def _listen(bus: QDBusConnection, interface: str, name: str, listener: QObject, slot: str) -> None:
    """Hear a signal from whoever sends it: asking for the sender's address would wait for the bus."""
    # The stubs ask for bytes, which the binding refuses: it takes what SLOT gives.
    bus.connect("", "", interface, name, listener, SLOT(slot))  # type: ignore[call-overload]


def _bytes(kind: QByteArray | bytes | bytearray | memoryview) -> bytes:
    return bytes(kind.data() if isinstance(kind, QByteArray) else kind)


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
