"""Another person takes over: from the menu to a hidden screen, and from the password to a page to work on.

In one process without a display, on the township's file, by the real program: window, door, window.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from benchmarks.dataset import PASSWORD
from benchmarks.figure import Figure, seconds
from benchmarks.unlock import BASELINE, bare_derivation
from benchmarks.workbench import USER, Workbench, township_clock
from clinic_app.app import Desktop
from clinic_app.desktop.login import Door, LoginWindow
from clinic_app.store.accounts import add_account
from clinic_app.store.database import open_database
from clinic_app.store.header import account_names

OTHER = "演示护士"
HIDDEN, USABLE = 0.05, 3.0
PATIENCE = 60.0


def figures(bench: Workbench) -> list[Figure]:
    """Seconds until the screen is empty, until the door can be typed at, and until the next person can work."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    folder, clock = bench.township_folder, township_clock()
    database = open_database(folder, USER, PASSWORD, clock)
    if OTHER not in account_names(folder):
        add_account(database, OTHER, PASSWORD)
    bare = bare_derivation(folder)
    desktop = Desktop(folder, clock)
    desktop.show_window(database)
    _until(lambda: _at_rest(desktop))
    rounds = []
    for number in range(bench.size.repeats):
        rounds.append((seconds(bare), *_switch(desktop, OTHER if number % 2 == 0 else USER)))
    desktop.close()
    application.processEvents()
    stretched, hidden, door, usable = (tuple(each) for each in zip(*rounds, strict=True))
    return [
        Figure("switch", "lock to an empty screen", "s", hidden, BASELINE, stretched, HIDDEN),
        Figure("switch", "lock to a door that takes the password", "s", door, BASELINE, stretched),
        Figure("switch", "lock, password, first page filled", "s", usable, BASELINE, stretched, USABLE),
    ]


def _switch(desktop: Desktop, name: str) -> tuple[float, float, float]:
    assert desktop.window is not None
    begun = time.perf_counter()
    desktop.window.desk.switch_asked.emit(name)
    hidden = time.perf_counter() - begun
    _until(lambda: isinstance(desktop.login, LoginWindow))
    assert isinstance(desktop.login, LoginWindow)
    assert isinstance(desktop.login.door, Door)
    door = time.perf_counter() - begun
    desktop.login.door.password.setText(PASSWORD)
    desktop.login.door.button.click()
    _until(lambda: _at_rest(desktop))
    return hidden, door, time.perf_counter() - begun


def _at_rest(desktop: Desktop) -> bool:
    """The window is there, and its first page shows what it was opened for; of a township's list the first village."""
    return desktop.window is not None and not desktop.window.page.is_waiting


def _until(fact: Callable[[], bool]) -> None:
    end = time.perf_counter() + PATIENCE
    while not fact():
        QApplication.processEvents()
        # Whoever only looks does not take the processor from those who work.
        time.sleep(0.001)
        if time.perf_counter() > end:
            raise TimeoutError("the window did not come to rest")
